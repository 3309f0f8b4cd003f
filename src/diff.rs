//! Two versions of a text into a unified diff, as `patch` reads it.

use similar::TextDiff;

/// Lines around a change.
const CONTEXT: usize = 3;

/// What leads from `old` to `new`, with the names of both; empty where they are the same. Marks of byte order and of
/// line ends are left out: they are not what changes.
pub fn unified(old_name: &str, old: &str, new_name: &str, new: &str) -> String {
    let (old, new) = (plain(old), plain(new));
    let diff = TextDiff::from_lines(old.as_str(), new.as_str());
    diff.unified_diff().context_radius(CONTEXT).header(old_name, new_name).to_string()
}

fn plain(text: &str) -> String {
    text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_diff_names_both_files_and_shows_three_lines_around() {
        let (old, new) = ("1\n2\n3\n4\n5\n", "1\n2\n3\n4\nx\n5\n");
        assert_eq!(unified("a.md", old, "b.md", new), "--- a.md\n+++ b.md\n@@ -2,4 +2,5 @@\n 2\n 3\n 4\n+x\n 5\n");
    }

    #[test]
    fn line_ends_and_marks_are_no_change_and_the_same_is_no_diff() {
        assert_eq!(unified("a", "\u{feff}1\r\n", "a", "1\n"), "");
    }
}
