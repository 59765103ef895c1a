//! Who sits: seats by component, who holds them, what is missing and why it must be there, who leaves soon.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Day, Problem, Violation};
use bassin_web::{Choice, Failure, Field, Link, Page, Pager, Reader, SeatCard, SeatGroup, Submitted};
use chrono::Days;
use serde::Deserialize;

use super::{
    super::SECTION,
    Names, comes_back,
    pick::{Pick, Whom, picked, picker},
    refill,
};
use crate::{
    Body, Content, Governance, Mandate, Place, Roll, Seat, SeatDraft,
    commands::SECRETARIAT,
    pages::tabs,
    policy,
    rules::{
        composition::{Component, people},
        mandate::{Phase, phase},
        term::Standing,
    },
    statute::{Statute, Voice},
};

/// Beyond so many seats, components are shown one at a time.
const ALL_AT_ONCE: usize = 60;
/// How many seats of one component a page.
const SIZE: usize = 48;
/// How many days ahead a mandate that ends is told.
const SOON: u64 = 90;

/// How the page is asked for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    composante: String,
    #[serde(default)]
    page: String,
    #[serde(default)]
    historique: String,
    /// The day; today when it is not one.
    #[serde(default)]
    jour: String,
}

#[derive(Template)]
#[template(path = "body_composition.html")]
struct CompositionView<'a> {
    r: &'a Reader,
    header: String,
    day: String,
    day_value: String,
    summary: String,
    everybody: String,
    unmet: Vec<Violation>,
    unnamed: bool,
    components: Vec<Line>,
    groups: Vec<SeatGroup>,
    pager: Pager,
    one: bool,
    leaving: Vec<Leaving>,
    vacant: Vec<Link>,
    history: Option<Vec<Past>>,
    history_address: String,
    manage: bool,
    begin: Option<Begin>,
    fields: Vec<Field>,
    rest: Vec<Violation>,
    seats_address: String,
}

/// What who administers the platform may do for a body that depends on none: open the seat of its secretariat, name who holds it.
struct Begin {
    vacant: Vec<Link>,
    fields: Vec<Field>,
}

struct Line {
    name: String,
    address: String,
    rule: String,
    source: String,
    compulsory: bool,
    seats: String,
    total: u64,
    filled: String,
    kind: &'static str,
    state: String,
    notes: Vec<String>,
}

struct Leaving {
    name: String,
    seat: String,
    address: String,
    on: String,
}

pub(super) struct Past {
    pub person: String,
    pub organisation: String,
    pub seat: String,
    pub period: String,
    pub state: String,
}

/// The page.
pub(super) async fn composition(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    show(&governance, &reader, &body, &asked, None).await
}

