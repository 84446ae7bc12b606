//! WebVTT → cues, with everything that would keep them from showing or from being read in time.
//!
//! The rules are those of the W3C recommendation, as far as browsers need them: header, times, order, text. Settings,
//! styles and regions pass unread.

use std::ops::Range;

/// Nobody reads faster than this; the guides for Chinese subtitles say nine characters a second.
pub(crate) const MOST_PER_SECOND: usize = 9;

/// One caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// When it appears, in milliseconds.
    pub start_ms: u64,
    /// When it goes, in milliseconds.
    pub end_ms: u64,
    /// Its words, without tags.
    pub text: String,
    /// Bytes of the words in the file.
    pub range: Range<usize>,
}

/// Something wrong in a caption file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// The bytes that show it.
    pub range: Range<usize>,
}

/// What can be wrong in a caption file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The first line is not `WEBVTT`.
    Header,
    /// A time written with a comma, as in `SubRip` files.
    Comma,
    /// A line with `-->` that holds no two times.
    Time,
    /// The end is not after the start.
    Backwards,
    /// The cue starts before the one above it.
    Order,
    /// The cue has no words.
    Empty,
    /// More characters than can be read in the time: how many a second.
    Fast(usize),
    /// There is not one cue.
    NoCues,
}

/// Tells whether a file is written as `SubRip` files are: most of its times have commas.
pub fn is_srt(text: &str, problems: &[Problem]) -> bool {
    let commas = problems.iter().filter(|it| it.kind == ProblemKind::Comma).count();
    let times = text.lines().filter(|it| it.contains("-->")).count();
    commas * 2 > times
}

/// Rewrites a `SubRip` file as `WebVTT`.
pub fn from_srt(text: &str) -> String {
    let has_header = text.trim_start().starts_with("WEBVTT");
    let mut out = if has_header { String::new() } else { "WEBVTT\n\n".to_owned() };
    let body = if has_header { text } else { text.trim_start() };
    for line in body.split_inclusive('\n') {
        match line.contains("-->") {
            true => out.push_str(&line.replace(',', ".")),
            false => out.push_str(line),
        }
    }
    out
}

/// Reads a caption file; what is usable comes back as cues whatever else is wrong.
pub fn parse(text: &str) -> (Vec<Cue>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut cues: Vec<Cue> = Vec::new();
    check_header(text, &mut problems);
    for block in blocks(text) {
        let Some((line, body)) = timing_line(text, block) else {
            continue;
        };
        let Some((start_ms, end_ms)) = times(text, &line, &mut problems) else {
            continue;
        };
        let cue = Cue { start_ms, end_ms, text: strip_tags(&text[body.clone()]), range: body };
        check_cue(&cue, &line, cues.last(), &mut problems);
        cues.push(cue);
    }
    if cues.is_empty() && problems.is_empty() {
        problems.push(Problem { kind: ProblemKind::NoCues, range: 0..first_line(text) });
    }
    (cues, problems)
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn check_header(text: &str, problems: &mut Vec<Problem>) {
    let line = &text[..first_line(text)];
    let rest = line.trim_start_matches('\u{feff}').strip_prefix("WEBVTT");
    if !rest.is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t', '\r'])) {
        problems.push(Problem { kind: ProblemKind::Header, range: 0..line.len() });
    }
}

/// Returns the ranges of blocks separated by blank lines.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if line.trim().is_empty() {
            open = false;
        } else if let Some(block) = blocks.last_mut().filter(|_| open) {
            block.end = range.end;
        } else {
            blocks.push(range);
            open = true;
        }
    }
    blocks
}

/// Finds the line with the times, first or second of its block, and the words below it.
fn timing_line(text: &str, block: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let mut at = block.start;
    for line in text[block.clone()].split_inclusive('\n').take(2) {
        let end = at + line.len();
        if line.contains("-->") {
            let body = trimmed(text, end..block.end);
            return Some((trimmed(text, at..end), body));
        }
        at = end;
    }
    None
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

fn times(text: &str, line: &Range<usize>, problems: &mut Vec<Problem>) -> Option<(u64, u64)> {
    let written = &text[line.clone()];
    let (start, rest) = written.split_once("-->")?;
    let end = rest.split_whitespace().next().unwrap_or("");
    let both = time(start.trim()).zip(time(end));
    if both.is_none() {
        let comma = time(&start.trim().replace(',', ".")).is_some()
            && time(&end.replace(',', ".")).is_some();
        let kind = if comma { ProblemKind::Comma } else { ProblemKind::Time };
        problems.push(Problem { kind, range: line.clone() });
    }
    both
}

/// Reads `01:02.500` or `00:01:02.500`.
fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once('.')?;
    let number = |digits: &str, len: usize| -> Option<u64> {
        (digits.len() == len && digits.bytes().all(|it| it.is_ascii_digit()))
            .then(|| digits.parse().ok())?
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, number(minutes, 2)?, number(seconds, 2)?),
        [hours, minutes, seconds] if (2..=4).contains(&hours.len()) => {
            (number(hours, hours.len())?, number(minutes, 2)?, number(seconds, 2)?)
        }
        _ => return None,
    };
    (minutes < 60 && seconds < 60).then_some(())?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + number(fraction, 3)?)
}

