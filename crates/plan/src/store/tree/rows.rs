//! Rows: the columns that queries and constraints need, and the rest as a sheet in JSON.

use sea_orm::{ActiveValue::Set, DbErr};

use crate::{
    Amendment, Event, Figure, Indicator, Milestone, Node, Plan,
    store::codec::{sheet, table},
};

table!("plan" plan {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    position: i64,
    value: String,
    revision: i64,
});

table!("plan_node" node {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    plan: String,
    parent: Option<String>,
    level: i64,
    position: i64,
    number: String,
    value: String,
    revision: i64,
});

table!("plan_milestone" milestone {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    node: String,
    position: i64,
    value: String,
});

table!("plan_indicator" indicator {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    node: String,
    position: i64,
    value: String,
});

table!("plan_figure" figure {
    #[sea_orm(primary_key, auto_increment = false)]
    indicator: String,
    #[sea_orm(primary_key, auto_increment = false)]
    period: String,
    #[sea_orm(primary_key, auto_increment = false)]
    source: String,
    value: String,
});

table!("plan_event" event {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    form: String,
    plan: String,
    node: Option<String>,
    at: i64,
    value: String,
});

table!("plan_amendment" amendment {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    plan: String,
    version: i64,
    value: String,
});

pub(super) fn of_plan(stored: &Plan) -> Result<plan::ActiveModel, DbErr> {
    Ok(plan::ActiveModel {
        id: Set(stored.id.clone()),
        position: Set(i64::from(stored.position)),
        value: Set(sheet(stored)?),
        revision: Set(stored.revision),
    })
}

pub(super) fn of_node(stored: &Node) -> Result<node::ActiveModel, DbErr> {
    Ok(node::ActiveModel {
        id: Set(stored.id.to_string()),
        plan: Set(stored.plan.clone()),
        parent: Set(stored.parent.map(|id| id.to_string())),
        level: Set(i64::from(stored.level)),
        position: Set(i64::from(stored.position)),
        number: Set(stored.number.clone()),
        value: Set(sheet(stored)?),
        revision: Set(stored.revision),
    })
}

pub(super) fn of_milestone(stored: &Milestone) -> Result<milestone::ActiveModel, DbErr> {
    Ok(milestone::ActiveModel {
        id: Set(stored.id.to_string()),
        node: Set(stored.node.to_string()),
        position: Set(i64::from(stored.position)),
        value: Set(sheet(stored)?),
    })
}

pub(super) fn of_indicator(stored: &Indicator) -> Result<indicator::ActiveModel, DbErr> {
    Ok(indicator::ActiveModel {
        id: Set(stored.id.to_string()),
        node: Set(stored.node.to_string()),
        position: Set(i64::from(stored.position)),
        value: Set(sheet(stored)?),
    })
}

pub(super) fn of_figure(stored: &Figure) -> Result<figure::ActiveModel, DbErr> {
    Ok(figure::ActiveModel {
        indicator: Set(stored.indicator.to_string()),
        period: Set(stored.period.to_string()),
        source: Set(stored.source.clone()),
        value: Set(sheet(stored)?),
    })
}

pub(super) fn of_event(stored: &Event) -> Result<event::ActiveModel, DbErr> {
    Ok(event::ActiveModel {
        id: Set(stored.id.to_string()),
        form: Set(stored.form.to_string()),
        plan: Set(stored.plan.clone()),
        node: Set(stored.node.map(|id| id.to_string())),
        at: Set(stored.at.timestamp_micros()),
        value: Set(sheet(stored)?),
    })
}

pub(super) fn of_amendment(stored: &Amendment) -> Result<amendment::ActiveModel, DbErr> {
    Ok(amendment::ActiveModel {
        id: Set(stored.id.to_string()),
        plan: Set(stored.plan.clone()),
        version: Set(i64::from(stored.version)),
        value: Set(sheet(stored)?),
    })
}
