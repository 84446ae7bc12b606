//! The words of front matter: each key in English and Chinese.

use crate::diag::messages::front_matter_key::Foreign;

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

/// Keys of Hexo, Hugo, Jekyll, `VitePress`, Obsidian and others, and words that editors expect, in lower case without `-` and `_`.
const FOREIGN: [(&str, &[&str]); 17] = [
    ("title", &["题目", "名称", "文章标题"]),
    (
        "summary",
        &[
            "description",
            "desc",
            "excerpt",
            "teaser",
            "abstract",
            "subtitle",
            "描述",
            "简介",
            "概要",
            "导语",
            "内容提要",
        ],
    ),
    (
        "date",
        &[
            "created",
            "createdat",
            "createdate",
            "creationdate",
            "创建时间",
            "创建日期",
            "发表日期",
            "发布日期",
            "发布时间",
            "时间",
        ],
    ),
    (
        "updated",
        &[
            "lastmod",
            "lastmodified",
            "lastmodifiedat",
            "modified",
            "modifieddate",
            "updatedat",
            "updatedate",
            "lastupdated",
            "dateupdated",
            "更新时间",
            "更新日期",
            "修改时间",
            "修改日期",
            "最后修改",
        ],
    ),
    ("publish", &["publishdate", "pubdate", "publishedat"]),
    (
        "expires",
        &["expirydate", "expiredate", "expirationdate", "过期", "有效期", "截止", "截止日期"],
    ),
    ("authors", &["author", "byline", "撰稿", "编辑"]),
    ("aliases", &["alias", "redirectfrom", "redirects", "旧网址", "旧地址"]),
    ("audio", &["music", "音频"]),
    ("toc", &["showtoc", "autotoc", "tableofcontents", "outline"]),
    ("weight", &["order", "navorder", "sidebarposition", "sticky", "top", "pin", "顺序", "序号"]),
    ("reviewed", &["审核日期", "核对日期", "复核"]),
    ("reviewers", &["审核", "审核人", "校对", "reviewer", "reviewedby"]),
    (
        "cover",
        &[
            "image",
            "images",
            "thumbnail",
            "thumb",
            "coverimage",
            "featuredimage",
            "banner",
            "bannerimg",
            "indeximg",
            "topimg",
            "ogimage",
            "图片",
            "头图",
            "配图",
            "缩略图",
            "封面图",
        ],
    ),
    ("laws", &["law", "法条", "相关法律"]),
    ("attachments", &["attachment", "files", "resources"]),
    ("sensitive", &["隐私"]),
];

/// The same for keys of which the value is written in another way.
const ALIKE: [(&str, &[&str]); 5] = [
    (
        "tags",
        &[
            "categories",
            "category",
            "keywords",
            "keyword",
            "tag",
            "topics",
            "分类",
            "类别",
            "关键词",
            "关键字",
        ],
    ),
    ("slug", &["permalink", "url", "path", "abbrlink", "链接", "地址", "路径", "固定链接"]),
    ("template", &["layout", "type", "pagetemplate", "布局", "版式"]),
    ("draft", &["published", "status", "isdraft", "state", "状态"]),
    ("render", &["hidden", "headless", "unlisted", "build", "隐藏"]),
];

/// Keys that have nothing of their kind here.
const NOTHING: [&str; 34] = [
    "comments",
    "comment",
    "math",
    "mathjax",
    "katex",
    "copyright",
    "reward",
    "sitemap",
    "robots",
    "noindex",
    "search",
    "lang",
    "language",
    "locale",
    "sidebar",
    "navbar",
    "aside",
    "footer",
    "header",
    "editlink",
    "prev",
    "next",
    "head",
    "hero",
    "features",
    "cssclass",
    "cssclasses",
    "id",
    "uid",
    "uuid",
    "markup",
    "params",
    "menu",
    "menus",
];

/// Tells what another program's key is here.
pub(crate) fn foreign(key: &str) -> Option<Foreign> {
    let bare: String =
        key.to_lowercase().chars().filter(|it| !matches!(it, '-' | '_' | ' ')).collect();
    let own = KEYS.iter().find(|(english, _)| *english == bare).map(|it| it.0);
    let of = |list: &[(&'static str, &[&str])]| {
        list.iter().find(|(_, names)| names.contains(&bare.as_str())).map(|it| it.0)
    };
    own.or_else(|| of(&FOREIGN))
        .map(|ours| Foreign::Same(ours, chinese(ours)))
        .or_else(|| of(&ALIKE).map(Foreign::Like))
        .or_else(|| NOTHING.contains(&bare.as_str()).then_some(Foreign::Nothing))
}

/// Tells whether a word is a key here or elsewhere.
pub(crate) fn is_any(word: &str) -> bool {
    let terms = ["tags", "标签", "audience", "人群"];
    english(word).is_some() || foreign(word).is_some() || terms.contains(&word)
}
