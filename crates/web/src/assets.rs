//! The style sheet, the enhancements and the mark, served at addresses that change with their content.

use std::{fmt::Write as _, sync::LazyLock};

use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use sha2::{Digest, Sha256};

/// A file of the kit.
pub(crate) struct Asset {
    media_type: &'static str,
    content: &'static [u8],
    /// `/assets/NAME-HASH.EXT`.
    pub(crate) address: String,
}

/// The files of the kit.
pub(crate) struct Assets {
    pub(crate) style: Asset,
    pub(crate) script: Asset,
    pub(crate) grid: Asset,
    pub(crate) mark: Asset,
}

/// Every file, addressed.
pub(crate) static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets {
    style: asset("bassin", "css", "text/css; charset=utf-8", include_bytes!("../assets/bassin.css")),
    script: asset("bassin", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/bassin.js")),
    grid: asset("grid", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/grid.js")),
    mark: asset("bassin", "svg", "image/svg+xml", include_bytes!("../assets/bassin.svg")),
});

fn asset(name: &str, extension: &str, media_type: &'static str, content: &'static [u8]) -> Asset {
    Asset { media_type, content, address: format!("/assets/{name}-{}.{extension}", digest(content)) }
}

/// The first 64 bits of the SHA-256 of `content`, in hexadecimal: enough to tell versions apart.
pub(crate) fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The address of the script of tables filled like a spreadsheet: `form[data-grid]`, in the pages that have one.
#[must_use]
pub fn grid_script() -> &'static str {
    &ASSETS.grid.address
}

/// The routes of the files.
pub(crate) fn routes() -> Router {
    Router::new().route("/assets/{name}", get(serve)).route("/favicon.ico", get(async || answer(&ASSETS.mark)))
}

async fn serve(Path(name): Path<String>) -> Response {
    let address = format!("/assets/{name}");
    let found = [&ASSETS.style, &ASSETS.script, &ASSETS.grid, &ASSETS.mark].into_iter().find(|asset| asset.address == address);
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), answer)
}

fn answer(asset: &Asset) -> Response {
    let headers = [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.content).into_response()
}
