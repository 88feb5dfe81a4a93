//! What kind of picture a file is, by its first bytes and not by its name, and how large it says it is: looked at before any
//! decoder sees it. What is not one of these (a drawing in SVG, a page in HTML) goes no further.
//! Formats: JPEG (ITU T.81, B.1.1), PNG (third edition, 5.2 and 11.2.1), WebP (RFC 9649, 2.4 to 2.7), ISO base media files
//! (ISO/IEC 14496-12, 4.3), GIF89a.

/// Kinds of pictures that browsers read. HEIC only some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF; of moving ones the first picture.
    Gif,
    /// AVIF.
    Avif,
    /// HEIC, as phones make it.
    Heic,
}

impl PictureKind {
    /// What the browser calls it.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Avif => "image/avif",
            Self::Heic => "image/heic",
        }
    }
}

/// The kind of a file that begins so; nothing for everything else.
#[must_use]
pub fn kind_of(begins: &[u8]) -> Option<PictureKind> {
    let is = |at: usize, bytes: &[u8]| begins.get(at..at + bytes.len()) == Some(bytes);
    if is(0, &[0xff, 0xd8, 0xff]) {
        return Some(PictureKind::Jpeg);
    }
    if is(0, b"\x89PNG\r\n\x1a\n") {
        return Some(PictureKind::Png);
    }
    if is(0, b"RIFF") && is(8, b"WEBP") {
        return Some(PictureKind::WebP);
    }
    if is(0, b"GIF87a") || is(0, b"GIF89a") {
        return Some(PictureKind::Gif);
    }
    let brand = |all: &[&[u8; 4]]| is(4, b"ftyp") && all.iter().any(|it| is(8, *it));
    if brand(&[b"avif", b"avis"]) {
        return Some(PictureKind::Avif);
    }
    brand(&[b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"]).then_some(PictureKind::Heic)
}

/// Width and height in pixels, as the file says, where its beginning tells. A picture turned by a mark in it says them as
/// they lie.
#[must_use]
pub fn size_of(kind: PictureKind, begins: &[u8]) -> Option<(u32, u32)> {
    match kind {
        PictureKind::Jpeg => jpeg_size(begins),
        PictureKind::Png => Some((big(begins.get(16..20)?), big(begins.get(20..24)?))),
        PictureKind::Gif => Some((little(begins.get(6..8)?), little(begins.get(8..10)?))),
        PictureKind::WebP => webp_size(begins),
        PictureKind::Avif | PictureKind::Heic => None,
    }
}

/// The longest side of any picture that devices make, in pixels.
pub const MOST_SIDE: u32 = 3_072;
/// The longest side of the thumbnails they make, in pixels.
pub const MOST_SIDE_OF_THUMBNAIL: u32 = 360;

/// May a file from elsewhere be given to a browser as a picture? Only what devices make here: JPEG or WebP, with no side longer
/// than `most` pixels. A few bytes can say that they are a picture of a thousand million points, and a page that draws it is gone.
#[must_use]
pub fn may_be_shown(file: &[u8], most: u32) -> bool {
    let Some(kind @ (PictureKind::Jpeg | PictureKind::WebP)) = kind_of(file) else { return false };
    size_of(kind, file).is_some_and(|(width, height)| width.max(height) <= most)
}

fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |all, it| all << 8 | u32::from(*it))
}

fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |all, it| all << 8 | u32::from(*it))
}

/// Walks from segment to segment to the one that begins the frame.
fn jpeg_size(begins: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let marker = *begins.get(at + 1).filter(|_| begins.get(at) == Some(&0xff))?;
        let frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if frame {
            return Some((big(begins.get(at + 7..at + 9)?), big(begins.get(at + 5..at + 7)?)));
        }
        at += match marker {
            // A filling byte before the marker.
            0xff => 1,
            // Markers that stand alone.
            0x01 | 0xd0..=0xd8 => 2,
            _ => 2 + usize::try_from(big(begins.get(at + 2..at + 4)?)).ok().filter(|it| *it >= 2)?,
        };
    }
}

