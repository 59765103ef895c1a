//! Who holds a seat, and when: proposed → appointed → active by date → expired by date, or ended before by resignation, replacement, revocation.

use bassin_kernel::{Day, Violation};
use serde::Serialize;

use super::composition::{Admission, Sitting, admission};
use crate::{
    Mandate, MandateState, Seat,
    statute::{CompositionRule, Statute},
};

/// Where a mandate stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Designated, not appointed.
    Proposed,
    /// Appointed, not begun.
    ToCome,
    /// Held that day.
    Active,
    /// Ended with its period.
    Expired,
    /// Ended by the holder.
    Resigned,
    /// Ended as another took the seat.
    Replaced,
    /// Ended by those who had appointed, or withdrawn before.
    Revoked,
}

/// Where `mandate` stands on `day`.
#[must_use]
pub fn phase(mandate: &Mandate, day: Day) -> Phase {
    match mandate.state {
        MandateState::Proposed => Phase::Proposed,
        _ if mandate.is_active_on(day) => Phase::Active,
        MandateState::Resigned => Phase::Resigned,
        MandateState::Replaced => Phase::Replaced,
        MandateState::Revoked => Phase::Revoked,
        MandateState::Appointed if day < mandate.period.first() => Phase::ToCome,
        MandateState::Appointed => Phase::Expired,
    }
}

/// What is known when a mandate is decided upon.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The statute of the body.
    pub statute: &'a Statute,
    /// The seat.
    pub seat: &'a Seat,
    /// Every other mandate of that seat.
    pub others: &'a [Mandate],
    /// What is known of the organisation.
    pub sitting: Option<&'a Sitting>,
}

impl Context<'_> {
    fn rule(&self) -> Option<&CompositionRule> {
        self.statute.composition.iter().find(|rule| rule.component == self.seat.component)
    }
}

/// What happens to a mandate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It is appointed by an act.
    Appoint {
        /// The act.
        act: String,
    },
    /// The holder leaves; `on` is their last day.
    Resign {
        /// The last day.
        on: Day,
        /// Why, if they say.
        reason: String,
    },
    /// Another takes the seat from `on`.
    Replace {
        /// The first day of the other.
        on: Day,
    },
    /// Those who had appointed end it; `on` is the last day. A mandate that was only proposed is withdrawn.
    Revoke {
        /// The last day.
        on: Day,
        /// Why.
        reason: String,
    },
}

/// The mandate after an event, or every rule that stands in the way.
///
/// # Errors
/// The rules that are not met, each with its source.
pub fn transition(mandate: &Mandate, event: &Event, context: &Context<'_>) -> Result<Mandate, Vec<Violation>> {
    match event {
        Event::Appoint { act } => appoint(mandate, act, context),
        Event::Resign { on, reason } => end(mandate, MandateState::Resigned, *on, reason),
        Event::Replace { on } => replaced(mandate, *on),
        Event::Revoke { on, reason } => revoke(mandate, *on, reason),
    }
}

/// The mandate once another takes the seat from `on`.
///
/// # Errors
/// It is not running.
pub fn replaced(mandate: &Mandate, on: Day) -> Result<Mandate, Vec<Violation>> {
    end(mandate, MandateState::Replaced, on.pred_opt().unwrap_or(on), "")
}

fn appoint(mandate: &Mandate, act: &str, context: &Context<'_>) -> Result<Mandate, Vec<Violation>> {
    let mut unmet = designation(mandate, context);
    if mandate.state != MandateState::Proposed {
        unmet.insert(0, already(mandate));
    }
    if act.trim().is_empty() {
        unmet.push(
            Violation::new(
                "mandate-act-missing",
                "Indiquez l’acte qui nomme (arrêté, délibération, compte rendu) et sa date.",
                "Name the act that appoints (order, resolution, minutes) and its date.",
            )
            .on("act"),
        );
    }
    if unmet.is_empty() {
        Ok(Mandate { state: MandateState::Appointed, act: act.trim().to_owned(), ..mandate.clone() })
    } else {
        Err(unmet)
    }
}

