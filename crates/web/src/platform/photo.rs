//! Photos in the browser: a chosen file is decoded by the browser, drawn, and encoded anew in its sizes, so that nothing of
//! the file but the picture goes on: no place, no time, no camera. And: showing bytes as a picture, when one comes near it.

use std::cell::RefCell;

use client::NewPhoto;
use client::picture_file::{MOST_SIDE, MOST_SIDE_OF_THUMBNAIL, PictureKind, kind_of, may_be_shown, size_of};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, Element, File, HtmlCanvasElement, ImageBitmap, IntersectionObserver,
    IntersectionObserverEntry, IntersectionObserverInit, Url,
};

/// The longest file that is read at all, in bytes.
const MOST_BYTES: f64 = 80.0 * 1_048_576.0;
/// The most pixels that are decoded: four bytes each while it is done.
const MOST_PIXELS: u64 = 64_000_000;
/// How much of a file is looked at before it is decoded.
const BEGINNING: f64 = 524_288.0;
/// The longest sides of the three sizes, in pixels.
const FULL: u32 = MOST_SIDE;
const VIEW: u32 = 1_536;
/// Thumbnails are made smaller until one is short enough.
const THUMBNAILS: [(u32, f64); 5] =
    [(MOST_SIDE_OF_THUMBNAIL, 0.72), (MOST_SIDE_OF_THUMBNAIL, 0.5), (280, 0.5), (200, 0.45), (120, 0.4)];
const MOST_THUMBNAIL: usize = domain::photo::MOST_THUMBNAIL as usize;

/// Why a file was not made ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotReady {
    /// Its first bytes are not those of a photo, whatever its name says.
    NotAPhoto,
    /// It is one, and this browser cannot read its kind.
    Unreadable,
    /// It is damaged or cut short.
    Damaged,
    /// It has too many pixels, or bytes, for this device.
    TooLarge,
}

/// Makes a chosen file ready: upright, in its sizes, and with nothing else in it.
pub(crate) async fn made_ready(file: &File) -> Result<NewPhoto, NotReady> {
    let kind = look_at(file).await?;
    let bitmap = decoded(file, kind).await?;
    let (width, height) = (bitmap.width(), bitmap.height());
    let made = in_sizes(&bitmap, width, height).await;
    bitmap.close();
    made.ok_or(NotReady::TooLarge)
}

async fn look_at(file: &File) -> Result<PictureKind, NotReady> {
    let begins = file.slice_with_f64_and_f64(0.0, BEGINNING).map_err(|_| NotReady::Damaged)?;
    let begins = bytes_of(&begins).await.ok_or(NotReady::Damaged)?;
    let kind = kind_of(&begins).ok_or(NotReady::NotAPhoto)?;
    let pixels = size_of(kind, &begins).map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    if pixels > MOST_PIXELS || file.size() > MOST_BYTES {
        return Err(NotReady::TooLarge);
    }
    Ok(kind)
}

/// Upright: browsers turn it as the file says.
async fn decoded(file: &File, kind: PictureKind) -> Result<ImageBitmap, NotReady> {
    let failed = if matches!(kind, PictureKind::Heic | PictureKind::Avif) {
        NotReady::Unreadable
    } else {
        NotReady::Damaged
    };
    // As what its bytes are, not as what its name says.
    let as_kind =
        file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), kind.mime()).map_err(|_| failed)?;
    let asked =
        web_sys::window().and_then(|it| it.create_image_bitmap_with_blob(&as_kind).ok()).ok_or(failed)?;
    let bitmap: ImageBitmap = JsFuture::from(asked).await.map_err(|_| failed)?.unchecked_into();
    if u64::from(bitmap.width()) * u64::from(bitmap.height()) > MOST_PIXELS {
        bitmap.close();
        return Err(NotReady::TooLarge);
    }
    Ok(bitmap)
}

async fn in_sizes(bitmap: &ImageBitmap, width: u32, height: u32) -> Option<NewPhoto> {
    let (full_width, full_height) = within(width, height, FULL);
    let large = canvas(full_width, full_height)?;
    context(&large)?
        .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, full_width.into(), full_height.into())
        .ok()?;
    let full = if full_width.max(full_height) > VIEW { Some(encoded(&large, 0.86).await?) } else { None };
    let viewed = smaller(&large, VIEW)?;
    let view = encoded(&viewed, 0.8).await?;
    let mut thumbnail = None;
    for (side, quality) in THUMBNAILS {
        let made = encoded(&smaller(&viewed, side)?, quality).await?;
        if made.len() <= MOST_THUMBNAIL {
            thumbnail = Some(made);
            break;
        }
    }
    Some(NewPhoto {
        says: String::new(),
        width: full_width,
        height: full_height,
        thumbnail: thumbnail?,
        view,
        full,
    })
}

