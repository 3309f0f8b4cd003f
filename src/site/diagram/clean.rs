//! The library's SVG into one that holds nothing but known shapes: elements, attributes and values of a list. No style, no
//! script, no link, no foreign markup, nothing that is loaded. An element that is not known means that there is no picture.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node, ParsingOptions};

use super::said::Said;
use super::style::{Sheet, Values};
use super::value::{Form, PROPERTIES, checked, is_id, reference};
use crate::postmortem::Language;
use crate::text::{Html, xml_text};

/// A drawing without anything that it should not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clean {
    pub(super) svg: String,
    /// In pixels.
    pub(super) size: (usize, usize),
    pub(super) said: Said,
}

/// More than any page should load.
const MOST_BYTES: usize = 512 * 1024;
/// A drawing of more pixels than this to a side cannot be looked at.
const WIDEST: f64 = 20_000.0;
const DEEPEST: usize = 64;

/// Shapes, and what holds them. `a` becomes a group; `style` is read and not written.
#[rustfmt::skip]
const ELEMENTS: [&str; 21] = [
    "svg", "g", "defs", "symbol", "use", "marker", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "a", "switch",
];
/// What is left out with all that it holds.
const SILENT: [&str; 5] = ["style", "title", "desc", "filter", "metadata"];

/// Attributes that say where and how large.
#[rustfmt::skip]
const GEOMETRY: [(&str, Form); 38] = [
    ("x", Form::Length), ("y", Form::Length), ("width", Form::Length), ("height", Form::Length), ("cx", Form::Length),
    ("cy", Form::Length), ("r", Form::Length), ("rx", Form::Length), ("ry", Form::Length), ("x1", Form::Length),
    ("y1", Form::Length), ("x2", Form::Length), ("y2", Form::Length), ("fx", Form::Length), ("fy", Form::Length),
    ("dx", Form::Length), ("dy", Form::Length), ("offset", Form::Length), ("points", Form::Numbers), ("d", Form::Path),
    ("transform", Form::Transform), ("gradientTransform", Form::Transform), ("viewBox", Form::Numbers),
    ("refX", Form::Length), ("refY", Form::Length), ("markerWidth", Form::Length), ("markerHeight", Form::Length),
    ("markerUnits", Form::Word), ("orient", Form::Word), ("preserveAspectRatio", Form::Word),
    ("gradientUnits", Form::Word), ("clipPathUnits", Form::Word), ("overflow", Form::Word), ("textLength", Form::Length),
    ("lengthAdjust", Form::Word), ("rotate", Form::Length), ("pathLength", Form::Length), ("spreadMethod", Form::Word),
];

