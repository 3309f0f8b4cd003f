//! `--lang` into a language, or an error that names those there are.

use super::args::{Cli, Command};
use crate::messages::Locale;
use crate::postmortem::Language;

/// The tag of a language that pmdoc knows words of.
pub(super) fn language(tag: &str) -> Result<String, String> {
    let known = || Language::ALL.map(Language::tag).join(", ");
    Language::from_tag(tag).map(|_| tag.to_owned()).ok_or_else(|| format!("it is none of {}", known()))
}

impl Cli {
    /// Refuses a language in which pmdoc has nothing to say.
    ///
    /// # Errors
    /// Where there are none in it, and the command says something.
    pub(super) fn refuse_silent_language(&self) -> anyhow::Result<()> {
        let writes_documents = matches!(self.command, Command::New(_) | Command::Init(_));
        let Some(tag) = self.lang.as_deref().filter(|tag| !writes_documents && Locale::from_tag(tag).is_none()) else {
            return Ok(());
        };
        let locales = Locale::ALL.map(Locale::tag).join(", ");
        anyhow::bail!("--lang {tag}: there are no messages in that language; choose one of {locales}")
    }
}
