//! Fields, as the macros of `templates/macros.html` draw them.

use bassin_kernel::{Problem, Violation};

use super::submitted::{Picked, Submitted};

/// What a field is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Control {
    #[default]
    Text,
    Email,
    Password,
    Url,
    Telephone,
    Number,
    Date,
    Time,
    File,
    Hidden,
    Area,
    Select,
    Radios,
    Checkboxes,
    Checkbox,
    Picker,
}

/// One of the answers a field offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it implies; empty without.
    pub hint: String,
    /// The group it is listed under in a list to unfold; empty without.
    pub group: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// The same, with what it implies.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same, listed under a group. Choices of one group follow each other.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }
}

/// Choices listed under one name.
#[derive(Debug)]
pub struct Group<'a> {
    /// The name; empty for choices of no group.
    pub name: &'a str,
    /// The choices.
    pub choices: Vec<&'a Choice>,
}

/// A field of a form, which comes back filled, with what is to be mended.
///
/// Made by its kind, [`Field::text`] for instance, then told what it says: `Field::text("title").label("Titre").required()`.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Its name in the form, and its identifier in the page.
    pub name: String,
    /// Its label.
    pub label: String,
    /// How to fill it; empty without.
    pub hint: String,
    /// What is typed or chosen: one value, or several for boxes to tick.
    pub values: Vec<String>,
    /// For a picker: the words shown for the value.
    pub shown: String,
    /// What is wrong with it, all of it.
    pub errors: Vec<Violation>,
    /// The answers it offers.
    pub choices: Vec<Choice>,
    /// Lines of the box, for a long text.
    pub lines: u8,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether several files may be given, or several items of a list chosen.
    pub multiple: bool,
    /// What the browser may fill in by itself: `email`, `current-password`, `one-time-code`, `off`.
    pub autocomplete: Option<String>,
    /// The least or the earliest.
    pub min: Option<String>,
    /// The most or the latest.
    pub max: Option<String>,
    /// The media types or extensions of files.
    pub accept: Option<String>,
    /// Where a picker finds what to offer.
    pub source: Option<String>,
    /// Whether the label is read aloud but not shown: in a table whose headings say it.
    pub unlabelled: bool,
    /// Whether choices are buttons side by side, large enough for a finger.
    pub segmented: bool,
    control: Control,
}

/// The constructors, one for each kind of field.
impl Field {
    fn of(control: Control, name: impl Into<String>) -> Self {
        Self { name: name.into(), control, ..Self::default() }
    }

    /// A line of text.
    pub fn text(name: impl Into<String>) -> Self {
        Self::of(Control::Text, name)
    }

    /// An e-mail address.
    pub fn email(name: impl Into<String>) -> Self {
        Self::of(Control::Email, name).autocomplete("email")
    }

    /// A password, which never comes back filled.
    pub fn password(name: impl Into<String>) -> Self {
        Self::of(Control::Password, name)
    }

    /// An address of the web.
    pub fn url(name: impl Into<String>) -> Self {
        Self::of(Control::Url, name)
    }

    /// A telephone number.
    pub fn telephone(name: impl Into<String>) -> Self {
        Self::of(Control::Telephone, name)
    }

    /// A number, typed as in the reader's language.
    pub fn number(name: impl Into<String>) -> Self {
        Self::of(Control::Number, name)
    }

    /// A day.
    pub fn date(name: impl Into<String>) -> Self {
        Self::of(Control::Date, name)
    }

    /// A time of the day.
    pub fn time(name: impl Into<String>) -> Self {
        Self::of(Control::Time, name)
    }

    /// A file. Its form has `enctype="multipart/form-data"` and is received by [`crate::upload`].
    pub fn file(name: impl Into<String>) -> Self {
        Self::of(Control::File, name)
    }

    /// A value that is sent back as it is.
    pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::of(Control::Hidden, name).value(value)
    }

    /// A text of several lines.
    pub fn area(name: impl Into<String>) -> Self {
        Self { lines: 5, ..Self::of(Control::Area, name) }
    }

    /// One answer of a list to unfold.
    pub fn select(name: impl Into<String>) -> Self {
        Self::of(Control::Select, name)
    }

    /// One answer of a list that is all there.
    pub fn radios(name: impl Into<String>) -> Self {
        Self::of(Control::Radios, name)
    }

    /// Several answers of a list.
    pub fn checkboxes(name: impl Into<String>) -> Self {
        Self::of(Control::Checkboxes, name)
    }

    /// A box to tick, which sends `1`.
    pub fn checkbox(name: impl Into<String>) -> Self {
        Self::of(Control::Checkbox, name)
    }

    /// Somebody or something found by its name among many: people, organisations. `source` is an address that ends where the words go
    /// (`/structures/suggestions?q=`) and answers `[{"id": "…", "label": "…", "detail": "…"}]`.
    ///
    /// With JavaScript, a list unfolds under what is typed and the identifier chosen is sent under the field's name. Without it, only the
    /// words come ([`Picked::Words`]): the handler shows the form again with what they found as [`Field::radios`] of the same name.
    pub fn picker(name: impl Into<String>, source: impl Into<String>) -> Self {
        Self { source: Some(source.into()), ..Self::of(Control::Picker, name) }.autocomplete("off")
    }
}

