//! Which article took the place of which, when a law was numbered anew.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::law::citation::Place;

/// Computed by the likeness of words, not checked by a lawyer.
const BUILT_IN: &str = include_str!("correspondence.json");

/// A law that was numbered anew more often has not been seen.
const MAX_STEPS: usize = 4;

/// All steps from one version to another.
#[derive(Clone, Debug)]
pub(crate) struct Counterparts(Vec<Step>);

/// From one version to the next, or to the law in its place: 继承法 → 民法典.
#[derive(Clone, Debug, Deserialize)]
struct Step {
    law: String,
    from: String,
    to_law: String,
    to: String,
    articles: BTreeMap<String, String>,
}

impl Counterparts {
    /// Reads the list that ships with the program.
    pub fn built_in() -> Self {
        let steps = serde_json::from_str(BUILT_IN);
        Self(steps.expect("the list that ships with the program is read by a test"))
    }

    /// Returns the article that took the place of one of an older version, step by step up to `until`.
    pub fn find(
        &self,
        law: &str,
        from: Date,
        place: Place,
        until: &str,
    ) -> Option<(String, Place)> {
        let mut at = (law.to_owned(), from.to_string());
        let mut found = None;
        let mut article = Place::article(place.article, place.suffix);
        for _ in 0..MAX_STEPS {
            let is_next = |it: &&Step| (&it.law, &it.from) == (&at.0, &at.1);
            let Some(step) = self.0.iter().find(is_next) else {
                break;
            };
            article = parse(step.articles.get(&written(article))?)?;
            at = (step.to_law.clone(), step.to.clone());
            found = Some((at.0.clone(), article));
            if at.1 == until {
                break;
            }
        }
        found
    }
}

/// 133-1.
fn written(place: Place) -> String {
    match place.suffix {
        0 => place.article.to_string(),
        suffix => format!("{}-{suffix}", place.article),
    }
}

fn parse(written: &str) -> Option<Place> {
    let (number, suffix) = written.split_once('-').unwrap_or((written, "0"));
    Some(Place::article(number.parse().ok()?, suffix.parse().ok()?))
}
