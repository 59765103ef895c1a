//! The table of rights of the room: what is done, in which scope the roles must be held, and which roles allow it.
//!
//! Bodies are run by their secretariat and their chair; what binds them is decided by the bodies they depend on; voices belong to those who hold
//! a seat. The administrator creates bodies that depend on none, so that somebody can begin, and has no voice anywhere.

use bassin_kernel::{Permission, Role};

const fn permission(action: &'static str, held: &'static str, roles: &'static [Role]) -> Permission {
    Permission { action, held, roles, own: false }
}

/// Creates a body that depends on none, and names its first secretary.
pub const BODY_FOUND: Permission = permission("body.found", "the platform", &[Role::Administrator]);
/// Proposes a body below another.
pub const BODY_PROPOSE: Permission = permission("body.propose", "a parent body", &[Role::Chair, Role::Secretary, Role::Seat]);
/// Changes the sheet of a body: name, mission, perimeter, subject.
pub const BODY_EDIT: Permission = permission("body.edit", "the body or a parent body", &[Role::Chair, Role::Secretary]);
/// Closes a body, with a reason.
pub const BODY_CLOSE: Permission =
    permission("body.close", "the parent body, or the platform for a root body", &[Role::Chair, Role::Secretary]);
/// Recognises, renews or refuses a term.
pub const TERM_DECIDE: Permission =
    permission("term.decide", "every parent body, or the platform for a root body", &[Role::Chair, Role::Secretary]);
/// Adds and abolishes seats, designates and appoints their holders.
pub const SEAT_MANAGE: Permission = permission("seat.manage", "the body or a parent body", &[Role::Chair, Role::Secretary]);
/// Resigns from a seat.
pub const MANDATE_RESIGN: Permission =
    Permission { action: "mandate.resign", held: "oneself, or the body", roles: &[Role::Chair, Role::Secretary], own: true };
/// Writes and submits the evaluation of a term.
pub const EVALUATION_WRITE: Permission = permission("evaluation.write", "the body", &[Role::Chair, Role::Secretary]);
/// Validates the evaluation of a term.
pub const EVALUATION_VALIDATE: Permission = permission("evaluation.validate", "the parent body", &[Role::Chair, Role::Secretary]);
/// Plans, convenes, opens, records and closes a meeting; drafts its minutes.
pub const MEETING_RUN: Permission = permission("meeting.run", "the body", &[Role::Chair, Role::Secretary]);
/// Reads the documents and the draft minutes of a meeting before they are public.
pub const MEETING_READ: Permission = permission("meeting.read", "the body or a parent body", &[Role::Seat, Role::Chair, Role::Secretary]);
/// Answers a convocation.
pub const MEETING_ANSWER: Permission = permission("meeting.answer", "the body", &[Role::Seat]);
/// Approves minutes.
pub const MINUTES_APPROVE: Permission = permission("minutes.approve", "the body", &[Role::Chair]);
/// Drafts a decision, opens it, reworks its text, declares the outcome.
pub const DECISION_RUN: Permission = permission("decision.run", "the body", &[Role::Chair, Role::Secretary]);
/// Reads a decision that is not public yet.
pub const DECISION_READ: Permission = permission("decision.read", "the body or a parent body", &[Role::Seat, Role::Chair, Role::Secretary]);
/// Takes a position for one's own seat.
pub const POSITION_TAKE: Permission = Permission { action: "position.take", held: "oneself, as holder of the seat", roles: &[], own: true };
/// Records, in a meeting, the position a present member says aloud.
pub const POSITION_RECORD: Permission = permission("position.record", "the body", &[Role::Chair, Role::Secretary]);
/// Lifts an objection.
pub const OBJECTION_LIFT: Permission =
    Permission { action: "objection.lift", held: "oneself, as author of the objection", roles: &[], own: true };
