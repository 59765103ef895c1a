//! Duplicates: the list of likely ones, the preview of what a merge moves, the merge and its undoing.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::address;
use bassin_web::{Failure, Field, Page, Picked, Reader, Submitted};
use serde::Deserialize;
use uuid::Uuid;

use super::{found, kind_name, known, organisation_address, to_list, to_sheet};
use crate::{Directory, Organisation, commands::organisation::merge::union, pages::SECTION, policy};

#[derive(Template)]
#[template(path = "organisation-duplicates.html")]
struct DuplicatesView<'a> {
    r: &'a Reader,
    pairs: Vec<Pair>,
}

struct Pair {
    left: String,
    left_address: String,
    right: String,
    right_address: String,
    reason: String,
    merge: String,
}

pub(super) async fn duplicates(State(directory): State<Directory>, reader: Reader) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
    let found = directory.duplicates().await?;
    let ids: Vec<Uuid> = found.iter().flat_map(|one| [one.pair.0, one.pair.1]).collect();
    let sheets = directory.organisations(&ids).await?;
    let name = |id: Uuid| sheets.get(&id).map(Organisation::full_name).unwrap_or_default();
    let pairs = found.iter().map(|one| Pair {
        left: name(one.pair.0),
        left_address: organisation_address(one.pair.0),
        right: name(one.pair.1),
        right_address: organisation_address(one.pair.1),
        reason: if one.number { reader.t("organisation-duplicate-number") } else { reader.t("organisation-duplicate-name") },
        merge: address(&format!("{}/fusion", organisation_address(one.pair.0)), &[("avec", &one.pair.1.to_string())]),
    });
    let view = DuplicatesView { r: &reader, pairs: pairs.collect() };
    let page = Page::of(reader.t("organisation-duplicates-title"), &view)?.section(SECTION).trail([to_list(&reader)]);
    Ok(reader.page(Page { robots: Some("noindex"), ..page }))
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    avec: String,
    #[serde(rename = "avec-words")]
    words: String,
}

#[derive(Template)]
#[template(path = "organisation-merge.html")]
struct MergeView<'a> {
    r: &'a Reader,
    name: String,
    fields: Vec<Field>,
    other: String,
    other_id: String,
    moved: Vec<Moved>,
    id: String,
    cancel: String,
    swap: String,
}

struct Moved {
    what: String,
    kept: String,
    absorbed: String,
    after: String,
}

pub(super) async fn show(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    reader.viewer.check(&policy::DIRECTORY_MANAGE, &[])?;
    let kept = found(&directory, &id).await?;
    let other = match asked.avec.parse::<Uuid>() {
        Ok(id) => directory.organisation(id).await?.filter(|other| other.id != kept.id),
        Err(_) => None,
    };
    let mut fields = vec![Field::picker("avec", "/structures/suggestions?q=").label(reader.t("organisation-merge-other"))];
    let submitted = Submitted::parse(address("", &[("avec-words", &asked.words)]).trim_start_matches('?'))?;
    if let (None, Picked::Words(words)) = (&other, submitted.picked("avec")) {
        let found = directory.search_organisations(&crate::Search { query: words.to_owned(), size: 20, ..Default::default() }).await?;
        let choices = found.items.iter().filter(|sheet| sheet.id != kept.id);
        let choices = choices.map(|sheet| bassin_web::Choice::new(sheet.id.to_string(), sheet.full_name()));
        fields = vec![Field::radios("avec").label(reader.t("organisation-merge-other")).choices(choices)];
    }
    let moved = match &other {
        Some(other) => preview(&directory, &reader, &kept, other).await?,
        None => Vec::new(),
    };
    let swap =
        other.as_ref().map(|other| address(&format!("{}/fusion", organisation_address(other.id)), &[("avec", &kept.id.to_string())]));
    let view = MergeView {
        r: &reader,
        name: kept.full_name(),
        fields,
        other: other.as_ref().map(Organisation::full_name).unwrap_or_default(),
        other_id: other.as_ref().map(|other| other.id.to_string()).unwrap_or_default(),
        moved,
        id: directory.new_id().to_string(),
        cancel: organisation_address(kept.id),
        swap: swap.unwrap_or_default(),
    };
    let page = Page::of(reader.t("organisation-merge-title"), &view)?.section(SECTION).trail(to_sheet(&reader, &kept));
    Ok(reader.page(Page { robots: Some("noindex"), ..page }))
}

async fn preview(directory: &Directory, reader: &Reader, kept: &Organisation, other: &Organisation) -> Result<Vec<Moved>, Failure> {
    let after = union(kept, other);
    let (mine, theirs, all) = (kept.draft(), other.draft(), after.draft());
    let shown = |field: &str, text: &str| if field == "kind" { kind_name(reader, text) } else { text.to_owned() };
    let mut moved: Vec<Moved> = crate::OrganisationDraft::FIELDS
        .into_iter()
        .filter(|field| mine.get(field) != theirs.get(field) && !theirs.get(field).is_empty())
        .map(|field| Moved {
            what: super::field_name(reader, field),
            kept: shown(field, mine.get(field)),
            absorbed: shown(field, theirs.get(field)),
            after: shown(field, all.get(field)),
        })
        .collect();
    let count = |count: usize| reader.count(u64::try_from(count).unwrap_or(u64::MAX));
    let (here, there) = (directory.all_members_of(kept.id).await?.len(), directory.all_members_of(other.id).await?.len());
    let mut counted = |what: &str, here: usize, there: usize| {
        moved.push(Moved { what: reader.t(what), kept: count(here), absorbed: count(there), after: count(here + there) });
    };
    counted("organisation-sites", kept.sites.len(), other.sites.len());
    counted("organisation-people", here, there);
    Ok(moved)
}

pub(super) async fn merge(
    State(directory): State<Directory>,
    reader: Reader,
    Path(id): Path<String>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let kept = found(&directory, &id).await?;
    let merge = submitted.uuid("id").unwrap_or_else(|| directory.new_id());
    directory.merge_organisations(&reader.viewer, merge, kept.id, known(submitted.get("other"))?).await?;
    Ok(reader.done(&organisation_address(kept.id), "organisation-merged"))
}

pub(super) async fn undo(State(directory): State<Directory>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let undone = directory.undo_merge(&reader.viewer, known(&id)?).await?;
    let kept = if undone.kind == "person" { format!("/personnes/{}", undone.kept) } else { organisation_address(undone.kept) };
    Ok(reader.done(&kept, "organisation-parted"))
}
