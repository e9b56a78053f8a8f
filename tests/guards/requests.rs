//! The requests that must be fast, asked of a town with a crowd in it.

use std::sync::Arc;

use backend::db::{Conn, Db, Failure};
use backend::decision::Stop;
use backend::exchange;
use backend::kept::Written;
use backend::seal::Vault;
use backend::signin::Token;
use backend::signin::leaked::Leaked;
use backend::signin::password::Hasher;
use backend::signin::service::{FactorRule, Lifetimes, SignIn};
use backend::signin::store::{NewSession, SessionStanding, insert_session};
use backend::surroundings::Surroundings;
use backend::tx::Town;
use diesel::prelude::*;
use harness::{Bare, CROWD_KEY, Crowd, Database, a_person, crowd_town, envelope};
use shared::assignment::body::BodyStanding;
use shared::assignment::calls::PoolCases;
use shared::case::CaseFile;
use shared::case::calls::CaseHeads;
use shared::command::Command;
use shared::documentation::{AddNote, NoteDraft};
use shared::exchange::{Envelope, Offer, Outcome, Subject};
use shared::fixtures::{CROWD_DAY, crowd};
use shared::kernel::{Actor, Edits, FieldEdit, NoteId, Role, SessionId};
use shared::person::calls::{DoubleNotices, PersonHits, PersonSearch};
use shared::person::{EditPerson, PersonDraft, RecordPerson};

use crate::recorded;

/// A town with a crowd, and its people by login.
pub(crate) struct Crowded {
    pub(crate) town: Town,
    pub(crate) bare: Bare,
    crowd: Crowd,
}

impl Crowded {
    /// So many people, all of them cases of one post.
    pub(crate) fn with(kind: Database, people: usize) -> Self {
        recorded::listen();
        let bare = Bare::new(kind);
        let db = Db::open(bare.url().parse().unwrap(), 4);
        db.migrate().unwrap();
        let crowd = Crowd { people, posts: 1 };
        crowd.fill(&db, |_| ());
        let town = Town::of(db, Vault::of(CROWD_KEY), Surroundings::machine());
        Self { town, bare, crowd }
    }

    pub(crate) fn actor(&self, login: &str) -> Actor {
        self.crowd.actors().remove(login).unwrap()
    }

    pub(crate) fn worklist(&self) -> Arc<Written<CaseHeads>> {
        let actor = self.actor("caritas-1");
        self.town
            .read_blocking(&crowd_town(), |tx| {
                Ok::<_, Stop>(backend::case::worklist(tx, &actor)?.into_value())
            })
            .unwrap()
    }

    /// As [`Crowded::worklist`], after something changed in it.
    pub(crate) fn changed_worklist(&self) -> Arc<Written<CaseHeads>> {
        self.town
            .db()
            .write_blocking(|conn| {
                use backend::db::schema::worklist;
                let name = uuid::Uuid::new_v4().to_string();
                let row = worklist::table.find((crowd_town().as_str().to_owned(), "caritas-1"));
                let changed = diesel::update(row)
                    .set(worklist::state.eq(name))
                    .execute(conn)?;
                assert_eq!(changed, 1);
                Ok::<_, Failure>(())
            })
            .unwrap();
        self.worklist()
    }

    /// The file of the first case of the worklist.
    pub(crate) fn file(&self) -> CaseFile {
        let actor = self.actor("caritas-1");
        let case = self.worklist().cases[0].case;
        self.town
            .read_blocking(&crowd_town(), |tx| {
                Ok::<_, Stop>(backend::case::file(tx, &actor, case)?.into_value())
            })
            .unwrap()
    }

    /// Lets the posts of every third case be vacant, and every fourth be looked at after a move.
    pub(crate) fn let_go(&self) {
        self.town
            .db()
            .write_blocking(|conn| {
                use backend::db::schema::integration_case as c;
                let cases: Vec<String> =
                    c::table.select(c::case_id).order(c::case_id).load(conn)?;
                for (at, case) in cases.iter().enumerate() {
                    let row = c::table.filter(c::case_id.eq(case));
                    if at % 3 == 0 {
                        let nobody = (c::post.eq(None::<String>), c::unit.eq(None::<String>));
                        diesel::update(row).set(nobody).execute(conn)?;
                    } else if at % 4 == 0 {
                        diesel::update(row)
                            .set(c::check_by.eq("2026-12-01"))
                            .execute(conn)?;
                    }
                }
                Ok::<_, Failure>(())
            })
            .unwrap();
    }

    pub(crate) fn pool(&self) -> PoolCases {
        let actor = self.actor("koordination");
        self.town
            .read_blocking(&crowd_town(), |tx| backend::assignment::pool(tx, &actor))
            .unwrap()
    }

