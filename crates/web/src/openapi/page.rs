//! The page of the API, from its document.

use std::fmt::Write as _;

use askama::Template;
use serde_json::{Map, Value};

use crate::{failure::NAMES, reader::Reader};

#[derive(Template)]
#[template(path = "api.html")]
pub(super) struct ApiPage<'a> {
    r: &'a Reader,
    address: &'static str,
    operations: Vec<Operation>,
    schemas: Vec<Schema>,
    problems: Vec<(u16, &'static str, String, String)>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Parameter>,
    answers: Vec<(String, String)>,
    example: String,
}

struct Parameter {
    name: String,
    place: String,
    kind: String,
    required: bool,
    description: String,
    example: String,
}

struct Schema {
    name: String,
    description: String,
    fields: Vec<(String, String, String)>,
}

impl<'a> ApiPage<'a> {
    /// The page of `document`, with examples that call `base`.
    pub(super) fn new(reader: &'a Reader, document: &Value, base: &str) -> Self {
        let said = |name: &'static str| (reader.t(&format!("problem-{name}")), reader.t(&format!("problem-{name}-what")));
        let problems = NAMES.iter().map(|(status, name)| {
            let (title, what) = said(name);
            (*status, *name, title, what)
        });
        let schemas = members(&document["components"]["schemas"]).map(|(name, schema)| schema_of(name, schema));
        Self {
            r: reader,
            address: super::ADDRESS,
            operations: operations(document, base),
            schemas: schemas.collect(),
            problems: problems.collect(),
        }
    }

    fn place(&self, parameter: &Parameter) -> String {
        match parameter.place.as_str() {
            place @ ("path" | "query" | "header" | "cookie") => self.r.t(&format!("api-place-{place}")),
            other => other.to_owned(),
        }
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().to_owned()
}

fn operations(document: &Value, base: &str) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item).filter(|(_, operation)| operation["responses"].is_object()) {
            let parameters: Vec<Parameter> = operation["parameters"].as_array().into_iter().flatten().map(parameter_of).collect();
            let example = example(base, method, path, &parameters);
            let answers = members(&operation["responses"]).map(|(status, answer)| (status.clone(), text(&answer["description"])));
            operations.push(Operation {
                id: bassin_kernel::text::slug(&format!("{method} {path}")),
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(&operation["summary"]),
                description: text(&operation["description"]),
                answers: answers.collect(),
                parameters,
                example,
            });
        }
    }
    operations
}

fn parameter_of(parameter: &Value) -> Parameter {
    let example = [&parameter["example"], &parameter["schema"]["example"], &parameter["schema"]["default"]]
        .into_iter()
        .find(|value| !value.is_null());
    Parameter {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        kind: kind(&parameter["schema"]),
        required: parameter["required"].as_bool().unwrap_or(false),
        description: text(&parameter["description"]),
        example: example.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default(),
    }
}

/// A type in few words: `string`, `integer or null`, `Portrait[]`, `"csv" | "json"`.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    }
    if let Some(choices) = ["oneOf", "anyOf", "allOf"].iter().find_map(|name| schema[*name].as_array()) {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" | ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("{}[]", kind(&schema["items"])),
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
        _ => String::new(),
    }
}

fn schema_of(name: &str, schema: &Value) -> Schema {
    let fields = members(&schema["properties"]).map(|(name, field)| (name.clone(), kind(field), text(&field["description"])));
    Schema { name: name.to_owned(), description: text(&schema["description"]), fields: fields.collect() }
}

/// A command that can be pasted: examples fill the path, and the query as far as it is required or exemplified.
fn example(base: &str, method: &str, path: &str, parameters: &[Parameter]) -> String {
    let mut address = path.to_owned();
    let mut query = String::new();
    for parameter in parameters {
        match parameter.place.as_str() {
            "path" if !parameter.example.is_empty() => {
                address = address.replace(&format!("{{{}}}", parameter.name), &encoded(&parameter.example));
            }
            "query" if !parameter.example.is_empty() => {
                let separator = if query.is_empty() { '?' } else { '&' };
                let _ = write!(query, "{separator}{}={}", encoded(&parameter.name), encoded(&parameter.example));
            }
            _ => {}
        }
    }
    let verb = if method == "get" { String::new() } else { format!("-X {} ", method.to_uppercase()) };
    format!("curl {verb}'{base}{address}{query}'")
}

/// Percent-encoding, but for what paths and queries hold as it is. A quote could close the command's own, so it is encoded.
fn encoded(text: &str) -> String {
    let mut safe = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' | b',' => safe.push(char::from(byte)),
            other => {
                let _ = write!(safe, "%{other:02X}");
            }
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_in_few_words() {
        assert_eq!(kind(&json!({"type": "array", "items": {"$ref": "#/components/schemas/Zone"}})), "Zone[]");
        assert_eq!(kind(&json!({"type": ["string", "null"]})), "string | null");
        assert_eq!(kind(&json!({"enum": ["csv", "json"]})), "\"csv\" | \"json\"");
    }

    #[test]
    fn examples_can_be_pasted() {
        let parameter = |name: &str, place: &str, example: &str| Parameter {
            name: name.into(),
            place: place.into(),
            kind: String::new(),
            required: true,
            description: String::new(),
            example: example.into(),
        };
        let parameters =
            [parameter("zone", "path", "departement:08"), parameter("q", "query", "l'Est + Luxembourg"), parameter("x", "query", "")];
        let command = example("http://localhost", "get", "/api/v1/zones/{zone}", &parameters);
        assert_eq!(command, "curl 'http://localhost/api/v1/zones/departement:08?q=l%27Est%20%2B%20Luxembourg'");
    }
}
