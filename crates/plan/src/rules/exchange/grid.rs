//! The tables of a plan, their columns and their lines.

use bassin_kernel::{Language, LocalizedText, Violation, text::fold};

/// One kind of table: a sheet of the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The plan itself.
    Plan,
    /// What amended it.
    Amendments,
    /// Its nodes.
    Nodes,
    /// Who pilots them and who takes part.
    Parts,
    /// What they are tied to.
    Ties,
    /// Their budget.
    Budget,
    /// Their milestones.
    Milestones,
    /// How milestones were planned again.
    Replannings,
    /// Their indicators.
    Indicators,
    /// What is aimed at.
    Targets,
    /// What was measured.
    Values,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name for the program.
    pub key: &'static str,
    /// Its name in French.
    pub fr: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Whether it only tells: in a plan that is run, it is changed on its own page.
    pub fixed: bool,
    /// Whether it holds figures.
    pub numeric: bool,
}

const fn column(key: &'static str, fr: &'static str, en: &'static str) -> Column {
    Column { key, fr, en, fixed: false, numeric: false }
}

impl Column {
    const fn fixed(self) -> Self {
        Self { fixed: true, ..self }
    }

    const fn numeric(self) -> Self {
        Self { numeric: true, ..self }
    }

    /// Its name for a reader.
    #[must_use]
    pub const fn name(&self, language: Language) -> &'static str {
        match language {
            Language::French => self.fr,
            Language::English => self.en,
        }
    }

    /// Whether a header names it, in either language.
    #[must_use]
    pub fn is_named(&self, header: &str) -> bool {
        let header = fold(header);
        [self.key, self.fr, self.en].into_iter().any(|name| fold(name) == header)
    }
}

const NODE: Column = column("node", "N° dans le plan", "No. in the plan");
const ID: Column = column("id", "Identifiant", "Identifier");

