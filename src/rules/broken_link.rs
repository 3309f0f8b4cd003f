//! Finds relative links and images whose file is not there.

use super::{Context, Meta, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;
use crate::text::{RelPath, percent_decoded};

const META: Meta = Meta {
    code: "PM010",
    name: "broken-link",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("broken_link.md"),
};

pub(super) struct BrokenLink;

impl Rule for BrokenLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        for block in &record.document.blocks {
            block.walk(&mut |block| {
                for (destination, span) in block.inlines().iter().flat_map(|inline| inline.destinations()) {
                    let missing = missing(context, record, destination);
                    if !missing.is_empty() {
                        let place = super::place::first_line(span, &record.document.text);
                        let diagnostic = Diagnostic::new(META.name, place).with("target", destination);
                        found.push(diagnostic.about(destination).because_of(missing));
                    }
                }
            });
        }
    }
}

/// The files of which a link needs one, where it surely leads nowhere; else none. What cannot be known is not reported: other sites, absolute paths
/// of a site, templates, and what lies outside the documents.
fn missing(context: &Context<'_>, record: &Record, destination: &str) -> Vec<RelPath> {
    let path = destination.split(['#', '?']).next().unwrap_or_default();
    let foreign = path.is_empty() || path.contains(':') || path.starts_with(['/', '@', '<', '{', '\\']) || path.contains("{{") || path.contains("{%");
    if foreign {
        return Vec::new();
    }
    let Some(target) = record.path.join_link(&percent_decoded(path)) else { return Vec::new() };
    let candidates = candidates(&target);
    if candidates.iter().any(|candidate| (context.exists)(candidate)) { Vec::new() } else { candidates }
}

/// The files that a link may mean, as site generators resolve them: the path itself, a page without its
/// ending, a folder with an index, and an HTML page made from Markdown.
fn candidates(target: &RelPath) -> Vec<RelPath> {
    let name = target.as_str();
    let base = name.strip_suffix(".html").unwrap_or(name);
    [name.to_owned(), format!("{base}.md"), format!("{base}.markdown"), format!("{name}/index.md"), format!("{name}/README.md")]
        .iter()
        .filter_map(|path| RelPath::new(std::path::Path::new(path)))
        .collect()
}
