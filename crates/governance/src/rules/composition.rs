//! Who must sit: a checked rule, at recognition, at each meeting and every day.
//!
//! - Seats are counted, not people; a titular and their substitutes count once.
//! - Only seats whose voice is worth what the rule asks for count.
//! - A holder whose organisation is known to be of another kind, or to have no site in the perimeter when the text wants it local, does not
//!   count. When that is not known (no site told, no perimeter given), the seat counts and is told as to be verified: absence of
//!   knowledge never suspends a body.

use std::collections::{BTreeSet, HashMap};

use bassin_kernel::{DateRange, Day, LocalizedText, Violation};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Mandate, Place, Seat,
    statute::{Clause, CompositionRule, Months, Statute, Voice},
};

/// What is known of an organisation that sits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sitting {
    /// Its kind, a code of the directory.
    pub kind: String,
    /// Whether one of its sites is in the body's perimeter; none when no site or no perimeter is known.
    pub inside: Option<bool>,
}

/// The organisations that sit, by identifier.
pub type Sittings = HashMap<Uuid, Sitting>;

/// How a component of the statute stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Its code.
    pub component: String,
    /// Its name.
    pub name: LocalizedText,
    /// The fewest seats filled.
    pub required: u32,
    /// The most seats.
    pub most: Option<u32>,
    /// Seats that exist, substitutes left out.
    pub seats: u32,
    /// Seats that count: held, with the voice and by the organisation the text asks for.
    pub filled: u32,
    /// The holders that do not count, as their organisation is of another kind or established elsewhere.
    pub misplaced: Vec<Uuid>,
    /// The holders that count although it is not known whether their organisation is of the kind or the place asked for.
    pub unverified: Vec<Uuid>,
    /// The text.
    pub clause: Clause,
}

impl Component {
    /// How many more seats must be filled.
    #[must_use]
    pub const fn missing(&self) -> u32 {
        self.required.saturating_sub(self.filled)
    }
}

/// A compulsory component that is not represented as its text asks. It suspends decisions; it does not destroy the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Defect {
    /// The component.
    pub component: Component,
    /// Since when; none when the component never was complete.
    pub since: Option<Day>,
    /// The last day of the delay that the statute gives to mend it; none when it gives none: the defect lasts until it is mended.
    pub cure_until: Option<Day>,
}

/// The code of a component that falls short.
pub const COMPOSITION: &str = "composition-incomplete";

impl Defect {
    /// The same, as a rule that is not met.
    #[must_use]
    pub fn violation(&self) -> Violation {
        let Component { name, filled, required, clause, .. } = &self.component;
        Violation::new(
            COMPOSITION,
            format!(
                "Il manque une représentation de la composante « {} » : sièges pourvus, {filled} ; exigés, {required}. {} Désignez un titulaire dont la structure est admise pour cette composante.",
                name.fr, clause.sentence.fr
            ),
            format!(
                "The component “{}” is not represented as required: seats filled, {filled}; required, {required}. {} Designate a holder whose organisation is admitted for this component.",
                name.en, clause.sentence.en
            ),
        )
        .sourced(&clause.source)
    }
}

/// Whether an organisation may sit for a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Admitted,
    /// Its kind is not one of those the text names.
    Kind,
    /// It has sites, none in the perimeter.
    Elsewhere,
    /// Not enough is known to tell.
    Unknown,
}

/// Whether an organisation may sit for the component of `rule`.
#[must_use]
pub fn admission(rule: &CompositionRule, sitting: Option<&Sitting>) -> Admission {
    if rule.kinds.is_empty() && !rule.local {
        return Admission::Admitted;
    }
    match sitting {
        None => Admission::Unknown,
        Some(sitting) if !rule.kinds.is_empty() && !rule.kinds.contains(&sitting.kind) => Admission::Kind,
        Some(_) if !rule.local => Admission::Admitted,
        Some(sitting) => match sitting.inside {
            Some(true) => Admission::Admitted,
            Some(false) => Admission::Elsewhere,
            None => Admission::Unknown,
        },
    }
}

/// How every component of the statute stands.
#[must_use]
pub fn components(statute: &Statute, places: &[Place], sittings: &Sittings) -> Vec<Component> {
    statute.composition.iter().map(|rule| component(rule, places, sittings)).collect()
}

