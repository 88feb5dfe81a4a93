//! What a test looks for where it must not be.

use super::Session;

impl Session {
    /// Every key this device holds, so that a test can look for them where they must not be.
    #[must_use]
    pub fn secrets_for_canaries(&self) -> Vec<(String, Vec<u8>)> {
        let keys = &self.keys;
        let mut secrets = vec![
            ("device signing key".to_owned(), keys.device.sign.seed().to_vec()),
            ("device key".to_owned(), keys.device.wrap.seed().to_vec()),
            ("identity".to_owned(), keys.bag.identity.signing_key().seed().to_vec()),
            ("account secret".to_owned(), keys.bag.account_secret.as_bytes().to_vec()),
            ("local key".to_owned(), self.local.as_bytes().to_vec()),
        ];
        let generations = (1..=keys.ring.generation()).filter_map(|it| keys.ring.get(it));
        secrets.extend(generations.map(|it| ("own key".to_owned(), it.as_bytes().to_vec())));
        for seat in &self.seats {
            let spaces = seat.keys.iter();
            secrets.extend(spaces.map(|it| ("space key".to_owned(), it.as_bytes().to_vec())));
        }
        secrets
    }
}