/// Width and height with the longest side no longer than this.
fn within(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let side = width.max(height);
    if side <= longest {
        return (width, height);
    }
    let shorter = |it: u32| (u64::from(it) * u64::from(longest) / u64::from(side)).max(1) as u32;
    (shorter(width), shorter(height))
}

fn canvas(width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let made = web_sys::window()?.document()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = made.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = context(&canvas)?;
    // What can be seen through stands on white, as on paper.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    Some(canvas)
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

fn smaller(from: &HtmlCanvasElement, longest: u32) -> Option<HtmlCanvasElement> {
    let (width, height) = within(from.width(), from.height(), longest);
    let to = canvas(width, height)?;
    context(&to)?
        .draw_image_with_html_canvas_element_and_dw_and_dh(from, 0.0, 0.0, width.into(), height.into())
        .ok()?;
    Some(to)
}

/// WebP where the browser makes it, else JPEG. A browser that does not make a kind gives PNG instead, and says so.
async fn encoded(canvas: &HtmlCanvasElement, quality: f64) -> Option<Vec<u8>> {
    for kind in ["image/webp", "image/jpeg"] {
        let promise = Promise::new(&mut |yes: Function, _| {
            let _ = canvas.to_blob_with_type_and_encoder_options(&yes, kind, &quality.into());
        });
        let blob: Blob = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        if blob.type_() == kind {
            return bytes_of(&blob).await;
        }
    }
    None
}

async fn bytes_of(blob: &Blob) -> Option<Vec<u8>> {
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

/// An address under which this page alone can show these bytes as a picture; only if that is what they are, and no side is
/// longer than `most`, which is what devices make: they may come from the other.
pub(crate) fn address_of(bytes: &[u8], most: u32) -> Option<String> {
    let kind = kind_of(bytes).filter(|_| may_be_shown(bytes, most))?;
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind.mime());
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Nothing is shown under this address any more.
pub(crate) fn give_back(address: &str) {
    let _ = Url::revoke_object_url(address);
}

type Act = Box<dyn FnOnce()>;

thread_local! {
    /// What is done when an element comes near, by its name.
    static NEAR: RefCell<Vec<(String, Act)>> = const { RefCell::new(Vec::new()) };
    static WATCH: RefCell<Option<IntersectionObserver>> = const { RefCell::new(None) };
}

/// Does something once, when the element of this id is on the screen or close to it.
pub(crate) fn when_near(id: String, act: Act) {
    super::page::after(0, move || {
        let document = web_sys::window().and_then(|it| it.document());
        let Some(element) = document.and_then(|it| it.get_element_by_id(&id)) else { return };
        NEAR.with_borrow_mut(|near| {
            near.retain(|(it, _)| *it != id);
            near.push((id, act));
        });
        match watch() {
            Some(watch) => watch.observe(&element),
            None => came_near(&element),
        }
    });
}

fn watch() -> Option<IntersectionObserver> {
    WATCH.with_borrow_mut(|watch| {
        if watch.is_none() {
            let seen = Closure::<dyn FnMut(Array, IntersectionObserver)>::new(
                |entries: Array, watch: IntersectionObserver| {
                    for entry in entries.iter().map(JsCast::unchecked_into::<IntersectionObserverEntry>) {
                        if entry.is_intersecting() {
                            watch.unobserve(&entry.target());
                            came_near(&entry.target());
                        }
                    }
                },
            );
            let options = IntersectionObserverInit::new();
            options.set_root_margin("300px");
            *watch =
                IntersectionObserver::new_with_options(seen.into_js_value().unchecked_ref(), &options).ok();
        }
        watch.clone()
    })
}

fn came_near(element: &Element) {
    let id = element.id();
    let act = NEAR.with_borrow_mut(|near| {
        let at = near.iter().position(|(it, _)| *it == id)?;
        Some(near.swap_remove(at).1)
    });
    if let Some(act) = act {
        act();
    }
}

/// Nothing is waited for any more.
pub(crate) fn forget_all() {
    NEAR.take();
    if let Some(watch) = WATCH.take() {
        watch.disconnect();
    }
}
