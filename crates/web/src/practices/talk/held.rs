//! A talk while it is held: one thing at a time, readable at arm's length, and a pause always in the same place.

use std::rc::Rc;

use crate::app::app;
use crate::view::*;
use client::{InTalk, TalkView};
use domain::talk::live::Phase;
use domain::talk::{Command, Conversation, Devices, Side};
use domain::{PersonId, TalkId};

use super::{begin, do_it, floor, heard, name_of, one, shown_person, timer};
use crate::journey;
use crate::platform::{awake, page};
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, breath, icon, notice};
use crate::words::talk;
use crate::writing::second_step;

/// How often the talk is looked at: the marks and the floor are in step to within a second.
const BEAT_MS: i32 = 250;

/// The talk on this screen.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) id: TalkId,
    pub(super) asker: PersonId,
    /// Which of the two looks at it.
    pub(super) me: Side,
    /// One device is passed to and fro.
    pub(super) one: bool,
    pub(super) turn_seconds: u16,
    two: StoredValue<Two>,
    /// As it stands on this device, four times in a second.
    pub(super) view: RwSignal<Option<TalkView>>,
    /// As the log has it.
    pub(super) known: Memo<Option<Conversation>>,
    pub(super) says: Says,
}

pub(super) fn screen(id: TalkId) -> Node {
    let (Some(two), Some(known)) =
        (two_now(), journey::read_once(|it, _| it.talk.get(id).cloned()).flatten())
    else {
        return Node::Nothing;
    };
    let held = Held {
        id,
        asker: known.asker(),
        me: known.side_of(two.me.id),
        one: known.on == Devices::One,
        turn_seconds: known.turn_seconds,
        two: StoredValue::new(two),
        view: RwSignal::new(look(id)),
        known: Memo::new(move || journey::read(|it, _| it.talk.get(id).cloned()).flatten()),
        says: RwSignal::new(None),
    };
    beat_later(id, held.view);
    held.page()
}

/// Beats, and how the talk stands then. The clock of the device says how much time is left, and not how often this ran.
fn look(id: TalkId) -> Option<TalkView> {
    let mut seen = None;
    let holds = |ours: &client::Ours| {
        ours.beat();
        ours.hold_talk(id)
    };
    if journey::in_talk(&holds) {
        seen = journey::talk_view();
    }
    seen
}

fn beat_later(id: TalkId, view: RwSignal<Option<TalkView>>) {
    page::after(BEAT_MS, move || match view.try_get_untracked() {
        // The page was left; the other's device goes on, and this one when somebody comes back.
        None => awake::may_sleep(),
        Some(before) => {
            awake::stay_awake();
            let now = look(id);
            if is_spoken(now) {
                // Nobody touches the screen while one speaks and the other listens: they are here all the same.
                journey::touched();
            }
            if seconds_of(now) != seconds_of(before) || now.map(still) != before.map(still) {
                view.set(now);
            }
            beat_later(id, view);
        }
    });
}

/// Whether one speaks now and the time runs.
fn is_spoken(view: Option<TalkView>) -> bool {
    view.is_some_and(|it| {
        !it.is_paused && it.left_ms > 0 && it.floor.is_some_and(|it| it.2 == Phase::Speaking)
    })
}

/// What is left, in seconds begun.
pub(super) fn seconds_of(view: Option<TalkView>) -> u32 {
    view.map_or(0, |it| it.left_ms.div_ceil(1_000))
}

/// All but the time.
fn still(view: TalkView) -> TalkView {
    TalkView { left_ms: 0, ..view }
}

impl Held {
    pub(super) fn name(self, side: Side) -> String {
        self.two.with_value(|two| name_of(two, self.asker, side))
    }

    pub(super) fn person(self, side: Side) -> Option<Node> {
        self.two.with_value(|two| shown_person(two, self.asker, side))
    }

    /// Whether who looks at this screen may press for a side.
    pub(super) fn speaks_for(self, side: Side) -> bool {
        self.one || self.me == side
    }

    /// A button that does something in the talk.
    pub(super) fn button(self, class: &'static str, name: String, act: InTalk) -> Node {
        let press = move |_| {
            self.says.set(None);
            journey::in_talk(&|ours| ours.in_talk(act));
            self.view.set(look(self.id));
        };
        view! { <button class=class type="button" on:click=press>{name}</button> }
    }

