//! What one finding must not show, no other finding about the same document shows either.

use super::Finding;
use crate::diagnostic::Value;
use crate::postmortem::Record;
use crate::text::{Span, shown_part};

/// Hides the secrets that were found in a document from all that is said about it. Findings come by document.
pub(super) fn conceal(findings: &mut [Finding], records: &[Record]) {
    for group in findings.chunk_by_mut(|a, b| a.record == b.record) {
        let mut spans: Vec<Span> = group.iter().flat_map(|finding| finding.diagnostic.concealed.clone()).collect();
        if spans.is_empty() {
            continue;
        }
        spans.sort_unstable();
        spans.dedup();
        let text = &records[group[0].record].document.text;
        let secrets: Vec<&str> = spans.iter().map(|span| span.slice(text)).filter(|secret| is_worth(secret)).collect();
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

fn hide(text: &mut String, secrets: &[&str]) {
    for secret in secrets.iter().filter(|secret| text.contains(**secret)).collect::<Vec<_>>() {
        *text = text.replace(*secret, &format!("{}…", shown_part(secret)));
    }
}
