//! `标题: 彩礼 #1` in front matter: for YAML what stands behind ` #` is a comment and gone.

use std::ops::Range;

use crate::document::keys;

/// Keys whose values hold no `#`: behind them a comment is one.
const WITHOUT: [&str; 10] = [
    "date",
    "updated",
    "reviewed",
    "publish",
    "expires",
    "draft",
    "weight",
    "toc",
    "paginate",
    "sensitive",
];

/// A value that YAML would cut at its `#`.
pub(crate) struct Slip {
    /// Where the value stands in the block.
    pub range: Range<usize>,
    /// The value in quotation marks.
    pub right: String,
}

/// Finds values with a `#` that means itself: something stands right behind it. `# …` with a blank is a comment.
pub(crate) fn slips(block: &str) -> Vec<Slip> {
    let mut found = Vec::new();
    let (mut start, mut text_below) = (0, None);
    for line in block.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let at = start;
        start += line.len();
        // Lines below `|` are text as they stand.
        if text_below.is_some_and(|it| indent > it || line.trim().is_empty()) {
            continue;
        }
        text_below = None;
        let Some(offset) = value_start(line) else { continue };
        let value = line[offset..].trim_end();
        if value.starts_with(['|', '>']) {
            text_below = Some(indent);
        } else if let Some(right) = quoted_value(value) {
            let from = at + offset;
            found.push(Slip { range: from..from + value.len(), right });
        }
    }
    found
}

/// Writes every value as it should be.
pub(crate) fn repaired(block: &str, slips: &[Slip]) -> String {
    let mut text = String::with_capacity(block.len() + 2 * slips.len());
    let mut from = 0;
    for Slip { range, right } in slips {
        text.extend([&block[from..range.start], right.as_str()]);
        from = range.end;
    }
    text + &block[from..]
}

/// Returns where the value of a line starts: behind `key: ` or `- `.
fn value_start(line: &str) -> Option<usize> {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    if body.starts_with('#') {
        return None;
    }
    let key = match body.strip_prefix("- ") {
        Some(_) => 1,
        None => {
            let colon = body.find(": ")?;
            let key = body[..colon].trim();
            let is_plain = keys::english(key).is_some_and(|it| WITHOUT.contains(&it));
            if is_plain {
                return None;
            }
            colon + 1
        }
    };
    let rest = &body[key..];
    Some(indent + key + (rest.len() - rest.trim_start().len()))
}

fn quoted_value(value: &str) -> Option<String> {
    match value.chars().next()? {
        '"' | '\'' | '{' | '&' | '*' | '!' => None,
        '[' => quoted_list(value),
        _ => has_hash(value).then(|| quoted(value)),
    }
}

fn quoted_list(value: &str) -> Option<String> {
    let inner = value.strip_prefix('[')?;
    let inner = &inner[..inner.rfind(']')?];
    if inner.contains(['"', '\'']) {
        return None;
    }
    let entries: Vec<&str> = inner.split(',').map(str::trim).collect();
    let write = |it: &&str| if it.contains('#') { quoted(it) } else { (*it).to_owned() };
    let is_cut = entries.iter().any(|it| has_hash(it));
    is_cut.then(|| format!("[{}]", entries.iter().map(write).collect::<Vec<_>>().join(", ")))
}

/// Tells whether a `#` begins a comment that is none: behind a blank or at the start, with something right behind it.
fn has_hash(value: &str) -> bool {
    value.match_indices('#').any(|(at, _)| {
        let begins = at == 0 || value[..at].ends_with([' ', '\t']);
        begins && value[at + 1..].starts_with(|it: char| !it.is_whitespace())
    })
}

fn quoted(value: &str) -> String {
    match value.contains(['"', '\\']) {
        true => format!("'{}'", value.replace('\'', "''")),
        false => format!("\"{value}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::{repaired, slips};

    #[test]
    fn a_hash_that_means_itself_is_put_in_quotation_marks() {
        let block = "标题: #全民反诈# 第一课\n摘要: 转账之前 #先打电话#，再想。\n日期: 2026-03-08 #周日\n标签: [反诈 #1, 婚姻]\nlaws:\n  - #彩礼\n  - 婚姻\n# 说明: #一\n作者: 王芳 # 待定\ncolor: C#\nslug: \"a #1\"\nextra: |\n  a: #1\n";
        let right = "标题: \"#全民反诈# 第一课\"\n摘要: \"转账之前 #先打电话#，再想。\"\n日期: 2026-03-08 #周日\n标签: [\"反诈 #1\", 婚姻]\nlaws:\n  - \"#彩礼\"\n  - 婚姻\n# 说明: #一\n作者: 王芳 # 待定\ncolor: C#\nslug: \"a #1\"\nextra: |\n  a: #1\n";
        assert_eq!(repaired(block, &slips(block)), right);
        assert!(slips(right).is_empty());
    }
}
