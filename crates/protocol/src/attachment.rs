//! What is too long for an event: a photo. It is sealed in chunks under a key of its own, and the event that tells of it
//! carries that key. Chunks go to the relay first and the event last; what no event tells of is forgotten there.
//!
//! The text is padded as everything is, then cut into chunks of 256 KiB, each sealed with XChaCha20-Poly1305 in the
//! construction STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015): the nonce is 19 bytes that follow from the key, the
//! number of the chunk in four bytes and one byte that marks the last one. A key seals one attachment and no other, so
//! no nonce comes twice. What a chunk is bound to names the space, the attachment, its number and how many there are.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::cipher::{
    AeadKey, CannotOpen, NONCE_LENGTH, TAG_LENGTH, derive, hash, pad, padded_length, same, unpad,
};
use crate::event::SUITE;
use crate::ids::{AttachmentId, SpaceId};

/// Bytes of the padded text in one chunk; the last one may have fewer.
pub const CHUNK: usize = 256 << 10;
/// The most bytes of a chunk once sealed.
pub const MOST_SEALED: usize = CHUNK + TAG_LENGTH;
/// The most chunks of one attachment: 16 MiB.
pub const MOST_CHUNKS: u32 = 64;
/// The longest text of one attachment, in bytes: the longest that is still one when it is padded.
pub const LONGEST: usize = 16_777_212;

/// An attachment as an event tells of it: what is needed to fetch and to open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Under which name the relay keeps it.
    pub id: AttachmentId,
    /// What it is sealed with.
    pub key: AeadKey,
    /// The hash of the tags of all chunks, in order: no chunk can be left out, doubled or put elsewhere.
    pub tags: [u8; 32],
    /// How long the text is, in bytes.
    pub length: u64,
}

/// It is longer than an attachment may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("longer than an attachment may be")]
pub struct TooLongToAttach;

impl Attachment {
    /// How many chunks it has; 0 when no attachment is so long.
    #[must_use]
    pub fn chunks(&self) -> u32 {
        let length = usize::try_from(self.length).ok().filter(|it| *it <= LONGEST);
        length.map_or(0, |it| u32::try_from(padded_length(it).div_ceil(CHUNK)).unwrap_or(0))
    }
}

/// Seals a text for a space; gives the chunks in order.
///
/// # Errors
/// When it is longer than [`LONGEST`].
pub fn seal_attachment(
    space: SpaceId,
    text: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(Attachment, Vec<Vec<u8>>), TooLongToAttach> {
    if text.len() > LONGEST {
        return Err(TooLongToAttach);
    }
    let (id, key) = (AttachmentId::make(rng), AeadKey::make(rng));
    let mut made = Attachment { id, key, tags: [0; 32], length: text.len() as u64 };
    let (padded, of) = (pad(text), made.chunks());
    let seal = |(n, text): (u32, &[u8])| {
        made.key.seal_with_nonce(&nonce(&made.key, n, of), &bound_to(space, id, n, of), text)
    };
    let chunks: Vec<Vec<u8>> = (0..).zip(padded.chunks(CHUNK)).map(seal).collect();
    made.tags = hash_of_tags(&chunks).unwrap_or_default();
    Ok((made, chunks))
}

/// Opens all chunks of an attachment.
///
/// # Errors
/// When they are anything else than what was sealed as this attachment in this space, whole and in order.
pub fn open_attachment(
    space: SpaceId,
    attachment: &Attachment,
    chunks: &[Vec<u8>],
) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    let of = attachment.chunks();
    let whole = of > 0 && u32::try_from(chunks.len()) == Ok(of);
    let tags = hash_of_tags(chunks).filter(|it| whole && same(it, &attachment.tags));
    tags.ok_or(CannotOpen)?;
    let mut padded = Zeroizing::new(Vec::with_capacity(chunks.len() * CHUNK));
    for (n, chunk) in (0..).zip(chunks) {
        let bound = bound_to(space, attachment.id, n, of);
        padded.extend_from_slice(&attachment.key.open_with_nonce(
            &nonce(&attachment.key, n, of),
            &bound,
            chunk,
        )?);
    }
    let text = unpad(&padded).map_err(|_| CannotOpen)?;
    if text.len() as u64 != attachment.length {
        return Err(CannotOpen);
    }
    Ok(Zeroizing::new(text.to_vec()))
}

fn nonce(key: &AeadKey, n: u32, of: u32) -> [u8; NONCE_LENGTH] {
    let mut nonce = [0; NONCE_LENGTH];
    let prefix = derive("mend/v1/attachment/nonce", key.as_bytes());
    let last = u8::from(n + 1 == of);
    let parts = prefix.iter().take(19).copied().chain(n.to_be_bytes()).chain([last]);
    for (place, byte) in nonce.iter_mut().zip(parts) {
        *place = byte;
    }
    nonce
}

fn bound_to(space: SpaceId, id: AttachmentId, n: u32, of: u32) -> Vec<u8> {
    let (space, id) = (space.as_bytes().as_slice(), id.as_bytes().as_slice());
    [b"mend/v1/attachment", space, id, &n.to_be_bytes(), &of.to_be_bytes(), &SUITE.to_be_bytes()].concat()
}

