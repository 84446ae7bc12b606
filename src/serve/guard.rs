//! Which requests are answered at all: from this machine or, if asked for, from the local network; reading only.

use std::net::IpAddr;

use axum::http::{HeaderMap, Method, Uri, header};

/// Who may look at the preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Programs on this machine.
    Loopback,
    /// Everybody in the local network.
    Lan,
}

/// Tells whether a request may be answered.
///
/// A name other than `localhost` is refused: any website can point its own name at this machine and read what it answers
/// (DNS rebinding). An address cannot be pointed elsewhere.
pub(crate) fn is_host_allowed(headers: &HeaderMap, uri: &Uri, audience: Audience) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let written =
        [host.to_str().ok(), uri.authority().map(|it| it.as_str()).or(host.to_str().ok())];
    written.into_iter().all(|host| host.is_some_and(|host| is_allowed(host, audience)))
}

/// Tells whether a WebSocket was opened by one of our own pages.
pub(crate) fn is_origin_allowed(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    match headers.get(header::ORIGIN) {
        // Browsers always send it; other programs can read the pages anyway.
        None => true,
        Some(origin) => {
            let origin = origin.to_str().ok().and_then(|it| it.strip_prefix("http://"));
            origin.is_some() && origin == host
        }
    }
}

/// Tells whether a method only reads.
pub(crate) fn is_method_allowed(method: &Method) -> bool {
    *method == Method::GET || *method == Method::HEAD
}

fn is_allowed(authority: &str, audience: Audience) -> bool {
    let host = without_port(authority);
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let address = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(host);
    match address.parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || audience == Audience::Lan,
        Err(_) => false,
    }
}

fn without_port(authority: &str) -> &str {
    let Some((host, port)) = authority.rsplit_once(':') else {
        return authority;
    };
    let is_port = !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit());
    // In `[::1]` the last colon stands inside the brackets.
    if is_port { host } else { authority }
}

#[cfg(test)]
mod tests {
    use super::{Audience, is_allowed};

    #[test]
    fn only_names_nobody_else_can_own_are_answered() {
        for host in
            ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "127.0.0.1", "[::1]:8000", "[::1]"]
        {
            assert!(is_allowed(host, Audience::Loopback), "{host}");
        }
        for host in [
            "evil.test",
            "evil.test:8000",
            "localhost.evil.test",
            "localhost.",
            "127.0.0.1.evil.test",
            "192.168.1.5:8000",
            "",
            ":8000",
            "user@localhost",
            "[::1",
            "0x7f.1",
            "2130706433",
        ] {
            assert!(!is_allowed(host, Audience::Loopback), "{host}");
        }
        assert!(is_allowed("192.168.1.5:8000", Audience::Lan));
        assert!(is_allowed("[fe80::1]:8000", Audience::Lan));
        assert!(!is_allowed("evil.test:8000", Audience::Lan));
    }
}
