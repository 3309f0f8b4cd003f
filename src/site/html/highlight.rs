//! Code into code with its parts marked by class: keywords, strings, comments. Both colour schemes colour the classes;
//! a language that is not known, and code that is too long, stays plain.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::text::Html;

/// The most code that is marked in one block, in bytes. The bound is on size and not on time, so that the same
/// document always gives the same page.
const LARGEST: usize = 32 * 1024;
/// A line longer than this, in bytes, was written by a program: it is not read by people, and takes long.
const LONGEST_LINE: usize = 600;

/// Names of languages that the syntaxes know by another name.
const ALIASES: [(&str, &str); 14] = [
    ("shell", "sh"),
    ("console", "sh"),
    ("zsh", "sh"),
    ("ts", "js"),
    ("tsx", "js"),
    ("jsx", "js"),
    ("typescript", "js"),
    ("mjs", "js"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("golang", "go"),
    ("mysql", "sql"),
    ("postgresql", "sql"),
    ("patch", "diff"),
];

/// What a scope is marked as; the first that a scope begins with counts, from the innermost scope outwards.
const CLASSES: [(&str, &str); 18] = [
    ("comment", "<span class=\"hl-c\">"),
    ("constant.character.escape", "<span class=\"hl-n\">"),
    ("string", "<span class=\"hl-s\">"),
    ("constant", "<span class=\"hl-n\">"),
    ("keyword.operator", ""),
    ("keyword", "<span class=\"hl-k\">"),
    ("storage", "<span class=\"hl-k\">"),
    ("entity.name.tag", "<span class=\"hl-t\">"),
    ("entity.other.attribute-name", "<span class=\"hl-t\">"),
    ("entity.name", "<span class=\"hl-f\">"),
    ("support.type", "<span class=\"hl-t\">"),
    ("support", "<span class=\"hl-f\">"),
    ("variable.function", "<span class=\"hl-f\">"),
    ("variable.parameter", ""),
    ("markup.inserted", "<span class=\"hl-i\">"),
    ("markup.deleted", "<span class=\"hl-d\">"),
    ("meta.diff", "<span class=\"hl-c\">"),
    ("markup.heading", "<span class=\"hl-k\">"),
];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
static SCOPES: LazyLock<Vec<(Scope, &'static str)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(scope, open)| Some((Scope::new(scope).ok()?, *open))).collect());

/// Appends code to a page, marked where its language is known.
pub(super) fn push_code(out: &mut Html, code: &str, language: Option<&str>) {
    let syntax = language.filter(|_| is_bounded(code)).and_then(syntax);
    match syntax.and_then(|syntax| marked(code, syntax)) {
        Some(html) => out.push(&html),
        None => out.push_text(code),
    }
}

fn is_bounded(code: &str) -> bool {
    code.len() <= LARGEST && code.lines().all(|line| line.len() <= LONGEST_LINE)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, known)| known);
    SYNTAXES.find_syntax_by_token(name).filter(|syntax| syntax.name != "Plain Text")
}

/// The whole code, or nothing where it cannot be understood.
fn marked(code: &str, syntax: &SyntaxReference) -> Option<Html> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut pen = Pen { out: Html::default(), class: "" };
    for line in code.split_inclusive('\n') {
        // The syntaxes expect every line to end.
        let whole = if line.ends_with('\n') { line.to_owned() } else { format!("{line}\n") };
        let mut written = 0;
        for (at, change) in state.parse_line(&whole, &SYNTAXES).ok()? {
            let at = at.min(line.len());
            pen.write(line.get(written..at)?, class(&stack));
            written = at;
            stack.apply(&change).ok()?;
        }
        pen.write(line.get(written..)?, class(&stack));
    }
    pen.write("", "");
    Some(pen.out)
}

/// How text with these scopes is marked.
fn class(stack: &ScopeStack) -> &'static str {
    let of = |scope: &Scope| SCOPES.iter().find(|(known, _)| known.is_prefix_of(*scope)).map(|(_, open)| *open);
    stack.as_slice().iter().rev().find_map(of).unwrap_or_default()
}

/// Writes neighbours of one class as one span.
struct Pen {
    out: Html,
    class: &'static str,
}

impl Pen {
    fn write(&mut self, text: &str, class: &'static str) {
        if text.is_empty() && !class.is_empty() {
            return;
        }
        if class != self.class {
            if !self.class.is_empty() {
                self.out.push_literal("</span>");
            }
            self.out.push_literal(class);
            self.class = class;
        }
        self.out.push_text(text);
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, push_code};
    use crate::text::Html;

    fn code(code: &str, language: &str) -> String {
        let mut out = Html::default();
        push_code(&mut out, code, Some(language).filter(|language| !language.is_empty()));
        out.as_str().to_owned()
    }

    /// The same without markup.
    fn plain(html: &str) -> String {
        let mut out = String::new();
        for part in html.split('<') {
            out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        out.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
    }

    #[test]
    fn parts_are_marked_and_nothing_is_lost() {
        for (language, text, part) in [
            ("yaml", "replicas: 3 # 재고\n", "<span class=\"hl-c\"># 재고"),
            ("json", "{\"a\": 1.5}", "<span class=\"hl-n\">1.5</span>"),
            ("sql", "SELECT 1 FROM orders;\n", "<span class=\"hl-k\">SELECT</span>"),
            ("bash", "echo \"a $b\"\n", "<span class=\"hl-s\">&quot;"),
            ("python", "def f():\n    return 'x'\n", "<span class=\"hl-k\">return</span>"),
            ("ts", "const a = 1;\n", "<span class=\"hl-k\">const</span>"),
            ("diff", "-a\n+b\n", "<span class=\"hl-i\">"),
        ] {
            let html = code(text, language);
            assert!(html.contains(part), "{language}: {html}");
            assert_eq!(plain(&html), text, "{language}");
        }
    }

    #[test]
    fn what_is_not_known_stays_plain_and_nothing_gets_out() {
        let hostile = "</code></pre><script>alert('x')</script>";
        for language in ["", "nonesuch", "text", "plaintext", "html", "yaml", "js", "php"] {
            let html = code(hostile, language);
            assert!(!html.contains("<script") && !html.contains("</pre"), "{language}: {html}");
            assert_eq!(plain(&html), hostile, "{language}");
        }
        assert_eq!(code("a < b", "nonesuch"), "a &lt; b");
        let long = format!("x = '{}'", "a".repeat(LONGEST_LINE));
        assert!(!code(&long, "python").contains("span"));
    }
}
