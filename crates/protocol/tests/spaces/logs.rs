//! Reading a log: what an honest relay says is taken, and every way to bend it is refused or told.

use protocol::Wire;
use protocol::event::{Anchor, Placing, seal_event};
use protocol::ids::Incarnation;
use protocol::log::{Cursor, DoubtKind, PageRefused, PageVerifier, SignedHead, contradict, next_root};
use protocol::sign::SigningKey;
use protocol::space::{Right, Whiteout};
use protocol::wire::{EventBytes, Page};

use crate::scene::{Couple, Ledger, Pen, said, view};

fn told(count: usize) -> (Couple, Ledger) {
    let mut couple = Couple::new();
    let mut ledger = Ledger::new(couple.space());
    for n in 0..count {
        let event = if n % 3 == 0 {
            couple.ben_writes(&format!("Ben {n}"))
        } else {
            couple.ana_writes(&format!("Ana {n}"))
        };
        ledger.keeps([event]);
    }
    (couple, ledger)
}

/// Reads one page with a reader that has come to `from`.
fn refused(couple: &Couple, ledger: &Ledger, from: usize, page: &Page) -> PageRefused {
    let mut reader = ledger.reader();
    if from > 0 {
        reader.read(&ledger.page(0, from), couple.state()).unwrap();
    }
    let before = reader.clone();
    let why = reader.read(page, couple.state()).unwrap_err();
    assert_eq!(reader, before, "a refused page changes nothing");
    why
}

/// A relay that signs whatever it likes: the page's head is made to fit its items.
fn signed_again(ledger: &Ledger, page: &mut Page) {
    let mut root = page.prev_root;
    for it in &page.items {
        let id = protocol::event::EventView::parse(&it.event.0).unwrap().id();
        root = next_root(&root, id, it.recv_ms);
    }
    let seq = page.from_seq + page.items.len() as u64 - 1;
    let at = Cursor { inc: page.inc, seq, root };
    page.head = SignedHead::sign(ledger.space, at, page.head.time_ms, &ledger.key);
    page.more = false;
}

#[test]
fn a_log_is_read_whole_page_by_page() {
    let (couple, ledger) = told(10);
    let mut reader = ledger.reader();
    let mut seen = 0;
    for from in (0..10).step_by(4) {
        let page = ledger.page(from, 4);
        let read = reader.read(&page, couple.state()).unwrap();
        assert!(read.unproven.is_empty() && read.doubts.is_empty());
        assert!(read.events.iter().all(|it| matches!(it.right, Right::Writes { .. })));
        seen += read.events.len();
        assert_eq!(read.complete, seen == 10);
    }
    assert_eq!(reader.cursor(), ledger.cursor(10));
    assert_eq!(reader.device_head(couple.anas.device), couple.anas.head);
    let empty = ledger.page(10, 4);
    assert!(reader.read(&empty, couple.state()).unwrap().complete);
}

#[test]
fn a_reader_goes_on_where_it_was_kept() {
    let (couple, ledger) = told(6);
    let mut reader = ledger.reader();
    reader.read(&ledger.page(0, 4), couple.state()).unwrap();
    let mut kept = PageVerifier::from_bytes(&reader.to_bytes()).unwrap();
    assert!(kept.read(&ledger.page(4, 4), couple.state()).unwrap().complete);
}

#[test]
fn a_page_of_another_key_or_space_is_refused() {
    let (couple, ledger) = told(3);
    let mut page = ledger.page(0, 9);
    page.head = SignedHead::sign(ledger.space, page.head.at, 1, &SigningKey::from_seed(&[1; 32]));
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Head);
    let mut page = ledger.page(0, 9);
    page.head = SignedHead::sign(protocol::ids::SpaceId([1; 16]), page.head.at, 1, &ledger.key);
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Head);
    let mut page = ledger.page(0, 9);
    page.head.time_ms += 1;
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Head);
}

