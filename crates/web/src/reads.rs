//! What is read in what somebody writes, as a later part of the program: it is large, and needed only where one writes.

use reader::Language;

use crate::platform::later;
use crate::ui::Marked;

/// What the rest of the program knows of it.
pub(crate) struct Reads {
    /// The words that undo an apology.
    apology: fn(&str) -> Vec<Marked>,
    /// Whether whoever writes speaks of harming themselves.
    self_harm: fn(&str) -> bool,
}

pub(crate) const READS: Reads = Reads { apology: undoing, self_harm };

/// The words that undo an apology; nothing while the reader cannot be had.
pub(crate) async fn what_undoes(text: &str) -> Option<Vec<Marked>> {
    later::reads().await.map(|it| (it.apology)(text))
}

/// Whether whoever writes this speaks of harming themselves; not known while the reader cannot be had.
pub(crate) async fn speaks_of_self_harm(text: &str) -> bool {
    later::reads().await.is_some_and(|it| (it.self_harm)(text))
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
