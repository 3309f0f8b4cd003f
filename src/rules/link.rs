//! The links and pictures of a document into the files that they mean.

use crate::document::MarkKind;
use crate::postmortem::{Kind, Record};
use crate::text::{RelPath, Span, percent_decoded};

/// A link or picture as its author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link<'d> {
    /// Where it leads.
    pub(super) destination: &'d str,
    /// The whole of it.
    pub(super) span: Span,
    /// Whether it shows a picture.
    pub(super) is_image: bool,
}

/// Every link and picture, in the order of the document; none of a template, whose paths are those of the documents
/// that are made from it.
pub(super) fn links(record: &Record) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    if record.postmortem.kind == Kind::Template {
        return found;
    }
    for block in &record.document.blocks {
        block.walk(&mut |block| {
            for mark in block.inlines().flat_map(|inline| &inline.marks) {
                let (destination, is_image) = match &mark.kind {
                    MarkKind::Link(to) => (to.as_str(), false),
                    MarkKind::Image(to) => (to.as_str(), true),
                    _ => continue,
                };
                found.push(Link { destination, span: mark.span, is_image });
            }
        });
    }
    found
}

/// The files of which a link needs one, where it surely leads nowhere; else none. What cannot be known is not
/// reported: other sites, absolute paths of a site, templates, and what lies outside the documents.
pub(super) fn missing(record: &Record, destination: &str, exists: &dyn Fn(&RelPath) -> bool) -> Vec<RelPath> {
    let Some(target) = target(record, destination) else { return Vec::new() };
    let candidates = candidates(&target);
    if candidates.iter().any(exists) { Vec::new() } else { candidates }
}

/// The path that a relative link means, decoded and without fragment and query.
pub(super) fn target(record: &Record, destination: &str) -> Option<RelPath> {
    let path = destination.split(['#', '?']).next().unwrap_or_default();
    let is_address = path.contains([':', '@']) || path.starts_with(['/', '<', '{', '\\']);
    let is_template = path.contains("{{") || path.contains("{%") || path.contains("<%");
    let known = !path.is_empty() && !is_address && !is_template;
    known.then(|| record.path.join_link(&percent_decoded(path)))?
}

/// The files that a link may mean, as site generators resolve them: the path itself, a page without its
/// ending, a folder with an index, and an HTML page made from Markdown.
pub(super) fn candidates(target: &RelPath) -> Vec<RelPath> {
    let name = target.as_str();
    let base = name.strip_suffix(".html").unwrap_or(name);
    let paths = [
        name.to_owned(),
        format!("{base}.md"),
        format!("{base}.markdown"),
        format!("{name}/index.md"),
        format!("{name}/README.md"),
    ];
    paths.iter().filter_map(|path| RelPath::new(std::path::Path::new(path))).collect()
}