#[test]
fn events_reordered_in_a_page_are_refused() {
    let (couple, ledger) = told(6);
    for at in 0..5 {
        let mut page = ledger.page(0, 9);
        page.items.swap(at, at + 1);
        assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Order);
        let (seq, recv) = (page.items[at].seq, page.items[at].recv_ms);
        page.items[at].seq = page.items[at + 1].seq;
        page.items[at].recv_ms = page.items[at + 1].recv_ms;
        (page.items[at + 1].seq, page.items[at + 1].recv_ms) = (seq, recv);
        let why = refused(&couple, &ledger, 0, &page);
        assert!(matches!(why, PageRefused::Fork | PageRefused::Chain(_)), "{why:?}");
    }
}

#[test]
fn a_page_cut_short_and_called_whole_is_refused() {
    let (couple, ledger) = told(6);
    let mut page = ledger.page(0, 9);
    page.items.truncate(4);
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Order);
    page.more = true;
    let mut reader = ledger.reader();
    assert!(!reader.read(&page, couple.state()).unwrap().complete);
    page.items.clear();
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Order);
    let mut page = ledger.page(0, 9);
    page.more = true;
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Order);
    let mut page = ledger.page(0, 9);
    page.from_seq = 2;
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Order);
}

#[test]
fn an_event_served_twice_is_refused_even_when_the_relay_signs_it() {
    let (couple, ledger) = told(4);
    let mut page = ledger.page(0, 9);
    let mut again = page.items[1].clone();
    (again.seq, again.recv_ms) = (5, 2_000);
    page.items.push(again);
    signed_again(&ledger, &mut page);
    let anas = couple.anas.device;
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Chain(anas));
}

#[test]
fn an_event_left_out_is_seen_in_its_devices_chain() {
    let (couple, ledger) = told(6);
    let mut page = ledger.page(0, 9);
    page.items.remove(1);
    for (at, it) in page.items.iter_mut().enumerate() {
        it.seq = at as u64 + 1;
    }
    signed_again(&ledger, &mut page);
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Chain(couple.anas.device));
}

#[test]
fn a_wrong_root_is_a_fork() {
    let (couple, ledger) = told(6);
    let mut page = ledger.page(2, 9);
    page.prev_root[0] ^= 1;
    assert_eq!(refused(&couple, &ledger, 2, &page), PageRefused::Fork);
    let mut page = ledger.page(2, 9);
    page.head.at.root[0] ^= 1;
    page.head = SignedHead::sign(ledger.space, page.head.at, page.head.time_ms, &ledger.key);
    assert_eq!(refused(&couple, &ledger, 2, &page), PageRefused::Fork);
    let mut page = ledger.page(2, 9);
    page.items[0].recv_ms += 1;
    assert_eq!(refused(&couple, &ledger, 2, &page), PageRefused::Fork);
}

#[test]
fn a_log_set_back_or_restored_is_told_as_such() {
    let (couple, mut ledger) = told(6);
    let mut back = ledger.page(4, 9);
    back.items.clear();
    back.head = SignedHead::sign(ledger.space, ledger.cursor(3), 9_000_000, &ledger.key);
    assert_eq!(refused(&couple, &ledger, 4, &back), PageRefused::RolledBack);
    let mut page = ledger.page(4, 9);
    page.inc = Incarnation([9; 16]);
    assert_eq!(refused(&couple, &ledger, 4, &page), PageRefused::OtherIncarnation);
    let mut page = ledger.page(4, 9);
    let at = Cursor { inc: Incarnation([9; 16]), ..page.head.at };
    page.head = SignedHead::sign(ledger.space, at, page.head.time_ms, &ledger.key);
    assert_eq!(refused(&couple, &ledger, 4, &page), PageRefused::OtherIncarnation);
    let mut reader = ledger.reader();
    reader.read(&ledger.page(0, 4), couple.state()).unwrap();
    ledger.inc = Incarnation([9; 16]);
    let why = reader.read(&ledger.page(4, 9), couple.state()).unwrap_err();
    assert_eq!(why, PageRefused::OtherIncarnation);
    assert!(why.is_fork() && PageRefused::RolledBack.is_fork() && !PageRefused::Order.is_fork());
    let mut healed = PageVerifier::start(ledger.space, ledger.inc, ledger.key.verify_key());
    assert!(healed.read(&ledger.page(0, 9), couple.state()).unwrap().complete);
}

