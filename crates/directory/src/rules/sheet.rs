//! What a sheet must hold to be kept: everything that is wrong is told at once, each at its field.

use bassin_kernel::{Kind, Problem, Violation};

use super::{Identifier, Scheme};
use crate::model::{KINDS, Membership, OrganisationDraft, PersonDraft, Site};

/// The longest name, and the longest text of any other line.
const LINE: usize = 250;
/// The longest description.
const TEXT: usize = 5_000;
/// The most sectors, and the most identifiers of one register.
const MANY: usize = 30;

/// A sheet whose fields are right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedOrganisation {
    /// The texts, trimmed, runs of blanks as one.
    pub draft: OrganisationDraft,
    /// The identifiers, each once, in the order of the registers.
    pub identifiers: Vec<Identifier>,
    /// The sectors, each once.
    pub sectors: Vec<String>,
}

/// Checks what was typed of an organisation.
///
/// # Errors
/// Every rule that is not met.
pub fn check_organisation(typed: &OrganisationDraft) -> Result<CheckedOrganisation, Problem> {
    let mut draft = OrganisationDraft::default();
    let mut violations = Vec::new();
    for field in OrganisationDraft::FIELDS {
        let text = if matches!(field, "description" | "sectors" | "siret" | "siren" | "uai" | "bce") {
            typed.get(field).trim().replace("\r\n", "\n")
        } else {
            line(typed.get(field))
        };
        let longest = if field == "description" { TEXT } else { LINE };
        violations.extend(too_long(field, &text, if field == "sectors" { TEXT } else { longest }));
        draft.set(field, text);
    }
    violations.extend(required("name", &draft.name));
    violations.extend(kind(&draft.kind));
    violations.extend(email("email", &draft.email));
    violations.extend(website(&draft.website));
    let identifiers = identifiers(&draft, &mut violations);
    let mut sectors: Vec<String> = draft.sectors.split([';', '\n']).map(line).filter(|sector| !sector.is_empty()).collect();
    let mut seen = std::collections::HashSet::new();
    sectors.retain(|sector| seen.insert(bassin_kernel::text::fold(sector)));
    if sectors.len() > MANY {
        violations.push(too_many("sectors"));
    }
    outcome(CheckedOrganisation { draft, identifiers, sectors }, violations)
}

fn identifiers(draft: &OrganisationDraft, violations: &mut Vec<Violation>) -> Vec<Identifier> {
    let mut found = Vec::new();
    for scheme in Scheme::ALL {
        for typed in draft.get(scheme.code()).split([',', ';', '\n']).map(str::trim).filter(|text| !text.is_empty()) {
            match Identifier::parse(scheme, typed) {
                Ok(identifier) if found.contains(&identifier) => {}
                Ok(identifier) => found.push(identifier),
                Err(refusal) => violations.push(*refusal),
            }
        }
    }
    let companies: Vec<&str> = found.iter().filter(|one| one.scheme == Scheme::Siren).map(|one| one.value.as_str()).collect();
    let stranger = found.iter().find(|one| {
        one.scheme == Scheme::Siret && !companies.is_empty() && !companies.iter().any(|company| one.value.starts_with(company))
    });
    if let Some(siret) = stranger {
        violations.push(
            Violation::new(
                "siret-of-another-siren",
                format!(
                    "Le SIRET {} ne commence pas par le SIREN de la fiche\u{202f}: l’un des deux est celui d’une autre structure.",
                    siret.display()
                ),
                format!(
                    "SIRET {} does not begin with the SIREN of the sheet: one of the two belongs to another organisation.",
                    siret.display()
                ),
            )
            .on("siret"),
        );
    }
    if found.len() > MANY {
        violations.push(too_many("siret"));
    }
    found
}

