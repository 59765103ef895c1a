//! The one search box: territories first, then what each room found, with the way to its full list.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use bassin_governance::{Listing, PracticeFilter};
use bassin_kernel::{Problem, address, text::fold};
use bassin_territory::Target;
use bassin_web::{Failure, Page, Reader};
use serde::Deserialize;

use super::{Anchor, portrait};
use crate::Installation;

/// How many territories a search shows.
const TERRITORIES: usize = 30;
/// How many answers of another room it shows; the rest is in the room's own list.
const SHOWN: usize = 8;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    r: &'a Reader,
    query: &'a str,
    territories: Vec<Found>,
    groups: Vec<Group>,
    none: bool,
}

struct Found {
    label: String,
    detail: String,
    portrait: String,
    sheet: String,
}

/// What a room found.
struct Group {
    id: &'static str,
    title: String,
    count: String,
    found: Vec<Anchor>,
    /// The room's list of all that was found.
    list: String,
    more: Option<String>,
}

pub(super) async fn show(
    State(installation): State<Installation>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let query = asked.q.trim();
    let territories = territories(&installation, &reader, query);
    let groups = if fold(query).is_empty() { Vec::new() } else { groups(&installation, &reader, query).await? };
    let none = !query.is_empty() && territories.is_empty() && groups.is_empty();
    let view = Search { r: &reader, query, territories, groups, none };
    let page = Page::of(reader.t("search-title"), &view)?;
    Ok(reader.page(Page { robots: Some("noindex"), ..page }))
}

/// What each room found, those that found nothing left out.
async fn groups(installation: &Installation, reader: &Reader, query: &str) -> Result<Vec<Group>, Problem> {
    let all = [
        bodies(installation, reader, query).await?,
        organisations(installation, reader, query).await?,
        actions(installation, reader, query).await?,
        projects(installation, reader, query).await?,
        practices(installation, reader, query).await?,
        indicators(installation, reader, query),
        datasets(installation, reader, query),
    ];
    Ok(all.into_iter().filter(|group| !group.found.is_empty()).collect())
}

