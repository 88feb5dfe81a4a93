//! What is known of the live link: whether a socket is up and alive, and when the long poll takes its place.

/// The socket of the live link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    Down,
    Opening,
    /// Open; the number of the next append.
    Up {
        next: u32,
    },
}

/// So many sockets in a row that were never answered on mean that none is let through here.
const MOST_UNANSWERED: u32 = 2;
/// How long after that a socket is tried again.
const SOCKET_AGAIN_MS: u64 = 10 * 60 * 1000;
/// A socket that is not open by then will not be.
pub(crate) const OPENING_MS: u64 = 15_000;
/// What is said over a living link is answered by then.
pub(crate) const ANSWER_MS: u64 = 20_000;
/// The relay asks every 25 seconds whether somebody is there. A link on which nothing came for so long is dead.
const SILENCE_MS: u64 = 45_000;

/// While a talk is held, a line on which nothing came for so long is asked whether it lives.
const QUIET_MS: u64 = 6_000;
/// What lives has answered by then.
const ALIVE_MS: u64 = 5_000;

/// Whether a line that is up may be dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    None,
    /// It is to be asked.
    Ask,
    /// It was asked, and did not answer.
    Dead,
}

/// One round of listening by the long poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Round {
    pub(crate) number: u64,
    /// How many spaces it listens to.
    pub(crate) spaces: usize,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Life {
    /// When the socket was asked for, or last heard from.
    heard_ms: u64,
    /// When something was last said that wants an answer.
    said_ms: u64,
    /// When it was asked whether it lives, and has not answered.
    asked_ms: Option<u64>,
    unanswered: u32,
    socket_at_ms: u64,
    pub(crate) round: Option<Round>,
    rounds: u64,
}

impl Life {
    /// Something came over the socket, or it is being opened.
    pub(crate) const fn heard(&mut self, now_ms: u64) {
        self.heard_ms = now_ms;
        self.asked_ms = None;
    }

    /// Whether a line that is up may be dead. Who is told to ask, asks.
    pub(crate) const fn doubt(&mut self, now_ms: u64) -> Doubt {
        match self.asked_ms {
            Some(asked) if now_ms.abs_diff(asked) >= ALIVE_MS => Doubt::Dead,
            None if now_ms.abs_diff(self.heard_ms) >= QUIET_MS => {
                self.asked_ms = Some(now_ms);
                Doubt::Ask
            }
            _ => Doubt::None,
        }
    }

    /// Something was said that wants an answer.
    pub(crate) const fn said(&mut self, now_ms: u64) {
        self.said_ms = now_ms;
    }

    /// The relay spoke over a socket: sockets are let through.
    pub(crate) const fn answered(&mut self) {
        self.unanswered = 0;
    }

    /// A socket closed, or was given up, before the relay spoke over it.
    pub(crate) const fn was_not_answered(&mut self, now_ms: u64) {
        self.unanswered = self.unanswered.saturating_add(1);
        self.socket_at_ms = now_ms.saturating_add(SOCKET_AGAIN_MS);
    }

    /// The network may be another one by now.
    pub(crate) const fn try_a_socket(&mut self) {
        self.socket_at_ms = 0;
    }

    /// Whether sockets are not let through, so that the long poll listens.
    pub(crate) const fn polls(&self) -> bool {
        self.unanswered >= MOST_UNANSWERED
    }

    pub(crate) const fn socket_is_due(&self, now_ms: u64) -> bool {
        !self.polls() || now_ms >= self.socket_at_ms
    }

    /// Whether the link is dead although nobody closed it.
    pub(crate) fn is_dead(&self, link: Link, awaits_an_answer: bool, now_ms: u64) -> bool {
        let silent = now_ms.saturating_sub(self.heard_ms);
        match link {
            Link::Down => false,
            Link::Opening => silent >= OPENING_MS,
            Link::Up { .. } if awaits_an_answer => {
                silent.min(now_ms.saturating_sub(self.said_ms)) >= ANSWER_MS || silent >= SILENCE_MS
            }
            Link::Up { .. } => silent >= SILENCE_MS,
        }
    }

    /// Begins a round for so many spaces; the one before it counts no more.
    pub(crate) const fn begin_round(&mut self, spaces: usize) -> u64 {
        self.rounds += 1;
        self.round = Some(Round { number: self.rounds, spaces });
        self.rounds
    }

    /// Ends a round; false when another has taken its place.
    pub(crate) fn end_round(&mut self, number: u64) -> bool {
        self.round.take_if(|it| it.number == number).is_some()
    }
}
