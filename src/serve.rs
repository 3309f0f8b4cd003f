//! A site into answers to a browser on the same machine: files come by name from what makes them, so that no request can
//! reach another.
//!
//! 1. `request`: bytes into a request, or why there is none; `host`: whether it was meant for this server.
//! 2. `answer`: a request and what is served into a response; `live`: the script and the stream that reload pages.
//! 3. `Server`: connections into threads, bounded in number, size and time.

mod answer;
mod host;
mod live;
mod request;
mod state;

use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use answer::{Response, answer};
use host::Hosts;
use live::Stream;
use request::read;
pub use state::{Failure, Pages, State};

/// More connections than this at once are turned away.
const MOST: usize = 64;
/// A browser that sends or takes nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that listens, and has not begun to answer.
pub struct Server {
    listener: TcpListener,
    hosts: Hosts,
    state: Arc<State>,
}

impl Server {
    /// Takes a port of an address; port 0 is any that is free.
    ///
    /// # Errors
    /// A port that is taken or not allowed, or an address that is not this machine's.
    pub fn new(address: IpAddr, port: u16, state: Arc<State>) -> io::Result<Self> {
        let listener = TcpListener::bind((address, port))?;
        let hosts = Hosts::new(listener.local_addr()?);
        Ok(Self { listener, hosts, state })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Those of the system.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers in threads of their own, for as long as the program lives.
    pub fn start(self) {
        thread::spawn(move || {
            let open = Arc::new(AtomicUsize::new(0));
            for connection in self.listener.incoming().flatten() {
                if open.fetch_add(1, Ordering::SeqCst) >= MOST {
                    open.fetch_sub(1, Ordering::SeqCst);
                    continue;
                }
                let (hosts, state, open) = (self.hosts.clone(), Arc::clone(&self.state), Arc::clone(&open));
                thread::spawn(move || {
                    // A browser that hangs up has its reasons.
                    let _ = converse(connection, &hosts, &state);
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
    }
}

/// One request and its answer.
fn converse(mut connection: TcpStream, hosts: &Hosts, state: &State) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let request = match read(&mut connection, PATIENCE) {
        Ok(request) => request,
        Err(refusal) => {
            Response::refusal(refusal).write(&mut connection, true)?;
            return hear_out(&mut connection);
        }
    };
    if !hosts.knows(request.host.as_deref()) {
        return Response::other_host().write(&mut connection, !request.is_head);
    }
    if request.path == live::STREAM && !request.is_head {
        return Stream::new(state).write(&mut connection);
    }
    answer(&request, state).write(&mut connection, !request.is_head)?;
    connection.flush()
}

/// Takes in some of what is still being said: to hang up before would make the browser lose the answer.
fn hear_out(connection: &mut TcpStream) -> io::Result<()> {
    const MOST: u64 = 256 * 1024;
    connection.shutdown(Shutdown::Write)?;
    connection.set_read_timeout(Some(Duration::from_secs(1)))?;
    io::copy(&mut connection.take(MOST), &mut io::sink()).map(|_| ())
}