/// Checks what was typed of a person: at least a family name.
///
/// # Errors
/// Every rule that is not met.
pub fn check_person(typed: &PersonDraft) -> Result<PersonDraft, Problem> {
    let draft = PersonDraft {
        given_name: line(&typed.given_name),
        family_name: line(&typed.family_name),
        email: line(&typed.email),
        phone: line(&typed.phone),
        expertise: line(&typed.expertise),
        ..typed.clone()
    };
    let mut violations = Vec::new();
    violations.extend(required("family_name", &draft.family_name));
    for (field, text) in [
        ("given_name", &draft.given_name),
        ("family_name", &draft.family_name),
        ("email", &draft.email),
        ("phone", &draft.phone),
        ("expertise", &draft.expertise),
    ] {
        violations.extend(too_long(field, text, LINE));
    }
    violations.extend(email("email", &draft.email));
    outcome(draft, violations)
}

/// Checks what was typed of a site; `known` tells whether a commune exists.
///
/// # Errors
/// Every rule that is not met.
pub fn check_site(typed: &Site, known: impl Fn(&str) -> bool) -> Result<Site, Problem> {
    let site = Site {
        id: typed.id,
        name: line(&typed.name),
        address: line(&typed.address),
        postcode: line(&typed.postcode),
        commune: line(&typed.commune),
        accessibility: typed.accessibility.trim().replace("\r\n", "\n"),
        phone: line(&typed.phone),
    };
    let mut violations = Vec::new();
    for (field, text, longest) in [
        ("site_name", &site.name, LINE),
        ("address", &site.address, LINE),
        ("postcode", &site.postcode, 12),
        ("accessibility", &site.accessibility, TEXT),
        ("phone", &site.phone, LINE),
    ] {
        violations.extend(too_long(field, text, longest));
    }
    if !known(&site.commune) {
        violations.push(
            Violation::new(
                "site-commune",
                "Indiquez la commune du site, par son nom ou par son code\u{202f}: c’est elle qui le place sur la carte et dans les listes.",
                "Give the commune of the site, by its name or its code: it places the site on the map and in the lists.",
            )
            .on("commune"),
        );
    }
    outcome(site, violations)
}

/// Checks a membership: an end that does not come before the beginning.
///
/// # Errors
/// Every rule that is not met.
pub fn check_membership(typed: &Membership) -> Result<Membership, Problem> {
    let membership = Membership { function: line(&typed.function), ..typed.clone() };
    let mut violations = Vec::new();
    violations.extend(too_long("function", &membership.function, LINE));
    if membership.ends_on.is_some_and(|last| last < membership.starts_on) {
        violations.push(
            Violation::new("membership-dates", "La fin ne peut pas précéder le début.", "The end cannot come before the beginning.")
                .on("ends_on"),
        );
    }
    outcome(membership, violations)
}

fn outcome<T>(value: T, violations: Vec<Violation>) -> Result<T, Problem> {
    if violations.is_empty() { Ok(value) } else { Err(Problem::new(Kind::Invalid, violations)) }
}

/// One line: trimmed, runs of blanks and control characters as one space.
fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn required(field: &str, text: &str) -> Option<Violation> {
    text.is_empty().then(|| Violation::new("required", "Ce renseignement est nécessaire.", "This is needed.").on(field))
}

fn too_long(field: &str, text: &str, longest: usize) -> Option<Violation> {
    (text.chars().count() > longest).then(|| {
        Violation::new(
            "too-long",
            format!("Ce texte dépasse {longest} caractères\u{202f}: raccourcissez-le."),
            format!("This text is longer than {longest} characters: shorten it."),
        )
        .on(field)
    })
}

fn too_many(field: &str) -> Violation {
    Violation::new("too-many", format!("Pas plus de {MANY}, s’il vous plaît."), format!("No more than {MANY}, please.")).on(field)
}

fn kind(code: &str) -> Option<Violation> {
    (!KINDS.contains(&code)).then(|| {
        Violation::new(
            "organisation-kind-unknown",
            "Choisissez la nature de la structure dans la liste.",
            "Choose the kind of the organisation in the list.",
        )
        .on("kind")
        .suggesting(KINDS.iter().filter(|known| strsim::jaro_winkler(known, code) > 0.85).copied())
    })
}

