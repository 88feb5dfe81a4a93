//! The figures as lines of a table: the median, and the least and the most.

use bench::figures;

use crate::open::{Opening, Openings};

pub(crate) const HEADING: &str = "\
| opening | Today usable | passphrase worker | relay | store commits | store reads | page blocked | MB received / written / read | MiB of the page |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |";

pub(crate) fn print(slowed: u32, openings: &Openings) {
    let lines = [
        ("cold, by the kit", &openings.cold),
        ("again at once, before a checkpoint", &openings.at_once),
        ("warm", &openings.warm),
    ];
    for (name, all) in lines {
        let ms = |field: fn(&Opening) -> f64| format!("{:.0} ms", median(all, field));
        let mb = |field: fn(&Opening) -> f64| format!("{:.1}", median(all, field) / 1e6);
        println!(
            "| {name}, x{slowed} | {} | {} | {} | {} | {} | {} | {} / {} / {} | {:.0} |",
            figures::spread(all.iter().map(|it| it.usable).collect(), "ms"),
            ms(|it| it.workers),
            ms(|it| it.requests),
            ms(|it| it.commits),
            ms(|it| it.reads),
            ms(|it| it.blocked),
            mb(|it| it.received),
            mb(|it| it.written),
            mb(|it| it.read),
            median(all, |it| it.memory),
        );
    }
}

fn median(all: &[Opening], field: fn(&Opening) -> f64) -> f64 {
    figures::median(all.iter().map(field).collect())
}
