//! What minutes tell of the decisions put to the meeting: the outcome, the text, and what each seat said of every version, reasons and dissent
//! included.

use bassin_kernel::Problem;
use bassin_web::Reader;
use uuid::Uuid;

use crate::commands::Sitting;
use crate::{Case, Governance, Position, pages::decision::number};

/// The paragraphs and lists about the decisions put at an item, or at none in particular, the first one first.
pub(super) async fn told(governance: &Governance, r: &Reader, sitting: &Sitting, item: Option<Uuid>) -> Result<Vec<String>, Problem> {
    let meeting = sitting.dossier.meeting.id;
    let mut said = Vec::new();
    let decisions = governance.decisions_of_meeting(meeting).await?;
    for decision in decisions.iter().filter(|decision| decision.item == item) {
        let case = governance.decision(&r.viewer, decision.id).await?;
        let people: Vec<Uuid> = case.positions.iter().map(|position| position.person).collect();
        let names = governance.people_names(&people).await?;
        said.push(outcome(r, &case));
        said.extend(case.texts.last().map(|version| version.text.clone()));
        said.extend(Some(case.decision.declaration.clone()).filter(|words| !words.is_empty()));
        for version in 1..=case.decision.version {
            let positions: Vec<String> = case
                .positions
                .iter()
                .filter(|position| position.version == version)
                .map(|position| format!("- {}", line(r, position, names.get(&position.person).map_or("–", String::as_str))))
                .collect();
            if !positions.is_empty() {
                said.push(r.t_with("meeting-draft-positions", &[("version", version.to_string().into())]));
                said.push(positions.join("\n"));
            }
        }
    }
    Ok(said)
}

fn outcome(r: &Reader, case: &Case) -> String {
    let decision = &case.decision;
    let key = if decision.number.is_some() { "meeting-draft-decision-numbered" } else { "meeting-draft-decision" };
    let arguments = [
        ("title", decision.title.as_str().into()),
        ("version", decision.version.to_string().into()),
        ("number", number(decision).into()),
        ("state", r.t(&format!("decision-state-{}", decision.state.code())).into()),
    ];
    r.t_with(key, &arguments)
}

fn line(r: &Reader, position: &Position, name: &str) -> String {
    let stand = r.t(&format!("decision-stand-{}", position.stand.code()));
    let said = r.t_with("meeting-draft-position", &[("name", name.into()), ("stand", stand.into())]);
    let lifted = position.lifted_at.map(|_| r.t_with("decision-lifted-with", &[("words", position.lifted_words.as_str().into())]));
    let parts = [Some(said), Some(position.words.replace('\n', " ")), lifted];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" – ")
}
