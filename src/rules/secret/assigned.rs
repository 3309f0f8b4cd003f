//! Values that are called a password or a key: `password: …`, `API_KEY=…`, `Authorization: Bearer …`, `비밀번호: …`, and
//! passwords in addresses. Only those that look like real ones.

use std::sync::LazyLock;

use regex::Regex;

use super::random::{classes, entropy, is_invented, turns};
use super::{Kind, Leak};
use crate::text::{Span, percent_decoded};

/// What a value is called, what separates the two, and the value.
static ASSIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r#"(?ix)
        (?P<name> pass(?:word|wd|phrase) | pwd | client[_-]?secret | secret(?:[_-]?access)?[_-]?key | secret
          | api[\ _-]?key | access[_-]?key | auth(?:[_-]?token|orization) | (?:access|refresh)[_-]?token | token | bearer
          | 비밀번호 | 비번 | 패스워드 | 암호 | 시크릿 | 토큰 | 인증\s?키 | API\s?키 | 비밀\s?키
          | パスワード | トークン | 秘密鍵 | シークレット | 密码 | 密碼 | 口令 | 令牌 | 密钥 | 金鑰 )
        ["'`*_]{0,3} \s{0,3} (?: [=:：|] | => | := | 은 | 는 | は | 为 | 為 | 是 )? \s{0,3} (?:["'`*_]{0,3})
        (?: (?:bearer|basic|token)\s+ )?
        (?P<value> [!-~]{8,160} )"#;
    Regex::new(pattern).ok()
});

/// `postgres://user:password@host`
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s:/@]{0,64}:(?P<value>[^\s:/@]{6,128})@[\w.\[-]").ok());

/// The values in a text that are called a secret and look like one.
pub(super) fn assigned(text: &str) -> Vec<Leak> {
    let mut found = Vec::new();
    for captures in ASSIGNED.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(name), Some(value)) = (captures.name("name"), captures.name("value")) else { continue };
        let is_joined = value.start() == name.end();
        let bare = bare(value.as_str());
        let is_real = if is_password(name.as_str()) { is_real_password(bare) } else { is_real_key(bare) };
        if is_real && !is_joined && !is_of_other_use(&text[..name.start()]) {
            found.push(Leak { kind: Kind::Password, span: Span::new(value.start(), value.start() + bare.len()) });
        }
    }
    for captures in ADDRESS.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        if let Some(value) = captures.name("value").filter(|value| is_real_in_address(value.as_str())) {
            found.push(Leak { kind: Kind::Address, span: value.range().into() });
        }
    }
    found
}

/// The value without what closes it.
fn bare(value: &str) -> &str {
    let closed = value.split(['"', '\'', '`', '<', '>', '|']).next().unwrap_or_default();
    closed.trim_end_matches(['.', ',', ';', ')', ']', '}', '*', '_', ':', '\\'])
}

fn is_password(name: &str) -> bool {
    let name = name.to_lowercase();
    ["pass", "pwd", "비밀번호", "비번", "패스워드", "암호", "パスワード", "密码", "密碼", "口令"]
        .iter()
        .any(|word| name.starts_with(word))
}