    fn page(self) -> Node {
        let floor = Memo::new(move || self.view.get().and_then(|it| it.floor));
        let rests = Memo::new(move || self.view.get().map(|it| (it.is_paused, it.am_away)));
        // Offline is said at the top of the page, and of this device, not of the other's.
        let here = move || app().online.get();
        let reach = Memo::new(move || self.view.get().map(|it| (it.is_out_of_reach && here(), it.is_slow)));
        let told = Memo::new(move || timer::told(self.view.get(), self.turn_seconds));
        let title = move || match floor.get() {
            None => talk::title().to_owned(),
            Some((_, speaker, _)) if !self.one && speaker == self.me => talk::you_have_floor().to_owned(),
            Some((_, speaker, _)) => talk::has_floor(&self.name(speaker)),
        };
        let stage = move || match (rests.get(), floor.get()) {
            (Some((true, away)), _) => self.rests(away),
            (_, None) => begin::stage(self),
            (_, Some((_, speaker, Phase::Speaking))) => floor::stage(self, speaker),
            (_, Some((turn, speaker, phase))) => heard::stage(self, turn, speaker, phase),
        };
        ui::breathing_page(
            Place::Ours,
            view! {
                <h1 class="only-read">{title}</h1>
                <p class="only-read" role="status">{move || told.get()}</p>
                {offline()}
                <div class="floor">{move || self.topic()}{stage}</div>
                {refusal(self.says)}
                {move || reach.get().map(|(out, slow)| self.reach(out, slow))}
                {self.foot(rests)}
            },
        )
    }

    fn topic(self) -> Option<Node> {
        let known = self.known.get()?;
        let shown = journey::read(|couple, me| one::about(couple, me, &known)).flatten()?;
        Some(
            view! { <div class="talk-topic"><p class="quiet">{talk::talking_about()}</p><p class="heading">{shown.topic.text}</p></div> },
        )
    }

    fn rests(self, away: bool) -> Node {
        let name = if self.one { talk::we_are_back() } else { talk::i_am_back() };
        let back = if away {
            view! { <p class="acts acts-wide">{self.button("button", name.to_owned(), InTalk::ComeBack)}</p> }
        } else {
            view! { <p role="status">{talk::waits_for_both()}</p> }
        };
        view! {
            <div class="section"><p class="title">{talk::paused()}</p><p>{talk::paused_says()}</p></div>
            {back}
            <div class="section"><p class="quiet">{talk::paused_long()}</p>
            <p class="acts"><a class="button-plain" href="/space">{talk::longer_pause()}</a></p></div>
            {breath()}
        }
    }

    /// What the network does is a side note: talking goes on without it.
    fn reach(self, out: bool, slow: bool) -> Node {
        if out {
            let says = talk::out_of_reach(&self.name(self.me.across()));
            return view! { <div role="status">{notice("#icon-offline", false, view! { <p><strong>{says}</strong></p><p class="quiet">{talk::out_of_reach_says()}</p> })}</div> };
        }
        slow.then(|| notice("#icon-offline", false, view! { <p class="quiet">{talk::is_slow()}</p> }))
            .into_node()
    }

    /// Always in the same place. It is made once: what is asked before a talk ends stays while the other does something.
    fn foot(self, rests: Memo<Option<(bool, bool)>>) -> Node {
        let pause = if self.one { talk::pause_one() } else { talk::pause() };
        let (id, says) = (self.id, self.says);
        let end = move || {
            do_it(Command::End { talk: id }, says);
        };
        let press = move |_| {
            journey::in_talk(&|ours| ours.in_talk(InTalk::Pause));
            self.view.set(look(id));
        };
        let pause = move || {
            (!rests.get().is_some_and(|it| it.0)).then(|| view! { <p class="acts"><button class="button-quiet" type="button" on:click=press>{icon("#icon-resting")}{pause}</button></p> })
        };
        view! { <div class="talk-foot">{pause}{second_step(talk::end(), talk::end_ask(), talk::end_yes(), Rc::new(end))}</div> }
    }
}
