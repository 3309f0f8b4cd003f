//! A request and what is served into a response.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::live;
use super::request::{Refusal, Request};
use super::state::{Content, Failure, State};
use crate::text::{Html, percent_encoded};

/// Endings and what they mean.
const TYPES: [(&str, &str); 22] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("pdf", "application/pdf"),
    ("json", "application/json"),
    ("csv", "text/csv; charset=utf-8"),
    ("xml", "application/xml; charset=utf-8"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("log", "text/plain; charset=utf-8"),
    ("yaml", "text/plain; charset=utf-8"),
    ("yml", "text/plain; charset=utf-8"),
    ("ndjson", "application/x-ndjson"),
];

/// Where the style of the page is that says why there is no other.
const FAILURE_STYLE: &str = "/-/failure.css";

/// What goes back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response {
    status: &'static str,
    kind: &'static str,
    /// Further headers, each with its line end.
    headers: String,
    body: Vec<u8>,
}

/// The answer to a request.
pub(super) fn answer(request: &Request, state: &State) -> Response {
    let content = state.content();
    let path = request.path.trim_start_matches('/');
    if request.path == live::SCRIPT {
        return Response::new("200 OK", content_type("x.js"), live::SCRIPT_TEXT.as_bytes().to_vec());
    }
    if request.path == FAILURE_STYLE {
        return Response::new("200 OK", content_type("x.css"), include_str!("failure.css").as_bytes().to_vec());
    }
    let folder = path.is_empty() || path.ends_with('/');
    let name = if folder { format!("{path}index.html") } else { path.to_owned() };
    let is_page = content_type(&name) == TYPES[0].1 || !name.rsplit('/').next().unwrap_or_default().contains('.');
    if let Some(failure) = content.failure.as_ref().filter(|_| is_page) {
        return failed(failure, &content.version);
    }
    match content.file(&name) {
        Ok(Some(bytes)) => return found(&name, bytes, &content.version),
        Ok(None) => {}
        Err(failure) => return failed(&failure, &content.version),
    }
    // A folder without its slash: relative links would lead elsewhere.
    if !folder && content.file(&format!("{path}/index.html")).is_ok_and(|page| page.is_some()) {
        let location = format!("Location: /{}/\r\n", percent_encoded(path));
        return Response { headers: location, ..Response::text("301 Moved Permanently", "") };
    }
    missing(&content)
}

fn found(name: &str, bytes: Vec<u8>, version: &str) -> Response {
    let kind = content_type(name);
    let body = if kind == TYPES[0].1 { live::with_script(&bytes, version) } else { bytes };
    Response::new("200 OK", kind, body)
}

fn missing(content: &Content) -> Response {
    match content.file("404.html").ok().flatten() {
        Some(page) => Response { status: "404 Not Found", ..found("404.html", page, &content.version) },
        None => Response::text("404 Not Found", "not found\n"),
    }
}

/// The page that says why there is no other; it goes away by itself when the reason has.
fn failed(failure: &Failure, version: &str) -> Response {
    let mut html = Html::default();
    html.push_literal(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>The site cannot be built</title>\n\
         <link rel=\"stylesheet\" href=\"/-/failure.css\">\n</head>\n\
         <body>\n<main>\n<h1>The site cannot be built</h1>\n<p>",
    );
    html.push_text(&failure.message);
    html.push_literal("</p>\n");
    if !failure.findings.is_empty() {
        html.push_literal("<pre tabindex=\"0\">");
        html.push_text(&failure.findings);
        html.push_literal("</pre>\n");
    }
    html.push_literal("<p>This page goes away as soon as that is mended.</p>\n</main>\n</body>\n</html>\n");
    let body = live::with_script(html.as_str().as_bytes(), version);
    Response::new("500 Internal Server Error", TYPES[0].1, body)
}

fn content_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    TYPES.iter().find(|(known, _)| *known == ending).map_or("application/octet-stream", |(_, kind)| kind)
}

impl Response {
    fn new(status: &'static str, kind: &'static str, body: Vec<u8>) -> Self {
        Self { status, kind, headers: String::new(), body }
    }

    fn text(status: &'static str, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
    }

    pub(super) fn refusal(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Malformed => Self::text("400 Bad Request", "not a request for a page\n"),
            Refusal::TooLarge => Self::text("431 Request Header Fields Too Large", "too large\n"),
            Refusal::Slow => Self::text("408 Request Timeout", "too slow\n"),
            Refusal::Method => Self {
                headers: "Allow: GET, HEAD\r\n".to_owned(),
                ..Self::text("405 Method Not Allowed", "only GET and HEAD\n")
            },
        }
    }

    pub(super) fn other_host() -> Self {
        Self::text("403 Forbidden", "this server is not called so: open it as localhost\n")
    }

    /// Writes it in one piece, with or without its body.
    pub(super) fn write(&self, to: &mut impl Write, with_body: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\nContent-Type: {}\r\n{}", self.status, self.kind, self.headers);
        let _ = write!(head, "Content-Length: {}\r\n", self.body.len());
        head.push_str(
            "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: DENY\r\nConnection: close\r\n\r\n",
        );
        let mut bytes = head.into_bytes();
        if with_body {
            bytes.extend_from_slice(&self.body);
        }
        to.write_all(&bytes)
    }
}
