//! What the pages of a body share: its name, how it stands, its tabs, the way to it.

use askama::Template;
use bassin_kernel::{Problem, text::capital};
use bassin_web::{Failure, Link, Reader, Tab};

use crate::{Body, Content, Governance, rules::term::BodyState, statute::Statute};

/// The pages of a body: address, and message of its name.
const PAGES: [(&str, &str); 9] = [
    ("", "body-tab-overview"),
    ("composition", "body-tab-composition"),
    ("periodes", "body-tab-terms"),
    ("reunions", "body-tab-meetings"),
    ("decisions", "body-tab-decisions"),
    ("avis", "body-tab-opinions"),
    ("transmissions", "body-tab-transmissions"),
    ("projets", "body-tab-projects"),
    ("conventions", "body-tab-conventions"),
];

#[derive(Template)]
#[template(path = "body_header.html")]
struct Header<'a> {
    r: &'a Reader,
    kicker: String,
    name: &'a str,
    lede: String,
    kind: &'static str,
    state: String,
    demonstration: bool,
    label: String,
    tabs: Vec<Tab>,
}

/// The head of a page of `body`, as HTML: its name, which is the page's `<h1>`, how it stands, and the tabs. `current` is the last part of the
/// address of the page shown (`reunions`), empty for the overview.
///
/// # Errors
/// The statute of the body is missing, or the store does not answer.
pub(crate) async fn header(governance: &Governance, reader: &Reader, body: &Body, current: &str) -> Result<String, Failure> {
    header_of(reader, body, governance.statute_of(body)?, governance.standing(body, governance.today()).await?.state, current)
}

/// The same, for a page that knows how the body stands.
pub(crate) fn header_of(reader: &Reader, body: &Body, statute: &Statute, state: BodyState, current: &str) -> Result<String, Failure> {
    let subject = if body.subject.is_empty() { String::new() } else { format!(" · {}", body.subject) };
    let header = Header {
        r: reader,
        kicker: format!("{}{subject}", reader.text(&statute.name)),
        name: &body.name,
        lede: if body.mission.is_empty() { reader.text(&statute.purpose.sentence).to_owned() } else { body.mission.clone() },
        kind: kind(state),
        state: state_name(reader, state),
        demonstration: body.content == Content::Demonstration,
        label: reader.t_with("body-tabs", &[("name", body.name.as_str().into())]),
        tabs: PAGES.iter().map(|(page, key)| Tab::new(reader.t(key), address(body, page), *page == current)).collect(),
    };
    header.render().map_err(|error| {
        tracing::error!(%error, "the head of a body could not be rendered");
        Failure(Problem::unavailable("La page n’a pas pu être composée.", "The page could not be composed."))
    })
}

/// The way to a page of a body.
pub(crate) fn trail(reader: &Reader, body: &Body) -> Vec<Link> {
    vec![Link::new(reader.t("body-list-title"), "/instances"), Link::new(&body.name, address(body, ""))]
}

/// The address of a page of a body.
pub(crate) fn address(body: &Body, page: &str) -> String {
    if page.is_empty() { format!("/instances/{}", body.slug) } else { format!("/instances/{}/{page}", body.slug) }
}

/// How a state is coloured; the words alone tell it.
pub(crate) const fn kind(state: BodyState) -> &'static str {
    match state {
        BodyState::InForce | BodyState::Evaluated => "good",
        BodyState::EvaluationDue | BodyState::Proposed | BodyState::ToCome => "warn",
        BodyState::Lapsed | BodyState::Refused => "bad",
        BodyState::Closed => "",
    }
}

/// A state in words.
pub(crate) fn state_name(reader: &Reader, state: BodyState) -> String {
    capital(&reader.t(match state {
        BodyState::Proposed => "body-state-proposed",
        BodyState::Refused => "body-state-refused",
        BodyState::ToCome => "body-state-to-come",
        BodyState::InForce => "body-state-in-force",
        BodyState::EvaluationDue => "body-state-evaluation-due",
        BodyState::Evaluated => "body-state-evaluated",
        BodyState::Lapsed => "body-state-lapsed",
        BodyState::Closed => "body-state-closed",
    }))
}
