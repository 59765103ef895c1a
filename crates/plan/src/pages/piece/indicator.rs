//! An indicator: what is looked at, in which unit, what is aimed at, where its values come from.

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_kernel::{LocalizedText, Violation};
use bassin_web::{Choice, Failure, Field, Reader, Submitted};
use uuid::Uuid;

use super::{done, frame, removal, wanted};
use crate::{
    Counted, Direction, Indicator, Plans, Sheet, Source, Target, Tree, check_manage,
    pages::{
        action::found,
        form::{Block, Form, Read},
        node_address,
    },
    rules::{
        act::{Act, IndicatorDraft},
        pasting::number,
    },
};

fn form(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, id: Uuid) -> Form {
    let known = sheet.indicators.iter().find(|indicator| indicator.id == id);
    let text = |of: fn(&Indicator) -> &String| known.map(|known| of(known).clone()).unwrap_or_default();
    let decimals = known.map_or(0, |known| usize::from(known.decimals));
    let number = |name: &str, of: fn(&Indicator) -> Option<f64>| {
        let value = known.and_then(of).map(|value| reader.number(value, decimals)).unwrap_or_default();
        Field::number(name).label(reader.t(&format!("plan-indicator-{name}"))).value(value)
    };
    let directions =
        Direction::ALL.map(|direction| Choice::new(direction.code(), reader.t(&format!("plan-direction-{}", direction.code()))));
    let direction = known.and_then(|known| known.direction).map(Direction::code).unwrap_or_default();
    let (source, key) = match known.map(|known| &known.source) {
        Some(Source::Computed(key)) if Counted::of(key).is_some() => (key.as_str(), String::new()),
        Some(Source::Computed(key)) => ("observatory", key.trim_start_matches("observatory:").to_owned()),
        _ => ("typed", String::new()),
    };
    let counted = Counted::ALL.map(|one| Choice::new(one.key(), reader.t(&format!("plan-source-{}", one.key().replace('.', "-")))));
    let typed_here = Choice::new("typed", reader.t("plan-from-typed"));
    let observed = Choice::new("observatory", reader.t("plan-from-observatory"));
    let sources = std::iter::once(typed_here).chain(counted).chain([observed]);
    let targets = known.map(|known| typed(reader, known)).unwrap_or_default();
    let fields = vec![
        Field::area("title").label(reader.t("plan-indicator")).value(text(|known| &known.title.fr)).lines(2).required(),
        Field::area("title_en").label(reader.t("plan-indicator-en")).value(text(|known| &known.title.en)).lines(2),
        Field::text("follow").label(reader.t("plan-follow")).value(text(|known| &known.follow)),
        Field::text("unit")
            .label(reader.t("plan-indicator-unit"))
            .hint(reader.t("plan-indicator-unit-hint"))
            .value(text(|known| &known.unit)),
        Field::number("decimals").label(reader.t("plan-indicator-decimals")).value(decimals.to_string()),
        Field::radios("direction").label(reader.t("plan-indicator-direction")).choices(directions).value(direction),
        number("baseline", |known| known.baseline),
        number("low", |known| known.low).hint(reader.t("plan-indicator-range-hint")),
        number("high", |known| known.high),
        Field::area("targets")
            .label(reader.t("plan-indicator-targets"))
            .hint(reader.t("plan-indicator-targets-hint"))
            .value(targets)
            .lines(5),
        Field::radios("source").label(reader.t("plan-indicator-source")).choices(sources).value(source),
        Field::text("key").label(reader.t("plan-indicator-key")).hint(reader.t("plan-indicator-key-hint")).value(key),
    ];
    let at = node_address(&sheet.node);
    let frame = frame(plans, reader, tree, sheet, id);
    let place = if known.is_some() { id.to_string() } else { "nouveau".to_owned() };
    Form {
        title: reader.t(if known.is_some() { "plan-indicator-edit" } else { "plan-indicator-new" }),
        action: format!("{at}/indicateurs/{place}"),
        blocks: vec![Block { fields, ..Block::default() }],
        after: known.map(|_| removal(reader, &frame, format!("{at}/indicateurs/{id}/retirer"))).into_iter().collect(),
        ..frame
    }
}