static PLAN: &[Column] = &[
    ID.fixed(),
    column("name-fr", "Nom (français)", "Name (French)").fixed(),
    column("name-en", "Nom (anglais)", "Name (English)").fixed(),
    column("source", "Texte d’origine", "Source").fixed(),
    column("from", "Premier jour", "First day").fixed(),
    column("to", "Dernier jour", "Last day").fixed(),
    column("levels-fr", "Niveaux (français)", "Levels (French)").fixed(),
    column("levels-en", "Niveaux (anglais)", "Levels (English)").fixed(),
    column("version", "Version", "Version").fixed().numeric(),
    column("followed", "Suivi ouvert le", "Followed since").fixed(),
];
static AMENDMENTS: &[Column] = &[
    column("version", "Version", "Version").fixed().numeric(),
    column("day", "Prend effet le", "Takes effect on").fixed(),
    column("what", "Ce qui change", "What changes").fixed(),
    column("why", "Pourquoi", "Why").fixed(),
    column("decided-by", "Décidé par", "Decided by").fixed(),
];
static NODES: &[Column] = &[
    ID.fixed(),
    NODE.fixed(),
    column("parent", "N° au-dessus", "No. above").fixed(),
    column("title-fr", "Intitulé (français)", "Title (French)").fixed(),
    column("title-en", "Intitulé (anglais)", "Title (English)").fixed(),
    column("status", "État", "Status"),
    column("reason", "Motif de l’état", "Reason of the status"),
    column("body", "Instance responsable (identifiant)", "Body in charge (identifier)"),
    column("starts", "Début", "Begins"),
    column("ends", "Fin", "Ends"),
    column("keywords", "Mots clés", "Key words").fixed(),
    column("objectives", "Objectifs", "Objectives").fixed(),
    column("named-body", "Instance nommée par le texte", "Body named by the text").fixed(),
    column("follow", "Modes de suivi", "Ways of follow-up").fixed(),
    column("notes", "Notes", "Notes").fixed(),
    column("open", "Laissé ouvert", "Left open").fixed(),
    column("levers", "Leviers", "Levers").fixed(),
    column("links", "Autres stratégies", "Other strategies").fixed(),
    column("page", "Page", "Page").fixed().numeric(),
];
static PARTS: &[Column] = &[
    NODE,
    column("role", "Rôle (pilote ou partenaire)", "Role (pilot or partner)"),
    column("label", "Nom ou qualité", "Name or capacity"),
    column("organisation", "Structure (identifiant)", "Organisation (identifier)"),
    column("person", "Personne (identifiant)", "Person (identifier)"),
];
static TIES: &[Column] = &[
    NODE,
    column("kind", "Nature du lien", "Kind of tie"),
    column("reference", "Référence", "Reference"),
    column("label", "Libellé", "Words"),
];
static BUDGET: &[Column] = &[
    NODE,
    column("label", "Ligne de budget", "Line of budget"),
    column("funder", "Financeur", "Funder"),
    column("year", "Année", "Year").numeric(),
    column("planned", "Prévu (€ HT)", "Planned (€ excl. tax)").numeric(),
    column("committed", "Engagé (€ HT)", "Committed (€ excl. tax)").numeric(),
    column("spent", "Dépensé (€ HT)", "Spent (€ excl. tax)").numeric(),
];
static MILESTONES: &[Column] = &[
    ID,
    NODE,
    column("text", "Étape", "Milestone"),
    column("when", "Date en mots", "Date in words"),
    column("first-from", "Début promis d’abord", "First promised from").fixed(),
    column("first-to", "Fin promise d’abord", "First promised to").fixed(),
    column("from", "Début prévu", "Planned from"),
    column("to", "Fin prévue", "Planned to"),
    column("why", "Motif du changement", "Reason of the change"),
    column("weight", "Poids", "Weight").numeric(),
    column("mandatory", "Obligatoire (oui ou non)", "Mandatory (yes or no)"),
    column("note", "Note", "Note"),
    column("started", "Commencée le", "Begun on").fixed(),
    column("done", "Faite le", "Done on"),
    column("evidence", "Preuve", "Evidence"),
];
static REPLANNINGS: &[Column] = &[
    column("milestone", "Étape (identifiant)", "Milestone (identifier)").fixed(),
    column("old-from", "Ancien début", "Old beginning").fixed(),
    column("old-to", "Ancienne fin", "Old end").fixed(),
    column("new-from", "Nouveau début", "New beginning").fixed(),
    column("new-to", "Nouvelle fin", "New end").fixed(),
    column("why", "Motif", "Reason").fixed(),
    column("on", "Le", "On").fixed(),
];
static INDICATORS: &[Column] = &[
    ID,
    NODE,
    column("title-fr", "Indicateur (français)", "Indicator (French)"),
    column("title-en", "Indicateur (anglais)", "Indicator (English)"),
    column("follow", "Mode de suivi", "Way of follow-up"),
    column("unit", "Unité", "Unit"),
    column("decimals", "Décimales", "Decimals").numeric(),
    column("direction", "Sens (up, down, keep)", "Direction (up, down, keep)"),
    column("baseline", "Valeur de départ", "Baseline").numeric(),
    column("low", "Minimum plausible", "Plausible minimum").numeric(),
    column("high", "Maximum plausible", "Plausible maximum").numeric(),
    column("source", "Source (vide : saisie)", "Source (empty: typed)"),
];
static TARGETS: &[Column] = &[
    column("indicator", "Indicateur (identifiant)", "Indicator (identifier)"),
    column("period", "Période", "Period"),
    column("value", "Cible", "Target").numeric(),
];
static VALUES: &[Column] = &[
    column("indicator", "Indicateur (identifiant)", "Indicator (identifier)"),
    column("period", "Période", "Period"),
    column("source", "Source", "Source"),
    column("value", "Valeur", "Value").numeric(),
    column("provisional", "Provisoire (oui ou non)", "Provisional (yes or no)"),
    column("comment", "Commentaire", "Comment"),
];

impl Kind {
    /// Every kind, in the order of the workbook.
    pub const ALL: [Self; 11] = [
        Self::Plan,
        Self::Amendments,
        Self::Nodes,
        Self::Parts,
        Self::Ties,
        Self::Budget,
        Self::Milestones,
        Self::Replannings,
        Self::Indicators,
        Self::Targets,
        Self::Values,
    ];

