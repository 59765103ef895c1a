//! What is done with reports: beginning one, writing it, taking it from step to step. What it shows is copied once, under its digest.

mod read;

use std::collections::HashMap;

use bassin_database::{Error, Record, Transaction, problem};
use bassin_governance::{Body, TransmissionDraft, TransmissionPurpose};
use bassin_kernel::{Day, Kind, Period, Problem, Timestamp, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::{act::stale, campaign::digest, read::no_plan, right::check_manage};
use crate::{
    Figure, Plan, Plans, Source, Tree, policy,
    report::{Adoption, Passage, Report, ReportKind, ReportState, Snapshot, Submission},
    rules::report::{self as rules, Around, Context, Step, snapshot},
    store,
};

pub use read::Reading;

/// A report as its form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDraft {
    /// Made when the form was shown.
    pub id: Uuid,
    /// The plan.
    pub plan: String,
    /// What kind of report.
    pub kind: ReportKind,
    /// The period.
    pub period: Option<Period>,
    /// Its title.
    pub title: String,
    /// The earlier report it is compared with.
    pub compares: Option<Uuid>,
}

/// What is asked of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportAct {
    /// What is said first and last, and how it is called.
    Write {
        /// Its title.
        title: String,
        /// What is said first.
        introduction: String,
        /// What is said last.
        conclusion: String,
    },
    /// Pilots are asked by a campaign.
    Collect(Option<Uuid>),
    /// What they told is together.
    Consolidate,
    /// One goes back to asking, with a reason.
    Resume(String),
    /// What it shows is copied.
    Freeze,
    /// A body is asked to adopt it.
    Submit(Option<Uuid>),
    /// The body adopted it.
    Adopt {
        /// The day.
        on: Option<Day>,
        /// Its decision.
        decision: Option<Uuid>,
        /// What proves it.
        reference: String,
    },
    /// Anybody may read it.
    Publish,
    /// It is set aside, with a reason.
    Withdraw(String),
}

