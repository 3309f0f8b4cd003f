//! A fishbone (Ishikawa) diagram as SVG: the trouble at the head, a bone for each sort of cause, slanted towards it above and
//! below the spine, and the causes as twigs. All of it in whole pixels of a drawing that scales as one.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::postmortem::FencedFishbone;
use crate::text::Html;

/// What is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::site) struct Fish {
    /// What went wrong.
    pub(in crate::site) head: String,
    /// Each sort of cause, and the causes.
    pub(in crate::site) bones: Vec<(String, Vec<String>)>,
}

/// More bones, and more causes at one, than can be told apart.
const MOST_BONES: usize = 10;
const MOST_CAUSES: usize = 8;
/// Pixels: a line of text, from one twig to the next beside that, and the room beside a bone.
const LINE: usize = 17;
const BETWEEN: usize = 9;
const COLUMN: usize = 210;
const TEXT: usize = COLUMN - 34;
const HEAD: usize = 170;
/// A letter of Latin is about so wide; one of Hangul, Kana or Han twice as much. In tenths of a pixel.
const LETTER: usize = 68;
/// A bone goes so far to the right on its way to the spine, in hundredths of its height.
const SLANT: usize = 38;
/// Room for the name of a bone.
const NAME: usize = 24;

/// A place in the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::site) struct Bone {
    /// Where it begins, away from the spine, and where it meets the spine.
    from: (usize, usize),
    to: (usize, usize),
    name: String,
    twigs: Vec<Twig>,
}

/// A cause: its lines of text end where the bone is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Twig {
    x: usize,
    y: usize,
    lines: Vec<String>,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::site) struct Drawing {
    width: usize,
    height: usize,
    spine: usize,
    head: Vec<String>,
    bones: Vec<Bone>,
}

impl Fish {
    /// Where everything goes. Nothing without a bone.
    pub(in crate::site) fn layout(&self) -> Option<Drawing> {
        let bones = &self.bones[..self.bones.len().min(MOST_BONES)];
        let wrapped: Vec<Vec<Vec<String>>> = bones.iter().map(|(_, causes)| twigs(causes)).collect();
        let tallest = |half: usize| wrapped.iter().skip(half).step_by(2).map(|lines| height(lines)).max().unwrap_or(0);
        let (above, below) = (tallest(0), tallest(1));
        let lean = above.max(below) * SLANT / 100;
        let spine = NAME + above;
        let columns = bones.len().div_ceil(2);
        let left = lean.saturating_sub(20) + 8;
        let draw = |at: usize| {
            let (foot, is_above) = (left + (at / 2 + 1) * COLUMN, at.is_multiple_of(2));
            let reach = if is_above { above } else { below };
            bone(shortened(&bones[at].0, COLUMN - 12), &wrapped[at], foot, (spine, reach), is_above)
        };
        (!bones.is_empty()).then(|| Drawing {
            width: left + columns * COLUMN + HEAD + 26,
            height: spine + below + if below > 0 { NAME } else { 30 },
            spine,
            head: wrap(&self.head, HEAD, 6),
            bones: (0..bones.len()).map(draw).collect(),
        })
    }
}

/// The causes of a bone as lines; of too many, how many there are more.
fn twigs(causes: &[String]) -> Vec<Vec<String>> {
    let mut lines: Vec<Vec<String>> = causes.iter().take(MOST_CAUSES).map(|cause| wrap(cause, TEXT, 3)).collect();
    if let Some(more) = causes.len().checked_sub(MOST_CAUSES + 1) {
        lines.push(vec![format!("+{}", more + 1)]);
    }
    lines
}

fn height(twigs: &[Vec<String>]) -> usize {
    twigs.iter().map(|lines| lines.len() * LINE + BETWEEN).sum::<usize>() + 14
}