async fn show(
    governance: &Governance,
    reader: &Reader,
    body: &Body,
    asked: &Asked,
    sent: Option<(&Submitted, &Problem, Pick)>,
) -> Result<Response, Failure> {
    let day = asked.jour.parse().unwrap_or_else(|_| governance.today());
    let statute = governance.statute_of(body)?;
    let (roll, life) = (governance.roll(body).await?, governance.life(body).await?);
    let standing = governance.assess(body, &roll, &life, day).await?;
    let today = governance.today();
    let state = if day == today { standing.state } else { governance.standing(body, today).await?.state };
    let places = roll.on(day);
    let names = Names::of(governance, roll.mandates.iter()).await?;
    let manage = body.closed.is_none() && reader.viewer.may(&policy::SEAT_MANAGE, &governance.wide_scopes(body));
    let begin = !manage && body.closed.is_none() && governance.may_begin(&reader.viewer, body);
    let address = tabs::address(body, "composition");
    let (groups, pager) = groups(reader, statute, body, &places, &names, asked, day, &standing);
    let history = (!asked.historique.is_empty()).then(|| history(reader, statute, &roll, &names, day));
    let mut fields = seat_fields(governance, reader, statute, &roll);
    let refused = sent.is_some();
    let rest = match sent {
        Some((submitted, problem, pick)) => {
            let rest = refill(&mut fields, submitted, problem);
            if let (Pick::Among(field), Some(shown)) = (pick, fields.iter_mut().find(|field| field.name == "organisation")) {
                *shown = *field;
            }
            rest
        }
        None => Vec::new(),
    };
    let everybody = governance.everybody(body, day).await?.len();
    let alone = everybody == people(&places).len();
    let held = places.iter().filter(|place| place.holder.is_some()).count();
    let view = CompositionView {
        r: reader,
        header: tabs::header_of(reader, body, statute, state, "composition")?,
        day: reader.day(day),
        day_value: day.to_string(),
        summary: reader.t_with(
            if standing.unnamed { "body-composition-unnamed" } else { "body-composition-summary" },
            &[("seats", (places.len() as u64).into()), ("held", (held as u64).into()), ("people", (people(&places).len() as u64).into())],
        ),
        everybody: if alone { String::new() } else { reader.t_with("body-everybody", &[("people", (everybody as u64).into())]) },
        unmet: standing.alarms().iter().map(crate::rules::composition::Defect::violation).collect(),
        unnamed: standing.unnamed,
        components: standing.components.iter().map(|component| line(reader, component, &standing, &address)).collect(),
        one: places.len() > ALL_AT_ONCE,
        groups,
        pager,
        leaving: leaving(reader, statute, body, &places, &names, day),
        vacant: if manage { vacant(reader, statute, body, &places, &asked.composante) } else { Vec::new() },
        history,
        history_address: format!("{address}?historique=1#historique"),
        manage,
        begin: begin.then(|| beginning(governance, reader, statute, body, &places)),
        fields,
        rest,
        seats_address: tabs::address(body, "sieges"),
    };
    let title = format!("{} – {}", reader.t("body-tab-composition"), body.name);
    let page = Page::of(title, &view)?.section(SECTION).trail(tabs::trail(reader, body)).fictional(body.content == Content::Fictional);
    Ok(reader.page(if refused { page.status(StatusCode::UNPROCESSABLE_ENTITY) } else { page }))
}

/// The name of a component: that of the statute, or of the secretariat.
pub(super) fn component_name(reader: &Reader, statute: &Statute, code: &str) -> String {
    let known = statute.composition.iter().find(|rule| rule.component == code);
    known.map_or_else(|| reader.t("body-component-secretariat"), |rule| reader.text(&rule.name).to_owned())
}

/// The name of a seat: its title, or its component and number.
pub(super) fn seat_name(reader: &Reader, statute: &Statute, seat: &Seat) -> String {
    let number = seat.number.to_string();
    let component = component_name(reader, statute, &seat.component);
    if !seat.title.is_empty() {
        return seat.title.clone();
    }
    let key = if seat.substitute_of.is_some() { "body-seat-substitute" } else { "body-seat-numbered" };
    reader.t_with(key, &[("component", component.into()), ("number", number.into())])
}

fn line(reader: &Reader, component: &Component, standing: &Standing, address: &str) -> Line {
    let missing = component.missing();
    let defect = standing.alarms().iter().find(|defect| defect.component.component == component.component);
    let mut notes = Vec::new();
    if let Some(since) = defect.and_then(|defect| defect.since) {
        notes.push(reader.t_with("body-component-since", &[("day", reader.day(since).into())]));
    }
    if let Some(until) = defect.and_then(|defect| defect.cure_until) {
        notes.push(reader.t_with("body-component-cure", &[("day", reader.day(until).into())]));
    }
    if !component.misplaced.is_empty() {
        notes.push(reader.t_with("body-component-misplaced", &[("count", (component.misplaced.len() as u64).into())]));
    }
    if !component.unverified.is_empty() {
        notes.push(reader.t_with("body-component-unverified", &[("count", (component.unverified.len() as u64).into())]));
    }
    let vacant = component.seats.saturating_sub(component.filled);
    let (kind, state) = if standing.unnamed {
        ("", reader.t("body-unnamed"))
    } else if missing > 0 {
        ("bad", reader.t_with("body-component-missing", &[("count", u64::from(missing).into())]))
    } else if vacant > 0 {
        ("warn", reader.t_with("body-component-vacant", &[("count", u64::from(vacant).into())]))
    } else if component.seats == 0 {
        ("", reader.t("body-component-no-seat"))
    } else {
        ("good", reader.t("body-component-complete"))
    };
    Line {
        name: reader.text(&component.name).to_owned(),
        address: format!("{address}?composante={}#sieges", component.component),
        rule: reader.text(&component.clause.sentence).to_owned(),
        source: component.clause.source.clone(),
        compulsory: component.required > 0,
        seats: reader.count(u64::from(component.seats)),
        total: u64::from(component.seats),
        filled: reader.count(u64::from(component.filled)),
        kind,
        state,
        notes,
    }
}

