//! Forms: fields that come back filled with what is to be mended, and what was sent.
//!
//! A page that shows a form and the handler that receives it make the same fields:
//!
//! ```
//! use bassin_web::{Choice, Field, Submitted};
//! use bassin_kernel::{Kind, Problem, Violation};
//!
//! fn fields() -> Vec<Field> {
//!     vec![
//!         Field::text("title").label("Titre").required(),
//!         Field::date("day").label("Date de la réunion").hint("Au moins dix jours après la convocation."),
//!         Field::radios("place").label("Lieu").choices([Choice::new("room", "En salle"), Choice::new("remote", "À distance")]),
//!     ]
//! }
//!
//! // In the handler: `async fn create(reader: Reader, submitted: Submitted) -> Result<Response, Failure>`.
//! let submitted = Submitted::parse("title=&day=31/12/2026&place=room")?;
//! assert_eq!(submitted.day("day").map(|day| day.to_string()).as_deref(), Some("2026-12-31"));
//! let problem = Problem::new(Kind::Invalid, vec![Violation::new("title-missing", "Donnez un titre.", "Give a title.").on("title")]);
//! let mut fields = fields();
//! Field::fill(&mut fields, &submitted);
//! let general = Field::with_errors(&mut fields, &problem);
//! assert!(general.is_empty() && fields[0].errors.len() == 1);
//! // Page::of(…)?.status(StatusCode::UNPROCESSABLE_ENTITY), with ui::errors(r, fields, general) then ui::fields(r, fields).
//! # Ok::<(), Problem>(())
//! ```

mod field;
mod submitted;

pub use field::{Choice, Field, Group};
pub use submitted::{Picked, Submitted};
