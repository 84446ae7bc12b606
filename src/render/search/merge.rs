//! What the batches hold → one coded entry for each pair and word.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::render::search::{
    dense,
    gather::{Batch, Place, Posting},
};

/// All entries that begin with one character.
#[derive(Debug)]
pub(crate) struct Entries {
    /// The character.
    pub first: char,
    /// Second character of the entry (`\0` for none) and its text: `!家暴 pages#weighty pages`.
    pub entries: Vec<(char, String)>,
}

impl Entries {
    /// Returns the size of all entries in bytes.
    pub fn len(&self) -> usize {
        self.entries.iter().map(|(_, text)| text.len()).sum()
    }
}

/// Joins the batches, sorted by first character.
pub fn entries(batches: &[Batch]) -> Vec<Entries> {
    let words = words(batches);
    let pairs = batches
        .iter()
        .flat_map(|batch| batch.pairs.chunk_by(|a, b| a.0.0 == b.0.0))
        .map(|run| run[0].0.0);
    let firsts: BTreeSet<char> = pairs.chain(words.keys().copied()).collect();
    let join = |first: char| {
        let mut entries = pair_entries(first, batches);
        for (word, postings) in words.get(&first).into_iter().flatten() {
            entries.push((
                word.chars().nth(1).unwrap_or('\0'),
                entry(word, postings.iter().flat_map(|(first, it)| numbered(*first, it))),
            ));
        }
        Entries { first, entries }
    };
    firsts.into_iter().collect::<Vec<_>>().into_par_iter().map(join).collect()
}

/// Words by first character, each with its postings in every batch.
type Words<'a> = BTreeMap<char, BTreeMap<&'a str, Vec<(u32, &'a [Posting])>>>;

fn words(batches: &[Batch]) -> Words<'_> {
    let mut words = Words::new();
    let all = batches.iter().flat_map(|batch| {
        let words = batch.words.iter();
        words.map(|(word, postings)| (word, (batch.first, postings.as_slice())))
    });
    for (word, postings) in all {
        let first = word.chars().next().unwrap_or_default();
        words.entry(first).or_default().entry(word).or_default().push(postings);
    }
    words
}

fn pair_entries(first: char, batches: &[Batch]) -> Vec<(char, String)> {
    let mut seconds: BTreeMap<char, Vec<(&Batch, usize)>> = BTreeMap::new();
    for batch in batches {
        let start = batch.pairs.partition_point(|it| it.0.0 < first);
        for (index, pair) in
            batch.pairs.iter().enumerate().skip(start).take_while(|(_, it)| it.0.0 == first)
        {
            seconds.entry(pair.0.1).or_default().push((batch, index));
        }
    }
    let text = |(second, runs): (char, Vec<(&Batch, usize)>)| {
        let key: String = [first, second].into_iter().filter(|it| *it != '\0').collect();
        (
            second,
            entry(
                &key,
                runs.iter().flat_map(|(batch, index)| numbered(batch.first, batch.run(*index))),
            ),
        )
    };
    seconds.into_iter().map(text).collect()
}

/// Returns pages with places, the pages counted from the site's first.
fn numbered(first: u32, postings: &[Posting]) -> impl Iterator<Item = (u32, Place)> {
    postings.iter().map(move |it| (first + it.page(), it.place()))
}

fn entry(key: &str, postings: impl Iterator<Item = (u32, Place)>) -> String {
    let (mut pages, mut weighty) = (Vec::new(), Vec::new());
    let (mut last, mut last_weighty) = (0, 0);
    for (page, place) in postings {
        dense::push(page - last, &mut pages);
        last = page;
        if place > Place::Body {
            let is_title = u32::from(place == Place::Title);
            dense::push((page - last_weighty) * 2 + is_title, &mut weighty);
            last_weighty = page;
        }
    }
    if !weighty.is_empty() {
        pages.push(b'#');
        pages.append(&mut weighty);
    }
    format!("!{key} {}", String::from_utf8(pages).expect("symbols are ASCII"))
}
