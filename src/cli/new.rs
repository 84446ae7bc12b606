//! `pufa new`.

use std::path::Path;

use crate::{
    cli::{Context, Exit, clock, site::Site},
    config::{Config, Flags},
    data,
    diag::{
        Text,
        messages::{command::files as told, nearest},
    },
    markdown::unfinished::{self, HEADING, NEXT, PLAIN, TEXT},
    path::OutputPath,
    read,
    source::{
        ReadOptions, Source, Sources,
        save::{self, Refused},
    },
};

/// How long a name made from a title may be: addresses are read out and typed.
const SLUG_LENGTH: usize = 48;

/// Options of `new`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Column: a folder of `content/` or its title
    #[arg(value_name = "COLUMN")]
    column: String,
    /// Title of the page
    #[arg(value_name = "TITLE")]
    title: String,
    /// Name of the file and last part of the address [else made from the title's pinyin]
    #[arg(long, value_name = "NAME")]
    slug: Option<String>,
}

/// Makes a page with its front matter filled in as far as it can be guessed.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let sources = Sources::read(&site.root, &ReadOptions::default());
    let config = read::config(&sources, &Flags::at(clock::now(None)));
    let columns = columns(&sources);
    let known = columns.iter().find(|(folder, title)| is_meant(&args.column, folder, title));
    let known = known.map(|(folder, _)| folder.clone());
    let Some(column) = known.or_else(|| empty_folder(&site.root, &args.column)) else {
        context.console.note(&no_column(&args.column, &columns));
        return Ok(Exit::Usage);
    };
    let column = column.as_str();
    if column.split('/').next().is_some_and(|it| it.eq_ignore_ascii_case("laws")) {
        context.console.note(&told::laws_are_imported());
        return Ok(Exit::Usage);
    }
    if let Some(slug) =
        args.slug.as_ref().filter(|it| it.contains('/') || OutputPath::new(it).is_err())
    {
        context.console.note(&told::bad_slug(slug));
        return Ok(Exit::Usage);
    }
    let slug = args.slug.clone().unwrap_or_else(|| slug(&args.title, column, &sources, &config));
    let path = format!("content/{column}/{slug}.md");
    let text = page(&args.title, column, &config);
    match save::create(&site.root, &path, text.as_bytes()) {
        Ok(()) => context.console.say(&told::made_page(&path)),
        Err(Refused::Taken) => {
            context.console.note(&told::page_exists(&path));
            return Ok(Exit::Usage);
        }
        Err(refused) => return Ok(context.not_saved(&path, &refused)),
    }
    Ok(Exit::Success)
}

/// Lists the folders that hold pages, with the titles of those that have one.
fn columns(sources: &Sources) -> Vec<(String, String)> {
    let folder = |source: &Source| -> Option<String> {
        Some(source.path.strip_prefix("content/")?.rsplit_once('/')?.0.to_owned())
    };
    let mut folders: Vec<String> =
        sources.pages.iter().filter(|it| it.file_name() != "index.md").filter_map(folder).collect();
    folders.retain(|it| !it.starts_with('_'));
    folders.sort();
    folders.dedup();
    let title = |folder: &String| {
        let index = format!("content/{folder}/_index.md");
        sources
            .pages
            .iter()
            .find(|it| it.path == index)
            .and_then(|it| title(&it.text))
            .unwrap_or_default()
    };
    folders.iter().map(|folder| (folder.clone(), title(folder))).collect()
}

/// Returns the title in a section page's front matter.
fn title(text: &str) -> Option<String> {
    let keys = ["标题:", "标题：", "title:", "标题 =", "title ="];
    let line = text.lines().take(40).find(|line| keys.iter().any(|key| line.starts_with(key)))?;
    let (_, value) = line.split_once([':', '：', '='])?;
    Some(value.trim().trim_matches(['"', '\'']).to_owned())
}

