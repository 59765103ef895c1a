//! A seat: who holds it, who held it, and what can be done about it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{DateRange, Day, Kind, Problem, Scope, Violation};
use bassin_web::{Choice, Failure, Field, Link, Page, Reader, Submitted};
use uuid::Uuid;

use super::{
    super::SECTION,
    Names, comes_back,
    composition::{Past, component_name, function, past, seat_name, voice},
    edit::FormView,
    pick::{Pick, Whom, picked, picker},
    refill,
};
use crate::{
    Body, Content, Designation, Ending, Function, Governance, LONGEST_TERM, Mandate, MandateState, Seat,
    pages::tabs,
    policy,
    statute::{CompositionRule, Statute},
};

#[derive(Template)]
#[template(path = "body_seat.html")]
struct SeatView<'a> {
    r: &'a Reader,
    header: String,
    name: String,
    component: String,
    voice: String,
    rule: String,
    source: String,
    kinds: String,
    holder: Option<Past>,
    holder_function: String,
    history: Vec<Past>,
    proposed: Vec<Proposal>,
    /// The act typed for an appointment that was refused.
    act: String,
    manage: bool,
    held: bool,
    end: String,
    resign: String,
    abolish: String,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    back: String,
}

struct Proposal {
    who: Past,
    appoint: String,
    withdraw: String,
    revision: String,
}

/// The page.
pub(super) async fn seat(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, seat)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    show(&governance, &reader, &body, seat, None).await
}

/// A form that was sent, what is wrong with it, and the fields to show instead of those that found nobody.
type Sent<'a> = (&'a Submitted, Problem, Vec<Field>);

async fn show(governance: &Governance, reader: &Reader, body: &Body, id: Uuid, sent: Option<Sent<'_>>) -> Result<Response, Failure> {
    let roll = governance.roll(body).await?;
    let Some(seat) = roll.seats.iter().find(|seat| seat.id == id) else {
        return Err(Problem::not_found("Ce siège n’existe pas.", "There is no such seat.").into());
    };
    let (today, statute) = (governance.today(), governance.statute_of(body)?);
    let mandates: Vec<&Mandate> = roll.mandates.iter().filter(|mandate| mandate.seat == id).collect();
    let names = Names::of(governance, mandates.iter().copied()).await?;
    let line = |mandate: &Mandate| past(reader, mandate, &names, String::new(), today);
    let holder = mandates.iter().copied().find(|mandate| mandate.is_active_on(today));
    let manage = body.closed.is_none() && seat.abolished_on.is_none() && governance.may_fill(&reader.viewer, body, seat).is_ok();
    let own =
        holder.is_some_and(|holder| reader.viewer.may(&policy::MANDATE_RESIGN, &[Scope::Body(body.id), Scope::Person(holder.person)]));
    let rule = statute.composition.iter().find(|rule| rule.component == seat.component);
    let ending = |mandate: &Mandate, how: &str| tabs::address(body, &format!("mandats/{}/fin?{how}", mandate.id));
    let mut fields = designation_fields(governance, reader, statute, seat, holder);
    let typed = sent.as_ref().filter(|(submitted, ..)| submitted.get("how").is_empty());
    let act = typed.map(|(submitted, ..)| submitted.get("act").to_owned()).unwrap_or_default();
    let refused = sent.as_ref().map(|(_, problem, _)| problem.kind);
    let rest = sent.map(|sent| refilled(&mut fields, sent)).unwrap_or_default();
    let view = SeatView {
        r: reader,
        header: tabs::header(governance, reader, body, "composition").await?,
        name: seat_name(reader, statute, seat),
        component: component_name(reader, statute, &seat.component),
        voice: voice(reader, seat.voice),
        rule: rule.map(|rule| reader.text(&rule.clause.sentence).to_owned()).unwrap_or_default(),
        source: rule.map(|rule| rule.clause.source.clone()).unwrap_or_default(),
        kinds: rule.map(|rule| kinds(reader, rule)).unwrap_or_default(),
        holder_function: holder.map(|holder| function(reader, holder.function)).unwrap_or_default(),
        history: mandates.iter().rev().filter(|mandate| mandate.state != MandateState::Proposed).map(|mandate| line(mandate)).collect(),
        proposed: if manage { proposals(reader, body, &mandates, &names, today) } else { Vec::new() },
        manage,
        held: holder.is_some(),
        end: holder.filter(|_| manage).map(|holder| ending(holder, "revocation=1")).unwrap_or_default(),
        resign: holder.filter(|_| own).map(|holder| ending(holder, "demission=1")).unwrap_or_default(),
        abolish: if manage && holder.is_none() { tabs::address(body, &format!("sieges/{id}/suppression")) } else { String::new() },
        holder: holder.map(line),
        act,
        fields,
        rest,
        back: tabs::address(body, "composition"),
    };
    let mut trail = tabs::trail(reader, body);
    trail.push(Link::new(reader.t("body-tab-composition"), tabs::address(body, "composition")));
    let page = Page::of(format!("{} – {}", view.name, body.name), &view)?.section(SECTION).trail(trail);
    let page = page.fictional(body.content == Content::Fictional);
    Ok(reader.page(match refused {
        Some(Kind::Conflict) => page.status(StatusCode::CONFLICT),
        Some(_) => page.status(StatusCode::UNPROCESSABLE_ENTITY),
        None => page,
    }))
}

