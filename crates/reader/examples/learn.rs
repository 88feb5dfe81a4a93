//! Learns the weights of a language from its tables of examples: `cargo run --release -p reader --example learn -- en`.
//! Softmax over the eight kinds and `clean`, by stochastic descent with a step of its own for each weight (AdaGrad: Duchi, Hazan,
//! Singer 2011) and shrinking towards zero after each step; the same numbers on every run. With
//! `--without=NAME,…` the sentences of those tables are judged by weights that were learned without them, and nothing is written but
//! with `--write`, for `measure` to judge them by patterns and weights together.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::needless_range_loop,
    reason = "a tool for whoever writes examples"
)]

use std::collections::HashMap;
use std::{env, fs};

use reader::{Kind, Language, features};

/// How often each text is learned from, how far a step goes, how strongly weights are drawn towards zero, in how many texts a
/// feature must be seen, and how many features of ten are passed over at each step.
const ROUNDS: usize = 30;
const STEP: f32 = 0.5;
const SHRINK: f32 = 0.0015;
const LEAST: u32 = 2;
const PASSED_OVER: u64 = 7;
/// How many features are kept in the end: as many as two bytes can count. Of 120,000 the lighter half can go without harm; with 10,000 one hard sentence in ten was lost.
const KEPT: usize = 65_535;
/// How much more a sentence of a labelled table weighs than one that was only written to be learned from.
const OWN: f32 = 2.0;
const KINDS: usize = 9;
const CLEAN: usize = 8;
const ORDER: [Kind; 8] = [
    Kind::Demanding,
    Kind::FeelingsDodge,
    Kind::Conditional,
    Kind::DeflectingBut,
    Kind::Blaming,
    Kind::SelfPity,
    Kind::Minimising,
    Kind::Passive,
];

/// A text with its sentences' features and the kinds that are right for it.
struct Example {
    sentences: Vec<Vec<usize>>,
    right: [bool; KINDS],
    weight: f32,
}

/// Numbers drawn in a fixed order (xorshift; Marsaglia 2003).
struct Drawn(u64);

impl Drawn {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(count).unwrap()).unwrap()
    }
}

/// One way of saying a line: of each `(a|b)` one.
fn said(line: &str, slots: &HashMap<String, Vec<String>>, drawn: &mut Drawn) -> String {
    let mut text = line.to_owned();
    while let Some(close) = text.find([')', '}']) {
        let Some(open) = text[..close].rfind(['(', '{']) else {
            panic!("a bracket is not opened in: {line}")
        };
        let inner = &text[open + 1..close];
        let chosen = if text.as_bytes()[close] == b'}' {
            let all = slots.get(inner).unwrap_or_else(|| panic!("no slot {inner} in: {line}"));
            all[drawn.below(all.len())].clone()
        } else {
            let all: Vec<&str> = inner.split('|').collect();
            all[drawn.below(all.len())].to_owned()
        };
        text = [&text[..open], &chosen, &text[close + 1..]].concat();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" .", ".")
}

/// In how many ways a line is taken: few if it can be said in few.
fn ways(line: &str) -> usize {
    let choices = line.matches('|').count() + 3 * line.matches('{').count();
    (1 + choices * 2 / 3).min(10)
}

/// The texts of a table: a toml table of labels, or lines under `# label`.
fn table(path: &str, drawn: &mut Drawn) -> Vec<(String, String, f32)> {
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{path}"));
    if path.ends_with(".toml") {
        let table: toml::Table = text.parse().unwrap();
        let rows = table.iter().flat_map(|(label, all)| {
            let all = all.as_array().unwrap().iter();
            all.map(move |it| (label.clone(), it.as_str().unwrap().to_owned(), OWN))
        });
        return rows.collect();
    }
    let mut slots = HashMap::new();
    let (mut label, mut rows) = (String::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with("//")) {
        if let Some(name) = line.strip_prefix("# ") {
            name.clone_into(&mut label);
        } else if let Some((name, all)) = line.strip_prefix('@').and_then(|it| it.split_once(' ')) {
            slots.insert(name.to_owned(), all.split('|').map(|it| it.trim().to_owned()).collect());
        } else {
            let count = ways(line);
            let mut seen = Vec::new();
            for _ in 0..count {
                let one = said(line, &slots, drawn);
                if !seen.contains(&one) {
                    seen.push(one);
                }
            }
            let weight = 1.0 / f32::from(u16::try_from(seen.len()).unwrap()).sqrt();
            rows.extend(seen.into_iter().map(|it| (label.clone(), it, weight)));
        }
    }
    rows
}

struct Learner {
    numbers: HashMap<u32, usize>,
    weights: Vec<[f32; KINDS]>,
    squares: Vec<[f32; KINDS]>,
    biases: [f32; KINDS],
}

fn cut(feature: u32) -> u32 {
    (feature ^ (feature >> 15)).wrapping_mul(0x9e37_79b1) >> 12
}

fn right(label: &str) -> [bool; KINDS] {
    let mut right = [false; KINDS];
    for name in label.split(' ') {
        right[ORDER.iter().position(|it| it.name() == name).unwrap_or(CLEAN)] = true;
    }
    right
}