impl Plans {
    /// Begins a report. Sent twice, it is begun once.
    ///
    /// # Errors
    /// The viewer does not run the plan, or rules are not met (all of them are told).
    pub async fn begin_report(&self, viewer: &Viewer, draft: ReportDraft) -> Result<Report, Problem> {
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move {
                let plan = store::tree::plan(&transaction, &draft.plan).await?.ok_or_else(|| no_plan(&draft.plan))?;
                check_manage(&who, &plan)?;
                if let Some(known) = store::report::report(&transaction, draft.id).await? {
                    return Ok((known, None));
                }
                let mut wrong = Vec::new();
                if draft.period.is_none() {
                    wrong.push(
                        Violation::new("report-period", "Indiquez la période : 2019, 2018/2019 …", "Give the period: 2019, 2018/2019 …")
                            .on("period"),
                    );
                }
                let begun = begun(&draft, &who, transaction.now());
                let others = store::report::of_plan(&transaction, &plan.id).await?;
                wrong.extend(rules::unmet_to_begin(&begun, &others));
                if !wrong.is_empty() {
                    return Err(Problem::new(Kind::Invalid, wrong).into());
                }
                store::report::add(&transaction, &begun).await?;
                let record = Record::new("report.begin", "plan-report", begun.id.to_string())
                    .summary(format!("{} {}", begun.plan, begun.period))
                    .after(json!(begun));
                Ok((begun, Some(record)))
            })
            .await
    }

    /// Does something to a report. `form` is the identifier made when the form was shown: sent twice, it is done once.
    ///
    /// # Errors
    /// The viewer does not run the plan, rules are not met (all of them are told), or somebody else changed the report meanwhile.
    pub async fn act_on_report(&self, viewer: &Viewer, id: Uuid, form: Uuid, revision: i64, act: ReportAct) -> Result<Report, Problem> {
        let known = store::report::report(self.database.read(), id).await.map_err(problem)?.ok_or_else(no_report)?;
        let tree = self.tree(&known.plan).await?;
        check_manage(viewer, &tree.plan)?;
        let submission = self.submission(viewer, &known, &tree.plan, form, &act).await?;
        self.check_decision(viewer, &known, &act).await?;
        let (names, computed) = if act == ReportAct::Freeze { self.beside(&tree).await? } else { Default::default() };
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let before = store::report::report(&transaction, id).await?.ok_or_else(no_report)?;
                let plan = store::tree::plan(&transaction, &before.plan).await?.ok_or_else(|| no_plan(&before.plan))?;
                check_manage(&who, &plan)?;
                if before.history.iter().any(|passage| passage.form == form) {
                    return Ok((before, None));
                }
                if before.revision != revision {
                    return Err(stale().into());
                }
                if let ReportAct::Write { title, introduction, conclusion } = &act {
                    return write(&transaction, &before, title, introduction, conclusion).await;
                }
                let mut context = context(&transaction, &who, form);
                context.awaited = awaited(&transaction, &before).await?;
                let (step, copy) = room.step(&transaction, &before, &act, submission, (&names, &computed)).await?;
                let after = rules::apply(&before, &step, &context).map_err(|unmet| Problem::new(Kind::Invalid, unmet))?;
                store::report::save(&transaction, &after).await?;
                if matches!(step, Step::Submit(_)) {
                    room.write_of_report(&transaction, &after).await?;
                }
                if let Some(text) = copy {
                    store::report::freeze(&transaction, id, after.digest.as_deref().unwrap_or_default(), &text).await?;
                }
                let record = Record::new(step.code(), "plan-report", id.to_string())
                    .summary(format!("{} {}", after.plan, after.period))
                    .before(json!(before))
                    .after(json!(after));
                Ok((after, Some(record)))
            })
            .await
    }

    /// What an act is, once what it needs has been found; and, when it freezes, the copy.
    async fn step(
        &self,
        transaction: &Transaction,
        report: &Report,
        act: &ReportAct,
        submission: Option<Submission>,
        (names, computed): (&HashMap<Uuid, String>, &HashMap<Uuid, Vec<Figure>>),
    ) -> Result<(Step, Option<String>), Error> {
        let step = match act {
            ReportAct::Collect(campaign) => {
                let found = match campaign {
                    Some(id) => store::campaign::campaign(transaction, *id).await?,
                    None => None,
                };
                let found = found.filter(|campaign| campaign.plan == report.plan).ok_or_else(|| choose("campaign"))?;
                Step::Collect(found.id)
            }
            ReportAct::Consolidate => Step::Consolidate,
            ReportAct::Resume(reason) => Step::Resume { reason: reason.clone() },
            ReportAct::Freeze => {
                let tree = store::tree::tree(transaction, &report.plan).await?.ok_or_else(|| no_plan(&report.plan))?;
                let collection = match report.campaign {
                    Some(id) => store::campaign::collection(transaction, id).await?,
                    None => None,
                };
                let now = transaction.now();
                let journal = self.database.generation().await?;
                let around = Around { day: day_of(now), now, journal, names, figures: computed, collection: collection.as_ref() };
                let text = spelt(&snapshot(report, &tree, &around))?;
                return Ok((Step::Freeze { digest: digest(&text) }, Some(text)));
            }
            ReportAct::Submit(_) => Step::Submit(submission.ok_or_else(|| choose("body"))?),
            ReportAct::Adopt { on, decision, reference } => {
                let on = on.unwrap_or_else(|| day_of(transaction.now()));
                Step::Adopt(Adoption { on, decision: *decision, reference: reference.trim().to_owned() })
            }
            ReportAct::Publish => Step::Publish,
            ReportAct::Withdraw(reason) => Step::Withdraw { reason: reason.clone() },
            ReportAct::Write { .. } => return Err(no_report().into()),
        };
        Ok((step, None))
    }

    /// The body a report is submitted to. When a body owns the plan and may send, what is sent reaches the other as a transmission.
    async fn submission(
        &self,
        viewer: &Viewer,
        report: &Report,
        plan: &Plan,
        form: Uuid,
        act: &ReportAct,
    ) -> Result<Option<Submission>, Problem> {
        let ReportAct::Submit(Some(body)) = act else { return Ok(None) };
        let body = self.governance.body(&body.to_string()).await?;
        let on = self.today();
        let owner = plan.owner.filter(|owner| *owner != body.id);
        let ready = report.state == ReportState::Frozen && !report.history.iter().any(|passage| passage.form == form);
        let may =
            owner.filter(|owner| ready && viewer.may(&bassin_governance::policy::TRANSMISSION_SEND, &[bassin_kernel::Scope::Body(*owner)]));
        let Some(from) = may else { return Ok(Some(Submission { body: body.id, on, transmission: None })) };
        let address = self.directory.link(&format!("/plan/{}/bilans/{}", plan.id, report.id));
        let draft = TransmissionDraft {
            id: form,
            from,
            to: Some(body.id),
            purpose: TransmissionPurpose::Approval,
            subject: None,
            title: report.title.clone(),
            words: address,
            due_on: None,
            forwards: None,
        };
        let sent = self.governance.send_transmission(viewer, draft).await?;
        Ok(Some(Submission { body: body.id, on, transmission: Some(sent.id) }))
    }

    /// Refuses a decision that is not one by which the body adopted something.
    async fn check_decision(&self, viewer: &Viewer, report: &Report, act: &ReportAct) -> Result<(), Problem> {
        let ReportAct::Adopt { decision: Some(decision), .. } = act else { return Ok(()) };
        let body = match &report.submission {
            Some(submission) => self.governance.body(&submission.body.to_string()).await?,
            None => return Ok(()),
        };
        if self.adopted(viewer, &body).await?.iter().any(|known| known.id == *decision) {
            return Ok(());
        }
        let (fr, en) = ("Cette décision n’est pas une décision adoptée par cette instance.", "This decision is not one this body adopted.");
        Err(Problem::new(Kind::Invalid, vec![Violation::new("report-decision", fr, en).on("decision")]))
    }

    /// The decisions a body adopted, that the viewer may read.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn adopted(&self, viewer: &Viewer, body: &Body) -> Result<Vec<bassin_governance::Decision>, Problem> {
        let all = self.governance.decisions(viewer, body, &bassin_governance::Listing::default()).await?;
        Ok(all.items.into_iter().filter(|decision| decision.state.is_adopted()).collect())
    }

    /// What a copy needs beside the plan: the names of organisations, the values that are computed.
    async fn beside(&self, tree: &Tree) -> Result<(HashMap<Uuid, String>, HashMap<Uuid, Vec<Figure>>), Problem> {
        let organisations: Vec<Uuid> =
            tree.sheets.iter().flat_map(|sheet| sheet.node.pilots()).filter_map(|part| part.organisation).collect();
        let organisations = self.directory.organisations(&organisations).await?;
        let mut computed = HashMap::new();
        for sheet in &tree.sheets {
            for indicator in sheet.indicators.iter().filter(|indicator| matches!(indicator.source, Source::Computed(_))) {
                computed.insert(indicator.id, self.figures_of(tree, sheet, indicator).await?);
            }
        }
        Ok((organisations.into_iter().map(|(id, found)| (id, found.name)).collect(), computed))
    }
}