/// Says what columns there are, or the one that was probably meant.
fn no_column(written: &str, columns: &[(String, String)]) -> Text {
    let names = columns.iter().flat_map(|(folder, title)| [folder.as_str(), title.as_str()]);
    let known: Vec<String> = match nearest(written, names) {
        Some(near) => vec![near.to_owned()],
        None => columns.iter().map(|(folder, title)| format!("{folder} ({title})")).collect(),
    };
    let folder = as_folder(written);
    let may_be_made = OutputPath::new(&folder).is_ok().then_some(folder);
    told::no_column(written, &known, may_be_made.as_deref())
}

/// Returns the folder of `content/` that an editor made for a new column and that holds no page yet.
fn empty_folder(root: &Path, written: &str) -> Option<String> {
    let folder = as_folder(written);
    let is_there = OutputPath::new(&folder).is_ok() && root.join("content").join(&folder).is_dir();
    is_there.then_some(folder)
}

/// Returns how a folder of `content/` is called, however it was written.
fn as_folder(written: &str) -> String {
    let written = written.replace('\\', "/");
    written.trim_matches('/').trim_start_matches("content/").to_owned()
}

fn is_meant(written: &str, folder: &str, title: &str) -> bool {
    let written = as_folder(written);
    !written.is_empty() && (written == folder || written == title)
}

/// Makes a file name from the title's pinyin, or from the day when nothing can be read. Never one that is taken.
fn slug(title: &str, column: &str, sources: &Sources, config: &Config) -> String {
    let slug = data::pinyin(&sources.data).slug(title);
    let slug = shorten(&slug);
    let slug = if slug.is_empty() { config.now.to_string() } else { slug };
    // The same title again is a slip, not a second page.
    let is_taken = |slug: &str| {
        let (file, folder) =
            (format!("content/{column}/{slug}.md"), format!("content/{column}/{slug}/index.md"));
        let there = sources.pages.iter().find(|it| it.path == file || it.path == folder);
        there.is_some_and(|it| self::title(&it.text).as_deref() != Some(title))
    };
    let numbered = (2..).map(|it| format!("{slug}-{it}"));
    std::iter::once(slug.clone())
        .chain(numbered)
        .find(|it| !is_taken(it) && OutputPath::new(it).is_ok())
        .expect("the numbers do not end")
}

/// Cuts a long name between two syllables.
fn shorten(slug: &str) -> String {
    let mut parts = Vec::new();
    let mut length = 0;
    for part in slug.split('-') {
        length += part.len() + 1;
        if length > SLUG_LENGTH {
            break;
        }
        parts.push(part);
    }
    parts.join("-")
}

fn page(title: &str, column: &str, config: &Config) -> String {
    let top = column.split('/').next().unwrap_or(column);
    let rules = config.column(top);
    let mut lines = vec![
        "---".to_owned(),
        format!("标题: {}", serde_json::Value::from(title)),
        format!("日期: {}", config.now),
        "# 核对: 查过法律条文以后，写上那一天".to_owned(),
        format!("摘要: {}", unfinished::SUMMARY),
        "标签: []".to_owned(),
    ];
    if rules.is_some_and(|it| it.sensitive) {
        lines.push("敏感: true".to_owned());
    }
    for (key, values) in rules.iter().flat_map(|it| &it.values) {
        lines.push(format!("# {key}: 可以写 {}", values.join("、")));
    }
    lines.extend(["草稿: true".to_owned(), "---".to_owned()]);
    let body =
        format!("\n:::大白话\n{PLAIN}\n:::\n\n## {HEADING}\n\n{TEXT}\n\n:::下一步\n{NEXT}\n:::\n");
    lines.join("\n") + "\n" + &body
}

#[cfg(test)]
mod tests {
    use super::{is_meant, shorten, title};

    #[test]
    fn a_column_is_named_by_folder_or_title() {
        assert!(is_meant("content/rights/", "rights", "巾帼维权"));
        assert!(is_meant("巾帼维权", "rights", "巾帼维权"));
        assert!(is_meant("content\\a\\b", "a/b", ""));
        assert!(!is_meant("", "rights", ""));
        assert_eq!(title("---\n标题: \"巾帼维权\"\n---\n").as_deref(), Some("巾帼维权"));
        assert_eq!(shorten("li-hun-leng-jing-qi"), "li-hun-leng-jing-qi");
        assert_eq!(shorten(&"jia-".repeat(20)).len(), 47);
    }
}