/// A group of what was found: the first few, and how many there are.
fn group(reader: &Reader, (id, title): (&'static str, &str), total: u64, found: impl Iterator<Item = Anchor>, list: String) -> Group {
    let found: Vec<Anchor> = found.take(SHOWN).collect();
    let rest = total > u64::try_from(found.len()).unwrap_or(u64::MAX);
    let more = rest.then(|| reader.t_with("search-all", &[("count", total.into()), ("shown", reader.count(total).into())]));
    Group { id, title: reader.t(title), count: reader.count(total), found, list, more }
}

fn length<T>(found: &[T]) -> u64 {
    u64::try_from(found.len()).unwrap_or(u64::MAX)
}

async fn bodies(installation: &Installation, reader: &Reader, query: &str) -> Result<Group, Problem> {
    let found = installation.governance.search_bodies(query).await?;
    let statutes = installation.governance.statutes();
    let named = |id: &str, version| statutes.version(id, version).map(|statute| reader.text(&statute.name).to_owned()).unwrap_or_default();
    let anchors = found.iter().map(|body| Anchor {
        label: body.name.clone(),
        address: format!("/instances/{}", body.slug),
        detail: named(&body.statute, body.statute_version),
    });
    Ok(group(reader, ("bodies", "nav-bodies"), length(&found), anchors, address("/instances", &[("q", query)])))
}

async fn organisations(installation: &Installation, reader: &Reader, query: &str) -> Result<Group, Problem> {
    let search = bassin_directory::Search { query: query.to_owned(), size: 8, ..bassin_directory::Search::default() };
    let found = installation.directory.search_organisations(&search).await?;
    let anchors = found.items.iter().map(|sheet| Anchor {
        label: sheet.full_name(),
        address: format!("/structures/{}", sheet.id),
        detail: reader.t(&format!("organisation-kind-{}", sheet.kind)),
    });
    Ok(group(reader, ("organisations", "organisation-list-title"), found.total, anchors, address("/structures", &[("q", query)])))
}

async fn actions(installation: &Installation, reader: &Reader, query: &str) -> Result<Group, Problem> {
    let wanted = fold(query);
    let mut found = Vec::new();
    for tree in installation.plans.trees().await? {
        let told = |sheet: &bassin_plan::Sheet| Anchor {
            label: format!("{} {}", sheet.node.number, reader.text(&sheet.node.title)),
            address: format!("/plan/{}/{}", tree.plan.id, sheet.node.number),
            detail: tree.above(sheet).last().map(|above| reader.text(&above.node.title).to_owned()).unwrap_or_default(),
        };
        let speaks = |sheet: &&bassin_plan::Sheet| {
            let said = sheet.node.folded();
            wanted.split(' ').all(|word| said.contains(word))
        };
        found.extend(tree.actions().filter(speaks).map(told));
    }
    Ok(group(reader, ("actions", "search-actions"), length(&found), found.into_iter(), address("/plan", &[("q", query)])))
}

async fn projects(installation: &Installation, reader: &Reader, query: &str) -> Result<Group, Problem> {
    let asked = Listing { words: query.to_owned(), ..Listing::default() };
    let found = installation.governance.projects(&reader.viewer, None, &asked).await?.items;
    let anchors = found.iter().map(|file| Anchor {
        label: file.project.sheet.title.clone(),
        address: format!("/projets/{}", file.project.id),
        detail: file.project.sheet.lead.name.clone(),
    });
    Ok(group(reader, ("projects", "project-list-title"), length(&found), anchors, address("/projets", &[("q", query)])))
}

async fn practices(installation: &Installation, reader: &Reader, query: &str) -> Result<Group, Problem> {
    let filter = PracticeFilter { words: query.to_owned(), ..PracticeFilter::default() };
    let found = installation.governance.practices(&reader.viewer, &filter).await?;
    let anchors = found.iter().map(|practice| Anchor {
        label: practice.sheet.title.clone(),
        address: format!("/pratiques/{}", practice.id),
        detail: practice.sheet.theme.clone(),
    });
    Ok(group(reader, ("practices", "practice-list-title"), length(&found), anchors, address("/pratiques", &[("q", query)])))
}

fn territories(installation: &Installation, reader: &Reader, query: &str) -> Vec<Found> {
    let atlas = installation.territory.atlas();
    let sheet = |target: Target| match target {
        Target::Commune(row) => atlas.commune(row).map(|commune| bassin_territory::commune_address(&commune.key())),
        Target::Zone(zoning, zone) => {
            let zoning = atlas.zonings().nth(zoning as usize)?;
            zoning.zones().get(zone as usize).map(|zone| bassin_territory::zone_address(zoning.id(), &zone.code))
        }
    };
    let found = |hit: bassin_territory::Hit| Found {
        label: reader.text(&hit.name).to_owned(),
        detail: reader.text(&hit.context).to_owned(),
        portrait: portrait(&hit.reference),
        sheet: sheet(hit.target).unwrap_or_default(),
    };
    atlas.search(query, TERRITORIES).into_iter().map(found).collect()
}

/// Whether every word of a query begins a word of a text.
fn answers(text: &str, query: &str) -> bool {
    let (text, query) = (fold(text), fold(query));
    !query.is_empty() && query.split(' ').all(|wanted| text.split(' ').any(|word| word.starts_with(wanted)))
}

fn indicators(installation: &Installation, reader: &Reader, query: &str) -> Group {
    let indicators = installation.observatory.indicators();
    let found = indicators.all().iter().filter(|indicator| answers(&format!("{} {}", indicator.name.fr, indicator.name.en), query));
    let found: Vec<Anchor> = found
        .map(|indicator| Anchor {
            label: reader.text(&indicator.name).to_owned(),
            address: format!("/indicateurs/{}", indicator.id),
            detail: reader.text(&indicator.unit).to_owned(),
        })
        .collect();
    group(reader, ("indicators", "indicators-title"), length(&found), found.into_iter(), "/indicateurs".to_owned())
}

fn datasets(installation: &Installation, reader: &Reader, query: &str) -> Group {
    let descriptors = installation.observatory.descriptors();
    let found = descriptors.iter().map(|described| &described.descriptor);
    let found =
        found.filter(|descriptor| answers(&format!("{} {} {}", descriptor.title.fr, descriptor.title.en, descriptor.producer), query));
    let found: Vec<Anchor> = found
        .map(|descriptor| Anchor {
            label: reader.text(&descriptor.title).to_owned(),
            address: format!("/donnees/{}", descriptor.id),
            detail: descriptor.producer.clone(),
        })
        .collect();
    group(reader, ("datasets", "datasets-title"), length(&found), found.into_iter(), "/donnees".to_owned())
}
