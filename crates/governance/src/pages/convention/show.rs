//! A convention: its text, parties, obligations, signatures, and what can be done with it.

use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_directory::Search;
use bassin_kernel::{Kind, Problem, Violation, text};
use bassin_web::{Choice, Column, Failure, Field, Link, Picked, Reader, Submitted};
use uuid::Uuid;

use super::list::tag;
use crate::{
    ConventionFile, Governance, Party, PartyWho, Promise, Side, Signatory,
    pages::act::{Act, Attempt, Cell, Content, Form, Section, Sent, Table, Tag, changes, day, trail},
    policy,
    rules::convention::{ConventionEvent, transition},
};

/// A convention.
pub(super) async fn show(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    page(&governance, &reader, id, None).await
}

/// Adds a party, or changes one.
pub(super) async fn keep_party(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new("party", submitted);
    let outcome = match side(&governance, &sent).await {
        Ok(side) => governance.keep_party(&reader.viewer, id, sent.revision(), side).await,
        Err(problem) => Err(problem),
    };
    answer(&governance, &reader, id, sent, outcome.map(drop)).await
}

async fn side(governance: &Governance, sent: &Sent) -> Result<Side, Problem> {
    let organisation = organisation(governance, sent).await?;
    let who = sent.uuid("body").map(PartyWho::Body).or(organisation.map(PartyWho::Organisation));
    let signatory = person(governance, sent).await?.map(|person| Signatory {
        person,
        capacity: sent.words("signatory_capacity"),
        delegation: sent.words("delegation"),
        delegation_until: sent.day("delegation_until"),
    });
    Ok(Side { id: sent.id()?, who, capacity: sent.words("capacity"), component: sent.words("component"), signatory })
}

async fn organisation(governance: &Governance, sent: &Sent) -> Result<Option<Uuid>, Problem> {
    let words = match sent.picked("organisation") {
        Picked::Id(id) => return Ok(Some(id)),
        Picked::Nothing => return Ok(None),
        Picked::Words(words) => words,
    };
    let search = Search { query: words.to_owned(), page: 1, size: 2, ..Search::default() };
    let found = governance.directory.search_organisations(&search).await?;
    only(found.items.iter().map(|organisation| organisation.id), "organisation", words)
}

async fn person(governance: &Governance, sent: &Sent) -> Result<Option<Uuid>, Problem> {
    let words = match sent.picked("person") {
        Picked::Id(id) => return Ok(Some(id)),
        Picked::Nothing => return Ok(None),
        Picked::Words(words) => words,
    };
    let found = governance.directory.search_people(words, 1, 2).await?;
    only(found.items.iter().map(|person| person.id), "person", words)
}

/// The only one that answers to words.
fn only(mut found: impl Iterator<Item = Uuid>, field: &str, words: &str) -> Result<Option<Uuid>, Problem> {
    match (found.next(), found.next()) {
        (Some(id), None) => Ok(Some(id)),
        _ => Err(Problem::new(
            Kind::Invalid,
            vec![
                Violation::new(
                    "picker-choose",
                    format!(
                        "« {words} » ne désigne pas une seule fiche de l’annuaire : écrivez le nom entier, ou ajoutez d’abord la fiche."
                    ),
                    format!("“{words}” does not name exactly one sheet of the directory: write the whole name, or add the sheet first."),
                )
                .on(field),
            ],
        )),
    }
}

/// Takes a party out.
pub(super) async fn remove_party(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new("remove", submitted);
    let outcome = governance.remove_party(&reader.viewer, id, sent.revision(), sent.uuid("party").unwrap_or_default()).await;
    answer(&governance, &reader, id, sent, outcome.map(drop)).await
}

/// Adds an obligation.
pub(super) async fn add_obligation(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new("obligation", submitted);
    let promise = Promise { id: sent.id()?, party: sent.uuid("party"), words: sent.words("words"), due_on: sent.day("due_on") };
    let outcome = governance.add_obligation(&reader.viewer, id, sent.revision(), promise).await;
    answer(&governance, &reader, id, sent, outcome.map(drop)).await
}

/// Marks an obligation as done.
pub(super) async fn mark_obligation(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new("done", submitted);
    let outcome = governance.mark_obligation(&reader.viewer, id, sent.revision(), sent.uuid("obligation").unwrap_or_default()).await;
    answer(&governance, &reader, id, sent, outcome.map(drop)).await
}

