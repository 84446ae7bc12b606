//! What may be written after `pufa`. The sentences here are the English help; [`crate::cli::help`] holds the Chinese.

use std::{convert::Infallible, path::PathBuf, str::FromStr};

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::{
    cli::{build, check, fix, law, leaflet, list, new, serve, theme},
    diag::{Lang, print::Format},
};

/// Columns about the law in Markdown, an accessible website and printable leaflets out
#[derive(Debug, Parser)]
#[command(
    name = "pufa",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(crate) struct Arguments {
    /// For every command.
    #[command(flatten)]
    pub common: Common,
    /// Without one, the site of this folder is shown in the browser.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Folder of the site, with its `site.toml` [else this folder or one above it]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Language of the messages: zh or en
    #[arg(long, global = true, value_name = "LANG", hide_possible_values = true)]
    pub lang: Option<LangName>,
    /// Form of the messages: human, json (one object a line) or github (annotations)
    #[arg(
        long,
        global = true,
        value_name = "FORM",
        default_value = "human",
        hide_default_value = true
    )]
    pub format: FormatName,
}

/// `--lang`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangName {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl From<LangName> for Lang {
    fn from(name: LangName) -> Self {
        match name {
            LangName::Zh => Self::Zh,
            LangName::En => Self::En,
        }
    }
}

/// `--format`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FormatName {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For GitHub Actions.
    Github,
    /// A word that only `leaflet` understands: `trifold`.
    Other(String),
}

impl FromStr for FormatName {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(match word {
            "human" => Self::Human,
            "json" => Self::Json,
            "github" => Self::Github,
            _ => Self::Other(word.to_owned()),
        })
    }
}

impl From<&FormatName> for Format {
    fn from(name: &FormatName) -> Self {
        match name {
            FormatName::Human | FormatName::Other(_) => Self::Human,
            FormatName::Json => Self::Json,
            FormatName::Github => Self::Github,
        }
    }
}

/// The commands. A new one gets a file beside this, a variant here, an arm in [`crate::cli::run`], sentences in `help.rs`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site into the output folder
    Build(build::Args),
    /// Show the site in a browser, fresh after each save
    Serve(serve::Args),
    /// Look for mistakes without writing anything
    Check(check::Args),
    /// Repair slips that can be repaired mechanically: full-width marks, encodings
    Fix(fix::Args),
    /// Start a new page
    New(new::Args),
    /// Import, list, show and compare statutes
    Law(law::Args),
    /// Make a small site that builds at once
    Init {
        /// Folder to make it in
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Print one page's leaflet, or everything the stations get
    Leaflet(leaflet::Args),
    /// List what templates can use, and copy them out to be changed
    Theme {
        /// Without one, all that templates can use is listed.
        #[command(subcommand)]
        action: Option<theme::Action>,
    },
    /// Explain the code of a message
    Explain {
        /// As it stands in the brackets: link/broken [without one, all codes are listed]
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Tell what became of a file and why
    Why {
        /// A file of the site
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List pages: drafts, scheduled, expired, due for review
    List(list::Args),
    /// Print completions for a shell
    Completions {
        /// bash, zsh, fish, powershell or elvish
        #[arg(value_name = "SHELL", hide_possible_values = true)]
        shell: Shell,
    },
}
