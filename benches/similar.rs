//! How good and how fast similar incidents are found.
//!
//! ```sh
//! cargo bench --bench similar -- ../shared/corpus
//! ```
//!
//! Quality: over documents whose authors named earlier ones (`related.tsv`) and documents that were judged to tell of
//! one recurring cause (`cause-families.tsv`), beside two baselines on the same terms of the same texts: BM25 "more like
//! this" (the 25 terms with the most tf·idf, as Lucene has it; and all terms) and the cosine of TF-IDF (plain, and with
//! ln tf). Every id, file name and day is masked in the texts first, links to other documents lose their words too, and
//! what documents declare is forgotten: only texts count. Candidates are the other postmortems of the same repository,
//! for all methods alike. Then parameters are chosen on half of the repositories and measured on the other half, and
//! documents are asked about by their title alone, as `pmdoc new` does. Speed: over invented documents (`support/corpus.rs`); `PMDOC_BENCH_DOCUMENTS` adds a size.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    unreachable_pub,
    reason = "a command of its own, and a table of small numbers"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;

use pmdoc::document::Document;
use pmdoc::knowledge::{Comparison, KnowledgeBase, LIKELY, Similarity};
use pmdoc::postmortem::{Field, Hint, Reader, ReaderOptions, Record};
use pmdoc::search::{Bm25f, Index, terms};
use pmdoc::text::RelPath;
use regex::Regex;

/// Path, and the paths that are right for it.
type Labels = BTreeMap<String, BTreeSet<String>>;
/// For a document, the others of its repository, best first.
type Rank<'r> = &'r (dyn Fn(usize) -> Vec<usize> + Sync);

/// A way to rank the other texts by likeness to one of them.
type Baseline = fn(&Texts, usize) -> Vec<usize>;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(folder.unwrap_or_else(|| "../shared/corpus".to_owned()));
    match Corpus::read(&folder) {
        Some(corpus) => quality(&corpus),
        None => eprintln!("no labels: {} is not there", folder.join("related.tsv").display()),
    }
    let more = std::env::var("PMDOC_BENCH_DOCUMENTS").ok().and_then(|n| n.parse().ok());
    println!("\n{:>9} {:>9} {:>9} {:>9} {:>9}", "documents", "MB", "index", "relations", "µs each");
    [1_000, 10_000].into_iter().chain(more).for_each(speed);
}

/// Repositories by name, and what is right.
struct Corpus {
    repositories: BTreeMap<String, Vec<Record>>,
    sets: Vec<(&'static str, Labels)>,
}

impl Corpus {
    fn read(folder: &Path) -> Option<Self> {
        let related = std::fs::read_to_string(folder.join("related.tsv")).ok()?;
        let families = std::fs::read_to_string(folder.join("cause-families.tsv")).ok()?;
        let mut one = Labels::new();
        let mut others = Labels::new();
        for row in related.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
            // Most references are of one repository: it is a set of its own, or it would be the only one that counts.
            let set = if row[4] == "Kaikei-e/Alt" { &mut one } else { &mut others };
            set.entry(row[0].to_owned()).or_default().insert(row[1].to_owned());
        }
        let sets = vec![
            ("references, one repository", one),
            ("references, five others", others),
            ("families", of_families(&families)),
        ];
        Some(Self { repositories: repositories(&folder.join("docs")), sets })
    }
}

/// Documents of the same family are right for each other.
fn of_families(text: &str) -> Labels {
    let rows: Vec<(&str, BTreeSet<&str>)> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(path, families)| (path, families.trim().split(',').filter(|family| !family.is_empty()).collect()))
        .collect();
    let mut labels = Labels::new();
    for (path, families) in &rows {
        let same = rows.iter().filter(|(other, theirs)| other != path && !theirs.is_disjoint(families));
        let same: BTreeSet<String> = same.map(|(other, _)| (*other).to_owned()).collect();
        if !same.is_empty() {
            labels.insert((*path).to_owned(), same);
        }
    }
    labels
}

