use setec_sandbox::hostinger::{Sandbox, TOKEN, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What arrives over a real connection until it is closed.
async fn raw(fault: &str, method: &str, body: &str) -> String {
    let sandbox = Sandbox::with_faults([fault.parse().unwrap()]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, sandbox, async move {
        stopped.await.ok();
    }));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "{method} /api/dns/v1/zones/example.com HTTP/1.1\r\nHost: sandbox\r\n\
         User-Agent: setec-tests/1.0\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.ok();
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
    String::from_utf8(received).unwrap()
}

#[tokio::test]
async fn a_cut_answer_is_shorter_than_it_says() {
    let received = raw("cut", "GET", "").await;
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    let length: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap()
        .parse()
        .unwrap();
    assert!(head.starts_with("HTTP/1.1 200"));
    assert_eq!(body.len(), length / 2);
}

#[tokio::test]
async fn a_lost_answer_is_no_answer_at_all() {
    let body = r#"{"filters":[{"name":"www","type":"CNAME"}]}"#;
    assert_eq!(raw("lost-answer", "DELETE", body).await, "");
}
