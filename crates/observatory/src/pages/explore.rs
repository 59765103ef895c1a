//! One indicator zone by zone, as a page and as a CSV.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use bassin_kernel::{Period, Problem, address, text::capital};
use bassin_territory::Perimeter;
use bassin_web::{Column, Failure, Link, Page, Pager, Reader, Sort};
use serde::Deserialize;

use super::{SECTION, portrait::download, portrait_address, sentence, zoning_name};
use crate::{
    Observatory, explore,
    explore::{Exploration, Order, ZoneValue},
    export,
    figures::COMMUNES,
    indicator::{Indicator, Theme},
    maps::{self, MapView},
    portrait::{Citations, Status},
    present::{self, Shown},
};

/// How many zones a page shows.
const PAGE: u64 = 100;

/// What an address asks for. Everything has a default, so that a bare address works.
#[derive(Deserialize)]
pub struct Asked {
    /// The indicator's id.
    #[serde(default)]
    i: String,
    /// The zoning's id, or `communes`.
    #[serde(default)]
    z: String,
    /// The perimeter's expression.
    #[serde(default)]
    p: String,
    /// The period.
    #[serde(default)]
    t: String,
    /// The order.
    #[serde(default)]
    tri: String,
    /// The page, from 1.
    #[serde(default)]
    page: String,
}

struct Explored {
    indicator: Indicator,
    perimeter: Perimeter,
    exploration: Exploration,
    order: Order,
}

/// The page.
pub async fn show(State(observatory): State<Observatory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let explored = run(&observatory, &asked)?;
    let view = View::of(&observatory, &reader, &asked, &explored);
    let page = Page::of(view.heading.clone(), &view)?
        .section(SECTION)
        .trail([Link::new(reader.t("nav-territories"), "/territoires"), Link::new(reader.t("indicators-title"), "/indicateurs")]);
    Ok(reader.page(page))
}

/// The same rows as a CSV.
pub async fn csv(State(observatory): State<Observatory>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let explored = run(&observatory, &asked)?;
    let bytes = export::exploration_csv(&explored.exploration, &explored.indicator, &reader);
    Ok(download(bytes, "text/csv; charset=utf-8", "exploration.csv"))
}

fn run(observatory: &Observatory, asked: &Asked) -> Result<Explored, Problem> {
    let indicators = observatory.indicators();
    let indicator = if asked.i.is_empty() {
        indicators.headline().first().copied().or_else(|| indicators.all().first())
    } else {
        indicators.get(&asked.i)
    };
    let unknown =
        || Problem::not_found(format!("L’indicateur « {} » n’existe pas.", asked.i), format!("There is no indicator “{}”.", asked.i));
    let indicator = indicator.ok_or_else(unknown)?.clone();
    let expression = if asked.p.trim().is_empty() { "region:44" } else { &asked.p };
    let perimeter = observatory.territory().resolve(expression)?;
    let zoning = if asked.z.is_empty() { default_zoning(observatory, &perimeter) } else { asked.z.clone() };
    if zoning != COMMUNES && observatory.territory().atlas().zoning(&zoning).is_none() {
        let text = |fr: &str, en: &str| (format!("{fr} « {zoning} »."), format!("{en} “{zoning}”."));
        let (fr, en) = text("Aucun zonage ne porte le nom", "There is no zoning called");
        return Err(Problem::not_found(fr, en));
    }
    let period: Option<Period> = if asked.t.is_empty() {
        None
    } else {
        Some(asked.t.parse().map_err(|_| {
            Problem::invalid(
                "period-unknown",
                format!("« {} » n’est pas une période : écrivez par exemple 2017 ou 2024-01.", asked.t),
                format!("“{}” is not a period: write for instance 2017 or 2024-01.", asked.t),
            )
        })?)
    };
    let order = Order::from_text(&asked.tri).unwrap_or_default();
    let exploration = explore::explore(&observatory.figures(), &indicator, &zoning, &perimeter, period, order);
    Ok(Explored { indicator, perimeter, exploration, order })
}

