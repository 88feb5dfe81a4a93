//! What may be asked of memories, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::{MemoryId, PhotoId};
use crate::path::{Because, Suggestion, What};
use crate::photo::Photo;
use crate::practice::{Deciding, LONGEST_LINE, LONGEST_TEXT, Practice, Sealing, Stamped, words};
use crate::practices::memories::fold::{MOST, MOST_PHOTOS};
use crate::practices::memories::words::{
    Agreed, CalledOff, Command, Event, Kept, LookingBack, Moved, PhotoKept, PhotoTakenBack, Planned,
    PlannedFor, Refusal, Said, TakenBack,
};
use crate::practices::memories::{ASKED_FOR_DAYS, Memories, Memory, Plan};

/// Whether two people can still plan for it.
fn to_come(when: PlannedFor, now: &Moment) -> Result<(), Refusal> {
    if !when.is_sound() {
        return Err(Refusal::NoSuchTime);
    }
    if when.on < now.today() { Err(Refusal::DayIsPast) } else { Ok(()) }
}

impl Memories {
    fn known(&self, memory: MemoryId) -> Result<&Memory, Refusal> {
        self.get(memory).ok_or(Refusal::NoSuchMemory)
    }

    fn open(&self, memory: MemoryId) -> Result<(&Memory, &Plan), Refusal> {
        let known = self.known(memory)?;
        known.open_plan().map(|plan| (known, plan)).ok_or(Refusal::NotPlanned)
    }

    fn new_id(&self, with: &mut Deciding<'_>) -> Result<MemoryId, Refusal> {
        if self.ours.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        Ok(MemoryId::make(with.me, (with.fresh)()))
    }

    fn plan(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        name: &str,
        when: PlannedFor,
    ) -> Result<Event, Refusal> {
        let name = words(name, LONGEST_LINE)?;
        to_come(when, &with.now)?;
        couple.space.lets(&with.now, Refusal::InSpace)?;
        Ok(Event::Planned(Planned { memory: self.new_id(with)?, name, when }))
    }

    fn agree(
        &self,
        couple: &Couple,
        with: &Deciding<'_>,
        memory: MemoryId,
        when: PlannedFor,
    ) -> Result<Option<Event>, Refusal> {
        couple.space.lets(&with.now, Refusal::InSpace)?;
        let (known, plan) = self.open(memory)?;
        if known.when != when {
            return Err(Refusal::ChangedSince);
        }
        if plan.by == with.me {
            return Err(Refusal::YoursAlready);
        }
        Ok((!plan.agreed).then_some(Event::Agreed(Agreed { memory, when })))
    }

    fn move_to(
        &self,
        couple: &Couple,
        with: &Deciding<'_>,
        memory: MemoryId,
        when: PlannedFor,
    ) -> Result<Option<Event>, Refusal> {
        couple.space.lets(&with.now, Refusal::InSpace)?;
        let (known, _) = self.open(memory)?;
        to_come(when, &with.now)?;
        Ok((known.when != when).then_some(Event::Moved(Moved { memory, when })))
    }

    fn keep(&self, with: &mut Deciding<'_>, name: &str, on: Day, text: &str) -> Result<Event, Refusal> {
        let (name, text) = (words(name, LONGEST_LINE)?, words(text, LONGEST_TEXT)?);
        if on > with.now.today() {
            return Err(Refusal::DayIsToCome);
        }
        Ok(Event::Kept(Kept { memory: self.new_id(with)?, name, on, text }))
    }

    fn say(&self, with: &Deciding<'_>, memory: MemoryId, text: &str) -> Result<Option<Event>, Refusal> {
        let known = self.known(memory)?;
        if known.when.on > with.now.today() {
            return Err(Refusal::NotYet);
        }
        let text = words(text, LONGEST_TEXT)?;
        let news = known.words_of(with.me) != Some(&text);
        Ok(news.then_some(Event::Said(Said { memory, text })))
    }

    /// Said twice it is kept once: whoever brought the picture may not know any more whether it was said.
    fn keep_photo(
        &self,
        with: &Deciding<'_>,
        memory: MemoryId,
        photo: Box<Photo>,
    ) -> Result<Option<Event>, Refusal> {
        let known = self.known(memory)?;
        if photo.id.author() != with.me || !photo.is_sound() {
            return Err(Refusal::NotAPhoto);
        }
        if known.photo(photo.id).is_some() {
            return Ok(None);
        }
        if !known.takes_photos(with.now.today()) {
            return Err(Refusal::NotYet);
        }
        if known.photos.len() >= MOST_PHOTOS {
            return Err(Refusal::TooManyPhotos);
        }
        Ok(Some(Event::PhotoKept(PhotoKept { memory, photo })))
    }

    fn take_photo_back(
        &self,
        with: &Deciding<'_>,
        memory: MemoryId,
        photo: PhotoId,
    ) -> Result<Option<Event>, Refusal> {
        let own = self.known(memory)?.photo(photo).filter(|it| it.id.author() == with.me);
        own.ok_or(Refusal::NotAPhoto)?;
        Ok(Some(Event::PhotoTakenBack(PhotoTakenBack { memory, photo })))
    }
}

impl Practice for Memories {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = match command {
            Command::Plan { name, when } => Some(self.plan(couple, with, &name, when)?),
            Command::Agree { memory, when } => self.agree(couple, with, memory, when)?,
            Command::Move { memory, when } => self.move_to(couple, with, memory, when)?,
            Command::CallOff { memory } => {
                self.open(memory)?;
                Some(Event::CalledOff(CalledOff { memory }))
            }
            Command::Keep { name, on, text } => Some(self.keep(with, &name, on, &text)?),
            Command::Say { memory, text } => self.say(with, memory, &text)?,
            Command::TakeBack { memory } => {
                self.known(memory)?.words_of(with.me).ok_or(Refusal::NothingSaid)?;
                Some(Event::TakenBack(TakenBack { memory }))
            }
            Command::KeepPhoto { memory, photo } => self.keep_photo(with, memory, photo)?,
            Command::TakePhotoBack { memory, photo } => self.take_photo_back(with, memory, photo)?,
            Command::LookBack { shown } => {
                (shown != self.looks_back()).then_some(Event::LookingBack(LookingBack { shown }))
            }
        };
        Ok(event.map(couple::Event::Memories).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let (me, today) = (couple.viewer, now.today());
        let of = |it: &Memory| {
            let plan = it.open_plan()?;
            let (memory, days) = (it.id, today.days_since(it.when.on));
            match (plan.agreed, days) {
                (false, ..=0) if plan.by != me => {
                    Some(Suggestion { what: What::LookAtPlan { memory }, because: Because::TheyProposed })
                }
                (true, 0) => {
                    Some(Suggestion { what: What::GoTogether { memory }, because: Because::ItIsToday })
                }
                (true, 1..=ASKED_FOR_DAYS) => {
                    Some(Suggestion { what: What::KeepMemory { memory }, because: Because::ItWasYourDay })
                }
                _ => None,
            }
        };
        self.planned().into_iter().filter_map(of).collect()
    }
}
