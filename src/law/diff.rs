//! Two versions of a statute side by side: which article became which, and what changed in its words.

use std::collections::HashMap;

use similar::{ChangeTag, TextDiff};

use crate::law::statute::Statute;

/// From this likeness on, two articles with the same number are one: 妇女权益保障法第四条 of 2018 and 2022 is, 第三条 is not.
/// Lower than for moved ones, since the number speaks for it.
const SAME_NUMBER: f64 = 0.4;
/// From this share of the shorter one on, two articles with the same number are one: words were only added or struck.
/// An article of one line that got three more is little alike as a whole.
const GROWN: f64 = 0.8;
/// From this likeness on, two articles with different numbers are one: 第五条 of 2018, 国家鼓励妇女自尊、自信、自立、自强, is
/// 第七条 of 2022.
const MOVED: f64 = 0.5;

/// One line of a comparison; indices count in the versions' articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The same words, perhaps under another number.
    Same(usize, usize),
    /// The same matter in other words.
    Changed(usize, usize),
    /// Only in the old version.
    Removed(usize),
    /// Only in the new version.
    Added(usize),
}

/// A run of characters in a comparison of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the old one.
    Old(String),
    /// Only in the new one.
    New(String),
}

/// Pairs the articles of two versions, in the order of the new one; what was removed stands where it was.
pub fn versions(old: &Statute, new: &Statute) -> Vec<Row> {
    let texts = |it: &Statute| {
        it.articles.iter().map(crate::law::statute::Article::text).collect::<Vec<_>>()
    };
    let (old_texts, new_texts) = (texts(old), texts(new));
    // Equal words first, whatever the number: an inserted article moves all behind it by one.
    let mut partner = vec![None; new_texts.len()];
    let mut taken = vec![false; old_texts.len()];
    equal(&old_texts, &new_texts, &mut partner, &mut taken);
    let (old_pairs, new_pairs) = (pairs(&old_texts), pairs(&new_texts));
    for (index, article) in new
        .articles
        .iter()
        .enumerate()
        .filter(|(index, _)| partner[*index].is_none())
        .collect::<Vec<_>>()
    {
        let same = old.index_of(article.number, article.suffix).filter(|it| !taken[*it]);
        let is_one = |it: &usize| {
            let (before, after) = (&old_pairs[*it], &new_pairs[index]);
            likeness(before, after) >= SAME_NUMBER || contained(before, after) >= GROWN
        };
        if let Some(same) = same.filter(is_one) {
            (partner[index], taken[same]) = (Some(same), true);
        }
    }
    moved(&old_pairs, &new_pairs, &mut partner, &mut taken);
    rows(&old_texts, &new_texts, &partner, &taken)
}

fn equal(old: &[String], new: &[String], partner: &mut [Option<usize>], taken: &mut [bool]) {
    let mut by_text: HashMap<&str, usize> = HashMap::new();
    for (index, text) in old.iter().enumerate() {
        by_text.entry(text).or_insert(index);
    }
    for (index, text) in new.iter().enumerate() {
        if let Some(same) = by_text.get(text.as_str()).copied().filter(|it| !taken[*it]) {
            (partner[index], taken[same]) = (Some(same), true);
        }
    }
}

/// The most alike of what is left, best pair first.
fn moved(old: &[Vec<u64>], new: &[Vec<u64>], partner: &mut [Option<usize>], taken: &mut [bool]) {
    let mut scored = Vec::new();
    for (index, words) in new.iter().enumerate().filter(|(index, _)| partner[*index].is_none()) {
        for (other, old_words) in old.iter().enumerate().filter(|(other, _)| !taken[*other]) {
            let score = likeness(old_words, words);
            if score >= MOVED {
                scored.push((score, other, index));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, other, index) in scored {
        if partner[index].is_none() && !taken[other] {
            (partner[index], taken[other]) = (Some(other), true);
        }
    }
}

fn rows(old: &[String], new: &[String], partner: &[Option<usize>], taken: &[bool]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut next_old = 0;
    for (index, same) in partner.iter().enumerate() {
        if let Some(same) = *same {
            while next_old < same {
                rows.extend((!taken[next_old]).then_some(Row::Removed(next_old)));
                next_old += 1;
            }
            next_old = next_old.max(same + 1);
            rows.push(if old[same] == new[index] {
                Row::Same(same, index)
            } else {
                Row::Changed(same, index)
            });
        } else {
            rows.push(Row::Added(index));
        }
    }
    rows.extend((next_old..old.len()).filter(|it| !taken[*it]).map(Row::Removed));
    // What stands between two pairs is shown as what went, then what came, and not in turn.
    let is_single = |it: &Row| matches!(it, Row::Removed(_) | Row::Added(_));
    for run in rows.chunk_by_mut(|one, next| is_single(one) && is_single(next)) {
        run.sort_by_key(|it| matches!(it, Row::Added(_)));
    }
    rows
}

/// The pairs of neighbouring characters of each text, sorted.
fn pairs(texts: &[String]) -> Vec<Vec<u64>> {
    let of_text = |text: &String| {
        // Punctuation changes from one edition to the next and says nothing about the matter.
        let chars: Vec<char> = text.chars().filter(|it| it.is_alphanumeric()).collect();
        let mut pairs: Vec<u64> = chars
            .windows(2)
            .map(|it| u64::from(u32::from(it[0])) << 32 | u64::from(u32::from(it[1])))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    texts.iter().map(of_text).collect()
}

/// Share of pairs that two texts have in common, 0 to 1.
fn likeness(one: &[u64], other: &[u64]) -> f64 {
    2.0 * common(one, other) / share(one.len() + other.len())
}

/// Share of the shorter text's pairs that the other has too, 0 to 1.
fn contained(one: &[u64], other: &[u64]) -> f64 {
    common(one, other) / share(one.len().min(other.len()))
}

fn common(one: &[u64], other: &[u64]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_u32);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    f64::from(common)
}

#[expect(clippy::cast_precision_loss, reason = "an article has a few thousand characters")]
fn share(pairs: usize) -> f64 {
    pairs.max(1) as f64
}

/// Compares two texts; single characters between changes count as changed, so that whole words are marked.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (units(old), units(new));
    let diff = TextDiff::from_slices(&old, &new);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let text = change.value().to_owned();
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, Some(Piece::Same(last)))
            | (ChangeTag::Delete, Some(Piece::Old(last)))
            | (ChangeTag::Insert, Some(Piece::New(last))) => {
                last.push_str(&text);
            }
            (ChangeTag::Equal, _) => pieces.push(Piece::Same(text)),
            (ChangeTag::Delete, _) => pieces.push(Piece::Old(text)),
            (ChangeTag::Insert, _) => pieces.push(Piece::New(text)),
        }
    }
    whole_words(pieces)
}

