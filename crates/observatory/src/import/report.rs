//! What was found in a file: all of it counted, enough of it listed.

use std::collections::BTreeMap;

use bassin_kernel::{Kind, Problem, Violation};
use serde::{Deserialize, Serialize};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file is refused.
    Error,
    /// The file is accepted; somebody should look.
    Warning,
    /// Good to know.
    Info,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What, and where.
    pub violation: Violation,
}

/// How many times a thing was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How much it matters.
    pub severity: Severity,
    /// Its code.
    pub code: String,
    /// How many times.
    pub count: u64,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// The rows of data read.
    pub rows: u64,
    /// The figures kept.
    pub figures: u64,
    /// What was found, in the order of the file.
    pub findings: Vec<Finding>,
    /// The counts, errors first.
    pub tallies: Vec<Tally>,
}

/// The findings listed in all, and of one kind: a file with 30,000 unknown codes still shows its other faults.
const LISTED: usize = 200;
const LISTED_OF_A_KIND: u64 = 60;

/// A report being written.
#[derive(Debug, Default)]
pub struct Reporter {
    findings: Vec<Finding>,
    counts: BTreeMap<(Severity, &'static str), u64>,
}

impl Reporter {
    /// Notes a thing found; its sentence is only made when it will be listed.
    pub fn note(&mut self, severity: Severity, code: &'static str, sentence: impl FnOnce() -> Violation) {
        let count = self.counts.entry((severity, code)).or_default();
        *count += 1;
        if *count <= LISTED_OF_A_KIND && self.findings.len() < LISTED {
            let violation = Violation { code: code.to_owned(), ..sentence() };
            self.findings.push(Finding { severity, violation });
        }
    }

    /// An error.
    pub fn error(&mut self, code: &'static str, sentence: impl FnOnce() -> Violation) {
        self.note(Severity::Error, code, sentence);
    }

    /// Whether the file must be refused.
    pub fn has_errors(&self) -> bool {
        self.counts.keys().any(|(severity, _)| *severity == Severity::Error)
    }

    /// The report, or the problem when there are errors.
    pub fn close(self, rows: u64, figures: u64) -> Result<Report, Problem> {
        if !self.has_errors() {
            let tallies =
                self.counts.into_iter().map(|((severity, code), count)| Tally { severity, code: code.to_owned(), count }).collect();
            return Ok(Report { rows, figures, findings: self.findings, tallies });
        }
        let errors: Vec<_> = self.counts.iter().filter(|((severity, _), _)| *severity == Severity::Error).collect();
        let total: u64 = errors.iter().map(|(_, count)| **count).sum();
        let listed = self.findings.iter().filter(|finding| finding.severity == Severity::Error).map(|finding| finding.violation.clone());
        let mut violations: Vec<Violation> = listed.collect();
        let unlisted = total - violations.len() as u64;
        if unlisted > 0 {
            let by_code = errors.iter().map(|((_, code), count)| format!("{code}\u{a0}: {count}")).collect::<Vec<_>>().join(", ");
            violations.push(Violation::new(
                "more-errors",
                format!("Le fichier compte {total} erreurs en tout ({by_code})\u{202f}; {unlisted} ne sont pas détaillées ici."),
                format!("The file has {total} errors in all ({by_code}); {unlisted} are not detailed here."),
            ));
        }
        Err(Problem { unlisted, ..Problem::new(Kind::Invalid, violations) })
    }
}
