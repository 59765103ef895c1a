//! Mandates: one active holder per seat and day.
