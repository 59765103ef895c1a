//! The command line: what can be asked, with its manual in the reader's language.

use std::path::PathBuf;

use bassin_kernel::Language;
use clap::{
    Arg, ArgAction, ArgMatches, Command,
    builder::ValueParser,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// A word or a sentence of the manual, by its key.
pub type Words<'a> = dyn Fn(&str) -> String + 'a;

/// The language in which to speak: `--lang`, then `BASSIN_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`; French otherwise.
#[must_use]
pub fn language(arguments: &[String], environment: &dyn Fn(&str) -> Option<String>) -> Language {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => rest.next().map(String::as_str),
            Some(value) => value.strip_prefix('='),
            None => None,
        };
        if let Some(language) = value.and_then(Language::from_tag) {
            return language;
        }
    }
    let variables = ["BASSIN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    variables.into_iter().filter_map(environment).find_map(|value| Language::from_tag(&value)).unwrap_or_default()
}

/// The whole command line.
pub fn command(t: &Words<'_>) -> Command {
    let template = format!("{{before-help}}{{about}}\n\n{}\n  {{usage}}\n\n{{all-args}}{{after-help}}\n", t("cli-heading-usage"));
    let base = |name: &'static str, about: &str| {
        Command::new(name)
            .about(t(about))
            .help_template(template.clone())
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .subcommand_help_heading(t("cli-heading-commands"))
            .arg(flag("help", t("cli-help")).short('h').action(ArgAction::Help).help_heading(t("cli-heading-general")))
    };
    let options = Common { t };
    base("bassin", "cli-about")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(flag("version", t("cli-version")).short('V').action(ArgAction::Version).help_heading(t("cli-heading-general")))
        .args(options.everywhere())
        .after_help(t("cli-after"))
        .subcommand(base("serve", "cli-serve").args(options.serve()))
        .subcommand(base("import", "cli-import").args(options.import()).after_help(t("cli-import-after")))
        .subcommand(base("portrait", "cli-portrait").args(options.portrait()).after_help(t("cli-portrait-after")))
        .subcommand(perimeter(&base, &options))
        .subcommand(statutes(&base, &options))
        .subcommand(
            base("demonstration", "cli-demonstration")
                .subcommand_required(true)
                .subcommand(base("load", "cli-demonstration-load").arg(options.fictional()))
                .subcommand(base("remove", "cli-demonstration-remove").arg(options.fictional())),
        )
        .subcommand(plan(&base, &options))
        .subcommand(base("doctor", "cli-doctor").arg(options.json()))
        .subcommand(
            base("backup", "cli-backup")
                .arg(options.path("FILE", "cli-backup-file"))
                .arg(flag("with-key", t("cli-backup-key")).help_heading(t("cli-heading-options"))),
        )
        .subcommand(base("restore", "cli-restore").arg(options.path("FILE", "cli-restore-file")))
        .subcommand(
            base("journal", "cli-journal")
                .subcommand_required(true)
                .subcommand(base("verify", "cli-journal-verify").arg(options.json()))
                .subcommand(base("list", "cli-journal-list").args([options.json(), options.limit()])),
        )
        .subcommand(
            base("account", "cli-account").subcommand_required(true).subcommand(base("link", "cli-account-link")).subcommand(
                base("rescue", "cli-account-rescue")
                    .arg(options.text("EMAIL", "cli-account-email"))
                    .arg(flag("second-factor", t("cli-account-second-factor")).help_heading(t("cli-heading-options")))
                    .after_help(t("cli-account-rescue-after")),
            ),
        )
}

