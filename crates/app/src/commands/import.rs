//! `bassin import`: every file of the paths given, territories first, each whole or not at all.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use bassin_kernel::{Problem, Violation};
use bassin_observatory::import::{Outcome, Progress, Report, Severity};
use clap::ArgMatches;
use serde_json::{Value, json};

use crate::{
    DONE, REFUSED, cli,
    installation::{Installation, Place, operator},
    terminal::Terminal,
};

/// Files that are no data, left aside without a word when a folder is imported.
const ASIDE: [&str; 6] = ["md", "txt", "toml", "pdf", "png", "html"];

/// What is said of a file that is none of those Bassin reads.
const UNKNOWN: [&str; 3] = ["schema-unknown", "format-error", "contours-no-code"];
/// How many findings of a kind are spelt out.
const FINDINGS: u64 = 3;

/// What became of a file.
enum Fate {
    Imported(String),
    Checked(String),
    Same,
    Refused(Problem),
    Unknown(Problem),
}

struct Counts {
    imported: u64,
    same: u64,
    refused: u64,
    unknown: u64,
}

/// Imports, or only checks, every file of the paths given.
pub async fn import(place: &Place, options: &ArgMatches, terminal: &Terminal) -> Result<u8, Problem> {
    let installation = Installation::open(place).await?;
    let (check, json) = (options.get_flag("check"), options.get_flag("json"));
    let asked = cli::paths(options, "PATH");
    let (territories, others) = sorted(&installation, &asked)?;
    if territories.is_empty() && others.is_empty() {
        terminal.say(&terminal.t("cli-import-nothing"));
        return Ok(REFUSED);
    }
    let session = Session { installation: &installation, terminal, check, quiet: json };
    let mut fates: Vec<(PathBuf, Fate, Vec<Finding>)> = Vec::new();
    for path in territories {
        let (fate, findings) = session.territory(&path).await?;
        let fate = aside(fate, asked.contains(&path));
        session.tell(&path, &fate, &findings);
        fates.push((path, fate, findings));
    }
    if fates.iter().any(|(_, fate, _)| matches!(fate, Fate::Imported(_))) {
        for (dataset, problem) in installation.observatory.rebuild(&operator()).await? {
            terminal.fail(&format!("{dataset}: {}", problem.text(terminal.language)));
        }
    }
    for path in others {
        let (fate, findings) = session.dataset(&path).await;
        let fate = aside(fate, asked.contains(&path));
        session.tell(&path, &fate, &findings);
        fates.push((path, fate, findings));
    }
    Ok(conclude(&fates, terminal, json))
}

fn conclude(fates: &[(PathBuf, Fate, Vec<Finding>)], terminal: &Terminal, json: bool) -> u8 {
    let mut counts = Counts { imported: 0, same: 0, refused: 0, unknown: 0 };
    for (_, fate, _) in fates {
        match fate {
            Fate::Imported(_) | Fate::Checked(_) => counts.imported += 1,
            Fate::Same => counts.same += 1,
            Fate::Refused(_) => counts.refused += 1,
            Fate::Unknown(_) => counts.unknown += 1,
        }
    }
    if json {
        terminal.json(&fates.iter().map(|(path, fate, findings)| as_json(path, fate, findings)).collect::<Vec<_>>());
    } else if fates.len() > 1 {
        let arguments = [
            ("imported", counts.imported.into()),
            ("same", counts.same.into()),
            ("refused", counts.refused.into()),
            ("unknown", counts.unknown.into()),
        ];
        terminal.say(&terminal.t_with("cli-import-summary", &arguments));
    }
    if counts.refused > 0 { REFUSED } else { DONE }
}

fn as_json(path: &Path, fate: &Fate, findings: &[Finding]) -> Value {
    let (state, problem) = match fate {
        Fate::Imported(_) => ("imported", None),
        Fate::Checked(_) => ("checked", None),
        Fate::Same => ("unchanged", None),
        Fate::Refused(problem) => ("refused", Some(problem)),
        Fate::Unknown(problem) => ("unknown", Some(problem)),
    };
    let findings: Vec<Value> =
        findings.iter().map(|finding| json!({"severity": finding.severity, "violation": finding.violation})).collect();
    json!({"file": path.display().to_string(), "state": state, "problem": problem, "findings": findings})
}

/// A file found in a folder that is none of those Bassin reads is left aside; one that was named is refused.
fn aside(fate: Fate, named: bool) -> Fate {
    match fate {
        Fate::Refused(problem) if !named && is_unknown(&problem) => Fate::Unknown(problem),
        fate => fate,
    }
}

/// Whether a file is none of those Bassin reads.
fn is_unknown(problem: &Problem) -> bool {
    problem.violations.iter().any(|violation| UNKNOWN.contains(&violation.code.as_str()))
}

/// The files of the paths given: those of territories, which others rely on, then the others. Each once, in order.
fn sorted(installation: &Installation, paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Problem> {
    let mut files = BTreeSet::new();
    for path in paths {
        gather(path, true, &mut files)?;
    }
    let (mut territories, mut others) = (Vec::new(), Vec::new());
    for file in files {
        match installation.territory.recognises(&file) {
            Ok(true) => territories.push(file),
            _ => others.push(file),
        }
    }
    // The history of communes comes before what it explains, contours after it.
    territories.sort_by_key(|path| (is_json(path), !is_history(path), path.clone()));
    Ok((territories, others))
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("geojson") || extension.eq_ignore_ascii_case("json"))
}

