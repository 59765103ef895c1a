//! Changing the sheet of a body; closing it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use bassin_kernel::{Kind, Problem, Scope, Violation};
use bassin_web::{Choice, Failure, Field, Page, Reader, Submitted};

use super::{super::SECTION, comes_back, refill};
use crate::{Body, BodySheet, Governance, pages::tabs, policy};

/// A form about a body. `stored` is what is stored now, beside what was typed, when somebody else changed it meanwhile.
#[derive(Template)]
#[template(path = "body_form.html")]
pub(super) struct FormView<'a> {
    pub r: &'a Reader,
    pub header: String,
    pub title: String,
    pub intro: String,
    pub fields: Vec<Field>,
    pub rest: Vec<Violation>,
    pub stored: Vec<(String, String)>,
    pub submit: String,
    /// Another button of the same form: its name and its words.
    pub other: Option<(&'static str, String)>,
    pub cancel: String,
}

impl FormView<'_> {
    /// The page, with the status that `problem` calls for.
    pub(super) fn page(&self, body: &Body, problem: Option<&Problem>) -> Result<Response, Failure> {
        let page = Page::of(format!("{} – {}", self.title, body.name), self)?.section(SECTION).trail(tabs::trail(self.r, body));
        let page = match problem.map(|problem| problem.kind) {
            Some(Kind::Conflict) => page.status(StatusCode::CONFLICT),
            Some(_) => page.status(StatusCode::UNPROCESSABLE_ENTITY),
            None => page,
        };
        Ok(self.r.page(page))
    }
}

async fn sheet_fields(governance: &Governance, reader: &Reader, body: &Body) -> Result<Vec<Field>, Failure> {
    let mut same = vec![Choice::new("", reader.t("body-same-as-none"))];
    let mut others: Vec<(String, String)> =
        governance.bodies_named().await?.into_iter().filter(|(id, _)| *id != body.id).map(|(id, name)| (name, id.to_string())).collect();
    others.sort();
    same.extend(others.into_iter().map(|(name, id)| Choice::new(id, name)));
    Ok(vec![
        Field::hidden("revision", body.revision.to_string()),
        Field::text("name").label(reader.t("body-name")).value(&body.name).required(),
        Field::area("mission").label(reader.t("body-mission")).value(&body.mission),
        Field::text("perimeter").label(reader.t("body-perimeter")).hint(reader.t("body-perimeter-hint")).value(&body.perimeter),
        Field::area("themes").label(reader.t("body-themes")).hint(reader.t("body-themes-hint")).value(body.themes.join("\n")),
        Field::text("source").label(reader.t("body-source")).hint(reader.t("body-source-hint")).value(&body.source),
        Field::select("same_as")
            .label(reader.t("body-same-as"))
            .hint(reader.t("body-same-as-hint"))
            .choices(same)
            .value(body.same_as.map(|id| id.to_string()).unwrap_or_default()),
    ])
}

/// The form.
pub(super) async fn form(State(governance): State<Governance>, reader: Reader, Path(slug): Path<String>) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    reader.viewer.check(&policy::BODY_EDIT, &governance.wide_scopes(&body))?;
    sheet(&governance, &reader, &body, None).await
}

async fn sheet(governance: &Governance, reader: &Reader, body: &Body, sent: Option<(&Submitted, &Problem)>) -> Result<Response, Failure> {
    let mut fields = sheet_fields(governance, reader, body).await?;
    let stored: Vec<(String, String)> = fields.iter().map(|field| (field.label.clone(), field.first().to_owned())).collect();
    let rest = sent.map(|(submitted, problem)| refill(&mut fields, submitted, problem)).unwrap_or_default();
    let conflict = sent.is_some_and(|(_, problem)| problem.kind == Kind::Conflict);
    let differs = |(index, (label, value)): (usize, (String, String))| {
        let typed = fields.get(index).map(Field::first).unwrap_or_default();
        (conflict && !label.is_empty() && typed != value).then_some((label, value))
    };
    let stored = stored.into_iter().enumerate().filter_map(differs).collect();
    let view = FormView {
        r: reader,
        header: tabs::header(governance, reader, body, "").await?,
        title: reader.t("body-edit-title"),
        intro: reader.t("body-edit-intro"),
        fields,
        rest,
        stored,
        submit: reader.t("body-save"),
        other: None,
        cancel: tabs::address(body, ""),
    };
    view.page(body, sent.map(|(_, problem)| problem))
}

/// Changes the sheet.
pub(super) async fn edit(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let text = |name: &str| submitted.get(name).to_owned();
    let typed = BodySheet {
        name: text("name"),
        perimeter: text("perimeter"),
        mission: text("mission"),
        source: text("source"),
        themes: submitted.get("themes").lines().map(str::to_owned).collect(),
        same_as: submitted.uuid("same_as"),
    };
    let revision = submitted.get("revision").parse().unwrap_or_default();
    match governance.edit_body(&reader.viewer, body.id, revision, typed).await {
        Ok(body) => Ok(reader.done(&tabs::address(&body, ""), "body-edit")),
        Err(problem) if comes_back(&problem) => sheet(&governance, &reader, &body, Some((&submitted, &problem))).await,
        Err(problem) => Err(problem.into()),
    }
}

/// Whether the viewer decides in a body that this one depends on.
pub(super) fn may_close(reader: &Reader, body: &Body) -> bool {
    if body.parents.is_empty() {
        return reader.viewer.may(&policy::BODY_FOUND, &[Scope::Platform]);
    }
    let scopes: Vec<Scope> = body.parents.iter().map(|parent| Scope::Body(*parent)).collect();
    reader.viewer.may(&policy::BODY_CLOSE, &scopes)
}

/// The form that closes a body.
pub(super) async fn close_form(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    closing(&governance, &reader, &body, None).await
}

async fn closing(governance: &Governance, reader: &Reader, body: &Body, sent: Option<(&Submitted, &Problem)>) -> Result<Response, Failure> {
    let mut fields = vec![
        Field::hidden("revision", body.revision.to_string()),
        Field::date("on").label(reader.t("body-close-on")).value(governance.today().to_string()).required(),
        Field::area("reason").label(reader.t("body-close-reason")).lines(3).required(),
    ];
    let rest = sent.map(|(submitted, problem)| refill(&mut fields, submitted, problem)).unwrap_or_default();
    let view = FormView {
        r: reader,
        header: tabs::header(governance, reader, body, "").await?,
        title: reader.t("body-close-title"),
        intro: reader.t("body-close-intro"),
        fields,
        rest,
        stored: Vec::new(),
        submit: reader.t("body-close-submit"),
        other: None,
        cancel: tabs::address(body, ""),
    };
    view.page(body, sent.map(|(_, problem)| problem))
}

/// Closes it.
pub(super) async fn close(
    State(governance): State<Governance>,
    reader: Reader,
    Path(slug): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let body = governance.body(&slug).await?;
    let revision = submitted.get("revision").parse().unwrap_or_default();
    match governance.close_body(&reader.viewer, body.id, revision, submitted.day("on"), submitted.get("reason")).await {
        Ok(body) => Ok(reader.done(&tabs::address(&body, ""), "body-close")),
        Err(problem) if comes_back(&problem) => closing(&governance, &reader, &body, Some((&submitted, &problem))).await,
        Err(problem) => Err(problem.into()),
    }
}