/// Leads a convention one step further.
pub(super) async fn step(
    State(governance): State<Governance>,
    reader: Reader,
    Path((id, event)): Path<(Uuid, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let event = ConventionEvent::ALL.into_iter().find(|known| known.code() == event);
    let event = event.ok_or_else(|| Problem::not_found("Cette page n’existe pas.", "There is no such page."))?;
    let sent = Sent::new(event.code(), submitted);
    let (reason, previewed) = (sent.words("reason"), sent.flag("previewed"));
    let outcome = governance.step_convention(&reader.viewer, id, sent.revision(), event, reason, previewed).await;
    answer(&governance, &reader, id, sent, outcome.map(drop)).await
}

async fn answer(governance: &Governance, r: &Reader, id: Uuid, sent: Sent, outcome: Result<(), Problem>) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(r.done(&format!("/conventions/{id}"), "convention-done")),
        Err(problem) => page(governance, r, id, Some(&sent.refused(problem)?)).await,
    }
}

/// A page about to be composed.
struct Sheet<'a> {
    r: &'a Reader,
    governance: &'a Governance,
    file: &'a ConventionFile,
    names: HashMap<Uuid, String>,
    attempt: Option<&'a Attempt>,
}

pub(super) async fn page(governance: &Governance, r: &Reader, id: Uuid, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let file = governance.convention(&r.viewer, id).await?;
    let names = governance.party_names(&file).await?;
    let bodies = governance.every_body().await?;
    let runs = r.viewer.may(&policy::CONVENTION_RUN, &governance.scopes(&file.body));
    let sheet = Sheet { r, governance, file: &file, names, attempt };
    let mut sections = vec![
        Section::new("facts", String::new(), sheet.facts()),
        Section::new("text", r.t("convention-text"), sheet.text()),
        Section::new("parties", r.t("convention-parties"), sheet.parties()),
        Section::new("obligations", r.t("convention-obligations"), sheet.obligations(runs)),
    ];
    if runs {
        let choices = bodies.iter().map(|body| Choice::new(body.id.to_string(), &body.name)).collect();
        sections.push(Section::new("acts", r.t("consultation-acts"), sheet.acts(choices)));
    }
    sections.retain(|section| !section.content.is_empty());
    let act = Act {
        kicker: r.t(&format!("convention-kind-{}", file.convention.kind.code())),
        title: file.convention.title.clone(),
        tags: vec![
            tag(r, &file.convention, file.today),
            Tag::new("", r.t_with("decision-version", &[("number", file.convention.version.to_string().into())])),
        ],
        lede: String::new(),
        buttons: sheet.buttons(runs),
        sections,
    };
    let list = Link::new(r.t("convention-list"), format!("/instances/{}/conventions", file.body.slug));
    act.page(r, "", trail(r, &file.body, [list]), attempt)
}

