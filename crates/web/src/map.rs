//! Maps of zones coloured by class. The list of the zones, beside, is the room's: it is what a keyboard reaches.

use std::fmt::Write as _;

use crate::{
    chart::{Caption, Drawing, escaped, opening},
    reader::Reader,
};

/// One zone of a map.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The outline: the `d` of an SVG path, in the units of the map's view.
    pub path: String,
    /// The zone's name.
    pub label: String,
    /// Its figure, spelt; `None` when unknown.
    pub value: Option<String>,
    /// The class of its figure, from 0 to 5 (see [`crate::classes`]); `None` when unknown.
    pub class: Option<usize>,
    /// The address of its page.
    pub address: Option<String>,
}

/// The shapes within a view of `size` (width, height), coloured by class, as HTML. `legend` names the classes, from 0; a class without a name is not used. Unknown zones are hatched.
#[must_use]
pub fn choropleth(reader: &Reader, caption: &Caption, size: (f64, f64), shapes: &[Shape], legend: &[String]) -> String {
    let id = escaped(&caption.id);
    let has_links = shapes.iter().any(|shape| shape.address.is_some());
    // A picture hides what it holds; a group lets a pointer follow the links.
    let role = if has_links { "group" } else { "img" };
    let mut svg = opening(caption, &format!("class=\"map\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"xMinYMid\"", size.0, size.1), role);
    let _ = write!(
        svg,
        "<defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"6\" height=\"6\"/><line class=\"hatch\" x1=\"0\" x2=\"0\" y1=\"0\" y2=\"6\"/></pattern></defs>"
    );
    for shape in shapes {
        draw(&mut svg, reader, shape, &id);
    }
    svg.push_str("</svg>");
    let named = legend.iter().enumerate().filter(|(_, label)| !label.is_empty());
    let mut key: Vec<(String, String)> = named.map(|(class, label)| (format!("c{class}"), label.clone())).collect();
    if shapes.iter().any(|shape| shape.class.is_none()) {
        key.push(("cu".to_owned(), reader.t("map-unknown")));
    }
    let rows = if caption.list.is_some() { Vec::new() } else { rows(reader, shapes) };
    let headers = vec![reader.t("map-zone"), reader.t("chart-value")];
    let summary = reader.t("map-data");
    Drawing { r: reader, caption, class: "choropleth", svg, legend: key, intervals: false, cut: false, summary, headers, rows }.html()
}

fn rows(reader: &Reader, shapes: &[Shape]) -> Vec<Vec<String>> {
    let value = |shape: &Shape| shape.value.clone().unwrap_or_else(|| reader.t("unknown"));
    shapes.iter().map(|shape| vec![shape.label.clone(), value(shape)]).collect()
}

fn draw(svg: &mut String, reader: &Reader, shape: &Shape, id: &str) {
    let value = shape.value.clone().unwrap_or_else(|| reader.t("unknown"));
    let words = if value.is_empty() { escaped(&shape.label) } else { escaped(&format!("{} · {value}", shape.label)) };
    if let Some(address) = &shape.address {
        let _ = write!(svg, "<a href=\"{}\" tabindex=\"-1\"><title>{words}</title>", escaped(address));
    }
    let title = if shape.address.is_some() { String::new() } else { format!("<title>{words}</title>") };
    let path = outline(&shape.path);
    match shape.class {
        Some(class) => {
            let _ = write!(svg, "<path class=\"zone c{}\" d=\"{path}\">{title}</path>", class.min(5));
        }
        None => {
            let _ = write!(svg, "<path class=\"zone\" fill=\"url(#{id}-hatch)\" d=\"{path}\">{title}</path>");
        }
    }
    if shape.address.is_some() {
        svg.push_str("</a>");
    }
}

/// Only what an outline is made of.
fn outline(path: &str) -> String {
    path.chars().filter(|c| c.is_ascii_alphanumeric() || " ,.-+".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use bassin_kernel::Language;

    use super::*;
    use crate::Catalogue;

    fn drawn(shape: Shape) -> String {
        let reader = Reader::new(Catalogue::new(&[]), Language::French);
        let caption = Caption { id: "m".into(), title: "Carte".into(), ..Caption::default() };
        choropleth(&reader, &caption, (10.0, 10.0), &[shape], &["moins de 3".into(), "3 et plus".into()])
    }

    fn shape() -> Shape {
        Shape { path: "M0 0L1,1z\"/><script>".into(), label: "L’Île <b>".into(), value: Some("4".into()), class: Some(1), address: None }
    }

    #[test]
    fn outlines_and_names_cannot_leave_their_place() {
        let html = drawn(Shape { address: Some("/x?a=\"><b>".into()), ..shape() });
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
        assert!(html.contains("href=\"/x?a=&quot;&gt;&lt;b&gt;\""), "{html}");
    }

    #[test]
    fn the_unknown_is_hatched_and_in_the_legend() {
        let html = drawn(Shape { class: None, value: None, ..shape() });
        assert!(html.contains("fill=\"url(#m-hatch)\"") && html.contains("class=\"cu\""), "{html}");
        assert!(!drawn(shape()).contains("class=\"cu\""));
    }

    #[test]
    fn a_map_with_links_is_no_picture() {
        assert!(drawn(shape()).contains("role=\"img\""));
        assert!(drawn(Shape { address: Some("/z".into()), ..shape() }).contains("role=\"group\""));
    }
}
