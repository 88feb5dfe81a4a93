//! A real socket on the loopback.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use protocol::Wire;
use protocol::account::By;
use protocol::wire::{AppendResult, Appended, ClientFrame, ProblemCode, ServerFrame, Token, Want};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::people::{Person, Seat, ours, rng};
use crate::rig::{NOW, Rig};

pub(crate) struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    async fn open(rig: &Rig) -> Self {
        Self::open_at(rig.listen().await).await
    }

    async fn open_at(address: SocketAddr) -> Self {
        let mut request = format!("ws://{address}/v1/ws").into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "mend.1".parse().unwrap());
        let (socket, response) = connect_async(request).await.unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], "mend.1");
        Self(socket)
    }

    async fn signed_in(rig: &Rig, seat: &Seat) -> Self {
        Self::signed_in_at(rig.listen().await, rig, seat).await
    }

    pub(crate) async fn signed_in_at(address: SocketAddr, rig: &Rig, seat: &Seat) -> Self {
        let mut line = Self::open_at(address).await;
        let want = vec![Want { space: seat.space, cursor: seat.start(rig).await }];
        line.say(&ClientFrame::Hello { token: seat.token.clone(), want }).await;
        assert!(matches!(line.hear().await, Some(ServerFrame::Welcome { now_ms: NOW })));
        line
    }

    async fn say(&mut self, frame: &ClientFrame) {
        self.0.send(Message::Binary(frame.to_bytes().into())).await.unwrap();
    }

    /// The next frame; nothing when the relay has hung up.
    pub(crate) async fn hear(&mut self) -> Option<ServerFrame> {
        let next =
            tokio::time::timeout(Duration::from_secs(5), self.0.next()).await.expect("an answer in time");
        match next?.ok()? {
            Message::Binary(bytes) => Some(ServerFrame::from_bytes(&bytes).unwrap()),
            _ => None,
        }
    }
}

async fn couple(rig: &Rig) -> (Person, Seat, Seat) {
    let (ana, ben) = (Person::register(rig, "ana").await, Person::register(rig, "ben").await);
    let (hers, his) = ours(rig, &ana, &ben).await;
    (ana, hers, his)
}

#[tokio::test]
async fn what_one_says_over_a_socket_the_other_hears() {
    let rig = Rig::new().await;
    let (_, mut hers, his) = couple(&rig).await;
    let (mut one, mut other) = (Line::signed_in(&rig, &hers).await, Line::signed_in(&rig, &his).await);
    assert!(matches!(one.hear().await, Some(ServerFrame::Head { .. })));
    assert!(matches!(other.hear().await, Some(ServerFrame::Head { .. })));
    for number in 1..=20_u32 {
        let sealed = hers.seals(&number.to_string());
        let events = vec![sealed.bytes.clone()];
        one.say(&ClientFrame::Append { req: number, space: hers.space, events }).await;
        let Some(ServerFrame::Ev { page, .. }) = other.hear().await else { panic!() };
        assert_eq!((page.items.len(), page.items[0].event.clone()), (1, sealed.bytes));
        let mut own = [one.hear().await, one.hear().await];
        own.sort_by_key(|it| matches!(it, Some(ServerFrame::Ev { .. })));
        let [Some(ServerFrame::Ack { req, results }), Some(ServerFrame::Ev { .. })] = own else {
            panic!("{own:?}")
        };
        assert_eq!(req, number);
        assert!(matches!(results[..], [AppendResult::Stored { .. }]));
    }
}

#[tokio::test]
async fn a_socket_without_a_good_token_is_closed() {
    let rig = Rig::new().await;
    for first in [ClientFrame::Hello { token: Token::from_array([1; 32]), want: vec![] }, ClientFrame::Pong] {
        let mut line = Line::open(&rig).await;
        line.say(&first).await;
        let heard = line.hear().await;
        assert!(matches!(heard, Some(ServerFrame::Err { code: ProblemCode::Unauthorised, .. })), "{heard:?}");
        assert!(line.hear().await.is_none());
    }
}

#[tokio::test]
async fn nonsense_closes_a_socket() {
    let rig = Rig::new().await;
    let (_, hers, _) = couple(&rig).await;
    let mut line = Line::signed_in(&rig, &hers).await;
    assert!(matches!(line.hear().await, Some(ServerFrame::Head { .. })));
    line.0.send(Message::Binary(vec![0xff; 10].into())).await.unwrap();
    assert!(matches!(line.hear().await, Some(ServerFrame::Err { code: ProblemCode::Malformed, .. })));
    assert!(line.hear().await.is_none());
}

#[tokio::test]
async fn signing_out_closes_the_sockets_of_that_session() {
    let rig = Rig::new().await;
    let (ana, hers, his) = couple(&rig).await;
    let (mut one, mut other) = (Line::signed_in(&rig, &hers).await, Line::signed_in(&rig, &his).await);
    assert!(matches!(one.hear().await, Some(ServerFrame::Head { .. })));
    assert!(matches!(other.hear().await, Some(ServerFrame::Head { .. })));
    assert_eq!(rig.delete("/v1/session", Some(&ana.token)).await.status, 204);
    assert!(matches!(one.hear().await, Some(ServerFrame::Err { code: ProblemCode::Unauthorised, .. })));
    assert!(one.hear().await.is_none());
    other.say(&ClientFrame::Sub { space: his.space, cursor: his.start(&rig).await }).await;
    assert!(matches!(other.hear().await, Some(ServerFrame::Head { .. })), "others stay");
}

#[tokio::test]
async fn revoking_a_device_closes_its_socket() {
    let rig = Rig::new().await;
    let (mut ana, mut hers, _) = couple(&rig).await;
    let phone = ana.adds_device(&rig).await;
    hers.token = ana.signs_in(&rig, &phone).await;
    let mut line = Line::signed_in(&rig, &hers).await;
    assert!(matches!(line.hear().await, Some(ServerFrame::Head { .. })));
    let (record, _) =
        ana.state().revoke_device(By::Device(&ana.device), phone.id, vec![], &ana.puk, NOW, &mut rng());
    let token = ana.token.clone();
    ana.appends_to_chain(&rig, &token, record).await.read::<Appended>();
    assert!(matches!(line.hear().await, Some(ServerFrame::Err { code: ProblemCode::Unauthorised, .. })));
}

#[tokio::test]
async fn a_listener_that_falls_behind_misses_nothing() {
    let rig = Rig::new().await;
    let (_, mut hers, his) = couple(&rig).await;
    let mut slow = Line::signed_in(&rig, &his).await;
    let words = "y".repeat(60_000);
    for _ in 0..120 {
        hers.says(&rig, &words).await;
    }
    let mut cursor = his.start(&rig).await;
    while cursor.seq < 120 {
        match slow.hear().await {
            Some(ServerFrame::Ev { page, .. }) => {
                assert_eq!((page.from_seq, page.prev_root), (cursor.seq + 1, cursor.root));
                for item in page.items {
                    let id = protocol::event::EventView::parse(&item.event.0).unwrap().id();
                    cursor.root = protocol::log::next_root(&cursor.root, id, item.recv_ms);
                    cursor.seq = item.seq;
                }
            }
            Some(ServerFrame::Head { .. } | ServerFrame::Ctl { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
}