/// Nothing, when a chunk is too short to have a tag.
fn hash_of_tags(chunks: &[Vec<u8>]) -> Option<[u8; 32]> {
    let tags: Vec<&[u8]> = chunks
        .iter()
        .map(|it| it.last_chunk::<TAG_LENGTH>().map(<[u8; TAG_LENGTH]>::as_slice))
        .collect::<Option<_>>()?;
    Some(hash(&[b"mend/v1/attachment/tags", &tags.concat()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CountingRng;

    const HERE: SpaceId = SpaceId([1; 16]);

    fn picture(length: usize) -> Vec<u8> {
        (0..length).map(|it| (it % 251) as u8).collect()
    }

    fn sealed(length: usize) -> (Attachment, Vec<Vec<u8>>) {
        seal_attachment(HERE, &picture(length), &mut CountingRng::new(1)).unwrap()
    }

    #[test]
    fn what_was_attached_comes_back_whole() {
        for length in [0, 1, 252, 5_000, CHUNK - 4, CHUNK - 3, CHUNK * 2, CHUNK * 3 - 4, 1_000_000] {
            let (attachment, chunks) = sealed(length);
            assert_eq!(chunks.len(), attachment.chunks() as usize, "{length}");
            assert!(chunks.iter().all(|it| it.len() <= MOST_SEALED));
            assert_eq!(*open_attachment(HERE, &attachment, &chunks).unwrap(), picture(length), "{length}");
        }
    }

    #[test]
    fn the_longest_fits_and_nothing_longer_is_taken() {
        assert_eq!(Attachment { length: LONGEST as u64, ..sealed(0).0 }.chunks(), MOST_CHUNKS);
        assert_eq!(Attachment { length: LONGEST as u64 + 1, ..sealed(0).0 }.chunks(), 0);
        let longer = vec![0; LONGEST + 1];
        assert_eq!(seal_attachment(HERE, &longer, &mut CountingRng::new(1)), Err(TooLongToAttach));
    }

    #[test]
    fn photos_of_about_one_length_look_alike() {
        let lengths = |length| sealed(length).1.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(lengths(10_000), lengths(10_200));
        assert_eq!(lengths(700_000), lengths(701_000));
    }

    #[test]
    fn each_flipped_bit_of_a_chunk_is_refused() {
        let (attachment, chunks) = sealed(9_000);
        for bit in 0..chunks[0].len() * 8 {
            let mut changed = chunks.clone();
            changed[0][bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open_attachment(HERE, &attachment, &changed), Err(CannotOpen), "bit {bit}");
        }
        let (attachment, chunks) = sealed(CHUNK * 2);
        for (at, bit) in [(0, 0), (0, CHUNK * 8), (1, 77), (2, 5)] {
            let mut changed = chunks.clone();
            changed[at][bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open_attachment(HERE, &attachment, &changed), Err(CannotOpen), "bit {bit} of {at}");
        }
    }

    #[test]
    fn chunks_cannot_be_turned_round_doubled_cut_off_or_taken_from_another() {
        let (attachment, chunks) = sealed(CHUNK * 2);
        let (one, two, three) = (chunks[0].clone(), chunks[1].clone(), chunks[2].clone());
        let other = seal_attachment(HERE, &picture(CHUNK * 2), &mut CountingRng::new(9)).unwrap().1;
        let wrong = [
            vec![],
            vec![one.clone(), two.clone()],
            vec![two.clone(), one.clone(), three.clone()],
            vec![one.clone(), one.clone(), three.clone()],
            vec![one.clone(), two.clone(), three.clone(), three.clone()],
            vec![one.clone(), two.clone(), three[..three.len() - 1].to_vec()],
            vec![one, two, other[2].clone()],
            other,
        ];
        for chunks in wrong {
            assert_eq!(open_attachment(HERE, &attachment, &chunks), Err(CannotOpen));
        }
        // Though the hash of the tags be made to fit.
        for chunks in [
            vec![chunks[1].clone(), chunks[0].clone(), chunks[2].clone()],
            vec![chunks[0].clone(), chunks[1].clone()],
        ] {
            let length = (chunks.len() * CHUNK - 8) as u64;
            let told = Attachment { tags: hash_of_tags(&chunks).unwrap(), length, ..attachment.clone() };
            assert_eq!(open_attachment(HERE, &told, &chunks), Err(CannotOpen));
        }
    }

    #[test]
    fn an_attachment_opens_in_its_own_space_with_its_own_key_and_length_alone() {
        let (attachment, chunks) = sealed(5_000);
        assert_eq!(open_attachment(SpaceId([9; 16]), &attachment, &chunks), Err(CannotOpen));
        for other in [
            Attachment { id: AttachmentId([9; 16]), ..attachment.clone() },
            Attachment { key: AeadKey::from_bytes([9; 32]), ..attachment.clone() },
            Attachment { tags: [9; 32], ..attachment.clone() },
            Attachment { length: 4_999, ..attachment.clone() },
            Attachment { length: 900_000, ..attachment.clone() },
            Attachment { length: u64::MAX, ..attachment.clone() },
        ] {
            assert_eq!(open_attachment(HERE, &other, &chunks), Err(CannotOpen));
        }
    }

    #[test]
    fn the_key_of_an_attachment_does_not_show_itself() {
        assert!(format!("{:?}", sealed(1).0).contains("[key]"));
    }
}
