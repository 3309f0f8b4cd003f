//! The HTML that a document may hold: what is not here is dropped, or loses its tags and keeps its text.

/// Tags that may stand, how they begin and what ends them. `h1` to `h6`, `a`, `img` and `table` are made
/// anew.
#[rustfmt::skip]
pub(super) const TAGS: [(&str, &str, &str); 57] = [
    ("p", "<p", "</p>"), ("div", "<div", "</div>"), ("span", "<span", "</span>"), ("ul", "<ul", "</ul>"),
    ("ol", "<ol", "</ol>"), ("li", "<li", "</li>"), ("dl", "<dl", "</dl>"), ("dt", "<dt", "</dt>"),
    ("dd", "<dd", "</dd>"), ("thead", "<thead", "</thead>"), ("tbody", "<tbody", "</tbody>"),
    ("tfoot", "<tfoot", "</tfoot>"), ("tr", "<tr", "</tr>"), ("td", "<td", "</td>"), ("th", "<th", "</th>"),
    ("caption", "<caption", "</caption>"), ("b", "<strong", "</strong>"), ("strong", "<strong", "</strong>"),
    ("i", "<em", "</em>"), ("em", "<em", "</em>"), ("u", "<u", "</u>"), ("s", "<s", "</s>"),
    ("strike", "<s", "</s>"), ("del", "<del", "</del>"), ("ins", "<ins", "</ins>"), ("sub", "<sub", "</sub>"),
    ("sup", "<sup", "</sup>"), ("small", "<small", "</small>"), ("mark", "<mark", "</mark>"),
    ("kbd", "<kbd", "</kbd>"), ("code", "<code", "</code>"), ("samp", "<samp", "</samp>"),
    ("var", "<var", "</var>"), ("tt", "<code", "</code>"), ("pre", "<pre tabindex=\"0\"", "</pre>"),
    ("blockquote", "<blockquote", "</blockquote>"), ("q", "<q", "</q>"), ("cite", "<cite", "</cite>"),
    ("abbr", "<abbr", "</abbr>"), ("dfn", "<dfn", "</dfn>"), ("time", "<time", "</time>"),
    ("details", "<details", "</details>"), ("summary", "<summary", "</summary>"),
    ("figure", "<figure", "</figure>"), ("figcaption", "<figcaption", "</figcaption>"),
    ("section", "<div", "</div>"), ("article", "<div", "</div>"), ("header", "<div", "</div>"),
    ("footer", "<div", "</div>"), ("aside", "<div", "</div>"), ("main", "<div", "</div>"),
    ("center", "<div", "</div>"), ("font", "<span", "</span>"), ("address", "<div", "</div>"),
    ("ruby", "<ruby", "</ruby>"), ("rt", "<rt", "</rt>"), ("rp", "<rp", "</rp>"),
];

/// Attributes that may stay, whatever tag has them: none of them is a URL, a style or a script.
pub(super) const ATTRIBUTES: [(&str, &str); 9] = [
    ("title", " title=\""),
    ("lang", " lang=\""),
    ("dir", " dir=\""),
    ("colspan", " colspan=\""),
    ("rowspan", " rowspan=\""),
    ("scope", " scope=\""),
    ("start", " start=\""),
    ("datetime", " datetime=\""),
    ("open", " open=\""),
];

/// Elements that are dropped with their content.
#[rustfmt::skip]
pub(super) const SILENT: [&str; 11] = [
    "script", "style", "svg", "math", "iframe", "object", "template", "noscript", "select", "textarea", "title",
];
