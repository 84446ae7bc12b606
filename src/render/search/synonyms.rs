//! The words that find each other, as the browser looks them up.

use std::collections::{BTreeMap, BTreeSet};

use crate::{data::synonyms::Synonyms, render::search::fold::Folder};

/// Returns rows of a folded word and what is sought beside it, sorted.
pub fn folded(synonyms: &Synonyms, folder: &Folder) -> Vec<Vec<String>> {
    let fold = |word: &str| {
        let mut out = Vec::new();
        folder.push(word, &mut out);
        out.into_iter().collect::<String>()
    };
    let mut rows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in synonyms.pairs.iter().map(|(from, to)| (fold(from), fold(to))) {
        if !from.is_empty() && !to.is_empty() && from != to {
            // A word typed with blanks, as pinyin often is, meets its key without them.
            rows.entry(from.replace(' ', "")).or_default().insert(to);
        }
    }
    rows.into_iter().map(|(from, to)| std::iter::once(from).chain(to).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;
    use crate::{data, diag::Sink, render::search::fold::Folder, source::Source};

    fn rows(path: &str, text: &str) -> (Vec<String>, Vec<&'static str>) {
        let mut sink = Sink::default();
        let sources = [Source::new(path, text.as_bytes())];
        let synonyms = data::read_alone(&sources, &mut sink).synonyms;
        let rows = folded(&synonyms, &Folder::new()).into_iter();
        let rows = rows.map(|it| it.join(" ")).collect();
        (rows, sink.diagnostics().iter().map(|it| it.code).collect())
    }

    #[test]
    fn a_line_is_a_group_and_an_arrow_is_one_way() {
        let (found, codes) = rows(
            "data/synonyms.csv",
            "# 写法\n家暴，家庭暴力,jia bao\n\n老赖→失信被执行人\n孤单\n",
        );
        assert_eq!(
            found,
            [
                "jiabao 家庭暴力 家暴",
                "家庭暴力 jia bao 家暴",
                "家暴 jia bao 家庭暴力",
                "老赖 失信被执行人"
            ]
        );
        assert_eq!(codes, ["search/synonym-alone"]);
    }

    #[test]
    fn toml_says_the_same() {
        let text = "groups = [[\"家暴\", \"家庭暴力\"]]\n[one_way]\n\"老赖\" = \"失信被执行人\"\n__proto__ = [\"甲\"]\n";
        let (found, codes) = rows("data/synonyms.toml", text);
        assert_eq!(found, ["proto 甲", "家庭暴力 家暴", "家暴 家庭暴力", "老赖 失信被执行人"]);
        assert!(codes.is_empty());
        assert_eq!(rows("data/synonyms.toml", "groups = [").1, ["data/syntax"]);
    }
}
