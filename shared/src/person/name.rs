//! A written name as its parts: articles, Abd, bin, -din and -ullah are put where they belong, so that `Abd al-Rahman`
//! and `Abdurrahman` have the same parts. Compares single parts and whole names. Not here: what follows for two people
//! ([`super::matching`]) or for a search ([`super::search`]).

use super::matching::MatchKind;
use super::name_forms::{FormOf, groups_of};
use super::sound::{Form, arabic_normal, is_arabic, readings};
use super::transliterate::{MAYBE_VOWEL, Signs, letters};

/// No name has more parts than this; what is typed beyond joins the last.
pub(super) const MOST_PARTS: usize = 6;

/// Where a part was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Among the given names.
    Given,
    /// In the family name.
    Family,
    /// In a name that was not split.
    Whole,
}

/// One part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As written, with the article.
    pub text: String,
    /// Where it was written.
    pub place: Place,
    /// In small letters, to see that it is the same letter by letter.
    plain: String,
    /// The letters A to Z, or those of its own script.
    pub(super) search: String,
    core: String,
    pub(super) readings: Vec<Form>,
    pub(super) groups: Vec<FormOf>,
}

/// A whole name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// The parts in their order.
    pub parts: Vec<Part>,
    /// Each part joined with the next: somebody may have written them as one.
    pub(super) pairs: Vec<Option<Part>>,
    /// The last part joined with the first, where the name was written in two fields: the other order of the fields is
    /// the same name.
    across: Option<Part>,
    /// What the last part and the first are in the other order, if that is one name: `Kader Abdel`, `Uddin Shahab`.
    pub(super) turned: Option<Part>,
}

/// How well two names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// A part of each has no match in the other: other names.
    None,
    /// Parts of the first are missing in the second.
    FirstHasMore,
    /// Parts of the second are missing in the first.
    SecondHasMore,
    /// All parts match, some only nearly.
    Near,
    /// All parts are the same names.
    Full,
}

/// Two names laid side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pairing {
    pub(super) agreement: Agreement,
    pub(super) score: u32,
    /// Kind, first part of each side and how many.
    pub(super) matches: Vec<(MatchKind, Span, Span)>,
}

/// A part, or a part with the next one; after the last comes the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) at: usize,
    pub(super) is_pair: bool,
}

impl Span {
    /// The parts it takes of a name with so many parts, one bit each.
    const fn takes(self, parts: usize) -> usize {
        let one = 1 << self.at;
        if self.is_pair {
            one | (1 << ((self.at + 1) % parts))
        } else {
            one
        }
    }

    const fn is_across(self, parts: usize) -> bool {
        self.is_pair && self.at + 1 == parts
    }
}

impl Part {
    fn new(text: String, place: Place, cores: &[String]) -> Self {
        let mut forms: Vec<Form> = Vec::new();
        let mut groups = Vec::new();
        for core in cores {
            for form in readings(core) {
                if forms.len() < 8 && !forms.contains(&form) {
                    forms.push(form);
                }
            }
            groups.extend(groups_of(core));
        }
        groups.sort_unstable();
        groups.dedup();
        let core = cores.first().cloned().unwrap_or_default();
        Self {
            plain: text.to_lowercase(),
            search: plain_letters(&core),
            text,
            place,
            core,
            readings: forms,
            groups,
        }
    }

