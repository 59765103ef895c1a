//! Meetings: convocation, agenda, presences, minutes.

use bassin_kernel::{LocalizedText, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Function, Subject};
use crate::statute::{Statute, Voice};

/// A meeting of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its identifier.
    pub id: Uuid,
    /// The body that meets.
    pub body: Uuid,
    /// What it is called.
    pub title: String,
    /// How it is held.
    pub kind: MeetingKind,
    /// When it begins, as planned.
    pub starts_at: Timestamp,
    /// When it ends, as planned.
    pub ends_at: Timestamp,
    /// Where; empty for a meeting held from afar only.
    pub place: String,
    /// How to join from afar, `https://…`; empty without.
    pub link: String,
    /// Whether its date, place and agenda are public once it is convened.
    pub public: bool,
    /// Where it stands.
    pub state: MeetingState,
    /// What the statute asks for, copied when it was convened.
    pub thresholds: Option<Thresholds>,
    /// When it was convened.
    pub convened_at: Option<Timestamp>,
    /// Why it was convened without the delay; empty otherwise.
    pub urgency: String,
    /// Rises by one each time those who were invited are told of a change.
    pub sequence: u32,
    /// Why it was cancelled; empty otherwise.
    pub cancelled_because: String,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// The quorum found when it was opened.
    pub opening: Option<Quorum>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// The meeting whose postponed items it takes up.
    pub follows: Option<Uuid>,
    /// When the minutes were submitted to approval.
    pub submitted_at: Option<Timestamp>,
    /// When and how they were approved.
    pub approval: Option<MinutesApproval>,
    /// When they were published.
    pub published_at: Option<Timestamp>,
    /// Rises by one at each change: a form that was opened on an older one is stale.
    pub revision: i64,
}

impl Meeting {
    /// Whether the text it was convened under says nothing of how many must be there.
    #[must_use]
    pub fn sets_no_quorum(&self) -> bool {
        self.thresholds.as_ref().is_some_and(|thresholds| thresholds.percent.is_none() && !thresholds.each_component)
    }
}

/// How a meeting is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingKind {
    /// All the members.
    Plenary,
    /// The bureau only, as the body calls it.
    Bureau,
    /// In writing: nobody meets, positions come by letter.
    Written,
}

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingState {
    /// Its date and agenda are being prepared.
    Planned,
    /// Those who sit were convened; its agenda is frozen.
    Convened,
    /// It is being held.
    InSession,
    /// It is interrupted.
    Suspended,
    /// It was held.
    Closed,
    /// Its minutes await approval.
    MinutesSubmitted,
    /// Its minutes are approved: nothing changes any more, corrections are added after.
    MinutesApproved,
    /// Its minutes are public.
    Published,
    /// It was not held.
    Cancelled,
}

/// What the statute asked for when a meeting was convened: a later version of the statute changes nothing to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Thresholds {
    /// Days between the convocation and the meeting, at least; none when the text gives no delay.
    pub delay_days: Option<u32>,
    /// Where the delay is written.
    pub delay_source: String,
    /// The share of the deliberative seats filled that must be there, in hundredths; none when the text gives no share.
    pub percent: Option<u32>,
    /// Whether each compulsory component must have one present at least.
    pub each_component: bool,
    /// Where the quorum is written.
    pub quorum_source: String,
    /// The components of the statute, in its order.
    pub components: Vec<Component>,
}

/// A component, as copied in a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: LocalizedText,
    /// Whether the body is unlawful without it.
    pub compulsory: bool,
}

impl Thresholds {
    /// What a statute asks for.
    #[must_use]
    pub fn of(statute: &Statute) -> Self {
        let component = |rule: &crate::statute::CompositionRule| Component {
            code: rule.component.clone(),
            name: rule.name.clone(),
            compulsory: rule.is_compulsory(),
        };
        let (convocation, quorum) = (statute.convocation.as_ref(), statute.quorum.as_ref());
        Self {
            delay_days: convocation.map(|rule| rule.days),
            delay_source: convocation.map(|rule| rule.clause.source.clone()).unwrap_or_default(),
            percent: quorum.and_then(|rule| rule.percent),
            each_component: quorum.is_some_and(|rule| rule.each_component),
            quorum_source: quorum.map(|rule| rule.clause.source.clone()).unwrap_or_default(),
            components: statute.composition.iter().map(component).collect(),
        }
    }
}

/// How minutes were approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesApproval {
    /// When.
    pub at: Timestamp,
    /// At this later meeting; none when it was in writing.
    pub meeting: Option<Uuid>,
}

