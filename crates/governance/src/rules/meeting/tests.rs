use bassin_kernel::{LocalizedText, Timestamp};
use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::model::{AgendaItem, Capacity, Component, Function, Presence, Quorum, Sitter};
use crate::rules::quorum;
use crate::statute::Voice;

const CODES: [&str; 3] = ["enterprise", "training", "education"];

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn sitter(number: u128) -> Sitter {
    Sitter {
        mandate: id(2000 + number),
        person: id(1000 + number),
        organisation: None,
        function: Function::Member,
        name: format!("P{number}"),
        email: format!("p{number}@example.org"),
    }
}

/// Six deliberative seats, two a component, the first with a substitute; one consultative seat; one vacant.
fn roll() -> Vec<RollSeat> {
    let seat = |number: u128, component: &str, voice: Voice, filled: bool| RollSeat {
        seat: id(number),
        number: 1,
        title: String::new(),
        component: component.to_owned(),
        voice,
        titular: filled.then(|| sitter(number)),
        substitutes: if number == 1 { vec![sitter(9)] } else { Vec::new() },
    };
    let mut seats: Vec<RollSeat> =
        (1..=6u32).map(|number| seat(number.into(), CODES[(number as usize - 1) / 2], Voice::Deliberative, true)).collect();
    seats.push(seat(7, "education", Voice::Consultative, true));
    seats.push(seat(8, "education", Voice::Deliberative, false));
    seats
}

fn thresholds() -> Thresholds {
    Thresholds {
        delay_days: Some(10),
        delay_source: "art. 3".to_owned(),
        percent: Some(50),
        each_component: true,
        quorum_source: "art. 4".to_owned(),
        components: CODES
            .iter()
            .map(|code| Component { code: (*code).to_owned(), name: LocalizedText::same(*code), compulsory: true })
            .collect(),
    }
}

fn planned() -> Dossier {
    Dossier {
        meeting: Meeting {
            id: id(1),
            body: id(2),
            title: "Séance".to_owned(),
            kind: MeetingKind::Plenary,
            starts_at: at("2026-03-20T13:00:00Z"),
            ends_at: at("2026-03-20T16:00:00Z"),
            place: "Mons".to_owned(),
            link: String::new(),
            public: true,
            state: MeetingState::Planned,
            thresholds: None,
            convened_at: None,
            urgency: String::new(),
            sequence: 0,
            cancelled_because: String::new(),
            opened_at: None,
            opening: None,
            closed_at: None,
            follows: None,
            submitted_at: None,
            approval: None,
            published_at: None,
            revision: 1,
        },
        items: Vec::new(),
        documents: Vec::new(),
        invitations: Vec::new(),
        guests: Vec::new(),
        attendances: Vec::new(),
        recusals: Vec::new(),
        minutes: Vec::new(),
    }
}

/// A meeting carried along by events, at instants of one's own.
struct Story {
    dossier: Dossier,
    roll: Vec<RollSeat>,
    thresholds: Thresholds,
    now: Timestamp,
}

impl Story {
    fn new() -> Self {
        Self { dossier: planned(), roll: roll(), thresholds: thresholds(), now: at("2026-03-02T09:00:00Z") }
    }

