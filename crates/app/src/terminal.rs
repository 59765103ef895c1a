//! What the terminal says: results on the standard output, words and progress on the error output.

use std::{
    io::{self, IsTerminal, Write},
    sync::Arc,
};

use bassin_kernel::{Language, Problem};
use bassin_web::{Catalogue, Value};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

/// How many violations are spelt out in a terminal.
const LISTED: usize = 40;
/// How many suggestions are made for one.
const SUGGESTED: usize = 5;

/// The terminal, in a language.
pub struct Terminal {
    /// The language.
    pub language: Language,
    /// The messages.
    pub catalogue: Arc<Catalogue>,
}

impl Terminal {
    /// A terminal that speaks `language`.
    pub fn new(language: Language) -> Self {
        Self { language, catalogue: Arc::new(crate::catalogue()) }
    }

    /// The message `key`.
    pub fn t(&self, key: &str) -> String {
        self.catalogue.text(self.language, key, &[])
    }

    /// The message `key` with its arguments.
    pub fn t_with(&self, key: &str, arguments: &[(&str, Value<'_>)]) -> String {
        self.catalogue.text(self.language, key, arguments)
    }

    /// A result, on the standard output. A reader that closed the pipe has read enough.
    pub fn result(&self, text: &str) {
        let _ = writeln!(io::stdout(), "{text}");
    }

    /// A result as bytes: a file.
    pub fn bytes(&self, bytes: &[u8]) {
        let _ = io::stdout().write_all(bytes);
    }

    /// A result as JSON.
    pub fn json(&self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string_pretty(value) {
            self.result(&text);
        }
    }

    /// Words beside the result.
    pub fn say(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// What went wrong, in one sentence.
    pub fn fail(&self, text: &str) {
        self.say(&format!("bassin : {text}"));
    }

    /// Everything that went wrong.
    pub fn problem(&self, problem: &Problem) {
        for line in self.lines(problem) {
            self.fail(&line);
        }
    }

    /// A problem, a line a violation, with its place and what would be accepted.
    pub fn lines(&self, problem: &Problem) -> Vec<String> {
        let mut lines: Vec<String> = problem.violations.iter().take(LISTED).map(|violation| self.line(violation)).collect();
        let more = problem.unlisted + u64::try_from(problem.violations.len().saturating_sub(LISTED)).unwrap_or(0);
        if more > 0 {
            lines.push(self.t_with("cli-more", &[("count", more.into())]));
        }
        lines
    }

    /// A violation in one line.
    pub fn line(&self, violation: &bassin_kernel::Violation) -> String {
        let message = violation.message.get(self.language);
        let mut line = self.place(violation, message);
        line.push_str(message);
        if !violation.suggestions.is_empty() {
            let some: Vec<&str> = violation.suggestions.iter().take(SUGGESTED).map(String::as_str).collect();
            line = format!("{line} {}", self.t_with("cli-suggestions", &[("list", some.join(", ").into())]));
        }
        line
    }

    /// Where, unless the sentence itself says it.
    fn place(&self, violation: &bassin_kernel::Violation, message: &str) -> String {
        let location = &violation.location;
        let says = |row: &str| ["ligne", "Ligne", "row", "Row"].iter().any(|word| message.contains(&format!("{word} {row}")));
        let row = location.row.map(|row| row.to_string()).filter(|row| !says(row));
        let row = row.map(|row| self.t_with("cli-row", &[("row", row.into())]));
        let column = location.column.as_ref().filter(|column| !message.contains(column.as_str()));
        let column = column.map(|column| self.t_with("cli-column", &[("column", column.clone().into())]));
        let place: Vec<String> = [row, column].into_iter().flatten().collect();
        if place.is_empty() { String::new() } else { format!("{} – ", place.join(", ")) }
    }

    /// A progress bar of `total` bytes; silent when the error output is not a terminal.
    pub fn progress(&self, total: u64, name: &str) -> ProgressBar {
        let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        if let Ok(style) = ProgressStyle::with_template("{msg:32!} {bar:32} {percent:>3} %") {
            bar.set_style(style);
        }
        bar.set_message(name.to_owned());
        bar
    }
}
