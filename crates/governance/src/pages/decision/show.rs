//! A decision: its text, what the seats say, what blocks, what is missing, what can be done.

use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation, text};
use bassin_web::{Choice, Column, Failure, Field, Link, Reader, Submitted};
use uuid::Uuid;

use super::list::{number, tag};
use crate::{
    Case, Chair, DecisionState, Governance, Position, Said, Stand, Step,
    pages::act::{Act, Attempt, Cell, Content, Form, Line, Section, Sent, Table, Tag, changes, choices, day, trail},
    policy,
    rules::consensus::{self, Event},
};

/// A decision.
pub(super) async fn show(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let case = governance.decision(&reader.viewer, id).await?;
    page(&governance, &reader, &case, None).await
}

/// Takes a position.
pub(super) async fn take_position(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new("position", submitted);
    let Some(stand) = Stand::of(sent.get("stand")) else {
        let unmet = vec![Violation::new("stand-missing", "Choisissez une position.", "Choose a position.").on("stand")];
        return again(&governance, &reader, id, sent.refused(Problem::new(Kind::Invalid, unmet))?).await;
    };
    let said = Said {
        decision: id,
        version: sent.get("version").parse().unwrap_or_default(),
        seat: sent.uuid("seat").unwrap_or_default(),
        stand,
        words: sent.words("words"),
    };
    match governance.take_position(&reader.viewer, said).await {
        Ok(_) => Ok(reader.done(&format!("/decisions/{id}"), "decision-position")),
        Err(problem) => again(&governance, &reader, id, sent.refused(problem)?).await,
    }
}

/// Lifts an objection.
pub(super) async fn lift(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new("objection", submitted);
    let version = sent.get("version").parse().unwrap_or_default();
    let seat = sent.uuid("seat").unwrap_or_default();
    match governance.lift_objection(&reader.viewer, id, version, seat, sent.words("words")).await {
        Ok(_) => Ok(reader.done(&format!("/decisions/{id}"), "decision-lifted")),
        Err(problem) => again(&governance, &reader, id, sent.refused(problem)?).await,
    }
}

/// Leads a decision one step further.
pub(super) async fn step(
    State(governance): State<Governance>,
    reader: Reader,
    Path((id, event)): Path<(Uuid, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let event = Event::ALL.into_iter().find(|known| known.code() == event);
    let event = event.ok_or_else(|| Problem::not_found("Cette page n’existe pas.", "There is no such page."))?;
    let sent = Sent::new(event.code(), submitted);
    let step = Step { event, revision: sent.revision(), words: sent.words("words"), text: sent.words("text") };
    match governance.step_decision(&reader.viewer, id, step).await {
        Ok(_) => Ok(reader.done(&format!("/decisions/{id}"), &format!("decision-{}", event.code()))),
        Err(problem) => again(&governance, &reader, id, sent.refused(problem)?).await,
    }
}

async fn again(governance: &Governance, reader: &Reader, id: Uuid, attempt: Attempt) -> Result<Response, Failure> {
    let case = governance.decision(&reader.viewer, id).await?;
    page(governance, reader, &case, Some(&attempt)).await
}

/// A page about to be composed.
struct Sheet<'a> {
    r: &'a Reader,
    governance: &'a Governance,
    case: &'a Case,
    names: HashMap<Uuid, String>,
    attempt: Option<&'a Attempt>,
}

async fn page(governance: &Governance, r: &Reader, case: &Case, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let holders = case.chairs.iter().filter_map(Chair::titular);
    let spoke = case.positions.iter().map(|position| position.person);
    let told = case.history.iter().filter_map(|line| line.person);
    let people: Vec<Uuid> = holders.chain(spoke).chain(told).collect();
    let names = governance.people_names(&people).await?;
    let receivers: Vec<Uuid> = case.sent.iter().map(|sent| sent.to).collect();
    let receivers = governance.body_names(&receivers).await?;
    let sheet = Sheet { r, governance, case, names, attempt };
    let decision = &case.decision;
    let runs = r.viewer.may(&policy::DECISION_RUN, &governance.scopes(&case.body));
    let mut buttons = Vec::new();
    if runs && !decision.state.is_final() {
        buttons.push(Link::new(r.t("decision-edit"), format!("/decisions/{}/modifier", decision.id)));
    }
    let mut sections = vec![sheet.standing(runs), sheet.text(), sheet.positions()];
    sections.extend(sheet.actions(runs));
    sections.push(sheet.history());
    sections.extend(sheet.sent(&receivers));
    let mut tags =
        vec![tag(r, decision.state), Tag::new("", r.t_with("decision-version", &[("number", decision.version.to_string().into())]))];
    if !decision.public {
        tags.push(Tag::new("", r.t("decision-not-public")));
    }
    let act = Act {
        kicker: case.body.name.clone(),
        title: decision.title.clone(),
        tags,
        lede: sheet.lede(),
        buttons,
        sections: sections.into_iter().filter(|section| !section.content.is_empty()).collect(),
    };
    let list = Link::new(r.t("decision-list-title"), format!("/instances/{}/decisions", case.body.slug));
    act.page(r, "", trail(r, &case.body, [list]), attempt)
}

