//! A page that is a form, with what is stored now when somebody else changed it meanwhile.

use askama::Template;
use bassin_kernel::Violation;
use bassin_web::{Field, Reader};

#[derive(Template)]
#[template(path = "project_form.html")]
pub(in crate::pages) struct FormPage<'a> {
    pub r: &'a Reader,
    /// What the form is about.
    pub kicker: String,
    /// What it does.
    pub title: String,
    /// How to fill it.
    pub lede: String,
    /// What is stored now and was typed otherwise.
    pub stored: Vec<(String, String)>,
    /// Where it is sent.
    pub action: String,
    pub fields: Vec<Field>,
    /// What is to be mended and belongs to no field.
    pub rest: Vec<Violation>,
    /// The words of its button.
    pub submit: String,
    /// Where to go back without sending.
    pub cancel: String,
}
