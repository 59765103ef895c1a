//! Perimeters under a name: those of the platform, and those of people, who share them or not.

use bassin_database::{Record, problem};
use bassin_kernel::{Kind, Problem, Scope, Viewer, Violation, text};
use serde_json::json;
use uuid::Uuid;

use super::Territory;
use crate::{
    perimeter::Perimeter,
    policy,
    store::{self, PerimeterVersion, SavedPerimeter, Sharing},
};

/// The longest name of a perimeter.
const NAME: usize = 100;

/// What is to be kept: under which address, with which name, shared how.
struct Wanted {
    slug: String,
    name: String,
    expression: String,
    owner: Option<Uuid>,
    sharing: Option<Sharing>,
}

impl Territory {
    /// Every saved perimeter, whoever owns it, by name: for the operator.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn perimeters(&self) -> Result<Vec<SavedPerimeter>, Problem> {
        store::perimeters(self.0.database.read()).await.map_err(problem)
    }

    /// The perimeters that everybody is shown, by name.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn public_perimeters(&self) -> Result<Vec<SavedPerimeter>, Problem> {
        Ok(self.perimeters().await?.into_iter().filter(|perimeter| perimeter.sharing == Sharing::Public).collect())
    }

    /// The perimeters of somebody who has signed in, by name.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn own_perimeters(&self, viewer: &Viewer) -> Result<Vec<SavedPerimeter>, Problem> {
        let Some(person) = viewer.person().map(|person| person.person) else { return Ok(Vec::new()) };
        Ok(self.perimeters().await?.into_iter().filter(|perimeter| perimeter.owner == Some(person)).collect())
    }

    /// The saved perimeter of that slug, with its versions.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn saved_perimeter(&self, slug: &str) -> Result<Option<SavedPerimeter>, Problem> {
        Ok(self.perimeters().await?.into_iter().find(|perimeter| perimeter.slug == slug))
    }

    /// The saved perimeter of that slug, when the viewer may see it.
    ///
    /// # Errors
    /// The store does not answer, or the viewer may see no such perimeter.
    pub async fn perimeter_seen_by(&self, viewer: &Viewer, slug: &str) -> Result<SavedPerimeter, Problem> {
        let found = self.saved_perimeter(slug).await?.filter(|perimeter| perimeter.is_seen_by(viewer));
        found.ok_or_else(|| no_perimeter(slug))
    }

    /// Saves a perimeter under a name: a new one, or a new version of the one of that name. The same communes again under the same
    /// name change nothing. A person's own are private until they share them.
    ///
    /// # Errors
    /// The viewer may not write, the name has no letter, or the expression does not resolve.
    pub async fn save_perimeter(&self, viewer: &Viewer, name: &str, expression: &str) -> Result<SavedPerimeter, Problem> {
        self.save_shared_perimeter(viewer, name, expression, None).await
    }

    /// The same, shared in a way.
    ///
    /// # Errors
    /// As [`Self::save_perimeter`].
    pub async fn save_shared_perimeter(
        &self,
        viewer: &Viewer,
        name: &str,
        expression: &str,
        sharing: Option<Sharing>,
    ) -> Result<SavedPerimeter, Problem> {
        viewer.check(&policy::PERIMETER_SAVE, &[])?;
        self.refresh().await?;
        let perimeter = match (check_name(name), self.resolve(expression)) {
            (None, Ok(perimeter)) => perimeter,
            (violation, resolved) => {
                let found = resolved.err().map(|problem| problem.violations).unwrap_or_default();
                let found = found.into_iter().map(|violation| violation.on("p"));
                return Err(Problem::new(Kind::Invalid, violation.into_iter().chain(found).collect()));
            }
        };
        let owner = viewer.person().map(|person| person.person);
        // The address of a person's perimeter is not to be guessed from its name.
        let drawn = self.0.database.ids().next().simple().to_string();
        let slug = if owner.is_some() { format!("{}-{}", text::slug(name), &drawn[20..]) } else { text::slug(name) };
        let wanted = Wanted { slug, name: name.trim().to_owned(), expression: expression.trim().to_owned(), owner, sharing };
        let slug = self.keep_perimeter(viewer, wanted, perimeter).await?;
        self.reload().await?;
        self.saved_perimeter(&slug).await?.ok_or_else(|| no_perimeter(&slug))
    }

    /// Writes a version, when it differs from the last one; says under which slug.
    async fn keep_perimeter(&self, viewer: &Viewer, wanted: Wanted, perimeter: Perimeter) -> Result<String, Problem> {
        let author = viewer.actor();
        self.0
            .database
            .write(viewer, |transaction| async move {
                let known = |one: &SavedPerimeter| {
                    let same_name = text::fold(&one.name) == text::fold(&wanted.name);
                    one.slug == wanted.slug || (wanted.owner.is_some() && one.owner == wanted.owner && same_name)
                };
                let before = store::perimeters(&transaction).await?.into_iter().find(known);
                let slug = before.as_ref().map_or_else(|| wanted.slug.clone(), |before| before.slug.clone());
                if let Some(before) = &before
                    && before.expression == perimeter.canonical
                    && wanted.sharing.is_none_or(|sharing| sharing == before.sharing)
                {
                    return Ok((slug, None));
                }
                let number = before.as_ref().and_then(|before| before.versions.last()).map_or(0, |version| version.number) + 1;
                let version = PerimeterVersion {
                    number,
                    expression: wanted.expression,
                    canonical: perimeter.canonical.clone(),
                    communes: u64::from(perimeter.rows.len()),
                    saved_at: transaction.now(),
                    saved_by: author,
                };
                let usual = if wanted.owner.is_some() { Sharing::Private } else { Sharing::Public };
                let kept = before.as_ref().map_or(usual, |before| before.sharing);
                let sharing = wanted.sharing.unwrap_or(kept);
                if before.is_none() {
                    store::add_perimeter(&transaction, &slug, &wanted.name, wanted.owner, sharing).await?;
                } else if sharing != kept {
                    store::change_perimeter(&transaction, &slug, &wanted.name, sharing).await?;
                }
                store::add_version(&transaction, &slug, &version).await?;
                let record = Record::new("perimeter.save", "perimeter", &slug)
                    .summary(format!("{slug}, version {number}"))
                    .before(before.as_ref().map(SavedPerimeter::told))
                    .after(json!({ "name": wanted.name, "version": number, "expression": perimeter.canonical, "sharing": sharing.name() }));
                Ok((slug, Some(record)))
            })
            .await
    }

    /// Renames a perimeter and shares it otherwise. Its address stays.
    ///
    /// # Errors
    /// The viewer is not its owner, the name has no letter, or there is no such perimeter.
    pub async fn edit_perimeter(&self, viewer: &Viewer, slug: &str, name: &str, sharing: Sharing) -> Result<(), Problem> {
        let (key, name, who) = (slug.to_owned(), name.trim().to_owned(), viewer.clone());
        self.0
            .database
            .write(viewer, |transaction| async move {
                let before = managed(store::perimeters(&transaction).await?, &who, &key)?;
                if let Some(violation) = check_name(&name) {
                    return Err(Problem::new(Kind::Invalid, vec![violation]).into());
                }
                if (before.name.as_str(), before.sharing) == (name.as_str(), sharing) {
                    return Ok(((), None));
                }
                store::change_perimeter(&transaction, &key, &name, sharing).await?;
                let record = Record::new("perimeter.edit", "perimeter", &key)
                    .summary(key.clone())
                    .before(before.told())
                    .after(json!({ "name": name, "expression": before.expression, "sharing": sharing.name() }));
                Ok(((), Some(record)))
            })
            .await?;
        self.reload().await
    }

    /// Deletes a saved perimeter and its versions. The journal keeps its last expression.
    ///
    /// # Errors
    /// The viewer is not its owner, or there is no such perimeter.
    pub async fn delete_perimeter(&self, viewer: &Viewer, slug: &str) -> Result<(), Problem> {
        let (slug, who) = (slug.to_owned(), viewer.clone());
        self.0
            .database
            .write(viewer, |transaction| async move {
                let before = managed(store::perimeters(&transaction).await?, &who, &slug)?;
                store::remove_perimeter(&transaction, &slug).await?;
                let record = Record::new("perimeter.delete", "perimeter", &slug).summary(slug.clone()).before(before.told());
                Ok(((), record))
            })
            .await?;
        self.reload().await
    }
}

