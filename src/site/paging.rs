//! A long list into pages of two hundred, and the links between them: the first, the last, and those around one.

use serde::Serialize;

use super::Address;

/// So many lines a page has.
pub(in crate::site) const PER_PAGE: usize = 200;

/// The links below a list; none where it has one page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(in crate::site) struct Pager {
    pages: Vec<PageLink>,
    previous: Option<String>,
    next: Option<String>,
}

/// A page of a list. `gap` says that others before it are not named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PageLink {
    number: usize,
    href: String,
    current: bool,
    gap: bool,
}

/// How many pages a list has; an empty one has one.
pub(in crate::site) fn count(lines: usize) -> usize {
    lines.div_ceil(PER_PAGE).max(1)
}

/// The address of a page of the list in a folder, from 1. A slug never holds a dot, so nothing else has this name.
pub(in crate::site) fn address(folder: &str, number: usize) -> Address {
    match number {
        0 | 1 => Address::folder(folder),
        _ => Address::folder(&format!("{folder}/page.{number}")),
    }
}

/// The lines of a page.
pub(in crate::site) fn slice<T>(lines: &[T], number: usize) -> &[T] {
    let start = (number.saturating_sub(1) * PER_PAGE).min(lines.len());
    &lines[start..lines.len().min(start + PER_PAGE)]
}

impl Pager {
    /// The links of a page of a list with so many lines.
    pub(in crate::site) fn new(folder: &str, number: usize, lines: usize) -> Self {
        let last = count(lines);
        if last == 1 {
            return Self::default();
        }
        let here = address(folder, number);
        let link = |number: usize| here.link_to(&address(folder, number));
        let shown = shown(number, last);
        let before = std::iter::once(0).chain(shown.iter().copied());
        let pages = shown.iter().zip(before).map(|(&page, before)| PageLink {
            number: page,
            href: link(page),
            current: page == number,
            gap: page > before + 1,
        });
        Self {
            pages: pages.collect(),
            previous: (number > 1).then(|| link(number - 1)),
            next: (number < last).then(|| link(number + 1)),
        }
    }
}

/// The pages that are named: however many there are, at most seven.
fn shown(number: usize, last: usize) -> Vec<usize> {
    const AROUND: usize = 2;
    (1..=last).filter(|&page| page == 1 || page == last || page.abs_diff(number) <= AROUND).collect()
}

#[cfg(test)]
mod tests {
    use super::{PER_PAGE, Pager, address, count, shown, slice};

    #[test]
    fn every_line_is_on_exactly_one_page() {
        for length in [0, 1, PER_PAGE - 1, PER_PAGE, PER_PAGE + 1, 3 * PER_PAGE + 7] {
            let lines: Vec<usize> = (0..length).collect();
            let pages = count(length);
            let joined: Vec<usize> = (1..=pages).flat_map(|number| slice(&lines, number).to_vec()).collect();
            assert_eq!(joined, lines);
            assert!(slice(&lines, pages + 1).is_empty(), "{length}");
        }
    }

    #[test]
    fn a_long_list_names_few_pages() {
        assert_eq!(shown(1, 1), [1]);
        assert_eq!(shown(3, 4), [1, 2, 3, 4]);
        assert_eq!(shown(25, 50), [1, 23, 24, 25, 26, 27, 50]);
        let pager = Pager::new("incidents", 25, 50 * PER_PAGE);
        let gaps: Vec<usize> = pager.pages.iter().filter(|page| page.gap).map(|page| page.number).collect();
        assert_eq!(gaps, [23, 50]);
        assert_eq!(pager.next.as_deref(), Some("../page.26/index.html"));
        assert_eq!(Pager::new("incidents", 1, PER_PAGE), Pager::default());
        assert_eq!(address("services/a", 2).as_str(), "services/a/page.2/index.html");
    }
}
