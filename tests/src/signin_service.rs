//! A town's own sign-in service (an OpenID Connect provider) as a program: small, conforming, and lying on demand. It signs
//! with one key on P-256. Nobody visits its sign-in page: a test says who signed in, and gets what the browser would bring
//! back.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::spawn;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use strum::EnumIter;

/// The name under which the server under test is known there.
pub const CLIENT: &str = "lueckenlos-test";

/// What it says or does wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter)]
pub enum Lie {
    /// The nonce of another sign-in.
    OtherNonce,
    /// No nonce.
    NoNonce,
    /// A token for another service.
    OtherAudience,
    /// A token for us and for somebody else.
    MoreAudiences,
    /// A token that somebody else asked for.
    OtherParty,
    /// A token in the name of another provider.
    OtherIssuer,
    /// A token that is over.
    Expired,
    /// A token of an hour ago that still holds.
    OfBefore,
    /// A token of tomorrow.
    OfTomorrow,
    /// A token without a signature.
    Unsigned,
    /// A token with a signature by the public key as a shared secret.
    SharedSecret,
    /// A signature by another key under the name of the right one.
    OtherKey,
    /// A signature by a key that is not published.
    UnknownKey,
    /// A signature of other claims.
    ChangedClaims,
    /// No token about the person.
    NoToken,
    /// The code is refused.
    RefusedCode,
}

/// In what way it does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter)]
pub enum Trouble {
    /// It hangs up.
    HangsUp,
    /// It begins to answer and never ends.
    Hangs,
    /// It answers without end.
    Floods,
    /// It sends whoever asks elsewhere.
    SendsElsewhere,
    /// It answers with a page.
    AnswersWithAPage,
}

/// Who signed in there, and how.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// Who they are there, for ever.
    pub subject: String,
    /// What else stands in the token.
    pub claims: BTreeMap<String, Value>,
}

impl Person {
    /// Somebody who has just signed in with a password.
    #[must_use]
    pub fn new(subject: &str) -> Self {
        Self {
            subject: subject.to_owned(),
            claims: BTreeMap::new(),
        }
    }

    /// The same, with one more claim.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.claims.insert(name.to_owned(), value);
        self
    }
}

/// What a code stands for.
#[derive(Debug)]
struct Given {
    person: Person,
    nonce: String,
    challenge: String,
    back_to: String,
}

