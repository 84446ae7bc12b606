//! `pufa theme`: what templates can use, and the program's own theme as files to be changed.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use crate::{
    cli::{Context, Exit, clock, site::Site},
    config::Flags,
    diag::{
        Text,
        messages::{command::theme as told, nearest},
        print::Format,
    },
    read,
    source::{ReadOptions, Sources, save, save::Refused},
    theme::{
        built_in, built_in_bytes, built_in_files,
        reference::{self, Group},
        style, words,
    },
};

/// What `theme` does.
#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// List what templates can use: values, functions, filters, parts, colours, words
    List {
        /// Only one group, as `page`, `card`, `filters`, `colours`, `words`, `files` [without one, all but words and files]
        #[arg(value_name = "GROUP")]
        group: Option<String>,
    },
    /// Copy the built-in theme into the site, to be changed there; what is there is left alone
    Unpack {
        /// Only these, as `page.html` or `css/style.css` [else all]
        #[arg(value_name = "FILE")]
        files: Vec<String>,
        /// Folder to copy to [else themes/ of the site]
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
        /// Replace files that are there
        #[arg(long)]
        overwrite: bool,
    },
}

/// Runs `theme list` or `theme unpack`.
///
/// # Errors
/// When a file cannot be replaced.
pub fn run(context: &Context, action: Option<&Action>) -> anyhow::Result<Exit> {
    match action {
        None => Ok(list(context, None)),
        Some(Action::List { group }) => Ok(list(context, group.as_deref())),
        Some(Action::Unpack { files, to: Some(folder), overwrite }) => {
            let root = std::path::absolute(folder)?;
            let shown = folder.to_string_lossy().replace('\\', "/");
            std::fs::create_dir_all(&root)?;
            Ok(unpack(context, &Target { root, folder: String::new(), shown }, files, *overwrite))
        }
        Some(Action::Unpack { files, to: None, overwrite }) => context.with_site(|site| {
            let folder = format!("themes/{}", name(&site));
            let target = Target { root: site.root, shown: folder.clone(), folder };
            Ok(unpack(context, &target, files, *overwrite))
        }),
    }
}

/// Returns the name of the site's theme.
fn name(site: &Site) -> String {
    let sources = Sources::read(&site.root, &ReadOptions::default());
    read::config(&sources, &Flags::at(clock::now(None))).theme.value
}

/// One line of the list.
struct Line {
    name: String,
    kind: String,
    about: Text,
}

fn list(context: &Context, wanted: Option<&str>) -> Exit {
    let lists = lists();
    let Some(wanted) = wanted else {
        for (name, title, lines) in &lists {
            if !["words", "files"].contains(&name.as_str()) {
                show(context, (name, title), lines);
                if context.format == Format::Human {
                    context.console.line("");
                }
            }
        }
        if context.format == Format::Human {
            context.console.say(&told::legend());
        }
        return Exit::Success;
    };
    let mut found = false;
    for (name, title, lines) in lists.iter().filter(|it| it.0 == wanted) {
        found = true;
        show(context, (name, title), lines);
    }
    if found {
        return Exit::Success;
    }
    let names: Vec<&str> = lists.iter().map(|it| it.0.as_str()).collect();
    context.console.note(&told::no_group(wanted, nearest(wanted, names.iter().copied()), &names));
    Exit::Usage
}

/// Returns every group with its heading and its lines.
fn lists() -> Vec<(String, Text, Vec<Line>)> {
    let mut lists: Vec<_> = reference::groups().into_iter().map(group).collect();
    let words = words::own().into_iter();
    let words = words.map(|(key, text)| Line {
        name: key,
        kind: "text".to_owned(),
        about: Text::same(text),
    });
    lists.push(("words".to_owned(), told::words(), words.collect()));
    let files = built_in_files().into_iter();
    let files = files.map(|name| Line {
        kind: name.rsplit('.').next().unwrap_or_default().to_owned(),
        name,
        about: Text::same(""),
    });
    lists.push(("files".to_owned(), told::files(), files.collect()));
    lists
}

