//! Many sheets at once, from a CSV or an XLSX: everything wrong is told at once, row by row; nothing is written if anything is.

use std::{collections::HashMap, path::Path};

use bassin_database::{Error, Record, Transaction};
use bassin_documents::{Dialect, Limits, Row, Table, sniff};
use bassin_kernel::{Kind, Language, Problem, Viewer, Violation, text::fold};
use serde_json::json;
use uuid::Uuid;

use super::{
    add_organisation, place,
    write::{filled, touched},
};
use crate::{
    Directory, KINDS, Organisation, OrganisationDraft, Site, policy,
    rules::{CheckedOrganisation, check_organisation},
    store::organisation as store,
};

/// The most rows of a file.
const ROWS: u64 = 20_000;
/// The most problems told; more are counted.
const TOLD: usize = 500;

/// The columns: the field, its French name, its English name.
pub(crate) const COLUMNS: [(&str, &str, &str); 18] = [
    ("name", "nom", "name"),
    ("short_name", "nom_court", "short_name"),
    ("kind", "nature", "kind"),
    ("siret", "siret", "siret"),
    ("siren", "siren", "siren"),
    ("uai", "uai", "uai"),
    ("bce", "bce", "bce"),
    ("sectors", "secteurs", "sectors"),
    ("description", "description", "description"),
    ("email", "courriel", "email"),
    ("phone", "telephone", "phone"),
    ("website", "site_web", "website"),
    ("source", "source", "source"),
    ("site_name", "site", "site"),
    ("address", "adresse", "address"),
    ("postcode", "code_postal", "postcode"),
    ("commune", "commune", "commune"),
    ("accessibility", "accessibilite", "accessibility"),
];

/// The kinds, by what people write: their code or their name, in French or in English, without accents, hyphens as blanks.
type Kinds = HashMap<String, &'static str>;

impl crate::commands::Accounts {
    fn kinds(&self) -> Kinds {
        let names = |kind: &'static str| {
            let named = [Language::French, Language::English].map(|language| self.words(language, &format!("organisation-kind-{kind}")));
            named.into_iter().chain([kind.to_owned()]).map(move |name| (fold(&name).replace('-', " "), kind))
        };
        KINDS.into_iter().flat_map(names).collect()
    }
}

/// What an import would do to one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row of the file.
    pub row: u64,
    /// The sheet there is; none when it is new.
    pub known: Option<Uuid>,
    /// The name of the organisation.
    pub name: String,
    /// The fields that change, with what is stored and what the file says; all of them when it is new.
    pub fields: Vec<(String, String, String)>,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// The new sheets.
    pub added: Vec<Change>,
    /// The sheets that change.
    pub changed: Vec<Change>,
    /// How many stay as they are.
    pub unchanged: u64,
}

/// One row that can be written.
struct Line {
    row: u64,
    draft: OrganisationDraft,
    checked: CheckedOrganisation,
    site: Option<Site>,
}

impl Directory {
    /// Reads a file and says what importing it would do, without writing anything.
    ///
    /// # Errors
    /// It is no table, columns are missing, or rows are wrong: every reason, at its row and column.
    pub async fn preview_import(&self, viewer: &Viewer, path: &Path) -> Result<Preview, Problem> {
        viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
        let lines = self.lines(path).await?;
        let mut seen = Seen::default();
        let mut preview = Preview::default();
        for line in &lines {
            let known = seen.find(self.database.read(), line).await?;
            let sheet = match known {
                Some(id) => store::exact(self.database.read(), id).await.map_err(bassin_database::problem)?,
                None => None,
            };
            preview.take(line, sheet.as_ref());
        }
        seen.outcome()?;
        Ok(preview)
    }

