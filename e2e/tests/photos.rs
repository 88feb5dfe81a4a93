//! Photos in a browser: chosen, stripped, kept by one and seen by the other; what is none is refused in words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use e2e::{Mend, Page, Partner, pair, say, say_with};

/// Hears of every file that the page makes to show, and gathers what is in them.
const LISTENS: &str = "(() => { window.shown = []; const make = URL.createObjectURL; \
  URL.createObjectURL = blob => { blob.arrayBuffer().then(it => window.shown.push(new TextDecoder('latin1').decode(it))); return make.call(URL, blob); }; \
  return true; })()";

/// Chooses files: photos with a place in them as cameras write it, and others that only have the name of one.
const CHOOSES: &str = "(() => { (async () => { \
  const drawn = document.createElement('canvas'); drawn.width = 1800; drawn.height = 1200; \
  const pen = drawn.getContext('2d'); pen.fillStyle = 'teal'; pen.fillRect(0, 0, 1800, 1200); pen.fillStyle = 'gold'; pen.fillRect(200, 200, 700, 500); \
  const blob = await new Promise(done => drawn.toBlob(done, 'image/jpeg', 0.9)); \
  const plain = new Uint8Array(await blob.arrayBuffer()); \
  const place = new TextEncoder().encode('Exif\\0\\0MM\\0*\\0\\0\\0\\x08\\0\\0PLACE-52.5200-13.4050'); \
  const told = new Uint8Array(plain.length + place.length + 4); \
  told.set(plain.subarray(0, 2)); told.set([0xff, 0xe1, 0, place.length + 2], 2); told.set(place, 6); told.set(plain.subarray(2), 6 + place.length); \
  const cut = told.slice(0, 300); \
  const files = new DataTransfer(); \
  files.items.add(new File([told], 'lake.jpg', { type: 'image/jpeg' })); \
  files.items.add(new File(['<svg xmlns=\"http://www.w3.org/2000/svg\"/>'], 'drawing.jpg', { type: 'image/jpeg' })); \
  files.items.add(new File(['<!doctype html>'], 'page.jpg', { type: 'image/jpeg' })); \
  files.items.add(new File([cut], 'cut.jpg', { type: 'image/jpeg' })); \
  const field = document.querySelector('#choose'); field.files = files.files; field.dispatchEvent(new Event('change')); \
  })(); return true; })()";

/// Keeps a moment and stands on its page.
fn keeps_a_moment(who: &Partner) {
    who.goes("/memories/keep");
    who.page.writes("textbox", &say("memories.what_was"), "The lake");
    who.page.writes("textbox", &say("memories.your_words"), "We got lost twice");
    who.page.presses("button", &say("memories.keep_it"));
    opens_it(who);
}

fn opens_it(who: &Partner) {
    who.goes("/memories");
    who.page.presses("link", "The lake");
    who.page.finds("heading", "The lake");
}

fn sees_a_photo(page: &Page, within: &str) {
    page.waits_for(
        "a photo",
        &format!(
            "[...document.querySelectorAll('{within} img')].some(it => it.complete && it.naturalWidth > 1)"
        ),
    );
}

#[test]
fn a_photo_without_its_place_is_kept_by_one_and_seen_by_the_other() {
    let mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    keeps_a_moment(&ana);
    ana.page.presses("link", &say("photos.add"));
    ana.page.finds("heading", &say("photos.add"));
    ana.page.eval(LISTENS);
    ana.page.eval(CHOOSES);
    for (name, says) in [
        ("drawing.jpg", "photos.not_a_photo"),
        ("page.jpg", "photos.not_a_photo"),
        ("cut.jpg", "photos.damaged"),
    ] {
        ana.page.reads(&say_with(says, &[("name", name)]));
    }
    sees_a_photo(&ana.page, ".photos-ready");
    ana.page.waits_for("what it shows", "window.shown.length > 0");
    let stripped =
        "window.shown.length > 0 && window.shown.every(it => !it.includes('PLACE') && !it.includes('Exif'))";
    assert_eq!(ana.page.eval(stripped), true, "no place is left in it");
    ana.page.writes("textbox", &say("photos.says"), "A yellow boat");
    ana.page.presses("button", &say("photos.keep_one"));
    ana.page.finds("link", "A yellow boat");
    sees_a_photo(&ana.page, ".photos");
    // Told of once all of it is there.
    ben.goes("/memories");
    ben.page.finds("link", "A yellow boat");
    opens_it(&ben);
    sees_a_photo(&ben.page, ".photos");
    ben.page.presses("link", "A yellow boat");
    sees_a_photo(&ben.page, ".photo-alone");
    ben.page.eval(LISTENS);
    ben.page.presses("button", &say("photos.largest"));
    ben.page.waits_for("the largest", "document.querySelector('.photo-alone img')?.naturalWidth === 1800");
    assert_eq!(ben.page.eval(stripped), true, "nor is there one in the largest, as it came");
    // Looked at once, it is there without a network.
    ben.page.is_offline(true);
    opens_it(&ben);
    sees_a_photo(&ben.page, ".photos");
    ben.page.is_offline(false);
    ana.page.presses("link", "A yellow boat");
    ana.page.presses("button", &say("photos.take_back"));
    ana.page.presses("button", &say("photos.take_back"));
    ana.page.finds_no_longer("link", "A yellow boat");
    ben.page.finds_no_longer("link", "A yellow boat");
    // Settings say where it is erased, and only who took it back reads of the other's devices.
    ana.goes("/settings");
    ana.page.finds("heading", &say("settings.taken_title"));
    ana.page.reads(&say("settings.taken_at_server"));
    let counted = |name| say_with("settings.taken_theirs", &[("done", "1"), ("all", "1"), ("name", name)]);
    ana.page.reads(&counted("Ben"));
    ben.goes("/settings");
    ben.page.finds("heading", &say("settings.taken_title"));
    ben.page.reads(&say_with("settings.taken_mine", &[("done", "1"), ("all", "1")]));
    ben.page.does_not_read(&counted("Ana"));
    ana.page.keeps_nobody_out();
    ana.page.is_sound();
}
