//! The link or code that invites: where, who, and a secret that never reaches the relay.

use core::fmt;

use rand_core::CryptoRng;
use zeroize::ZeroizeOnDrop;

use super::PairingRefused;
use crate::cipher::{AeadKey, derive};
use crate::ids::{Fingerprint, InviteId};
use crate::space::{Role, SpaceKind};
use crate::wire::{from_base64url, to_base64url};

/// The longest server address in a link.
const MOST_ORIGIN: usize = 256;

/// What begins a link for a partner.
const PARTNER: &str = "p1.";
/// What begins a link for a counsellor.
const COUNSELLOR: &str = "c1.";

/// An invitation. Whoever holds it can answer once, within a day.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct InviteLink {
    #[zeroize(skip)]
    role: Role,
    #[zeroize(skip)]
    server: String,
    #[zeroize(skip)]
    fingerprint: [u8; 16],
    secret: [u8; 16],
}

impl InviteLink {
    /// Makes a new invitation to meet at this relay. `role` is what whoever answers it will be.
    pub fn make(role: Role, server: &str, inviter: Fingerprint, rng: &mut dyn CryptoRng) -> Self {
        let mut secret = [0; 16];
        rng.fill_bytes(&mut secret);
        Self { role, server: server.to_owned(), fingerprint: short(inviter), secret }
    }

    /// What whoever answers it will be.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The space that both sides mean when they say that the words are the same.
    pub(super) fn kind(&self) -> SpaceKind {
        match self.role {
            Role::Partner => SpaceKind::Ours,
            Role::Counsellor => SpaceKind::Counsel,
        }
    }

    /// The link for an app served at this origin. What follows `#` is never sent to any server.
    #[must_use]
    pub fn to_url(&self, app: &str) -> String {
        format!("{}/#{}", app.trim_end_matches('/'), self.to_fragment())
    }

    /// What follows `#`.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let server = to_base64url(self.server.as_bytes());
        let inviter = to_base64url(&self.fingerprint);
        let begins = match self.role {
            Role::Partner => PARTNER,
            Role::Counsellor => COUNSELLOR,
        };
        format!("{begins}{server}.{inviter}.{}", to_base64url(&self.secret))
    }

    /// Reads a link as it was opened, typed or scanned: whole, or only what follows `#`, with spaces around it.
    ///
    /// # Errors
    /// `Malformed` when it is not a link.
    pub fn parse(text: &str) -> Result<Self, PairingRefused> {
        Self::read(text.trim()).ok_or(PairingRefused::Malformed)
    }

    fn read(text: &str) -> Option<Self> {
        let fragment = text.rsplit_once('#').map_or(text, |(_, after)| after);
        let (role, rest) = match fragment.strip_prefix(PARTNER) {
            Some(rest) => (Role::Partner, rest),
            None => (Role::Counsellor, fragment.strip_prefix(COUNSELLOR)?),
        };
        let mut parts = rest.split('.');
        let server = String::from_utf8(from_base64url(parts.next()?)?).ok()?;
        let fingerprint = from_base64url(parts.next()?)?.try_into().ok()?;
        let secret = from_base64url(parts.next()?)?.try_into().ok()?;
        let whole = parts.next().is_none() && is_origin(&server);
        whole.then_some(Self { role, server, fingerprint, secret })
    }

    /// The relay to meet at.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Under which name the relay knows the rendezvous.
    #[must_use]
    pub fn invite_id(&self) -> InviteId {
        let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            self.derived("mend/v1/pair/id", "mend/v1/pair/counsel/id");
        InviteId(half)
    }

    /// Whether this is the person who made the link.
    pub(super) fn names(&self, inviter: Fingerprint) -> bool {
        self.fingerprint == short(inviter)
    }

    /// Seals what is put into slots.
    pub(super) fn derive_slot_key(&self) -> AeadKey {
        AeadKey::from_bytes(self.derived("mend/v1/pair/slot", "mend/v1/pair/counsel/slot"))
    }

    /// Other keys for each role: a link whose beginning was exchanged leads nowhere.
    fn derived(&self, partner: &'static str, counsellor: &'static str) -> [u8; 32] {
        match self.role {
            Role::Partner => derive(partner, &self.secret),
            Role::Counsellor => derive(counsellor, &self.secret),
        }
    }
}

