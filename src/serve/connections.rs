//! Connections that end when nothing could be answered on them for a while: a client that never finishes what it asks, or
//! never takes what it gets, would else be kept until the preview ends. When there are too many, who waits for nothing is
//! closed at once, so that others are heard and the site's own files can still be opened.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::oneshot::{Receiver, Sender, channel},
    time::{Instant, Sleep, sleep},
};

/// Long enough for the slowest leaflet and a video on pause.
pub(crate) const IDLE_TIMEOUT: Duration = Duration::from_secs(120);

/// So many connections at once: a dozen readers with six each, and far from the 256 open files of some systems.
pub(crate) const MAX_CONNECTIONS: usize = 100;

/// Accepts connections.
pub(crate) struct LimitedListener {
    listener: TcpListener,
    /// How long one may stand still.
    timeout: Duration,
    /// Those that are open, the oldest first.
    open: Vec<Open>,
    /// Counts what was written on any of them.
    writes: Arc<AtomicU64>,
}

/// What is known of a connection beside it.
struct Open {
    /// Ends it when dropped.
    end: Sender<()>,
    /// When something was last written to it, as counted in [`LimitedListener::writes`]; 0 for never.
    written: Arc<AtomicU64>,
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub SocketAddr);

/// A connection; what is written to it prolongs it, what is read does not.
pub(crate) struct Connection {
    stream: TcpStream,
    timeout: Duration,
    end: Pin<Box<Sleep>>,
    crowded: Receiver<()>,
    written: Arc<AtomicU64>,
    writes: Arc<AtomicU64>,
}

impl LimitedListener {
    /// Accepts connections from here that may stand still for so long.
    pub fn new(listener: TcpListener, timeout: Duration) -> Self {
        Self { listener, timeout, open: Vec::new(), writes: Arc::default() }
    }

    /// Makes room for one more: who was never answered goes first, then who was answered longest ago.
    fn make_room(&mut self) {
        self.open.retain(|it| !it.end.is_closed());
        while self.open.len() >= MAX_CONNECTIONS {
            let written = |it: &Open| it.written.load(Ordering::Relaxed);
            let idlest = (0..self.open.len()).min_by_key(|it| written(&self.open[*it]));
            idlest.into_iter().for_each(|it| drop(self.open.remove(it)));
        }
    }

    fn admit(&mut self, stream: TcpStream) -> Connection {
        self.make_room();
        let (end, crowded) = channel();
        let written = Arc::<AtomicU64>::default();
        self.open.push(Open { end, written: Arc::clone(&written) });
        let (timeout, writes) = (self.timeout, Arc::clone(&self.writes));
        Connection { stream, timeout, end: Box::pin(sleep(timeout)), crowded, written, writes }
    }
}

impl Listener for LimitedListener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        (self.admit(stream), peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, LimitedListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, LimitedListener>) -> Self {
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
        self.end.as_mut().reset(Instant::now() + self.timeout);
        let now = self.writes.fetch_add(1, Ordering::Relaxed) + 1;
        self.written.store(now, Ordering::Relaxed);
        done
    }

    fn wait<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let is_late = self.end.as_mut().poll(context).is_ready();
        let is_crowded = Pin::new(&mut self.crowded).poll(context).is_ready();
        match is_late || is_crowded {
            true => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            false => Poll::Pending,
        }
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
        io::{AsyncRead as _, AsyncWriteExt as _, ReadBuf},
        net::TcpListener,
        time::timeout,
    };

    use super::{Connection, LimitedListener, MAX_CONNECTIONS};

    fn block_on(test: impl Future<Output = io::Result<()>>) -> io::Result<()> {
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(test)
    }

    /// Reads until the connection ends: how many bytes, and why.
    async fn end(connection: &mut Connection) -> (usize, io::ErrorKind) {
        let mut read = 0;
        loop {
            let mut bytes = [0; 64];
            let mut buffer = ReadBuf::new(&mut bytes);
            match poll_fn(|it| Pin::new(&mut *connection).poll_read(it, &mut buffer)).await {
                Ok(()) => read += buffer.filled().len(),
                Err(error) => return (read, error.kind()),
            }
        }
    }

    #[test]
    fn who_never_finishes_asking_is_closed() -> io::Result<()> {
        block_on(async {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            let mut client = net::TcpStream::connect(listener.local_addr()?)?;
            let mut listening = LimitedListener::new(listener, Duration::from_millis(40));
            let (mut connection, _) = listening.accept().await;
            client.write_all(b"GET / HT")?;
            assert_eq!(end(&mut connection).await, (8, io::ErrorKind::TimedOut));
            Ok(())
        })
    }

    #[test]
    fn many_who_never_finish_asking_make_room_for_others() -> io::Result<()> {
        block_on(async {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            let address = listener.local_addr()?;
            let mut listening = LimitedListener::new(listener, Duration::from_secs(600));
            let (mut clients, mut connections) = (Vec::new(), Vec::new());
            for number in 0..=MAX_CONNECTIONS {
                clients.push(net::TcpStream::connect(address)?);
                let (mut connection, _) = listening.accept().await;
                if number == 0 {
                    connection.write_all(b"HTTP/1.1 200 OK").await?;
                }
                connections.push(connection);
            }
            // The first was answered, the second never.
            assert_eq!(end(&mut connections[1]).await, (0, io::ErrorKind::TimedOut));
            for open in [0, 2, MAX_CONNECTIONS] {
                let ended = timeout(Duration::from_millis(5), end(&mut connections[open])).await;
                assert!(ended.is_err(), "{open}");
            }
            Ok(())
        })
    }
}