/// The seats shown, by component, and the pages of the component when it is shown alone.
#[expect(clippy::too_many_arguments, reason = "one page, cut in two")]
fn groups(
    reader: &Reader,
    statute: &Statute,
    body: &Body,
    places: &[Place],
    names: &Names,
    asked: &Asked,
    day: Day,
    standing: &Standing,
) -> (Vec<SeatGroup>, Pager) {
    let mut codes: Vec<&str> = statute.composition.iter().map(|rule| rule.component.as_str()).collect();
    for place in places {
        if !codes.contains(&place.seat.component.as_str()) {
            codes.push(&place.seat.component);
        }
    }
    let large = places.len() > ALL_AT_ONCE;
    let chosen = codes.iter().copied().find(|code| *code == asked.composante).or_else(|| codes.first().copied().filter(|_| large));
    let shown = codes.into_iter().filter(|code| chosen.is_none_or(|chosen| chosen == *code));
    let total = places.iter().filter(|place| chosen.is_some_and(|chosen| chosen == place.seat.component)).count();
    let address =
        |page: u64| format!("{}?composante={}&page={page}#sieges", tabs::address(body, "composition"), chosen.unwrap_or_default());
    let pager = Pager::new(asked.page.parse().unwrap_or(1), SIZE as u64, total as u64, address);
    let skipped = usize::try_from(pager.page - 1).unwrap_or_default() * SIZE;
    let group = |code: &str| {
        let same = places.iter().filter(|place| place.seat.component == code);
        let seats = same.clone().skip(if large { skipped } else { 0 }).take(if large { SIZE } else { usize::MAX });
        let (count, held) = (same.clone().count(), same.filter(|place| place.holder.is_some()).count());
        let lacking = standing.alarms().iter().any(|defect| defect.component.component == code);
        let rule = statute.composition.iter().find(|rule| rule.component == code);
        SeatGroup {
            name: component_name(reader, statute, code),
            rule: rule.and_then(|rule| rule.designated_by.as_ref()).map(|by| designated(reader, reader.text(by))).unwrap_or_default(),
            kind: if lacking {
                "bad"
            } else if standing.unnamed {
                ""
            } else if held < count {
                "warn"
            } else {
                "good"
            },
            state: if standing.unnamed {
                reader.t_with("body-component-seats", &[("seats", (count as u64).into())])
            } else {
                reader.t_with("body-component-state", &[("filled", (held as u64).into()), ("vacant", ((count - held) as u64).into())])
            },
            seats: seats
                .map(|place| if standing.unnamed { described(reader, statute, place) } else { card(reader, body, place, names, day) })
                .collect(),
        }
    };
    (shown.map(group).filter(|group| !group.seats.is_empty()).collect(), pager)
}

fn designated(reader: &Reader, by: &str) -> String {
    reader.t_with("body-designated-by", &[("by", by.into())])
}

/// A seat as its text describes it, without naming who sits there.
fn described(reader: &Reader, statute: &Statute, place: &Place) -> SeatCard {
    let voice = if place.seat.voice == Voice::Deliberative { String::new() } else { voice(reader, place.seat.voice) };
    let detail = [reader.t("body-seat-unnamed"), voice].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let titled = !place.seat.title.is_empty() || place.seat.substitute_of.is_some();
    let number = place.seat.number.to_string();
    let holder =
        if titled { seat_name(reader, statute, &place.seat) } else { reader.t_with("body-seat-described", &[("number", number.into())]) };
    SeatCard { holder, detail, ..SeatCard::default() }
}

