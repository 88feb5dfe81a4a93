//! What is being typed: kept in the local store with every keystroke, and in the vault when the person pauses.

use domain::Command;
use domain::drafts::Command as Drafts;

use super::Session;
use crate::local::key;
use crate::ports::{LocalStore, StoreProblem, Write};
use crate::sync::Wish;

/// After this long without a keystroke a draft goes to the person's other devices.
const PAUSE_MS: u64 = 20_000;

/// A text that is newer here than in the vault.
pub(super) struct Typed {
    pub(super) text: String,
    pub(super) at_ms: u64,
}

impl Session {
    /// What was typed at a place and not finished.
    #[must_use]
    pub fn draft(&self, place: &str) -> Option<&str> {
        match self.typing.get(place) {
            Some(typed) => Some(typed.text.as_str()),
            None => self.couple().drafts.get(place),
        }
        .filter(|it| !it.is_empty())
    }

    /// Every place with something unfinished.
    pub fn drafts(&self) -> impl Iterator<Item = (&str, &str)> {
        let typed = self.typing.iter().map(|(place, it)| (place.as_str(), it.text.as_str()));
        let kept = self.couple().drafts.all();
        let kept = kept.filter(|(place, _)| self.typing.get(place).is_none());
        typed.chain(kept).filter(|(_, text)| !text.is_empty())
    }

    /// Keeps what stands at a place now. An empty text clears it.
    pub fn save_draft(&mut self, place: &str, text: &str) {
        if self.draft(place).unwrap_or_default() == text {
            return;
        }
        let at_ms = self.clock.moment().ms;
        let write = self.local.put_draft(place, text, &mut self.rng);
        self.typing.insert(place.to_owned(), Typed { text: text.to_owned(), at_ms });
        self.store(vec![write], Vec::new());
        self.sync.wishes.push(Wish::TickAfter(PAUSE_MS));
    }

    /// The text was finished or thrown away.
    pub fn clear_draft(&mut self, place: &str) {
        self.save_draft(place, "");
        self.put_by(place);
    }

    /// Puts into the vault what was typed a while ago.
    pub(crate) fn put_by_what_rests(&mut self) {
        let now = self.clock.moment().ms;
        let resting: Vec<String> = self
            .typing
            .iter()
            .filter(|(_, it)| now >= it.at_ms.saturating_add(PAUSE_MS))
            .map(|(place, _)| place.clone())
            .collect();
        for place in resting {
            self.put_by(&place);
        }
    }

    /// Puts everything into the vault that was typed.
    pub(crate) fn put_by_all(&mut self) {
        let places: Vec<String> = self.typing.iter().map(|(place, _)| place.clone()).collect();
        for place in places {
            self.put_by(&place);
        }
    }

    pub(super) fn put_by(&mut self, place: &str) {
        let Some(typed) = self.typing.get(place) else { return };
        let command = Drafts::Save { key: place.to_owned(), text: typed.text.clone() };
        // What the vault will not take (too long) stays on this device.
        if self.perform(Command::Drafts(command)).is_ok() {
            self.typing.remove(place);
            self.store(vec![Write::Remove { key: self.local.draft_key(place) }], Vec::new());
        }
    }

    /// Reads what was being typed when this device was last left.
    pub(crate) async fn read_drafts(&mut self, store: &dyn LocalStore) -> Result<(), StoreProblem> {
        for (key, value) in store.range(key::DRAFTS, key::DRAFTS_END).await? {
            let (place, text) = self.local.open_draft(&key, &value)?;
            self.found_draft(&place, text);
        }
        // Kept by a former version, which wrote the place for everybody to read.
        for (key, value) in store.range(key::NAMED_DRAFTS, key::NAMED_DRAFTS_END).await? {
            let text = String::from_utf8(self.local.open(&key, &value)?.to_vec());
            let text = text.map_err(|_| StoreProblem::Damaged)?;
            let place = key.strip_prefix(key::NAMED_DRAFTS).unwrap_or_default().to_owned();
            let write = self.local.put_draft(&place, &text, &mut self.rng);
            self.store(vec![write, Write::Remove { key }], Vec::new());
            self.found_draft(&place, text);
        }
        Ok(())
    }

    /// A draft that was kept on this device.
    fn found_draft(&mut self, place: &str, text: String) {
        let at_ms = self.clock.moment().ms;
        self.typing.insert(place.to_owned(), Typed { text, at_ms });
    }
}
