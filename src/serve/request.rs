//! The first bytes of a connection into a request, or into the reason why there is none.

use std::io::Read;
use std::time::{Duration, Instant};

use crate::text::percent_decoded;

/// The most that a request may have, in bytes: browsers send a few hundred.
const LARGEST: usize = 16 * 1024;
/// The most headers that a request may have.
const HEADERS: usize = 64;

/// What a browser asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Whether it only wants to know about it.
    pub(super) is_head: bool,
    /// What the `Host` header says, if there is exactly one.
    pub(super) host: Option<String>,
    /// The path, decoded, without the query; begins with a slash.
    pub(super) path: String,
}

/// Why there is no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Not HTTP, or no path of this server.
    Malformed,
    /// More bytes or headers than any browser sends.
    TooLarge,
    /// Neither GET nor HEAD: nothing here can be changed.
    Method,
    /// It did not come in time.
    Slow,
}

/// Reads a request. `patience` is for the whole of it, however slowly it drips.
pub(super) fn read(from: &mut impl Read, patience: Duration) -> Result<Request, Refusal> {
    let begin = Instant::now();
    let mut bytes = Vec::new();
    let mut chunk = [0; 2048];
    loop {
        let count = from.read(&mut chunk).map_err(|_| Refusal::Slow)?;
        bytes.extend_from_slice(&chunk[..count]);
        if let Some(request) = parse(&bytes)? {
            return Ok(request);
        }
        if count == 0 {
            return Err(Refusal::Malformed);
        }
        if bytes.len() > LARGEST {
            return Err(Refusal::TooLarge);
        }
        if begin.elapsed() > patience {
            return Err(Refusal::Slow);
        }
    }
}

/// The request that bytes are; `None` for the begin of one.
fn parse(bytes: &[u8]) -> Result<Option<Request>, Refusal> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::TooLarge),
        Err(_) => return Err(Refusal::Malformed),
    }
    let is_head = match parsed.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Refusal::Method),
    };
    let hosts: Vec<&[u8]> = parsed
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("host"))
        .map(|header| header.value)
        .collect();
    let host = match hosts.as_slice() {
        [host] => std::str::from_utf8(host).ok().map(|host| host.trim().to_owned()),
        _ => None,
    };
    let path = path(parsed.path.unwrap_or_default()).ok_or(Refusal::Malformed)?;
    Ok(Some(Request { is_head, host, path }))
}

/// The path of a target, decoded once; `None` for what is no path: an address of another server, or one that climbs.
fn path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
    let path = percent_decoded(path);
    let climbs = path.split(['/', '\\']).any(|part| part == ".." || part == ".");
    (!climbs && !path.contains(['\0', '\\', char::REPLACEMENT_CHARACTER])).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, Refusal, path, read};
    use std::time::Duration;

    fn of(text: &str) -> Result<(bool, Option<String>, String), Refusal> {
        let request = read(&mut text.as_bytes(), Duration::from_secs(1))?;
        Ok((request.is_head, request.host, request.path))
    }

    #[test]
    fn a_request_has_a_path_and_one_host() {
        let host = Some("localhost:3000".to_owned());
        assert_eq!(
            of("GET /a%20b/?q=1 HTTP/1.1\r\nHost: localhost:3000\r\n\r\n"),
            Ok((false, host, "/a b/".to_owned()))
        );
        assert_eq!(of("HEAD / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n"), Ok((true, None, "/".to_owned())));
        assert_eq!(of("POST / HTTP/1.1\r\n\r\n"), Err(Refusal::Method));
        assert_eq!(of("GET http://x/ HTTP/1.1\r\n\r\n"), Err(Refusal::Malformed));
        assert_eq!(of("GET / HTTP"), Err(Refusal::Malformed));
        assert_eq!(of("\u{16}\u{3}\u{1}"), Err(Refusal::Malformed));
        let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(2 * LARGEST));
        assert_eq!(of(&long), Err(Refusal::TooLarge));
    }

    #[test]
    fn what_climbs_is_no_path() {
        for climbing in ["/../x", "/%2e%2e/x", "/a/..%2f..%2fx", "/..\\x", "/%5c..%5cx", "/./x", "/a%00b", "x", ""] {
            assert_eq!(path(climbing), None, "{climbing}");
        }
        assert_eq!(path("/%252e%252e/x").as_deref(), Some("/%2e%2e/x"), "decoded once");
        assert_eq!(path("/..a/b..").as_deref(), Some("/..a/b.."));
    }
}
