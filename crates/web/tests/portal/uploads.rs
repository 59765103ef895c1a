//! Files that people send.

use std::path::Path;

use axum::{
    extract::{Multipart, State},
    http::Method,
};
use bassin_web::{
    Limits,
    upload::{FileKind, Intake},
};

use sha2::Digest as _;

use super::*;

/// Receives PDF documents of 1,000 bytes at most in `folder`, and tells what it got.
fn intake(folder: &Path, limits: Limits) -> Router {
    let receive = async |State(intake): State<Intake>, multipart: Multipart| match intake.receive(multipart).await {
        Ok(upload) => {
            let told: Vec<String> = upload
                .files
                .iter()
                .map(|file| {
                    format!("{}={} {:?} {} {} {}", file.field, file.name, file.kind, file.size, &file.sha256[..8], file.path().exists())
                })
                .collect();
            (StatusCode::OK, format!("title={} {}", upload.submitted.get("title"), told.join(" ")))
        }
        Err(refused) => {
            let told: Vec<String> = refused
                .problem
                .violations
                .iter()
                .map(|one| format!("{}@{}", one.code, one.location.field.as_deref().unwrap_or("-")))
                .collect();
            (StatusCode::OK, format!("title={} {} {:?}", refused.submitted.get("title"), told.join(" "), refused.problem.kind))
        }
    };
    let intake = Intake::new(folder).at_most(1000).accepting([FileKind::Pdf, FileKind::Text]);
    let rooms = Router::new().route("/deposer", post(receive)).with_state(intake);
    let bytes = Router::new().route("/octets", post(async |body: axum::body::Bytes| body.len().to_string()));
    shell(rooms.merge(bytes), Shell { limits, ..settings() })
}

/// A multipart body: each part is a field, a file's name or nothing, a content.
fn body(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, file, content) in parts {
        let file = file.map(|name| format!("; filename=\"{name}\"\r\nContent-Type: application/octet-stream")).unwrap_or_default();
        body.extend_from_slice(format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"{file}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

/// The beginning of a SHA-256.
fn sum(content: &[u8]) -> String {
    sha2::Sha256::digest(content).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

async fn sent(folder: &Path, body: Vec<u8>) -> Answer {
    let request = Request::post("/deposer").header("content-type", "multipart/form-data; boundary=x");
    let answer = send(intake(folder, Limits::default()), request.body(Body::from(body)).unwrap()).await;
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0, "nothing is left behind");
    answer
}

#[tokio::test]
async fn files_come_with_their_kind_and_their_sum() {
    let folder = tempfile::tempdir().unwrap();
    let parts: [(&str, Option<&str>, &[u8]); 4] = [
        ("signed", Some("C:\\tmp\\accord.exe"), b"%PDF-1.7"),
        ("title", None, "Accord été".as_bytes()),
        ("notes", Some("notes.txt"), b"a,b\n"),
        ("empty", Some(""), b""),
    ];
    let answer = sent(folder.path(), body(&parts)).await;
    let expected = "title=Accord été signed=accord.exe Pdf 8 SUM true notes=notes.txt Text 4 ";
    assert!(answer.body.starts_with(&expected.replace("SUM", &sum(b"%PDF-1.7"))), "{}", answer.body);
    assert!(answer.body.ends_with("true"), "{}", answer.body);
}

#[tokio::test]
async fn wrong_files_are_told_at_their_fields_and_the_rest_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let large = [b"%PDF-".as_slice(), &[b'x'; 2000]].concat();
    let parts: [(&str, Option<&str>, &[u8]); 5] = [
        ("a", Some("grand.pdf"), &large),
        ("b", Some("dessin.pdf"), b"<svg onload='alert(1)'/>"),
        ("c", Some("vide.pdf"), b""),
        ("d", Some("photo.pdf"), b"\xff\xd8\xff\xe0"),
        ("title", None, b"Accord"),
    ];
    let answer = sent(folder.path(), body(&parts)).await;
    assert_eq!(answer.body, "title=Accord file-too-large@a file-kind@b file-empty@c file-kind@d Invalid");
}

#[tokio::test]
async fn cut_and_unreadable_bodies_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let whole = body(&[("title", None, b"Accord"), ("a", Some("a.pdf"), b"%PDF-1.7 and more")]);
    for end in [whole.len() - 12, whole.len() - 30, 90] {
        let answer = sent(folder.path(), whole[..end].to_vec()).await;
        assert!(answer.body.ends_with("upload-cut@- Invalid"), "{end}: {}", answer.body);
    }
    let answer = sent(folder.path(), body(&[("title", None, b"\xff\xfe")])).await;
    assert!(answer.body.contains("form-unreadable"), "{}", answer.body);
    let answer = sent(folder.path(), body(&[("title", None, &vec![b'x'; (1 << 20) + 1])])).await;
    assert!(answer.body.contains("upload-too-large@- TooLarge"), "{}", answer.body);
}

#[tokio::test]
async fn bodies_with_files_may_be_larger_than_others() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { body: 100, upload: 5000, ..Limits::default() };
    let asked = async |address: &str, media_type: &str, body: Vec<u8>| {
        let request = Request::builder().method(Method::POST).uri(address).header("content-type", media_type);
        send(intake(folder.path(), limits), request.body(Body::from(body)).unwrap()).await
    };
    let form = |size: usize| body(&[("a", Some("a.txt"), &vec![b'x'; size])]);
    assert_eq!(asked("/deposer", "multipart/form-data; boundary=x", form(900)).await.status, StatusCode::OK);
    let answer = asked("/deposer", "multipart/form-data; boundary=x", form(6000)).await;
    assert!(answer.body.contains("TooLarge"), "{}", answer.body);
    assert_eq!(asked("/octets", "application/octet-stream", vec![1; 4000]).await.body, "4000");
    assert_eq!(asked("/octets", "text/plain", vec![1; 4000]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