fn component(rule: &CompositionRule, places: &[Place], sittings: &Sittings) -> Component {
    let enough = |voice: Voice| rule.voice != Voice::Deliberative || voice == Voice::Deliberative;
    let (mut seats, mut filled) = (BTreeSet::new(), BTreeSet::new());
    let (mut misplaced, mut unverified) = (Vec::new(), Vec::new());
    for place in places.iter().filter(|place| place.seat.component == rule.component) {
        if place.seat.substitute_of.is_none() {
            seats.insert(place.seat.id);
        }
        let Some(holder) = &place.holder else { continue };
        match admission(rule, holder.organisation.and_then(|id| sittings.get(&id))) {
            Admission::Kind | Admission::Elsewhere => {
                misplaced.push(holder.id);
                continue;
            }
            Admission::Unknown => unverified.push(holder.id),
            Admission::Admitted => {}
        }
        if enough(place.seat.voice) {
            filled.insert(place.seat.principal());
        }
    }
    Component {
        component: rule.component.clone(),
        name: rule.name.clone(),
        required: rule.min,
        most: rule.max,
        seats: count(seats.len()),
        filled: count(filled.len()),
        misplaced,
        unverified,
        clause: rule.clause.clone(),
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The components that are not represented as the statute asks, undated.
#[must_use]
pub fn check(statute: &Statute, places: &[Place], sittings: &Sittings) -> Vec<Defect> {
    let lacking = components(statute, places, sittings).into_iter().filter(|component| component.missing() > 0);
    lacking.map(|component| Defect { component, since: None, cure_until: None }).collect()
}

/// The same on `day`, with since when and until when each may be mended.
#[must_use]
pub fn defects(statute: &Statute, seats: &[Seat], mandates: &[Mandate], sittings: &Sittings, day: Day) -> Vec<Defect> {
    let mut defects = check(statute, &Place::on(seats, mandates, day), sittings);
    for defect in &mut defects {
        let Some(rule) = statute.composition.iter().find(|rule| rule.component == defect.component.component) else { continue };
        defect.since = lacking_since(rule, seats, mandates, sittings, day);
        defect.cure_until = defect.since.zip(statute.cure.as_ref()).map(|(since, cure)| cure_end(since, cure));
    }
    defects
}

fn cure_end(since: Day, cure: &Months) -> Day {
    DateRange::months_from(since, cure.months).last()
}

/// The first day of the uninterrupted time, up to `day`, during which a component was incomplete; none when it never was complete.
fn lacking_since(rule: &CompositionRule, seats: &[Seat], mandates: &[Mandate], sittings: &Sittings, day: Day) -> Option<Day> {
    let held = mandates.iter().filter_map(Mandate::held);
    let turns = held.flat_map(|held| [Some(held.first()), held.last().succ_opt()]).flatten();
    let turns: BTreeSet<Day> = turns.chain(seats.iter().filter_map(|seat| seat.abolished_on)).filter(|turn| *turn <= day).collect();
    let mut since = None;
    for turn in turns.into_iter().rev() {
        if component(rule, &Place::on(seats, mandates, turn), sittings).missing() == 0 {
            return since;
        }
        since = Some(turn);
    }
    None
}

/// The people of several bodies, each counted once whatever the number of their seats.
#[must_use]
pub fn people(places: &[Place]) -> BTreeSet<Uuid> {
    places.iter().filter_map(|place| place.holder.as_ref()).map(|holder| holder.person).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use crate::{Function, MandateState};

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    pub(in crate::rules) fn statute() -> Statute {
        toml::from_str(include_str!("../../../../data/statutes/pole-synergies.toml")).unwrap()
    }

    pub(in crate::rules) fn seat(number: u128, component: &str) -> Seat {
        Seat {
            id: id(number),
            body: id(9),
            component: component.into(),
            voice: Voice::Deliberative,
            number: 1,
            title: String::new(),
            organisation: None,
            substitute_of: None,
            abolished_on: None,
        }
    }

    pub(in crate::rules) fn mandate(number: u128, seat: u128, first: &str, last: &str) -> Mandate {
        Mandate {
            id: id(number),
            seat: id(seat),
            person: id(number + 1000),
            organisation: Some(id(seat + 2000)),
            function: Function::Member,
            period: DateRange::new(day(first), day(last)).unwrap(),
            ended_on: None,
            state: MandateState::Appointed,
            act: "Arrêté".into(),
            ended_because: String::new(),
            revision: 1,
        }
    }

    /// Three seats, one for each component, held all through 2026 by organisations of the right kinds and place.
    fn pole() -> (Vec<Seat>, Vec<Mandate>, Sittings) {
        let seats = vec![seat(1, "enterprise"), seat(2, "training"), seat(3, "education")];
        let mandates = (1..=3).map(|n| mandate(10 + n, n, "2026-01-01", "2026-12-31")).collect();
        let kinds = ["enterprise", "training-operator", "secondary-school"];
        let sitting = |(index, kind): (usize, &&str)| (id(index as u128 + 2001), Sitting { kind: (*kind).into(), inside: Some(true) });
        (seats, mandates, kinds.iter().enumerate().map(sitting).collect())
    }

    #[test]
    fn the_last_member_of_a_component_resigns_on_the_eve() {
        let (seats, mut mandates, sittings) = pole();
        let on = |mandates: &[Mandate], on: &str| defects(&statute(), &seats, mandates, &sittings, day(on));
        assert!(on(&mandates, "2026-05-10").is_empty());
        mandates[2].state = MandateState::Resigned;
        mandates[2].ended_on = Some(day("2026-05-09"));
        assert!(on(&mandates, "2026-05-09").is_empty(), "the last day in office counts");
        let lacking = on(&mandates, "2026-06-01");
        assert_eq!(lacking.len(), 1);
        assert_eq!(
            (lacking[0].component.component.as_str(), lacking[0].since, lacking[0].cure_until),
            ("education", Some(day("2026-05-10")), None)
        );
        mandates.push(mandate(20, 3, "2026-07-01", "2026-12-31"));
        assert!(on(&mandates, "2026-07-01").is_empty(), "mended by a new holder");
        assert_eq!(on(&mandates, "2026-06-30")[0].since, Some(day("2026-05-10")), "and the past does not change");
    }

    #[test]
    fn a_cure_period_is_told_to_its_last_day() {
        let (seats, mandates, sittings) = pole();
        let clause = statute().purpose;
        let statute = Statute { cure: Some(Months { months: 3, clause }), ..statute() };
        let lacking = defects(&statute, &seats, &mandates, &sittings, day("2027-01-20"));
        assert_eq!(lacking.len(), 3);
        assert_eq!((lacking[0].since, lacking[0].cure_until), (Some(day("2027-01-01")), Some(day("2027-03-31"))));
    }

    #[test]
    fn substitutes_count_once_and_only_organisations_of_the_component_count() {
        let (mut seats, mut mandates, mut sittings) = pole();
        seats.push(Seat { substitute_of: Some(id(3)), ..seat(4, "education") });
        mandates.push(Mandate { organisation: Some(id(2003)), ..mandate(30, 4, "2026-01-01", "2026-12-31") });
        let count = |seats: &[Seat], mandates: &[Mandate], sittings: &Sittings| {
            let all = components(&statute(), &Place::on(seats, mandates, day("2026-03-01")), sittings);
            (all[2].filled, all[2].misplaced.len(), all[2].unverified.len())
        };
        assert_eq!(count(&seats, &mandates, &sittings), (1, 0, 0));
        mandates[2].state = MandateState::Revoked;
        mandates[2].ended_on = Some(day("2026-02-01"));
        assert_eq!(count(&seats, &mandates, &sittings), (1, 0, 0), "the substitute still represents the seat");
        sittings.insert(id(2003), Sitting { kind: "enterprise".into(), inside: Some(true) });
        assert_eq!(count(&seats, &mandates, &sittings), (0, 1, 0));
        sittings.insert(id(2003), Sitting { kind: "secondary-school".into(), inside: Some(false) });
        assert_eq!(count(&seats, &mandates, &sittings), (0, 1, 0), "established elsewhere");
        sittings.insert(id(2003), Sitting { kind: "secondary-school".into(), inside: None });
        assert_eq!(count(&seats, &mandates, &sittings), (1, 0, 1), "unknown is told, not refused");
    }

    #[test]
    fn people_who_hold_several_seats_are_counted_once() {
        let (seats, mut mandates, _) = pole();
        mandates[1].person = mandates[0].person;
        assert_eq!(people(&Place::on(&seats, &mandates, day("2026-03-01"))).len(), 2);
    }
}
