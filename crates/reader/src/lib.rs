//! Reads an apology and marks the words that undo it, each with a reason and a better way. It runs where the text is written,
//! keeps nothing, sends nothing, and never forbids a word.

mod learned;
mod letters;
mod marks;
mod matching;
mod spelling;
mod tables;
mod words;

use tables::Tables;

/// A language whose rules the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Spanish, with *tú*, *usted* and *vos*.
    Es,
}

/// How words undo an apology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Makes the hurt a question: "if you were hurt".
    Conditional,
    /// Takes back what was said before: "but I was drunk".
    DeflectingBut,
    /// Nobody did it: "mistakes were made".
    Passive,
    /// Makes it small: "it was only a kiss".
    Minimising,
    /// The other did it: "you made me do it".
    Blaming,
    /// Asks for something in return: "you have to forgive me".
    Demanding,
    /// Is sorry for the other's feelings, not for what was done: "sorry you feel that way".
    FeelingsDodge,
    /// Makes the writer the one to be comforted: "I am such a terrible person".
    SelfPity,
}

/// The kinds in the order in which the tables number them.
const KINDS: [Kind; 8] = [
    Kind::Demanding,
    Kind::FeelingsDodge,
    Kind::Conditional,
    Kind::DeflectingBut,
    Kind::Blaming,
    Kind::SelfPity,
    Kind::Minimising,
    Kind::Passive,
];
/// The number after the kinds: words of self-harm.
const SELF_HARM: u8 = 8;

/// Why words undo an apology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReasonId(u8);

/// What could stand there instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BetterId(u8);

/// Words that undo an apology.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The first byte of the words in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// How they undo it.
    pub kind: Kind,
    /// Why.
    pub reason: ReasonId,
    /// What could stand there.
    pub better: BetterId,
}

/// Marks what undoes an apology, in the order of the text; no two marks overlap.
pub fn read(text: &str, language: Language) -> Vec<Mark> {
    let tables = language.tables();
    let words = words::words(text, tables);
    let mut held = marks::held(&words, tables, |kind| kind != SELF_HARM);
    let learned = learned::judged(text, &words, tables, language.learned(), &mut held);
    let mut marks: Vec<Mark> = held.iter().filter_map(|it| mark(it, &words, tables)).collect();
    for it in learned {
        if let Some(mark) = learned_mark(&it, &words) {
            let at = marks.iter().position(|other| other.start > mark.start).unwrap_or(marks.len());
            marks.insert(at, mark);
        }
    }
    marks
}

/// What the learned weights look at in each sentence of a text; each feature is a number. The weights are learned from these.
pub fn features(text: &str, language: Language) -> Vec<Vec<u32>> {
    let tables = language.tables();
    learned::looked_at(text, &words::words(text, tables), tables)
}

/// Does whoever writes this speak of harming or killing themselves? The answer is for the writer alone.
pub fn speaks_of_self_harm(text: &str, language: Language) -> bool {
    let tables = language.tables();
    let words = words::words(text, tables);
    !marks::held(&words, tables, |kind| kind == SELF_HARM).is_empty()
}

fn mark(it: &marks::Held, words: &[words::Word], tables: &Tables) -> Option<Mark> {
    let [kind, reason, better] = *tables.rules.get(usize::from(it.rule))?;
    Some(Mark {
        start: words.get(it.from)?.start,
        end: words.get(it.to.checked_sub(1)?)?.end,
        kind: *KINDS.get(usize::from(kind))?,
        reason: ReasonId(reason),
        better: BetterId(better),
    })
}

/// The reason and the better way of a learned mark of each kind, in the order of `KINDS`.
const LEARNED: [[&str; 2]; 8] = [
    ["asks_for_something", "leave_it_free"],
    ["about_feelings", "say_what_you_did"],
    ["puts_in_doubt", "say_it_happened"],
    ["takes_back", "stop_before_but"],
    ["you_did_it", "own_your_choice"],
    ["turns_to_you", "stay_with_them"],
    ["makes_small", "let_it_be_large"],
    ["nobody_did_it", "say_i"],
];

fn learned_mark(it: &learned::Learned, words: &[words::Word]) -> Option<Mark> {
    let kind = usize::from(it.kind);
    let [reason, better] = *LEARNED.get(kind)?;
    let place =
        |all: &[&str], id: &str| all.iter().position(|it| *it == id).and_then(|it| u8::try_from(it).ok());
    Some(Mark {
        start: words.get(it.from)?.start,
        end: words.get(it.to.checked_sub(1)?)?.end,
        kind: *KINDS.get(kind)?,
        reason: ReasonId(place(tables::REASON_IDS, reason)?),
        better: BetterId(place(tables::BETTER_IDS, better)?),
    })
}

impl Language {
    fn tables(self) -> &'static Tables {
        match self {
            Self::En => &tables::EN,
            Self::Es => &tables::ES,
        }
    }

    /// The learned weights (`learned/weights.rs`).
    fn learned(self) -> &'static [u8] {
        match self {
            Self::En => tables::EN_LEARNED,
            Self::Es => tables::ES_LEARNED,
        }
    }
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Conditional,
        Self::DeflectingBut,
        Self::Passive,
        Self::Minimising,
        Self::Blaming,
        Self::Demanding,
        Self::FeelingsDodge,
        Self::SelfPity,
    ];

    /// The name by which files and the command line know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conditional => "conditional",
            Self::DeflectingBut => "deflecting_but",
            Self::Passive => "passive",
            Self::Minimising => "minimising",
            Self::Blaming => "blaming",
            Self::Demanding => "demanding",
            Self::FeelingsDodge => "feelings_dodge",
            Self::SelfPity => "self_pity",
        }
    }
}

impl ReasonId {
    /// The fixed name of the reason.
    pub fn name(self) -> &'static str {
        tables::REASON_IDS.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// The reason in a sentence.
    pub fn words(self, language: Language) -> &'static str {
        let all = match language {
            Language::En => tables::REASONS_EN,
            Language::Es => tables::REASONS_ES,
        };
        all.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}

impl BetterId {
    /// The fixed name of the better way.
    pub fn name(self) -> &'static str {
        tables::BETTER_IDS.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// The better way in a sentence.
    pub fn words(self, language: Language) -> &'static str {
        let all = match language {
            Language::En => tables::BETTERS_EN,
            Language::Es => tables::BETTERS_ES,
        };
        all.get(usize::from(self.0)).copied().unwrap_or_default()
    }
}
