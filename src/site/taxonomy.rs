//! Terms that pages are sorted by: tags, audiences.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    config::{self, Config},
    diag::Sink,
    document::FrontMatter,
    pinyin::Pinyin,
    site::{PageId, Permalink},
};

/// One way to sort pages by terms, with every term that is used or declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Taxonomy {
    /// As in the configuration and in front matter: `tags`.
    pub key: String,
    /// As shown: 标签.
    pub name: String,
    /// Address of its list of terms.
    pub permalink: Permalink,
    /// Whether each term has a feed.
    pub feed: bool,
    /// How many pages a term's list holds.
    pub paginate: usize,
    /// Declared terms in their order, then the others by name.
    pub terms: Vec<Term>,
}

/// One term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// As shown.
    pub name: String,
    /// One sentence about it, may be empty.
    pub description: String,
    /// Address of its list.
    pub permalink: Permalink,
    /// Its pages, newest first.
    pub pages: Vec<PageId>,
}

/// Knows the declared terms and gathers those that pages use.
pub(crate) struct Vocabulary<'a> {
    config: &'a Config,
    used: Vec<BTreeMap<String, Vec<PageId>>>,
}

impl<'a> Vocabulary<'a> {
    /// Starts with the declared terms.
    pub fn new(config: &'a Config) -> Self {
        Self { config, used: vec![BTreeMap::new(); config.taxonomies.len()] }
    }

    /// Notes the terms of a page; returns their names for each taxonomy.
    pub(crate) fn add(
        &mut self,
        page: PageId,
        front_matter: &FrontMatter,
        sink: &mut Sink,
    ) -> Vec<Vec<String>> {
        let mut names = Vec::with_capacity(self.used.len());
        for ((key, rule), used) in self.config.taxonomies.iter().zip(&mut self.used) {
            let mut own: Vec<String> = Vec::new();
            for written in front_matter.taxonomies.get(key).into_iter().flatten() {
                let declared = find(rule, &written.name);
                if declared.is_none() && rule.closed {
                    let known = rule
                        .terms
                        .iter()
                        .flat_map(|it| std::iter::once(&it.name).chain(&it.aliases));
                    sink.term_unknown(
                        written.span,
                        &rule.name,
                        &written.name,
                        known.map(String::as_str),
                    );
                    continue;
                }
                let name = declared.map_or_else(|| written.name.clone(), |it| it.name.clone());
                if !own.contains(&name) {
                    used.entry(name.clone()).or_default().push(page);
                    own.push(name);
                }
            }
            names.push(own);
        }
        names
    }

    /// Ends the gathering. Terms without an address of their own get one by `pinyin`; `newest_first` sorts the pages of a
    /// term.
    pub fn finish(self, pinyin: &Pinyin, newest_first: impl Fn(&mut Vec<PageId>)) -> Vec<Taxonomy> {
        let taxonomies = self.config.taxonomies.iter().zip(self.used);
        taxonomies
            .map(|((key, rule), used)| taxonomy(key, rule, used, pinyin, &newest_first))
            .collect()
    }
}

fn find<'a>(rule: &'a config::Taxonomy, word: &str) -> Option<&'a config::TermRule> {
    rule.terms
        .iter()
        .find(|term| term.name == word || term.aliases.iter().any(|alias| alias == word))
}

fn taxonomy(
    key: &str,
    rule: &config::Taxonomy,
    mut used: BTreeMap<String, Vec<PageId>>,
    pinyin: &Pinyin,
    newest_first: impl Fn(&mut Vec<PageId>),
) -> Taxonomy {
    let permalink = Permalink::folder(&rule.slug);
    let mut terms = Vec::new();
    // Those that are declared keep their addresses whatever else is used.
    let mut taken: BTreeSet<String> = rule.terms.iter().filter_map(|it| it.slug.clone()).collect();
    let mut add = |name: &str, rule: Option<&config::TermRule>, mut pages: Vec<PageId>| {
        newest_first(&mut pages);
        let slug = rule.and_then(|it| it.slug.clone());
        terms.push(Term {
            permalink: permalink.join(&slug.unwrap_or_else(|| free(pinyin.slug(name), &mut taken))),
            description: rule.map(|it| it.description.clone()).unwrap_or_default(),
            name: name.to_owned(),
            pages,
        });
    };
    for term in &rule.terms {
        let pages = used.remove(&term.name).unwrap_or_default();
        if !pages.is_empty() {
            add(&term.name, Some(term), pages);
        }
    }
    for (name, pages) in used {
        add(&name, None, pages);
    }
    Taxonomy {
        key: key.to_owned(),
        name: rule.name.clone(),
        permalink,
        feed: rule.feed,
        paginate: rule.paginate,
        terms,
    }
}

/// Returns the slug, with a number when another term has it: 女性 and 女星 are spelled alike.
fn free(slug: String, taken: &mut BTreeSet<String>) -> String {
    let slug = if slug.is_empty() { "term".to_owned() } else { slug };
    let numbered = (2..).map(|it| format!("{slug}-{it}"));
    let free = std::iter::once(slug.clone())
        .chain(numbered)
        .find(|it| !taken.contains(it))
        .expect("the numbers do not end");
    taken.insert(free.clone());
    free
}
