//! `[style]` of `site.toml`: colours that replace the theme's. Are they colours, and can one still read?
//!
//! The theme's own colours stand in `templates/_palette.html`; templates put those of `[style]` and `[style.night]`
//! after them.

use std::collections::BTreeMap;

use crate::{
    config::{Colour, Config},
    diag::Sink,
    theme::Theme,
};

/// Ink and ground that stand on each other somewhere in the theme.
const PAIRS: [(&str, &str); 22] = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "cream"),
    ("ink", "law"),
    ("ink", "warn"),
    ("soft", "paper"),
    ("soft", "card"),
    ("soft", "law"),
    ("pome", "paper"),
    ("pome", "card"),
    ("pome", "cream"),
    ("on-pome", "pome-band"),
    ("indigo", "paper"),
    ("indigo", "card"),
    ("indigo", "law"),
    ("paper", "indigo"),
    ("on-band", "band"),
    ("band-soft", "band"),
    ("link", "paper"),
    ("link", "card"),
    ("link", "cream"),
    ("link", "warn"),
];

/// Contrast that text must have, for everybody to read it (WCAG 1.4.3).
const LEAST: f64 = 4.5;

/// Contrast that the theme's own colours have (WCAG 1.4.6).
const GOOD: f64 = 7.0;

type Colours = BTreeMap<String, String>;

/// Checks the colours of `[style]` against those that stay the theme's.
pub fn check(config: &Config, theme: &Theme, sink: &mut Sink) {
    for (name, written) in [("day", &config.style.day), ("night", &config.style.night)] {
        let mut colours = palette(&theme.palette, name);
        let mut own = Vec::new();
        for Colour { name, value } in written {
            let key = name.value.as_str();
            match parse(&value.value) {
                Some(_) if colours.contains_key(key) => {
                    colours.insert(key.to_owned(), value.value.clone());
                    own.push((key, value.span));
                }
                Some(_) => sink.style_unknown(name.span, key, colours.keys()),
                None => sink.style_colour(value.span, key),
            }
        }
        // Of each colour the worst of its pairs is told; the others go away with it.
        for (key, span) in own {
            let pairs = PAIRS.iter().filter(|it| it.0 == key || it.1 == key);
            let judged = pairs.filter_map(|it| Some((it, contrast(&colours, it.0, it.1)?)));
            let worst = judged.min_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((pair, ratio)) = worst.filter(|(_, ratio)| *ratio < GOOD) {
                sink.style_contrast(span, *pair, ratio, ratio < LEAST);
            }
        }
    }
}

/// Returns the names of the colours that a palette sets, each with that of the day and that of the night.
pub(crate) fn colours(palette_text: &str) -> Vec<(String, String, String)> {
    let night = palette(palette_text, "night");
    let of_night = |name: &String| night.get(name).cloned().unwrap_or_default();
    let day = palette(palette_text, "day").into_iter();
    day.map(|(name, day)| (name.clone(), day, of_night(&name))).collect()
}

/// Returns the colours of one scheme as the theme's palette sets them.
fn palette(text: &str, scheme: &str) -> Colours {
    let start = format!("set {scheme} -%}}");
    let block = text
        .split_once(&start)
        .and_then(|(_, rest)| rest.split_once("{%"))
        .map_or("", |(block, _)| block);
    let entries = block.split(';').filter_map(|it| it.split_once(':'));
    entries
        .filter_map(|(key, value)| {
            let key = key.trim().strip_prefix("--")?;
            parse(value.trim()).map(|_| (key.to_owned(), value.trim().to_owned()))
        })
        .collect()
}

/// Reads `#rrggbb` or `#rgb`.
fn parse(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#')?;
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|it| [it, it]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let part = |at: usize| u8::from_str_radix(wide.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn contrast(colours: &Colours, ink: &str, ground: &str) -> Option<f64> {
    let light = |name: &str| Some(luminance(parse(colours.get(name)?)?));
    let (one, other) = (light(ink)?, light(ground)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|it| {
        let value = f64::from(it) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::{GOOD, PAIRS, contrast, palette};

    #[test]
    fn the_theme_keeps_its_own_promise() {
        let text = include_str!("../../themes/default/templates/_palette.html");
        for scheme in ["day", "night", "white", "yellow"] {
            let colours = palette(text, scheme);
            for (ink, ground) in PAIRS {
                let ratio = contrast(&colours, ink, ground).unwrap();
                assert!(ratio >= GOOD, "{scheme}: {ink} on {ground} is {ratio:.2}");
            }
        }
    }
}