fn email(field: &str, text: &str) -> Option<Violation> {
    let well_formed = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text.contains([' ', ',', ';', '<'])
            && !domain.contains('@')
    });
    (!text.is_empty() && !well_formed).then(|| {
        Violation::new(
            "email-shape",
            "Cette adresse électronique n’est pas complète\u{202f}: écrivez par exemple accueil@exemple.org.",
            "This electronic address is not complete: write for instance welcome@example.org.",
        )
        .on(field)
    })
}

fn website(text: &str) -> Option<Violation> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let well_formed = rest.is_some_and(|rest| rest.contains('.') && !rest.starts_with('.') && !rest.contains([' ', '"', '<', '>']));
    (!text.is_empty() && !well_formed).then(|| {
        Violation::new(
            "website-shape",
            "Une adresse de site commence par https://, par exemple https://www.exemple.org.",
            "The address of a site starts with https://, for instance https://www.example.org.",
        )
        .on("website")
    })
}

#[cfg(test)]
mod tests {
    use bassin_kernel::Language;
    use uuid::Uuid;

    use super::*;

    fn draft() -> OrganisationDraft {
        OrganisationDraft { name: "  Lycée\tCornouaille ".into(), kind: "secondary-school".into(), ..OrganisationDraft::default() }
    }

    fn fields(problem: &Problem) -> Vec<&str> {
        problem.violations.iter().filter_map(|violation| violation.location.field.as_deref()).collect()
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = OrganisationDraft {
            siret: "13002526500014, 123".into(),
            uai: "0290098A".into(),
            email: "accueil".into(),
            website: "exemple.org".into(),
            ..OrganisationDraft::default()
        };
        let problem = check_organisation(&typed).unwrap_err();
        assert_eq!(fields(&problem), ["name", "kind", "email", "website", "siret", "siret", "uai"]);
    }

    #[test]
    fn a_right_sheet_is_tidied() {
        let typed =
            OrganisationDraft { siret: "130 025 265 00013;13002526500013".into(), sectors: "Bois ; ameublement\n bois".into(), ..draft() };
        let checked = check_organisation(&typed).unwrap();
        assert_eq!(checked.draft.name, "Lycée Cornouaille");
        assert_eq!(checked.identifiers.len(), 1);
        assert_eq!(checked.sectors, ["Bois", "ameublement"]);
    }

    #[test]
    fn a_siret_belongs_to_the_siren_of_its_sheet() {
        let typed = OrganisationDraft { siret: "13002526500013".into(), siren: "356000000".into(), ..draft() };
        assert_eq!(check_organisation(&typed).unwrap_err().violations[0].code, "siret-of-another-siren");
        let typed = OrganisationDraft { siret: "13002526500013".into(), siren: "130025265".into(), ..draft() };
        assert!(check_organisation(&typed).is_ok());
    }

    #[test]
    fn people_have_a_name_and_memberships_do_not_end_before_they_begin() {
        let nobody = PersonDraft { email: "a@b".into(), ..PersonDraft::named(Uuid::nil(), "Ada", " ") };
        assert_eq!(fields(&check_person(&nobody).unwrap_err()), ["family_name", "email"]);
        assert_eq!(check_person(&PersonDraft::named(Uuid::nil(), "", "Curie")).unwrap().language, Language::French);
        let day = |text: &str| text.parse::<bassin_kernel::Day>().unwrap();
        let membership = Membership {
            id: Uuid::nil(),
            person: Uuid::nil(),
            organisation: Uuid::nil(),
            function: "Directrice".into(),
            referent: false,
            starts_on: day("2024-02-29"),
            ends_on: Some(day("2024-02-28")),
        };
        assert_eq!(fields(&check_membership(&membership).unwrap_err()), ["ends_on"]);
        let one_day = Membership { ends_on: Some(membership.starts_on), ..membership };
        assert!(check_membership(&one_day).unwrap().is_active(day("2024-02-29")));
        assert!(!one_day.is_active(day("2024-03-01")));
    }
}
