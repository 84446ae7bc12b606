//! Who publishes, whom to call, and the links that stand on every page.

use crate::{
    address,
    diag::Sink,
    settings::Keys,
    source::{Span, Spanned},
};

/// `[organisation]`: who publishes. Texts may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// Where people come to.
    pub address: String,
    /// To be dialled.
    pub phone: String,
    /// When somebody is there.
    pub hours: String,
    /// A picture, in `static/`.
    pub logo: Option<Spanned<String>>,
    /// Number of the ministry's registration.
    pub icp: String,
    /// Number of the police's registration.
    pub police: String,
    /// Small print.
    pub note: String,
    /// 小程序.
    pub mini_program: Option<Account>,
    /// 公众号.
    pub public_account: Option<Account>,
}

/// A mini-program or public account: a name with a picture of its code, or an address to make one from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// As shown.
    pub name: String,
    /// A picture of its code, in `static/`.
    pub picture: Option<Spanned<String>>,
    /// An address to make a code from.
    pub url: Option<String>,
}

/// `[[help_lines]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpLine {
    /// To be dialled.
    pub number: String,
    /// As shown.
    pub name: String,
    /// When somebody answers, may be empty.
    pub hours: String,
    /// What it is for, may be empty.
    pub note: String,
    /// For danger to life.
    pub urgent: bool,
}

/// `[[menu]]` and `[[links]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As shown.
    pub title: String,
    /// Where to: an address, or for the menu a path from `content/`.
    pub url: String,
    /// Where that is written.
    pub span: Span,
}

impl Organisation {
    /// Reads `[organisation]`.
    pub fn read(keys: &mut Keys<'_>, sink: &mut Sink) -> Self {
        let mut own = keys.table("organisation", sink);
        let read = Self {
            name: own.words("name", sink),
            short: own.words("short", sink),
            address: own.words("address", sink),
            phone: own.words("phone", sink),
            hours: own.words("hours", sink),
            logo: own.text("logo", sink),
            icp: own.words("icp", sink),
            police: own.words("police", sink),
            note: own.words("note", sink),
            mini_program: Account::read(own.table("mini_program", sink), sink),
            public_account: Account::read(own.table("public_account", sink), sink),
        };
        own.finish(sink);
        read
    }
}

impl Account {
    fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Option<Self> {
        if !keys.is_written() {
            return None;
        }
        let url = keys.text("url", sink).filter(|it| keys.is_filled("url", it, sink));
        let url = url.filter(|it| may_stand(it, sink) && is_whole(it, sink));
        let read = Self {
            name: keys.words("name", sink),
            picture: keys.text("picture", sink),
            url: url.map(|it| it.value),
        };
        keys.finish(sink);
        Some(read)
    }
}

impl HelpLine {
    /// Reads every `[[help_lines]]`; one that cannot be called is left out.
    pub(crate) fn read_all(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<Self> {
        let lines = keys.tables("help_lines", sink).into_iter();
        lines.filter_map(|it| Self::read(it, sink)).collect()
    }

    fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Option<Self> {
        let number = keys.needed("number", sink);
        let line = Self {
            number: String::new(),
            name: keys.words("name", sink),
            hours: keys.words("hours", sink),
            note: keys.words("note", sink),
            urgent: keys.flag("urgent", sink).unwrap_or(false),
        };
        keys.finish(sink);
        let number = number?;
        if !number.value.chars().any(|it| it.is_ascii_digit()) {
            sink.config_number(number.span, &line.name);
            return None;
        }
        Some(Self { number: number.value, ..line })
    }
}

impl Link {
    /// Reads every `[[menu]]`.
    pub(crate) fn menu(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<Self> {
        let links = keys.tables("menu", sink).into_iter();
        links.filter_map(|it| Self::read(it, sink)).collect()
    }

    /// Reads every `[[links]]`: addresses of other sites.
    pub fn others(keys: &mut Keys<'_>, sink: &mut Sink) -> Vec<Self> {
        let links = keys.tables("links", sink).into_iter();
        let links: Vec<Self> = links.filter_map(|it| Self::read(it, sink)).collect();
        for link in &links {
            is_whole(&Spanned { value: link.url.clone(), span: link.span }, sink);
        }
        links
    }

    fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Option<Self> {
        let (title, url) = (keys.needed("title", sink), keys.needed("url", sink));
        keys.finish(sink);
        let url = url.filter(|it| may_stand(it, sink))?;
        Some(Self { title: title?.value, url: url.value, span: url.span })
    }
}

/// Tells whether an address leads to another site; reports one that a browser would look for on this one.
fn is_whole(url: &Spanned<String>, sink: &mut Sink) -> bool {
    let is_whole = address::scheme(&url.value).is_some();
    if !is_whole {
        sink.config_url_incomplete(url.span, &url.value);
    }
    is_whole
}

/// The one check of every address in the settings; reports one that must not be linked.
fn may_stand(url: &Spanned<String>, sink: &mut Sink) -> bool {
    if url.value.contains(address::is_blank) {
        sink.config_url_blank(url.span, &url.value);
        return false;
    }
    // Browsers take either slash for the other, and what follows two of them for another site.
    if url.value.replace('\\', "/").starts_with("//") {
        sink.config_url_incomplete(url.span, &url.value);
        return false;
    }
    match address::scheme(&url.value) {
        Some(scheme) if !address::may_link(&scheme) => {
            sink.config_url(url.span, &scheme);
            false
        }
        Some(scheme) if scheme.starts_with("http") && address::host(&url.value).is_none() => {
            sink.config_url_no_host(url.span, &url.value);
            false
        }
        Some(_) | None => true,
    }
}
