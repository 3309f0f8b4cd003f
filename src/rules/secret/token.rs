//! Tokens that say by their beginning whose they are.
//!
//! Lengths and alphabets are those that the providers publish, or that their scanners use. The last six characters of
//! GitHub's and npm's tokens are a checksum:
//! <https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/>.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;

use super::random::{is_invented, looks_random};
use super::{Kind, Leak};
use crate::text::Span;

/// A provider's tokens: how they begin, which bytes follow, and how many.
struct Shape {
    prefix: &'static str,
    provider: &'static str,
    alphabet: fn(u8) -> bool,
    length: RangeInclusive<usize>,
    check: Check,
}

/// What more is known of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Check {
    /// It is made by chance: what does not look so is an example.
    Random,
    /// Its last six characters are a checksum of the others.
    Checksum,
}

const fn random(
    prefix: &'static str,
    provider: &'static str,
    alphabet: fn(u8) -> bool,
    length: RangeInclusive<usize>,
) -> Shape {
    Shape { prefix, provider, alphabet, length, check: Check::Random }
}

const fn checked(prefix: &'static str, provider: &'static str) -> Shape {
    Shape { prefix, provider, alphabet: alnum, length: 36..=36, check: Check::Checksum }
}

#[rustfmt::skip]
const SHAPES: [Shape; 55] = [
    checked("ghp_", "GitHub"), checked("gho_", "GitHub"), checked("ghu_", "GitHub"), checked("ghs_", "GitHub"),
    checked("ghr_", "GitHub"), checked("npm_", "npm"),
    random("github_pat_", "GitHub", word, 82..=82),
    random("AKIA", "AWS", base32, 16..=16), random("ASIA", "AWS", base32, 16..=16),
    random("glpat-", "GitLab", dotted, 20..=300), random("glrt-", "GitLab", dotted, 20..=300),
    random("gldt-", "GitLab", dotted, 20..=300), random("glptt-", "GitLab", dotted, 20..=300),
    random("glcbt-", "GitLab", dotted, 20..=300), random("glsoat-", "GitLab", dotted, 20..=300),
    random("glft-", "GitLab", dotted, 20..=300), random("glimt-", "GitLab", dotted, 20..=300),
    random("xoxb-", "Slack", dashed, 24..=255), random("xoxp-", "Slack", dashed, 24..=255),
    random("xoxa-", "Slack", dashed, 24..=255), random("xoxr-", "Slack", dashed, 24..=255),
    random("xoxs-", "Slack", dashed, 24..=255), random("xoxe-", "Slack", dashed, 24..=255),
    random("xapp-", "Slack", dashed, 50..=255), random("hooks.slack.com/services/", "Slack", path, 40..=60),
    random("discord.com/api/webhooks/", "Discord", path, 70..=110),
    random("AIza", "Google", dashed, 35..=35), random("GOCSPX-", "Google", dashed, 28..=28),
    random("sk_live_", "Stripe", alnum, 20..=250), random("rk_live_", "Stripe", alnum, 20..=250),
    random("live_sk_", "Toss Payments", alnum, 20..=60), random("live_gsk_", "Toss Payments", alnum, 20..=60),
    random("pypi-AgEI", "PyPI", dashed, 50..=400), random("rubygems_", "RubyGems", hex, 48..=48),
    random("sk-ant-", "Anthropic", dashed, 80..=140), random("sk-proj-", "OpenAI", dashed, 60..=260),
    random("SG.", "SendGrid", dotted, 66..=66), random("dop_v1_", "DigitalOcean", hex, 64..=64),
    random("shpat_", "Shopify", hex, 32..=32), random("shpss_", "Shopify", hex, 32..=32),
    random("hvs.", "HashiCorp Vault", dashed, 90..=120), random("dapi", "Databricks", hex, 32..=32),
    random("ATATT3", "Atlassian", dashed, 150..=250), random("lin_api_", "Linear", alnum, 40..=40),
    random("dckr_pat_", "Docker", dashed, 27..=27), random("hf_", "Hugging Face", alnum, 34..=34),
    random("glsa_", "Grafana", word, 41..=41), random("NRAK-", "New Relic", upper, 27..=27),
    random("PMAK-", "Postman", dashed, 59..=59), random("LTAI", "Alibaba Cloud", alnum, 20..=20),
    random("AKID", "Tencent Cloud", alnum, 32..=32), random("AGE-SECRET-KEY-1", "age", upper, 58..=58),
    random("lsv2_pt_", "LangSmith", word, 43..=43), random("sbp_", "Supabase", hex, 40..=40),
    random("xkeysib-", "Brevo", dashed, 81..=81),
];

/// Any of the beginnings.
static PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let prefixes: Vec<String> = SHAPES.iter().map(|shape| regex::escape(shape.prefix)).collect();
    Regex::new(&prefixes.join("|")).ok()
});

/// The tokens in a text.
pub(super) fn tokens(text: &str) -> Vec<Leak> {
    let Some(prefix) = PREFIX.as_ref() else { return Vec::new() };
    prefix.find_iter(text).filter_map(|found| token(text, found.start(), found.as_str())).collect()
}

