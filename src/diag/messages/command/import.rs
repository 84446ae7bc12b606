//! What `law import` says.

use jiff::civil::Date;

use crate::diag::{
    Text,
    messages::{
        command::{day, law::origin},
        grammar::count_of,
    },
};

/// After an import of several files.
pub(crate) fn imported_all(all: usize) -> Text {
    Text::new(format!("{all} 个文件都导入了"), format!("imported: {}", count_of(all, "file")))
}

/// The same, where some were refused.
pub(crate) fn imported_some(all: usize, failed: usize) -> Text {
    Text::new(
        format!("{all} 个文件，{failed} 个没有导入"),
        format!("{}, {failed} not imported", count_of(all, "file")),
    )
}

/// What was imported, and to where; `counts` are numbers of parts with their unit.
pub fn imported(
    law: &str,
    promulgated: Option<Date>,
    effective: Option<Date>,
    counts: &[String],
    path: &str,
) -> Text {
    let (promulgated, effective) = (day(promulgated), day(effective));
    Text::new(
        format!(
            "《{law}》 {promulgated} 公布，{effective} 起施行，{} → `{path}`",
            counts.join("，")
        ),
        format!(
            "{law}: made public {promulgated}, in force from {effective}, {} → `{path}`",
            counts.join(", ")
        ),
    )
}

/// The file holds the same words as the site already.
pub fn unchanged(path: &str) -> Text {
    Text::new(
        format!("`{path}` 已经是这个文本，没有改动"),
        format!("`{path}` holds this text already, nothing changed"),
    )
}

/// The site has this version in other words.
pub(crate) fn other_words(path: &str, count: usize) -> Text {
    Text::new(
        format!(
            "`{path}` 里已有这个版本，文字不同（{count} 条不一样），没有覆盖；确认要换就加 `--force`"
        ),
        format!(
            "`{path}` holds this version in other words ({count} articles differ), it was kept; add `--force` to replace it"
        ),
    )
}

/// A file that the same run has imported already.
pub(crate) fn same_twice(file: &str, first: &str) -> Text {
    match file == first {
        true => Text::new(
            format!("`{file}` 写了两遍，只导入一次"),
            format!("`{file}` is named twice and imported once"),
        ),
        false => Text::new(
            format!("`{file}` 和 `{first}` 的文字一样，只导入一次"),
            format!("`{file}` holds the same text as `{first}`, it is imported once"),
        ),
    }
}

/// Two files of one run hold one version of a law in different words.
pub(crate) fn two_texts(file: &str, first: &str, path: &str) -> Text {
    Text::new(
        format!(
            "`{file}` 和 `{first}` 是同一部法律的同一个版本，文字却不一样；`{path}` 里是 `{first}` 的，`{file}` 没有导入\n请对照国家法律法规数据库看哪个对；要用后一个，就单独导入：`pufa law import {file} --force`"
        ),
        format!(
            "`{file}` and `{first}` hold one version of one law in different words; `{path}` has that of `{first}`, `{file}` was not imported\ncompare both with the official source; to use the second, import it alone: `pufa law import {file} --force`"
        ),
    )
}

/// A fact that stood in the replaced file and was not kept.
pub(crate) fn fact_replaced(key: &str, old: &str, new: &str) -> Text {
    Text::new(
        format!("`{key}` 原来写的是 `{old}`，换成了 `{new}`；原来的对，就改回去"),
        format!("`{key}` was `{old}` and is `{new}` now; if the old one is right, put it back"),
    )
}

/// The effective date was taken from the list of laws, which says where it has it from.
pub(crate) fn effective_from_list(date: Date, basis: &str) -> Text {
    let Text { zh, en } = origin(basis);
    open(
        &format!(
            "施行日期 {date} 文件里没有，取自程序的法律名录（来源：{zh}）；请到国家法律法规数据库核对"
        ),
        &format!(
            "the effective date {date} is from the program's list (from {en}), not from the file; check it at the source"
        ),
    )
}

/// The effective date is not known.
pub(crate) fn no_effective() -> Text {
    open(
        "文件里看不出施行日期：查到后再导入一次，加上 `--effective 2026-01-01`",
        "the file does not say from when it applies: look it up and import again with `--effective 2026-01-01`",
    )
}

