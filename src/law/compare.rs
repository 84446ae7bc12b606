//! A quotation against the text it is said to come from.

use unicode_normalization::UnicodeNormalization;

use crate::law::{
    citation::Place,
    statute::{Article, Statute},
};

/// From this share on, a part of it comes from the article.
const PARTLY: f64 = 0.5;
/// Shorter quotations are not looked for in other articles, in characters.
const MIN_SEARCH: usize = 6;
/// Longest quotation that differences are listed for, in characters.
const MAX_DIFF: usize = 1200;

/// What a comparison found.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Word by word and mark by mark.
    Verbatim,
    /// The same words; the text as it stands there, if it could be found in one piece.
    Punctuation(Option<String>),
    /// Pieces in their order, with …… where something is left out.
    Elided,
    /// Nearly or partly the same words.
    Differs {
        /// Share of the quotation's characters found in the text, in order, 0 to 1.
        found: f64,
        /// Words of the text that the quotation lacks.
        missing: Vec<String>,
        /// Words that the text does not have.
        extra: Vec<String>,
    },
    /// The words stand in another article of the same law.
    OtherArticle(Place),
    /// Not from there at all.
    NotFound,
}

/// Compares `quote` with what stands at `place`, then with the whole article, then with the other articles.
pub fn quotation(quote: &str, statute: &Statute, place: Place) -> Verdict {
    let Some(article) = statute.article(place.article, place.suffix) else {
        return Verdict::NotFound;
    };
    let unit = text_at(article, place);
    let whole = article.text();
    let quote = quote.trim();
    // A quotation may begin in the 款 before the cited one; that the words stand in the article is enough.
    let verdict = [&unit, &whole].iter().find_map(|text| in_text(quote, text));
    if let Some(verdict) = verdict {
        return verdict;
    }
    let words = words(quote);
    if words.len() >= MIN_SEARCH
        && let Some(other) =
            statute.articles.iter().find(|it| !same(it, article) && words_in(&words, &it.text()))
    {
        return Verdict::OtherArticle(place_of(other, &words));
    }
    differs(&words, &unit, &whole)
}

/// Returns the words at a place: one paragraph with its items, one item, or the whole article.
pub(crate) fn text_at(article: &Article, place: Place) -> String {
    let nth = |it: u8| usize::from(it).checked_sub(1);
    let paragraph = match (place.paragraph, place.item) {
        (Some(number), _) => nth(number).and_then(|it| article.paragraphs.get(it)),
        (None, Some(_)) => article.paragraph_with_items().map(|it| &article.paragraphs[it]),
        (None, None) => None,
    };
    let item =
        paragraph.zip(place.item).and_then(|(paragraph, number)| paragraph.items.get(nth(number)?));
    match (paragraph, item) {
        (_, Some(item)) => item.lines().join("\n"),
        (Some(paragraph), None) => paragraph.lines().join("\n"),
        (None, None) => article.text(),
    }
}

fn same(one: &Article, other: &Article) -> bool {
    (one.number, one.suffix) == (other.number, other.suffix)
}

/// The narrowest place of an article that holds the words.
fn place_of(article: &Article, words: &[char]) -> Place {
    let mut place = Place::article(article.number, article.suffix);
    if article.paragraphs.len() > 1 {
        let paragraph =
            article.paragraphs.iter().position(|it| words_in(words, &it.lines().join("")));
        place.paragraph = paragraph.and_then(|it| u8::try_from(it + 1).ok());
    }
    place
}

fn in_text(quote: &str, text: &str) -> Option<Verdict> {
    if fold(text).contains(&fold(quote)) && !quote.trim().is_empty() {
        return Some(Verdict::Verbatim);
    }
    let pieces: Vec<&str> = quote
        .split("……")
        .flat_map(|it| it.split("（略）"))
        .flat_map(|it| it.split("..."))
        .flat_map(|it| it.split('…'))
        .collect();
    let pieces: Vec<&str> = pieces.into_iter().filter(|it| !words(it).is_empty()).collect();
    // …… is how a quotation says that it leaves something out; nothing is reported then.
    let elided = quote.contains(['…']) || quote.contains("（略）") || quote.contains("...");
    if pieces.is_empty() {
        return None;
    }
    let text_words = words(text);
    let mut at = 0;
    for piece in &pieces {
        at += end_of(&words(piece), &text_words[at..])?;
    }
    Some(if elided { Verdict::Elided } else { Verdict::Punctuation(as_it_stands(quote, text)) })
}

/// The end of the first place where `piece` stands in `text`.
fn end_of(piece: &[char], text: &[char]) -> Option<usize> {
    text.windows(piece.len().max(1)).position(|it| it == piece).map(|at| at + piece.len())
}

fn words_in(words: &[char], text: &str) -> bool {
    end_of(words, &self::words(text)).is_some()
}

/// Letters, digits and Han characters; the rest is punctuation.
fn words(text: &str) -> Vec<char> {
    text.nfkc().filter(|it| it.is_alphanumeric()).collect()
}

