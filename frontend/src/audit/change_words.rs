//! What was changed, in words: per change what it is about, what stood there before and what after, as a reader says it.

use serde_json::Value;
use shared::audit::changes::{AtPost, Change};
use shared::case::{AppointmentDraft, AppointmentEnd};
use shared::consent::{ConsentAnswer, ConsentKind, Receiver};
use shared::disclosure::{DisclosureDraft, DisclosureEnd};
use shared::intake::FactDraft;
use shared::intake::state::IntakeStateName;
use shared::kernel::lists::List;
use shared::kernel::{Code, Day, DistrictCode};
use shared::organisation::Organisation;
use yew::AttrValue;

use crate::case::state::{code_label, contact_label, district_name, fact_label};
use crate::case::{lane_name, next_in_words};
use crate::consent::{purpose, receiver_name};
use crate::disclosure::{classes_in_words, offices_in_words};
use crate::person::field_words::FormOf;
use crate::ui::date_in_words;
use crate::{i18n, platform, t};

/// One change as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// What it is about.
    pub(super) label: AttrValue,
    /// What stood there; absent where only something came in addition.
    pub(super) from: Option<AttrValue>,
    /// What stands there since.
    pub(super) to: AttrValue,
    /// What else is to be said of it; mostly empty.
    pub(super) more: AttrValue,
}

impl Told {
    fn changed(label: impl Into<AttrValue>, from: AttrValue, to: impl Into<AttrValue>) -> Self {
        Self {
            from: Some(from),
            ..Self::added(label, to)
        }
    }

    fn added(label: impl Into<AttrValue>, to: impl Into<AttrValue>) -> Self {
        Self {
            label: label.into(),
            from: None,
            to: to.into(),
            more: AttrValue::default(),
        }
    }

    fn with(self, more: AttrValue) -> Self {
        Self { more, ..self }
    }
}

/// A change, row by row.
#[must_use]
pub(super) fn told(change: &Change, town: &Organisation) -> Vec<Told> {
    vec![match change {
        Change::Field { path, from, to } => {
            let field = FieldWords::of(path, town);
            Told::changed(field.label(), field.value(from), field.value(to))
        }
        Change::Waiting { path, stays, wrote } => {
            let field = FieldWords::of(path, town);
            let more = t!("changes-waiting", wrote = field.value(wrote).to_string());
            Told::changed(field.label(), field.value(stays), t!("changes-stays")).with(more)
        }
        Change::Decided {
            path,
            from,
            to,
            not_chosen,
        } => {
            let field = FieldWords::of(path, town);
            let texts = not_chosen.iter().map(|text| field.value(text).to_string());
            let texts = texts.collect::<Vec<_>>().join(" · ");
            let more = if texts.is_empty() {
                t!("changes-decided")
            } else {
                t!("changes-decided-not", texts = texts)
            };
            Told::changed(field.label(), field.value(from), field.value(to)).with(more)
        }
        Change::IntakeState { from, to, .. } => {
            let state =
                |state: IntakeStateName| t!(format!("intake-state-{}", <&str>::from(state)));
            let label = t!("changes-of-intake");
            match from {
                Some(from) => Told::changed(label, state(*from), state(*to)),
                None => Told::added(label, t!("changes-begun")),
            }
        }
        Change::Fact { from, to } => return fact(from.as_deref(), to, town),
        Change::Consent {
            kind,
            receiver,
            from,
            to,
            answered_on,
            counts,
        } => consent(
            (*kind, receiver.as_ref()),
            (*from, *to),
            (*answered_on, *counts),
            town,
        ),
        Change::NextDate { from, to } => Told::changed(
            t!("next-title"),
            from.as_ref()
                .map_or_else(empty, |from| next_in_words(Some(from))),
            next_in_words(Some(to)),
        ),
        Change::Appointment { draft, end } => appointment(draft, *end),
        Change::CaseOpened { district } => Told::added(t!("changes-of-case"), t!("changes-opened"))
            .with(district.as_ref().map(district_name).unwrap_or_default()),
        Change::Responsible { from, to } => {
            let name = |at: &AtPost| AttrValue::from(at.name.clone());
            let nobody = || t!("case-responsible-nobody");
            let from = from.as_ref().map_or_else(nobody, name);
            Told::changed(t!("case-responsible"), from, name(to))
        }
        Change::District { from, to } => {
            let name = |district: &Option<DistrictCode>| {
                let none = || t!("history-no-district");
                district.as_ref().map_or_else(none, district_name)
            };
            Told::changed(t!("case-district"), name(from), name(to))
        }
        Change::PostKept => Told::added(t!("case-responsible"), t!("changes-kept")),
        Change::Note { corrects } => match corrects {
            Some(at) => {
                let when = i18n::moment(*at).to_string();
                Told::added(
                    t!("case-tab-notes"),
                    t!("changes-note-corrects", when = when),
                )
            }
            None => Told::added(t!("case-tab-notes"), t!("changes-note")),
        },
        Change::Disclosure { draft, end } => disclosure(draft, *end, town),
        Change::Link { said } => {
            let said: &'static str = said.into();
            Told::added(t!("changes-of-link"), t!(format!("changes-said-{said}")))
        }
    }]
}

