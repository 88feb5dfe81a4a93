//! A talk that is held on this device now, and what is passed on for it.

use domain::TalkId;

use super::Ours;
use crate::session::InTalk;

impl Ours {
    /// Passes on what is to be said now, for `Wish::PassOn`. What is said while a call is under way goes with the next.
    pub async fn pass_on(&self) {
        if self.passing.replace(true) {
            return;
        }
        loop {
            let next = self.session.borrow_mut().next_passing().filter(|_| !self.closed.get());
            let Some(request) = next else { break };
            let token = request.token.as_ref();
            let reply = self.ports.relay.call(request.method, &request.path, token, &request.body).await;
            self.session.borrow_mut().was_passed_on(reply);
        }
        self.passing.set(false);
    }

    /// Begins to hold a talk here; see `Session::hold_talk`.
    pub fn hold_talk(&self, talk: TalkId) -> bool {
        self.session.borrow_mut().hold_talk(talk)
    }

    /// The page of the talk was left.
    pub fn leave_talk(&self) {
        self.session.borrow_mut().leave_talk();
    }

    /// Does something in the held talk; see `Session::in_talk`.
    pub fn in_talk(&self, act: InTalk) -> bool {
        !self.closed.get() && self.with(|session| session.in_talk(act))
    }

    /// A moment has passed: call it a few times in a second while a talk is held, then look at [`Ours::take_wishes`].
    pub fn beat(&self) {
        if !self.closed.get() && self.session.borrow_mut().beat() {
            self.tell_listeners();
        }
    }
}
