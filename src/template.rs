//! What is written for a writer to fill in: headings with guidance, whole postmortems, pages of causes. The
//! guidance is HTML comments, which count as no content. One data file a language: `template/<language>.toml`.

mod cause;
mod guidance;
mod own;
mod postmortem;

pub use cause::{cause, cause_page};
use guidance::guidance;
pub use own::{book_title, causes_readme, own_template};
pub use postmortem::Draft;

use crate::postmortem::{Language, Lexicon, SectionName};

/// A heading with guidance below it, and nothing that counts as content; ends in a line break.
pub fn skeleton(level: u8, section: SectionName, language: Language, lexicon: &Lexicon) -> String {
    let heading = heading(level, section, language, lexicon);
    let comment = guidance(language).comment(section);
    match comment {
        "" => format!("{heading}\n"),
        comment => format!("{heading}\n\n{}\n", in_comment(comment)),
    }
}

/// `## 근본 원인`
pub fn heading(level: u8, section: SectionName, language: Language, lexicon: &Lexicon) -> String {
    format!("{} {}", "#".repeat(usize::from(level.clamp(1, 6))), lexicon.heading(language, section))
}

/// Text as an HTML comment: on one line, or between lines of its own.
fn in_comment(text: &str) -> String {
    let text = text.trim();
    if text.contains('\n') { format!("<!--\n{text}\n-->") } else { format!("<!-- {text} -->") }
}
