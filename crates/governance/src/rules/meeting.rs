//! The life of a meeting: planned, convened, held, told in minutes.
//!
//! [`apply`] gives the dossier as it becomes, or every rule that stands in the way. It changes nothing by itself, so that a page can ask beforehand
//! what may be done.

mod preparation;
mod record;
mod session;
#[cfg(test)]
mod tests;

use bassin_kernel::{Timestamp, Violation};
use uuid::Uuid;

use crate::model::{
    Answer, Attendance, Dossier, Guest, Invitation, Meeting, MeetingDocument, MeetingKind, MeetingState, Outcome, Purpose, RollSeat,
    Subject, Thresholds,
};

/// What happens to a meeting.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Its date, its place, its name are set; once convened, those invited are told.
    Plan(Plan),
    /// An item joins the agenda; once convened, it is late.
    AddItem(NewItem),
    /// An item changes its words.
    EditItem(NewItem),
    /// An item goes one place up or down.
    MoveItem {
        /// The item.
        item: Uuid,
        /// Towards the first.
        up: bool,
    },
    /// An item leaves the agenda.
    RemoveItem(Uuid),
    /// A document joins the meeting.
    AddDocument(MeetingDocument),
    /// A document leaves it.
    RemoveDocument(Uuid),
    /// Somebody is invited without a seat; once convened, they are told at once.
    AddGuest(Guest),
    /// They are not invited after all.
    RemoveGuest(Uuid),
    /// Those who sit are convened, the agenda is frozen.
    Convene {
        /// Why the delay is not kept; empty when it is.
        urgency: String,
        /// Those who are reached.
        invitations: Vec<Invitation>,
    },
    /// It will not be held.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Somebody invited answers.
    Answer {
        /// The invitation.
        invitation: Uuid,
        /// The answer.
        answer: Answer,
        /// The seat given a proxy.
        proxy_to: Option<Uuid>,
    },
    /// Somebody is there, or is not: one line of the roll call.
    Record(Attendance),
    /// Every seat of which nothing was said is absent: identifiers for their lines.
    RecordRest(Vec<Uuid>),
    /// Somebody leaves.
    Leave(Uuid),
    /// The meeting begins.
    Open,
    /// It is interrupted.
    Suspend,
    /// It goes on.
    Resume,
    /// A late item is admitted by the meeting.
    Admit(Uuid),
    /// An item is taken up.
    Take(Uuid),
    /// What is said is noted.
    Note {
        /// The item.
        item: Uuid,
        /// The notes.
        notes: String,
    },
    /// The meeting is done with an item.
    Finish {
        /// The item.
        item: Uuid,
        /// What came of it.
        outcome: Outcome,
        /// What was said, or why.
        notes: String,
    },
    /// A seat takes no part in an item.
    Recuse {
        /// The item.
        item: Uuid,
        /// The seat.
        seat: Uuid,
        /// Why.
        reason: String,
    },
    /// A seat takes part after all.
    Unrecuse {
        /// The item.
        item: Uuid,
        /// The seat.
        seat: Uuid,
    },
    /// The meeting ends.
    Close,
    /// The minutes get a new version.
    Draft {
        /// The text.
        text: String,
        /// Whose hand.
        author: String,
    },
    /// The minutes go to approval.
    Submit,
    /// The minutes go back to whoever writes them.
    Return,
    /// The minutes are approved, at a later meeting or in writing.
    Approve(Option<Uuid>),
    /// The minutes become public.
    Publish,
    /// Something is added to approved minutes.
    Addendum {
        /// The text.
        text: String,
        /// Whose hand.
        author: String,
    },
}

/// What can be typed of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its title.
    pub title: String,
    /// How it is held.
    pub kind: MeetingKind,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Where.
    pub place: String,
    /// How to join from afar.
    pub link: String,
    /// Whether its agenda is public.
    pub public: bool,
    /// Why the delay is not kept, when the date of a convened meeting changes; empty otherwise.
    pub urgency: String,
}

/// What can be typed of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// Its identifier.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is about.
    pub subject: Option<Subject>,
}

/// What a meeting is judged against.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// The seats and who may sit there, on the day of the meeting.
    pub roll: &'a [RollSeat],
    /// What the statute asks for, for a meeting that has not been convened.
    pub thresholds: &'a Thresholds,
    /// The later meeting at which the minutes would be approved.
    pub later: Option<&'a Meeting>,
}

/// The most items of an agenda.
pub const ITEMS: usize = 400;

