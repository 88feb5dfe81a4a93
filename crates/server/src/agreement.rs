//! The nodes of one relay should be set alike: each says now and then how it is set and what time it has, and warns when
//! another says otherwise. People would else be let in at one node and not at another.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::relay::Relay;

/// How often a node says how it is set.
pub(crate) const OFTEN: Duration = Duration::from_secs(10);
/// For so long is it believed to be there.
const LIFE_MS: u64 = 30_000;
/// So far may two clocks be apart: what was said may be as old as it is believed.
const MOST_APART_MS: u64 = 2 * LIFE_MS;

/// How a node is set, and what time it had when it said so.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Says(BTreeMap<String, String>);

impl Says {
    fn of(relay: &Relay) -> Self {
        let settings = &relay.inner.settings;
        let limits = &settings.limits;
        let all = [
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("registration", format!("{:?}", settings.registration)),
            ("behind_proxy", settings.behind_proxy.to_string()),
            ("bus", settings.bus.is_some().to_string()),
            ("space_megabytes", (limits.space_bytes >> 20).to_string()),
            ("photo_megabytes", (limits.attachment_bytes >> 20).to_string()),
            ("events_per_minute", limits.account_events.per_minute.to_string()),
            ("events_at_once", limits.account_events.burst.to_string()),
            ("clock", relay.now_ms().to_string()),
        ];
        Self(all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    fn to_bytes(&self) -> Vec<u8> {
        let lines = self.0.iter().flat_map(|(name, value)| [name, "=", value, "\n"]);
        lines.collect::<String>().into_bytes()
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let lines = text.lines().filter_map(|it| it.split_once('='));
        Self(lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    fn clock_ms(&self) -> Option<u64> {
        self.0.get("clock")?.parse().ok()
    }

    /// What another says otherwise. What only one of the two knows of is a matter of their releases.
    fn unlike(&self, other: &Self) -> Vec<&str> {
        let differs = |(name, value): &(&String, &String)| match name.as_str() {
            "clock" => self
                .clock_ms()
                .zip(other.clock_ms())
                .is_some_and(|(one, two)| one.abs_diff(two) > MOST_APART_MS),
            _ => other.0.get(*name).is_some_and(|it| it != *value),
        };
        self.0.iter().filter(differs).map(|(name, _)| name.as_str()).collect()
    }
}

impl Relay {
    /// Says how this node is set, and warns once of each way in which another is set otherwise.
    pub(crate) async fn agree_with_the_others(&self, warned: &mut Vec<String>) {
        let (mine, now_ms) = (Says::of(self), self.now_ms());
        let told =
            self.store().say_among_nodes(self.inner.node, mine.to_bytes(), now_ms + LIFE_MS, now_ms).await;
        for other in told.unwrap_or_default() {
            for name in mine.unlike(&Says::from_bytes(&other)) {
                if !warned.iter().any(|it| it == name) {
                    tracing::warn!(
                        setting = name,
                        "another node of this relay is set otherwise; set all alike"
                    );
                    warned.push(name.to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Says {
        Says::from_bytes(text.as_bytes())
    }

    #[test]
    fn nodes_that_are_set_otherwise_are_told_by_what() {
        let mine = says("bus=true\nclock=1000000\nregistration=Open\n");
        assert_eq!(mine.unlike(&mine), Vec::<&str>::new());
        assert_eq!(
            mine.unlike(&says("bus=false\nclock=1000000\nregistration=Closed\n")),
            ["bus", "registration"]
        );
        assert_eq!(mine.unlike(&says("clock=1059000\nsomething=new\n")), Vec::<&str>::new());
        assert_eq!(mine.unlike(&says("clock=1061000\n")), ["clock"]);
        assert_eq!(mine.unlike(&says("clock=939000\n")), ["clock"]);
        assert_eq!(mine.unlike(&says("no words of ours")), Vec::<&str>::new());
        assert_eq!(Says::from_bytes(&mine.to_bytes()), mine);
    }
}
