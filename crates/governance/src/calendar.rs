//! Meetings as calendars read them (RFC 5545, RFC 5546): invitations, their updates and cancellations, feeds; beside them, days by which something is due.
//!
//! Instants are written in UTC, so that no reader's rules of summer time can move a meeting. The identifier of an event is that of the meeting and never
//! changes; its `SEQUENCE` rises each time those invited are told of a change.

use bassin_kernel::{Day, Timestamp};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::{Meeting, MeetingState};

/// What a calendar is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Take the meeting in, or its changes.
    Request,
    /// Take it off.
    Cancel,
}

impl Method {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// Somebody, by name and address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contact {
    pub name: String,
    pub email: String,
}

/// A meeting, as told to one reader.
pub(crate) struct Occasion<'a> {
    pub meeting: &'a Meeting,
    /// The name of the body.
    pub body: &'a str,
    /// The agenda, in lines.
    pub agenda: String,
    /// The address of its page.
    pub address: String,
    /// When this was said.
    pub said_at: Timestamp,
}

/// A day by which something is due: it lasts the whole day, and keeps nobody from being elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Always the same for the same thing.
    pub id: String,
    /// What is due.
    pub title: String,
    /// In more words.
    pub words: String,
    /// The address of the page where it is done.
    pub address: String,
    /// The day.
    pub on: Day,
}

/// Characters that no calendar keeps, taken off.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn event(occasion: &Occasion<'_>) -> Event {
    let meeting = occasion.meeting;
    let mut event = Event::new();
    event
        .uid(&meeting.id.to_string())
        .sequence(meeting.sequence)
        .timestamp(occasion.said_at)
        .summary(&plain(&format!("{} – {}", occasion.body, meeting.title)))
        .description(&plain(&occasion.agenda))
        .url(&occasion.address)
        .starts(meeting.starts_at)
        .ends(meeting.ends_at)
        .status(if meeting.state == MeetingState::Cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    let place = [meeting.place.as_str(), meeting.link.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" – ");
    if !place.is_empty() {
        event.location(&plain(&place));
    }
    event.done()
}

fn day(deadline: &Deadline, said_at: Timestamp) -> Event {
    let mut event = Event::new();
    event
        .uid(&deadline.id)
        .timestamp(said_at)
        .summary(&plain(&deadline.title))
        .description(&plain(&deadline.words))
        .url(&deadline.address)
        .starts(deadline.on)
        // The end is the first day after.
        .ends(deadline.on.succ_opt().unwrap_or(deadline.on))
        .add_property("TRANSP", "TRANSPARENT");
    event.done()
}

fn named(key: &str, contact: &Contact) -> Property {
    let name: String = plain(&contact.name).chars().filter(|c| !matches!(c, '"' | '\n')).collect();
    Property::new(key, format!("mailto:{}", contact.email)).add_parameter("CN", &name).done()
}

fn calendar() -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Bassin//Bassin//FR"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar
}

/// What goes with a letter: the meeting, for one person.
pub(crate) fn invitation(method: Method, occasion: &Occasion<'_>, organiser: &Contact, attendee: &Contact) -> String {
    let mut event = event(occasion);
    event.append_property(named("ORGANIZER", organiser));
    let mut guest = named("ATTENDEE", attendee);
    guest.add_parameter("ROLE", "REQ-PARTICIPANT").add_parameter("PARTSTAT", "NEEDS-ACTION");
    event.append_multi_property(guest);
    let mut calendar = calendar();
    calendar.append_property(("METHOD", method.name()));
    calendar.push(event).to_string()
}

