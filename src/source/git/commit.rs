//! The bytes of a commit object into its parts. The format is Git's own: header lines, a blank line, the
//! message. Read here and not by libgit2, because a walk needs three of the fields and reads thousands.

use crate::history::ObjectId;

/// The parts of a commit that a walk needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CommitObject {
    pub(super) tree: ObjectId,
    pub(super) parents: Vec<ObjectId>,
    /// Seconds since 1970, as the committer's clock said.
    pub(super) time: i64,
    pub(super) author: (String, String),
    pub(super) subject: String,
}

impl CommitObject {
    /// Reads an object; `None` where it names no tree.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut commit = Self {
            tree: ObjectId([0; 20]),
            parents: Vec::new(),
            time: 0,
            author: (String::new(), String::new()),
            subject: String::new(),
        };
        let mut has_tree = false;
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            let line = &rest[..end];
            rest = &rest[end + 1..];
            match line.split_first_chunk::<5>() {
                _ if line.is_empty() => break,
                Some((b"tree ", id)) => {
                    commit.tree = parse_id(id)?;
                    has_tree = true;
                }
                _ if line.starts_with(b"parent ") => commit.parents.push(parse_id(&line[7..])?),
                _ if line.starts_with(b"author ") => commit.author = person(&line[7..]),
                _ if line.starts_with(b"committer ") => commit.time = seconds(line),
                _ => {}
            }
        }
        commit.subject = subject(rest);
        has_tree.then_some(commit)
    }
}

/// Forty hexadecimal digits.
pub(super) fn parse_id(digits: &[u8]) -> Option<ObjectId> {
    let digits = digits.trim_ascii();
    if digits.len() != 40 {
        return None;
    }
    let mut id = [0; 20];
    for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(ObjectId(id))
}

/// `Name <email> seconds zone`: name and email, read as Git does; it has no rule for what is in them. Without an
/// address in angle brackets there is no name either.
fn person(line: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(line);
    let parts = text.split_once('<').and_then(|(name, rest)| Some((name, rest.split_once('>')?.0)));
    let (name, email) = parts.unwrap_or_default();
    (name.trim().to_owned(), email.trim().to_owned())
}

/// The digits after the last `>`, if the sign of a zone follows them; the lowest number there is where there are
/// none, so that it is no time.
fn seconds(line: &[u8]) -> i64 {
    let start = line.iter().rposition(|&byte| byte == b'>').map_or(0, |at| at + 1);
    let text = std::str::from_utf8(&line[start..]).unwrap_or_default().trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, zone) = text.split_at(end);
    let has_zone = zone.trim_start().starts_with(['+', '-']);
    digits.parse().ok().filter(|_| has_zone).unwrap_or(i64::MIN)
}

/// The first paragraph in one line, as `git log --format=%s` prints it, within a bound.
fn subject(message: &[u8]) -> String {
    const LONGEST: usize = 2_000;
    let begin = &message[..message.len().min(LONGEST)];
    // A letter that the bound cuts in two is left out.
    let half = begin.utf8_chunks().last().map_or(0, |chunk| chunk.invalid().len());
    let is_cut = begin.len() < message.len();
    let text = String::from_utf8_lossy(if is_cut { &begin[..begin.len() - half] } else { begin });
    let lines = text.lines().map(str::trim).skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::CommitObject;

    const TREE: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    #[test]
    fn a_merge_is_read_with_its_parents_and_the_first_paragraph_of_its_message() {
        let text = format!(
            "tree {TREE}\nparent {TREE}\nparent {}\nauthor 김 지우 <jiwoo@example.com> 1 +0900\ncommitter A <a> 1700000000 +0900\n\
             encoding EUC-KR\ngpgsig -----BEGIN\n  tree\n\nMerge\nbranch `x`\n\nBody\n",
            TREE.replace('4', "5")
        );
        let commit = CommitObject::parse(text.as_bytes()).expect("a commit");
        assert_eq!((commit.parents.len(), commit.time), (2, 1_700_000_000));
        assert_eq!(commit.author, ("김 지우".to_owned(), "jiwoo@example.com".to_owned()));
        assert_eq!(commit.subject, "Merge branch `x`");
    }

    #[test]
    fn what_is_no_commit_is_refused_and_a_strange_one_read_as_far_as_it_goes() {
        assert_eq!(CommitObject::parse(b"parent x\n"), None);
        let odd = [format!("tree {TREE}\nauthor ").as_bytes(), b"\xff> <<> -1\ncommitter no time\n"].concat();
        let commit = CommitObject::parse(&odd).expect("a commit");
        assert_eq!((commit.time, commit.subject.as_str()), (i64::MIN, ""));
    }
}
