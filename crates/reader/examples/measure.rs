//! Prints precision and recall per kind over tables of labelled sentences: `cargo run -p reader --example measure -- en FILE…`.
//! Without files it takes the table of the tests. With `--misses` it also prints each sentence that went wrong.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever writes rules")]

use std::{env, fs};

use reader::{Kind, Language};

#[derive(Default, Clone, Copy)]
struct Count {
    labelled: u32,
    found: u32,
    marked: u32,
    wrong: u32,
}

fn main() {
    let mut words: Vec<String> = env::args().skip(1).collect();
    let tell = words.iter().position(|it| it == "--misses").map(|at| words.remove(at)).is_some();
    let name = if words.is_empty() { "en".to_owned() } else { words.remove(0) };
    let language = if name == "es" { Language::Es } else { Language::En };
    if words.is_empty() {
        words.push(format!("{}/tests/sentences/{name}.toml", env!("CARGO_MANIFEST_DIR")));
    }
    let mut counts = [Count::default(); 8];
    let (mut hard, mut caught, mut clean, mut touched) = (0, 0, 0, 0);
    for path in &words {
        let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
        for (label, sentences) in &table {
            for sentence in sentences.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                let marks = reader::read(sentence, language);
                let kinds: Vec<Kind> = marks.iter().map(|it| it.kind).collect();
                let right = |kind: Kind| label.split(' ').any(|it| it == kind.name());
                for (count, kind) in counts.iter_mut().zip(Kind::ALL) {
                    count.labelled += u32::from(right(kind));
                    count.found += u32::from(right(kind) && kinds.contains(&kind));
                    count.marked += u32::from(kinds.contains(&kind));
                    count.wrong += u32::from(!right(kind) && kinds.contains(&kind));
                }
                if label == "clean" {
                    clean += 1;
                    touched += u32::from(!kinds.is_empty());
                } else {
                    hard += 1;
                    caught += u32::from(kinds.iter().any(|it| right(*it)));
                }
                let wrong =
                    if label == "clean" { !kinds.is_empty() } else { !kinds.iter().any(|it| right(*it)) };
                if tell && wrong {
                    let shown: Vec<String> = marks
                        .iter()
                        .map(|it| format!("{}: {}", it.kind.name(), &sentence[it.start..it.end]))
                        .collect();
                    println!("[{label}] {sentence} -> {shown:?}");
                }
            }
        }
    }
    println!("| kind | sentences | recall | precision |\n| --- | --- | --- | --- |");
    for (count, kind) in counts.iter().zip(Kind::ALL) {
        let share = |part: u32, all: u32| f64::from(part) / f64::from(all.max(1));
        println!(
            "| {} | {} | {:.2} | {:.2} |",
            kind.name(),
            count.labelled,
            share(count.found, count.labelled),
            share(count.marked - count.wrong, count.marked)
        );
    }
    println!("\nhard: {caught} of {hard} marked with a right kind; clean: {touched} of {clean} marked");
}
