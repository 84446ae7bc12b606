//! Citations and addresses in running text: from plain text back to the tree and the source.

use std::ops::Range;

use crate::{
    document::{Inline, ReferenceId},
    source::Span,
};

/// A piece of the projection.
pub struct Segment {
    /// Where it starts in the projection.
    pub at: usize,
    /// How long it is there.
    pub len: usize,
    /// Its place in the source, of the same length unless it held entities or escapes.
    pub span: Span,
}

/// Returns what an inline is in the plain text that citations are looked for in; its own inlines come after it.
///
/// The plain text is made of nothing else, so that a place in it is a place in the tree.
pub(crate) fn stand_in(inline: &Inline) -> &str {
    match inline {
        Inline::Text(text) => text,
        Inline::Break => "\n",
        Inline::Code(_) | Inline::Link { .. } | Inline::Image { .. } | Inline::Footnote(_) => {
            "\u{fffc}"
        }
        // Marks stand between words: a citation may run through them.
        Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Cite { .. }
        | Inline::Html(_) => "",
    }
}

/// Returns how long the plain text of inlines is, in bytes.
pub fn length(inlines: &[Inline]) -> usize {
    let one = |inline: &Inline| match inline {
        Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
            length(inner)
        }
        Inline::Text(_)
        | Inline::Break
        | Inline::Code(_)
        | Inline::Link { .. }
        | Inline::Image { .. }
        | Inline::Footnote(_)
        | Inline::Cite { .. }
        | Inline::Html(_) => stand_in(inline).len(),
    };
    inlines.iter().map(one).sum()
}

/// Wraps the given ranges of the plain text in [`Inline::Cite`], in pieces where they cross other marks.
pub fn mark(inlines: &mut Vec<Inline>, ranges: &[(Range<usize>, ReferenceId)]) {
    let mut at = 0;
    mark_level(inlines, &mut at, ranges);
}

fn mark_level(inlines: &mut Vec<Inline>, at: &mut usize, ranges: &[(Range<usize>, ReferenceId)]) {
    let level = std::mem::take(inlines);
    for mut inline in level {
        match &mut inline {
            Inline::Text(text) => {
                let start = *at;
                *at += text.len();
                split_text(text, start, ranges, inlines);
                continue;
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                mark_level(inner, at, ranges);
            }
            Inline::Break
            | Inline::Code(_)
            | Inline::Link { .. }
            | Inline::Image { .. }
            | Inline::Footnote(_)
            | Inline::Html(_)
            | Inline::Cite { .. } => *at += stand_in(&inline).len(),
        }
        inlines.push(inline);
    }
}

fn split_text(
    text: &str,
    start: usize,
    ranges: &[(Range<usize>, ReferenceId)],
    out: &mut Vec<Inline>,
) {
    let end = start + text.len();
    let first = ranges.partition_point(|(range, _)| range.end <= start);
    let mut done = start;
    for (range, reference) in ranges[first..].iter().take_while(|(range, _)| range.start < end) {
        let (from, to) = (range.start.max(done), range.end.min(end));
        if from >= to {
            continue;
        }
        if from > done {
            out.push(Inline::Text(text[done - start..from - start].to_owned()));
        }
        let words = vec![Inline::Text(text[from - start..to - start].to_owned())];
        out.push(Inline::Cite { reference: *reference, inlines: words });
        done = to;
    }
    if done < end {
        out.push(Inline::Text(text[done - start..].to_owned()));
    }
}

/// Returns the place in the source of a range of the plain text.
pub fn span(segments: &[Segment], range: Range<usize>) -> Span {
    let place = |at: usize, is_end: bool| {
        let index = segments
            .partition_point(|it| if is_end { it.at < at } else { it.at <= at })
            .saturating_sub(1);
        let segment = &segments[index];
        let exact = (segment.span.end - segment.span.start) as usize == segment.len;
        let start = segment.span.start as usize;
        match (exact, is_end) {
            (true, _) => start + (at - segment.at).min(segment.len),
            (false, true) => segment.span.end as usize,
            (false, false) => start,
        }
    };
    let start = place(range.start, false);
    Span::new(segments[0].span.file, start..place(range.end, true).max(start))
}

/// Finds addresses of pages and of mail written out in text. They end at the first character that is not ASCII, so that
/// 。然后 stays text.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = pages(text);
    let outside = |mail: &Range<usize>| {
        let next = found.partition_point(|page| page.end <= mail.start);
        found.get(next).is_none_or(|page| page.start >= mail.end)
    };
    let mails: Vec<_> = mails(text).into_iter().filter(outside).collect();
    found.extend(mails);
    found.sort_by_key(|it| it.start);
    found
}

