//! From what was said about where somebody lives to the district (domain.md 9a, "Locality"). The district follows from
//! the Stadtteil or another name of it; the post code never decides; a slip of the pen is offered, never taken.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::street::with_number;
use super::{Neighbour, Organisation, valid_on};
use crate::kernel::{Day, DistrictCode, LocalityCode};

/// What an address says about responsibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Located {
    /// In this Stadtteil, and so in this district.
    District {
        /// The Stadtteil.
        locality: LocalityCode,
        /// The district.
        district: DistrictCode,
    },
    /// In the town, but which Stadtteil? To be asked.
    WhichStadtteil {
        /// Those that come into question; empty: any.
        candidates: Vec<LocalityCode>,
    },
    /// At a known place outside the town.
    Elsewhere {
        /// The municipality there.
        town: String,
        /// The integration centre in charge there.
        centre: String,
    },
    /// In another town, which is not among the known ones.
    OtherTown,
    /// Nothing fits to the letter; these are near. A person confirms or not.
    DidYouMean {
        /// The nearest first.
        suggestions: Vec<Suggestion>,
    },
    /// Nothing is known.
    Unknown,
}

impl Located {
    /// The district, if it is certain.
    #[must_use]
    pub fn district(&self) -> Option<&DistrictCode> {
        match self {
            Self::District { district, .. } => Some(district),
            _ => None,
        }
    }
}

/// A name near to what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The name as it should be, for showing and for taking over.
    pub name: String,
    /// The Stadtteil it stands for; absent: a place outside the town.
    pub locality: Option<LocalityCode>,
}

/// The parts of an address as they were typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whereabouts<'a> {
    /// The place as it was said.
    pub place: &'a str,
    /// The town.
    pub town: &'a str,
    /// Street and number.
    pub street: &'a str,
    /// The post code, which never decides.
    pub post_code: &'a str,
    /// The Stadtteil, if a person has chosen one.
    pub locality: Option<&'a LocalityCode>,
}

/// Derives the district on a day.
#[must_use]
pub fn locate(organisation: &Organisation, day: Day, address: Whereabouts<'_>) -> Located {
    let gazetteer = Gazetteer::on(organisation, day);
    let town = gazetteer.read(address.town);
    let post_code = address.post_code;
    if let Some(chosen) = address
        .locality
        .and_then(|code| organisation.locality_on(code, day))
    {
        // A chosen Stadtteil and a town elsewhere contradict each other: one of the two is from an earlier address.
        return match town {
            Said::Outside(_) => Located::WhichStadtteil {
                candidates: vec![chosen.code.clone()],
            },
            _ => Located::District {
                locality: chosen.code.clone(),
                district: chosen.district.clone(),
            },
        };
    }
    let place = gazetteer.read(address.place);
    // Streets of this town say something only about addresses in it.
    let is_here = matches!(town, Said::Nothing | Said::Town | Said::Inside(_))
        && !matches!(place, Said::Outside(_));
    let said = match (place, town) {
        (_, Said::Outside(neighbour)) | (Said::Outside(neighbour), Said::Nothing | Said::Town) => {
            elsewhere(neighbour)
        }
        (Said::Inside(codes), Said::Nothing | Said::Town | Said::Near(_)) => {
            gazetteer.decided(codes)
        }
        (Said::Inside(codes), Said::Inside(others)) => {
            let both: BTreeSet<_> = codes.intersection(&others).copied().collect();
            if both.is_empty() {
                which(codes.union(&others).copied())
            } else {
                gazetteer.decided(both)
            }
        }
        // The place is known, the town is not: perhaps another town has a part of the same name.
        (Said::Inside(codes), Said::Unknown) => which(codes),
        (Said::Nothing | Said::Town, Said::Inside(codes)) => gazetteer.decided(codes),
        (Said::Unknown | Said::Near(_) | Said::Outside(_), Said::Inside(codes)) => which(codes),
        (Said::Near(near), _) | (_, Said::Near(near)) => Located::DidYouMean { suggestions: near },
        (Said::Outside(neighbour), Said::Unknown) => Located::DidYouMean {
            suggestions: vec![Suggestion {
                name: neighbour.name.clone(),
                locality: None,
            }],
        },
        (Said::Town, _) | (_, Said::Town) => which([]),
        // A town that nobody knows with a post code of this one: its name may be misspelled beyond recognition.
        (Said::Nothing | Said::Unknown, Said::Nothing | Said::Unknown)
            if gazetteer.is_post_code_of_town(post_code) =>
        {
            which([])
        }
        (Said::Nothing | Said::Unknown, Said::Unknown) => Located::OtherTown,
        (Said::Nothing | Said::Unknown, Said::Nothing) => Located::Unknown,
    };
    let streets = gazetteer.street(address.street);
    if is_here && !streets.is_empty() {
        let is_code_elsewhere =
            is_post_code(post_code) && !gazetteer.is_post_code_of_town(post_code);
        gazetteer.with_street(said, streets, is_code_elsewhere)
    } else {
        said
    }
}

