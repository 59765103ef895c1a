//! The sheet of a node: who, when, with what, tied to what.

mod lines;

use axum::{
    extract::{Path, State},
    response::Response,
};
use bassin_directory::Search;
use bassin_kernel::{Kind, Problem, Violation, text::fold};
use bassin_web::{Choice, Failure, Field, Picked, Reader, Submitted, own_address};
use uuid::Uuid;

use super::{
    action::{Target, found},
    form::{Block, Form, Item, Read},
    node_address, node_trail, say,
};
use crate::{
    Node, Part, PartRole, Plans, Sheet, Tie, TieKind, Tree, check_manage,
    rules::act::{Act, Edit},
};

/// How many empty rows wait below those that are filled.
const SPARE: usize = 2;

pub(super) async fn show(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    if !reader.viewer.may_write() {
        reader.require_signed_in()?;
    }
    check_manage(&reader.viewer, &tree.plan)?;
    form(&plans, &reader, &tree, sheet, 0).await?.page(&reader)
}

pub(super) async fn save(
    State(plans): State<Plans>,
    reader: Reader,
    Path((id, number)): Path<(String, String)>,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let tree = plans.tree(&id).await?;
    let sheet = found(&tree, &number)?;
    check_manage(&reader.viewer, &tree.plan)?;
    let form_id = submitted.uuid("id").unwrap_or_else(|| plans.fresh());
    let revision = submitted.get("revision").parse().unwrap_or_default();
    let outcome = match read(&plans, &reader, &sheet.node.ties, &submitted).await {
        Ok(edit) => plans.act(&reader.viewer, sheet.node.id, form_id, revision, Act::Edit(edit)).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => Ok(reader.done(&node_address(&sheet.node), "plan-edited")),
        Err(problem) => {
            let tree = if problem.kind == Kind::Conflict { plans.tree(&id).await? } else { tree.clone() };
            let sheet = found(&tree, &number)?;
            let rows = rows(&submitted, "label").max(rows(&submitted, "tie-reference"));
            let stored = stored(&reader, sheet);
            form(&plans, &reader, &tree, sheet, rows).await?.again(&reader, &submitted, problem, &stored)
        }
    }
}

async fn form(plans: &Plans, reader: &Reader, tree: &Tree, sheet: &Sheet, rows: usize) -> Result<Form, Problem> {
    let node = &sheet.node;
    let bodies = plans.governance.bodies(plans.today()).await?;
    let bodies = bodies.iter().map(|overview| Choice::new(overview.body.id.to_string(), &overview.body.name));
    let body = Field::select("body").label(reader.t("plan-body")).choices(bodies);
    let day = |name: &str, on: Option<bassin_kernel::Day>| {
        Field::date(name).label(reader.t(&format!("plan-{name}"))).value(on.map(|on| on.to_string()).unwrap_or_default())
    };
    let frame = Block {
        title: reader.t("plan-edit-frame"),
        fields: vec![
            body.value(node.body.map(|id| id.to_string()).unwrap_or_default()),
            day("starts", node.starts),
            day("ends", node.ends),
        ],
        ..Block::default()
    };
    let many = (node.ties.len() + SPARE).max(rows);
    let ties = Block {
        title: reader.t("plan-ties"),
        lede: reader.t("plan-ties-lede"),
        items: (0..many).map(|at| tie_item(reader, at, node.ties.get(at))).collect(),
        ..Block::default()
    };
    let budget = Field::area("budget").label(reader.t("plan-budget-caption")).hint(reader.t("plan-budget-hint"));
    let budget =
        Block { title: reader.t("plan-budget"), fields: vec![budget.value(lines::typed(&node.budget)).lines(6)], ..Block::default() };
    let at = node_address(node);
    Ok(Form {
        kicker: format!("{} · {}", node.number, reader.text(&node.title)),
        title: reader.t("plan-edit"),
        action: format!("{at}/fiche"),
        submit: reader.t("plan-save"),
        cancel: at,
        hidden: vec![Field::hidden("id", plans.fresh().to_string()), Field::hidden("revision", node.revision.to_string())],
        blocks: vec![frame, parts_block(plans, reader, node, rows).await?, ties, budget],
        trail: node_trail(reader, tree, sheet),
        ..Form::default()
    })
}

