//! A proxy that counts the requests which reach the server behind it, in a process of its own, so
//! that its work is nobody's CPU time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

/// A running proxy.
pub(crate) struct Proxy {
    process: Child,
    asking: ChildStdin,
    answers: BufReader<ChildStdout>,
    port: u16,
}

impl Proxy {
    /// Starts one in front of a port; each request is held back by `delay`.
    pub(crate) fn start(behind: u16, delay: Duration) -> Self {
        let program = std::env::current_exe().expect("the program has a path");
        let mut process = Command::new(program)
            .arg("proxy")
            .args([behind.to_string(), delay.as_millis().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts again");
        let asking = process.stdin.take().expect("it is piped");
        let mut answers = BufReader::new(process.stdout.take().expect("it is piped"));
        let port = read_number(&mut answers);
        Self {
            process,
            asking,
            answers,
            port: u16::try_from(port).expect("a port"),
        }
    }

    /// Where it listens, on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Requests since the last time this was asked.
    pub(crate) fn take_count(&mut self) -> u32 {
        writeln!(self.asking).expect("the proxy listens");
        read_number(&mut self.answers)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read_number(lines: &mut impl BufRead) -> u32 {
    let mut line = String::new();
    lines.read_line(&mut line).expect("the proxy answers");
    line.trim().parse().expect("the proxy prints numbers")
}

/// What the proxy's process does: prints its port, then the count for every line that it reads.
#[expect(clippy::print_stdout, reason = "it is how the two processes talk")]
pub(crate) fn run(behind: u16, delay: Duration) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    println!("{}", listener.local_addr().expect("it is bound").port());
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let count = Arc::clone(&counted);
            // A client that hangs up is no fault of the measured work.
            thread::spawn(move || pass_on(client, behind, delay, &count));
        }
    });
    for _ in std::io::stdin().lines() {
        println!("{}", count.swap(0, Ordering::SeqCst));
    }
}

fn pass_on(
    mut client: TcpStream,
    behind: u16,
    delay: Duration,
    count: &AtomicU32,
) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    let mut requests = BufReader::new(client.try_clone()?);
    let Some(mut request) = read_head(&mut requests)? else {
        return Ok(());
    };
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, behind))?;
    server.set_nodelay(true)?;
    let mut answer = server.try_clone()?;
    let answering = thread::spawn(move || {
        let copied = std::io::copy(&mut answer, &mut client);
        // Ends the other direction as well, which waits for a next request.
        let _ = client.shutdown(Shutdown::Both);
        copied
    });
    loop {
        count.fetch_add(1, Ordering::SeqCst);
        thread::sleep(delay);
        server.write_all(&request)?;
        let length = content_length(&request);
        std::io::copy(&mut requests.by_ref().take(length), &mut server)?;
        match read_head(&mut requests)? {
            Some(next) => request = next,
            None => break,
        }
    }
    let _ = answering.join();
    Ok(())
}

/// A request up to its empty line; `None` where the client has no more of them.
fn read_head(requests: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if requests.read_until(b'\n', &mut head)? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(head))
}

fn content_length(head: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    value.map_or(0, |value| value.trim().parse().expect("a length"))
}
