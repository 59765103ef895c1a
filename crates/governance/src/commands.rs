//! What people can do.

mod body;
mod consultation;
mod convention;
mod decision;
mod meeting;
mod practice;
mod project;