#[derive(Debug, Default)]
struct Ways {
    lie: Option<Lie>,
    /// At addresses that end in this.
    trouble: Option<(&'static str, Trouble)>,
    codes: BTreeMap<String, Given>,
    given: u64,
    /// Seconds since 1970.
    now: i64,
    /// Paths that were asked for.
    asked: Vec<String>,
}

/// The service. It ends with the test.
#[derive(Debug, Clone)]
pub struct SignInService {
    address: String,
    ways: Arc<Mutex<Ways>>,
}

impl SignInService {
    /// One that listens, at a moment in seconds since 1970.
    ///
    /// # Panics
    /// If there is no port.
    #[must_use]
    pub fn at(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let service = Self {
            address: format!("http://127.0.0.1:{port}/town"),
            ways: Arc::new(Mutex::new(Ways {
                now,
                ..Ways::default()
            })),
        };
        let serving = service.clone();
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let service = serving.clone();
                // Whoever asked may have hung up.
                spawn(move || drop(service.serve(stream)));
            }
        });
        service
    }

    /// How it calls itself.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.address
    }

    /// From now on it lies.
    pub fn lie(&self, lie: Option<Lie>) {
        self.ways().lie = lie;
    }

    /// From now on it is in trouble at addresses that end so.
    pub fn trouble(&self, trouble: Option<(&'static str, Trouble)>) {
        self.ways().trouble = trouble;
    }

    /// Its clock goes on with the test's.
    pub fn pass(&self, seconds: i64) {
        self.ways().now += seconds;
    }

    /// How often it was asked anything.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.ways().asked.len()
    }

    /// Somebody signs in on the page at an address that a browser was sent to; answers the path and query that the browser
    /// is sent back to.
    ///
    /// # Panics
    /// If the address is not what the protocol asks for.
    #[must_use]
    pub fn signs_in(&self, address: &str, person: Person) -> String {
        let (page, query) = address.split_once('?').expect("a question");
        assert_eq!(page, format!("{}/authorize", self.address));
        let asked = pairs(query);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["scope"], "openid", "no more than who somebody is");
        let mut ways = self.ways();
        ways.given += 1;
        let code = format!("code-{}", ways.given);
        let given = Given {
            person,
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            back_to: asked["redirect_uri"].clone(),
        };
        let path = given.back_to.splitn(4, '/').nth(3).expect("a path");
        let back = format!("/{path}?code={code}&state={}", asked["state"]);
        ways.codes.insert(code, given);
        back
    }

    fn ways(&self) -> MutexGuard<'_, Ways> {
        self.ways.lock().expect("the service's ways")
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        let (path, body) = question(&mut reader)?;
        let mut stream = reader.into_inner();
        self.ways().asked.push(path.clone());
        let trouble = self.ways().trouble;
        if let Some((_, trouble)) = trouble.filter(|(end, _)| path.ends_with(end)) {
            return troubled(&mut stream, trouble);
        }
        let (status, answer) = match path.rsplit('/').next() {
            Some("openid-configuration") => (200, self.document()),
            Some("keys") => (200, json!({ "keys": [published(&key())] })),
            Some("token") => self.exchange(&pairs(&body)),
            _ => (404, json!({})),
        };
        let body = answer.to_string();
        write!(
            stream,
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    }

    fn document(&self) -> Value {
        let at = |path: &str| format!("{}/{path}", self.address);
        json!({
            "issuer": self.address,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "jwks_uri": at("keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        })
    }

    fn exchange(&self, asked: &BTreeMap<String, String>) -> (u16, Value) {
        let refused = (400, json!({ "error": "invalid_grant" }));
        let mut ways = self.ways();
        // A code counts once.
        let Some(given) = ways.codes.remove(&asked["code"]) else {
            return refused;
        };
        let secret = BASE64.encode(Sha256::digest(&asked["code_verifier"]));
        let is_theirs = secret == given.challenge
            && asked["redirect_uri"] == given.back_to
            && asked["client_id"] == CLIENT
            && asked["grant_type"] == "authorization_code";
        if !is_theirs || ways.lie == Some(Lie::RefusedCode) {
            return refused;
        }
        let mut answer =
            json!({ "access_token": "unused", "token_type": "Bearer", "expires_in": 60 });
        if ways.lie != Some(Lie::NoToken) {
            answer["id_token"] = token(&self.address, &given, ways.lie, ways.now).into();
        }
        (200, answer)
    }
}

fn key() -> SigningKey {
    SigningKey::from_slice(&[21; 32]).expect("a key")
}

fn published(key: &SigningKey) -> Value {
    let point = key.verifying_key().to_sec1_point(false);
    let part = |bytes: Option<&[u8]>| BASE64.encode(bytes.expect("a coordinate"));
    json!({
        "kty": "EC",
        "crv": "P-256",
        "kid": "one",
        "use": "sig",
        "alg": "ES256",
        "x": part(point.x().map(|x| x.as_slice())),
        "y": part(point.y().map(|y| y.as_slice())),
    })
}

/// What it says about a person, signed.
fn token(issuer: &str, given: &Given, lie: Option<Lie>, now: i64) -> String {
    let is = |one: Lie| lie == Some(one);
    let mut claims = json!({
        "iss": issuer,
        "sub": given.person.subject,
        "aud": CLIENT,
        "nonce": given.nonce,
        "iat": now,
        "exp": now + 300,
        "auth_time": now,
    });
    for (name, value) in &given.person.claims {
        claims[name] = value.clone();
    }
    match lie {
        Some(Lie::OtherNonce) => claims["nonce"] = "another".into(),
        Some(Lie::NoNonce) => claims["nonce"] = Value::Null,
        Some(Lie::OtherAudience) => claims["aud"] = "another-service".into(),
        Some(Lie::MoreAudiences) => claims["aud"] = json!([CLIENT, "another-service"]),
        Some(Lie::OtherParty) => claims["azp"] = "another-service".into(),
        Some(Lie::OtherIssuer) => claims["iss"] = "https://login.example.org".into(),
        Some(Lie::Expired) => claims["exp"] = (now - 1).into(),
        Some(Lie::OfBefore) => claims["iat"] = (now - 3_600).into(),
        Some(Lie::OfTomorrow) => claims["iat"] = (now + 86_400).into(),
        _ => {}
    }
    let algorithm = if is(Lie::Unsigned) {
        "none"
    } else if is(Lie::SharedSecret) {
        "HS256"
    } else {
        "ES256"
    };
    let kid = if is(Lie::UnknownKey) { "two" } else { "one" };
    let part = |value: &Value| BASE64.encode(value.to_string());
    let head = part(&json!({ "alg": algorithm, "kid": kid, "typ": "JWT" }));
    let signed = format!("{head}.{}", part(&claims));
    let by = |key: &SigningKey| {
        let signature: Signature = key.sign(signed.as_bytes());
        BASE64.encode(signature.to_bytes())
    };
    let signature = match lie {
        Some(Lie::Unsigned) => String::new(),
        Some(Lie::SharedSecret) => {
            let public = published(&key()).to_string();
            let mut mac = Hmac::<Sha256>::new_from_slice(public.as_bytes()).expect("a key");
            mac.update(signed.as_bytes());
            BASE64.encode(mac.finalize().into_bytes())
        }
        Some(Lie::OtherKey | Lie::UnknownKey) => {
            by(&SigningKey::from_slice(&[22; 32]).expect("a key"))
        }
        _ => by(&key()),
    };
    if is(Lie::ChangedClaims) {
        claims["sub"] = "somebody-else".into();
        return format!("{head}.{}.{signature}", part(&claims));
    }
    format!("{signed}.{signature}")
}

/// Reads path and body of a request.
fn question(reader: &mut BufReader<TcpStream>) -> std::io::Result<(String, String)> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((path, String::from_utf8_lossy(&body).into_owned()))
}

fn troubled(stream: &mut TcpStream, trouble: Trouble) -> std::io::Result<()> {
    let head = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{";
    match trouble {
        Trouble::HangsUp => Ok(()),
        Trouble::Hangs => {
            stream.write_all(head.as_bytes())?;
            // Until whoever asked has enough of it.
            stream.read(&mut [0]).map(drop)
        }
        Trouble::Floods => {
            stream.write_all(head.as_bytes())?;
            loop {
                stream.write_all(&[b' '; 4096])?;
            }
        }
        Trouble::SendsElsewhere => stream.write_all(
            b"HTTP/1.1 302 X\r\nlocation: http://127.0.0.1:9/elsewhere\r\ncontent-length: 0\r\n\r\n",
        ),
        Trouble::AnswersWithAPage => stream.write_all(
            b"HTTP/1.1 200 X\r\ncontent-type: text/html\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi",
        ),
    }
}

/// The pairs of a query or a form.
fn pairs(text: &str) -> BTreeMap<String, String> {
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = String::from_utf8_lossy(&digits).into_owned();
                bytes.push(u8::from_str_radix(&digits, 16).expect("two digits"));
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).expect("text")
}
