//! Finds shortcodes of other site generators, which the site shows as they are written.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Block, BlockKind, Inline, MarkKind};
use crate::postmortem::{Kind, Record};
use crate::text::Span;

const META: Meta = Meta {
    code: "PM068",
    name: "unknown-shortcode",
    level: Level::Note,
    note_in_drafts: false,
    page: include_str!("unknown_shortcode.md"),
};

/// Hugo and Docsy `{{< name … >}}` and `{{% name … %}}`, Jekyll `{% name … %}` and `{{ site.… }}`, Zola
/// `{{ name(…) }}`, ERB `<% … %>`. What ends one (`{{< /name >}}`, `{% endname %}`) is none of its own.
static SHORTCODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?x)
        \{\{[<%]\s*(?P<hugo>[A-Za-z][\w./-]*)[^\n]{0,400}?[>%]\}\}
      | \{%-?\s*(?P<jekyll>[A-Za-z]\w*)[^\n]{0,400}?%\}
      | \{\{-?\s*(?P<variable>(?:site|page|layout|content|config)\.[A-Za-z][\w.]*)\s*(?:\|[^\n}]{0,200})?\}\}
      | \{\{-?\s*(?P<zola>[A-Za-z]\w*)\([^\n]{0,400}?\)\s*-?\}\}
      | <%[=-]?\s*(?P<erb>[A-Za-z_]\w*)[^\n]{0,400}?%>";
    Regex::new(pattern).ok()
});

/// Names and the message that tells what to write in their place.
const MEANT: [(&str, &[&str]); 4] = [
    ("picture", &["figure", "img", "image", "imgproc", "picture", "asset_img", "gallery"]),
    ("note", &["note", "notice", "alert", "admonition", "callout", "hint", "info", "tip", "warning", "danger", "pageinfo", "details", "expand"]),
    ("code", &["highlight", "code", "mermaid", "codeblock"]),
    ("link", &["ref", "relref", "link", "post_url", "post_link", "get_url", "youtube", "vimeo", "gist", "tweet", "embed",  ]),
];

pub(super) struct UnknownShortcode;

impl Rule for UnknownShortcode {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, _context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        // A template is full of what its own tool fills in.
        let may_hold = |text: &str| ["{{", "{%", "<%"].iter().any(|begin| text.contains(begin));
        if record.postmortem.kind == Kind::Template || !may_hold(&record.document.text) {
            return;
        }
        let mut seen = BTreeSet::new();
        for (name, span) in record.document.blocks.iter().flat_map(shortcodes) {
            if seen.insert(name.clone()) {
                let place = place::first_line(span, &record.document.text);
                let diagnostic = Diagnostic::new(META.name, place).variant(variant(&name));
                found.push(diagnostic.with("name", name.as_str()).about(name));
            }
        }
    }
}

/// The message that fits a name.
fn variant(name: &str) -> &'static str {
    let name = name.to_ascii_lowercase();
    MEANT.iter().find(|(_, names)| names.contains(&name.as_str())).map_or("", |(variant, _)| *variant)
}

/// The shortcodes of a block and of those inside, outside code.
fn shortcodes(block: &Block) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    block.walk(&mut |block| {
        if !matches!(block.kind, BlockKind::Code { .. }) {
            found.extend(block.inlines().flat_map(in_text));
        }
    });
    found
}

fn in_text(inline: &Inline) -> Vec<(String, Span)> {
    if !inline.text.contains("{{") && !inline.text.contains("{%") && !inline.text.contains("<%") {
        return Vec::new();
    }
    let is_code = |at: usize| inline.marks.iter().any(|mark| mark.kind == MarkKind::Code && mark.range.contains(&at));
    let found = SHORTCODE.iter().flat_map(|pattern| pattern.captures_iter(&inline.text));
    let outside = found.filter(|captures| captures.get(0).is_some_and(|whole| !is_code(whole.start())));
    outside.filter_map(|captures| Some((name(&captures)?, inline.span_of(captures.get(0)?.range())))).collect()
}

fn name(captures: &Captures<'_>) -> Option<String> {
    let name = ["hugo", "jekyll", "variable", "zola", "erb"].iter().find_map(|group| captures.name(group))?.as_str();
    let ends = captures.name("jekyll").is_some() && name.starts_with("end");
    (!ends).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{SHORTCODE, name, variant};

    #[test]
    fn shortcodes_of_every_generator_have_a_name() {
        let named = |text: &str| SHORTCODE.as_ref()?.captures(text).and_then(|captures| name(&captures));
        for (text, expected) in [
            ("{{< figure src=\"a.png\" >}}", "figure"), ("{{% notice warning %}}", "notice"), ("{% include note.html %}", "include"),
            ("{{ site.baseurl }}", "site.baseurl"), ("{{ youtube(id=\"x\") }}", "youtube"), ("<%= link_to x %>", "link_to"),
        ] {
            assert_eq!(named(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["{{ 06:10 }}", "{{ summary }}", "{% endhighlight %}", "{{< /figure >}}", "{{ $labels.pod }}", "100 %} {%"] {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn the_usual_ones_are_told_what_to_write() {
        assert_eq!((variant("Figure"), variant("notice"), variant("tabs")), ("picture", "note", ""));
    }
}
