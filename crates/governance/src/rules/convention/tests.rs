use bassin_kernel::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::model::{ConventionKind, PartyWho, Signatory, SigningManner};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn party(number: u128) -> Party {
    let signatory = Signatory {
        person: Uuid::from_u128(100 + number),
        capacity: "présidence".to_owned(),
        delegation: String::new(),
        delegation_until: None,
    };
    Party {
        id: Uuid::from_u128(number),
        who: PartyWho::Organisation(Uuid::from_u128(10 + number)),
        capacity: format!("partie {number}"),
        component: String::new(),
        signatory: Some(signatory),
    }
}

fn convention(state: ConventionState) -> Convention {
    let mut made = Convention {
        id: Uuid::from_u128(1),
        body: Uuid::from_u128(2),
        kind: ConventionKind::Partnership,
        title: "Plateau partagé".to_owned(),
        state,
        version: 1,
        starts_on: Some(day("2026-01-10")),
        ends_on: Some(day("2026-12-31")),
        public: true,
        sha256: String::new(),
        parties: vec![party(1), party(2)],
        obligations: Vec::new(),
        follows: None,
        renews: false,
        followed_by: None,
        reason: String::new(),
        ended_on: None,
        warned_on: None,
        created_at: Timestamp::default(),
        revision: 1,
    };
    made.sha256 = digest(&made, "Texte");
    made
}

fn signature(party: u128) -> Signature {
    Signature {
        convention: Uuid::from_u128(1),
        party: Uuid::from_u128(party),
        person: Uuid::from_u128(100 + party),
        capacity: String::new(),
        ground: Ground::Mandate.code().to_owned(),
        on: day("2026-01-15"),
        at: Timestamp::default(),
        manner: SigningManner::Typed,
        mark: "A".to_owned(),
        sha256: "x".to_owned(),
    }
}

fn both() -> Vec<(Uuid, Option<Ground>)> {
    vec![(Uuid::from_u128(1), Some(Ground::Mandate)), (Uuid::from_u128(2), Some(Ground::Membership))]
}

fn codes(unmet: Vec<Violation>) -> Vec<String> {
    unmet.into_iter().map(|violation| violation.code).collect()
}

#[test]
fn a_text_is_locked_only_when_everyone_could_sign_it() {
    let today = day("2026-01-15");
    let negotiated = convention(ConventionState::Negotiated);
    let ready = Surroundings { grounds: both(), text: "Texte", ..Surroundings::default() };
    assert_eq!(transition(&negotiated, ConventionEvent::Lock, &ready, today), Ok(ConventionState::ToSign));
    let mut bare = negotiated;
    bare.starts_on = None;
    bare.parties[1].signatory = None;
    let nothing = Surroundings::default();
    let unmet = transition(&bare, ConventionEvent::Lock, &nothing, today).unwrap_err();
    assert_eq!(codes(unmet), ["convention-text", "convention-start", "signatory-without-mandate", "signatory-missing"]);
}

#[test]
fn a_mandate_that_ended_meanwhile_does_not_sign() {
    let locked = convention(ConventionState::ToSign);
    let today = Surroundings { grounds: both(), ..Surroundings::default() };
    assert_eq!(sign(&locked, &locked.parties[0], &locked.sha256, &today), Ok(Ground::Mandate));
    let later = Surroundings { grounds: vec![(Uuid::from_u128(1), None)], ..Surroundings::default() };
    let unmet = sign(&locked, &locked.parties[0], &locked.sha256, &later).unwrap_err();
    assert_eq!(codes(unmet), ["signatory-without-mandate"]);
    let unmet = sign(&locked, &locked.parties[0], "another", &today).unwrap_err();
    assert_eq!(codes(unmet), ["convention-other-text"]);
}

#[test]
fn what_is_signed_is_told_apart_by_its_digest() {
    let one = convention(ConventionState::ToSign);
    let mut other = one.clone();
    other.ends_on = None;
    assert_ne!(digest(&one, "Texte"), digest(&other, "Texte"));
    assert_ne!(digest(&one, "Texte"), digest(&one, "Texte."));
    assert_eq!(digest(&one, "Texte").len(), 64);
}

#[test]
fn it_is_about_to_end_ninety_days_before() {
    let in_force = convention(ConventionState::InForce);
    assert!(!ends_soon(&in_force, day("2026-10-01")));
    assert!(ends_soon(&in_force, day("2026-10-02")));
    assert!(!ends_soon(&in_force, day("2027-01-01")));
    assert_eq!(state_on(&in_force, &[], day("2027-01-01")), ConventionState::Expired);
}

proptest! {
    #[test]
    fn in_force_means_signed_by_all_and_begun(first in any::<bool>(), second in any::<bool>(), offset in -30i64..400) {
        let locked = convention(ConventionState::ToSign);
        let signatures: Vec<Signature> = [(first, 1), (second, 2)].into_iter().filter(|(signed, _)| *signed).map(|(_, party)| signature(party)).collect();
        let today = day("2026-01-10") + chrono::Duration::days(offset);
        let state = state_on(&locked, &signatures, today);
        let within = today >= day("2026-01-10") && today <= day("2026-12-31");
        prop_assert_eq!(state == ConventionState::InForce, first && second && within);
        // Reading it again the same day changes nothing.
        let again = Convention { state, ..locked };
        prop_assert_eq!(state_on(&again, &signatures, today), state);
    }
}
