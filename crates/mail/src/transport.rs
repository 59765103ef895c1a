//! Where letters leave to: a mail server, or a folder when none is configured.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use bassin_kernel::{Problem, Timestamp};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment as Part, Mailbox, MultiPart, SinglePart, header::ContentType},
};

use crate::{Attachment, Letter};

/// How long a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// From whom letters come when nothing says so.
const FROM: &str = "Bassin <bassin@localhost>";

/// What the operator decides.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The mail server: `smtps://user:password@host`, `smtp://host:25`. Without, letters are left in a folder.
    pub smtp: Option<String>,
    /// From whom letters come: `Bassin <bassin@example.org>`.
    pub from: Option<String>,
}

/// Where letters leave to.
pub struct Transport {
    from: Mailbox,
    way: Way,
}

enum Way {
    Folder(PathBuf),
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

/// Why a letter did not leave.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub reason: String,
    pub for_good: bool,
}

impl Refusal {
    fn for_good(reason: impl ToString) -> Self {
        Self { reason: reason.to_string(), for_good: true }
    }

    fn for_now(reason: impl ToString) -> Self {
        Self { reason: reason.to_string(), for_good: false }
    }
}

impl Transport {
    /// The way letters leave; without a server, the folder `mail` of the data directory.
    ///
    /// # Errors
    /// The server's address or the sender is not one. Neither is repeated: the address may hold a password.
    pub fn new(settings: &Settings, data: &Path) -> Result<Self, Problem> {
        let from = settings.from.as_deref().unwrap_or(FROM).parse().map_err(|_| {
            Problem::unavailable(
                "L’expéditeur des courriers (BASSIN_MAIL_FROM) n’est pas une adresse. Exemple : Bassin <bassin@exemple.fr>.",
                "The sender of letters (BASSIN_MAIL_FROM) is not an address. For instance: Bassin <bassin@example.org>.",
            )
        })?;
        let way = match &settings.smtp {
            None => Way::Folder(data.join("mail")),
            Some(url) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| {
                    Problem::unavailable(
                        "L’adresse du serveur de courrier (BASSIN_SMTP) n’est pas valide. Exemple : smtps://compte:secret@mail.exemple.fr.",
                        "The address of the mail server (BASSIN_SMTP) is not valid. For instance: smtps://account:secret@mail.example.org.",
                    )
                })?;
                Way::Server(Box::new(builder.timeout(Some(PATIENCE)).build()))
            }
        };
        Ok(Self { from, way })
    }

    /// Deletes the letters put in the folder before an instant. How many there were.
    pub(crate) fn sweep(&self, before: Timestamp) -> u64 {
        let Way::Folder(folder) = &self.way else { return 0 };
        let before = std::time::SystemTime::from(before);
        let old = |file: &std::fs::DirEntry| file.metadata().and_then(|data| data.modified()).is_ok_and(|at| at < before);
        let letters = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let letters = letters.filter(|file| file.path().extension().is_some_and(|end| end == "eml"));
        letters.filter(old).filter(|file| std::fs::remove_file(file.path()).is_ok()).map(|_| 1).sum()
    }

    /// Sends a letter. The same letter sent twice has the same `Message-ID`, and is one file in a folder.
    pub(crate) async fn send(&self, letter: &Letter, now: Timestamp) -> Result<(), Refusal> {
        let message = self.message(letter, now)?;
        match &self.way {
            Way::Server(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(Refusal::for_good(told(&error))),
                Err(error) => Err(Refusal::for_now(told(&error))),
            },
            Way::Folder(folder) => {
                tokio::fs::create_dir_all(folder).await.map_err(Refusal::for_now)?;
                let path = folder.join(format!("{}.eml", letter.id));
                tokio::fs::write(path, message.formatted()).await.map_err(Refusal::for_now)
            }
        }
    }

    fn message(&self, letter: &Letter, now: Timestamp) -> Result<Message, Refusal> {
        let address: Address = letter.to.parse().map_err(Refusal::for_good)?;
        let name = (!letter.name.is_empty()).then(|| letter.name.clone());
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(letter.subject.clone())
            .date(now.into())
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())));
        let text = SinglePart::plain(letter.text.clone());
        if letter.attachments.is_empty() {
            return builder.singlepart(text).map_err(Refusal::for_good);
        }
        let mut whole = MultiPart::mixed().singlepart(text);
        for attachment in &letter.attachments {
            whole = whole.singlepart(part(attachment)?);
        }
        builder.multipart(whole).map_err(Refusal::for_good)
    }
}

fn part(attachment: &Attachment) -> Result<SinglePart, Refusal> {
    let kind = ContentType::parse(&attachment.media_type).map_err(Refusal::for_good)?;
    Ok(Part::new(attachment.name.clone()).body(attachment.content.clone(), kind))
}

/// Whether a text is an electronic address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

/// The error and what caused it, in one line.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text.replace(['\r', '\n'], " ")
}
