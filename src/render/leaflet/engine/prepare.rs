//! A print job → what the engine takes: pictures that can be printed, characters that some font has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::render::leaflet::engine::{
    font::Fonts,
    input::Input,
    job::PrintJob,
    picture::{self, Tones},
};

/// Stands in for a character that no font has.
const GETA: char = '〓';

/// What had to be left out or replaced, and how high pictures are.
#[derive(Default)]
pub(crate) struct Findings {
    /// Characters that no font has.
    pub missing: Vec<char>,
    /// Pictures that could not be read, by name in the tree.
    pub damaged: Vec<String>,
    /// Heights in pixels, by name in the tree.
    pub heights: Vec<(String, u32)>,
}

/// Prepares a job for the engine.
pub fn prepare(job: &PrintJob, fonts: &Fonts) -> (Input, Findings) {
    let tones = if job.data["ink"] == "gray" { Tones::Gray } else { Tones::Color };
    let mut findings = Findings::default();
    let mut pictures = job.files.clone();
    for (name, (asset, _)) in &job.pictures {
        match picture::prepare(asset, tones) {
            Some(ready) => {
                findings.heights.extend(ready.height_px.map(|height| (name.clone(), height)));
                pictures.insert(name.clone(), ready.bytes);
            }
            None => findings.damaged.push(name.clone()),
        }
    }
    let mut data = job.data.clone();
    let damaged: BTreeSet<&str> = findings.damaged.iter().map(String::as_str).collect();
    drop_pictures(&mut data, &damaged);
    let mut missing = BTreeSet::new();
    replace_missing(&mut data, fonts, &mut missing);
    findings.missing = missing.into_iter().collect();
    let input = Input {
        template: job.template.to_owned(),
        data,
        pictures,
        ident: job.ident.clone(),
        date: job.date,
        purpose: job.purpose,
        preview_px: job.preview_px,
    };
    (input, findings)
}

/// Takes pictures that cannot be read out of the tree.
fn drop_pictures(value: &mut Value, damaged: &BTreeSet<&str>) {
    if damaged.is_empty() {
        return;
    }
    let is_damaged = |it: &Value| it["src"].as_str().is_some_and(|src| damaged.contains(src));
    match value {
        Value::Array(items) => {
            items.retain(|it| !is_damaged(it));
            items.iter_mut().for_each(|it| drop_pictures(it, damaged));
        }
        Value::Object(entries) => {
            for (key, it) in entries.iter_mut() {
                if is_damaged(it)
                    || (key == "poster" && it.as_str().is_some_and(|it| damaged.contains(it)))
                {
                    *it = Value::Null;
                } else {
                    drop_pictures(it, damaged);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Replaces characters that no font has, and drops those that only steer others.
fn replace_missing(value: &mut Value, fonts: &Fonts, missing: &mut BTreeSet<char>) {
    match value {
        Value::String(text) if !text.is_ascii() => {
            let mut known: BTreeMap<char, bool> = BTreeMap::new();
            let mut covers = |it: char| *known.entry(it).or_insert_with(|| fonts.covers(it));
            let fine = |it: char| it.is_ascii() || it.is_whitespace();
            if text.chars().all(|it| fine(it) || covers(it)) {
                return;
            }
            let mut out = String::with_capacity(text.len());
            for it in text.chars() {
                if fine(it) || covers(it) {
                    out.push(it);
                } else if !is_invisible(it) {
                    missing.insert(it);
                    out.push(GETA);
                }
            }
            *text = out;
        }
        Value::Array(items) => items.iter_mut().for_each(|it| replace_missing(it, fonts, missing)),
        Value::Object(entries) => {
            entries.values_mut().for_each(|it| replace_missing(it, fonts, missing));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Variation selectors, joiners, direction marks and control characters.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0000..=0xE01EF)
}
