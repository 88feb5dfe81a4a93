//! One language's rules as numbers, and the numbers as Rust. `src/tables.rs` has what each table means.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::grammar::{self, Step};
use crate::lexicon::Lexicon;
use crate::read::{KINDS, Language, lines};
use crate::reasons::Ids;

/// Where a context may stand, as the rules name it. The order is that of `Place` in `src/tables.rs`.
const PLACES: [&str; 8] = [
    "in_sentence",
    "in_sentence_or_last",
    "before",
    "just_before",
    "after",
    "just_after",
    "after_or_next",
    "here",
];

/// The classes every language must have; `src/tables.rs` says what they are for.
const NEEDED: [&str; 5] = ["filler", "joint", "lead", "turn", "negation"];

struct Compiled {
    /// Words each as a class of one, until their numbers are known.
    code: Vec<Vec<u16>>,
    owner: Vec<u16>,
    firsts: Vec<Vec<usize>>,
}

/// The static table of one language.
pub(crate) fn code(name: &str, language: &Language, ids: &Ids) -> String {
    let mut lexicon = Lexicon::new(&language.classes);
    let needed = NEEDED.map(|it| lexicon.class(&[format!("@{it}")]));
    let contexts: Vec<&String> = language.contexts.keys().collect();
    assert!(contexts.len() <= 64, "{name}: more than 64 contexts");
    let mut compiled = Compiled { code: Vec::new(), owner: Vec::new(), firsts: Vec::new() };
    for (at, text) in language.contexts.values().enumerate() {
        compiled.add(text, 0x8000 | short(at), &mut lexicon);
    }
    for (at, rule) in language.rules.iter().enumerate() {
        compiled.add(&rule.marks, short(at), &mut lexicon);
    }
    for (from, to) in &language.spelled {
        lexicon.learn(from);
        to.split_whitespace().for_each(|it| lexicon.learn(it));
    }
    let mut code = format!("pub(crate) static {}: Tables = Tables {{\n", name.to_uppercase());
    words(&mut code, &lexicon, language);
    compiled.write(&mut code, lexicon.class_count());
    rules(&mut code, language, &contexts, ids);
    for (name, class) in NEEDED.iter().zip(needed) {
        let _ = writeln!(code, "    {name}: {class},");
    }
    crate::meant::code(&mut code, language);
    code.push_str("};\n");
    code.push_str(&crate::meant::learned(name));
    code
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or_else(|_| panic!("{number} does not fit a table"))
}

fn flat(code: &mut String, name: &str, lists: &[Vec<u16>]) {
    let mut ends = vec![0];
    for list in lists {
        ends.push(ends.last().copied().unwrap_or(0) + short(list.len()));
    }
    let all: Vec<u16> = lists.concat();
    let _ = writeln!(code, "    {name}: Lists {{ ends: &{ends:?}, all: &{all:?} }},");
}

fn words(code: &mut String, lexicon: &Lexicon, language: &Language) {
    let (words, stems) = lexicon.sorted();
    for (name, list) in [("words", &words), ("stems", &stems)] {
        let mut ends = vec![0];
        for word in list {
            ends.push(ends.last().copied().unwrap_or(0) + short(word.len()));
        }
        let _ = writeln!(code, "    {name}: Spellings {{ ends: &{ends:?}, letters: {:?} }},", list.concat());
    }
    let numbers = |it: &&str, is_stem| lexicon.classes_of(it, is_stem).into_iter().map(short).collect();
    let whole = words.iter().map(|it| numbers(it, false));
    let classes: Vec<Vec<u16>> = whole.chain(stems.iter().map(|it| numbers(it, true))).collect();
    flat(code, "classes", &classes);
    let at = |word: &str| short(words.iter().position(|it| *it == crate::letters::folded(word)).unwrap_or(0));
    let spelled: BTreeMap<u16, Vec<u16>> = language
        .spelled
        .iter()
        .map(|(from, to)| (at(from), to.split_whitespace().map(at).collect()))
        .collect();
    let keys: Vec<u16> = spelled.keys().copied().collect();
    let _ = writeln!(code, "    spelled: &{keys:?},");
    flat(code, "spelled_as", &spelled.into_values().collect::<Vec<_>>());
}

