//! What a place belongs to that no law stands before: 第九条 after 《民法典》第八条, 第二项 inside a statute, 本法.

use std::ops::Range;

use crate::law::citation::{
    Doubt, Found, Naming, Place, VersionHint,
    host::{self, Host},
    place::{self, Unit},
    title, words,
};

/// What a block has said so far.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    /// The block.
    pub text: &'a str,
    /// The place in a statute in which the block stands.
    pub host: Option<Host<'a>>,
    /// The law that a bare 第N条 belongs to; `None` behind a contract.
    pub current: Option<&'a (String, Option<VersionHint>)>,
    /// The last place cited, with its law and the end of its words.
    pub cited: Option<&'a (String, Place, usize)>,
    /// What was found.
    pub found: &'a [Found],
}

/// A law, the place inside it that a bare place lies in, and how the law was arrived at.
pub(crate) type Antecedent = (String, Place, Naming);

/// Decides what a bare place of level `unit` at `at` belongs to.
pub fn of(said: Said<'_>, unit: Unit, at: usize) -> Option<Antecedent> {
    let carried = |(law, place)| (law, place, Naming::Carried);
    match said.host {
        Some(host) => Some(carried(in_host(said, host, unit, at))),
        None => in_article(said, unit).map(carried),
    }
}

/// On a page: 第九条 belongs to the law named last, 第二款 to the article cited last.
fn in_article(said: Said<'_>, unit: Unit) -> Option<(String, Place)> {
    match said.cited.filter(|_| unit > Unit::Article) {
        Some((law, place, _)) => Some((law.clone(), place.above(unit))),
        None => said
            .current
            .filter(|_| unit == Unit::Article)
            .map(|(law, _)| (law.clone(), Place::default())),
    }
}

/// In a statute: its own, unless its sentence names another law or article.
fn in_host(said: Said<'_>, host: Host<'_>, unit: Unit, at: usize) -> (String, Place) {
    match unit {
        Unit::Article => (law_in_host(said, host, at), Place::default()),
        Unit::Paragraph => (host.law.to_owned(), host.place.above(unit)),
        Unit::Item | Unit::Subitem => {
            let (law, place) = items_in_host(said, host, at);
            (law, place.above(unit))
        }
    }
}

/// A bare 第N条 inside a statute: its own, except that an interpretation may mean the law it interprets.
///
/// 民法典总则编解释第三十八条 names 民法典第一百九十五条 and says 第一百九十五条 later in the sentence; 婚姻法解释（一）
/// 第二十二条 says 第三十二条第三款 without any law, and its own 第三十二条 has one 款.
fn law_in_host(said: Said<'_>, host: Host<'_>, at: usize) -> String {
    let own = host.law.to_owned();
    if !matches!(title::kind(host.law), "解释" | "规定" | "批复" | "意见") {
        return own;
    }
    // No further back than a long sentence, or endless text would take quadratic time.
    let before = words::tail(&said.text[..at], 600);
    let sentence = before.rfind('。').map_or(0, |it| at - before.len() + it);
    let named = said.current.map(|(law, _)| law);
    if let Some(law) = named.filter(|it| **it != own && is_named_since(said, sentence, it)) {
        return law.clone();
    }
    let place = place::sequence(said.text, at, Place::default()).map(|it| it[0].place);
    let missing =
        place.zip(host.statute).is_some_and(|(place, statute)| !host::exists(statute, place));
    let interpreted = host.interprets.filter(|_| missing);
    interpreted.map_or(own, str::to_owned)
}

fn is_named_since(said: Said<'_>, sentence: usize, law: &str) -> bool {
    let mut found = said.found.iter().rev();
    let last = found.find(|it| it.citation.law.key == law);
    last.is_some_and(|it| it.range.start >= sentence) || said.text[sentence..].contains(law)
}

/// Bare items: the host's paragraph if it has items, else an article cited in the sentence, else the nearest paragraph before.
///
/// 民法典第四百零二条: 本法第三百九十五条第一款第一项至第三项规定的财产或者第五项规定的正在建造的建筑物 means 第三百九十五条.
fn items_in_host(said: Said<'_>, host: Host<'_>, at: usize) -> (String, Place) {
    let own = |paragraph: Option<u8>| {
        let place = Place { paragraph, ..host.place.above(Unit::Paragraph) };
        (host.law.to_owned(), place)
    };
    let article = host.statute.and_then(|it| it.article(host.place.article, host.place.suffix));
    let has_items = |paragraph: u8| {
        article
            .and_then(|it| it.paragraphs.get(usize::from(paragraph).checked_sub(1)?))
            .is_some_and(|it| !it.items.is_empty())
    };
    let paragraph = host.place.paragraph.unwrap_or(1);
    if host.place.item.is_some() || has_items(paragraph) {
        return own(host.place.paragraph);
    }
    let near = said.cited.filter(|(law, place, end)| {
        (place.item.is_some() || host::holds_items(host, law, *place))
            && !said.text[*end..at].contains(['。', '；'])
    });
    if let Some((law, place, _)) = near {
        return (law.clone(), *place);
    }
    let before = (1..paragraph).rev().find(|it| has_items(*it));
    let before = before.or((paragraph > 1).then(|| paragraph - 1));
    own(before.or(host.place.paragraph))
}

/// 本法, 该解释 with nothing that they could mean: the clause is told, so that the writer finds it.
pub(crate) fn nothing_before(text: &str, range: Range<usize>) -> Doubt {
    Doubt::NoAntecedent(words::clause(text, range).to_owned())
}
