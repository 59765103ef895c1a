//! Who has signed in: where the kit learns it, what the frame shows of it, and how private pages send others to the door.

use std::{pin::Pin, sync::Arc};

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use bassin_kernel::{Kind, Person, Problem, Viewer};

use crate::{failure::Failure, reader::Reader};

/// The cookie of a session. Whoever opens sessions sets it with `HttpOnly`, `SameSite=Lax` and, behind HTTPS, `Secure`.
pub const SESSION: &str = "bassin-session";

/// Where people sign in.
const DOOR: &str = "/connexion";

/// What a refusal to those who have not signed in is called, here and in [`Viewer::check`].
const UNKNOWN: &str = "sign-in-required";

/// Finds out who a session belongs to, from the headers of a request. Asked only when there is a session's cookie.
pub type Identify = Arc<dyn Fn(HeaderMap) -> Pin<Box<dyn Future<Output = Viewer> + Send>> + Send + Sync>;

/// The viewer that these headers tell of.
pub(crate) async fn viewer(identify: Option<&Identify>, headers: &HeaderMap) -> Viewer {
    match identify {
        Some(identify) if CookieJar::from_headers(headers).get(SESSION).is_some() => identify(headers.clone()).await,
        _ => Viewer::Anonymous,
    }
}

/// `address` when it leads within the portal, and nowhere else: what a page may send people to after they have signed in.
#[must_use]
pub fn own_address(address: &str) -> Option<&str> {
    let inside = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\0']);
    (inside && address.chars().all(|letter| !letter.is_control())).then_some(address)
}

impl Reader {
    /// The person who has signed in, for a page that is nobody else's.
    ///
    /// # Errors
    /// Nobody has: a reader of pages is sent to sign in and comes back, a program gets a 401.
    pub fn require_signed_in(&self) -> Result<&Person, Failure> {
        self.viewer.person().ok_or_else(|| {
            Problem::one(Kind::Forbidden, UNKNOWN, "Il faut être identifié pour lire cette page.", "This page requires being signed in.")
                .into()
        })
    }

    /// Refuses a form sent by somebody who has not signed in, before anything is read of it: a second lock, the commands having the first.
    ///
    /// # Errors
    /// Nobody has signed in.
    pub fn require_known_to_write(&self, request: &axum::extract::Request) -> Result<(), Failure> {
        if request.method() == axum::http::Method::POST && !self.viewer.may_write() { self.require_signed_in().map(drop) } else { Ok(()) }
    }

    /// Where one signs in, and comes back here from.
    #[must_use]
    pub fn sign_in_address(&self) -> String {
        let here = self.address.path_and_query().map_or("/", |address| address.as_str());
        if here == "/" || here.starts_with(DOOR) {
            return DOOR.to_owned();
        }
        let here: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        format!("{DOOR}?suite={here}")
    }

    /// Whether the frame shows how to sign in or out.
    pub(crate) fn accounts(&self) -> bool {
        self.shell.accounts
    }

    /// Whether `problem` is that nobody has signed in.
    pub(crate) fn is_at_the_door(&self, problem: Option<&Problem>) -> bool {
        let unknown = |problem: &Problem| problem.violations.iter().any(|violation| violation.code == UNKNOWN);
        self.shell.accounts && matches!(self.viewer, Viewer::Anonymous) && problem.is_some_and(unknown)
    }

    /// The way to the door.
    pub(crate) fn to_the_door(&self) -> Response {
        ([(header::CACHE_CONTROL, "no-store")], Redirect::to(&self.sign_in_address())).into_response()
    }

    /// The answer after something was done: leads to `address`, which then says the message `done-CODE` of the catalogue.
    #[must_use]
    pub fn done(&self, address: &str, code: &str) -> Response {
        let (page, fragment) = address.split_once('#').map_or((address, None), |(page, fragment)| (page, Some(fragment)));
        let link = if page.contains('?') { '&' } else { '?' };
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        let location = format!("{page}{link}fait={code}{fragment}");
        (StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store".to_owned())]).into_response()
    }

    /// What was just done, when the address says so by a word that the catalogue knows.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let code = self.address.query()?.split('&').find_map(|pair| pair.strip_prefix("fait="))?;
        let key = format!("done-{code}");
        self.shell.catalogue.has(&key, self.language).then(|| self.t(&key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_back_within_the_portal_only() {
        for inside in ["/", "/mon-espace", "/reunions/1?onglet=presences#ligne"] {
            assert_eq!(own_address(inside), Some(inside));
        }
        for outside in ["", "https://evil.example/", "//evil.example", "/\\evil.example", "mon-espace", "/a\nLocation: x", "\t/x"] {
            assert_eq!(own_address(outside), None, "{outside:?}");
        }
    }
}
