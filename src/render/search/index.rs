//! The words of all pages → the files of the index.

use std::{ops::RangeInclusive, sync::Arc};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use serde_json::json;

use crate::{
    data::synonyms::Synonyms,
    path::OutputPath,
    render::{
        artifact::{Body, Later},
        search::{
            dense,
            fold::Folder,
            gather::Batch,
            merge,
            page::SearchPage,
            script::{path, script, script_json},
            shard, synonyms, texts, traditional,
        },
    },
};

/// Pages gathered at a time: a twentieth of the site, because all batches are looked at for each character, but so many
/// that a thread's memory stays bounded. The files are the same whatever it is.
const BATCH: RangeInclusive<usize> = 512..=4096;

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
    let batch = (count / 20).clamp(*BATCH.start(), *BATCH.end()).next_multiple_of(texts::PAGES);
    let starts: Vec<usize> = (0..count).step_by(batch).collect();
    let gather = |first: usize| {
        let pages = first..count.min(first + batch);
        Batch::gather(first, pages.map(&read), &folder)
    };
    let mut batches: Vec<Batch> = starts.into_par_iter().map(gather).collect();

    let texts: Vec<texts::Part> =
        batches.iter_mut().flat_map(|batch| std::mem::take(&mut batch.texts)).collect();
    let of: String =
        batches.iter().flat_map(|batch| &batch.sections).map(|it| section_symbol(*it)).collect();
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
        let later = Later::new(move |sink| {
            let script = sink.guard(&name, |_| script(&name, &part.write(count, &*read)));
            script.unwrap_or_default()
        });
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

#[cfg(test)]
mod tests {
    use super::{SearchPage, Synonyms, index};
    use crate::{
        diag::Sink,
        render::{
            artifact::Content,
            search::{page::SearchPart, script::MAX_FILE_BYTES},
        },
    };

    fn page(url: &str, title: &str, text: &str) -> SearchPage {
        let part = SearchPart { text: text.to_owned(), ..SearchPart::default() };
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
            assert!(!text.contains('<') && !text.contains('\u{2028}'), "{path}: {text}");
        }
    }

    #[test]
    fn no_page_and_an_empty_page_make_an_index() {
        assert_eq!(files(&[]).len(), 2);
        assert_eq!(files(&[page("a/", "", "")]).len(), 3);
    }

    #[test]
    fn a_huge_page_is_cut_into_files_of_bounded_size() {
        let text: String =
            (0..200_000u32).filter_map(|it| char::from_u32(0x4e00 + it * 7919 % 9000)).collect();
        let files = files(&[page("a/", "长", &text.replace('一', "，"))]);
        assert!(files.len() > 3);
        for (path, text) in files {
            assert!(text.len() <= MAX_FILE_BYTES, "{path} {}", text.len());
        }
    }
}