/// Who pilots and who takes part, with empty rows below.
async fn parts_block(plans: &Plans, reader: &Reader, node: &Node, rows: usize) -> Result<Block, Problem> {
    let organisations: Vec<Uuid> = node.parts.iter().filter_map(|part| part.organisation).collect();
    let people: Vec<Uuid> = node.parts.iter().filter_map(|part| part.person).collect();
    let (organisations, people) = (plans.directory.organisations(&organisations).await?, plans.directory.people(&people).await?);
    let part = |at: usize| {
        let part = node.parts.get(at);
        let organisation = part.and_then(|part| organisations.get(&part.organisation?));
        let person = part.and_then(|part| people.get(&part.person?));
        part_item(
            reader,
            at,
            part,
            organisation.map(|organisation| (organisation.id, organisation.name.clone())),
            person.map(|person| (person.id, person.name())),
        )
    };
    let many = (node.parts.len() + SPARE).max(rows);
    Ok(Block {
        title: reader.t("plan-edit-parts"),
        lede: reader.t("plan-edit-parts-lede"),
        items: (0..many).map(part).collect(),
        ..Block::default()
    })
}

fn part_item(
    reader: &Reader,
    at: usize,
    part: Option<&Part>,
    organisation: Option<(Uuid, String)>,
    person: Option<(Uuid, String)>,
) -> Item {
    let rank = u64::try_from(at + 1).unwrap_or_default();
    let picker = |name: String, source: &str, label: &str, known: Option<(Uuid, String)>| {
        let (id, words) = known.map(|(id, words)| (id.to_string(), words)).unwrap_or_default();
        Field::picker(name, source).label(reader.t(label)).value(id).shown(words)
    };
    let role = match part.map(|part| part.role) {
        Some(PartRole::Partner) => "partner",
        Some(PartRole::Pilot) => "pilot",
        None => "",
    };
    let roles = ["pilot", "partner"].map(|code| Choice::new(code, reader.t(&format!("plan-role-{code}"))));
    let label = part.map(|part| part.label.as_str()).unwrap_or_default();
    Item {
        fields: vec![
            Field::text(format!("label-{at}")).label(reader.t_with("plan-part", &[("rank", rank.into())])).value(label),
            Field::radios(format!("role-{at}")).label(reader.t("plan-role")).choices(roles).value(role).segmented(),
        ],
        summary: reader.t("plan-part-fold"),
        folded: vec![
            picker(format!("organisation-{at}"), "/structures/suggestions?q=", "plan-organisation", organisation),
            picker(format!("person-{at}"), "/personnes/suggestions?q=", "plan-person", person),
        ],
    }
}

fn tie_item(reader: &Reader, at: usize, tie: Option<&Tie>) -> Item {
    let kinds = TieKind::ALL.map(|kind| Choice::new(kind.code(), reader.t(&format!("plan-tie-{}", kind.code()))));
    let rank = u64::try_from(at + 1).unwrap_or_default();
    let kind = Field::select(format!("tie-kind-{at}")).label(reader.t_with("plan-tie", &[("rank", rank.into())])).choices(kinds);
    let reference = Field::text(format!("tie-reference-{at}")).label(reader.t("plan-tie-reference"));
    let label = Field::text(format!("tie-label-{at}")).label(reader.t("plan-tie-label"));
    let fields = vec![
        kind.value(tie.map(|tie| tie.kind.code()).unwrap_or_default()),
        reference.value(tie.map(|tie| tie.reference.as_str()).unwrap_or_default()),
        label.value(tie.map(|tie| tie.label.as_str()).unwrap_or_default()),
    ];
    Item { fields, ..Item::default() }
}

/// How many rows of a kind were sent.
fn rows(submitted: &Submitted, prefix: &str) -> usize {
    let rank = |name: &str| name.strip_prefix(prefix)?.strip_prefix('-')?.parse::<usize>().ok();
    submitted.iter().filter_map(|(name, _)| rank(name)).max().map_or(0, |last| last.saturating_add(1)).min(200)
}

async fn read(plans: &Plans, reader: &Reader, known: &[Tie], submitted: &Submitted) -> Result<Edit, Problem> {
    let mut read = Read::new(submitted);
    let (starts, ends) = (read.day("starts"), read.day("ends"));
    let mut parts = Vec::new();
    for at in 0..rows(submitted, "label") {
        let role = if submitted.get(&format!("role-{at}")) == "partner" { PartRole::Partner } else { PartRole::Pilot };
        let organisation = plans.picked_organisation(&mut read, &format!("organisation-{at}")).await?;
        let person = plans.picked_person(&mut read, &format!("person-{at}")).await?;
        let label = read.words(&format!("label-{at}"));
        if organisation.is_some() || person.is_some() || !label.is_empty() {
            parts.push(Part { role, organisation, person, label });
        }
    }
    let mut ties = Vec::new();
    for at in 0..rows(submitted, "tie-label").max(rows(submitted, "tie-reference")) {
        let (label, reference) = (read.words(&format!("tie-label-{at}")), read.words(&format!("tie-reference-{at}")));
        if label.is_empty() && reference.is_empty() {
            continue;
        }
        match TieKind::from_code(submitted.get(&format!("tie-kind-{at}"))) {
            // A tie that is there already stays, whoever may read what it leads to.
            Some(kind) if known.contains(&Tie { kind, reference: reference.clone(), label: label.clone() }) => {
                ties.push(Tie { kind, reference, label });
            }
            Some(kind) => {
                let tie = Tie { kind, reference: plans.own(&reference), label };
                read.wrong.extend(plans.wrong_tie(reader, &tie).await?.map(|wrong| wrong.on(format!("tie-reference-{at}"))));
                ties.push(tie);
            }
            None => read.wrong.push(Violation::new("tie-kind", "Dites de quoi il s’agit.", "Say what it is.").on(format!("tie-kind-{at}"))),
        }
    }
    let budget = lines::read(submitted.get("budget")).unwrap_or_else(|wrong| {
        read.wrong.extend(wrong);
        Vec::new()
    });
    let body = submitted.uuid("body");
    read.done(Edit { parts, body, starts, ends, ties, budget })
}