/// What a calendar subscribes to.
pub(crate) fn feed(name: &str, occasions: &[Occasion<'_>], deadlines: &[Deadline], now: Timestamp) -> String {
    let mut calendar = calendar();
    calendar.name(&plain(name));
    calendar.extend(occasions.iter().map(event));
    calendar.extend(deadlines.iter().map(|deadline| day(deadline, now)));
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use bassin_kernel::instant;
    use chrono::NaiveDateTime;
    use uuid::Uuid;

    use super::*;
    use crate::MeetingKind;

    fn meeting(starts: &str) -> Meeting {
        let starts_at = instant(starts.parse::<NaiveDateTime>().unwrap());
        Meeting {
            id: Uuid::from_u128(7),
            body: Uuid::from_u128(1),
            title: "Séance plénière, n° 3 ; suite \\ fin".to_owned(),
            kind: MeetingKind::Plenary,
            starts_at,
            ends_at: starts_at + chrono::Duration::hours(2),
            place: "Maison de l’emploi, 12 rue de la Clef\nMons".to_owned(),
            link: String::new(),
            public: true,
            state: MeetingState::Convened,
            thresholds: None,
            convened_at: None,
            urgency: String::new(),
            sequence: 2,
            cancelled_because: String::new(),
            opened_at: None,
            opening: None,
            closed_at: None,
            follows: None,
            submitted_at: None,
            approval: None,
            published_at: None,
            revision: 1,
        }
    }

    fn occasion(meeting: &Meeting) -> Occasion<'_> {
        Occasion {
            meeting,
            body: "Pôle de synergies « Compétences de base »",
            agenda: "1. Approbation du compte rendu ; 2. Projet commun, avec l’Instance du Hainaut-Sud\n".repeat(6),
            address: "https://bassin.example/reunions/7".to_owned(),
            said_at: "2026-01-15T09:00:00Z".parse().unwrap(),
        }
    }

    fn contact(name: &str) -> Contact {
        Contact { name: name.to_owned(), email: "a@example.org".to_owned() }
    }

    /// The properties of the one event, as a parser reads them.
    fn parsed(text: &str) -> Vec<(String, String)> {
        let calendar: Calendar = text.parse().unwrap();
        let event = calendar.events().next().unwrap();
        event.properties().values().map(|property| (property.key().to_owned(), property.value().to_owned())).collect()
    }

    #[test]
    fn an_invitation_is_read_back_as_it_was_said() {
        let (meeting, organiser) = (meeting("2026-03-20T14:00:00"), contact("Anne \"Nana\" Dupont: secrétariat"));
        let text = invitation(Method::Request, &occasion(&meeting), &organiser, &contact("Léa"));
        assert!(text.contains("METHOD:REQUEST\r\n") && text.contains("SEQUENCE:2\r\n"));
        assert!(text.contains(&format!("UID:{}\r\n", meeting.id)));
        assert!(text.contains("DTSTART:20260320T130000Z\r\n") && text.contains("DTEND:20260320T150000Z\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded at 75 bytes");
        assert!(text.replace("\r\n ", "").contains("ORGANIZER;CN=\"Anne Nana Dupont: secrétariat\":mailto:a@example.org"));
        let read = parsed(&text);
        let value = |key: &str| read.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()).unwrap();
        let expected = occasion(&meeting);
        assert_eq!(value("SUMMARY"), format!("{} – {}", expected.body, meeting.title));
        assert_eq!(value("DESCRIPTION"), expected.agenda);
        assert_eq!(value("LOCATION"), meeting.place);
    }

    #[test]
    fn a_cancellation_takes_the_same_event_off() {
        let meeting = Meeting { state: MeetingState::Cancelled, sequence: 3, ..meeting("2026-03-20T14:00:00") };
        let text = invitation(Method::Cancel, &occasion(&meeting), &contact("A"), &contact("B"));
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3", &format!("UID:{}", meeting.id)] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}");
        }
    }

    #[test]
    fn local_times_hold_across_summer_time_and_leap_days() {
        for (local, utc) in [
            ("2026-03-27T09:00:00", "20260327T080000Z"),
            ("2026-03-30T09:00:00", "20260330T070000Z"),
            ("2026-10-23T09:00:00", "20261023T070000Z"),
            ("2026-10-26T09:00:00", "20261026T080000Z"),
            ("2028-02-29T09:00:00", "20280229T080000Z"),
        ] {
            let meeting = meeting(local);
            let text = feed("Réunions", &[occasion(&meeting)], &[], meeting.starts_at);
            assert!(text.contains(&format!("DTSTART:{utc}\r\n")), "{local}");
        }
    }

    #[test]
    fn a_deadline_lasts_its_day_and_takes_no_time() {
        let deadline = Deadline {
            id: "7@bassin".to_owned(),
            title: "Étape à terminer : Étude, phase 1".to_owned(),
            words: "3.2.5 Observer".to_owned(),
            address: "https://bassin.example/plan/p/3.2.5".to_owned(),
            on: "2026-12-31".parse().unwrap(),
        };
        let text = feed("Agenda", &[], std::slice::from_ref(&deadline), "2026-01-15T09:00:00Z".parse().unwrap());
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\n") && text.contains("DTEND;VALUE=DATE:20270101\r\n"), "{text}");
        let read = parsed(&text);
        let value = |key: &str| read.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone()).unwrap();
        assert_eq!((value("SUMMARY"), value("UID"), value("TRANSP")), (deadline.title, deadline.id, "TRANSPARENT".to_owned()));
    }

    #[test]
    fn an_empty_feed_is_a_calendar() {
        let text = feed("Réunions", &[], &[], "2026-01-15T09:00:00Z".parse().unwrap());
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(!text.contains("METHOD"));
    }
}
