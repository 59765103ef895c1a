//! Pasted lines matched to the indicators that may be filled.

use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
};

use bassin_kernel::{Period, Violation, text::fold};
use uuid::Uuid;

use super::{cells, flag, number};
use crate::{Indicator, Sheet};

/// What pasted lines are matched to.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The indicators that may be filled, each with its sheet.
    pub known: &'a [(&'a Sheet, &'a Indicator)],
    /// The period of the lines that name none, when one is being filled.
    pub period: Option<Period>,
    /// The years of the plan.
    pub years: RangeInclusive<u16>,
}

/// A cell that a line fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The line, from 1.
    pub line: u64,
    /// The indicator.
    pub indicator: Uuid,
    /// The period.
    pub period: Period,
    /// The value as it was written: a number.
    pub value: String,
    /// Whether it may still change, when the line says.
    pub provisional: Option<bool>,
    /// A few words beside.
    pub comment: String,
}

/// What became of pasted lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    /// Cells they fill, no cell twice.
    pub filled: Vec<Filled>,
    /// What could not be taken, each at its line.
    pub wrong: Vec<Violation>,
    /// How many lines hold no value, and nothing else to keep.
    pub empty: u64,
}

/// Which column holds what.
#[derive(Debug, Default)]
struct Columns {
    action: Option<usize>,
    indicator: Option<usize>,
    period: Option<usize>,
    value: Option<usize>,
    provisional: Option<usize>,
    comment: Option<usize>,
    /// Columns that are periods, of values.
    periods: Vec<(usize, Period)>,
}

/// Matches pasted lines to indicators. A first line that names its columns (action, indicator, period, value, provisional, comment, or years) is
/// followed; without one, a line is: action, indicator, period, value, provisional, comment; or action, indicator, value; or indicator, value.
#[must_use]
pub fn read(text: &str, place: &Place<'_>) -> Pasted {
    let mut reading = Reading { place, names: Names::of(place.known), taken: HashSet::new(), pasted: Pasted::default() };
    let lines = (1u64..).zip(cells(text)).filter(|(_, line)| line.iter().any(|cell| !cell.is_empty()));
    let mut header: Option<Columns> = None;
    for (rank, (at, line)) in lines.enumerate() {
        if rank == 0 {
            header = reading.header(at, &line);
            if header.is_some() {
                continue;
            }
        }
        match &header {
            Some(columns) => reading.line(at, &line, columns),
            None => {
                reading.line(at, &line, &Columns::of_line(&line));
                reading.surplus(at, &line);
            }
        }
    }
    reading.pasted
}

impl Columns {
    /// The columns of a line when no line names them.
    fn of_line(line: &[String]) -> Self {
        // Cells left empty count: a line whose value is missing is not read as a shorter one.
        match line.len() {
            0..=2 => Self { indicator: Some(0), value: Some(1), ..Self::default() },
            3 => Self { action: Some(0), indicator: Some(1), value: Some(2), ..Self::default() },
            _ => Self {
                action: Some(0),
                indicator: Some(1),
                period: Some(2),
                value: Some(3),
                provisional: Some(4),
                comment: Some(5),
                periods: Vec::new(),
            },
        }
    }

    fn holds(&self, column: usize) -> bool {
        let named = [self.action, self.indicator, self.period, self.value, self.provisional, self.comment];
        named.contains(&Some(column)) || self.periods.iter().any(|(at, _)| *at == column)
    }
}

/// The names under which indicators are found: places in the list of those known.
struct Names {
    actions: HashMap<String, Vec<usize>>,
    titles: HashMap<String, Vec<usize>>,
}

impl Names {
    fn of(known: &[(&Sheet, &Indicator)]) -> Self {
        let mut names = Self { actions: HashMap::new(), titles: HashMap::new() };
        for (at, (sheet, indicator)) in known.iter().enumerate() {
            let (node, title) = (&sheet.node, &indicator.title);
            let numbered = |title: &str| format!("{} {title}", node.number);
            let actions =
                [node.number.clone(), node.title.fr.clone(), node.title.en.clone(), numbered(&node.title.fr), numbered(&node.title.en)];
            let with_unit = |title: &str| format!("{title} {}", indicator.unit);
            let titles = [title.fr.clone(), title.en.clone(), with_unit(&title.fr), with_unit(&title.en)];
            for (index, all) in [(&mut names.actions, actions.as_slice()), (&mut names.titles, &titles)] {
                let all: HashSet<String> = all.iter().map(|name| fold(name)).collect();
                all.into_iter().for_each(|name| index.entry(name).or_default().push(at));
            }
        }
        names
    }
}