    /// What the body of the post carries, as its head reads it.
    pub(crate) fn body(&self) -> BodyStanding {
        let head = Actor {
            roles: [Role::HeadOfBody].into(),
            post: None,
            ..self.actor("caritas-1")
        };
        self.town
            .read_blocking(&crowd_town(), |tx| backend::assignment::body(tx, &head))
            .unwrap()
            .0
    }

    /// Looks a session up that began just now.
    pub(crate) fn session(&self) -> Actor {
        let surroundings = self.town.surroundings().clone();
        let token = Token::new(&surroundings).unwrap();
        let actor = self.actor("caritas-1");
        let signin = SignIn {
            db: self.town.db().clone(),
            vault: self.town.vault().clone(),
            hasher: Hasher::new(&surroundings).unwrap(),
            municipality: crowd_town(),
            lifetimes: Lifetimes {
                idle_minutes: 30,
                max_minutes: 600,
            },
            factor_rule: FactorRule::OutsideTheDemo,
            leaked: Leaked::default(),
            provider: None,
            surroundings,
        };
        self.town
            .db()
            .write_blocking(|conn| {
                let now = signin.surroundings.now();
                let begins = NewSession {
                    id: SessionId::born(now, [1; 10]),
                    token: token.hash(),
                    account: actor.account,
                    unit: actor.unit.clone(),
                    standing: SessionStanding::Whole,
                    browser: String::new(),
                };
                insert_session(conn, &crowd_town(), &begins, now)
            })
            .unwrap();
        let look = |conn: &mut Conn| signin.current_in(conn, &token);
        let (current, _) = self.town.db().read_blocking(look).unwrap();
        current.actor
    }

    pub(crate) fn search(&self, text: &str) -> PersonHits {
        let actor = self.actor("empfang");
        let search = PersonSearch {
            text: text.to_owned(),
        };
        self.town
            .read_blocking(&crowd_town(), |tx| {
                backend::person::find(tx, &actor, &search)
            })
            .unwrap()
            .hits
    }

    pub(crate) fn notices(&self, login: &str) -> DoubleNotices {
        let actor = self.actor(login);
        self.town
            .read_blocking(&crowd_town(), |tx| backend::person::notices(tx, &actor))
            .unwrap()
            .answer
    }

    /// The first letters of the family name of somebody who is there.
    pub(crate) fn letters(&self) -> String {
        first_draft().family_name.chars().take(3).collect()
    }

    /// The whole name of somebody who is there.
    pub(crate) fn whole_name(&self) -> String {
        first_draft().shown_name()
    }

    /// Offers envelopes, each in a group of its own; all must be applied.
    pub(crate) fn offer(&self, login: &str, envelopes: Vec<Envelope>) {
        let offer = Offer {
            groups: envelopes
                .into_iter()
                .map(|envelope| vec![envelope])
                .collect(),
            ..Offer::default()
        };
        let answer = exchange::offer_blocking(&self.town, &self.actor(login), &offer).unwrap();
        for answered in answer.outcomes {
            assert_eq!(answered.answer, Outcome::Applied);
        }
    }

    /// So many notes on the first cases of the worklist, by turns.
    pub(crate) fn notes(&self, count: usize) -> Vec<Envelope> {
        let list = self.worklist();
        let turns = list.cases.iter().take(12).cycle().take(count);
        turns
            .map(|head| {
                let note = NoteId::born(harness::now(), harness::random());
                let draft = NoteDraft {
                    occurred_on: Some(CROWD_DAY),
                    contact: Some("HAUSBESUCH".parse().unwrap()),
                    text: "Wohnung angesehen, Brief an den Vermieter vereinbart.".to_owned(),
                    ..NoteDraft::default()
                };
                let add = AddNote {
                    note,
                    case: head.case,
                    draft,
                };
                envelope(Subject::Person(head.person), Command::AddNote(add))
            })
            .collect()
    }
}

/// An envelope that records a new person.
pub(crate) fn a_record() -> Envelope {
    let person = a_person();
    let draft = person.draft.clone();
    envelope(
        person.subject(),
        Command::RecordPerson(RecordPerson { draft }),
    )
}

/// Envelopes that take somebody in twice, and then spell the second one's name in another way.
pub(crate) fn twins() -> Vec<Envelope> {
    let (one, other) = (a_person(), a_person());
    let draft = one.draft.clone();
    let edit = FieldEdit {
        saw: draft.spoken_name.clone().into(),
        wrote: "Muhammad Alhasan".into(),
    };
    let edits = Edits([("spoken_name".to_owned(), edit)].into());
    let record = |draft| Command::RecordPerson(RecordPerson { draft });
    vec![
        envelope(one.subject(), record(draft.clone())),
        envelope(other.subject(), record(draft)),
        envelope(other.subject(), Command::EditPerson(EditPerson { edits })),
    ]
}

/// The first of every crowd.
fn first_draft() -> PersonDraft {
    let first = crowd(1, 1, 7).next().unwrap().remove(0);
    match first.command {
        Command::RecordPerson(record) => record.draft,
        other => panic!("{}", other.name()),
    }
}
