//! The one or two sentences that stand for a page in lists, feeds and shared links.

use crate::document::{Block, Document, plain_text};

/// Longest summary cut from the text, in characters.
const LONGEST: usize = 100;

/// Returns front matter's summary, else the text before `<!-- more -->`, else the first sentences.
pub fn of(document: &Document) -> String {
    if let Some(summary) = &document.front_matter.summary {
        return summary.clone();
    }
    let blocks = &document.blocks[..document.more.unwrap_or(document.blocks.len())];
    let mut text = String::new();
    gather(blocks, &mut text);
    if document.more.is_some() && text.chars().count() <= 2 * LONGEST {
        text
    } else {
        cut(&text)
    }
}

fn gather(blocks: &[Block], out: &mut String) {
    for block in blocks {
        if out.chars().count() > 4 * LONGEST {
            return;
        }
        match block {
            Block::Paragraph(inlines) => out.push_str(plain_text(inlines).replace('\n', "").trim()),
            Block::Callout { blocks, .. } | Block::Quote(blocks) => gather(blocks, out),
            _ => {}
        }
    }
}

/// Cuts at the end of the last sentence that fits; a first sentence that is too long ends in ……
fn cut(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(LONGEST) else {
        return text.to_owned();
    };
    let head = &text[..limit];
    match head.rfind(['。', '！', '？', '；']) {
        Some(at) => {
            let end = at + head[at..].chars().next().map_or(0, char::len_utf8);
            let closing = text[end..]
                .chars()
                .next()
                .filter(|it| matches!(it, '”' | '）' | '」'));
            text[..end + closing.map_or(0, char::len_utf8)].to_owned()
        }
        None => format!("{}……", head.trim_end_matches(['，', '、', '：', ' '])),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_summary_ends_with_a_sentence() {
        let sentence = "这是一句十个字的话。";
        assert_eq!(cut(&sentence.repeat(15)), sentence.repeat(10));
        assert_eq!(cut(sentence), sentence);
        assert!(cut(&"长".repeat(200)).ends_with("长……"));
    }
}
