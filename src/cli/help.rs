//! The command line's description in the language of the editor: clap knows English only.

use clap::{
    Arg, ArgAction, Command, CommandFactory as _, Error,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    cli::args::Arguments,
    diag::{
        Lang,
        messages::command::help::{self, FRAME, Mistake, sentence, value_name},
    },
};

/// Returns the command line's description in `lang`.
pub fn command(lang: Lang) -> Command {
    let command = with_flags(Arguments::command(), lang);
    let command = command.after_help(help::exit_codes().get(lang).to_owned());
    let command = match lang {
        Lang::Zh => chinese(command, ""),
        Lang::En => command,
    };
    with_formats(command, lang)
}

fn with_formats(command: Command, lang: Lang) -> Command {
    let formats = help::leaflet_formats().get(lang).to_owned();
    command.mut_subcommand("leaflet", |it| {
        it.after_help(formats.clone()).mut_subcommand("preview", |it| it.after_help(formats))
    })
}

fn with_flags(command: Command, lang: Lang) -> Command {
    let flag = |name: &'static str, short, action| {
        Arg::new(name).long(name).short(short).action(action).global(true)
    };
    let help = flag("help", 'h', ArgAction::Help).help(help::help().get(lang).to_owned());
    let version = flag("version", 'V', ArgAction::Version);
    let version = version.help(help::version().get(lang).to_owned());
    command.propagate_version(true).arg(help).arg(version)
}

fn chinese(command: Command, path: &str) -> Command {
    let mut command = command
        .help_template(FRAME.template)
        .subcommand_help_heading(FRAME.command)
        .subcommand_value_name(FRAME.command);
    if let Some(about) = sentence(path) {
        command = command.about(about);
    }
    // Below a heading of their own even those that go by their place would be sorted by name.
    let mut place = 0;
    let argument = |arg: Arg| {
        place += 1;
        let arg = match arg.is_positional() {
            true => arg.display_order(place).help_heading(FRAME.arguments),
            false => arg.help_heading(FRAME.options),
        };
        let key = format!("{path}.{}", arg.get_id());
        let name = arg.get_value_names().and_then(<[_]>::first);
        let arg = match name.and_then(|it| value_name(it)) {
            Some(name) => arg.value_name(name),
            None => arg,
        };
        match sentence(&key).or_else(|| sentence(&format!(".{}", arg.get_id()))) {
            Some(help) => arg.help(help),
            None => arg,
        }
    };
    let inner = |sub: Command| {
        let path = format!("{path} {}", sub.get_name()).trim_start().to_owned();
        chinese(sub, &path)
    };
    command.mut_args(argument).mut_subcommands(inner)
}

/// Says what is wrong with the command line.
pub fn explain(error: &Error, lang: Lang) -> String {
    let own = || error.render().ansi().to_string();
    match (error.kind(), lang) {
        (
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
            Lang::Zh,
        ) => {
            let (options, chinese) = FRAME.any_options;
            own().replace(options, chinese)
        }
        (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) | (_, Lang::En) => own(),
        (kind, Lang::Zh) => explain_in_chinese(kind, error),
    }
}

fn explain_in_chinese(kind: ErrorKind, error: &Error) -> String {
    let written = |kind| help::listed(&error.get(kind).map(plain).unwrap_or_default());
    let (arg, value) = (written(ContextKind::InvalidArg), written(ContextKind::InvalidValue));
    let (sub, prior) = (written(ContextKind::InvalidSubcommand), written(ContextKind::PriorArg));
    let mistake = match kind {
        ErrorKind::UnknownArgument => Mistake::UnknownArgument(&arg),
        ErrorKind::InvalidSubcommand => Mistake::UnknownCommand(&sub),
        ErrorKind::MissingRequiredArgument => Mistake::Missing(&arg),
        ErrorKind::InvalidValue if value.is_empty() => Mistake::NoValue(&arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => Mistake::BadValue(&arg, &value),
        ErrorKind::ArgumentConflict => Mistake::Conflict(&arg, &prior),
        ErrorKind::TooManyValues => Mistake::TooMany(&arg, &value),
        _ => Mistake::Other,
    };
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().map(written).find(|it| !it.is_empty());
    let known = error.get(ContextKind::ValidValue).map(plain);
    help::mistake(mistake, near.as_deref(), &known.unwrap_or_default())
}

fn plain(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        other => vec![other.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::{command, sentence};
    use crate::diag::Lang;

    fn check(command: &Command, path: &str) {
        assert!(sentence(path).is_some(), "`{path}` has no Chinese");
        for arg in
            command.get_arguments().filter(|it| !matches!(it.get_id().as_str(), "help" | "version"))
        {
            let own = sentence(&format!("{path}.{}", arg.get_id()));
            assert!(
                own.or(sentence(&format!(".{}", arg.get_id()))).is_some(),
                "`{path}.{}` has no Chinese",
                arg.get_id()
            );
        }
        for sub in command.get_subcommands() {
            check(sub, format!("{path} {}", sub.get_name()).trim_start());
        }
    }

    #[test]
    fn every_command_is_described_in_both_languages() {
        check(&command(Lang::Zh), "");
        command(Lang::Zh).debug_assert();
        command(Lang::En).debug_assert();
    }
}