fn already(mandate: &Mandate) -> Violation {
    match mandate.state {
        MandateState::Appointed => Violation::new("mandate-appointed", "Ce mandat est déjà nommé.", "This mandate is already appointed."),
        _ => Violation::new(
            "mandate-ended",
            "Ce mandat a pris fin : une nouvelle désignation est un nouvel acte.",
            "This mandate has ended: a new designation is a new act.",
        ),
    }
}

/// What stands in the way of designating somebody, whether or not they are appointed yet.
#[must_use]
pub fn designation(mandate: &Mandate, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if !context.seat.exists_on(mandate.period.first()) {
        unmet.push(Violation::new("seat-abolished", "Ce siège est supprimé.", "This seat was abolished.").on("starts_on"));
    }
    unmet.extend(occupied(mandate, context.others));
    unmet.extend(completes(mandate, context.others));
    unmet.extend(too_long(mandate, context.statute));
    unmet.extend(organisation(mandate, context));
    unmet
}

fn occupied(mandate: &Mandate, others: &[Mandate]) -> Option<Violation> {
    let taken = others.iter().filter(|other| other.id != mandate.id).filter_map(Mandate::held);
    let taken = taken.filter(|held| held.overlaps(mandate.period)).max()?;
    Some(
        Violation::new(
            "seat-occupied",
            format!("Le siège est déjà pourvu du {} au {} : un siège a un seul titulaire à la fois. Mettez fin à ce mandat, ou remplacez son titulaire.", french(taken.first()), french(taken.last())),
            format!("The seat is already filled from {} to {}: a seat has one holder at a time. End that mandate, or replace its holder.", english(taken.first()), english(taken.last())),
        )
        .on("starts_on"),
    )
}

/// Who takes a seat left before its term completes that mandate.
fn completes(mandate: &Mandate, others: &[Mandate]) -> Option<Violation> {
    let left = others.iter().filter(|other| other.id != mandate.id && other.state != MandateState::Proposed);
    let left = left.filter(|other| other.held().is_some() && other.ended_on.is_some() && other.period.contains(mandate.period.first()));
    let last = left.map(|other| other.period.last()).max()?;
    (mandate.period.last() > last).then(|| {
        Violation::new(
            "mandate-completes",
            format!(
                "Ce siège a été quitté avant le terme du mandat : le remplaçant achève ce mandat, jusqu’au {} au plus tard.",
                french(last)
            ),
            format!(
                "This seat was left before the end of the mandate: who takes it completes that mandate, until {} at the latest.",
                english(last)
            ),
        )
        .on("ends_on")
    })
}

fn too_long(mandate: &Mandate, statute: &Statute) -> Option<Violation> {
    let limit = statute.mandate.as_ref()?;
    (!mandate.period.is_within_months(limit.months)).then(|| {
        Violation::new(
            "mandate-too-long",
            format!("Un mandat dure {} mois au plus. {}", limit.months, limit.clause.sentence.fr),
            format!("A mandate lasts {} months at most. {}", limit.months, limit.clause.sentence.en),
        )
        .on("ends_on")
        .sourced(&limit.clause.source)
    })
}

