//! Connections that end when nothing could be answered on them for a while: a client that never finishes what it asks, or
//! never takes what it gets, would else be kept until the preview ends.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep, sleep},
};

/// Long enough for the slowest leaflet and a video on pause.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// Accepts connections.
pub(crate) struct Patient {
    /// Where they come in.
    pub listener: TcpListener,
    /// How long one may stand still.
    pub patience: Duration,
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub SocketAddr);

/// A connection; what is written to it prolongs it, what is read does not.
pub(crate) struct Connection {
    stream: TcpStream,
    patience: Duration,
    end: Pin<Box<Sleep>>,
}

impl Listener for Patient {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        let patience = self.patience;
        (Connection { stream, patience, end: Box::pin(sleep(patience)) }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connection {
    /// Prolongs it after progress, ends it when it stood still for too long.
    fn wrote(
        &mut self,
        done: Poll<io::Result<usize>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        if done.is_pending() {
            return self.wait(context);
        }
        self.end.as_mut().reset(Instant::now() + self.patience);
        done
    }

    fn wait<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.end.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_read(context, buffer);
        if done.is_pending() { self.wait(context) } else { done }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(done, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.wrote(done, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::poll_fn,
        io::{self, Write as _},
        net,
        pin::Pin,
        time::Duration,
    };

    use axum::serve::Listener as _;
    use tokio::{
        io::{AsyncRead as _, ReadBuf},
        net::TcpListener,
    };

    use super::Patient;

    #[test]
    fn who_never_finishes_asking_is_closed() -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            let mut client = net::TcpStream::connect(listener.local_addr()?)?;
            let mut patient = Patient { listener, patience: Duration::from_millis(40) };
            let (mut connection, _) = patient.accept().await;
            client.write_all(b"GET / HT")?;
            let mut read = 0;
            let ended = loop {
                let mut bytes = [0; 64];
                let mut buffer = ReadBuf::new(&mut bytes);
                match poll_fn(|it| Pin::new(&mut connection).poll_read(it, &mut buffer)).await {
                    Ok(()) => read += buffer.filled().len(),
                    Err(error) => break error.kind(),
                }
            };
            assert_eq!((read, ended), (8, io::ErrorKind::TimedOut));
            Ok(())
        })
    }
}
