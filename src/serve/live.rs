//! The script and the stream that reload pages (server-sent events). Only pages that are served have them; built ones
//! have neither.

use std::io::{self, Write};
use std::time::Duration;

use super::state::State;

/// Where the stream is. A slug never begins with a hyphen, so no page has this address.
pub(super) const STREAM: &str = "/-/live";
/// Where the script is.
pub(super) const SCRIPT: &str = "/-/live.js";
/// A sign of life after so long, so that a browser that has gone away is noticed.
const QUIET: Duration = Duration::from_secs(5);

/// Reloads the page when the stream tells another version than the page has.
pub(super) const SCRIPT_TEXT: &str = include_str!("live.js");

/// A page with the script in it, and leave to listen to the stream. A page that a theme has made otherwise stays as it is.
pub(super) fn with_script(page: &[u8], version: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(page) else { return page.to_vec() };
    let script = format!("<script src=\"{SCRIPT}?{version}\"></script>\n</head>");
    let text = text.replacen("</head>", &script, 1);
    text.replacen("default-src 'none';", "default-src 'none'; connect-src 'self';", 1).into_bytes()
}

/// The versions, one after the other.
pub(super) struct Stream<'s> {
    state: &'s State,
}

impl<'s> Stream<'s> {
    pub(super) fn new(state: &'s State) -> Self {
        Self { state }
    }

    /// Tells the version now and every other one, until the browser is gone.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
              X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n",
        )?;
        let mut known = self.state.builds();
        let mut event = format!("data: {}\n\n", self.state.version(known));
        loop {
            to.write_all(event.as_bytes())?;
            to.flush()?;
            let builds = self.state.wait(known, QUIET);
            event =
                if builds > known { format!("data: {}\n\n", self.state.version(builds)) } else { ":\n\n".to_owned() };
            known = builds;
        }
    }
}