fn organisation(mandate: &Mandate, context: &Context<'_>) -> Vec<Violation> {
    let mut unmet = Vec::new();
    if context.seat.organisation.is_some() && mandate.organisation != context.seat.organisation {
        unmet.push(
            Violation::new(
                "mandate-other-organisation",
                "Ce siège est désigné par une structure nommée : son titulaire siège pour elle.",
                "This seat is designated by a named organisation: its holder sits for that one.",
            )
            .on("organisation"),
        );
    }
    let Some(rule) = context.rule() else { return unmet };
    let refused = |code: &str, fr: String, en: String| Violation::new(code, fr, en).on("organisation").sourced(&rule.clause.source);
    if mandate.organisation.is_none() && !rule.kinds.is_empty() {
        unmet.push(refused(
            "mandate-organisation-missing",
            format!("Dites pour quelle structure cette personne siège : la composante « {} » l’exige.", rule.name.fr),
            format!("Say for which organisation this person sits: the component “{}” requires it.", rule.name.en),
        ));
        return unmet;
    }
    match admission(rule, context.sitting) {
        Admission::Admitted | Admission::Unknown => {}
        Admission::Kind => unmet.push(refused(
            "mandate-kind",
            format!("Cette structure n’est pas de celles qui siègent pour « {} ». {}", rule.name.fr, rule.clause.sentence.fr),
            format!("This organisation is not one of those that sit for “{}”. {}", rule.name.en, rule.clause.sentence.en),
        )),
        Admission::Elsewhere => unmet.push(refused(
            "mandate-elsewhere",
            format!("Aucun site connu de cette structure n’est dans le périmètre de l’instance. {}", rule.clause.sentence.fr),
            format!("No known site of this organisation is in the body’s perimeter. {}", rule.clause.sentence.en),
        )),
    }
    unmet
}

fn end(mandate: &Mandate, state: MandateState, on: Day, reason: &str) -> Result<Mandate, Vec<Violation>> {
    let mut unmet = Vec::new();
    if mandate.state == MandateState::Proposed {
        unmet.push(Violation::new(
            "mandate-not-appointed",
            "Ce mandat n’est que proposé : il se retire, il ne prend pas fin.",
            "This mandate is only proposed: it is withdrawn, it does not end.",
        ));
    } else if mandate.state != MandateState::Appointed {
        unmet.push(already(mandate));
    }
    if on > mandate.period.last() || (on == mandate.period.last() && state != MandateState::Replaced) {
        unmet.push(
            Violation::new(
                "mandate-expired",
                format!("Ce mandat prend fin de lui-même le {}.", french(mandate.period.last())),
                format!("This mandate ends by itself on {}.", english(mandate.period.last())),
            )
            .on("on"),
        );
    }
    if unmet.is_empty() {
        let before = mandate.period.first().pred_opt().unwrap_or(on);
        Ok(Mandate { state, ended_on: Some(on.max(before)), ended_because: reason.trim().to_owned(), ..mandate.clone() })
    } else {
        Err(unmet)
    }
}

fn revoke(mandate: &Mandate, on: Day, reason: &str) -> Result<Mandate, Vec<Violation>> {
    let withdrawn = mandate.state == MandateState::Proposed;
    let ended = if withdrawn {
        let ended_on = mandate.period.first().pred_opt();
        Ok(Mandate { state: MandateState::Revoked, ended_on, ended_because: reason.trim().to_owned(), ..mandate.clone() })
    } else {
        end(mandate, MandateState::Revoked, on, reason)
    };
    if !reason.trim().is_empty() || withdrawn {
        return ended;
    }
    let mut unmet = ended.err().unwrap_or_default();
    unmet.push(
        Violation::new("mandate-reason-missing", "Mettre fin à un mandat demande un motif.", "Ending a mandate takes a reason.")
            .on("reason"),
    );
    Err(unmet)
}

