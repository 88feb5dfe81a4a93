//! A photo as the records tell of it: the picture in up to three sizes, each sealed apart, and what somebody who cannot
//! see it is told. The pictures themselves are in no record, and nothing that folds needs them.

use core::fmt;

use lean::{Form, Reader, Writer};

use crate::ids::PhotoId;
use crate::practice::LONGEST_LINE;

/// The most bytes of a thumbnail.
pub const MOST_THUMBNAIL: u64 = 16 << 10;
/// The most bytes of any other size.
pub const MOST_PICTURE: u64 = 12 << 20;
/// The longest side that is believed, in pixels.
const LONGEST_SIDE: u32 = 65_535;

/// What a picture is sealed with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PictureKey(pub [u8; 32]);

impl fmt::Debug for PictureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

impl Form for PictureKey {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self(Form::read(from))
    }
}

lean::body! {
    /// One size of a photo, as it lies at the relay.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Picture {
        /// Under which name.
        #[n(0)]
        pub id: [u8; 16],
        /// What opens it.
        #[n(1)]
        pub key: PictureKey,
        /// What binds all of its pieces.
        #[n(2)]
        pub tags: [u8; 32],
        /// Its length in bytes, before it was sealed.
        #[n(3)]
        pub length: u64,
    }
}

lean::body! {
    /// A photo.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Photo {
        /// Which.
        #[n(0)]
        pub id: PhotoId,
        /// What is in it, for whoever cannot see it; may be empty.
        #[n(1)]
        pub says: String,
        /// How wide it is, in pixels, upright.
        #[n(2)]
        pub width: u32,
        /// How high.
        #[n(3)]
        pub height: u32,
        /// A small one, for many beside each other.
        #[n(4)]
        pub thumbnail: Picture,
        /// One for a screen.
        #[n(5)]
        pub view: Picture,
        /// The largest, where it is larger than the view.
        #[n(6)]
        pub full: Option<Picture>,
    }
}

impl Photo {
    /// Whether it can be one.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let side = |it: u32| (1..=LONGEST_SIDE).contains(&it);
        let fits = |it: &Picture, most: u64| (1..=most).contains(&it.length);
        self.says.len() <= LONGEST_LINE
            && side(self.width)
            && side(self.height)
            && fits(&self.thumbnail, MOST_THUMBNAIL)
            && fits(&self.view, MOST_PICTURE)
            && self.full.as_ref().is_none_or(|it| fits(it, MOST_PICTURE))
    }

    /// All its sizes, the smallest first.
    #[must_use]
    pub fn pictures(&self) -> Vec<Picture> {
        [self.thumbnail, self.view].into_iter().chain(self.full).collect()
    }
}