fn is_post_code(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() == 5
}

fn elsewhere(neighbour: &Neighbour) -> Located {
    Located::Elsewhere {
        town: neighbour.town.clone(),
        centre: neighbour.centre.clone(),
    }
}

fn which<'o>(candidates: impl IntoIterator<Item = &'o LocalityCode>) -> Located {
    Located::WhichStadtteil {
        candidates: candidates.into_iter().cloned().collect(),
    }
}

/// What one typed text says.
enum Said<'o> {
    Nothing,
    /// The town itself, no part of it.
    Town,
    /// To the letter a Stadtteil, another name of one, or a name that several share.
    Inside(BTreeSet<&'o LocalityCode>),
    /// To the letter a place outside.
    Outside(&'o Neighbour),
    /// Near to some names.
    Near(Vec<Suggestion>),
    Unknown,
}

/// A name inside the town: the forms it may be typed in, the name, the Stadtteil it stands for.
type NameInside<'o> = (Vec<String>, &'o str, &'o LocalityCode);

/// Every name that holds on a day, in the forms it may be typed in. They are made when something typed is compared with
/// them: a form asks at every key, mostly of an address that is empty or decided.
struct Gazetteer<'o> {
    organisation: &'o Organisation,
    day: Day,
    town: Vec<String>,
    inside: OnceCell<Vec<NameInside<'o>>>,
    outside: OnceCell<Vec<(Vec<String>, &'o Neighbour)>>,
}

impl<'o> Gazetteer<'o> {
    fn on(organisation: &'o Organisation, day: Day) -> Self {
        Self {
            organisation,
            day,
            town: organisation
                .municipality_on(day)
                .map(|town| forms(&town.name))
                .unwrap_or_default(),
            inside: OnceCell::new(),
            outside: OnceCell::new(),
        }
    }

    fn inside(&self) -> &[NameInside<'o>] {
        self.inside.get_or_init(|| {
            let localities = valid_on(&self.organisation.localities, self.day)
                .map(|l| (forms(&l.name), l.name.as_str(), &l.code));
            let places = valid_on(&self.organisation.places, self.day)
                .map(|p| (forms(&p.name), p.name.as_str(), &p.locality));
            localities.chain(places).collect()
        })
    }

    fn outside(&self) -> &[(Vec<String>, &'o Neighbour)] {
        self.outside.get_or_init(|| {
            valid_on(&self.organisation.neighbours, self.day)
                .map(|neighbour| (forms(&neighbour.name), neighbour))
                .collect()
        })
    }

    fn decided(&self, codes: BTreeSet<&'o LocalityCode>) -> Located {
        let mut localities = codes
            .iter()
            .filter_map(|code| self.organisation.locality_on(code, self.day));
        match (localities.next(), localities.next()) {
            (Some(only), None) => Located::District {
                locality: only.code.clone(),
                district: only.district.clone(),
            },
            _ => which(codes),
        }
    }

    /// The Stadtteile that a street with its number lies in; none if it is not in the directory.
    fn street(&self, typed: &str) -> BTreeSet<&'o LocalityCode> {
        for (name, number) in with_number(typed) {
            let typed = street_forms(name);
            let mut same = valid_on(&self.organisation.streets, self.day)
                .filter(|range| {
                    street_forms(&range.street)
                        .iter()
                        .any(|f| typed.contains(f))
                })
                .peekable();
            // A number that the directory does not have in this street is in no other street either.
            if same.peek().is_some() {
                return same
                    .filter(|range| range.holds(number))
                    .map(|range| &range.locality)
                    .collect();
            }
        }
        BTreeSet::new()
    }

    /// What is known without the street, and what the street says: it decides what is open, and asks where it disagrees.
    fn with_street(
        &self,
        said: Located,
        streets: BTreeSet<&'o LocalityCode>,
        is_code_elsewhere: bool,
    ) -> Located {
        match said {
            Located::Unknown if is_code_elsewhere => which(streets),
            Located::Unknown => self.decided(streets),
            Located::WhichStadtteil { candidates } => {
                let both: BTreeSet<_> = streets
                    .iter()
                    .copied()
                    .filter(|code| candidates.is_empty() || candidates.contains(code))
                    .collect();
                if both.is_empty() {
                    which(candidates.iter().chain(streets))
                } else {
                    self.decided(both)
                }
            }
            Located::District { ref locality, .. } if !streets.contains(locality) => {
                which(streets.into_iter().chain([locality]))
            }
            other => other,
        }
    }

    fn is_post_code_of_town(&self, post_code: &str) -> bool {
        let digits: String = post_code.chars().filter(char::is_ascii_digit).collect();
        digits.len() == 5
            && digits.parse().is_ok_and(|number: u32| {
                self.organisation
                    .municipality_on(self.day)
                    .is_some_and(|town| {
                        (town.post_code_from..=town.post_code_until).contains(&number)
                    })
            })
    }

    fn read(&self, typed: &str) -> Said<'o> {
        let typed_forms = forms(typed);
        if typed_forms.iter().all(String::is_empty) {
            return Said::Nothing;
        }
        if let Some(said) = self.exactly(&typed_forms) {
            return said;
        }
        // "Leverkusen-Opladen", "Lev. Opladen", "Opladen (Leverkusen)": the town beside the part says nothing new.
        let without_town: Vec<_> = typed_forms
            .iter()
            .flat_map(|form| self.town.iter().map(move |town| (form, town)))
            .flat_map(|(form, town)| {
                [
                    form.strip_prefix(town.as_str()),
                    form.strip_suffix(town.as_str()),
                    form.strip_prefix("lev"),
                ]
            })
            .flatten()
            .filter(|rest| !rest.is_empty())
            .map(str::to_owned)
            .collect();
        if let Some(said) = self.exactly(&without_town) {
            return said;
        }
        // A slip in the town's own name decides nothing, so nobody need be asked about it.
        let is_town = |form: &String| self.town.iter().any(|town| slips_between(form, town) <= 2);
        if typed_forms.iter().any(is_town) {
            return Said::Town;
        }
        let near = self.near(typed, typed_forms.iter().chain(&without_town));
        if near.is_empty() {
            Said::Unknown
        } else {
            Said::Near(near)
        }
    }

    fn exactly(&self, typed: &[String]) -> Option<Said<'o>> {
        let same = |forms: &[String]| forms.iter().any(|form| typed.contains(form));
        if same(&self.town) {
            return Some(Said::Town);
        }
        let inside: BTreeSet<_> = self
            .inside()
            .iter()
            .filter(|(forms, ..)| same(forms))
            .map(|(_, _, code)| *code)
            .collect();
        if !inside.is_empty() {
            return Some(Said::Inside(inside));
        }
        self.outside()
            .iter()
            .find(|(forms, _)| same(forms))
            .map(|(_, neighbour)| Said::Outside(neighbour))
    }

    /// Names that differ by a slip, of which the beginning was typed, or that stand as a word in a longer text.
    fn near<'t>(
        &self,
        typed: &str,
        typed_forms: impl Iterator<Item = &'t String> + Clone,
    ) -> Vec<Suggestion> {
        let words: Vec<Vec<String>> = typed
            .split(|c: char| !c.is_alphanumeric())
            .map(forms)
            .collect();
        let distance = |names: &[String]| {
            let by_slip = names.iter().flat_map(|name| {
                typed_forms.clone().filter_map(move |typed| {
                    let slips = slips_between(typed, name);
                    let allowed = match name.chars().count() {
                        0..=3 => 0,
                        4..=6 => 1,
                        _ => 2,
                    };
                    let is_beginning =
                        typed.chars().count() >= 3 && name.starts_with(typed.as_str());
                    (slips <= allowed)
                        .then_some(slips)
                        .or_else(|| is_beginning.then_some(3))
                })
            });
            let is_word = words.iter().any(|word| {
                word.iter()
                    .any(|form| form.len() > 3 && names.contains(form))
            });
            by_slip.chain(is_word.then_some(3)).min()
        };
        let inside = self
            .inside()
            .iter()
            .filter_map(|(names, name, code)| Some((distance(names)?, *name, Some(*code))));
        let outside = self.outside().iter().filter_map(|(names, neighbour)| {
            Some((distance(names)?, neighbour.name.as_str(), None))
        });
        let mut found: Vec<_> = inside.chain(outside).collect();
        found.sort();
        found.dedup();
        found
            .into_iter()
            .take(5)
            .map(|(_, name, code)| Suggestion {
                name: name.to_owned(),
                locality: code.cloned(),
            })
            .collect()
    }
}

