//! The device's store in a real browser: the contract that the store in memory keeps, sealing, wraps, words.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

use std::collections::BTreeSet;
use std::rc::Rc;

use lueckenlos_frontend::offline::{
    Keys, Passphrase, SealedStore, ServerHalf, Wrap, database_name, draw_passphrase,
    passphrase_words,
};
use lueckenlos_frontend::platform::crypto::{self, SealKey};
use lueckenlos_frontend::platform::database::Database;
use shared::command::Command;
use shared::device::{Area, Drafts, Entry, Outbox, Store, StoreFailure, Write, store};
use shared::exchange::{Envelope, FORMAT, Subject};
use shared::kernel::{AccountId, DeviceId, EnvelopeId, Moment, PersonId};
use shared::person::{PersonDraft, RecordPerson};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const NOW: Moment = Moment::from_millis(1_790_000_000_000);
const CANARY: &str = "Kanarienvogel";

fn account(number: u8) -> AccountId {
    AccountId::born(NOW, [number; 10])
}

async fn keys(outbox: u8, pack: u8) -> Rc<Keys> {
    Rc::new(Keys {
        outbox: SealKey::of(&[outbox; 32]).await.expect("a key"),
        pack: SealKey::of(&[pack; 32]).await.expect("a key"),
    })
}

async fn fresh(number: u8) -> SealedStore {
    Database::delete(&database_name(account(number)))
        .await
        .expect("deletes");
    opened(number, 1, 2).await
}

async fn opened(number: u8, outbox: u8, pack: u8) -> SealedStore {
    SealedStore::open(account(number), keys(outbox, pack).await)
        .await
        .expect("opens")
}

fn envelope(name: &str) -> Envelope {
    Envelope {
        id: EnvelopeId::born(NOW, [7; 10]),
        format: FORMAT,
        subject: Subject::Person(PersonId::born(NOW, [8; 10])),
        based_on: None,
        authored_at: NOW,
        device: DeviceId::born(NOW, [9; 10]),
        command: Command::RecordPerson(RecordPerson {
            draft: PersonDraft {
                spoken_name: name.to_owned(),
                ..PersonDraft::default()
            },
        }),
    }
}

#[wasm_bindgen_test]
async fn the_sealed_store_keeps_the_contract() {
    let one = fresh(1).await;
    let other = opened(1, 1, 2).await;
    store::contract::check(&one, &other).await;
}

#[wasm_bindgen_test]
async fn nothing_that_was_typed_lies_in_the_browser_in_the_open() {
    let store = fresh(2).await;
    let outbox = Outbox::open(store.clone(), account(2))
        .await
        .expect("opens");
    let done = Drafts::<SealedStore>::done("note");
    outbox
        .record_with(vec![envelope(CANARY)], vec![done], NOW)
        .await
        .expect("records");
    let packed = Write::Put(Area::Pack, "file:1".into(), CANARY.as_bytes().to_vec());
    store.commit(vec![packed]).await.expect("writes");
    let mut found = 0;
    for area in [Area::Draft, Area::Outbox, Area::Pack, Area::Meta] {
        for (key, bytes) in store.raw(area).await.expect("lists") {
            found += 1;
            assert!(!key.contains(CANARY));
            let clear = String::from_utf8_lossy(&bytes);
            assert!(!clear.contains(CANARY), "{area:?} {key}");
        }
    }
    assert!(found >= 2, "the test looked at something");
}

#[wasm_bindgen_test]
async fn unsent_work_is_there_after_the_window_was_closed() {
    let first = fresh(3).await;
    let outbox = Outbox::open(first, account(3)).await.expect("opens");
    outbox
        .record(vec![envelope(CANARY)], NOW)
        .await
        .expect("records");
    drop(outbox);
    let again = Outbox::open(opened(3, 1, 2).await, account(3))
        .await
        .expect("opens again");
    let entries: Vec<Entry> = again.entries();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].envelopes, [envelope(CANARY)]);
}