struct Reading<'a> {
    place: &'a Place<'a>,
    names: Names,
    taken: HashSet<(Uuid, Period)>,
    pasted: Pasted,
}

impl<'a> Reading<'a> {
    /// The columns that a first line names, unless it is a line of values.
    fn header(&mut self, at: u64, line: &[String]) -> Option<Columns> {
        let mut columns = Columns::default();
        for (column, cell) in line.iter().enumerate() {
            match fold(cell).as_str() {
                "action" | "numero" | "number" | "no" | "n" => columns.action = Some(column),
                "indicateur" | "indicator" => columns.indicator = Some(column),
                "periode" | "period" | "annee" | "year" => columns.period = Some(column),
                "valeur" | "value" => columns.value = Some(column),
                "provisoire" | "provisional" | "valeur provisoire" | "provisional value" => columns.provisional = Some(column),
                "commentaire" | "comment" => columns.comment = Some(column),
                _ => columns.periods.extend(self.period(cell).map(|period| (column, period))),
            }
        }
        let valued = columns.value.is_some() || !columns.periods.is_empty();
        if !(valued && (columns.indicator.is_some() || columns.value.is_some())) {
            return None;
        }
        let surplus = line.iter().enumerate().filter(|(column, cell)| !cell.is_empty() && !columns.holds(*column));
        for (_, cell) in surplus {
            self.refuse(
                at,
                "paste-column",
                format!("La colonne « {cell} » n’est pas reprise."),
                format!("The column “{cell}” is not taken."),
            );
        }
        Some(columns)
    }

    fn period(&self, cell: &str) -> Option<Period> {
        cell.parse().ok().filter(|period: &Period| self.place.years.contains(&period.start_year()))
    }

    fn refuse(&mut self, at: u64, code: &str, fr: String, en: String) {
        self.pasted.wrong.push(Violation::new(code, fr, en).at_row(at));
    }

    fn line(&mut self, at: u64, line: &[String], columns: &Columns) {
        let cell = |column: Option<usize>| column.and_then(|column| line.get(column)).map_or("", String::as_str);
        let (provisional, comment) = (cell(columns.provisional), cell(columns.comment));
        let values = columns.value.into_iter().chain(columns.periods.iter().map(|(column, _)| *column));
        if comment.is_empty() && values.map(|column| cell(Some(column))).all(str::is_empty) {
            self.pasted.empty += 1;
            return;
        }
        let Some(indicator) = self.indicator(at, cell(columns.action), cell(columns.indicator)) else { return };
        let told = Some(provisional).filter(|text| !text.is_empty()).map(flag);
        if told == Some(None) {
            let (fr, en) = (
                format!("« {provisional} » : écrivez oui ou non pour une valeur provisoire."),
                format!("“{provisional}”: write yes or no for a provisional value."),
            );
            self.refuse(at, "paste-flag", fr, en);
            return;
        }
        let one = columns.value.map(|_| (cell(columns.value), cell(columns.period).to_owned()));
        let many = columns.periods.iter().map(|(column, period)| (cell(Some(*column)), period.to_string()));
        // Of several columns of values, those left empty say nothing; a lone one that is empty is told.
        let all: Vec<(&str, String)> = one.into_iter().chain(many.filter(|(value, _)| !value.is_empty())).collect();
        let alone = all.len() == 1;
        let all = all.into_iter().filter(|(value, _)| alone || !value.is_empty());
        for (value, period) in all {
            let period = if period.is_empty() { self.place.period } else { self.period(&period) }.ok_or(period);
            self.fill(at, indicator, period, value, (told.flatten(), comment));
        }
    }

