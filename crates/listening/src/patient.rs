//! A connection on which somebody has to take what is sent.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

pub struct Patient {
    stream: TcpStream,
    stall: Duration,
    least: usize,
    /// Until when so much has to be taken, while something is waiting to be.
    until: Option<Pin<Box<Sleep>>>,
    taken: usize,
}

impl Patient {
    pub fn new(stream: TcpStream, stall: Duration, least: usize) -> Self {
        Self { stream, stall, least, until: None, taken: 0 }
    }

    /// Counts what was taken of what was offered, and gives up on who takes too little.
    fn judge(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<Result<usize>>,
        offered: usize,
    ) -> Poll<Result<usize>> {
        let Poll::Ready(outcome) = written else {
            let until = self.until.get_or_insert_with(|| Box::pin(sleep(self.stall)));
            ready!(until.as_mut().poll(context));
            return Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "nobody takes what is sent")));
        };
        self.taken += outcome.as_ref().map_or(0, |taken| *taken);
        if self.taken >= self.least || outcome.as_ref().is_ok_and(|taken| *taken == offered) {
            (self.until, self.taken) = (None, 0);
        }
        Poll::Ready(outcome)
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(context, written, bytes.len())
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.judge(context, written, parts.iter().map(|part| part.len()).sum())
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