fn bone(name: String, twigs: &[Vec<String>], foot: usize, (spine, reach): (usize, usize), is_above: bool) -> Bone {
    let x = |y: usize| foot - y.abs_diff(spine) * SLANT / 100;
    let end = if is_above { spine - reach } else { spine + reach };
    // Above, twigs begin at the outer end; below, at the spine: both are read from the top down.
    let mut y = if is_above { end + 2 } else { spine + 6 };
    let mut drawn = Vec::new();
    for lines in twigs {
        y += lines.len() * LINE;
        drawn.push(Twig { x: x(y), y, lines: lines.clone() });
        y += BETWEEN;
    }
    Bone { from: (x(end), end), to: (foot, spine), name, twigs: drawn }
}

/// How wide a text is, in pixels.
fn width(text: &str) -> usize {
    text.width() * LETTER / 10
}

/// A text in lines of a width, broken between words, and within those that are wider; what is over is cut off.
fn wrap(text: &str, room: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().map(|line| (width(line), line));
        if let Some((used, line)) = last
            && used > 0
        {
            if used + width(word) + LETTER / 10 <= room {
                line.push(' ');
            } else {
                lines.push(String::new());
            }
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0) * LETTER / 10;
            if lines.last().is_some_and(|line| !line.is_empty() && width(line) + wide > room) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn shortened(text: &str, room: usize) -> String {
    wrap(text, room, 1).into_iter().next().unwrap_or_default()
}

impl Drawing {
    /// The drawing as markup, named for those who listen.
    pub(in crate::site) fn svg(&self, label: &str) -> Html {
        let mut svg = Pen::default();
        svg.literal("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
        svg.text(label);
        svg.literal("\"><svg class=\"fish\" role=\"img\" aria-label=\"");
        svg.text(label);
        svg.number("\" width=\"", self.width);
        svg.number("\" height=\"", self.height);
        svg.literal("\">");
        svg.line("spine", (8, self.spine), (self.width - HEAD - 8, self.spine));
        self.bones.iter().for_each(|bone| svg.bone(bone, self.spine));
        let top = (self.spine + LINE / 3).saturating_sub((self.head.len() - 1) * LINE / 2);
        for (number, line) in self.head.iter().enumerate() {
            svg.words("head", (self.width - HEAD, top + number * LINE), "start", line);
        }
        svg.literal("</svg></div>");
        svg.0
    }
}

/// Markup being written: numbers and words, never anything else that a document says.
#[derive(Default)]
struct Pen(Html);

impl Pen {
    fn literal(&mut self, markup: &'static str) {
        self.0.push_literal(markup);
    }

    fn text(&mut self, text: &str) {
        self.0.push_text(text);
    }

    fn number(&mut self, before: &'static str, number: usize) {
        self.0.push_literal(before);
        self.0.push_number(number);
    }

    fn line(&mut self, class: &str, from: (usize, usize), to: (usize, usize)) {
        self.literal("<line class=\"");
        self.text(class);
        self.number("\" x1=\"", from.0);
        self.number("\" y1=\"", from.1);
        self.number("\" x2=\"", to.0);
        self.number("\" y2=\"", to.1);
        self.literal("\" stroke=\"currentColor\"/>");
    }

    fn words(&mut self, class: &str, at: (usize, usize), anchor: &str, words: &str) {
        self.literal("<text class=\"");
        self.text(class);
        self.number("\" x=\"", at.0);
        self.number("\" y=\"", at.1);
        self.literal("\" text-anchor=\"");
        self.text(anchor);
        self.literal("\">");
        self.text(words);
        self.literal("</text>");
    }

    fn bone(&mut self, bone: &Bone, spine: usize) {
        self.line("bone", bone.from, bone.to);
        let above = bone.from.1 < spine;
        let y = if above { bone.from.1 - 8 } else { bone.from.1 + 18 };
        self.words("name", (bone.from.0, y), "middle", &bone.name);
        for twig in &bone.twigs {
            let long = twig.lines.iter().map(|line| width(line)).max().unwrap_or(0) + 10;
            self.line("twig", (twig.x.saturating_sub(long), twig.y + 4), (twig.x, twig.y + 4));
            for (number, line) in twig.lines.iter().rev().enumerate() {
                self.words("cause", (twig.x - 10, twig.y - number * LINE), "end", line);
            }
        }
    }
}

/// What a fenced block draws.
pub(in crate::site) fn parse(source: &str) -> Fish {
    let fish = FencedFishbone::parse(source);
    Fish { head: fish.head, bones: fish.bones.into_iter().map(|bone| (bone.name, bone.causes)).collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, proptest};

    use super::{COLUMN, Fish, MOST_CAUSES, TEXT, parse, width, wrap};

    fn fish(bones: &[(&str, &[&str])]) -> Fish {
        let owned = |causes: &[&str]| causes.iter().map(|&cause| cause.to_owned()).collect();
        let bones = bones.iter().map(|&(name, causes)| (name.to_owned(), owned(causes))).collect();
        Fish { head: "결제 승인 지연".to_owned(), bones }
    }

    #[test]
    fn bones_alternate_and_lean_towards_the_head() {
        let drawing = fish(&[("People", &["tired"]), ("설비", &["오래된 디스크", "팬"]), ("Process", &[])]).layout();
        let drawing = drawing.expect("a drawing");
        let sides: Vec<bool> = drawing.bones.iter().map(|bone| bone.from.1 < drawing.spine).collect();
        assert_eq!(sides, [true, false, true]);
        assert!(drawing.bones.iter().all(|bone| bone.from.0 < bone.to.0 && bone.to.1 == drawing.spine));
        assert_eq!(drawing.bones[2].to.0 - drawing.bones[0].to.0, COLUMN);
        assert_eq!(Fish::default().layout(), None);
    }

    #[test]
    fn lines_break_between_words_and_within_long_ones() {
        assert_eq!(wrap("one two", 100, 3), ["one two"]);
        assert_eq!(wrap("커넥션 풀 크기를 아무도 보지 않았다", 100, 3).len(), 3);
        assert!(wrap(&"가".repeat(60), TEXT, 9).iter().all(|line| width(line) <= TEXT));
        assert!(wrap(&"w ".repeat(200), TEXT, 3)[2].ends_with('…'));
    }

    #[test]
    fn a_fenced_block_says_what_went_wrong_and_why() {
        let parsed = parse("Payments failed\n- People\n  - tired\n  - new\n- Tools: a, b\n\n*  Process\n\t* none\n");
        assert_eq!(parsed.head, "Payments failed");
        let names: Vec<(&str, usize)> =
            parsed.bones.iter().map(|(name, causes)| (name.as_str(), causes.len())).collect();
        assert_eq!(names, [("People", 2), ("Tools", 2), ("Process", 1)]);
    }

    #[test]
    fn what_a_document_says_stays_text() {
        let drawing = fish(&[("<b>", &["\"><script>"])]).layout().expect("a drawing");
        let svg = drawing.svg("\"x").as_str().to_owned();
        assert!(!svg.contains("<script") && !svg.contains("<b>") && svg.contains("&quot;x"), "{svg}");
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_drawing(bones in prop::collection::vec((".{0,40}", prop::collection::vec(".{0,120}", 0..12)), 1..14)) {
            let drawing = Fish { head: "head".to_owned(), bones }.layout().expect("a drawing");
            for bone in &drawing.bones {
                prop_assert!(bone.from.0 < drawing.width && bone.from.1 <= drawing.height && bone.from.1 >= 20);
                prop_assert!(bone.twigs.len() <= MOST_CAUSES + 1);
                for twig in &bone.twigs {
                    prop_assert!(twig.y <= drawing.height && twig.x <= bone.to.0 && twig.x >= bone.from.0);
                    let long = twig.lines.iter().map(|line| width(line)).max().unwrap_or(0);
                    prop_assert!(long <= twig.x + 34, "{long} at {}", twig.x);
                }
            }
        }
    }
}
