//! The meetings of the set, and the decisions taken there: one blocked by an objection, then adopted on another text.

use bassin_database::problem;
use bassin_kernel::{Problem, Timestamp};
use chrono::Duration;
use serde::Deserialize;
use uuid::Uuid;

use super::{Training, id};
use crate::{
    AgendaItem, Attendance, Body, Capacity, DecisionDraft, DecisionState, MeetingKind, MeetingState, Outcome, Presence, Procedure, Purpose,
    Said, Sitting, Stand, Step, Subject, SubjectKind,
    rules::{
        consensus::Event as Turn,
        meeting::{Event, NewItem, Plan},
    },
    store,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeetingWords {
    key: String,
    title: String,
    minutes: String,
    items: Vec<ItemWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemWords {
    key: String,
    title: String,
    purpose: Purpose,
    notes: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionWords {
    title: String,
    first: String,
    objection: String,
    reason: String,
    second: String,
}

/// What the seats of a component say of a text; the others agree.
type Voice<'a> = (&'a str, Stand, &'a str);

impl Training<'_> {
    /// Two meetings held today, for nothing can be held before it is convened, and one to come.
    pub(super) async fn meetings(&self, pole: &Body) -> Result<(), Problem> {
        let now = self.room.now();
        let [first, second, next] = self.words.meetings.as_slice() else { return Ok(()) };
        self.open(pole, first, now + Duration::seconds(30)).await?;
        self.blocked(pole, first).await?;
        self.close(first).await?;
        self.open(pole, second, now + Duration::seconds(60)).await?;
        self.adopted(pole, second).await?;
        self.adopt_project(pole, second).await?;
        self.publish(first, second).await?;
        self.close(second).await?;
        self.convene(pole, next, now + Duration::days(30)).await
    }

    async fn meeting_event(&self, words: &MeetingWords, event: Event) -> Result<(), Problem> {
        self.room.meeting_event(self.viewer, id(&words.key), None, event).await.map(drop)
    }

    async fn sitting_of(&self, words: &MeetingWords) -> Result<Sitting, Problem> {
        self.room.sitting(self.viewer, id(&words.key)).await
    }

    async fn convene(&self, pole: &Body, words: &MeetingWords, starts_at: Timestamp) -> Result<(), Problem> {
        let plan = Plan {
            title: words.title.clone(),
            kind: MeetingKind::Plenary,
            starts_at,
            ends_at: starts_at + Duration::hours(2),
            place: "Salle d’exercice".to_owned(),
            link: String::new(),
            public: true,
            urgency: String::new(),
        };
        self.room.plan_meeting(self.viewer, pole, id(&words.key), plan.clone(), None).await?;
        if self.sitting_of(words).await?.dossier.meeting.state != MeetingState::Planned {
            return Ok(());
        }
        self.meeting_event(words, Event::Plan(plan)).await?;
        for item in &words.items {
            let (title, purpose) = (item.title.clone(), item.purpose);
            self.meeting_event(words, Event::AddItem(NewItem { id: id(&item.key), title, purpose, subject: None })).await?;
        }
        let invitations = self.room.invitations(&self.sitting_of(words).await?.roll)?;
        self.meeting_event(words, Event::Convene { urgency: String::new(), invitations }).await
    }

    /// Everybody is there.
    async fn open(&self, pole: &Body, words: &MeetingWords, starts_at: Timestamp) -> Result<(), Problem> {
        self.convene(pole, words, starts_at).await?;
        let sitting = self.sitting_of(words).await?;
        if sitting.dossier.meeting.state != MeetingState::Convened {
            return Ok(());
        }
        for seat in &sitting.roll {
            let Some(sitter) = &seat.titular else { continue };
            let line = Attendance {
                id: id(&format!("{}/{}", words.key, seat.seat)),
                seat: Some(seat.seat),
                mandate: Some(sitter.mandate),
                person: Some(sitter.person),
                name: sitter.name.clone(),
                capacity: Capacity::Titular,
                presence: Presence::Room,
                proxy_to: None,
                arrived_at: sitting.now,
                left_at: None,
            };
            self.meeting_event(words, Event::Record(line)).await?;
        }
        self.meeting_event(words, Event::Open).await
    }

    async fn close(&self, words: &MeetingWords) -> Result<(), Problem> {
        let dossier = self.sitting_of(words).await?.dossier;
        if dossier.meeting.state == MeetingState::InSession {
            let done = |item: &ItemWords| dossier.item(id(&item.key)).is_some_and(|AgendaItem { outcome, .. }| outcome.is_some());
            for item in words.items.iter().filter(|item| !done(item)) {
                let (outcome, notes) = (Outcome::Treated, item.notes.clone());
                self.meeting_event(words, Event::Finish { item: id(&item.key), outcome, notes }).await?;
            }
            self.meeting_event(words, Event::Close).await?;
        }
        if self.sitting_of(words).await?.dossier.meeting.state == MeetingState::Closed {
            let (text, author) = (words.minutes.clone(), "Alix Exemple".to_owned());
            self.meeting_event(words, Event::Draft { text, author }).await?;
            self.meeting_event(words, Event::Submit).await?;
        }
        Ok(())
    }

    /// The minutes of a meeting, approved at the next one.
    async fn publish(&self, words: &MeetingWords, next: &MeetingWords) -> Result<(), Problem> {
        if self.sitting_of(words).await?.dossier.meeting.state == MeetingState::MinutesSubmitted {
            self.meeting_event(words, Event::Approve(Some(id(&next.key)))).await?;
        }
        if self.sitting_of(words).await?.dossier.meeting.state == MeetingState::MinutesApproved {
            self.meeting_event(words, Event::Publish).await?;
        }
        Ok(())
    }

    fn draft_of(&self, key: &str, meeting: &MeetingWords, item: usize) -> DecisionDraft {
        DecisionDraft {
            id: id(key),
            title: self.words.decision.title.clone(),
            text: self.words.decision.first.clone(),
            subject: None,
            meeting: Some(id(&meeting.key)),
            item: meeting.items.get(item).map(|item| id(&item.key)),
            procedure: Procedure::Meeting,
            deadline: None,
            notified_on: None,
            notice: String::new(),
            public: true,
        }
    }

    /// A text to which training objects.
    async fn blocked(&self, pole: &Body, meeting: &MeetingWords) -> Result<(), Problem> {
        let decision = self.room.draft_decision(self.viewer, pole.id, self.draft_of("cabine", meeting, 1)).await?;
        if decision.version > 1 {
            return Ok(());
        }
        let words = &self.words.decision;
        self.ask(pole, decision.id, Some(("training", Stand::Object, &words.objection))).await?;
        self.turn(decision.id, DecisionState::Call, Turn::Block).await
    }

    /// The same, amended: its author has no objection left.
    async fn adopted(&self, pole: &Body, meeting: &MeetingWords) -> Result<(), Problem> {
        let case = self.room.decision(self.viewer, id("cabine")).await?;
        let words = &self.words.decision;
        if case.decision.state == DecisionState::Blocked {
            let draft = self.draft_of("cabine", meeting, 0);
            let moved = self.room.edit_decision(self.viewer, case.decision.revision, draft).await?;
            let (reason, text) = (words.reason.clone(), words.second.clone());
            let step = Step { event: Turn::Rework, revision: moved.revision, words: reason, text };
            self.room.step_decision(self.viewer, moved.id, step).await?;
        }
        self.ask(pole, case.decision.id, None).await?;
        self.turn(case.decision.id, DecisionState::Call, Turn::Adopt).await
    }

    async fn adopt_project(&self, pole: &Body, meeting: &MeetingWords) -> Result<(), Problem> {
        let project = self.project_draft(pole).await?;
        let draft = DecisionDraft {
            title: project.project.sheet.title.clone(),
            text: project.project.sheet.summary.clone(),
            subject: Some(Subject { kind: SubjectKind::Project, id: project.project.id }),
            ..self.draft_of("adoption", meeting, 1)
        };
        let decision = self.room.draft_decision(self.viewer, pole.id, draft).await?;
        self.ask(pole, decision.id, None).await?;
        self.turn(decision.id, DecisionState::Call, Turn::Adopt).await
    }

    /// Opens a decision, hears every seat, and asks whether anybody objects.
    async fn ask(&self, pole: &Body, decision: Uuid, apart: Option<Voice<'_>>) -> Result<(), Problem> {
        self.turn(decision, DecisionState::Draft, Turn::Open).await?;
        let known = self.room.decision(self.viewer, decision).await?.decision;
        if known.state != DecisionState::Open {
            return Ok(());
        }
        let places = store::body::places(self.room.database.read(), pole.id, self.today).await.map_err(problem)?;
        for place in places.iter().filter(|place| place.holder.is_some() && place.seat.component != "secretariat") {
            let own = apart.filter(|(component, ..)| *component == place.seat.component);
            let (stand, words) = own.map_or((Stand::Agree, ""), |(_, stand, words)| (stand, words));
            let said = Said { decision, version: known.version, seat: place.seat.id, stand, words: words.to_owned() };
            self.room.take_position(self.viewer, said).await?;
        }
        self.turn(decision, DecisionState::Open, Turn::Call).await
    }

    /// Leads a decision one step further, if it stands where the step begins.
    async fn turn(&self, decision: Uuid, from: DecisionState, event: Turn) -> Result<(), Problem> {
        let known = self.room.decision(self.viewer, decision).await?.decision;
        if known.state != from {
            return Ok(());
        }
        let step = Step { event, revision: known.revision, words: String::new(), text: String::new() };
        self.room.step_decision(self.viewer, decision, step).await.map(drop)
    }
}