    fn context(&self) -> Context<'_> {
        Context { now: self.now, roll: &self.roll, thresholds: &self.thresholds, later: None }
    }

    fn attempt(&mut self, event: &Event) -> Result<(), Vec<String>> {
        self.now += Duration::seconds(60);
        match apply(&self.dossier, event, &self.context()) {
            Ok(after) => {
                self.dossier = after;
                Ok(())
            }
            Err(unmet) => Err(unmet.into_iter().map(|violation| violation.code).collect()),
        }
    }

    fn must(&mut self, event: Event) {
        assert_eq!(self.attempt(&event), Ok(()), "{event:?}");
    }

    fn item(&mut self, number: u128, purpose: Purpose) {
        self.must(Event::AddItem(NewItem { id: id(number), title: format!("Point {number}"), purpose, subject: None }));
    }

    fn convened() -> Self {
        let mut story = Self::new();
        story.item(101, Purpose::Information);
        story.item(102, Purpose::Decision);
        let invitations = invitations(&story.roll);
        story.must(Event::Convene { urgency: String::new(), invitations });
        story.now = at("2026-03-20T13:00:00Z");
        story
    }

    /// In session, with these seats in the room and all the others absent.
    fn opened(present: &[u128]) -> Self {
        let mut story = Self::convened();
        for seat in present {
            story.must(Event::Record(line(*seat, Presence::Room)));
        }
        story.must(Event::RecordRest((900..910).map(id).collect()));
        story.must(Event::Open);
        story
    }

    fn quorum(&self, item: u128) -> Quorum {
        quorum::at(&self.dossier, &self.roll, Some(id(item)))
    }
}

fn invitations(roll: &[RollSeat]) -> Vec<Invitation> {
    let invitation = |seat: &RollSeat| {
        let sitter = seat.titular.as_ref()?;
        Some(Invitation {
            id: id(500 + seat.seat.as_u128()),
            seat: Some(seat.seat),
            person: sitter.person,
            capacity: Capacity::Titular,
            token: String::new(),
            answer: None,
            proxy_to: None,
            answered_at: None,
        })
    };
    roll.iter().filter_map(invitation).collect()
}

fn line(seat: u128, presence: Presence) -> Attendance {
    Attendance {
        id: id(10_000 + seat),
        seat: Some(id(seat)),
        mandate: Some(id(2000 + seat)),
        person: Some(id(1000 + seat)),
        name: String::new(),
        capacity: Capacity::Titular,
        presence,
        proxy_to: None,
        arrived_at: Timestamp::default(),
        left_at: None,
    }
}

fn stands_in(seat: u128, by: u128) -> Attendance {
    Attendance {
        id: id(20_000 + seat),
        mandate: Some(id(2000 + by)),
        person: Some(id(1000 + by)),
        capacity: Capacity::Substitute,
        ..line(seat, Presence::Room)
    }
}

fn proxy(seat: u128, to: u128) -> Attendance {
    Attendance { id: id(30_000 + seat), capacity: Capacity::Proxy, proxy_to: Some(id(to)), ..line(seat, Presence::Represented) }
}

fn finish(item: u128, outcome: Outcome) -> Event {
    Event::Finish { item: id(item), outcome, notes: "dit".to_owned() }
}

#[test]
fn a_convocation_tells_all_that_is_missing_at_once() {
    let mut story = Story::new();
    story.now = at("2026-03-15T09:00:00Z");
    story.roll[0].titular.as_mut().unwrap().email.clear();
    let mut reached = invitations(&story.roll);
    reached.remove(0);
    let refused = story.attempt(&Event::Convene { urgency: String::new(), invitations: reached });
    assert_eq!(refused, Err(vec!["meeting-agenda-empty".into(), "meeting-delay".into(), "meeting-unreached".into()]));
    assert_eq!(story.dossier, planned(), "a refusal changes nothing");
}

#[test]
fn the_delay_is_counted_in_days_to_the_day_and_urgency_gives_its_reason() {
    for (now, accepted) in [("2026-03-10T22:30:00Z", true), ("2026-03-10T23:30:00Z", false)] {
        // In France, the second is already the 11th.
        let mut story = Story::new();
        story.item(101, Purpose::Information);
        story.now = at(now);
        let invitations = invitations(&story.roll);
        let convene = |urgency: &str| Event::Convene { urgency: urgency.to_owned(), invitations: invitations.clone() };
        assert_eq!(story.attempt(&convene("")).is_ok(), accepted, "{now}");
        if !accepted {
            let unmet = unmet(&story.dossier, &convene(""), &story.context());
            assert_eq!(unmet[0].source.as_deref(), Some("art. 3"));
            story.must(convene("Fermeture d’une entreprise"));
        }
    }
}

