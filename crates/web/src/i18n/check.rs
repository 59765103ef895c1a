//! Which messages exist in which language, and which arguments they take.

use std::collections::{BTreeMap, BTreeSet};

use bassin_kernel::Language;
use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// For each message, the arguments it takes in each language.
#[derive(Default)]
pub(super) struct Signatures(BTreeMap<String, [Option<BTreeSet<String>>; 2]>);

impl Signatures {
    /// Notes the messages of `resource`.
    pub(super) fn read(&mut self, language: Language, resource: &FluentResource) {
        for entry in resource.entries() {
            let Entry::Message(message) = entry else { continue };
            let mut arguments = BTreeSet::new();
            for pattern in message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value)) {
                in_pattern(pattern, &mut arguments);
            }
            let slot = &mut self.0.entry(message.id.name.to_owned()).or_default()[language as usize];
            slot.get_or_insert_default().extend(arguments);
        }
    }

    /// The messages that exist in one language only, or take other arguments there.
    pub(super) fn faults(&self) -> Vec<String> {
        let fault = |(key, forms): (&String, &[Option<BTreeSet<String>>; 2])| match forms {
            [Some(_), None] => Some(format!("{key} is missing in en")),
            [None, Some(_)] => Some(format!("{key} is missing in fr")),
            [Some(fr), Some(en)] if fr != en => Some(format!("{key} takes {} in fr and {} in en", listed(fr), listed(en))),
            _ => None,
        };
        self.0.iter().filter_map(fault).collect()
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.iter().map(String::as_str).collect::<Vec<_>>().join(", ") }
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } | InlineExpression::TermReference { arguments: Some(arguments), .. } => {
            for argument in arguments.positional.iter().chain(arguments.named.iter().map(|named| &named.value)) {
                in_inline(argument, found);
            }
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}
