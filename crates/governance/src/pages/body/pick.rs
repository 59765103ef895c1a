//! People and organisations found among many: by a list that unfolds, or by words alone when there is no JavaScript.

use bassin_directory::Search;
use bassin_kernel::{Problem, Violation};
use bassin_web::{Choice, Field, Picked, Reader, Submitted};
use uuid::Uuid;

use crate::Governance;

/// How many are offered for words.
const OFFERED: u64 = 12;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Whom {
    /// People.
    Person,
    /// Organisations.
    Organisation,
}

/// The field that finds a person or an organisation.
pub(in crate::pages) fn picker(reader: &Reader, whom: Whom, name: &str) -> Field {
    match whom {
        Whom::Person => Field::picker(name, "/personnes/suggestions?q=").label(reader.t("body-person")).hint(reader.t("body-person-hint")),
        Whom::Organisation => {
            Field::picker(name, "/structures/suggestions?q=").label(reader.t("body-organisation")).hint(reader.t("body-organisation-hint"))
        }
    }
}

/// Who was picked, or the choices to offer for the words that came alone.
pub(in crate::pages) enum Pick {
    /// Nobody, or one.
    One(Option<Uuid>),
    /// Words: the field to show again instead.
    Among(Box<Field>),
}

/// What a picker sent.
pub(in crate::pages) async fn picked(
    governance: &Governance,
    reader: &Reader,
    submitted: &Submitted,
    whom: Whom,
    name: &str,
) -> Result<Pick, Problem> {
    let words = match submitted.picked(name) {
        Picked::Id(id) => return Ok(Pick::One(Some(id))),
        Picked::Nothing => return Ok(Pick::One(None)),
        Picked::Words(words) => words,
    };
    let choices: Vec<Choice> = match whom {
        Whom::Person => {
            let found = governance.directory.search_people(words, 1, OFFERED).await?;
            found.items.iter().map(|person| Choice::new(person.id.to_string(), person.name()).hint(&person.expertise)).collect()
        }
        Whom::Organisation => {
            let search = Search { query: words.to_owned(), page: 1, size: OFFERED, ..Search::default() };
            let found = governance.directory.search_organisations(&search).await?;
            found.items.iter().map(|organisation| Choice::new(organisation.id.to_string(), &organisation.name)).collect()
        }
    };
    let base = picker(reader, whom, name);
    if choices.is_empty() {
        let violation = Violation::new(
            "picker-none",
            format!("L’annuaire ne connaît personne ni aucune structure sous « {words} » : ajoutez d’abord sa fiche."),
            format!("The directory knows nobody and no organisation as “{words}”: add the sheet first."),
        );
        return Ok(Pick::Among(Box::new(base.shown(words).wrong(violation))));
    }
    let choose = Violation::new("picker-choose", "Choisissez parmi ce qui a été trouvé.", "Choose among what was found.");
    Ok(Pick::Among(Box::new(Field::radios(name).label(base.label).choices(choices).wrong(choose))))
}