fn empty() -> AttrValue {
    t!("disagreement-empty")
}

/// A field of one of the two forms about a person.
struct FieldWords<'a> {
    form: FormOf,
    path: &'a str,
    town: &'a Organisation,
}

impl<'a> FieldWords<'a> {
    fn of(path: &'a str, town: &'a Organisation) -> Self {
        let (form, path) = FormOf::of(path);
        Self { form, path, town }
    }

    fn label(&self) -> AttrValue {
        self.form.label(self.path)
    }

    fn value(&self, value: &Value) -> AttrValue {
        self.form.value(self.path, value, self.town).into()
    }
}

fn consent(
    (kind, receiver): (ConsentKind, Option<&Receiver>),
    (from, to): (Option<ConsentAnswer>, ConsentAnswer),
    (answered_on, counts): (Day, bool),
    town: &Organisation,
) -> Told {
    let name = receiver_name(town, receiver, answered_on);
    let label = if name.is_empty() {
        purpose(kind)
    } else {
        AttrValue::from(format!("{}: {name}", purpose(kind)))
    };
    let answer = |answer: ConsentAnswer| {
        t!(match answer {
            ConsentAnswer::Given => "changes-answer-given",
            ConsentAnswer::Refused => "consents-refused",
            ConsentAnswer::Revoked => "consents-revoked",
        })
    };
    let day = i18n::day(answered_on).to_string();
    let more = if counts {
        t!("changes-answered", day = day)
    } else {
        t!("changes-answered-late", day = day)
    };
    let from = from.map_or_else(|| t!("consents-not-asked"), answer);
    Told::changed(label, from, answer(to)).with(more)
}

fn appointment(draft: &AppointmentDraft, end: Option<AppointmentEnd>) -> Told {
    let when = draft.starts_at.map(i18n::appointed).unwrap_or_default();
    let label = t!("changes-of-appointment", when = when.to_string());
    let kind = draft.contact.as_ref().map(contact_label);
    let details: Vec<String> = [
        kind.unwrap_or_default().to_string(),
        draft.about.clone(),
        draft.place.clone(),
    ]
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect();
    let details = AttrValue::from(details.join(" · "));
    match end {
        None => Told::added(label, t!("changes-planned")).with(details),
        Some(end) => {
            let end = t!(format!("appointment-{}", <&str>::from(end)));
            Told::changed(label, t!("changes-planned"), end).with(details)
        }
    }
}

