//! Prints precision and recall per kind over tables of labelled sentences: `cargo run -p reader --example measure -- en FILE…`.
//! Without files it takes the table of the tests. With `--misses` it also prints each sentence that went wrong.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever writes rules")]

use std::{env, fs};

use reader::{Kind, Language, Mark};

#[derive(Default, Clone, Copy)]
struct Count {
    labelled: u32,
    found: u32,
    marked: u32,
    wrong: u32,
}

/// What was counted over all tables.
#[derive(Default)]
struct Counted {
    kinds: [Count; 8],
    hard: [u32; 2],
    clean: [u32; 2],
}

fn main() {
    let mut words: Vec<String> = env::args().skip(1).collect();
    let tell = words.iter().position(|it| it == "--misses").map(|at| words.remove(at)).is_some();
    let name = if words.is_empty() { "en".to_owned() } else { words.remove(0) };
    let language = if name == "es" { Language::Es } else { Language::En };
    if words.is_empty() {
        words.push(format!("{}/tests/sentences/{name}.toml", env!("CARGO_MANIFEST_DIR")));
    }
    let mut counted = Counted::default();
    for path in &words {
        let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        for (label, sentences) in &table {
            for sentence in sentences.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                counted.take(label, sentence, language, tell);
            }
        }
    }
    counted.print();
}

impl Counted {
    fn take(&mut self, label: &str, sentence: &str, language: Language, tell: bool) {
        let marks = reader::read(sentence, language);
        let kinds: Vec<Kind> = marks.iter().map(|it| it.kind).collect();
        let right = |kind: Kind| label.split(' ').any(|it| it == kind.name());
        for (count, kind) in self.kinds.iter_mut().zip(Kind::ALL) {
            let marked = kinds.contains(&kind);
            count.labelled += u32::from(right(kind));
            count.found += u32::from(right(kind) && marked);
            count.marked += u32::from(marked);
            count.wrong += u32::from(!right(kind) && marked);
        }
        let is_clean = label == "clean";
        let hit = if is_clean { !kinds.is_empty() } else { kinds.iter().any(|it| right(*it)) };
        let [hits, all] = if is_clean { &mut self.clean } else { &mut self.hard };
        *hits += u32::from(hit);
        *all += 1;
        if tell && hit == is_clean {
            let words = |it: &Mark| format!("{}: {}", it.kind.name(), &sentence[it.start..it.end]);
            println!("[{label}] {sentence} -> {:?}", marks.iter().map(words).collect::<Vec<_>>());
        }
    }

    fn print(&self) {
        println!("| kind | sentences | recall | precision |\n| --- | --- | --- | --- |");
        let share = |part: u32, all: u32| f64::from(part) / f64::from(all.max(1));
        for (count, kind) in self.kinds.iter().zip(Kind::ALL) {
            let recall = share(count.found, count.labelled);
            let precision = share(count.marked - count.wrong, count.marked);
            println!("| {} | {} | {recall:.2} | {precision:.2} |", kind.name(), count.labelled);
        }
        let ([caught, hard], [touched, clean]) = (self.hard, self.clean);
        println!("\nhard: {caught} of {hard} marked with a right kind; clean: {touched} of {clean} marked");
    }
}
