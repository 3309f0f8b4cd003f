//! A rule's Markdown page into its parts: the explanation, and the examples that the tests run.

/// One example: files that are checked together, and what the rule says about them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Example {
    /// Whether it shows the mistake.
    pub bad: bool,
    /// Settings as they stand in `book.toml`.
    pub config: String,
    /// The text of a baseline.
    pub baseline: String,
    /// What Git knows of the files, one fact a line.
    pub git: String,
    /// Paths of files beside the documents.
    pub attachments: Vec<String>,
    /// Name and text of each file.
    pub files: Vec<(String, String)>,
    /// The exact concise output; empty for a good example.
    pub output: String,
}

/// The first sentence below the title: what the rule is, in one line.
pub fn summary(page: &str) -> &str {
    page.lines().skip(1).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// What stands below a heading of the second level, without the heading.
pub fn part<'p>(page: &'p str, heading: &str) -> &'p str {
    let begin = format!("\n## {heading}\n");
    let part = page.split_once(&begin).map_or("", |(_, part)| part);
    part.split("\n## ").next().unwrap_or_default().trim()
}

/// The page without its title and its examples.
pub fn explanation(page: &str) -> &str {
    let body = page.split_once('\n').map_or("", |(_, body)| body);
    body.split("\n## Examples").next().unwrap_or_default().trim()
}

/// The examples. Any of these may come first: a ```` ```toml config ```` block for settings, a
/// ```` ```toml baseline ```` block for a baseline, a ```` ```text git ````
/// block for what Git knows, a ```` ```text files ```` block for the files beside the documents. Then one or more
/// ```` ```markdown bad file=NAME ```` blocks and a ```` ```text ```` block with the output; or one
/// ```` ```markdown good ```` block, after any number of ```` ```markdown beside ```` blocks.
pub fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut next = Example::default();
    for (info, text) in fences(page) {
        let words: Vec<&str> = info.split_whitespace().collect();
        let file = words.iter().find_map(|word| word.strip_prefix("file=")).unwrap_or("postmortems/example.md");
        match words.as_slice() {
            ["toml", "config"] => next.config = text,
            ["toml", "baseline"] => next.baseline = text,
            ["text", "git"] => next.git = text,
            ["text", "files"] => next.attachments = text.lines().map(str::to_owned).collect(),
            ["markdown", "bad", ..] => {
                next.bad = true;
                next.files.push((file.to_owned(), text));
            }
            ["markdown", "beside", ..] => next.files.push((file.to_owned(), text)),
            ["markdown", "good", ..] => {
                next.files.push((file.to_owned(), text));
                examples.push(std::mem::take(&mut next));
            }
            ["text"] if next.bad => {
                next.output = text;
                examples.push(std::mem::take(&mut next));
            }
            _ => {}
        }
    }
    examples
}

/// The fenced blocks of a page: info string and text.
fn fences(page: &str) -> Vec<(String, String)> {
    let fence = |part| match part {
        Part::Fence { info, text } => Some((info, text)),
        Part::Text(_) => None,
    };
    parts(page).into_iter().filter_map(fence).collect()
}

/// A stretch of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Markdown without fenced blocks.
    Text(String),
    /// A fenced block.
    Fence {
        /// What stands after its fence.
        info: String,
        /// What is in it.
        text: String,
    },
}

/// The page in its order. Fences of four backticks may hold fences of three.
pub fn parts(page: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut running = String::new();
    let mut open: Option<(usize, String, String)> = None;
    for line in page.split_inclusive('\n') {
        let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
        let closes = open.as_ref().is_some_and(|(length, ..)| ticks >= *length && line.trim_end().len() == ticks);
        if closes {
            found.extend(open.take().map(|(_, info, text)| Part::Fence { info, text }));
        } else if let Some((_, _, text)) = &mut open {
            text.push_str(line);
        } else if ticks >= 3 {
            found.push(Part::Text(std::mem::take(&mut running)));
            open = Some((ticks, line[ticks..].trim().to_owned(), String::new()));
        } else {
            running.push_str(line);
        }
    }
    found.push(Part::Text(running));
    found.retain(|part| !matches!(part, Part::Text(text) if text.trim().is_empty()));
    found
}

/// A page without its title and the sentence below it.
pub fn after_summary(page: &str) -> &str {
    let below = |text: &'_ str| text.find("\n## ").map(|at| at + 1);
    below(page).and_then(|at| page.get(at..)).unwrap_or_default()
}
