//! The normal form of `content/laws/` → [`Statute`].

use std::ops::Range;

use jiff::civil::Date;

use crate::{
    address,
    diag::{Sink, messages::registry::Contradiction},
    law::statute::{
        Facts, Statute,
        build::{self, Fault, FaultKind},
        clean,
        line::squash,
    },
    source::Source,
};

/// Keys of the front matter, English and Chinese.
const KEYS: [(&str, &str); 13] = [
    ("title", "标题"),
    ("short", "简称"),
    ("aliases", "别名"),
    ("kind", "类别"),
    ("authority", "制定机关"),
    ("promulgated", "公布"),
    ("effective", "施行"),
    ("status", "状态"),
    ("source", "来源"),
    ("checked", "核对"),
    ("interprets", "解释对象"),
    ("slug", "网址"),
    ("note", "备注"),
];

/// Reads one file; what is wrong is reported and the rest kept. `None` if there is no title.
pub fn normal_form(source: &Source, sink: &mut Sink) -> Option<Statute> {
    let (fields, body_at) = front_matter(source, sink);
    let mut lines = clean::lines(&source.text[body_at..], body_at);
    let written_title = lines.first().filter(|it| it.heading).map(|it| it.text.clone());
    if written_title.is_some() {
        lines.remove(0);
    }
    let facts = facts(source, &fields, written_title, sink);
    let contents = clean::take_contents(&mut lines);
    let (mut statute, mut faults) = build::body(&lines);
    faults.extend(contents);
    if statute.articles.is_empty() && statute.annex.is_empty() {
        faults.push(Fault { range: 0..0, kind: FaultKind::NoArticles });
    }
    for fault in faults {
        fault.report(source.span(fault.range.clone()), sink);
    }
    statute.facts = facts?;
    Some(statute)
}

/// One line of the front matter.
struct Field {
    key: &'static str,
    value: String,
    range: Range<usize>,
}

fn front_matter(source: &Source, sink: &mut Sink) -> (Vec<Field>, usize) {
    let Some(rest) = source.text.strip_prefix("---\n") else {
        return (Vec::new(), 0);
    };
    let Some(len) = rest.find("\n---\n").map(|it| it + 1) else {
        return (Vec::new(), 0);
    };
    let mut fields = Vec::new();
    let mut at = "---\n".len();
    for line in rest[..len].split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + line.len() - line.trim_start().len();
        let range = start..start + trimmed.len();
        at += line.len();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let written = trimmed.split([':', '：']).next().unwrap_or_default().trim();
        match KEYS.iter().find(|(english, chinese)| *english == written || *chinese == written) {
            Some((key, _)) => {
                let value = trimmed[written.len()..].trim_start_matches([' ', ':', '：']).trim();
                fields.push(Field { key, value: value.to_owned(), range });
            }
            None => sink.statute_unknown_key(
                source.span(range.start..range.start + written.len()),
                written,
                &KEYS,
            ),
        }
    }
    (fields, "---\n".len() + len + "---\n".len())
}

fn facts(
    source: &Source,
    fields: &[Field],
    written_title: Option<String>,
    sink: &mut Sink,
) -> Option<Facts> {
    let get = |key: &str| fields.iter().find(|it| it.key == key);
    let text = |key: &str| get(key).map(|it| unquote(&it.value).to_owned()).unwrap_or_default();
    let mut date = |key: &str| {
        let field = get(key)?;
        let date = parse_date(unquote(&field.value));
        if date.is_none() {
            sink.statute_date(source.span(field.range.clone()), key, unquote(&field.value));
        }
        date
    };
    let (promulgated, effective, checked) =
        (date("promulgated"), date("effective"), date("checked"));
    let title = Some(text("title")).filter(|it| !it.is_empty()).or(written_title);
    let Some(title) = title else {
        sink.statute_no_title(source.span(0..0));
        return None;
    };
    let short =
        Some(text("short")).filter(|it| !it.is_empty()).unwrap_or_else(|| short_name(&title));
    if promulgated.is_none() && get("promulgated").is_none() {
        sink.statute_no_date(source.span(0..source.text.find('\n').unwrap_or(0)), "promulgated");
    }
    let slug = get("slug").map(|it| (it.range.clone(), unquote(&it.value)));
    let slug = slug.filter(|(range, slug)| {
        let is_good = slug.is_empty() || address::is_slug(slug);
        if !is_good {
            sink.law_facts(source.span(range.clone()), Contradiction::Slug(slug));
        }
        is_good && !slug.is_empty()
    });
    Some(Facts {
        aliases: get("aliases").map(|it| list(&it.value)).unwrap_or_default(),
        kind: text("kind"),
        authority: text("authority"),
        status: text("status"),
        source: text("source"),
        interprets: Some(text("interprets")).filter(|it| !it.is_empty()),
        slug: slug.map(|(_, slug)| slug.to_owned()),
        title,
        short,
        promulgated,
        effective,
        checked,
    })
}

/// Derives a short name from a title: without 中华人民共和国 and issuers.
pub(crate) fn short_name(title: &str) -> String {
    squash(title).trim_start_matches("中华人民共和国").to_owned()
}

/// Reads 2020-05-28, 20200528, 2020/5/28 or 2020年5月28日.
pub fn parse_date(text: &str) -> Option<Date> {
    let digits: Vec<&str> =
        text.trim().split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    // 20200528 is how the national database names its files.
    let parts: Vec<i16> = match digits.as_slice() {
        [all] if all.len() == 8 => {
            [&all[..4], &all[4..6], &all[6..]].iter().filter_map(|it| it.parse().ok()).collect()
        }
        parts => parts.iter().filter_map(|it| it.parse().ok()).collect(),
    };
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    Date::new(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?)
        .ok()
        // 1.2.3 is a number of something, no day.
        .filter(|_| *year > 1900)
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    value
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .or_else(|| value.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')))
        .unwrap_or(value)
}

fn list(value: &str) -> Vec<String> {
    let inner = value.trim().trim_start_matches('[').trim_end_matches(']');
    inner
        .split([',', '，', '、'])
        .map(|it| unquote(it).to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}
