//! Similar incidents as people are told of them: without secrets, and with the reasons in words.

use super::clock::today;
use crate::diagnostic::Value;
use crate::knowledge::{KnowledgeBase, Reason, RecordIndex, Similar, Similarity, TELLING};
use crate::messages::{Locale, phrase};
use crate::rules::conceal_reasons;

/// The incidents that are most like one, best first; at most `limit`.
pub(super) fn found(
    base: &KnowledgeBase,
    similarity: &Similarity<&KnowledgeBase>,
    of: RecordIndex,
    limit: usize,
) -> Vec<Similar> {
    let mut found = similarity.of(of, limit);
    conceal_reasons(&mut found, &base.records[of], today());
    found
}

/// Those of them that a person who did not ask should be shown.
pub(super) fn likely(
    base: &KnowledgeBase,
    similarity: &Similarity<&KnowledgeBase>,
    of: RecordIndex,
    limit: usize,
) -> Vec<Similar> {
    let mut found = found(base, similarity, of, limit);
    found.retain(|similar| similar.score >= TELLING);
    found
}

/// A reason in words. It may hold untrusted text.
pub(super) fn in_words(base: &KnowledgeBase, reason: &Reason, locale: Locale) -> String {
    let text = |text: &str| Value::Text(text.to_owned());
    match reason {
        Reason::SameCause(id) => {
            let name = base.causes.get(id).map_or(id.as_str(), |cause| cause.title(locale.tag()));
            phrase("similar-same-cause", &[("cause", text(name))], locale)
        }
        Reason::Names => phrase("similar-names", &[], locale),
        Reason::NamedBy => phrase("similar-named-by", &[], locale),
        Reason::SameAlert(alert) => phrase("similar-same-alert", &[("alert", text(alert))], locale),
        Reason::SameError(error) => phrase("similar-same-error", &[("error", text(error))], locale),
        Reason::SameService { service, days } => {
            let values = [("service", text(service)), ("days", text(&days.to_string()))];
            phrase(if *days == 0 { "similar-same-service-day" } else { "similar-same-service" }, &values, locale)
        }
        Reason::SharedTerms(terms) => phrase("similar-shared-terms", &[("terms", text(&terms.join(", ")))], locale),
    }
}
