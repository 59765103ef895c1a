//! Going to an identity provider and coming back.

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::cookie::Cookie;
use bassin_web::{Failure, Reader, own_address};
use serde::Deserialize;

use super::{kept_by_nobody, set_cookie, signed_in};
use crate::{Directory, ProviderAnswer, Visit, commands::account::cookie};

/// The cookie that binds a sign-in under way to its browser.
const FLOW_COOKIE: &str = "bassin-openid";

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    suite: String,
}

pub(super) async fn begin(
    State(directory): State<Directory>,
    reader: Reader,
    Path(provider): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let next = own_address(&asked.suite).unwrap_or("/mon-espace");
    let (address, kept) = directory.begin_provider(&reader.viewer, &provider, next).await?;
    let mut response = Redirect::to(&address).into_response();
    set_cookie(&directory, &mut response, Cookie::new(FLOW_COOKIE, kept));
    Ok(kept_by_nobody(response))
}

pub(super) async fn finish(
    State(directory): State<Directory>,
    reader: Reader,
    Path(provider): Path<String>,
    Query(answer): Query<ProviderAnswer>,
    headers: HeaderMap,
    visit: Visit,
) -> Result<Response, Failure> {
    let kept = cookie(&headers, FLOW_COOKIE).unwrap_or_default();
    let (opened, next) = directory.finish_provider(&reader.viewer, &provider, &answer, &kept, &visit).await?;
    let mut response = signed_in(&directory, &opened, &next);
    let mut gone = Cookie::new(FLOW_COOKIE, "");
    gone.make_removal();
    set_cookie(&directory, &mut response, gone);
    Ok(response)
}
