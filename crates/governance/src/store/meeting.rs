//! Tables of the `meeting` part: `meeting`, `meeting_item`, `meeting_document`, `meeting_invitation`, `meeting_guest`, `meeting_attendance`,
//! `meeting_recusal`, `meeting_minutes`, `meeting_feed`.

mod migration;
mod read;
mod rows;
mod write;

pub(crate) use migration::migrations;
pub(crate) use read::*;
pub(crate) use write::*;
