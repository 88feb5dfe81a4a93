//! Sealed, and both are on their way. Nothing here says how long, or who is late.

use std::rc::Rc;

use crate::view::*;
use domain::Day;
use domain::check_in::{Answers, Command};

use super::write::back_into_drafts;
use crate::platform::page;
use crate::practices::{Says, tell};
use crate::reveal;
use crate::ui::{self, Place};
use crate::words::{self, check_in};

pub(super) fn screen(week: Day, mine: Option<Answers>, can_take_back: bool) -> Node {
    let says: Says = RwSignal::new(None);
    let back = move || {
        // First into the fields, then out of the seal: so nothing is lost in between.
        if let Some(answers) = &mine {
            back_into_drafts(answers);
        }
        if tell(Command::TakeBack { week }.into(), says) {
            page::arrive();
        }
    };
    let take_back: Option<Rc<dyn Fn()>> = if can_take_back { Some(Rc::new(back)) } else { None };
    reveal::waiting("", ui::back("/", words::app::today()), take_back, says)
}

/// What was sealed and what was opened do not fit.
pub(super) fn broken() -> Node {
    reveal::broken(Place::Ours, ui::back("/", words::app::today()), check_in::broken())
}