/// What a field says.
impl Field {
    /// Its label.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// How to fill it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// What it is filled with, or the answer chosen; nothing when empty.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        let value = value.into();
        self.values = if value.is_empty() { Vec::new() } else { vec![value] };
        self
    }

    /// The answers chosen, when there may be several.
    #[must_use]
    pub fn values(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// Whether a [`Field::checkbox`] is ticked.
    #[must_use]
    pub fn ticked(self, ticked: bool) -> Self {
        self.value(if ticked { "1" } else { "" })
    }

    /// The words a [`Field::picker`] shows for its value.
    #[must_use]
    pub fn shown(mut self, words: impl Into<String>) -> Self {
        self.shown = words.into();
        self
    }

    /// The answers it offers.
    #[must_use]
    pub fn choices(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.choices = choices.into_iter().collect();
        self
    }

    /// The same, to be filled.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What the browser may fill in by itself.
    #[must_use]
    pub fn autocomplete(mut self, what: impl Into<String>) -> Self {
        self.autocomplete = Some(what.into());
        self
    }

    /// The least or the earliest: `2026-11-22`, `08:00`.
    #[must_use]
    pub fn min(mut self, min: impl ToString) -> Self {
        self.min = Some(min.to_string());
        self
    }

    /// The most or the latest.
    #[must_use]
    pub fn max(mut self, max: impl ToString) -> Self {
        self.max = Some(max.to_string());
        self
    }

    /// Several files.
    #[must_use]
    pub const fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    /// The media types or extensions of files: `.pdf,.docx`.
    #[must_use]
    pub fn accept(mut self, accept: impl Into<String>) -> Self {
        self.accept = Some(accept.into());
        self
    }

    /// The lines of a long text.
    #[must_use]
    pub const fn lines(mut self, lines: u8) -> Self {
        self.lines = lines;
        self
    }

    /// The label is read aloud but not shown.
    #[must_use]
    pub const fn unlabelled(mut self) -> Self {
        self.unlabelled = true;
        self
    }

    /// Choices are buttons side by side, large enough for a finger: a roll call.
    #[must_use]
    pub const fn segmented(mut self) -> Self {
        self.segmented = true;
        self
    }

    /// The same, with one more thing to mend.
    #[must_use]
    pub fn wrong(mut self, violation: Violation) -> Self {
        self.errors.push(violation);
        self
    }
}

/// Forms that come back.
impl Field {
    /// Fills every field with what was sent. Passwords and files stay empty.
    pub fn fill(fields: &mut [Self], submitted: &Submitted) {
        for field in fields {
            match field.control {
                Control::Password | Control::File => field.values.clear(),
                Control::Checkboxes | Control::Select | Control::Hidden => {
                    field.values = submitted.all(&field.name).map(str::to_owned).collect();
                }
                Control::Picker => {
                    field.values = match submitted.picked(&field.name) {
                        Picked::Id(id) => vec![id.to_string()],
                        Picked::Words(_) | Picked::Nothing => Vec::new(),
                    };
                    field.shown = submitted.get(&format!("{}-words", field.name)).to_owned();
                }
                _ => {
                    let value = submitted.get(&field.name);
                    field.values = if value.is_empty() { Vec::new() } else { vec![value.to_owned()] };
                }
            }
        }
    }

    /// Puts each violation that names a field at that field, and returns the others, for the head of the form.
    pub fn with_errors(fields: &mut [Self], problem: &Problem) -> Vec<Violation> {
        let mut general = Vec::new();
        for violation in &problem.violations {
            let named = violation.location.field.as_deref();
            let found = fields.iter_mut().find(|field| named == Some(field.name.as_str()) && field.control != Control::Hidden);
            match found {
                Some(field) => field.errors.push(violation.clone()),
                None => general.push(violation.clone()),
            }
        }
        general
    }
}

