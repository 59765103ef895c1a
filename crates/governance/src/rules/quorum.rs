//! How many are there, and whether it is enough: overall, by component, at an item.
//!
//! Seats are counted, not people, and each once. A represented seat counts overall while the holder of its proxy is there; a component is present
//! only through somebody who is there. Recused seats leave the base. Nobody there is never enough, whatever the text leaves open.

use bassin_kernel::{Timestamp, Violation};
use uuid::Uuid;

use crate::model::{Attendance, Capacity, Component, ComponentQuorum, Dossier, Presence, Quorum, RollSeat, SeatPresence, Thresholds};

/// The seats there at `instant` (at the latest known when not given), those recused on `item` left out.
#[must_use]
pub fn presences(attendances: &[Attendance], recused: &[Uuid], instant: Option<Timestamp>) -> Vec<SeatPresence> {
    let holding: Vec<&Attendance> = attendances.iter().filter(|line| line.holds(instant)).collect();
    let there = |seat: Uuid| !recused.contains(&seat) && holding.iter().any(|line| line.seat == Some(seat) && line.presence.is_there());
    let mut found: Vec<SeatPresence> = Vec::new();
    for line in &holding {
        let Some(seat) = line.seat else { continue };
        let represented = line.presence == Presence::Represented && line.proxy_to.is_some_and(there);
        if recused.contains(&seat) || !(line.presence.is_there() || represented) || found.iter().any(|other| other.seat == seat) {
            continue;
        }
        let capacity = if represented { Capacity::Proxy } else { line.capacity };
        found.push(SeatPresence { seat, mandate: line.mandate, person: line.person, capacity });
    }
    found
}

/// The seats present at an item: when the meeting was done with it, or now.
#[must_use]
pub fn presences_at(dossier: &Dossier, item: Option<Uuid>) -> Vec<SeatPresence> {
    presences(&dossier.attendances, &recused(dossier, item), moment(dossier, item))
}

fn recused(dossier: &Dossier, item: Option<Uuid>) -> Vec<Uuid> {
    dossier.recusals.iter().filter(|recusal| Some(recusal.item) == item).map(|recusal| recusal.seat).collect()
}

fn moment(dossier: &Dossier, item: Option<Uuid>) -> Option<Timestamp> {
    item.and_then(|id| dossier.item(id)).and_then(|item| item.done_at).or(dossier.meeting.closed_at)
}

/// The quorum at an item (or of the meeting as it stands), against the thresholds the meeting keeps.
#[must_use]
pub fn at(dossier: &Dossier, roll: &[RollSeat], item: Option<Uuid>) -> Quorum {
    let nothing = Thresholds::default();
    let thresholds = dossier.meeting.thresholds.as_ref().unwrap_or(&nothing);
    count(thresholds, roll, &recused(dossier, item), &presences_at(dossier, item))
}

/// Counts.
#[must_use]
pub fn count(thresholds: &Thresholds, roll: &[RollSeat], recused: &[Uuid], presences: &[SeatPresence]) -> Quorum {
    let counted: Vec<&RollSeat> = roll.iter().filter(|seat| seat.counts()).collect();
    let base: Vec<&&RollSeat> = counted.iter().filter(|seat| !recused.contains(&seat.seat)).collect();
    let capacity = |seat: Uuid| presences.iter().find(|presence| presence.seat == seat).map(|presence| presence.capacity);
    let present = base.iter().filter(|seat| capacity(seat.seat).is_some_and(|found| found != Capacity::Proxy)).count();
    let represented = base.iter().filter(|seat| capacity(seat.seat) == Some(Capacity::Proxy)).count();
    let by_component = |component: &Component| {
        let own = || base.iter().filter(|seat| seat.component == component.code);
        let present = own().filter(|seat| capacity(seat.seat).is_some_and(|found| found != Capacity::Proxy)).count();
        ComponentQuorum {
            base: small(own().count()),
            present: small(present),
            represented: small(own().filter(|seat| capacity(seat.seat) == Some(Capacity::Proxy)).count()),
            missing: thresholds.each_component && component.compulsory && present == 0,
            component: component.clone(),
        }
    };
    let components: Vec<ComponentQuorum> = thresholds.components.iter().map(by_component).collect();
    let needed = needed(thresholds.percent, base.len());
    let met = present > 0 && present + represented >= needed && components.iter().all(|component| !component.missing);
    Quorum {
        base: small(base.len()),
        present: small(present),
        represented: small(represented),
        needed: small(needed),
        recused: small(counted.len() - base.len()),
        components,
        met,
    }
}

/// The share, rounded up; one at least.
fn needed(percent: Option<u32>, base: usize) -> usize {
    let percent = usize::try_from(percent.unwrap_or(0)).unwrap_or(0);
    (base * percent).div_ceil(100).max(1)
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Why a quorum is not met, with the text it comes from. Empty when it is.
#[must_use]
pub fn unmet(quorum: &Quorum, source: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    let there = quorum.present + quorum.represented;
    if quorum.present == 0 {
        found.push(Violation::new(
            "quorum-nobody",
            "Aucun siège délibératif n’est présent\u{202f}: une réunion où personne n’est là ne délibère pas. Faites l’appel.",
            "No deliberative seat is present: a meeting where nobody is there does not deliberate. Call the roll.",
        ));
    } else if there < quorum.needed {
        found.push(Violation::new(
            "quorum-count",
            format!(
                "Le quorum n’est pas atteint\u{202f}: {there} sièges présents ou représentés sur {}, il en faut {}.",
                quorum.base, quorum.needed
            ),
            format!("There is no quorum: {there} seats present or represented out of {}, {} are needed.", quorum.base, quorum.needed),
        ));
    }
    for component in quorum.components.iter().filter(|component| component.missing) {
        let name = &component.component.name;
        found.push(Violation::new(
            "quorum-component",
            format!("Personne n’est présent pour la composante «\u{202f}{}\u{202f}».", name.fr),
            format!("Nobody is present for the component “{}”.", name.en),
        ));
    }
    if source.is_empty() { found } else { found.into_iter().map(|violation| violation.sourced(source)).collect() }
}
