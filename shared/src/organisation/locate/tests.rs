//! Every name of the shipped town in every way it is written, slips of the pen, and what must be asked.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::organisation::files::shipped;
use crate::organisation::{StreetRange, StreetSide};

fn today() -> Day {
    date(2026, 11, 23)
}

/// What is said of an address, in a line: `opladen/II`, `?opladen,quettingen`, `-> Köln`, `~Opladen`, `unknown`.
fn said(place: &str, town: &str, post_code: &str, locality: Option<&str>) -> String {
    let chosen = locality.map(|code| code.parse().unwrap());
    let address = Whereabouts {
        place,
        town,
        post_code,
        locality: chosen.as_ref(),
        ..Whereabouts::default()
    };
    shown(&locate(&shipped().unwrap(), today(), address))
}

fn shown(located: &Located) -> String {
    match located {
        Located::District { locality, district } => format!("{locality}/{district}"),
        Located::WhichStadtteil { candidates } => {
            let codes: Vec<_> = candidates.iter().map(LocalityCode::as_str).collect();
            format!("?{}", codes.join(","))
        }
        Located::Elsewhere { town, .. } => format!("-> {town}"),
        Located::DidYouMean { suggestions } => {
            let names: Vec<_> = suggestions.iter().map(|s| s.name.as_str()).collect();
            format!("~{}", names.join(","))
        }
        Located::OtherTown => "-> another town".to_owned(),
        Located::Unknown => "unknown".to_owned(),
    }
}

fn at<'a>(place: &'a str, town: &'a str) -> Whereabouts<'a> {
    Whereabouts {
        place,
        town,
        ..Whereabouts::default()
    }
}

fn place(place: &str) -> String {
    said(place, "", "", None)
}

#[test]
fn every_stadtteil_and_every_other_name_leads_to_its_district_or_is_asked_about() {
    let town = shipped().unwrap();
    for locality in &town.localities {
        let expected = format!("{}/{}", locality.code, locality.district);
        let name = &locality.name;
        for written in [
            name.clone(),
            name.to_uppercase(),
            name.to_lowercase(),
            format!("  {name} "),
            name.replace('ü', "ue"),
            name.replace('ü', "u"),
            name.replace('ü', "u\u{308}"),
            name.replace(' ', "-"),
            name.replace(' ', ""),
            format!("Leverkusen-{name}"),
            format!("Leverkusen {name}"),
            format!("Lev.-{name}"),
            format!("{name}, Leverkusen"),
            format!("51373 {name}"),
        ] {
            assert_eq!(place(&written), expected, "{written}");
            assert_eq!(said("", &written, "", None), expected, "as town: {written}");
        }
    }
    for alias in &town.places {
        let sharing: Vec<_> = town
            .places
            .iter()
            .filter(|other| other.name == alias.name)
            .map(|other| other.locality.clone())
            .collect();
        let expected = match sharing.as_slice() {
            [only] => {
                let locality = town.locality_on(only, today()).unwrap();
                format!("{only}/{}", locality.district)
            }
            several => format!(
                "?{}",
                several
                    .iter()
                    .map(LocalityCode::as_str)
                    .collect::<Vec<_>>()
                    .join(",")
            ),
        };
        assert_eq!(place(&alias.name), expected, "{}", alias.name);
        assert_eq!(
            place(&alias.name.to_uppercase()),
            expected,
            "{}",
            alias.name
        );
    }
    for neighbour in &town.neighbours {
        let expected = format!("-> {}", neighbour.town);
        assert_eq!(place(&neighbour.name), expected);
        assert_eq!(said("", &neighbour.name, "", None), expected);
    }
}

#[test]
fn slips_of_the_pen_are_offered_and_never_taken() {
    for (typed, expected) in [
        ("Oplden", "~Opladen"),
        ("Oplaaden", "~Opladen"),
        ("Opalden", "~Opladen"),
        ("Opladn", "~Opladen"),
        ("Opl", "~Opladen"),
        ("Schlebuch", "~Schlebusch"),
        ("Schlehbusch", "~Schlebusch"),
        ("Wisdorf", "~Wiesdorf"),
        ("Wiesdorff", "~Wiesdorf"),
        ("Quettigen", "~Quettingen"),
        ("Kuppersteeg", "~Küppersteg"),
        ("Küpersteg", "~Küppersteg"),
        ("Stainbüchel", "~Steinbüchel"),
        ("Lützenkirschen", "~Lützenkirchen"),
        ("Burig", "~Bürrig"),
        ("Alkenradt", "~Alkenrath"),
        ("Manford", "~Manfort"),
        ("Hittdorf", "~Hitdorf"),
        ("Reindorf", "~Rheindorf"),
        ("Fettehene", "~Fettehenne"),
        ("Patscheid", "~Pattscheid"),
        ("Langenfelt", "~Langenfeld"),
        ("in der Nähe von Opladen", "~Opladen"),
        ("Leverkusen-Oplden", "~Opladen"),
    ] {
        for located in [place(typed), said(typed, "Leverkusen", "51379", None)] {
            // The nearest comes first; others that are near may follow.
            let nearest = located.split(',').next();
            assert_eq!(nearest, Some(expected), "{typed}: {located}");
        }
    }
}

