//! Sheets are written, changed, published: by the body that evaluates.

use std::marker::PhantomData;

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, Problem, Scope, Timestamp, Viewer, Violation};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::{
    Plans,
    model::evaluation::{
        Deposit, Programme, ProgrammeSheet, Publication, PublicationSheet, Question, QuestionSheet, QuestionState, Recommendation,
        RecommendationSheet, RecommendationState, Work, WorkSheet,
    },
    policy, rules,
    store::evaluation::Item,
};

/// A sheet as a form sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft<S> {
    /// The identifier, made when the form was shown.
    pub id: Uuid,
    /// The revision the form was filled from; none for a new one.
    pub revision: Option<i64>,
    /// The plan.
    pub plan: String,
    /// The sheet.
    pub sheet: S,
}

/// A programme as a form sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeDraft {
    /// What it says.
    pub draft: Draft<ProgrammeSheet>,
    /// The body that evaluates.
    pub body: Option<Uuid>,
    /// The body that watches over methods.
    pub council: Option<Uuid>,
}

/// What can be published and withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A question.
    Question,
    /// A work.
    Work,
    /// A publication.
    Publication,
    /// A recommendation.
    Recommendation,
}

/// What is kept in one way, whatever it is.
trait Kept: Item + Clone {
    /// What a form fills.
    type Sheet;

    /// A new one.
    fn begin(id: Uuid, plan: String, sheet: Self::Sheet, at: Timestamp) -> Self;
    /// The same with another sheet.
    fn filled(&mut self, sheet: Self::Sheet);
    /// Why its sheet can no longer be changed.
    fn settled(&self) -> Option<Violation>;
    /// Whether anybody may read it, and its revision.
    fn marks(&mut self) -> (&mut bool, &mut i64);
}

macro_rules! kept {
    ($kind:ident, $sheet:ty, $self:ident => $settled:expr, { $($field:ident: $value:expr),* $(,)? }) => {
        impl Kept for $kind {
            type Sheet = $sheet;

            fn begin(id: Uuid, plan: String, sheet: $sheet, at: Timestamp) -> Self {
                Self { id, plan, sheet, published: false, created_at: at, revision: 1, $($field: $value),* }
            }

            fn filled(&mut self, sheet: $sheet) {
                self.sheet = sheet;
            }

            fn settled(&$self) -> Option<Violation> {
                $settled
            }

            fn marks(&mut self) -> (&mut bool, &mut i64) {
                (&mut self.published, &mut self.revision)
            }
        }
    };
}

kept!(Question, QuestionSheet, self => (self.state == QuestionState::Closed).then(|| {
    Violation::new(
        "question-closed",
        "Cette question est close : rouvrez-la, avec un motif, avant de la modifier.",
        "This question is closed: open it again, with a reason, before changing it.",
    )
}), { state: QuestionState::Proposed, advice: None, answer: None, reason: String::new(), demonstration: false });

kept!(Work, WorkSheet, self => None, {});

kept!(Publication, PublicationSheet, self => None, { document: None });

kept!(Recommendation, RecommendationSheet, self => (self.state != RecommendationState::Draft).then(|| {
    Violation::new(
        "recommendation-sent",
        "Cette recommandation a été adressée : son texte ne change plus.",
        "This recommendation was sent: its text no longer changes.",
    )
}), { state: RecommendationState::Draft, addressed_on: None, reply: None, done: None, reason: String::new() });

impl Plans {
    /// Takes the evaluation of a plan on, for a body, or changes what its programme says.
    ///
    /// # Errors
    /// The viewer may not, something is missing, the plan is evaluated already, or somebody else changed the programme meanwhile.
    pub async fn save_programme(&self, viewer: &Viewer, asked: ProgrammeDraft) -> Result<Programme, Problem> {
        let (room, who) = (self.clone(), viewer.clone());
        self.database
            .write(viewer, |transaction| async move {
                let plan = asked.draft.plan.clone();
                let stored: Option<Programme> = store::of_plan(&transaction, &plan).await?.into_iter().next();
                match &stored {
                    Some(programme) => who.check(&policy::PROGRAMME_RUN, &[Scope::Body(programme.body)])?,
                    None => who.check(&policy::PROGRAMME_FOUND, &room.owning(&plan).await?)?,
                }
                if stored.as_ref().is_some_and(|programme| programme.id == asked.draft.id && asked.draft.revision.is_none()) {
                    return stored.map(|programme| (programme, None)).ok_or_else(|| stale().into());
                }
                let revision = stored.as_ref().map(|programme| programme.revision);
                let programme = room.programme(asked, revision).await?;
                let record = Record::new("programme.save", "programme", programme.id.to_string());
                let record = record
                    .summary(format!("the evaluation of {plan}"))
                    .before(stored.as_ref().map(|one| json!(one)))
                    .after(json!(programme));
                match stored {
                    Some(_) => store::update(&transaction, &programme).await?,
                    None => store::insert(&transaction, &programme).await?,
                }
                Ok((programme, Some(record)))
            })
            .await
    }

