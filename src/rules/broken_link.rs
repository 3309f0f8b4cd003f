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
                    if is_broken(context, record, destination) {
                        let place = super::place::first_line(span, &record.document.text);
                        found.push(Diagnostic::new(META.name, place).with("target", destination).about(destination));
                    }
                }
            });
        }
    }
}

/// Whether a link surely leads nowhere. What cannot be known is not reported: other sites, absolute paths
/// of a site, templates, and what lies outside the documents.
fn is_broken(context: &Context<'_>, record: &Record, destination: &str) -> bool {
    let path = destination.split(['#', '?']).next().unwrap_or_default();
    let foreign = path.is_empty() || path.contains(':') || path.starts_with(['/', '@', '<', '{', '\\']) || path.contains("{{") || path.contains("{%");
    if foreign {
        return false;
    }
    let Some(target) = record.path.join_link(&percent_decoded(path)) else { return false };
    !candidates(&target).iter().any(|candidate| (context.exists)(candidate))
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
