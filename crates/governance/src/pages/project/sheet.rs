//! The sheet of a project: one document, shown as a page, printed as PDF, edited as DOCX.

use bassin_documents::{Block, Document};
use bassin_web::Reader;

use super::{lines::euros, name_of, state_name};
use crate::{
    Body, Governance, ProjectEvent, ProjectFile, Ruling, rules,
    statute::{Item, ProjectRule},
};

/// What a sheet is made of.
pub(super) struct Sources<'a> {
    pub reader: &'a Reader,
    pub file: &'a ProjectFile,
    /// The poles and the Instances.
    pub bodies: &'a [Body],
    /// What the statute says of projects.
    pub rule: Option<&'a ProjectRule>,
    /// The name of its territory.
    pub territory: String,
}

impl<'a> Sources<'a> {
    pub(super) fn of(governance: &'a Governance, reader: &'a Reader, file: &'a ProjectFile, bodies: &'a [Body]) -> Self {
        let pole = file.project.poles.first().and_then(|pole| bodies.iter().find(|body| body.id == *pole));
        let expression = &file.project.sheet.territory;
        let resolved = governance.territory.resolve(expression).map(|perimeter| reader.text(&perimeter.label).to_owned());
        let territory = resolved.unwrap_or_else(|_| expression.clone());
        Self { reader, file, bodies, rule: pole.and_then(|pole| governance.project_rule(pole)), territory }
    }

    /// The whole document.
    pub(super) fn document(&self, foot: String) -> Document {
        let r = self.reader;
        let made_up = self.bodies.iter().any(|body| body.content == crate::Content::Fictional);
        let mut blocks: Vec<_> = made_up.then(|| bassin_documents::Block::Remark(r.t("meeting-fictional"))).into_iter().collect();
        blocks.extend(self.blocks());
        Document { title: self.file.project.sheet.title.clone(), language: r.language, facts: self.facts(), blocks, foot }
    }

