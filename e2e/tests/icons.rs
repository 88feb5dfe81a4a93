//! The icons for devices that take no SVG look like those that are drawn by hand, and do not weigh on a first visit.

use e2e::{Browser, Mend, Partner};
use serde_json::json;

/// Each picture of a manifest: its size as it says and as it is, and how far it is from the icon drawn at that size, as the
/// mean over all channels of all points, from 0 to 255.
const DISTANCES: &str = "(async (manifest, drawn) => {
    const load = src => new Promise((done, failed) => {
        const it = new Image(); it.onload = () => done(it); it.onerror = () => failed(src); it.src = src;
    });
    const points = (it, size) => {
        const to = new OffscreenCanvas(size, size).getContext('2d');
        to.drawImage(it, 0, 0, size, size);
        return to.getImageData(0, 0, size, size).data;
    };
    const { icons } = await (await fetch(manifest)).json(), all = [];
    const apple = { src: drawn.replace('/icon', '/icons/').replace('-', '').replace('.svg', '-180.png'), sizes: '180x180' };
    for (const { src, sizes } of [...icons, apple].filter(it => it.src.endsWith('.png'))) {
        const picture = await load(src), size = picture.naturalWidth;
        const [one, other] = [points(picture, size), points(await load(drawn), size)];
        let apart = 0;
        for (let at = 0; at < one.length; at++) apart += Math.abs(one[at] - other[at]);
        all.push([sizes === `${size}x${picture.naturalHeight}`, apart / one.length]);
    }
    return all;
})";

#[test]
fn every_icon_looks_like_the_one_drawn_by_hand_at_the_size_it_says() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    for (manifest, drawn) in
        [("/manifest.webmanifest", "/icon-app.svg"), ("/notes.webmanifest", "/icon-neutral.svg")]
    {
        let found = page.eval(&format!("{DISTANCES}({}, {})", json!(manifest), json!(drawn)));
        let found = found.as_array().expect("a list");
        assert!(found.len() >= 4, "{manifest}: two sizes, one that may be masked, and the one of an iPhone");
        for it in found {
            let apart = it[1].as_f64().expect("a number");
            assert!(it[0] == true && apart < 1.0, "{manifest}: {it}");
        }
    }
}

#[test]
fn the_icons_are_kept_where_somebody_lives_and_not_with_a_first_visit() {
    let mend = Mend::starts();
    let kept = "caches.keys().then(names => Promise.all(names.map(async it => (await (await caches.open(it)).keys())\
        .filter(it => it.url.includes('/icons/')).length))).then(it => Math.max(0, ...it))";
    let person = Browser::shared().person();
    let visitor = person.opens(&mend.url());
    visitor.comes_back();
    assert_eq!(visitor.eval(kept), 0);
    let ana = Partner::begins(&mend, "Ana");
    ana.page.comes_back();
    assert_eq!(ana.page.eval(kept), 6);
}
