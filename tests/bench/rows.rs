//! The rows, each measured on a stage: a server on its copy of the crowd, with people signed in.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use backend::db::Db;
use backend::seal::Vault;
use backend::surroundings::Surroundings;
use backend::tx::Town;
use harness::{CROWD_KEY, Client, Crowd};
use shared::calls::Call as _;
use shared::case::CaseHead;
use shared::case::calls::{CaseHeads, Worklist};
use shared::command::Command;
use shared::documentation::{AddNote, NoteDraft};
use shared::exchange::calls::OfferCommands;
use shared::exchange::{Envelope, Offer, Subject};
use shared::fixtures::{CROWD_DAY, crowd, crowd_posts, people};
use shared::kernel::{NoteId, PersonId, PostCode};
use shared::person::calls::{FindPersons, PersonSearch};
use shared::person::{PersonDraft, RecordPerson};
use tempfile::TempDir;

use crate::bare;
use crate::cluster::Cluster;
use crate::data::Data;
use crate::load::{self, Load, Work};
use crate::report::{Row, busy, shown};
use crate::served::Served;
use crate::wire::{Wire, request};

/// Connections that ask at once.
const CONNECTIONS: usize = 8;
/// How long one load goes on.
const LASTING: Duration = Duration::from_secs(5);
/// How long the floor is measured.
const BARE: Duration = Duration::from_secs(3);

