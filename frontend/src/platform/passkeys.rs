//! Passkeys, as the browser has them (WebAuthn level 3). Options and answers are JSON on both sides; the browser turns them
//! into what authenticators speak.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::window;

/// Why there is no answer of a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyFailure {
    /// This browser has no passkeys, or none that can be asked this way.
    Cannot,
    /// Whoever sat there did not want, or took too long, or has none for this place.
    Refused,
    /// This authenticator holds a passkey of this account already.
    Known,
}

/// Whether this browser can be asked for passkeys at all.
#[must_use]
pub fn can() -> bool {
    parser("parseCreationOptionsFromJSON").is_some()
}

/// Has an authenticator make a passkey. It is also asked whether it can derive keys (PRF), with which a device could be
/// opened later; one that cannot makes a passkey all the same.
///
/// # Errors
/// Why none was made.
pub async fn make(options: &Value) -> Result<Value, PasskeyFailure> {
    let mut options = options.clone();
    options["extensions"]["prf"] = Value::Object(serde_json::Map::new());
    ask("parseCreationOptionsFromJSON", "create", &options).await
}

/// Has a passkey sign.
///
/// # Errors
/// Why none did.
pub async fn sign(options: &Value) -> Result<Value, PasskeyFailure> {
    ask("parseRequestOptionsFromJSON", "get", options).await
}

/// The browser's own reader of options, with what it is called on.
fn parser(name: &str) -> Option<(JsValue, Function)> {
    let kind = Reflect::get(&window(), &"PublicKeyCredential".into()).ok()?;
    if kind.is_undefined() {
        return None;
    }
    let parse = Reflect::get(&kind, &name.into()).ok()?;
    Some((kind, parse.dyn_into().ok()?))
}

async fn ask(reader: &str, verb: &str, options: &Value) -> Result<Value, PasskeyFailure> {
    let cannot = |_: JsValue| PasskeyFailure::Cannot;
    let (kind, parse) = parser(reader).ok_or(PasskeyFailure::Cannot)?;
    let read = JSON::parse(&options.to_string()).map_err(cannot)?;
    let parsed = parse.call1(&kind, &read).map_err(cannot)?;
    let question = Object::new();
    Reflect::set(&question, &"publicKey".into(), &parsed).map_err(cannot)?;
    let credentials = Reflect::get(&window().navigator(), &"credentials".into()).map_err(cannot)?;
    let asks: Function = Reflect::get(&credentials, &verb.into())
        .and_then(JsCast::dyn_into)
        .map_err(cannot)?;
    let promise: Promise = asks
        .call1(&credentials, &question)
        .and_then(JsCast::dyn_into)
        .map_err(cannot)?;
    let given = JsFuture::from(promise).await.map_err(|why| {
        let name = Reflect::get(&why, &"name".into()).ok();
        match name.and_then(|name| name.as_string()).as_deref() {
            Some("InvalidStateError") => PasskeyFailure::Known,
            _ => PasskeyFailure::Refused,
        }
    })?;
    let writes: Function = Reflect::get(&given, &"toJSON".into())
        .and_then(JsCast::dyn_into)
        .map_err(cannot)?;
    let written = writes.call0(&given).map_err(cannot)?;
    let text = JSON::stringify(&written).map_err(cannot)?;
    serde_json::from_str(&String::from(text)).map_err(|_| PasskeyFailure::Cannot)
}
