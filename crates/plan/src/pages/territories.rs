//! The actions of a plan by territory: a map of how many concern each zone, the same as a table, and the actions of each territory.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use bassin_kernel::{Problem, address, text::fold};
use bassin_territory::{
    Atlas, Perimeter, RowSet, Zone,
    draw::{self, Area},
};
use bassin_web::{Failure, Link, Page, Reader, Tab, chart::Caption, classes::Counts};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    SECTION,
    board::{Group, Row, put, row},
    filter::{Asked, Choices},
    list::Seen,
    plan_address,
    say::count,
    tabs::tabs_keeping,
    trail,
};
use crate::{Plans, Sheet, TieKind, Tree};

/// What the map is made of: the word of the address, and the zonings that answer to it on each side of the border.
const GRAINS: [(&str, &[&str]); 3] =
    [("departement", &["departement", "province"]), ("zone-emploi", &["zone-emploi"]), ("epci", &["epci", "arrondissement"])];

/// Beyond so many zones the table leaves out those that no action concerns.
const MOST_LINES: usize = 30;

/// What this page asks for beside the filters of every list.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Where {
    /// The zones of the map.
    maille: String,
    /// The zone whose actions are listed, as a perimeter.
    zone: String,
}

/// Where the actions of a plan take place.
struct Places {
    /// The communes of each action that names a territory.
    by_action: HashMap<Uuid, RowSet>,
    /// The territory of the whole plan, when it is known.
    whole: Option<Perimeter>,
    /// What the map shows.
    scope: RowSet,
}

impl Places {
    async fn of(plans: &Plans, tree: &Tree) -> Result<Self, Problem> {
        let owner = plans.perimeter_of(tree.plan.owner).await?;
        let (mut by_action, mut named): (HashMap<Uuid, RowSet>, Vec<Perimeter>) = (HashMap::new(), Vec::new());
        for sheet in tree.actions() {
            for found in territories(sheet).filter_map(|tie| plans.territory.resolve(&tie.reference).ok()) {
                let rows = by_action.entry(sheet.node.id).or_default();
                *rows = rows.union(&found.rows);
                named.push(found);
            }
        }
        let all = named.iter().fold(RowSet::new(), |all, one| all.union(&one.rows));
        let scope = match &owner {
            Some(owner) => all.union(&owner.rows),
            None => regions(&plans.territory.atlas(), &all),
        };
        Ok(Self { by_action, whole: owner.or_else(|| widest(named)), scope })
    }

    fn is_whole(&self, sheet: &Sheet) -> bool {
        self.whole.as_ref().zip(self.by_action.get(&sheet.node.id)).is_some_and(|(whole, rows)| whole.rows.is_subset(rows))
    }

    fn touches(&self, sheet: &Sheet, zone: &RowSet) -> bool {
        self.by_action.get(&sheet.node.id).is_some_and(|rows| !rows.is_disjoint(zone))
    }
}

/// The territory that holds all the others, when there are others.
fn widest(named: Vec<Perimeter>) -> Option<Perimeter> {
    let all = named.iter().fold(RowSet::new(), |all, one| all.union(&one.rows));
    let others = named.iter().any(|one| one.rows != all);
    named.into_iter().find(|one| others && one.rows == all)
}

/// The same with the rest of the regions and provinces that are touched: what is around says where one is.
fn regions(atlas: &Atlas, rows: &RowSet) -> RowSet {
    let zones = ["region", "province"].into_iter().filter_map(|id| atlas.zoning(id)).flat_map(|zoning| zoning.zones());
    zones.filter(|zone| !zone.rows.is_disjoint(rows)).fold(rows.clone(), |all, zone| all.union(&zone.rows))
}

fn territories(sheet: &Sheet) -> impl Iterator<Item = &crate::Tie> {
    sheet.node.ties.iter().filter(|tie| tie.kind == TieKind::Territory)
}

/// A zone of the map, with how many actions concern it.
struct ZoneView {
    name: String,
    count: usize,
    address: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "plan_territories.html")]
struct View<'a> {
    r: &'a Reader,
    name: &'a str,
    tabs: Vec<Tab>,
    asked: &'a Asked,
    choices: Choices,
    followed: bool,
    path: String,
    clear: String,
    grains: Vec<Tab>,
    /// What the plan says of territories at all.
    empty: String,
    map: Option<String>,
    zones: Vec<ZoneView>,
    /// How many zones the table leaves out: no action concerns them.
    others: usize,
    /// The zone whose actions alone are listed, and the way back to all.
    only: Option<Link>,
    groups: Vec<Group>,
    whole: Vec<Row>,
    whole_title: String,
    none: Vec<Row>,
}

pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    Query(ground): Query<Where>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let seen = Seen::of(&tree, &plans);
    let places = Places::of(&plans, &tree).await?;
    let kept: Vec<&Sheet> = tree.actions().filter(|sheet| seen.keeps(&asked, sheet)).collect();
    let (whole, local): (Vec<&Sheet>, Vec<&Sheet>) = kept.into_iter().partition(|sheet| places.is_whole(sheet));
    let (local, none): (Vec<&Sheet>, Vec<&Sheet>) = local.into_iter().partition(|sheet| territories(sheet).next().is_some());
    let zone = if ground.zone.is_empty() { None } else { plans.territory.resolve(&ground.zone).ok() };
    let path = format!("{}/territoires", plan_address(&tree.plan));
    let way = Way { path: &path, asked: &asked, ground: &ground };
    let atlas = plans.territory.atlas();
    let grains: Vec<&str> = GRAINS.iter().map(|(id, _)| *id).filter(|id| atlas.zoning(id).is_some()).collect();
    let grain = grains.iter().copied().find(|id| *id == ground.maille).unwrap_or("departement");
    let drawn = if places.by_action.is_empty() { Vec::new() } else { zones(&atlas, grain, &places.scope) };
    let counts: Vec<usize> = drawn.iter().map(|(_, one)| local.iter().filter(|sheet| places.touches(sheet, &one.rows)).count()).collect();
    let here = |sheet: &&&Sheet| zone.as_ref().is_none_or(|zone| places.touches(sheet, &zone.rows));
    let listed: Vec<&Sheet> = local.iter().filter(here).copied().collect();
    let rows = |sheets: &[&Sheet]| sheets.iter().map(|sheet| row(&seen, &reader, sheet)).collect::<Vec<Row>>();
    let view = View {
        r: &reader,
        name: reader.text(&tree.plan.name),
        tabs: tabs_keeping(&reader, &tree.plan, "/territoires", &asked),
        choices: Choices { kept: vec![("maille", ground.maille.clone()), ("zone", ground.zone.clone())], ..Choices::of(&reader, &tree) },
        followed: tree.plan.followed_since.is_some(),
        clear: if asked.is_empty() { String::new() } else { way.with("", &ground.maille) },
        grains: grains.iter().map(|id| Tab::new(reader.t(&format!("plan-grain-{id}")), way.with("", id), *id == grain)).collect(),
        empty: empty(&reader, &tree, &local, &whole),
        map: map(&plans, &reader, &way, &drawn, &counts),
        others: if drawn.len() > MOST_LINES { counts.iter().filter(|count| **count == 0).count() } else { 0 },
        zones: lines(&reader, &way, &drawn, &counts, grain),
        only: zone.as_ref().map(|zone| Link::new(reader.text(&zone.label), way.with("", &ground.maille))),
        groups: groups(&plans, &reader, &seen, &listed),
        whole_title: places.whole.as_ref().map(|whole| reader.text(&whole.label).to_owned()).unwrap_or_default(),
        whole: rows(&whole),
        none: if zone.is_none() { rows(&none) } else { Vec::new() },
        asked: &asked,
        path: path.clone(),
    };
    let page = Page::of(format!("{} – {}", reader.t("plan-tab-territories"), view.name), &view)?;
    Ok(reader.page(page.section(SECTION).trail(trail(&reader, &tree.plan))))
}

/// The address of this page with its filters.
struct Way<'a> {
    path: &'a str,
    asked: &'a Asked,
    ground: &'a Where,
}

impl Way<'_> {
    fn with(&self, zone: &str, grain: &str) -> String {
        let pairs: Vec<(&str, &str)> = self.asked.pairs().into_iter().chain([("maille", grain), ("zone", zone)]).collect();
        address(self.path, &pairs)
    }
}

/// Why there is nothing to list; empty when there is.
fn empty(reader: &Reader, tree: &Tree, local: &[&Sheet], whole: &[&Sheet]) -> String {
    if !local.is_empty() || !whole.is_empty() {
        return String::new();
    }
    let tied = tree.actions().any(|sheet| territories(sheet).next().is_some());
    reader.t(if tied { "plan-filter-none" } else { "plan-territories-lede-none" })
}