async fn write(
    transaction: &Transaction,
    before: &Report,
    title: &str,
    introduction: &str,
    conclusion: &str,
) -> Result<(Report, Option<Record>), Error> {
    let mut wrong = Vec::new();
    if !before.state.is_draft() {
        wrong.push(Violation::new(
            "report-frozen",
            "Ce bilan est figé : son texte ne change plus.",
            "This report is frozen: its text no longer changes.",
        ));
    }
    if title.trim().is_empty() {
        wrong.push(Violation::new("report-title", "Donnez un titre au bilan.", "Give the report a title.").on("title"));
    }
    if !wrong.is_empty() {
        return Err(Problem::new(Kind::Invalid, wrong).into());
    }
    let mut after = before.clone();
    for (place, text) in [(&mut after.title, title), (&mut after.introduction, introduction), (&mut after.conclusion, conclusion)] {
        text.trim().clone_into(place);
    }
    if after == *before {
        return Ok((after, None));
    }
    after.revision += 1;
    store::report::save(transaction, &after).await?;
    let record = Record::new("report.write", "plan-report", after.id.to_string())
        .summary(format!("{} {}", after.plan, after.period))
        .before(json!(before))
        .after(json!(after));
    Ok((after, Some(record)))
}

/// How many requests of the campaign of a report are awaited, while it is open.
async fn awaited(transaction: &Transaction, report: &Report) -> Result<usize, Error> {
    let Some(id) = report.campaign else { return Ok(0) };
    let Some(collection) = store::campaign::collection(transaction, id).await? else { return Ok(0) };
    Ok(read::awaited(&collection, day_of(transaction.now())))
}

fn context(transaction: &Transaction, who: &Viewer, form: Uuid) -> Context {
    let by = who.person().map(|person| person.person);
    Context { today: day_of(transaction.now()), now: transaction.now(), form, by, awaited: 0 }
}

fn begun(draft: &ReportDraft, who: &Viewer, now: Timestamp) -> Report {
    let by = who.person().map(|person| person.person);
    Report {
        id: draft.id,
        plan: draft.plan.clone(),
        kind: draft.kind,
        period: draft.period.unwrap_or(Period::year(0)),
        title: draft.title.trim().to_owned(),
        state: ReportState::Open,
        introduction: String::new(),
        conclusion: String::new(),
        compares: draft.compares,
        campaign: None,
        digest: None,
        submission: None,
        adoption: None,
        published_at: None,
        history: vec![Passage { form: draft.id, to: ReportState::Open, reason: String::new(), by, at: now }],
        revision: 1,
    }
}

/// A copy as the text that is kept, and whose digest is told.
fn spelt(copy: &Snapshot) -> Result<String, Problem> {
    serde_json::to_string(copy).map_err(|_| broken())
}

fn choose(field: &'static str) -> Problem {
    Problem::new(
        Kind::Invalid,
        vec![Violation::new(format!("report-{field}"), "Choisissez dans la liste.", "Choose from the list.").on(field)],
    )
}

/// That a kept copy is not what it was when it was made.
fn broken() -> Problem {
    Problem::unavailable(
        "La copie de ce bilan ne correspond plus à son empreinte : elle a été altérée hors du portail. Restaurez une sauvegarde.",
        "The copy of this report no longer matches its digest: it was altered outside the portal. Restore a backup.",
    )
}

pub(crate) fn no_report() -> Problem {
    Problem::not_found("Ce bilan n’existe pas, ou n’est pas encore publié.", "There is no such report, or it is not published yet.")
}

/// Whether a viewer may read a report: anybody once it is published, before that whoever runs the plan or sits where it is looked at.
#[must_use]
pub fn may_read(viewer: &Viewer, plan: &Plan, report: &Report) -> bool {
    let bodies = [plan.owner, report.submission.as_ref().map(|submission| submission.body)];
    let scopes: Vec<_> = bodies.into_iter().flatten().map(bassin_kernel::Scope::Body).collect();
    let sees = !scopes.is_empty() && !report.state.is_draft() && viewer.may(&policy::REPORT_READ, &scopes);
    report.state == ReportState::Published || super::may_manage(viewer, plan) || sees
}
