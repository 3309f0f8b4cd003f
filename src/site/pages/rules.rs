//! What a postmortem must have here, and why: the sections and fields that are asked for, the exceptions, and the rules
//! by the level that they have in this repository.

use serde::Serialize;

use super::rule::{Weight, address, script, weight};
use super::{Frame, Part, finish};
use crate::config::{Globs, Override};
use crate::messages::{self, Locale};
use crate::postmortem::{Field, Language, Lexicon, SectionName};
use crate::rules::{Demands, RULES, page};
use crate::site::words::Words;
use crate::site::{Address, Site, SiteError};
use crate::text::fold_key;

#[derive(Serialize)]
struct Rules {
    sections: Vec<String>,
    fields: Vec<&'static str>,
    exceptions: Vec<Exception>,
    groups: Vec<Group>,
}

/// What is asked of some documents only.
#[derive(Serialize)]
struct Exception {
    /// Which documents: all of these must hold.
    conditions: Vec<String>,
    /// `None` where nothing changes.
    sections: Option<Vec<String>>,
    fields: Option<Vec<&'static str>>,
    levels: Vec<String>,
}

/// The rules of one level.
#[derive(Serialize)]
struct Group {
    title: String,
    note: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    href: String,
    summary: &'static str,
    /// The language of the summary.
    language: &'static str,
}

pub(super) fn render(site: &Site<'_>) -> Result<Vec<u8>, SiteError> {
    let words = site.words();
    let names = Names::new(site);
    let demands = Demands::general(site.settings);
    let page = Rules {
        sections: demands.sections.iter().map(|section| names.section(*section)).collect(),
        fields: demands.fields.iter().map(|field| field.key()).collect(),
        exceptions: site.settings.overrides.iter().map(|this| exception(this, &names, words)).collect(),
        groups: Weight::ALL.into_iter().map(|weight| group(&demands, weight, words)).collect(),
    };
    let frame = Frame::new(site, Address::folder("rules"), Part::None, words.text("rules.title"), words);
    finish(site, "rules.html", &frame, &page, words)
}

/// What sections are called in the language of the site.
pub(super) struct Names<'s> {
    lexicon: &'s Lexicon,
    language: Language,
}

impl<'s> Names<'s> {
    pub(super) fn new(site: &'s Site<'_>) -> Self {
        let language = Language::from_tag(&site.words().tag).unwrap_or_default();
        Self { lexicon: site.lexicon(), language }
    }

    pub(super) fn section(&self, section: SectionName) -> String {
        self.lexicon.heading(self.language, section).to_owned()
    }
}

fn exception(this: &Override, names: &Names<'_>, words: &Words) -> Exception {
    let sections = |keys: &Vec<String>| {
        keys.iter().filter_map(|key| SectionName::from_name(key)).map(|section| names.section(section)).collect()
    };
    let fields =
        |keys: &Vec<String>| keys.iter().filter_map(|key| Field::from_key(&fold_key(key))).map(Field::key).collect();
    let level = |(rule, level): (&String, &Option<crate::diagnostic::Level>)| {
        let level = words.text(Weight::of(*level).word());
        words.fill("rules.levels", &[("rule", rule), ("level", level)])
    };
    Exception {
        conditions: conditions(this, words),
        sections: this.required_sections.as_ref().map(sections),
        fields: this.required_fields.as_ref().map(fields),
        levels: this.levels.iter().map(level).collect(),
    }
}

fn conditions(this: &Override, words: &Words) -> Vec<String> {
    let paths = Globs::written(&this.paths);
    let lists = [
        ("rules.paths", paths),
        ("rules.severities", &this.severities),
        ("rules.statuses", &this.statuses),
        ("rules.kinds", &this.kinds),
    ];
    let told = lists.into_iter().filter(|(_, list)| !list.is_empty());
    told.map(|(key, list)| words.fill(key, &[("list", &list.join(words.text("frame.listed")))])).collect()
}

fn group(demands: &Demands, wanted: Weight, words: &Words) -> Group {
    let here = Address::folder("rules");
    let locale = Locale::from_tag(&words.tag).unwrap_or_default();
    let rules = RULES.iter().filter(|rule| weight(demands, **rule) == wanted);
    let row = |rule: &&'static dyn crate::rules::Rule| {
        let meta = rule.meta();
        Row {
            name: meta.name,
            href: here.link_to(&address(meta.name)),
            summary: messages::summary(meta.name, page::summary(meta.page), locale),
            language: script(locale),
        }
    };
    let (title, note) = wanted.heading();
    Group { title: words.text(title).to_owned(), note: words.text(note).to_owned(), rows: rules.map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::Weight;

    #[test]
    fn the_heaviest_comes_first() {
        assert_eq!(Weight::ALL[0], Weight::of(Some(crate::diagnostic::Level::Error)));
        assert_eq!(Weight::ALL[3], Weight::of(None));
    }
}
