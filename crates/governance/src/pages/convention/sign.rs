//! Signing a convention: the whole text first, then the signature.

use axum::{
    extract::{Multipart, Path, State},
    response::Response,
};
use bassin_kernel::{Kind, Problem, Violation};
use bassin_web::{
    Failure, Field, Link, Reader, Submitted,
    upload::{FileKind, Intake},
};
use uuid::Uuid;

use crate::{
    Governance, Mark, SigningManner,
    pages::act::{Act, Attempt, Content, Form, Section, Sent, day, trail},
    policy,
};

const KEY: &str = "sign";
const PAPER: &str = "paper";

/// The convention as it is to be signed, and the form.
pub(super) async fn show(State(governance): State<Governance>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    page(&governance, &reader, id, None).await
}

/// Signs.
pub(super) async fn sign(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let sent = Sent::new(KEY, submitted);
    let drawing = sent.words("drawing");
    let (manner, mark) = if drawing.is_empty() { (SigningManner::Typed, sent.words("name")) } else { (SigningManner::Drawn, drawing) };
    let mark = Mark {
        party: sent.uuid("party").unwrap_or_default(),
        manner,
        mark,
        consents: sent.flag("consents"),
        sha256: sent.words("sha256"),
        on: None,
    };
    match governance.sign_convention(&reader.viewer, id, mark).await {
        Ok(_) => Ok(reader.done(&format!("/conventions/{id}"), "convention-signed")),
        Err(problem) => page(&governance, &reader, id, Some(&sent.refused(problem)?)).await,
    }
}

async fn page(governance: &Governance, r: &Reader, id: Uuid, attempt: Option<&Attempt>) -> Result<Response, Failure> {
    let file = governance.convention(&r.viewer, id).await?;
    let Some(party) = file.signs(&r.viewer) else {
        r.viewer.check(&policy::CONVENTION_SIGN, &[])?;
        return Err(Problem::not_found("Vous n’êtes pas signataire.", "You are no signatory.").into());
    };
    let fields = [
        Field::hidden("party", party.id.to_string()),
        Field::hidden("sha256", &file.convention.sha256),
        Field::hidden("drawing", ""),
        Field::text("name").label(r.t("convention-full-name")).hint(r.t("convention-full-name-hint")).autocomplete("name"),
        Field::checkbox("consents").label(r.t("convention-consent")),
    ];
    let mut form = Form::new(KEY, format!("/conventions/{id}/signer"), String::new(), r.t("convention-sign")).with(fields);
    form.drawn = true;
    form.cancel = format!("/conventions/{id}");
    let days = [("convention-starts", file.convention.starts_on), ("convention-ends", file.convention.ends_on)];
    let days = days.into_iter().filter(|(_, known)| known.is_some()).map(|(key, known)| (r.t(key), Link::new(day(r, known), "")));
    let facts = days.chain([
        (r.t("convention-signing-for"), Link::new(&party.capacity, "")),
        (r.t("convention-digest"), Link::new(&file.convention.sha256, "")),
    ]);
    let obligations = file.convention.obligations.iter().map(|promise| format!("- {}", promise.words)).collect::<Vec<_>>().join("\n");
    let mut sections =
        vec![Section::new("text", r.t("convention-text"), vec![Content::Facts(facts.collect()), Content::text(file.text())])];
    if !obligations.is_empty() {
        sections.push(Section::new("obligations", r.t("convention-obligations"), vec![Content::text(&obligations)]));
    }
    sections.push(Section::new("signature", r.t("convention-signature"), vec![form.tried(attempt).content()]));
    let act = Act {
        kicker: r.t("convention-sign"),
        title: file.convention.title.clone(),
        tags: Vec::new(),
        lede: r.t("convention-sign-lede"),
        buttons: Vec::new(),
        sections,
    };
    let back = Link::new(&file.convention.title, format!("/conventions/{id}"));
    act.page(r, "", trail(r, &file.body, [back]), attempt)
}

/// Receives a copy signed on paper.
pub(super) async fn upload(
    State(governance): State<Governance>,
    reader: Reader,
    Path(id): Path<Uuid>,
    multipart: Multipart,
) -> Result<Response, Failure> {
    // Who may is checked again on the stored convention; nothing is received from somebody who cannot read it.
    let file = governance.convention(&reader.viewer, id).await?;
    reader.viewer.check(&policy::CONVENTION_RUN, &governance.scopes(&file.body))?;
    let mut upload = match governance.paper_intake().receive(multipart).await {
        Ok(upload) => upload,
        Err(refused) => return again(&governance, &reader, id, Sent::new(PAPER, refused.submitted), refused.problem).await,
    };
    let paper = upload.files.pop();
    let sent = Sent::new(PAPER, upload.submitted);
    let Some(paper) = paper else {
        let (fr, en) = ("Joignez la copie signée, en PDF.", "Attach the signed copy, as a PDF.");
        let problem = Problem::new(Kind::Invalid, vec![Violation::new("paper-missing", fr, en).on("file")]);
        return again(&governance, &reader, id, sent, problem).await;
    };
    let mark = Mark {
        party: sent.uuid("party").unwrap_or_default(),
        manner: SigningManner::Uploaded,
        mark: paper.sha256.clone(),
        consents: true,
        sha256: sent.words("sha256"),
        on: sent.day("on"),
    };
    // Kept before anything names it; a copy that is refused is named by nobody.
    paper.keep(&governance.paper(&mark.mark))?;
    match governance.sign_convention(&reader.viewer, id, mark).await {
        Ok(_) => Ok(reader.done(&format!("/conventions/{id}"), "convention-signed")),
        Err(problem) => again(&governance, &reader, id, sent, problem).await,
    }
}

async fn again(governance: &Governance, r: &Reader, id: Uuid, sent: Sent, problem: Problem) -> Result<Response, Failure> {
    super::show::page(governance, r, id, Some(&sent.refused(problem)?)).await
}

impl Governance {
    fn paper_intake(&self) -> Intake {
        Intake::new(&self.files).at_most(10 << 20).accepting([FileKind::Pdf])
    }
}
