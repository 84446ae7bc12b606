//! Arguments in, exit code out.
//!
//! One file a command; `args` says how they are written, `help` describes them in Chinese, `diag::messages::command` holds
//! what they say, `site` runs a build for them. Mistakes in the content are diagnostics; this folder only shows them.

mod args;
mod build;
mod check;
mod clock;
mod completions;
mod console;
mod explain;
mod fix;
mod freshness;
mod help;
mod init;
mod law;
mod leaflet;
mod list;
mod make;
mod new;
mod serve;
mod site;
mod theme;
mod unchanged;
mod why;

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
};

use clap::FromArgMatches as _;

use crate::{
    cli::{
        args::{Arguments, Command, FormatName},
        console::Console,
        site::Site,
    },
    diag::{Lang, Sink, Text, messages::command as told, print::Format},
    source::{Sources, save::Refused},
};

/// How a command ended; the numbers are what the shell sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Success = 0,
    /// There are mistakes in the content.
    Content = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The system failed: disk, permissions, network.
    System = 3,
    /// A mistake of ours.
    Internal = 4,
}

/// What every command knows.
pub struct Context {
    /// The terminal.
    pub console: Console,
    /// `--root`.
    pub root: Option<PathBuf>,
    /// `--format`.
    pub format: Format,
}

/// Runs pufa with the arguments of this process.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    let console = Console::new(spoken(&arguments));
    let parsed = help::command(console.lang).try_get_matches_from(&arguments);
    let exit = match parsed.and_then(|it| Arguments::from_arg_matches(&it)) {
        Ok(arguments) => orderly(&console.clone(), || start(arguments, console)),
        Err(error) => {
            let text = help::explain(&error, console.lang);
            if error.use_stderr() {
                console.note_as_is(&text);
            } else {
                console.print(&text);
            }
            if error.use_stderr() { Exit::Usage } else { Exit::Success }
        }
    };
    ExitCode::from(exit as u8)
}

/// Looks for `--lang` before the command line is understood, so that a mistake in it is told in that language.
fn spoken(arguments: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = arguments.iter().filter_map(|it| it.to_str()).collect();
    let after =
        texts.iter().position(|it| *it == "--lang").and_then(|at| texts.get(at + 1).copied());
    let joined = || texts.iter().find_map(|it| it.strip_prefix("--lang="));
    match after.or_else(joined)? {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// Runs a command; when it breaks down, that is said in the editor's language too, and the shell hears a number of ours.
fn orderly(console: &Console, command: impl FnOnce() -> Exit) -> Exit {
    catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|_| {
        console.note(&told::broke_down());
        Exit::Internal
    })
}

fn start(arguments: Arguments, console: Console) -> Exit {
    let form = arguments.common.format;
    let context = Context { console, root: arguments.common.root, format: (&form).into() };
    if let FormatName::Other(word) = &form
        && !prints_leaflets(arguments.command.as_ref())
    {
        context.console.note(&told::no_form(word));
        return Exit::Usage;
    }
    let done = match arguments.command {
        Some(Command::Leaflet(args)) => {
            let word = if let FormatName::Other(word) = &form { Some(word.as_str()) } else { None };
            context.with_site(|site| leaflet::run(&context, &site, args, word))
        }
        Some(command) => dispatch(&context, command),
        None => alone(&context),
    };
    done.unwrap_or_else(|error| {
        context.console.note(&failed(&error));
        Exit::System
    })
}

/// Says what was not possible, down to the system's own words.
fn failed(error: &anyhow::Error) -> Text {
    let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
    told::failed(chain.iter().map(String::as_str))
}

/// `--format` names a leaflet's format for this command alone.
fn prints_leaflets(command: Option<&Command>) -> bool {
    matches!(command, Some(Command::Leaflet(_)))
}

fn dispatch(context: &Context, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Build(args) => context.with_site(|site| build::run(context, site, &args)),
        Command::Serve(args) => context.with_site(|site| serve::run(context, site, &args)),
        Command::Check(args) => context.with_site(|site| check::run(context, site, &args)),
        Command::Fix(args) => context.with_site(|site| fix::run(context, site, &args)),
        Command::New(args) => context.with_site(|site| new::run(context, site, &args)),
        Command::Law(args) => context.with_site(|site| law::run(context, site, &args)),
        Command::Why { file } => context.with_site(|site| why::run(context, site, &file)),
        Command::List(args) => context.with_site(|site| list::run(context, site, &args)),
        Command::Init { folder } => init::run(context, &folder),
        Command::Leaflet(args) => {
            context.with_site(|site| leaflet::run(context, &site, args, None))
        }
        Command::Theme { action } => theme::run(context, action.as_ref()),
        Command::Explain { code } => Ok(explain::run(context, code.as_deref())),
        Command::Completions { shell } => Ok(completions::run(context, shell)),
    }
}

impl Context {
    /// Says that a source was not written.
    pub(crate) fn not_saved(&self, path: &str, refused: &Refused) -> Exit {
        let mut sink = Sink::default();
        sink.source_not_saved(path, refused);
        self.print(&sink.take(), &Sources::default());
        if matches!(refused, Refused::System(_)) { Exit::System } else { Exit::Content }
    }

    /// Runs a command that needs a site, or says that there is none.
    ///
    /// # Errors
    /// When the command itself fails.
    pub(crate) fn with_site(
        &self,
        command: impl FnOnce(Site) -> anyhow::Result<Exit>,
    ) -> anyhow::Result<Exit> {
        match Site::find(self) {
            Some(site) => command(site),
            None => {
                let folder =
                    self.root.clone().or_else(|| env::current_dir().ok()).unwrap_or_default();
                self.console.note(&told::no_site(&folder.to_string_lossy()));
                Ok(Exit::Usage)
            }
        }
    }
}

/// `pufa` without a command, a double click for example: shows the site that is here, or offers to make one.
fn alone(context: &Context) -> anyhow::Result<Exit> {
    let done = show_or_offer(context);
    let went_wrong = done.as_ref().map_or(true, |exit| *exit != Exit::Success);
    // The window of a double click closes with the program, and the message with it.
    if went_wrong && cfg!(windows) && io::stdin().is_terminal() {
        if let Err(error) = &done {
            context.console.note(&failed(error));
        }
        context.console.note(&told::press_enter());
        io::stdin().read_line(&mut String::new())?;
    }
    done
}

fn show_or_offer(context: &Context) -> anyhow::Result<Exit> {
    if let Some(site) = Site::find(context) {
        return serve::run(context, site, &serve::Args { open: true, ..serve::Args::default() });
    }
    let folder = context.root.clone().unwrap_or_else(|| PathBuf::from("pufa-site"));
    if !context.console.confirm(&told::offer_init(&folder.to_string_lossy())) {
        let here = env::current_dir()?;
        context.console.note(&told::no_site(&here.to_string_lossy()));
        return Ok(Exit::Usage);
    }
    let made = init::run(context, &folder)?;
    if made != Exit::Success {
        return Ok(made);
    }
    let inside =
        Context { console: context.console.clone(), root: Some(folder), format: context.format };
    show_or_offer(&inside)
}

#[cfg(test)]
mod tests {
    use super::{Exit, orderly};
    use crate::{cli::console::Console, diag::Lang};

    #[test]
    fn a_command_that_breaks_down_ends_with_a_number_of_ours() {
        let console = Console::new(Some(Lang::Zh));
        let exit = orderly(&console, || panic!("provoked"));
        assert_eq!(exit as u8, 4);
        assert_eq!(orderly(&console, || Exit::Content), Exit::Content);
    }
}