#[test]
fn the_agenda_is_frozen_by_the_convocation_and_late_items_are_admitted_by_the_meeting() {
    let mut story = Story::convened();
    assert_eq!(story.attempt(&Event::RemoveItem(id(101))), Err(vec!["meeting-agenda-frozen".into()]));
    assert!(story.attempt(&Event::MoveItem { item: id(102), up: true }).is_err());
    story.item(103, Purpose::Information);
    assert!(story.dossier.item(id(103)).unwrap().late);
    assert_eq!(story.attempt(&Event::Admit(id(103))), Err(vec!["meeting-state".into()]), "not before the meeting");
    for seat in 1..=6 {
        story.must(Event::Record(line(seat, Presence::Room)));
    }
    story.must(Event::Open);
    assert_eq!(story.attempt(&finish(103, Outcome::Treated)), Err(vec!["meeting-item-late".into()]));
    story.must(Event::Admit(id(103)));
    story.must(finish(103, Outcome::Treated));
}

#[test]
fn everyone_invited_and_nobody_answering_is_no_quorum() {
    let mut story = Story::convened();
    assert_eq!(quorum::at(&story.dossier, &story.roll, None).present, 0);
    assert!(!quorum::at(&story.dossier, &story.roll, None).met);
    assert_eq!(story.attempt(&Event::Open), Err(vec!["meeting-roll".into()]));
    story.must(Event::RecordRest((900..910).map(id).collect()));
    assert_eq!(story.attempt(&Event::Open), Err(vec!["quorum-nobody".into()]));
    // Even when the text gives no share and no component.
    let open = quorum::count(&Thresholds::default(), &story.roll, &[], &[]);
    assert!(!open.met);
}

#[test]
fn a_meeting_opens_on_its_day_or_within_two_hours_of_its_beginning() {
    let early = |now: &str, starts_at: &str| {
        let mut story = Story::convened();
        story.dossier.meeting.starts_at = at(starts_at);
        story.now = at(now);
        story.attempt(&Event::Open).err().unwrap_or_default().contains(&"meeting-early".to_owned())
    };
    assert!(!early("2026-03-20T07:00:00Z", "2026-03-20T19:00:00Z"), "on the day, at any time");
    assert!(!early("2026-03-20T22:30:00Z", "2026-03-20T23:10:00Z"), "ten minutes past midnight in Brussels, told before midnight");
    assert!(early("2026-03-20T20:00:00Z", "2026-03-20T23:10:00Z"), "three hours before, the day before");
}

#[test]
fn a_quorum_is_overall_and_by_component() {
    let story = Story::opened(&[1, 2, 3]);
    let found = story.quorum(102);
    assert_eq!((found.base, found.present, found.needed, found.met), (6, 3, 3, false));
    let missing: Vec<&str> =
        found.components.iter().filter(|component| component.missing).map(|component| component.component.code.as_str()).collect();
    assert_eq!(missing, ["education"]);
    let unmet = quorum::unmet(&found, "art. 4");
    assert_eq!(unmet.len(), 1);
    assert_eq!(unmet[0].source.as_deref(), Some("art. 4"));
    assert!(Story::opened(&[1, 3, 5]).quorum(102).met);
}

#[test]
fn without_a_quorum_one_only_informs() {
    let mut story = Story::opened(&[1]);
    story.must(finish(101, Outcome::Treated));
    assert_eq!(
        story.attempt(&finish(102, Outcome::Treated)),
        Err(vec!["quorum-count".into(), "quorum-component".into(), "quorum-component".into()])
    );
    story.must(finish(102, Outcome::Postponed));
    story.must(Event::Close);
}