/// The forms a name may be typed in, without case, spaces, hyphens and marks: umlauts written out (`buerrig`) and left
/// out (`burrig`).
fn forms(name: &str) -> Vec<String> {
    if name.is_ascii() {
        let letters = name.chars().filter(char::is_ascii_alphabetic);
        return vec![letters.map(|letter| letter.to_ascii_lowercase()).collect()];
    }
    let lower: String = name.nfc().flat_map(char::to_lowercase).collect();
    let mut forms: Vec<String> = [true, false]
        .into_iter()
        .map(|writes_out| {
            lower
                .chars()
                .flat_map(|letter| {
                    let written = match (letter, writes_out) {
                        ('ä', true) => "ae",
                        ('ö', true) => "oe",
                        ('ü', true) => "ue",
                        ('ß', _) => "ss",
                        _ => "",
                    };
                    let plain = written.is_empty().then_some(letter).into_iter();
                    written.chars().chain(plain)
                })
                // What is left of marks on letters falls off with the decomposition.
                .nfd()
                .filter(|letter| letter.is_alphabetic())
                .collect()
        })
        .collect();
    forms.dedup();
    forms
}

/// The forms of a street's name: `Musterstraße`, `Musterstr.`, `Muster-Strasse` are one.
fn street_forms(name: &str) -> Vec<String> {
    forms(name)
        .into_iter()
        .map(|form| {
            form.strip_suffix("strasse")
                .map_or(form.clone(), |start| format!("{start}str"))
        })
        .filter(|form| !form.is_empty())
        .collect()
}

/// How many letters must be exchanged, added, left out or swapped with their neighbour to turn one word into another.
fn slips_between(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at =
                |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&row, j + 1) + 1)
                .min(at(&next, j) + 1)
                .min(at(&row, j) + usize::from(x != y));
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests;
