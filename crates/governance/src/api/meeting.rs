//! JSON of meetings, named as OParl names them: what anybody may read.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_kernel::{Problem, Timestamp, Viewer};
use bassin_web::Failure;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{Governance, Meeting, MeetingState};

/// Meetings of one answer.
const PAGE: usize = 50;

pub(super) fn routes() -> OpenApiRouter<Governance> {
    OpenApiRouter::new().routes(routes!(meetings)).routes(routes!(meeting))
}

#[derive(Deserialize, IntoParams)]
struct MeetingsQuery {
    /// The page, from 1.
    page: Option<usize>,
}

/// The public meetings of a body.
#[derive(Serialize, ToSchema)]
struct MeetingList {
    /// How many there are.
    total: usize,
    /// Those of the page, oldest first.
    data: Vec<MeetingHead>,
}

/// A public meeting.
#[derive(Serialize, ToSchema)]
struct MeetingHead {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// The body.
    #[schema(value_type = String)]
    body: Uuid,
    /// What it is called.
    name: String,
    /// When it begins.
    #[schema(value_type = String, format = DateTime)]
    start: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    end: Timestamp,
    /// Where; empty for a meeting held from afar.
    location: String,
    /// Where it stands: `convened`, `in-session`, `suspended`, `closed`, `minutes-submitted`, `minutes-approved`, `published`, `cancelled`.
    #[schema(value_type = String)]
    state: MeetingState,
    /// Whether it was cancelled.
    cancelled: bool,
    /// The address of its page.
    web: String,
}

/// A public meeting with its agenda, its documents and its published minutes.
#[derive(Serialize, ToSchema)]
struct MeetingBody {
    /// The meeting.
    #[serde(flatten)]
    head: MeetingHead,
    /// Its agenda, in order.
    agenda_item: Vec<ItemBody>,
    /// Its public documents.
    auxiliary_file: Vec<FileBody>,
    /// Its published minutes, then what was added to them.
    results_protocol: Vec<String>,
}

/// An item of an agenda.
#[derive(Serialize, ToSchema)]
struct ItemBody {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Uuid,
    /// Its number.
    number: u32,
    /// Its title.
    name: String,
    /// `information`, `discussion`, `opinion` or `decision`.
    #[schema(value_type = String)]
    purpose: crate::Purpose,
    /// The page of the decision, project, opinion or convention it is about, when that is public.
    subject: Option<String>,
    /// `treated`, `postponed` or `withdrawn`, once the minutes are published.
    #[schema(value_type = Option<String>)]
    result: Option<crate::Outcome>,
}

/// A public document.
#[derive(Serialize, ToSchema)]
struct FileBody {
    /// Its title.
    name: String,
    /// The item it belongs to.
    #[schema(value_type = Option<String>)]
    agenda_item: Option<Uuid>,
    /// Its address.
    access_url: String,
    /// The digest of a received file; empty for a link.
    sha256: String,
}

fn head(governance: &Governance, meeting: &Meeting) -> MeetingHead {
    MeetingHead {
        id: meeting.id,
        body: meeting.body,
        name: meeting.title.clone(),
        start: meeting.starts_at,
        end: meeting.ends_at,
        location: meeting.place.clone(),
        state: meeting.state,
        cancelled: meeting.state == MeetingState::Cancelled,
        web: governance.portal_address(&format!("/reunions/{}", meeting.id)),
    }
}

/// Lists the public meetings of a body
#[utoipa::path(get, path = "/bodies/{body}/meetings", tag = "governance", params(("body" = String, Path, description = "The name of the body in addresses, or its identifier."), MeetingsQuery), responses((status = 200, body = MeetingList), (status = 404, description = "There is no such body.")))]
async fn meetings(
    State(governance): State<Governance>,
    Path(body): Path<String>,
    Query(query): Query<MeetingsQuery>,
) -> Result<Json<MeetingList>, Failure> {
    let body = governance.body(&body).await?;
    let all = governance.meetings(&Viewer::Anonymous, &body).await?;
    let skipped = query.page.unwrap_or(1).saturating_sub(1).saturating_mul(PAGE);
    let data = all.iter().skip(skipped).take(PAGE).map(|meeting| head(&governance, meeting)).collect();
    Ok(Json(MeetingList { total: all.len(), data }))
}

/// Gives a public meeting with its agenda
#[utoipa::path(get, path = "/meetings/{id}", tag = "governance", params(("id" = String, Path, description = "Its identifier.")), responses((status = 200, body = MeetingBody), (status = 404, description = "There is no such meeting, or it is not public.")))]
async fn meeting(State(governance): State<Governance>, Path(id): Path<String>) -> Result<Json<MeetingBody>, Failure> {
    let id = id.parse().map_err(|_| Problem::not_found("Cette réunion n’existe pas.", "There is no such meeting."))?;
    let sitting = governance.sitting(&Viewer::Anonymous, id).await?;
    let dossier = &sitting.dossier;
    let public = governance.subjects_at(&Viewer::Anonymous, &sitting.body, dossier).await?;
    let about = |subject: Option<crate::Subject>| {
        let subject = subject.filter(|subject| public.iter().any(|tied| tied.subject == *subject))?;
        Some(governance.portal_address(&crate::pages::subject_address(subject)))
    };
    let item = |item: &crate::AgendaItem| ItemBody {
        id: item.id,
        number: item.number,
        name: item.title.clone(),
        purpose: item.purpose,
        subject: about(item.subject),
        result: item.outcome,
    };
    let file = |document: &crate::MeetingDocument| FileBody {
        name: document.title.clone(),
        agenda_item: document.item,
        access_url: if document.link.is_empty() {
            governance.portal_address(&format!("/reunions/{id}/documents/{}", document.id))
        } else {
            document.link.clone()
        },
        sha256: document.sha256.clone(),
    };
    let kept = dossier.text().into_iter().chain(dossier.minutes.iter().filter(|version| version.addendum));
    Ok(Json(MeetingBody {
        head: head(&governance, &dossier.meeting),
        agenda_item: dossier.items.iter().map(item).collect(),
        auxiliary_file: dossier.documents.iter().map(file).collect(),
        results_protocol: kept.map(|version| version.text.clone()).collect(),
    }))
}