fn proposals(reader: &Reader, body: &Body, mandates: &[&Mandate], names: &Names, today: Day) -> Vec<Proposal> {
    let proposed = mandates.iter().filter(|mandate| mandate.state == MandateState::Proposed);
    let proposal = |mandate: &&Mandate| Proposal {
        who: past(reader, mandate, names, String::new(), today),
        appoint: tabs::address(body, &format!("mandats/{}/nomination", mandate.id)),
        withdraw: tabs::address(body, &format!("mandats/{}/fin", mandate.id)),
        revision: mandate.revision.to_string(),
    };
    proposed.map(proposal).collect()
}

fn refilled(fields: &mut [Field], (submitted, problem, instead): Sent<'_>) -> Vec<Violation> {
    // An appointment that was refused says nothing of the form that designates.
    let rest = if submitted.get("how").is_empty() { problem.violations.clone() } else { refill(fields, submitted, &problem) };
    for field in instead {
        if let Some(shown) = fields.iter_mut().find(|shown| shown.name == field.name) {
            *shown = field;
        }
    }
    rest
}

/// The kinds of organisations that may sit there, in words.
fn kinds(reader: &Reader, rule: &CompositionRule) -> String {
    let kinds: Vec<String> = rule.kinds.iter().map(|kind| reader.t(&format!("organisation-kind-{kind}"))).collect();
    kinds.join(", ")
}

fn designation_fields(governance: &Governance, reader: &Reader, statute: &Statute, seat: &Seat, holder: Option<&Mandate>) -> Vec<Field> {
    let today = governance.today();
    let functions = [Function::Member, Function::Chair, Function::CoChair, Function::ViceChair, Function::Secretary, Function::Rapporteur];
    let usual = if seat.component == "secretariat" { "secretary" } else { "member" };
    let functions = functions.into_iter().filter_map(|one| {
        let code = serde_json::to_value(one).ok()?;
        let label = function(reader, one);
        Some(Choice::new(code.as_str()?, if label.is_empty() { reader.t("body-function-member") } else { label }))
    });
    let months = statute.mandate.as_ref().map_or(LONGEST_TERM, |rule| rule.months);
    let last = holder.map_or_else(|| DateRange::months_from(today, months).last(), |holder| holder.period.last());
    let mut ends = Field::date("ends_on").label(reader.t("body-mandate-ends")).value(last.to_string()).required();
    if let Some(rule) = &statute.mandate {
        ends = ends.hint(reader.text(&rule.clause.sentence));
    }
    vec![
        Field::hidden("id", governance.database.ids().next().to_string()),
        picker(reader, Whom::Person, "person").required(),
        picker(reader, Whom::Organisation, "organisation"),
        Field::select("function").label(reader.t("body-function")).choices(functions).value(usual).required(),
        Field::date("starts_on").label(reader.t("body-mandate-starts")).value(today.to_string()).required(),
        ends,
        Field::text("act").label(reader.t("body-act")).hint(reader.t("body-act-hint")),
        Field::radios("how").label(reader.t("body-designation")).value("propose").choices([
            Choice::new("propose", reader.t("body-designation-propose")),
            Choice::new("appoint", reader.t("body-designation-appoint")).hint(reader.t("body-designation-appoint-hint")),
        ]),
    ]
}

/// Designates somebody, or appoints them at once; whoever holds the seat then is replaced.
pub(super) async fn designate(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, seat)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let mut instead = Vec::new();
    let mut ids = [None, None];
    for (index, (whom, name)) in [(Whom::Person, "person"), (Whom::Organisation, "organisation")].into_iter().enumerate() {
        match picked(&governance, &reader, &submitted, whom, name).await? {
            Pick::One(id) => ids[index] = id,
            Pick::Among(field) => instead.push(*field),
        }
    }
    let appointed = submitted.get("how") == "appoint";
    let designation = Designation {
        id: submitted.uuid("id").unwrap_or_else(|| governance.database.ids().next()),
        seat,
        person: ids[0],
        organisation: ids[1],
        function: serde_json::from_value(submitted.get("function").into()).unwrap_or(Function::Member),
        starts_on: submitted.day("starts_on"),
        ends_on: submitted.day("ends_on"),
        act: submitted.get("act").to_owned(),
        appointed,
    };
    let problem = if instead.is_empty() {
        match governance.designate(&reader.viewer, designation, appointed).await {
            Ok(_) => {
                return Ok(reader.done(&tabs::address(&body, "composition"), if appointed { "mandate-appoint" } else { "mandate-propose" }));
            }
            Err(problem) if comes_back(&problem) => problem,
            Err(problem) => return Err(problem.into()),
        }
    } else {
        Problem::new(Kind::Invalid, Vec::new())
    };
    show(&governance, &reader, &body, seat, Some((&submitted, problem, instead))).await
}

