//! Who reads what, and who looks again when it changes. Nothing here is generic: values lie behind `dyn Any`, so that a
//! new kind of value brings no code of its own. A point is a signal, a memo or an effect. What is made while a memo or an
//! effect looks belongs to it, and is gone before it looks again.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Where a point lies, and which one it is: places are used again, births are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    place: usize,
    born: u32,
}

/// Looks once; whether what it holds is another than before.
pub(super) type Look = Rc<dyn Fn() -> bool>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    True,
    /// Something that it has read may have changed.
    Doubtful,
    Old,
}

struct Point {
    born: u32,
    value: Option<Rc<dyn Any>>,
    look: Option<Look>,
    /// An effect: looks again by itself.
    acts: bool,
    state: State,
    reads: Vec<Key>,
    readers: Vec<Key>,
    owns: Vec<Key>,
}

struct Graph {
    points: Vec<Option<Point>>,
    free: Vec<usize>,
    births: u32,
    /// Effects that are to look again.
    waiting: Vec<Key>,
    /// Whether `settle` is on its way.
    asked: bool,
    /// Asks to call `settle` soon; nobody to ask in tests.
    soon: Option<fn()>,
}

thread_local! {
    static GRAPH: RefCell<Graph> = const {
        RefCell::new(Graph {
            points: Vec::new(),
            free: Vec::new(),
            births: 0,
            waiting: Vec::new(),
            asked: false,
            soon: None,
        })
    };
    /// Who looks now.
    static LOOKING: Cell<Option<Key>> = const { Cell::new(None) };
}

impl Graph {
    fn point(&mut self, key: Key) -> Option<&mut Point> {
        self.points.get_mut(key.place)?.as_mut().filter(|it| it.born == key.born)
    }

    fn add(&mut self, value: Option<Rc<dyn Any>>, look: Option<Look>, acts: bool) -> Key {
        self.births = self.births.wrapping_add(1);
        let (born, state) = (self.births, if look.is_some() { State::Old } else { State::True });
        let (reads, readers, owns) = (Vec::new(), Vec::new(), Vec::new());
        let point = Some(Point { born, value, look, acts, state, reads, readers, owns });
        let place = match self.free.pop() {
            Some(place) => {
                if let Some(free) = self.points.get_mut(place) {
                    *free = point;
                }
                place
            }
            None => {
                self.points.push(point);
                self.points.len() - 1
            }
        };
        let key = Key { place, born };
        if let Some(owner) = LOOKING.get().and_then(|it| self.point(it)) {
            owner.owns.push(key);
        }
        key
    }

    /// Everybody who has read it, directly or through memos, may be out of date.
    fn mark_readers(&mut self, key: Key, state: State) {
        let readers = self.point(key).map(|it| it.readers.clone()).unwrap_or_default();
        for reader in readers {
            let Some(point) = self.point(reader) else { continue };
            let before = point.state;
            point.state = before.max(state);
            if before == State::True {
                if point.acts {
                    self.wait(reader);
                } else {
                    self.mark_readers(reader, State::Doubtful);
                }
            }
        }
    }

    fn wait(&mut self, key: Key) {
        self.waiting.push(key);
        if let (false, Some(soon)) = (self.asked, self.soon) {
            self.asked = true;
            soon();
        }
    }

    fn eldest(&mut self) -> Option<Key> {
        let eldest = self.waiting.iter().enumerate().min_by_key(|(_, it)| it.born);
        let place = eldest.map(|(place, _)| place);
        self.asked = place.is_some() && self.asked;
        place.map(|it| self.waiting.swap_remove(it))
    }