/// Words before a name that give it another meaning: the token of a page is no secret.
fn is_of_other_use(before: &str) -> bool {
    const OTHER: [&str; 12] =
        ["page", "next", "sync", "resume", "csrf", "xsrf", "idempotency", "fencing", "public", "cancel", "lock", "device"];
    let before = before.trim_end_matches(['_', '-', ' ']);
    let word = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    OTHER.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// Whether a value stands for something that is kept elsewhere: a variable, a call, a path, an address, a hash.
fn is_reference(value: &str) -> bool {
    let begins = ["$", "/", "./", "~", "#", "--", "{", "(", "[", "&", "<", "%", "\\", "arn:", "sha", "op://"];
    let holds = ["://", "(", "{", "[", "::", "->", "=>", "**", "...", "\\n"];
    begins.iter().any(|begin| value.starts_with(begin)) || holds.iter().any(|part| value.contains(part))
}

/// A password is real if it has small letters, capitals and digits, and others too unless it surely is no word.
fn is_real_password(value: &str) -> bool {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 64;
    let [small, capital, digit, other] = classes(value.as_bytes());
    let has_sign = value.bytes().any(|byte| !byte.is_ascii_alphanumeric() && !b"-_./:,=".contains(&byte));
    let mixed = small && capital && digit && (has_sign || other && is_irregular(value) || is_irregular(value));
    (SHORTEST..=LONGEST).contains(&value.len()) && mixed && !is_reference(value) && !is_invented(value)
}

/// A key is real if it is long and surely made by chance.
fn is_real_key(value: &str) -> bool {
    const SHORTEST: usize = 20;
    let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+/=".contains(&byte));
    let [small, capital, digit, _] = classes(value.as_bytes());
    let mixed = small && capital && digit && is_irregular(value);
    let enough = value.len() >= SHORTEST && entropy(value.as_bytes()) >= 3.5;
    plain && enough && mixed && !is_reference(value) && !is_invented(value)
}

fn is_real_in_address(written: &str) -> bool {
    let value = percent_decoded(written);
    let value = value.as_str();
    let [small, capital, digit, other] = classes(value.as_bytes());
    let kinds = [small, capital, digit, other].iter().filter(|kind| **kind).count();
    let mixed = kinds >= 3 || (kinds == 2 && digit && is_irregular(value) && value.len() >= 10);
    mixed && !is_reference(value) && !is_invented(value)
}

/// Whether kinds of characters change places as often as by chance.
fn is_irregular(value: &str) -> bool {
    turns(value.as_bytes()) >= 0.4
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS, ASSIGNED, assigned};

    fn values(text: &str) -> Vec<&str> {
        assigned(text).into_iter().map(|secret| secret.span.slice(text)).collect()
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(ASSIGNED.is_some() && ADDRESS.is_some());
    }

    #[test]
    fn real_looking_values_are_found() {
        for (text, value) in [
            ("password: Kx7#vQ2m!Zd", "Kx7#vQ2m!Zd"),
            ("비밀번호는 `Summer#2026` 입니다.", "Summer#2026"),
            ("| パスワード | uK3$nq8Lx2 |", "uK3$nq8Lx2"),
            ("DB_PASSWORD=hG7kQ2xV9mTz", "hG7kQ2xV9mTz"),
            ("{\"api_key\": \"q7Xv2Lm9Kd4Rp8Wn5Yb3Tz\"}", "q7Xv2Lm9Kd4Rp8Wn5Yb3Tz"),
            ("aws_secret_access_key = wJ4lrXUt7nFEMI/K7MDq2bPxRf1CYzk8G9vLHs0Q", "wJ4lrXUt7nFEMI/K7MDq2bPxRf1CYzk8G9vLHs0Q"),
            ("Authorization: Bearer q7Xv2Lm9Kd4Rp8Wn5Yb3Tz", "q7Xv2Lm9Kd4Rp8Wn5Yb3Tz"),
            ("postgres://app:k7Wq2xVm9@db.internal:5432/orders", "k7Wq2xVm9"),
        ] {
            assert_eq!(values(text), [value], "{text}");
        }
    }

    #[test]
    fn what_a_postmortem_says_of_secrets_is_none() {
        for text in [
            "password: changed on 2026-03-04",
            "The password policy: 12+chars, one digit",
            "비밀번호: 8자 이상, 영문·숫자 조합",
            "token: ${{ secrets.DEPLOY_TOKEN }}",
            "secret: checkout-db-credentials-7f8d9",
            "secret: CheckoutDbCredentialsV2",
            "password: P@ssw0rd1",
            "password = process.env.DB_PASSWORD1",
            "token: 4f1c2d9a10b7e20415cc529e3bb90ac11e5d6e7f",
            "next_page_token: q7Xv2Lm9Kd4Rp8Wn5Yb3Tz",
            "API key: rotated by @minseo (OPS-1234)",
            "password: /run/secrets/DbPassw0rd",
            "postgres://app:${PASSWORD}@db/orders",
            "postgres://postgres:postgres@localhost/test",
            "redis://:changeme@cache:6379",
            "https://user:he%2F%2Fo@pypi.example.com/simple",
            "Secret Manager PaymentsApprovalSLOBurn",
            "passwords, Kubernetes1.29-based",
            "tokenization of SearchLatencyP99HighAlert",
        ] {
            assert_eq!(values(text), Vec::<&str>::new(), "{text}");
        }
    }
}