/// How a field is drawn.
impl Field {
    /// Which part of the macro draws it.
    #[must_use]
    pub const fn shape(&self) -> &'static str {
        match self.control {
            Control::Hidden => "hidden",
            Control::Area => "area",
            Control::Select => "select",
            Control::Radios | Control::Checkboxes => "group",
            Control::Checkbox => "box",
            Control::Picker => "picker",
            _ => "line",
        }
    }

    /// The `type` of its `<input>`.
    #[must_use]
    pub const fn input_type(&self) -> &'static str {
        match self.control {
            Control::Email => "email",
            Control::Password => "password",
            Control::Url => "url",
            Control::Telephone => "tel",
            Control::Date => "date",
            Control::Time => "time",
            Control::File => "file",
            Control::Hidden => "hidden",
            Control::Radios => "radio",
            Control::Checkboxes | Control::Checkbox => "checkbox",
            _ => "text",
        }
    }

    /// The keyboard that a telephone shows, when the type does not say.
    #[must_use]
    pub fn keyboard(&self) -> Option<&'static str> {
        (self.control == Control::Number).then_some("decimal")
    }

    /// What it is filled with; empty without.
    #[must_use]
    pub fn first(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    /// Whether an answer is chosen.
    #[must_use]
    pub fn is_chosen(&self, choice: &Choice) -> bool {
        self.values.contains(&choice.value)
    }

    /// Whether a list to unfold also offers no answer.
    #[must_use]
    pub fn offers_none(&self) -> bool {
        !self.multiple && (!self.required || self.values.is_empty()) && self.choices.iter().all(|choice| !choice.value.is_empty())
    }

    /// The choices by group.
    #[must_use]
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for choice in &self.choices {
            match groups.last_mut() {
                Some(group) if group.name == choice.group => group.choices.push(choice),
                _ => groups.push(Group { name: &choice.group, choices: vec![choice] }),
            }
        }
        groups
    }

    /// The words a picker showed for its value, to tell whether they were typed over.
    #[must_use]
    pub fn shown_before(&self) -> &str {
        if self.values.is_empty() { "" } else { &self.shown }
    }

    /// Where a link to the field leads: to what is filled first.
    #[must_use]
    pub fn anchor(&self) -> String {
        match self.control {
            Control::Radios | Control::Checkboxes => format!("{}-1", self.name),
            _ => self.name.clone(),
        }
    }

    /// The value of `aria-describedby`: the hint and the errors, when there are any.
    #[must_use]
    pub fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let errors = (!self.errors.is_empty()).then(|| format!("{}-errors", self.name));
        let ids: Vec<String> = hint.into_iter().chain(errors).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use bassin_kernel::Kind;

    use super::*;

    fn fields() -> Vec<Field> {
        let colours = [Choice::new("red", "Rouge"), Choice::new("blue", "Bleu")];
        vec![
            Field::text("title"),
            Field::password("secret").value("x"),
            Field::checkboxes("colours").choices(colours.clone()),
            Field::radios("colour").choices(colours),
            Field::checkbox("agreed"),
            Field::picker("person", "/personnes/suggestions?q="),
            Field::hidden("revision", "3"),
        ]
    }

    #[test]
    fn forms_come_back_filled_but_for_secrets() {
        let sent = "title=%20Bonjour%20&secret=hidden&colours=red&colours=blue&colour=blue&agreed=1&person-words=Dupont&revision=3";
        let mut fields = fields();
        Field::fill(&mut fields, &Submitted::parse(sent).unwrap());
        let values: Vec<Vec<&str>> = fields.iter().map(|field| field.values.iter().map(String::as_str).collect()).collect();
        assert_eq!(values, [vec!["Bonjour"], vec![], vec!["red", "blue"], vec!["blue"], vec!["1"], vec![], vec!["3"]]);
        assert_eq!(fields[5].shown, "Dupont");
        Field::fill(&mut fields, &Submitted::default());
        assert!(fields.iter().all(|field| field.values.is_empty()), "what was unticked stays so");
    }

    #[test]
    fn errors_go_to_their_fields_and_the_others_to_the_head() {
        let at = |field: &str| Violation::new("code", "fr", "en").on(field);
        let problem =
            Problem::new(Kind::Invalid, vec![at("title"), at("title"), at("nowhere"), at("revision"), Violation::new("a", "b", "c")]);
        let mut fields = fields();
        let general = Field::with_errors(&mut fields, &problem);
        assert_eq!((fields[0].errors.len(), general.len()), (2, 3));
        assert_eq!(fields[0].clone().hint("h").described_by().as_deref(), Some("title-hint title-errors"));
        assert_eq!(fields[1].described_by(), None);
    }

    #[test]
    fn lists_offer_none_unless_an_answer_is_due_and_given() {
        let list = || Field::select("colour").choices([Choice::new("red", "Rouge").group("Chaud"), Choice::new("blue", "Bleu")]);
        assert!(list().offers_none() && list().required().offers_none() && list().value("red").offers_none());
        assert!(!list().required().value("red").offers_none());
        assert!(!list().choices([Choice::new("", "Toutes")]).offers_none());
        assert_eq!(list().groups().iter().map(|group| (group.name, group.choices.len())).collect::<Vec<_>>(), [("Chaud", 1), ("", 1)]);
    }
}
