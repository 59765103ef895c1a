//! The components of the pages of bodies. A cookie named as the session's shows the frame of somebody who has signed in.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use bassin_kernel::{Person, Viewer, Violation};
use bassin_web::{
    Choice, Failure, Field, Link, Moment, Page, Progress, Reader, SeatCard, SeatGroup, Tab,
    diff::{Piece, differences},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "../examples/gallery/body.html")]
struct Body<'a> {
    r: &'a Reader,
    tabs: Vec<Tab>,
    progress: Progress,
    groups: Vec<SeatGroup>,
    hidden: Vec<Field>,
    unmet: Vec<Violation>,
    pieces: Vec<Piece>,
    consequences: Vec<String>,
    moments: Vec<Moment>,
    roll: Vec<(&'static str, &'static str, Field)>,
}

/// Somebody.
pub fn somebody() -> Viewer {
    Viewer::Person(Arc::new(Person { account: Uuid::nil(), person: Uuid::nil(), name: "Personne fictive".to_owned(), grants: Vec::new() }))
}

/// What a picker offers.
pub async fn suggestions() -> &'static str {
    r#"[{"id": "1", "label": "Forem", "detail": "Mons"}, {"id": "2", "label": "Institut de promotion sociale", "detail": "La Louvière"}]"#
}

/// The page of a body.
pub async fn body(reader: Reader) -> Result<Response, Failure> {
    let template = Body {
        tabs: vec![
            Tab::new("Présentation", "/instance", true),
            Tab::new("Composition", "/", false),
            Tab::new("Réunions", "/", false).count(2),
            Tab::new("Décisions", "/", false),
            Tab::new("Projets", "/", false),
            Tab::new("Périodes et évaluation", "/", false),
        ],
        progress: Progress {
            from: "15 mars 2019".into(),
            to: "14 mars 2022".into(),
            sentence: "La période court depuis deux ans et trois mois. L’évaluation est due à partir de septembre 2021.".into(),
            elapsed: 0.66,
            due: Some(0.84),
        },
        groups: groups(),
        hidden: vec![Field::hidden("revision", "3")],
        unmet: vec![
            Violation::new("a", "L’enseignement qualifiant n’est pas représenté à cette réunion.", "")
                .sourced("accord de coopération du 20 mars 2014, article 18"),
            Violation::new("b", "Une objection motivée n’est pas levée : seul son auteur peut la lever, ou le texte changer.", "")
                .sourced("règlement d’ordre intérieur, article 7"),
        ],
        pieces: differences(
            "Le pôle se réunit deux fois par an. Il rend compte à l’Instance.\n\nIl est présidé par un opérateur.",
            "Le pôle se réunit quatre fois par an, au moins. Il rend compte à l’Instance.\n\nIl est présidé par un opérateur, à tour de rôle.",
        ),
        consequences: vec!["Le texte ne sera plus proposé à la discussion.".into(), "Ses versions restent au journal.".into()],
        moments: moments(),
        roll: roll(),
        r: &reader,
    };
    let page = Page::of("Compétences de base", &template)?.fictional(true);
    Ok(reader.page(page.trail([Link::new("Pôles et instances", "/"), Link::new("Instance Bassin EFE Hainaut-Centre", "/")])))
}

fn groups() -> Vec<SeatGroup> {
    let seat = |holder: &str, detail: &str| SeatCard {
        holder: holder.into(),
        address: if holder.is_empty() { String::new() } else { "/".into() },
        detail: detail.into(),
        ..SeatCard::default()
    };
    let rule = "Un siège au moins.".to_owned();
    vec![
        SeatGroup {
            name: "Entreprises, partenaires sociaux, intercommunales".into(),
            rule: rule.clone(),
            kind: "good",
            state: "3 sièges".into(),
            seats: vec![
                seat("Personne A", "Fédération A · jusqu’au 14 mars 2022"),
                seat("Personne B", "Intercommunale B · jusqu’au 14 mars 2022"),
                SeatCard {
                    kind: "warn", state: "part en janvier".into(), ..seat("Personne C", "Syndicat C · jusqu’au 31 janvier 2022")
                },
            ],
        },
        SeatGroup {
            name: "Opérateurs d’emploi, de formation, d’insertion".into(),
            rule: rule.clone(),
            kind: "good",
            state: "2 sièges".into(),
            seats: vec![
                SeatCard { title: "Coordination".into(), ..seat("Personne D", "Forem") },
                seat("Personne E", "Centre de compétence E"),
            ],
        },
        SeatGroup {
            name: "Enseignement qualifiant".into(),
            rule,
            kind: "warn",
            state: "1 siège, 1 vacant".into(),
            seats: vec![seat("Personne F", "Promotion sociale F"), seat("", "Depuis le 1er juin 2021")],
        },
    ]
}

fn moments() -> Vec<Moment> {
    let moment = |day: &str, when: &str, title: &str, detail: &str, state| Moment {
        day: day.into(),
        when: when.into(),
        title: title.into(),
        address: "/".into(),
        detail: detail.into(),
        state,
    };
    vec![
        moment("2019-03-15", "15 mars 2019", "Reconnaissance par l’Instance", "Consensus de la chambre emploi-formation.", "done"),
        moment("2021-06-14", "14 juin 2021", "Plan d’action adopté", "", "done"),
        moment("2021-07-01", "1er juillet 2021", "Compte rendu à approuver", "", "late"),
        moment("2021-09-21", "21 septembre 2021", "Prochaine réunion", "La Louvière, 6 points à l’ordre du jour.", "now"),
        moment("2022-03-14", "14 mars 2022", "Évaluation à valider", "Avant tout renouvellement.", "due"),
    ]
}

fn roll() -> Vec<(&'static str, &'static str, Field)> {
    let states = || {
        [("present", "Présent"), ("remote", "À distance"), ("excused", "Excusé"), ("substitute", "Suppléé"), ("proxy", "Procuration")]
            .map(|(value, label)| Choice::new(value, label))
    };
    let row = |name: &'static str, detail, value: &str| {
        (
            name,
            detail,
            Field::radios(format!("appel-{}", name.to_lowercase().replace(' ', "-")))
                .label(name)
                .unlabelled()
                .segmented()
                .choices(states())
                .value(value),
        )
    };
    vec![
        row("Personne A", "Entreprises · Fédération A", "present"),
        row("Personne D", "Opérateurs · Forem", "remote"),
        row("Personne F", "Enseignement · Promotion sociale F", ""),
    ]
}
