//! Letters: queued once, sent, put off while the server is away, refused for good, visible all along.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use bassin_database::{Database, Record};
use bassin_kernel::{Clock, SequentialIds, Timestamp, Viewer};
use bassin_mail::{ATTEMPTS, Attachment, Delivery, Filter, Letter, Mail, Settings, State, letters, migrations, queue, retry};
use bassin_testkit::{Store, now, on_each_engine};
use uuid::Uuid;

/// A clock that a test moves.
#[derive(Clone)]
struct Moving(Arc<Mutex<Timestamp>>);

impl Moving {
    fn forward(&self, minutes: u64) {
        *self.0.lock().unwrap() += Duration::from_mins(minutes);
    }
}

impl Clock for Moving {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

async fn reopened(store: &Store) -> (Database, Moving) {
    let clock = Moving(Arc::new(Mutex::new(now())));
    let database = Database::connect(store.url(), migrations(), Arc::new(clock.clone()), Arc::new(SequentialIds::default())).await.unwrap();
    (database, clock)
}

fn letter(number: u128, to: &str) -> Letter {
    Letter {
        id: Uuid::from_u128(number),
        to: to.to_owned(),
        name: "Édith Müller".to_owned(),
        subject: "Réunion du pôle".to_owned(),
        text: "Bonjour,\n\nLa réunion aura lieu le 22 novembre.\n".to_owned(),
        attachments: Vec::new(),
    }
}

async fn put(database: &Database, letter: Letter) {
    let id = letter.id.to_string();
    database
        .write(&Viewer::System, |transaction| async move {
            queue(&transaction, &letter).await?;
            Ok(((), Record::new("test.queue", "letter", id)))
        })
        .await
        .unwrap();
}

async fn again(database: &Database, number: u128) -> bool {
    let id = Uuid::from_u128(number);
    database
        .write(&Viewer::System, |transaction| async move {
            Ok((retry(&transaction, id).await?, Record::new("letter.retry", "letter", id.to_string())))
        })
        .await
        .unwrap()
}

const fn did(sent: u64, put_off: u64, failed: u64) -> Delivery {
    Delivery { sent, put_off, failed }
}

#[tokio::test]
async fn a_letter_is_sent_once_and_forgotten() {
    on_each_engine(migrations, |store| async move {
        let mail = Mail::open((*store).clone(), &Settings::default(), store.directory()).unwrap();
        assert_eq!(mail.deliver().await.unwrap(), did(0, 0, 0));
        let mut invitation = letter(1, "edith@example.org");
        invitation.attachments.push(Attachment {
            name: "reunion.ics".to_owned(),
            media_type: "text/calendar; method=REQUEST; charset=utf-8".to_owned(),
            content: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned(),
        });
        put(&store, invitation.clone()).await;
        put(&store, invitation).await;
        assert_eq!(letters(&store, &Filter::default()).await.unwrap().total, 1);
        assert_eq!(mail.deliver().await.unwrap(), did(1, 0, 0));
        assert_eq!(mail.deliver().await.unwrap(), did(0, 0, 0));
        let file = store.directory().join("mail").join(format!("{}.eml", Uuid::from_u128(1)));
        let text = std::fs::read_to_string(file).unwrap();
        for part in [
            "To: =?utf-8?b?",
            "edith@example.org",
            "Message-ID: <00000000-0000-0000-0000-000000000001@localhost>",
            "Content-Type: text/calendar; method=REQUEST",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        let shown = letters(&store, &Filter { state: Some(State::Sent), ..Filter::default() }).await.unwrap();
        assert_eq!((shown.total, shown.letters[0].attempts, shown.letters[0].sent_at), (1, 1, Some(now())));
        assert!(!again(&store, 1).await, "a letter that has left is not sent again");
        // Whoever reads the store afterwards learns nothing of it.
        let dump = bassin_database::journal::list(&store, &bassin_database::journal::Page::default()).await.unwrap();
        assert!(dump.iter().all(|entry| !entry.summary.contains("edith")));
    })
    .await;
}

#[tokio::test]
async fn letters_wait_for_a_server_that_is_away() {
    on_each_engine(migrations, |store| async move {
        let (database, clock) = reopened(&store).await;
        // A port that was free a moment ago: nobody listens there.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let away = Settings { smtp: Some(format!("smtp://{address}")), from: None };
        let mail = Mail::open(database.clone(), &away, store.directory()).unwrap();
        put(&database, letter(1, "edith@example.org")).await;
        let mut tried = 0;
        for _ in 1..ATTEMPTS {
            assert_eq!(mail.deliver().await.unwrap(), did(0, 1, 0));
            assert_eq!(mail.deliver().await.unwrap(), did(0, 0, 0), "not before its time");
            tried += 1;
            let shown = letters(&database, &Filter::default()).await.unwrap().letters.remove(0);
            assert_eq!((shown.state, shown.attempts), (State::Queued, tried));
            assert!(!shown.error.is_empty() && shown.next_at > clock.now());
            clock.forward(u64::try_from((shown.next_at - clock.now()).num_minutes()).unwrap());
        }
        assert_eq!(mail.deliver().await.unwrap(), did(0, 0, 1));
        clock.forward(100_000);
        assert_eq!(mail.deliver().await.unwrap(), did(0, 0, 0), "it has failed until somebody looks");
        // Once the server is back and somebody asks, it leaves.
        assert!(again(&database, 1).await);
        let (address, received) = server(Vec::new());
        let back = Settings { smtp: Some(format!("smtp://{address}")), from: Some("Pôle <pole@example.org>".to_owned()) };
        let mail = Mail::open(database.clone(), &back, store.directory()).unwrap();
        assert_eq!(mail.deliver().await.unwrap(), did(1, 0, 0));
        let session = received.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(session.contains("MAIL FROM:<pole@example.org>") && session.contains("RCPT TO:<edith@example.org>"), "{session}");
        assert!(session.contains("Subject: =?utf-8?b?"), "{session}");
        database.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_server_refuses_for_good_has_failed_at_once() {
    on_each_engine(migrations, |store| async move {
        let (address, _received) = server(vec![("RCPT TO:<inconnu@example.org>", "550 5.1.1 No such user here")]);
        let settings = Settings { smtp: Some(format!("smtp://{address}")), from: None };
        let mail = Mail::open((*store).clone(), &settings, store.directory()).unwrap();
        put(&store, letter(1, "inconnu@example.org")).await;
        put(&store, letter(2, "pas une adresse")).await;
        assert_eq!(mail.deliver().await.unwrap(), did(0, 0, 2));
        let failed = letters(&store, &Filter { state: Some(State::Failed), ..Filter::default() }).await.unwrap();
        assert_eq!(failed.total, 2);
        let refused = failed.letters.iter().find(|letter| letter.to == "inconnu@example.org").unwrap();
        assert!(refused.error.contains("No such user here"), "{}", refused.error);
    })
    .await;
}

#[tokio::test]
async fn two_post_offices_send_a_letter_once() {
    on_each_engine(migrations, |store| async move {
        let (address, received) = server(Vec::new());
        let settings = Settings { smtp: Some(format!("smtp://{address}")), from: None };
        let other = store.again().await.unwrap();
        let offices = [(*store).clone(), other.clone()].map(|database| Mail::open(database, &settings, store.directory()).unwrap());
        for number in 1..=30 {
            put(&store, letter(number, "edith@example.org")).await;
        }
        let mut sent = 0;
        while sent < 30 {
            let (one, two) = tokio::join!(offices[0].deliver(), offices[1].deliver());
            sent += one.unwrap().sent + two.unwrap().sent;
        }
        assert_eq!((sent, received.try_iter().count()), (30, 30));
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn letters_of_old_are_forgotten_and_rounds_leave_the_journal_as_it_is() {
    on_each_engine(migrations, |store| async move {
        let (database, clock) = reopened(&store).await;
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let away = Settings { smtp: Some(format!("smtp://{address}")), from: None };
        let mail = Mail::open(database.clone(), &away, store.directory()).unwrap();
        put(&database, letter(1, "edith@example.org")).await;
        put(&database, letter(2, "pas une adresse")).await;
        assert_eq!(mail.deliver().await.unwrap(), did(0, 1, 1));
        let entries = database.generation().await.unwrap();
        for _ in 2..ATTEMPTS {
            clock.forward(2_000);
            assert_eq!(mail.deliver().await.unwrap(), did(0, 1, 0));
        }
        assert_eq!(
            (mail.tidy().await.unwrap(), database.generation().await.unwrap()),
            (1, entries),
            "what the failed one said is forgotten"
        );
        assert!(!again(&database, 2).await, "and it cannot be sent again");
        let shown = letters(&database, &Filter { state: Some(State::Failed), ..Filter::default() }).await.unwrap();
        assert!(shown.total == 1 && shown.letters[0].forgotten);
        clock.forward(2_000);
        assert_eq!((mail.deliver().await.unwrap(), mail.tidy().await.unwrap()), (did(0, 0, 1), 1));
        clock.forward(90 * 24 * 60);
        put(&database, letter(3, "edith@example.org")).await;
        assert_eq!((mail.tidy().await.unwrap(), mail.tidy().await.unwrap()), (2, 0));
        assert_eq!(letters(&database, &Filter::default()).await.unwrap().total, 1, "what still waits is kept");
        database.close().await;
    })
    .await;
}

#[test]
fn wrong_settings_are_told_without_their_secrets() {
    let folder = bassin_testkit::directory();
    let wrong = [
        Settings { smtp: Some("ftp://bassin:sesame@mail".to_owned()), from: None },
        Settings { smtp: None, from: Some("pas une adresse, sesame".to_owned()) },
    ];
    for settings in wrong {
        let problem = bassin_mail::Transport::new(&settings, folder.path()).err().unwrap();
        let text = problem.text(bassin_kernel::Language::French);
        assert!(text.contains("BASSIN_") && !text.contains("sesame"), "{text}");
    }
}

/// A mail server that keeps what it is told, and gives these answers to these lines. Each conversation is handed over before its last answer.
fn server(answers: Vec<(&'static str, &'static str)>) -> (std::net::SocketAddr, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (sender, answers) = (sender.clone(), answers.clone());
            std::thread::spawn(move || converse(stream, &sender, &answers));
        }
    });
    (address, receiver)
}

fn converse(mut stream: TcpStream, sender: &mpsc::Sender<String>, answers: &[(&str, &str)]) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut said = String::new();
    stream.write_all(b"220 ready\r\n").ok()?;
    let mut data = false;
    while let Some(Ok(line)) = lines.next() {
        said.push_str(&line);
        said.push('\n');
        let special = answers.iter().find(|(start, _)| line.starts_with(start)).map(|(_, answer)| *answer);
        let answer = match (data, line.as_str()) {
            (true, ".") => {
                data = false;
                sender.send(std::mem::take(&mut said)).ok()?;
                "250 kept"
            }
            (true, _) => continue,
            (false, "DATA") => {
                data = true;
                "354 go on"
            }
            (false, "QUIT") => "221 bye",
            (false, _) => special.unwrap_or("250 fine"),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
    }
    Some(())
}