type Measure = fn(&mut Stage<'_>) -> Row;

/// Every row, by the name that chooses it.
pub(crate) const ROWS: [(&str, Measure); 15] = [
    ("start", start),
    ("memory-idle", memory_idle),
    ("worklist", worklist),
    ("search-hit", search_hit),
    ("search-miss", search_miss),
    ("search-letters", search_letters),
    ("search-name", search_name),
    ("search-spelling", search_spelling),
    ("note", note),
    ("notes", notes),
    ("record", record),
    ("records", records),
    ("sync", sync),
    ("memory", memory),
    ("restart", restart),
];

/// A server on a copy of the crowd.
pub(crate) struct Stage<'c> {
    name: &'static str,
    crowd: Crowd,
    folder: TempDir,
    url: String,
    copy: Option<(&'c Cluster, String)>,
    served: Option<Served>,
    bare: Option<Db>,
    desk: String,
    workers: Vec<(PostCode, String)>,
    next: AtomicI64,
}

impl<'c> Stage<'c> {
    pub(crate) fn set(
        name: &'static str,
        cache: &Path,
        data: &Data,
        crowd: Crowd,
        cluster: Option<&'c Cluster>,
    ) -> Self {
        let folder = tempfile::tempdir_in(cache).expect("a folder for the copy");
        let (url, copy) = match cluster {
            Some(cluster) => {
                data.copy_key(folder.path());
                let copy = cluster.copy_of(&data.file(), &data.name);
                (cluster.url(&copy), Some((cluster, copy)))
            }
            None => {
                data.copy(folder.path());
                let file = folder.path().join("town.sqlite");
                (format!("sqlite://{}", file.display()), None)
            }
        };
        let served = Served::on(&url, folder.path());
        let sign_in = |login: &str| {
            let mut client = Client::new(&format!("http://{}", served.address));
            client
                .sign_in(login, backend::seed::DEMO_PASSWORD)
                .expect("a session");
            client.cookie().to_owned()
        };
        let posts = crowd_posts(crowd.posts).into_iter().take(CONNECTIONS);
        let workers = posts
            .map(|post| {
                let cookie = sign_in(post.as_str());
                (post, cookie)
            })
            .collect();
        Self {
            name,
            crowd,
            desk: sign_in("empfang"),
            workers,
            bare: Some(bare::open(&url, 8)),
            served: Some(served),
            folder,
            url,
            copy,
            next: AtomicI64::new(1),
        }
    }

    fn served(&self) -> &Served {
        self.served.as_ref().expect("a running server")
    }

    fn bare(&self) -> &Db {
        self.bare.as_ref().expect("a connection past the server")
    }

    fn restart(&mut self) -> Duration {
        if let Some(served) = self.served.take() {
            served.kill();
        }
        let served = Served::on(&self.url, self.folder.path());
        let started_in = served.started_in;
        self.served = Some(served);
        started_in
    }

    fn row(&self, name: &'static str, promised: &str) -> Row {
        Row {
            name,
            database: self.name,
            promised: promised.to_owned(),
            measured: String::new(),
            bare: "–".to_owned(),
            ratio: "–".to_owned(),
            missed: None,
        }
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        self.served = None;
        self.bare = None;
        if let Some((cluster, copy)) = &self.copy {
            cluster.drop_copy(copy);
        }
    }
}

/// What was missed, with how much else the machine did.
fn missed(conditions: &[(bool, String)]) -> Option<String> {
    let whys: Vec<&str> = conditions
        .iter()
        .filter(|(holds, _)| !holds)
        .map(|(_, why)| why.as_str())
        .collect();
    (!whys.is_empty()).then(|| format!("{} (load average {:.1})", whys.join("; "), busy()))
}

fn start(stage: &mut Stage<'_>) -> Row {
    let slowest = (0..5).map(|_| stage.restart()).max().unwrap_or_default();
    let limit = Duration::from_secs(1);
    Row {
        measured: format!("{}, the slowest of 5", shown(slowest)),
        missed: missed(&[(slowest <= limit, format!("it took {}", shown(slowest)))]),
        ..stage.row("binary to first request", "≤ 1 s")
    }
}

fn memory_idle(stage: &mut Stage<'_>) -> Row {
    stage.restart();
    let (now, _) = stage.served().memory();
    Row {
        measured: format!("{now:.0} MB"),
        missed: missed(&[(now <= 30.0, format!("it holds {now:.0} MB"))]),
        ..stage.row("memory, idle", "≤ 30 MB")
    }
}

fn memory(stage: &mut Stage<'_>) -> Row {
    let (now, most) = stage.served().memory();
    Row {
        measured: format!("{now:.0} MB, at most {most:.0} MB"),
        missed: missed(&[(now <= 100.0, format!("it holds {now:.0} MB"))]),
        ..stage.row("memory, after all the rows above", "≤ 100 MB")
    }
}

/// The same requests again and again, by turns.
struct Turns(Vec<Vec<u8>>);

impl Work for Turns {
    fn request(&self, connection: usize, turn: usize) -> Vec<u8> {
        self.0[(connection * 101 + turn) % self.0.len()].clone()
    }
}

/// Each connection its own.
struct ByConnection(Vec<Vec<u8>>);

impl Work for ByConnection {
    fn request(&self, connection: usize, _: usize) -> Vec<u8> {
        self.0[connection % self.0.len()].clone()
    }
}

/// What a load led to, both ways.
struct Measured {
    /// What the server can do.
    most: Load,
    /// What the server's process itself took of the processors for each of these answers. On a busy machine it changes less than
    /// the clock.
    each: Duration,
    /// What is felt at a rate that it can do, or at the promised one if it is less.
    felt: Load,
    rate: f64,
}

impl Measured {
    fn errors(&self) -> usize {
        self.most.errors + self.felt.errors
    }

    fn shown(&self) -> String {
        format!(
            "{:.0}/s, {} of the server's processor each; at {:.0}/s p50 {}, p99 {}; {} errors",
            self.most.per_second(),
            shown(self.each),
            self.rate,
            shown(self.felt.within(50.0)),
            shown(self.felt.within(99.0)),
            self.errors()
        )
    }
}

fn measure(stage: &Stage<'_>, work: &impl Work, promised: f64) -> Measured {
    let address = &stage.served().address;
    load::closed(address, CONNECTIONS, Duration::from_secs(1), work);
    let before = stage.served().processor();
    let most = load::closed(address, CONNECTIONS, LASTING, work);
    let took = stage.served().processor().saturating_sub(before);
    let each = took / u32::try_from(most.took.len().max(1)).unwrap_or(u32::MAX);
    let rate = promised.min(most.per_second() * 0.7);
    let felt = load::open(address, CONNECTIONS, rate, LASTING, work);
    Measured {
        most,
        each,
        felt,
        rate,
    }
}

fn worklist(stage: &mut Stage<'_>) -> Row {
    let requests = stage
        .workers
        .iter()
        .map(|(_, cookie)| request("GET", Worklist::PATH, cookie, None));
    let work = ByConnection(requests.collect());
    let measured = measure(stage, &work, 3_000.0);
    let (most, p99) = (&measured.most, measured.felt.within(99.0));
    let errors = measured.errors();
    let changed = changed_list(stage);
    let posts: Vec<PostCode> = stage.workers.iter().map(|(post, _)| post.clone()).collect();
    let floor = |connections| {
        bare::load(stage.bare(), connections, BARE, |conn, connection, _| {
            let rows = bare::worklist(conn, &posts[connection % posts.len()])?;
            assert_eq!(rows, 50, "a whole worklist");
            Ok(rows)
        })
    };
    let (alone, together) = (floor(1), floor(CONNECTIONS));
    let share = most.per_second() / together.per_second() * 100.0;
    Row {
        measured: format!(
            "{}; {} bytes; where it has just changed p50 {}",
            measured.shown(),
            most.bytes,
            shown(changed),
        ),
        bare: format!(
            "{:.0}/s at 8, {:.0}/s at 1 (p50 {})",
            together.per_second(),
            alone.per_second(),
            shown(alone.within(50.0))
        ),
        ratio: format!("{share:.0} %"),
        missed: missed(&[
            (
                most.per_second() >= 3_000.0,
                format!("{:.0}/s", most.per_second()),
            ),
            (share >= 40.0, format!("{share:.0} % of bare SQL")),
            (
                p99 <= Duration::from_millis(12),
                format!("p99 {}", shown(p99)),
            ),
            (errors == 0, format!("{errors} errors")),
        ]),
        ..stage.row(
            "worklist of 50",
            "≥ 3,000/s, ≥ 40 % of bare SQL, p99 ≤ 12 ms at 8 connections",
        )
    }
}

/// What a look at a list takes that has just changed, alone, in the middle.
fn changed_list(stage: &Stage<'_>) -> Duration {
    let (post, cookie) = &stage.workers[0];
    let list = request("GET", Worklist::PATH, cookie, None);
    let mut wire = Wire::to(&stage.served().address).expect("a connection");
    let mut took: Vec<Duration> = (0..200)
        .map(|_| {
            bare::change_list(stage.bare(), post);
            let asked = std::time::Instant::now();
            assert_eq!(wire.ask(&list).expect("the worklist"), 200);
            asked.elapsed()
        })
        .collect();
    took.sort_unstable();
    took[took.len() / 2]
}

/// Some of the crowd, as they were recorded.
fn somebody(stage: &Stage<'_>) -> impl Iterator<Item = PersonDraft> {
    crowd(stage.crowd.people.min(5_000), stage.crowd.posts, 7).filter_map(|steps| {
        steps.into_iter().find_map(|step| match step.command {
            Command::RecordPerson(record) => Some(record.draft),
            _ => None,
        })
    })
}

fn search(stage: &mut Stage<'_>, name: &'static str, texts: Vec<String>) -> Row {
    assert!(!texts.is_empty(), "something to look for");
    let requests = texts.iter().map(|text| {
        let search = PersonSearch { text: text.clone() };
        let body = serde_json::to_string(&search).expect("a question");
        request("POST", FindPersons::PATH, &stage.desk, Some(&body))
    });
    let work = Turns(requests.collect());
    let address = &stage.served().address;
    load::open(address, CONNECTIONS, 40.0, Duration::from_secs(1), &work);
    let before = stage.served().processor();
    let felt = load::open(address, CONNECTIONS, 80.0, LASTING, &work);
    let spent = stage.served().processor().saturating_sub(before);
    let each = spent / u32::try_from(felt.took.len().max(1)).unwrap_or(u32::MAX);
    let keys = Vault::of(CROWD_KEY);
    let town = Town::of(stage.bare().clone(), keys, Surroundings::machine());
    let questions: Vec<bare::Question> = texts
        .iter()
        .map(|text| bare::Question::of(&town, text))
        .collect();
    let floor = bare::load(stage.bare(), 1, BARE, |conn, _, turn| {
        bare::search(conn, &questions[turn % questions.len()])
    });
    let (p50, p95, p99) = (felt.within(50.0), felt.within(95.0), felt.within(99.0));
    let bare = floor.within(95.0);
    Row {
        measured: format!(
            "p50 {}, p95 {}, p99 {} at 80/s, {} of the server's processor time each; {} errors",
            shown(p50),
            shown(p95),
            shown(p99),
            shown(each),
            felt.errors
        ),
        bare: format!(
            "p50 {}, p95 {} (the same tokens, forms unopened)",
            shown(floor.within(50.0)),
            shown(bare)
        ),
        ratio: format!(
            "{:.1}×",
            p95.as_secs_f64() / bare.as_secs_f64().max(0.000_001)
        ),
        missed: missed(&[
            (
                p95 <= Duration::from_millis(20),
                format!("p95 {}", shown(p95)),
            ),
            (felt.errors == 0, format!("{} errors", felt.errors)),
        ]),
        ..stage.row(name, "p95 ≤ 20 ms")
    }
}

fn search_hit(stage: &mut Stage<'_>) -> Row {
    let texts = somebody(stage)
        .step_by(13)
        .map(|draft| draft.given_name)
        .take(300)
        .collect();
    search(stage, "search: a given name, however frequent", texts)
}

fn search_miss(stage: &mut Stage<'_>) -> Row {
    const ENDS: [&str; 8] = ["a", "e", "i", "o", "u", "ak", "em", "ul"];
    let texts = (0..200)
        .map(|at| format!("Zyxqu{} Vlimpf{}", ENDS[at % 8], ENDS[at / 8 % 8]))
        .collect();
    search(stage, "search: nobody of that name", texts)
}

fn search_letters(stage: &mut Stage<'_>) -> Row {
    let texts = somebody(stage)
        .step_by(13)
        .map(|draft| draft.family_name.chars().take(3).collect())
        .take(300)
        .collect();
    search(stage, "search: three letters", texts)
}

fn search_name(stage: &mut Stage<'_>) -> Row {
    let texts = somebody(stage)
        .step_by(11)
        .map(|draft| {
            let born = draft.born.map(|born| born.year().to_string());
            format!(
                "{} {} {}",
                draft.given_name,
                draft.family_name,
                born.unwrap_or_default()
            )
        })
        .take(300)
        .collect();
    search(stage, "search: full name and year of birth", texts)
}

fn search_spelling(stage: &mut Stage<'_>) -> Row {
    let texts = somebody(stage)
        .filter(|draft| !draft.other_spellings.is_empty())
        .map(|draft| format!("{} {}", draft.given_name, draft.other_spellings))
        .take(300)
        .collect();
    search(stage, "search: full name in another spelling", texts)
}

/// Offers that record somebody new, each another one.
struct Records {
    cookie: String,
    drafts: Vec<PersonDraft>,
    /// How many were offered.
    offered: AtomicUsize,
}

impl Records {
    fn of(stage: &Stage<'_>) -> Self {
        Self {
            cookie: stage.desk.clone(),
            // More than a row records: whoever is recorded again has doubles that no day has.
            drafts: people(30_000, 99).collect(),
            offered: AtomicUsize::new(0),
        }
    }
}

impl Work for Records {
    fn request(&self, _connection: usize, _turn: usize) -> Vec<u8> {
        let next = self.offered.fetch_add(1, Ordering::Relaxed);
        let draft = self.drafts[next % self.drafts.len()].clone();
        let person = PersonId::born(harness::now(), harness::random());
        let record = Command::RecordPerson(RecordPerson { draft });
        offer(
            &self.cookie,
            vec![harness::envelope(Subject::Person(person), record)],
        )
    }

    fn is_good(&self, status: u16, body: &[u8]) -> bool {
        status == 200 && String::from_utf8_lossy(body).contains("applied")
    }
}

fn offer(cookie: &str, envelopes: Vec<Envelope>) -> Vec<u8> {
    let offer = Offer {
        groups: envelopes.into_iter().map(|one| vec![one]).collect(),
        ..Offer::default()
    };
    let body = serde_json::to_string(&offer).expect("an offer");
    request("POST", OfferCommands::PATH, cookie, Some(&body))
}

/// Offers of a note each, by those who have the cases.
struct Notes {
    /// Of each worker, their session and their cases.
    workers: Vec<(String, Vec<CaseHead>)>,
}

impl Notes {
    fn of(stage: &Stage<'_>) -> Self {
        let workers = stage.workers.iter().map(|(_, cookie)| {
            let mut wire = Wire::to(&stage.served().address).expect("a connection");
            (cookie.clone(), cases_of(&mut wire, cookie))
        });
        Self {
            workers: workers.collect(),
        }
    }
}

impl Work for Notes {
    fn request(&self, connection: usize, turn: usize) -> Vec<u8> {
        let (cookie, cases) = &self.workers[connection % self.workers.len()];
        offer(cookie, vec![a_note(&cases[turn % cases.len()])])
    }

    fn is_good(&self, status: u16, body: &[u8]) -> bool {
        status == 200 && String::from_utf8_lossy(body).contains("applied")
    }
}

fn cases_of(wire: &mut Wire, cookie: &str) -> Vec<CaseHead> {
    let list = request("GET", Worklist::PATH, cookie, None);
    assert_eq!(wire.ask(&list).expect("the worklist"), 200);
    let heads: CaseHeads = serde_json::from_slice(wire.body()).expect("the worklist");
    heads.cases
}

fn a_note(head: &CaseHead) -> Envelope {
    let draft = NoteDraft {
        occurred_on: Some(CROWD_DAY),
        contact: "HAUSBESUCH".parse().ok(),
        text: "Wohnung angesehen. Schimmel im Schlafzimmer, Fotos gemacht, Brief an den Vermieter vereinbart."
            .to_owned(),
        ..NoteDraft::default()
    };
    let add = AddNote {
        note: NoteId::born(harness::now(), harness::random()),
        case: head.case,
        draft,
    };
    harness::envelope(Subject::Person(head.person), Command::AddNote(add))
}

/// What the bare rows of one command take, again and again.
fn bare_commands(stage: &Stage<'_>, rows: fn(&Db, i64) -> Duration) -> Load {
    let took = (0..300).map(|_| rows(stage.bare(), stage.next.fetch_add(1, Ordering::Relaxed)));
    let mut load = Load {
        took: took.collect(),
        ..Load::default()
    };
    load.lasted = load.took.iter().sum();
    load.took.sort_unstable();
    load
}

fn note(stage: &mut Stage<'_>) -> Row {
    let work = Notes::of(stage);
    command(stage, &work, "one accepted note, durable", bare::note)
}

fn notes(stage: &mut Stage<'_>) -> Row {
    let work = Notes::of(stage);
    writers(stage, &work, "accepted notes, 8 connections", bare::note)
}

fn record(stage: &mut Stage<'_>) -> Row {
    let work = Records::of(stage);
    command(stage, &work, "one recorded person, durable", bare::record)
}

fn records(stage: &mut Stage<'_>) -> Row {
    let work = Records::of(stage);
    writers(
        stage,
        &work,
        "recorded persons, 8 connections",
        bare::record,
    )
}

fn command(
    stage: &Stage<'_>,
    work: &impl Work,
    what: &'static str,
    rows: fn(&Db, i64) -> Duration,
) -> Row {
    let address = &stage.served().address;
    load::closed(address, 1, Duration::from_secs(1), work);
    let ours = load::closed(address, 1, BARE, work);
    let bare = bare_commands(stage, rows);
    let flush = bare::flush(stage.folder.path());
    let (p50, floor) = (ours.within(50.0), bare.within(50.0));
    let times = p50.as_secs_f64() / floor.as_secs_f64().max(0.000_001);
    Row {
        measured: format!(
            "p50 {}, p99 {}; {} errors",
            shown(p50),
            shown(ours.within(99.0)),
            ours.errors
        ),
        bare: format!("p50 {}, one flush {}", shown(floor), shown(flush)),
        ratio: format!("{times:.1}×"),
        missed: missed(&[
            (times <= 2.0, format!("{times:.1}× the bare rows")),
            (ours.errors == 0, format!("{} errors", ours.errors)),
        ]),
        ..stage.row(what, "≤ 2× the bare rows")
    }
}

fn writers(
    stage: &Stage<'_>,
    work: &impl Work,
    what: &'static str,
    rows: fn(&Db, i64) -> Duration,
) -> Row {
    let measured = measure(stage, work, 1_500.0);
    let (most, errors) = (&measured.most, measured.errors());
    let bare = bare_commands(stage, rows);
    let share = most.per_second() / bare.per_second() * 100.0;
    Row {
        measured: measured.shown(),
        bare: format!("{:.0}/s, one after the other", bare.per_second()),
        ratio: format!("{share:.0} %"),
        missed: missed(&[
            (
                most.per_second() >= 1_500.0,
                format!("{:.0}/s", most.per_second()),
            ),
            (errors == 0, format!("{errors} errors")),
        ]),
        ..stage.row(what, "≥ 1,500/s without one error")
    }
}

fn sync(stage: &mut Stage<'_>) -> Row {
    let (_, cookie) = &stage.workers[0];
    let mut wire = Wire::to(&stage.served().address).expect("a connection");
    let cases = cases_of(&mut wire, cookie);
    let mut took = Vec::new();
    let mut errors = 0;
    for _ in 0..30 {
        let notes = cases.iter().take(12).cycle().take(48).map(a_note);
        let day = offer(cookie, notes.collect());
        let asked = std::time::Instant::now();
        let status = wire.ask(&day).expect("an answer");
        took.push(asked.elapsed());
        let applied = String::from_utf8_lossy(wire.body())
            .matches("applied")
            .count();
        errors += usize::from(status != 200 || applied != 48);
    }
    took.sort_unstable();
    let mut floor: Vec<Duration> = (0..30)
        .map(|_| bare::day(stage.bare(), stage.next.fetch_add(48, Ordering::Relaxed)))
        .collect();
    floor.sort_unstable();
    let (p50, slowest, bare) = (took[15], took[29], floor[15]);
    Row {
        measured: format!(
            "p50 {}, slowest {}; {errors} errors",
            shown(p50),
            shown(slowest)
        ),
        bare: format!("p50 {}", shown(bare)),
        ratio: format!(
            "{:.1}×",
            p50.as_secs_f64() / bare.as_secs_f64().max(0.000_001)
        ),
        missed: missed(&[
            (
                slowest <= Duration::from_millis(150),
                format!("the slowest took {}", shown(slowest)),
            ),
            (errors == 0, format!("{errors} errors")),
        ]),
        ..stage.row(
            "a day's sync, 48 envelopes",
            "≤ 150 ms, one flush (a test counts it)",
        )
    }
}

/// Killed in the middle of writing, then started again.
fn restart(stage: &mut Stage<'_>) -> Row {
    let work = Records::of(stage);
    let address = stage.served().address.clone();
    std::thread::scope(|scope| {
        let load = scope.spawn(|| load::closed(&address, CONNECTIONS, BARE, &work));
        std::thread::sleep(Duration::from_secs(2));
        if let Some(served) = stage.served.take() {
            served.kill();
        }
        // Those who wrote are told nothing: that is the point.
        let _ = load.join();
    });
    let started = stage.restart();
    Row {
        measured: shown(started),
        missed: missed(&[(
            started <= Duration::from_secs(1),
            format!("it took {}", shown(started)),
        )]),
        ..stage.row("start after SIGKILL while writing", "≤ 1 s")
    }
}
