//! Columns and cells of the lists, as people say them: the files name them in codes.

use shared::kernel::{Day, PostCode};
use shared::organisation::Organisation;
use yew::AttrValue;

use crate::t;
use crate::{i18n, platform};

/// What a column holds.
pub(super) fn column(name: &str) -> AttrValue {
    t!(format!("organisation-col-{}", name.replace('_', "-")))
}

/// A cell: days as they are written here, whoever has a post beside its code, yes and no.
pub(super) fn cell(town: &Organisation, column: &str, cell: &str) -> AttrValue {
    let said = match column {
        "valid_from" | "valid_until" => cell.parse::<Day>().ok().map(i18n::day),
        "post" | "deputy" => with_holder(town, cell),
        "is_desk" | "is_invented" => match cell {
            "yes" => Some(t!("organisation-yes")),
            "no" => Some(t!("organisation-no")),
            _ => None,
        },
        _ => None,
    };
    said.unwrap_or_else(|| AttrValue::from(cell.to_owned()))
}

fn with_holder(town: &Organisation, code: &str) -> Option<AttrValue> {
    let post: PostCode = code.parse().ok()?;
    let holder = town.holder_on(&post, platform::now().day())?;
    Some(t!(
        "organisation-holder",
        name = holder.name.clone(),
        post = code.to_owned()
    ))
}
