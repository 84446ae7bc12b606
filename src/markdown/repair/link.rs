//! Slips in links and pictures: full-width brackets, blanks in and before an address, sizes of other programs.

use crate::markdown::repair::Slip;

/// Finds links and pictures that Markdown would show as they are written.
pub fn slips(line: &str) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut open = Vec::new();
    let mut chars = line.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '[' | '［' => open.push(at),
            ']' | '］' => {
                let Some(start) = open.pop() else { continue };
                let Some(link) = Link::read(line, start, at) else { continue };
                let end = link.end;
                slips.extend(link.slip(line));
                while chars.offset() < end && chars.next().is_some() {}
            }
            _ => {}
        }
    }
    slips
}

/// A link as it is written, whatever its brackets.
struct Link<'a> {
    start: usize,
    end: usize,
    words: &'a str,
    /// What stands in the second brackets.
    inside: &'a str,
    is_wide: bool,
    has_gap: bool,
}

impl<'a> Link<'a> {
    fn read(line: &'a str, start: usize, close: usize) -> Option<Self> {
        let width = |at: usize| line[at..].chars().next().map_or(1, char::len_utf8);
        let words = &line[start + width(start)..close];
        let behind = close + width(close);
        let rest = line[behind..].trim_start_matches([' ', '\u{3000}']);
        let gap = line[behind..].len() - rest.len();
        let bracket = rest.chars().next().filter(|it| matches!(it, '(' | '（'))?;
        let inner = behind + gap + bracket.len_utf8();
        let end = closing(line, inner)?;
        Some(Self {
            start,
            end: end + width(end),
            words,
            inside: &line[inner..end],
            is_wide: [start, close, end].into_iter().any(|it| width(it) > 1) || bracket == '（',
            has_gap: gap > 0,
        })
        .filter(|it| !it.words.starts_with('^') && !it.inside.contains(['<', '>']))
    }

    fn slip(self, line: &str) -> Option<Slip> {
        let (address, title) = title(self.inside);
        let (address, has_size) = without_size(address.trim());
        let attributes =
            attributes(&line[self.end..]).filter(|_| line[..self.start].ends_with('!'));
        let has_wide_title = title.starts_with('“');
        let has_blank = address.contains(' ');
        let is_wrong = self.is_wide || self.has_gap || has_size || has_blank || has_wide_title;
        if !is_address(address) || !(is_wrong || attributes.is_some()) {
            return None;
        }
        let target = if has_blank { format!("<{address}>") } else { address.to_owned() };
        let title = match title {
            "" => String::new(),
            title => format!(" {}", title.replace(['“', '”'], "\"")),
        };
        Some(Slip {
            start: self.start,
            end: self.end + attributes.unwrap_or(0),
            right: format!("[{}]({target}{title})", self.words),
        })
    }
}

/// Longest address that is looked at, in characters, and deepest brackets in one: what is beyond is none, and a page of
/// open brackets would take quadratic time.
const LONGEST: usize = 1_000;
const DEEPEST: usize = 8;

/// Returns where the bracket ends that opened before `inner`.
fn closing(line: &str, inner: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, char) in line[inner..].char_indices().take(LONGEST) {
        match char {
            '(' | '（' if depth == DEEPEST => return None,
            '(' | '（' => depth += 1,
            ')' | '）' if depth == 0 => return Some(inner + at),
            ')' | '）' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Cuts the title in quotation marks from an address.
fn title(inside: &str) -> (&str, &str) {
    let quote = [" \"", " '", " “"].iter().filter_map(|it| inside.find(it)).min();
    match quote {
        Some(at) if inside.trim_end().ends_with(['"', '\'', '”']) => {
            (&inside[..at], inside[at..].trim())
        }
        Some(_) | None => (inside, ""),
    }
}

/// Cuts a size as other programs take it: `tu.png =300x200`.
fn without_size(address: &str) -> (&str, bool) {
    match address.rsplit_once(" =") {
        Some((before, size))
            if size.contains(|it: char| it.is_ascii_digit())
                && size.chars().all(|it| it.is_ascii_digit() || "xX*×%px".contains(it)) =>
        {
            (before.trim_end(), true)
        }
        Some(_) | None => (address, false),
    }
}

/// Returns the length of the attributes that other programs take behind a picture: `{width=50%}`.
fn attributes(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('{')?;
    let end = inner.find('}')?;
    let is_size = ["width", "height", "w=", "h=", ".", "#"].iter().any(|it| inner.starts_with(it));
    is_size.then_some(end + 2)
}

/// Tells whether the text in brackets is an address rather than a remark.
fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let path = lower.split(['#', '?']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_ending = |it: &str| {
        (2..=5).contains(&it.len())
            && it.starts_with(|it: char| it.is_ascii_lowercase())
            && it.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    ["http://", "https://", "@/", "#", "mailto:", "tel:"].iter().any(|it| lower.starts_with(it))
        || name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && is_ending(ending))
}
