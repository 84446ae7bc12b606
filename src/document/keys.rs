//! The words of front matter: each key in English and Chinese.

/// Every key, English name first.
pub(crate) const KEYS: [(&str, &str); 27] = [
    ("title", "标题"),
    ("date", "日期"),
    ("updated", "更新"),
    ("reviewed", "核对"),
    ("reviewers", "核对人"),
    ("publish", "发布"),
    ("expires", "到期"),
    ("summary", "摘要"),
    ("draft", "草稿"),
    ("slug", "网址"),
    ("aliases", "别名"),
    ("weight", "权重"),
    ("authors", "作者"),
    ("cover", "封面"),
    ("laws", "法律"),
    ("leaflet", "传单"),
    ("sensitive", "敏感"),
    ("render", "输出"),
    ("template", "模板"),
    ("audio", "朗读"),
    ("attachments", "附件"),
    ("pinyin", "拼音"),
    ("toc", "目录"),
    ("paginate", "每页"),
    ("sort", "排序"),
    ("extra", "其他"),
    ("weight", "置顶"),
];

/// Returns the English name of a key written in either language.
pub(crate) fn english(key: &str) -> Option<&'static str> {
    KEYS.iter()
        .find(|(english, chinese)| key == *english || key == *chinese)
        .map(|(english, _)| *english)
}

/// Returns the Chinese name of a key.
pub(crate) fn chinese(key: &str) -> &str {
    KEYS.iter().find(|(english, _)| key == *english).map_or(key, |(_, chinese)| chinese)
}
