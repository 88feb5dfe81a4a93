//! What is read in what somebody writes, as later parts of the program: they are large, and needed only where one writes.
//! What tells of self-harm is needed below every field; what undoes an apology only where one is written, and it brings the
//! learned weights along.

use reader::Language;

use crate::platform::later;
use crate::ui::Marked;

/// Marks the words that undo an apology.
pub(crate) type Undoes = fn(&str) -> Vec<Marked>;

/// Says whether whoever writes speaks of harming themselves.
pub(crate) type Careful = fn(&str) -> bool;

pub(crate) const UNDOES: Undoes = undoing;
pub(crate) const CAREFUL: Careful = self_harm;

/// The words that undo an apology; nothing while the reader cannot be had.
pub(crate) async fn what_undoes(text: &str) -> Option<Vec<Marked>> {
    later::undoes().await.map(|it| it(text))
}

/// Whether whoever writes this speaks of harming themselves; not known while the reader cannot be had.
pub(crate) async fn speaks_of_self_harm(text: &str) -> bool {
    later::careful().await.is_some_and(|it| it(text))
}

fn undoing(text: &str) -> Vec<Marked> {
    // The language of the interface; there is one so far.
    let language = Language::En;
    let marked = |it: reader::Mark| Marked {
        start: it.start,
        end: it.end,
        reason: it.reason.words(language),
        better: it.better.words(language),
    };
    reader::read(text, language).into_iter().map(marked).collect()
}

/// People write in the language they think in, whatever the screen speaks.
fn self_harm(text: &str) -> bool {
    [Language::En, Language::Es].into_iter().any(|it| reader::speaks_of_self_harm(text, it))
}
