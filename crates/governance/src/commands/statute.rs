//! What is governed by a statute.

use bassin_database::problem;
use bassin_kernel::Problem;

use crate::{Body, Governance, statute::Statute, store};

impl Governance {
    /// A statute in one of its versions, the latest when none is asked for.
    ///
    /// # Errors
    /// There is no such statute.
    pub fn statute(&self, id: &str, version: Option<u32>) -> Result<&Statute, Problem> {
        let found = version.map_or_else(|| self.statutes.latest(id), |version| self.statutes.version(id, version));
        found.ok_or_else(|| {
            Problem::not_found(
                format!("Aucun statut ne s’appelle « {id} » dans cette version. La liste des statuts les donne tous."),
                format!("No statute is called “{id}” in that version. The list of statutes has them all."),
            )
        })
    }

    /// The bodies governed by a statute, whatever its version, by name.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn governed_by(&self, statute: &str) -> Result<Vec<Body>, Problem> {
        let mut bodies = store::body::all(self.database.read()).await.map_err(problem)?;
        bodies.retain(|body| body.statute == statute);
        bodies.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(bodies)
    }
}
