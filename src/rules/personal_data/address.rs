//! E-mail addresses of people outside the company.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Personal};

static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})").ok());

/// Domains that belong to nobody (RFC 2606 and RFC 6761), and to programs.
const NOBODY: [&str; 12] = [
    "example.com", "example.org", "example.net", "example.edu", "example", "test", "invalid", "localhost", "local",
    "internal", "noreply.github.com", "gserviceaccount.com",
];
/// Names of programs and of functions, which no person has (RFC 2142, and what is usual).
const PROGRAMS: [&str; 30] = [
    "noreply", "no-reply", "donotreply", "do-not-reply", "git", "mailer-daemon", "postmaster", "root", "abuse", "security",
    "info", "support", "admin", "contact", "help", "helpdesk", "sales", "billing", "hello", "team", "ops", "noc", "webmaster",
    "hostmaster", "press", "privacy", "legal", "oncall", "sre", "alerts",
];
/// What looks like the end of a domain and is that of a file: `logo@2x.retina.png`.
const FILES: [&str; 10] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "md", "js", "ts", "json"];

/// The addresses in a text that are at none of the company's domains. Without these nobody knows who is outside.
pub(super) fn addresses(text: &str, company: &[String]) -> Vec<Personal> {
    let Some(pattern) = ADDRESS.as_ref().filter(|_| !company.is_empty()) else { return Vec::new() };
    let outside = pattern.captures_iter(text).filter_map(|captures| {
        let (address, domain) = (captures.get(0)?, captures.get(1)?.as_str());
        let name = &address.as_str()[..address.len() - domain.len() - 1];
        let is_inside = company.iter().any(|own| is_at(domain, own.trim_start_matches('@')));
        let is_nobody = NOBODY.iter().any(|nobody| is_at(domain, nobody));
        let is_program = PROGRAMS.iter().any(|program| name.eq_ignore_ascii_case(program));
        let is_file = domain.rsplit('.').next().is_some_and(|end| FILES.iter().any(|file| end.eq_ignore_ascii_case(file)));
        // `ssh://deploy@host.example.co.kr` is a place, not a person.
        let is_place = text[..address.start()].ends_with(['/', ':']) && !text[..address.start()].ends_with("mailto:");
        let is_person = !is_inside && !is_nobody && !is_program && !is_file && !is_place;
        is_person.then(|| Personal { span: address.range().into(), kind: Kind::Email })
    });
    outside.collect()
}

/// Whether a domain is another or lies below it.
fn is_at(domain: &str, other: &str) -> bool {
    let (domain, other) = (domain.to_ascii_lowercase(), other.to_ascii_lowercase());
    domain.strip_suffix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn only_people_outside_the_company_are_found() {
        let company = ["yeoul.co.kr".to_owned()];
        let found = |text: &str| addresses(text, &company).len();
        assert_eq!(found("고객 minji.park@hanbit-bakery.kr의 주문, <mailto:kim@gmail.com>"), 2);
        for text in [
            "kim@yeoul.co.kr", "kim@mail.yeoul.co.kr", "a@example.com", "a@x.example", "noreply@tracker.io", "logo@2x.png",
            "git@github.com:yeoul/x.git", "ssh://deploy@db.prod.net", "3069354+kim@users.noreply.github.com", "@minseo",
            "checkout@7be20415cc", "pkg@1.2.3", "abuse@cloud.io", "Security@vendor.com",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("kim@notyeoul.co.kr"), 1);
        assert_eq!(addresses("minji.park@hanbit-bakery.kr", &[]), [], "who is outside is not known");
    }
}