    /// What a line holds after its last column, when no line names them.
    fn surplus(&mut self, at: u64, line: &[String]) {
        if let Some(more) = line.iter().skip(6).find(|more| !more.is_empty()) {
            let (fr, en) = (format!("« {more} » est de trop et n’est pas repris."), format!("“{more}” is too much and is not taken."));
            self.refuse(at, "paste-surplus", fr, en);
        }
    }

    fn fill(&mut self, at: u64, indicator: Uuid, period: Result<Period, String>, value: &str, beside: (Option<bool>, &str)) {
        let period = match period {
            Ok(period) => period,
            Err(text) => {
                let (from, to) = (self.place.years.start(), self.place.years.end());
                let (fr, en) = if text.is_empty() {
                    (
                        "Cette ligne ne dit pas de quelle année elle parle.".to_owned(),
                        "This line does not say of which year it is.".to_owned(),
                    )
                } else {
                    let fr = format!("« {text} » n’est pas une période du plan ({from} à {to}).");
                    (fr, format!("“{text}” is not a period of the plan ({from} to {to})."))
                };
                return self.refuse(at, "paste-period", fr, en);
            }
        };
        if number(value).is_none() {
            let (fr, en) = if value.is_empty() {
                ("Il manque la valeur.".to_owned(), "The value is missing.".to_owned())
            } else {
                (format!("« {value} » n’est pas un nombre."), format!("“{value}” is not a number."))
            };
            return self.refuse(at, "paste-number", fr, en);
        }
        if !self.taken.insert((indicator, period)) {
            let fr = "Une ligne au-dessus donne déjà une valeur à cet indicateur pour cette période.";
            return self.refuse(at, "paste-twice", fr.into(), "A line above already gives this indicator a value for this period.".into());
        }
        let (provisional, comment) = beside;
        // A field of one line holds no line break.
        let (value, comment) = (value.to_owned(), comment.split_whitespace().collect::<Vec<_>>().join(" "));
        self.pasted.filled.push(Filled { line: at, indicator, period, value, provisional, comment });
    }

    /// The indicator that a line names, by its action and its own name or rank; told when there is none or several.
    fn indicator(&mut self, at: u64, action: &str, name: &str) -> Option<Uuid> {
        let all = |index: &HashMap<String, Vec<usize>>, text: &str| index.get(&fold(text)).cloned().unwrap_or_default();
        let of_action = all(&self.names.actions, action);
        if !action.is_empty() && of_action.is_empty() {
            let fr = format!("Aucune action que vous pouvez remplir ne s’appelle « {action} ».");
            self.refuse(at, "paste-action", fr, format!("No action that you may fill is called “{action}”."));
            return None;
        }
        let known = self.place.known;
        let named: Vec<usize> = match (action.is_empty(), name.is_empty()) {
            (false, true) => of_action,
            (true, _) => {
                let titled = all(&self.names.titles, name);
                // With two cells only, the first may be the number of an action that has one indicator.
                if titled.is_empty() { all(&self.names.actions, name) } else { titled }
            }
            (false, false) => {
                let titled: Vec<usize> = all(&self.names.titles, name).into_iter().filter(|one| of_action.contains(one)).collect();
                let ranked = |one: &usize| known.get(*one).is_some_and(|(_, indicator)| indicator.position.to_string() == name);
                if titled.is_empty() { of_action.into_iter().filter(ranked).collect() } else { titled }
            }
        };
        match named.as_slice() {
            [one] => known.get(*one).map(|(_, indicator)| indicator.id),
            [] => {
                let fr = format!("Aucun indicateur que vous pouvez remplir ne s’appelle « {name} ».");
                self.refuse(at, "paste-indicator", fr, format!("No indicator that you may fill is called “{name}”."));
                None
            }
            several => {
                let (shown, count) = (if name.is_empty() { action } else { name }, several.len());
                let fr = format!("« {shown} » peut désigner {count} indicateurs : donnez l’action et le nom de l’indicateur.");
                let en = format!("“{shown}” may name {count} indicators: give the action and the name of the indicator.");
                self.refuse(at, "paste-ambiguous", fr, en);
                None
            }
        }
    }
}
