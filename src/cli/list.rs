//! `pufa list`.

use clap::ValueEnum;
use jiff::civil::Date;
use serde_json::json;

use crate::{
    cli::{Context, Exit, clock, make::Made, site::Site},
    config::Flags,
    diag::{Text, messages::command::list as told, print::Format},
    site::Fate,
};

/// Options of `list`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only these: drafts, scheduled, expired, due or published
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    only: Option<Kind>,
    /// Take this day as today: 2026-03-08
    #[arg(long, value_name = "DATE")]
    now: Option<Date>,
}

/// Pages that have something in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    /// 草稿.
    Drafts,
    /// Not published yet.
    Scheduled,
    /// Not published any more.
    Expired,
    /// Published, but the law on it has not been checked for long.
    Due,
    /// Published.
    Published,
}

/// One line of the list.
struct Line {
    path: String,
    title: String,
    day: Option<Date>,
}

/// Lists pages that somebody should look at, or all that are published.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let made = site.make(&Flags::at(clock::now(args.now)), None);
    let kinds = match args.only {
        Some(kind) => vec![kind],
        None => vec![Kind::Drafts, Kind::Scheduled, Kind::Expired, Kind::Due],
    };
    let mut count = 0;
    for kind in kinds {
        let lines = lines(&made, kind);
        count += lines.len();
        show(context, kind, &lines);
    }
    if count == 0 && context.format == Format::Human {
        context.console.say(&told::nothing());
    }
    Ok(Exit::Success)
}

fn lines(made: &Made, kind: Kind) -> Vec<Line> {
    let site = &made.built.read.site;
    let published = || {
        site.pages.iter().map(|page| {
            let reviewed = site.front_matter(page).reviewed;
            let day = if kind == Kind::Due { reviewed.or(page.date) } else { page.date };
            (
                page,
                Line { path: site.path(page.document).to_owned(), title: page.title.clone(), day },
            )
        })
    };
    let held = |day_of: fn(&Fate) -> Option<Option<Date>>| {
        let held = site.fates.iter().filter_map(|(path, fate)| Some((path, day_of(fate)?)));
        held.map(|(path, day)| Line { path: path.clone(), title: title(made, path), day }).collect()
    };
    match kind {
        Kind::Published => published().map(|(_, line)| line).collect(),
        Kind::Due => {
            published().filter(|(page, _)| page.review_due).map(|(_, line)| line).collect()
        }
        Kind::Drafts => held(|fate| (*fate == Fate::Draft).then_some(None)),
        Kind::Scheduled => {
            held(|fate| if let Fate::Scheduled(day) = fate { Some(Some(*day)) } else { None })
        }
        Kind::Expired => {
            held(|fate| if let Fate::Expired(day) = fate { Some(Some(*day)) } else { None })
        }
    }
}

/// Returns the title that a page would have; it is not in the index, because it is not published.
fn title(made: &Made, path: &str) -> String {
    let site = &made.built.read.site;
    let index = site.paths.iter().position(|it| it == path);
    index.and_then(|it| site.outlines[it].front_matter.title.clone()).unwrap_or_default()
}

fn heading(kind: Kind, count: usize) -> Text {
    match kind {
        Kind::Drafts => told::drafts(count),
        Kind::Scheduled => told::scheduled(count),
        Kind::Expired => told::expired(count),
        Kind::Due => told::due(count),
        Kind::Published => told::published(count),
    }
}

fn show(context: &Context, kind: Kind, lines: &[Line]) {
    match context.format {
        Format::Human if !lines.is_empty() => {
            context.console.say(&heading(kind, lines.len()));
            for Line { path, title, day } in lines {
                let day = day.map(|it| format!("  {it}")).unwrap_or_default();
                context.console.line(&format!("  {path}  {title}{day}"));
            }
        }
        Format::Human => {}
        Format::Json | Format::Github => {
            for Line { path, title, day } in lines {
                let kind = kind.to_possible_value().map(|it| it.get_name().to_owned());
                let day = day.map(|it| it.to_string());
                context.console.line(
                    &json!({ "kind": kind, "file": path, "title": title, "day": day }).to_string(),
                );
            }
        }
    }
}
