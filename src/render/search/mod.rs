//! The search index: scripts that a browser loads one by one, also from `file://`.
//!
//! In: the words of every page. Out: `search/index.js` (what there is), `search/s/*.js` and `search/c/*.js` (which pages hold
//! a pair of characters or a word, by first character), `search/t/*.js` (the texts, a few pages a file, loaded for the best
//! hits alone). Pairs of Han characters rather than words: no dictionary decides what can be found, and a phrase is
//! verified in the text, so an answer is exact. `static/js/search.js` reads what is written here.

mod dense;
mod fold;
mod gather;
mod merge;
mod shard;
mod synonyms;
mod texts;
mod traditional;
mod words;

use std::{ops::RangeInclusive, sync::Arc};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde_json::{Value, json};

use crate::{
    data::synonyms::Synonyms,
    document::Date,
    render::{
        Body, OutputPath,
        artifact::Later,
        search::{fold::Folder, gather::Batch},
    },
};

pub use crate::render::search::words::artifacts;

/// Pages gathered at a time: a twentieth of the site, because all batches are looked at for each character, but so many
/// that a thread's memory stays bounded. The files are the same whatever it is.
const BATCH: RangeInclusive<usize> = 512..=4096;

/// No file of the index is larger, in bytes, unless a single entry is.
pub const MAX_FILE_BYTES: usize = 250_000;

/// The words of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// From the site's root, without a leading slash, as links are written.
    pub url: String,
    /// As shown.
    pub title: String,
    /// Index into the list of sections.
    pub section: usize,
    /// Shown beside the title.
    pub date: Option<Date>,
    /// The text, cut at headings.
    pub parts: Vec<SearchPart>,
}

/// The text from one heading to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPart {
    /// Id of the heading; empty before the first.
    pub anchor: String,
    /// Words of the heading.
    pub heading: String,
    /// Plain text; blocks are parted by `\n`.
    pub text: String,
}

/// Makes the index of `count` pages, which stand in the order in which equally good hits are shown.
///
/// `read` gives the words of a page. It is called once for each now, and again when a file of texts is wanted: the words of
/// all pages are never in memory at once.
pub fn index(
    count: usize,
    read: impl Fn(usize) -> SearchPage + Send + Sync + 'static,
    sections: &[String],
    synonyms: &Synonyms,
) -> Vec<(OutputPath, Body)> {
    let folder = Folder::new();
    let batch = (count / 20)
        .clamp(*BATCH.start(), *BATCH.end())
        .next_multiple_of(texts::PAGES);
    let starts: Vec<usize> = (0..count).step_by(batch).collect();
    let gather = |first: usize| {
        let pages = first..count.min(first + batch);
        Batch::gather(first, pages.map(&read), &folder)
    };
    let mut batches: Vec<Batch> = starts.into_par_iter().map(gather).collect();

    let texts: Vec<texts::Part> = batches
        .iter_mut()
        .flat_map(|batch| std::mem::take(&mut batch.texts))
        .collect();
    let of: String = batches
        .iter()
        .flat_map(|batch| &batch.sections)
        .map(|it| section_symbol(*it))
        .collect();
    let shards = shard::files(merge::entries(&batches));
    drop(batches);

    let head = json!({
        "v": version(&shards.files, &texts, &of),
        "n": count,
        "shards": shards.count,
        "own": shards.own.iter().map(|(first, parts)| json!([first, parts])).collect::<Vec<_>>(),
        "sections": sections,
        "of": of,
        "texts": text_starts(&texts),
        "fold": traditional::PAIRS,
        "same": synonyms::folded(synonyms, &folder),
    });
    let mut files = shards.files;
    files.push(("index".to_owned(), script_json(&head)));
    let files = files.into_iter().map(|(name, json)| {
        let body = Body::Text(script(&name, &json));
        (path(&name), body)
    });
    files.chain(text_files(texts, count, read)).collect()
}

/// Plans the files of texts, each to be written when it is wanted.
fn text_files(
    texts: Vec<texts::Part>,
    count: usize,
    read: impl Fn(usize) -> SearchPage + Send + Sync + 'static,
) -> impl Iterator<Item = (OutputPath, Body)> {
    let read = Arc::new(read);
    texts.into_iter().enumerate().map(move |(number, part)| {
        let (name, read) = (format!("t/{number}"), Arc::clone(&read));
        let path = path(&name);
        let later = Later::new(move |_| script(&name, &part.write(count, &*read)));
        (path, Body::Later(later))
    })
}

