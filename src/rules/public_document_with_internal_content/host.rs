//! The names and addresses of machines that only the inside can reach, in a text.

use std::net::Ipv4Addr;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::Span;

/// A host name of at least two labels. Names of other scripts are not looked for.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+").ok()
});

/// The last labels of names that the public DNS does not know (RFC 6762 appendix G, RFC 8375, ICANN for `.internal`).
const SUFFIXES: [&str; 8] = [".internal", ".intranet", ".corp", ".lan", ".local", ".localdomain", ".home.arpa", ".private"];
/// Names of this kind that are the same everywhere, and examples.
const EVERYWHERE: [&str; 6] =
    ["host.docker.internal", "gateway.docker.internal", "metadata.google.internal", "cluster.local", "svc.cluster.local", "localhost.localdomain"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Host,
    Address,
    /// One that the settings name.
    Own,
}

impl Kind {
    /// The message about it.
    pub(super) fn variant(self) -> &'static str {
        match self {
            Self::Host => "",
            Self::Address => "address",
            Self::Own => "own",
        }
    }
}

/// A machine that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Host {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// The hosts of the inside that a text names, in its order; `own` are the domains of the settings.
pub(super) fn hosts(text: &str, own: &[String]) -> Vec<Host> {
    let own: Vec<String> = own.iter().map(|domain| domain.trim_matches(['.', '*']).to_lowercase()).collect();
    let names = NAME.iter().flat_map(|pattern| pattern.find_iter(text)).filter(|name| is_whole(text, name.range().into()));
    let host = |name: regex::Match<'_>| {
        let span = Span::from(name.range());
        Some(Host { span, kind: kind(name.as_str(), in_address(text, span), &own)? })
    };
    names.filter_map(host).collect()
}

fn kind(name: &str, in_address: bool, own: &[String]) -> Option<Kind> {
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        return is_inside(address).then_some(Kind::Address);
    }
    let name = name.to_lowercase();
    let is_own = |domain: &String| !domain.is_empty() && (name == *domain || name.ends_with(&format!(".{domain}")));
    if own.iter().any(is_own) {
        return Some(Kind::Own);
    }
    let suffix = SUFFIXES.iter().find(|suffix| name.ends_with(*suffix))?;
    let host = name.strip_suffix(suffix)?;
    // `settings.local` and `rc.local` are files, `java.internal` is a package: one plain word is not enough.
    let is_host = in_address || host.contains(['.', '-']) || host.bytes().any(|byte| byte.is_ascii_digit());
    (is_host && !is_everywhere(&name)).then_some(Kind::Host)
}

fn is_everywhere(name: &str) -> bool {
    EVERYWHERE.contains(&name) || name.ends_with("kubernetes.default.svc.cluster.local") || name.starts_with("example.")
}

/// Private addresses (RFC 1918), without those of networks and the first of each, which are the same everywhere.
fn is_inside(address: Ipv4Addr) -> bool {
    let [.., third, last] = address.octets();
    address.is_private() && last != 0 && last != 255 && !(third <= 1 && last == 1)
}

/// Whether a name is no part of something longer: a path, a version, an e-mail address, a variable.
fn is_whole(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let mut after = text[span.end..].chars();
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '(' | '=' | '@' | '$');
    let ends = match after.next() {
        Some('.') => !after.next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '*'),
        Some(c) => !goes_on(c),
        None => true,
    };
    let is_path = before == Some('/') && !in_address(text, span);
    let begins = before.is_none_or(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '$' | '%' | '#')));
    begins && ends && !is_path
}

/// Whether `//` or `@` stands before a name, or `:port` after it.
fn in_address(text: &str, span: Span) -> bool {
    let before = &text[..span.start];
    let port = text[span.end..].strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    before.ends_with("//") || before.ends_with('@') || port
}

#[cfg(test)]
mod tests {
    use super::{Kind, NAME, hosts};

    fn found(text: &str) -> Vec<(&str, Kind)> {
        let own = ["wiki.yeoul.example".to_owned()];
        hosts(text, &own).into_iter().map(|host| (host.span.slice(text), host.kind)).collect()
    }

    #[test]
    fn hosts_of_the_inside_are_known_by_their_names() {
        assert!(NAME.is_some());
        for host in ["db-1.local", "payments.prod.internal", "jira.yeoul.corp", "cache.svc.cluster.local", "nas01.lan"] {
            assert_eq!(found(&format!("접속: {host}에서")), [(host, Kind::Host)], "{host}");
        }
        assert_eq!(found("https://grafana.internal/d/1"), [("grafana.internal", Kind::Host)]);
        assert_eq!(found("see https://wiki.yeoul.example/x and yeoul.example"), [("wiki.yeoul.example", Kind::Own)]);
        for text in [
            "/etc/rc.local", "appsettings.local.json", "settings.local", "java.internal", "com.example.internal.Cache",
            "host.docker.internal", "kubernetes.default.svc.cluster.local", "this.db.local()", ".env.local", "example.com",
            "k8s.io/internal", "vendor/db-1.local",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn private_addresses_are_those_of_one_machine() {
        assert_eq!(found("10.3.4.5:5432 답 없음"), [("10.3.4.5", Kind::Address)]);
        assert_eq!(found("http://192.168.7.20/x, 172.20.3.9."), [("192.168.7.20", Kind::Address), ("172.20.3.9", Kind::Address)]);
        for text in ["10.0.0.0/8", "192.168.0.1", "v10.2.3.4", "8.8.8.8", "172.32.1.9", "10.2.3.4.5", "10.300.1.2", "Chrome/10.1.2.3"] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