/// Targets as they are typed: `2019 ; 100`.
fn typed(reader: &Reader, indicator: &Indicator) -> String {
    let line = |target: &Target| format!("{} ; {}", target.period, reader.number(target.value, usize::from(indicator.decimals)));
    indicator.targets.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The targets typed; the lines that cannot be read are told.
fn targets(read: &mut Read<'_>) -> Vec<Target> {
    let mut targets = Vec::new();
    let written = read.words("targets");
    for (rank, line) in (1usize..).zip(written.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let target = line
            .split_once([';', '\t', ':'])
            .and_then(|(period, value)| Some(Target { period: period.trim().parse().ok()?, value: number(value)? }));
        match target {
            Some(target) => targets.push(target),
            None => read.wrong.push(
                Violation::new(
                    "target-unreadable",
                    format!("Ligne {rank} : écrivez la période puis la valeur, par exemple « 2019 ; 100 » ou « 2019/2020 ; 35,5 »."),
                    format!("Line {rank}: write the period then the value, such as “2019 ; 100” or “2019/2020 ; 35.5”."),
                )
                .on("targets"),
            ),
        }
    }
    targets
}

/// Where values come from, as the form says.
fn source(read: &mut Read<'_>, plans: &Plans) -> Source {
    let key = read.words("key");
    match read.submitted.get("source") {
        key if Counted::of(key).is_some() => Source::Computed(key.to_owned()),
        "observatory" => {
            if !plans.is_observed(&key) {
                read.wrong.push(
                    Violation::new(
                        "indicator-key",
                        "Écrivez l’indicateur de l’observatoire, une arobase, puis le périmètre : « taux-chomage@departement:67 ». L’un des deux n’est pas connu ici.",
                        "Write the indicator of the observatory, an at sign, then the perimeter: “taux-chomage@departement:67”. One of the two is not known here.",
                    )
                    .on("key"),
                );
            }
            Source::Computed(format!("observatory:{key}"))
        }
        _ => Source::Typed,
    }
}

fn stored(reader: &Reader, sheet: &Sheet, id: Uuid) -> Vec<(String, String)> {
    let known = sheet.indicators.iter().find(|indicator| indicator.id == id);
    let facts = known.map(|known| {
        [
            (reader.t("plan-indicator"), reader.text(&known.title).to_owned()),
            (reader.t("plan-indicator-unit"), known.unit.clone()),
            (reader.t("plan-indicator-targets"), typed(reader, known)),
        ]
    });
    facts.into_iter().flatten().collect()
}

pub(in crate::pages) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    if !reader.viewer.may_write() {
        reader.require_signed_in()?;
    }
    check_manage(&reader.viewer, &tree.plan)?;
    form(&plans, &reader, &tree, sheet, wanted(&plans, &piece, None)?).page(&reader)
}

pub(in crate::pages) async fn keep(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let piece = wanted(&plans, &piece, Some(&submitted))?;
    let mut read = Read::new(&submitted);
    let french = read.words("title");
    let english = Some(read.words("title_en")).filter(|text| !text.is_empty()).unwrap_or_else(|| french.clone());
    let draft = IndicatorDraft {
        id: piece,
        title: LocalizedText::new(french, english),
        follow: read.words("follow"),
        unit: read.words("unit"),
        decimals: read.count("decimals").unwrap_or_default(),
        direction: Direction::from_code(submitted.get("direction")),
        baseline: read.number("baseline"),
        low: read.number("low"),
        high: read.number("high"),
        source: source(&mut read, &plans),
        targets: targets(&mut read),
    };
    let act = read.done(Act::Indicator(draft));
    done(&plans, &reader, (&id, &number), &submitted, act, |tree, sheet| {
        (form(&plans, &reader, tree, sheet, piece), stored(&reader, sheet, piece))
    })
    .await
}

pub(in crate::pages) async fn remove(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number, piece)): Path<(String, String, Uuid)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    done(&plans, &reader, (&id, &number), &submitted, Ok(Act::RemoveIndicator(piece)), |tree, sheet| {
        (form(&plans, &reader, tree, sheet, piece), stored(&reader, sheet, piece))
    })
    .await
}
