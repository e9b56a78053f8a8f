//! Somebody who sends calls to the server, over HTTP as the app does.

use std::time::Duration;

use backend::signin::SESSION_COOKIE;
use serde_json::Value;
use shared::calls::{Call, Verb};
use shared::command::Command;
use shared::exchange::calls::OfferCommands;
use shared::exchange::{Answered, Envelope, Offer, OfferAnswer, Outcome, Subject};
use shared::kernel::{Actor, Attachment, Problem};
use shared::signin::calls::{SignIn, WhoAmI};
use shared::signin::{Credentials, SignInAnswer};
use ureq::Agent;
use ureq::http::{Method, Request};

/// A sender of calls, with the session cookie it was given.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
    address: String,
    cookie: Option<String>,
    actor: Option<Actor>,
}

/// What came back, as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers in the order they came, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// A header, if it came.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `null` if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

/// A call that was not answered as asked.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Status code.
    pub status: u16,
    /// The problem document, if it was one.
    pub problem: Option<Problem>,
    /// The body.
    pub body: String,
}

impl Client {
    /// Somebody who has not signed in.
    #[must_use]
    pub fn new(address: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            // The server closes a connection that was idle for five seconds; who sends on it just then is not answered.
            .max_idle_age(Duration::from_secs(2))
            .build();
        Self {
            agent: config.into(),
            address: address.to_owned(),
            cookie: None,
            actor: None,
        }
    }