/// Finds what GFM takes for an address of mail: `fulian@example.org`.
fn mails(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let is_local = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | '+');
        let is_host = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
        let local = text[..at].rfind(|it| !is_local(it));
        let start = local.map_or(0, |it| it + text[it..].chars().next().map_or(0, char::len_utf8));
        let rest = &text[at + 1..];
        let host = &rest[..rest.find(|it| !is_host(it)).unwrap_or(rest.len())];
        let host = host.trim_end_matches('.');
        let is_named = host.split('.').all(|it| !it.is_empty()) && host.contains('.');
        let is_free = found.last().is_none_or(|it| it.end <= start);
        if start < at && is_named && is_free && !host.ends_with(['-', '_']) {
            found.push(start..at + 1 + host.len());
        }
    }
    found
}

fn pages(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for start in starts(text) {
        if start < at {
            continue;
        }
        let length = text[start..]
            .find(|it: char| !it.is_ascii_graphic() || matches!(it, '<' | '>' | '"' | '`'));
        let end = length.map_or(text.len(), |it| start + it);
        let end = start + trim_end(&text[start..end]).len();
        let host = text[start..end].split("://").last().unwrap_or_default();
        if host.split('/').next().is_some_and(|it| it.contains('.') && !it.starts_with('.')) {
            found.push(start..end);
        }
        at = end.max(start + 4);
    }
    found
}

/// Lists where an address may begin, not in the middle of a word.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let is_start = |at: &usize| {
        let begins = ["https://", "http://", "www."];
        let before = text[..*at].chars().next_back();
        begins.iter().any(|it| text[*at..].starts_with(it))
            && !before.is_some_and(|it| {
                it.is_ascii_alphanumeric() || matches!(it, '/' | '.' | '@' | '-' | '_')
            })
    };
    text.match_indices(['h', 'w']).map(|(at, _)| at).filter(is_start)
}

/// Drops punctuation that ends the sentence rather than the address, and a bracket that was opened before it.
fn trim_end(address: &str) -> &str {
    let count = |mark: char| address.matches(mark).count();
    let mut surplus = count(')').saturating_sub(count('('));
    let mut address = address;
    loop {
        address = address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~']);
        match address.strip_suffix(')').filter(|_| surplus > 0) {
            Some(shorter) => address = shorter,
            None => return address,
        }
        surplus -= 1;
    }
}

/// Completes an address written without its scheme.
pub(crate) fn full_address(written: &str) -> String {
    if written.starts_with("www.") {
        format!("http://{written}")
    } else if !written.contains("://") {
        format!("mailto:{written}")
    } else {
        written.to_owned()
    }
}

/// Endings of websites that nobody gives to a file.
const SITES: [&str; 8] = [".com", ".cn", ".org", ".net", ".gov", ".edu", ".com.cn", ".gov.cn"];

/// Tells whether an address without `https://` is a website's: `www.example.com`, `court.gov.cn/x`.
pub fn is_website(url: &str) -> bool {
    let host = url.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let is_host = host.split('.').count() > 1
        && host.split('.').all(|it| {
            !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
        });
    is_host && (host.starts_with("www.") || SITES.iter().any(|it| host.ends_with(it)))
}

#[cfg(test)]
mod tests {
    use super::{addresses, mark};
    use crate::document::{Inline, ReferenceId};

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn an_address_ends_where_chinese_begins() {
        let found = |text: &str| {
            addresses(text).into_iter().map(|it| text[it].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("见https://www.court.gov.cn/。然后"), ["https://www.court.gov.cn/"]);
        assert_eq!(found("（https://12348.gov.cn）免费"), ["https://12348.gov.cn"]);
        assert_eq!(found("a (http://b.cn/x_(y)) c."), ["http://b.cn/x_(y)"]);
        assert_eq!(found("www.gov.cn, https:// http://x"), ["www.gov.cn"]);
        assert_eq!(found("awww.b.cn www.c.cn/a))."), ["www.c.cn/a"]);
        assert!(found(&"awww.".repeat(100_000)).is_empty());
    }

    #[test]
    fn mail_is_found_as_gfm_finds_it() {
        let found = |text: &str| {
            addresses(text).into_iter().map(|it| text[it].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            found("写信到fulian@example.org。或 a.b-c_d+x@a.b."),
            ["fulian@example.org", "a.b-c_d+x@a.b"]
        );
        assert_eq!(found("https://a.cn/@x@b.cn"), ["https://a.cn/@x@b.cn"]);
        let none: [&str; 0] = [];
        assert_eq!(found("@a.cn a@b a@b.c- a@b.c_ a@.cn @ 微博@妇联"), none);
    }

    #[test]
    fn a_citation_may_cross_marks() {
        let mut inlines =
            vec![text("见"), Inline::Strong(vec![text("《民法典》")]), text("第三条。")];
        let id = ReferenceId::new(0);
        mark(&mut inlines, &[(3..27, id)]);
        let cite = |words: &str| Inline::Cite { reference: id, inlines: vec![text(words)] };
        assert_eq!(
            inlines,
            [text("见"), Inline::Strong(vec![cite("《民法典》")]), cite("第三条"), text("。")]
        );
    }
}