fn is_history(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains("historique"))
}

fn gather(path: &Path, asked: bool, files: &mut BTreeSet<PathBuf>) -> Result<(), Problem> {
    let unreadable = |error: &std::io::Error| {
        let shown = path.display();
        Problem::invalid(
            "path-unreadable",
            format!("« {shown} » ne peut pas être lu : {error}."),
            format!("“{shown}” cannot be read: {error}."),
        )
    };
    let kind = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
    if kind.is_dir() {
        for entry in std::fs::read_dir(path).map_err(|error| unreadable(&error))? {
            gather(&entry.map_err(|error| unreadable(&error))?.path(), false, files)?;
        }
    } else if asked || !path.extension().is_some_and(|extension| ASIDE.iter().any(|aside| extension.eq_ignore_ascii_case(aside))) {
        files.insert(path.to_owned());
    }
    Ok(())
}

/// Something a reader should know of an accepted file.
struct Finding {
    severity: &'static str,
    violation: Violation,
}

struct Session<'a> {
    installation: &'a Installation,
    terminal: &'a Terminal,
    check: bool,
    quiet: bool,
}

impl Session<'_> {
    async fn territory(&self, path: &Path) -> Result<(Fate, Vec<Finding>), Problem> {
        let outcome =
            if self.check { self.installation.territory.verify(path) } else { self.installation.territory.import(&operator(), path).await };
        let imported = match outcome {
            Ok(imported) => imported,
            Err(problem) if crate::exit_code(&problem) == REFUSED => return Ok((Fate::Refused(problem), Vec::new())),
            Err(problem) => return Err(problem),
        };
        let what: Vec<&str> = imported.sources.iter().map(|source| source.get(self.terminal.language)).collect();
        let what = what.join(", ");
        let findings = imported.warnings.into_iter().map(|violation| Finding { severity: "warning", violation }).collect();
        let fate = match (imported.already, self.check) {
            (true, _) => Fate::Same,
            (false, true) => Fate::Checked(what),
            (false, false) => Fate::Imported(what),
        };
        Ok((fate, findings))
    }

    async fn dataset(&self, path: &Path) -> (Fate, Vec<Finding>) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bar = self.terminal.progress(0, &name);
        let shown = bar.clone();
        let progress: Progress = Arc::new(move |done, total| {
            shown.set_length(total);
            shown.set_position(done);
        });
        let observatory = &self.installation.observatory;
        let fate = if self.check {
            observatory
                .check(path, progress)
                .await
                .map(|checked| (Fate::Checked(self.what(&checked.dataset, &checked.report)), findings(&checked.report)))
        } else {
            observatory.import(&operator(), path, progress).await.map(|outcome| match outcome {
                Outcome::Imported(version) => (Fate::Imported(self.what(&version.dataset, &version.report)), findings(&version.report)),
                Outcome::Unchanged(_) => (Fate::Same, Vec::new()),
            })
        };
        bar.finish_and_clear();
        fate.unwrap_or_else(|problem| (Fate::Refused(problem), Vec::new()))
    }

    /// `rp2017-emploi, 34 996 lignes, 419 952 chiffres`.
    fn what(&self, dataset: &str, report: &Report) -> String {
        let count = |count: u64| bassin_kernel::text::count(count, self.terminal.language);
        let arguments =
            [("dataset", dataset.to_owned().into()), ("rows", count(report.rows).into()), ("figures", count(report.figures).into())];
        self.terminal.t_with("cli-import-what", &arguments)
    }

    /// Says what became of a file, with what was found in it.
    fn tell(&self, path: &Path, fate: &Fate, findings: &[Finding]) {
        if self.quiet {
            return;
        }
        let terminal = self.terminal;
        let file = path.display().to_string();
        let say =
            |key: &str, what: &str| terminal.say(&terminal.t_with(key, &[("file", file.clone().into()), ("what", what.to_owned().into())]));
        match fate {
            Fate::Imported(what) => say("cli-import-done", what),
            Fate::Checked(what) => say("cli-import-checked", what),
            Fate::Same => say("cli-import-same", ""),
            Fate::Unknown(_) => say("cli-import-unknown", ""),
            Fate::Refused(problem) => {
                say("cli-import-refused", "");
                for line in terminal.lines(problem) {
                    terminal.say(&format!("    {line}"));
                }
            }
        }
        self.tell_findings(findings);
    }

    /// The first findings of each kind, and how many more there are.
    fn tell_findings(&self, findings: &[Finding]) {
        let terminal = self.terminal;
        let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.severity != "info") {
            let seen = kinds.entry(&finding.violation.code).or_default();
            *seen += 1;
            if *seen <= FINDINGS {
                let severity = terminal.t(&format!("cli-{}", finding.severity));
                terminal.say(&format!("    {severity} : {}", terminal.line(&finding.violation)));
            }
        }
        let more: u64 = kinds.values().map(|seen| seen.saturating_sub(FINDINGS)).sum();
        if more > 0 {
            terminal.say(&format!("    {}", terminal.t_with("cli-more", &[("count", more.into())])));
        }
    }
}

fn findings(report: &Report) -> Vec<Finding> {
    let severity = |severity: Severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    report.findings.iter().map(|finding| Finding { severity: severity(finding.severity), violation: finding.violation.clone() }).collect()
}
