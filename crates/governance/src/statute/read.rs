//! From files to statutes: everything that is wrong, at once.

use std::{collections::BTreeSet, ops::Range, path::Path};

use bassin_kernel::{Kind, Problem, Violation};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Statute, Statutes, embedded,
    findings::{Findings, nearest},
    shape,
};

/// A statute's file.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name, as told to people.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Statutes {
    /// The statutes of the program, then those of `folder` when it exists.
    ///
    /// # Errors
    /// Everything that is wrong in any of the files: the program cannot start on a statute it cannot read.
    pub fn load(folder: &Path) -> Result<Self, Problem> {
        let mut files = embedded::files();
        files.extend(folder_files(folder)?);
        let (statutes, violations) = read(&files, Vec::new());
        if violations.is_empty() { Ok(Self::new(statutes)) } else { Err(Problem::new(Kind::Unavailable, violations)) }
    }
}

/// Checks files beside the statutes there are already: those of the program and of the folder `installed`, but for the files checked
/// themselves.
///
/// # Errors
/// Everything that is wrong in the files checked.
pub fn check(files: &[File], installed: &Path) -> Result<Vec<Statute>, Problem> {
    let place = |name: &str| std::fs::canonicalize(name).ok();
    let checked: Vec<_> = files.iter().filter_map(|file| place(&file.name)).collect();
    let mut beside = embedded::files();
    beside.extend(folder_files(installed)?.into_iter().filter(|file| place(&file.name).is_none_or(|place| !checked.contains(&place))));
    let known = beside.iter().filter_map(|file| Some((file.name.as_str(), statute(file).ok()?))).collect();
    let (statutes, violations) = read(files, known);
    if violations.is_empty() { Ok(statutes) } else { Err(Problem::new(Kind::Invalid, violations)) }
}

/// The statutes of `files`, and everything that is wrong with them beside those already known.
fn read<'a>(files: &'a [File], known: Vec<(&'a str, Statute)>) -> (Vec<Statute>, Vec<Violation>) {
    let (first, mut all, mut violations) = (known.len(), known, Vec::new());
    for file in files {
        match statute(file) {
            Ok(statute) => all.push((file.name.as_str(), statute)),
            Err(found) => violations.extend(found),
        }
    }
    let ids: BTreeSet<&str> = all.iter().map(|(_, statute)| statute.id.as_str()).collect();
    for (index, (name, statute)) in all.iter().enumerate().skip(first) {
        violations.extend(all[..index].iter().find(|(_, other)| same(other, statute)).map(|(earlier, _)| taken(name, statute, earlier)));
        violations.extend(orphans(name, statute, &ids));
    }
    (all.split_off(first).into_iter().map(|(_, statute)| statute).collect(), violations)
}

fn same(one: &Statute, other: &Statute) -> bool {
    one.id == other.id && one.version == other.version
}

fn taken(name: &str, statute: &Statute, earlier: &str) -> Violation {
    let Statute { id, version, .. } = statute;
    let violation = Violation::new(
        "statute-taken",
        format!(
            "{name}\u{202f}: la version {version} du statut « {id} » existe déjà, dans {earlier}. Un statut ne se réécrit pas\u{202f}: donnez-lui la version suivante, ou un autre identifiant."
        ),
        format!(
            "{name}: version {version} of the statute “{id}” exists already, in {earlier}. A statute is not rewritten: give it the next version, or another id."
        ),
    );
    violation.on("version").suggesting([(version + 1).to_string()])
}

fn orphans(name: &str, statute: &Statute, ids: &BTreeSet<&str>) -> Vec<Violation> {
    let known: Vec<&str> = ids.iter().copied().collect();
    let missing = statute.parents.iter().filter(|parent| !ids.contains(parent.as_str()));
    missing
        .map(|parent| {
            Violation::new(
                "statute-unknown-parent",
                format!("{name}\u{202f}: « parents » nomme le statut « {parent} », qui n’existe pas."),
                format!("{name}: “parents” names the statute “{parent}”, which does not exist."),
            )
            .on("parents")
            .suggesting(nearest(parent, &known))
        })
        .collect()
}

/// Reads one file, without looking at others.
pub(super) fn statute(file: &File) -> Result<Statute, Vec<Violation>> {
    let mut found = Findings::new(&file.name, &file.text);
    let (root, errors) = DeTable::parse_recoverable(&file.text);
    for error in &errors {
        let detail = error.message().trim().replace('\n', " ");
        found.add(
            "syntax",
            &error.span().unwrap_or_default(),
            "",
            &format!("ce n’est pas du TOML ({detail})."),
            &format!("this is not TOML ({detail})."),
        );
    }
    shape::check(&root, &mut found);
    sense(root.get_ref(), &mut found);
    if !found.list.is_empty() {
        return Err(found.list);
    }
    toml::from_str(&file.text).map_err(|error| {
        let detail = error.message().trim().replace('\n', " ");
        found.add("unreadable", &error.span().unwrap_or_default(), "", &format!("{detail}."), &format!("{detail}."));
        found.list
    })
}

