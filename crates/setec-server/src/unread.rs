//! Requests that cannot be read as HTTP at all: no route sees them, and the library beneath refuses
//! them by itself, without a body. Clients of the served reseller API take an empty answer for a
//! success, so such a refusal gets words on its way out.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum_server::accept::Accept;
use futures::TryFutureExt;
use futures::future::MapOk;
use serde_json::json;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What the library refuses by itself, and the words for it. Every error of ours has a body, so
/// these statuses without one are the library's.
const REFUSALS: [(&str, &str); 3] = [
    (
        "HTTP/1.1 400 ",
        "The request is not valid HTTP; bytes such as < and > and spaces must be percent-encoded in its path",
    ),
    (
        "HTTP/1.1 414 ",
        "The path and query of the request are too long; send parameters in the body",
    ),
    (
        "HTTP/1.1 431 ",
        "The headers of the request are too long or too many",
    ),
];

/// Accepts connections as another one does, and gives words to the refusals on them.
#[derive(Debug, Clone)]
pub(crate) struct WithWords<A>(pub(crate) A);

type Wrapped<S, T> = fn((S, T)) -> (Worded<S>, T);

impl<A: Accept<I, S>, I, S> Accept<I, S> for WithWords<A> {
    type Stream = Worded<A::Stream>;
    type Service = A::Service;
    type Future = MapOk<A::Future, Wrapped<A::Stream, A::Service>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let wrap: Wrapped<A::Stream, A::Service> = |(stream, service)| {
            let own = Vec::new();
            (Worded { stream, own }, service)
        };
        self.0.accept(stream, service).map_ok(wrap)
    }
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Worded<S> {
    stream: S,
    /// What is still to be written in the place of a refusal.
    own: Vec<u8>,
}

impl<S: AsyncWrite + Unpin> Worded<S> {
    fn poll_own(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.own.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.own))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.own.drain(..written);
        }
        Poll::Ready(Ok(()))
    }

    /// Takes a refusal over where that is what is written; what is left of it goes with the flush.
    fn poll_take(&mut self, cx: &mut Context<'_>, head: &[u8]) -> Option<io::Result<usize>> {
        self.own = with_words(head)?;
        match self.poll_own(cx) {
            Poll::Ready(Err(error)) => Some(Err(error)),
            Poll::Ready(Ok(())) | Poll::Pending => Some(Ok(head.len())),
        }
    }
}

/// The refusal with a body, in the form of all errors; `None` for every other answer.
fn with_words(head: &[u8]) -> Option<Vec<u8>> {
    let is = |(line, _): &&(&str, &str)| head.starts_with(line.as_bytes());
    let (line, words) = REFUSALS.iter().find(is)?;
    let head = std::str::from_utf8(head).ok()?;
    let (before, behind) = head.split_once("\r\ncontent-length: 0\r\n")?;
    let is_whole = !before.contains("\r\n\r\n") && head.find("\r\n\r\n") == Some(head.len() - 4);
    if !is_whole {
        return None;
    }
    tracing::info!(answer = line.trim_end(), "a request could not be read");
    let body = json!({"error": words, "message": words, "code": "invalid"}).to_string();
    let length = body.len();
    let answer = format!(
        "{before}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {length}\r\n\
         cache-control: no-store\r\nx-content-type-options: nosniff\r\n{behind}{body}"
    );
    Some(answer.into_bytes())
}

impl<S: AsyncRead + Unpin> AsyncRead for Worded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Worded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_own(cx))?;
        match self.poll_take(cx, buf) {
            Some(taken) => Poll::Ready(taken),
            None => Pin::new(&mut self.stream).poll_write(cx, buf),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_own(cx))?;
        // A refusal is a head without anything behind it.
        let taken = match bufs {
            [only] => self.poll_take(cx, only),
            _ => None,
        };
        match taken {
            Some(taken) => Poll::Ready(taken),
            None => Pin::new(&mut self.stream).poll_write_vectored(cx, bufs),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_own(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_own(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