    /// The programme that a form makes, `revision` being the one stored.
    async fn programme(&self, asked: ProgrammeDraft, revision: Option<i64>) -> Result<Programme, Error> {
        if asked.draft.revision != revision {
            return Err(stale().into());
        }
        let mut unmet = rules::evaluation::programme_sheet(&asked.draft.sheet);
        let unknown = |field| Violation::new("programme-body", "Choisissez une instance en activité.", "Choose a body at work.").on(field);
        let body = match asked.body {
            Some(body) if self.works(body).await? => Some(body),
            _ => None,
        };
        if body.is_none() {
            unmet.push(unknown("body"));
        }
        if let Some(council) = asked.council
            && !self.works(council).await?
        {
            unmet.push(unknown("council"));
        }
        let Some(body) = body.filter(|_| unmet.is_empty()) else { return Err(Problem::new(Kind::Invalid, unmet).into()) };
        let Draft { id, plan, sheet, .. } = asked.draft;
        let revision = revision.unwrap_or_default() + 1;
        Ok(Programme { id, plan, body, council: asked.council, sheet, demonstration: false, revision })
    }

    /// Whether a body is known and not closed.
    pub(super) async fn works(&self, body: Uuid) -> Result<bool, Problem> {
        match self.governance.body(&body.to_string()).await {
            Ok(body) => Ok(body.closed.is_none()),
            Err(problem) if problem.kind == Kind::NotFound => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    /// Writes a question, or changes it.
    ///
    /// # Errors
    /// The viewer may not, something is missing, the question is closed, or somebody else changed it meanwhile.
    pub async fn save_question(&self, viewer: &Viewer, draft: Draft<QuestionSheet>) -> Result<Question, Problem> {
        let wrong = rules::evaluation::question_sheet(&draft.sheet);
        self.keep(viewer, draft, wrong, Vec::new()).await
    }

    /// Writes a work, or changes it.
    ///
    /// # Errors
    /// The viewer may not, something is missing, or somebody else changed it meanwhile.
    pub async fn save_work(&self, viewer: &Viewer, draft: Draft<WorkSheet>) -> Result<Work, Problem> {
        let wrong = rules::evaluation::work_sheet(&draft.sheet);
        let questions = draft.sheet.questions.clone();
        self.keep(viewer, draft, wrong, questions).await
    }

    /// Writes a recommendation, or changes it while it is not sent.
    ///
    /// # Errors
    /// The viewer may not, something is missing, it was sent, or somebody else changed it meanwhile.
    pub async fn save_recommendation(&self, viewer: &Viewer, draft: Draft<RecommendationSheet>) -> Result<Recommendation, Problem> {
        let mut wrong = rules::evaluation::recommendation_sheet(&draft.sheet);
        if let Some(body) = draft.sheet.body
            && !self.works(body).await?
        {
            wrong.push(Violation::new("recommendation-body", "Choisissez une instance en activité.", "Choose a body at work.").on("body"));
        }
        let questions = draft.sheet.questions.clone();
        self.keep(viewer, draft, wrong, questions).await
    }

    /// Writes a publication, or changes it. `deposit` is a document received with the form; without, the one kept stays.
    ///
    /// # Errors
    /// The viewer may not, something is missing, or somebody else changed it meanwhile.
    pub async fn save_publication(
        &self,
        viewer: &Viewer,
        draft: Draft<PublicationSheet>,
        deposit: Option<Deposit>,
    ) -> Result<Publication, Problem> {
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move {
                let kept: Option<Publication> = store::by_id(&transaction, draft.id).await?;
                let deposited = deposit.is_some() || kept.is_some_and(|one| one.document.is_some());
                let mut wrong = rules::evaluation::publication_sheet(&draft.sheet, deposited);
                let work: Option<Work> = match draft.sheet.work {
                    Some(work) => store::by_id(&transaction, work).await?,
                    None => None,
                };
                if draft.sheet.work.is_some() && work.is_none_or(|work| work.plan != draft.plan) {
                    wrong.push(
                        Violation::new("publication-work", "Choisissez un travail de ce programme.", "Choose a work of this programme.")
                            .on("work"),
                    );
                }
                keep_in(&transaction, &who, draft, wrong, &[], |one: &mut Publication| {
                    if deposit.is_some() {
                        one.document.clone_from(&deposit);
                    }
                })
                .await
            })
            .await
    }

    async fn keep<T: Kept>(
        &self,
        viewer: &Viewer,
        draft: Draft<T::Sheet>,
        wrong: Vec<Violation>,
        questions: Vec<Uuid>,
    ) -> Result<T, Problem>
    where
        T::Sheet: Send,
    {
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move { keep_in(&transaction, &who, draft, wrong, &questions, |_: &mut T| ()).await })
            .await
    }

