//! The letters that wait, have left or have failed.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::address;
use bassin_mail::{Filter, Queued, State as Life};
use bassin_web::{Choice, Column, Failure, Field, Page, Pager, Reader};
use serde::Deserialize;
use uuid::Uuid;

use super::accounts::trail;
use crate::Directory;

/// Letters on a page.
const SIZE: u64 = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    etat: String,
    #[serde(default)]
    page: u64,
}

struct Line {
    id: Uuid,
    to: String,
    subject: String,
    queued: String,
    state: String,
    kind: &'static str,
    detail: String,
    error: String,
    waits: bool,
}

#[derive(Template)]
#[template(path = "account-letters.html")]
struct View<'a> {
    r: &'a Reader,
    states: Field,
    count: String,
    failed: Option<String>,
    columns: Vec<Column>,
    lines: Vec<Line>,
    pager: Pager,
}

fn line(reader: &Reader, letter: Queued) -> Line {
    let detail = match (letter.state, letter.sent_at) {
        (Life::Sent, Some(at)) => reader.t_with("account-letter-sent-at", &[("date", reader.date_time(at).into())]),
        (Life::Queued, _) if letter.attempts > 0 => {
            reader.t_with("account-letter-next", &[("count", letter.attempts.into()), ("date", reader.date_time(letter.next_at).into())])
        }
        (Life::Failed, _) => reader.t_with("account-letter-attempts", &[("count", letter.attempts.into())]),
        _ => String::new(),
    };
    Line {
        id: letter.id,
        to: letter.to,
        subject: letter.subject,
        queued: reader.date_time(letter.queued_at),
        state: reader.t(&format!("account-letter-state-{}", letter.state.code())),
        kind: match letter.state {
            Life::Queued if letter.attempts == 0 => "",
            Life::Queued => "warn",
            Life::Sent => "good",
            Life::Failed => "bad",
        },
        detail,
        error: letter.error,
        waits: letter.state != Life::Sent && !letter.forgotten,
    }
}

pub(super) async fn list(State(directory): State<Directory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let filter = Filter { state: Life::from_code(&asked.etat), page: asked.page, size: SIZE };
    let found = directory.letters(&reader.viewer, &filter).await?;
    let failed = directory.letters(&reader.viewer, &Filter { state: Some(Life::Failed), page: 1, size: 1 }).await?.total;
    let turn = |page: u64| address("/administration/courriers", &[("etat", &asked.etat), ("page", &page.to_string())]);
    let states = Life::ALL.map(|state| Choice::new(state.code(), reader.t(&format!("account-letter-state-{}", state.code()))));
    let columns = ["account-letter-queued", "account-letter-to", "account-letter-subject", "account-state", "account-letter-do"];
    let view = View {
        r: &reader,
        states: Field::select("etat").label(reader.t("account-state")).choices(states).value(asked.etat.clone()),
        count: reader.t_with("account-letters-count", &[("count", found.total.into())]),
        failed: (failed > 0).then(|| reader.t_with("account-letters-failed", &[("count", failed.into())])),
        columns: columns.iter().map(|key| Column::words(reader.t(key))).collect(),
        lines: found.letters.into_iter().map(|letter| line(&reader, letter)).collect(),
        pager: Pager::new(asked.page, SIZE, found.total, turn),
    };
    Ok(reader.page(Page::of(reader.t("account-letters"), &view)?.trail([trail(&reader)])))
}

pub(super) async fn retry(State(directory): State<Directory>, reader: Reader, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    directory.retry_letter(&reader.viewer, id).await?;
    Ok(reader.done("/administration/courriers", "account-letter-retried"))
}