#[wasm_bindgen_test]
async fn another_key_reads_nothing_and_destroys_nothing() {
    let right = fresh(4).await;
    let write = Write::Put(Area::Outbox, "a".into(), CANARY.as_bytes().to_vec());
    right.commit(vec![write]).await.expect("writes");
    let wrong = opened(4, 3, 4).await;
    assert_eq!(
        wrong.get(Area::Outbox, "a").await,
        Err(StoreFailure::Unreadable)
    );
    assert_eq!(
        wrong.list(Area::Outbox).await.expect("lists"),
        [("a".to_owned(), None)]
    );
    let outbox = Outbox::open(wrong, account(4)).await.expect("opens");
    assert_eq!(outbox.waiting().damaged, 1);
    assert_eq!(
        right.get(Area::Outbox, "a").await.expect("reads"),
        Some(CANARY.as_bytes().to_vec())
    );
}

#[wasm_bindgen_test]
async fn a_sealed_value_opens_only_in_its_own_place() {
    let key = SealKey::of(&[1; 32]).await.expect("a key");
    let sealed = key.seal("outbox/a", b"x").await.expect("seals");
    assert_eq!(key.open("outbox/a", &sealed).await.expect("opens"), b"x");
    assert!(key.open("outbox/b", &sealed).await.is_err());
    let mut changed = sealed.clone();
    if let Some(last) = changed.last_mut() {
        *last ^= 1;
    }
    assert!(key.open("outbox/a", &changed).await.is_err());
    assert!(key.open("outbox/a", &sealed[..5]).await.is_err());
    assert_ne!(
        sealed,
        key.seal("outbox/a", b"x").await.expect("seals"),
        "each nonce is used once"
    );
}

#[wasm_bindgen_test]
async fn each_user_of_a_device_has_a_store_of_their_own() {
    let (one, other) = (fresh(5).await, fresh(6).await);
    let write = Write::Put(Area::Outbox, "a".into(), b"x".to_vec());
    one.commit(vec![write]).await.expect("writes");
    assert!(other.list(Area::Outbox).await.expect("lists").is_empty());
}

#[wasm_bindgen_test]
async fn a_wrap_opens_with_the_same_words_however_they_are_typed() {
    let words = Passphrase::typed("apfel garten mond wiese");
    let wrap = Wrap::make(&words, "both", b"secret").await.expect("wraps");
    let typed = Passphrase::typed("  Apfel garten-MOND\nwiese ");
    assert_eq!(wrap.open(&typed, "both").await.expect("opens"), b"secret");
    let wrong = Passphrase::typed("apfel garten mond");
    assert!(wrap.open(&wrong, "both").await.is_err());
    assert!(wrap.open(&typed, "outbox").await.is_err());
}

#[wasm_bindgen_test]
async fn a_wrap_opens_with_the_half_that_the_server_keeps() {
    let half = ServerHalf::read("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").expect("32 bytes");
    let wrap = Wrap::make(&half, "outbox", b"secret").await.expect("wraps");
    assert_eq!(wrap.open(&half, "outbox").await.expect("opens"), b"secret");
    assert!(ServerHalf::read("AAEC").is_err());
}

#[wasm_bindgen_test]
async fn the_device_signs_with_64_bytes() {
    let pair = crypto::fresh_pair().await.expect("a pair");
    let signature = crypto::sign(&pair.private, b"message")
        .await
        .expect("signs");
    assert_eq!(signature.len(), 64);
    assert_eq!(pair.public.len(), 91, "SPKI of P-256");
}

#[wasm_bindgen_test]
fn the_words_are_many_plain_and_each_there_once() {
    let words: Vec<_> = passphrase_words().collect();
    assert!(words.len() >= 2048);
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    for word in &words {
        assert!(
            (3..=14).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()),
            "{word}"
        );
    }
    let drawn = draw_passphrase([0, 1, u64::MAX, 2]);
    assert_eq!(drawn[0], words[0]);
    assert_eq!(drawn[3], words[2]);
}