    /// How this part and another agree, if they do. Symmetric.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<MatchKind> {
        if self.plain == other.plain {
            return Some(MatchKind::NameSame);
        }
        let like = || {
            self.readings
                .iter()
                .any(|one| other.readings.iter().any(|two| one.sounds_like(two)))
        };
        if !self.groups.is_empty() && !other.groups.is_empty() {
            let mut is_short_form = false;
            for one in &self.groups {
                for two in other.groups.iter().filter(|two| two.group == one.group) {
                    if !one.is_diminutive && !two.is_diminutive {
                        return Some(MatchKind::NameSpelling);
                    }
                    is_short_form = true;
                }
            }
            return match is_short_form {
                true if like() => Some(MatchKind::NameSpelling),
                true => Some(MatchKind::NameDiminutive),
                // Two known names are two names.
                false => None,
            };
        }
        if like() {
            return Some(MatchKind::NameSpelling);
        }
        if self.is_initial_of(other) || other.is_initial_of(self) {
            return Some(MatchKind::NameNear);
        }
        // Which of two names is the surname is often not known at a counter, so the field does not matter.
        self.is_near(other).then_some(MatchKind::NameNear)
    }

    /// As [`Part::compare`], where this part may not be typed to its end.
    #[must_use]
    pub fn compare_begun(&self, other: &Self) -> Option<MatchKind> {
        let whole = self.compare(other);
        if matches!(
            whole,
            Some(MatchKind::NameSame | MatchKind::NameSpelling | MatchKind::NameDiminutive)
        ) {
            return whole;
        }
        let begins = other.plain.starts_with(&self.plain)
            || self
                .readings
                .iter()
                .any(|one| other.readings.iter().any(|two| one.begins(two)));
        if begins {
            Some(MatchKind::NameBeginning)
        } else {
            whole
        }
    }

    fn is_initial_of(&self, other: &Self) -> bool {
        let mut mine = self.search.chars();
        let first = mine.next();
        first.is_some() && mine.next().is_none() && other.search.chars().next() == first
    }

    fn is_near(&self, other: &Self) -> bool {
        if is_arabic(&self.search) != is_arabic(&other.search) {
            return false;
        }
        let (one, two) = (self.search.as_str(), other.search.as_str());
        let (length, other_length) = (one.chars().count(), two.chars().count());
        if length.min(other_length) < 4 {
            return false;
        }
        let is_slip = length.abs_diff(other_length) <= 1
            && if one.is_ascii() && two.is_ascii() {
                is_one_slip(one.as_bytes(), two.as_bytes())
            } else {
                let letters = |text: &str| text.chars().collect::<Vec<char>>();
                is_one_slip(&letters(one), &letters(two))
            };
        is_slip
            || match (self.readings.first(), other.readings.first()) {
                (Some(one), Some(two)) => {
                    let (length, other_length) = (one.length(), two.length());
                    length.min(other_length) >= 5
                        && length.abs_diff(other_length) <= 1
                        && is_one_slip(&one.key(), &two.key())
                }
                _ => false,
            }
    }
}