/// Abolishes a seat that nobody holds.
pub(super) async fn abolish(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, seat)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    governance.abolish_seat(&reader.viewer, seat, governance.today()).await?;
    Ok(reader.done(&tabs::address(&body, "composition"), "seat-abolish"))
}

/// Appoints somebody who was proposed.
pub(super) async fn appoint(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, mandate)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let revision = submitted.get("revision").parse().unwrap_or_default();
    match governance.appoint(&reader.viewer, mandate, revision, submitted.get("act")).await {
        Ok(_) => Ok(reader.done(&tabs::address(&body, "composition"), "mandate-appoint")),
        Err(problem) if comes_back(&problem) => {
            let roll = governance.roll(&body).await?;
            let Some(known) = roll.mandates.iter().find(|known| known.id == mandate) else { return Err(problem.into()) };
            show(&governance, &reader, &body, known.seat, Some((&submitted, problem, Vec::new()))).await
        }
        Err(problem) => Err(problem.into()),
    }
}

/// How a mandate is asked to end.
#[derive(serde::Deserialize)]
pub(super) struct How {
    #[serde(default)]
    demission: String,
}

/// The form that ends a mandate.
pub(super) async fn end_form(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, mandate)): Path<(String, Uuid)>,
    axum::extract::Query(how): axum::extract::Query<How>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    ending(&governance, &reader, &body, mandate, if how.demission.is_empty() { "revocation" } else { "demission" }, None).await
}

async fn ending(
    governance: &Governance,
    reader: &Reader,
    body: &Body,
    id: Uuid,
    how: &str,
    sent: Option<(&Submitted, &Problem)>,
) -> Result<Response, Failure> {
    let roll = governance.roll(body).await?;
    let Some(mandate) = roll.mandates.iter().find(|mandate| mandate.id == id) else {
        return Err(Problem::not_found("Ce mandat n’existe pas.", "There is no such mandate.").into());
    };
    let names = Names::of(governance, std::iter::once(mandate)).await?;
    let resigns = how == "demission";
    let mut reason = Field::area("reason").label(reader.t("body-end-reason")).lines(3);
    if !resigns && mandate.state != MandateState::Proposed {
        reason = reason.required();
    }
    let mut fields = vec![
        Field::hidden("revision", mandate.revision.to_string()),
        Field::hidden("how", how),
        Field::date("on").label(reader.t("body-end-on")).value(governance.today().to_string()).required(),
        reason,
    ];
    let rest = sent.map(|(submitted, problem)| refill(&mut fields, submitted, problem)).unwrap_or_default();
    let view = FormView {
        r: reader,
        header: tabs::header(governance, reader, body, "composition").await?,
        title: reader.t(if resigns { "body-resign-title" } else { "body-revoke-title" }),
        intro: reader.t_with("body-end-intro", &[("name", names.person(mandate).into())]),
        fields,
        rest,
        stored: Vec::new(),
        submit: reader.t("body-end-submit"),
        other: None,
        cancel: tabs::address(body, &format!("sieges/{}", mandate.seat)),
    };
    view.page(body, sent.map(|(_, problem)| problem))
}

/// Ends a mandate.
pub(super) async fn end(
    State(governance): State<Governance>,
    reader: Reader,
    Path((slug, mandate)): Path<(String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let resigns = submitted.get("how") == "demission";
    let ending_kind = if resigns { Ending::Resignation } else { Ending::Revocation };
    let revision = submitted.get("revision").parse().unwrap_or_default();
    let ended = governance.end_mandate(&reader.viewer, mandate, revision, ending_kind, submitted.day("on"), submitted.get("reason")).await;
    match ended {
        Ok(_) => Ok(reader.done(&tabs::address(&body, "composition"), "mandate-end")),
        Err(problem) if comes_back(&problem) => {
            ending(&governance, &reader, &body, mandate, submitted.get("how"), Some((&submitted, &problem))).await
        }
        Err(problem) => Err(problem.into()),
    }
}
