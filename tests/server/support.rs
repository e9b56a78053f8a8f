//! A server in this process with a clock of its own, on a fresh database of either kind, and a browser that talks to it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::body::MessageBody;
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, HttpResponse, web};
use backend::app::Service;
use backend::assets::Assets;
use backend::config::Config;
use backend::db::{Conn, Db, Failure};
use backend::key;
use backend::seal::Vault;
use backend::seed;
use backend::surroundings::{Source, Surroundings};
use backend::tx::Town;
use backend::web::edge::edge;
use backend::web::{Backend, State};
use harness::{Bare, Copied, Database};
use serde_json::{Value, json};
use shared::kernel::Moment;

pub(crate) const MINUTE: i64 = 60_000;

/// A clock that stands still until it is told otherwise.
#[derive(Clone)]
pub(crate) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(crate) fn pass(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Source for Clock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        getrandom::fill(bytes).is_ok()
    }
}

/// Writes a test once and runs it on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$about:meta])* async fn $name:ident($database:ident: Database) $body:block)+) => {$(
        $(#[$about])*
        mod $name {
            use super::*;

            async fn holds($database: Database) $body

            #[actix_web::test]
            async fn sqlite() {
                holds(Database::Sqlite).await;
            }

            #[actix_web::test]
            async fn postgres() {
                if Database::Postgres.is_there() {
                    holds(Database::Postgres).await;
                }
            }
        }
    )+};
}
pub(crate) use on_both;

pub(crate) struct Server {
    pub(crate) clock: Clock,
    pub(crate) service: Service,
    // Last, so that the database goes when nobody uses it any more.
    _database: Fresh,
}

/// The database of one test.
enum Fresh {
    Town(Copied),
    Nothing(Bare),
}

impl Fresh {
    fn url(&self) -> String {
        match self {
            Self::Town(copied) => copied.url(),
            Self::Nothing(bare) => bare.url(),
        }
    }
}

impl Server {
    /// The demo town.
    pub(crate) fn demo(database: Database) -> Self {
        Self::demo_with(database, |_| {})
    }

    /// The demo town with changed settings.
    pub(crate) fn demo_with(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        let copied = Copied::town(database);
        let vault = Vault::open(&copied.key_file(), &Surroundings::machine()).unwrap();
        Self::of(Fresh::Town(copied), vault, change, Assets::of([]))
    }

    /// A fresh installation with changed settings.
    pub(crate) fn empty(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        Self::with_files(database, change, Assets::of([]))
    }

    pub(crate) fn with_files(
        database: Database,
        change: impl FnOnce(&mut Config),
        assets: Assets,
    ) -> Self {
        let bare = Fresh::Nothing(Bare::new(database));
        Self::of(bare, Vault::of([7; 32]), change, assets)
    }

    fn of(database: Fresh, vault: Vault, change: impl FnOnce(&mut Config), assets: Assets) -> Self {
        let clock = Clock(Arc::new(AtomicI64::new(1_795_000_000_000)));
        let surroundings = Surroundings::from(clock.clone());
        let mut config = Config::local(&database.url()).unwrap();
        change(&mut config);
        let db = Db::open(config.database.clone(), 4);
        db.migrate().unwrap();
        let backend = Backend::new(config, Town::of(db, vault, surroundings)).unwrap();
        Self {
            clock,
            service: Service::new(backend, assets).unwrap(),
            _database: database,
        }
    }

    /// The same town after its key was changed, served anew as after a start.
    pub(crate) fn under(self, new: &Vault) -> Self {
        let Self {
            clock,
            service,
            _database,
        } = self;
        let (town, config) = (&service.state().town, &service.state().config);
        let (old, surroundings) = (town.vault().clone(), town.surroundings().clone());
        let change = |conn: &mut Conn| key::wrap_anew(conn, &old, new, &surroundings);
        town.db().write_blocking::<_, Failure>(change).unwrap();
        let vault = key::ready(new, town.db()).unwrap();
        let town = Town::of(town.db().clone(), vault, surroundings);
        let backend = Backend::new(config.clone(), town).unwrap();
        Self {
            clock,
            service: Service::new(backend, Assets::of([])).unwrap(),
            _database,
        }
    }

    pub(crate) fn state(&self) -> &State {
        self.service.state()
    }

    /// A browser without cookies, in a network of its own.
    pub(crate) fn browser(&self, address: &str) -> Browser<'_> {
        Browser {
            server: self,
            address: address.to_owned(),
            cookies: RefCell::default(),
        }
    }

    pub(crate) async fn signed_in(&self, login: &str) -> Browser<'_> {
        let browser = self.browser("192.0.2.1");
        let answer = browser.sign_in(login, seed::DEMO_PASSWORD).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        browser
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Keeps cookies, as browsers do.
pub(crate) struct Browser<'a> {
    server: &'a Server,
    address: String,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl Browser<'_> {
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies
            .borrow_mut()
            .insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn drop_cookie(&self, name: &str) {
        self.cookies.borrow_mut().remove(name);
    }

    pub(crate) fn forget_cookies(&self) {
        self.cookies.borrow_mut().clear();
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// A write as the app sends it.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Self::write(path).set_payload(body.to_string()))
            .await
    }

    /// A write as the app sends it, without its body.
    pub(crate) fn write(path: &str) -> TestRequest {
        TestRequest::default()
            .method(Method::POST)
            .uri(path)
            .insert_header(("content-type", "application/json"))
            .insert_header(("x-lueckenlos", "1"))
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.post(
            "/api/session/sign-in",
            &json!({ "login": login, "password": password }),
        )
        .await
    }

    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        let service = self.server.service.clone();
        let app = init_service(
            App::new()
                .configure(|routes| {
                    service.register(routes);
                    routes.route("/fails", web::get().to(fails));
                })
                .wrap(from_fn(edge)),
        )
        .await;
        let cookies: Vec<_> = self
            .cookies
            .borrow()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = request.peer_addr(format!("{}:40000", self.address).parse().unwrap());
        if !cookies.is_empty() {
            request = request.insert_header(("cookie", cookies.join("; ")));
        }
        let response = app.call(request.to_request()).await.unwrap();
        let answer = read(response).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
        answer
    }
}

async fn fails() -> HttpResponse {
    HttpResponse::InternalServerError().finish()
}

async fn read<B: MessageBody>(response: ServiceResponse<B>) -> Answer {
    let status = response.status();
    let headers = response.headers().clone();
    let body = actix_web::body::to_bytes(response.into_body())
        .await
        .unwrap_or_else(|_| panic!("a body"))
        .to_vec();
    Answer {
        status,
        headers,
        body,
    }
}