fn webp_size(begins: &[u8]) -> Option<(u32, u32)> {
    match begins.get(12..16)? {
        b"VP8X" => Some((little(begins.get(24..27)?) + 1, little(begins.get(27..30)?) + 1)),
        b"VP8L" => {
            let bits = little(begins.get(21..25)?);
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((little(begins.get(26..28)?) & 0x3fff, little(begins.get(28..30)?) & 0x3fff)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x1f\x40\0\0\x13\x88\x08\x02";

    fn jpeg() -> Vec<u8> {
        let exif = [&[0xff, 0xe1, 0x00, 0x0a][..], b"Exif\0\0MM"].concat();
        let frame = [0xff, 0xff, 0xc2, 0x00, 0x11, 8, 0x0b, 0xb8, 0x0f, 0xa0, 3];
        [&[0xff, 0xd8], &exif[..], &frame].concat()
    }

    #[test]
    fn a_drawing_or_a_page_that_is_named_like_a_photo_is_none() {
        for text in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>",
            "<?xml version=\"1.0\"?><svg/>",
            "<!doctype html><img src=x>",
            "\u{feff}<html>",
            "%PDF-1.7",
            "GIF90a",
            "RIFF....WAVE",
            "....ftypmp42",
            "",
        ] {
            assert_eq!(kind_of(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_photo_is_known_by_its_first_bytes_and_says_how_large_it_is() {
        let webp = |head: &[u8]| [b"RIFF\0\0\0\0WEBP", head].concat();
        let extended = webp(b"VP8X\x0a\0\0\0\0\0\0\0\x9f\x0f\0\xb7\x0b\0");
        let lossless = webp(b"VP8L\0\0\0\0\x2f\x9f\xcf\xed\x02");
        let plain = webp(b"VP8 \0\0\0\0\0\0\0\x9d\x01\x2a\xa0\x0f\xb8\x0b");
        for (bytes, kind, size) in [
            (jpeg(), PictureKind::Jpeg, (4_000, 3_000)),
            (PNG.to_vec(), PictureKind::Png, (8_000, 5_000)),
            (b"GIF89a\x40\x01\xf0\0".to_vec(), PictureKind::Gif, (320, 240)),
            (extended, PictureKind::WebP, (4_000, 3_000)),
            (lossless, PictureKind::WebP, (4_000, 3_000)),
            (plain, PictureKind::WebP, (4_000, 3_000)),
        ] {
            assert_eq!(kind_of(&bytes), Some(kind));
            assert_eq!(size_of(kind, &bytes), Some(size), "{kind:?}");
            for cut in 0..bytes.len() {
                let _ = size_of(kind, &bytes[..cut]);
            }
        }
        for (brand, kind) in
            [(b"avif", PictureKind::Avif), (b"heic", PictureKind::Heic), (b"mif1", PictureKind::Heic)]
        {
            let file = [b"\0\0\0\x18ftyp", &brand[..]].concat();
            assert_eq!((kind_of(&file), size_of(kind, &file)), (Some(kind), None));
        }
    }

    #[test]
    fn what_says_to_be_larger_than_devices_make_it_is_never_shown() {
        let webp = |width: u32, height: u32| {
            let three = |it: u32| it.saturating_sub(1).to_le_bytes()[..3].to_vec();
            let head = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
            [head, three(width), three(height)].concat()
        };
        assert!(may_be_shown(&webp(360, 270), MOST_SIDE_OF_THUMBNAIL));
        assert!(!may_be_shown(&webp(361, 270), MOST_SIDE_OF_THUMBNAIL));
        assert!(may_be_shown(&webp(2_304, 3_072), MOST_SIDE));
        assert!(!may_be_shown(&webp(16_384, 16_384), MOST_SIDE));
        assert!(!may_be_shown(PNG, u32::MAX), "devices here make none");
        assert!(!may_be_shown(b"GIF89a\x40\x01\xf0\0", MOST_SIDE));
        assert!(!may_be_shown(b"\0\0\0\x18ftypavif", MOST_SIDE), "it does not say its size at once");
        assert!(!may_be_shown(&[0xff, 0xd8, 0xff], MOST_SIDE));
    }

    #[test]
    fn a_jpeg_whose_segments_lead_nowhere_says_no_size() {
        for bytes in [
            &[0xff, 0xd8, 0xff, 0xe0, 0, 0][..],
            &[0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff],
            &[0xff, 0xd8, 0x00],
            &[0xff, 0xd8, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(size_of(PictureKind::Jpeg, bytes), None);
        }
    }
}
