//! The light form: what the pilot of an action tells, filled with what is known.

use bassin_kernel::{Kind, Period, Problem, Violation};
use bassin_web::{Choice, Field, Reader, Submitted};
use uuid::Uuid;

use crate::{
    Figure, Given, Indicator, Milestone, Opened, Sheet, Source,
    pages::say,
    rules::{
        act::{Mark, Measured, Report, Told},
        campaign::{Words, told, told_before},
    },
};

/// The fields of the form, group by group.
pub(super) struct Groups {
    pub words: Vec<Field>,
    pub milestones: Vec<Group>,
    pub indicators: Vec<Group>,
    pub last: Vec<Field>,
}

/// A milestone or an indicator, with what is stored of it.
pub(super) struct Group {
    pub title: String,
    pub facts: String,
    /// What matters first, then what may be said beside.
    pub fields: Vec<Field>,
    /// How many of them matter.
    first: usize,
}

impl Group {
    /// The fields that matter; none for what is computed.
    pub(super) fn main(&self) -> &[Field] {
        self.fields.get(..self.first).unwrap_or_default()
    }

    /// What may be said beside.
    pub(super) fn beside(&self) -> &[Field] {
        self.fields.get(self.first..).unwrap_or_default()
    }

    /// Whether what may be said beside is shown at once: something is to be mended there.
    pub(super) fn is_open(&self) -> bool {
        self.beside().iter().any(|field| !field.errors.is_empty())
    }
}

impl Groups {
    /// The fields of the form for what a door opens.
    pub(super) fn of(reader: &Reader, opened: &Opened, sheet: &Sheet, officer: bool) -> Self {
        let period = opened.campaign.period;
        Self {
            words: words(reader, opened),
            milestones: sheet.milestones.iter().map(|one| milestone(reader, one)).collect(),
            indicators: sheet.indicators.iter().map(|one| indicator(reader, sheet, one, period)).collect(),
            last: last(reader, opened, officer),
        }
    }

    /// Every field, in order.
    pub(super) fn all(&self) -> Vec<Field> {
        let milestones = self.milestones.iter().flat_map(|group| &group.fields);
        let indicators = self.indicators.iter().flat_map(|group| &group.fields);
        self.words.iter().chain(milestones).chain(indicators).chain(&self.last).cloned().collect()
    }

    /// Fills every field with what was sent, puts what is wrong at its field, and returns the rest.
    pub(super) fn back(&mut self, reader: &Reader, submitted: &Submitted, problem: &Problem) -> Vec<Violation> {
        if problem.violations.iter().any(|one| one.code == "figure-implausible") {
            self.last.insert(0, Field::checkbox("confirmed").label(reader.t("answer-confirmed")));
        }
        let mut all = self.all();
        Field::fill(&mut all, submitted);
        let rest = Field::with_errors(&mut all, problem);
        let mut filled = all.into_iter();
        let milestones = self.milestones.iter_mut().flat_map(|group| &mut group.fields);
        let indicators = self.indicators.iter_mut().flat_map(|group| &mut group.fields);
        let places = self.words.iter_mut().chain(milestones).chain(indicators).chain(&mut self.last);
        for (place, field) in places.zip(&mut filled) {
            *place = field;
        }
        rest
    }
}

/// What the words are filled with: those of this period, else those of the one before.
pub(super) fn known<'a>(opened: &'a Opened) -> Option<Words<'a>> {
    let events = || opened.tree.events_of(opened.request.node);
    told(events(), opened.campaign.period).or_else(|| told_before(events(), opened.campaign.period))
}

fn words(reader: &Reader, opened: &Opened) -> Vec<Field> {
    let known = known(opened);
    let taken = known.as_ref().filter(|words| words.period != opened.campaign.period);
    let hint = taken.map(|words| reader.t_with("answer-taken-from", &[("period", words.period.label(reader.language).as_str().into())]));
    let area = |name: &str, text: Option<&str>| {
        let field = Field::area(name).label(reader.t(&format!("answer-{name}"))).lines(3).value(text.unwrap_or_default());
        if text.is_some_and(|text| !text.is_empty()) { field.hint(hint.clone().unwrap_or_default()) } else { field }
    };
    let known = known.as_ref();
    vec![
        area("done", known.map(|words| words.done)),
        area("successes", known.map(|words| words.successes)),
        area("difficulties", known.map(|words| words.difficulties)),
        area("remedies", known.map(|words| words.remedies)),
    ]
}

