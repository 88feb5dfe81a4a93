//! Is this safe for you? Asked alone, answered only in the memory of this page. Help lines, a plan, and where else they stand.
//! Nothing here writes, keeps or asks for anything: what a person does on this page, nobody else can tell.

mod ask;
mod careful;
mod lines;
mod part;
mod plan;
mod screen;

pub(crate) use ask::ask_softly;
pub(crate) use careful::care_below;
pub(crate) use part::{help_to_call, somebody_to_talk_with};
pub(crate) use screen::screen;

use crate::app::app;
use crate::platform::{self, page};
use crate::route::Route;

/// Brings the help lines into the memory of the page: at every start, so that nobody sees who needs them.
pub(crate) fn bring_lines() {
    if lines::are_here() {
        return;
    }
    platform::spawn(async {
        if let Some(table) = platform::own_file("lines").await {
            lines::keep(&table);
            app().lines_here.set(true);
        }
    });
}

/// Whoever comes next begins anew: what was answered and switched held for this visit alone.
pub(crate) fn visit_ends() {
    let state = app();
    state.for_myself.set(false);
    ask::forget();
    if state.route.get_untracked() == Route::Safety {
        // The address is still that of the page before, where it has one.
        state.route.set(Route::of(&came_from()));
    }
}

/// Where the way back leads. The page has no address of its own, unless somebody typed it.
fn came_from() -> String {
    let (path, _) = page::address();
    if Route::of(&path) == Route::Safety { "/".to_owned() } else { path }
}
