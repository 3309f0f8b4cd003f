//! What one finding must not show, no other finding about the same document shows either.

use std::collections::BTreeSet;

use super::Finding;
use crate::diagnostic::Value;
use crate::postmortem::Record;
use crate::text::{Span, shown_part};

/// Hides the secrets that were found in a document from all that is said about it. Findings come by document.
pub(super) fn conceal(findings: &mut [Finding], records: &[Record]) {
    for group in findings.chunk_by_mut(|a, b| a.record == b.record) {
        let found: BTreeSet<Span> = group.iter().flat_map(|finding| finding.diagnostic.concealed.clone()).collect();
        if found.is_empty() {
            continue;
        }
        let text = &records[group[0].record].document.text;
        let secrets: BTreeSet<&str> =
            found.iter().map(|span| span.slice(text)).filter(|secret| is_worth(secret)).collect();
        let spans = everywhere(found, &secrets, text);
        for Finding { diagnostic, .. } in group {
            let texts = diagnostic.values.iter_mut().filter_map(|(_, value)| match value {
                Value::Text(text) => Some(text),
                Value::Term(_) => None,
            });
            texts.chain([&mut diagnostic.subject]).for_each(|text| hide(text, &secrets));
            diagnostic.concealed.clone_from(&spans);
        }
    }
}

/// Whether a text can be told from the words around it.
fn is_worth(secret: &str) -> bool {
    const SHORTEST: usize = 6;
    secret.len() >= SHORTEST
}

/// The places of the secrets, also those where nothing said what they are.
fn everywhere(mut found: BTreeSet<Span>, secrets: &BTreeSet<&str>, text: &str) -> Vec<Span> {
    /// A document with more secrets than this is a list of them; to look for each again would take long.
    const MOST: usize = 64;
    for secret in secrets.iter().take(MOST) {
        found.extend(text.match_indices(secret).map(|(at, _)| Span::new(at, at + secret.len())));
    }
    found.into_iter().collect()
}

fn hide(text: &mut String, secrets: &BTreeSet<&str>) {
    for secret in secrets {
        if text.contains(secret) {
            *text = text.replace(secret, &format!("{}…", shown_part(secret)));
        }
    }
}
