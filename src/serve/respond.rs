//! An artifact → an answer: content type, part of a file, the script that keeps the page fresh.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    ops::Range,
    path::Path,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header},
};
use futures_core::Stream;
use tokio::sync::mpsc;

use crate::{
    diag::{Lang, Sink},
    escape,
    render::{Body as Artifact, artifact::Content},
    serve::{
        CLIENT_PATH,
        content_type::content_type,
        route::{Route, find},
        snapshot::{self, Snapshot},
    },
    source::AssetData,
};

/// What every answer carries: nothing is kept, no other site may embed, read or guess the type of it.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Answers a request that has passed the guard.
pub(crate) fn respond(
    snapshot: &Arc<Snapshot>,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response<Body> {
    let mut response = match find(&snapshot.artifacts, uri.path()) {
        Route::File(path, artifact) => file(snapshot, &path, artifact, headers),
        Route::Folder => to_folder(uri),
        Route::Missing => missing(snapshot),
    };
    if method == Method::HEAD {
        // The length stays, the server drops the rest.
        *response.body_mut() = Body::empty();
    }
    response
}

/// Makes an answer in plain text.
pub fn text(status: StatusCode, text: &'static str) -> Response<Body> {
    with_headers(status, "text/plain; charset=utf-8", text.len() as u64, Body::from(text))
}

/// Makes an answer with a script of ours.
pub fn script(text: &'static str) -> Response<Body> {
    with_headers(StatusCode::OK, content_type("x.js"), text.len() as u64, Body::from(text))
}

/// Makes an answer with what was made for this request; the ending of `name` tells its type.
pub fn made(name: &str, bytes: Vec<u8>) -> Response<Body> {
    let len = bytes.len() as u64;
    with_headers(StatusCode::OK, content_type(name), len, Body::from(bytes))
}

fn with_headers(
    status: StatusCode,
    content_type: &'static str,
    len: u64,
    body: Body,
) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, len.into());
    response
}