/// Cuts a text into characters; digits and Latin letters in a row stay together.
fn units(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first.is_ascii_alphanumeric() {
            true => rest.find(|it: char| !it.is_ascii_alphanumeric()),
            false => Some(first.len_utf8()),
        };
        let (unit, after) = rest.split_at(end.unwrap_or(rest.len()));
        units.push(unit);
        rest = after;
    }
    units
}

/// Takes single equal characters between two changes into the change, and puts old before new.
///
/// 应当依照本法和有关法律的规定 became 应当依法: character by character a lone 法 stays between what went, and nobody can
/// read a line of such crumbs.
fn whole_words(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut old, mut new) = (String::new(), String::new());
    let flush = |old: &mut String, new: &mut String, out: &mut Vec<Piece>| {
        if !old.is_empty() {
            out.push(Piece::Old(std::mem::take(old)));
        }
        if !new.is_empty() {
            out.push(Piece::New(std::mem::take(new)));
        }
    };
    let last = pieces.len().saturating_sub(1);
    for (index, piece) in pieces.into_iter().enumerate() {
        match piece {
            Piece::Old(text) => old.push_str(&text),
            Piece::New(text) => new.push_str(&text),
            Piece::Same(text) => {
                let inside = (!old.is_empty() || !new.is_empty()) && index < last;
                if inside && text.chars().count() < 2 && !text.contains('\n') {
                    old.push_str(&text);
                    new.push_str(&text);
                } else {
                    flush(&mut old, &mut new, &mut out);
                    out.push(Piece::Same(text));
                }
            }
        }
    }
    flush(&mut old, &mut new, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::{Piece, Row, versions, words};
    use crate::law::statute::{Article, Paragraph, Statute};

    fn statute(texts: &[&str]) -> Statute {
        let article = |(number, text): (u16, &&str)| {
            let paragraphs = vec![Paragraph { text: (*text).to_owned(), items: Vec::new() }];
            Article { number, suffix: 0, paragraphs, at: 0 }
        };
        Statute { articles: (1..).zip(texts).map(article).collect(), ..Statute::default() }
    }

    #[test]
    fn articles_are_paired_by_their_words() {
        let old = statute(&[
            "为了保障妇女的合法权益，制定本法。",
            "国家保护妇女依法享有的权益。",
            "本条已经没有了的内容。",
        ]);
        let new = statute(&[
            "为了保障妇女的合法权益，促进男女平等，制定本法。",
            "全新的一条，讲别的事情。",
            "国家保护妇女依法享有的权益。",
        ]);
        assert_eq!(
            versions(&old, &new),
            [Row::Changed(0, 0), Row::Added(1), Row::Same(1, 2), Row::Removed(2)]
        );
    }

    #[test]
    fn an_article_that_grew_is_still_the_same_one() {
        let old = statute(&["调解不收钱。", "旧的第二条说收费的事。"]);
        let new = statute(&[
            "调解不收钱。调解员不能把听到的家事说给别人，也不能写出来。",
            "换成别的内容了。",
        ]);
        assert_eq!(versions(&old, &new), [Row::Changed(0, 0), Row::Removed(1), Row::Added(1)]);
    }

    #[test]
    fn numbers_are_marked_as_a_whole() {
        let pieces = words("自2025年起施行", "自2026年起施行");
        assert_eq!(pieces[1], Piece::Old("2025".to_owned()));
        assert_eq!(pieces[2], Piece::New("2026".to_owned()));
    }

    #[test]
    fn changed_words_are_marked_whole() {
        let same = |it: &str| Piece::Same(it.to_owned());
        assert_eq!(
            words("处五日以下拘留", "处十日以下拘留"),
            [
                same("处"),
                Piece::Old("五".to_owned()),
                Piece::New("十".to_owned()),
                same("日以下拘留")
            ]
        );
    }
}
