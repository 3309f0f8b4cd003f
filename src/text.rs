//! Bytes into positions and safe strings: the types that untrusted text must pass through before it may
//! reach a terminal (`Printable`), a page (`Html`), a link (`SafeUrl`) or a path (`Slug`, `RelPath`).

mod conceal;
mod csv;
mod fold;
mod html;
mod line_index;
mod nearest;
mod printable;
mod rel_path;
mod slug;
mod span;
mod url;
mod xml;

pub use conceal::{concealed, shown_part};
pub use csv::{csv_line, csv_text};
pub use fold::{fold_key, fold_label, is_cjk, is_common_cjk, is_longer_than, is_plainly_normal, lower, nfc};
pub use html::Html;
pub use line_index::{LineIndex, Position};
pub use nearest::nearest;
pub use printable::Printable;
pub use rel_path::RelPath;
pub use slug::{Anchors, Slug};
pub use span::Span;
pub use url::{SafeUrl, percent_decoded, percent_encoded};
pub use xml::xml_text;