#[test]
fn the_post_code_never_decides() {
    assert_eq!(said("", "", "51379", None), "?");
    assert_eq!(said("", "Leverkusen", "51377", None), "?");
    assert_eq!(said("", "", "50667", None), "unknown");
    // 51377 covers Manfort in district I and Alkenrath in district III.
    assert_eq!(said("Manfort", "Leverkusen", "51377", None), "manfort/I");
    assert_eq!(
        said("Alkenrath", "Leverkusen", "51377", None),
        "alkenrath/III"
    );
    // A post code of another part changes nothing.
    assert_eq!(said("Opladen", "Leverkusen", "51371", None), "opladen/II");
}

#[test]
fn the_town_alone_is_asked_about_also_with_a_slip() {
    for town in [
        "Leverkusen",
        "LEVERKUSEN",
        "Levekusen",
        "Leverkusn",
        "Leverkussen",
    ] {
        assert_eq!(said("", town, "", None), "?", "{town}");
        assert_eq!(said("Opladen", town, "", None), "opladen/II", "{town}");
        assert_eq!(said("beim Bahnhof", town, "", None), "?", "{town}");
    }
}

#[test]
fn a_known_place_elsewhere_refers_there_whatever_the_place_is_called() {
    assert_eq!(said("", "Köln", "50667", None), "-> Köln");
    assert_eq!(said("", "Koeln", "", None), "-> Köln");
    assert_eq!(said("Ehrenfeld", "Köln", "", None), "-> Köln");
    assert_eq!(said("Rheindorf", "Bonn", "", None), "-> Bonn");
    assert_eq!(
        said("Leichlingen", "Leverkusen", "", None),
        "-> Leichlingen (Rheinland)"
    );
}

#[test]
fn a_part_of_the_town_in_a_town_that_nobody_knows_is_asked_about() {
    assert_eq!(said("Opladen", "Hamburg", "", None), "?opladen");
    assert_eq!(said("Kiel", "Hamburg", "", None), "-> another town");
    assert_eq!(said("", "Hamburg", "20095", None), "-> another town");
    // With a post code of this town it may be a name that nobody can read.
    assert_eq!(said("", "Lvrksn", "51373", None), "?");
    assert_eq!(said("Köln", "Hamburg", "", None), "~Köln");
}

#[test]
fn place_and_town_must_not_contradict_each_other() {
    assert_eq!(said("Opladen", "Opladen", "", None), "opladen/II");
    assert_eq!(said("Bahnstadt", "Opladen", "", None), "opladen/II");
    assert_eq!(
        said("Opladen", "Schlebusch", "", None),
        "?opladen,schlebusch"
    );
    assert_eq!(said("Gartenstraße", "Opladen", "", None), "?opladen");
}

#[test]
fn a_name_that_several_share_is_asked_about() {
    assert_eq!(place("Neue Bahnstadt"), "?opladen,quettingen");
}

#[test]
fn what_a_person_has_chosen_holds_unless_the_town_is_elsewhere() {
    assert_eq!(said("", "", "", Some("opladen")), "opladen/II");
    assert_eq!(
        said("Unterkunft", "Leverkusen", "", Some("hitdorf")),
        "hitdorf/I"
    );
    assert_eq!(said("", "Köln", "", Some("opladen")), "?opladen");
    assert_eq!(said("", "", "", Some("atlantis")), "unknown");
}

#[test]
fn nothing_typed_is_nothing_known() {
    for empty in ["", "   ", "-", "123"] {
        assert_eq!(said(empty, empty, "", None), "unknown");
    }
}

