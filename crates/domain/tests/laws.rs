//! What holds for every practice, whatever was written, by whom, and in whatever order it arrives.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

mod anything;
mod two;

use anything::{STRANGER, journey, known_event};
use domain::history::FOLD_VERSION;
use domain::keepsake::Part;
use domain::{Audience, Checkpoint, Couple, Event, History, PersonId, Record, exchange, path};
use proptest::collection::vec;
use proptest::prelude::*;
use two::{ANA, BEN, START_MS, WaxSealing, moment};

fn shuffled(records: Vec<Record>) -> impl Strategy<Value = (Vec<Record>, Vec<Record>)> {
    (Just(records.clone()), Just(records).prop_shuffle())
}

/// What one of the two can open: our space and their own vault.
fn seen_by(viewer: PersonId, records: &[Record]) -> Vec<Record> {
    let sees = |it: &&Record| it.audience == Audience::Ours || it.author == viewer;
    records.iter().filter(sees).cloned().collect()
}

fn folded(viewer: PersonId, records: &[Record]) -> History {
    let mut history = History::new(viewer);
    history.take_in_all(records.to_vec(), &WaxSealing::default());
    history
}

fn bytes(history: &History) -> Vec<u8> {
    history.couple().to_cbor()
}

fn look_at_the_open_book(couple: &Couple, now: &domain::Moment) {
    let book = &couple.open_book;
    for it in book.all() {
        let _ = (it.stands(couple, now), it.terms.steps(), it.terms.step(now.today()), it.asks_for_help());
    }
    let _ = (book.running(couple, now.today()), book.looks_more_and_more(now.today()), book.notes().count());
}

