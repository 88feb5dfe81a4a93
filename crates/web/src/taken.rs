//! A journey that is taken along or brought, as a later part of the program: the book and the file, needed once in a long while.

use book::{NotAJourney, PictureFile, Shown};
use domain::Couple;
use domain::brought::Journey;
use domain::keepsake::Part;

use crate::platform::{self, later, wall_clock_at};
use crate::words;

/// What the rest of the program knows of it.
pub(crate) struct Taken {
    book: fn(&Journey, &Couple, &[PictureFile]) -> String,
    file: fn(&Journey) -> String,
    read: fn(&[u8]) -> Result<Journey, NotAJourney>,
    keepsake: fn(&Couple, &[Part]) -> String,
}

pub(crate) const TAKEN: Taken = Taken { book: bound, file: book::write, read: book::read, keepsake: kept };

fn kept(couple: &Couple, parts: &[Part]) -> String {
    let day_of = |ms: u64| wall_clock_at(ms).day();
    let shown = Shown { language: words::language(), day_of: &day_of, pictures: &[] };
    book::keepsake(couple, parts, platform::now().today(), &shown)
}

fn bound(journey: &Journey, couple: &Couple, pictures: &[PictureFile]) -> String {
    let day_of = |ms: u64| wall_clock_at(ms).day();
    book::bound(journey, couple, &Shown { language: words::language(), day_of: &day_of, pictures })
}

/// The book of a journey; nothing while this part of the program cannot be had.
pub(crate) async fn book_of(journey: &Journey, couple: &Couple, pictures: &[PictureFile]) -> Option<String> {
    later::taken().await.map(|it| (it.book)(journey, couple, pictures))
}

/// The file of a journey; nothing while this part of the program cannot be had.
pub(crate) async fn file_of(journey: &Journey) -> Option<String> {
    later::taken().await.map(|it| (it.file)(journey))
}

/// The keepsake in the chosen parts; nothing while this part of the program cannot be had.
pub(crate) async fn keepsake_of(couple: &Couple, parts: &[Part]) -> Option<String> {
    later::taken().await.map(|it| (it.keepsake)(couple, parts))
}

/// The journey of a file; nothing while this part of the program cannot be had.
pub(crate) async fn read(file: &[u8]) -> Option<Result<Journey, NotAJourney>> {
    later::taken().await.map(|it| (it.read)(file))
}