impl Learner {
    /// The numbers of features; one that is not known counts in the length of its sentence all the same.
    fn numbered(&self, features: &[u32]) -> Vec<usize> {
        features.iter().map(|it| self.numbers.get(&cut(*it)).copied().unwrap_or(usize::MAX)).collect()
    }

    fn scores(&self, features: &[usize]) -> [f32; KINDS] {
        let root = root(features.len());
        let mut sums = [0.0; KINDS];
        for feature in features {
            if let Some(row) = self.weights.get(*feature) {
                sums.iter_mut().zip(row).for_each(|(sum, it)| *sum += it);
            }
        }
        std::array::from_fn(|at| sums[at] / root + self.biases[at])
    }

    fn chances(&self, features: &[usize]) -> [f32; KINDS] {
        let scores = self.scores(features);
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let raised = scores.map(|it| (it - most).exp());
        let all: f32 = raised.iter().sum();
        raised.map(|it| it / all)
    }

    /// Learns from one sentence.
    fn take(&mut self, features: &[usize], right: &[bool; KINDS], weight: f32, drawn: &mut Drawn) {
        let kept: Vec<usize> =
            features.iter().copied().filter(|_| drawn.next() % 10 >= PASSED_OVER).collect();
        let chances = self.chances(&kept);
        let good: f32 = (0..KINDS).filter(|it| right[*it]).map(|it| chances[it]).sum();
        let root = root(kept.len());
        let slopes: [f32; KINDS] = std::array::from_fn(|at| {
            let aim = if right[at] { chances[at] / good.max(1e-6) } else { 0.0 };
            (chances[at] - aim) * weight
        });
        for at in 0..KINDS {
            self.biases[at] -= 0.01 * slopes[at];
        }
        for feature in kept.into_iter().filter(|it| *it < usize::MAX) {
            for at in 0..KINDS {
                let slope = slopes[at] / root;
                self.squares[feature][at] += slope * slope;
                let step = STEP / (self.squares[feature][at].sqrt() + 0.05);
                let moved = self.weights[feature][at] - step * slope;
                self.weights[feature][at] = moved.signum() * (moved.abs() - step * SHRINK / root).max(0.0);
            }
        }
    }

    fn learn(&mut self, examples: &[Example], drawn: &mut Drawn) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for _ in 0..ROUNDS {
            for at in (1..order.len()).rev() {
                order.swap(at, drawn.below(at + 1));
            }
            for at in &order {
                let it = &examples[*at];
                if it.right[CLEAN] {
                    for sentence in &it.sentences {
                        self.take(sentence, &it.right, it.weight, drawn);
                    }
                    continue;
                }
                let hard = |features: &Vec<usize>| {
                    let chances = self.chances(features);
                    (0..CLEAN).filter(|kind| it.right[*kind]).map(|kind| chances[kind]).sum::<f32>()
                };
                let most = it.sentences.iter().max_by(|one, other| hard(one).total_cmp(&hard(other)));
                if let Some(most) = most.cloned() {
                    self.take(&most, &it.right, it.weight, drawn);
                }
            }
        }
    }

    /// Throws all but the heaviest features away.
    fn prune(&mut self, count: usize) {
        let heavy = |row: &[f32; KINDS]| row.iter().map(|it| it * it).sum::<f32>();
        let mut all: Vec<f32> = self.weights.iter().map(heavy).collect();
        all.sort_by(f32::total_cmp);
        let least = all[all.len().saturating_sub(count)].max(1e-9);
        for row in &mut self.weights {
            if heavy(row) < least {
                *row = [0.0; KINDS];
            }
            // What is added to all nine alike changes nothing: with the middle one at nothing most of them need not be kept.
            let mut sorted = *row;
            sorted.sort_by(f32::total_cmp);
            *row = row.map(|it| (it - sorted[4]).round());
        }
    }

    fn write(&self, path: &str) {
        let byte = |it: f32| it.round().clamp(-127.0, 127.0) as i8;
        let mut rows: Vec<(u32, [i8; KINDS])> =
            self.numbers.iter().map(|(feature, at)| (*feature, self.weights[*at].map(byte))).collect();
        rows.retain(|(_, row)| row.iter().any(|it| *it != 0));
        rows.sort_unstable();
        let mut bytes = Vec::from(u16::try_from(rows.len()).unwrap().to_le_bytes());
        let mut last = 0;
        for (feature, _) in &rows {
            let mut distance = feature - last;
            while distance >= 255 {
                bytes.push(255);
                distance -= 255;
            }
            bytes.push(u8::try_from(distance).unwrap());
            last = *feature;
        }
        rows.iter().for_each(|(_, row)| bytes.extend(row.map(i8::cast_unsigned)));
        bytes.extend(self.biases.map(|it| byte(it).cast_unsigned()));
        fs::write(path, &bytes).unwrap();
        println!("{path}: {} features, {} bytes", rows.len(), bytes.len());
    }
}