#[test]
fn two_stories_of_one_relay_prove_themselves() {
    let (_, ledger) = told(3);
    let one = ledger.head();
    let mut other = one.at;
    other.root[5] ^= 1;
    let other = SignedHead::sign(ledger.space, other, 1, &ledger.key);
    assert!(contradict(&one, &other));
    assert!(!contradict(&one, &one));
    let earlier = SignedHead::sign(ledger.space, ledger.cursor(2), 1, &ledger.key);
    assert!(!contradict(&one, &earlier));
}

#[test]
fn times_that_run_backwards_or_past_the_head_are_refused() {
    let (couple, ledger) = told(4);
    let mut page = ledger.page(0, 9);
    page.items[2].recv_ms = 1;
    signed_again(&ledger, &mut page);
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Time);
    let mut page = ledger.page(0, 9);
    page.items[3].recv_ms = page.head.time_ms + 1;
    signed_again(&ledger, &mut page);
    assert_eq!(refused(&couple, &ledger, 0, &page), PageRefused::Time);
}

#[test]
fn an_event_of_another_space_is_refused() {
    let (couple, ledger) = told(2);
    let mut elsewhere = couple;
    let ctl = elsewhere.state().head().hash;
    let other = protocol::ids::SpaceId([3; 16]);
    let event = elsewhere.anas.drafts(ctl, other, &elsewhere.key, "x", &mut elsewhere.dice);
    let mut page = ledger.page(0, 9);
    page.items[1].event = event.bytes;
    signed_again(&ledger, &mut page);
    assert_eq!(refused(&elsewhere, &ledger, 0, &page), PageRefused::Tampered);
}

#[test]
fn a_bit_flipped_anywhere_in_a_page_is_never_opened() {
    let (couple, ledger) = told(2);
    let whole = ledger.page(0, 9);
    for item in 0..2 {
        for bit in 0..whole.items[item].event.0.len() * 8 {
            let mut page = whole.clone();
            page.items[item].event.0[bit / 8] ^= 1 << (bit % 8);
            let mut reader = ledger.reader();
            let Ok(read) = reader.read(&page, couple.state()) else {
                continue;
            };
            // Only signature and key slot stand outside the chain: the one leaves the event unproven, the other shut.
            let device = whole_device(&whole, item);
            let proven = read.events.iter().find(|it| it.view.header().device == device);
            let opens = proven.is_some_and(|it| {
                let Right::Writes { account, .. } = it.right else { return false };
                protocol::event::open_event(&it.view, &couple.key, account).is_ok()
            });
            assert!(!opens, "item {item} bit {bit}");
        }
    }
}

fn whole_device(page: &Page, item: usize) -> protocol::ids::DeviceId {
    let event = protocol::event::EventView::parse(&page.items[item].event.0).unwrap();
    event.header().device
}

#[test]
fn an_event_no_signature_proves_waits_for_one_that_does() {
    let (mut couple, mut ledger) = told(0);
    let mut first = couple.ana_writes("one");
    let at = first.bytes.0.len() - 72 - 4 - 272;
    let honest = first.bytes.clone();
    first.bytes.0[at - 10] ^= 1;
    let second = couple.ana_writes("two");
    assert_ne!(first.bytes, honest);
    ledger.keeps([first]);
    let mut reader = ledger.reader();
    let page = ledger.page(0, 9);
    let read = reader.read(&page, couple.state()).unwrap();
    assert!(read.events.is_empty());
    assert_eq!(read.unproven.len(), 1);
    assert_eq!(read.proven, [(couple.anas.device, 0)]);
    ledger.keeps([second]);
    let mut kept = PageVerifier::from_bytes(&reader.to_bytes()).unwrap();
    let page = ledger.page(1, 9);
    let read = kept.read(&page, couple.state()).unwrap();
    assert_eq!(read.events.len(), 1);
    assert_eq!(read.proven, [(couple.anas.device, 2)]);
}

#[test]
fn a_forged_signature_proves_nothing() {
    let (mut couple, mut ledger) = told(3);
    let (ctl, space) = (couple.state().head().hash, couple.space());
    let mut forger = Pen {
        dsk: couple.bens.dsk.clone(),
        device: couple.anas.device,
        account: couple.anas.account,
        head: couple.anas.head,
    };
    let forged = forger.writes(ctl, space, &couple.key, "Ana never said so", &mut couple.dice);
    ledger.keeps([forged]);
    let mut reader = ledger.reader();
    let page = ledger.page(0, 9);
    let read = reader.read(&page, couple.state()).unwrap();
    assert_eq!((read.events.len(), read.unproven.len()), (3, 1));
}