const fn state(milestone: &Milestone) -> &'static str {
    match (milestone.done_on, milestone.started_on) {
        (Some(_), _) => "done",
        (None, Some(_)) => "started",
        (None, None) => "waiting",
    }
}

fn milestone(reader: &Reader, milestone: &Milestone) -> Group {
    let id = milestone.id;
    let choices = ["waiting", "started", "done"].map(|code| Choice::new(code, reader.t(&format!("answer-milestone-{code}"))));
    let planned = say::dates(reader, milestone.current);
    let day = |day: bassin_kernel::Day| reader.day(day);
    let stored = milestone.done_on.map(|on| reader.t_with("answer-milestone-was-done", &[("day", day(on).as_str().into())]));
    let when = [Some(planned).filter(|text| !text.is_empty()).unwrap_or_else(|| milestone.when.clone()), stored.unwrap_or_default()];
    let facts = when.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let evidence = Field::text(format!("evidence-{id}"))
        .label(reader.t(if milestone.mandatory { "answer-milestone-evidence-must" } else { "answer-milestone-evidence" }))
        .value(milestone.evidence.clone());
    let on = Field::date(format!("on-{id}")).label(reader.t("answer-milestone-on"));
    let fields = vec![
        Field::radios(format!("state-{id}")).label(&milestone.text).hint(facts).choices(choices).segmented().value(state(milestone)),
        evidence,
        on.value(milestone.done_on.map(|day| day.to_string()).unwrap_or_default()),
    ];
    // Evidence that is required is asked for beside the state.
    Group { title: String::new(), facts: String::new(), fields, first: if milestone.mandatory { 2 } else { 1 } }
}

fn declared(sheet: &Sheet, indicator: &Indicator, period: Period) -> Option<Figure> {
    sheet.figures_of(indicator.id).find(|figure| figure.period == period && figure.source == Figure::DECLARED).cloned()
}

fn indicator(reader: &Reader, sheet: &Sheet, indicator: &Indicator, period: Period) -> Group {
    let number = |value: f64| reader.number(value, usize::from(indicator.decimals));
    let target = indicator.targets.iter().find(|target| target.period == period);
    let before = sheet.figures_of(indicator.id).filter(|figure| figure.period < period).max_by_key(|figure| figure.period);
    let target = target.map(|target| reader.t_with("answer-target", &[("value", number(target.value).as_str().into())]));
    let before = before.map(|figure| {
        let (value, when) = (number(figure.value), figure.period.label(reader.language));
        reader.t_with("answer-before", &[("value", value.as_str().into()), ("period", when.as_str().into())])
    });
    let computed = matches!(indicator.source, Source::Computed(_)).then(|| reader.t("answer-computed"));
    let facts: Vec<String> =
        [Some(indicator.unit.clone()), target, before, computed].into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let stored = declared(sheet, indicator, period);
    let id = indicator.id;
    let (title, facts) = (reader.text(&indicator.title).to_owned(), facts.join(" · "));
    if matches!(indicator.source, Source::Computed(_)) {
        return Group { title, facts, fields: Vec::new(), first: 0 };
    }
    let fields = vec![
        Field::number(format!("value-{id}"))
            .label(title)
            .hint(facts)
            .value(stored.as_ref().map(|figure| number(figure.value)).unwrap_or_default()),
        Field::text(format!("comment-{id}"))
            .label(reader.t("answer-comment"))
            .value(stored.as_ref().map(|figure| figure.comment.clone()).unwrap_or_default()),
        Field::checkbox(format!("provisional-{id}"))
            .label(reader.t("answer-provisional"))
            .ticked(stored.as_ref().is_some_and(|figure| figure.provisional)),
    ];
    Group { title: String::new(), facts: String::new(), fields, first: 1 }
}

