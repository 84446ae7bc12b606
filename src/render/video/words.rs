//! What is said of every video: how long it is, how large.

/// Returns a sentence of the theme by its key.
pub type Words<'a> = dyn Fn(&'static str) -> &'a str + 'a;

/// Returns a length as people say it: `1 分 20 秒`.
pub fn length(seconds: u32, word: &Words<'_>) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let minute = word("video_minutes").replace("{n}", &minutes.to_string());
    let second = word("video_seconds").replace("{n}", &rest.to_string());
    match (minutes, rest) {
        (0, _) => second,
        (_, 0) => minute,
        _ => format!(
            "{minute}{}{second}",
            if minute.ends_with(char::is_alphanumeric) { " " } else { "" }
        ),
    }
}

/// Returns a size in megabytes, or in kilobytes below a tenth.
pub fn size(bytes: u64) -> String {
    let tenths = (bytes + 50_000) / 100_000;
    if tenths == 0 {
        format!("{} KB", bytes.div_ceil(1000))
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}