fn to_folder(uri: &Uri) -> Response<Body> {
    let query = uri.query().map(|it| format!("?{it}")).unwrap_or_default();
    let mut response = text(StatusCode::TEMPORARY_REDIRECT, "");
    if let Ok(location) = HeaderValue::from_str(&format!("{}/{query}", uri.path())) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

fn missing(snapshot: &Arc<Snapshot>) -> Response<Body> {
    let mut response = match snapshot.artifacts.get("404.html") {
        Some(artifact @ (Artifact::Text(_) | Artifact::Later(_))) => {
            html(snapshot, "404.html", artifact)
        }
        // The first build broke down: whoever looks waits for the next.
        None if snapshot.artifacts.is_empty() => {
            let mut sink = Sink::default();
            sink.build_panicked();
            return broken(snapshot, "404.html", &sink);
        }
        Some(Artifact::Bytes(_) | Artifact::Copy(_)) | None => text(StatusCode::NOT_FOUND, "404"),
    };
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn file(
    snapshot: &Arc<Snapshot>,
    path: &str,
    artifact: &Artifact,
    headers: &HeaderMap,
) -> Response<Body> {
    let is_text = matches!(artifact, Artifact::Text(_) | Artifact::Later(_));
    if is_text && path.ends_with(".html") {
        return html(snapshot, path, artifact);
    }
    let len = artifact.content(&mut Sink::default()).len();
    // We name no versions of a file, so whoever holds a part of one cannot know that it is of this.
    let asked = headers.get(header::RANGE).filter(|_| !headers.contains_key(header::IF_RANGE));
    let range = asked.and_then(|it| it.to_str().ok()).map(|it| parse_range(it, len));
    let (status, range) = match range {
        None | Some(Asked::Other) => (StatusCode::OK, 0..len),
        Some(Asked::Part(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(Asked::Outside) => return outside(len),
    };
    let Ok(body) = part(snapshot, path, artifact, range.clone()) else {
        return missing(snapshot);
    };
    let mut response = with_headers(status, content_type(path), range.end - range.start, body);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if status == StatusCode::PARTIAL_CONTENT {
        let value = format!("bytes {}-{}/{len}", range.start, range.end - 1);
        headers.insert(
            header::CONTENT_RANGE,
            HeaderValue::try_from(value).expect("digits make a header"),
        );
    }
    response
}

/// A page with our script at its end, and with leave for that script to listen to us.
fn html(snapshot: &Snapshot, path: &str, artifact: &Artifact) -> Response<Body> {
    let mut sink = Sink::default();
    let Content::Text(page) = artifact.content(&mut sink) else {
        return text(StatusCode::NOT_FOUND, "404");
    };
    if sink.has_errors() {
        return broken(snapshot, path, &sink);
    }
    let policy = policy(&page);
    let allows_scripts = policy.is_none_or(|range| allows_scripts(&page[range]));
    let shown = if allows_scripts { refreshed(snapshot, path, &page) } else { page.into_owned() };
    page_with(StatusCode::OK, path, shown)
}

fn page_with(status: StatusCode, path: &str, page: String) -> Response<Body> {
    with_headers(status, content_type(path), page.len() as u64, Body::from(page))
}

/// Stands for a page that could not be made, until a change mends it. (Usually the last good state is shown instead.)
fn broken(snapshot: &Snapshot, path: &str, sink: &Sink) -> Response<Body> {
    let said: Vec<String> = sink
        .diagnostics()
        .iter()
        .map(|it| {
            let text = format!("[{}] {}", it.code, it.message.get(snapshot.lang));
            format!("<p>{}</p>", escape::text(&text))
        })
        .collect();
    let page = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>pufa</title></head><body>{}</body></html>",
        said.concat()
    );
    let page = refreshed(snapshot, path, &page);
    page_with(StatusCode::INTERNAL_SERVER_ERROR, path, page)
}

fn refreshed(snapshot: &Snapshot, path: &str, page: &str) -> String {
    let lang = match snapshot.lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let script = format!(
        "<script src=\"{CLIENT_PATH}\" data-pufa=\"{}\" data-path=\"{}\" data-digest=\"{}\" data-lang=\"{lang}\" defer></script>",
        snapshot.name(),
        path.replace('&', "&amp;").replace('"', "&quot;"),
        snapshot::digest(page),
    );
    let end = page.rfind("</body>").unwrap_or(page.len());
    match policy(page).filter(|policy| policy.end <= end) {
        Some(policy) => {
            let named =
                page[policy.clone()].find(CONNECT).map(|it| policy.start + it + CONNECT.len());
            let (at, leave) =
                named.map_or((policy.end, "; connect-src 'self' ws:"), |at| (at, " 'self' ws:"));
            [&page[..at], leave, &page[at..end], &script, &page[end..]].concat()
        }
        None => [&page[..end], &script, &page[end..]].concat(),
    }
}

/// The part of a policy that says whom a page may listen to. In the preview that is us. (Some browsers do not count
/// a WebSocket as own, so `ws:` is named.)
const CONNECT: &str = "connect-src";

/// Returns where the policy of a page stands, the text of its attribute.
fn policy(page: &str) -> Option<Range<usize>> {
    let name = page.find("http-equiv=\"Content-Security-Policy\"")?;
    let start = name + page[name..].find("content=\"")? + "content=\"".len();
    Some(start..start + page[start..].find('"')?)
}

fn allows_scripts(policy: &str) -> bool {
    let policy = policy.replace("&#x27;", "'").replace("&#39;", "'");
    let of = |name: &str| policy.split(';').map(str::trim).find(|it| it.starts_with(name));
    of("script-src").or_else(|| of("default-src")).is_none_or(|it| it.contains("self"))
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Part(Range<u64>),
    /// A part that the file does not have.
    Outside,
    /// Several parts or another unit: the whole file is a right answer.
    Other,
}

fn parse_range(value: &str, len: u64) -> Asked {
    let Some((from, to)) = value.strip_prefix("bytes=").and_then(|it| it.trim().split_once('-'))
    else {
        return Asked::Other;
    };
    let range = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => from..to.saturating_add(1).min(len),
        (Ok(from), Err(_)) if to.is_empty() => from..len,
        (Err(_), Ok(last)) if from.is_empty() => len.saturating_sub(last)..len,
        _ => return Asked::Other,
    };
    if range.start < range.end { Asked::Part(range) } else { Asked::Outside }
}

fn outside(len: u64) -> Response<Body> {
    let mut response = text(StatusCode::RANGE_NOT_SATISFIABLE, "");
    let value = HeaderValue::try_from(format!("bytes */{len}")).expect("digits make a header");
    response.headers_mut().insert(header::CONTENT_RANGE, value);
    response
}

/// Lets an answer borrow from the state it was made from, for as long as a slow reader needs.
struct Shared {
    snapshot: Arc<Snapshot>,
    path: String,
}

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        match self.snapshot.artifacts.get(&self.path) {
            Some(Artifact::Text(text)) => text.as_bytes(),
            Some(Artifact::Bytes(bytes)) => bytes,
            Some(Artifact::Copy(asset)) => match &asset.data {
                AssetData::Memory(bytes) => bytes,
                AssetData::Disk(_) => &[],
            },
            Some(Artifact::Later(_)) | None => &[],
        }
    }
}