fn root(features: usize) -> f32 {
    f32::from(u16::try_from(features.max(1).isqrt()).unwrap())
}

/// All tables of a language: those that are learned from, and those that are left out, as those that are kept fresh always are.
fn tables(name: &str, without: &[&str]) -> (Vec<String>, Vec<String>) {
    let mut paths: Vec<String> = Vec::new();
    for folder in ["learning", "tests/sentences"] {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        let names = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        let of_language = |it: &String| it.starts_with(name);
        paths.extend(names.filter(of_language).map(|it| format!("{folder}/{it}")));
    }
    paths.sort();
    paths.into_iter().partition(|path| !path.contains("fresh") && !without.iter().any(|it| path.contains(it)))
}

/// A learner that knows the common features of these texts, and the texts with their features numbered.
fn begun(rows: &[(String, String, f32)], language: Language) -> (Learner, Vec<Example>) {
    let looked: Vec<Vec<Vec<u32>>> = rows.iter().map(|(_, text, _)| features(text, language)).collect();
    let mut seen: HashMap<u32, u32> = HashMap::new();
    for feature in looked.iter().flatten().flatten() {
        *seen.entry(cut(*feature)).or_default() += 1;
    }
    let mut common: Vec<u32> =
        seen.into_iter().filter(|(_, count)| *count >= LEAST).map(|(it, _)| it).collect();
    common.sort_unstable();
    let learner = Learner {
        numbers: common.iter().enumerate().map(|(at, it)| (*it, at)).collect(),
        weights: vec![[0.0; KINDS]; common.len()],
        squares: vec![[0.0; KINDS]; common.len()],
        biases: [0.0; KINDS],
    };
    let numbered = |(row, looked): (&(String, String, f32), &Vec<Vec<u32>>)| Example {
        sentences: looked.iter().map(|it| learner.numbered(it)).collect(),
        right: right(&row.0),
        weight: row.2,
    };
    let examples = rows.iter().zip(&looked).map(numbered).collect();
    (learner, examples)
}

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let name = words.first().map_or("en", String::as_str);
    let language = if name == "es" { Language::Es } else { Language::En };
    let without = words.iter().find_map(|it| it.strip_prefix("--without="));
    let without: Vec<&str> = without.map_or(Vec::new(), |it| it.split(',').collect());
    let (learned, held) = tables(name, &without);
    let mut drawn = Drawn(0x9e37_79b9_7f4a_7c15);
    let rows: Vec<_> = learned.iter().flat_map(|it| table(it, &mut drawn)).collect();
    let (mut learner, examples) = begun(&rows, language);
    println!("{} texts, {} features", examples.len(), learner.numbers.len());
    learner.learn(&examples, &mut drawn);
    let kept = words.iter().find_map(|it| it.strip_prefix("--kept=")).map_or(KEPT, |it| it.parse().unwrap());
    learner.prune(kept);
    if without.is_empty() || words.iter().any(|it| it == "--write") {
        learner.write(&format!("{}/languages/{name}/learned.bin", env!("CARGO_MANIFEST_DIR")));
    } else {
        let held: Vec<_> = held.iter().flat_map(|it| table(it, &mut drawn)).collect();
        judge(&learner, &held, language, words.iter().any(|it| it == "--misses"));
    }
}

/// A text that was not learned from: by how much its strongest kind passes `clean`, that kind, and which are right.
struct Judged<'a> {
    margin: f32,
    kind: usize,
    right: [bool; KINDS],
    text: &'a str,
}

/// How texts that were not learned from are judged, at several margins.
fn judge(learner: &Learner, held: &[(String, String, f32)], language: Language, tell: bool) {
    let judged: Vec<Judged<'_>> = held
        .iter()
        .map(|(label, text, _)| {
            let (mut margin, mut kind) = (f32::MIN, 0);
            for sentence in features(text, language) {
                let scores = learner.scores(&learner.numbered(&sentence));
                for at in 0..CLEAN {
                    if scores[at] - scores[CLEAN] > margin {
                        (margin, kind) = (scores[at] - scores[CLEAN], at);
                    }
                }
            }
            Judged { margin, kind, right: right(label), text }
        })
        .collect();
    for least in [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0] {
        let hard = judged.iter().filter(|it| !it.right[CLEAN]);
        let caught = hard.clone().filter(|it| it.margin > least && it.right[it.kind]).count();
        let clean = judged.iter().filter(|it| it.right[CLEAN]);
        let touched = clean.clone().filter(|it| it.margin > least).count();
        println!("{least:>5}: hard {caught} of {}, clean {touched} of {}", hard.count(), clean.count());
    }
    for it in judged.iter().filter(|_| tell) {
        let labels: Vec<&str> = (0..CLEAN).filter(|at| it.right[*at]).map(|at| ORDER[at].name()).collect();
        let good = if it.right[CLEAN] { it.margin < 0.5 } else { it.margin > 0.5 && it.right[it.kind] };
        if !good {
            println!("{labels:?} {} -> {} {:.1}", it.text, ORDER[it.kind].name(), it.margin);
        }
    }
}
