//! Rules of a descriptor that its shape does not tell.

use std::collections::BTreeSet;

use bassin_kernel::Violation;
use globset::Glob;

use super::shape::{Condition, Descriptor, MarkedAs, Measure};

/// Everything that is wrong in the descriptor of the file `file`.
pub fn violations(file: &str, descriptor: &Descriptor) -> Vec<Violation> {
    let mut check = Check { file, found: Vec::new() };
    check.head(descriptor);
    check.file(descriptor);
    check.geography(descriptor);
    check.period(descriptor);
    check.dimensions(descriptor);
    check.measures(descriptor);
    check.found
}

/// The violation of an id that another descriptor has.
pub fn id_taken(file: &str, id: &str) -> Violation {
    Check::violation(
        file,
        "id",
        &format!("un autre descripteur porte déjà l’identifiant « {id} ». Donnez-en un autre."),
        &format!("another descriptor already has the id “{id}”. Give it another."),
    )
}

struct Check<'a> {
    file: &'a str,
    found: Vec<Violation>,
}

impl Check<'_> {
    fn violation(file: &str, key: &str, fr: &str, en: &str) -> Violation {
        let mut violation =
            Violation::new("descriptor-error", format!("{file}, clé « {key} »\u{202f}: {fr}"), format!("{file}, key “{key}”: {en}"));
        violation.location.column = Some(key.to_owned());
        violation
    }

    fn unless(&mut self, holds: bool, key: &str, fr: &str, en: &str) {
        if !holds {
            self.found.push(Self::violation(self.file, key, fr, en));
        }
    }

    fn id(&mut self, key: &str, id: &str) {
        let good = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        self.unless(
            good,
            key,
            &format!("« {id} » n’est pas un identifiant\u{202f}: lettres minuscules sans accent, chiffres et traits d’union."),
            &format!("“{id}” is not an identifier: lower-case letters, digits and hyphens."),
        );
    }

    fn pattern(&mut self, key: &str, pattern: &str) {
        self.unless(
            Glob::new(pattern).is_ok(),
            key,
            &format!("« {pattern} » n’est pas un motif\u{202f}: utilisez * et ?, et fermez les crochets."),
            &format!("“{pattern}” is not a pattern: use * and ?, and close brackets."),
        );
    }

    fn condition(&mut self, key: &str, condition: &Condition) {
        self.unless(
            condition.test().is_some(),
            key,
            "une condition porte soit « equals », soit « matches », avec au moins un texte.",
            "a condition has either “equals” or “matches”, with at least one text.",
        );
        if let Some(super::Test::Matches(patterns)) = condition.test() {
            patterns.iter().for_each(|pattern| self.pattern(key, pattern));
        }
    }

    fn head(&mut self, descriptor: &Descriptor) {
        self.id("id", &descriptor.id);
        self.unless(!descriptor.themes.is_empty(), "themes", "donnez au moins un thème.", "give at least one theme.");
        self.unless(
            (1900..=2200).contains(&descriptor.vintage),
            "vintage",
            "donnez l’année des codes de communes, par exemple 2020.",
            "give the year of the codes of communes, such as 2020.",
        );
        descriptor.accept_unknown.iter().for_each(|pattern| self.pattern("accept-unknown", pattern));
        descriptor.ignore.iter().for_each(|condition| self.condition("ignore", condition));
    }

    fn file(&mut self, descriptor: &Descriptor) {
        let file = &descriptor.file;
        self.unless(
            file.patterns().next().is_some(),
            "file.pattern",
            "donnez le motif du nom de fichier, par exemple \"base_*.csv\".",
            "give the pattern of the file’s name, such as \"base_*.csv\".",
        );
        file.patterns().for_each(|pattern| self.pattern("file.pattern", pattern));
        self.unless(
            [',', ';', '|', '\t'].contains(&file.separator()),
            "file.separator",
            "sont acceptés\u{202f}: \",\" \";\" \"|\" \"\\t\".",
            "accepted: \",\" \";\" \"|\" \"\\t\".",
        );
        self.unless(
            ['.', ','].contains(&file.decimal),
            "file.decimal",
            "sont acceptés\u{202f}: \".\" et \",\".",
            "accepted: \".\" and \",\".",
        );
        self.unless(file.dialect().header_row >= 1, "file.header-row", "les lignes se comptent à partir de 1.", "rows are counted from 1.");
    }

    fn geography(&mut self, descriptor: &Descriptor) {
        self.unless(
            !descriptor.geography.is_empty(),
            "geography",
            "donnez au moins un bloc [[geography]].",
            "give at least one [[geography]] block.",
        );
        for geography in &descriptor.geography {
            self.id("geography.support", &geography.support);
            self.unless(
                geography.code().is_some(),
                "geography.column",
                "donnez soit « column » (la colonne des codes), soit « code » (un code fixe).",
                "give either “column” (the column of the codes) or “code” (a fixed code).",
            );
            geography.when.0.iter().for_each(|condition| self.condition("geography.when", condition));
        }
    }

    fn period(&mut self, descriptor: &Descriptor) {
        let from_row = descriptor.measures.iter().flat_map(Measure::columns).any(|column| column.period.is_none());
        match &descriptor.period {
            None => self.unless(
                !from_row,
                "period",
                "une mesure ne dit pas sa période\u{202f}: donnez-la, ou ajoutez [period].",
                "a measure does not tell its period: give it, or add [period].",
            ),
            Some(period) => self.unless(
                matches!((&period.column, &period.format, &period.fixed), (Some(_), Some(_), None) | (None, None, Some(_))),
                "period",
                "donnez soit « column » et « format », soit « fixed ».",
                "give either “column” and “format”, or “fixed”.",
            ),
        }
    }

    fn dimensions(&mut self, descriptor: &Descriptor) {
        let mut seen = BTreeSet::new();
        for dimension in &descriptor.dimensions {
            self.id("dimensions.id", &dimension.id);
            self.unique("dimensions.id", &dimension.id, &mut seen);
            self.unless(
                !dimension.closed || !dimension.members.is_empty(),
                "dimensions.closed",
                "une dimension fermée liste ses modalités dans « members ».",
                "a closed dimension lists its members in “members”.",
            );
        }
    }

    fn unique<'b>(&mut self, key: &str, id: &'b str, seen: &mut BTreeSet<&'b str>) {
        self.unless(
            seen.insert(id),
            key,
            &format!("l’identifiant « {id} » est donné deux fois."),
            &format!("the id “{id}” is given twice."),
        );
    }

    fn measures(&mut self, descriptor: &Descriptor) {
        self.unless(!descriptor.measures.is_empty(), "measures", "donnez au moins une mesure.", "give at least one measure.");
        let mut seen = BTreeSet::new();
        for measure in &descriptor.measures {
            self.id("measures.id", &measure.id);
            self.unique("measures.id", &measure.id, &mut seen);
            self.measure(measure, descriptor);
        }
        descriptor.markers.values().for_each(|marker| self.marker("markers", *marker));
    }

    fn measure(&mut self, measure: &Measure, descriptor: &Descriptor) {
        let id = &measure.id;
        self.unless(
            measure.decimals <= 9,
            "measures.decimals",
            &format!("« {id} »\u{202f}: de 0 à 9 décimales."),
            &format!("“{id}”: from 0 to 9 decimals."),
        );
        let mut periods = BTreeSet::new();
        let columns = measure.columns();
        self.unless(
            !columns.is_empty() && measure.pattern_is_whole(),
            "measures.column",
            &format!("« {id} »\u{202f}: donnez « column », des « columns », ou un « pattern » avec {{yy}} ou {{yyyy}} et ses « periods »."),
            &format!("“{id}”: give “column”, some “columns”, or a “pattern” with {{yy}} or {{yyyy}} and its “periods”."),
        );
        self.unless(
            columns.iter().all(|column| periods.insert(column.period)),
            "measures.period",
            &format!("« {id} »\u{202f}: deux colonnes ont la même période."),
            &format!("“{id}”: two columns have the same period."),
        );
        if let Some(whole) = &measure.subset_of {
            self.unless(
                whole != id && descriptor.measures.iter().any(|other| other.id == *whole),
                "measures.subset-of",
                &format!("« {id} »\u{202f}: la mesure « {whole} » n’existe pas dans ce jeu."),
                &format!("“{id}”: the measure “{whole}” does not exist in this dataset."),
            );
        }
        measure.markers.values().for_each(|marker| self.marker("measures.markers", *marker));
    }

    fn marker(&mut self, key: &str, marker: MarkedAs) {
        if let MarkedAs::Masked(Some([lower, upper])) = marker {
            self.unless(
                lower <= upper,
                key,
                "les bornes d’une valeur masquée vont de la plus petite à la plus grande.",
                "the bounds of a masked figure go from the least to the most.",
            );
        }
    }
}
