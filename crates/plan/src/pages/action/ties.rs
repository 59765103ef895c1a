//! What a node is tied to, under the names things have today.

use bassin_kernel::{Kind, Problem, address};
use bassin_web::{Link, Reader, own_address};
use uuid::Uuid;

use crate::{Plans, Tie, TieKind};

/// What an address of this portal leads to.
pub(in crate::pages) enum Target {
    /// A page, by the name of what it shows.
    Page(String),
    /// A page of a kind that is known, which is not there for this reader.
    Nothing,
    /// A page that is not looked into.
    Other,
}

impl Plans {
    /// Each tie: of what kind it is, what it is called today, where it leads.
    pub(super) async fn tied(&self, reader: &Reader, ties: &[Tie]) -> Result<Vec<(String, Link)>, Problem> {
        let mut found = Vec::new();
        for tie in ties {
            found.push((reader.t(&format!("plan-tie-{}", tie.kind.code())), self.tie(reader, tie).await?));
        }
        Ok(found)
    }

    async fn tie(&self, reader: &Reader, tie: &Tie) -> Result<Link, Problem> {
        if tie.kind == TieKind::Territory {
            let known = self.territory.resolve(&tie.reference).ok().filter(|known| !known.is_empty());
            let name = known.as_ref().map(|known| reader.text(&known.label).to_owned());
            let at = known.map(|known| address("/territoires/portrait", &[("p", &known.canonical)]));
            return Ok(Link::new(called(name, tie), at.unwrap_or_default()));
        }
        let Some(at) = own_address(&tie.reference) else { return Ok(Link::new(called(None, tie), "")) };
        Ok(match self.target(reader, at).await? {
            Target::Page(name) => Link::new(called(Some(name), tie), at),
            Target::Nothing if tie.label.is_empty() => Link::new(reader.t("plan-tie-hidden"), ""),
            Target::Nothing => Link::new(&tie.label, ""),
            Target::Other => Link::new(called(None, tie), at),
        })
    }

    /// What an address of this portal leads to, for this reader.
    pub(in crate::pages) async fn target(&self, reader: &Reader, at: &str) -> Result<Target, Problem> {
        let path = at.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        if let ["instances", slug, ..] = parts.as_slice() {
            return named(self.governance.body(slug).await.map(|body| body.name));
        }
        if let ["indicateurs", id] = parts.as_slice() {
            let indicators = self.observatory.indicators();
            return named(indicators.get(id).map(|indicator| reader.text(&indicator.name).to_owned()).ok_or_else(nowhere));
        }
        let [kind @ ("projets" | "conventions" | "decisions" | "pratiques" | "structures"), id] = parts.as_slice() else {
            return Ok(Target::Other);
        };
        let Ok(id) = id.parse::<Uuid>() else { return Ok(Target::Nothing) };
        let viewer = &reader.viewer;
        named(match *kind {
            "projets" => self.governance.project(viewer, id).await.map(|file| file.project.sheet.title),
            "conventions" => self.governance.convention(viewer, id).await.map(|file| file.convention.title),
            "decisions" => self.governance.decision(viewer, id).await.map(|case| case.decision.title),
            "pratiques" => self.governance.practice(viewer, id).await.map(|practice| practice.sheet.title),
            _ => self.directory.organisation(id).await.and_then(|found| found.map(|found| found.name).ok_or_else(nowhere)),
        })
    }
}

fn named(name: Result<String, Problem>) -> Result<Target, Problem> {
    match name {
        Ok(name) => Ok(Target::Page(name)),
        Err(problem) if matches!(problem.kind, Kind::NotFound | Kind::Forbidden) => Ok(Target::Nothing),
        Err(problem) => Err(problem),
    }
}

fn nowhere() -> Problem {
    Problem::not_found("Cette page n’existe pas.", "There is no such page.")
}

/// What a thing is called today, with the words that were typed when they say something else.
fn called(name: Option<String>, tie: &Tie) -> String {
    let label = if tie.label.is_empty() { &tie.reference } else { &tie.label };
    match name {
        Some(name) if tie.label.is_empty() || bassin_kernel::text::fold(&name) == bassin_kernel::text::fold(&tie.label) => name,
        Some(name) => format!("{name} ({label})"),
        None => label.clone(),
    }
}