/// What stands in the way of adding a seat.
#[must_use]
pub fn seat(seat: &Seat, seats: &[Seat], statute: &Statute) -> Vec<Violation> {
    let mut unmet = Vec::new();
    let rule = statute.composition.iter().find(|rule| rule.component == seat.component);
    if let Some(principal) = seat.substitute_of {
        let known = seats.iter().find(|other| other.id == principal);
        if known.is_none_or(|other| other.component != seat.component || other.substitute_of.is_some() || other.abolished_on.is_some()) {
            unmet.push(
                Violation::new(
                    "seat-substitute",
                    "Un suppléant est celui d’un siège de titulaire de la même composante.",
                    "A substitute seat belongs to a titular seat of the same component.",
                )
                .on("substitute_of"),
            );
        }
        if let Some(rule) = rule.filter(|rule| !rule.substitutes) {
            unmet.push(
                Violation::new(
                    "seat-no-substitutes",
                    format!("Le texte ne prévoit pas de suppléants pour « {} ».", rule.name.fr),
                    format!("The text provides for no substitutes for “{}”.", rule.name.en),
                )
                .on("substitute_of")
                .sourced(&rule.clause.source),
            );
        }
    } else if let Some((rule, most)) = rule.and_then(|rule| rule.max.map(|most| (rule, most))) {
        let same =
            seats.iter().filter(|other| other.component == seat.component && other.substitute_of.is_none() && other.abolished_on.is_none());
        if same.count() >= usize::try_from(most).unwrap_or(usize::MAX) {
            unmet.push(
                Violation::new(
                    "seat-too-many",
                    format!("« {} » compte {most} sièges au plus. {}", rule.name.fr, rule.clause.sentence.fr),
                    format!("“{}” has {most} seats at most. {}", rule.name.en, rule.clause.sentence.en),
                )
                .on("component")
                .sourced(&rule.clause.source),
            );
        }
    }
    unmet
}

pub(super) fn french(day: Day) -> String {
    bassin_kernel::text::day(day, bassin_kernel::Language::French)
}

pub(super) fn english(day: Day) -> String {
    bassin_kernel::text::day(day, bassin_kernel::Language::English)
}

#[cfg(test)]
mod tests {
    use bassin_kernel::DateRange;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::{
        super::composition::tests::{mandate, seat, statute},
        *,
    };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn codes(unmet: &[Violation]) -> Vec<&str> {
        unmet.iter().map(|violation| violation.code.as_str()).collect()
    }

    fn school() -> Sitting {
        Sitting { kind: "secondary-school".into(), inside: Some(true) }
    }

    fn appoints() -> Event {
        Event::Appoint { act: "Arrêté du 3 mars".into() }
    }

    fn proposed(number: u128, first: &str, last: &str) -> Mandate {
        Mandate { state: MandateState::Proposed, ..mandate(number, 3, first, last) }
    }

    #[test]
    fn a_seat_has_one_holder_at_a_time() {
        let (statute, seat, school) = (statute(), seat(3, "education"), school());
        let held = [mandate(1, 3, "2026-01-01", "2026-12-31")];
        let context = Context { statute: &statute, seat: &seat, others: &held, sitting: Some(&school) };
        let refused = transition(&proposed(2, "2026-12-31", "2027-06-30"), &appoints(), &context).unwrap_err();
        assert_eq!(codes(&refused), ["seat-occupied"]);
        assert!(transition(&proposed(2, "2027-01-01", "2027-06-30"), &appoints(), &context).is_ok());
    }

    #[test]
    fn who_replaces_completes_the_mandate() {
        let (statute, seat, school) = (statute(), seat(3, "education"), school());
        let left = [replaced(&mandate(1, 3, "2026-01-01", "2026-12-31"), day("2026-05-01")).unwrap()];
        assert_eq!((phase(&left[0], day("2026-04-30")), phase(&left[0], day("2026-05-01"))), (Phase::Active, Phase::Replaced));
        let context = Context { statute: &statute, seat: &seat, others: &left, sitting: Some(&school) };
        let refused = transition(&proposed(2, "2026-05-01", "2027-01-01"), &appoints(), &context).unwrap_err();
        assert_eq!(codes(&refused), ["mandate-completes"]);
        assert!(transition(&proposed(2, "2026-05-01", "2026-12-31"), &appoints(), &context).is_ok());
    }

