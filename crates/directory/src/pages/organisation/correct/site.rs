//! The form to correct a site, and how its correction is told.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_web::{Failure, Field, Reader, Submitted};
use uuid::Uuid;

use super::super::{
    edit::{site_fields, typed_site},
    field_name,
    form::{Form, Stored, mendable},
    found, known, organisation_address,
};
use crate::{Directory, Organisation, Site, SiteChange};

fn fields(reader: &Reader, directory: &Directory, site: Option<&Site>) -> Vec<Field> {
    let mut all = site_fields(reader, site);
    if site.is_some() {
        all.push(Field::checkbox("gone").label(reader.t("organisation-correction-site-gone")));
    }
    all.push(super::reason_field(reader));
    all.push(Field::hidden("id", directory.new_id().to_string()));
    all
}

fn form<'a>(reader: &'a Reader, sheet: &Organisation, site: Option<&Site>, fields: Vec<Field>) -> Form<'a> {
    let title = if site.is_some() { "organisation-propose-site" } else { "organisation-propose-new-site" };
    Form { title: reader.t(title), ..super::form(reader, sheet, fields) }
}

pub(in crate::pages::organisation) async fn propose(
    State(directory): State<Directory>,
    reader: Reader,
    Path((id, site)): Path<(String, String)>,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let sheet = found(&directory, &id).await?;
    let site = stored(&sheet, known(&site)?);
    form(&reader, &sheet, site, fields(&reader, &directory, site)).page(None)
}

fn stored(sheet: &Organisation, site: Uuid) -> Option<&Site> {
    sheet.sites.iter().find(|known| known.id == site)
}

pub(in crate::pages::organisation) async fn proposed(
    State(directory): State<Directory>,
    reader: Reader,
    Path((id, site)): Path<(String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    reader.require_signed_in()?;
    let sheet = found(&directory, &id).await?;
    let site = known(&site)?;
    let correction = submitted.uuid("id").unwrap_or_else(|| directory.new_id());
    let typed = (!submitted.flag("gone")).then(|| typed_site(site, &submitted));
    match directory.propose_site(&reader.viewer, correction, (sheet.id, site), typed.as_ref(), submitted.get("reason")).await {
        Ok(_) => Ok(reader.done(&organisation_address(sheet.id), "organisation-proposed")),
        Err(problem) => {
            let problem = mendable(problem)?;
            let known = stored(&sheet, site);
            let mut fields = fields(&reader, &directory, known);
            Field::fill(&mut fields, &submitted);
            form(&reader, &sheet, known, fields).page(Some(&problem))
        }
    }
}

/// What a correction changes in a site, field by field: the label, what is stored, what is proposed.
pub(super) fn differences(directory: &Directory, reader: &Reader, change: &SiteChange) -> Vec<Stored> {
    let atlas = directory.territory.atlas();
    let commune = |site: &Site| {
        atlas.row(&site.commune).and_then(|row| atlas.commune(row)).map_or_else(|| site.commune.clone(), |one| one.name.to_owned())
    };
    let texts = |site: &Site| {
        [site.name.clone(), site.address.clone(), site.postcode.clone(), commune(site), site.accessibility.clone(), site.phone.clone()]
    };
    let of = |site: &Option<Site>| site.as_ref().map(texts).unwrap_or_default();
    let labels = ["site_name", "address", "postcode", "commune", "accessibility", "phone"];
    let all = labels.into_iter().zip(of(&change.stored)).zip(of(&change.proposed));
    all.filter(|((_, stored), proposed)| stored != proposed)
        .map(|((label, stored), typed)| Stored { label: field_name(reader, label), stored, typed })
        .collect()
}

/// A correction in a line: which site, what was there, what should be.
pub(super) fn told(directory: &Directory, reader: &Reader, change: &SiteChange) -> (String, String, String) {
    let site = change.stored.as_ref().or(change.proposed.as_ref());
    let name = site.map_or("", |site| if site.name.is_empty() { &site.address } else { &site.name });
    let label = reader.t_with("organisation-correction-site", &[("name", name.into())]);
    let lines = differences(directory, reader, change);
    let one = |text: fn(&Stored) -> &String| {
        let parts: Vec<String> =
            lines.iter().filter(|line| !text(line).is_empty()).map(|line| format!("{} : {}", line.label, text(line))).collect();
        parts.join(" · ")
    };
    let proposed = if change.proposed.is_none() { reader.t("organisation-correction-site-gone") } else { one(|line| &line.typed) };
    (label, one(|line| &line.stored), proposed)
}

/// What accepting a correction would change now: against the site as it is, not as it was.
pub(super) fn decided(directory: &Directory, reader: &Reader, sheet: &Organisation, change: &SiteChange) -> Vec<Stored> {
    let now = change.stored.as_ref().and_then(|site| stored(sheet, site.id)).cloned();
    let mut lines = differences(directory, reader, &SiteChange { stored: now, proposed: change.proposed.clone() });
    if change.proposed.is_none() {
        lines.iter_mut().for_each(|line| line.typed = reader.t("organisation-correction-site-gone"));
    }
    lines
}