/// What each value allows but their meeting does not.
fn sense(root: &DeTable<'_>, found: &mut Findings<'_>) {
    let rows: Vec<(String, &DeTable<'_>, Range<usize>)> = tables(root, "composition");
    let components: Vec<&str> = rows.iter().filter_map(|(_, row, _)| text(row, "component")).collect();
    for (path, row, at) in &rows {
        bounds(row, at, path, found);
    }
    repeated(&rows, "component", found);
    if let Some((rhythm, at)) = inner(root, "rhythm") {
        bounds(rhythm, &at, "rhythm", found);
    }
    if let Some((projects, _)) = inner(root, "projects") {
        for list in ["aspects", "natures", "publics"] {
            repeated(&tables(projects, list), "code", found);
        }
    }
    if let Some((convention, _)) = inner(root, "convention") {
        for party in strings(convention, "parties") {
            let word: &str = party.get_ref();
            if !components.contains(&word) {
                found.unknown("unknown-component", &party.span(), "convention.parties", word, &components);
            }
        }
    }
    pairs(root, found);
}

/// Keys that have no sense without another.
fn pairs(root: &DeTable<'_>, found: &mut Findings<'_>) {
    let set = |table: &DeTable<'_>, key: &str| table.get(key).is_some_and(|value| !matches!(value.get_ref(), DeValue::Boolean(false)));
    for (part, key, needed) in
        [("decision", "silence_agrees", "written"), ("decision", "written_days", "written"), ("opinions", "deemed", "days")]
    {
        if let Some((table, at)) = inner(root, part)
            && set(table, key)
            && !set(table, needed)
        {
            let path = format!("{part}.{key}");
            found.add(
                "needs",
                &at,
                &path,
                &format!("cette règle n’a pas de sens sans « {needed} »."),
                &format!("this rule has no sense without “{needed}”."),
            );
        }
    }
    let parents = strings(root, "parents");
    if let (Some(relation), true) = (root.get("relation"), parents.is_empty()) {
        found.add(
            "needs",
            &relation.span(),
            "relation",
            "le lien se dit d’un statut parent\u{202f}: donnez « parents ».",
            "the relation is told of a parent statute: give “parents”.",
        );
    }
    if let Some((quorum, at)) = inner(root, "quorum")
        && !set(quorum, "percent")
        && !set(quorum, "each_component")
    {
        found.add(
            "needs",
            &at,
            "quorum",
            "ce quorum ne demande rien\u{202f}: donnez « percent » ou « each_component », ou laissez la règle ouverte.",
            "this quorum asks for nothing: give “percent” or “each_component”, or leave the rule open.",
        );
    }
}

fn bounds(table: &DeTable<'_>, at: &Range<usize>, path: &str, found: &mut Findings<'_>) {
    if let (Some(min), Some(max)) = (number(table, "min"), number(table, "max"))
        && min > max
    {
        found.add(
            "min-above-max",
            at,
            path,
            &format!("le minimum ({min}) dépasse le maximum ({max})."),
            &format!("the least ({min}) is above the most ({max})."),
        );
    }
}

fn repeated(rows: &[(String, &DeTable<'_>, Range<usize>)], key: &str, found: &mut Findings<'_>) {
    let mut seen = BTreeSet::new();
    for (path, row, at) in rows {
        if let Some(code) = text(row, key)
            && !seen.insert(code)
        {
            found.add("twice", at, path, &format!("« {code} » est donné deux fois."), &format!("“{code}” is given twice."));
        }
    }
}

fn inner<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<(&'t DeTable<'i>, Range<usize>)> {
    let value = table.get(key)?;
    value.get_ref().as_table().map(|inner| (inner, value.span()))
}

fn tables<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Vec<(String, &'t DeTable<'i>, Range<usize>)> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    let rows = list.into_iter().flat_map(|list| list.iter()).enumerate();
    rows.filter_map(|(index, row)| row.get_ref().as_table().map(|inner| (format!("{key}[{}]", index + 1), inner, row.span()))).collect()
}

fn strings<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Vec<Spanned<&'t str>> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    let entries = list.into_iter().flat_map(|list| list.iter());
    entries.filter_map(|entry| entry.get_ref().as_str().map(|text| Spanned::new(entry.span(), text))).collect()
}

fn text<'t>(table: &'t DeTable<'_>, key: &str) -> Option<&'t str> {
    table.get(key)?.get_ref().as_str()
}

fn number(table: &DeTable<'_>, key: &str) -> Option<i64> {
    let number = table.get(key)?.get_ref().as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The TOML files of a folder, by name; none when the folder does not exist.
fn folder_files(folder: &Path) -> Result<Vec<File>, Problem> {
    let unreadable = |error: std::io::Error| {
        let path = folder.display();
        Problem::unavailable(
            format!(
                "Le dossier « {path} » ou l’un de ses fichiers TOML ne peut pas être lu\u{202f}: {error}. Vérifiez vos droits et l’encodage, UTF-8."
            ),
            format!("The folder “{path}” or one of its TOML files cannot be read: {error}. Check your rights and the encoding, UTF-8."),
        )
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(File { name: path.display().to_string(), text: std::fs::read_to_string(&path).map_err(unreadable)? });
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}
