//! The room's pages.

mod account;
mod organisation;
mod person;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
};
use bassin_web::{Failure, Reader};

use crate::Directory;

/// The name of the entry of the navigation these pages belong to.
pub const SECTION: &str = "directory";

/// The room's pages.
pub fn routes(directory: Directory) -> Router {
    let sheets = Router::new().merge(organisation::routes()).merge(person::routes()).route_layer(from_fn(known_to_write));
    Router::new().merge(account::routes()).merge(sheets).with_state(directory)
}

/// Forms about organisations and people are for those who have signed in.
async fn known_to_write(reader: Reader, request: Request, next: Next) -> Result<Response, Failure> {
    reader.require_known_to_write(&request)?;
    Ok(next.run(request).await)
}