/// Asks a body for an opinion.
pub const OPINION_ASK: Permission = permission("opinion.ask", "the asking body", &[Role::Chair, Role::Secretary]);
/// Takes up, writes and gives an opinion, on request or on own initiative.
pub const OPINION_GIVE: Permission = permission("opinion.give", "the body that gives it", &[Role::Chair, Role::Secretary]);
/// Says what was done with an opinion.
pub const OPINION_FOLLOW: Permission = permission("opinion.follow", "the asking body", &[Role::Chair, Role::Secretary]);
/// Sends something to another body.
pub const TRANSMISSION_SEND: Permission = permission("transmission.send", "the sending body", &[Role::Chair, Role::Secretary]);
/// Acknowledges and answers what was sent.
pub const TRANSMISSION_ANSWER: Permission = permission("transmission.answer", "the receiving body", &[Role::Chair, Role::Secretary]);
/// Writes a convention and brings it to signature.
pub const CONVENTION_RUN: Permission =
    permission("convention.run", "the body or the organisation that carries it", &[Role::Chair, Role::Secretary, Role::Referent]);
/// Signs for a party.
pub const CONVENTION_SIGN: Permission = Permission { action: "convention.sign", held: "oneself, as signatory", roles: &[], own: true };
/// Reads a convention before it is in force.
pub const CONVENTION_READ: Permission = permission(
    "convention.read",
    "a body or an organisation that is a party",
    &[Role::Seat, Role::Chair, Role::Secretary, Role::Member, Role::Referent],
);
/// Writes a project and keeps its log.
pub const PROJECT_WRITE: Permission =
    permission("project.write", "the pole or the lead organisation", &[Role::Chair, Role::Secretary, Role::Referent]);
/// Submits a project the pole has adopted.
pub const PROJECT_SUBMIT: Permission = permission("project.submit", "the pole", &[Role::Chair, Role::Secretary]);
/// Reads a project before it is public.
pub const PROJECT_READ: Permission = permission(
    "project.read",
    "the pole, an Instance concerned or the lead organisation",
    &[Role::Seat, Role::Chair, Role::Secretary, Role::Member, Role::Referent],
);
/// Agrees to a project, refuses it, returns it.
pub const PROJECT_DECIDE: Permission = permission("project.decide", "the Instance concerned", &[Role::Chair, Role::Secretary]);
/// Describes a practice or a tool.
pub const PRACTICE_WRITE: Permission =
    permission("practice.write", "a body or an organisation", &[Role::Seat, Role::Chair, Role::Secretary, Role::Member, Role::Referent]);
/// Publishes a practice in the inventory, or withdraws it.
pub const PRACTICE_PUBLISH: Permission = permission("practice.publish", "the body that keeps it", &[Role::Chair, Role::Secretary]);

/// Every row, for the table.
pub const ALL: [&Permission; 32] = [
    &BODY_FOUND,
    &BODY_PROPOSE,
    &BODY_EDIT,
    &BODY_CLOSE,
    &TERM_DECIDE,
    &SEAT_MANAGE,
    &MANDATE_RESIGN,
    &EVALUATION_WRITE,
    &EVALUATION_VALIDATE,
    &MEETING_RUN,
    &MEETING_READ,
    &MEETING_ANSWER,
    &MINUTES_APPROVE,
    &DECISION_RUN,
    &DECISION_READ,
    &POSITION_TAKE,
    &POSITION_RECORD,
    &OBJECTION_LIFT,
    &OPINION_ASK,
    &OPINION_GIVE,
    &OPINION_FOLLOW,
    &TRANSMISSION_SEND,
    &TRANSMISSION_ANSWER,
    &CONVENTION_RUN,
    &CONVENTION_SIGN,
    &CONVENTION_READ,
    &PROJECT_WRITE,
    &PROJECT_SUBMIT,
    &PROJECT_READ,
    &PROJECT_DECIDE,
    &PRACTICE_WRITE,
    &PRACTICE_PUBLISH,
];
