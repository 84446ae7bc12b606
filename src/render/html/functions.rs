//! Functions and filters of templates.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::{Environment, Error, State, Value, value::Kwargs};

use crate::{
    data::{Data, date::parse as parse_date},
    diag::messages::{nearest, theme as told},
    media::qr,
    render::html::{
        context,
        place::{Place, PlaceObject},
    },
    theme::{self, Theme, ThemeFile},
};

/// Adds everything that templates can call.
pub(crate) fn add(environment: &mut Environment<'static>, theme: &Theme) {
    let words = Arc::new(Words::new(theme));
    let title = words.get("qr_title").map(ToString::to_string).unwrap_or_default();
    environment.add_function("t", move |key: &str, values: Kwargs| words.fill(key, &values));
    let texts = texts(theme);
    environment.add_function("asset_text", move |state: &State<'_, '_>, path: &str| {
        texts.get(path).cloned().map_or_else(|| asset_text(state, path), Ok)
    });
    environment.add_function("asset", asset);
    environment.add_function("link", link);
    environment.add_function("site_url", |state: &State<'_, '_>, path: &str| {
        Ok(PlaceObject::of(state)?.url(path))
    });
    environment.add_function("qr", move |text: &str| {
        qr::svg(text, &title).map_or_else(|| Value::from(()), Value::from_safe_string)
    });
    environment.add_function("data", data);
    environment.add_filter("date", date);
    environment.add_filter("filesize", filesize);
}

/// What the theme says, as values that are handed out without being copied.
struct Words(BTreeMap<String, Value>);

impl Words {
    fn new(theme: &Theme) -> Self {
        let words = theme.words.iter();
        Self(words.map(|(key, text)| (key.clone(), Value::from(text.as_str()))).collect())
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Returns the words of `key` with `values` in place of the names in braces.
    fn fill(&self, key: &str, values: &Kwargs) -> Result<Value, Error> {
        let Some(text) = self.get(key) else {
            let near = nearest(key, self.0.keys().map(String::as_str));
            return Err(theme::refuse(told::no_word(key, near)));
        };
        let mut names = values.args().peekable();
        if names.peek().is_none() {
            return Ok(text.clone());
        }
        let mut text = text.to_string();
        for name in names {
            let value: Value = values.get(name)?;
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        Ok(Value::from(text))
    }
}

/// Returns the theme's styles and scripts as values that are handed out without being copied.
fn texts(theme: &Theme) -> BTreeMap<String, Value> {
    let is_text = |path: &str| path.ends_with(".css") || path.ends_with(".js");
    let files = theme.files.iter().filter(|(path, _)| is_text(path));
    files.map(|(path, file)| (path.clone(), text_of(file))).collect()
}

fn text_of(file: &ThemeFile) -> Value {
    Value::from_safe_string(String::from_utf8_lossy(&file.bytes).into_owned())
}

fn theme_file<'a>(place: &'a Place, path: &str) -> Result<&'a ThemeFile, Error> {
    let files = &place.shared.theme.files;
    let near = || nearest(path, files.keys().map(String::as_str));
    files.get(path).ok_or_else(|| theme::refuse(told::no_static_file(path, near())))
}

fn asset(state: &State<'_, '_>, path: &str) -> Result<String, Error> {
    let place = PlaceObject::of(state)?;
    theme_file(&place, path).map(|file| place.url(&file.output))
}

fn asset_text(state: &State<'_, '_>, path: &str) -> Result<Value, Error> {
    let place = PlaceObject::of(state)?;
    theme_file(&place, path).map(text_of)
}

fn link(state: &State<'_, '_>, path: &str) -> Result<String, Error> {
    let place = PlaceObject::of(state)?;
    let bare = path.trim_end_matches('/');
    let site = place.site();
    let owner = site
        .find(path)
        .or_else(|| site.find(&format!("{bare}/_index.md")))
        .or_else(|| site.find(&format!("{bare}.md")));
    if let Some(owner) = owner {
        return Ok(place.url_of(owner));
    }
    let made = place.shared.generated.find(path);
    Ok(made.map_or_else(String::new, |it| place.url(it.permalink.as_str())))
}

fn data(state: &State<'_, '_>, name: &str) -> Result<Value, Error> {
    let place = PlaceObject::of(state)?;
    let data = &place.site().records.files;
    let found = data.get(&format!("data/{name}")).or_else(|| data.get(&format!("content/{name}")));
    Ok(match found {
        None => return Err(theme::refuse(told::no_data_file(name))),
        Some(Data::Tree(tree)) => context::plain(&tree.plain()),
        Some(Data::Table(table)) => {
            let rows = table.texts();
            let rows = rows.map(|row| Value::from_pairs(table.names().zip(row)));
            Value::from(rows.collect::<Vec<_>>())
        }
    })
}

fn date(value: &Value, form: Option<&str>) -> Result<String, Error> {
    let text = value.as_str().unwrap_or_default();
    let Some(day) = parse_date(text) else {
        return Ok(text.to_owned());
    };
    Ok(match form {
        Some("iso") => day.to_string(),
        _ => context::in_words(day),
    })
}

fn filesize(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
