//! An inquiry that waits for the reader: who asks, for whom, who in the own records may be meant, and the three answers.

use shared::command::Command;
use shared::exchange::Subject;
use shared::inquiry::calls::AskedInquiry;
use shared::inquiry::{AnswerInquiry, InquiryAnswer, WORDS_MOST};
use shared::kernel::text::typed_line;
use yew::prelude::*;

use crate::person::search::dialled;
use crate::routes::{Go, Route};
use crate::ui::{Button, ButtonKind, Notice, TextField, Tone, date_in_words};
use crate::{i18n, t};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct AskedProps {
    /// The inquiry.
    pub(super) asked: AskedInquiry,
    /// The name of the unit that asks.
    pub(super) unit: AttrValue,
    /// Whether an answer is on its way.
    pub(super) is_busy: bool,
    /// An answer.
    pub(super) on_send: Callback<(Subject, Command)>,
}

/// The entry.
#[component]
pub(super) fn Asked(props: &AskedProps) -> Html {
    let asked = &props.asked;
    let note = use_state_eq(String::new);
    let problems = typed_line(&note, WORDS_MOST);
    let answer = |answer: InquiryAnswer| {
        let call = AnswerInquiry {
            person: asked.person,
            answer,
            note: match answer {
                InquiryAnswer::Known => note.trim().to_owned(),
                InquiryAnswer::NotTheSame | InquiryAnswer::NoInformation => String::new(),
            },
        };
        let (on_send, subject) = (props.on_send.clone(), Subject::Inquiry(asked.inquiry));
        let is_right = problems.is_empty();
        Callback::from(move |()| {
            if is_right {
                on_send.emit((subject.clone(), Command::AnswerInquiry(call.clone())));
            }
        })
    };
    let born = asked
        .draft
        .born
        .map(|born| date_in_words(born).to_string())
        .unwrap_or_default();
    let whom = format!(
        "{} {}, {born}",
        asked.draft.given_name, asked.draft.family_name
    );
    let careful = match (asked.is_protected, asked.unfound_since) {
        (true, _) => t!("inquiry-protected"),
        (false, Some(since)) => t!("inquiry-unfound", since = i18n::day(since).to_string()),
        (false, None) => AttrValue::default(),
    };
    // The first button offers itself to a hurried thumb: not where nothing may have to be said.
    let (known, nothing) = if careful.is_empty() {
        (ButtonKind::Primary, ButtonKind::Quiet)
    } else {
        (ButtonKind::default(), ButtonKind::default())
    };
    html! {
        <li class="need need--warning">
            <div class="need__words">
                <strong><bdi>{ whom }</bdi></strong>
                <span>
                    { t!("inquiry-by", name = asked.by_name.clone(), unit = props.unit.to_string()) }{ " " }
                    <a class="hit__call" hidden={asked.by_telephone.is_empty()} href={format!("tel:{}", dialled(&asked.by_telephone))}>{ asked.by_telephone.clone() }</a>
                </span>
                <p class="note__text" dir="auto">{ asked.draft.reason.clone() }</p>
                <span>{ t!("inquiry-meant") }{ " " }<Go to={Route::Person { person: asked.person }}><bdi>{ asked.name.clone() }</bdi></Go></span>
                <Notice tone={Tone::Danger} text={careful} />
                <TextField
                    id={format!("inquiry-note-{}", asked.person)}
                    label={t!("inquiry-note")}
                    hint={t!("inquiry-note-hint")}
                    value={AttrValue::from((*note).clone())}
                    problems={problems.clone()}
                    on_input={let note = note.clone(); Callback::from(move |text| note.set(text))}
                />
                <div class="actions">
                    <Button kind={known} on_press={answer(InquiryAnswer::Known)} is_waiting={props.is_busy}>{ t!("inquiry-answer-known") }</Button>
                    <Button on_press={answer(InquiryAnswer::NotTheSame)} is_waiting={props.is_busy}>{ t!("inquiry-answer-not_the_same") }</Button>
                    <Button kind={nothing} on_press={answer(InquiryAnswer::NoInformation)} is_waiting={props.is_busy}>{ t!("inquiry-answer-no_information") }</Button>
                </div>
                <span class="muted">{ t!("inquiry-due", day = i18n::day(asked.due_on).to_string()) }</span>
            </div>
        </li>
    }
}
