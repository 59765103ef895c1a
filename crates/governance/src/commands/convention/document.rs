//! A convention as a document: text, parties, obligations, page of signatures, digest.

use std::collections::HashMap;

use bassin_documents::{Block, Document, Drawing, Signature};
use bassin_kernel::{Day, Problem, text};
use bassin_web::Reader;
use uuid::Uuid;

use super::file::ConventionFile;
use crate::{Governance, Party, PartyWho, SigningManner, wording};

/// The frame in which people draw, in points of their screen.
pub(crate) const WIDTH: u32 = 480;
/// Its height.
pub(crate) const HEIGHT: u32 = 160;

impl Governance {
    /// The names of the parties of a convention and of those who sign, by identifier.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn party_names(&self, file: &ConventionFile) -> Result<HashMap<Uuid, String>, Problem> {
        let (mut organisations, mut bodies) = (Vec::new(), Vec::new());
        for party in &file.convention.parties {
            match party.who {
                PartyWho::Organisation(id) => organisations.push(id),
                PartyWho::Body(id) => bodies.push(id),
            }
        }
        let people: Vec<Uuid> = file.convention.parties.iter().filter_map(|party| party.signatory.as_ref()).map(|s| s.person).collect();
        let mut names = self.body_names(&bodies).await?;
        names.extend(self.directory.organisations(&organisations).await?.into_iter().map(|(id, found)| (id, found.name)));
        names.extend(self.directory.people(&people).await?.into_iter().map(|(id, found)| (id, found.name())));
        Ok(names)
    }

    /// The convention as a document.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn convention_document(&self, r: &Reader, file: &ConventionFile) -> Result<Document, Problem> {
        let names = self.party_names(file).await?;
        let convention = &file.convention;
        let day = |day: Option<Day>| day.map(|day| text::day(day, r.language)).unwrap_or_default();
        let mut facts = vec![
            (r.t("convention-kind"), r.t(&format!("convention-kind-{}", convention.kind.code()))),
            (r.t("convention-body"), file.body.name.clone()),
            (r.t("convention-starts"), day(convention.starts_on)),
            (r.t("convention-ends"), day(convention.ends_on)),
            (r.t("decision-state"), r.t(&format!("convention-state-{}", convention.state.code()))),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        let fictional = (file.body.content == crate::Content::Fictional).then(|| Block::Remark(r.t("meeting-fictional")));
        let mut blocks: Vec<Block> = fictional.into_iter().collect();
        blocks.push(Block::Heading(1, r.t("convention-parties")));
        blocks.push(Block::List(convention.parties.iter().map(|party| side(party, &names)).collect()));
        blocks.push(Block::Heading(1, r.t("convention-text")));
        blocks.extend(wording::blocks(file.text(), 2));
        if !convention.obligations.is_empty() {
            blocks.push(Block::Table {
                caption: r.t("convention-obligations"),
                header: vec![r.t("convention-obligation"), r.t("convention-party"), r.t("convention-due")],
                rows: convention.obligations.iter().map(|promise| promised(r, file, &names, promise)).collect(),
            });
        }
        blocks.push(Block::Break);
        blocks.push(Block::Heading(1, r.t("convention-signatures")));
        blocks.push(Block::Signatures(signatures(r, file, &names)));
        let foot = if convention.sha256.is_empty() {
            r.t("convention-not-locked")
        } else {
            r.t_with("convention-digest-line", &[("digest", convention.sha256.as_str().into())])
        };
        Ok(Document { title: convention.title.clone(), language: r.language, facts, blocks, foot })
    }

    /// The document as a PDF.
    ///
    /// # Errors
    /// It could not be set.
    pub fn print(&self, document: &Document) -> Result<Vec<u8>, Problem> {
        self.printer.pdf(document)
    }
}

fn who(party: &Party) -> Uuid {
    match party.who {
        PartyWho::Organisation(id) | PartyWho::Body(id) => id,
    }
}

fn side(party: &Party, names: &HashMap<Uuid, String>) -> String {
    format!("{} ({})", names.get(&who(party)).cloned().unwrap_or_default(), party.capacity)
}

fn promised(r: &Reader, file: &ConventionFile, names: &HashMap<Uuid, String>, promise: &crate::Obligation) -> Vec<String> {
    let party = file.convention.parties.iter().find(|party| Some(party.id) == promise.party);
    let party = party.map_or_else(|| r.t("convention-every-party"), |party| names.get(&who(party)).cloned().unwrap_or_default());
    vec![promise.words.clone(), party, promise.due_on.map(|day| text::day(day, r.language)).unwrap_or_default()]
}

/// A box for each signatory: who has signed, when, by which means; left to be signed by hand by the others.
fn signatures(r: &Reader, file: &ConventionFile, names: &HashMap<Uuid, String>) -> Vec<Signature> {
    let signing = |party: &Party| {
        let signatory = party.signatory.as_ref()?;
        let name = names.get(&signatory.person).cloned().unwrap_or_default();
        let party_name = names.get(&who(party)).cloned().unwrap_or_default();
        let mut signature = Signature::blank(name, format!("{}, {party_name}", signatory.capacity));
        if let Some(signed) = file.signature(party.id) {
            let how = r.t(&format!("convention-manner-{}", signed.manner.code()));
            signature.note = format!("{} · {how}", text::date_time(signed.at, r.language));
            signature.drawing = (signed.manner == SigningManner::Drawn).then(|| Drawing::new(WIDTH, HEIGHT, &signed.mark)).flatten();
        }
        Some(signature)
    };
    file.convention.parties.iter().filter_map(signing).collect()
}
