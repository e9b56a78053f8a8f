//! JSON on the device: reading and writing by way of the generic value. And the generic value without a name that stands
//! twice.
//!
//! Each type's reader is compiled once per kind of source. The generic value is a source in any case, because edits and
//! their merge need it, so everything else in the browser goes through it too: that keeps a third of the readers out of
//! the wasm file, which every device loads at first. The server reads its bytes directly.

use std::fmt;

use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Error, Map, Value};

/// Reads a value of this type.
///
/// # Errors
/// If the bytes are no JSON, or none of this type.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let value: Value = serde_json::from_slice(bytes)?;
    T::deserialize(value)
}

/// Writes a value.
///
/// # Errors
/// If the type cannot be written as JSON; none of ours is.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(&serde_json::to_value(value)?)
}

/// A generic value in which no object has a name twice. The generic value of the library would keep the last of the two
/// without a word; which one its sender meant, nobody knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Unique(pub Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Unique(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((name, Unique(value))) = fields.next_entry::<String, Unique>()? {
            if all.contains_key(&name) {
                // In the words of what serde derives, so that the answer names the field alike.
                let sentence = format!("duplicate field `{name}`");
                return Err(serde::de::Error::custom(sentence));
            }
            all.insert(name, value);
        }
        Ok(all.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{ImpreciseDate, Moment};

    #[test]
    fn what_is_written_is_read_back() {
        let whole = (
            ImpreciseDate::Year { year: 1990 },
            Moment::from_millis(i64::MAX),
            u64::MAX,
        );
        let bytes = write(&whole).unwrap();
        assert_eq!(bytes, serde_json::to_vec(&whole).unwrap());
        assert_eq!(read::<(ImpreciseDate, Moment, u64)>(&bytes).unwrap(), whole);
        assert!(read::<u64>(b"{").is_err());
    }

    #[test]
    fn a_name_stands_once_in_an_object() {
        let json = r#"{"a":[1,-1,1.5,null,true,"x"],"b":{"a":1}}"#;
        let read: Unique = serde_json::from_str(json).unwrap();
        assert_eq!(read.0, serde_json::from_str::<Value>(json).unwrap());
        for twice in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"a":2}}]"#] {
            let error = serde_json::from_str::<Unique>(twice).unwrap_err();
            assert!(error.to_string().starts_with("duplicate field `a`"));
        }
    }
}
