use bassin_kernel::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::campaign::Extension;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    "2020-01-15T09:00:00Z".parse().unwrap()
}

pub(in crate::rules) fn campaign() -> Campaign {
    Campaign {
        id: Uuid::from_u128(1),
        plan: "plan".to_owned(),
        title: "Bilan 2019".to_owned(),
        message: "Merci de renseigner votre fiche.".to_owned(),
        period: Period::year(2019),
        closes_on: day("2020-02-28"),
        remind_before: 7,
        reminded_on: None,
        extensions: Vec::new(),
        opened_at: now(),
        opened_by: None,
        closed_at: None,
        revision: 1,
    }
}

pub(in crate::rules) fn request(pilots: &[&str], recipients: &[&str]) -> Request {
    let recipient = |email: &&str| Recipient { name: String::new(), email: (*email).to_owned(), language: Language::French };
    Request {
        id: Uuid::from_u128(2),
        campaign: Uuid::from_u128(1),
        node: Uuid::from_u128(3),
        pilots: pilots.iter().map(|pilot| (*pilot).to_owned()).collect(),
        recipients: recipients.iter().map(recipient).collect(),
        letters: 0,
        written_at: None,
        answer: None,
        thread: Vec::new(),
        revision: 1,
    }
}

#[test]
fn an_action_without_pilot_or_address_is_told_as_such_never_dropped() {
    let (campaign, today) = (campaign(), day("2020-02-01"));
    assert_eq!(standing(&campaign, &request(&[], &[]), today), Standing::NoPilot);
    assert_eq!(standing(&campaign, &request(&["Région"], &[]), today), Standing::NoAddress);
    assert_eq!(standing(&campaign, &request(&["Région"], &["a@b.fr"]), today), Standing::Pending);
    assert_eq!(standing(&campaign, &request(&["Région"], &["a@b.fr"]), day("2020-02-28")), Standing::Pending, "the last day counts");
    assert_eq!(standing(&campaign, &request(&["Région"], &["a@b.fr"]), day("2020-02-29")), Standing::Late);
}

#[test]
fn a_link_opens_nothing_after_the_last_day_nor_once_closed() {
    let mut campaign = campaign();
    assert!(check_link(&campaign, day("2020-02-28")).is_ok());
    assert_eq!(check_link(&campaign, day("2020-02-29")).unwrap_err().kind, Kind::NotFound);
    campaign.closed_at = Some(now());
    assert_eq!(check_link(&campaign, day("2020-02-01")).unwrap_err().violations[0].code, "campaign-over");
}

#[test]
fn a_reminder_leaves_once_so_many_days_before_and_again_only_after_an_extension() {
    let mut campaign = campaign();
    assert!(!reminds(&campaign, day("2020-02-20")));
    assert!(reminds(&campaign, day("2020-02-21")), "seven days before");
    campaign.reminded_on = Some(day("2020-02-21"));
    assert!(!reminds(&campaign, day("2020-02-22")));
    campaign.extensions.push(Extension { from: campaign.closes_on, to: day("2020-03-31"), reason: "r".to_owned(), by: None, at: now() });
    campaign.closes_on = day("2020-03-31");
    assert!(!reminds(&campaign, day("2020-03-23")));
    assert!(reminds(&campaign, day("2020-03-24")));
    campaign.remind_before = 0;
    assert!(!reminds(&campaign, day("2020-03-31")), "none was asked");
}

#[test]
fn what_keeps_a_last_day_from_moving_is_told_at_once() {
    let campaign = campaign();
    let codes = |to: &str, reason: &str| -> Vec<String> {
        unmet_to_extend(&campaign, day(to), reason, day("2020-02-01")).into_iter().map(|one| one.code).collect()
    };
    assert_eq!(codes("2020-02-28", " "), ["campaign-extension", "campaign-reason"]);
    assert_eq!(codes("2022-02-28", "r"), ["campaign-closing"]);
    assert_eq!(codes("2020-03-15", "vacances"), Vec::<String>::new());
}

#[test]
fn addresses_are_taken_once_each_and_bad_ones_are_named() {
    let is_address = |text: &str| text.contains('@');
    let found = addresses(" a@b.fr; c@d.fr,A@B.fr\n", is_address).unwrap();
    assert_eq!(found.iter().map(|one| one.email.as_str()).collect::<Vec<_>>(), ["a@b.fr", "c@d.fr"]);
    assert_eq!(addresses("a@b.fr nul", is_address).unwrap_err(), ["nul"]);
    assert!(addresses("  ", is_address).unwrap().is_empty());
}

#[test]
fn an_empty_sheet_is_no_answer_and_nothing_to_tell_is_one() {
    let told = |done: &str| act::Report {
        told: Some(act::Told {
            period: Period::year(2019),
            done: done.to_owned(),
            successes: String::new(),
            difficulties: String::new(),
            remedies: String::new(),
        }),
        ..act::Report::default()
    };
    assert!(unmet_answer(&told(" "), false, false).is_some());
    assert!(unmet_answer(&told(" "), false, true).is_none(), "sent again as it was");
    assert!(unmet_answer(&told(" "), true, false).is_none());
    assert!(unmet_answer(&told("fait"), false, false).is_none());
    assert!(unmet_answer(&told("fait"), true, true).is_some(), "both cannot be true");
}

#[test]
fn a_form_is_filled_with_the_latest_year_before() {
    let event = |year: u16, done: &str, at: i64| Event {
        id: Uuid::from_u128(1),
        form: Uuid::from_u128(1),
        plan: "plan".to_owned(),
        node: Some(Uuid::from_u128(3)),
        fact: Fact::Told {
            period: Period::year(year),
            done: done.to_owned(),
            successes: String::new(),
            difficulties: String::new(),
            remedies: String::new(),
        },
        by: None,
        at: Timestamp::from_timestamp(at, 0).unwrap(),
    };
    // The latest first: 2018 was corrected after 2019 was told.
    let events = [event(2018, "corrigé", 4), event(2019, "fait", 3), event(2018, "d’abord", 2), event(2017, "ancien", 1)];
    assert_eq!(told(&events, Period::year(2019)).unwrap().done, "fait");
    assert_eq!(told_before(&events, Period::year(2019)).unwrap().done, "corrigé");
    assert!(told_before(&events, Period::year(2017)).is_none());
}

proptest! {
    /// Whatever the days, a request has one standing, an answer is never lost, and an open campaign has nobody late.
    #[test]
    fn standings_agree_with_the_day(days in -400_i64..400, closed in any::<bool>(), answered in any::<bool>(), reached in any::<bool>()) {
        let mut campaign = campaign();
        campaign.closed_at = closed.then(now);
        let mut request = request(&["Région"], if reached { &["a@b.fr"] } else { &[] });
        request.answer = answered.then(|| crate::campaign::Answer {
            form: Uuid::nil(), first_at: now(), at: now(), typed_by: None, given_by: String::new(), nothing: false, times: 1,
        });
        let today = campaign.closes_on + Duration::days(days);
        let found = standing(&campaign, &request, today);
        prop_assert_eq!(found == Standing::Received, answered);
        prop_assert_eq!(check_link(&campaign, today).is_ok(), campaign.is_open(today));
        if found == Standing::Late { prop_assert!(!campaign.is_open(today)); }
        if found == Standing::Pending { prop_assert!(campaign.is_open(today)); }
        if reminds(&campaign, today) { prop_assert!(campaign.is_open(today)); }
    }
}
