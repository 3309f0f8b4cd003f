//! A script of the theme as its authors wrote it into the same script as it is sent: without comments, and without the
//! spaces, line ends and semicolons that part nothing, and with the shorter word for what is declared. Texts and patterns
//! stay to the letter; nothing is renamed.

/// After these a line may end or not.
const GOES_ON_AFTER: &str = "{([,;:?=&|";
/// Before these too.
const GOES_ON_BEFORE: &str = "})].,?:&|=";
/// After these a slash begins a pattern; else it divides.
const BEFORE_PATTERN: &str = "{}([,;:?=&|!>\n";

/// A file of the embedded theme as it is sent.
pub(super) fn sent(name: &str, text: &str) -> String {
    if is_script(name) { lean(text) } else { text.to_owned() }
}

fn is_script(name: &str) -> bool {
    name.rsplit('.').next() == Some("js")
}

/// A script without what is for its authors.
fn lean(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    let mut gap = "";
    while let Some(first) = rest.chars().next() {
        let length = length(rest, first, &out);
        let (piece, after) = rest.split_at(length);
        rest = after;
        if first.is_whitespace() || is_comment(piece) {
            gap = if gap == "\n" || piece.contains('\n') { "\n" } else { " " };
            continue;
        }
        // No loop of ours has nothing to do.
        if piece == "}" && out.ends_with(';') {
            out.pop();
        }
        out.push_str(needed(gap, &out, first));
        out.push_str(if piece == "const" { "let" } else { piece });
        gap = "";
    }
    out.push('\n');
    out
}

fn is_comment(piece: &str) -> bool {
    piece.starts_with("//") || piece.starts_with("/*")
}

/// How long the piece is that a script begins with, after what was written of it.
fn length(rest: &str, first: char, before: &str) -> usize {
    let through = |end: &str| rest[2..].find(end).map_or(rest.len(), |at| 2 + at + end.len());
    match first {
        '"' | '\'' | '`' => quoted(rest, first),
        '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
        '/' if rest.starts_with("/*") => through("*/"),
        '/' if before.ends_with(|c| BEFORE_PATTERN.contains(c)) || before.ends_with("return") => quoted(rest, '/'),
        _ if is_of_name(first) => rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()),
        _ => first.len_utf8(),
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The length of a text or a pattern with both of its ends. Within the brackets of a pattern its end may stand as it is.
fn quoted(rest: &str, end: char) -> usize {
    let (mut is_escaped, mut is_in_class) = (false, false);
    for (at, c) in rest.char_indices().skip(1) {
        if is_escaped {
            is_escaped = false;
        } else if c == end && !is_in_class {
            return at + c.len_utf8();
        } else {
            is_escaped = c == '\\';
            is_in_class = end == '/' && (c == '[' || is_in_class && c != ']');
        }
    }
    rest.len()
}

/// What of a gap must stay.
fn needed<'g>(gap: &'g str, out: &str, next: char) -> &'g str {
    let Some(last) = out.chars().next_back() else { return "" };
    let parts = if gap == "\n" {
        !GOES_ON_AFTER.contains(last) && !GOES_ON_BEFORE.contains(next)
    } else {
        is_of_name(last) && is_of_name(next) || last == next && matches!(next, '+' | '-')
    };
    if parts { gap } else { "" }
}

#[cfg(test)]
mod tests {
    use super::super::embedded;
    use super::{is_of_name, is_script, lean};
    use crate::config::BaseTheme;

    #[test]
    fn comments_and_gaps_go_and_texts_and_patterns_stay() {
        let script = "// What it does.\n(function () {\n  /**\n   * Why.\n   */\n  go(\"// a  b\", x - 1); // why\n\n  \
            try { go(); } catch (error) { /* no */ }\n  return /[\"/ ] +/.test(a) && a / b / c;\n})();\n";
        let sent = "(function(){go(\"// a  b\",x-1);try{go()}catch(error){}\nreturn/[\"/ ] +/.test(a)&&a/b/c})();\n";
        assert_eq!(lean(script), sent);
    }

    #[test]
    fn what_a_gap_parts_stays_apart() {
        assert_eq!(lean("const a = b + +c - -d\nlet 가 = 1\n[a].b()"), "let a=b+ +c- -d\nlet 가=1\n[a].b()\n");
        assert_eq!(lean("a\n  .b()\n  ? c\n  : d\n"), "a.b()?c:d\n");
        assert_eq!(lean("a++\nb\nreturn\nc"), "a++\nb\nreturn\nc\n");
    }

    #[test]
    fn what_is_sent_is_not_made_leaner_again_and_has_every_text() {
        for (name, text) in embedded::files(BaseTheme::Default).into_iter().filter(|(name, _)| is_script(name)) {
            let sent = lean(text);
            assert_eq!(lean(&sent), sent, "{name}");
            assert!(!sent.contains('`'), "{name}: what stands in a template is not read as a script");
            let names = |script: &str| -> Vec<String> {
                let names = script.split(|c| !is_of_name(c)).filter(|name| !name.is_empty());
                names.map(|name| name.replace("const", "let")).collect()
            };
            let is_code = |line: &&str| !["//", "/*", "* ", "*/"].iter().any(|begin| line.trim().starts_with(begin));
            let code: Vec<String> = text.lines().filter(is_code).map(without_remark).collect();
            let (sent, written) = (names(&sent), names(&code.join("\n")));
            let other = sent.iter().zip(&written).find(|(sent, written)| sent != written);
            assert!(sent.len() == written.len() && other.is_none(), "{name}: {other:?}");
        }
    }

    /// `try { go(); } catch (error) { /* it lasts */ }` without what is for authors.
    fn without_remark(line: &str) -> String {
        let parts = line.split_once(" /* ").and_then(|(before, rest)| Some((before, rest.split_once(" */")?.1)));
        parts.map_or_else(|| line.to_owned(), |(before, after)| format!("{before}{after}"))
    }
}
