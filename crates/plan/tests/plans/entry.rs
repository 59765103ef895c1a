//! The table of values: filled, pasted into, taken back.

use bassin_kernel::{Kind, Viewer};
use bassin_plan::{
    Batch, Entry, Event, Fact, Figure, PlanState, Plans, Settling, Sheet,
    report::ReportKind,
    rules::act::{Act, IndicatorDraft, Measured},
    seen,
};
use bassin_testkit::{Answer, on_each_engine};

use super::{CONTRACT, action, ask, day, followed, hidden, migrations, pilot, portal, tie_her};

const AT: &str = "/plan/cprdfop-grand-est-2018-2022/saisie";

/// An indicator that gets a unit.
pub(super) fn counted(indicator: &bassin_plan::Indicator) -> IndicatorDraft {
    IndicatorDraft {
        id: indicator.id,
        title: indicator.title.clone(),
        follow: indicator.follow.clone(),
        unit: "documents".into(),
        decimals: 1,
        direction: None,
        baseline: None,
        low: None,
        high: None,
        source: indicator.source.clone(),
        targets: Vec::new(),
    }
}

#[tokio::test]
async fn values_are_entered_together_or_not_at_all() {
    on_each_engine(migrations, |store| async move {
        let room = followed(&store).await;
        let claire = pilot(&room, &store).await;
        let (office, hers) = (portal(&room, Viewer::Operator("essai".into())), portal(&room, claire.clone()));
        let at = "/plan/cprdfop-grand-est-2018-2022/saisie";
        assert_eq!(ask(&hers, at, None).await.status, 403, "she pilots nothing yet");
        tie_her(&room, &office, &claire).await;
        let sheet = action(&room, "1.1.1").await;
        // A second indicator with a unit, so that one cell can be right and the other wrong.
        let (first, second) = (sheet.indicators[1].clone(), sheet.indicators[0].clone());
        room.act(&Viewer::System, sheet.node.id, room.fresh(), sheet.node.revision, Act::Indicator(counted(&second))).await.unwrap();
        let page = ask(&hers, &format!("{at}?periode=2022&priorite=1&q=reunions"), None).await;
        assert!(page.status == 200 && page.text().contains("Réunions du réseau (réunions)"), "{}", page.text());
        assert!(!page.text().contains("documents"), "filtered by its words");
        let page = ask(&hers, &format!("{at}?periode=2022"), None).await;
        let form = hidden(page.text(), "id");
        let keys: Vec<[String; 3]> =
            [first.id, second.id].iter().map(|id| ["value", "seen", "confirmed"].map(|word| format!("{word}-{id}-2022"))).collect();
        let sent = |form: &str, values: [&str; 2], more: &[(&str, &str)]| -> Vec<(String, String)> {
            let seen = keys.iter().map(|key| (key[1].as_str(), ""));
            let typed = keys.iter().zip(values).map(|(key, value)| (key[0].as_str(), value));
            let base = [("id", form), ("periode", "2022")].into_iter().chain(seen).chain(typed).chain(more.iter().copied());
            base.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let post = async |fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            ask(&hers, at, Some(&fields)).await
        };
        let wrong = post(sent(&form, ["70", "1 234,5"], &[])).await;
        assert_eq!(wrong.status, 422, "70 meetings are not plausible");
        assert!(wrong.text().contains(&format!("name=\"{}\"", keys[0][2])) && wrong.text().contains("value=\"1 234,5\""));
        assert_eq!(post(sent(&form, ["douze", ""], &[])).await.status, 422);
        assert!(action(&room, "1.1.1").await.figures.is_empty(), "one wrong cell: nothing is written");
        for _ in 0..2 {
            assert_eq!(post(sent(&form, ["70", "1 234,5"], &[(keys[0][2].as_str(), "1")])).await.status, 303);
        }
        let stored = action(&room, "1.1.1").await;
        let mut values: Vec<f64> = stored.figures.iter().map(|figure| figure.value).collect();
        values.sort_by(f64::total_cmp);
        assert_eq!((values, stored.node.revision), (vec![70.0, 1234.5], sheet.node.revision + 2), "sent twice, done once");
        // A page opened before shows empty cells: what somebody saved since is not written over.
        let stale = post(sent(&room.fresh().to_string(), ["9", ""], &[])).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text().contains("value=\"9\"") && stale.text().contains("Ce qui est enregistré maintenant"), "both values are shown");
        assert_eq!(action(&room, "1.1.1").await.figures, stored.figures);
        let street = portal(&room, Viewer::Anonymous);
        assert!(!ask(&street, "/plan/cprdfop-grand-est-2018-2022/tableau", None).await.text().contains("/saisie"));
        assert!(ask(&hers, "/plan/cprdfop-grand-est-2018-2022/tableau", None).await.text().contains("/saisie"));
    })
    .await;
}

