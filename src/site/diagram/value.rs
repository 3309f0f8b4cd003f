//! Which values the attributes of a drawing may have: numbers, colours, words of a list and places in the same file. Nothing
//! that loads, runs or reaches beyond the picture can be said with them.

/// A property of CSS that an attribute can say too, and how its values look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `#rgb`, `rgb(…)`, `hsl(…)`, a name.
    Colour,
    /// A number, with a unit or without.
    Length,
    /// Numbers between spaces and commas.
    Numbers,
    /// A lower-case word.
    Word,
    /// `url(#id)`.
    Reference,
    /// What `path` draws.
    Path,
    /// `translate(…) rotate(…)`.
    Transform,
}

/// Properties that a style sheet may set, and whether children inherit them.
#[rustfmt::skip]
pub(super) const PROPERTIES: [(&str, Form, bool); 29] = [
    ("fill", Form::Colour, true), ("stroke", Form::Colour, true), ("color", Form::Colour, true),
    ("stop-color", Form::Colour, false), ("stroke-width", Form::Length, true), ("stroke-dasharray", Form::Numbers, true),
    ("stroke-dashoffset", Form::Length, true), ("stroke-linecap", Form::Word, true), ("stroke-linejoin", Form::Word, true),
    ("stroke-miterlimit", Form::Length, true), ("opacity", Form::Length, false), ("fill-opacity", Form::Length, true),
    ("stroke-opacity", Form::Length, true), ("stop-opacity", Form::Length, false), ("fill-rule", Form::Word, true),
    ("clip-rule", Form::Word, true), ("font-size", Form::Length, true), ("font-weight", Form::Word, true),
    ("font-style", Form::Word, true), ("text-anchor", Form::Word, true), ("dominant-baseline", Form::Word, true),
    ("alignment-baseline", Form::Word, false), ("text-decoration", Form::Word, false), ("display", Form::Word, false),
    ("visibility", Form::Word, true), ("shape-rendering", Form::Word, true), ("marker-start", Form::Reference, true),
    ("marker-mid", Form::Reference, true), ("marker-end", Form::Reference, true),
];

/// A value as it may be written, or nothing.
pub(super) fn checked(form: Form, value: &str) -> Option<String> {
    const LONGEST: usize = 64 * 1024;
    let value = value.trim();
    if value.is_empty() || value.len() > LONGEST {
        return None;
    }
    match form {
        Form::Colour => is_colour(value).then(|| value.to_owned()),
        Form::Length => length(value),
        Form::Numbers => (value == "none" || only(value, " ,.-+eE%px")).then(|| value.replace("px", "")),
        Form::Word => is_word(value).then(|| value.to_owned()),
        Form::Reference => (value == "none" || reference(value).is_some()).then(|| value.to_owned()),
        Form::Path => only(value, " ,.-+eEMmLlHhVvCcSsQqTtAaZz\n\r\t").then(|| value.to_owned()),
        Form::Transform => is_transform(value).then(|| value.to_owned()),
    }
}

/// The id that `url(#id)` names.
pub(super) fn reference(value: &str) -> Option<&str> {
    let id = value.strip_prefix("url(#")?.strip_suffix(')')?;
    is_id(id).then_some(id)
}

/// Whether an id needs no escaping anywhere.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 200 && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

/// Whether a text is made of digits and these characters.
fn only(value: &str, others: &str) -> bool {
    value.chars().all(|c| c.is_ascii_digit() || others.contains(c))
}

/// `normal`, `400`, `text-before-edge`; never what another rule said.
fn is_word(value: &str) -> bool {
    let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && value.len() <= 40;
    plain && !matches!(value, "inherit" | "revert" | "unset" | "initial")
}

fn is_colour(value: &str) -> bool {
    if let Some(digits) = value.strip_prefix('#') {
        return matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit());
    }
    match value.split_once('(') {
        Some(("rgb" | "rgba" | "hsl" | "hsla", rest)) => {
            rest.strip_suffix(')').is_some_and(|numbers| only(numbers, " ,./%-+eE"))
        }
        Some(_) => false,
        None => value.len() <= 30 && value.chars().all(|c| c.is_ascii_alphabetic()) && is_word(value),
    }
}

/// Pixels lose their unit, which attributes do without.
fn length(value: &str) -> Option<String> {
    let at = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    let (number, unit) = value.split_at(at);
    number.parse::<f64>().ok().filter(|number| number.is_finite())?;
    match unit {
        "" | "px" => Some(number.to_owned()),
        "em" | "ex" | "%" | "pt" => Some(value.to_owned()),
        _ => None,
    }
}

fn is_transform(value: &str) -> bool {
    const KINDS: [&str; 6] = ["translate", "scale", "rotate", "matrix", "skewX", "skewY"];
    let mut rest = value.trim();
    while !rest.is_empty() {
        let Some((kind, after)) = rest.split_once('(') else { return false };
        let Some((numbers, next)) = after.split_once(')') else { return false };
        if !KINDS.contains(&kind.trim()) || !only(numbers, " ,.-+eE") {
            return false;
        }
        rest = next.trim_start_matches([' ', ',']);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Form, checked};

    #[test]
    fn what_reaches_beyond_the_picture_is_no_value() {
        for (form, value) in [
            (Form::Colour, "url(https://example.com/x.png)"),
            (Form::Colour, "url(#a) red"),
            (Form::Colour, "expression(1)"),
            (Form::Colour, "var(--x)"),
            (Form::Colour, "red;background:url(x)"),
            (Form::Colour, "inherit"),
            (Form::Length, "calc(1px)"),
            (Form::Length, "1px;x:y"),
            (Form::Length, "nan"),
            (Form::Word, "url(x)"),
            (Form::Reference, "url(x.svg#a)"),
            (Form::Reference, "url('#a')"),
            (Form::Reference, "url(#a)x"),
            (Form::Path, "M0 0\"/><script>"),
            (Form::Transform, "translate(1) url(#x)"),
            (Form::Transform, "rotate(1"),
            (Form::Numbers, "1 javascript:"),
            (Form::Colour, ""),
        ] {
            assert_eq!(checked(form, value), None, "{value}");
        }
    }

    #[test]
    fn values_of_drawings_come_through() {
        for (form, value) in [
            (Form::Colour, "#fbf8f1"),
            (Form::Colour, "hsl(200, 20%, 50%)"),
            (Form::Colour, "rgba(0,0,0, 0.5)"),
            (Form::Colour, "currentColor"),
            (Form::Colour, "none"),
            (Form::Length, "-0.5"),
            (Form::Length, "4ex"),
            (Form::Word, "text-before-edge"),
            (Form::Word, "400"),
            (Form::Reference, "url(#d-화살표)"),
            (Form::Path, "M0,0 L1e-3 2Z"),
            (Form::Transform, "translate(1, -2) rotate(45)"),
            (Form::Numbers, "3, 3"),
        ] {
            assert_eq!(checked(form, value).as_deref(), Some(value));
        }
        assert_eq!(checked(Form::Length, "14px").as_deref(), Some("14"));
    }
}
