//! What comes next for a report: each step as a form, with what stands in the way.

use bassin_kernel::{Day, Problem, Violation};
use bassin_web::{Choice, Field, Reader, Submitted};
use uuid::Uuid;

use crate::{
    Plans, Reading, ReportAct,
    report::{Adoption, ReportState, Submission},
    rules::report::Step,
};

/// A step, as a form.
pub(super) struct NextView {
    pub title: String,
    pub text: String,
    pub label: String,
    pub kind: &'static str,
    pub fields: Vec<Field>,
    pub errors: Vec<Violation>,
    pub unmet: Vec<Violation>,
    /// Whether it is shown at once.
    pub open: bool,
}

/// What a form asks.
pub(super) fn acts(submitted: &Submitted) -> Option<ReportAct> {
    let text = |name: &str| submitted.get(name).to_owned();
    Some(match submitted.get("action") {
        "write" => ReportAct::Write { title: text("title"), introduction: text("introduction"), conclusion: text("conclusion") },
        "collect" => ReportAct::Collect(submitted.uuid("campaign")),
        "consolidate" => ReportAct::Consolidate,
        "resume" => ReportAct::Resume(text("reason")),
        "freeze" => ReportAct::Freeze,
        "submit" => ReportAct::Submit(submitted.uuid("body")),
        "adopt" => ReportAct::Adopt { on: submitted.day("on"), decision: submitted.uuid("decision"), reference: text("reference") },
        "publish" => ReportAct::Publish,
        "withdraw" => ReportAct::Withdraw(text("reason")),
        _ => return None,
    })
}

/// The forms of a report, the one that comes next first.
pub(super) async fn next(
    plans: &Plans,
    reader: &Reader,
    reading: &Reading,
    back: Option<(&Submitted, &Problem)>,
) -> Result<Vec<NextView>, Problem> {
    let mut found = Vec::new();
    for (action, kind) in offered(reading.report.state) {
        let fields = fields(plans, reader, reading, action).await?;
        let ask = asking(action, plans.today());
        // What a form will bring is not held against it before it is sent.
        let typed = ["reason", "reference", "on"];
        let unmet = ask.map(|step| reading.unmet(&step, plans)).unwrap_or_default();
        let unmet = unmet.into_iter().filter(|one| one.location.field.as_deref().is_none_or(|field| !typed.contains(&field)));
        let mut view = NextView {
            title: reader.t(&format!("report-{action}-title")),
            text: reader.t(&format!("report-{action}-text")),
            label: reader.t(&format!("report-{action}-submit")),
            kind,
            fields,
            errors: Vec::new(),
            unmet: unmet.collect(),
            open: *kind == "primary",
        };
        if let Some((submitted, problem)) = back.filter(|(submitted, _)| submitted.get("action") == *action) {
            let visible = view.fields.get_mut(3..).unwrap_or_default();
            Field::fill(visible, submitted);
            view.errors = Field::with_errors(&mut view.fields, problem);
            view.open = true;
        }
        found.push(view);
    }
    Ok(found)
}

const fn offered(state: ReportState) -> &'static [(&'static str, &'static str)] {
    match state {
        ReportState::Open => &[("collect", "primary"), ("write", ""), ("withdraw", "")],
        ReportState::Collecting => &[("consolidate", "primary"), ("write", ""), ("withdraw", "")],
        ReportState::Consolidated => &[("write", "primary"), ("freeze", "primary"), ("resume", ""), ("withdraw", "")],
        ReportState::Frozen => &[("submit", "primary"), ("withdraw", "")],
        ReportState::Submitted => &[("adopt", "primary"), ("withdraw", "")],
        ReportState::Adopted => &[("publish", "primary")],
        ReportState::Published | ReportState::Withdrawn => &[],
    }
}

/// A step as it is looked at before anybody fills its form.
fn asking(action: &str, today: Day) -> Option<Step> {
    Some(match action {
        "collect" => Step::Collect(Uuid::nil()),
        "consolidate" => Step::Consolidate,
        "resume" => Step::Resume { reason: String::new() },
        "freeze" => Step::Freeze { digest: String::new() },
        "submit" => Step::Submit(Submission { body: Uuid::nil(), on: today, transmission: None }),
        "adopt" => Step::Adopt(Adoption { on: today, decision: None, reference: String::new() }),
        "publish" => Step::Publish,
        "withdraw" => Step::Withdraw { reason: String::new() },
        _ => return None,
    })
}

async fn fields(plans: &Plans, reader: &Reader, reading: &Reading, action: &str) -> Result<Vec<Field>, Problem> {
    let report = &reading.report;
    let mut fields = vec![
        Field::hidden("action", action),
        Field::hidden("id", plans.fresh().to_string()),
        Field::hidden("revision", report.revision.to_string()),
    ];
    match action {
        "write" => fields.extend([
            Field::text("title").label(reader.t("campaign-title")).required().value(report.title.clone()),
            Field::area("introduction")
                .label(reader.t("report-introduction"))
                .hint(reader.t("report-introduction-hint"))
                .lines(8)
                .value(report.introduction.clone()),
            Field::area("conclusion")
                .label(reader.t("report-conclusion"))
                .hint(reader.t("report-conclusion-hint"))
                .lines(8)
                .value(report.conclusion.clone()),
        ]),
        "collect" => fields.push(campaigns(plans, reader, reading).await?),
        "submit" => fields.push(bodies(plans, reader).await?),
        "adopt" => fields.extend(adoption(plans, reader, reading).await?),
        "resume" | "withdraw" => fields.push(Field::text("reason").label(reader.t("campaign-why")).required()),
        _ => {}
    }
    Ok(fields)
}

async fn campaigns(plans: &Plans, reader: &Reader, reading: &Reading) -> Result<Field, Problem> {
    let all = plans.campaigns(&reader.viewer, &reading.tree.plan).await?;
    let same = all.iter().find(|one| one.campaign.period == reading.report.period);
    let chosen = same.map(|one| one.campaign.id.to_string()).unwrap_or_default();
    let choices = all.iter().map(|one| Choice::new(one.campaign.id.to_string(), one.campaign.title.clone()));
    Ok(Field::select("campaign")
        .label(reader.t("report-campaign"))
        .hint(reader.t("report-campaign-hint"))
        .required()
        .choices(choices)
        .value(chosen))
}

async fn bodies(plans: &Plans, reader: &Reader) -> Result<Field, Problem> {
    let all = plans.governance.bodies(plans.today()).await?;
    let open = all.into_iter().filter(|one| one.body.closed.is_none());
    let choices = open.map(|one| Choice::new(one.body.id.to_string(), one.body.name));
    Ok(Field::select("body").label(reader.t("report-body")).required().choices(choices))
}

async fn adoption(plans: &Plans, reader: &Reader, reading: &Reading) -> Result<[Field; 3], Problem> {
    let mut choices = Vec::new();
    if let Some(submission) = &reading.report.submission {
        let body = plans.governance.body(&submission.body.to_string()).await?;
        let decisions = plans.adopted(&reader.viewer, &body).await?;
        choices.extend(decisions.into_iter().map(|decision| Choice::new(decision.id.to_string(), decision.title)));
    }
    let today = plans.today();
    Ok([
        Field::date("on").label(reader.t("report-adopted-on")).required().max(today).value(today.to_string()),
        Field::select("decision").label(reader.t("report-decision")).hint(reader.t("report-decision-hint")).choices(choices),
        Field::text("reference").label(reader.t("report-reference")).hint(reader.t("report-reference-hint")),
    ])
}