impl Sheet<'_> {
    fn address(&self, more: &str) -> String {
        format!("/conventions/{}{more}", self.file.convention.id)
    }

    fn buttons(&self, runs: bool) -> Vec<Link> {
        let (r, convention) = (self.r, &self.file.convention);
        let mut buttons = Vec::new();
        let unsigned = self.file.signs(&r.viewer).filter(|party| self.file.signature(party.id).is_none());
        if unsigned.is_some() && convention.state.is_signed_now() {
            buttons.push(Link::new(r.t("convention-sign"), self.address("/signer")));
        }
        if runs && convention.state.is_written() {
            buttons.push(Link::new(r.t("convention-edit"), self.address("/modifier")));
        }
        if runs && convention.state.has_bound() && convention.followed_by.is_none() {
            let new = format!("/instances/{}/conventions/nouvelle", self.file.body.slug);
            buttons.push(Link::new(r.t("convention-amend"), format!("{new}?avenant={}", convention.id)));
            buttons.push(Link::new(r.t("convention-renew"), format!("{new}?renouvelle={}", convention.id)));
        }
        buttons.push(Link::new("PDF", self.address("/convention.pdf")));
        buttons.push(Link::new("DOCX", self.address("/convention.docx")));
        buttons
    }

    fn facts(&self) -> Vec<Content> {
        let (r, convention) = (self.r, &self.file.convention);
        let plain = |key: &str, value: String| (r.t(key), Link::new(value, ""));
        let linked = |key: &str, id: Option<Uuid>| {
            let address = id.map(|id| format!("/conventions/{id}")).unwrap_or_default();
            (r.t(key), Link::new(if id.is_some() { r.t("convention-see") } else { String::new() }, address))
        };
        let mut facts = vec![
            (r.t("convention-body"), Link::new(&self.file.body.name, format!("/instances/{}", self.file.body.slug))),
            plain("convention-starts", day(r, convention.starts_on)),
            plain("convention-ends", day(r, convention.ends_on)),
            plain("convention-ended-on", day(r, convention.ended_on)),
            plain("consultation-reason", convention.reason.clone()),
            linked(if convention.renews { "convention-renews" } else { "convention-amends" }, convention.follows),
            linked("convention-followed-by", convention.followed_by),
            plain("convention-digest", convention.sha256.clone()),
        ];
        facts.retain(|(_, value)| !value.label.is_empty());
        vec![Content::Facts(facts)]
    }

    fn text(&self) -> Vec<Content> {
        let (r, texts) = (self.r, &self.file.texts);
        let mut content = vec![Content::text(self.file.text())];
        for pair in texts.windows(2).rev() {
            let [before, after] = pair else { continue };
            let arguments = [("before", before.number.to_string().into()), ("after", after.number.to_string().into())];
            let mut inner = vec![Content::Changes(changes(&before.text, &after.text))];
            if !after.reason.is_empty() {
                inner.insert(0, Content::Says(r.t_with("decision-rework-reason", &[("reason", after.reason.as_str().into())])));
            }
            content.push(Content::Fold(r.t_with("decision-changes", &arguments), inner));
        }
        content
    }

    fn name(&self, id: Uuid) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    fn party(&self, party: &Party) -> String {
        match party.who {
            PartyWho::Organisation(id) | PartyWho::Body(id) => self.name(id),
        }
    }

    fn parties(&self) -> Vec<Content> {
        let (r, file) = (self.r, self.file);
        if file.convention.parties.is_empty() {
            return vec![Content::Says(r.t("convention-no-party"))];
        }
        let rows = file.convention.parties.iter().map(|party| {
            let signatory = party.signatory.as_ref();
            let person = signatory.map(|signatory| self.name(signatory.person)).unwrap_or_default();
            let capacity = signatory.map(|signatory| signatory.capacity.clone()).unwrap_or_default();
            vec![Cell::text(self.party(party)).small(&party.capacity), Cell::text(person).small(capacity), self.signed(party)]
        });
        vec![Content::Table(Table {
            caption: r.t("convention-parties"),
            columns: ["convention-party", "convention-signatory", "convention-signature"].map(|key| Column::words(r.t(key))).into(),
            rows: rows.collect(),
        })]
    }

    /// How a party has signed, or whether its signatory could today.
    fn signed(&self, party: &Party) -> Cell {
        let r = self.r;
        if let Some(signature) = self.file.signature(party.id) {
            let how = r.t(&format!("convention-manner-{}", signature.manner.code()));
            let ground = r.t(&format!("convention-ground-{}", signature.ground));
            let when = text::date_time(signature.at, r.language);
            return Cell::tag(Tag::new("good", r.t("convention-signed"))).small(format!("{when} · {how} · {ground}"));
        }
        let may = self.file.grounds.iter().any(|(id, ground)| *id == party.id && ground.is_some());
        let cell = Cell::tag(Tag::new("", r.t("convention-not-signed")));
        if may || party.signatory.is_none() { cell } else { cell.small(r.t("convention-no-ground")) }
    }

    fn obligations(&self, runs: bool) -> Vec<Content> {
        let (r, convention) = (self.r, &self.file.convention);
        if convention.obligations.is_empty() {
            return Vec::new();
        }
        let row = |promise: &crate::Obligation| {
            let party = convention.parties.iter().find(|party| Some(party.id) == promise.party);
            let late = promise.done_on.is_none() && promise.due_on.is_some_and(|due| self.file.today > due);
            let state = match promise.done_on {
                Some(done) => Cell::tag(Tag::new("good", r.t("convention-done"))).small(day(r, Some(done))),
                None if late => Cell::tag(Tag::new("bad", r.t("consultation-overdue"))),
                None => Cell::tag(Tag::new("", r.t("convention-to-do"))),
            };
            let party = party.map_or_else(|| r.t("convention-every-party"), |party| self.party(party));
            vec![Cell::text(&promise.words), Cell::text(party), Cell::text(day(r, promise.due_on)), state]
        };
        let heads = ["convention-obligation", "convention-party", "convention-due", "decision-state"];
        let mut content = vec![Content::Table(Table {
            caption: r.t("convention-obligations"),
            columns: heads.map(|key| Column::words(r.t(key))).into(),
            rows: convention.obligations.iter().map(row).collect(),
        })];
        if runs && convention.state.has_bound() {
            let all = convention.obligations.iter().map(|promise| Choice::new(promise.id.to_string(), &promise.words));
            let fields = [Field::select("obligation").label(r.t("convention-obligation")).choices(all).required()];
            content.push(self.form("done", "/engagement/fait", fields, false));
        }
        content
    }

    fn form(&self, key: &'static str, path: &str, fields: impl IntoIterator<Item = Field>, open: bool) -> Content {
        let r = self.r;
        let form = Form::new(key, self.address(path), r.t(&format!("convention-{key}-title")), r.t(&format!("convention-{key}-do")));
        let revision = Field::hidden("revision", self.file.convention.revision.to_string());
        let form = if open { form.open() } else { form };
        form.with(std::iter::once(revision).chain(fields)).tried(self.attempt).content()
    }

    fn acts(&self, bodies: Vec<Choice>) -> Vec<Content> {
        let (r, convention) = (self.r, &self.file.convention);
        let mut content = Vec::new();
        if convention.state.is_written() {
            content.push(self.form("party", "/partie", self.side(bodies), convention.parties.len() < 2));
            if !convention.parties.is_empty() {
                let all = self.sides();
                content.push(self.form(
                    "remove",
                    "/partie/retirer",
                    [Field::select("party").label(r.t("convention-party")).choices(all)],
                    false,
                ));
            }
            content.push(self.form("obligation", "/engagement", self.promise(), false));
        }
        content.extend(ConventionEvent::ALL.into_iter().filter_map(|event| self.step(event)).flatten());
        if convention.state.is_signed_now() {
            content.push(self.paper());
        }
        content
    }

    fn sides(&self) -> Vec<Choice> {
        self.file.convention.parties.iter().map(|party| Choice::new(party.id.to_string(), self.party(party))).collect()
    }

    fn side(&self, bodies: Vec<Choice>) -> Vec<Field> {
        let r = self.r;
        vec![
            Field::hidden("id", self.governance.database.ids().next().to_string()),
            Field::picker("organisation", "/structures/suggestions?q=").label(r.t("convention-organisation")),
            Field::select("body").label(r.t("convention-or-body")).choices(bodies),
            Field::text("capacity").label(r.t("convention-capacity")).hint(r.t("convention-capacity-hint")).required(),
            Field::picker("person", "/personnes/suggestions?q=").label(r.t("convention-signatory")).hint(r.t("convention-signatory-hint")),
            Field::text("signatory_capacity").label(r.t("convention-signatory-capacity")),
            Field::text("delegation").label(r.t("convention-delegation")).hint(r.t("convention-delegation-hint")),
            Field::date("delegation_until").label(r.t("convention-delegation-until")),
        ]
    }

    fn promise(&self) -> Vec<Field> {
        let r = self.r;
        vec![
            Field::hidden("id", self.governance.database.ids().next().to_string()),
            Field::area("words").lines(2).label(r.t("convention-obligation")).required(),
            Field::select("party").label(r.t("convention-party")).choices(self.sides()),
            Field::date("due_on").label(r.t("convention-due")),
        ]
    }

    /// The form of a step, below what it still lacks.
    fn step(&self, event: ConventionEvent) -> Option<Vec<Content>> {
        let (r, file) = (self.r, self.file);
        let rule = self.governance.statute_of(&file.body).ok().and_then(|statute| statute.convention.as_ref());
        let unmet = transition(&file.convention, event, &file.around(rule), file.today).err().unwrap_or_default();
        if unmet.iter().any(|violation| violation.code == "out-of-turn") {
            return None;
        }
        let mut content = Vec::new();
        if !unmet.is_empty() {
            content.push(Content::Unmet(r.t(&format!("convention-{}-missing", event.code())), unmet));
        }
        let fields = match event {
            ConventionEvent::Negotiate => Vec::new(),
            ConventionEvent::Lock => {
                vec![Field::checkbox("previewed").label(r.t("convention-previewed")).hint(r.t("convention-previewed-hint"))]
            }
            ConventionEvent::Unlock | ConventionEvent::Terminate => vec![Field::text("reason").label(r.t("consultation-why")).required()],
        };
        let open = matches!(event, ConventionEvent::Negotiate | ConventionEvent::Lock);
        content.push(self.form(event.code(), &format!("/etape/{}", event.code()), fields, open));
        Some(content)
    }

    /// The form that receives a copy signed on paper.
    fn paper(&self) -> Content {
        let r = self.r;
        let waiting = self.file.convention.parties.iter().filter(|party| self.file.signature(party.id).is_none());
        let waiting = waiting.map(|party| Choice::new(party.id.to_string(), self.party(party)));
        let mut form = Form::new("paper", self.address("/papier"), r.t("convention-paper-title"), r.t("convention-paper-do"));
        form.files = true;
        let fields = [
            Field::hidden("sha256", &self.file.convention.sha256),
            Field::select("party").label(r.t("convention-party")).choices(waiting).required(),
            Field::date("on").label(r.t("convention-signed-on")).required(),
            Field::file("file").label(r.t("convention-paper-file")).accept("application/pdf").required(),
        ];
        form.with(fields).tried(self.attempt).content()
    }
}