/// The finest zoning that still reads at a glance.
fn default_zoning(observatory: &Observatory, perimeter: &Perimeter) -> String {
    if perimeter.rows.len() <= 120 {
        return COMMUNES.to_owned();
    }
    let atlas = observatory.territory().atlas();
    let few = |id: &str| atlas.zoning(id).is_some_and(|zoning| (2..=60).contains(&zoning.covering(&perimeter.rows).touched().len()));
    let preferred = ["zone-emploi", "epci", "bassin-efe", "arrondissement", "departement", "province", "region"];
    preferred.into_iter().find(|id| few(id)).unwrap_or("departement").to_owned()
}

#[derive(Template)]
#[template(path = "explore.html")]
struct View<'a> {
    r: &'a Reader,
    heading: String,
    lede: String,
    csv: String,
    indicators: Vec<Group>,
    zonings: Vec<Choice>,
    periods: Vec<Choice>,
    expression: String,
    map: Option<MapView>,
    count: String,
    columns: Vec<Column>,
    whole: Option<Shown>,
    rows: Vec<ZoneView>,
    pager: Pager,
    source: String,
}

struct Group {
    label: String,
    options: Vec<Choice>,
}

struct Choice {
    value: String,
    label: String,
    selected: bool,
}

struct ZoneView {
    rank: String,
    name: String,
    address: String,
    code: String,
    communes: String,
    partly: String,
    value: Shown,
}

impl<'a> View<'a> {
    fn of(observatory: &Observatory, reader: &'a Reader, asked: &Asked, explored: &Explored) -> Self {
        let Explored { indicator, perimeter, exploration, order } = explored;
        let name = reader.text(&indicator.name).to_owned();
        let zoning = reader.text(&crate::gap::scale_name(&exploration.zoning, &observatory.territory().atlas())).to_owned();
        let period = exploration.period.map(|period| period.to_string()).unwrap_or_default();
        let address = Address { indicator: &indicator.id, zoning: &exploration.zoning, perimeter: &perimeter.canonical, period: &asked.t };
        let count = u64::try_from(exploration.zones.len()).unwrap_or(u64::MAX);
        let pager = Pager::new(asked.page.parse().unwrap_or(1), PAGE, count, |page| address.with("/explorer", *order, page));
        let skipped = usize::try_from((pager.page - 1) * PAGE).unwrap_or(usize::MAX);
        let page = exploration.zones.iter().skip(skipped).take(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let shown_period = exploration.period.map(|period| period.label(reader.language)).unwrap_or_default();
        View {
            r: reader,
            heading: reader.t_with("explore-heading", &[("indicator", name.into()), ("zoning", zoning.into())]),
            lede: format!("{} · {} · {shown_period}", capital(reader.text(&perimeter.label)), reader.text(&indicator.unit)),
            csv: address.with("/explorer.csv", *order, 1),
            indicators: indicator_choices(observatory, reader, &indicator.id),
            zonings: zoning_choices(observatory, reader, &exploration.zoning),
            periods: period_choices(observatory, reader, indicator, &period),
            expression: perimeter.canonical.clone(),
            map: maps::exploration_map(observatory, reader, indicator, exploration),
            count: reader.t_with("explore-count", &[("count", count.into()), ("shown", reader.count(count).into())]),
            columns: columns(reader, indicator, *order, &address),
            whole: (exploration.whole.status != Status::Unknown).then(|| present::value(reader, &exploration.whole, indicator.decimals)),
            rows: page.map(|zone| zone_view(reader, indicator, zone)).collect(),
            pager,
            source: cited(observatory, reader, indicator),
        }
    }
}

struct Address<'a> {
    indicator: &'a str,
    zoning: &'a str,
    perimeter: &'a str,
    period: &'a str,
}

impl Address<'_> {
    fn with(&self, path: &str, order: Order, page: u64) -> String {
        let order = if order == Order::default() { "" } else { order.text() };
        let page = if page > 1 { page.to_string() } else { String::new() };
        address(
            path,
            &[("i", self.indicator), ("z", self.zoning), ("p", self.perimeter), ("t", self.period), ("tri", order), ("page", &page)],
        )
    }
}

