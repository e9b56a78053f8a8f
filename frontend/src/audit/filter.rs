//! A search in the logs as a part of an address, so that it can be opened again and led to. Only ids and days stand there:
//! a case number that was typed is no part of it.

use shared::audit::calls::ReadingSearch;
use shared::exchange::Subject;
use shared::kernel::{AccountId, Day};

/// What stands between two filters, and between the name of one and its value: signs that an address shows as they are.
const BETWEEN: char = '~';
const NAMES: char = '.';

/// The search as it stands in an address; nothing if nothing of it may stand there.
pub(super) fn to_address(search: &ReadingSearch) -> String {
    let id = |whom: &str| whom.parse::<uuid::Uuid>().is_ok() || whom.parse::<Subject>().is_ok();
    let parts = [
        ("wen", Some(search.whom.clone()).filter(|whom| id(whom))),
        ("wer", search.account.map(|account| account.to_string())),
        ("von", search.from.map(|day| day.to_string())),
        ("bis", search.until.map(|day| day.to_string())),
        (
            "weil",
            Some(search.why.clone()).filter(|why| !why.is_empty()),
        ),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}{NAMES}{}", value?)))
        .collect();
    parts.join(&BETWEEN.to_string())
}

/// The search that an address names; what cannot be read is not asked.
pub(super) fn from_address(text: &str) -> ReadingSearch {
    let mut search = ReadingSearch::default();
    for (name, value) in text
        .split(BETWEEN)
        .filter_map(|part| part.split_once(NAMES))
    {
        match name {
            "wen" => value.clone_into(&mut search.whom),
            "wer" => search.account = value.parse::<AccountId>().ok(),
            "von" => search.from = value.parse::<Day>().ok(),
            "bis" => search.until = value.parse::<Day>().ok(),
            "weil" => value.clone_into(&mut search.why),
            _ => {}
        }
    }
    search
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_found_again_by_its_address_and_a_number_is_left_out() {
        let id = "0193a5f5-c240-7a41-8c43-f7f0e038e495";
        let search = ReadingSearch {
            whom: id.to_owned(),
            account: id.parse().ok(),
            from: "2026-11-01".parse().ok(),
            until: "2026-11-26".parse().ok(),
            why: "consent".to_owned(),
            ..ReadingSearch::default()
        };
        assert_eq!(from_address(&to_address(&search)), search);
        let typed = ReadingSearch {
            whom: "LEV-2026-0007".to_owned(),
            ..ReadingSearch::default()
        };
        assert_eq!(to_address(&typed), "");
        assert_eq!(
            from_address("wer.nobody~x~.~von.gestern"),
            ReadingSearch::default()
        );
    }
}
