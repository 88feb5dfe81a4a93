//! A long journey of two made-up people: promises reported and confirmed every day, questions asked and answered,
//! check-ins sealed and opened every week, drafts begun and put away. The real clients write it through the real relay.

mod day;
mod ports;

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, ensure};
use client::{NewAccount, Ours, create_account};
use server::{Settings, SqliteStore};

use day::{Person, Two};
use ports::{Wall, ports};

/// The name of the account that the kit opens.
pub const NAME: &str = "noor";
/// Records a day, of both and of one's own.
const A_DAY: usize = 20;
const DAY_MS: u64 = 24 * 3_600_000;
const PASSPHRASE: &str = "only for measuring";

/// A journey that was written.
pub struct Written {
    /// Opens it on a new device, together with [`NAME`].
    pub kit: String,
    /// As its owner has it.
    pub ours: Rc<Ours>,
    /// Records its owner has.
    pub records: usize,
    /// Days it tells of.
    pub days: u32,
}

/// Writes a journey of this many records into a new store.
///
/// # Errors
/// When the relay or a client does not do its part.
pub async fn write(store: &Path, records: usize) -> anyhow::Result<Written> {
    let days = u32::try_from(records.div_ceil(A_DAY).max(1))?;
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let begun = (now / DAY_MS - u64::from(days) - 1) * DAY_MS;
    let wall = Rc::new(Wall::at(begun));
    let settings = Settings { clock: wall.of_relay(), ..Settings::default() };
    let relay = server::Relay::open(Arc::new(SqliteStore::open(store)?), settings, &[]).await?;
    let router = server::router(relay);
    let new = |name, display_name| NewAccount { name, passphrase: PASSPHRASE, display_name, admission: None };
    let (noor, kit) = create_account(&ports(router.clone(), wall.clone()), new(NAME, "Noor")).await?;
    let (sam, _) = create_account(&ports(router, wall.clone()), new("sam", "Sam")).await?;
    pair(&noor, &sam).await?;
    let person = |ours: &Rc<Ours>| Person::new(ours.clone(), wall.clone());
    let mut two = Two { noor: person(&noor), sam: person(&sam), wall: wall.clone() };
    two.meet().await;
    for day in 0..days {
        let wanted = (records * (day as usize + 1)) / days as usize;
        let lived = two.live(day, begun + u64::from(day) * DAY_MS, wanted).await;
        lived.with_context(|| format!("on day {day}"))?;
    }
    two.meet().await;
    two.meet().await;
    let shared = |it: &Rc<Ours>| it.read(|it| it.couple().shared_cbor());
    ensure!(shared(&noor) == shared(&sam), "the two do not have the same journey");
    for ours in [&noor, &sam] {
        ensure!(ours.sync_view().saved_on_both(), "something is still on its way: {:?}", ours.sync_view());
    }
    let records = two.noor.records();
    Ok(Written { kit: kit.to_text().to_string(), ours: noor, records, days })
}

async fn pair(noor: &Rc<Ours>, sam: &Rc<Ours>) -> anyhow::Result<()> {
    let inviting = noor.invite().await?;
    let joining = sam.join(&inviting.link()).await?;
    let (one, other) = tokio::join!(inviting.words(), joining.words());
    ensure!(one? == other?, "the words differ");
    let (one, other) = tokio::join!(inviting.confirm(true), joining.confirm(true));
    one?;
    Ok(other?)
}
