//! How a law, or one version of it, stands on a day: the one answer for pages, paper and commands.
//!
//! Knows dates, not words: what a reader is told about a [`State`] stands in the theme, what an editor is told in `diag`.

use jiff::civil::Date;

use crate::law::{
    citation::VersionHint,
    library::{Law, Version},
    registry::Repeal,
};

/// A law on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing<'a> {
    /// The day.
    pub day: Date,
    /// Set where the law as a whole is gone.
    pub repealed: Option<&'a Repeal>,
    /// The newest version that has begun: the one that applies, or applied last where the law is gone.
    pub version: Option<&'a Version>,
    /// The version whose text stands for the law: the one that applies, else the newest that is imported.
    pub shown: Option<&'a Version>,
    /// The version whose facts are told: the one that applies, else the newest.
    pub known: Option<&'a Version>,
}

/// How a law or a version of it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It applies.
    InForce,
    /// Another version has taken its place.
    Old,
    /// The law as a whole is gone.
    Repealed,
    /// It does not apply yet.
    Future,
    /// A text that shows what a law looks like, and is none.
    Sample,
    /// None of its versions is known.
    Unknown,
}

impl State {
    /// Returns its name in templates and in the theme's words.
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Old => "old",
            Self::Repealed => "repealed",
            Self::Future => "future",
            Self::Sample => "sample",
            Self::Unknown => "unknown",
        }
    }
}

impl<'a> Standing<'a> {
    /// Returns how one version stands; without one, the law as a whole.
    pub fn state(&self, version: Option<&Version>) -> State {
        let Some(version) = version.or(self.known) else {
            return if self.repealed.is_some() { State::Repealed } else { State::Unknown };
        };
        if version.is_sample {
            State::Sample
        } else if self.repealed.is_some() {
            State::Repealed
        } else if self.version == Some(version) {
            State::InForce
        } else if version.begins().is_some_and(|it| it > self.day) {
            State::Future
        } else {
            State::Old
        }
    }

    /// Returns the version that applies; `None` where the law is gone or has not begun.
    pub(crate) fn in_force(&self) -> Option<&'a Version> {
        self.version.filter(|_| self.repealed.is_none())
    }

    /// Returns the version that applies where its text is not imported, though an older one may be.
    pub fn missing(&self) -> Option<&'a Version> {
        self.version.filter(|it| it.text.is_none())
    }
}

impl Law {
    /// Returns how the law stands on `day`.
    pub(crate) fn standing(&self, day: Date) -> Standing<'_> {
        let version = self.on(day);
        let with_text = |it: &&Version| it.text.is_some();
        Standing {
            day,
            repealed: self.repealed.as_ref().filter(|it| it.date <= day),
            version,
            shown: version.filter(with_text).or_else(|| self.versions.iter().find(with_text)),
            known: version.or(self.versions.first()),
        }
    }

    /// Returns the newest version that has begun on `day`.
    pub fn on(&self, day: Date) -> Option<&Version> {
        let has_begun = |it: &&Version| it.begins().is_none_or(|begins| begins <= day);
        self.versions.iter().find(has_begun)
    }

    /// Returns the version that a writer asks for; `None` if no such version is known.
    pub(crate) fn hinted(&self, hint: &VersionHint, day: Date) -> Option<&Version> {
        match hint {
            // 原《婚姻法》 is that law as it was at the end.
            VersionHint::Former if self.standing(day).repealed.is_some() => self.versions.first(),
            VersionHint::Former => {
                let current = self.on(day)?;
                let older = self.versions.iter().position(|it| it == current)? + 1;
                self.versions.get(older).or(Some(current))
            }
            // 2018年修正的 names the year in which it was made public; 2021年的《民法典》 the one from which it applies.
            VersionHint::Year(year) => {
                let of_year = |it: Option<Date>| {
                    it.is_some_and(|it| i32::from(it.year()) == i32::from(*year))
                };
                let promulgated = self.versions.iter().find(|it| of_year(it.promulgated));
                promulgated.or_else(|| self.versions.iter().find(|it| of_year(it.effective)))
            }
        }
    }

    /// Tells whether the law was changed after `version` and up to `day` by something that no known version holds.
    pub(crate) fn changed_between(&self, version: &Version, day: Date) -> bool {
        let since = version.promulgated;
        let known = |date: Date| self.versions.iter().any(|it| it.promulgated == Some(date));
        self.history
            .iter()
            .filter_map(|it| it.get(..10)?.parse::<Date>().ok())
            .any(|it| Some(it) > since && it <= day && !known(it))
    }

    /// Tells whether something happened to the law in `year`, whether or not that version is known.
    pub(crate) fn changed_in(&self, year: u16) -> bool {
        let year = year.to_string();
        self.history.iter().any(|it| it.starts_with(&year))
    }
}

impl Version {
    /// Returns the first day on which it applies, as far as known.
    pub fn begins(&self) -> Option<Date> {
        self.effective.or(self.promulgated)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::State;
    use crate::law::{
        library::{Law, StatuteId, Version},
        registry::Repeal,
    };

    fn law() -> Law {
        let version = |year: i16, text: Option<usize>| Version {
            promulgated: Some(date(year, 3, 1)),
            effective: Some(date(year, 7, 1)),
            text: text.map(StatuteId),
            ..Version::default()
        };
        Law {
            versions: vec![version(2027, None), version(2022, None), version(2018, Some(0))],
            ..Law::default()
        }
    }

    #[test]
    fn each_version_has_its_state_on_each_day() {
        let law = law();
        let standing = law.standing(date(2026, 1, 1));
        let states: Vec<State> = law.versions.iter().map(|it| standing.state(Some(it))).collect();
        assert_eq!(states, [State::Future, State::InForce, State::Old]);
        assert_eq!(standing.state(None), State::InForce);
        assert_eq!(standing.in_force(), Some(&law.versions[1]));
        assert_eq!(standing.missing(), Some(&law.versions[1]));
        assert_eq!(standing.shown, Some(&law.versions[2]), "an older text is better than none");
        let before = law.standing(date(2018, 6, 30));
        assert_eq!((before.state(None), before.version), (State::Future, None));
    }

    #[test]
    fn a_repealed_law_has_no_version_in_force() {
        let mut law = law();
        law.repealed = Some(Repeal { date: date(2025, 1, 1), ..Repeal::default() });
        let standing = law.standing(date(2026, 1, 1));
        assert_eq!((standing.state(None), standing.in_force()), (State::Repealed, None));
        assert_eq!(law.standing(date(2024, 12, 31)).state(None), State::InForce);
        let unknown = Law::default();
        assert_eq!(unknown.standing(date(2026, 1, 1)).state(None), State::Unknown);
    }
}