fn card(reader: &Reader, body: &Body, place: &Place, names: &Names, day: Day) -> SeatCard {
    let mut detail = Vec::new();
    let mut title = vec![place.seat.title.clone()];
    if place.seat.substitute_of.is_some() {
        title.push(reader.t("body-seat-is-substitute"));
    }
    if place.seat.voice != Voice::Deliberative {
        title.push(voice(reader, place.seat.voice));
    }
    let title: Vec<String> = title.into_iter().filter(|part| !part.is_empty()).collect();
    let mut card = SeatCard { title: title.join(" · "), ..SeatCard::default() };
    if let Some(holder) = &place.holder {
        card.holder = names.person(holder);
        card.address = tabs::address(body, &format!("sieges/{}", place.seat.id));
        detail.push(names.organisation(holder));
        detail.push(function(reader, holder.function));
        let last = holder.held().map_or(holder.period.last(), bassin_kernel::DateRange::last);
        detail.push(reader.t_with("body-until", &[("day", reader.day(last).into())]));
        if last <= day + Days::new(SOON) {
            (card.kind, card.state) = ("warn", reader.t("body-leaves-soon"));
        }
    }
    card.detail = detail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    card
}

pub(super) fn voice(reader: &Reader, voice: Voice) -> String {
    reader.t(match voice {
        Voice::Deliberative => "body-voice-deliberative",
        Voice::Consultative => "body-voice-consultative",
        Voice::Observer => "body-voice-observer",
    })
}

/// A function in words; empty for a plain member.
pub(super) fn function(reader: &Reader, function: crate::Function) -> String {
    use crate::Function;
    match function {
        Function::Member => String::new(),
        Function::Chair => reader.t("body-function-chair"),
        Function::CoChair => reader.t("body-function-co-chair"),
        Function::ViceChair => reader.t("body-function-vice-chair"),
        Function::Secretary => reader.t("body-function-secretary"),
        Function::Rapporteur => reader.t("body-function-rapporteur"),
    }
}

fn leaving(reader: &Reader, statute: &Statute, body: &Body, places: &[Place], names: &Names, day: Day) -> Vec<Leaving> {
    let soon = day + Days::new(SOON);
    let mut leaving: Vec<(Day, Leaving)> = places
        .iter()
        .filter_map(|place| {
            let holder = place.holder.as_ref()?;
            let last = holder.held()?.last();
            let line = Leaving {
                name: names.person(holder),
                seat: seat_name(reader, statute, &place.seat),
                address: tabs::address(body, &format!("sieges/{}", place.seat.id)),
                on: reader.day(last),
            };
            (last <= soon).then_some((last, line))
        })
        .collect();
    leaving.sort_by_key(|(last, _)| *last);
    leaving.into_iter().map(|(_, line)| line).collect()
}

fn beginning(governance: &Governance, reader: &Reader, statute: &Statute, body: &Body, places: &[Place]) -> Begin {
    let opened = places.iter().any(|place| place.seat.component == SECRETARIAT);
    let fields = vec![Field::hidden("id", governance.database.ids().next().to_string()), Field::hidden("component", SECRETARIAT)];
    Begin { vacant: vacant(reader, statute, body, places, SECRETARIAT), fields: if opened { Vec::new() } else { fields } }
}

/// The seats to fill: those of the component shown, when one is, and no more than a page shows.
fn vacant(reader: &Reader, statute: &Statute, body: &Body, places: &[Place], component: &str) -> Vec<Link> {
    let shown = |place: &&Place| component.is_empty() || place.seat.component == component;
    let vacant = places.iter().filter(|place| place.holder.is_none()).filter(shown).take(SIZE);
    vacant
        .map(|place| Link::new(seat_name(reader, statute, &place.seat), tabs::address(body, &format!("sieges/{}", place.seat.id))))
        .collect()
}

fn history(reader: &Reader, statute: &Statute, roll: &Roll, names: &Names, day: Day) -> Vec<Past> {
    let past = |mandate: &Mandate| {
        let seat = roll.seats.iter().find(|seat| seat.id == mandate.seat);
        past(reader, mandate, names, seat.map(|seat| seat_name(reader, statute, seat)).unwrap_or_default(), day)
    };
    roll.mandates.iter().rev().filter(|mandate| phase(mandate, day) != Phase::Proposed).map(past).collect()
}

