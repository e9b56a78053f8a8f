//! A proxy between people and the server that can hold answers back. What the server has answered, it has committed;
//! what nobody has received, nobody can rely on. Killing the server while answers are held is killing it between
//! commit and answer.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use std::time::Duration;

/// What happens to answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// They pass.
    Nothing,
    /// They stay here; the connection is closed without them once the server is gone.
    Answers,
}

/// The proxy. Stops taking connections when dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    server: Mutex<SocketAddr>,
    holds: AtomicBool,
    held: AtomicU64,
    ended: AtomicBool,
}

impl Proxy {
    /// A proxy before the server at this address (`http://127.0.0.1:…`).
    ///
    /// # Panics
    /// If there is no free port, or the address is none.
    #[must_use]
    pub fn before(server: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("the proxy's own address");
        let state = Arc::new(State {
            server: Mutex::new(socket(server)),
            holds: AtomicBool::new(false),
            held: AtomicU64::new(0),
            ended: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                let state = Arc::clone(&shared);
                spawn(move || pass(&connection, &state));
            }
        });
        Self { address, state }
    }

    /// Where the proxy listens: `http://127.0.0.1:…`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends new connections to another server: after a restart.
    ///
    /// # Panics
    /// If the address is none.
    pub fn point_to(&self, server: &str) {
        *self.state.server.lock().expect("the server's address") = socket(server);
    }

    /// Says what happens to answers from now on.
    pub fn hold(&self, what: Hold) {
        self.state
            .holds
            .store(what == Hold::Answers, Ordering::SeqCst);
    }

    /// How many answers were held so far.
    #[must_use]
    pub fn held(&self) -> u64 {
        self.state.held.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections, so that it sees the end.
        let _ = TcpStream::connect(self.address);
    }
}

/// Passes one connection on, both ways, until either side ends it.
fn pass(person: &TcpStream, state: &State) {
    let server = *state.server.lock().expect("the server's address");
    let Ok(server) = TcpStream::connect_timeout(&server, Duration::from_secs(5)) else {
        let _ = person.shutdown(Shutdown::Both);
        return;
    };
    let (Ok(mut from), Ok(mut to)) = (person.try_clone(), server.try_clone()) else {
        return;
    };
    let questions = spawn(move || {
        // Either side may end the connection at any time; that is what a network does.
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    answers(person, &server, state);
    let _ = person.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
    let _ = questions.join();
}

fn answers(mut person: &TcpStream, mut server: &TcpStream, state: &State) {
    let mut piece = [0_u8; 16 * 1024];
    let mut is_holding = false;
    while let Ok(length) = server.read(&mut piece) {
        if length == 0 {
            return;
        }
        if !is_holding && state.holds.load(Ordering::SeqCst) {
            is_holding = true;
            state.held.fetch_add(1, Ordering::SeqCst);
        }
        // From the first held byte on nothing passes any more: half an answer is none.
        let bytes = piece.get(..length).unwrap_or_default();
        if !is_holding && person.write_all(bytes).is_err() {
            return;
        }
    }
}

fn socket(address: &str) -> SocketAddr {
    address
        .trim_start_matches("http://")
        .parse()
        .expect("an address with a port")
}