/// The zones that lie in what the map shows, each with the expression that names it.
fn zones(atlas: &Atlas, grain: &str, scope: &RowSet) -> Vec<(String, Zone)> {
    let parts = GRAINS.iter().find(|(id, _)| *id == grain).map_or(&[][..], |(_, parts)| parts);
    let zonings = parts.iter().filter_map(|id| atlas.zoning(id));
    let all = zonings.flat_map(|zoning| zoning.zones().iter().map(move |zone| (format!("{}:{}", zoning.id(), zone.code), zone)));
    // French arrondissements would be drawn over the intercommunalities.
    let kept = all.filter(|(reference, zone)| {
        !zone.rows.is_disjoint(scope) && (!reference.starts_with("arrondissement:") || reference.contains(":BE-"))
    });
    kept.map(|(reference, zone)| (reference, zone.clone())).collect()
}

fn actions(reader: &Reader, number: usize) -> String {
    if number == 0 {
        return reader.t("plan-map-nothing");
    }
    reader.t_with("plan-count", &[("count", count(number).into())])
}

/// The numbers of a class, in words; empty when no zone is of it.
fn class_words(reader: &Reader, range: Option<(usize, usize)>) -> String {
    match range {
        None => String::new(),
        Some((least, most)) if least == most => actions(reader, least),
        Some((least, most)) => reader.t_with("plan-map-between", &[("least", count(least).into()), ("most", count(most).into())]),
    }
}

/// The map; none when contours are not there, or when no action names a territory.
fn map(plans: &Plans, reader: &Reader, way: &Way<'_>, drawn: &[(String, Zone)], counts: &[usize]) -> Option<String> {
    let scale = Counts::of(counts);
    let areas: Vec<Area<'_>> = drawn
        .iter()
        .zip(counts)
        .map(|((reference, zone), count)| Area {
            rows: &zone.rows,
            label: reader.text(&zone.name).to_owned(),
            value: Some(actions(reader, *count)),
            class: Some(scale.class(*count)),
            address: (*count > 0).then(|| way.with(reference, &way.ground.maille) + "#actions"),
        })
        .collect();
    let mut ranges = scale.ranges();
    ranges[0] = counts.contains(&0).then_some((0, 0));
    let legend = ranges.map(|range| class_words(reader, range));
    let caption = Caption {
        id: "actions-map".to_owned(),
        title: reader.t("plan-map-title"),
        sentence: reader.t("plan-map-sentence"),
        list: Some(Link::new(reader.t("plan-map-list"), "#zones")),
        ..Caption::default()
    };
    draw::areas(&plans.territory, reader, &caption, &areas, &legend)
}

/// The same as the map, the zones with the most actions first.
fn lines(reader: &Reader, way: &Way<'_>, drawn: &[(String, Zone)], counts: &[usize], grain: &str) -> Vec<ZoneView> {
    let mut lines: Vec<ZoneView> = drawn
        .iter()
        .zip(counts)
        .map(|((reference, zone), count)| ZoneView {
            name: reader.text(&zone.name).to_owned(),
            count: *count,
            address: if *count > 0 { way.with(reference, grain) + "#actions" } else { String::new() },
            current: way.ground.zone == *reference,
        })
        .collect();
    if lines.len() > MOST_LINES {
        lines.retain(|line| line.count > 0);
    }
    lines.sort_by_key(|line| (std::cmp::Reverse(line.count), fold(&line.name)));
    lines
}

/// The actions under each territory they name.
fn groups(plans: &Plans, reader: &Reader, seen: &Seen<'_>, listed: &[&Sheet]) -> Vec<Group> {
    let mut groups = Vec::new();
    for sheet in listed {
        for tie in territories(sheet) {
            let known = plans.territory.resolve(&tie.reference).ok();
            let label = match (&known, tie.label.as_str()) {
                (Some(perimeter), "") => reader.text(&perimeter.label).to_owned(),
                (_, label) => label.to_owned(),
            };
            let at = known.map(|perimeter| address("/territoires/portrait", &[("p", &perimeter.canonical)]));
            put(&mut groups, Link::new(label, at.unwrap_or_default()), row(seen, reader, sheet));
        }
    }
    groups.sort_by_key(|group| fold(&group.heading.label));
    groups
}

impl Plans {
    /// The perimeter a body works for; none when it says none.
    async fn perimeter_of(&self, body: Option<Uuid>) -> Result<Option<Perimeter>, Problem> {
        let Some(id) = body else { return Ok(None) };
        let expression = match self.governance.body(&id.to_string()).await {
            Ok(body) => body.perimeter,
            // A body may have been removed with the demonstration it came from.
            Err(problem) if problem.kind == bassin_kernel::Kind::NotFound => String::new(),
            Err(problem) => return Err(problem),
        };
        Ok(self.territory.resolve(&expression).ok().filter(|perimeter| !perimeter.is_empty()))
    }
}
