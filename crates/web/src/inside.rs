//! Everything behind the front page, as a later part of the program: what the first part calls once somebody comes in or is in.

use core::pin::Pin;

use client::{Door, Ports};

use crate::app::{Stage, app};
use crate::journey::{self, Journey};
use crate::platform::{self, page};
use crate::route::Route;
use crate::view::*;
use crate::{path, reminders, screens, settings, today, welcome};

/// What the first part of the program knows of the rest.
pub(crate) struct Inside {
    /// Begins to listen to the browser. Once.
    pub(crate) begin: fn(),
    /// Looks who lives here, and lets them in.
    pub(crate) enter: fn(Ports, Option<String>),
    /// The page of where a person stands.
    pub(crate) page: fn(Stage, Route) -> Node,
    /// Puts the journey away for another tab.
    pub(crate) hand_over: fn() -> Pin<Box<dyn Future<Output = ()>>>,
}

pub(crate) const INSIDE: Inside =
    Inside { begin, enter, page: page_of, hand_over: || Box::pin(journey::hand_over()) };

fn begin() {
    page::whenever("online", |_| journey::look_again());
    page::whenever("visibilitychange", |_| {
        if page::in_sight() {
            journey::look_again();
        } else {
            reminders::again();
        }
    });
    page::whenever("pagehide", |_| settings::put_code_away());
    page::whenever("pointerdown", |_| journey::touched());
    page::whenever("keydown", |_| journey::touched());
}

fn enter(ports: Ports, profile: Option<String>) {
    platform::spawn(async move {
        let mut door = client::door(&ports).await;
        if page::choice("lock").is_some() {
            // Somebody left in a hurry: whoever comes next needs the passphrase, also if that cannot be written.
            if client::lock(&ports).await.is_ok() {
                page::choose("lock", None);
            }
            door = door.map(|it| if it == Door::Ajar { Door::Locked } else { it });
        }
        let state = app();
        match (door, profile) {
            (Ok(Door::Nobody), Some(who)) => welcome::enter_demo(&ports, &who).await,
            (Ok(Door::Nobody), None) => state.stage.set(Stage::Welcome),
            (Ok(Door::Locked), Some(_)) if welcome::unlock_demo(&ports).await => {}
            (Ok(Door::Locked), _) => state.stage.set(Stage::Locked),
            (Ok(Door::Ajar), _) => match client::resume(&ports).await {
                Ok(ours) => journey::begin(Journey::Real(ours)),
                Err(_) => state.stage.set(Stage::Locked),
            },
            (Err(problem), _) => {
                state.trouble.set(Some(problem));
                state.stage.set(Stage::Unfit);
            }
        }
    });
}

fn page_of(stage: Stage, route: Route) -> Node {
    match stage {
        Stage::Locked => welcome::locked_screen(route),
        Stage::Open | Stage::Looking => inside(route),
        _ => welcome::screen(route),
    }
}

fn inside(route: Route) -> Node {
    match route {
        Route::Settings => settings::screen(),
        Route::AddDevice => settings::letting_in_screen(),
        Route::Begin
        | Route::Start
        | Route::Enter
        | Route::Kit
        | Route::Invite
        | Route::Join
        | Route::LookAround => welcome::screen_inside(route),
        Route::Practice(address) => screens::screen(address),
        place => {
            let at_a_desk = Memo::new(journey::is_at_a_desk);
            (move || if at_a_desk.get() { desk() } else { place_of(&place) }).into_node()
        }
    }
}

/// Whoever is here as a counsellor has a desk, and none of the places of a journey.
fn desk() -> Node {
    screens::screen(vec!["desk".to_owned()])
}

fn place_of(route: &Route) -> Node {
    match route {
        Route::Path(chapter) => path::screen(chapter.as_deref()),
        Route::Ours => today::ours_screen(),
        Route::Mine => today::mine_screen(),
        _ => today::screen(),
    }
}
