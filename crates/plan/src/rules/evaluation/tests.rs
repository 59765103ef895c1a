//! Questions and recommendations under any sequence of acts.

use bassin_kernel::{Day, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::model::evaluation::{
    Application, Criterion, PublicationSheet, Question, QuestionSheet, QuestionState, Recommendation, RecommendationSheet,
    RecommendationState, WorkKind, WorkSheet,
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const TODAY: &str = "2026-02-01";

fn asked() -> Question {
    Question {
        id: Uuid::from_u128(1),
        plan: "plan".to_owned(),
        state: QuestionState::Proposed,
        sheet: QuestionSheet {
            title: "Le recours au droit".to_owned(),
            asked_by: "Ateliers".to_owned(),
            criteria: vec![Criterion::Impact],
            method: "Entretiens".to_owned(),
            data: "Entrées en formation".to_owned(),
            ..QuestionSheet::default()
        },
        advice: None,
        answer: None,
        reason: String::new(),
        published: true,
        demonstration: false,
        created_at: Timestamp::default(),
        revision: 1,
    }
}

fn advised() -> Recommendation {
    Recommendation {
        id: Uuid::from_u128(2),
        plan: "plan".to_owned(),
        state: RecommendationState::Draft,
        sheet: RecommendationSheet {
            title: "Ouvrir un guichet".to_owned(),
            questions: vec![Uuid::from_u128(1)],
            body: Some(Uuid::from_u128(9)),
            answer_due: Some(day("2026-03-01")),
            ..RecommendationSheet::default()
        },
        addressed_on: None,
        reply: None,
        done: None,
        reason: String::new(),
        published: true,
        created_at: Timestamp::default(),
        revision: 1,
    }
}

fn ground() -> QuestionGround {
    QuestionGround { today: day(TODAY), works: 1, unpublished: 0, drafts: 0 }
}

fn codes(unmet: &[Violation]) -> Vec<&str> {
    unmet.iter().map(|violation| violation.code.as_str()).collect()
}

#[test]
fn a_question_is_led_to_its_answer_and_closed_once_its_works_are_public() {
    let today = ground();
    let retained = question(&asked(), &QuestionAct::Retain, &today).unwrap();
    let begun = question(&retained, &QuestionAct::Start, &today).unwrap();
    let answer = QuestionAct::Answer { words: "Oui, mais.".to_owned(), on: Some(day("2026-01-31")) };
    let answered = question(&begun, &answer, &today).unwrap();
    assert_eq!(answered.answer.as_ref().unwrap().words, "Oui, mais.");
    let unmet = question(&answered, &QuestionAct::Close, &QuestionGround { unpublished: 2, drafts: 1, ..today }).unwrap_err();
    assert_eq!(codes(&unmet), ["question-unpublished", "question-unsent"], "both are told at once");
    assert_eq!(unmet[0].source.as_deref(), Some(SPREAD));
    assert_eq!(question(&answered, &QuestionAct::Close, &today).unwrap().state, QuestionState::Closed);
}

#[test]
fn a_question_without_method_data_and_works_is_not_begun() {
    let mut bare = asked();
    (bare.sheet.method, bare.sheet.data) = (String::new(), " ".to_owned());
    bare.sheet.criteria.clear();
    assert_eq!(codes(&question(&bare, &QuestionAct::Retain, &ground()).unwrap_err()), ["question-criteria"]);
    bare.state = QuestionState::Retained;
    let unmet = question(&bare, &QuestionAct::Start, &QuestionGround { works: 0, ..ground() }).unwrap_err();
    assert_eq!(codes(&unmet), ["evaluation-field-missing", "evaluation-field-missing", "question-work"]);
    let silent = question(&asked(), &QuestionAct::SetAside { reason: " ".to_owned() }, &ground()).unwrap_err();
    assert_eq!(silent[0].location.field.as_deref(), Some("reason"));
}

#[test]
fn an_answer_is_not_dated_to_come() {
    let begun = Question { state: QuestionState::UnderWay, ..asked() };
    let unmet = question(&begun, &QuestionAct::Answer { words: String::new(), on: Some(day("2026-02-02")) }, &ground()).unwrap_err();
    assert_eq!(codes(&unmet), ["evaluation-field-missing", "evaluation-day-to-come"]);
}

#[test]
fn a_recommendation_rests_on_an_answer_and_is_late_when_its_days_pass() {
    let today = RecommendationGround { today: day(TODAY), answered: 1 };
    let nowhere =
        Recommendation { sheet: RecommendationSheet { body: None, answer_due: Some(day("2026-01-01")), ..advised().sheet }, ..advised() };
    let unmet = recommendation(&nowhere, &RecommendationAct::Address, &RecommendationGround { answered: 0, ..today }).unwrap_err();
    assert_eq!(codes(&unmet), ["recommendation-body", "recommendation-unfounded", "recommendation-due-past"]);
    let sent = recommendation(&advised(), &RecommendationAct::Address, &today).unwrap();
    assert_eq!(lateness(&sent, day("2026-03-01")), None, "the last day is in time");
    assert_eq!(lateness(&sent, day("2026-03-02")), Some(Lateness::Answer(day("2026-03-01"))));
    let accept = RecommendationAct::Reply { stance: Some(Stance::Accepted), words: String::new(), due: Some(day("2026-06-30")) };
    let accepted = recommendation(&sent, &accept, &today).unwrap();
    assert_eq!(lateness(&accepted, day("2026-07-01")), Some(Lateness::Action(day("2026-06-30"))));
    let later = RecommendationAct::Postpone { due: Some(day("2026-12-31")), reason: "Recrutement".to_owned() };
    let postponed = recommendation(&accepted, &later, &today).unwrap();
    let reply = postponed.reply.as_ref().unwrap();
    assert_eq!(
        (reply.promised, reply.due, reply.slips),
        (Some(day("2026-06-30")), Some(day("2026-12-31")), 1),
        "the first promise is kept"
    );
    let early = RecommendationAct::Finish { words: "Fait".to_owned(), on: Some(day("2026-01-31")) };
    assert_eq!(codes(&recommendation(&postponed, &early, &today).unwrap_err()), ["recommendation-done-early"]);
}

#[test]
fn a_refusal_needs_reasons_and_no_day() {
    let today = RecommendationGround { today: day(TODAY), answered: 1 };
    let sent = recommendation(&advised(), &RecommendationAct::Address, &today).unwrap();
    let no =
        |words: &str| RecommendationAct::Reply { stance: Some(Stance::Rejected), words: words.to_owned(), due: Some(day("2026-06-30")) };
    assert_eq!(recommendation(&sent, &no(""), &today).unwrap_err()[0].location.field.as_deref(), Some("words"));
    let refused = recommendation(&sent, &no("Hors de notre champ"), &today).unwrap();
    assert_eq!((refused.state, refused.reply.as_ref().unwrap().due), (RecommendationState::Rejected, None));
    assert_eq!(lateness(&refused, day("2030-01-01")), None);
}

#[test]
fn sheets_tell_all_they_lack() {
    let hearing = WorkSheet { kind: Some(WorkKind::Hearing), ..WorkSheet::default() };
    let fields: Vec<String> = work_sheet(&hearing).into_iter().filter_map(|violation| violation.location.field).collect();
    assert_eq!(fields, ["title", "questions", "who", "from"]);
    let call = WorkSheet {
        kind: Some(WorkKind::Call),
        title: "Appel".to_owned(),
        questions: vec![Uuid::nil()],
        from: Some(day("2026-02-01")),
        to: Some(day("2026-01-01")),
        ..WorkSheet::default()
    };
    assert_eq!(codes(&work_sheet(&call)), ["work-reversed"]);
    let script = PublicationSheet {
        title: "Rapport".to_owned(),
        authors: vec!["A. Essai".to_owned()],
        on: Some(day("2026-01-01")),
        address: "javascript:alert(1)".to_owned(),
        ..PublicationSheet::default()
    };
    assert_eq!(codes(&publication_sheet(&script, false)), ["publication-address"]);
}

#[test]
fn applications_are_read_line_by_line() {
    let read = applications("Université A ; Parcours ; oui\n\nLabo B;Droits\nC\tD\tnon").unwrap();
    let one =
        |applicant: &str, subject: &str, selected| Application { applicant: applicant.to_owned(), subject: subject.to_owned(), selected };
    assert_eq!(read, [one("Université A", "Parcours", Some(true)), one("Labo B", "Droits", None), one("C", "D", Some(false))]);
    let wrong = applications("A ; B ; peut-être\n ; sans nom").unwrap_err();
    assert!(wrong[0].message.fr.contains("Ligne 1") && wrong[1].message.fr.contains("Ligne 2"));
}

fn some_day() -> impl Strategy<Value = Option<Day>> {
    prop::option::of((0_u64..900).prop_map(|days| day("2025-01-01") + chrono::Days::new(days)))
}

fn question_act() -> impl Strategy<Value = QuestionAct> {
    let words = "[ab ]{0,3}";
    prop_oneof![
        Just(QuestionAct::Retain),
        Just(QuestionAct::Start),
        Just(QuestionAct::Close),
        words.prop_map(|reason| QuestionAct::SetAside { reason }),
        words.prop_map(|reason| QuestionAct::Reconsider { reason }),
        words.prop_map(|reason| QuestionAct::Resume { reason }),
        (words, some_day()).prop_map(|(words, on)| QuestionAct::Answer { words, on }),
    ]
}

fn recommendation_act() -> impl Strategy<Value = RecommendationAct> {
    let words = "[ab ]{0,3}";
    prop_oneof![
        Just(RecommendationAct::Address),
        words.prop_map(|reason| RecommendationAct::Withdraw { reason }),
        words.prop_map(|reason| RecommendationAct::Reopen { reason }),
        (prop::option::of(prop::sample::select(&Stance::ALL[..])), words, some_day())
            .prop_map(|(stance, words, due)| RecommendationAct::Reply { stance, words, due }),
        (some_day(), words).prop_map(|(due, reason)| RecommendationAct::Postpone { due, reason }),
        (words, some_day()).prop_map(|(words, on)| RecommendationAct::Finish { words, on }),
    ]
}

proptest! {
    #[test]
    fn no_sequence_of_acts_brings_a_question_where_it_may_not_be(
        acts in prop::collection::vec((question_act(), 0_usize..3, 0_usize..2, 0_usize..2), 0..40)
    ) {
        let mut now = asked();
        let mut answered_ever = false;
        for (act, works, unpublished, drafts) in acts {
            let ground = QuestionGround { today: day(TODAY), works, unpublished, drafts };
            match question(&now, &act, &ground) {
                Err(unmet) => prop_assert!(!unmet.is_empty(), "a refusal says why"),
                Ok(after) => {
                    prop_assert_eq!(act.deed().from(now.state), Some(after.state));
                    prop_assert!(question_bars(&now, act.deed(), &ground).is_empty(), "what is done was not barred");
                    prop_assert_eq!(after.revision, now.revision + 1);
                    now = after;
                }
            }
            answered_ever |= now.state == QuestionState::Answered;
            prop_assert_eq!(now.state == QuestionState::SetAside, !now.reason.trim().is_empty(), "a reason goes with being set aside, and only with it");
            if matches!(now.state, QuestionState::Answered | QuestionState::Closed) {
                let answer = now.answer.as_ref().unwrap();
                prop_assert!(!answer.words.trim().is_empty() && answer.on <= day(TODAY));
            }
            prop_assert!(answered_ever || now.state != QuestionState::Closed, "nothing is closed without an answer");
        }
    }

    #[test]
    fn no_sequence_of_acts_brings_a_recommendation_where_it_may_not_be(
        acts in prop::collection::vec((recommendation_act(), 0_usize..2, 0_u64..60), 0..40)
    ) {
        let mut now = advised();
        let mut today = day("2025-06-01");
        for (act, answered, passed) in acts {
            today = today + chrono::Days::new(passed);
            let before = now.reply.as_ref().and_then(|reply| reply.promised);
            let ground = RecommendationGround { today, answered };
            match recommendation(&now, &act, &ground) {
                Err(unmet) => prop_assert!(!unmet.is_empty(), "a refusal says why"),
                Ok(after) => {
                    prop_assert!(act.deed().is_done_in(now.state));
                    if act.deed() == RecommendationDeed::Postpone {
                        prop_assert_eq!(after.reply.as_ref().unwrap().promised, before, "the first promise is kept");
                    }
                    now = after;
                }
            }
            let promised = now.reply.as_ref().is_some_and(|reply| reply.due.is_some() && reply.promised.is_some());
            match now.state {
                RecommendationState::Draft => prop_assert!(now.addressed_on.is_none() && now.reply.is_none()),
                RecommendationState::Accepted | RecommendationState::Partly | RecommendationState::Done => prop_assert!(promised),
                RecommendationState::Rejected => prop_assert!(!now.reply.as_ref().unwrap().words.trim().is_empty() && !promised),
                RecommendationState::Withdrawn => prop_assert!(!now.reason.trim().is_empty() && now.reply.is_none()),
                RecommendationState::Addressed => prop_assert!(now.addressed_on.is_some()),
            }
            prop_assert_eq!(now.state == RecommendationState::Done, now.done.is_some());
            let may_be_late = matches!(now.state, RecommendationState::Addressed | RecommendationState::Accepted | RecommendationState::Partly);
            prop_assert!(may_be_late || lateness(&now, day("2099-01-01")).is_none(), "what is over is not late");
        }
    }
}