fn statutes(base: &dyn Fn(&'static str, &str) -> Command, options: &Common<'_>) -> Command {
    base("statutes", "cli-statutes")
        .subcommand_required(true)
        .subcommand(
            base("check", "cli-statutes-check")
                .arg(options.files("FILE", "cli-statutes-file"))
                .after_help((options.t)("cli-statutes-after")),
        )
        .subcommand(base("list", "cli-statutes-list").arg(options.json()))
}

fn plan(base: &dyn Fn(&'static str, &str) -> Command, options: &Common<'_>) -> Command {
    base("plan", "cli-plan")
        .subcommand_required(true)
        .subcommand(base("export", "cli-plan-export").args([options.text("PLAN", "cli-plan-name"), options.path("FILE", "cli-plan-file")]))
        .subcommand(base("import", "cli-plan-import").args([options.path("FILE", "cli-plan-file"), options.preview(), options.confirmed()]))
}

fn perimeter(base: &dyn Fn(&'static str, &str) -> Command, options: &Common<'_>) -> Command {
    base("perimeter", "cli-perimeter")
        .subcommand_required(true)
        .subcommand(base("show", "cli-perimeter-show").args([options.expression(), options.json()]))
        .subcommand(base("save", "cli-perimeter-save").args([options.text("NAME", "cli-perimeter-name"), options.expression()]))
        .subcommand(base("list", "cli-perimeter-list").arg(options.json()))
        .subcommand(base("delete", "cli-perimeter-delete").arg(options.text("NAME", "cli-perimeter-name")))
}

fn flag(name: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

struct Common<'a> {
    t: &'a Words<'a>,
}

impl Common<'_> {
    fn option(&self, name: &'static str, value: &'static str, help: &str) -> Arg {
        Arg::new(name).long(name).value_name(value).help((self.t)(help)).help_heading((self.t)("cli-heading-options"))
    }

    fn everywhere(&self) -> [Arg; 3] {
        let general = (self.t)("cli-heading-general");
        [
            self.option("data", "DIR", "cli-data").global(true).env("BASSIN_DATA").hide_env(true).help_heading(general.clone()),
            self.option("database-url", "URL", "cli-database")
                .global(true)
                .env("DATABASE_URL")
                .hide_env(true)
                .hide_env_values(true)
                .help_heading(general.clone()),
            self.option("lang", "fr|en", "cli-lang")
                .global(true)
                .value_parser(["fr", "en"])
                .hide_possible_values(true)
                .help_heading(general),
        ]
    }

    fn serve(&self) -> [Arg; 3] {
        [
            self.option("listen", "ADDRESS", "cli-listen")
                .env("BASSIN_LISTEN")
                .hide_env(true)
                .default_value("127.0.0.1:8080")
                .hide_default_value(true),
            self.option("metrics", "ADDRESS", "cli-metrics").env("BASSIN_METRICS").hide_env(true),
            self.option("log", "text|json", "cli-log")
                .env("BASSIN_LOG")
                .hide_env(true)
                .value_parser(["text", "json"])
                .hide_possible_values(true)
                .default_value("text")
                .hide_default_value(true),
        ]
    }

    fn import(&self) -> [Arg; 3] {
        [
            self.files("PATH", "cli-import-path"),
            flag("check", (self.t)("cli-import-check")).help_heading((self.t)("cli-heading-options")),
            self.json(),
        ]
    }

    fn files(&self, name: &'static str, help: &str) -> Arg {
        Arg::new(name)
            .required(true)
            .num_args(1..)
            .value_parser(ValueParser::path_buf())
            .help((self.t)(help))
            .help_heading((self.t)("cli-heading-arguments"))
    }

    fn portrait(&self) -> [Arg; 4] {
        [
            self.expression(),
            self.option("theme", "THEME", "cli-portrait-theme"),
            self.option("format", "table|json|csv|xlsx", "cli-portrait-format")
                .value_parser(["table", "json", "csv", "xlsx"])
                .hide_possible_values(true)
                .default_value("table")
                .hide_default_value(true),
            self.json(),
        ]
    }

    fn expression(&self) -> Arg {
        Arg::new("EXPR").required(true).num_args(1..).help((self.t)("cli-expression")).help_heading((self.t)("cli-heading-arguments"))
    }

    fn text(&self, name: &'static str, help: &str) -> Arg {
        Arg::new(name).required(true).help((self.t)(help)).help_heading((self.t)("cli-heading-arguments"))
    }

    fn path(&self, name: &'static str, help: &str) -> Arg {
        self.text(name, help).value_parser(ValueParser::path_buf())
    }

    fn json(&self) -> Arg {
        flag("json", (self.t)("cli-json")).help_heading((self.t)("cli-heading-options"))
    }

    fn fictional(&self) -> Arg {
        flag("fictional", (self.t)("cli-demonstration-fictional")).help_heading((self.t)("cli-heading-options"))
    }

    fn preview(&self) -> Arg {
        flag("preview", (self.t)("cli-plan-preview")).help_heading((self.t)("cli-heading-options"))
    }

    fn confirmed(&self) -> Arg {
        flag("confirm", (self.t)("cli-plan-confirm")).help_heading((self.t)("cli-heading-options"))
    }

    fn limit(&self) -> Arg {
        self.option("limit", "N", "cli-limit")
            .value_parser(clap::value_parser!(u64).range(1..=10_000))
            .default_value("50")
            .hide_default_value(true)
    }
}

/// The words of an expression typed without quotes, joined.
#[must_use]
pub fn expression(matches: &ArgMatches) -> String {
    let words: Vec<&str> = matches.get_many::<String>("EXPR").into_iter().flatten().map(String::as_str).collect();
    words.join(" ")
}

/// The paths given under `name`.
#[must_use]
pub fn paths(matches: &ArgMatches, name: &str) -> Vec<PathBuf> {
    matches.get_many::<PathBuf>(name).into_iter().flatten().cloned().collect()
}

/// What is wrong with a command line, in one sentence in the reader's language.
#[must_use]
pub fn refusal(error: &clap::Error, language: Language) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string);
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    // The nearest word comes last.
    let nearest = |kind| match error.get(kind) {
        Some(ContextValue::Strings(words)) => words.last().cloned(),
        other => other.map(ToString::to_string),
    };
    let hint = nearest(ContextKind::SuggestedArg).or_else(|| nearest(ContextKind::SuggestedSubcommand));
    let hint = hint.map(|hint| match language {
        Language::French => format!(" Vouliez-vous dire « {hint} » ?"),
        Language::English => format!(" Did you mean “{hint}”?"),
    });
    let sentence = match (error.kind(), language) {
        (ErrorKind::UnknownArgument, Language::French) => format!("L’option « {argument} » n’existe pas."),
        (ErrorKind::UnknownArgument, Language::English) => format!("There is no option “{argument}”."),
        (ErrorKind::InvalidSubcommand, Language::French) => {
            format!("La commande « {} » n’existe pas.", context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        (ErrorKind::InvalidSubcommand, Language::English) => {
            format!("There is no command “{}”.", context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        (ErrorKind::MissingRequiredArgument, Language::French) => format!("Il manque : {argument}."),
        (ErrorKind::MissingRequiredArgument, Language::English) => format!("Missing: {argument}."),
        (ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, Language::French) => {
            "Il manque la sous-commande.".to_owned()
        }
        (ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand, Language::English) => {
            "The subcommand is missing.".to_owned()
        }
        (_, Language::French) => format!("La valeur « {value} » ne convient pas pour {argument}."),
        (_, Language::English) => format!("The value “{value}” does not fit {argument}."),
    };
    let manual = match language {
        Language::French => " Le mode d’emploi : bassin --help",
        Language::English => " The manual: bassin --help",
    };
    format!("{sentence}{}{manual}", hint.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        command(&|key| key.to_owned()).debug_assert();
    }

    #[test]
    fn language_comes_from_the_option_then_from_the_environment() {
        let none = |_: &str| None;
        let english = |name: &str| (name == "LANG").then(|| "en_GB.UTF-8".to_owned());
        let arguments = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(language(&arguments(&["portrait", "--lang", "en"]), &none), Language::English);
        assert_eq!(language(&arguments(&["--lang=fr"]), &english), Language::French);
        assert_eq!(language(&[], &english), Language::English);
        assert_eq!(language(&[], &none), Language::French);
    }

    #[test]
    fn refusals_are_sentences() {
        let error = command(&|key| key.to_owned()).try_get_matches_from(["bassin", "portait"]).unwrap_err();
        assert_eq!(
            refusal(&error, Language::French),
            "La commande « portait » n’existe pas. Vouliez-vous dire « portrait » ? Le mode d’emploi : bassin --help"
        );
    }
}
