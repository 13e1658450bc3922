//! What stands before an operator's add-on: it passes everything on and has a clock of its own,
//! which its answers show.

use chrono::{DateTime, Utc};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Listens before `origin` and dates every answer; `None` leaves the date out.
pub(super) async fn listen(origin: &str, date: Option<DateTime<Utc>>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let behind = origin.trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass_on(client, behind.clone(), date));
        }
    });
    format!("http://{address}")
}

/// One call for each connection.
async fn pass_on(mut client: TcpStream, behind: String, date: Option<DateTime<Utc>>) {
    let mut request = Vec::new();
    let (head, length) = loop {
        if client.read_buf(&mut request).await.unwrap_or(0) == 0 {
            return;
        }
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, _)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.trim().parse().expect("a length"));
        break (head.to_owned(), length);
    };
    let begin = head.len() + 4;
    while request.len() < begin + length {
        if client.read_buf(&mut request).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let mut server = TcpStream::connect(behind).await.expect("the operator");
    let body = &request[begin..];
    let head = format!("{head}\r\nconnection: close\r\n\r\n");
    server.write_all(head.as_bytes()).await.expect("it listens");
    server.write_all(body).await.expect("it listens");
    let mut answer = String::new();
    server.read_to_string(&mut answer).await.expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let mut lines: Vec<String> = head
        .lines()
        .filter(|line| !line.to_lowercase().starts_with("date:"))
        .map(str::to_owned)
        .collect();
    lines.extend(date.map(|at| format!("date: {}", at.format("%a, %d %b %Y %H:%M:%S GMT"))));
    let answer = format!("{}\r\n\r\n{body}", lines.join("\r\n"));
    let _ = client.write_all(answer.as_bytes()).await;
}