fn token(text: &str, start: usize, prefix: &str) -> Option<Leak> {
    let joins = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if text.as_bytes()[..start].last().is_some_and(joins) {
        return None;
    }
    let shape = SHAPES.iter().find(|shape| shape.prefix == prefix)?;
    let rest = &text[start + prefix.len()..];
    let length = rest.bytes().take(shape.length.end() + 1).take_while(|&byte| (shape.alphabet)(byte)).count();
    let body = rest[..length].trim_end_matches('.');
    let is_real = match shape.check {
        Check::Checksum => has_checksum(body),
        Check::Random => looks_random(body) && !is_invented(body),
    };
    let end = start + prefix.len() + body.len();
    (shape.length.contains(&body.len()) && is_real)
        .then(|| Leak { kind: Kind::Token(shape.provider), span: Span::new(start, end) })
}

/// Whether the last six characters are the CRC-32 of the others in base 62 (digits, then capitals, then small letters).
fn has_checksum(body: &str) -> bool {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((random, sum)) = body.split_at_checked(body.len().saturating_sub(6)) else { return false };
    let mut rest = crc32(random.as_bytes());
    let expected = std::array::from_fn::<u8, 6, _>(|_| {
        let digit = DIGITS[rest as usize % 62];
        rest /= 62;
        digit
    });
    sum.bytes().rev().eq(expected)
}

/// The CRC-32 of IEEE 802.3, as in zip files.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

fn alnum(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn hex(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'a'..=b'f')
}

fn base32(byte: u8) -> bool {
    byte.is_ascii_uppercase() || matches!(byte, b'2'..=b'7')
}

fn word(byte: u8) -> bool {
    alnum(byte) || byte == b'_'
}

fn dashed(byte: u8) -> bool {
    word(byte) || byte == b'-'
}

fn dotted(byte: u8) -> bool {
    dashed(byte) || byte == b'.'
}

fn path(byte: u8) -> bool {
    dashed(byte) || byte == b'/'
}

#[cfg(test)]
mod tests {
    use super::{PREFIX, SHAPES, crc32, tokens};

    /// Put together here, so that no scanner takes this file for a leak.
    fn found(parts: &[&str]) -> Vec<String> {
        let text = format!("키는 {}입니다.", parts.concat());
        tokens(&text).into_iter().map(|secret| secret.span.slice(&text).to_owned()).collect()
    }

    #[test]
    fn no_beginning_hides_another() {
        assert!(PREFIX.is_some());
        for (index, shape) in SHAPES.iter().enumerate() {
            let hides = |other: &super::Shape| shape.prefix.starts_with(other.prefix);
            assert!(!SHAPES[..index].iter().any(hides), "{}", shape.prefix);
        }
    }

    #[test]
    fn a_checksum_tells_a_token_from_an_example() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926, "the check value of the catalogue of CRCs");
        let body = "aB7cD8eF9gH0jK1mN2pQ3rS4tU5vW6";
        assert_eq!(found(&["ghp_", body, "2M5jQM"]).len(), 1);
        assert_eq!(found(&["npm_", body, "2M5jQM"]).len(), 1);
        assert_eq!(found(&["ghp_", body, "2M5jQN"]), Vec::<String>::new());
        assert_eq!(found(&["ghp_", "abcdefgh12345678903ZZZZZZZZZZZ", "0p5S0Y"]).len(), 1, "padded with zeros");
        assert_eq!(found(&["ghp_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]), Vec::<String>::new());
    }

    #[test]
    fn tokens_end_where_korean_begins() {
        assert_eq!(found(&["AKIA", "Q3EGUZ7MLW2XKHYD"]), [["AKIA", "Q3EGUZ7MLW2XKHYD"].concat()]);
        assert_eq!(found(&["glpat-", "x9Kq-2mVbT_4wRz8NcJd"]).len(), 1);
        assert_eq!(found(&["sk_live_", "9aVx2Kq8mTb4wRz7NcJd5Hf3"]).len(), 1);
        assert_eq!(found(&["live_sk_", "zXq9Kr3VeLm2wN7pTb5jDyC8"]).len(), 1);
        assert_eq!(found(&["xoxb-", "17653672481-19874698323-pdFZKVeTuE8sk7oOHcBrzygy"]).len(), 1);
    }

    #[test]
    fn examples_are_no_tokens() {
        assert_eq!(found(&["AKIA", "IOSFODNN7EXAMPLE"]), Vec::<String>::new());
        assert_eq!(found(&["sk_live_", "xxxxxxxxxxxxxxxxxxxxxxxx"]), Vec::<String>::new());
        assert_eq!(found(&["glpat-", "your-token-goes-here-x"]), Vec::<String>::new());
        assert_eq!(found(&["AIza", "Sy0123456789abcdefghijklmnopqrstuvw"]), Vec::<String>::new());
        assert_eq!(found(&["x", "AKIA", "Q3EGUZ7MLW2XKHYD"]), Vec::<String>::new(), "the end of a longer word");
        assert_eq!(found(&["AKIA", "Q3EGUZ7MLW2XKHYDA"]), Vec::<String>::new(), "too long");
    }
}
