//! The observatory's API: portraits, explorations, indicators, datasets. The same figures as the pages, through the same door.

use axum::{
    Json,
    extract::{Path, Query, State},
};
use bassin_kernel::{LocalizedText, Period, Problem};
use bassin_web::Failure;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Observatory,
    explore::{self, Exploration, Order},
    figures::COMMUNES,
    indicator::{Formula, Indicator, Theme},
    place::Texts,
    portrait::{Citations, Portrait, SourceNote},
};

/// The room's API.
pub fn routes(observatory: Observatory) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(portrait, portrait_posted))
        .routes(routes!(exploration))
        .routes(routes!(indicators))
        .routes(routes!(indicator))
        .routes(routes!(datasets))
        .with_state(observatory)
}

/// A perimeter.
#[derive(Deserialize, IntoParams, ToSchema)]
struct PortraitQuery {
    /// The perimeter's expression, such as `departement:67 + zone-emploi:4406 - commune:FR-67482`, or a list of commune codes.
    #[param(example = "departement:67")]
    #[schema(example = "departement:67")]
    perimeter: String,
}

/// The portrait of a perimeter
///
/// Every indicator over any set of communes, compared with its département, région and country, with what is not known and why.
#[utoipa::path(get, path = "/portrait", tag = "observatory", params(PortraitQuery), responses((status = 200, body = Portrait), (status = 422, description = "The perimeter cannot be read; every reason is listed.")))]
async fn portrait(State(observatory): State<Observatory>, Query(query): Query<PortraitQuery>) -> Result<Json<Portrait>, Failure> {
    draw(&observatory, &query.perimeter)
}

/// The portrait of a perimeter too long for an address
#[utoipa::path(post, path = "/portrait", tag = "observatory", request_body = PortraitQuery, responses((status = 200, body = Portrait), (status = 422, description = "The perimeter cannot be read; every reason is listed.")))]
async fn portrait_posted(State(observatory): State<Observatory>, Json(query): Json<PortraitQuery>) -> Result<Json<Portrait>, Failure> {
    draw(&observatory, &query.perimeter)
}

fn draw(observatory: &Observatory, expression: &str) -> Result<Json<Portrait>, Failure> {
    let perimeter = observatory.territory().resolve(expression)?;
    Ok(Json(observatory.portrait(&perimeter).as_ref().clone()))
}

#[derive(Deserialize, IntoParams)]
struct ExploreQuery {
    /// The indicator's identifier.
    #[param(example = "census-unemployment-rate")]
    indicator: String,
    /// The zoning's identifier, or `communes`.
    #[param(example = "departement")]
    zoning: String,
    /// The perimeter's expression.
    #[param(example = "region:44")]
    perimeter: String,
    /// The period; the newest published when absent.
    #[serde(default)]
    period: Option<String>,
    /// `-value` (default), `value`, `name` or `code`.
    #[serde(default)]
    sort: Option<String>,
}

/// An indicator over the zones of a zoning
#[utoipa::path(get, path = "/explore", tag = "observatory", params(ExploreQuery), responses((status = 200, body = Exploration), (status = 404, description = "No such indicator or zoning."), (status = 422, description = "The perimeter or the period cannot be read.")))]
async fn exploration(State(observatory): State<Observatory>, Query(query): Query<ExploreQuery>) -> Result<Json<Exploration>, Failure> {
    let indicators = observatory.indicators();
    let indicator = indicators.get(&query.indicator).ok_or_else(|| unknown("L’indicateur", "indicator", &query.indicator))?;
    let perimeter = observatory.territory().resolve(&query.perimeter)?;
    if query.zoning != COMMUNES && observatory.territory().atlas().zoning(&query.zoning).is_none() {
        return Err(unknown("Le découpage", "zoning", &query.zoning).into());
    }
    let period: Option<Period> = query.period.map(|text| text.parse()).transpose().map_err(|error: bassin_kernel::PeriodError| {
        Problem::invalid(
            "period-unknown",
            format!("« {} » n’est pas une période : écrivez par exemple 2017 ou 2024-01.", error.0),
            format!("“{}” is not a period: write for instance 2017 or 2024-01.", error.0),
        )
    })?;
    let order = query.sort.as_deref().and_then(Order::from_text).unwrap_or_default();
    Ok(Json(explore::explore(&observatory.figures(), indicator, &query.zoning, &perimeter, period, order)))
}