fn repositories(docs: &Path) -> BTreeMap<String, Vec<Record>> {
    let reader = Reader::new(ReaderOptions { lead_paragraph_is_summary: true, ..ReaderOptions::default() });
    let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(docs).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let below = entry.path().strip_prefix(docs).unwrap_or(entry.path());
        let name = below.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned());
        if let Some(name) = name.filter(|_| entry.file_type().is_file()) {
            files.entry(name).or_default().push(entry.path().to_owned());
        }
    }
    let read = |files: Vec<PathBuf>| {
        let mask = Mask::new(&files);
        let record = |file: &PathBuf| {
            let text = std::fs::read_to_string(file).ok()?;
            let path = RelPath::new(&Path::new("docs").join(file.strip_prefix(docs).ok()?))?;
            let shown = path.as_str().to_owned();
            let mut record = reader.read(path, shown, Document::parse(mask.masked(&text)), Hint::Unknown);
            record.postmortem.mentions.clear();
            record.postmortem.root_causes.clear();
            record.postmortem.fields.remove(&Field::Related);
            record.postmortem.kind.is_postmortem().then_some(record)
        };
        files.iter().filter_map(record).collect::<Vec<_>>()
    };
    files.into_iter().map(|(name, files)| (name, read(files))).collect()
}

/// Takes out of a text what names other documents.
struct Mask {
    names: Option<Regex>,
    links: Regex,
    ids: Regex,
    days: Regex,
}

impl Mask {
    fn new(files: &[PathBuf]) -> Self {
        let stems = files.iter().filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned()));
        let mut stems: Vec<String> = stems.filter(|stem| stem.len() > 10).map(|stem| regex::escape(&stem)).collect();
        stems.sort_by_key(|stem| std::cmp::Reverse(stem.len()));
        let regex = |pattern: &str| Regex::new(pattern).expect("a pattern");
        Self {
            names: (!stems.is_empty()).then(|| regex(&stems.join("|"))),
            links: regex(r"\[[^\]]*\]\([^)]*\)"),
            ids: regex(
                r"(?i)\b(?:s?pm|postm|inc|ir|rca|coe|postmortem|incident)[-_ ]?\d{2,8}(?:[-_]\d{1,6})?(?:-[a-z0-9-]+)?(?:\.md)?",
            ),
            days: regex(r"\d{4}-\d{2}-\d{2}"),
        }
    }

    fn masked(&self, text: &str) -> String {
        let text = match &self.names {
            Some(names) => {
                let unlinked = self.links.replace_all(text, |link: &regex::Captures<'_>| {
                    if names.is_match(&link[0]) { String::new() } else { link[0].to_owned() }
                });
                names.replace_all(&unlinked, "").into_owned()
            }
            None => text.to_owned(),
        };
        self.days.replace_all(&self.ids.replace_all(&text, ""), "").into_owned()
    }
}

fn quality(corpus: &Corpus) {
    println!(
        "{:<28} {:<24} {:>5} {:>5} {:>5} {:>5} {:>5}",
        "labels (documents)", "method", "p@1", "p@3", "p@5", "r@5", "MRR"
    );
    let mut sums: BTreeMap<&str, Vec<(Scores, usize)>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (set, labels) in &corpus.sets {
        let mut scores: BTreeMap<&str, Scores> = BTreeMap::new();
        order.clear();
        for records in
            corpus.repositories.values().filter(|records| records.iter().any(|r| labels.contains_key(r.path.as_str())))
        {
            let base = KnowledgeBase::new(records.clone());
            measure(&base, labels, &mut |method, score| {
                scores.entry(method).or_default().add(score);
                if !order.contains(&method) {
                    order.push(method);
                }
            });
        }
        for (row, method) in order.iter().enumerate() {
            let name = if row == 0 { format!("{set} ({})", scores[method].documents) } else { String::new() };
            println!("{name:<28} {method:<24} {}", scores[method]);
            sums.entry(method).or_default().push((scores[method], 1));
        }
    }
    for (row, method) in order.iter().enumerate() {
        let mut mean = Scores::default();
        sums[method].iter().for_each(|(scores, _)| mean.add(&scores.mean()));
        println!("{:<28} {method:<24} {mean}", if row == 0 { "mean of the three" } else { "" });
    }
    thresholds(corpus);
    let halves = [0, 1].map(|half| Half::of(corpus, half));
    println!(
        "\n{:<44} {:>5} {:>5} {:>5} {:>5} {:>5}",
        "chosen on one half, measured on the other", "p@1", "p@3", "p@5", "r@5", "MRR"
    );
    across(&halves[0], &halves[1]);
    across(&halves[1], &halves[0]);
    titles(&halves);
}

