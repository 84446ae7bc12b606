//! The terminal: which language, which encoding, how long work shows.

use std::{
    env,
    io::{self, IsTerminal as _, Write as _},
    sync::mpsc::{self, Sender},
    thread,
    time::Duration,
};

use anstream::{
    AutoStream, ColorChoice,
    adapter::strip_str,
    stream::{AsLockedWrite, RawStream},
};
use encoding_rs::{Encoding, GB18030};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diag::{Lang, Text};

/// Where sentences go.
#[derive(Clone, Debug)]
pub struct Console {
    /// Language of all sentences.
    pub lang: Lang,
    /// A Unix terminal that is not UTF-8. (On Windows the standard library speaks UTF-16 to the console.)
    encoding: Option<&'static Encoding>,
}

impl Console {
    /// Makes a console that speaks `lang`, or what the system is set to.
    pub fn new(lang: Option<Lang>) -> Self {
        let locale = |names: [&str; 3]| {
            names.iter().filter_map(|it| env::var(it).ok()).find(|it| !it.is_empty())
        };
        let spoken = locale(["LC_ALL", "LC_MESSAGES", "LANG"]).unwrap_or_default();
        let written = locale(["LC_ALL", "LC_CTYPE", "LANG"]).unwrap_or_default();
        Self { lang: lang.unwrap_or_else(|| lang_of(&spoken)), encoding: encoding_of(&written) }
    }

    /// Writes a sentence to standard output.
    pub fn say(&self, text: &Text) {
        self.line(text.get(self.lang));
    }

    /// Writes a line to standard output as it is.
    pub fn line(&self, text: &str) {
        self.write(anstream::stdout(), text, "\n");
    }

    /// Writes text to standard output as it is.
    pub fn print(&self, text: &str) {
        self.write(anstream::stdout(), text, "");
    }

    /// Writes a sentence to standard error.
    pub fn note(&self, text: &Text) {
        self.write(anstream::stderr(), text.get(self.lang), "\n");
    }

    /// Writes text to standard error as it is.
    pub(crate) fn note_as_is(&self, text: &str) {
        self.write(anstream::stderr(), text, "");
    }

    /// Asks a question that is answered by yes or no; no when nobody sits there.
    pub(crate) fn confirm(&self, question: &Text) -> bool {
        if !io::stdin().is_terminal() {
            return false;
        }
        self.print(&format!("{} ", question.get(self.lang)));
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).is_ok() && is_yes(&answer)
    }

    fn write<S: RawStream + AsLockedWrite>(&self, mut to: AutoStream<S>, text: &str, end: &str) {
        let text = format!("{text}{end}");
        // A reader that has gone (`| head`) is no reason to fail.
        let _ = match self.encoding {
            None => to.write_all(text.as_bytes()).and_then(|()| to.flush()),
            Some(encoding) => {
                let bytes = encoded(&text, encoding, to.current_choice());
                let mut to = to.into_inner();
                to.write_all(&bytes).and_then(|()| to.flush())
            }
        };
    }
}

/// Returns the bytes of a terminal that is not UTF-8; its stream would take them for broken escape codes.
fn encoded(text: &str, encoding: &'static Encoding, colors: ColorChoice) -> Vec<u8> {
    let text = match colors {
        ColorChoice::Never => strip_str(text).to_string(),
        ColorChoice::Auto | ColorChoice::AlwaysAnsi | ColorChoice::Always => text.to_owned(),
    };
    encoding.encode(&text).0.into_owned()
}

fn is_yes(answer: &str) -> bool {
    let answer = answer.trim().to_lowercase();
    answer.is_empty() || matches!(answer.as_str(), "y" | "yes" | "是" | "好" | "1")
}

/// Chinese unless the system is set to English.
fn lang_of(locale: &str) -> Lang {
    if locale.to_lowercase().starts_with("en") { Lang::En } else { Lang::Zh }
}

fn encoding_of(locale: &str) -> Option<&'static Encoding> {
    let charset = locale.split('.').nth(1)?.to_lowercase();
    charset.starts_with("gb").then_some(GB18030)
}

/// A bar that shows when work takes longer than a second.
pub(crate) struct Progress {
    bar: ProgressBar,
    lang: Lang,
    _end: Sender<()>,
}

impl Progress {
    /// Starts to wait for that second.
    pub fn start(words: &Text, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style =
            ProgressStyle::with_template("{spinner} {msg} {elapsed}").expect("a good template");
        bar.set_style(style);
        bar.set_message(words.get(lang).to_owned());
        let (sender, receiver) = mpsc::channel::<()>();
        let shown = bar.clone();
        thread::spawn(move || {
            if receiver.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout)
            {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(120));
            }
        });
        Self { bar, lang, _end: sender }
    }

    /// Says what is done now.
    pub fn now(&self, words: &Text) {
        self.bar.set_message(words.get(self.lang).to_owned());
    }

    /// Says how much of it is done.
    pub fn count(&self, done: usize, all: usize) {
        if self.bar.length() != Some(all as u64) {
            let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}")
                .expect("a good template");
            self.bar.set_style(style);
            self.bar.set_length(all as u64);
        }
        self.bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use anstream::ColorChoice;
    use encoding_rs::GB18030;

    use super::{encoded, encoding_of, is_yes, lang_of};
    use crate::diag::Lang;

    #[test]
    fn another_encoding_keeps_every_character() {
        let text = "\u{1b}[1m错误\u{1b}[0m：是一个网页";
        let read = |colors| GB18030.decode(&encoded(text, GB18030, colors)).0.into_owned();
        assert_eq!(read(ColorChoice::Never), "错误：是一个网页");
        assert_eq!(read(ColorChoice::AlwaysAnsi), text);
    }

    #[test]
    fn the_system_decides_language_and_encoding() {
        for (locale, lang, gb) in [
            ("zh_CN.UTF-8", Lang::Zh, false),
            ("zh_CN.GB18030", Lang::Zh, true),
            ("zh_CN.gbk", Lang::Zh, true),
            ("en_US.UTF-8", Lang::En, false),
            ("C", Lang::Zh, false),
            ("", Lang::Zh, false),
        ] {
            assert_eq!((lang_of(locale), encoding_of(locale).is_some()), (lang, gb), "{locale}");
        }
        assert!(is_yes("\n") && is_yes(" Y\r\n") && is_yes("是"));
        assert!(!is_yes("n") && !is_yes("不"));
    }
}