    /// The name of its sheet, for a reader.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        let (fr, en) = match self {
            Self::Plan => ("Plan", "Plan"),
            Self::Amendments => ("Révisions", "Amendments"),
            Self::Nodes => ("Arborescence", "Tree"),
            Self::Parts => ("Pilotes et partenaires", "Pilots and partners"),
            Self::Ties => ("Liens", "Ties"),
            Self::Budget => ("Budget", "Budget"),
            Self::Milestones => ("Étapes", "Milestones"),
            Self::Replannings => ("Reports", "Replannings"),
            Self::Indicators => ("Indicateurs", "Indicators"),
            Self::Targets => ("Cibles", "Targets"),
            Self::Values => ("Valeurs", "Values"),
        };
        match language {
            Language::French => fr,
            Language::English => en,
        }
    }

    /// The kind whose sheet has this name, in either language.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let name = fold(name);
        Self::ALL
            .into_iter()
            .find(|kind| [Language::French, Language::English].into_iter().any(|language| fold(kind.name(language)) == name))
    }

    /// Its columns.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Plan => PLAN,
            Self::Amendments => AMENDMENTS,
            Self::Nodes => NODES,
            Self::Parts => PARTS,
            Self::Ties => TIES,
            Self::Budget => BUDGET,
            Self::Milestones => MILESTONES,
            Self::Replannings => REPLANNINGS,
            Self::Indicators => INDICATORS,
            Self::Targets => TARGETS,
            Self::Values => VALUES,
        }
    }

    /// The place of a column.
    pub(super) fn at(self, key: &str) -> usize {
        self.columns().iter().position(|column| column.key == key).unwrap_or(usize::MAX)
    }

    /// What is wrong at a line, in a column when it is known, told with the name of the sheet.
    pub(super) fn wrong(self, row: u64, key: &str, code: &str, fr: &str, en: &str) -> Violation {
        let place = |language| {
            let column = self.columns().iter().find(|column| column.key == key).map(|column| column.name(language));
            (self.name(language), column)
        };
        let told = |language: Language, words: &str| match (language, place(language)) {
            (Language::French, (sheet, Some(column))) => format!("Feuille « {sheet} », ligne {row}, colonne « {column} » : {words}"),
            (Language::French, (sheet, None)) => format!("Feuille « {sheet} », ligne {row} : {words}"),
            (Language::English, (sheet, Some(column))) => format!("Sheet “{sheet}”, row {row}, column “{column}”: {words}"),
            (Language::English, (sheet, None)) => format!("Sheet “{sheet}”, row {row}: {words}"),
        };
        let violation = Violation::new(code, told(Language::French, fr), told(Language::English, en));
        match place(Language::French).1 {
            Some(column) => violation.at(row, column),
            None => violation.at_row(row),
        }
    }

    /// The same, around something another rule says.
    #[must_use]
    pub fn around(self, row: u64, said: &Violation) -> Violation {
        let LocalizedText { fr, en } = &said.message;
        self.wrong(row, "", &said.code, fr, en)
    }
}

/// A line of a table, with as many cells as the table has columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its row in the file, from 1; the header is row 1.
    pub row: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// What it holds.
    pub kind: Kind,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Grid {
    /// A table of these cells.
    pub(super) fn of(kind: Kind, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        Self { kind, lines: (2..).zip(rows).map(|(row, cells)| Line { row, cells }).collect() }
    }
}

/// The lines of one kind among tables.
pub(super) fn lines(grids: &[Grid], kind: Kind) -> impl Iterator<Item = &Line> {
    grids.iter().filter(move |grid| grid.kind == kind).flat_map(|grid| &grid.lines)
}

impl Line {
    /// A cell.
    pub(super) fn get(&self, kind: Kind, key: &str) -> &str {
        self.cells.get(kind.at(key)).map_or("", |cell| cell.trim())
    }
}
