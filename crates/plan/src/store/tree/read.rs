//! Reading.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::rows::{amendment, event, figure, indicator, milestone, node, plan as head};
use crate::{Figure, Indicator, Milestone, Node, Plan, Sheet, Status, Tree, store::codec::read};

/// Every plan, in order.
pub(crate) async fn plans<C: ConnectionTrait>(connection: &C) -> Result<Vec<Plan>, DbErr> {
    let rows = head::Entity::find().order_by_asc(head::Column::Position).order_by_asc(head::Column::Id).all(connection).await?;
    rows.iter().map(|row| read(&row.value)).collect()
}

/// A plan.
pub(crate) async fn plan<C: ConnectionTrait>(connection: &C, id: &str) -> Result<Option<Plan>, DbErr> {
    let found = head::Entity::find_by_id(id.to_owned()).one(connection).await?;
    found.map(|row| read(&row.value)).transpose()
}

/// A node with all that is kept with it.
pub(crate) async fn sheet<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Option<Sheet>, DbErr> {
    let Some(found) = node::Entity::find_by_id(id.to_string()).one(connection).await? else { return Ok(None) };
    let milestones = milestone::Entity::find().filter(milestone::Column::Node.eq(&found.id)).order_by_asc(milestone::Column::Position);
    let indicators = indicator::Entity::find().filter(indicator::Column::Node.eq(&found.id)).order_by_asc(indicator::Column::Position);
    let indicators: Vec<Indicator> = indicators.all(connection).await?.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?;
    let wanted: Vec<String> = indicators.iter().map(|indicator| indicator.id.to_string()).collect();
    let figures = figure::Entity::find().filter(figure::Column::Indicator.is_in(wanted)).all(connection).await?;
    let mut figures: Vec<Figure> = figures.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?;
    sort(&mut figures);
    Ok(Some(Sheet {
        node: read(&found.value)?,
        milestones: milestones.all(connection).await?.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?,
        indicators,
        figures,
    }))
}

/// A plan, whole.
pub(crate) async fn tree<C: ConnectionTrait>(connection: &C, id: &str) -> Result<Option<Tree>, DbErr> {
    match plan(connection, id).await? {
        Some(plan) => whole(connection, plan).await.map(Some),
        None => Ok(None),
    }
}

/// All that hangs on a plan, in a number of queries that does not depend on its size.
async fn whole<C: ConnectionTrait>(connection: &C, plan: Plan) -> Result<Tree, DbErr> {
    let nodes = node::Entity::find()
        .filter(node::Column::Plan.eq(&plan.id))
        .order_by_asc(node::Column::Level)
        .order_by_asc(node::Column::Position)
        .all(connection)
        .await?;
    let nodes: Vec<Node> = nodes.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?;
    let mut kept = Kept::of(connection, &plan.id).await?;
    let mut sheets = Vec::with_capacity(nodes.len());
    order(&nodes, None, &mut kept, &mut sheets);
    let events = event::Entity::find()
        .filter(event::Column::Plan.eq(&plan.id))
        .order_by_desc(event::Column::At)
        .order_by_desc(event::Column::Id)
        .all(connection)
        .await?;
    let amendments = amendment::Entity::find()
        .filter(amendment::Column::Plan.eq(&plan.id))
        .order_by_asc(amendment::Column::Version)
        .all(connection)
        .await?;
    Ok(Tree {
        events: events.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?,
        amendments: amendments.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?,
        plan,
        sheets,
    })
}

/// What is kept with the nodes of a plan, by node.
struct Kept {
    milestones: HashMap<Uuid, Vec<Milestone>>,
    indicators: HashMap<Uuid, Vec<Indicator>>,
    figures: HashMap<Uuid, Vec<Figure>>,
}

impl Kept {
    async fn of<C: ConnectionTrait>(connection: &C, plan: &str) -> Result<Self, DbErr> {
        let of_plan = || {
            use sea_orm::{QuerySelect, QueryTrait};
            node::Entity::find().select_only().column(node::Column::Id).filter(node::Column::Plan.eq(plan)).into_query()
        };
        let mut kept = Self { milestones: HashMap::new(), indicators: HashMap::new(), figures: HashMap::new() };
        let rows = milestone::Entity::find().filter(milestone::Column::Node.in_subquery(of_plan()));
        for row in rows.order_by_asc(milestone::Column::Position).all(connection).await? {
            let found: Milestone = read(&row.value)?;
            kept.milestones.entry(found.node).or_default().push(found);
        }
        let rows = indicator::Entity::find().filter(indicator::Column::Node.in_subquery(of_plan()));
        let mut nodes = HashMap::new();
        for row in rows.order_by_asc(indicator::Column::Position).all(connection).await? {
            let found: Indicator = read(&row.value)?;
            nodes.insert(found.id, found.node);
            kept.indicators.entry(found.node).or_default().push(found);
        }
        let of_nodes = {
            use sea_orm::{QuerySelect, QueryTrait};
            let all = indicator::Entity::find().select_only().column(indicator::Column::Id);
            all.filter(indicator::Column::Node.in_subquery(of_plan())).into_query()
        };
        for row in figure::Entity::find().filter(figure::Column::Indicator.in_subquery(of_nodes)).all(connection).await? {
            let found: Figure = read(&row.value)?;
            if let Some(node) = nodes.get(&found.indicator) {
                kept.figures.entry(*node).or_default().push(found);
            }
        }
        kept.figures.values_mut().for_each(|figures| sort(figures));
        Ok(kept)
    }
}

fn sort(figures: &mut [Figure]) {
    figures.sort_by(|a, b| (a.indicator, a.period, &a.source).cmp(&(b.indicator, b.period, &b.source)));
}

/// Each node before its children, those of one parent by position.
fn order(nodes: &[Node], parent: Option<Uuid>, kept: &mut Kept, sheets: &mut Vec<Sheet>) {
    for node in nodes.iter().filter(|node| node.parent == parent) {
        sheets.push(Sheet {
            node: node.clone(),
            milestones: kept.milestones.remove(&node.id).unwrap_or_default(),
            indicators: kept.indicators.remove(&node.id).unwrap_or_default(),
            figures: kept.figures.remove(&node.id).unwrap_or_default(),
        });
        order(nodes, Some(node.id), kept, sheets);
    }
}

/// Whether a form was already received.
pub(crate) async fn known_form<C: ConnectionTrait>(connection: &C, form: Uuid) -> Result<bool, DbErr> {
    Ok(event::Entity::find().filter(event::Column::Form.eq(form.to_string())).count(connection).await? > 0)
}

/// The numbers of what is right below a node and goes on.
pub(crate) async fn living_below<C: ConnectionTrait>(connection: &C, id: Uuid) -> Result<Vec<String>, DbErr> {
    let rows =
        node::Entity::find().filter(node::Column::Parent.eq(id.to_string())).order_by_asc(node::Column::Position).all(connection).await?;
    let below: Vec<Node> = rows.iter().map(|row| read(&row.value)).collect::<Result<_, _>>()?;
    Ok(below.into_iter().filter(|node| !matches!(node.status, Status::Done | Status::Abandoned)).map(|node| node.number).collect())
}