fn disclosure(draft: &DisclosureDraft, end: Option<DisclosureEnd>, town: &Organisation) -> Told {
    let offices = offices_in_words(draft, town, platform::now().day());
    let to = end.map_or_else(
        || AttrValue::from(offices.clone()),
        |end| {
            let end: &'static str = end.into();
            AttrValue::from(format!(
                "{offices}: {}",
                t!(format!("disclosure-end-{end}"))
            ))
        },
    );
    let more = [draft.purpose.clone(), classes_in_words(draft)];
    Told::added(t!("disclosure-title"), to).with(AttrValue::from(more.join(" · ")))
}

/// The fields of a fact that are other than in the one that it corrects; of a new one those that say something.
fn fact(from: Option<&FactDraft>, to: &FactDraft, town: &Organisation) -> Vec<Told> {
    let lane = lane_name(to.lane);
    let before = from.map(|from| fact_fields(from, town));
    let fields = fact_fields(to, town).into_iter().enumerate();
    let rows = fields.filter_map(|(at, (name, after))| {
        let label = format!("{lane}: {}", t!(format!("intake-fact-{name}")));
        let said = |text: &str| match text {
            "" => empty(),
            text => AttrValue::from(text.to_owned()),
        };
        match before.as_ref().map(|before| &before[at].1) {
            Some(before) => {
                (*before != after).then(|| Told::changed(label, said(before), said(&after)))
            }
            None => (!after.is_empty()).then(|| Told::added(label, said(&after))),
        }
    });
    let rows: Vec<Told> = rows.collect();
    if rows.is_empty() {
        return vec![Told::added(lane, t!("changes-fact-same"))];
    }
    rows
}