#[test]
fn recused_seats_leave_the_base() {
    let mut story = Story::opened(&[1, 3, 5]);
    story.must(Event::Recuse { item: id(102), seat: id(2), reason: "Partie à la convention".to_owned() });
    story.must(Event::Recuse { item: id(102), seat: id(4), reason: "Partie à la convention".to_owned() });
    let found = story.quorum(102);
    assert_eq!((found.base, found.needed, found.recused, found.met), (4, 2, 2, true));
    assert_eq!(story.quorum(101).base, 6, "on that item only");
    // The only one there for a component steps aside: the component is missing on that item.
    story.must(Event::Recuse { item: id(102), seat: id(5), reason: "Partie à la convention".to_owned() });
    assert!(!story.quorum(102).met);
    story.must(Event::Unrecuse { item: id(102), seat: id(5) });
    assert!(story.quorum(102).met);
}

#[test]
fn the_titular_who_arrives_replaces_the_substitute_on_one_seat() {
    let mut story = Story::convened();
    story.must(Event::Record(stands_in(1, 9)));
    for seat in 3..=6 {
        story.must(Event::Record(line(seat, Presence::Room)));
    }
    story.must(Event::RecordRest((900..910).map(id).collect()));
    story.must(Event::Open);
    story.must(finish(101, Outcome::Treated));
    story.must(Event::Record(line(1, Presence::Remote)));
    story.must(finish(102, Outcome::Treated));
    let who = |item: u128| {
        let found = quorum::presences_at(&story.dossier, Some(id(item)));
        let seat: Vec<_> = found.iter().filter(|presence| presence.seat == id(1)).map(|presence| presence.person).collect();
        (found.len(), seat)
    };
    assert_eq!(who(101), (5, vec![Some(id(1009))]), "the substitute spoke");
    assert_eq!(who(102), (5, vec![Some(id(1001))]), "one seat, one voice");
    let lines: Vec<&Attendance> = story.dossier.attendances.iter().filter(|line| line.seat == Some(id(1))).collect();
    assert_eq!(lines.len(), 2, "both stays are kept");
    assert!(lines[0].left_at.is_some());
}

#[test]
fn a_proxy_counts_while_its_holder_is_there_and_never_makes_a_component() {
    let mut story = Story::convened();
    for seat in [1, 3] {
        story.must(Event::Record(line(seat, Presence::Room)));
    }
    assert_eq!(story.attempt(&Event::Record(proxy(5, 5))), Err(vec!["meeting-proxy".into()]));
    story.must(Event::Record(proxy(5, 1)));
    story.must(Event::Record(proxy(6, 5)));
    story.must(Event::RecordRest((900..910).map(id).collect()));
    story.must(Event::Open);
    let found = story.quorum(102);
    assert_eq!((found.present, found.represented, found.met), (2, 1, false), "a proxy on a proxy does not count; education is not there");
    let holder = story.dossier.line(id(1)).unwrap().id;
    story.must(Event::Leave(holder));
    assert_eq!(story.quorum(102).represented, 0);
}

#[test]
fn somebody_else_does_not_sit_on_a_seat() {
    let mut story = Story::convened();
    assert_eq!(story.attempt(&Event::Record(stands_in(2, 9))), Err(vec!["meeting-sitter".into()]));
    let vacant = Attendance { person: Some(id(1001)), ..line(8, Presence::Room) };
    assert_eq!(story.attempt(&Event::Record(vacant)), Err(vec!["meeting-sitter".into()]));
    assert_eq!(story.attempt(&Event::Record(line(77, Presence::Room))), Err(vec!["meeting-seat-unknown".into()]));
}

