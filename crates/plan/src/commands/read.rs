//! What can be read: everything is public.

use std::sync::{Arc, PoisonError};

use bassin_database::problem;
use bassin_kernel::{Day, Problem, day_of};
use uuid::Uuid;

use crate::{Plan, Plans, Tree, store};

impl Plans {
    /// Today, for the territory.
    #[must_use]
    pub fn today(&self) -> Day {
        day_of(self.database.clock().now())
    }

    /// An identifier for what a form will create.
    #[must_use]
    pub fn fresh(&self) -> Uuid {
        self.database.ids().next()
    }

    /// The plans, in order.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn plans(&self) -> Result<Vec<Plan>, Problem> {
        store::tree::plans(self.database.read()).await.map_err(problem)
    }

    /// A plan, whole: as it was when last changed, without being read again meanwhile.
    ///
    /// # Errors
    /// There is none of that name, or the store does not answer.
    pub async fn tree(&self, id: &str) -> Result<Arc<Tree>, Problem> {
        let now = self.database.generation().await?;
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned();
        if let Some((_, tree)) = known.filter(|(at, _)| *at == now) {
            return Ok(tree);
        }
        let mut tree = store::tree::tree(self.database.read(), id).await.map_err(problem)?.ok_or_else(|| no_plan(id))?;
        self.follow_merges(&mut tree).await?;
        let tree = Arc::new(tree);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), (now, Arc::clone(&tree)));
        Ok(tree)
    }

    /// Those who have a part under the sheet they have now, when theirs was merged into another.
    async fn follow_merges(&self, tree: &mut Tree) -> Result<(), Problem> {
        let parts = || tree.sheets.iter().flat_map(|sheet| &sheet.node.parts);
        let organisations: Vec<Uuid> = parts().filter_map(|part| part.organisation).collect();
        let people: Vec<Uuid> = parts().filter_map(|part| part.person).collect();
        let (organisations, people) = (self.directory.organisations(&organisations).await?, self.directory.people(&people).await?);
        for part in tree.sheets.iter_mut().flat_map(|sheet| &mut sheet.node.parts) {
            part.organisation = part.organisation.map(|id| organisations.get(&id).map_or(id, |now| now.id));
            part.person = part.person.map(|id| people.get(&id).map_or(id, |now| now.id));
        }
        Ok(())
    }

    /// Every plan, whole.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn trees(&self) -> Result<Vec<Arc<Tree>>, Problem> {
        let mut trees = Vec::new();
        for plan in self.plans().await? {
            trees.push(self.tree(&plan.id).await?);
        }
        Ok(trees)
    }
}

pub(crate) fn no_plan(id: &str) -> Problem {
    Problem::not_found(format!("Aucun plan ne s’appelle « {id} »."), format!("There is no plan called “{id}”."))
}
