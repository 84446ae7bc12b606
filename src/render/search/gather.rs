//! The words of some pages → which page holds which pair of characters and which word.

use std::collections::BTreeMap;

use crate::render::search::{
    fold::{BREAK, Class, Folder, class},
    page::SearchPage,
    texts,
};

/// Bits of a character in a record.
const CHAR_BITS: u32 = 21;

/// Bits of the page, counted from the batch's first, in a record.
const PAGE_BITS: u32 = 20;

/// How often the body holds something before the page counts as being about it.
const OFTEN: usize = 4;

/// Where on a page something stands; ordered by weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Place {
    /// Running text.
    Body = 0,
    /// A heading, or often in the running text.
    Heading = 1,
    /// The title.
    Title = 2,
}

/// A page that holds something, and the weightiest place where. Packed, because a large site has many millions of them.
///
/// Invariant: the page's number, counted from the batch's first, times four plus the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting(u16);

impl Posting {
    fn new(page: u32, place: Place) -> Self {
        let page = u16::try_from(page).expect("a batch holds some hundred pages");
        Self(page << 2 | place as u16)
    }

    /// Returns the number of the page, counted from the batch's first.
    pub fn page(self) -> u32 {
        u32::from(self.0 >> 2)
    }

    /// Returns the weightiest place.
    pub fn place(self) -> Place {
        match self.0 & 3 {
            0 => Place::Body,
            1 => Place::Heading,
            _ => Place::Title,
        }
    }
}

/// A pair of Han characters; the second is `\0` for a character before something else.
pub(crate) type Pair = (char, char);

/// What some consecutive pages hold.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Number of the first page.
    pub first: u32,
    /// Pairs, sorted, with the start of their run in `postings`.
    pub pairs: Vec<(Pair, u32)>,
    /// Runs of postings, each sorted by page.
    pub postings: Vec<Posting>,
    /// Words with their pages.
    pub words: BTreeMap<String, Vec<Posting>>,
    /// Section of each page.
    pub sections: Vec<usize>,
    /// The files of the pages' texts.
    pub texts: Vec<texts::Part>,
}

impl Batch {
    /// Reads the pages from number `first_page` on.
    pub fn gather(
        first_page: usize,
        pages: impl Iterator<Item = SearchPage>,
        folder: &Folder,
    ) -> Self {
        let first =
            u32::try_from(first_page).expect("a site holds fewer than a thousand million pages");
        let mut batch = Self { first, ..Self::default() };
        let mut records = Vec::new();
        let mut reader = Reader { seen: vec![0; 1 << 16], ..Reader::default() };
        let mut writer = texts::Writer::new(first);
        for (page, number) in pages.zip(0..) {
            batch.sections.push(page.section);
            reader.page(&page, folder);
            reader.take_pairs(number, &mut records);
            for (word, place) in reader.take_words() {
                batch.words.entry(word).or_default().push(Posting::new(number, place));
            }
            writer.push(first + number, &page);
        }
        batch.texts = writer.finish().iter().map(texts::Written::part).collect();
        records.sort_unstable();
        batch.set_pairs(&records);
        batch
    }

    /// Turns sorted records into runs of postings.
    fn set_pairs(&mut self, records: &[u64]) {
        let mut last = None;
        for run in records.chunk_by(|a, b| a >> 2 == b >> 2) {
            let record = run[run.len() - 1];
            let pair = record >> (PAGE_BITS + 2);
            if last != Some(pair) {
                last = Some(pair);
                let start =
                    u32::try_from(self.postings.len()).expect("a batch holds some hundred pages");
                self.pairs.push((
                    (to_char(pair >> CHAR_BITS), to_char(pair & ((1 << CHAR_BITS) - 1))),
                    start,
                ));
            }
            let page = u32::try_from(record >> 2 & ((1 << PAGE_BITS) - 1))
                .expect("the mask keeps twenty bits");
            let place = match record & 3 {
                2 => Place::Title,
                1 => Place::Heading,
                _ if run.len() >= OFTEN => Place::Heading,
                _ => Place::Body,
            };
            self.postings.push(Posting::new(page, place));
        }
        self.postings.shrink_to_fit();
        self.pairs.shrink_to_fit();
    }

    /// Returns the postings of the pair at `index`.
    pub fn run(&self, index: usize) -> &[Posting] {
        let end = self.pairs.get(index + 1).map_or(self.postings.len(), |it| it.1 as usize);
        &self.postings[self.pairs[index].1 as usize..end]
    }
}

fn to_char(bits: u64) -> char {
    u32::try_from(bits).ok().and_then(char::from_u32).expect("records are made of characters")
}

/// Takes one page apart at a time; keeps its buffers.
#[derive(Default)]
struct Reader {
    folded: Vec<char>,
    /// First, second, place.
    pairs: Vec<(char, char, Place)>,
    /// Characters before something that is no Han character.
    alone: Vec<(char, Place)>,
    words: Vec<(String, Place)>,
    /// Place of the weightiest pair that a character of the basic plane begins, plus one; all 0 between pages.
    seen: Vec<u8>,
}

impl Reader {
    fn page(&mut self, page: &SearchPage, folder: &Folder) {
        self.text(&page.title, Place::Title, folder);
        for part in &page.parts {
            self.text(&part.heading, Place::Heading, folder);
            self.text(&part.text, Place::Body, folder);
        }
    }

    fn text(&mut self, text: &str, place: Place, folder: &Folder) {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        folder.push(text, &mut folded);
        let mut rest = folded.as_slice();
        while let Some((&first, tail)) = rest.split_first() {
            let class_of_first = class(first);
            if class_of_first == Class::Han {
                self.han(first, tail.first().copied().unwrap_or(BREAK), place);
            }
            let word = rest
                .iter()
                .take_while(|it| class_of_first == Class::Word && class(**it) == Class::Word)
                .count();
            if word > 0 {
                self.words.push((rest[..word].iter().collect(), place));
            }
            rest = &rest[word.max(1)..];
        }
        self.folded = folded;
    }

    fn han(&mut self, first: char, second: char, place: Place) {
        if class(second) != Class::Han {
            self.alone.push((first, place));
            return;
        }
        if let Some(seen) = self.seen.get_mut(first as usize) {
            *seen = (place as u8 + 1).max(*seen);
        }
        self.pairs.push((first, second, place));
    }

    /// Moves the pairs of the page `number` into `records`: first, second, page, place from the highest bit down.
    fn take_pairs(&mut self, number: u32, records: &mut Vec<u64>) {
        let mut push = |first: char, second: char, place: Place| {
            let pair = u64::from(first) << CHAR_BITS | u64::from(second);
            records.push((pair << PAGE_BITS | u64::from(number)) << 2 | place as u64);
        };
        // A query of one character looks at all pairs it begins, so alone it need not be written again.
        for (first, place) in self.alone.drain(..) {
            if self.seen.get(first as usize).is_none_or(|seen| *seen <= place as u8) {
                push(first, '\0', place);
            }
        }
        for (first, second, place) in self.pairs.drain(..) {
            push(first, second, place);
            if let Some(seen) = self.seen.get_mut(first as usize) {
                *seen = 0;
            }
        }
    }

    /// Returns the page's words, each once.
    fn take_words(&mut self) -> Vec<(String, Place)> {
        self.words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        let mut words = std::mem::take(&mut self.words);
        words.dedup_by(|later, kept| later.0 == kept.0);
        words
    }
}
