//! What the passing of time does: reminders, opinions deemed given, overdue marks, conventions that begin and end. Done twice, it changes nothing more.

use bassin_database::{Error, Reading, Record, Transaction};
use bassin_kernel::{Day, Language, LocalizedText, Problem, Timestamp, Viewer, day_of, text};
use bassin_mail::Letter;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::opinion::answer;
use crate::{
    Convention, Function, Governance, Opinion, OpinionState, Transmission, TransmissionState,
    commands::convention,
    rules::opinion::{self, Timer},
    store,
};

/// What time asks for, as found in the store.
struct Due {
    opinions: Vec<(Opinion, Timer)>,
    transmissions: Vec<Transmission>,
    conventions: Vec<Convention>,
}

impl Due {
    fn count(&self) -> usize {
        self.opinions.len() + self.transmissions.len() + self.conventions.len()
    }
}

impl Governance {
    /// Does what the time it is asks for, and tells how many files it touched.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn tick(&self, now: Timestamp) -> Result<usize, Problem> {
        let today = day_of(now);
        // Most of the time there is nothing to do: look before taking the pen.
        if due(self.database.read(), today).await?.count() == 0 {
            return Ok(0);
        }
        self.database
            .write(&Viewer::System, |transaction| async move {
                let due = due(&transaction, today).await?;
                let count = due.count();
                for (opinion, timer) in due.opinions {
                    self.time_opinion(&transaction, opinion, timer, today).await?;
                }
                for transmission in due.transmissions {
                    self.time_transmission(&transaction, transmission, today).await?;
                }
                for convention in due.conventions {
                    self.time_convention(&transaction, convention, today).await?;
                }
                let record = Record::new("time.pass", "day", today.to_string()).summary(format!("{count} files reached a date"));
                Ok((count, (count > 0).then_some(record)))
            })
            .await
    }

    async fn time_opinion(&self, transaction: &Transaction, mut opinion: Opinion, timer: Timer, today: Day) -> Result<(), Error> {
        if timer.remind {
            opinion.reminded_on = Some(today);
            let object = opinion.object.clone();
            let due = opinion.due_on.unwrap_or(today);
            let subject = LocalizedText::new("Un avis est attendu", "An opinion is due");
            let body = LocalizedText::new(
                format!("L’avis demandé sur « {object} » est attendu pour le {}.", text::day(due, Language::French)),
                format!("The opinion asked on “{object}” is due by {}.", text::day(due, Language::English)),
            );
            self.write_to(transaction, opinion.body, (opinion.id, "opinion-reminder", due), &subject, &body, today).await?;
        }
        if timer.overdue {
            opinion.overdue_since = Some(today);
        }
        if timer.deem {
            opinion.state = OpinionState::DeemedGiven;
            opinion.given_on = opinion.due_on;
            opinion.given_on_version = Some(opinion.object_version);
        }
        opinion.revision += 1;
        store::consultation::keep_opinion(transaction, &opinion).await?;
        answer(transaction, &opinion, today).await
    }

    async fn time_transmission(&self, transaction: &Transaction, mut sent: Transmission, today: Day) -> Result<(), Error> {
        if sent.state(today) == TransmissionState::Late {
            sent.overdue_since = Some(today);
        } else {
            sent.reminded_on = Some(today);
            let title = sent.title.clone();
            let subject = LocalizedText::new("Une transmission attend", "A transmission waits");
            let body = LocalizedText::new(
                format!("« {title} » attend un accusé de réception ou une réponse pour le {}.", text::day(sent.due_on, Language::French)),
                format!("“{title}” waits to be acknowledged or answered by {}.", text::day(sent.due_on, Language::English)),
            );
            self.write_to(transaction, sent.to, (sent.id, "transmission-reminder", sent.due_on), &subject, &body, today).await?;
        }
        sent.revision += 1;
        Ok(store::consultation::keep_transmission(transaction, &sent).await?)
    }

    /// Writes to those who chair a body and run it day by day. A letter of the same matter and date leaves once.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn write_to(
        &self,
        transaction: &Transaction,
        body: Uuid,
        (matter, kind, date): (Uuid, &str, Day),
        subject: &LocalizedText,
        words: &LocalizedText,
        today: Day,
    ) -> Result<(), Error> {
        let places = store::body::places(transaction, body, today).await?;
        let run = places.iter().filter_map(|place| place.holder.as_ref()).filter(|mandate| mandate.function != Function::Member);
        let people: Vec<Uuid> = run.map(|mandate| mandate.person).collect();
        for (id, person) in self.directory.people(&people).await? {
            if person.email.is_empty() {
                continue;
            }
            let letter = Letter {
                id: named(&format!("{kind}/{matter}/{date}/{id}")),
                to: person.email.clone(),
                name: person.name(),
                subject: subject.get(person.language).to_owned(),
                text: words.get(person.language).to_owned(),
                attachments: Vec::new(),
            };
            bassin_mail::queue(transaction, &letter).await?;
        }
        Ok(())
    }
}

async fn due<C: Reading>(connection: &C, today: Day) -> Result<Due, Error> {
    let opinions = store::consultation::awaited(connection).await?.into_iter().map(|opinion| {
        let timer = opinion::timer(&opinion, today);
        (opinion, timer)
    });
    let transmissions = store::consultation::expected(connection).await?.into_iter().filter(|sent| reaches(sent, today));
    Ok(Due {
        opinions: opinions.filter(|(_, timer)| *timer != Timer::default()).collect(),
        transmissions: transmissions.collect(),
        conventions: convention::reaching(connection, today).await?,
    })
}

fn reaches(sent: &Transmission, today: Day) -> bool {
    let late = sent.state(today) == TransmissionState::Late && sent.overdue_since.is_none();
    late || (sent.reminded_on.is_none() && opinion::due_soon(sent.due_on, today))
}

/// An identifier that always is the same for the same words.
fn named(words: &str) -> Uuid {
    let digest = Sha256::digest(words.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}