impl Sheet<'_> {
    fn lede(&self) -> String {
        let (r, decision) = (self.r, &self.case.decision);
        match (decision.number, decision.closed_at) {
            (Some(_), Some(at)) => r.t_with("decision-adopted-as", &[("number", number(decision).into()), ("date", r.date(at).into())]),
            (None, Some(at)) => r.t_with("decision-closed-on", &[("date", r.date(at).into())]),
            _ => r.t(&format!("decision-procedure-{}-lede", decision.procedure.code())),
        }
    }

    /// What blocks and what is missing, before anything else.
    fn standing(&self, runs: bool) -> Section {
        let (r, case) = (self.r, self.case);
        let mut content = Vec::new();
        for objection in consensus::standing_objections(&case.context()).into_iter().filter(|_| !case.decision.state.is_final()) {
            let said = r.t_with(
                "decision-objection-of",
                &[("seat", self.seat(objection.seat).into()), ("version", objection.version.to_string().into())],
            );
            content.push(Content::Note("bad", said, objection.words.clone()));
            if r.viewer.may(&policy::OBJECTION_LIFT, &case.lifting_scopes(objection)) {
                content.push(self.lifting(objection));
            }
        }
        if let Some(event) = next(case.decision.state).filter(|_| runs) {
            let unmet = case.unmet(event);
            if unmet.is_empty() {
                content.push(Content::Says(r.t(&format!("decision-ready-{}", event.code()))));
            } else {
                content.push(Content::Unmet(r.t(&format!("decision-missing-{}", event.code())), unmet));
            }
        }
        if !case.decision.declaration.is_empty() {
            content.push(Content::Note("", r.t("decision-declaration"), case.decision.declaration.clone()));
        }
        Section::new("standing", String::new(), content)
    }

    fn lifting(&self, objection: &Position) -> Content {
        let (r, id) = (self.r, self.case.decision.id);
        let fields = [
            Field::hidden("seat", objection.seat.to_string()),
            Field::hidden("version", objection.version.to_string()),
            Field::area("words").lines(2).label(r.t("decision-lift-words")).hint(r.t("decision-lift-hint")),
        ];
        let action = format!("/decisions/{id}/objection");
        Form::new("objection", action, r.t("decision-lift-title"), r.t("decision-lift")).with(fields).tried(self.attempt).content()
    }

    fn text(&self) -> Section {
        let (r, texts) = (self.r, &self.case.texts);
        let mut content = Vec::new();
        if let Some(current) = texts.last() {
            content.push(Content::text(&current.text));
        }
        for pair in texts.windows(2).rev() {
            let [before, after] = pair else { continue };
            let arguments = [("before", before.number.to_string().into()), ("after", after.number.to_string().into())];
            let mut inner = Vec::new();
            if !after.reason.is_empty() {
                inner.push(Content::Says(r.t_with("decision-rework-reason", &[("reason", after.reason.as_str().into())])));
            }
            inner.push(Content::Changes(changes(&before.text, &after.text)));
            content.push(Content::Fold(r.t_with("decision-changes", &arguments), inner));
        }
        Section::new("text", r.t("decision-text"), content)
    }

    fn positions(&self) -> Section {
        let (r, case) = (self.r, self.case);
        if case.decision.state == DecisionState::Draft {
            return Section::new("positions", String::new(), Vec::new());
        }
        let mut content = vec![self.table(case.decision.version)];
        let older = (1..case.decision.version).rev().filter(|version| case.positions.iter().any(|position| position.version == *version));
        for version in older {
            let title = r.t_with("decision-positions-of", &[("number", version.to_string().into())]);
            content.push(Content::Fold(title, vec![self.table(version)]));
        }
        if case.rule().decision.is_none() {
            content.push(Content::Says(r.t("decision-rule-open")));
        }
        Section::new("positions", r.t("decision-positions"), content)
    }

    /// The seats by component, silent ones included, on a version.
    fn table(&self, version: u32) -> Content {
        let (r, case) = (self.r, self.case);
        let mut rows = Vec::new();
        for rule in &case.rule().composition {
            for chair in case.chairs.iter().filter(|chair| chair.place.seat.component == rule.component) {
                let seat = chair.place.seat.id;
                let position = case.positions.iter().find(|position| position.version == version && position.seat == seat);
                let name = Cell::text(self.seat(seat)).small(r.t(&format!("decision-voice-{}", voice(chair))));
                rows.push(vec![name, Cell::text(r.text(&rule.name)), self.stand(position, chair), self.words(position)]);
            }
        }
        Content::Table(Table {
            caption: r.t_with("decision-positions-of", &[("number", version.to_string().into())]),
            columns: ["decision-seat", "decision-component", "decision-position", "decision-words"]
                .map(|key| Column::words(r.t(key)))
                .into(),
            rows,
        })
    }

    fn stand(&self, position: Option<&Position>, chair: &Chair) -> Cell {
        let r = self.r;
        let Some(position) = position else {
            let vacant = self.case.voter(chair.place.seat.id).is_some_and(|voter| !voter.filled);
            return Cell::tag(Tag::new("", r.t(if vacant { "decision-vacant" } else { "decision-not-expressed" })));
        };
        let kind = match position.stand {
            Stand::Agree => "good",
            Stand::Object if position.blocks() => "bad",
            Stand::Reservations => "warn",
            Stand::Abstain | Stand::StandAside | Stand::Object => "",
        };
        Cell::tag(Tag::new(kind, r.t(&format!("decision-stand-{}", position.stand.code())))).small(r.date(position.at))
    }

    fn words(&self, position: Option<&Position>) -> Cell {
        let r = self.r;
        let Some(position) = position else { return Cell::default() };
        let by = self.names.get(&position.person).cloned().unwrap_or_default();
        let mut small = vec![if position.substitute { r.t_with("decision-by-substitute", &[("name", by.into())]) } else { by }];
        if position.recorded_by.is_some() {
            small.push(r.t("decision-recorded"));
        }
        if position.lifted_at.is_some() {
            small.push(r.t_with("decision-lifted-with", &[("words", position.lifted_words.as_str().into())]));
        }
        small.retain(|part| !part.is_empty());
        Cell::text(&position.words).small(small.join(" · "))
    }

    fn seat(&self, id: Uuid) -> String {
        let Some(chair) = self.case.chair(id) else { return self.r.t("decision-seat-gone") };
        let seat = &chair.place.seat;
        let holder = chair.titular().and_then(|person| self.names.get(&person)).cloned();
        match (seat.title.is_empty(), holder) {
            (false, Some(holder)) => format!("{} ({holder})", seat.title),
            (false, None) => seat.title.clone(),
            (true, Some(holder)) => holder,
            (true, None) => self.r.t_with("decision-seat-number", &[("number", seat.number.to_string().into())]),
        }
    }

    fn actions(&self, runs: bool) -> Vec<Section> {
        let r = self.r;
        let mut mine = Vec::new();
        if self.case.decision.state.is_open() {
            mine.extend(self.voicing(runs));
        }
        let steps: Vec<Content> = if runs { Event::ALL.into_iter().filter_map(|event| self.step(event)).collect() } else { Vec::new() };
        vec![Section::new("position", r.t("decision-take"), mine), Section::new("steps", r.t("decision-steps"), steps)]
    }

    /// The form of positions: the reader's own seats, and in a meeting those the secretariat writes down.
    fn voicing(&self, runs: bool) -> Option<Content> {
        let (r, case) = (self.r, self.case);
        let own = |chair: &&Chair| r.viewer.may(&policy::POSITION_TAKE, &case.speaking_scopes(chair.place.seat.id));
        let records = runs && r.viewer.may(&policy::POSITION_RECORD, &self.governance.scopes(&case.body));
        let recordable = |chair: &&Chair| records && case.present.contains_key(&chair.place.seat.id);
        let heard = case.chairs.iter().filter(|chair| chair.place.seat.voice != crate::statute::Voice::Observer);
        let open: Vec<&Chair> = heard.filter(|chair| own(chair) || recordable(chair)).collect();
        let first = open.first()?.place.seat.id;
        let seats = open.iter().map(|chair| Choice::new(chair.place.seat.id.to_string(), self.seat(chair.place.seat.id)));
        let current = case.position(first);
        let fields = [
            Field::hidden("version", case.decision.version.to_string()),
            Field::select("seat").label(r.t("decision-seat")).choices(seats).value(first.to_string()).required(),
            Field::radios("stand")
                .label(r.t("decision-position"))
                .choices(choices(r, "decision-stand", Stand::ALL.iter().map(|stand| stand.code())))
                .value(current.map_or("", |position| position.stand.code()))
                .required(),
            Field::area("words")
                .lines(3)
                .label(r.t("decision-words"))
                .hint(r.t("decision-words-hint"))
                .value(current.map_or("", |position| position.words.as_str())),
        ];
        let action = format!("/decisions/{}/position", case.decision.id);
        Some(Form::new("position", action, String::new(), r.t("decision-say")).with(fields).tried(self.attempt).content())
    }

    /// The form of a step that the state allows; what stands in the way of it is told above or when it is tried.
    fn step(&self, event: Event) -> Option<Content> {
        let (r, case) = (self.r, self.case);
        let unmet = case.unmet(event);
        if unmet.iter().any(|violation| matches!(violation.code.as_str(), "out-of-turn" | "nothing-blocks" | "no-parent")) {
            return None;
        }
        let code = event.code();
        let mut fields = vec![Field::hidden("revision", case.decision.revision.to_string())];
        if event == Event::Rework {
            let text = case.texts.last().map(|version| version.text.as_str()).unwrap_or_default();
            fields.push(Field::area("text").lines(10).label(r.t("decision-new-text")).value(text).required());
        }
        if matches!(event, Event::Adopt | Event::Block | Event::Rework | Event::Escalate | Event::Withdraw) {
            let words = Field::area("words").lines(2).label(r.t(&format!("decision-{code}-words")));
            fields.push(if event == Event::Adopt || event == Event::Block { words } else { words.required() });
        }
        let action = format!("/decisions/{}/{code}", case.decision.id);
        let form = Form::new(code, action, r.t(&format!("decision-{code}-title")), r.t(&format!("decision-{code}")));
        let form = if next(case.decision.state) == Some(event) { form.open() } else { form };
        Some(form.with(fields).tried(self.attempt).content())
    }

    fn history(&self) -> Section {
        let r = self.r;
        let line = |happening: &crate::Happening| {
            let seat = happening.seat.map(|seat| self.seat(seat)).unwrap_or_default();
            let stand = happening.stand.map(|stand| r.t(&format!("decision-stand-{}", stand.code()))).unwrap_or_default();
            let version = happening.version.to_string();
            let arguments = [("seat", seat.into()), ("stand", stand.into()), ("version", version.into())];
            Line {
                when: text::date_time(happening.at, r.language),
                what: r.t_with(&format!("decision-happened-{}", happening.kind.code()), &arguments),
                words: happening.words.clone(),
            }
        };
        let lines: Vec<Line> = self.case.history.iter().map(line).collect();
        let content = if lines.is_empty() { Vec::new() } else { vec![Content::Lines(lines)] };
        Section::new("history", r.t("decision-history"), content)
    }

    fn sent(&self, receivers: &HashMap<Uuid, String>) -> Option<Section> {
        let (r, case) = (self.r, self.case);
        let fact = |sent: &crate::Transmission| {
            let state = r.t(&format!("transmission-state-{}", sent.state(case.today).code()));
            let due = day(r, Some(sent.due_on));
            let words = r.t_with("decision-sent-line", &[("state", state.into()), ("due", due.into())]);
            (receivers.get(&sent.to).cloned().unwrap_or_default(), Link::new(words, format!("/transmissions/{}", sent.id)))
        };
        let facts: Vec<(String, Link)> = case.sent.iter().map(fact).collect();
        (!facts.is_empty()).then(|| Section::new("sent", r.t("decision-sent"), vec![Content::Facts(facts)]))
    }
}

fn voice(chair: &Chair) -> &'static str {
    match chair.place.seat.voice {
        crate::statute::Voice::Deliberative => "deliberative",
        crate::statute::Voice::Consultative => "consultative",
        crate::statute::Voice::Observer => "observer",
    }
}

/// What a decision is expected to meet next.
const fn next(state: DecisionState) -> Option<Event> {
    match state {
        DecisionState::Draft => Some(Event::Open),
        DecisionState::Open => Some(Event::Call),
        DecisionState::Call => Some(Event::Adopt),
        DecisionState::Blocked => Some(Event::Rework),
        _ => None,
    }
}
