//! Finds comments that ask for silence and cannot have it, or do not need it. Which are not needed is known when all
//! rules have run: `suppression` asks for those findings.

use super::{Context, Meta, RULES, Rule, rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Scope, Suppression};
use crate::postmortem::{Kind, Record, is_placeholder};
use crate::text::{Span, nearest};

pub(super) const NAME: &str = "unused-suppression";

const META: Meta = Meta {
    code: "PM066",
    name: NAME,
    level: Level::Warning,
    note_in_drafts: false,
    page: include_str!("unused_suppression.md"),
};

/// Rules that a document cannot silence: where they speak it was not read, or it is about silence itself.
const NEVER: [&str; 4] = ["invalid-front-matter", "stale-baseline", "unreadable-file", NAME];

pub(super) struct UnusedSuppression;

impl Rule for UnusedSuppression {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        // A template may explain how it is done.
        if record.postmortem.kind == Kind::Template {
            return;
        }
        for suppression in &record.document.suppressions {
            if suppression.scope == Scope::Unknown {
                found.push(about(suppression, suppression.span, "").variant("unknown-command"));
            } else if suppression.names.is_empty() {
                found.push(about(suppression, suppression.span, "").variant("no-rule"));
            } else {
                found.extend(names(context, suppression));
            }
        }
    }
}

/// What is wrong with the names of a suppression, or with its reason.
fn names(context: &Context<'_>, suppression: &Suppression) -> Vec<Diagnostic> {
    let wrong = suppression.names.iter().filter_map(|(name, place)| wrong_name(suppression, name, *place));
    let mut wrong: Vec<Diagnostic> = wrong.collect();
    if !has_reason(context, suppression) {
        let (name, place) = &suppression.names[0];
        wrong.push(about(suppression, *place, name).variant("no-reason"));
    }
    wrong
}

fn wrong_name(suppression: &Suppression, name: &str, place: Span) -> Option<Diagnostic> {
    let diagnostic = about(suppression, place, name);
    if rule(name).is_some() {
        return ignorable(name).is_none().then(|| diagnostic.variant("never"));
    }
    let meant = name.to_lowercase().replace('_', "-");
    Some(match nearest(&meant, RULES.iter().map(|rule| rule.meta().name)) {
        Some(near) => diagnostic.variant("unknown-rule-near").with("nearest", near),
        None => diagnostic.variant("unknown-rule"),
    })
}

fn about(suppression: &Suppression, place: Span, name: &str) -> Diagnostic {
    let command = suppression.command.as_str();
    Diagnostic::new(NAME, place).with("command", command).with("rule", name).about(format!("{command} {name}").trim())
}

/// A suppression at `place` that nothing needs; `elsewhere` is the line of a finding that it does not reach, and
/// whether that is in front matter, where no comment can be.
pub(super) fn unused(
    suppression: &Suppression,
    place: Span,
    rule: &str,
    elsewhere: Option<(usize, bool)>,
) -> Diagnostic {
    let diagnostic = about(suppression, place, rule);
    match elsewhere {
        Some((line, whole)) => {
            let variant = if whole { "whole" } else { "elsewhere" };
            diagnostic.variant(variant).with("line", line).with("reason", suppression.reason.as_str())
        }
        None => diagnostic,
    }
}

/// Whether it says why. That it will be said is no reason.
pub(super) fn has_reason(context: &Context<'_>, suppression: &Suppression) -> bool {
    let reason = suppression.reason.as_str();
    reason.contains(char::is_alphanumeric)
        && !is_placeholder(reason, context.lexicon)
        && !["reason", "why", "이유", "사유", "理由", "原因"].contains(&reason.to_lowercase().as_str())
}

/// The rule that a name or code means, if a document may silence it.
pub(super) fn ignorable(name: &str) -> Option<&'static str> {
    rule(name).map(|rule| rule.meta().name).filter(|name| !NEVER.contains(name))
}
