//! What people and programs do to a site's folder while it is previewed.

#[path = "../samples/dice.rs"]
mod dice;

use std::{
    fs,
    path::{Path, PathBuf},
};

pub use dice::Dice as Choice;

impl Choice {
    /// Returns one of the items, if there are any.
    pub fn of<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        if items.is_empty() { None } else { Some(items[self.below(items.len())].clone()) }
    }
}

/// A page with a title.
pub fn page(title: &str, body: &str) -> String {
    format!("---\n标题: {title}\n日期: 2026-03-08\n标签: [彩礼]\n---\n\n{body}\n")
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("inside the site")).expect("a folder");
    fs::write(file, text).expect("written");
}

/// Writes a small site whose pages lean on each other, on a table, a snippet, a statute and a theme of its own.
pub fn write_site(root: &Path) {
    write(root, "site.toml", "title = \"普法\"\n");
    for section in ["a", "b"] {
        for number in 0..4 {
            let text = page(&format!("{section} 第{number}页"), "正文。");
            write(root, &format!("content/{section}/p{number}.md"), &text);
        }
    }
    let leaning = ":::表格 t.csv 表\n:::\n\n:::引用 s\n:::\n\n见《某法》第一条，[附件](f.txt)。";
    write(root, "content/e/lean.md", &page("靠别人的一页", leaning));
    write(root, "content/e/t.csv", "甲,乙\n一,二\n");
    write(root, "content/e/f.txt", "附件\n");
    write(root, "content/_snippets/s.md", "片段。\n");
    write(root, "content/laws/某法.md", STATUTE);
    write(root, "static/robot.txt", "0\n");
}

const STATUTE: &str = "---\n标题: 某法\n公布: 2020-01-01\n施行: 2020-02-01\n---\n\n# 某法\n\n第一条 甲。\n\n第二条 乙。\n";

/// Lists the pages that edits may move about.
fn pages(root: &Path) -> Vec<PathBuf> {
    let is_fixed = |name: &str| name.starts_with('_') || name == "laws" || name == "e";
    let walk = walkdir::WalkDir::new(root.join("content"))
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |it| it.depth() == 0 || !it.file_name().to_str().is_some_and(is_fixed))
        .filter_map(Result::ok);
    walk.map(walkdir::DirEntry::into_path)
        .filter(|it| it.extension().is_some_and(|it| it == "md"))
        .collect()
}

fn rewrite(path: &Path, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(path).expect("readable");
    fs::write(path, change(text)).expect("written");
}

/// Makes one change as an editor, a program or a careless hand would; says what.
pub fn edit(root: &Path, step: u32, choice: &mut Choice) -> String {
    let pages = pages(root);
    let (Some(one), Some(two)) = (choice.of(&pages), choice.of(&pages)) else {
        write(root, "content/a/again.md", &page("又一页", "正文。"));
        return "the first page".to_owned();
    };
    let kind = choice.below(20);
    match kind {
        0 | 1 => {
            let folder = ["a", "b", "c/d"][choice.below(3)];
            let text = page(&format!("新的第{step}页"), "正文。");
            write(root, &format!("content/{folder}/n{step}.md"), &text);
        }
        2 | 3 => rewrite(&one, |text| text + &format!("\n又一段，第{step}次。\n")),
        4 => rewrite(&one, |text| text.replacen("标题: ", &format!("标题: 改{step}"), 1)),
        5 => fs::rename(&one, one.with_file_name(format!("r{step}.md"))).expect("renamed"),
        6 | 7 => fs::remove_file(&one).expect("removed"),
        8 => swap(root, &one, &two),
        9 => rewrite(&one, |text| text.replacen("日期: ", "日期: 坏", 1)),
        10 | 11 => mend(&pages),
        12 => move_folder(root, &one, step),
        13 if choice.below(2) == 0 => rewrite(&one, |text| text),
        13 => change_unseen(&one),
        14 => save_by_rename(&one),
        _ => edit_the_rest(root, kind, step, choice),
    }
    format!("edit {step} of kind {kind} on {}", one.display())
}

/// Changes what is no page: configuration, theme, tables, snippets, statutes, files.
fn edit_the_rest(root: &Path, kind: usize, step: u32, choice: &mut Choice) {
    match kind {
        15 => write(root, "site.toml", &format!("title = \"普法{step}\"\n")),
        16 => edit_theme(root, step, choice.below(4)),
        17 => write(root, "content/e/t.csv", &format!("甲,乙\n一,{step}\n")),
        18 => match choice.below(3) {
            0 => write(root, "content/_snippets/s.md", &format!("片段{step}。\n")),
            1 => write(root, "content/e/f.txt", &format!("附件{step}\n")),
            _ => write(root, "static/robot.txt", &format!("{step}\n")),
        },
        _ => {
            let changed = STATUTE.replace("乙。", &format!("乙{step}。"));
            write(root, "content/laws/某法.md", &changed);
        }
    }
}

fn edit_theme(root: &Path, step: u32, kind: usize) {
    let theme = root.join("themes");
    match kind {
        0 => {
            write(root, "themes/default/static/css/style.css", &format!("p {{ order: {step} }}\n"));
        }
        1 => write(root, "themes/default/i18n/zh-CN.toml", &format!("home = \"首页{step}\"\n")),
        2 => write(
            root,
            "themes/default/templates/exit.html",
            &format!("<!doctype html><title>{step}</title>\n"),
        ),
        // The program's own theme shows again.
        _ if theme.exists() => fs::remove_dir_all(theme).expect("removed"),
        _ => {}
    }
}

fn swap(root: &Path, one: &Path, two: &Path) {
    let between = root.join("content/between.tmp");
    fs::rename(one, &between).expect("renamed");
    if two != one {
        fs::rename(two, one).expect("renamed");
    }
    fs::rename(&between, two).expect("renamed");
}

fn mend(pages: &[PathBuf]) {
    for page in pages {
        rewrite(page, |text| text.replace("日期: 坏", "日期: "));
    }
}

fn move_folder(root: &Path, one: &Path, step: u32) {
    let (from, to) = (root.join("content/b"), root.join(format!("content/m{step}")));
    let (from, to) =
        if from.exists() { (from, to) } else { (one.parent().expect("inside").to_owned(), from) };
    // A column inside the moved one cannot take its place.
    let _ = fs::rename(from, to);
}

/// Changes a file that keeps its size and its time: a clock set back, an archive unpacked.
fn change_unseen(one: &Path) {
    let time = fs::metadata(one).and_then(|it| it.modified());
    rewrite(one, |text| match text.contains("正文。") {
        true => text.replace("正文。", "文正。"),
        false => text.replace("文正。", "正文。"),
    });
    let file = fs::File::options().write(true).open(one).expect("there");
    file.set_modified(time.expect("a time")).expect("ours to change");
}

/// Many editors save so: a new file, then a rename over the old.
fn save_by_rename(one: &Path) {
    let temporary = one.with_extension("swp");
    let text = fs::read_to_string(one).expect("readable");
    fs::write(&temporary, text + "保存。\n").expect("written");
    fs::rename(temporary, one).expect("renamed");
}
