//! Finds keys, tokens and passwords.

mod assigned;
mod random;
mod token;
mod web_token;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{Context, Meta, Rule, place};
use crate::diagnostic::{Diagnostic, Level};
use crate::postmortem::Record;
use crate::text::{Span, shown_part};

const META: Meta = Meta {
    code: "PM061",
    name: "secret",
    level: Level::Error,
    note_in_drafts: false,
    page: include_str!("secret.md"),
};

/// The line before a private key, as in RFC 7468 and OpenSSH's and PGP's files.
static PRIVATE_KEY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----").ok());

/// Something that must not be in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Leak {
    /// What must not be shown.
    span: Span,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Of a provider.
    Token(&'static str),
    PrivateKey,
    /// `password: …`
    Password,
    /// `https://user:…@host`
    Address,
}

pub(super) struct Secret;

impl Rule for Secret {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn document(&self, context: &Context<'_>, record: &Record, found: &mut Vec<Diagnostic>) {
        let text = &record.document.text;
        let mut places: BTreeMap<&str, Vec<Leak>> = BTreeMap::new();
        for secret in secrets(text, context.today) {
            places.entry(secret.span.slice(text)).or_default().push(secret);
        }
        for (value, secrets) in places {
            let diagnostic = diagnostic(secrets[0], value, text);
            found.push(secrets.iter().fold(diagnostic, |diagnostic, secret| diagnostic.concealing(secret.span)));
        }
    }
}

/// The places of what must not be shown of a text.
pub(super) fn spans(text: &str, today: Date) -> Vec<Span> {
    secrets(text, today).into_iter().map(|secret| secret.span).collect()
}

/// The secrets of a text, each place once: what is surest of it wins.
fn secrets(text: &str, today: Date) -> Vec<Leak> {
    let found = [token::tokens(text), web_token::web_tokens(text, today), private_keys(text), assigned::assigned(text)];
    let mut kept: Vec<Leak> = Vec::new();
    for group in found {
        let sure = kept.clone();
        let is_new = |secret: &Leak| {
            let before = sure.partition_point(|other| other.span.start < secret.span.end);
            sure[..before].last().is_none_or(|other| other.span.end <= secret.span.start)
        };
        kept.extend(group.into_iter().filter(is_new));
        kept.sort_unstable();
    }
    kept.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    kept
}

/// The contents of private keys. Manuals cut theirs to a few characters.
fn private_keys(text: &str) -> Vec<Leak> {
    const SHORTEST: usize = 80;
    const LONGEST: usize = 16 * 1024;
    let is_content = |byte: &u8| byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=:,.>\\".contains(byte);
    let headers = PRIVATE_KEY.iter().flat_map(|pattern| pattern.find_iter(text));
    let spans = headers.map(|header| {
        let length = text.as_bytes()[header.end()..].iter().take(LONGEST).take_while(|byte| is_content(byte)).count();
        Span::new(header.end(), header.end() + length).trimmed(text)
    });
    let is_real = |span: &Span| {
        let content = span.slice(text);
        content.len() >= SHORTEST && !content.contains("...") && random::looks_random(content)
    };
    spans.filter(is_real).map(|span| Leak { kind: Kind::PrivateKey, span }).collect()
}

fn diagnostic(secret: Leak, value: &str, text: &str) -> Diagnostic {
    let shown = format!("{}…", shown_part(value));
    // A key is pointed at by the line before it, which says what it is.
    let before = text[..secret.span.start].trim_end();
    let header = Span::new(before.rfind("-----BEGIN").unwrap_or(before.len()), before.len());
    let place = if secret.kind == Kind::PrivateKey { header } else { place::first_line(secret.span, text) };
    let diagnostic = Diagnostic::new(META.name, place);
    match secret.kind {
        Kind::Token(provider) => {
            let subject = format!("{provider} {shown}");
            diagnostic.with("provider", provider).with("shown", shown).about(subject)
        }
        Kind::PrivateKey => diagnostic.variant("private-key").about("private key"),
        Kind::Password => diagnostic.variant("password").with("shown", shown.as_str()).about(format!("password {shown}")),
        Kind::Address => diagnostic.variant("address").with("shown", shown.as_str()).about(format!("address {shown}")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{PRIVATE_KEY, secrets};

    /// Put together here, so that no scanner takes this file for a leak.
    fn key(content: &str) -> String {
        format!("-----BEGIN OPENSSH {}-----\n{content}\n-----END OPENSSH PRIVATE KEY-----\n", "PRIVATE KEY")
    }

    #[test]
    fn a_private_key_is_more_than_its_first_line() {
        assert!(PRIVATE_KEY.is_some());
        let content = "b3Blbk5zc2gta2V5LXYxAAAAAl7Kx9Qz2mVbT4wRz8NcJd5Hf3LpYg6Us0Xi1Ea\nWt7Qn2Zk8Mv4Rj5Cb9Fh3Dy6Gl0Ps1";
        let text = key(content);
        let found = secrets(&text, date(2026, 3, 4));
        assert_eq!(found.iter().map(|leak| leak.span.slice(&text)).collect::<Vec<_>>(), [content]);
        assert_eq!(secrets(&key("b3Blbk5zc2gta2V5..."), date(2026, 3, 4)), []);
        assert_eq!(secrets(&key(&"A".repeat(200)), date(2026, 3, 4)), []);
    }

    #[test]
    fn one_place_is_one_secret() {
        let token = ["glpat-", "x9Kq-2mVbT_4wRz8NcJd"].concat();
        let text = format!("git clone https://ci:{token}@git.example.com/x, token: {token}");
        let found = secrets(&text, date(2026, 3, 4));
        assert_eq!(found.iter().map(|leak| leak.span.slice(&text)).collect::<Vec<_>>(), [&token, &token]);
    }
}
