//! How a pattern is written. `crates/reader/languages/README.md` explains it to whoever adds a rule.

/// One step of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// One of these words or classes.
    Word {
        names: Vec<String>,
        optional: bool,
    },
    /// Not one of these comes next.
    Not(Vec<String>),
    /// Any one word.
    Any,
    /// Up to so many words of the same clause.
    Gap(u16),
    /// Up to so many words of the same sentence.
    WideGap(u16),
    Open,
    Close,
    SentenceStart,
    ClauseStart,
    ClauseEnd,
    SentenceEnd,
}

/// Reads one line: every way in which its groups can be said.
pub(crate) fn patterns(line: &str) -> Vec<Vec<Step>> {
    let spaced = ['{', '}', '[', ']', '(', ')', '/']
        .iter()
        .fold(line.to_owned(), |text, mark| text.replace(*mark, &format!(" {mark} ")));
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let all = sequences(&words, &mut at, line);
    assert!(at == words.len(), "a bracket is not opened in: {line}");
    all.into_iter().map(closed).collect()
}

/// Alternatives up to a closing bracket: each as flat sequences.
fn sequences(words: &[&str], at: &mut usize, line: &str) -> Vec<Vec<Step>> {
    let mut done = Vec::new();
    let mut open: Vec<Vec<Step>> = vec![Vec::new()];
    while let Some(word) = words.get(*at) {
        match *word {
            ")" | "]" => break,
            "/" => done.append(&mut std::mem::replace(&mut open, vec![Vec::new()])),
            "(" | "[" => {
                *at += 1;
                let mut inner = sequences(words, at, line);
                assert!(words.get(*at).is_some(), "a bracket is not closed in: {line}");
                if *word == "[" {
                    inner = optional(inner);
                }
                open = open
                    .iter()
                    .flat_map(|head| inner.iter().map(|tail| [head.as_slice(), tail].concat()))
                    .collect();
            }
            other => {
                let next = or_end(step(other, line));
                open = open
                    .iter()
                    .flat_map(|head| {
                        next.iter().map(|it| [head.as_slice(), std::slice::from_ref(it)].concat())
                    })
                    .collect();
            }
        }
        *at += 1;
    }
    done.append(&mut open);
    done
}

/// What may be missing: one word stays one step, more become a way with them and a way without.
fn optional(mut inner: Vec<Vec<Step>>) -> Vec<Vec<Step>> {
    if let [sequence] = inner.as_mut_slice()
        && let [Step::Word { optional, .. }] = sequence.as_mut_slice()
    {
        *optional = true;
        return inner;
    }
    inner.push(Vec::new());
    inner
}

/// A `$` among words means: one of them, or the end of the clause.
fn or_end(step: Step) -> Vec<Step> {
    let Step::Word { mut names, optional } = step else { return vec![step] };
    let all = names.len();
    names.retain(|it| it != "$");
    let mut ways = vec![Step::Word { names, optional }];
    if let [Step::Word { names, optional: false }] = ways.as_slice()
        && names.len() < all
    {
        ways.push(Step::ClauseEnd);
    }
    ways
}

fn step(word: &str, line: &str) -> Step {
    match word {
        "{" => return Step::Open,
        "}" => return Step::Close,
        "^" => return Step::SentenceStart,
        "~" => return Step::ClauseStart,
        "$" => return Step::ClauseEnd,
        "$$" => return Step::SentenceEnd,
        "*" => return Step::Any,
        _ => {}
    }
    if let Some(count) = word.strip_prefix("...") {
        return Step::WideGap(gap(count, 8, line));
    }
    if let Some(count) = word.strip_prefix("..") {
        return Step::Gap(gap(count, 3, line));
    }
    let names = |it: &str| it.split('|').map(str::to_owned).collect::<Vec<_>>();
    if let Some(not) = word.strip_prefix('!') {
        return Step::Not(names(not));
    }
    match word.strip_suffix('?') {
        Some(optional) => Step::Word { names: names(optional), optional: true },
        None => Step::Word { names: names(word), optional: false },
    }
}

fn gap(count: &str, usual: u16, line: &str) -> u16 {
    if count.is_empty() {
        return usual;
    }
    count.parse().unwrap_or_else(|_| panic!("`..{count}` is no gap in: {line}"))
}

/// A pattern without braces marks all of itself.
fn closed(mut steps: Vec<Step>) -> Vec<Step> {
    if !steps.contains(&Step::Open) {
        steps.insert(0, Step::Open);
        steps.push(Step::Close);
    }
    steps
}
