//! The sum of the practices: one list in `mod.rs` names each of them, and from it follow the commands, the events, the
//! refusals and the fields of the couple.

/// Writes [`Command`](super::Command), [`Refusal`](super::Refusal), [`Event`](super::Event) and
/// [`Couple`](super::Couple) from one list: what it is about, its name, its module and the number of its field.
macro_rules! sum {
    ($($(#[doc = $about:literal])* $name:ident $practice:ident = $n:tt;)+) => {
        /// What a person may ask for.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Command {
            $($(#[doc = $about])* $name($practice::Command),)+
            /// Let go of the key of a round that is ready. The device asks this by itself.
            Release(RoundId),
            /// Carry something from one practice over to another.
            Across(Across),
        }

        $(impl From<$practice::Command> for Command {
            fn from(command: $practice::Command) -> Self {
                Command::$name(command)
            }
        })+

        /// Why a command was not carried out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Refusal {
            /// It needs two, and there is nobody to share with: still alone, or one of the two left.
            NotTogether(Together),
            $($(#[doc = $about])* $name($practice::Refusal),)+
            /// About a sealed round.
            Exchange(exchange::Refusal),
        }

        /// What happened.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[doc = $about])* $name($practice::Event),)+
            /// In a sealed round.
            Exchange(exchange::Event),
            /// What this version cannot read: kept as it is, changes nothing, folded after the update.
            Unknown {
                /// Its name.
                kind: String,
                /// The form of its body.
                schema: u16,
                /// Its body.
                body: Vec<u8>,
            },
        }

        impl Event {
            /// Every name an event can have, by practice.
            pub const KINDS: &'static [&'static [&'static str]] =
                &[$($practice::Event::KINDS,)+ exchange::Event::KINDS];

            /// Its name, for ever.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Event::$name(it) => it.kind(),)+
                    Event::Exchange(it) => it.kind(),
                    Event::Unknown { kind, .. } => kind,
                }
            }

            /// Its body.
            #[must_use]
            pub fn to_cbor(&self) -> Vec<u8> {
                let mut to = Writer::default();
                match self {
                    $(Event::$name(it) => it.write(&mut to),)+
                    Event::Exchange(it) => it.write(&mut to),
                    Event::Unknown { body, .. } => to.raw(body),
                }
                to.into_bytes()
            }

            /// Who can open it. Nothing, when this version does not know.
            #[must_use]
            pub fn known_audience(&self) -> Option<Audience> {
                match self {
                    $(Event::$name(it) => Some(it.audience()),)+
                    Event::Exchange(it) => Some(it.audience()),
                    Event::Unknown { .. } => None,
                }
            }

            fn known(kind: &str, from: &mut Reader<'_>) -> Option<Event> {
                let (practice, _) = kind.split_once('.')?;
                $(if practice == stringify!($practice) {
                    return $practice::Event::read(kind, from).map(Event::$name);
                })+
                (practice == "exchange").then_some(())?;
                exchange::Event::read(kind, from).map(Event::Exchange)
            }
        }

        lean::body! {
            /// The two and what they share, and what is the viewer's alone.
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct Couple {
                /// Whose eyes these are.
                #[n(0)]
                pub viewer: PersonId,
                /// The sealed rounds.
                #[n(2)]
                pub exchange: Exchange,
                $($(#[doc = $about])* #[n($n)] pub $practice: $practice::$name,)+
            }
        }

        impl Couple {
            /// Nothing has happened yet.
            #[must_use]
            pub fn new(viewer: PersonId) -> Self {
                Self { viewer, exchange: Exchange::default(), $($practice: $practice::$name::default(),)+ }
            }

            /// What follows from a command in the practice it is about.
            fn decide_alone(&self, with: &mut Deciding<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
                match command {
                    $(Command::$name(it) => self.$practice.decide(self, with, it).map_err(Refusal::$name),)+
                    Command::Across(it) => self.across(with, it),
                    Command::Release(round) => {
                        let events = self.exchange.release(with.me, round).map_err(Refusal::Exchange)?;
                        Ok(events.into_iter().map(Event::Exchange).collect())
                    }
                }
            }

            /// Takes in a record that lies where it belongs.
            fn fold(&mut self, record: &Stamped<'_, Event>, opener: &dyn Sealing) {
                match record.event {
                    $(Event::$name(it) => self.$practice.apply(&record.with(it), opener),)+
                    Event::Exchange(it) => self.exchange.apply(&record.with(it), opener),
                    Event::Unknown { .. } => {}
                }
            }

            /// What every practice would suggest now.
            pub(crate) fn attention(&self, now: &Moment) -> Vec<Suggestion> {
                let mut all = Vec::new();
                $(all.extend(self.$practice.attention(self, now));)+
                all
            }

            /// How much of the viewer's own writing looks back and how much forward, in the last weeks.
            #[must_use]
            pub fn looking(&self, today: Day, weeks: i32) -> Vec<Looks> {
                let mut to = OwnWriting::until(today, weeks);
                $(self.$practice.wrote(self, &mut to);)+
                to.weeks()
            }
        }
    };
}
pub(super) use sum;