/// The day it was made public is not known.
pub(crate) fn no_promulgated() -> Text {
    open("没有公布日期", "no day on which it was made public")
}

/// Text boxes were not read.
pub(crate) fn boxes_left_out(count: usize) -> Text {
    open(
        &format!("文件里有 {count} 个文本框没有读，看看里面有没有条文"),
        &format!("{count} text boxes were not read, see whether they hold anything that matters"),
    )
}

/// Notes were not taken over.
pub(crate) fn notes_left_out(count: usize) -> Text {
    open(
        &format!("文件里有 {count} 个脚注或尾注没有导入，看看里面有没有条文"),
        &format!(
            "{count} footnotes or endnotes were not taken over, see whether they hold anything that matters"
        ),
    )
}

/// The list of laws knows another number of articles.
pub(crate) fn other_count(count: u16) -> Text {
    open(
        &format!("名录里这个版本有 {count} 条，条数不一样，请核对"),
        &format!("the list of laws has {count} articles for this version, please compare"),
    )
}

fn open(zh: &str, en: &str) -> Text {
    Text::new(format!("  {zh}"), format!("  {en}"))
}

/// The numbering of a file is wrong.
pub(crate) fn faulty(name: &str) -> Text {
    refused(
        name,
        "先改好上面的错误；确认官方文本就是这样，再加 `--force`",
        "mend the errors above; if the official text is like that, add `--force`",
    )
}

/// Nobody says when a file's law was made public.
pub(crate) fn no_day(name: &str) -> Text {
    refused(
        name,
        "文件名和正文都没有公布日期，加上 `--promulgated 2020-05-28`",
        "neither its name nor its text says when it was made public, add `--promulgated 2020-05-28`",
    )
}

/// A kind of file that cannot be read.
pub(crate) fn unknown_format(name: &str) -> Text {
    refused(
        name,
        "只能导入 .docx、.txt、.md 文件；旧的 .doc 先在 Word 里另存为 .docx",
        "only .docx, .txt and .md can be imported; save an old .doc as .docx first",
    )
}

/// A .docx that holds no document.
pub(crate) fn not_word(name: &str) -> Text {
    refused(name, "这个文件里没有 Word 文档", "there is no Word document in this file")
}

/// What is broken in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The packed file itself.
    Zip,
    /// A part that cannot be unpacked.
    Part,
    /// A part that is not written in Unicode.
    Encoding,
    /// A part whose elements do not fit together.
    Xml,
    /// Elements inside each other, more than Word writes.
    Depth,
    /// A part that ends in its midst.
    Cut,
}

/// A damaged file.
pub(crate) fn damaged(name: &str, damage: Damage) -> Text {
    let (zh, en) = match damage {
        Damage::Zip => ("压缩包打不开", "it cannot be unpacked"),
        Damage::Part => ("里面有一部分解不开", "a part of it cannot be unpacked"),
        Damage::Encoding => ("里面的字符不是 Unicode", "its characters are not Unicode"),
        Damage::Xml => ("里面的标记对不上", "its markup does not fit together"),
        Damage::Depth => ("里面一层套一层，没有尽头", "its elements stand too deep in each other"),
        Damage::Cut => ("没有写完", "it ends too early"),
    };
    refused(
        name,
        &format!("文件损坏，重新下载（{zh}）"),
        &format!("it is damaged, download it again ({en})"),
    )
}

/// A file above the limit.
pub(crate) fn too_large(name: &str) -> Text {
    refused(name, "文件太大，不像一部法律", "the file is larger than any statute")
}

/// A file in another encoding.
pub(crate) fn other_encoding(name: &str) -> Text {
    refused(
        name,
        "文件不是 UTF-8，也不是 GB18030 文字",
        "the file is neither UTF-8 nor GB18030 text",
    )
}

/// A file without words.
pub fn empty(name: &str) -> Text {
    refused(name, "文件里没有文字", "there is no text in the file")
}

/// A file without a title.
pub(crate) fn no_title(name: &str) -> Text {
    refused(
        name,
        "找不到标题；把文件名改成“标题_20200528.docx”再试",
        "no title was found; name the file `title_20200528.docx` and try again",
    )
}

fn refused(name: &str, zh: &str, en: &str) -> Text {
    Text::new(format!("没有导入 `{name}`：{zh}"), format!("`{name}` was not imported: {en}"))
}