/// The contract followed, two indicators of its first action with a unit, and Claire who pilots it.
async fn two_indicators(store: &bassin_testkit::Store) -> (Plans, Viewer, [String; 2]) {
    let room = followed(store).await;
    let claire = pilot(&room, store).await;
    tie_her(&room, &portal(&room, Viewer::Operator("essai".into())), &claire).await;
    let sheet = action(&room, "1.1.1").await;
    let (first, second) = (sheet.indicators[1].id, sheet.indicators[0].clone());
    room.act(&Viewer::System, sheet.node.id, room.fresh(), sheet.node.revision, Act::Indicator(counted(&second))).await.unwrap();
    (room, claire, [first.to_string(), second.id.to_string()])
}

/// Values of the first action, each for an indicator and a year, given over what is stored now.
async fn enter(room: &Plans, who: &Viewer, values: &[(&str, &str, f64)]) -> Batch {
    let sheet = action(room, "1.1.1").await;
    let entry = |(indicator, year, value): &(&str, &str, f64)| {
        let (indicator, period) = (indicator.parse().unwrap(), year.parse().unwrap());
        let stored = sheet.figures_of(indicator).find(|figure| figure.period == period);
        let comment = if stored.is_some() { "Recompté".to_owned() } else { String::new() };
        let measured = Measured { indicator, period, source: Figure::DECLARED.into(), value: *value, provisional: false, comment };
        Entry { node: sheet.node.id, measured, seen: seen(stored), confirmed: true }
    };
    room.enter(who, CONTRACT, room.fresh(), values.iter().map(entry).collect()).await.unwrap().unwrap()
}

fn values(sheet: &Sheet) -> Vec<(String, f64)> {
    sheet.figures.iter().map(|figure| (figure.period.to_string(), figure.value)).collect()
}