    #[test]
    fn every_reason_not_to_appoint_is_told_at_once() {
        let clause = statute().purpose;
        let statute = Statute { mandate: Some(crate::statute::Months { months: 36, clause }), ..statute() };
        let seat = Seat { organisation: Some(Uuid::from_u128(77)), ..seat(3, "education") };
        let firm = Sitting { kind: "enterprise".into(), inside: Some(true) };
        let context = Context { statute: &statute, seat: &seat, others: &[], sitting: Some(&firm) };
        let long = proposed(2, "2024-02-29", "2027-03-01");
        let refused = transition(&long, &Event::Appoint { act: " ".into() }, &context).unwrap_err();
        assert_eq!(codes(&refused), ["mandate-too-long", "mandate-other-organisation", "mandate-kind", "mandate-act-missing"]);
        assert!(refused[2].source.as_ref().is_some_and(|source| source.contains("art. 18")));
        let exact = Mandate { period: DateRange::months_from(day("2024-02-29"), 36), organisation: seat.organisation, ..long };
        let school = school();
        let context = Context { sitting: Some(&school), ..context };
        assert!(transition(&exact, &appoints(), &context).is_ok(), "36 months from a leap day");
    }

    #[test]
    fn what_has_ended_does_not_end_again() {
        let (statute, seat) = (statute(), seat(3, "education"));
        let context = Context { statute: &statute, seat: &seat, others: &[], sitting: None };
        let resign = Event::Resign { on: day("2026-05-01"), reason: String::new() };
        let gone = transition(&mandate(1, 3, "2026-01-01", "2026-12-31"), &resign, &context).unwrap();
        assert_eq!(codes(&transition(&gone, &resign, &context).unwrap_err()), ["mandate-ended"]);
        assert_eq!(codes(&transition(&gone, &appoints(), &context).unwrap_err())[0], "mandate-ended");
        let mute = Event::Revoke { on: day("2026-05-01"), reason: String::new() };
        assert_eq!(
            codes(&transition(&mandate(1, 3, "2026-01-01", "2026-12-31"), &mute, &context).unwrap_err()),
            ["mandate-reason-missing"]
        );
        let late = Event::Resign { on: day("2027-01-01"), reason: String::new() };
        assert_eq!(codes(&transition(&mandate(1, 3, "2026-01-01", "2026-12-31"), &late, &context).unwrap_err()), ["mandate-expired"]);
    }

    proptest! {
        /// Whatever is designated, appointed, ended and replaced, a seat never has two holders on one day, and nothing that ended comes back.
        #[test]
        fn no_sequence_gives_a_seat_two_holders(events in prop::collection::vec((0u8..4, 0u8..6, 0i64..400, 1i64..400), 1..50)) {
            let (statute, seat, school) = (statute(), seat(3, "education"), school());
            let mut mandates: Vec<Mandate> = Vec::new();
            for (number, (kind, which, start, length)) in events.into_iter().enumerate() {
                let first = day("2026-01-01") + chrono::Duration::days(start);
                let index = usize::from(which) % mandates.len().max(1);
                if kind == 0 || mandates.is_empty() {
                    let period = DateRange::new(first, first + chrono::Duration::days(length)).unwrap();
                    mandates.push(Mandate { period, ..proposed(number as u128 + 1, "2026-01-01", "2026-01-01") });
                    continue;
                }
                let event = match kind {
                    1 => appoints(),
                    2 => Event::Resign { on: first, reason: String::new() },
                    _ => Event::Revoke { on: first, reason: "motif".into() },
                };
                let context = Context { statute: &statute, seat: &seat, others: &mandates, sitting: Some(&school) };
                let Ok(after) = transition(&mandates[index], &event, &context) else { continue };
                let before = &mandates[index];
                let forward = matches!((before.state, after.state), (MandateState::Proposed, MandateState::Appointed | MandateState::Revoked) | (MandateState::Appointed, MandateState::Resigned | MandateState::Revoked));
                prop_assert!(forward, "{:?} → {:?}", before.state, after.state);
                prop_assert_eq!(before.period, after.period, "what was appointed stays on record");
                mandates[index] = after;
                let held: Vec<DateRange> = mandates.iter().filter_map(Mandate::held).collect();
                for (at, one) in held.iter().enumerate() {
                    prop_assert!(held.iter().skip(at + 1).all(|other| !one.overlaps(*other)));
                }
            }
        }
    }
}