/// A directory that a coordinator imported: the street decides what nothing else does, and asks where it disagrees.
#[test]
fn a_street_decides_what_is_open_and_asks_where_it_disagrees() {
    let mut town = shipped().unwrap();
    town.streets = [
        ("Musterstraße", None, Some(50), StreetSide::Both, "opladen"),
        (
            "Musterstraße",
            Some(51),
            None,
            StreetSide::Odd,
            "quettingen",
        ),
        (
            "Am Erfundenen Ring",
            None,
            None,
            StreetSide::Both,
            "hitdorf",
        ),
        (
            "Straße des 17. Juni",
            None,
            None,
            StreetSide::Both,
            "manfort",
        ),
    ]
    .map(|(street, first, last, side, locality)| StreetRange {
        street: street.into(),
        first,
        last,
        side,
        locality: locality.parse().unwrap(),
        valid_from: date(2020, 1, 1),
        valid_until: Some(date(2026, 12, 31)),
    })
    .into();
    for (street, place, town_name, post_code, expected) in [
        ("Musterstraße 12", "", "", "", "opladen/II"),
        ("MUSTERSTR. 12a", "", "Leverkusen", "51377", "opladen/II"),
        (
            "Muster-Strasse 50",
            "beim Bahnhof",
            "Leverkusen",
            "",
            "opladen/II",
        ),
        ("Musterstraße 51", "", "Leverkusen", "", "quettingen/II"),
        // Without a number, or with one that is in no part, it is asked.
        ("Musterstraße", "", "Leverkusen", "", "?opladen,quettingen"),
        ("Musterstraße 52", "", "Leverkusen", "", "?"),
        ("Straße des 17. Juni 5", "", "Leverkusen", "", "manfort/I"),
        ("am erfundenen ring 3", "Hitdorf", "", "", "hitdorf/I"),
        // It disagrees with what was said.
        (
            "Am Erfundenen Ring 3",
            "Opladen",
            "",
            "",
            "?hitdorf,opladen",
        ),
        // A name that several share, and the street knows which.
        ("Musterstraße 12", "Neue Bahnstadt", "", "", "opladen/II"),
        // Another town has such a street too.
        ("Musterstraße 12", "", "Köln", "", "-> Köln"),
        ("Musterstraße 12", "", "Hamburg", "", "-> another town"),
        ("Musterstraße 12", "", "", "50667", "?opladen"),
        ("Unbekannter Weg 1", "", "Leverkusen", "", "?"),
    ] {
        let address = Whereabouts {
            place,
            town: town_name,
            street,
            post_code,
            locality: None,
        };
        let located = shown(&locate(&town, today(), address));
        assert_eq!(located, expected, "{street}, {place}, {town_name}");
    }
    let address = Whereabouts {
        street: "Musterstraße 12",
        ..Whereabouts::default()
    };
    assert_eq!(locate(&town, date(2027, 1, 1), address), Located::Unknown);
}

#[test]
fn a_stadtteil_is_found_only_on_days_it_exists() {
    let mut town = shipped().unwrap();
    for locality in &mut town.localities {
        locality.valid_from = date(2026, 12, 1);
    }
    assert_eq!(locate(&town, today(), at("Opladen", "")), Located::Unknown);
    let later = date(2026, 12, 1);
    assert!(locate(&town, later, at("Opladen", "")).district().is_some());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_only_known_names_decide(place in "\\PC{0,30}", town in "\\PC{0,30}") {
        let organisation = shipped().unwrap();
        let located = locate(&organisation, today(), at(&place, &town));
        if let Located::District { locality, district } = &located {
            prop_assert_eq!(&organisation.locality_on(locality, today()).unwrap().district, district);
        }
        prop_assert_eq!(located, locate(&organisation, today(), at(&place, &town)));
    }

    #[test]
    fn one_slip_in_a_stadtteil_never_decides(index in 0usize..13, slip in 0usize..20, letter in "[a-z]") {
        let organisation = shipped().unwrap();
        let name = &organisation.localities[index].name;
        let mut letters: Vec<char> = name.chars().collect();
        let place = slip % letters.len();
        letters[place] = letter.chars().next().unwrap();
        let typed: String = letters.into_iter().collect();
        let is_right = forms(&typed).iter().any(|form| forms(name).contains(form));
        let located = locate(&organisation, today(), at(&typed, "Leverkusen"));
        let is_decided = matches!(located, Located::District { .. });
        prop_assert_eq!(is_decided, is_right, "{} {:?}", typed, located);
    }
}