#[tokio::test]
async fn an_entry_is_taken_back_whole_and_what_was_there_is_there_again() {
    on_each_engine(migrations, |store| async move {
        let (room, claire, [one, two]) = two_indicators(&store).await;
        let first = enter(&room, &claire, &[(&one, "2021", 4.0), (&two, "2021", 7.5)]).await;
        let kept = action(&room, "1.1.1").await;
        let second = enter(&room, &claire, &[(&one, "2021", 6.0), (&one, "2022", 8.0)]).await;
        assert_eq!((first.changes.len(), second.changes.len()), (2, 2));
        let early = room.take_back(&claire, CONTRACT, room.fresh(), first.id).await.unwrap_err();
        assert_eq!((early.kind, early.violations.len()), (Kind::Conflict, 1), "one of its two values was changed since");
        assert_eq!(early.violations[0].code, "batch-changed");
        assert_eq!(values(&action(&room, "1.1.1").await).len(), 3, "a refusal takes nothing back");
        let form = room.fresh();
        for _ in 0..2 {
            assert!(room.take_back(&claire, CONTRACT, form, second.id).await.unwrap().undone.is_some(), "sent twice, done once");
        }
        let back = action(&room, "1.1.1").await;
        assert_eq!(back.figures, kept.figures, "with its comment, its author and its date");
        let again = room.take_back(&claire, CONTRACT, room.fresh(), second.id).await.unwrap_err();
        assert_eq!(again.violations[0].code, "batch-undone");
        room.take_back(&claire, CONTRACT, room.fresh(), first.id).await.unwrap();
        assert!(action(&room, "1.1.1").await.figures.is_empty());
        let tree = room.tree(CONTRACT).await.unwrap();
        let taken = tree.events_of(back.node.id).filter(|event: &&Event| matches!(event.fact, Fact::Unmeasured { .. })).count();
        assert_eq!(taken, 4, "the history keeps both ways");
        let saved = room.batches(&claire, &tree).await.unwrap();
        assert_eq!(
            saved.iter().map(|saved| (saved.batch.id, saved.batch.undone.is_some())).collect::<Vec<_>>(),
            [(second.id, true), (first.id, true)]
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_back_what_is_not_theirs_nor_what_a_plan_no_longer_takes() {
    on_each_engine(migrations, |store| async move {
        let (room, claire, [one, _]) = two_indicators(&store).await;
        let saved = enter(&room, &claire, &[(&one, "2021", 4.0)]).await;
        let stranger = Viewer::Person(std::sync::Arc::new(bassin_kernel::Person {
            account: room.fresh(),
            person: room.fresh(),
            name: "Quelqu’un".into(),
            grants: Vec::new(),
        }));
        let tree = room.tree(CONTRACT).await.unwrap();
        for viewer in [Viewer::Anonymous, stranger] {
            let refused = room.take_back(&viewer, CONTRACT, room.fresh(), saved.id).await.unwrap_err();
            assert_eq!(refused.kind, Kind::Forbidden);
            assert!(room.batch(&viewer, &tree, saved.id).await.is_err() && room.batches(&viewer, &tree).await.unwrap().is_empty());
        }
        let elsewhere = room.take_back(&claire, "axe-4-clusters-2013-2014", room.fresh(), saved.id).await.unwrap_err();
        assert_eq!(elsewhere.kind, Kind::NotFound);
        let settling = Settling { owner: None, followed_since: Some(day("2025-01-01")), state: PlanState::Archived };
        room.settle(&Viewer::System, CONTRACT, room.fresh(), tree.plan.revision, settling).await.unwrap();
        let late = room.take_back(&claire, CONTRACT, room.fresh(), saved.id).await.unwrap_err();
        assert_eq!(late.violations[0].code, "plan-over");
        assert_eq!(values(&action(&room, "1.1.1").await), [("2021".to_owned(), 4.0)]);
    })
    .await;
}

#[tokio::test]
async fn what_a_report_was_frozen_with_is_not_taken_back() {
    on_each_engine(migrations, |store| async move {
        let (room, claire, [one, two]) = two_indicators(&store).await;
        let held = enter(&room, &claire, &[(&one, "2021", 4.0)]).await;
        let collection = super::reports::opened(&room).await;
        room.close_campaign(&Viewer::System, collection.campaign.id, 1).await.unwrap();
        super::reports::frozen(&room, 1, ReportKind::Yearly, None).await;
        let tomorrow = room.today().succ_opt().unwrap();
        let room = super::reports::later(&store, &tomorrow.to_string()).await;
        let free = enter(&room, &claire, &[(&two, "2021", 5.0)]).await;
        let refused = room.take_back(&claire, CONTRACT, room.fresh(), held.id).await.unwrap_err();
        assert_eq!(refused.violations.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["batch-frozen"]);
        let hers = portal(&room, claire.clone());
        let page = ask(&hers, &format!("{AT}/lots/{}", held.id), None).await;
        assert!(page.status == 200 && page.text().contains("a été figé avec ces valeurs"), "{}", page.text());
        room.take_back(&claire, CONTRACT, room.fresh(), free.id).await.unwrap();
    })
    .await;
}

fn location(answer: &Answer) -> String {
    answer.headers["location"].to_str().unwrap().to_owned()
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// What a browser would send of a page: every field of its form, by name, with what is typed over some.
fn form_of(page: &Answer, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = page.text().split("data-grid=").nth(1).unwrap().split("</form>").next().unwrap().to_owned();
    let attribute = |tag: &str, name: &str| {
        tag.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest.split('"').next().unwrap().replace("&#39;", "'"))
    };
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in form.split("<input").skip(1).map(|tag| tag.split('>').next().unwrap()) {
        let unticked = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
        if let Some(name) = attribute(tag, "name").filter(|_| !unticked) {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for (name, value) in over {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

#[tokio::test]
async fn pasted_lines_fill_the_form_for_review_and_every_other_one_is_told() {
    on_each_engine(migrations, |store| async move {
        let (room, claire, [one, two]) = two_indicators(&store).await;
        let hers = portal(&room, claire.clone());
        let page = ask(&hers, &format!("{AT}?periode=2022"), None).await;
        let typed = format!("value-{two}-2022");
        let title = action(&room, "1.1.1").await.indicators[0].title.fr.clone();
        let lines = format!("1.1.1\tRéunions du réseau\t2021\t12,5 %\toui\tProvisoire\n9.9.9\tRien\t2021\t3\n1.1.1\t{title}\t2020\t1\u{202f}234,5\n1.1.1\tRéunions du réseau\t2030\t3");
        let sent = form_of(&page, &[("tableau", &lines), ("coller", "1"), (&typed, "7")]);
        let review = ask(&hers, AT, Some(&pairs(&sent))).await;
        let text = review.text();
        assert_eq!(review.status, 200, "{text}");
        assert!(text.contains("Ligne 2") && text.contains("9.9.9") && text.contains("Ligne 4") && text.contains("n’est pas une période du plan"), "{text}");
        assert!(text.contains("value=\"12,5 %\"") && text.contains("value=\"7\""), "what was typed stays with what was pasted: {text}");
        assert!(action(&room, "1.1.1").await.figures.is_empty(), "nothing is saved before it is read over");
        let again = form_of(&review, &[("comment-all", "Relevé annuel")]);
        let saved = ask(&hers, AT, Some(&pairs(&again))).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let stored = action(&room, "1.1.1").await;
        let mut found: Vec<(String, String, f64, bool, &str)> = stored
            .figures
            .iter()
            .map(|one| (one.indicator.to_string(), one.period.to_string(), one.value, one.provisional, one.comment.as_str()))
            .collect();
        found.sort_by(|a, b| a.1.cmp(&b.1));
        let expected = [
            (two.clone(), "2020".into(), 1234.5, false, ""),
            (one, "2021".into(), 12.5, true, "Provisoire"),
            (two, "2022".into(), 7.0, false, ""),
        ];
        assert_eq!(found, expected);
        // What was just saved is offered to be undone, and found again later.
        let after = ask(&hers, &location(&saved), None).await;
        assert!(after.text().contains("Annuler cette saisie (3 valeurs)"), "{}", after.text());
        let batch = room.batches(&claire, &room.tree(CONTRACT).await.unwrap()).await.unwrap().remove(0).batch.id;
        for address in [format!("{AT}/lots"), format!("{AT}/lots/{batch}")] {
            assert!(ask(&hers, &address, None).await.text().contains("Claire Martin"), "{address}");
        }
        let undone = ask(&hers, &format!("{AT}/lots/{batch}"), Some(&[("id", &room.fresh().to_string())])).await;
        assert_eq!(undone.status, 303);
        assert!(action(&room, "1.1.1").await.figures.is_empty());
        assert!(ask(&hers, &format!("{AT}/lots/{batch}"), None).await.text().contains("Annulée le"));
    })
    .await;
}

#[tokio::test]
async fn every_year_is_filled_side_by_side() {
    on_each_engine(migrations, |store| async move {
        let (room, claire, [one, two]) = two_indicators(&store).await;
        let hers = portal(&room, claire);
        let page = ask(&hers, &format!("{AT}?periode=toutes"), None).await;
        let names = ["2018", "2019"].map(|year| format!("value-{one}-{year}"));
        let other = format!("value-{two}-2022");
        let over = [(names[0].as_str(), "1 000"), (&names[1], "12,5"), (&other, "abc")];
        let wrong = ask(&hers, AT, Some(&pairs(&form_of(&page, &over)))).await;
        assert!(
            wrong.status == 422 && wrong.text().contains("value=\"abc\"") && wrong.text().contains("value=\"1 000\""),
            "{}",
            wrong.text()
        );
        let confirmed = format!("confirmed-{one}-2018");
        let more = [(other.as_str(), "3"), ("provisional-all", "1"), ("comment-all", "Relevé"), (&confirmed, "1")];
        let saved = ask(&hers, AT, Some(&pairs(&form_of(&wrong, &more)))).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let stored = action(&room, "1.1.1").await;
        assert!(stored.figures.len() == 3 && stored.figures.iter().all(|figure| figure.provisional && figure.comment == "Relevé"));
        let same = ask(&hers, AT, Some(&pairs(&form_of(&ask(&hers, &format!("{AT}?periode=toutes"), None).await, &[])))).await;
        assert!(location(&same).contains("plan-entry-same"), "{}", location(&same));
    })
    .await;
}