    /// Forgets what a point has read and gives back what it owned; the values are dropped by whoever gets them.
    fn clear(&mut self, key: Key, gone: &mut Vec<Point>) {
        let Some(point) = self.point(key) else { return };
        let (reads, owns) = (std::mem::take(&mut point.reads), std::mem::take(&mut point.owns));
        for read in reads {
            if let Some(read) = self.point(read) {
                read.readers.retain(|it| *it != key);
            }
        }
        for owned in owns {
            self.clear(owned, gone);
            if self.point(owned).is_some() {
                gone.extend(self.points.get_mut(owned.place).and_then(Option::take));
                self.free.push(owned.place);
            }
        }
    }
}

fn with<T>(act: impl FnOnce(&mut Graph) -> T) -> T {
    GRAPH.with_borrow_mut(act)
}

/// From now on `soon` is asked when effects wait; it is to call `settle` once nothing else runs.
pub(crate) fn begin(soon: fn()) {
    with(|graph| graph.soon = Some(soon));
}

/// A value that lies in the graph.
pub(super) fn keep(value: Rc<dyn Any>) -> Key {
    with(|graph| graph.add(Some(value), None, false))
}

/// A value that is made by looking, when somebody asks.
pub(super) fn keep_made(value: Rc<dyn Any>, look: Look) -> Key {
    with(|graph| graph.add(Some(value), Some(look), false))
}

/// Acts soon, and again whenever what it has read changes.
pub(super) fn act_soon(look: Look) {
    with(|graph| {
        let key = graph.add(None, Some(look), true);
        graph.wait(key);
    });
}

/// Acts at once, and again whenever what it has read changes.
pub(super) fn act_now(look: Look) {
    let key = with(|graph| graph.add(None, Some(look), true));
    refresh(key);
}

/// The value, as long as whoever made it has not looked again.
pub(super) fn value(key: Key) -> Option<Rc<dyn Any>> {
    with(|graph| graph.point(key)?.value.clone())
}

/// Whoever looks now has read this.
pub(super) fn track(key: Key) {
    with(|graph| {
        let Some(reader) = LOOKING.get().filter(|it| graph.point(*it).is_some()) else { return };
        let Some(point) = graph.point(key) else { return };
        if !point.readers.contains(&reader) {
            point.readers.push(reader);
            if let Some(reader) = graph.point(reader) {
                reader.reads.push(key);
            }
        }
    });
}

/// The value is another now.
pub(super) fn changed(key: Key) {
    with(|graph| graph.mark_readers(key, State::Old));
}

/// Looks again if what was read has changed.
pub(super) fn refresh(key: Key) {
    let asked = with(|graph| graph.point(key).map(|it| (it.state, it.reads.clone())));
    let Some((mut state, reads)) = asked else { return };
    if state == State::Doubtful {
        for read in reads {
            refresh(read);
            state = with(|graph| graph.point(key).map_or(State::True, |it| it.state));
            if state != State::Doubtful {
                break;
            }
        }
    }
    match state {
        State::Old => look(key),
        _ => with(|graph| {
            if let Some(point) = graph.point(key) {
                point.state = State::True;
            }
        }),
    }
}

fn look(key: Key) {
    let mut gone = Vec::new();
    let look = with(|graph| {
        graph.clear(key, &mut gone);
        let point = graph.point(key)?;
        // Before looking: what changes meanwhile makes it old again.
        point.state = State::True;
        point.look.clone()
    });
    // What it owned is dropped while nobody holds the graph: it may hold signals itself.
    drop(gone);
    let Some(look) = look else { return };
    let before = LOOKING.replace(Some(key));
    let another = look();
    LOOKING.set(before);
    if another {
        changed(key);
    }
}

/// Runs without anybody looking: what is read is not remembered, and what is made belongs to nobody.
pub(crate) fn apart<T>(act: impl FnOnce() -> T) -> T {
    let before = LOOKING.replace(None);
    let result = act();
    LOOKING.set(before);
    result
}

/// Lets every waiting effect act, the eldest first: it may make the others needless.
pub(crate) fn settle() {
    while let Some(key) = with(Graph::eldest) {
        refresh(key);
    }
}
