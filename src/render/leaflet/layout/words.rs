//! Running text → pieces that a line never breaks: places in statutes, telephone numbers, the end of a paragraph.
//!
//! Panels of a tri-fold are 82 mm wide, some twenty characters: what rarely shows on a wide page shows in every paragraph.

use serde_json::{Value, json};

const NUMERALS: &str = "〇零一二三四五六七八九十百千0123456789";
/// Characters that never begin a line.
const NOT_FIRST: &str = "，。、；：？！）》”’…—·";
/// Characters that never end one.
const NOT_LAST: &str = "（《“‘";
/// A last line holds at least so many characters, its full stop among them: 申请不收诉讼费，也不用你交担保。 may else end in a
/// line with 保。 alone.
const LAST_LINE: usize = 4;
/// Shorter text stands on one line or is all last line.
const LEAST_LENGTH: usize = 8;

/// Splits running text so that 第一千零七十九条之一 and the numbers that one may call stay in one piece.
pub fn pieces(words: &str, numbers: &[&str]) -> Vec<Value> {
    let mut out = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(character) = words[at..].chars().next() {
        let found = match character {
            '第' => place_length(&words[at..]).map(|length| ("k", length)),
            '0'..='9' => {
                let digits = words[at..].bytes().take_while(u8::is_ascii_digit).count();
                let is_number =
                    numbers.contains(&&words[at..at + digits]) && is_alone(words, at, digits);
                Some((if is_number { "tel" } else { "s" }, digits))
            }
            _ => None,
        };
        match found {
            Some(("s", length)) => at += length,
            Some((kind, length)) => {
                if plain < at {
                    out.push(json!({"t": "s", "v": &words[plain..at]}));
                }
                out.push(json!({"t": kind, "v": &words[at..at + length]}));
                at += length;
                plain = at;
            }
            None => at += character.len_utf8(),
        }
    }
    if plain < words.len() {
        out.push(json!({"t": "s", "v": &words[plain..]}));
    }
    out
}

/// Splits a paragraph that is words alone, of a statute for example.
pub fn paragraph(words: &str) -> Vec<Value> {
    let mut out = pieces(words, &[]);
    tie_end(&mut out);
    out
}

/// A number inside a longer one, a date or an amount is none to call: 打 110 stands out, 110 元 does not.
fn is_alone(words: &str, at: usize, length: usize) -> bool {
    let before = words[..at].trim_end().chars().next_back();
    let after = words[at + length..].trim_start().chars().next();
    let is_part = |it: char| it.is_ascii_alphanumeric() || ".,-%".contains(it);
    let counts = |it: char| "元年月日天个人次条款岁分秒页份件%％".contains(it);
    !before.is_some_and(is_part) && !after.is_some_and(|it| is_part(it) || counts(it))
}

/// Length of 第一千零七十九条之一; `None` when the words do not begin with a place.
fn place_length(words: &str) -> Option<usize> {
    let start = '第'.len_utf8();
    let numeral = numeral_length(&words[start..]);
    let unit = words[start + numeral..].chars().next();
    let unit = unit.filter(|it| numeral > 0 && "条款项目".contains(*it))?;
    let length = start + numeral + unit.len_utf8();
    let suffix = words[length..].strip_prefix('之').map_or(0, numeral_length);
    if unit == '条' && suffix > 0 {
        return Some(length + '之'.len_utf8() + suffix);
    }
    Some(length)
}

fn numeral_length(words: &str) -> usize {
    let numeral = words.chars().take_while(|it| NUMERALS.contains(*it));
    numeral.map(char::len_utf8).sum()
}