    /// Imports a file: all of it or nothing. The same file twice changes nothing the second time.
    ///
    /// # Errors
    /// Those of [`Directory::preview_import`], or the store's.
    pub async fn import_organisations(&self, viewer: &Viewer, path: &Path, sha256: &str) -> Result<Preview, Problem> {
        viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
        let lines = self.lines(path).await?;
        self.database
            .write(viewer, |transaction| async move {
                let mut seen = Seen::default();
                let mut preview = Preview::default();
                for line in &lines {
                    let known = seen.find(&*transaction, line).await?;
                    self.import_line(&transaction, line, known, &mut preview).await?;
                }
                seen.outcome()?;
                let (added, changed) = (preview.added.len(), preview.changed.len());
                let record = Record::new("organisation.import", "file", sha256).summary(format!("{added} + {changed}"));
                let record = record.after(json!({"added": added, "changed": changed, "unchanged": preview.unchanged}));
                let nothing = added + changed == 0;
                Ok((preview, (!nothing).then_some(record)))
            })
            .await
    }

    async fn import_line(&self, transaction: &Transaction, line: &Line, known: Option<Uuid>, preview: &mut Preview) -> Result<(), Error> {
        let Some(id) = known else {
            let sites = line.site.iter().map(|site| Site { id: self.new_id(), ..site.clone() }).collect();
            add_organisation(transaction, self.new_id(), &line.draft, sites).await?;
            preview.take(line, None);
            return Ok(());
        };
        let Some(before) = store::exact(transaction, id).await? else { return Ok(()) };
        let mut after = completed(&before, line)?;
        for site in after.sites.iter_mut().filter(|site| site.id.is_nil()) {
            site.id = self.new_id();
        }
        preview.take(line, Some(&before));
        if !differences(&before, &after).is_empty() {
            store::update(transaction, &touched(transaction, after)).await?;
        }
        Ok(())
    }

    /// The rows of a file, all right, or everything that is wrong.
    async fn lines(&self, path: &Path) -> Result<Vec<Line>, Problem> {
        let (path, territory, kinds) = (path.to_owned(), self.territory.clone(), self.accounts.kinds());
        let read = tokio::task::spawn_blocking(move || read(&path, &territory.atlas(), &kinds));
        read.await.map_err(|error| {
            tracing::error!(%error, "an import could not be read");
            Problem::unavailable("Le fichier n’a pas pu être lu.", "The file could not be read.")
        })?
    }
}

/// Which sheets the rows of a file are about.
#[derive(Default)]
struct Seen {
    rows: HashMap<String, u64>,
    violations: Vec<Violation>,
}

impl Seen {
    /// The sheet a row is about: the one that has its numbers, or else the one of that very name in that commune.
    async fn find<C: store::Connection>(&mut self, connection: &C, line: &Line) -> Result<Option<Uuid>, Problem> {
        let mut found = None;
        for identifier in &line.checked.identifiers {
            let column = column_of(identifier.scheme.code());
            if let Some(first) = self.rows.insert(identifier.to_string(), line.row) {
                self.violations.push(twice(first).at(line.row, column));
            }
            let holder = store::holder(connection, identifier).await.map_err(bassin_database::problem)?;
            match (found, holder) {
                (Some(one), Some(other)) if one != other => self.violations.push(torn().at(line.row, column)),
                (_, holder) => found = found.or(holder),
            }
        }
        if line.checked.identifiers.is_empty() {
            let commune = line.site.as_ref().map_or("", |site| site.commune.as_str());
            let key = format!("{} / {commune}", fold(&line.checked.draft.name));
            if let Some(first) = self.rows.insert(key, line.row) {
                self.violations.push(twice(first).at(line.row, column_of("name")));
            }
            found = store::named(connection, &fold(&line.checked.draft.name), commune).await.map_err(bassin_database::problem)?;
        }
        Ok(found)
    }

    fn outcome(self) -> Result<(), Problem> {
        refused(self.violations)
    }
}

impl Preview {
    fn take(&mut self, line: &Line, known: Option<&Organisation>) {
        let name = line.checked.draft.name.clone();
        let Some(before) = known else {
            self.added.push(Change { row: line.row, known: None, name, fields: Vec::new() });
            return;
        };
        let fields = completed(before, line).map(|after| differences(before, &after)).unwrap_or_default();
        if fields.is_empty() {
            self.unchanged += 1;
        } else {
            self.changed.push(Change { row: line.row, known: Some(before.id), name, fields });
        }
    }
}

