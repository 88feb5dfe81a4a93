//! What becomes of writing when machines go: three PostgreSQL servers under Patroni and etcd, a write answered when two
//! have it; three NATS servers; three nodes of Mend. The primary is killed under load again and again, then a NATS server,
//! then a node. Every acknowledged event must be there once, on the new primary and at every node.
//! `cargo xtask cluster [times the primary is killed]`

mod proof;
mod writers;

use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use bench::figures::load_average;
use bench::node::Node;
use bench::quantile;
use bench::sealed::{Founder, Seat};
use engines::{Goes, Nats, Patroni};
use protocol::ids::SpaceId;
use protocol::log::Cursor;
use tokio::task::JoinHandle;
use writers::{Kept, Shared};

/// The database's name.
pub(crate) const DATABASE: &str = "mend";
/// Accounts, and the spaces of each in which somebody writes.
const FOUNDERS: usize = 4;
const SPACES: usize = 8;
/// How long nothing is done to anybody before and after something was killed.
const QUIET: Duration = Duration::from_secs(5);

struct House {
    // The nodes go first, then what they stand on.
    nodes: Vec<Node>,
    buses: [Nats; 3],
    cluster: Patroni,
}

impl House {
    fn build(folder: &Path) -> anyhow::Result<Self> {
        let cluster = Patroni::start().context("while starting three PostgreSQL servers")?;
        let store = cluster.new_database(DATABASE)?;
        let buses = Nats::start_cluster()?;
        let nodes = buses.iter().map(|bus| Node::start(folder, &store, Some(bus.url())));
        let nodes = nodes.collect::<anyhow::Result<_>>()?;
        Ok(Self { nodes, buses, cluster })
    }
}

/// Those who write: their seats come back when it is over.
struct Load {
    shared: Arc<Shared>,
    founders: Vec<(Founder, Vec<(SpaceId, Cursor)>)>,
    writers: Vec<(usize, JoinHandle<anyhow::Result<Seat>>)>,
}

impl Load {
    async fn begin(house: &House) -> anyhow::Result<Self> {
        let addresses: Vec<_> = house.nodes.iter().map(|it| it.address).collect();
        let shared = Shared::new(addresses.clone());
        let (mut founders, mut writers) = (Vec::new(), Vec::new());
        for number in 0..FOUNDERS {
            let node = addresses.get(number % addresses.len()).copied().context("no node")?;
            let founder = Founder::register_as(node, &format!("writer {number}")).await?;
            let mut starts = Vec::new();
            for _ in 0..SPACES {
                let seat = founder.vault().await?;
                let start = founder.start(seat.space).await?;
                let writer = writers.len();
                if starts.is_empty() {
                    writers::listen(&shared, &founder.token, (seat.space, start), writer);
                }
                starts.push((seat.space, start));
                writers.push((number, writers::write(&shared, &founder.token, seat, writer)));
            }
            founders.push((founder, starts));
        }
        Ok(Self { shared, founders, writers })
    }

    /// Lets everybody come to the end of what they were writing; then every node is asked for all of it.
    async fn end(self, house: &House) -> anyhow::Result<usize> {
        self.shared.end();
        let mut seats = Vec::new();
        for (founder, writer) in self.writers {
            seats.push((founder, writer.await??));
        }
        let kept = self.shared.kept();
        proof::on_the_primary(&house.cluster, &kept)?;
        let mut read = 0;
        for (founder, seat) in &seats {
            let (founder, starts) = self.founders.get(*founder).context("no founder")?;
            let (_, start) = starts.iter().find(|it| it.0 == seat.space).context("no such space")?;
            for node in &house.nodes {
                read = proof::at_a_node(node.address, &founder.token, seat, *start, &kept).await?.max(read);
            }
        }
        ensure!(read > 0, "nothing was read");
        Ok(kept.len())
    }
}

/// The longest time in which nobody was acknowledged anything.
fn silence(kept: &[Kept], from: Instant, to: Instant) -> Duration {
    let within = kept.iter().map(|it| it.acked).filter(|it| *it >= from && *it <= to);
    let (longest, last) = within.fold((Duration::ZERO, from), |(longest, last), next| {
        (longest.max(next.saturating_duration_since(last)), next)
    });
    longest.max(to.saturating_duration_since(last))
}

fn ms(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1e3)
}

