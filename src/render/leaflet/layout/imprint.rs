//! What is the same on every leaflet of a site: who prints it, in which look, with which help lines.

use serde_json::{Value, json};

use crate::{
    config::HelpLine,
    document::{Block, Date, Document, FrontMatter},
    render::leaflet::{
        ask::{
            format::{Family, Ink, Named, Role},
            product::Product,
        },
        layout::{
            code::code,
            context::{LOGO, MINI_PROGRAM, SheetContext},
        },
    },
};

/// Most help lines on a leaflet: a fifth would make all of them small.
const MOST_LINES: usize = 4;

/// Returns the data that look, organisation and imprint are made from.
pub(crate) fn imprint(product: Product, family: Family, ink: Ink, context: SheetContext) -> Value {
    let config = context.config;
    let organisation = &config.organisation;
    let logo =
        context.logo.map(|_| json!({"src": LOGO, "alt": format!("{}标志", organisation.name)}));
    let name = if organisation.name.is_empty() { &config.title } else { &organisation.name };
    let fonts: serde_json::Map<String, Value> = Role::ALL
        .into_iter()
        .map(|role| (role.key().to_owned(), json!(context.fonts.get(&role))))
        .collect();
    json!({
        "format": product.key(), "format_name": product.name(), "template": product.template(), "family": family.key(), "ink": ink.key(), "press": ink == Ink::Cmyk,
        "lang": config.language, "fonts": fonts, "colors": context.settings.colors,
        "org": {"name": name, "short": organisation.short, "address": organisation.address, "hours": organisation.hours, "phone": organisation.phone, "note": organisation.note, "logo": logo, "mini": mini_program(context)},
        "seal": context.settings.seal, "disclaimer": context.settings.disclaimer,
    })
}

/// Its picture where there is one, else a code of its address.
fn mini_program(context: SheetContext) -> Option<Value> {
    let account = context.config.organisation.mini_program.as_ref()?;
    let url = account.url.as_deref().filter(|_| context.mini_program.is_none());
    let code = url.and_then(|url| code(url, &format!("二维码：{}", account.name)));
    let picture = context
        .mini_program
        .map(|_| json!({"src": MINI_PROGRAM, "alt": format!("{}的码", account.name)}));
    Some(json!({"name": account.name, "qr": code, "picture": picture}))
}

/// Adds the entries of `more` to `data`.
pub(crate) fn merge(data: &mut Value, more: Value) {
    if let (Value::Object(data), Value::Object(more)) = (data, more) {
        data.extend(more);
    }
}

/// Returns the day as a reader expects it: 2026年11月5日.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Returns when the law on a page was checked, and by whom; empty when nobody says so.
pub(crate) fn reviewed(matter: &FrontMatter) -> String {
    let Some(date) = matter.reviewed else {
        return String::new();
    };
    let names = matter.reviewers.join("、");
    format!("{} {names}", day(date)).trim_end().to_owned()
}

/// Returns the page's own help lines, else the site's.
pub(crate) fn help(document: &Document, context: SheetContext) -> Vec<Value> {
    let own = document.blocks.iter().find_map(|block| {
        if let Block::Help { lines, .. } = block {
            Some(&lines[..]).filter(|it| !it.is_empty())
        } else {
            None
        }
    });
    own.map_or_else(|| site_help(context), |wanted| help_lines(wanted, &context.config.help_lines))
}

/// Returns the help lines of `[leaflet]`, else the site's first ones.
pub(crate) fn site_help(context: SheetContext) -> Vec<Value> {
    help_lines(&context.settings.help, &context.config.help_lines)
}

fn help_lines(wanted: &[String], lines: &[HelpLine]) -> Vec<Value> {
    let mut chosen: Vec<&HelpLine> =
        wanted.iter().filter_map(|number| lines.iter().find(|it| it.number == *number)).collect();
    if chosen.is_empty() {
        chosen = lines.iter().collect();
    }
    let one = |line: &HelpLine| json!({"number": line.number, "name": line.name, "note": line.note, "hours": line.hours});
    chosen.into_iter().take(MOST_LINES).map(one).collect()
}
