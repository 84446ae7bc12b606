//! What the commands say that make and mend files: `init`, `new`, `fix`.

use crate::diag::Text;

/// After `init`.
pub(crate) fn made_site(folder: &str) -> Text {
    let is_plain = |it: char| it.is_alphanumeric() || "/._-:".contains(it);
    // Every shell takes double quotes.
    let typed =
        if folder.chars().all(is_plain) { folder.to_owned() } else { format!("\"{folder}\"") };
    Text::new(
        format!(
            "建好了：`{folder}`\n下一步：`cd {typed}`，再运行 `pufa`，浏览器里就能看到。名称、热线写在 `site.toml`，文章写在 `content/`"
        ),
        format!(
            "made `{folder}`\nnext: `cd {typed}`, then `pufa` shows it in the browser. Name and help lines stand in `site.toml`, pages in `content/`"
        ),
    )
}

/// `init` was given a folder with something in it.
pub(crate) fn folder_not_empty(folder: &str) -> Text {
    Text::new(
        format!("`{folder}` 里已经有文件，换一个空的或新的文件夹"),
        format!("`{folder}` is not empty; name an empty or new folder"),
    )
}

/// After `new`.
pub(crate) fn made_page(path: &str) -> Text {
    Text::new(
        format!("建好了：`{path}`\n写好后把 `草稿: true` 那一行删掉；`pufa serve` 可以边写边看"),
        format!(
            "made `{path}`\nwhen it is written, remove the line `草稿: true`; `pufa serve` shows it meanwhile"
        ),
    )
}

/// `new` in the folder of statutes.
pub(crate) fn laws_are_imported() -> Text {
    Text::new(
        "`content/laws/` 放法律全文，不写文章；法律用 `pufa law import 文件` 导入，讲法律的文章写在别的栏目里",
        "`content/laws/` holds statutes, not articles; import a law with `pufa law import FILE`, and write about it in another column",
    )
}

/// `new` would overwrite a page.
pub(crate) fn page_exists(path: &str) -> Text {
    Text::new(
        format!("`{path}` 已经有了，没有改动它"),
        format!("`{path}` exists already and was left alone"),
    )
}

/// `new` was given a column that does not exist.
pub(crate) fn no_column(column: &str, known: &[String], may_be_made: Option<&str>) -> Text {
    let (zh, en) = (known.join("、"), known.join(", "));
    let text = Text::new(
        format!("没有栏目 `{column}`。已有的栏目：{zh}"),
        format!("no column `{column}`; there are {en}"),
    );
    let Some(folder) = may_be_made else {
        return text;
    };
    Text::new(
        format!("{}。要新建栏目，先建文件夹 `content/{folder}`", text.zh),
        format!("{}. For a new one make the folder `content/{folder}` first", text.en),
    )
}

/// `new` was given a name that makes no address.
pub(crate) fn bad_slug(slug: &str) -> Text {
    Text::new(
        format!("`{slug}` 不能作文件名，用小写字母、数字和连字符，如 `li-hun`"),
        format!(
            "`{slug}` cannot be a file's name; use small letters, digits and hyphens: `li-hun`"
        ),
    )
}

/// What `fix` would change in a file.
pub(crate) fn would_fix(path: &str, count: usize) -> Text {
    Text::new(format!("{path}：可以改 {count} 处"), format!("{path}: {count} to repair"))
}

/// What `fix --write` changed in a file.
pub fn fixed(path: &str, count: usize) -> Text {
    Text::new(format!("{path}：改了 {count} 处"), format!("{path}: {count} repaired"))
}

/// `fix --write` saved a file in another encoding.
pub(crate) fn recoded(path: &str) -> Text {
    Text::new(format!("{path}：已存成 UTF-8"), format!("{path}: saved as UTF-8"))
}

/// `fix` would save a file in another encoding.
pub(crate) fn would_recode(path: &str) -> Text {
    Text::new(format!("{path}：可以存成 UTF-8"), format!("{path}: could be saved as UTF-8"))
}

/// `fix` found nothing.
pub(crate) fn nothing_to_fix() -> Text {
    Text::new("没有可以自动修改的地方", "nothing to repair")
}

/// How to apply what `fix` has shown.
pub(crate) fn fix_how() -> Text {
    Text::new("加上 `--write` 就照此修改", "`--write` applies this")
}