/// Cleans a drawing. Nothing if it is more than shapes and text, or too large.
pub(super) fn clean(svg: &str, language: Language) -> Option<Clean> {
    let options = ParsingOptions { nodes_limit: 200_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(svg, options).ok()?;
    let root = document.root_element();
    let size = size(root)?;
    let css: String =
        root.descendants().filter(|node| node.has_tag_name("style")).filter_map(|node| node.text()).collect();
    let mut cleaner = Cleaner { sheet: Sheet::parse(&css), used: used(root), ids: BTreeMap::new(), out: String::new() };
    cleaner.begin(root, size, language)?;
    for child in root.children() {
        cleaner.node(child, &Values::new(), 1)?;
    }
    cleaner.out.push_str("</svg>\n");
    let size = (size.0.ceil(), size.1.ceil());
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and WIDEST")]
    let size = (size.0 as usize, size.1 as usize);
    (cleaner.out.len() <= MOST_BYTES).then(|| Clean { svg: cleaner.out, size, said: Said::of(root) })
}

/// How large the drawing is, by its `viewBox`.
fn size(root: Node<'_, '_>) -> Option<(f64, f64)> {
    let mut numbers = root.attribute("viewBox")?.split([' ', ',']).filter_map(|number| number.parse::<f64>().ok());
    let (width, height) = (numbers.nth(2)?, numbers.next()?);
    let is_fit = |side: f64| (1.0..=WIDEST).contains(&side);
    (root.has_tag_name("svg") || root.tag_name().name() == "svg").then_some(())?;
    (is_fit(width) && is_fit(height)).then_some((width, height))
}

/// The ids that something refers to: arrow heads that no line has are left out.
fn used(root: Node<'_, '_>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for node in root.descendants().filter(Node::is_element) {
        for attribute in node.attributes() {
            let value = attribute.value();
            let id = if attribute.name() == "href" { value.strip_prefix('#') } else { reference(value.trim()) };
            used.extend(id.map(str::to_owned));
        }
        let style = node.attribute("style").unwrap_or_default();
        used.extend(style.split(';').filter_map(|part| reference(part.split_once(':')?.1.trim()).map(str::to_owned)));
    }
    used
}

struct Cleaner {
    sheet: Sheet,
    used: BTreeSet<String>,
    /// What the ids of the drawing are called in the picture.
    ids: BTreeMap<String, usize>,
    out: String,
}

impl Cleaner {
    fn begin(&mut self, root: Node<'_, '_>, size: (f64, f64), language: Language) -> Option<()> {
        let view = checked(Form::Numbers, root.attribute("viewBox")?)?;
        self.out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
        self.attribute("viewBox", &view);
        self.attribute("width", &size.0.to_string());
        self.attribute("height", &size.1.to_string());
        self.attribute("xml:lang", language.tag());
        self.attribute("font-family", fonts(language));
        for (name, value) in self.sheet.values(root) {
            self.attribute(name, &value);
        }
        self.out.push('>');
        Some(())
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.out.push_str(Html::text(value).as_str());
        self.out.push('"');
    }

    /// A shape and what it holds. `outer` are the values that it inherits.
    fn node(&mut self, node: Node<'_, '_>, outer: &Values, depth: usize) -> Option<()> {
        if node.is_text() {
            self.text(node);
            return Some(());
        }
        if !node.is_element() || self.is_left_out(node) {
            return Some(());
        }
        let name = node.tag_name().name();
        if !ELEMENTS.contains(&name) || depth > DEEPEST || self.out.len() > MOST_BYTES {
            return None;
        }
        let values = self.sheet.values(node);
        if is_hidden(node, &values) {
            return Some(());
        }
        let name = if matches!(name, "a" | "switch") { "g" } else { name };
        let begin = self.out.len();
        self.out.push('<');
        self.out.push_str(name);
        self.place(node);
        let inherited = self.looks(node, &values, outer);
        let before = self.out.len();
        self.out.push('>');
        for child in node.children() {
            self.node(child, &inherited, depth + 1)?;
        }
        if self.out.len() == before + 1 {
            self.out.truncate(if matches!(name, "g" | "defs") { begin } else { before });
            self.out.push_str(if matches!(name, "g" | "defs") { "" } else { "/>" });
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        Some(())
    }

    /// What is not seen: notes for programs, empty groups, and what nothing refers to.
    fn is_left_out(&self, node: Node<'_, '_>) -> bool {
        let name = node.tag_name().name();
        let is_unused = || !node.attribute("id").is_some_and(|id| self.used.contains(id));
        match name {
            "marker" | "symbol" | "linearGradient" | "radialGradient" | "clipPath" => is_unused(),
            "g" | "defs" => !node.has_children(),
            _ => SILENT.contains(&name),
        }
    }

    fn text(&mut self, node: Node<'_, '_>) {
        let is_in_text = node.parent().is_some_and(|parent| matches!(parent.tag_name().name(), "text" | "tspan"));
        if let Some(text) = node.text().filter(|_| is_in_text) {
            self.out.push_str(Html::text(&xml_text(text)).as_str());
        }
    }

    /// Where a shape is and what it is called, if anything refers to it.
    fn place(&mut self, node: Node<'_, '_>) {
        if let Some(id) = node.attribute("id").filter(|id| self.used.contains(*id)) {
            let id = self.id(id);
            self.attribute("id", &id);
        }
        if let Some(id) = node.attributes().find(|attribute| attribute.name() == "href").map(|href| href.value())
            && let Some(id) = id.strip_prefix('#').filter(|id| is_id(id) && node.tag_name().name() == "use")
        {
            let id = format!("#{}", self.id(id));
            self.attribute("href", &id);
        }
        let moved = node.attribute("style").and_then(moved);
        for (name, form) in GEOMETRY {
            let value = node.attribute(name).filter(|_| name != "transform" || moved.is_none());
            if let Some(value) = value.and_then(|value| checked(form, value)) {
                self.attribute(name, &value);
            }
        }
        if let Some(moved) = moved.filter(|moved| moved != "matrix(1 0 0 1 0 0)") {
            self.attribute("transform", &moved);
        }
        if node.attributes().any(|attribute| attribute.name() == "space" && attribute.value() == "preserve") {
            self.attribute("xml:space", "preserve");
        }
    }

    /// How a shape looks, where that is not what it inherits. What its children inherit.
    fn looks(&mut self, node: Node<'_, '_>, values: &Values, outer: &Values) -> Values {
        // What is used elsewhere inherits from there.
        let is_elsewhere = matches!(node.tag_name().name(), "defs" | "symbol" | "marker" | "clipPath");
        let mut inherited = if is_elsewhere { Values::new() } else { outer.clone() };
        for (name, form, is_inherited) in PROPERTIES {
            let Some(value) = values.get(name) else { continue };
            let is_plain = matches!((name, value.as_str()), ("opacity", "1") | ("display", "inline"));
            if is_plain || is_inherited && inherited.get(name) == Some(value) {
                continue;
            }
            let own = match (form, reference(value)) {
                (Form::Reference, Some(id)) => format!("url(#{})", self.id(id)),
                _ => value.clone(),
            };
            self.attribute(name, &own);
            if is_inherited {
                inherited.insert(name, value.clone());
            }
        }
        inherited
    }

    /// Short names: ids of the drawing repeat what the author called things.
    fn id(&mut self, id: &str) -> String {
        let next = self.ids.len();
        format!("d{}", *self.ids.entry(id.to_owned()).or_insert(next))
    }
}

/// Boxes that only measure something.
fn is_hidden(node: Node<'_, '_>, values: &Values) -> bool {
    let is = |name: &str, value: &str| values.get(name).is_some_and(|own| own == value);
    let is_nothing = is("fill", "none") && is("stroke", "none") && node.tag_name().name() == "rect";
    is("display", "none") || is_nothing
}

/// Where a style moves its shape to.
fn moved(style: &str) -> Option<String> {
    let (_, value) =
        style.split(';').filter_map(|part| part.split_once(':')).find(|(name, _)| name.trim() == "transform")?;
    let value = value.trim();
    if value == "none" { Some("matrix(1 0 0 1 0 0)".to_owned()) } else { checked(Form::Transform, value) }
}

/// Letters of the document's language first: the same Han letters are drawn otherwise in each.
fn fonts(language: Language) -> &'static str {
    match language {
        Language::Ja => {
            "'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'Yu Gothic', Meiryo, system-ui, sans-serif"
        }
        Language::ZhHans => {
            "'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', system-ui, sans-serif"
        }
        Language::ZhHant => {
            "'PingFang TC', 'Noto Sans TC', 'Noto Sans CJK TC', 'Microsoft JhengHei', system-ui, sans-serif"
        }
        Language::Ko => {
            "Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', system-ui, sans-serif"
        }
        _ => {
            "-apple-system, 'Segoe UI', 'Noto Sans', Roboto, 'Helvetica Neue', 'Liberation Sans', 'Apple SD Gothic Neo', \
             'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', system-ui, sans-serif"
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Clean, clean};
    use crate::postmortem::Language;
    use crate::site::diagram::draw::{Scheme, svg};

    fn cleaned(inner: &str) -> Option<Clean> {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 10.5 20\">{inner}</svg>"
        );
        clean(&svg, Language::Ko)
    }

    /// Whether a drawing holds nothing but what it may hold.
    fn is_harmless(svg: &str) -> bool {
        let document = roxmltree::Document::parse(svg).expect("XML");
        document.descendants().filter(roxmltree::Node::is_element).all(|node| {
            let name = node.tag_name().name();
            super::ELEMENTS.contains(&name)
                && !matches!(name, "a" | "switch")
                && node.attributes().all(|attribute| {
                    let (name, value) = (attribute.name(), attribute.value());
                    let inside = name != "href" || value.starts_with('#');
                    let known = !name.starts_with("on") && !matches!(name, "style" | "class");
                    known && inside && (!value.contains("url(") || value.starts_with("url(#"))
                })
        })
    }

    #[test]
    fn what_is_no_shape_means_no_picture() {
        for inner in [
            "<script>alert(1)</script>",
            "<foreignObject><p>x</p></foreignObject>",
            "<image href=\"x.png\"/>",
            "<g><animate attributeName=\"x\"/></g>",
            "<set/>",
            "<iframe/>",
            "<feImage href=\"x\"/>",
            "<mask/>",
            "<pattern/>",
        ] {
            assert_eq!(cleaned(inner), None, "{inner}");
        }
        assert_eq!(clean("<!DOCTYPE svg [<!ENTITY x \"y\">]><svg viewBox=\"0 0 1 1\">&x;</svg>", Language::En), None);
        assert_eq!(clean("<html viewBox=\"0 0 9 9\"/>", Language::En), None);
    }

    #[test]
    fn what_shapes_may_not_say_is_left_out() {
        let inner = "<style>@import url(http://x); .a{fill:url(http://x);stroke:red}</style><title>t</title>\
            <a xlink:href=\"javascript:alert(1)\" onclick=\"x()\"><rect class=\"a\" id=\"r\" x=\"1\" y=\"url(x)\" onload=\"x\" style=\"background:url(http://x)\" data-x=\"1\"/></a>\
            <use href=\"http://x/y.svg#z\"/><use xlink:href=\"#r\"/><text>&lt;script&gt; 한 &amp;</text>";
        let clean = cleaned(inner).expect("a picture");
        let body = clean.svg.split_once('>').expect("a root").1;
        assert_eq!(
            body,
            "<g><rect id=\"d0\" x=\"1\" stroke=\"red\"/></g><use/><use href=\"#d0\"/><text>&lt;script&gt; 한 &amp;</text></svg>\n"
        );
        assert_eq!(clean.size, (11, 20));
        assert!(is_harmless(&clean.svg));
    }

    #[test]
    fn arrow_heads_that_no_line_has_are_left_out_and_the_rest_is_renamed() {
        let inner = "<marker id=\"작성자\" orient=\"auto\"><path d=\"M0 0\"/></marker><marker id=\"b\"/><path d=\"M0 0\" marker-end=\"url(#작성자)\"/>";
        let clean = cleaned(inner).expect("a picture");
        assert!(clean.svg.contains("<marker id=\"d0\" orient=\"auto\"><path d=\"M0 0\"/></marker><path d=\"M0 0\" marker-end=\"url(#d0)\"/>"), "{}", clean.svg);
    }

    #[test]
    fn drawings_of_every_kind_are_harmless_and_say_what_they_show() {
        for (source, labels) in [
            (
                "flowchart LR\n A[결제<br/>API] -->|느림| B[(DB)]\n click A \"javascript:alert(1)\"\n click B href \"https://example.com\"",
                vec!["느림", "결제 API", "DB"],
            ),
            ("sequenceDiagram\n 고객->>API: POST", vec!["고객", "API", "POST"]),
            ("stateDiagram-v2\n [*] --> 초안", vec!["초안"]),
            ("gantt\n dateFormat YYYY-MM-DD\n section 결제\n 장애 :2026-03-04, 1d", vec!["결제", "장애"]),
            ("pie title 오류\n \"timeout\" : 60", vec!["timeout", "오류"]),
            ("timeline\n 9시 : 배포", vec!["9시", "배포"]),
            ("mindmap\n  root((장애))\n    원인", vec!["장애", "원인"]),
            ("erDiagram\n A ||--o{ B : has", vec!["A", "B", "has"]),
            ("gitGraph\n commit id: \"fix\"", vec!["main", "fix"]),
            ("journey\n section 결제\n 클릭: 5: 고객", vec!["결제", "클릭", "고객"]),
            ("quadrantChart\n A: [0.2, 0.8]", vec!["A"]),
            ("xychart-beta\n x-axis [일, 월]\n bar [1, 2]", vec!["일", "월"]),
        ] {
            for scheme in [Scheme::Day, Scheme::Night] {
                let clean = clean(&svg(source, scheme).expect(source), Language::Ko).expect(source);
                assert!(is_harmless(&clean.svg), "{}", clean.svg);
                let said = format!("{:?}", clean.said);
                assert!(labels.iter().all(|label| said.contains(&format!("\"{label}\""))), "{said}");
                assert!(!said.contains("kind: \"\""), "{source}: {said}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_an_author_writes_the_picture_is_harmless(label in "[a-z<>\"'&#;:=()/ 가-나]{0,40}", style in "[a-z:;()#'\"/.,]{0,40}") {
            let source = format!("flowchart LR\n  A[\"{label}\"] --> B\n  style A fill:red,{style}\n  classDef x {style}\n  class B x\n");
            if let Some(clean) = svg(&source, Scheme::Day).and_then(|svg| clean(&svg, Language::En)) {
                prop_assert!(is_harmless(&clean.svg), "{}", clean.svg);
            }
        }
    }
}