impl Compiled {
    fn add(&mut self, text: &str, owner: u16, lexicon: &mut Lexicon) {
        for steps in lines(text).flat_map(grammar::patterns) {
            let mut firsts = Vec::new();
            let mut begun = false;
            let mut numbers = Vec::new();
            for step in &steps {
                let (number, first) = encoded(step, lexicon);
                numbers.push(number);
                if let (Some((class, optional)), false) = (first, begun) {
                    firsts.push(class);
                    begun = !optional;
                } else if matches!(step, Step::Gap(_) | Step::WideGap(_) | Step::Any) && !begun {
                    panic!("a pattern begins with a word or a class: {text}");
                }
            }
            assert!(begun, "a pattern needs a word: {text}");
            self.code.push(numbers);
            self.owner.push(owner);
            self.firsts.push(firsts);
        }
    }

    fn write(&self, code: &mut String, classes: usize) {
        flat(code, "patterns", &self.code);
        let _ = writeln!(code, "    owner: &{:?},", self.owner);
        let mut by_first = vec![Vec::new(); classes];
        for (pattern, firsts) in self.firsts.iter().enumerate() {
            for class in firsts {
                by_first[*class].push(short(pattern));
            }
        }
        flat(code, "by_first", &by_first);
    }
}

/// The operation in the upper four bits, its number in the lower twelve; and the class that can come first.
fn encoded(step: &Step, lexicon: &mut Lexicon) -> (u16, Option<(usize, bool)>) {
    let with = |operation: u16, number: usize| {
        assert!(number < 0x1000, "more than 4,096 classes");
        operation << 12 | short(number)
    };
    match step {
        Step::Word { names, optional } => {
            let class = lexicon.class(names);
            (with(u16::from(*optional), class), Some((class, *optional)))
        }
        Step::Not(names) => (with(2, lexicon.class(names)), None),
        Step::Any => (with(3, 0), None),
        Step::Gap(count) => (with(4, usize::from(*count)), None),
        Step::WideGap(count) => (with(5, usize::from(*count)), None),
        Step::Open => (with(6, 0), None),
        Step::Close => (with(7, 0), None),
        Step::SentenceStart => (with(8, 0), None),
        Step::ClauseStart => (with(9, 0), None),
        Step::ClauseEnd => (with(10, 0), None),
        Step::SentenceEnd => (with(11, 0), None),
    }
}

fn rules(code: &mut String, language: &Language, contexts: &[&String], ids: &Ids) {
    let guard = |text: &String, forbids: bool| {
        let (context, place) =
            text.split_once(' ').unwrap_or_else(|| panic!("a guard is a context and a place, not `{text}`"));
        let context = contexts
            .iter()
            .position(|it| *it == context)
            .unwrap_or_else(|| panic!("there is no context `{context}`"));
        let place = PLACES
            .iter()
            .position(|it| *it == place)
            .unwrap_or_else(|| panic!("there is no place `{place}`"));
        short(place << 8 | context) | u16::from(forbids) << 15
    };
    let mut guards = Vec::new();
    code.push_str("    rules: &[");
    for rule in &language.rules {
        let (reason, better) = match KINDS[rule.kind] {
            "self_harm" => (0, 0),
            _ => (ids.reason(&rule.reason), ids.better(&rule.better)),
        };
        let _ = write!(code, "[{}, {reason}, {better}], ", rule.kind);
        let needs = rule.needs.iter().map(|it| guard(it, false));
        guards.push(needs.chain(rule.unless.iter().map(|it| guard(it, true))).collect::<Vec<u16>>());
    }
    code.push_str("],\n");
    flat(code, "guards", &guards);
}