fn last(reader: &Reader, opened: &Opened, officer: bool) -> Vec<Field> {
    let answer = opened.request.answer.as_ref();
    let nothing = Field::checkbox("nothing").label(reader.t("answer-nothing")).ticked(answer.is_some_and(|answer| answer.nothing));
    let given =
        answer.map(|answer| answer.given_by.clone()).filter(|given| !given.is_empty()).or_else(|| opened.request.pilots.first().cloned());
    let given = Field::text("given_by")
        .label(reader.t("answer-given-by"))
        .hint(reader.t("answer-given-by-hint"))
        .required()
        .value(given.unwrap_or_default());
    if officer { vec![nothing, given] } else { vec![nothing] }
}

/// What was sent: only what differs from what is stored.
///
/// # Errors
/// A value is not a number.
pub(super) fn given(submitted: &Submitted, opened: &Opened, sheet: &Sheet, fresh: Uuid) -> Result<Given, Problem> {
    let nothing = submitted.flag("nothing");
    let mut wrong = Vec::new();
    let period = opened.campaign.period;
    let figures = sheet.indicators.iter().filter_map(|one| measured(submitted, sheet, one, period, &mut wrong)).collect();
    if !wrong.is_empty() {
        return Err(Problem::new(Kind::Invalid, wrong));
    }
    let report = Report {
        milestones: sheet.milestones.iter().filter_map(|one| Some((one.id, mark(submitted, one)?))).collect(),
        figures,
        confirmed: submitted.flag("confirmed"),
        told: words_sent(submitted, opened, nothing),
        ..Report::default()
    };
    Ok(Given {
        form: submitted.uuid("id").unwrap_or(fresh),
        revision: submitted.get("revision").parse().unwrap_or_default(),
        report,
        nothing,
        given_by: submitted.get("given_by").to_owned(),
    })
}

/// The words, unless they are those already told for this period, or those of the year before beside “nothing to tell”.
fn words_sent(submitted: &Submitted, opened: &Opened, nothing: bool) -> Option<Told> {
    let period = opened.campaign.period;
    let text = |name: &str| submitted.get(name).to_owned();
    let sent =
        Told { period, done: text("done"), successes: text("successes"), difficulties: text("difficulties"), remedies: text("remedies") };
    let same = known(opened).is_some_and(|words| {
        let before = [words.done, words.successes, words.difficulties, words.remedies];
        (words.period == period || nothing) && before == [sent.done.as_str(), &sent.successes, &sent.difficulties, &sent.remedies]
    });
    (!same).then_some(sent)
}

fn mark(submitted: &Submitted, milestone: &Milestone) -> Option<Mark> {
    let id = milestone.id;
    let (wanted, evidence) = (submitted.get(&format!("state-{id}")), submitted.get(&format!("evidence-{id}")));
    let on = submitted.day(&format!("on-{id}"));
    let reason = if evidence == milestone.evidence { String::new() } else { evidence.to_owned() };
    match wanted {
        "done" if milestone.done_on.is_some() && (on.is_none() || on == milestone.done_on) && evidence == milestone.evidence => None,
        "done" => Some(Mark::Done { on: on.or(milestone.done_on), evidence: evidence.to_owned() }),
        "started" if state(milestone) != "started" => Some(Mark::Started { reason }),
        "waiting" if state(milestone) != "waiting" => Some(Mark::Waiting { reason }),
        _ => None,
    }
}

fn measured(submitted: &Submitted, sheet: &Sheet, indicator: &Indicator, period: Period, wrong: &mut Vec<Violation>) -> Option<Measured> {
    let id = indicator.id;
    let field = format!("value-{id}");
    if submitted.get(&field).is_empty() || matches!(indicator.source, Source::Computed(_)) {
        return None;
    }
    let Some(value) = submitted.number(&field) else {
        wrong.push(Violation::new("value-number", "Ce n’est pas un nombre.", "This is not a number.").on(field));
        return None;
    };
    let (comment, provisional) = (submitted.get(&format!("comment-{id}")).to_owned(), submitted.flag(&format!("provisional-{id}")));
    let stored = declared(sheet, indicator, period);
    let same = stored.is_some_and(|figure| {
        (figure.value - value).abs() < f64::EPSILON && figure.comment == comment && figure.provisional == provisional
    });
    (!same).then(|| Measured { indicator: id, period, source: Figure::DECLARED.to_owned(), value, provisional, comment })
}
