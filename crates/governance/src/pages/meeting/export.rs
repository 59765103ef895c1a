//! The attendance sheet and the minutes as documents, and the documents of the meeting themselves.

use axum::{
    extract::{Path, State},
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use bassin_documents::{Block, Document, Signature, docx};
use bassin_kernel::{Problem, text};
use bassin_web::{Failure, Reader};
use uuid::Uuid;

use super::{component_name, decided, purpose_name, roll, seat_name, subject::Subjects, when};
use crate::commands::Sitting;
use crate::{Attendance, Capacity, Governance, MeetingState, Outcome, Presence, policy, wording::blocks};

/// The first draft of the minutes, from what was recorded.
pub(super) async fn draft(governance: &Governance, r: &Reader, sitting: &Sitting) -> Result<String, Problem> {
    let meeting = &sitting.dossier.meeting;
    let names = governance.names(sitting).await?;
    let subjects = Subjects::at(governance, r, sitting).await?;
    let mut text = String::new();
    let mut say = |line: &str| {
        text.push_str(line);
        text.push_str("\n\n");
    };
    let opened = meeting.opened_at.map(|at| r.date_time(at)).unwrap_or_default();
    let closed = meeting.closed_at.map(|at| r.time(at)).unwrap_or_default();
    say(&r.t_with(
        "meeting-draft-opening",
        &[
            ("body", sitting.body.name.as_str().into()),
            ("title", meeting.title.as_str().into()),
            ("opened", opened.into()),
            ("closed", closed.into()),
            ("place", if meeting.place.is_empty() { r.t("meeting-remote-only") } else { meeting.place.clone() }.into()),
        ],
    ));
    if let Some(convened) = meeting.convened_at {
        say(&r.t_with("meeting-draft-convened", &[("date", r.date(convened).into())]));
    }
    say(&format!("## {}", r.t("meeting-draft-presences")));
    for (key, lines) in presences(r, sitting, &names) {
        if !lines.is_empty() {
            say(&r.t(key));
            say(&lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"));
        }
    }
    if let Some(opening) = &meeting.opening {
        let there = u64::from(opening.present + opening.represented);
        let key = match opening.met {
            true if meeting.sets_no_quorum() => "meeting-draft-quorum-free",
            true => "meeting-draft-quorum",
            false => "meeting-draft-no-quorum",
        };
        let (base, needed) = (u64::from(opening.base), u64::from(opening.needed));
        say(&r.t_with(key, &[("there", there.into()), ("base", base.into()), ("needed", needed.into())]));
    }
    for item in &sitting.dossier.items {
        say(&format!("## {}. {}", item.number, item.title));
        say(&item_sentence(r, item));
        if let Some(about) = subjects.of(item.subject) {
            say(&r.t_with("meeting-draft-about", &[("subject", about.label.into())]));
        }
        for recusal in sitting.dossier.recusals.iter().filter(|recusal| recusal.item == item.id) {
            let seat = sitting.roll.iter().find(|seat| seat.seat == recusal.seat).map(|seat| seat_name(r, seat)).unwrap_or_default();
            say(&r.t_with("meeting-recused", &[("name", seat.into()), ("reason", recusal.reason.as_str().into())]));
        }
        if !item.notes.is_empty() {
            say(&item.notes);
        }
        decided::told(governance, r, sitting, Some(item.id)).await?.iter().for_each(|line| say(line));
    }
    decided::told(governance, r, sitting, None).await?.iter().for_each(|line| say(line));
    Ok(text.trim_end().to_owned())
}

fn item_sentence(r: &Reader, item: &crate::AgendaItem) -> String {
    let purpose = purpose_name(r, item.purpose);
    let key = match item.outcome {
        Some(Outcome::Postponed) => "meeting-draft-postponed",
        Some(Outcome::Withdrawn) => "meeting-draft-withdrawn",
        _ => "meeting-draft-treated",
    };
    let said = r.t_with(key, &[("purpose", purpose.into())]);
    if item.late { format!("{} {said}", r.t("meeting-draft-late")) } else { said }
}

type Names = std::collections::HashMap<Uuid, String>;

/// Who was there, who was represented, who sent apologies, who was absent, who was invited: each once, as they stood last.
fn presences(r: &Reader, sitting: &Sitting, names: &Names) -> [(&'static str, Vec<String>); 5] {
    let mut told = [
        ("meeting-draft-there", Vec::new()),
        ("meeting-draft-represented", Vec::new()),
        ("meeting-draft-excused", Vec::new()),
        ("meeting-draft-absent", Vec::new()),
        ("meeting-draft-guests", Vec::new()),
    ];
    for line in &sitting.dossier.attendances {
        let seat = sitting.roll.iter().find(|seat| Some(seat.seat) == line.seat);
        let Some(seat) = seat else {
            told[4].1.push(format!("{} ({})", line.name, roll::capacity_name(r, line.capacity)));
            continue;
        };
        let name = line.person.and_then(|person| names.get(&person).cloned()).unwrap_or_else(|| seat_name(r, seat));
        let component = component_name(r, sitting, &seat.component);
        let group = match line.presence {
            Presence::Room | Presence::Remote => 0,
            Presence::Represented => 1,
            Presence::Excused => 2,
            Presence::Absent => 3,
        };
        // Somebody who came later, or was replaced, is told where they were there.
        if group > 0 && line.left_at.is_some() {
            continue;
        }
        told[group].1.push(presence_line(r, sitting, seat, line, &name, &component));
    }
    told
}

fn presence_line(r: &Reader, sitting: &Sitting, seat: &crate::RollSeat, line: &Attendance, name: &str, component: &str) -> String {
    let mut words = format!("{name}, {component}");
    if line.capacity == Capacity::Substitute {
        words.push_str(&format!(", {}", r.t_with("meeting-stands-in", &[("name", seat_name(r, seat).into())])));
    }
    if line.presence == Presence::Remote {
        words.push_str(&format!(", {}", r.t("meeting-draft-remote")));
    }
    if line.presence == Presence::Represented {
        words = format!("{}, {component}\u{202f}: {}", seat_name(r, seat), roll::line_words(r, sitting, seat, line));
    }
    if let Some(left) = line.left_at {
        words.push_str(&format!(
            " ({})",
            r.t_with("meeting-draft-left", &[("from", r.time(line.arrived_at).into()), ("to", r.time(left).into())])
        ));
    }
    words
}

fn document_of(r: &Reader, sitting: &Sitting, title: String, blocks: Vec<Block>) -> Document {
    let meeting = &sitting.dossier.meeting;
    let mut facts = vec![
        (r.t("meeting-body"), sitting.body.name.clone()),
        (r.t("meeting-field-title"), meeting.title.clone()),
        (r.t("meeting-field-date"), when(r, meeting)),
        (r.t("meeting-csv-state"), super::state_name(r, meeting.state)),
    ];
    if let Some(approval) = &meeting.approval {
        facts.push((r.t("meeting-fact-approved"), r.date(approval.at)));
    }
    let mut all = Vec::new();
    if sitting.body.content == crate::Content::Fictional {
        all.push(Block::Remark(r.t("meeting-fictional")));
    }
    all.extend(blocks);
    Document { title, language: r.language, facts, blocks: all, foot: r.t_with("meeting-foot", &[("date", r.date(sitting.now).into())]) }
}

async fn answer(governance: &Governance, document: Document, uri: &Uri, name: &str) -> Result<Response, Failure> {
    let format = uri.path().rsplit_once('.').map_or("", |(_, format)| format);
    let (bytes, media) = match format {
        "docx" => (docx(&document)?, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "pdf" => {
            let printer = std::sync::Arc::clone(&governance.printer);
            let set = tokio::task::spawn_blocking(move || printer.pdf(&document)).await;
            (
                set.map_err(|_| Problem::unavailable("Le document n’a pas pu être composé.", "The document could not be set."))??,
                "application/pdf",
            )
        }
        _ => return Err(Problem::not_found("Ce format n’existe pas.", "There is no such format.").into()),
    };
    let disposition = format!("attachment; filename=\"{name}.{format}\"");
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

fn file_name(kind: &str, sitting: &Sitting) -> String {
    format!("{kind}-{}-{}", sitting.body.slug, bassin_kernel::day_of(sitting.dossier.meeting.starts_at))
}

/// The attendance sheet: a table of what was recorded, or boxes to sign when nothing was yet.
pub(super) async fn sheet(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>, uri: Uri) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    r.viewer.check(&policy::MEETING_READ, &governance.scopes(&sitting.body))?;
    let filled = sitting.roll.iter().filter(|seat| seat.titular.is_some() || !seat.substitutes.is_empty());
    let row = |seat: &crate::RollSeat| {
        let line = sitting.dossier.line(seat.seat);
        let said = line.map(|line| roll::line_words(&r, &sitting, seat, line)).unwrap_or_default();
        vec![
            seat_name(&r, seat),
            component_name(&r, &sitting, &seat.component),
            said,
            line.map(|line| r.time(line.arrived_at)).unwrap_or_default(),
        ]
    };
    let other = |line: &Attendance| {
        vec![line.name.clone(), roll::capacity_name(&r, line.capacity), roll::presence_name(&r, line.presence), r.time(line.arrived_at)]
    };
    let blocks = if sitting.dossier.attendances.is_empty() {
        let boxes = filled.map(|seat| Signature::blank(seat_name(&r, seat), component_name(&r, &sitting, &seat.component)));
        let invited = sitting.dossier.guests.iter().map(|guest| Signature::blank(guest.full(), r.t("meeting-capacity-guest")));
        vec![Block::Signatures(boxes.chain(invited).collect())]
    } else {
        let header = ["meeting-person", "meeting-component", "meeting-presence", "meeting-arrived"].map(|key| r.t(key)).to_vec();
        vec![Block::Table {
            caption: r.t("meeting-sheet"),
            header,
            rows: filled.map(row).chain(sitting.dossier.attendances.iter().filter(|line| line.seat.is_none()).map(other)).collect(),
        }]
    };
    let document = document_of(&r, &sitting, r.t("meeting-sheet"), blocks);
    answer(&governance, document, &uri, &file_name("emargement", &sitting)).await
}

/// The minutes, with what was added to them.
pub(super) async fn minutes(State(governance): State<Governance>, r: Reader, Path(id): Path<Uuid>, uri: Uri) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    let meeting = &sitting.dossier.meeting;
    if meeting.state != MeetingState::Published {
        r.viewer.check(&policy::MEETING_READ, &governance.scopes(&sitting.body))?;
    }
    let Some(kept) = sitting.dossier.text() else {
        return Err(Problem::not_found("Le compte rendu n’est pas encore rédigé.", "The minutes are not written yet.").into());
    };
    let mut all = Vec::new();
    if meeting.approval.is_none() {
        all.push(Block::Remark(r.t("meeting-minutes-draft")));
    }
    all.extend(blocks(&kept.text, 1));
    for added in sitting.dossier.minutes.iter().filter(|version| version.addendum) {
        all.push(Block::Heading(1, format!("{} – {}", r.t("meeting-addendum"), r.date(added.at))));
        all.extend(blocks(&added.text, 2));
    }
    let document = document_of(&r, &sitting, r.t("meeting-tab-minutes"), all);
    answer(&governance, document, &uri, &file_name("compte-rendu", &sitting)).await
}

/// A received document, to those who may read it.
pub(super) async fn document(
    State(governance): State<Governance>,
    r: Reader,
    Path((id, document)): Path<(Uuid, Uuid)>,
) -> Result<Response, Failure> {
    let sitting = governance.sitting(&r.viewer, id).await?;
    let missing =
        || Problem::not_found("Ce document n’existe pas, ou il n’est pas public.", "There is no such document, or it is not public.");
    let found = sitting.dossier.documents.iter().find(|known| known.id == document && !known.sha256.is_empty()).ok_or_else(missing)?;
    let bytes = tokio::fs::read(governance.file(&found.sha256)).await.map_err(|error| {
        tracing::error!(%error, sha256 = found.sha256, "a kept document cannot be read");
        Problem::unavailable("Ce document manque sur le serveur.", "This document is missing on the server.")
    })?;
    let extension = found.file_name.rsplit_once('.').map(|(_, extension)| text::slug(extension)).unwrap_or_default();
    let name = format!("{}.{extension}", text::slug(&found.title));
    let disposition = format!("attachment; filename=\"{}\"", name.trim_end_matches('.'));
    Ok(([(header::CONTENT_TYPE, found.media_type.clone()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