/// Each field of a fact with what stands in it, in the order of the form; nothing where nothing does.
fn fact_fields(draft: &FactDraft, town: &Organisation) -> [(&'static str, String); 12] {
    let of_list = |list: List, code: &Option<Code>| {
        let label = code.as_ref().map(|code| code_label(list, code).to_string());
        label.unwrap_or_default()
    };
    let day = |day: Option<Day>| {
        day.map(|day| i18n::day(day).to_string())
            .unwrap_or_default()
    };
    let office = draft.office.as_ref();
    let office = office.map(|office| town.office_name_on(office, platform::now().day()));
    let begins = draft.begins.map(|date| date_in_words(date).to_string());
    let value = draft.value.as_ref().map(|_| fact_label(draft).to_string());
    let handover = draft.is_handover_confirmed.map(|is_confirmed| {
        t!(if is_confirmed {
            "person-answer-yes"
        } else {
            "person-answer-no"
        })
        .to_string()
    });
    let state: &'static str = draft.state.into();
    [
        ("value", value.unwrap_or_default()),
        ("begins", begins.unwrap_or_default()),
        ("ends", day(draft.ends)),
        ("office", office.unwrap_or_default()),
        ("state", t!(format!("link-state-{state}")).to_string()),
        ("handover", handover.unwrap_or_default()),
        (
            "employment",
            of_list(List::WorkPermission, &draft.employment),
        ),
        (
            "residence_rule",
            of_list(List::ResidenceRule, &draft.residence_rule),
        ),
        ("identity", of_list(List::Identity, &draft.identity)),
        ("passport", day(draft.passport_until)),
        ("applied", day(draft.applied_on)),
        ("remark", draft.remark.clone()),
    ]
}

/// What can be asked for, as [`Change::path`] names it, with the key of its word; the forms' own fields have their labels.
const OF_FORMS: [(&str, &str); 3] = [
    ("consent", "case-tab-consents"),
    ("intake", "changes-of-intake"),
    ("link", "changes-of-link"),
];
const OF_CASE: [(&str, &str); 7] = [
    ("fact", "changes-of-facts"),
    ("responsible", "case-responsible"),
    ("district", "case-district"),
    ("next_date", "next-title"),
    ("appointment", "case-tab-dates"),
    ("note", "case-tab-notes"),
    ("disclosure", "disclosure-title"),
];
/// Fields of the person that are looked for often, in the order of the form.
const OF_PERSON: [&str; 25] = [
    "family_name",
    "given_name",
    "birth_name",
    "called",
    "spoken_name",
    "original_script",
    "other_spellings",
    "document_kind",
    "born",
    "birth_country",
    "sex",
    "nationalities",
    "languages",
    "needs_interpreter",
    "entered_germany",
    "left_germany",
    "re_entered_germany",
    "arrived_in_town",
    "address",
    "housing",
    "contact",
    "contact.telephone",
    "contact.email",
    "contact.safe_way",
    "household",
];

/// What can be asked for, with its word.
pub(super) fn fields(is_forms_only: bool) -> Vec<(&'static str, AttrValue)> {
    let of_person = OF_PERSON
        .iter()
        .map(|path| (*path, FormOf::Person.label(path)));
    let of_case = OF_CASE.iter().filter(|_| !is_forms_only);
    let others = OF_FORMS.iter().chain(of_case);
    of_person
        .chain(others.map(|(path, key)| (*path, t!(*key))))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::audit::changes::SaidOfTwo;
    use shared::case::NextDate;
    use shared::intake::Lane;
    use shared::kernel::{IntakeId, Moment};
    use shared::organisation::files::shipped;
    use shared::person::PersonDraft;
    use strum::IntoEnumIterator;

    use super::*;

    fn rows(change: &Change) -> Vec<Told> {
        told(change, &shipped().unwrap())
    }

    fn row(change: &Change) -> (String, Option<String>, String, String) {
        let mut rows = rows(change);
        assert_eq!(rows.len(), 1, "{rows:?}");
        let Told {
            label,
            from,
            to,
            more,
        } = rows.remove(0);
        let from = from.map(|from| from.to_string());
        (label.to_string(), from, to.to_string(), more.to_string())
    }

    fn field(path: &str, from: Value, to: Value) -> Change {
        let path = path.to_owned();
        Change::Field { path, from, to }
    }

    #[test]
    fn a_field_says_its_label_and_days_in_words_and_where_nothing_stands() {
        let (label, from, to, more) = row(&field("called", json!(null), json!("Mo")));
        assert_eq!(label, FormOf::Person.label("called").to_string());
        assert_eq!((from.as_deref(), to.as_str()), (Some("leer"), "Mo"));
        assert_eq!(more, "");
        let born = json!({"precision": "day", "on": "1990-05-17"});
        let (_, _, to, _) = row(&field("born", json!(null), born));
        assert!(to.contains("1990") && !to.contains("1990-05-17"), "{to}");
        let intake = IntakeId::from_uuid(uuid::Uuid::nil());
        let concern = field(
            &format!("intake.{intake}.concern"),
            json!("Wohnung"),
            json!(""),
        );
        let (label, from, to, _) = row(&concern);
        assert_eq!(label, FormOf::Intake(intake).label("concern").to_string());
        assert_eq!((from.as_deref(), to.as_str()), (Some("Wohnung"), "leer"));
    }

    #[test]
    fn what_waits_and_what_was_not_chosen_can_be_read() {
        let path = "contact.telephone".to_owned();
        let waiting = Change::Waiting {
            path: path.clone(),
            stays: json!("0214 1"),
            wrote: json!("0214 2"),
        };
        let (_, from, _, more) = row(&waiting);
        assert_eq!(from.as_deref(), Some("0214 1"));
        assert!(more.contains("0214 2"), "{more}");
        let decided = Change::Decided {
            path,
            from: json!("0214 1"),
            to: json!("0214 2"),
            not_chosen: vec![json!("0214 1")],
        };
        let (_, from, to, more) = row(&decided);
        assert_eq!((from.as_deref(), to.as_str()), (Some("0214 1"), "0214 2"));
        assert!(more.contains("0214 1"), "{more}");
    }

    #[test]
    fn a_corrected_fact_says_each_field_that_is_other_and_a_new_one_each_that_says_something() {
        let old = FactDraft {
            remark: "Termin im Mai".to_owned(),
            ..FactDraft::blank(Lane::Residence)
        };
        let mut new = old.clone();
        new.ends = Some(jiff::civil::date(2027, 1, 31));
        new.is_handover_confirmed = Some(true);
        let corrected = Change::Fact {
            from: Some(Box::new(old.clone())),
            to: Box::new(new),
        };
        let all = rows(&corrected);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|row| row.from == Some(empty())), "{all:?}");
        assert_eq!(all[0].to, i18n::day(jiff::civil::date(2027, 1, 31)));
        let same = Change::Fact {
            from: Some(Box::new(old.clone())),
            to: Box::new(old.clone()),
        };
        assert_eq!(rows(&same).len(), 1);
        let recorded = Change::Fact {
            from: None,
            to: Box::new(old),
        };
        let all = rows(&recorded);
        // What it is, and how it stands.
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|row| row.from.is_none()));
    }

    /// Every kind of change with every code in it: no word is missing.
    #[test]
    fn nothing_is_a_key_between_brackets() {
        let at = Moment::from_millis(1_795_683_600_000);
        let (intake, day) = (IntakeId::from_uuid(uuid::Uuid::nil()), at.day());
        let at_post = |name: &str| AtPost {
            post: "caritas-1".parse().unwrap(),
            name: name.to_owned(),
        };
        let mut all = vec![
            Change::CaseOpened { district: None },
            Change::Responsible {
                from: None,
                to: at_post("Miriam Kaya"),
            },
            Change::Responsible {
                from: Some(at_post("Miriam Kaya")),
                to: at_post("caritas-1"),
            },
            Change::District {
                from: None,
                to: Some("I".parse().unwrap()),
            },
            Change::PostKept,
            Change::Note { corrects: None },
            Change::Note { corrects: Some(at) },
            Change::NextDate {
                from: None,
                to: NextDate::Due {
                    on: day,
                    what: "Anruf".into(),
                },
            },
            Change::Appointment {
                draft: Box::default(),
                end: None,
            },
        ];
        all.extend(AppointmentEnd::iter().map(|end| Change::Appointment {
            draft: Box::default(),
            end: Some(end),
        }));
        for said in [SaidOfTwo::Same, SaidOfTwo::SameNoMore, SaidOfTwo::Two] {
            all.push(Change::Link { said });
        }
        for to in IntakeStateName::iter() {
            for from in [None, Some(IntakeStateName::Open)] {
                all.push(Change::IntakeState { intake, from, to });
            }
        }
        for kind in ConsentKind::iter() {
            for to in ConsentAnswer::iter() {
                for (from, counts) in [(None, true), (Some(ConsentAnswer::Given), false)] {
                    let receiver = Some(Receiver::Unit("awo".parse().unwrap()));
                    all.push(Change::Consent {
                        kind,
                        receiver,
                        from,
                        to,
                        answered_on: day,
                        counts,
                    });
                }
            }
        }
        for change in &all {
            for told in rows(change) {
                let words = format!("{told:?}");
                assert!(!words.contains('⟦'), "{words}");
                assert!(!told.label.is_empty() && !told.to.is_empty(), "{words}");
            }
        }
    }

    #[test]
    fn every_field_of_the_persons_form_can_be_asked_for() {
        let form = serde_json::to_value(PersonDraft::default()).unwrap();
        let Value::Object(form) = form else {
            panic!("a form has fields")
        };
        let offered: Vec<_> = fields(true).into_iter().map(|(path, _)| path).collect();
        for name in form.keys() {
            assert!(offered.contains(&name.as_str()), "{name}");
        }
        let all = fields(false);
        assert_eq!(all.len(), offered.len() + OF_CASE.len());
        for (path, label) in all {
            assert!(
                !label.contains('⟦') && label != t!("field-other"),
                "{path}: {label}"
            );
        }
    }
}
