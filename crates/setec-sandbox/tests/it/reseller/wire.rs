use std::time::Duration;

use setec_sandbox::reseller::{API_KEY, ENDPOINT, Money, Pace, Sandbox, USERNAME, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::client::token;

/// A sandbox behind a real socket.
struct Served {
    sandbox: Sandbox,
    address: std::net::SocketAddr,
}

impl Served {
    async fn start(fault: &str) -> Self {
        let sandbox = Sandbox::with_faults([fault.parse().unwrap()]);
        sandbox.set_pace(Pace::instant());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(
            listener,
            sandbox.clone(),
            std::future::pending::<()>(),
        ));
        Self { sandbox, address }
    }

    /// Sends an order to renew a domain, and reads nothing yet.
    async fn renew(&self) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let body = "domain=tinkerlab.dev&regperiod=1";
        let hour = chrono::Utc::now().format("%y-%m-%d %H").to_string();
        let request = format!(
            "POST {ENDPOINT}/order/domains/renew HTTP/1.1\r\nHost: sandbox\r\n\
             username: {USERNAME}\r\ntoken: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            token(USERNAME, API_KEY, &hour),
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    /// Waits until there is an order.
    async fn ordered(&self) {
        for _ in 0..500 {
            if !self.sandbox.orders().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("there is no order");
    }
}

#[tokio::test]
async fn an_answer_is_lost_and_the_order_is_made() {
    let served = Served::start("lost-answer").await;
    let mut stream = served.renew().await;
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.ok();
    assert_eq!(received, b"");
    assert_eq!(served.sandbox.charges().len(), 1);
}

#[tokio::test]
async fn an_answer_is_cut_and_the_order_is_made() {
    let served = Served::start("cut").await;
    let mut stream = served.renew().await;
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.ok();
    let received = String::from_utf8(received).unwrap();
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-length: 9"), "{head}");
    assert_eq!(body, "\"suc");
    assert_eq!(served.sandbox.charges().len(), 1);
}

#[tokio::test]
async fn a_slow_order_is_made_though_the_client_gave_up() {
    let served = Served::start("slow:ms=150").await;
    drop(served.renew().await);
    served.ordered().await;
    assert_eq!(served.sandbox.credit(), Money(15_050 - 1690));
}

#[tokio::test]
async fn an_answer_never_comes_and_the_order_is_made() {
    let served = Served::start("hang").await;
    let mut stream = served.renew().await;
    served.ordered().await;
    let mut byte = [0];
    let answer = tokio::time::timeout(Duration::from_millis(100), stream.read(&mut byte)).await;
    assert!(answer.is_err(), "nothing came, and the connection is open");
}

#[tokio::test]
async fn the_whitelist_knows_who_is_there() {
    let served = Served::start("cut:path=/nowhere").await;
    let elsewhere = Some(vec!["192.0.2.1".parse().unwrap()]);
    served.sandbox.set_whitelist(elsewhere);
    let mut stream = served.renew().await;
    let mut received = vec![0; 1024];
    let length = stream.read(&mut received).await.unwrap();
    let received = String::from_utf8_lossy(&received[..length]);
    assert!(received.starts_with("HTTP/1.1 403"), "{received}");
    assert!(served.sandbox.orders().is_empty());
}

#[tokio::test]
async fn tokens_stay_out_of_the_exchanges() {
    let served = Served::start("cut:path=/nowhere").await;
    let stream = served.renew().await;
    served.ordered().await;
    drop(stream);
    let exchanges = format!("{:?}", served.sandbox.exchanges());
    let hour = chrono::Utc::now().format("%y-%m-%d %H").to_string();
    assert!(exchanges.contains(USERNAME));
    assert!(!exchanges.contains(&token(USERNAME, API_KEY, &hour)));
}