/// One printable character a section, so that the head holds a byte a page; sections beyond the ninetieth, and no section, share
/// the last.
fn section_symbol(section: usize) -> char {
    let symbol = u8::try_from(section).unwrap_or(u8::MAX).min(90) + b'#';
    char::from(if symbol >= b'<' { symbol + 1 } else { symbol })
}

fn text_starts(texts: &[texts::Part]) -> String {
    let mut code = Vec::new();
    let mut last = 0;
    for start in texts.iter().map(|it| it.first_page) {
        dense::push(start - last, &mut code);
        last = start;
    }
    code.into_iter().map(char::from).collect()
}

/// Changes with any file, so that a browser never mixes old and new ones.
fn version(files: &[(String, String)], texts: &[texts::Part], of: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(of.as_bytes());
    for text in texts {
        hasher.update(text.digest.as_bytes());
    }
    for (name, json) in files {
        hasher.update(name.as_bytes()).update(json.as_bytes());
    }
    hasher.finalize().to_hex()[..10].to_owned()
}

/// Writes a value so that it can stand in a script: `<` could end one in HTML, U+2028 ends a line in older browsers.
fn script_json(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// Tells whether a file at this path belongs to the index.
pub fn is_file(path: &str) -> bool {
    let name = path
        .strip_prefix("search/")
        .and_then(|it| it.strip_suffix(".js"));
    let in_folder = |it: &str| {
        ["s/", "c/", "t/"]
            .iter()
            .any(|folder| it.starts_with(folder))
    };
    name.is_some_and(|it| it == "index" || in_folder(it))
}

fn path(name: &str) -> OutputPath {
    OutputPath::new(&format!("search/{name}.js")).expect("names are letters, digits and slashes")
}

/// Returns the script that hands a file's content to the search.
fn script(name: &str, json: &str) -> String {
    format!("pufaSearch(\"{name}\",{json})\n")
}

#[cfg(test)]
mod tests {
    use super::{MAX_FILE_BYTES, SearchPage, SearchPart, Synonyms, index};
    use crate::{diag::Sink, render::artifact::Content};

    fn page(url: &str, title: &str, text: &str) -> SearchPage {
        let part = SearchPart {
            text: text.to_owned(),
            ..SearchPart::default()
        };
        SearchPage {
            url: url.to_owned(),
            title: title.to_owned(),
            parts: vec![part],
            ..SearchPage::default()
        }
    }

    fn files(pages: &[SearchPage]) -> Vec<(String, String)> {
        let (count, pages) = (pages.len(), pages.to_vec());
        let read = move |at: usize| pages[at].clone();
        let made = index(count, read, &["普法课堂".to_owned()], &Synonyms::default());
        made.into_iter()
            .map(|(path, body)| {
                let Content::Text(text) = body.content(&mut Sink::default()) else {
                    panic!("{path} is no text")
                };
                (path.to_string(), text.into_owned())
            })
            .collect()
    }

    #[test]
    fn hostile_words_stay_data() {
        let nasty =
            "</script><script>alert(1)</script> __proto__ constructor \u{2028} \u{2029} \\ \" ]]>";
        for (path, text) in files(&[page("a/", nasty, nasty)]) {
            assert!(
                !text.contains('<') && !text.contains('\u{2028}'),
                "{path}: {text}"
            );
        }
    }

    #[test]
    fn no_page_and_an_empty_page_make_an_index() {
        assert_eq!(files(&[]).len(), 2);
        assert_eq!(files(&[page("a/", "", "")]).len(), 3);
    }

    #[test]
    fn a_huge_page_is_cut_into_files_of_bounded_size() {
        let text: String = (0..200_000u32)
            .filter_map(|it| char::from_u32(0x4e00 + it * 7919 % 9000))
            .collect();
        let files = files(&[page("a/", "长", &text.replace('一', "，"))]);
        assert!(files.len() > 3);
        for (path, text) in files {
            assert!(text.len() <= MAX_FILE_BYTES, "{path} {}", text.len());
        }
    }
}