impl SavedPerimeter {
    /// Whether the viewer may see it at its address.
    #[must_use]
    pub fn is_seen_by(&self, viewer: &Viewer) -> bool {
        let owned = self.owner.is_some() && viewer.person().map(|person| person.person) == self.owner;
        self.sharing != Sharing::Private || owned || matches!(viewer, Viewer::Operator(_) | Viewer::System)
    }

    /// Whether the viewer may rename, share and delete it.
    #[must_use]
    pub fn is_managed_by(&self, viewer: &Viewer) -> bool {
        viewer.may(&policy::PERIMETER_MANAGE, &self.scopes()) && self.is_seen_by(viewer)
    }

    fn scopes(&self) -> Vec<Scope> {
        self.owner.map(Scope::Person).into_iter().collect()
    }

    /// What the journal keeps of it.
    fn told(&self) -> serde_json::Value {
        json!({ "name": self.name, "expression": self.expression, "sharing": self.sharing.name() })
    }
}

/// The perimeter of that slug, which the viewer may manage. One that they may not see does not exist for them.
fn managed(all: Vec<SavedPerimeter>, viewer: &Viewer, slug: &str) -> Result<SavedPerimeter, Problem> {
    let found = all.into_iter().find(|perimeter| perimeter.slug == slug && perimeter.is_seen_by(viewer));
    let found = found.ok_or_else(|| no_perimeter(slug))?;
    viewer.check(&policy::PERIMETER_MANAGE, &found.scopes())?;
    Ok(found)
}

fn check_name(name: &str) -> Option<Violation> {
    let violation = if text::slug(name).is_empty() {
        Violation::new(
            "perimeter-name",
            "Le nom du périmètre doit contenir une lettre ou un chiffre.",
            "The name of the perimeter must have a letter or a digit.",
        )
    } else if name.trim().chars().count() > NAME {
        Violation::new(
            "perimeter-name",
            format!("Le nom du périmètre dépasse {NAME} caractères\u{202f}: raccourcissez-le."),
            format!("The name of the perimeter exceeds {NAME} characters: make it shorter."),
        )
    } else {
        return None;
    };
    Some(violation.on("name"))
}

fn no_perimeter(slug: &str) -> Problem {
    Problem::not_found(
        format!("Aucun périmètre enregistré ne s’appelle «\u{202f}{slug}\u{202f}»."),
        format!("No saved perimeter is called “{slug}”."),
    )
}
