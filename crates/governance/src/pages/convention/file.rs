//! A convention as a file: PDF, DOCX, and the copies signed on paper.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use bassin_kernel::{Problem, text};
use bassin_web::{Failure, Reader};
use uuid::Uuid;

use crate::{Governance, SigningManner};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The convention, or a copy signed on paper, by its digest.
pub(super) async fn download(
    State(governance): State<Governance>,
    reader: Reader,
    Path((id, name)): Path<(Uuid, String)>,
) -> Result<Response, Failure> {
    let file = governance.convention(&reader.viewer, id).await?;
    let missing = || Problem::not_found("Ce document n’existe pas.", "There is no such document.");
    if name == "convention.pdf" || name == "convention.docx" {
        let document = governance.convention_document(&reader, &file).await?;
        let slug = text::slug(&file.convention.title);
        if name == "convention.docx" {
            return Ok(sent(bassin_documents::docx(&document)?, DOCX, &format!("{slug}.docx")));
        }
        let printing = tokio::task::spawn_blocking(move || governance.print(&document));
        let pdf = printing.await.map_err(|_| Problem::unavailable("Le PDF n’a pas pu être composé.", "The PDF could not be set."))??;
        return Ok(sent(pdf, "application/pdf", &format!("{slug}.pdf")));
    }
    let digest = name.strip_suffix(".pdf").ok_or_else(missing)?;
    let known = file.signatures.iter().any(|signature| signature.manner == SigningManner::Uploaded && signature.mark == digest);
    // Paper copies bear signatures in hand: they are for those who carry the convention and sign it.
    reader.viewer.check(&crate::policy::CONVENTION_RUN, &governance.scopes(&file.body))?;
    let content =
        if known { tokio::fs::read(governance.paper(digest)).await.map_err(|_| missing())? } else { return Err(missing().into()) };
    Ok(sent(content, "application/pdf", &name))
}

fn sent(content: Vec<u8>, media_type: &'static str, name: &str) -> Response {
    let head = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (head, content).into_response()
}

impl Governance {
    /// Where a copy signed on paper is kept.
    pub(super) fn paper(&self, sha256: &str) -> std::path::PathBuf {
        self.files.join(sha256)
    }
}
