//! What servers and crawlers are told: `_headers`, as several hosts of static sites read it, and `robots.txt`.

use crate::site::{Address, Site};

/// The policy of every page (`page.html` says the same), and who may put it into a frame, which only a header can say.
const HEADERS: &str = "\
/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: same-origin

/assets/*
  Cache-Control: public, max-age=31536000, immutable

/diagrams/*
  Cache-Control: public, max-age=31536000, immutable
";

/// The headers of the site.
pub(in crate::site) fn headers() -> Vec<u8> {
    HEADERS.as_bytes().to_vec()
}

/// Who may read what; where the map is, if there is one.
pub(in crate::site) fn robots(site: &Site<'_>) -> Vec<u8> {
    let map = site.root().map(|_| format!("Sitemap: {}\n", site.web(&Address::new("sitemap.xml"))));
    format!("User-agent: *\nAllow: /\n{}", map.unwrap_or_default()).into_bytes()
}