/// A sheet with what a row says; an empty cell leaves the sheet as it is.
fn completed(before: &Organisation, line: &Line) -> Result<Organisation, Problem> {
    let mut draft = before.draft();
    for field in OrganisationDraft::FIELDS {
        let said = line.draft.get(field).trim();
        if said.is_empty() {
            continue;
        }
        let number = crate::rules::Scheme::from_code(field).is_some();
        draft.set(field, if number && !draft.get(field).is_empty() { format!("{}, {said}", draft.get(field)) } else { said.to_owned() });
    }
    let mut after = filled(before.clone(), check_organisation(&draft)?);
    if let Some(site) = &line.site {
        let same = |known: &&mut Site| known.commune == site.commune && fold(&known.address) == fold(&site.address);
        match after.sites.iter_mut().find(same) {
            Some(known) => *known = Site { id: known.id, ..merged_site(known, site) },
            None => after.sites.push(site.clone()),
        }
    }
    Ok(after)
}

fn merged_site(known: &Site, said: &Site) -> Site {
    let or = |said: &str, known: &str| if said.is_empty() { known.to_owned() } else { said.to_owned() };
    Site {
        id: known.id,
        name: or(&said.name, &known.name),
        address: or(&said.address, &known.address),
        postcode: or(&said.postcode, &known.postcode),
        commune: said.commune.clone(),
        accessibility: or(&said.accessibility, &known.accessibility),
        phone: or(&said.phone, &known.phone),
    }
}

fn differences(before: &Organisation, after: &Organisation) -> Vec<(String, String, String)> {
    let (old, new) = (before.draft(), after.draft());
    let mut fields: Vec<(String, String, String)> = OrganisationDraft::FIELDS
        .into_iter()
        .filter(|field| old.get(field) != new.get(field))
        .map(|field| (field.to_owned(), old.get(field).to_owned(), new.get(field).to_owned()))
        .collect();
    let told = |sites: &[Site]| {
        sites
            .iter()
            .map(|site| format!("{} {} {}", site.name, site.address, site.postcode).trim().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    };
    if before.sites != after.sites {
        fields.push(("sites".to_owned(), told(&before.sites), told(&after.sites)));
    }
    fields
}

fn read(path: &Path, atlas: &bassin_territory::Atlas, kinds: &Kinds) -> Result<Vec<Line>, Problem> {
    let sniffed = sniff(path)?;
    let dialect = Dialect { format: sniffed.format, encoding: sniffed.encoding, separator: sniffed.separator, ..Dialect::default() };
    let mut table = Table::open(path, &dialect, &Limits { rows: ROWS, columns: 100, ..Limits::default() })?;
    let fields = columns(table.headers())?;
    let (mut lines, mut violations, mut row) = (Vec::new(), Vec::new(), Row::default());
    while table.next(&mut row)? {
        violations.append(&mut row.faults);
        if !row.is_blank() {
            match line(&row, &fields, atlas, kinds) {
                Ok(line) => lines.push(line),
                Err(problem) => violations.extend(problem.violations.into_iter().map(|violation| located(violation, row.number))),
            }
        }
    }
    if lines.is_empty() && violations.is_empty() {
        violations.push(Violation::new(
            "import-empty",
            "Le fichier ne contient aucune structure sous ses titres.",
            "The file holds no organisation below its headings.",
        ));
    }
    refused(violations)?;
    Ok(lines)
}

/// Which field each column holds.
fn columns(headers: &[String]) -> Result<Vec<Option<&'static str>>, Problem> {
    let plain = |text: &str| fold(text).replace(' ', "_");
    let field = |header: &String| {
        let header = plain(header);
        COLUMNS.iter().find(|(field, fr, en)| header == *field || header == *fr || header == *en).map(|(field, ..)| *field)
    };
    let fields: Vec<Option<&'static str>> = headers.iter().map(field).collect();
    let mut violations = Vec::new();
    for (position, header) in headers.iter().enumerate().filter(|(position, _)| fields.get(*position) == Some(&None)) {
        violations.push(
            Violation::new(
                "import-column",
                format!("La colonne « {header} » n’est pas attendue\u{202f}: reprenez les titres du modèle, ou retirez-la."),
                format!("Column “{header}” is not expected: take the headings of the model file, or remove it."),
            )
            .at(1, if header.is_empty() { (position + 1).to_string() } else { header.clone() }),
        );
    }
    for needed in ["name", "kind"].into_iter().filter(|needed| !fields.contains(&Some(*needed))) {
        let column = column_of(needed);
        violations.push(
            Violation::new(
                "import-column-missing",
                format!("La colonne « {column} » manque\u{202f}: elle est nécessaire."),
                format!("Column “{column}” is missing: it is needed."),
            )
            .at(1, column),
        );
    }
    refused(violations)?;
    Ok(fields)
}