/// Every other repository that has labels, and all labels of these.
struct Half {
    bases: Vec<KnowledgeBase>,
    labels: Labels,
    name: String,
}

impl Half {
    fn of(corpus: &Corpus, half: usize) -> Self {
        let mut labels = Labels::new();
        for (path, right) in corpus.sets.iter().flat_map(|(_, set)| set) {
            labels.entry(path.clone()).or_default().extend(right.iter().cloned());
        }
        let has_labels = |records: &[Record]| records.iter().any(|record| labels.contains_key(record.path.as_str()));
        let labelled = corpus.repositories.iter().filter(|(_, records)| has_labels(records)).skip(half).step_by(2);
        let (names, bases): (Vec<&str>, _) =
            labelled.map(|(name, records)| (name.as_str(), KnowledgeBase::new(records.clone()))).unzip();
        Self { bases, name: names.join(", "), labels }
    }

    /// The means over the documents that have labels.
    fn score(&self, by: Comparison) -> Scores {
        let mut scores = Scores::default();
        for base in &self.bases {
            let similarity = Similarity::by(base, by);
            judged(base, &self.labels, &mut |index, right| {
                let found = similarity.of(index, usize::MAX);
                let ranked: Vec<usize> = found.iter().map(|similar| similar.record).collect();
                scores.add(&Scores::of(&ranked, right));
            });
        }
        scores
    }
}

/// Each document that has labels, with those that are right for it.
fn judged(base: &KnowledgeBase, labels: &Labels, tell: &mut dyn FnMut(usize, &BTreeSet<usize>)) {
    let at = |path: &str| base.records.iter().position(|record| record.path.as_str() == path);
    for (path, right) in labels {
        let Some(index) = at(path) else { continue };
        let right: BTreeSet<usize> = right.iter().filter_map(|path| at(path)).collect();
        if !right.is_empty() {
            tell(index, &right);
        }
    }
}

/// The parameters that are best on one half, by what they come to on the other.
fn across(chosen_on: &Half, other: &Half) {
    let grid = [0.0, 0.2, 0.4, 0.6, 0.8]
        .into_iter()
        .flat_map(|essence| [200, 400, 800].into_iter().map(move |terms| Comparison { essence, terms }));
    let best = grid.map(|by| (chosen_on.score(by).mean().sums[1], by)).max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, best)) = best else { return };
    println!("{}", other.name);
    println!(
        "  {:<42} {}",
        format!("essence {}, {} terms, chosen on the rest", best.essence, best.terms),
        other.score(best)
    );
    println!("  {:<42} {}", "the default", other.score(Comparison::default()));
    let baselines: [(&str, Baseline); 4] = [
        ("BM25, 25 terms", |texts, index| texts.more_like_this(index, 25)),
        ("BM25, all terms", |texts, index| texts.more_like_this(index, usize::MAX)),
        ("TF-IDF cosine", |texts, index| texts.cosine(index, |tf| tf)),
        ("TF-IDF cosine, 1 + ln tf", |texts, index| texts.cosine(index, |tf| 1.0 + tf.ln())),
    ];
    for (method, rank) in baselines {
        let mut scores = Scores::default();
        for base in &other.bases {
            let texts = Texts::of(base);
            judged(base, &other.labels, &mut |index, right| scores.add(&Scores::of(&rank(&texts, index), right)));
        }
        println!("  {method:<42} {scores}");
    }
}

