//! What one finding must not show, no other finding about the same document shows either.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Finding, secret};
use crate::diagnostic::Value;
use crate::knowledge::{Reason, Similar};
use crate::postmortem::Record;
use crate::text::{Span, shown_part};

/// Hides the secrets that were found in a document from all that is said about it. Findings come by document.
pub(super) fn conceal(findings: &mut [Finding], records: &[Arc<Record>]) {
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

/// Hides the secrets of a document from the reasons why others are like it. `today` is the day on which web tokens must
/// still be of use to be secrets.
pub fn conceal_reasons(similar: &mut [Similar], record: &Record, today: Date) {
    let text = &record.document.text;
    let secrets: BTreeSet<&str> =
        secret::spans(text, today).iter().map(|span| span.slice(text)).filter(|secret| is_worth(secret)).collect();
    if secrets.is_empty() {
        return;
    }
    for similar in similar {
        similar.reasons.iter_mut().for_each(|reason| conceal_reason(reason, &secrets));
        similar.reasons.retain(|reason| !matches!(reason, Reason::SharedTerms(terms) if terms.is_empty()));
    }
}

/// Shared words are parts of the text: one that is a part of a secret is left out.
fn conceal_reason(reason: &mut Reason, secrets: &BTreeSet<&str>) {
    match reason {
        Reason::SameError(text) | Reason::SameAlert(text) => hide(text, secrets),
        Reason::SharedTerms(terms) => {
            terms.retain(|term| !secrets.iter().any(|secret| secret.contains(term.as_str()) || term.contains(secret)));
        }
        _ => {}
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