fn indicator_choices(observatory: &Observatory, reader: &Reader, selected: &str) -> Vec<Group> {
    let indicators = observatory.indicators();
    let choice = |indicator: &Indicator| Choice {
        value: indicator.id.clone(),
        label: reader.text(&indicator.name).to_owned(),
        selected: indicator.id == selected,
    };
    let group = |theme: Theme| Group {
        label: reader.t(&format!("theme-{}", theme.id())),
        options: indicators.of_theme(theme).map(choice).collect(),
    };
    Theme::ALL.into_iter().map(group).filter(|group| !group.options.is_empty()).collect()
}

fn zoning_choices(observatory: &Observatory, reader: &Reader, selected: &str) -> Vec<Choice> {
    let atlas = observatory.territory().atlas();
    let communes = (COMMUNES.to_owned(), capital(&zoning_name(observatory, COMMUNES, reader.language)));
    let zonings = atlas.zonings().map(|zoning| (zoning.id().to_owned(), zoning.name(reader.language).to_owned()));
    std::iter::once(communes).chain(zonings).map(|(value, label)| Choice { selected: value == selected, value, label }).collect()
}

fn period_choices(observatory: &Observatory, reader: &Reader, indicator: &Indicator, selected: &str) -> Vec<Choice> {
    let periods = observatory.figures().periods(indicator);
    let choice = |period: Period| Choice {
        value: period.to_string(),
        label: period.label(reader.language),
        selected: period.to_string() == selected,
    };
    periods.into_iter().map(choice).collect()
}

fn columns(reader: &Reader, indicator: &Indicator, order: Order, address: &Address<'_>) -> Vec<Column> {
    let sorted = |column: Column, by: Order, sort: Sort| column.sorted_at(address.with("/explorer", by, 1), sort);
    let by = |wanted: Order| if order == wanted { Sort::Ascending } else { Sort::None };
    let value = Column::figures(reader.t("explore-value"), reader.text(&indicator.unit));
    let value = match order {
        Order::Descending => sorted(value, Order::Ascending, Sort::Descending),
        Order::Ascending => sorted(value, Order::Descending, Sort::Ascending),
        Order::Name | Order::Code => sorted(value, Order::Descending, Sort::None),
    };
    vec![
        Column::figures(reader.t("explore-rank"), ""),
        sorted(Column::words(reader.t("explore-zone")), Order::Name, by(Order::Name)),
        sorted(Column::words(reader.t("explore-code")), Order::Code, by(Order::Code)),
        Column::figures(reader.t("explore-communes"), ""),
        value,
    ]
}

fn zone_view(reader: &Reader, indicator: &Indicator, zone: &ZoneValue) -> ZoneView {
    let partly = (zone.inside < zone.communes).then(|| {
        let (inside, all) = (reader.count(u64::from(zone.inside)), reader.count(u64::from(zone.communes)));
        reader.t_with("explore-partly", &[("inside", inside.into()), ("all", all.into())])
    });
    ZoneView {
        rank: zone.rank.map(|rank| reader.count(u64::from(rank))).unwrap_or_default(),
        name: reader.text(&zone.name).to_owned(),
        address: portrait_address(&zone.expression),
        code: zone.code.clone(),
        communes: reader.count(u64::from(zone.communes)),
        partly: partly.unwrap_or_default(),
        value: present::value(reader, &zone.value, indicator.decimals),
    }
}

fn cited(observatory: &Observatory, reader: &Reader, indicator: &Indicator) -> String {
    let mut ids: Vec<&str> = indicator.formula.measures().map(|measure| measure.dataset.as_str()).collect();
    ids.dedup();
    let sources = ids.into_iter().filter_map(|id| observatory.source(id));
    sources.map(|source| sentence(reader.text(&source.citation))).collect::<Vec<_>>().join(" ")
}
