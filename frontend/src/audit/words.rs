//! What the logs say in codes, in words.

use shared::audit::Why;
use shared::audit::calls::{Reader, ReadingLine};
use shared::exchange::Subject;
use shared::kernel::IntakeId;
use yew::AttrValue;

use crate::person::field_words::{FormOf, name_of};
use crate::{i18n, t};

/// Who it was: the name, or that there is none any more.
pub(crate) fn who(reader: &Reader) -> AttrValue {
    if !reader.name.is_empty() {
        return reader.name.clone().into();
    }
    t!(if reader.account.uuid().is_nil() {
        "log-who-service"
    } else {
        "log-who-gone"
    })
}

/// What they are, and in which unit.
pub(crate) fn what_they_are(reader: &Reader, unit: &yew::Callback<String, AttrValue>) -> AttrValue {
    let roles = reader.roles.iter().map(|role| {
        let code: &'static str = role.into();
        t!(format!("role-{code}")).to_string()
    });
    let unit = reader
        .unit
        .as_ref()
        .map(|code| unit.emit(code.to_string()).to_string());
    let parts: Vec<String> = roles.chain(unit).collect();
    parts.join(", ").into()
}

/// Why, one after the other.
pub(super) fn why(reasons: &[Why]) -> AttrValue {
    let mut words: Vec<String> = reasons
        .iter()
        .map(|why| match why {
            Why::Refused(because) => {
                let code: &'static str = because.into();
                format!(
                    "{}: {}",
                    t!("why-refused"),
                    t!(format!("why-refused-{code}"))
                )
            }
            why => t!(format!("why-{}", why.code())).to_string(),
        })
        .collect();
    words.dedup();
    words.join(" · ").into()
}

/// What was done.
pub(super) fn command(name: &str) -> AttrValue {
    t!(format!("command-{name}"))
}

/// Fields that a command names, as they are called on their form, each once.
pub(super) fn fields(command: &str, names: &[String]) -> AttrValue {
    let intake = IntakeId::from_uuid(uuid::Uuid::nil());
    let mut labels: Vec<String> = Vec::new();
    for name in names {
        let label = match command {
            "record_person" | "edit_person" => FormOf::Person.label(name),
            "start_intake" | "edit_intake" if name != "intake" => {
                FormOf::Intake(intake).label(name)
            }
            _ => name_of(name),
        };
        if !labels.iter().any(|one| *one == label.as_str()) {
            labels.push(label.to_string());
        }
    }
    labels.join(", ").into()
}

/// What became of it.
pub(super) fn outcome(code: &str) -> AttrValue {
    let key = format!("log-outcome-{code}");
    if i18n::has(&key) {
        t!(key)
    } else {
        t!(format!("refusal-{code}"))
    }
}

/// What a call showed, in a sentence; of one that was refused, or that found nothing of what it asked for, that it did not. A
/// line of a call that there is no more tells what kind it was.
pub(super) fn call(line: &ReadingLine) -> AttrValue {
    let kind: &'static str = line.kind.into();
    let what = t!(format!("reading-{kind}"));
    if line.is_refused() {
        return t!("log-refused", what = what.to_string());
    }
    if line.count == 0 && line.kind.is_of_somebody() {
        return t!("log-not-there", what = what.to_string());
    }
    let key = format!("reading-call-{}", line.call);
    if i18n::has(&key) { t!(key) } else { what }
}

/// Whom a line is about: by the number of the case where there is one, else what it is and the end of its id.
pub(super) fn whom(subject: &Subject, number: Option<&str>) -> AttrValue {
    if let Some(number) = number {
        return AttrValue::from(number.to_owned());
    }
    let kind = match subject {
        Subject::Person(_) => "person",
        Subject::Slip(_) => "slip",
        Subject::Message(_) => "message",
        Subject::Inquiry(_) => "inquiry",
        Subject::Organisation(_) => return t!("log-subject-organisation"),
        Subject::Erasure(_) => "erasure",
    };
    t!(format!("log-subject-{kind}"), id = id(subject).1)
}

/// The id of a subject as it is typed into a search, and the beginning of it that is enough to tell two apart.
pub(super) fn id(subject: &Subject) -> (String, String) {
    let whole = match subject {
        Subject::Person(person) => person.to_string(),
        other => other.to_string(),
    };
    let short = whole.rsplit('-').next().unwrap_or(&whole).to_owned();
    (whole, short)
}
