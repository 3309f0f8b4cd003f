//! A drawing's style sheet into the values of its elements' attributes: selectors are matched and the strongest declaration
//! wins, as a browser does it, so that the picture needs no style sheet. What is not understood sets nothing.

use std::collections::BTreeMap;
use std::rc::Rc;

use roxmltree::Node;

use super::value::{Form, PROPERTIES, checked};

/// The values that an element has of itself.
pub(super) type Values = BTreeMap<&'static str, String>;

/// A style sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
}

/// How many ids, classes and the like, and names of elements a selector has.
type Weight = (usize, usize, usize);
/// How strong a declaration is: important, of the element itself, by its selector, by its place.
type Rank = (bool, bool, Weight, usize);

#[derive(Debug)]
struct Rule {
    /// The element itself first, then what it is in.
    steps: Vec<(Compound, Combinator)>,
    weight: Weight,
    declarations: Rc<[Declaration]>,
}

/// How an element stands to the one before in `steps`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combinator {
    Within,
    ChildOf,
}

#[derive(Debug, Default, Clone)]
struct Compound {
    tag: Option<String>,
    tests: Vec<Test>,
}

#[derive(Debug, Clone)]
enum Test {
    Id(String),
    Class(String),
    Attribute(String, String),
    Not(Box<Compound>),
    /// The how-manieth of its name among its siblings.
    OfType(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Declaration {
    property: &'static str,
    value: String,
    important: bool,
}

impl Sheet {
    /// Reads style sheets.
    pub(super) fn parse(css: &str) -> Self {
        let mut sheet = Self::default();
        let mut rest = css;
        while let Some((head, after)) = rest.split_once('{') {
            let end = block_end(after);
            // `@import …;` may stand before it.
            let head = head.rsplit(';').next().unwrap_or_default();
            if !head.trim_start().starts_with('@') {
                let declarations: Rc<[Declaration]> = declarations(&after[..end]).into();
                let rules = head.split(',').filter_map(|selector| Rule::parse(selector, &declarations));
                sheet.rules.extend(rules);
            }
            rest = after.get(end + 1..).unwrap_or("");
        }
        sheet
    }

    /// The values of an element: its attributes, the rules that match it, and its own style, each stronger than the last.
    pub(super) fn values(&self, node: Node<'_, '_>) -> Values {
        let mut found: Vec<(Rank, &Declaration)> = Vec::new();
        for (order, rule) in self.rules.iter().enumerate().filter(|(_, rule)| rule.matches(node)) {
            let rank = |declaration: &Declaration| (declaration.important, false, rule.weight, order);
            found.extend(rule.declarations.iter().map(|declaration| (rank(declaration), declaration)));
        }
        let own = declarations(node.attribute("style").unwrap_or_default());
        found.extend(own.iter().map(|declaration| ((declaration.important, true, (0, 0, 0), 0), declaration)));
        found.sort_by_key(|(rank, _)| *rank);
        let attribute =
            |&(name, form, _): &(&'static str, Form, bool)| Some((name, checked(form, node.attribute(name)?)?));
        let mut values: Values = PROPERTIES.iter().filter_map(attribute).collect();
        values.extend(found.into_iter().map(|(_, declaration)| (declaration.property, declaration.value.clone())));
        values
    }
}

/// Where a block ends that begins here.
fn block_end(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn declarations(text: &str) -> Vec<Declaration> {
    let declaration = |text: &str| {
        let (name, value) = text.split_once(':')?;
        let value = value.trim();
        let (value, important) = value.strip_suffix("!important").map_or((value, false), |value| (value, true));
        let name = name.trim();
        let (property, form, _) = PROPERTIES.iter().find(|(property, ..)| *property == name)?;
        Some(Declaration { property, value: checked(*form, value)?, important })
    };
    text.split(';').filter_map(declaration).collect()
}

impl Rule {
    fn parse(selector: &str, declarations: &Rc<[Declaration]>) -> Option<Self> {
        let spaced = selector.replace('>', " > ");
        let mut steps = Vec::new();
        let mut combinator = Combinator::Within;
        for part in spaced.split_whitespace().rev() {
            if part == ">" {
                combinator = Combinator::ChildOf;
                continue;
            }
            steps.push((Compound::parse(part)?, std::mem::replace(&mut combinator, Combinator::Within)));
        }
        let mut weight = (0, 0, 0);
        steps.iter().for_each(|(compound, _)| compound.weigh(&mut weight));
        (!steps.is_empty() && !declarations.is_empty()).then(|| Self {
            steps,
            weight,
            declarations: Rc::clone(declarations),
        })
    }

    /// Ancestors are taken as near as they fit, which is enough for the selectors of drawings.
    fn matches(&self, node: Node<'_, '_>) -> bool {
        let Some(((own, _), outer)) = self.steps.split_first() else { return false };
        if !own.matches(node) {
            return false;
        }
        let mut at = node;
        for (compound, combinator) in outer {
            let mut above = at.ancestors().skip(1).filter(Node::is_element);
            let found = match combinator {
                Combinator::ChildOf => above.next().filter(|parent| compound.matches(*parent)),
                Combinator::Within => above.find(|ancestor| compound.matches(*ancestor)),
            };
            match found {
                Some(found) => at = found,
                None => return false,
            }
        }
        true
    }
}

impl Compound {
    /// `rect.actor[data-look="neo"]:not(.x):nth-of-type(2)`; nothing for what is more than that.
    fn parse(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let name_end = |text: &str| text.find(['.', '#', '[', ':']).unwrap_or(text.len());
        let (tag, mut rest) = text.split_at(name_end(text));
        if !tag.is_empty() && tag != "*" {
            compound.tag = Some(tag.to_owned());
        }
        while !rest.is_empty() {
            let (mark, after) = rest.split_at(1);
            let end = match mark {
                "[" => after.find(']')? + 1,
                ":" if after.starts_with("not(") || after.starts_with("nth-of-type(") => after.find(')')? + 1,
                _ => name_end(after),
            };
            compound.tests.push(test(mark, &after[..end])?);
            rest = &after[end..];
        }
        Some(compound)
    }

    fn matches(&self, node: Node<'_, '_>) -> bool {
        self.tag.as_deref().is_none_or(|tag| node.tag_name().name() == tag)
            && self.tests.iter().all(|test| test.holds(node))
    }

    fn weigh(&self, weight: &mut Weight) {
        weight.2 += usize::from(self.tag.is_some());
        for test in &self.tests {
            match test {
                Test::Id(_) => weight.0 += 1,
                Test::Not(compound) => compound.weigh(weight),
                _ => weight.1 += 1,
            }
        }
    }
}

fn test(mark: &str, text: &str) -> Option<Test> {
    match mark {
        "#" => Some(Test::Id(text.to_owned())),
        "." => Some(Test::Class(text.to_owned())),
        "[" => {
            let (name, value) = text.strip_suffix(']')?.split_once('=')?;
            Some(Test::Attribute(name.to_owned(), value.trim_matches(['"', '\'']).to_owned()))
        }
        _ if text == "first-of-type" => Some(Test::OfType(1)),
        _ => {
            let (name, argument) = text.strip_suffix(')')?.split_once('(')?;
            match name {
                "not" => Some(Test::Not(Box::new(Compound::parse(argument)?))),
                "nth-of-type" => argument.parse().ok().map(Test::OfType),
                _ => None,
            }
        }
    }
}

impl Test {
    fn holds(&self, node: Node<'_, '_>) -> bool {
        match self {
            Self::Id(id) => node.attribute("id") == Some(id),
            Self::Class(class) => {
                node.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
            }
            Self::Attribute(name, value) => node.attribute(name.as_str()) == Some(value),
            Self::Not(compound) => !compound.matches(node),
            Self::OfType(number) => {
                let before = node.prev_siblings().skip(1).filter(|other| other.tag_name() == node.tag_name());
                before.count() + 1 == *number
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::Sheet;

    const DRAWING: &str = r#"<svg id="d"><g class="a b"><rect id="r" class="x" fill="red" stroke-width="3"/>
        <rect id="s" style="fill:#abc; stroke: url(http://x)"/></g><path id="p" data-look="neo"/></svg>"#;

    fn value(css: &str, id: &str, property: &str) -> Option<String> {
        let document = Document::parse(DRAWING).expect("a drawing");
        let node = document.descendants().find(|node| node.attribute("id") == Some(id)).expect("an element");
        Sheet::parse(css).values(node).remove(property)
    }

    #[test]
    fn the_strongest_declaration_wins() {
        let css = "#d .x{fill:blue} rect{fill:green;stroke:red} .a .x{fill:black} .x{fill:white}";
        assert_eq!(value(css, "r", "fill").as_deref(), Some("blue"));
        assert_eq!(value(css, "r", "stroke").as_deref(), Some("red"));
        assert_eq!(value(css, "r", "stroke-width").as_deref(), Some("3"));
        assert_eq!(value(css, "s", "fill").as_deref(), Some("#abc"));
        assert_eq!(value("rect{fill:green!important}", "s", "fill").as_deref(), Some("green"));
        assert_eq!(value("rect{fill:green!important}", "p", "fill"), None);
    }

    #[test]
    fn selectors_mean_what_they_say() {
        let holds = |selector: &str, id: &str| {
            value(&format!("{selector}{{fill:lime}}"), id, "fill").as_deref() == Some("lime")
        };
        for selector in ["svg g>rect", "g.a.b .x", ".a:not(.c) rect:nth-of-type(1)", "rect:first-of-type", "p,.x", "*"]
        {
            assert!(holds(selector, "r"), "{selector}");
        }
        for selector in
            ["svg>rect", ".c .x", ".x:not(.x)", "rect:nth-of-type(2)", ".x:hover", "rect + rect", "@media{rect"]
        {
            assert!(!holds(selector, "r"), "{selector}");
        }
        assert!(
            holds("[data-look=\"neo\"]", "p") && holds("path[data-look=neo]", "p") && !holds("[data-look=\"x\"]", "p")
        );
    }

    #[test]
    fn broken_style_sheets_set_what_can_be_read() {
        assert_eq!(value("x{{}fill:red} rect{fill:url(x)} .x{fill:lime", "r", "fill").as_deref(), Some("lime"));
        assert_eq!(value("@keyframes k{0%{fill:red}} .x{fill:lime}", "r", "fill").as_deref(), Some("lime"));
        assert_eq!(value("{}}{;:;}.{fill:red}#{}[", "r", "fill").as_deref(), Some("red"));
    }
}
