//! A formula in LaTeX into MathML, which browsers set themselves: nothing is loaded and nothing runs. What cannot be
//! read as a formula stays as its author wrote it.

use std::sync::LazyLock;
use std::thread;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::text::Html;

/// The longest formula, in bytes.
const LONGEST: usize = 2048;
/// The most commands, groups and scripts of a formula: each may nest in the one before.
const DEEPEST: usize = 160;

/// So many need no stack of their own.
const SHALLOW: usize = 12;
/// Room for the deepest formula, in a build that is not optimised, and then some.
const STACK: usize = 64 * 1024 * 1024;

/// Elements of MathML Core that a formula is made of: none of them loads, links or runs anything.
const ELEMENTS: [&str; 28] = [
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "mpadded",
    "mphantom",
    "mstyle",
    "merror",
    "semantics",
    "none",
];

/// Their attributes that may stay. Styles may not: the page's policy forbids them, and a formula is readable without.
const ATTRIBUTES: [(&str, &str); 22] = [
    ("display", " display=\""),
    ("displaystyle", " displaystyle=\""),
    ("scriptlevel", " scriptlevel=\""),
    ("mathvariant", " mathvariant=\""),
    ("stretchy", " stretchy=\""),
    ("form", " form=\""),
    ("fence", " fence=\""),
    ("separator", " separator=\""),
    ("lspace", " lspace=\""),
    ("rspace", " rspace=\""),
    ("symmetric", " symmetric=\""),
    ("largeop", " largeop=\""),
    ("movablelimits", " movablelimits=\""),
    ("minsize", " minsize=\""),
    ("maxsize", " maxsize=\""),
    ("accent", " accent=\""),
    ("accentunder", " accentunder=\""),
    ("linethickness", " linethickness=\""),
    ("width", " width=\""),
    ("height", " height=\""),
    ("depth", " depth=\""),
    ("voffset", " voffset=\""),
];

static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// The formula as MathML; `None` where it is none, or longer than any that is meant for people.
pub(super) fn formula(latex: &str, is_block: bool) -> Option<Html> {
    let marks = latex.chars().filter(|c| matches!(c, '\\' | '{' | '^' | '_' | '(' | '[')).count();
    if latex.len() > LONGEST || marks > DEEPEST || latex.trim().is_empty() {
        return None;
    }
    if marks <= SHALLOW {
        return converted(latex, is_block);
    }
    // The converter calls itself for everything that nests.
    thread::scope(|scope| {
        let deep = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || converted(latex, is_block));
        deep.ok()?.join().ok()?
    })
}

fn converted(latex: &str, is_block: bool) -> Option<Html> {
    let display = if is_block { MathDisplay::Block } else { MathDisplay::Inline };
    let converted = CONVERTER.as_ref()?.convert_with_local_state(latex.trim(), display).ok()?;
    checked(&converted.mathml)
}

/// Markup that holds nothing but MathML; `None` for anything else.
fn checked(mathml: &str) -> Option<Html> {
    let mut out = Html::default();
    let mut open = Vec::new();
    for token in Tokenizer::new_with_emitter(mathml, DefaultEmitter::<()>::default()) {
        match token.ok()? {
            Token::StartTag(tag) => {
                let name = element(&tag.name)?;
                out.push_literal("<");
                out.push_literal(name);
                for (attribute, written) in ATTRIBUTES {
                    if let Some(value) = tag.attributes.get(attribute.as_bytes()) {
                        out.push_literal(written);
                        out.push_text(std::str::from_utf8(value).ok()?);
                        out.push_literal("\"");
                    }
                }
                out.push_literal(">");
                if tag.self_closing {
                    close(&mut out, name);
                } else {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => {
                let name = open.pop().filter(|name| name.as_bytes() == *tag.name)?;
                close(&mut out, name);
            }
            Token::String(text) => out.push_text(std::str::from_utf8(&text).ok()?),
            _ => return None,
        }
    }
    (open.is_empty() && out.as_str().starts_with("<math")).then_some(out)
}

fn element(name: &[u8]) -> Option<&'static str> {
    ELEMENTS.into_iter().find(|known| known.as_bytes() == name)
}

fn close(out: &mut Html, name: &'static str) {
    out.push_literal("</");
    out.push_literal(name);
    out.push_literal(">");
}

#[cfg(test)]
mod tests {
    use super::{checked, formula};

    fn of(latex: &str) -> Option<String> {
        formula(latex, false).map(|html| html.as_str().to_owned())
    }

    #[test]
    fn formulas_become_mathml() {
        let html = of(r"\text{가용성} = \frac{a}{a+b} \geq 99.9\%").expect("a formula");
        assert!(html.starts_with("<math><") && html.contains("<mfrac>") && html.contains("가용성"), "{html}");
        let block = formula(r"\begin{matrix} a & b \\ c & d \end{matrix}", true).expect("a matrix");
        assert!(block.as_str().starts_with("<math display=\"block\">") && block.as_str().contains("<mtd>"), "{block}");
        assert!(!block.as_str().contains("style=\"") || !block.as_str().contains(" style="), "{block}");
    }

    #[test]
    fn what_is_none_is_left_alone() {
        for latex in ["", "  ", r"\frac{a", r"\nonesuch{x}", r"\href{javascript:alert(1)}{x}", r"\begin{matrix}"] {
            assert_eq!(of(latex), None, "{latex}");
        }
        let html = of("<script>alert(1)</script>").unwrap_or_default();
        assert!(!html.contains("<script"), "{html}");
        for other in ["<math><a href=\"x\">y</a></math>", "<math><mi>x</math>", "<b>x</b>", "<math></math><!-- x -->"] {
            assert_eq!(checked(other), None, "{other}");
        }
    }

    #[test]
    fn however_deep_it_nests_it_comes_to_an_end() {
        for piece in [r"\sqrt", "{", r"\left(", "x^", r"\begin{matrix}", r"\frac", "(", "_", r"\text{", r"\sqrt{x"] {
            for times in [10, 50, 150, 1000] {
                let _ = formula(&piece.repeat(times), true);
                let _ = formula(&format!("{}x{}", piece.repeat(times), "}".repeat(times)), true);
            }
        }
    }
}