/// Documents asked about by nothing but their title: at most three are shown.
fn titles(halves: &[Half]) {
    let reader = Reader::new(ReaderOptions::default());
    let (mut scores, mut shown, mut right_shown) = (Scores::default(), 0, 0);
    for half in halves {
        for base in &half.bases {
            judged(base, &half.labels, &mut |index, right| {
                let mut records = base.records.clone();
                let record = &records[index];
                let text = format!("# {}\n", record.postmortem.title.value);
                records[index] =
                    reader.read(record.path.clone(), String::new(), Document::parse(text), Hint::Postmortem).into();
                let asked = KnowledgeBase::new(records);
                let found = Similarity::new(&asked).of(index, usize::MAX);
                let ranked: Vec<usize> = found.iter().map(|similar| similar.record).collect();
                scores.add(&Scores::of(&ranked, right));
                let likely = found.iter().take(3).filter(|similar| similar.score >= LIKELY);
                likely.for_each(|similar| {
                    shown += 1;
                    right_shown += usize::from(right.contains(&similar.record));
                });
            });
        }
    }
    println!("{:<44} {scores}", format!("by title alone ({} documents)", scores.documents));
    println!("  shown {shown}, of these labelled {right_shown}");
}

/// Sums of the measures over documents.
#[derive(Debug, Clone, Copy, Default)]
struct Scores {
    documents: usize,
    sums: [f64; 5],
}

impl Scores {
    fn of(ranked: &[usize], right: &BTreeSet<usize>) -> Self {
        let hits = |n: usize| ranked.iter().take(n).filter(|other| right.contains(other)).count() as f64;
        let first = ranked.iter().position(|other| right.contains(other));
        let reciprocal = first.map_or(0.0, |at| 1.0 / (at + 1) as f64);
        let sums = [hits(1), hits(3) / 3.0, hits(5) / 5.0, hits(5) / right.len() as f64, reciprocal];
        Self { documents: 1, sums }
    }

    fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.sums.iter_mut().zip(other.sums).for_each(|(sum, more)| *sum += more);
    }

    fn mean(&self) -> Self {
        Self { documents: 1, sums: self.sums.map(|sum| sum / self.documents as f64) }
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let means: Vec<String> = self.mean().sums.iter().map(|mean| format!("{mean:.3}")).collect();
        f.write_str(&means.join(" "))
    }
}

