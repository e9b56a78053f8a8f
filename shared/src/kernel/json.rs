//! JSON on the device: reading and writing by way of the generic value.
//!
//! Each type's reader is compiled once per kind of source. The generic value is a source in any case, because edits and
//! their merge need it, so everything else in the browser goes through it too: that keeps a third of the readers out of
//! the wasm file, which every device loads at first. The server reads its bytes directly.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

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
}
