//! Meetings: agenda, documents, attendance, minutes.