impl Plans {
    /// An address of this portal as its pages give it: without what stands before its path.
    fn own(&self, reference: &str) -> String {
        let home = self.directory.link("/");
        reference.strip_prefix(home.trim_end_matches('/')).filter(|rest| rest.starts_with('/')).unwrap_or(reference).to_owned()
    }

    /// Why a tie leads nowhere; nothing when it leads somewhere, or is only words.
    async fn wrong_tie(&self, reader: &Reader, tie: &Tie) -> Result<Option<Violation>, Problem> {
        if tie.reference.is_empty() {
            return Ok(None);
        }
        if tie.kind == TieKind::Territory {
            return Ok(self.territory.resolve(&tie.reference).err().and_then(|problem| problem.violations.into_iter().next()));
        }
        let nowhere = match own_address(&tie.reference) {
            Some(at) => matches!(self.target(reader, at).await?, Target::Nothing),
            None => true,
        };
        Ok(nowhere.then(|| {
            Violation::new(
                "tie-nowhere",
                "Aucune page de ce portail n’a cette adresse. Recopiez celle qui s’affiche en haut du navigateur, ou laissez vide.",
                "No page of this portal has this address. Copy the one shown at the top of the browser, or leave it empty.",
            )
        }))
    }

    async fn picked_organisation(&self, read: &mut Read<'_>, name: &str) -> Result<Option<Uuid>, Problem> {
        let words = match read.submitted.picked(name) {
            Picked::Id(id) => return Ok(Some(id)),
            Picked::Nothing => return Ok(None),
            Picked::Words(words) => words,
        };
        let search = Search { query: words.to_owned(), page: 1, size: 6, ..Search::default() };
        let found = self.directory.search_organisations(&search).await?.items;
        Ok(only(read, name, words, found.into_iter().map(|one| (one.id, one.name)).collect()))
    }

    async fn picked_person(&self, read: &mut Read<'_>, name: &str) -> Result<Option<Uuid>, Problem> {
        let words = match read.submitted.picked(name) {
            Picked::Id(id) => return Ok(Some(id)),
            Picked::Nothing => return Ok(None),
            Picked::Words(words) => words,
        };
        let found = self.directory.search_people(words, 1, 6).await?.items;
        Ok(only(read, name, words, found.into_iter().map(|one| (one.id, one.name())).collect()))
    }
}

/// The one sheet of the directory that words mean; what was found otherwise is told at the field.
fn only(read: &mut Read<'_>, name: &str, words: &str, found: Vec<(Uuid, String)>) -> Option<Uuid> {
    let same = found.iter().find(|(_, known)| fold(known) == fold(words));
    if let Some((id, _)) = same.or(if found.len() == 1 { found.first() } else { None }) {
        return Some(*id);
    }
    let names: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    let violation = if names.is_empty() {
        Violation::new(
            "picker-none",
            format!("L’annuaire ne connaît pas « {words} » : ajoutez d’abord sa fiche."),
            format!("The directory does not know “{words}”: add the sheet first."),
        )
    } else {
        let names = names.join(" ; ");
        Violation::new(
            "picker-choose",
            format!("Plusieurs fiches conviennent : {names}. Recopiez le nom voulu."),
            format!("Several sheets fit: {names}. Copy the name wanted."),
        )
    };
    read.wrong.push(violation.on(name));
    None
}

/// What is stored now, for whoever opened the form before somebody else changed it.
fn stored(reader: &Reader, sheet: &Sheet) -> Vec<(String, String)> {
    let node = &sheet.node;
    let ties: Vec<&str> = node.ties.iter().map(|tie| tie.label.as_str()).collect();
    vec![
        (reader.t("plan-column-pilots"), say::labels(node.pilots())),
        (reader.t("plan-column-partners"), say::labels(node.partners())),
        (reader.t("plan-when"), say::dates(reader, crate::Dates { from: node.starts, to: node.ends })),
        (reader.t("plan-ties"), ties.join(" ; ")),
        (reader.t("plan-budget"), lines::typed(&node.budget)),
    ]
}
