//! What people wrote into commits into text for a page: one line of bounded length, nothing invisible that
//! could make it look like something else, and no e-mail address.

use crate::text::Printable;

/// The first line of a commit's message; longer ones are cut.
pub(super) fn subject(text: &str) -> String {
    line(text, 120)
}

/// A person's name; none where there is none. Git takes an address for a name, a page does not.
pub(super) fn name(text: &str) -> Option<String> {
    let name = line(text, 60);
    let name = name.strip_suffix("@…").unwrap_or(&name).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A path in the repository.
pub(super) fn path(text: &str) -> String {
    line(text, 400)
}

fn line(text: &str, longest: usize) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = without_addresses(&visible(&text.join(" ")));
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// Controls and overrides made visible. The zero-width joiner stays where it joins: in emoji and in the
/// scripts that need it.
fn visible(text: &str) -> String {
    const JOINER: char = '\u{200D}';
    let mut out = String::new();
    for (at, part) in text.split(JOINER).enumerate() {
        let part = Printable::line(part);
        let joins = !out.ends_with(|c: char| c.is_ascii()) && !part.as_str().starts_with(|c: char| c.is_ascii());
        match at {
            0 => {}
            _ if joins => out.push(JOINER),
            _ => out.push_str("\\u{200d}"),
        }
        out.push_str(part.as_str());
    }
    out
}

/// `kim@example.com` into `kim@…`; `actions/checkout@v4.1.0` stays.
fn without_addresses(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        out.push_str(before);
        out.push('@');
        let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_')).unwrap_or(after.len());
        rest = after;
        if is_local(before) && is_host(&after[..end]) {
            out.push('…');
            rest = &after[end..];
        }
    }
    out + rest
}

/// Whether what stands before an `@` can belong to an address: `@example.com` alone is no address.
fn is_local(before: &str) -> bool {
    before.ends_with(|c: char| !c.is_whitespace() && !"([{<,;:".contains(c))
}

/// A name with a dot and a last part of letters, which a version has not.
fn is_host(host: &str) -> bool {
    let last = host.trim_end_matches('.').rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| last.chars().count() > 1 && last.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::{name, subject};

    #[test]
    fn what_is_invisible_is_shown_and_emoji_stay_whole() {
        assert_eq!(subject("a\u{1b}[31m\u{202e}b\tc\r"), "a\\u{1b}[31m\\u{202e}b c");
        assert_eq!(subject("🧑\u{200d}💻 도구"), "🧑\u{200d}💻 도구");
        assert_eq!(subject("ad\u{200d}min"), "ad\\u{200d}min");
        assert_eq!(subject(&"가".repeat(500)).chars().count(), 121);
    }

    #[test]
    fn addresses_end_at_the_at_sign() {
        assert_eq!(subject("Thanks to kim@example.com."), "Thanks to kim@…");
        assert_eq!(subject("Merge git@example.com:kb.git, a@b@example.co.kr"), "Merge git@…:kb.git, a@b@…");
        assert_eq!(subject("Bump actions/checkout@v4.1.0 for @jiho"), "Bump actions/checkout@v4.1.0 for @jiho");
        assert_eq!(name("kim@mail.example.com").as_deref(), Some("kim"));
        assert_eq!(name("김지호").as_deref(), Some("김지호"));
        assert_eq!(name(" \u{3000}"), None);
    }
}