fn unknown(fr: &str, en: &str, id: &str) -> Problem {
    Problem::not_found(format!("{fr} « {id} » n’existe pas."), format!("There is no {en} “{id}”."))
}

/// An indicator's definition.
#[derive(Serialize, ToSchema)]
struct IndicatorSheet {
    /// Its identifier.
    id: String,
    /// Its theme.
    #[schema(value_type = String)]
    theme: Theme,
    /// Its name.
    #[schema(value_type = Texts)]
    name: LocalizedText,
    /// Its unit.
    #[schema(value_type = Texts)]
    unit: LocalizedText,
    /// How many decimals are shown.
    decimals: u8,
    /// What it is.
    #[schema(value_type = Texts)]
    definition: LocalizedText,
    /// What it does not say.
    #[schema(value_type = Texts)]
    limits: LocalizedText,
    /// What is computed.
    #[schema(value_type = Object)]
    formula: Formula,
    /// The periods published, newest first.
    #[schema(value_type = Vec<String>)]
    periods: Vec<Period>,
    /// The supports for which its datasets are imported.
    supports: Vec<String>,
    /// Its sources.
    sources: Vec<SourceNote>,
}

fn sheet(observatory: &Observatory, indicator: &Indicator) -> IndicatorSheet {
    let figures = observatory.figures();
    let mut datasets: Vec<&str> = indicator.formula.measures().map(|measure| measure.dataset.as_str()).collect();
    datasets.dedup();
    IndicatorSheet {
        id: indicator.id.clone(),
        theme: indicator.theme,
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        decimals: indicator.decimals,
        definition: indicator.definition.clone(),
        limits: indicator.limits.clone(),
        formula: indicator.formula.clone(),
        periods: figures.periods(indicator),
        supports: datasets.iter().flat_map(|id| figures.supports(id)).map(str::to_owned).collect(),
        sources: datasets.iter().filter_map(|id| observatory.source(id)).collect(),
    }
}

/// Every indicator
#[utoipa::path(get, path = "/indicators", tag = "observatory", responses((status = 200, body = Vec<IndicatorSheet>)))]
async fn indicators(State(observatory): State<Observatory>) -> Json<Vec<IndicatorSheet>> {
    Json(observatory.indicators().all().iter().map(|indicator| sheet(&observatory, indicator)).collect())
}

/// An indicator's definition
#[utoipa::path(get, path = "/indicators/{id}", tag = "observatory", params(("id" = String, Path, description = "The indicator's identifier.", example = "census-unemployment-rate")), responses((status = 200, body = IndicatorSheet), (status = 404, description = "No such indicator.")))]
async fn indicator(State(observatory): State<Observatory>, Path(id): Path<String>) -> Result<Json<IndicatorSheet>, Failure> {
    let indicators = observatory.indicators();
    let indicator = indicators.get(&id).ok_or_else(|| unknown("L’indicateur", "indicator", &id))?;
    Ok(Json(sheet(&observatory, indicator)))
}

/// A dataset and whether it is imported.
#[derive(Serialize, ToSchema)]
struct DatasetEntry {
    /// How it is cited.
    #[serde(flatten)]
    source: SourceNote,
    /// The supports imported: `communes` or zoning identifiers; empty when it is not imported.
    supports: Vec<String>,
}

/// Every dataset that can be read
#[utoipa::path(get, path = "/datasets", tag = "observatory", responses((status = 200, body = Vec<DatasetEntry>)))]
async fn datasets(State(observatory): State<Observatory>) -> Json<Vec<DatasetEntry>> {
    let figures = observatory.figures();
    let descriptors = observatory.descriptors();
    let entry = |id: &str| {
        let supports = figures.supports(id).into_iter().map(str::to_owned).collect();
        observatory.source(id).map(|source| DatasetEntry { source, supports })
    };
    Json(descriptors.iter().filter_map(|described| entry(&described.descriptor.id)).collect())
}