/// Ties the last characters of a paragraph to each other, so that none stands on a line alone.
pub(crate) fn tie_end(pieces: &mut Vec<Value>) {
    let visible = |it: &Value| it["v"].as_str().map_or(0, |it| it.chars().count());
    let is_text = |it: &Value| matches!(it["t"].as_str(), Some("s" | "ruby" | "k" | "tel"));
    // A footnote's number belongs to the word before it: 也不用你交担保。[^fee] in `rights/protection-order.md`.
    let end = pieces.len() - usize::from(pieces.last().is_some_and(|it| it["t"] == "fn"));
    let run = pieces[..end].iter().rev().take_while(|it| is_text(it)).count();
    let length: usize = pieces[end - run..end].iter().map(visible).sum();
    if length < LEAST_LENGTH {
        return;
    }
    let mut start = end;
    let mut tied = 0;
    while tied < LAST_LINE {
        start -= 1;
        let wanted = LAST_LINE - tied;
        if pieces[start]["t"] == "s" && visible(&pieces[start]) > wanted {
            let words = pieces[start]["v"].as_str().unwrap_or_default();
            let (rest, last) = words.split_at(break_before(words, wanted));
            let (rest, last) = (json!({"t": "s", "v": rest}), json!({"t": "s", "v": last}));
            pieces.splice(start..=start, [rest, last]);
            start += 1;
            break;
        }
        tied += visible(&pieces[start]);
    }
    let tied: Vec<Value> = pieces.drain(start..).collect();
    pieces.push(match &tied[..] {
        [one] if one["t"] == "s" => json!({"t": "k", "v": one["v"]}),
        _ => json!({"t": "keep", "c": tied}),
    });
}

/// Returns where the last `count` characters begin, or a little earlier where a line may not break.
///
/// Marks do not count as company: of 他今天还说要来。” the last four are 来。” and one more, so that it is 说要来。” that is tied.
fn break_before(words: &str, count: usize) -> usize {
    let characters: Vec<(usize, char)> = words.char_indices().collect();
    let mut at = characters.len() - count;
    while at > 1 {
        let (before, after) = (characters[at - 1].1, characters[at].1);
        let in_word = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
        let held = characters[at..].iter();
        let held = held.filter(|(_, it)| !NOT_FIRST.contains(*it)).count();
        let may_break = !in_word && !NOT_FIRST.contains(after) && !NOT_LAST.contains(before);
        if may_break && held + 1 >= LAST_LINE {
            break;
        }
        at -= 1;
    }
    characters[at].0
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{pieces, tie_end};

    fn shown(pieces: &[Value]) -> Vec<String> {
        let one = |it: &Value| match it["t"].as_str() {
            Some("s") => it["v"].as_str().unwrap_or_default().to_owned(),
            Some(kind) => format!("{kind}:{}", it["v"].as_str().unwrap_or_default()),
            None => String::new(),
        };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn a_place_in_a_statute_and_a_number_to_call_stay_in_one_piece() {
        let numbers = ["110", "12338"];
        for (words, expected) in [
            ("见第一千零七十九条第三款。", vec!["见", "k:第一千零七十九条", "k:第三款", "。"]),
            ("第二百八十七条之二", vec!["k:第二百八十七条之二"]),
            ("第一，第条，第", vec!["第一，第条，第"]),
            ("打 110，或 12338。", vec!["打 ", "tel:110", "，或 ", "tel:12338", "。"]),
            ("110 元、1100、2026-110、110天", vec!["110 元、1100、2026-110、110天"]),
        ] {
            assert_eq!(shown(&pieces(words, &numbers)), expected, "{words}");
        }
    }

    #[test]
    fn the_last_line_holds_more_than_a_character() {
        for (words, expected) in [
            ("不许他在你家、你单位附近闹事。", vec!["不许他在你家、你单位附", "k:近闹事。"]),
            ("所以当面就说：“他今天还说要来。”", vec!["所以当面就说：“他今天还", "k:说要来。”"]),
            ("有危险的时候先打电话，120，快", vec!["有危险的时候先打电话，", "k:120，快"]),
            ("太短，不用管。", vec!["太短，不用管。"]),
        ] {
            let mut pieces = vec![json!({"t": "s", "v": words})];
            tie_end(&mut pieces);
            assert_eq!(shown(&pieces), expected, "{words}");
        }
        let mut pieces = vec![
            json!({"t": "s", "v": "申请不收诉讼费，也不用担保。"}),
            json!({"t": "fn", "n": 1}),
        ];
        tie_end(&mut pieces);
        let tied = json!({"t": "keep", "c": [{"t": "s", "v": "用担保。"}, {"t": "fn", "n": 1}]});
        assert_eq!(pieces[1], tied);
    }
}