/// A point of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Its identifier.
    pub id: Uuid,
    /// 1, 2, 3 …
    pub number: u32,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is about, when that is kept here.
    pub subject: Option<Subject>,
    /// Whether it was added after the convocation.
    pub late: bool,
    /// Whether the meeting admitted it, when it is late.
    pub admitted: bool,
    /// When the meeting took it up.
    pub taken_at: Option<Timestamp>,
    /// When the meeting was done with it.
    pub done_at: Option<Timestamp>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// What was said, and why it was postponed or withdrawn.
    pub notes: String,
    /// The quorum found when the meeting was done with it.
    pub quorum: Option<Quorum>,
}

/// What an agenda item is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To be told.
    Information,
    /// To be talked about.
    Discussion,
    /// To give an opinion.
    Opinion,
    /// To decide.
    Decision,
}

impl Purpose {
    /// Each of them, from the least to the most binding.
    pub const ALL: [Self; 4] = [Self::Information, Self::Discussion, Self::Opinion, Self::Decision];

    /// Whether it needs a quorum: without one, a meeting only informs.
    #[must_use]
    pub const fn needs_quorum(self) -> bool {
        !matches!(self, Self::Information)
    }
}

/// What came of an agenda item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was dealt with.
    Treated,
    /// It goes to a later meeting.
    Postponed,
    /// It was taken off.
    Withdrawn,
}

/// A document of a meeting: a received file, or a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingDocument {
    /// Its identifier.
    pub id: Uuid,
    /// The item it belongs to; none for the whole meeting.
    pub item: Option<Uuid>,
    /// Its title.
    pub title: String,
    /// The digest of the received file; empty for a link.
    pub sha256: String,
    /// The name it was received under.
    pub file_name: String,
    /// Its type, found from its content.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
    /// Where it is, `https://…`; empty for a received file.
    pub link: String,
    /// Whether it is public with the agenda.
    pub public: bool,
}

/// Somebody invited, and what they answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its identifier.
    pub id: Uuid,
    /// The seat they are invited for; none for a guest.
    pub seat: Option<Uuid>,
    /// Who.
    pub person: Uuid,
    /// In what capacity.
    pub capacity: Capacity,
    /// The digest of the secret in the address of their answer.
    pub token: String,
    /// What they answered.
    pub answer: Option<Answer>,
    /// The seat they give their proxy to.
    pub proxy_to: Option<Uuid>,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
}

/// An answer to a convocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// They come.
    Coming,
    /// They join from afar.
    Remote,
    /// They send apologies.
    Excused,
    /// Their substitute comes.
    Substitute,
    /// They give their proxy.
    Proxy,
}

impl Answer {
    /// Each of them.
    pub const ALL: [Self; 5] = [Self::Coming, Self::Remote, Self::Substitute, Self::Proxy, Self::Excused];
}

/// In what capacity somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// Holds the seat.
    Titular,
    /// Stands in for the holder of the seat.
    Substitute,
    /// Not there: gave a proxy to another seat.
    Proxy,
    /// Invited.
    Guest,
    /// Heard for what they know.
    Expert,
    /// Keeps the minutes.
    Secretariat,
}

/// How somebody is there, or that they are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// In the room.
    Room,
    /// From afar.
    Remote,
    /// Represented by the holder of a proxy.
    Represented,
    /// Sent apologies.
    Excused,
    /// Neither there nor excused.
    Absent,
}

impl Presence {
    /// Whether they are there themselves.
    #[must_use]
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Room | Self::Remote)
    }
}

/// A line of the attendance sheet: one stay of one person, or one absence. A seat has at most one line that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Its identifier.
    pub id: Uuid,
    /// The seat; none for a guest, an expert, the secretariat.
    pub seat: Option<Uuid>,
    /// The mandate under which they sit.
    pub mandate: Option<Uuid>,
    /// Who, when the directory knows them.
    pub person: Option<Uuid>,
    /// Who, in words, when it does not.
    pub name: String,
    /// In what capacity.
    pub capacity: Capacity,
    /// How they are there.
    pub presence: Presence,
    /// The seat that holds their proxy.
    pub proxy_to: Option<Uuid>,
    /// From when.
    pub arrived_at: Timestamp,
    /// Until when; none while it lasts.
    pub left_at: Option<Timestamp>,
}

impl Attendance {
    /// Whether the line holds at `instant`; at the end of it all when not given.
    #[must_use]
    pub fn holds(&self, instant: Option<Timestamp>) -> bool {
        instant.map_or(self.left_at.is_none(), |instant| self.arrived_at <= instant && self.left_at.is_none_or(|left| instant < left))
    }
}

