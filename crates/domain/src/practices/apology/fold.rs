//! How apologies and their answers follow from events. Whoever may not say something is not heard.

use crate::ids::{ApologyId, PersonId};
use crate::leaf::Leaf;
use crate::practice::{LONGEST_ACCOUNT, Stamped, is_line};
use crate::practices::apology::words::{
    Answer, Answered, Event, Letter, OfferPromised, Sent, Unfolded, Waived,
};
use crate::practices::apology::{Apology, MOST_OFFERS, MOST_VERSIONS, Sending, Version, Waiver};
use crate::stamp::Stamp;

/// More apologies of one person than anyone honest sends.
const MOST_SENT: usize = 500;

/// More waivers than there are hurts.
const MOST_WAIVED: usize = 1_000;

/// More opened versions than anyone remembers.
const MOST_UNFOLDED: usize = 1_000;

impl Letter {
    /// Whether this could have been sent.
    pub(super) fn is_sound(&self) -> bool {
        let offers = self.offers.len() <= MOST_OFFERS && self.offers.iter().all(|it| is_line(it));
        offers && !self.responsibility.trim().is_empty() && self.length() <= LONGEST_ACCOUNT
    }
}

impl Apology {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (author, at) = (record.author, record.at);
        match record.event {
            Event::Sent(it) => self.fold_sent(author, at, it),
            Event::Revised(it) => {
                let own = self.standing(it.apology).filter(|sent| sent.author() == author);
                let room = |sent: &&mut Leaf<Sending>| sent.versions.len() < MOST_VERSIONS;
                if let Some(sent) = own.filter(room).filter(|_| it.letter.is_sound()) {
                    sent.change().versions.push(Version::of(&it.letter, at));
                }
            }
            Event::Withdrawn(it) => {
                if let Some(sent) = self.standing(it.apology).filter(|sent| sent.author() == author) {
                    let sent = sent.change();
                    sent.withdrawn = true;
                    sent.versions.clear();
                }
            }
            Event::Waived(it) => self.fold_waived(author, it),
            Event::Unfolded(it) => self.fold_unfolded(it),
            Event::Answered(it) => self.fold_answered(author, it),
            Event::OfferPromised(it) => self.fold_promised(author, it),
        }
    }

    /// An apology that was not taken back.
    fn standing(&mut self, id: ApologyId) -> Option<&mut Leaf<Sending>> {
        self.ours.all.get_mut(&id).filter(|it| !it.withdrawn)
    }

    fn fold_sent(&mut self, author: PersonId, at: Stamp, sent: &Sent) {
        let all = &mut self.ours.all;
        let room = all.keys().filter(|it| it.author() == author).count() < MOST_SENT;
        let sound = sent.apology.author() == author && sent.letter.is_sound();
        if sound && room && !all.contains_key(&sent.apology) {
            let versions = vec![Version::of(&sent.letter, at)];
            let sending = Sending { id: sent.apology, hurt: sent.hurt, versions, withdrawn: false };
            all.insert(sent.apology, Leaf::new(sending));
        }
    }

    fn fold_waived(&mut self, by: PersonId, waived: &Waived) {
        let all = &mut self.ours.waived;
        let place = (waived.hurt, by);
        match all.binary_search_by(|it| (it.hurt, it.by).cmp(&place)) {
            Ok(known) => {
                if let Some(it) = all.get_mut(known) {
                    it.waived = waived.waived;
                }
            }
            Err(free) if all.iter().filter(|it| it.by == by).count() < MOST_WAIVED => {
                all.insert(free, Waiver { hurt: waived.hurt, by, waived: waived.waived });
            }
            Err(_) => {}
        }
    }

    fn fold_unfolded(&mut self, unfolded: &Unfolded) {
        if !self.is_unfolded(unfolded.apology, unfolded.version) && self.unfolded.len() < MOST_UNFOLDED {
            self.unfolded.push(unfolded.clone());
        }
    }

    fn fold_answered(&mut self, author: PersonId, answered: &Answered) {
        let theirs = self.standing(answered.apology).filter(|it| it.author() != author);
        if let Some(sent) = theirs
            && usize::from(answered.version) < sent.versions.len()
            && let Some(version) = sent.change().versions.get_mut(usize::from(answered.version))
        {
            version.take_in(answered.answer, answered.stands);
        }
    }

    fn fold_promised(&mut self, author: PersonId, promised: &OfferPromised) {
        let own = self.standing(promised.apology).filter(|it| it.author() == author);
        if let Some(sent) = own
            && promised.promise.author() == author
            && let Some(version) = sent.change().versions.get_mut(usize::from(promised.version))
            && usize::from(promised.offer) < version.letter.offers.len()
            && version.promise_of(promised.offer).is_none()
        {
            version.promised.push((promised.offer, promised.promise));
            version.promised.sort_unstable();
        }
    }
}

impl Version {
    fn of(letter: &Letter, sent: Stamp) -> Self {
        Self { letter: letter.clone(), sent, answers: Vec::new(), promised: Vec::new() }
    }

    fn take_in(&mut self, answer: Answer, stands: bool) {
        // "Accepted", "not yet" and "not now" each take the place of the other.
        self.answers.retain(|it| *it != answer && !(stands && answer.is_a_stand() && it.is_a_stand()));
        if stands {
            self.answers.insert(self.answers.partition_point(|it| *it < answer), answer);
        }
    }
}
