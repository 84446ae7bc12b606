//! `{{ part("_footer.html") }}`: a piece of a page that is rendered once where it is the same everywhere.
//!
//! It is an include that is remembered. While a part is rendered it is noted whether it looks at the page; one that did not
//! cannot differ from page to page, apart from the way up to the site's root, so its text stands for all pages that lie as deep.

use std::{
    collections::HashMap,
    sync::{
        Arc, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use minijinja::{
    Error, ErrorKind, State, Value, context,
    value::{Enumerator, Object, ValueKind},
};

use crate::render::html::{context::SiteObject, functions::PlaceObject, place::Place};

/// Parts may hold parts this deep.
const MAX_DEPTH: usize = 8;

/// How deep a part stands in others; a variable of its context.
const DEPTH: &str = "part_depth";

/// The parts rendered so far: way up to the root and name → text, or nothing for a part that looks at the page.
#[derive(Debug, Default)]
pub struct Parts(RwLock<HashMap<String, Option<Value>>>);

impl Parts {
    /// Returns the text of a part.
    pub fn get(
        &self,
        state: &State<'_, '_>,
        place: &Arc<Place>,
        name: &str,
    ) -> Result<Value, Error> {
        let key = format!("{}{name}", place.to_root());
        let known = self.0.read().ok().and_then(|it| it.get(&key).cloned());
        match known {
            Some(Some(text)) => Ok(text),
            Some(None) => Ok(render(state, place, name)?.0),
            None => {
                let (text, is_same) = render(state, place, name)?;
                if let Ok(mut known) = self.0.write() {
                    known.insert(key, is_same.then(|| text.clone()));
                }
                Ok(text)
            }
        }
    }
}

/// Renders a part, and tells whether it looked at nothing of the page.
fn render(state: &State<'_, '_>, place: &Arc<Place>, name: &str) -> Result<(Value, bool), Error> {
    let depth = state
        .lookup(DEPTH)
        .and_then(|it| it.as_usize())
        .unwrap_or(0);
    if depth == MAX_DEPTH {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            "recursion limit exceeded",
        ));
    }
    let looked = Arc::new(AtomicBool::new(false));
    let watched = |name: &str| {
        let value = state.lookup(name).filter(|it| it.kind() == ValueKind::Map);
        value.map(|value| {
            Value::from_object(Watched {
                value,
                looked: Arc::clone(&looked),
            })
        })
    };
    let site = SiteObject {
        place: Arc::clone(place),
        looked: Arc::clone(&looked),
    };
    let text = state.env().get_template(name)?.render(context! {
        site => Value::from_object(site),
        place => Value::from_object(PlaceObject(Arc::clone(place))),
        root => state.lookup("root"),
        page => watched("page"),
        head => watched("head"),
        part_depth => depth + 1,
    })?;
    Ok((
        Value::from_safe_string(text),
        !looked.load(Ordering::Relaxed),
    ))
}

/// A value of the page that notes when it is looked at.
#[derive(Debug)]
struct Watched {
    value: Value,
    looked: Arc<AtomicBool>,
}

impl Watched {
    fn look(&self) -> &Value {
        self.looked.store(true, Ordering::Relaxed);
        &self.value
    }
}

impl Object for Watched {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let found = self.look().get_item(key).ok();
        found.filter(|it| !it.is_undefined())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.look().try_iter() {
            Ok(keys) => Enumerator::Values(keys.collect()),
            Err(_) => Enumerator::NonEnumerable,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.look().is_true()
    }
}