/// Blanks away, the kinds of quotation marks made one: inside “ ” a quotation rightly becomes ‘ ’.
fn fold(text: &str) -> String {
    let mark = |it: char| match it {
        '‘' | '“' | '「' | '『' => '“',
        '’' | '”' | '」' | '』' => '”',
        it => it,
    };
    text.chars()
        .filter(|it| !it.is_whitespace() && !matches!(it, '\u{200b}'..='\u{200d}' | '\u{feff}'))
        .map(mark)
        .collect()
}

/// Returns the statute's own spelling of the quoted words, if it stands on one line.
fn as_it_stands(quote: &str, text: &str) -> Option<String> {
    let wanted = words(quote);
    text.lines().find_map(|line| {
        let chars: Vec<(usize, char)> =
            line.char_indices().filter(|(_, it)| it.is_alphanumeric()).collect();
        let folded: Vec<char> = chars.iter().flat_map(|(_, it)| it.nfkc()).collect();
        // ㎡ becomes two characters: places can no longer be told from one another.
        if folded.len() != chars.len() {
            return None;
        }
        let end = end_of(&wanted, &folded)?;
        let (start, last) = (chars[end - wanted.len()].0, chars[end - 1]);
        let mut stop = last.0 + last.1.len_utf8();
        // The mark that ends the quotation is the statute's, a comma where the writer put a full stop.
        if quote.ends_with(|it: char| !it.is_alphanumeric()) {
            stop += line[stop..].chars().next().map_or(0, char::len_utf8);
        }
        Some(line[start..stop].to_owned())
    })
}

fn differs(quote: &[char], unit: &str, whole: &str) -> Verdict {
    if quote.is_empty() || quote.len() > MAX_DIFF {
        return Verdict::NotFound;
    }
    let best = [unit, whole].into_iter().map(|text| {
        let text = words(text);
        let blocks = matching_blocks(&text, quote);
        (blocks.iter().map(|it| it.len).sum::<usize>(), text, blocks)
    });
    let Some((count, text, blocks)) = best.max_by_key(|(count, _, _)| *count) else {
        return Verdict::NotFound;
    };
    #[expect(clippy::cast_precision_loss, reason = "counts of characters in one article")]
    let found = count as f64 / quote.len() as f64;
    if found < PARTLY {
        return Verdict::NotFound;
    }
    let (missing, extra) = between(&text, quote, &blocks);
    Verdict::Differs { found, missing, extra }
}

/// Characters that both have, in a row.
struct Block {
    text: usize,
    quote: usize,
    len: usize,
}

/// Longest common runs of at least two characters, each side of a run searched again.
///
/// Single characters are common to any two Chinese texts: 的 alone would make a quotation half right.
fn matching_blocks(text: &[char], quote: &[char]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = vec![(0, text.len(), 0, quote.len())];
    while let Some((from, to, start, end)) = open.pop() {
        let Some(block) = longest(&text[from..to], &quote[start..end]) else {
            continue;
        };
        let block = Block { text: from + block.text, quote: start + block.quote, len: block.len };
        open.push((from, block.text, start, block.quote));
        open.push((block.text + block.len, to, block.quote + block.len, end));
        blocks.push(block);
    }
    blocks.sort_by_key(|it| it.text);
    blocks
}

fn longest(text: &[char], quote: &[char]) -> Option<Block> {
    let mut best = Block { text: 0, quote: 0, len: 1 };
    let mut above = vec![0_usize; quote.len() + 1];
    for (i, char) in text.iter().enumerate() {
        let mut row = vec![0; quote.len() + 1];
        for (j, other) in quote.iter().enumerate() {
            if char == other {
                row[j + 1] = above[j] + 1;
                if row[j + 1] > best.len {
                    best = Block {
                        text: i + 1 - row[j + 1],
                        quote: j + 1 - row[j + 1],
                        len: row[j + 1],
                    };
                }
            }
        }
        above = row;
    }
    (best.len > 1).then_some(best)
}

/// What lies between the blocks: words of the text that are missing, words of the quotation that are extra.
fn between(text: &[char], quote: &[char], blocks: &[Block]) -> (Vec<String>, Vec<String>) {
    let (mut missing, mut extra) = (Vec::new(), Vec::new());
    let push = |list: &mut Vec<String>, chars: &[char]| {
        if !chars.is_empty() && list.len() < 4 {
            let shown: String = chars.iter().take(14).collect();
            list.push(if chars.len() > 14 { format!("{shown}……") } else { shown });
        }
    };
    let mut last: Option<&Block> = None;
    for block in blocks {
        let before = last.map_or(0, |it| it.quote + it.len);
        push(&mut extra, &quote[before.min(block.quote)..block.quote]);
        if let Some(last) = last {
            push(&mut missing, &text[last.text + last.len..block.text]);
        }
        last = Some(block);
    }
    push(&mut extra, &quote[last.map_or(0, |it| it.quote + it.len)..]);
    (missing, extra)
}
