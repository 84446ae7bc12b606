//! How large a drawing says it is.

use quick_xml::events::BytesStart;

/// Returns width and height in CSS pixels, from the attributes of the root or its view box; none when it says neither.
pub(crate) fn root_size(tag: &BytesStart<'_>) -> Option<(u32, u32)> {
    let value = |name: &str| {
        let found =
            tag.attributes().with_checks(false).flatten().find(|it| it.key.as_ref() == name)?;
        Some(found.value.into_owned())
    };
    let view_box = value("viewBox").and_then(|it| {
        let numbers: Option<Vec<f64>> = it
            .split([' ', ',', '\t', '\n'])
            .filter(|it| !it.is_empty())
            .map(|it| it.parse().ok())
            .collect();
        numbers.filter(|it| it.len() == 4 && it[2] > 0.0 && it[3] > 0.0).map(|it| (it[2], it[3]))
    });
    let sides =
        (value("width").and_then(|it| length(&it)), value("height").and_then(|it| length(&it)));
    let (width, height) = match (sides, view_box) {
        ((Some(width), Some(height)), _) => (width, height),
        ((Some(width), None), Some((w, h))) => (width, width * h / w),
        ((None, Some(height)), Some((w, h))) => (height * w / h, height),
        ((None, None), Some(sides)) => sides,
        ((_, None) | (None, _), None) => return None,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what the page can show"
    )]
    let pixels = |side: f64| side.clamp(1.0, 100_000.0).round() as u32;
    let is_known = width.is_finite() && height.is_finite();
    is_known.then(|| (pixels(width), pixels(height)))
}

/// Reads `120`, `120px`, `3.5cm`; percentages say nothing by themselves.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let split = text
        .find(|it: char| !(it.is_ascii_digit() || ".+-eE".contains(it)) || it == 'e')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" | "em" | "rem" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|it| it * factor).filter(|it| it.is_finite() && *it > 0.0)
}
