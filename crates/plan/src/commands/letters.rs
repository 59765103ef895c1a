//! What is written to those who run a body: a recommendation is addressed to it, a report is submitted to it.

use bassin_database::{Error, Transaction};
use bassin_kernel::{Language, LocalizedText, day_of, text};
use uuid::Uuid;

use super::read::no_plan;
use crate::{Plan, Plans, evaluation::Recommendation, report::Report, store};

impl Plans {
    /// Tells a body that a recommendation awaits its answer.
    pub(super) async fn write_of_recommendation(&self, transaction: &Transaction, sent: &Recommendation) -> Result<(), Error> {
        let Some(body) = sent.sheet.body else { return Ok(()) };
        let (plan, name) = (plan(transaction, &sent.plan).await?, self.governance.body(&body.to_string()).await?.name);
        let link = self.directory.link(&format!("/plan/{}/evaluation/recommandations/{}", sent.plan, sent.id));
        let by = |language: Language| sent.sheet.answer_due.map(|due| text::day(due, language));
        let due = LocalizedText::new(
            by(Language::French).map(|day| format!(" Une réponse est demandée pour le {day}.")).unwrap_or_default(),
            by(Language::English).map(|day| format!(" An answer is asked by {day}.")).unwrap_or_default(),
        );
        let title = &sent.sheet.title;
        let subject = LocalizedText::new(format!("Recommandation à examiner : {title}"), format!("A recommendation to consider: {title}"));
        let words = LocalizedText::new(
            format!(
                "Bonjour,\n\nL’évaluation du plan « {} » adresse une recommandation à l’instance « {name} » :\n« {title} »\n\n\
                 L’instance peut l’accepter, l’accepter en partie ou la refuser, en disant pourquoi.{}\n\nLire et répondre :\n{link}\n",
                plan.name.fr, due.fr
            ),
            format!(
                "Hello,\n\nThe evaluation of the plan “{}” addresses a recommendation to the body “{name}”:\n“{title}”\n\n\
                 The body may accept it, accept it in part or reject it, saying why.{}\n\nRead and answer:\n{link}\n",
                plan.name.en, due.en
            ),
        );
        self.write(transaction, body, (sent.id, "recommendation-addressed"), &subject, &words).await
    }

    /// Tells a body that it is asked to adopt a report.
    pub(super) async fn write_of_report(&self, transaction: &Transaction, report: &Report) -> Result<(), Error> {
        let Some(submission) = &report.submission else { return Ok(()) };
        let (plan, body) = (plan(transaction, &report.plan).await?, self.governance.body(&submission.body.to_string()).await?);
        let (title, name) = (&report.title, body.name);
        let link = self.directory.link(&format!("/plan/{}/bilans/{}", report.plan, report.id));
        let subject = LocalizedText::new(format!("Bilan à adopter : {title}"), format!("A report to adopt: {title}"));
        let words = LocalizedText::new(
            format!(
                "Bonjour,\n\nLe bilan « {title} » du plan « {} » est soumis à l’instance « {name} », à qui il est demandé de l’adopter. \
                 Il est figé : ce qu’il montre ne changera plus.\n\nLire le bilan :\n{link}\n",
                plan.name.fr
            ),
            format!(
                "Hello,\n\nThe report “{title}” on the plan “{}” is submitted to the body “{name}”, which is asked to adopt it. \
                 It is frozen: what it shows will no longer change.\n\nRead the report:\n{link}\n",
                plan.name.en
            ),
        );
        self.write(transaction, body.id, (report.id, "report-submitted"), &subject, &words).await
    }

    async fn write(
        &self,
        transaction: &Transaction,
        body: Uuid,
        (matter, kind): (Uuid, &str),
        subject: &LocalizedText,
        words: &LocalizedText,
    ) -> Result<(), Error> {
        let today = day_of(transaction.now());
        self.governance.write_to(transaction, body, (matter, kind, today), subject, words, today).await
    }
}

async fn plan(transaction: &Transaction, id: &str) -> Result<Plan, Error> {
    Ok(store::tree::plan(transaction, id).await?.ok_or_else(|| no_plan(id))?)
}