/// Every screen asks this of every couple: nothing here may panic, whatever lies in the records.
fn look_at_everything(couple: &Couple) {
    for now in [moment(START_MS), moment(START_MS + 400 * 24 * 3_600_000)] {
        let _ = (path::today(couple, &now), couple.due(&now), couple.questions.shelves(couple, &now));
        let _ = (path::chapter::of_both(couple), path::stuck::of(couple, &now), couple.signs.lines());
        let _ = (couple.space.now(&now), couple.ground_rules.standing(), couple.ground_rules.over());
        for hurt in couple.hurts.all() {
            let _ = (hurt.roles(), hurt.name(), couple.time.pace(couple, hurt.id));
        }
        let _ = (
            couple.talk.topics(),
            couple.talk.open(&now),
            couple.talk.held(),
            couple.looking(now.today(), 12),
        );
        for sending in couple.apology.all() {
            let _ = (sending.stand(), sending.missing().count(), couple.apology.stands(couple, sending.hurt));
        }
        let _ = (couple.same_page.latest(couple), couple.same_page.both_chose(couple));
        let _ = (couple.learning.to_open(couple), couple.learning.opened(couple, 1));
        let _ = (couple.our_future.board(couple), couple.our_future.not_shown(couple));
        let _ = (couple.our_future.to_open(couple), couple.our_future.opened(couple, 1));
        let _ = (couple.memories.planned(), couple.memories.kept(), couple.memories.years_ago(now.today()));
        let _ = (couple.needs.open(), couple.needs.closed(), couple.needs.never_asked(ANA));
        look_at_the_open_book(couple, &now);
        let _ = (couple.circle.pages(), domain::circle::Ring::ALL.map(|it| couple.circle.ring(it).len()));
        let _ =
            (couple.forgiveness.pages(), couple.forgiveness.told_by(ANA), couple.forgiveness.told_by(BEN));
        let _ = (couple.learning.outside_is_due(&now), couple.setting_down.thoughts());
        let _ = (couple.vulnerability.topics(couple), couple.vulnerability.both_open_to(couple));
        let _ = (
            couple.closeness.acts_of_the_week(couple, now.today()),
            couple.closeness.act_of_the_week(now.today()),
            couple.closeness.start(),
            couple.closeness.proposed(),
        );
        let booster = couple.boosters.now(couple, &now);
        let _ = booster.map(|it| (couple.boosters.both_picked(couple, it), couple.boosters.look(it, ANA)));
        let _ = Part::ALL.map(|it| domain::keepsake::passages(couple, it));
        let _ = (
            couple.why.writings().map(domain::why::Writing::step).count(),
            couple.why.shared_by(ANA).count(),
        );
        let _ = (couple.check_in.this_week(couple, &now), couple.check_in.opened(couple));
        let _ = (
            couple.questions.asked_of(couple.viewer, &now),
            couple.questions.asked_before(couple.viewer, "when"),
        );
        for promise in couple.promises.all() {
            let _ = (promise.record(&now), promise.day_in_question(&now));
        }
        let dates = domain::calendar::dates(couple, &now).into_iter().map(|it| (it.clone(), it.words));
        let _ = domain::calendar::to_ics(&dates.collect::<Vec<_>>(), now.ms);
        for person in [ANA, BEN, STRANGER] {
            let _ = (couple.check_in.lines(couple, person), couple.people.mark_of(person));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn the_order_of_arrival_makes_no_difference((records, otherwise) in journey(60).prop_flat_map(shuffled)) {
        let whole = folded(ANA, &seen_by(ANA, &records));
        let mut one_by_one = History::new(ANA);
        for record in seen_by(ANA, &otherwise) {
            one_by_one.take_in(record, &WaxSealing::default());
        }
        prop_assert_eq!(bytes(&whole), bytes(&one_by_one));
        prop_assert!(whole.records().eq(one_by_one.records()));
        look_at_everything(whole.couple());
    }

    #[test]
    fn nor_does_it_for_what_two_agree_to(
        (records, otherwise) in anything::journey_about(|| anything::opening::opening_event().boxed(), 120).prop_flat_map(shuffled)
    ) {
        let (whole, turned) = (folded(ANA, &seen_by(ANA, &records)), folded(ANA, &seen_by(ANA, &otherwise)));
        prop_assert_eq!(bytes(&whole), bytes(&turned));
        look_at_everything(whole.couple());
    }

    #[test]
    fn taking_in_a_record_twice_is_taking_it_in_once((records, again) in journey(40).prop_flat_map(shuffled)) {
        let mut history = folded(ANA, &seen_by(ANA, &records));
        let once = bytes(&history);
        history.take_in_all(seen_by(ANA, &again), &WaxSealing::default());
        prop_assert_eq!(once, bytes(&history));
    }

    #[test]
    fn both_partners_share_the_same_bytes(records in journey(60)) {
        let (ana, ben) = (folded(ANA, &seen_by(ANA, &records)), folded(BEN, &seen_by(BEN, &records)));
        prop_assert_eq!(ana.couple().shared_cbor(), ben.couple().shared_cbor());
    }

    #[test]
    fn nothing_in_a_vault_changes_what_is_shared(records in journey(60)) {
        let only_ours: Vec<Record> = records.iter().filter(|it| it.audience == Audience::Ours).cloned().collect();
        prop_assert_eq!(
            folded(ANA, &seen_by(ANA, &records)).couple().shared_cbor(),
            folded(ANA, &only_ours).couple().shared_cbor()
        );
    }

    #[test]
    fn a_record_that_is_copied_is_the_same_record(records in journey(60)) {
        for record in records {
            prop_assert_eq!(record.copied(), record);
        }
    }

    #[test]
    fn the_couple_is_read_back_from_its_bytes(records in journey(60)) {
        let history = folded(ANA, &seen_by(ANA, &records));
        let read = Couple::from_cbor(&bytes(&history));
        prop_assert_eq!(read.as_ref(), Some(history.couple()));
    }

    #[test]
    fn what_is_unknown_or_lies_in_the_wrong_space_changes_nothing(records in journey(60)) {
        let records = seen_by(ANA, &records);
        let fits = |it: &&Record| it.event.known_audience() == Some(it.audience);
        let fitting: Vec<Record> = records.iter().filter(fits).cloned().collect();
        prop_assert_eq!(bytes(&folded(ANA, &records)), bytes(&folded(ANA, &fitting)));
    }

    #[test]
    fn a_record_of_someone_else_in_the_vault_changes_nothing(records in journey(60)) {
        let forged: Vec<Record> = records.iter().filter(|it| it.audience == Audience::Mine && it.author != ANA).cloned().collect();
        let mut history = folded(ANA, &seen_by(ANA, &records));
        let before = bytes(&history);
        history.take_in_all(forged, &WaxSealing::default());
        prop_assert_eq!(before, bytes(&history));
    }

    #[test]
    fn a_hostile_partner_cannot_change_what_the_other_wrote(records in journey(60)) {
        let honest: Vec<Record> = records.iter().filter(|it| it.author == ANA).cloned().collect();
        let (alone, both) = (folded(ANA, &honest), folded(ANA, &seen_by(ANA, &records)));
        for mine in alone.couple().promises.made_by(ANA) {
            let now = both.couple().promises.get(mine.id).unwrap();
            prop_assert_eq!((&mine.words, mine.when, mine.made), (&now.words, now.when, now.made));
        }
        for mine in alone.couple().questions.asked().iter().filter(|it| it.asker() == ANA) {
            let now = both.couple().questions.get(mine.id).unwrap();
            prop_assert_eq!((&mine.text, mine.asked), (&now.text, now.asked));
        }
        for mine in alone.couple().hurts.all() {
            let now = both.couple().hurts.get(mine.id).unwrap();
            prop_assert_eq!(mine.said_by(ANA), now.said_by(ANA));
        }
        for mine in alone.couple().ground_rules.proposed() {
            let now = both.couple().ground_rules.get(mine.id).unwrap();
            prop_assert_eq!((&mine.words, mine.about, mine.changes), (&now.words, now.about, now.changes));
        }
        let now = moment(START_MS);
        let until = |of: &History| of.couple().space.of(ANA, &now).map(|it| (it.id, it.until_ms(), it.words.clone()));
        prop_assert_eq!(until(&alone), until(&both));
        prop_assert!(alone.couple().signs.shared_by(ANA).eq(both.couple().signs.shared_by(ANA)));
        for (round, _) in both.couple().exchange.rounds() {
            let opened = both.couple().exchange.opened(round, ANA).map(<[u8]>::to_vec);
            let wrote = |it: &Record| match &it.event {
                Event::Exchange(exchange::Event::Sealed(sealed)) => sealed.round == round,
                _ => false,
            };
            prop_assert!(opened.is_none() || honest.iter().any(wrote));
        }
        for mine in alone.couple().apology.all().filter(|it| it.author() == ANA) {
            let now = both.couple().apology.get(mine.id).unwrap();
            let letters = |it: &domain::apology::Sending| it.versions.iter().map(|it| it.letter.clone()).collect::<Vec<_>>();
            prop_assert_eq!((letters(mine), mine.hurt, mine.withdrawn), (letters(now), now.hurt, now.withdrawn));
        }
        for mine in alone.couple().talk.topics().iter().filter(|it| it.id.author() == ANA) {
            let text = both.couple().talk.topic(mine.id).map(|it| &it.text);
            prop_assert_eq!(text, Some(&mine.text));
        }
        let shared = |couple: &Couple| couple.why.shared_by(ANA).cloned().collect::<Vec<_>>();
        prop_assert_eq!(shared(alone.couple()), shared(both.couple()));
        prop_assert_eq!(alone.couple().setting_down.shared_plan(ANA), both.couple().setting_down.shared_plan(ANA));
        prop_assert_eq!(both.couple().drafts.all().collect::<Vec<_>>(), alone.couple().drafts.all().collect::<Vec<_>>());
    }

    #[test]
    fn what_the_relay_confirms_later_ends_where_it_would_have_been(
        (records, order) in journey(40).prop_flat_map(shuffled),
        received_at_once in vec(any::<bool>(), 45)
    ) {
        let whole = folded(ANA, &seen_by(ANA, &records));
        let mut history = History::new(ANA);
        let mut late = Vec::new();
        for (mut record, at_once) in seen_by(ANA, &order).into_iter().zip(received_at_once) {
            if !at_once {
                late.push((record.id, record.received_ms.take().unwrap()));
            }
            history.take_in(record, &WaxSealing::default());
        }
        for (id, received) in late {
            history.confirm(id, received, &WaxSealing::default());
        }
        prop_assert_eq!(bytes(&whole), bytes(&history));
    }

    #[test]
    fn going_on_from_a_checkpoint_is_folding_everything(
        (records, order) in journey(60).prop_flat_map(shuffled),
        cut in 0..60_usize,
        waiting in vec(any::<bool>(), 65),
        pages in 1..20_usize
    ) {
        let whole = folded(ANA, &seen_by(ANA, &records));
        let order = seen_by(ANA, &order);
        let (before, after) = order.split_at(cut.min(order.len()));
        let unconfirmed = |(record, waits): (&Record, &bool)| {
            let mut record = record.clone();
            record.received_ms = record.received_ms.filter(|_| !waits);
            record
        };
        let first: Vec<Record> = before.iter().zip(&waiting).map(unconfirmed).collect();
        let checkpoint = Checkpoint::from_bytes(folded(ANA, &first).checkpoint().bytes().to_vec());
        let wax = WaxSealing::default();
        let mut history = History::resume(ANA, &checkpoint, after.to_vec(), &wax).unwrap();
        for (record, waits) in before.iter().zip(&waiting) {
            if *waits {
                history.confirm(record.id, record.received_ms.unwrap(), &wax);
            }
        }
        if !history.needs_older() {
            prop_assert_eq!(bytes(&whole), bytes(&history));
        }
        let again = History::resume(ANA, &history.checkpoint(), order.clone(), &wax).unwrap();
        if !again.needs_older() {
            prop_assert_eq!(bytes(&whole), bytes(&again));
        }
        for page in first.chunks(pages) {
            history.fill(page.to_vec(), &wax);
        }
        prop_assert!(history.is_whole() || first.is_empty());
        prop_assert!(!history.needs_older() || first.is_empty());
        prop_assert_eq!(bytes(&whole), bytes(&history));
        if history.is_whole() {
            prop_assert!(whole.records().eq(history.records()));
        }
    }

    #[test]
    fn no_bytes_make_reading_an_event_fail(kind in any::<prop::sample::Index>(), flips in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), event in known_event()) {
        let mut body = event.to_cbor();
        for (at, byte) in flips {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let kinds = [event.kind(), "questions.asked", "promises.made", "check_in.noted", "exchange.sealed"];
        let read = Event::from_parts(kinds[kind.index(kinds.len())], 1, &body);
        prop_assert_eq!(read.to_cbor(), body);
    }

    #[test]
    fn no_bytes_make_reading_a_checkpoint_fail(records in journey(10), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut damaged = folded(ANA, &records).checkpoint().bytes().to_vec();
        let at = at.index(damaged.len());
        damaged[at] = byte;
        if let Ok(history) = History::resume(ANA, &Checkpoint::from_bytes(damaged), Vec::new(), &WaxSealing::default()) {
            look_at_everything(history.couple());
        }
    }
}

#[test]
fn a_checkpoint_of_another_version_or_viewer_is_refused() {
    use domain::history::CheckpointUnreadable;
    let wax = WaxSealing::default();
    let checkpoint = History::new(ANA).checkpoint();
    let resume = |viewer, bytes: Vec<u8>| {
        History::resume(viewer, &Checkpoint::from_bytes(bytes), Vec::new(), &wax).map(|_| ()).unwrap_err()
    };
    let bytes = checkpoint.bytes().to_vec();
    assert_eq!(resume(BEN, bytes.clone()), CheckpointUnreadable::OtherViewer);
    let mut newer = bytes.clone();
    newer[0] = u8::try_from(FOLD_VERSION).unwrap() + 1;
    assert_eq!(resume(ANA, newer), CheckpointUnreadable::OtherVersion);
    // What an older version folded knew fewer practices: all records are folded again.
    for version in 0..u8::try_from(FOLD_VERSION).unwrap() {
        let mut older = bytes.clone();
        older[0] = version;
        assert_eq!(resume(ANA, older), CheckpointUnreadable::OtherVersion);
    }
    assert_eq!(resume(ANA, bytes[..bytes.len() - 1].to_vec()), CheckpointUnreadable::Damaged);
    assert_eq!(resume(ANA, Vec::new()), CheckpointUnreadable::Damaged);
}