/// One line of the report: what was done, and what those who write noticed of it.
fn report(shared: &Shared, what: &str, [from, to]: [Instant; 2], more: &str) {
    let kept = shared.kept();
    let within: Vec<&Kept> = kept.iter().filter(|it| it.acked >= from && it.acked <= to).collect();
    let slowest = within.iter().map(|it| it.acked - it.asked).max().unwrap_or_default();
    let again = within.iter().filter(|it| it.was_there).count();
    let mut arrivals = shared.arrivals(from, to);
    println!(
        "| {what} | {} | {} | {} in {:.0} s, {again} of them a second time | {} / {} | {more} |",
        ms(silence(&kept, from, to)),
        ms(slowest),
        within.len(),
        (to - from).as_secs_f64(),
        ms(quantile(&mut arrivals, 0.5)),
        ms(quantile(&mut arrivals, 0.99)),
    );
}

/// Waits until something was acknowledged that was sent after this.
fn until_written_again(shared: &Shared, since: Instant) -> anyhow::Result<()> {
    while !shared.kept().iter().any(|it| it.asked > since) {
        ensure!(since.elapsed() < Duration::from_secs(180), "writing did not go on");
        sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Kills the primary, waits for another, asks it for everything that was acknowledged, and makes the cluster whole again.
fn primary_goes(house: &mut House, shared: &Shared, goes: Goes) -> anyhow::Result<()> {
    let leads = house.cluster.primary().context("no PostgreSQL leads")?;
    let before = shared.kept();
    let from = Instant::now();
    house.cluster.kill(leads, goes)?;
    let next = house.cluster.another_than(leads)?;
    let promoted = from.elapsed();
    until_written_again(shared, from + promoted)?;
    let there = proof::on_the_primary(&house.cluster, &before)?;
    sleep(QUIET);
    let what = match goes {
        Goes::Database => "the primary's database killed",
        Goes::Machine => "the primary's machine gone",
    };
    let more = format!("{there} from before are there, once; member {next} led after {}", ms(promoted));
    report(shared, what, [from, Instant::now()], &more);
    if goes == Goes::Machine {
        house.cluster.start_again(leads)?;
    }
    let whole = house.cluster.wait_until_whole();
    whole.with_context(|| house.cluster.log(leads).unwrap_or_default())?;
    Ok(())
}

fn bus_goes(house: &mut House, shared: &Shared) -> anyhow::Result<()> {
    let [bus, ..] = &mut house.buses;
    let from = Instant::now();
    bus.kill();
    sleep(2 * QUIET);
    report(shared, "a NATS server killed", [from, Instant::now()], "its node looks in the store instead");
    bus.start_again()?;
    sleep(QUIET);
    let from = Instant::now();
    sleep(QUIET);
    report(shared, "and there again", [from, Instant::now()], "");
    Ok(())
}

fn node_goes(house: &mut House, shared: &Shared) -> anyhow::Result<()> {
    let node = house.nodes.first_mut().context("no node")?;
    let from = Instant::now();
    node.kill();
    sleep(2 * QUIET);
    report(shared, "a node of Mend killed", [from, Instant::now()], "its devices went to the others");
    node.start_again()?;
    sleep(QUIET);
    Ok(())
}

async fn run(rounds: usize, folder: &Path) -> anyhow::Result<()> {
    println!("load average at the beginning: {}", load_average());
    let mut house = House::build(folder)?;
    let load = Load::begin(&house).await?;
    let shared = Arc::clone(&load.shared);
    println!(
        "{} devices write, an event and a pause of 10 ms each; {FOUNDERS} listen at another node\n",
        FOUNDERS * SPACES
    );
    println!(
        "| what | writing stood still | slowest write | acknowledged | heard at another node, p50 / p99 | |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    sleep(QUIET);
    let from = Instant::now();
    sleep(2 * QUIET);
    report(&shared, "nothing", [from, Instant::now()], "");
    for round in 0..rounds {
        let goes = if round % 2 == 0 { Goes::Machine } else { Goes::Database };
        primary_goes(&mut house, &shared, goes)?;
    }
    bus_goes(&mut house, &shared)?;
    node_goes(&mut house, &shared)?;
    let all = load.end(&house).await?;
    println!(
        "\n{all} events were acknowledged in all; each is there once, on the primary and at every node, in its order."
    );
    println!("load average at the end: {}", load_average());
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let rounds = std::env::args().nth(1).map_or(Ok(5), |it| it.parse())?;
    let folder = std::env::temp_dir().join(format!("mend-cluster-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = run(rounds, &folder).await;
    if done.is_ok() {
        std::fs::remove_dir_all(folder)?;
    } else {
        println!("the nodes' logs are in {}", folder.display());
    }
    done
}
