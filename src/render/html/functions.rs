//! Functions and filters of templates.

use std::sync::Arc;

use minijinja::{Environment, Error, ErrorKind, State, Value, value::Kwargs};

use crate::{
    markdown::parse_date,
    media::qr,
    render::html::{context, place::Place},
    site::Data,
};

/// The page being rendered, as `place` in the context; functions find their way through it.
#[derive(Debug)]
pub struct PlaceObject(pub Arc<Place>);

impl minijinja::value::Object for PlaceObject {}

/// Adds everything that templates can call.
pub fn add(environment: &mut Environment<'static>) {
    environment.add_function("t", word);
    environment.add_function("asset", asset);
    environment.add_function("asset_text", asset_text);
    environment.add_function("link", link);
    environment.add_function("site_url", |state: &State<'_, '_>, path: &str| {
        Ok(place(state)?.url(path))
    });
    environment.add_function("qr", code);
    environment.add_function("data", data);
    environment.add_filter("date", date);
    environment.add_filter("filesize", filesize);
}

fn place(state: &State<'_, '_>) -> Result<Arc<Place>, Error> {
    let value = state.lookup("place");
    let object = value
        .as_ref()
        .and_then(|it| it.downcast_object_ref::<PlaceObject>());
    let missing = || {
        Error::new(
            ErrorKind::InvalidOperation,
            "this function needs a page, so it cannot stand in a macro",
        )
    };
    object.map(|it| Arc::clone(&it.0)).ok_or_else(missing)
}

fn word(state: &State<'_, '_>, key: &str, values: Kwargs) -> Result<String, Error> {
    let words = state
        .env()
        .globals()
        .find(|(name, _)| *name == "words")
        .map(|(_, value)| value);
    let text = words
        .and_then(|words| words.get_attr(key).ok())
        .filter(|it| !it.is_undefined());
    let Some(text) = text else {
        return Err(Error::new(
            ErrorKind::UndefinedError,
            format!("no word `{key}` in i18n/zh-CN.toml"),
        ));
    };
    let mut text = text.to_string();
    for name in values.args() {
        let value: Value = values.get(name)?;
        text = text.replace(&format!("{{{name}}}"), &value.to_string());
    }
    Ok(text)
}

fn theme_file<'a>(place: &'a Place, path: &str) -> Result<&'a crate::theme::ThemeFile, Error> {
    let missing = || {
        Error::new(
            ErrorKind::InvalidOperation,
            format!("the theme has no file static/{path}"),
        )
    };
    place.shared.theme.files.get(path).ok_or_else(missing)
}

fn asset(state: &State<'_, '_>, path: &str) -> Result<String, Error> {
    let place = place(state)?;
    theme_file(&place, path).map(|file| place.url(&file.output))
}

fn asset_text(state: &State<'_, '_>, path: &str) -> Result<Value, Error> {
    let place = place(state)?;
    let file = theme_file(&place, path)?;
    Ok(Value::from_safe_string(
        String::from_utf8_lossy(&file.bytes).into_owned(),
    ))
}

fn link(state: &State<'_, '_>, path: &str) -> Result<String, Error> {
    let place = place(state)?;
    let bare = path.trim_end_matches('/');
    let site = place.site();
    let owner = site
        .find(path)
        .or_else(|| site.find(&format!("{bare}/_index.md")))
        .or_else(|| site.find(&format!("{bare}.md")));
    if let Some(owner) = owner {
        return Ok(place.url_of(owner));
    }
    let is_made = bare == "stations"
        && site
            .data
            .keys()
            .any(|it| it.starts_with("content/stations."));
    Ok(if is_made {
        place.url("stations/")
    } else {
        String::new()
    })
}

fn code(state: &State<'_, '_>, text: &str) -> Result<Value, Error> {
    let title = word(
        state,
        "qr_title",
        Kwargs::from_iter(Vec::<(String, Value)>::new()),
    )
    .unwrap_or_default();
    Ok(qr::svg(text, &title).map_or_else(|| Value::from(()), Value::from_safe_string))
}

fn data(state: &State<'_, '_>, name: &str) -> Result<Value, Error> {
    let place = place(state)?;
    let data = &place.site().data;
    let found = data
        .get(&format!("data/{name}"))
        .or_else(|| data.get(&format!("content/{name}")));
    Ok(match found {
        None => {
            let why = format!("no data file `{name}`");
            return Err(Error::new(ErrorKind::InvalidOperation, why));
        }
        Some(Data::Value(value)) => context::plain(value),
        Some(Data::Table(table)) => {
            let row = |row: &Vec<String>| {
                Value::from_pairs(
                    table
                        .header
                        .iter()
                        .cloned()
                        .zip(row.iter().map(String::as_str)),
                )
            };
            Value::from(table.rows.iter().map(row).collect::<Vec<_>>())
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
