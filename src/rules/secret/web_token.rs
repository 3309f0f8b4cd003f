//! JSON Web Tokens (RFC 7519) that are still good.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::Regex;
use serde_json::Value;

use super::{Kind, Leak};

/// Header, claims and signature in base64url; the first two are JSON objects and begin with `{"`.
static TOKEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(eyJ[A-Za-z0-9_-]{10,})\.(eyJ[A-Za-z0-9_-]{10,})\.([A-Za-z0-9_-]{20,})").ok());

/// The tokens in a text that have not expired by a day.
pub(super) fn web_tokens(text: &str, today: Date) -> Vec<Leak> {
    let Some(token) = TOKEN.as_ref() else { return Vec::new() };
    let tokens = token.captures_iter(text).filter(|captures| {
        let part = |index| captures.get(index).and_then(|part| object(part.as_str()));
        part(1).is_some_and(|header| header.get("alg").is_some())
            && part(2).is_some_and(|claims| is_of_somebody(&claims) && !is_expired(&claims, today))
    });
    tokens.filter_map(|token| Some(Leak { kind: Kind::Token("JWT"), span: token.get(0)?.range().into() })).collect()
}

fn object(part: &str) -> Option<Value> {
    serde_json::from_slice::<Value>(&base64url(part)?).ok().filter(Value::is_object)
}

/// Whether the claims are such as a service gives out. The subject that jwt.io shows is in every manual.
fn is_of_somebody(claims: &Value) -> bool {
    let named = ["iss", "sub", "aud", "exp", "iat", "jti"].iter().any(|claim| claims.get(claim).is_some());
    named && claims.get("sub").and_then(Value::as_str) != Some("1234567890")
}

fn is_expired(claims: &Value, today: Date) -> bool {
    let midnight = today.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp().as_second());
    let expires = claims.get("exp").and_then(Value::as_i64);
    matches!((expires, midnight), (Some(expires), Ok(midnight)) if expires < midnight)
}

/// Base64 with `-` and `_`, without padding (RFC 4648, section 5).
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{TOKEN, base64url, web_tokens};

    /// `{"alg":"HS256"}` and some claims.
    fn token(claims: &str) -> String {
        format!("eyJhbGciOiJIUzI1NiJ9.{claims}.q7Xv2Lm9Kd4Rp8Wn5Yb3Tzq7Xv2Lm9Kd4Rp8Wn5Yb3T")
    }

    #[test]
    fn a_token_counts_until_it_expires() {
        assert!(TOKEN.is_some());
        assert_eq!(base64url("eyJhbGciOiJIUzI1NiJ9").as_deref(), Some(br#"{"alg":"HS256"}"#.as_slice()));
        // {"sub":"checkout","exp":1772582400}: 2026-03-04
        let text = format!("token {} here", token("eyJzdWIiOiJjaGVja291dCIsImV4cCI6MTc3MjU4MjQwMH0"));
        assert_eq!(web_tokens(&text, date(2026, 3, 4)).len(), 1);
        assert_eq!(web_tokens(&text, date(2026, 3, 5)).len(), 0);
        // {"sub":"1234567890","name":"John Doe"}
        let example = token("eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0");
        assert_eq!(web_tokens(&example, date(2026, 3, 4)).len(), 0);
        // {"some":"payload"}
        assert_eq!(web_tokens(&token("eyJzb21lIjoicGF5bG9hZCJ9"), date(2026, 3, 4)).len(), 0);
        assert_eq!(web_tokens(&token("eyJub3QtanNvbi1hdC1hbGw"), date(2026, 3, 4)).len(), 0);
    }
}
