//! Opinions, and transmissions between bodies: information, approval, opinion, recommendation.

use bassin_kernel::{Day, Timestamp, day_of};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Subject, SubjectKind, coded};

coded! {
    /// Where an opinion stands. That it is overdue follows from its due date.
    OpinionState {
        /// Asked, not taken up yet.
        Requested = "requested",
        /// The body works on it.
        UnderExamination = "under-examination",
        /// Given in time.
        Given = "given",
        /// Given after its due date.
        GivenLate = "given-late",
        /// Deemed given: nothing was said in time, and the text says what that means.
        DeemedGiven = "deemed-given",
        /// Given up.
        Withdrawn = "withdrawn",
        /// The body that asked has said what it did with it.
        FollowedUp = "followed-up",
    }
}

impl OpinionState {
    /// Whether the body still has to answer.
    #[must_use]
    pub const fn is_awaited(self) -> bool {
        matches!(self, Self::Requested | Self::UnderExamination)
    }

    /// Whether the opinion exists.
    #[must_use]
    pub const fn is_given(self) -> bool {
        matches!(self, Self::Given | Self::GivenLate | Self::DeemedGiven | Self::FollowedUp)
    }
}

coded! {
    /// What an opinion says.
    Verdict {
        /// Yes.
        Favourable = "favourable",
        /// Yes, but.
        FavourableWithReservations = "favourable-with-reservations",
        /// No.
        Unfavourable = "unfavourable",
        /// The body does not pronounce itself.
        NoOpinion = "no-opinion",
    }
}

coded! {
    /// What was done with an opinion.
    FollowUp {
        /// It was followed.
        Followed = "followed",
        /// In part.
        Partly = "partly",
        /// It was not.
        NotFollowed = "not-followed",
    }
}

/// An opinion, asked by a body of another or given on its own initiative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Its identifier: that of the transmission by which it was asked for, when it was.
    pub id: Uuid,
    /// The body that gives it.
    pub body: Uuid,
    /// The body that asked; none on own initiative.
    pub asked_by: Option<Uuid>,
    /// To whom it is addressed, in words, when it is no body kept here: a funding body.
    pub addressee: String,
    /// What it is about, when it is something kept here.
    pub subject: Option<Subject>,
    /// What it is about, in words.
    pub object: String,
    /// What is asked.
    pub question: String,
    /// 1, 2, 3 … rises when the object or the question changes after the request.
    pub object_version: u32,
    /// The version of the object the opinion was given on, or confirmed for.
    pub given_on_version: Option<u32>,
    /// When it was asked, or begun.
    pub requested_on: Day,
    /// The last day to give it, copied from the text or given by the body that asks.
    pub due_on: Option<Day>,
    /// Whether silence at the due date is an opinion deemed given, copied from the text.
    pub deemed: bool,
    /// The text these come from; empty when it says nothing.
    pub source: String,
    /// Where it stands.
    pub state: OpinionState,
    /// What it says.
    pub verdict: Option<Verdict>,
    /// On which grounds.
    pub grounds: String,
    /// The decision by which the body agreed on it.
    pub decision: Option<Uuid>,
    /// When it was given, or deemed given.
    pub given_on: Option<Day>,
    /// What was done with it.
    pub follow_up: Option<FollowUp>,
    /// Why, and how.
    pub follow_words: String,
    /// When that was said.
    pub followed_on: Option<Day>,
    /// Why it was withdrawn, or why its due date was moved.
    pub reason: String,
    /// When the body was reminded.
    pub reminded_on: Option<Day>,
    /// When it was marked as overdue.
    pub overdue_since: Option<Day>,
    /// When the request was written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

coded! {
    /// What is expected of whoever receives something.
    TransmissionPurpose {
        /// To know.
        Information = "information",
        /// To agree or not.
        Approval = "approval",
        /// To give an opinion.
        Opinion = "opinion",
        /// To consider what is recommended, and say what is made of it.
        Recommendation = "recommendation",
    }
}

/// Something one body sends to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transmission {
    /// Its identifier.
    pub id: Uuid,
    /// Who sends.
    pub from: Uuid,
    /// Who receives.
    pub to: Uuid,
    /// What is expected.
    pub purpose: TransmissionPurpose,
    /// What it is about, when it is something kept here.
    pub subject: Option<Subject>,
    /// What it is about, in a few words.
    pub title: String,
    /// What is said.
    pub words: String,
    /// The first of a chain: a recommendation that goes from a pole to the Instance and on to an assembly keeps where it came from.
    pub origin: Option<Uuid>,
    /// When it was sent.
    pub sent_on: Day,
    /// The last day to acknowledge it, or to answer when an answer is expected.
    pub due_on: Day,
    /// When it was acknowledged.
    pub acknowledged_on: Option<Day>,
    /// When it was answered.
    pub answered_on: Option<Day>,
    /// The answer.
    pub answer: String,
    /// When nothing more was expected of the receiving body although it had not answered: what it was about was settled without it.
    #[serde(default)]
    pub closed_on: Option<Day>,
    /// When the receiving body was reminded.
    pub reminded_on: Option<Day>,
    /// When it was marked as late.
    pub overdue_since: Option<Day>,
    /// When it was written.
    pub created_at: Timestamp,
    /// Rises by one at each change.
    pub revision: i64,
}

coded! {
    /// Where a transmission stands; follows from its dates.
    TransmissionState {
        /// Sent, nobody has said they have it.
        Sent = "sent",
        /// Acknowledged; an answer is still expected.
        Acknowledged = "acknowledged",
        /// Nothing more is expected.
        Done = "done",
        /// Nothing came by the due date.
        Late = "late",
    }
}

impl Transmission {
    /// Something sent now, which nobody has acknowledged yet.
    #[must_use]
    pub fn new(id: Uuid, (from, to): (Uuid, Uuid), purpose: TransmissionPurpose, title: String, due_on: Day, now: Timestamp) -> Self {
        Self {
            id,
            from,
            to,
            purpose,
            subject: None,
            title,
            words: String::new(),
            origin: None,
            sent_on: day_of(now),
            due_on,
            acknowledged_on: None,
            answered_on: None,
            answer: String::new(),
            closed_on: None,
            reminded_on: None,
            overdue_since: None,
            created_at: now,
            revision: 1,
        }
    }

    /// Whether an acknowledgement is not enough.
    #[must_use]
    pub const fn expects_answer(&self) -> bool {
        !matches!(self.purpose, TransmissionPurpose::Information)
    }

    /// Whether nothing more is expected.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.answered_on.is_some() || self.closed_on.is_some() || (self.acknowledged_on.is_some() && !self.expects_answer())
    }

    /// Whether it asks an Instance to judge a project: it is answered by judging it.
    #[must_use]
    pub fn asks_to_judge(&self) -> bool {
        self.purpose == TransmissionPurpose::Approval && self.subject.is_some_and(|subject| subject.kind == SubjectKind::Project)
    }

    /// Where it stands on `today`.
    #[must_use]
    pub fn state(&self, today: Day) -> TransmissionState {
        if self.is_done() {
            TransmissionState::Done
        } else if today > self.due_on {
            TransmissionState::Late
        } else if self.acknowledged_on.is_some() {
            TransmissionState::Acknowledged
        } else {
            TransmissionState::Sent
        }
    }
}