fn group(group: Group) -> (String, Text, Vec<Line>) {
    let colours = match group.name {
        "colours" => style::colours(built_in("templates/_palette.html").unwrap_or_default()),
        _ => Vec::new(),
    };
    let line = |entry: reference::Entry| {
        let colour = colours.iter().find(|it| it.0 == entry.name);
        let kind = colour.map(|(_, day, night)| format!("{day} / {night}"));
        Line {
            name: entry.name.to_owned(),
            kind: kind.unwrap_or_else(|| entry.kind.to_owned()),
            about: entry.about,
        }
    };
    let lines = group.entries.into_iter().map(line).collect();
    (group.name.to_owned(), told::only_in(group.name, &group.templates), lines)
}

fn show(context: &Context, (group, title): (&str, &Text), lines: &[Line]) {
    let lang = context.console.lang;
    if context.format != Format::Human {
        for Line { name, kind, about } in lines {
            let about = about.get(lang);
            let line = json!({ "group": group, "name": name, "type": kind, "about": about });
            context.console.line(&line.to_string());
        }
        return;
    }
    context.console.say(title);
    let mut said = "";
    let width = |of: fn(&Line) -> &str| {
        lines.iter().map(|it| of(it).chars().count()).max().unwrap_or(0).min(30)
    };
    let (names, kinds) = (width(|it| &it.name), width(|it| &it.kind));
    for Line { name, kind, about } in lines {
        // What several have in common is said once.
        let about = about.get(lang);
        let shown = if about == said { "" } else { about };
        said = about;
        let line = format!("  {name:names$}  {kind:kinds$}  {shown}");
        context.console.line(line.trim_end());
    }
}

/// Where the theme is copied to.
struct Target {
    /// A folder on disk.
    root: PathBuf,
    /// From there.
    folder: String,
    /// As it is called.
    shown: String,
}

fn unpack(context: &Context, target: &Target, wanted: &[String], overwrite: bool) -> Exit {
    let known = built_in_files();
    let mut files = Vec::new();
    for wanted in wanted {
        let Some(file) = find(wanted, &known) else {
            let names = known.iter().flat_map(|it| [it.as_str(), short(it)]);
            context
                .console
                .note(&told::no_file(wanted, nearest(&wanted.replace('\\', "/"), names)));
            return Exit::Usage;
        };
        files.push(file);
    }
    if wanted.is_empty() {
        files.extend(known.iter().map(String::as_str));
    }
    let (mut made, mut kept) = (Vec::new(), Vec::new());
    for file in files {
        let path = format!("{}/{file}", target.folder).trim_start_matches('/').to_owned();
        match write(target, &path, built_in_bytes(file).unwrap_or_default(), overwrite) {
            Ok(()) => made.push(file),
            Err(Refused::Taken) => kept.push(file),
            Err(refused) => return context.not_saved(&path, &refused),
        }
    }
    context.console.say(&told::unpacked(&target.shown, &made, &kept));
    Exit::Success
}

fn write(target: &Target, path: &str, bytes: &[u8], overwrite: bool) -> Result<(), Refused> {
    match save::create(&target.root, path, bytes) {
        Err(Refused::Taken) if overwrite => {
            let there = std::fs::read(target.root.join(path)).map_err(Refused::from)?;
            let source = crate::source::Source::new(path, &there);
            save::replace(&target.root, &source, &String::from_utf8_lossy(bytes))
        }
        done => done,
    }
}

/// Finds a file by its path inside the theme, or by the end of it.
fn find<'a>(wanted: &str, known: &'a [String]) -> Option<&'a str> {
    let wanted = wanted.replace('\\', "/");
    let wanted = wanted.trim_start_matches("./");
    let of_theme = wanted.strip_prefix("themes/").and_then(|it| it.split_once('/'));
    let wanted = of_theme.map_or(wanted, |it| it.1);
    let found = known.iter().find(|it| *it == wanted);
    found.or_else(|| known.iter().find(|it| short(it) == wanted)).map(String::as_str)
}

/// Returns the path of a file below `templates/` or `static/`.
fn short(path: &str) -> &str {
    path.split_once('/').map_or(path, |it| it.1)
}