impl fmt::Debug for InviteLink {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[invitation]")
    }
}

fn short(fingerprint: Fingerprint) -> [u8; 16] {
    let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = fingerprint.0;
    half
}

/// An origin and nothing more: a link must not be able to carry a path, a query or a script.
fn is_origin(server: &str) -> bool {
    let host = server.strip_prefix("https://").or_else(|| server.strip_prefix("http://"));
    let plain = |it: u8| it.is_ascii_alphanumeric() || b".-:[]".contains(&it);
    server.len() <= MOST_ORIGIN && host.is_some_and(|it| !it.is_empty() && it.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CountingRng;
    use proptest::prelude::*;

    fn link() -> InviteLink {
        let mut rng = CountingRng::new(1);
        InviteLink::make(Role::Partner, "https://mend.example:8730", Fingerprint([7; 32]), &mut rng)
    }

    #[test]
    fn a_link_reads_back_however_it_was_passed_on() {
        let url = link().to_url("https://mend.example:8730/");
        assert!(url.starts_with("https://mend.example:8730/#p1."));
        for text in [
            url.as_str(),
            &format!("  {url}\n"),
            &link().to_fragment(),
            &format!("#{}", link().to_fragment()),
        ] {
            assert_eq!(InviteLink::parse(text), Ok(link()));
        }
    }

    #[test]
    fn a_link_for_a_counsellor_is_another_one_and_leads_nowhere_as_a_partners() {
        let mut rng = CountingRng::new(1);
        let server = "https://mend.example:8730";
        let made = InviteLink::make(Role::Counsellor, server, Fingerprint([7; 32]), &mut rng);
        let fragment = made.to_fragment();
        assert!(fragment.starts_with("c1."));
        assert_eq!(InviteLink::parse(&fragment), Ok(made.clone()));
        assert_eq!((made.role(), made.kind()), (Role::Counsellor, SpaceKind::Counsel));
        // The same secret, called a partner's: another rendezvous, under another key.
        let turned = InviteLink::parse(&fragment.replacen("c1.", "p1.", 1)).unwrap();
        assert_eq!(turned, link());
        assert_ne!(turned.invite_id(), made.invite_id());
        assert!(turned.derive_slot_key() != made.derive_slot_key());
    }

    #[test]
    fn what_is_no_link_is_said_to_be_none() {
        let good = link().to_fragment();
        let evil = to_base64url(b"javascript:alert(1)");
        let path = to_base64url(b"https://mend.example/path?x");
        let rest = good.splitn(3, '.').nth(2).unwrap();
        for text in [
            "",
            "p1",
            "p1...",
            "https://mend.example/",
            &good.replace("p1.", "p2."),
            &format!("{good}.x"),
            good.get(..good.len() - 1).unwrap(),
            &format!("p1.{evil}.{rest}"),
            &format!("p1.{path}.{rest}"),
        ] {
            assert_eq!(InviteLink::parse(text), Err(PairingRefused::Malformed), "{text}");
        }
    }

    #[test]
    fn the_relay_cannot_tell_the_secret_from_the_name_of_the_rendezvous() {
        let id = link().invite_id();
        let url = link().to_fragment();
        assert!(!url.contains(&to_base64url(id.as_bytes())));
        assert_ne!(&derive("mend/v1/pair/slot", &link().secret)[..16], id.as_bytes());
    }

    #[test]
    fn an_invitation_never_shows_itself_and_wipes_its_secret() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<InviteLink>();
        assert_eq!(format!("{:?}", link()), "[invitation]");
    }

    proptest! {
        #[test]
        fn any_text_is_a_link_or_is_refused(text in "(p1\\.)?[ -~]{0,120}") {
            if let Ok(link) = InviteLink::parse(&text) {
                prop_assert_eq!(InviteLink::parse(&link.to_fragment()), Ok(link));
            }
        }
    }
}