/// A mandate in a history. Why it ended is not told to everybody.
pub(super) fn past(reader: &Reader, mandate: &Mandate, names: &Names, seat: String, day: Day) -> Past {
    let last = mandate.held().map_or(mandate.period.first(), bassin_kernel::DateRange::last);
    let period = reader.t_with("body-from-to", &[("first", reader.day(mandate.period.first()).into()), ("last", reader.day(last).into())]);
    let state = reader.t(match phase(mandate, day) {
        Phase::Proposed => "body-mandate-proposed",
        Phase::ToCome => "body-mandate-to-come",
        Phase::Active => "body-mandate-active",
        Phase::Expired => "body-mandate-expired",
        Phase::Resigned => "body-mandate-resigned",
        Phase::Replaced => "body-mandate-replaced",
        Phase::Revoked => "body-mandate-revoked",
    });
    Past { person: names.person(mandate), organisation: names.organisation(mandate), seat, period, state }
}

fn seat_fields(governance: &Governance, reader: &Reader, statute: &Statute, roll: &Roll) -> Vec<Field> {
    let components = statute.composition.iter().map(|rule| Choice::new(&rule.component, reader.text(&rule.name)));
    let secretariat = Choice::new(SECRETARIAT, reader.t("body-component-secretariat"));
    let voices = [Voice::Deliberative, Voice::Consultative, Voice::Observer].into_iter().filter_map(|one| {
        let code = serde_json::to_value(one).ok()?;
        Some(Choice::new(code.as_str()?, voice(reader, one)))
    });
    let voices = std::iter::once(Choice::new("", reader.t("body-voice-of-component"))).chain(voices);
    let mut fields = vec![
        Field::hidden("id", governance.database.ids().next().to_string()),
        Field::select("component").label(reader.t("body-component")).choices(components.chain([secretariat])).required(),
        Field::number("count").label(reader.t("body-seat-count")).value("1"),
        Field::text("title").label(reader.t("body-seat-title")).hint(reader.t("body-seat-title-hint")),
        Field::select("voice").label(reader.t("body-voice")).choices(voices),
        picker(reader, Whom::Organisation, "organisation").label(reader.t("body-seat-organisation")),
    ];
    if statute.composition.iter().any(|rule| rule.substitutes) {
        let titular = roll.seats.iter().filter(|seat| seat.substitute_of.is_none() && seat.abolished_on.is_none());
        let titular = titular.map(|seat| Choice::new(seat.id.to_string(), seat_name(reader, statute, seat)));
        let choices = std::iter::once(Choice::new("", reader.t("body-seat-titular"))).chain(titular);
        fields.push(Field::select("substitute_of").label(reader.t("body-seat-substitute-of")).choices(choices));
    }
    fields
}

/// Adds seats.
pub(super) async fn add(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let pick = picked(&governance, &reader, &submitted, Whom::Organisation, "organisation").await?;
    let draft = SeatDraft {
        id: submitted.uuid("id").unwrap_or_else(|| governance.database.ids().next()),
        body: body.id,
        component: submitted.get("component").to_owned(),
        voice: serde_json::from_value(submitted.get("voice").into()).ok(),
        title: submitted.get("title").to_owned(),
        organisation: if let Pick::One(organisation) = &pick { *organisation } else { None },
        substitute_of: submitted.uuid("substitute_of"),
        count: submitted.count("count").and_then(|count| u32::try_from(count).ok()).unwrap_or(1),
    };
    let problem = match &pick {
        Pick::One(_) => match governance.add_seats(&reader.viewer, draft).await {
            Ok(_) => return Ok(reader.done(&tabs::address(&body, "composition"), "body-seats")),
            Err(problem) if comes_back(&problem) => problem,
            Err(problem) => return Err(problem.into()),
        },
        Pick::Among(_) => Problem::new(bassin_kernel::Kind::Invalid, Vec::new()),
    };
    show(&governance, &reader, &body, &Asked::default(), Some((&submitted, &problem, pick))).await
}

/// Adds the seats that the statute asks for.
pub(super) async fn add_statutory(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let added = governance.add_statutory_seats(&reader.viewer, body.id).await?;
    let code = if added.is_empty() { "body-seats-all" } else { "body-seats" };
    Ok(reader.done(&tabs::address(&body, "composition"), code))
}