/// Whether two spellings differ by one letter more, less, other, or by two neighbours exchanged.
fn is_one_slip<T: PartialEq>(one: &[T], two: &[T]) -> bool {
    let same_start = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let (one, two) = (
        one.get(same_start..).unwrap_or_default(),
        two.get(same_start..).unwrap_or_default(),
    );
    let same_end = one
        .iter()
        .rev()
        .zip(two.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    match (
        one.get(..one.len() - same_end).unwrap_or_default(),
        two.get(..two.len() - same_end).unwrap_or_default(),
    ) {
        ([], [] | [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

fn plain_letters(core: &str) -> String {
    if core.is_ascii() {
        core.bytes()
            .filter(u8::is_ascii_alphabetic)
            .map(|letter| char::from(letter.to_ascii_uppercase()))
            .collect()
    } else if is_arabic(core) {
        arabic_normal(core)
    } else {
        letters(core, Signs::Dropped)
            .into_iter()
            .filter(|&letter| letter != MAYBE_VOWEL)
            .collect()
    }
}

const ARTICLES: [&str; 5] = ["AL", "EL", "UL", "IL", "ال"];
/// The article before a letter that swallows its l; only where a hyphen follows.
const SOFT_ARTICLES: [&str; 14] = [
    "AR", "AS", "ASH", "ESH", "ESCH", "ASCH", "AT", "AN", "AD", "AZ", "ER", "ES", "UR", "US",
];
/// Words between names: son of, daughter of.
const BETWEEN: [&str; 8] = ["BIN", "IBN", "BINT", "IBNE", "BINTI", "بن", "ابن", "بنت"];
const SERVANT: [&str; 12] = [
    "ABD", "ABDUL", "ABDEL", "ABDAL", "ABDIL", "ABDUR", "ABDER", "ABDOUL", "ABDOL", "ABDUS",
    "ABDUN", "عبد",
];
const OF_FAITH: [&str; 14] = [
    "DIN",
    "DEEN",
    "DINE",
    "EDDIN",
    "EDDINE",
    "UDDIN",
    "ADDIN",
    "ALDIN",
    "ELDIN",
    "ALDEEN",
    "ELDEEN",
    "EDIN",
    "UDIN",
    "الدين",
];
const OF_GOD: [&str; 4] = ["ALLAH", "ULLAH", "OLLAH", "الله"];

/// A word as typed, and whether a hyphen follows.
fn words(text: &str) -> Vec<(&str, bool)> {
    let is_hyphen = |sign: char| sign == '-' || ('\u{2010}'..='\u{2015}').contains(&sign);
    let is_between =
        |sign: char| sign.is_whitespace() || is_hyphen(sign) || ",.;:/()[]\"&+_".contains(sign);
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(is_between).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let sign = after.chars().next();
        if word.chars().any(char::is_alphabetic) {
            words.push((word, sign.is_some_and(is_hyphen)));
        }
        rest = after
            .get(sign.map_or(0, char::len_utf8)..)
            .unwrap_or_default();
    }
    words
}

/// A part in the making.
struct Draft {
    text: String,
    core: String,
    other_core: Option<String>,
    place: Place,
}

/// The parts of a written text.
fn drafts(text: &str, place: Place) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let words = words(text);
    let plains: Vec<String> = words.iter().map(|(word, _)| plain_letters(word)).collect();
    let mut before = String::new();
    let mut article: Option<&str> = None;
    let mut servant: Option<&str> = None;
    for (at, (&(word, has_hyphen), plain)) in words.iter().zip(&plains).enumerate() {
        let plain = plain.as_str();
        if plain.is_empty() {
            continue;
        }
        // A word binds none of another script.
        let next = plains
            .get(at + 1)
            .filter(|next| is_arabic(next) == is_arabic(plain));
        let swallows = |next: &str| {
            let last = plain.get(1..2);
            last.is_some() && next.get(..1) == last
        };
        let is_article = ARTICLES.contains(&plain)
            || (has_hyphen
                && SOFT_ARTICLES.contains(&plain)
                && next.is_some_and(|next| swallows(next)));
        if next.is_some() && is_article {
            article = Some(word);
        } else if next.is_some() && SERVANT.contains(&plain) {
            servant = Some(word);
        } else if next.is_some() && BETWEEN.contains(&plain) {
            // Also in front: a family name written with its `bin` has the same parts as the whole name in one line.
            continue;
        } else if let Some(last) = drafts.last_mut().filter(|last| {
            servant.is_none()
                && is_arabic(&last.core) == is_arabic(plain)
                && (OF_FAITH.contains(&plain) || OF_GOD.contains(&plain))
        }) {
            last.text = format!("{} {before}{word}", last.text);
            last.core = core_of(&match (is_arabic(word), OF_GOD.contains(&plain)) {
                (true, true) => format!("{}الله", last.core),
                (true, false) => format!("{}الدين", last.core),
                (false, true) => format!("{}ullah", last.core),
                (false, false) => format!("{}eddin", last.core),
            });
            last.other_core = None;
            article = None;
            before.clear();
            continue;
        } else {
            let (core, other_core) = match (servant.take(), article.take()) {
                (Some(_), _) if is_arabic(word) => {
                    (core_of(&format!("عبد{}", without_article(word))), None)
                }
                // A vowel is put between, as in the joined spelling.
                (Some(_), _) if OF_GOD.contains(&plain) => (core_of("abdullah"), None),
                (Some(_), _) => (core_of(&format!("abdul{word}")), None),
                (None, Some(article)) => (core_of(word), Some(format!("{article}{word}"))),
                (None, None) => {
                    let core = core_of(word);
                    let without = without_article(word);
                    let bare = if without == word {
                        core.clone()
                    } else {
                        core_of(without)
                    };
                    if bare == core {
                        (core, None)
                    } else if is_arabic(word) {
                        (bare, Some(core))
                    } else {
                        (core, Some(bare))
                    }
                }
            };
            drafts.push(Draft {
                text: format!("{before}{word}"),
                core,
                other_core,
                place,
            });
            before.clear();
            continue;
        }
        before.push_str(word);
        before.push(if has_hyphen { '-' } else { ' ' });
    }
    drafts
}

/// Joins the last words of the longest fields until the limit is kept, so that nothing typed is ignored. Two fields of
/// the same length are shortened alike: their order does not matter.
fn join_what_exceeds(fields: &mut [Vec<Draft>]) {
    while fields.iter().map(Vec::len).sum::<usize>() > MOST_PARTS {
        let longest = fields.iter().map(Vec::len).max().unwrap_or_default();
        if longest < 2 {
            break;
        }
        for field in fields.iter_mut().filter(|field| field.len() == longest) {
            if let (Some(last), Some(before)) = (field.pop(), field.last_mut()) {
                before.text = format!("{} {}", before.text, last.text);
                before.core.push_str(&last.core);
            }
        }
    }
}

/// A word without an article that was written onto it. `Elena` has none: what remains must be a known name, or long
/// and begin with a consonant.
fn without_article(word: &str) -> &str {
    if is_arabic(word) {
        return word
            .strip_prefix("ال")
            .filter(|rest| rest.chars().count() >= 3)
            .unwrap_or(word);
    }
    let Some((article, rest)) = word.split_at_checked(2) else {
        return word;
    };
    let is_article = article.eq_ignore_ascii_case("al") || article.eq_ignore_ascii_case("el");
    if !is_article || !groups_of(word).is_empty() {
        return word;
    }
    let count = rest.chars().count();
    let begins_hard = rest
        .chars()
        .next()
        .is_some_and(|first| !"aeiouyäöülAEIOUY".contains(first));
    if (count >= 5 && begins_hard)
        || (count >= 3 && groups_of(rest).iter().any(|form| !form.is_diminutive))
    {
        rest
    } else {
        word
    }
}

/// The core of a word: compounds in one spelling (`Abdurrahman` as `abdrahman`, `Noureddine` as `nourdin`, `Nasrullah`
/// as `nasralah`, `Kowalskaja` as `kowalska`), every other word as it is.
pub(super) fn core_of(word: &str) -> String {
    if is_arabic(word) {
        let plain = arabic_normal(word);
        let plain = plain
            .strip_prefix("عبدال")
            .map_or(plain.clone(), |rest| format!("عبد{rest}"));
        if let Some(base) = plain
            .strip_suffix("الدين")
            .filter(|base| base.chars().count() >= 2)
        {
            return format!("{base}دين");
        }
        if let Some(base) = plain
            .strip_suffix("الله")
            .filter(|base| base.chars().count() >= 2)
        {
            return format!("{base}له");
        }
        return plain;
    }
    let plain = plain_letters(word);
    servant_of(&plain)
        .or_else(|| of_faith(&plain))
        .or_else(|| {
            ["ULLAH", "OLLAH", "ALLAH", "ULLA", "ALLA", "OLLA"]
                .iter()
                .find_map(|end| plain.strip_suffix(end))
                .filter(|base| base.chars().count() >= 3)
                .map(|base| format!("{base}ALAH"))
        })
        .or_else(|| {
            ["SKAYA", "SKAJA", "SKAIA"]
                .iter()
                .find_map(|end| plain.strip_suffix(end))
                .map(|base| format!("{base}SKA"))
        })
        .map_or_else(|| word.to_owned(), |core| core.to_lowercase())
}

/// `Abd` with what follows: one vowel, the l of the article or the consonant it doubles are left out.
fn servant_of(plain: &str) -> Option<String> {
    // Somali writes the first sound.
    let rest = plain
        .strip_prefix("CABD")
        .or_else(|| plain.strip_prefix("ABD"))?;
    let voiced = rest
        .strip_prefix("OU")
        .or_else(|| rest.strip_prefix("UE"))
        .or_else(|| rest.strip_prefix(['A', 'E', 'I', 'O', 'U']));
    let name = match voiced {
        None => rest,
        Some(rest) => {
            let mut signs = rest.chars();
            let (first, second) = (signs.next()?, signs.next());
            if Some(first) == second && first != 'L' {
                rest.get(first.len_utf8()..)?
            } else {
                rest.strip_prefix('L').unwrap_or(rest)
            }
        }
    };
    (name.chars().count() >= 3 || name == "LA")
        .then(|| format!("ABD{}", name.trim_end_matches('H')))
}

/// A name that ends with `al-Din`, in any of its spellings.
fn of_faith(plain: &str) -> Option<String> {
    let base = ["INE", "IN", "EEN", "YN"]
        .iter()
        .find_map(|end| plain.strip_suffix(end))?;
    let base = ["DD", "LD", "TT"]
        .iter()
        .find_map(|end| base.strip_suffix(end))?;
    let base = base.strip_suffix(['A', 'E', 'I', 'O', 'U'])?;
    (base.chars().count() >= 2).then(|| format!("{base}DIN"))
}

impl Name {
    /// A name from texts and the places they were written in.
    #[must_use]
    pub fn of(texts: &[(&str, Place)]) -> Self {
        let mut fields: Vec<Vec<Draft>> = texts
            .iter()
            .map(|(text, place)| drafts(text, *place))
            .collect();
        join_what_exceeds(&mut fields);
        let found = fields.into_iter().flatten();
        let parts: Vec<Part> = found
            .map(|draft| {
                let cores: Vec<String> = [Some(draft.core), draft.other_core]
                    .into_iter()
                    .flatten()
                    .collect();
                Part::new(draft.text, draft.place, &cores)
            })
            .filter(|part| !part.readings.is_empty())
            .collect();
        let pairs = parts
            .windows(2)
            .map(|two| joined(&two[0], &two[1]))
            .collect();
        let across = match (parts.first(), parts.last()) {
            (Some(first), Some(last)) if first.place != last.place => joined(last, first),
            _ => None,
        };
        let turned = match parts.as_slice() {
            [first, .., last] => turned(last, first),
            _ => None,
        };
        Self {
            parts,
            pairs,
            across,
            turned,
        }
    }

    fn span(&self, span: Span) -> Option<&Part> {
        if span.is_across(self.parts.len()) {
            // Two fields that are exchanged are the same name by the same words.
            self.across.as_ref().or(self.turned.as_ref())
        } else if span.is_pair {
            self.pairs.get(span.at)?.as_ref()
        } else {
            self.parts.get(span.at)
        }
    }

    /// The written text of a span.
    pub(super) fn text_of(&self, span: Span) -> String {
        let mut text = self
            .parts
            .get(span.at)
            .map(|part| part.text.clone())
            .unwrap_or_default();
        let next = (span.at + 1) % self.parts.len().max(1);
        if span.is_pair
            && let Some(next) = self.parts.get(next)
        {
            text = format!("{text} {}", next.text);
        }
        text
    }

    /// Lays two names side by side in the best way. Which parts of a name are given or family names does not matter,
    /// nor does their order. Symmetric but for `FirstHasMore` and `SecondHasMore`.
    pub(super) fn pair_with(
        &self,
        other: &Self,
        compare: impl Fn(usize, &Part, &Part) -> Option<MatchKind>,
    ) -> Option<Pairing> {
        let (mine, theirs) = (
            self.parts.len().min(MOST_PARTS),
            other.parts.len().min(MOST_PARTS),
        );
        let mut options: Vec<Match> = Vec::new();
        for at in 0..mine {
            for on in 0..theirs {
                for (is_pair, is_other_pair) in [(false, false), (true, false), (false, true)] {
                    let (one, two) = (
                        Span { at, is_pair },
                        Span {
                            at: on,
                            is_pair: is_other_pair,
                        },
                    );
                    if let (Some(a), Some(b)) = (self.span(one), other.span(two))
                        && let Some(kind) = compare(at + usize::from(is_pair), a, b)
                        // Nearness of joined parts says nothing, nor does the beginning of two fields in the other order.
                        && match kind {
                            MatchKind::NameNear => !(is_pair || is_other_pair),
                            MatchKind::NameBeginning => !two.is_across(theirs),
                            _ => true,
                        }
                    {
                        options.push((kind, one, two));
                    }
                }
            }
        }
        if options.is_empty() {
            return None;
        }
        let mut best = Best {
            options: &options,
            theirs,
            until: mine,
            seen: vec![None; (mine + 1) << (theirs + 2)],
        };
        let (rank, score) = best.from(0, 0, false, false);
        let (matches, is_alone) = best.matches(0, 0, false);
        let mut chosen = Chosen {
            rank,
            score,
            matches,
            is_alone,
        };
        // The last part with the first, if they fit as one, and what is then best for those between.
        for &(kind, one, two) in options.iter().filter(|(_, one, _)| one.is_across(mine)) {
            let mut best = Best {
                options: &options,
                theirs,
                until: mine - 1,
                seen: vec![None; (mine + 1) << (theirs + 2)],
            };
            let (weight, is_weak) = weight_of(kind);
            let taken = two.takes(theirs);
            let (rank, score) = best.from(1, taken, false, is_weak);
            let score = score + weight * parts_in(one, two);
            if (rank, score) > (chosen.rank, chosen.score) {
                let (mut matches, is_alone) = best.matches(1, taken, is_weak);
                matches.push((kind, one, two));
                chosen = Chosen {
                    rank,
                    score,
                    matches,
                    is_alone,
                };
            }
        }
        Some(Pairing {
            agreement: match chosen.rank {
                3 => Agreement::Full,
                2 => Agreement::Near,
                1 if chosen.is_alone => Agreement::FirstHasMore,
                1 => Agreement::SecondHasMore,
                _ => Agreement::None,
            },
            score: chosen.score,
            matches: chosen.matches,
        })
    }
}

/// The best way found so far.
struct Chosen {
    rank: u8,
    score: u32,
    matches: Vec<Match>,
    /// Whether a part of the first name stayed alone.
    is_alone: bool,
}

fn joined(one: &Part, two: &Part) -> Option<Part> {
    if is_arabic(&one.core) != is_arabic(&two.core) {
        return None;
    }
    let core = core_of(&format!("{}{}", one.core, two.core));
    let place = if one.place == two.place {
        one.place
    } else {
        Place::Whole
    };
    Some(Part::new(
        format!("{}{}", one.text, two.text),
        place,
        &[core],
    ))
}

/// The last part of a name before its first, if a word of one of them makes them one name that neither is alone. Whoever
/// writes the family name first tears `Abdel Kader` apart, and not `El Issa`: that is found as `Issa`.
fn turned(last: &Part, first: &Part) -> Option<Part> {
    let (begins, ends) = (plain_letters(&last.text), plain_letters(&first.text));
    let (begins, ends) = (begins.as_str(), ends.as_str());
    if !SERVANT.contains(&begins) && !OF_FAITH.contains(&ends) && !OF_GOD.contains(&ends) {
        return None;
    }
    let found = drafts(&format!("{} {}", last.text, first.text), last.place);
    let [one] = found.as_slice() else {
        return None;
    };
    let is_new = one.core != last.core && one.core != first.core;
    let cores = std::slice::from_ref(&one.core);
    is_new.then(|| Part::new(one.text.clone(), Place::Whole, cores))
}

type Match = (MatchKind, Span, Span);

/// The search for the best way to lay two names side by side, each state looked at once.
struct Best<'a> {
    options: &'a [Match],
    theirs: usize,
    /// The first part of the first name that is not looked at.
    until: usize,
    /// Rank, score and chosen option (none: the part stays alone) by part, taken parts of the other, whether a part
    /// stayed alone, whether a match is weak.
    seen: Vec<Option<(u8, u32, Option<usize>)>>,
}

impl Best<'_> {
    fn state(&self, at: usize, taken: usize, is_alone: bool, is_weak: bool) -> usize {
        (((at << self.theirs) | taken) << 2) | (usize::from(is_alone) << 1) | usize::from(is_weak)
    }

    fn from(&mut self, at: usize, taken: usize, is_alone: bool, is_weak: bool) -> (u8, u32) {
        if at >= self.until {
            let has_more = taken.count_ones() < u32::try_from(self.theirs).unwrap_or(u32::MAX);
            return match (is_alone, has_more, is_weak) {
                (true, true, _) => (0, 0),
                (true, false, _) | (false, true, _) => (1, 0),
                (false, false, true) => (2, 0),
                (false, false, false) => (3, 0),
            };
        }
        let state = self.state(at, taken, is_alone, is_weak);
        if let Some(Some((rank, score, _))) = self.seen.get(state) {
            return (*rank, *score);
        }
        let (rank, score) = self.from(at + 1, taken, true, is_weak);
        let mut best = (rank, score, None);
        for (index, &(kind, one, two)) in self.options.iter().enumerate() {
            let takes = two.takes(self.theirs);
            let next = at + 1 + usize::from(one.is_pair);
            if one.at != at || next > self.until || taken & takes != 0 {
                continue;
            }
            let (weight, weak) = weight_of(kind);
            let (rank, score) = self.from(next, taken | takes, is_alone, is_weak || weak);
            let score = score + weight * parts_in(one, two);
            if (rank, score) > (best.0, best.1) {
                best = (rank, score, Some(index));
            }
        }
        if let Some(entry) = self.seen.get_mut(state) {
            *entry = Some(best);
        }
        (best.0, best.1)
    }

    /// The matches chosen from a state on, and whether a part of the first name stayed alone.
    fn matches(&self, mut at: usize, mut taken: usize, mut is_weak: bool) -> (Vec<Match>, bool) {
        let mut is_alone = false;
        let mut matches = Vec::new();
        while at < self.until {
            let state = self.state(at, taken, is_alone, is_weak);
            match self
                .seen
                .get(state)
                .copied()
                .flatten()
                .and_then(|seen| seen.2)
            {
                None => {
                    is_alone = true;
                    at += 1;
                }
                Some(index) => {
                    let Some(&(kind, one, two)) = self.options.get(index) else {
                        break;
                    };
                    taken |= two.takes(self.theirs);
                    is_weak |= weight_of(kind).1;
                    at += 1 + usize::from(one.is_pair);
                    matches.push((kind, one, two));
                }
            }
        }
        (matches, is_alone)
    }
}

/// How many parts of both names two spans take.
fn parts_in(one: Span, two: Span) -> u32 {
    2 + u32::from(one.is_pair) + u32::from(two.is_pair)
}

/// What a match counts, and whether it is weaker than the same name.
const fn weight_of(kind: MatchKind) -> (u32, bool) {
    match kind {
        MatchKind::NameSame => (10, false),
        MatchKind::NameSpelling => (8, false),
        MatchKind::NameBeginning => (6, true),
        MatchKind::NameDiminutive => (5, true),
        _ => (3, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cores(text: &str) -> Vec<String> {
        drafts(text, Place::Whole)
            .into_iter()
            .map(|draft| draft.core.to_lowercase())
            .collect()
    }

    #[test]
    fn particles_stand_where_they_belong() {
        for (text, expected) in [
            ("Mohammad Al-Hassan", vec!["mohammad", "hassan"]),
            ("Abd al-Rahman", vec!["abdrahman"]),
            ("Abdul Rahman", vec!["abdrahman"]),
            ("Abdurrahman", vec!["abdrahman"]),
            ("Abderrahman", vec!["abdrahman"]),
            ("Abd ar-Rahman", vec!["abdrahman"]),
            ("Abdirahman", vec!["abdrahman"]),
            ("Abdallah", vec!["abdla"]),
            ("Abd Allah", vec!["abdla"]),
            ("Abdullatif", vec!["abdlatif"]),
            ("Abdulaziz", vec!["abdaziz"]),
            ("عبد الرحمن", vec!["عبدرحمن"]),
            ("عبدالرحمن", vec!["عبدرحمن"]),
            ("عبد الله", vec!["عبدله"]),
            ("محمد الحسن", vec!["محمد", "حسن"]),
            ("Nureddin", vec!["nurdin"]),
            ("Nur al-Din", vec!["nurdin"]),
            ("Nurettin", vec!["nurdin"]),
            ("نور الدين", vec!["نوردين"]),
            ("Nasr Allah", vec!["nasralah"]),
            ("Ali bin Omar", vec!["ali", "omar"]),
            ("Abdi", vec!["abdi"]),
            ("Elena", vec!["elena"]),
        ] {
            assert_eq!(cores(text), expected, "{text}");
        }
    }

    #[test]
    fn what_was_torn_apart_by_the_other_order_is_one_name() {
        let turned = |text| {
            let name = Name::of(&[(text, Place::Whole)]);
            name.turned.map(|part| part.core.to_lowercase())
        };
        for (text, expected) in [
            ("Kader Abdel", Some("abdkader")),
            ("Uddin Shahab", Some("shahabdin")),
            ("Allah Nasr", Some("nasralah")),
            ("الرحمن عبد", Some("عبدرحمن")),
            ("Din Mohammad Nur", Some("nurdin")),
            ("Issa El", None),
            ("Omar Bin", None),
            ("Ali Hassan", None),
            ("Abdel", None),
        ] {
            assert_eq!(turned(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn one_slip_is_one_letter() {
        let slip = |one: &str, two: &str| is_one_slip(one.as_bytes(), two.as_bytes());
        assert!(
            slip("petrenko", "petrinko")
                && slip("petrenko", "petreko")
                && slip("petrenko", "pertenko")
        );
        assert!(!slip("petrenko", "patranko") && !slip("abcd", "badc"));
    }

    #[test]
    fn a_name_of_many_words_loses_none() {
        let name = Name::of(&[("a b c d e f g h i", Place::Whole)]);
        assert_eq!(name.parts.len(), MOST_PARTS);
        assert!(name.parts[MOST_PARTS - 1].text.ends_with('i'));
    }
}
