//! Questions and recommendations change state; each change stays in their history.

use bassin_database::{Error, Record, Transaction};
use bassin_kernel::{Kind, Problem, Scope, Viewer, Violation, day_of};
use serde_json::json;
use uuid::Uuid;

use super::{
    gather,
    keep::{run, stale, unknown},
    store,
};
use crate::{
    Plans,
    model::evaluation::{Event, Programme, Question, Recommendation, Said},
    policy,
    rules::evaluation::{self, QuestionAct, RecommendationAct},
    store::evaluation::Item,
};

impl Plans {
    /// Changes the state of a question.
    ///
    /// # Errors
    /// The viewer may not, it was changed meanwhile, or all that stands in the way.
    pub async fn act_on_question(&self, viewer: &Viewer, id: Uuid, revision: i64, act: QuestionAct) -> Result<Question, Problem> {
        let (who, event) = (viewer.clone(), self.database.ids().next());
        self.database
            .write(viewer, |transaction| async move {
                let question: Question = store::by_id(&transaction, id).await?.ok_or_else(unknown)?;
                run(&transaction, &who, &question.plan).await?;
                if question.revision != revision {
                    return Err(stale().into());
                }
                let ground = gather(&transaction, &question.plan, day_of(transaction.now())).await?.around(id);
                let after = evaluation::question(&question, &act, &ground).map_err(|unmet| Problem::new(Kind::Invalid, unmet))?;
                let told = Told { id: event, act: act.deed().code(), words: act.words() };
                let record = settle(&transaction, &question, &after, told).await?;
                Ok((after, record))
            })
            .await
    }

    /// Changes the state of a recommendation: for the body that evaluates, or for the body it is addressed to.
    ///
    /// # Errors
    /// The viewer may not, it was changed meanwhile, or all that stands in the way.
    pub async fn act_on_recommendation(
        &self,
        viewer: &Viewer,
        id: Uuid,
        revision: i64,
        act: RecommendationAct,
    ) -> Result<Recommendation, Problem> {
        let (who, event) = (viewer.clone(), self.database.ids().next());
        self.database
            .write(viewer, |transaction| async move {
                let found: Recommendation = store::by_id(&transaction, id).await?.ok_or_else(unknown)?;
                match found.sheet.body.filter(|_| act.deed().is_the_bodys()) {
                    Some(body) => who.check(&policy::RECOMMENDATION_FOLLOW, &[Scope::Body(body)])?,
                    None => drop(run(&transaction, &who, &found.plan).await?),
                }
                if found.revision != revision {
                    return Err(stale().into());
                }
                let ground = gather(&transaction, &found.plan, day_of(transaction.now())).await?.beneath(&found);
                let after = evaluation::recommendation(&found, &act, &ground).map_err(|unmet| Problem::new(Kind::Invalid, unmet))?;
                let told = Told { id: event, act: act.deed().code(), words: act.words() };
                let record = settle(&transaction, &found, &after, told).await?;
                if act == RecommendationAct::Address {
                    self.write_of_recommendation(&transaction, &after).await?;
                }
                Ok((after, record))
            })
            .await
    }

    /// Keeps what the scientific council says of the method of a question.
    ///
    /// # Errors
    /// The viewer does not speak for the council, it was changed meanwhile, or nothing is said.
    pub async fn advise_on_question(&self, viewer: &Viewer, id: Uuid, revision: i64, words: String) -> Result<Question, Problem> {
        let (who, event) = (viewer.clone(), self.database.ids().next());
        self.database
            .write(viewer, |transaction| async move {
                let question: Question = store::by_id(&transaction, id).await?.ok_or_else(unknown)?;
                let programme: Option<Programme> = store::of_plan(&transaction, &question.plan).await?.into_iter().next();
                let council = programme.and_then(|programme| programme.council);
                who.check(&policy::PROGRAMME_ADVISE, &council.map(Scope::Body).into_iter().collect::<Vec<_>>())?;
                if question.revision != revision {
                    return Err(stale().into());
                }
                if words.trim().is_empty() {
                    let empty = Violation::new("question-advice", "Écrivez l’avis du conseil.", "Write the council’s advice.").on("words");
                    return Err(Problem::new(Kind::Invalid, vec![empty]).into());
                }
                let said = Said { words: words.clone(), on: day_of(transaction.now()) };
                let after = Question { advice: Some(said), revision: question.revision + 1, ..question.clone() };
                let record = settle(&transaction, &question, &after, Told { id: event, act: "advise", words: &words }).await?;
                Ok((after, record))
            })
            .await
    }
}

/// What is told in the history.
struct Told<'a> {
    id: Uuid,
    act: &'static str,
    words: &'a str,
}

async fn settle<T: Item>(transaction: &Transaction, before: &T, after: &T, told: Told<'_>) -> Result<Record, Error> {
    store::update(transaction, after).await?;
    let head = after.head();
    let event = Event {
        id: told.id,
        object: head.id,
        at: transaction.now(),
        act: told.act.to_owned(),
        state: head.state.to_owned(),
        words: told.words.to_owned(),
    };
    store::add_event(transaction, &event).await?;
    let record = Record::new(format!("{}.{}", T::KIND, told.act), T::KIND, head.id.to_string());
    Ok(record.summary(format!("now {}", head.state)).before(json!(before)).after(json!(after)))
}
