//! Colons of front matter as input methods type them: `标题：彩礼` and `标题:彩礼` are no YAML.

use std::ops::Range;

use crate::document::keys;

/// A longer word before `：` is part of a sentence.
const LONGEST_KEY: usize = 8;

/// A key that is not followed by a colon and a blank.
pub(crate) struct Slip<'a> {
    /// The key.
    pub key: &'a str,
    /// Where the colon stands in the block.
    pub range: Range<usize>,
}

/// Finds the usual slips: `标题：彩礼` and `标题:彩礼`.
///
/// A key that we do not know may be a taxonomy or another's; before `：` it counts when it begins a line and is one short word.
pub(crate) fn slips(block: &str) -> Vec<Slip<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in block.split_inclusive('\n') {
        if let Some((at, mark)) = line.char_indices().find(|it| matches!(it.1, ':' | '：')) {
            let (key, end) = (line[..at].trim(), at + mark.len_utf8());
            let is_slip = mark == '：' || !line[end..].starts_with(char::is_whitespace);
            let is_word = mark == '：' && is_word(&line[..at]);
            if is_slip && (keys::english(key).is_some() || is_word) {
                found.push(Slip { key, range: start + at..start + end });
            }
        }
        start += line.len();
    }
    found
}

fn is_word(text: &str) -> bool {
    let length = text.trim_end().chars().count();
    (1..=LONGEST_KEY).contains(&length) && text.trim_end().chars().all(char::is_alphabetic)
}

/// Writes a half-width colon and a blank wherever they are missing.
pub(crate) fn repaired(block: &str, slips: &[Slip<'_>]) -> String {
    let mut text = String::with_capacity(block.len());
    let mut from = 0;
    for Slip { range, .. } in slips {
        text.push_str(&block[from..range.start]);
        let blank = block[range.end..].starts_with(' ');
        text.push_str(if blank { ":" } else { ": " });
        from = range.end;
    }
    text.push_str(&block[from..]);
    text
}

#[cfg(test)]
mod tests {
    use super::{repaired, slips};

    #[test]
    fn a_colon_behind_a_known_key_is_mended() {
        let block = "标题：彩礼\n日期 ：2026-03-08\n摘要:他说：好\ntitle: a:b\n草稿:\n标签：[婚姻]\n  没有：这个\n- 没有：这个\n一句话，说：是的\n";
        let found = slips(block);
        assert_eq!(
            found.iter().map(|it| it.key).collect::<Vec<_>>(),
            ["标题", "日期", "摘要", "标签"]
        );
        assert_eq!(
            repaired(block, &found),
            "标题: 彩礼\n日期 : 2026-03-08\n摘要: 他说：好\ntitle: a:b\n草稿:\n标签: [婚姻]\n  没有：这个\n- 没有：这个\n一句话，说：是的\n"
        );
    }
}