#[test]
fn minutes_are_approved_at_a_later_meeting_then_only_added_to() {
    let mut story = Story::opened(&[1, 3, 5]);
    story.must(finish(101, Outcome::Treated));
    assert_eq!(story.attempt(&Event::Close), Err(vec!["meeting-item-open".into()]));
    story.must(finish(102, Outcome::Treated));
    story.must(Event::Close);
    assert_eq!(story.attempt(&Event::Submit), Err(vec!["meeting-minutes-none".into()]));
    let draft = |text: &str| Event::Draft { text: text.to_owned(), author: "A".to_owned() };
    story.must(draft("Un"));
    story.must(draft("Deux"));
    story.must(Event::Submit);
    assert!(story.attempt(&draft("Trois")).is_err());
    assert_eq!(story.attempt(&Event::Approve(Some(id(1)))), Err(vec!["meeting-later".into()]), "not by itself");
    let next = Meeting { id: id(3), starts_at: at("2026-06-01T09:00:00Z"), opened_at: Some(story.now), ..story.dossier.meeting.clone() };
    let context = Context { later: Some(&next), ..story.context() };
    story.dossier = apply(&story.dossier, &Event::Approve(Some(id(3))), &context).unwrap();
    let approved = story.dossier.text().cloned();
    assert!(story.attempt(&draft("Quatre")).is_err());
    story.must(Event::Addendum { text: "Lire 15".to_owned(), author: "A".to_owned() });
    story.must(Event::Publish);
    assert_eq!(story.dossier.text().cloned(), approved);
    assert_eq!(story.dossier.minutes.len(), 3);
}

#[test]
fn two_hundred_items_keep_their_numbers() {
    let mut story = Story::new();
    for number in 0..200 {
        story.item(1000 + number, Purpose::Information);
    }
    story.must(Event::MoveItem { item: id(1199), up: true });
    story.must(Event::RemoveItem(id(1000)));
    let numbers: Vec<u32> = story.dossier.items.iter().map(|item| item.number).collect();
    assert_eq!(numbers, (1..=199).collect::<Vec<u32>>());
    assert_eq!(story.dossier.items[197].id, id(1199));
}

fn guest(number: u128) -> Guest {
    Guest { id: id(500 + number), name: "G".into(), email: format!("g{number}@example.org"), organisation: String::new(), person: None }
}

fn any_event() -> impl Strategy<Value = Event> {
    let seat = 1u128..9;
    let item = 101u128..106;
    let presence = prop::sample::select(vec![Presence::Room, Presence::Remote, Presence::Excused, Presence::Absent]);
    let outcome = prop::sample::select(vec![Outcome::Treated, Outcome::Postponed, Outcome::Withdrawn]);
    let purpose = prop::sample::select(Purpose::ALL.to_vec());
    prop_oneof![
        3 => (item.clone(), purpose).prop_map(|(number, purpose)| Event::AddItem(NewItem { id: id(number), title: "T".into(), purpose, subject: None })),
        1 => (item.clone(), any::<bool>()).prop_map(|(number, up)| Event::MoveItem { item: id(number), up }),
        1 => item.clone().prop_map(|number| Event::RemoveItem(id(number))),
        4 => any::<bool>().prop_map(|urgent| Event::Convene { urgency: if urgent { "U".into() } else { String::new() }, invitations: invitations(&roll()) }),
        1 => (1u128..4).prop_map(|number| Event::AddGuest(guest(number))),
        1 => (1u128..4).prop_map(|number| Event::RemoveGuest(id(500 + number))),
        1 => Just(Event::Cancel { reason: "R".into() }),
        6 => (seat.clone(), presence).prop_map(|(seat, presence)| Event::Record(line(seat, presence))),
        2 => Just(Event::Record(stands_in(1, 9))),
        2 => (seat.clone(), seat.clone()).prop_map(|(seat, to)| Event::Record(proxy(seat, to))),
        3 => Just(Event::RecordRest((900..910).map(id).collect())),
        1 => seat.clone().prop_map(|seat| Event::Leave(id(10_000 + seat))),
        5 => Just(Event::Open),
        1 => Just(Event::Suspend),
        2 => Just(Event::Resume),
        1 => item.clone().prop_map(|number| Event::Admit(id(number))),
        1 => item.clone().prop_map(|number| Event::Take(id(number))),
        6 => (item.clone(), outcome).prop_map(|(number, outcome)| finish(number, outcome)),
        1 => (item, seat).prop_map(|(number, seat)| Event::Recuse { item: id(number), seat: id(seat), reason: "R".into() }),
        4 => Just(Event::Close),
        3 => "[a-c]{1,2}".prop_map(|text| Event::Draft { text, author: "A".into() }),
        2 => Just(Event::Submit),
        1 => Just(Event::Return),
        2 => Just(Event::Approve(None)),
        1 => Just(Event::Publish),
        1 => "[a-c]{1,2}".prop_map(|text| Event::Addendum { text, author: "A".into() }),
    ]
}