fn check_cue(cue: &Cue, line: &Range<usize>, before: Option<&Cue>, problems: &mut Vec<Problem>) {
    let mut report = |kind, range: &Range<usize>| {
        problems.push(Problem { kind, range: range.clone() });
    };
    if cue.end_ms <= cue.start_ms {
        return report(ProblemKind::Backwards, line);
    }
    if before.is_some_and(|it| cue.start_ms < it.start_ms) {
        report(ProblemKind::Order, line);
    }
    let characters = readable(&cue.text);
    if characters == 0 {
        return report(ProblemKind::Empty, line);
    }
    let per_second = (characters as u64 * 1000).div_ceil(cue.end_ms - cue.start_ms);
    if per_second > MOST_PER_SECOND as u64 {
        report(ProblemKind::Fast(usize::try_from(per_second).unwrap_or(usize::MAX)), &cue.range);
    }
}

/// Counts what has to be read: a Han character as one, a word in Latin letters or a number as two.
fn readable(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for character in text.chars() {
        let word = character.is_alphanumeric() && (character as u32) < 0x2e80;
        count += match (word, in_word) {
            (true, false) => 2,
            (true, true) => 0,
            (false, _) => usize::from(character.is_alphanumeric()),
        };
        in_word = word;
    }
    count
}

/// Drops `<v 张三>`, `<b>`, `<00:01.000>` and so on, and reads the entities that WebVTT knows.
fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for character in text.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            _ => out.push(character),
        }
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", "\u{a0}"),
        ("&lrm;", ""),
        ("&rlm;", ""),
        ("&amp;", "&"),
    ];
    if out.contains('&') {
        for (entity, character) in entities {
            out = out.replace(entity, character);
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{ProblemKind, parse};

    fn kinds(text: &str) -> Vec<ProblemKind> {
        parse(text).1.into_iter().map(|it| it.kind).collect()
    }

    #[test]
    fn a_good_file_has_no_problem() {
        let text = "WEBVTT - 保护令\n\nNOTE 说明\n一行\n\nSTYLE\n::cue { color: white }\n\n1\n00:00.000 --> 00:02.500 line:90%\n<v 旁白>第一步：留下证据\n\n00:00:02.500 --> 00:00:05.000\n报警 110，\n去医院 &amp; 拍照\n";
        let (cues, problems) = parse(text);
        assert_eq!(problems, []);
        assert_eq!(cues.len(), 2);
        assert_eq!(
            (cues[0].start_ms, cues[0].end_ms, cues[0].text.as_str()),
            (0, 2500, "第一步：留下证据")
        );
        assert_eq!(
            (cues[1].start_ms, cues[1].end_ms, cues[1].text.as_str()),
            (2500, 5000, "报警 110，\n去医院 & 拍照")
        );
        assert_eq!(&text[cues[1].range.clone()], "报警 110，\n去医院 &amp; 拍照");
    }

    #[test]
    fn each_problem_is_found_at_its_place() {
        for (text, expected, place) in [
            ("1\n00:00.000 --> 00:02.000\n一\n", ProblemKind::Header, "1"),
            ("WEBVTTX\n\n00:00.000 --> 00:02.000\n一\n", ProblemKind::Header, "WEBVTTX"),
            (
                "WEBVTT\n\n00:00:00,000 --> 00:00:02,000\n一\n",
                ProblemKind::Comma,
                "00:00:00,000 --> 00:00:02,000",
            ),
            ("WEBVTT\n\n0:00.000 --> 00:02.000\n一\n", ProblemKind::Time, "0:00.000 --> 00:02.000"),
            (
                "WEBVTT\n\n00:00.000 --> 00:72.000\n一\n",
                ProblemKind::Time,
                "00:00.000 --> 00:72.000",
            ),
            (
                "WEBVTT\n\n00:03.000 --> 00:02.000\n一\n",
                ProblemKind::Backwards,
                "00:03.000 --> 00:02.000",
            ),
            (
                "WEBVTT\n\n00:03.000 --> 00:04.000\n一\n\n00:01.000 --> 00:02.000\n二\n",
                ProblemKind::Order,
                "00:01.000 --> 00:02.000",
            ),
            (
                "WEBVTT\n\n00:03.000 --> 00:04.000\n<b></b>\n",
                ProblemKind::Empty,
                "00:03.000 --> 00:04.000",
            ),
            (
                "WEBVTT\n\n00:03.000 --> 00:04.000\n一二三四五六七八九十\n",
                ProblemKind::Fast(10),
                "一二三四五六七八九十",
            ),
            ("WEBVTT\n\nNOTE 空\n", ProblemKind::NoCues, "WEBVTT"),
        ] {
            let (_, problems) = parse(text);
            assert_eq!(problems.len(), 1, "{text}: {problems:?}");
            assert_eq!(problems[0].kind, expected, "{text}");
            assert_eq!(&text[problems[0].range.clone()], place, "{text}");
        }
        assert_eq!(kinds(""), [ProblemKind::Header]);
    }

    #[test]
    fn any_text_is_survived() {
        let good = "WEBVTT\n\n00:00.000 --> 00:02.500\n<v 旁白>第一步：留下证据 &amp;\n\n-->\n99:99:99.999 --> <<<>";
        for (at, _) in good.char_indices() {
            parse(&good[..at]);
            parse(&good[at..]);
            parse(&format!("{}-->{}", &good[at..], &good[..at]));
        }
        parse(&"-->\n\n".repeat(50_000));
        parse(&"<".repeat(200_000));
        parse(&"&amp;".repeat(100_000));
        assert_eq!(
            kinds(&format!("WEBVTT\n\n{}:00:00.000 --> 00:01.000\n一", "9".repeat(400))),
            [ProblemKind::Time]
        );
    }
}
