//! `pufa law`: import, list, show and compare statutes.

mod import;
mod view;

use std::path::PathBuf;

use jiff::civil::Date;

use crate::{
    cli::{Context, Exit, clock, site::Site},
    config::{Config, Flags},
    diag::Sink,
    law::Library,
    read::Basis,
    source::{ReadOptions, Sources},
};

/// Options of `law`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Import statutes from .docx, .txt or .md files
    Import(ImportArgs),
    /// List laws: versions, texts, state, pages that cite them
    List,
    /// Show a law, or one article of it
    Show {
        /// Name of the law: 民法典
        #[arg(value_name = "LAW")]
        law: String,
        /// Number of the article: 1079, 133-1, 第一千零七十九条第三款
        #[arg(value_name = "ARTICLE")]
        article: Option<String>,
    },
    /// Compare two versions of a law
    Diff {
        /// Name of the law
        #[arg(value_name = "LAW")]
        law: String,
        /// Day the old version was made public [else the one before the newest]
        #[arg(value_name = "FROM")]
        from: Option<Date>,
        /// Day the new version was made public [else the newest]
        #[arg(value_name = "TO")]
        to: Option<Date>,
    },
}

/// Options of `law import`.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// Files to import
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Day from which this version applies, when the file cannot know it
    #[arg(long, value_name = "DATE")]
    pub effective: Option<Date>,
    /// Day on which this version was made public, when neither name nor text of the file says it
    #[arg(long, value_name = "DATE")]
    pub promulgated: Option<Date>,
    /// Import in spite of mistakes, and replace a different text
    #[arg(long)]
    pub force: bool,
}

/// Runs one of the commands.
pub fn run(context: &Context, site: Site, args: &Args) -> anyhow::Result<Exit> {
    let laws = Laws::open(site);
    match &args.command {
        Command::Import(args) => import::run(context, &laws, args),
        Command::List => Ok(view::list(context, &laws)),
        Command::Show { law, article } => Ok(view::show(context, &laws, law, article.as_deref())),
        Command::Diff { law, from, to } => Ok(view::diff(context, &laws, law, *from, *to)),
    }
}

/// A site, read as far as its laws.
pub struct Laws {
    /// The site.
    pub site: Site,
    /// All inputs.
    pub sources: Sources,
    /// Its settings and laws.
    pub basis: Basis,
}

impl Laws {
    fn open(site: Site) -> Self {
        let sources = Sources::read(&site.root, &ReadOptions::default());
        let flags = Flags::at(clock::now(None));
        let basis = Basis::read(&sources, &flags, &mut Sink::default());
        Self { site, sources, basis }
    }

    fn library(&self) -> &Library {
        &self.basis.library
    }

    fn config(&self) -> &Config {
        &self.basis.config
    }
}
