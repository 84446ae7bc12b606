//! `pufa list`.

use clap::ValueEnum;
use jiff::{ToSpan as _, civil::Date};
use serde_json::json;

use crate::{
    cli::{Context, Exit, clock, make::Made, site::Site as Root},
    config::Flags,
    diag::{Text, messages::command::list as told, print::Format},
    site::{Fate, Page, Site},
};

/// Options of `list`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only these: drafts, scheduled, expired, due, soon or published
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    only: Option<Kind>,
    /// What is to be checked by a month from now
    #[arg(long, conflicts_with = "only")]
    due: bool,
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
    /// Published, and to be checked again within a month.
    Soon,
    /// Published.
    Published,
}

/// One line of the list.
struct Line {
    path: String,
    title: String,
    day: Option<Date>,
    /// Who checked it the last time.
    reviewers: Vec<String>,
}

/// Lists pages that somebody should look at, or all that are published.
pub fn run(context: &Context, site: Root, args: &Args) -> anyhow::Result<Exit> {
    let made = site.make(&Flags::at(clock::now(args.now)), None);
    let kinds = match args.only {
        Some(kind) => vec![kind],
        None if args.due => vec![Kind::Due, Kind::Soon],
        None => vec![Kind::Drafts, Kind::Scheduled, Kind::Expired, Kind::Due],
    };
    let mut count = 0;
    for kind in kinds {
        let lines = lines(&made, kind);
        count += lines.len();
        show(context, kind, &lines);
    }
    if count == 0 && context.format == Format::Human {
        context.console.say(&if args.due { told::nothing_due() } else { told::nothing() });
    }
    Ok(Exit::Success)
}

fn lines(made: &Made, kind: Kind) -> Vec<Line> {
    let site = &made.built.read.site;
    let now = site.config.now;
    let next_month = now.saturating_add(1.month());
    let published = |is_meant: &dyn Fn(&Page) -> bool| {
        let pages = site.pages.iter().filter(|it| is_meant(it));
        pages.map(|page| Line::of(site, page, kind)).collect()
    };
    let held = |day_of: fn(&Fate) -> Option<Option<Date>>| {
        let held = site.fates.iter().filter_map(|(path, fate)| Some((path, day_of(fate)?)));
        let line = |(path, day): (&String, _)| Line {
            path: path.clone(),
            title: title(made, path),
            day,
            reviewers: Vec::new(),
        };
        held.map(line).collect()
    };
    match kind {
        Kind::Published => published(&|_| true),
        Kind::Due => published(&|page| page.review_due(now)),
        Kind::Soon => published(&|page| !page.review_due(now) && page.review_due(next_month)),
        Kind::Drafts => held(|fate| (*fate == Fate::Draft).then_some(None)),
        Kind::Scheduled => {
            held(|fate| if let Fate::Scheduled(day) = fate { Some(Some(*day)) } else { None })
        }
        Kind::Expired => {
            held(|fate| if let Fate::Expired(day) = fate { Some(Some(*day)) } else { None })
        }
    }
}

impl Line {
    fn of(site: &Site, page: &Page, kind: Kind) -> Self {
        let front = site.front_matter(page);
        let day = match kind {
            Kind::Due => front.reviewed.or(page.date),
            Kind::Soon => page.review_until,
            Kind::Drafts | Kind::Scheduled | Kind::Expired | Kind::Published => page.date,
        };
        let path = site.path(page.document).to_owned();
        Self { path, title: page.title.clone(), day, reviewers: front.reviewers.clone() }
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
        Kind::Soon => told::soon(count),
        Kind::Published => told::published(count),
    }
}

fn is_about_review(kind: Kind) -> bool {
    match kind {
        Kind::Due | Kind::Soon => true,
        Kind::Drafts | Kind::Scheduled | Kind::Expired | Kind::Published => false,
    }
}

fn show(context: &Context, kind: Kind, lines: &[Line]) {
    match context.format {
        Format::Human if !lines.is_empty() => {
            context.console.say(&heading(kind, lines.len()));
            for Line { path, title, day, reviewers } in lines {
                let day = day.map(|it| format!("  {it}")).unwrap_or_default();
                let names = reviewers.iter().map(|it| format!("  {it}"));
                let names: String = names.filter(|_| is_about_review(kind)).collect();
                context.console.line(&format!("  {path}  {title}{day}{names}"));
            }
        }
        Format::Human => {}
        Format::Json | Format::Github => {
            for Line { path, title, day, reviewers } in lines {
                let kind = kind.to_possible_value().map(|it| it.get_name().to_owned());
                let day = day.map(|it| it.to_string());
                context.console.line(
                    &json!({ "kind": kind, "file": path, "title": title, "day": day, "reviewers": reviewers })
                        .to_string(),
                );
            }
        }
    }
}