fn line(row: &Row, fields: &[Option<&'static str>], atlas: &bassin_territory::Atlas, kinds: &Kinds) -> Result<Line, Problem> {
    let cell = |wanted: &str| {
        let at = fields.iter().position(|field| *field == Some(wanted));
        let text = at.and_then(|at| row.cells.get(at)).map_or("", |text| text.trim());
        // The mark that our own files put before what a spreadsheet would take for a formula.
        text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text)
    };
    let mut draft = OrganisationDraft::default();
    for field in OrganisationDraft::FIELDS {
        draft.set(field, cell(field));
    }
    draft.kind = kinds.get(&fold(&draft.kind).replace('-', " ")).map_or(draft.kind, |code| (*code).to_owned());
    let somewhere = ["site_name", "address", "postcode", "commune", "accessibility"].iter().any(|field| !cell(field).is_empty());
    let site = somewhere.then(|| {
        let site = Site {
            id: Uuid::nil(),
            name: cell("site_name").to_owned(),
            address: cell("address").to_owned(),
            postcode: cell("postcode").to_owned(),
            commune: cell("commune").to_owned(),
            accessibility: cell("accessibility").to_owned(),
            phone: String::new(),
        };
        place::site(atlas, &site)
    });
    match (check_organisation(&draft), site.transpose()) {
        (Ok(checked), Ok(site)) => Ok(Line { row: row.number, draft, checked, site }),
        (checked, site) => {
            let violations = checked.err().into_iter().chain(site.err()).flat_map(|problem| problem.violations).collect();
            Err(Problem::new(Kind::Invalid, violations))
        }
    }
}

fn column_of(field: &str) -> &'static str {
    COLUMNS.iter().find(|(known, ..)| *known == field).map_or("", |(_, column, _)| *column)
}

fn located(violation: Violation, row: u64) -> Violation {
    let column = violation.location.field.clone().map(|field| column_of(&field));
    match column {
        Some(column) => violation.at(row, column),
        None => violation.at_row(row),
    }
}

fn refused(mut violations: Vec<Violation>) -> Result<(), Problem> {
    if violations.is_empty() {
        return Ok(());
    }
    let unlisted = u64::try_from(violations.len().saturating_sub(TOLD)).unwrap_or(0);
    violations.truncate(TOLD);
    Err(Problem { unlisted, ..Problem::new(Kind::Invalid, violations) })
}

fn twice(first: u64) -> Violation {
    Violation::new(
        "import-twice",
        format!("La même structure est déjà à la ligne {first}."),
        format!("The same organisation is at row {first} already."),
    )
}

fn torn() -> Violation {
    Violation::new(
        "import-torn",
        "Les numéros de cette ligne appartiennent à deux fiches différentes\u{202f}: fusionnez-les d’abord, ou corrigez la ligne.",
        "The numbers of this row belong to two different sheets: merge them first, or correct the row.",
    )
}