fn measure(base: &KnowledgeBase, labels: &Labels, tell: &mut dyn FnMut(&'static str, &Scores)) {
    let similarity = Similarity::new(base);
    let texts = Texts::of(base);
    let methods: [(&'static str, Rank<'_>); 5] = [
        ("pmdoc", &|index| similarity.of(index, usize::MAX).iter().map(|similar| similar.record).collect()),
        ("BM25, 25 terms", &|index| texts.more_like_this(index, 25)),
        ("BM25, all terms", &|index| texts.more_like_this(index, usize::MAX)),
        ("TF-IDF cosine", &|index| texts.cosine(index, |tf| tf)),
        ("TF-IDF cosine, 1 + ln tf", &|index| texts.cosine(index, |tf| 1.0 + tf.ln())),
    ];
    judged(base, labels, &mut |index, right| {
        methods.iter().for_each(|(method, rank)| tell(method, &Scores::of(&rank(index), right)));
    });
}

/// The whole texts as plain bags of terms.
struct Texts {
    index: Index<1>,
    bags: Vec<BTreeMap<String, f64>>,
}

impl Texts {
    fn of(base: &KnowledgeBase) -> Self {
        let index = Index::build(base.records.len(), |number, collector| {
            terms(&base.records[number].document.text, |term| collector.add(0, term.text, 1));
        });
        let bag = |record: &Record| {
            let mut bag = BTreeMap::new();
            terms(&record.document.text, |term| *bag.entry(term.text.to_owned()).or_default() += 1.0);
            bag
        };
        Self { bags: base.records.iter().map(|record| bag(record)).collect(), index }
    }

    fn having(&self, term: &str) -> f64 {
        self.index.number(term).map_or(0, |number| self.index.postings(number).len()) as f64
    }

    fn more_like_this(&self, index: usize, most: usize) -> Vec<usize> {
        let all = self.bags.len() as f64;
        let gain = |(term, tf): (&String, &f64)| (tf * (1.0 + (all / self.having(term)).ln()), term.clone(), *tf);
        let mut query: Vec<(f64, String, f64)> = self.bags[index].iter().map(gain).collect();
        query.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        #[allow(clippy::cast_possible_truncation, reason = "a count of words")]
        let query = query
            .iter()
            .take(most)
            .map(|(_, term, tf)| (term.as_str(), if most == usize::MAX { *tf as f32 } else { 1.0 }));
        let plain = Bm25f { weights: [1.0], lengths: [0.75], saturation: 1.2 };
        let hits = plain.rank(&self.index, query);
        hits.iter().map(|hit| hit.document as usize).filter(|&other| other != index).collect()
    }

    fn cosine(&self, index: usize, frequency: fn(f64) -> f64) -> Vec<usize> {
        let all = self.bags.len() as f64;
        let weigh = |bag: &BTreeMap<String, f64>| -> BTreeMap<String, f64> {
            let rarity = |term: &str| 1.0 + ((1.0 + all) / (1.0 + self.having(term))).ln();
            bag.iter().map(|(term, tf)| (term.clone(), frequency(*tf) * rarity(term))).collect()
        };
        let length = |bag: &BTreeMap<String, f64>| bag.values().map(|weight| weight * weight).sum::<f64>().sqrt();
        let own = weigh(&self.bags[index]);
        let likeness = |other: usize| {
            let theirs = weigh(&self.bags[other]);
            let dot: f64 = own.iter().filter_map(|(term, weight)| Some(weight * theirs.get(term)?)).sum();
            dot / length(&theirs).max(f64::MIN_POSITIVE)
        };
        let mut found: Vec<(f64, usize)> =
            (0..self.bags.len()).filter(|&other| other != index).map(|other| (likeness(other), other)).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().map(|(_, other)| other).collect()
    }
}

/// How many of the pairs above a likeness are labelled. What is not may be right all the same: nobody judged it.
fn thresholds(corpus: &Corpus) {
    const STEPS: [f32; 7] = [0.15, LIKELY, 0.25, 0.3, 0.4, 0.45, 0.5];
    println!("\nlikeness ≥   pairs  labelled");
    let mut counts = [(0, 0); STEPS.len()];
    for records in corpus.repositories.values() {
        let base = KnowledgeBase::new(records.clone());
        let similarity = Similarity::new(&base);
        let path = |index: usize| base.records[index].path.as_str();
        let labelled = |a: usize, b: usize| {
            let is =
                |a: &str, b: &str| corpus.sets.iter().any(|(_, set)| set.get(a).is_some_and(|right| right.contains(b)));
            is(path(a), path(b)) || is(path(b), path(a))
        };
        let known = |index: usize| corpus.sets.iter().any(|(_, set)| set.contains_key(path(index)));
        if (0..base.records.len()).filter(|&index| known(index)).count() < 8 {
            continue;
        }
        for a in 0..base.records.len() {
            for b in 0..a {
                let likeness = similarity.likeness(a, b);
                for (count, _) in counts.iter_mut().zip(STEPS).filter(|(_, step)| likeness >= *step) {
                    count.0 += 1;
                    count.1 += usize::from(labelled(a, b));
                }
            }
        }
    }
    counts.iter().zip(STEPS).for_each(|((pairs, right), step)| println!("{step:>10.2} {pairs:>7} {right:>9}"));
}

fn speed(documents: usize) {
    let reader = Reader::new(ReaderOptions::default());
    let read = |number: usize| {
        let path = RelPath::new(Path::new(&format!("postmortems/pm-{number:06}.md"))).expect("a path");
        let document = Document::parse(support::corpus::document(number));
        reader.read(path, String::new(), document, Hint::Postmortem)
    };
    let records: Vec<Record> = (0..documents).into_par_iter().map(read).collect();
    let bytes: usize = records.iter().map(|record| record.document.text.len()).sum();
    let base = KnowledgeBase::new(records);
    let start = Instant::now();
    let similarity = Similarity::new(&base);
    let indexed = start.elapsed();
    let found: usize = similarity.of_each(&(0..documents).collect::<Vec<_>>(), 5).iter().map(Vec::len).sum();
    let all = start.elapsed();
    assert!(found > 0, "something is like something");
    let (each, megabytes) = (all.as_secs_f64() * 1e6 / documents as f64, bytes as f64 / 1e6);
    println!(
        "{documents:>9} {megabytes:>9.1} {indexed:>9.2?} {:>9.2?} {each:>9.0}",
        all.checked_sub(indexed).unwrap_or_default()
    );
}
