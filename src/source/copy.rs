//! Names that systems and programs give to copies.

/// Returns the name of what a file is a copy of; for a temporary file, of what it belongs to. Names without ending.
pub fn original(stem: &str) -> Option<&str> {
    if let Some(rest) = stem.strip_prefix("~$") {
        return Some(rest);
    }
    let (bare, number) = without_number(stem);
    let marks = [
        "- 副本",
        "-副本",
        "_副本",
        "的副本",
        "（副本）",
        "(副本)",
        "- Copy",
        "-Copy",
        "- 复件",
        " copy",
    ];
    let behind = marks.iter().find_map(|it| bare.strip_suffix(it));
    let before =
        ["副本 ", "复件 ", "副本-", "Copy of "].iter().find_map(|it| bare.strip_prefix(it));
    let found = behind.or(before).or(number.then_some(bare))?.trim();
    (!found.is_empty()).then_some(found)
}

/// Takes the number from ` (1)`, as browsers and systems write it behind a name.
fn without_number(stem: &str) -> (&str, bool) {
    let inner = stem.strip_suffix(')').and_then(|it| it.rsplit_once(" ("));
    match inner {
        Some((bare, number)) if number.parse::<u8>().is_ok() => (bare.trim_end(), true),
        Some(_) | None => (stem, false),
    }
}

#[cfg(test)]
mod tests {
    use super::original;

    #[test]
    fn copies_are_known_by_their_names() {
        for name in [
            "彩礼 - 副本",
            "彩礼 - 副本 (2)",
            "副本 彩礼",
            "彩礼 (1)",
            "彩礼 - Copy",
            "彩礼 - Copy (3)",
            "彩礼的副本",
            "~$彩礼",
            "Copy of 彩礼",
        ] {
            assert_eq!(original(name), Some("彩礼"), "{name}");
        }
        for name in
            ["彩礼", "彩礼（1）", "办事指南(1)", "合同副本", "bride-price-1", "表 (甲)", "副本"]
        {
            assert_eq!(original(name), None, "{name}");
        }
    }
}