fn part(
    snapshot: &Arc<Snapshot>,
    path: &str,
    artifact: &Artifact,
    range: Range<u64>,
) -> io::Result<Body> {
    if let Artifact::Copy(asset) = artifact
        && let AssetData::Disk(file) = &asset.data
    {
        return stream(file, asset.len, range);
    }
    let bytes = match artifact {
        Artifact::Later(later) => Bytes::from(later.make(&mut Sink::default())),
        Artifact::Text(_) | Artifact::Bytes(_) | Artifact::Copy(_) => {
            Bytes::from_owner(Shared { snapshot: snapshot.clone(), path: path.to_owned() })
        }
    };
    let index = |at: u64| usize::try_from(at).expect("content in memory fits into memory");
    Ok(Body::from(bytes.slice(index(range.start)..index(range.end))))
}

/// Pieces of a large file, read as fast as the browser takes them.
struct Pieces(mpsc::Receiver<io::Result<Bytes>>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

/// A file that was replaced since it was listed, by a link out of the site perhaps, is not there until the next state.
fn stream(path: &Path, len: u64, range: Range<u64>) -> io::Result<Body> {
    let mut file = File::open(path)?;
    if path.canonicalize()? != path || file.metadata()?.len() != len {
        return Err(io::ErrorKind::NotFound.into());
    }
    file.seek(SeekFrom::Start(range.start))?;
    let (sender, receiver) = mpsc::channel(2);
    let mut file = file.take(range.end - range.start);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut buffer = vec![0; 1 << 17];
            let piece = match file.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) => Ok(Bytes::from(buffer).slice(..count)),
                Err(error) => Err(error),
            };
            let failed = piece.is_err();
            if sender.blocking_send(piece).is_err() || failed {
                return;
            }
        }
    });
    Ok(Body::from_stream(Pieces(receiver)))
}

#[cfg(test)]
mod tests {
    use super::{Asked, allows_scripts, parse_range, policy};

    #[test]
    fn a_page_that_forbids_scripts_gets_none() {
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#x27;self&#x27;; img-src *\">";
        let range = policy(page).expect("there is one");
        assert_eq!(&page[range.clone()], "default-src &#x27;self&#x27;; img-src *");
        assert!(allows_scripts(&page[range]));
        assert!(!allows_scripts("default-src 'none'; style-src 'self'"));
        assert!(allows_scripts("default-src 'none'; script-src 'self' 'sha256-x'"));
        assert!(policy("<p>Content-Security-Policy</p>").is_none());
    }

    #[test]
    fn parts_of_a_file_are_understood() {
        for (value, asked) in [
            ("bytes=0-", Asked::Part(0..10)),
            ("bytes=2-4", Asked::Part(2..5)),
            ("bytes=8-99", Asked::Part(8..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-99", Asked::Part(0..10)),
            ("bytes=10-", Asked::Outside),
            ("bytes=5-4", Asked::Other),
            ("bytes=0-1,3-4", Asked::Other),
            ("bytes=-", Asked::Other),
            ("lines=1-2", Asked::Other),
            ("bytes=0-18446744073709551615", Asked::Part(0..10)),
        ] {
            assert_eq!(parse_range(value, 10), asked, "{value}");
        }
        assert_eq!(parse_range("bytes=0-", 0), Asked::Outside);
    }
}
