//! What no build can know: whether addresses elsewhere still answer.
//!
//! Asks through `curl`, which Windows, macOS and nearly every Linux bring along; it knows the system's certificates and
//! proxies. Nothing here runs during a build.

use std::{
    collections::BTreeMap,
    io,
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::{
    document::{Documents, ReferenceKind},
    source::Span,
};

/// How many addresses are asked at a time.
const AT_ONCE: usize = 8;

/// The answer of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Something is there.
    Fine,
    /// The server says that nothing is there, with this status.
    Gone(u16),
    /// No answer, or one that says nothing about the page; the reason.
    Unclear(String),
}

/// Lists the outside addresses that pages link to, each with its places.
pub fn addresses(documents: &Documents) -> BTreeMap<String, Vec<Span>> {
    let mut addresses: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for reference in documents.iter().flat_map(|it| &it.references) {
        let is_address =
            reference.written.starts_with("https://") || reference.written.starts_with("http://");
        let is_link = matches!(
            reference.kind,
            ReferenceKind::Link | ReferenceKind::Video | ReferenceKind::Image
        );
        if is_address && is_link {
            addresses.entry(reference.written.clone()).or_default().push(reference.span);
        }
    }
    addresses
}

/// Asks all addresses, several at a time; answers come in the same order. `on_answer` hears how many are done.
///
/// # Errors
/// When `curl` cannot be run.
pub(crate) fn ask_all(
    addresses: &[&str],
    on_answer: impl Fn(usize) + Sync,
) -> io::Result<Vec<Answer>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let answers = Mutex::new(BTreeMap::new());
    let work = || -> io::Result<()> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(address) = addresses.get(index) else {
                return Ok(());
            };
            let answer = ask(address)?;
            answers.lock().expect("no thread panics while it holds this").insert(index, answer);
            on_answer(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..AT_ONCE.min(addresses.len())).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|it| it.join().expect("the work does not panic"))
    })?;
    Ok(answers.into_inner().expect("all threads have ended").into_values().collect())
}

fn ask(address: &str) -> io::Result<Answer> {
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--show-error",
        "--location",
        "--max-redirs",
        "8",
        "--max-time",
        "25",
        "--retry",
        "1",
    ]);
    // Only the web, also after a redirect; the first byte is enough, but HEAD is refused by too many servers.
    curl.args([
        "--proto",
        "=http,https",
        "--proto-redir",
        "=http,https",
        "--range",
        "0-0",
        "--globoff",
    ]);
    curl.args([
        "--user-agent",
        "Mozilla/5.0 (compatible; pufa check)",
        "--write-out",
        "%{http_code}",
    ]);
    curl.args(["--output", nowhere, "--url", address]).stdin(Stdio::null());
    let done = curl.output()?;
    let status = String::from_utf8_lossy(&done.stdout).trim().parse().unwrap_or(0);
    Ok(judge(status, String::from_utf8_lossy(&done.stderr).lines().next().unwrap_or_default()))
}

/// 404 and 410 are plain words. A refusal (401, 403, 429) is often meant for programs only, so it proves nothing.
fn judge(status: u16, error: &str) -> Answer {
    match status {
        404 | 410 => Answer::Gone(status),
        0 => Answer::Unclear(error.trim_start_matches("curl: ").to_owned()),
        500.. => Answer::Unclear(format!("HTTP {status}")),
        _ => Answer::Fine,
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, judge};

    #[test]
    fn only_plain_answers_count() {
        for (status, answer) in [
            (200, Answer::Fine),
            (206, Answer::Fine),
            (403, Answer::Fine),
            (416, Answer::Fine),
            (404, Answer::Gone(404)),
            (410, Answer::Gone(410)),
            (503, Answer::Unclear("HTTP 503".to_owned())),
            (0, Answer::Unclear("(6) Could not resolve host".to_owned())),
        ] {
            assert_eq!(judge(status, "curl: (6) Could not resolve host"), answer, "{status}");
        }
    }
}