#[test]
fn a_device_the_chain_does_not_know_yet_makes_the_reader_read_the_chain() {
    let (couple, ledger) = told(3);
    let genesis = protocol::space::ControlChain::begin(&couple.records[0], &couple.known).unwrap();
    let mut reader = ledger.reader();
    let page = ledger.page(0, 9);
    let why = reader.read(&page, genesis.state()).unwrap_err();
    assert_eq!(why, PageRefused::ReadControlOn);
    assert!(reader.read(&page, couple.state()).is_ok());
}

#[test]
fn an_event_written_before_its_device_was_bound_is_whited_out() {
    let (mut couple, mut ledger) = told(0);
    let space = couple.space();
    let early = couple.records[0].hash();
    let event = couple.bens.writes(early, space, &couple.key, "too early", &mut couple.dice);
    ledger.keeps([event]);
    let mut reader = ledger.reader();
    let page = ledger.page(0, 9);
    let read = reader.read(&page, couple.state()).unwrap();
    assert_eq!(read.events[0].right, Right::Whiteout(Whiteout::NotBound));
}

#[test]
fn a_withdrawn_event_leaves_the_log_whole() {
    let (couple, mut ledger) = told(5);
    let stub = protocol::event::EventView::parse(&ledger.items[2].event.0).unwrap().withdrawn();
    ledger.items[2].event = stub;
    let mut reader = ledger.reader();
    let page = ledger.page(0, 9);
    let read = reader.read(&page, couple.state()).unwrap();
    assert!(read.complete && read.events[2].view.is_withdrawn());
}

fn anchored(couple: &mut Couple, anchor: Anchor) -> EventBytes {
    let placing = Placing {
        space: couple.space(),
        device: couple.anas.device,
        after: couple.anas.head,
        ctl: couple.state().head().hash,
        anchor,
    };
    let payload = said(couple.ana.account, "x");
    let sealed = seal_event(&placing, &payload, &couple.key, &couple.anas.dsk, &mut couple.dice);
    let sealed = sealed.unwrap();
    couple.anas.head = sealed.head;
    assert_eq!(view(&sealed).header().anchor, anchor);
    sealed.bytes
}

#[test]
fn an_author_who_saw_another_log_is_noticed_and_does_not_stop_the_reader() {
    let (mut couple, mut ledger) = told(3);
    let true_anchor = Anchor::of(&ledger.cursor(2));
    let other_root = Anchor { root16: [1; 16], ..true_anchor };
    let ahead = Anchor { seq: 50, ..true_anchor };
    let older_life = Anchor { inc: Incarnation([1; 16]), ..other_root };
    let its_own_place = Anchor { seq: 8, ..true_anchor };
    for anchor in [true_anchor, other_root, ahead, older_life, its_own_place] {
        let bytes = anchored(&mut couple, anchor);
        let id = protocol::event::EventView::parse(&bytes.0).unwrap().id();
        ledger.keeps_bytes(bytes, id);
    }
    let mut reader = ledger.reader();
    let page = ledger.page(0, 9);
    let read = reader.read(&page, couple.state()).unwrap();
    let doubts: Vec<_> = read.doubts.iter().map(|it| (it.seq, it.kind)).collect();
    assert_eq!(doubts, [(5, DoubtKind::OtherRoot), (6, DoubtKind::Ahead), (8, DoubtKind::Ahead)]);
    assert!(read.complete);
}

#[test]
fn a_frontier_names_the_newest_event_of_every_device() {
    let (couple, ledger) = told(6);
    let mut reader = ledger.reader();
    reader.read(&ledger.page(0, 9), couple.state()).unwrap();
    let frontier = reader.frontier();
    let marks: Vec<_> = frontier.devices.iter().map(|it| (it.device, it.dseq, it.id)).collect();
    let expected = [&couple.anas, &couple.bens].map(|it| (it.device, it.head.dseq, it.head.id));
    assert_eq!(marks, expected);
}