    /// What identifies it.
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        let (r, project) = (self.reader, &self.file.project);
        let names = |ids: &[uuid::Uuid]| ids.iter().map(|id| name_of(self.bodies, *id)).collect::<Vec<_>>().join(", ");
        let dates = match (project.sheet.starts_on, project.sheet.ends_on) {
            (Some(first), Some(last)) => r.t_with("project-period", &[("first", r.day(first).into()), ("last", r.day(last).into())]),
            (Some(day), None) | (None, Some(day)) => r.day(day),
            (None, None) => String::new(),
        };
        let facts = [
            ("project-poles", names(&project.poles)),
            ("project-state", state_name(r, rules::project::derive(self.file))),
            ("project-lead", project.sheet.lead.name.clone()),
            ("project-territory", self.territory.clone()),
            ("project-calendar", dates),
            ("project-concerned", names(&project.concerned)),
            ("project-version", if project.version > 1 { project.version.to_string() } else { String::new() }),
        ];
        facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (r.t(key), value)).collect()
    }

    /// Its content.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let (r, sheet) = (self.reader, &self.file.project.sheet);
        let mut blocks = Vec::new();
        let texts = [
            ("project-summary", &sheet.summary),
            ("project-need", &sheet.need),
            ("project-link", &sheet.link),
            ("project-expected", &sheet.expected),
        ];
        for (key, text) in texts {
            blocks.push(Block::Heading(1, r.t(key)));
            blocks.push(Block::Paragraph(if text.is_empty() { r.t("project-open") } else { text.clone() }));
        }
        let (aspects, natures, publics) = self.rule.map(|rule| (&*rule.aspects, &*rule.natures, &*rule.publics)).unwrap_or_default();
        blocks.push(Block::Heading(1, r.t("project-aspects")));
        blocks.push(Block::List(sheet.aspects.iter().map(|code| self.item(aspects, code)).collect()));
        let natures = sheet.natures.iter().map(|nature| (self.item(natures, &nature.code), nature.justification.clone())).collect();
        blocks.push(Block::Heading(1, r.t("project-natures")));
        blocks.push(Block::Facts(natures));
        blocks.push(Block::Heading(1, r.t("project-publics")));
        blocks.push(Block::List(sheet.publics.iter().map(|code| self.item(publics, code)).collect()));
        blocks.extend(self.partners());
        blocks.extend(self.steps());
        blocks.extend(self.budget());
        blocks.extend(self.approvals());
        blocks
    }

    fn item(&self, items: &[Item], code: &str) -> String {
        items.iter().find(|item| item.code == code).map_or_else(|| code.to_owned(), |item| self.reader.text(&item.name).to_owned())
    }

    fn table(&self, title: &str, header: &[&str], rows: Vec<Vec<String>>) -> Vec<Block> {
        if rows.is_empty() {
            return Vec::new();
        }
        let header = header.iter().map(|key| self.reader.t(key)).collect();
        vec![Block::Heading(1, self.reader.t(title)), Block::Table { caption: self.reader.t(title), header, rows }]
    }

    fn partners(&self) -> Vec<Block> {
        let rows = self.file.project.sheet.partners.iter().map(|partner| vec![partner.name.clone(), partner.role.clone()]).collect();
        self.table("project-partners", &["project-partner", "project-role"], rows)
    }

    fn steps(&self) -> Vec<Block> {
        let day = |on: Option<bassin_kernel::Day>| on.map_or_else(|| self.reader.t("project-open"), |on| self.reader.day(on));
        let rows = self.file.project.sheet.steps.iter().map(|step| vec![step.label.clone(), day(step.on)]).collect();
        self.table("project-steps", &["project-step", "project-step-day"], rows)
    }

    fn budget(&self) -> Vec<Block> {
        let (r, lines) = (self.reader, &self.file.project.sheet.budget);
        let state = |funding: &str, obtained| match (funding.is_empty(), obtained) {
            (true, _) => r.t("project-open"),
            (false, true) => r.t("project-obtained"),
            (false, false) => r.t("project-sought"),
        };
        let mut rows: Vec<Vec<String>> = lines
            .iter()
            .map(|line| vec![line.label.clone(), line.funding.clone(), state(&line.funding, line.obtained), euros(line.cents, r.language)])
            .collect();
        if rows.len() > 1 {
            let total = lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.cents));
            rows.push(vec![r.t("project-total"), String::new(), String::new(), euros(total, r.language)]);
        }
        self.table("project-budget", &["project-budget-line", "project-funding", "project-funding-state", "project-amount"], rows)
    }

    /// What each Instance concerned says.
    fn approvals(&self) -> Vec<Block> {
        let r = self.reader;
        let rows = self.file.project.concerned.iter().map(|instance| {
            let of = |event: &&ProjectEvent| event.fact.instance() == Some(*instance);
            let last = self.file.events.iter().rfind(of);
            let verdict = rules::project::verdict(self.file, *instance);
            let said = match (verdict, last.map(|event| &event.fact)) {
                (_, Some(crate::ProjectFact::Returned { .. })) => r.t("project-said-returned"),
                (Some(Ruling::Agree), _) => r.t("project-said-agree"),
                (Some(Ruling::Reservations), Some(crate::ProjectFact::Lifted { .. })) => r.t("project-said-lifted"),
                (Some(Ruling::Reservations), _) => r.t("project-said-reservations"),
                (Some(Ruling::Refuse), _) => r.t("project-said-refuse"),
                (None, Some(_)) => r.t("project-said-admitted"),
                (None, None) => r.t("project-said-nothing"),
            };
            let words = last.map(|event| event.words.clone()).unwrap_or_default();
            let act = last.map(|event| event.act.clone()).unwrap_or_default();
            let day = last.map(|event| r.day(event.on)).unwrap_or_default();
            vec![name_of(self.bodies, *instance), said, day, act, words]
        });
        let header = ["project-instance", "project-said", "project-day", "project-act", "project-words"];
        self.table("project-approvals", &header, rows.collect())
    }
}