/// What the convocation froze.
fn frozen(dossier: &Dossier) -> Vec<(Uuid, &str, Purpose)> {
    dossier.items.iter().filter(|item| !item.late).map(|item| (item.id, item.title.as_str(), item.purpose)).collect()
}

fn check_step(before: &Dossier, after: &Dossier) {
    use MeetingState::{Cancelled, Closed, Convened, InSession, MinutesApproved, MinutesSubmitted, Planned, Published, Suspended};
    let lawful = [
        (Planned, Convened),
        (Planned, Cancelled),
        (Convened, InSession),
        (Convened, Cancelled),
        (InSession, Suspended),
        (Suspended, InSession),
        (InSession, Closed),
        (Closed, MinutesSubmitted),
        (MinutesSubmitted, Closed),
        (MinutesSubmitted, MinutesApproved),
        (MinutesApproved, Published),
    ];
    let step = (before.meeting.state, after.meeting.state);
    assert!(step.0 == step.1 || lawful.contains(&step), "{step:?}");
    if before.meeting.state != Planned {
        assert_eq!(frozen(before), frozen(after), "the agenda is frozen");
        assert!(before.guests.iter().all(|guest| after.guests.contains(guest)), "who was told stays told");
        assert_eq!(before.meeting.thresholds, after.meeting.thresholds, "thresholds are copied once");
    }
    assert!(after.minutes.starts_with(&before.minutes), "no version is lost");
    let kept = |line: &&Attendance| line.left_at.is_some();
    assert!(before.attendances.iter().filter(kept).all(|line| after.attendances.contains(line)), "no stay is lost");
}

fn check_state(story: &Story) {
    let dossier = &story.dossier;
    for seat in &story.roll {
        let open = dossier.attendances.iter().filter(|line| line.seat == Some(seat.seat) && line.left_at.is_none()).count();
        assert!(open <= 1, "one seat, one line");
    }
    let treated = |item: &&AgendaItem| item.outcome == Some(Outcome::Treated) && item.purpose.needs_quorum();
    for item in dossier.items.iter().filter(treated) {
        assert!(item.quorum.as_ref().is_some_and(|quorum| quorum.met), "no decision without a quorum");
        assert!(!item.late || item.admitted);
    }
    let addresses: std::collections::HashSet<&str> = dossier.guests.iter().map(|guest| guest.email.as_str()).collect();
    assert_eq!(addresses.len(), dossier.guests.len(), "nobody is told twice");
    for item in &dossier.items {
        let found = quorum::at(dossier, &story.roll, Some(item.id));
        assert!(found.present + found.represented <= found.base);
        assert!(!found.met || found.present > 0);
    }
    if dossier.meeting.closed_at.is_some() {
        assert!(dossier.items.iter().all(|item| item.outcome.is_some()));
    }
    if dossier.meeting.approval.is_some() {
        assert!(dossier.text().is_some());
    }
}

proptest! {
    #[test]
    fn whatever_happens_the_meeting_stays_lawful(events in prop::collection::vec(any_event(), 1..60), held in any::<bool>()) {
        let mut story = if held { Story::opened(&[1, 2, 3, 5]) } else { Story::new() };
        for event in events {
            // An identifier is given once.
            if matches!(&event, Event::AddItem(item) if story.dossier.item(item.id).is_some()) {
                continue;
            }
            let before = story.dossier.clone();
            if story.attempt(&event).is_err() {
                prop_assert_eq!(&before, &story.dossier);
            }
            check_step(&before, &story.dossier);
            check_state(&story);
            if story.dossier.meeting.state == MeetingState::Convened {
                story.now = story.now.max(at("2026-03-20T13:00:00Z"));
            }
        }
    }
}
