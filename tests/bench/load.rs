//! Load: connections that ask as fast as they are answered (what the server can do), and connections that ask at planned
//! moments whatever happens (what people would feel). The latter count from the planned moment, so that a request that had
//! to wait for its turn is not counted as quick.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::wire::Wire;

/// What a load led to.
#[derive(Debug, Default)]
pub(crate) struct Load {
    /// How long each answer took, sorted.
    pub(crate) took: Vec<Duration>,
    /// Answers that were not as wanted.
    pub(crate) errors: usize,
    /// How long it went on.
    pub(crate) lasted: Duration,
    /// Bytes of the last body.
    pub(crate) bytes: usize,
}

impl Load {
    /// Good answers per second.
    pub(crate) fn per_second(&self) -> f64 {
        self.took.len() as f64 / self.lasted.as_secs_f64().max(0.001)
    }

    /// The time within which so many in a hundred were answered.
    pub(crate) fn within(&self, percent: f64) -> Duration {
        let last = self.took.len().saturating_sub(1);
        let at = (self.took.len() as f64 * percent / 100.0).ceil() as usize;
        self.took
            .get(at.saturating_sub(1).min(last))
            .copied()
            .unwrap_or_default()
    }
}

/// Requests by connection and turn, and whether an answer is as wanted.
pub(crate) trait Work: Sync {
    fn request(&self, connection: usize, turn: usize) -> Vec<u8>;

    fn is_good(&self, status: u16, _body: &[u8]) -> bool {
        status == 200
    }
}

/// Each connection asks again as soon as it is answered.
pub(crate) fn closed(
    address: &str,
    connections: usize,
    lasting: Duration,
    work: &impl Work,
) -> Load {
    run(address, connections, |wire, connection, load, began| {
        let mut turn = 0;
        while began.elapsed() < lasting {
            let request = work.request(connection, turn);
            let asked = Instant::now();
            ask(wire, &request, asked, work, load);
            turn += 1;
        }
    })
}

/// All connections together ask so often per second, at moments planned beforehand.
pub(crate) fn open(
    address: &str,
    connections: usize,
    per_second: f64,
    lasting: Duration,
    work: &impl Work,
) -> Load {
    let apart = Duration::from_secs_f64(connections as f64 / per_second.max(1.0));
    run(address, connections, |wire, connection, load, began| {
        let offset = apart.mul_f64(connection as f64 / connections as f64);
        for turn in 0.. {
            let planned = began + offset + apart * turn;
            if planned.duration_since(began) >= lasting {
                break;
            }
            let request = work.request(connection, turn as usize);
            std::thread::sleep(planned.saturating_duration_since(Instant::now()));
            ask(wire, &request, planned, work, load);
        }
    })
}

fn ask(wire: &mut Wire, request: &[u8], since: Instant, work: &impl Work, load: &mut Load) {
    match wire.ask(request) {
        Ok(status) if work.is_good(status, wire.body()) => {
            load.took.push(since.elapsed());
            load.bytes = wire.body().len();
        }
        Ok(status) => {
            if load.errors == 0 {
                eprintln!("{status}: {}", String::from_utf8_lossy(wire.body()));
            }
            load.errors += 1;
        }
        Err(error) => {
            if load.errors == 0 {
                eprintln!("{error}");
            }
            load.errors += 1;
        }
    }
}

fn run(
    address: &str,
    connections: usize,
    each: impl Fn(&mut Wire, usize, &mut Load, Instant) + Sync,
) -> Load {
    let all = Mutex::new(Load::default());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for connection in 0..connections {
            let (all, each) = (&all, &each);
            scope.spawn(move || {
                let mut wire = Wire::to(address).expect("a connection");
                let mut load = Load::default();
                each(&mut wire, connection, &mut load, began);
                let mut all = all.lock().expect("the load of all");
                all.took.append(&mut load.took);
                all.errors += load.errors;
                all.bytes = all.bytes.max(load.bytes);
            });
        }
    });
    let mut load = all.into_inner().expect("the load of all");
    load.lasted = began.elapsed();
    load.took.sort_unstable();
    load
}
