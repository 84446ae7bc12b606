//! What `theme` says: headings of its list, what it copied.

use crate::diag::Text;

/// The heading of a group.
pub(crate) fn only_in(group: &str, templates: &[&str]) -> Text {
    let about = match group {
        "templates" => ("一页用一个模板", "each page has one"),
        "parts" => (
            "可以接进来的一块，写成 `{{ part(\"_footer.html\") }}`",
            "as in `{{ part(\"_footer.html\") }}`",
        ),
        "blocks" => ("`base.html` 里可以换掉的一段", "what a template can replace of `base.html`"),
        "functions" => ("写成 `{{ t(\"search\") }}`", "as in `{{ t(\"search\") }}`"),
        "filters" => ("写成 `{{ page.date | date }}`", "as in `{{ page.date | date }}`"),
        "engine" => ("模板引擎自带的", "of the engine"),
        "everywhere" => ("每个模板里都有", "in every template"),
        "colours" => (
            "白天 / 夜里，在 `site.toml` 的 `[style]` 里换",
            "of day / night, replaced in `[style]` of `site.toml`",
        ),
        _ => ("", ""),
    };
    if templates.is_empty() {
        return match about {
            ("", _) => Text::same(group),
            (zh, en) => Text::new(format!("{group}：{zh}"), format!("{group}: {en}")),
        };
    }
    let list = templates.iter().map(|it| format!("{it}.html")).collect::<Vec<_>>();
    Text::new(
        format!("{group}（只在 {}）", list.join("、")),
        format!("{group} (only in {})", list.join(", ")),
    )
}

/// Above the words.
pub(crate) fn words() -> Text {
    Text::new(
        "words：网页上的每一句话，在 `i18n/zh-CN.toml` 里换",
        "words: what pages say, replaced in `i18n/zh-CN.toml`",
    )
}

/// Above the files.
pub(crate) fn files() -> Text {
    Text::new(
        "files：自带的主题，用 `pufa theme unpack` 拿出来",
        "files: the built-in theme; `pufa theme unpack` copies it",
    )
}

/// Below the whole list.
pub(crate) fn legend() -> Text {
    Text::new(
        "类型：text 文字，html 带标记的文字，number 数，bool 真假，day 日期（2026-03-08），table 表；[ ] 是列表，? 是可能没有，其余是上面那一组\n`pufa theme list words` 列出每一句话，`pufa theme list files` 列出每一个文件",
        "types: text, html (text with tags), number, bool, day (2026-03-08), table; [ ] is a list, ? may be none, others are a group above\n`pufa theme list words` lists what pages say, `pufa theme list files` every file",
    )
}

/// `theme list` was given a group that does not exist.
pub(crate) fn no_group(name: &str, near: Option<&str>, known: &[&str]) -> Text {
    let mut known = known.to_vec();
    known.dedup();
    match near {
        Some(near) => Text::new(
            format!("没有 `{name}` 这一组，最接近的是 `{near}`"),
            format!("no group `{name}`; the nearest is `{near}`"),
        ),
        None => Text::new(
            format!("没有 `{name}` 这一组，有：{}", known.join("、")),
            format!("no group `{name}`; there are {}", known.join(", ")),
        ),
    }
}

/// `theme unpack` was given a file that the theme does not have.
pub(crate) fn no_file(name: &str, near: Option<&str>) -> Text {
    match near {
        Some(near) => Text::new(
            format!("自带的主题里没有 `{name}`，最接近的是 `{near}`"),
            format!("the built-in theme has no `{name}`; the nearest is `{near}`"),
        ),
        None => Text::new(
            format!("自带的主题里没有 `{name}`。`pufa theme list files` 列出全部文件"),
            format!("the built-in theme has no `{name}`. `pufa theme list files` lists its files"),
        ),
    }
}

/// What `theme unpack` did.
pub(crate) fn unpacked(folder: &str, made: &[&str], kept: &[&str]) -> Text {
    let mut parts = Vec::new();
    if !made.is_empty() {
        let what = one_or_count(made);
        parts.push(Text::new(
            format!("放在 `{folder}/` 里了：{}\n改好以后，没有改的删掉：留下的不再跟着程序更新", what.zh),
            format!("copied to `{folder}/`: {}\ndelete those you do not change: what stays there is not updated with the program", what.en),
        ));
    }
    if !kept.is_empty() {
        let what = one_or_count(kept);
        parts.push(Text::new(
            format!("`{folder}/` 里已经有、没有动的：{}。要换成自带的，加 `--overwrite`", what.zh),
            format!(
                "there already in `{folder}/` and left alone: {}; `--overwrite` replaces them",
                what.en
            ),
        ));
    }
    Text::list(&parts, "\n", "\n")
}

fn one_or_count(files: &[&str]) -> Text {
    if files.len() <= 3 {
        let names: Vec<Text> = files.iter().map(|it| Text::same(format!("`{it}`"))).collect();
        return Text::list(&names, "、", ", ");
    }
    Text::new(format!("{} 个文件", files.len()), format!("{} files", files.len()))
}