    /// The same person, sending to another address: after a restart, or through a proxy.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..Self {
                agent: Self::new(address).agent,
                ..self.clone()
            }
        }
    }

    /// Signs in.
    ///
    /// # Errors
    /// What the server said instead.
    pub fn sign_in(&mut self, login: &str, password: &str) -> Result<(), Refused> {
        let credentials = Credentials {
            login: login.to_owned(),
            password: password.to_owned(),
        };
        let body = serde_json::to_string(&credentials).expect("credentials are JSON");
        let answer = self
            .send("POST", SignIn::PATH, Some(&body))
            .map_err(|error| Refused {
                status: 0,
                problem: None,
                body: error.to_string(),
            })?;
        let SignInAnswer::SignedIn { session } = read::<SignIn>(&answer)? else {
            panic!("{login} has a second factor, which this client has not")
        };
        self.keep_cookies(&answer.headers);
        self.actor = Some(session.actor);
        Ok(())
    }

    /// Sends from now on the cookies that an answer set, and no others.
    pub fn keep_cookies(&mut self, headers: &[(String, String)]) {
        let cookies = headers.iter().filter(|(name, _)| name == "set-cookie");
        let pairs: Vec<&str> = cookies
            .filter_map(|(_, cookie)| cookie.split(';').next())
            .collect();
        self.cookie = Some(pairs.join("; "));
    }

    /// The session's cookie, as it is sent.
    ///
    /// # Panics
    /// If nobody is signed in.
    #[must_use]
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().expect("somebody is signed in")
    }

    /// Who is signed in.
    ///
    /// # Panics
    /// If nobody is.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        self.actor.as_ref().expect("somebody is signed in")
    }

    /// Sends a call.
    ///
    /// # Errors
    /// What the server said instead of an answer; status 0 if it said nothing.
    pub fn ask<C: Call>(&self, _call: C, question: &C::Question) -> Result<C::Answer, Refused> {
        let value = serde_json::to_value(question).expect("a question is JSON");
        let answer = self.send_call::<C>(&value).map_err(|error| Refused {
            status: 0,
            problem: None,
            body: error.to_string(),
        })?;
        read::<C>(&answer)
    }

    /// Sends a call with any question, right or wrong, and answers with what came back.
    ///
    /// # Errors
    /// If nothing came back.
    pub fn send_call<C: Call>(&self, question: &Value) -> Result<Answer, ureq::Error> {
        self.send_question(C::VERB, C::PATH, question)
    }

    /// The same for a call that is known by its verb and path alone, as from the API document.
    ///
    /// # Errors
    /// If nothing came back.
    pub fn send_question(
        &self,
        verb: Verb,
        path: &str,
        question: &Value,
    ) -> Result<Answer, ureq::Error> {
        match verb {
            Verb::Get => self.send("GET", &with_query(path, question), None),
            Verb::Post => self.send("POST", path, Some(&question.to_string())),
        }
    }

    /// The token of the session, for a program that sends calls in this person's name.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        let mut pairs = self.cookie.as_deref()?.split("; ");
        pairs.find_map(|pair| pair.strip_prefix(SESSION_COOKIE)?.strip_prefix('='))
    }

    /// Offers envelopes, each in a group of its own.
    ///
    /// # Errors
    /// What the server said instead of outcomes; status 0 if it said nothing.
    pub fn offer(&self, envelopes: &[Envelope]) -> Result<OfferAnswer, Refused> {
        let groups = envelopes
            .iter()
            .cloned()
            .map(|envelope| vec![envelope])
            .collect();
        self.ask(
            OfferCommands,
            &Offer {
                epoch: None,
                author: None,
                groups,
                attachments: Vec::new(),
            },
        )
    }

    /// Offers one envelope with pictures beside it, and answers with its outcome and place in the log.
    ///
    /// # Errors
    /// If the server refused the call.
    ///
    /// # Panics
    /// If the answer holds no outcome.
    pub fn offer_with(
        &self,
        envelope: &Envelope,
        attachments: &[Attachment],
    ) -> Result<Answered, Refused> {
        let offer = Offer {
            groups: vec![vec![envelope.clone()]],
            attachments: attachments.to_vec(),
            ..Offer::default()
        };
        let answer = self.ask(OfferCommands, &offer)?;
        Ok(answer.outcomes.into_iter().next().expect("an outcome"))
    }

    /// Offers one envelope and answers with its outcome and place in the log.
    ///
    /// # Errors
    /// What the server said instead of an outcome; status 0 if it said nothing.
    pub fn offer_one(&self, envelope: &Envelope) -> Result<Answered, Refused> {
        let answer = self.offer(std::slice::from_ref(envelope))?;
        let mut outcomes = answer.outcomes.into_iter();
        Ok(outcomes.next().expect("one outcome per envelope"))
    }

    /// Does a command, in an envelope made for it.
    ///
    /// # Errors
    /// What the server said instead of an outcome; status 0 if it said nothing.
    pub fn command(&self, subject: Subject, command: Command) -> Result<Outcome, Refused> {
        Ok(self.offer_one(&crate::envelope(subject, command))?.answer)
    }

    /// Does a command that a test needs to have been done.
    ///
    /// # Panics
    /// If it was not applied.
    pub fn must(&self, subject: Subject, command: Command) {
        let name = command.name();
        let outcome = self
            .command(subject, command)
            .unwrap_or_else(|refused| panic!("{name}: {refused:?}"));
        assert_eq!(outcome, Outcome::Applied, "{name}");
    }

    /// Sends anything, as a program of a stranger would.
    ///
    /// # Errors
    /// If nothing came back.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&str>,
    ) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).expect("a method"))
            .uri(format!("{}{path}", self.address))
            .header("X-Lueckenlos", "1");
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        let mut response = match body {
            Some(body) => {
                let request = request
                    .header("Content-Type", "application/json")
                    .body(body.to_owned());
                self.agent.run(request.expect("a request"))?
            }
            None => self.agent.run(request.body(()).expect("a request"))?,
        };
        let headers = response.headers().iter().map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        });
        Ok(Answer {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response.body_mut().read_to_string()?,
        })
    }

    /// Whether the session still holds.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.ask(WhoAmI, &shared::calls::Nothing {}).is_ok()
    }
}

fn read<C: Call>(answer: &Answer) -> Result<C::Answer, Refused> {
    let refused = || Refused {
        status: answer.status,
        problem: serde_json::from_str(&answer.body).ok(),
        body: answer.body.clone(),
    };
    if answer.status != 200 {
        return Err(refused());
    }
    serde_json::from_str(&answer.body).map_err(|_| refused())
}

/// A question as the query of an address. Questions of this kind hold ids and plain values only.
fn with_query(path: &str, question: &Value) -> String {
    let pairs: Vec<String> = question
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            format!("{name}={}", escaped(&value))
        })
        .collect();
    if pairs.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", pairs.join("&"))
}

fn escaped(value: &str) -> String {
    let mut escaped = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