/// Somebody invited without a seat: told and heard, without a voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// Their identifier.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Where to write to them.
    pub email: String,
    /// For whom they come; empty without.
    pub organisation: String,
    /// Their sheet, when the directory knows them.
    pub person: Option<Uuid>,
}

impl Guest {
    /// Their name, and for whom they come.
    #[must_use]
    pub fn full(&self) -> String {
        if self.organisation.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, self.organisation) }
    }
}

/// A seat that takes no part in an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recusal {
    /// The item.
    pub item: Uuid,
    /// The seat.
    pub seat: Uuid,
    /// Why.
    pub reason: String,
}

/// One version of the minutes, or something added to them after their approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesVersion {
    /// 1, 2, 3 …
    pub number: u32,
    /// The text: paragraphs, `## ` before a heading, `- ` before an item of a list.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Whose hand.
    pub author: String,
    /// Whether it corrects approved minutes.
    pub addendum: bool,
}

/// A meeting with all that was recorded of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// The meeting.
    pub meeting: Meeting,
    /// Its agenda, in order.
    pub items: Vec<AgendaItem>,
    /// Its documents.
    pub documents: Vec<MeetingDocument>,
    /// Those who were invited.
    pub invitations: Vec<Invitation>,
    /// Those invited without a seat.
    pub guests: Vec<Guest>,
    /// The attendance sheet, in the order it was recorded.
    pub attendances: Vec<Attendance>,
    /// Who takes no part in what.
    pub recusals: Vec<Recusal>,
    /// Its minutes, oldest version first.
    pub minutes: Vec<MinutesVersion>,
}

impl Dossier {
    /// An item of the agenda.
    #[must_use]
    pub fn item(&self, id: Uuid) -> Option<&AgendaItem> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The line of a seat that has not ended.
    #[must_use]
    pub fn line(&self, seat: Uuid) -> Option<&Attendance> {
        self.attendances.iter().find(|line| line.seat == Some(seat) && line.left_at.is_none())
    }

    /// The text of the minutes as they stand, without what was added later.
    #[must_use]
    pub fn text(&self) -> Option<&MinutesVersion> {
        self.minutes.iter().rev().find(|version| !version.addendum)
    }
}

/// A seat on the roll of a meeting, with those who may sit there that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RollSeat {
    /// The seat.
    pub seat: Uuid,
    /// Its number within its component.
    pub number: u32,
    /// What it is called, when the text names it.
    pub title: String,
    /// The code of its component.
    pub component: String,
    /// What its voice is worth.
    pub voice: Voice,
    /// Who holds it; none when it is vacant.
    pub titular: Option<Sitter>,
    /// Who may stand in.
    pub substitutes: Vec<Sitter>,
}

impl RollSeat {
    /// Whether the seat is counted: filled, with a voice that counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.voice == Voice::Deliberative && (self.titular.is_some() || !self.substitutes.is_empty())
    }
}

/// Somebody who may sit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sitter {
    /// Under which mandate.
    pub mandate: Uuid,
    /// Who.
    pub person: Uuid,
    /// The organisation they sit for.
    pub organisation: Option<Uuid>,
    /// What they do in the body.
    pub function: Function,
    /// Their name.
    pub name: String,
    /// Where to write to them; empty when not known.
    pub email: String,
}

/// A seat present at an item, with who sits there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeatPresence {
    /// The seat.
    pub seat: Uuid,
    /// The mandate under which they sit.
    pub mandate: Option<Uuid>,
    /// Who.
    pub person: Option<Uuid>,
    /// In what capacity; [`Capacity::Proxy`] when another seat speaks for this one.
    pub capacity: Capacity,
}

/// How many are there, and whether it is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quorum {
    /// The deliberative seats filled, less those recused.
    pub base: u32,
    /// The seats present, each once.
    pub present: u32,
    /// The seats represented by a proxy whose holder is there.
    pub represented: u32,
    /// How many are needed.
    pub needed: u32,
    /// The seats recused.
    pub recused: u32,
    /// By component, in the order of the statute.
    pub components: Vec<ComponentQuorum>,
    /// Whether it is enough.
    pub met: bool,
}

/// A component in a quorum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentQuorum {
    /// The component.
    pub component: Component,
    /// Its deliberative seats filled, less those recused.
    pub base: u32,
    /// Those present.
    pub present: u32,
    /// Those represented.
    pub represented: u32,
    /// Whether it lacks somebody it must have.
    pub missing: bool,
}