    /// Shows something to anybody, or no longer.
    ///
    /// # Errors
    /// The viewer may not, or there is no such thing.
    pub async fn show_evaluated(&self, viewer: &Viewer, what: Shown, id: Uuid, published: bool) -> Result<(), Problem> {
        let who = viewer.clone();
        self.database
            .write(viewer, |transaction| async move {
                let record = match what {
                    Shown::Question => show(&transaction, &who, id, published, PhantomData::<Question>).await?,
                    Shown::Work => show(&transaction, &who, id, published, PhantomData::<Work>).await?,
                    Shown::Publication => show(&transaction, &who, id, published, PhantomData::<Publication>).await?,
                    Shown::Recommendation => show(&transaction, &who, id, published, PhantomData::<Recommendation>).await?,
                };
                Ok(((), record))
            })
            .await
    }
}

/// Checks that the viewer runs the evaluation of a plan.
pub(super) async fn run(transaction: &Transaction, who: &Viewer, plan: &str) -> Result<Programme, Error> {
    let programme: Option<Programme> = store::of_plan(transaction, plan).await?.into_iter().next();
    let programme = programme.ok_or_else(|| {
        Problem::not_found(
            "L’évaluation de ce plan n’a pas encore de programme : une instance doit d’abord s’en charger.",
            "The evaluation of this plan has no programme yet: a body must take it on first.",
        )
    })?;
    who.check(&policy::PROGRAMME_RUN, &[Scope::Body(programme.body)])?;
    Ok(programme)
}

async fn keep_in<T: Kept>(
    transaction: &Transaction,
    who: &Viewer,
    draft: Draft<T::Sheet>,
    mut wrong: Vec<Violation>,
    questions: &[Uuid],
    finish: impl Fn(&mut T),
) -> Result<(T, Option<Record>), Error> {
    let stored: Option<T> = store::by_id(transaction, draft.id).await?;
    let plan = stored.as_ref().map_or_else(|| draft.plan.clone(), |one| one.head().plan.to_owned());
    run(transaction, who, &plan).await?;
    wrong.extend(unknown_questions(transaction, &plan, questions).await?);
    let before = stored.as_ref().map(|one| json!(one));
    let mut after = match stored {
        Some(one) if draft.revision.is_none() => return Ok((one, None)),
        Some(one) if draft.revision != Some(one.head().revision) => return Err(stale().into()),
        Some(mut one) => {
            wrong.extend(one.settled());
            one.filled(draft.sheet);
            *one.marks().1 += 1;
            one
        }
        None => T::begin(draft.id, plan, draft.sheet, transaction.now()),
    };
    if !wrong.is_empty() {
        return Err(Problem::new(Kind::Invalid, wrong).into());
    }
    finish(&mut after);
    match &before {
        Some(_) => store::update(transaction, &after).await?,
        None => store::insert(transaction, &after).await?,
    }
    let action = format!("{}.save", T::KIND);
    let record = Record::new(action, T::KIND, after.head().id.to_string()).before(before).after(json!(after));
    Ok((after, Some(record)))
}

async fn unknown_questions(transaction: &Transaction, plan: &str, questions: &[Uuid]) -> Result<Option<Violation>, Error> {
    for id in questions {
        let question: Option<Question> = store::by_id(transaction, *id).await?;
        if question.is_none_or(|question| question.plan != plan) {
            let violation =
                Violation::new("evaluation-question", "Choisissez des questions de ce programme.", "Choose questions of this programme.");
            return Ok(Some(violation.on("questions")));
        }
    }
    Ok(None)
}

async fn show<T: Kept>(
    transaction: &Transaction,
    who: &Viewer,
    id: Uuid,
    published: bool,
    _: PhantomData<T>,
) -> Result<Option<Record>, Error> {
    let mut one: T = store::by_id(transaction, id).await?.ok_or_else(unknown)?;
    run(transaction, who, one.head().plan).await?;
    let (shown, revision) = one.marks();
    if *shown == published {
        return Ok(None);
    }
    *shown = published;
    *revision += 1;
    store::update(transaction, &one).await?;
    let action = format!("{}.{}", T::KIND, if published { "publish" } else { "withdraw" });
    Ok(Some(Record::new(action, T::KIND, id.to_string()).after(json!(one))))
}

pub(super) fn unknown() -> Problem {
    Problem::not_found(
        "Cette page de l’évaluation n’existe pas, ou n’est pas publiée.",
        "There is no such page of the evaluation, or it is not published.",
    )
}

pub(super) fn stale() -> Problem {
    Problem::one(
        Kind::Conflict,
        "evaluation-stale",
        "Quelqu’un d’autre a modifié cette page depuis que vous l’avez ouverte. Comparez, puis enregistrez de nouveau.",
        "Somebody else changed this page since you opened it. Compare, then save again.",
    )
}
