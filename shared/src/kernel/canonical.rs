//! The bytes that are hashed, sealed and signed. Fixed from the first day: a change here breaks every chain.
//!
//! Canonical form 1: the value as JSON, no white space, object keys sorted by their UTF-8 bytes, integers only
//! (no floating point number exists in any type that is stored), text as given (no normalisation here: what was
//! typed is what is signed), absent fields absent.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The number of this form, stored beside what was hashed under it.
pub const FORM: u16 = 1;

/// The canonical bytes of a value.
///
/// # Errors
/// If the value has a map whose keys are not text, or a number that is not an integer; no type of this crate has.
pub fn bytes(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    // `serde_json::Value` keeps object keys in a `BTreeMap`, that is sorted by bytes.
    let value = serde_json::to_value(value)?;
    if has_float(&value) {
        return Err(serde::ser::Error::custom(
            "a floating point number has no canonical form",
        ));
    }
    serde_json::to_vec(&value)
}

/// SHA-256 over the canonical bytes.
///
/// # Errors
/// As [`bytes`].
pub fn hash(value: &impl Serialize) -> Result<[u8; 32], serde_json::Error> {
    Ok(Sha256::digest(bytes(value)?).into())
}

fn has_float(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => number.is_f64(),
        serde_json::Value::Array(items) => items.iter().any(has_float),
        serde_json::Value::Object(fields) => fields.values().any(has_float),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_in_which_fields_were_written_does_not_matter() {
        let one = bytes(&json!({ "b": [1, { "y": null, "x": "ä" }], "a": true })).unwrap();
        assert_eq!(
            String::from_utf8(one).unwrap(),
            r#"{"a":true,"b":[1,{"x":"ä","y":null}]}"#
        );
    }

    #[test]
    fn a_floating_point_number_is_refused() {
        assert!(bytes(&json!({ "a": [0.5] })).is_err());
    }
}