/// The dossier as it becomes.
///
/// # Errors
/// Every rule that is not met.
pub fn apply(dossier: &Dossier, event: &Event, context: &Context<'_>) -> Result<Dossier, Vec<Violation>> {
    let mut after = dossier.clone();
    let unmet = match event {
        Event::Plan(plan) => preparation::plan(&mut after, plan, context),
        Event::AddItem(item) => preparation::add(&mut after, item),
        Event::EditItem(item) => preparation::edit(&mut after, item),
        Event::MoveItem { item, up } => preparation::shift(&mut after, *item, *up),
        Event::RemoveItem(item) => preparation::remove(&mut after, *item),
        Event::AddDocument(document) => preparation::add_document(&mut after, document),
        Event::RemoveDocument(document) => preparation::remove_document(&mut after, *document),
        Event::AddGuest(guest) => preparation::add_guest(&mut after, guest),
        Event::RemoveGuest(guest) => preparation::remove_guest(&mut after, *guest),
        Event::Convene { urgency, invitations } => preparation::convene(&mut after, urgency, invitations, context),
        Event::Cancel { reason } => preparation::cancel(&mut after, reason),
        Event::Answer { invitation, answer, proxy_to } => preparation::answer(&mut after, *invitation, *answer, *proxy_to, context),
        Event::Record(line) => session::record(&mut after, line, context),
        Event::RecordRest(ids) => session::record_rest(&mut after, ids, context),
        Event::Leave(line) => session::leave(&mut after, *line, context),
        Event::Open => session::open(&mut after, context),
        Event::Suspend => session::step(&mut after, MeetingState::InSession, MeetingState::Suspended),
        Event::Resume => session::step(&mut after, MeetingState::Suspended, MeetingState::InSession),
        Event::Admit(item) => session::admit(&mut after, *item),
        Event::Take(item) => session::take(&mut after, *item, context),
        Event::Note { item, notes } => session::note(&mut after, *item, notes),
        Event::Finish { item, outcome, notes } => session::finish(&mut after, *item, *outcome, notes, context),
        Event::Recuse { item, seat, reason } => session::recuse(&mut after, *item, *seat, reason, context),
        Event::Unrecuse { item, seat } => session::unrecuse(&mut after, *item, *seat),
        Event::Close => session::close(&mut after, context),
        Event::Draft { text, author } => record::draft(&mut after, text, author, context),
        Event::Submit => record::submit(&mut after, context),
        Event::Return => record::send_back(&mut after),
        Event::Approve(meeting) => record::approve(&mut after, *meeting, context),
        Event::Publish => record::publish(&mut after, context),
        Event::Addendum { text, author } => record::addendum(&mut after, text, author, context),
    };
    if unmet.is_empty() { Ok(after) } else { Err(unmet) }
}

/// The rules that stand in the way of an event, for a page that says so beforehand.
#[must_use]
pub fn unmet(dossier: &Dossier, event: &Event, context: &Context<'_>) -> Vec<Violation> {
    apply(dossier, event, context).err().unwrap_or_default()
}

/// Refuses what does not suit the state of the meeting.
fn expect(dossier: &Dossier, states: &[MeetingState]) -> Vec<Violation> {
    if states.contains(&dossier.meeting.state) {
        return Vec::new();
    }
    let (fr, en) = state_words(dossier.meeting.state);
    vec![Violation::new(
        "meeting-state",
        format!("La réunion est {fr}\u{202f}: cela ne se fait plus, ou pas encore."),
        format!("The meeting is {en}: this can no longer be done, or not yet."),
    )]
}

const fn state_words(state: MeetingState) -> (&'static str, &'static str) {
    match state {
        MeetingState::Planned => ("en préparation", "being prepared"),
        MeetingState::Convened => ("convoquée", "convened"),
        MeetingState::InSession => ("en séance", "in session"),
        MeetingState::Suspended => ("suspendue", "suspended"),
        MeetingState::Closed => ("close", "closed"),
        MeetingState::MinutesSubmitted => ("close, son compte rendu est soumis à approbation", "closed, its minutes await approval"),
        MeetingState::MinutesApproved => ("close, son compte rendu est approuvé", "closed, its minutes are approved"),
        MeetingState::Published => ("close, son compte rendu est publié", "closed, its minutes are published"),
        MeetingState::Cancelled => ("annulée", "cancelled"),
    }
}

/// Refuses an empty text.
fn filled(text: &str, field: &str, fr: &str, en: &str) -> Option<Violation> {
    text.trim().is_empty().then(|| Violation::new(format!("meeting-{field}"), fr, en).on(field))
}

/// What is not, or no longer, on the agenda.
fn no_item() -> Violation {
    Violation::new(
        "meeting-item-unknown",
        "Ce point n’est pas, ou n’est plus, à l’ordre du jour.",
        "This item is not, or no longer, on the agenda.",
    )
}
