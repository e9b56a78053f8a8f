//! Asking a client about one purpose: what is read to them, how it was explained, until when, and their signature. The rules
//! are those of the command; they stand at the fields.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::consent::texts::{ClientText, TEXT_VERSION, tag_of};
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::device::Draft;
use shared::kernel::date::Nearest;
use shared::kernel::{
    AttachmentId, Code, ConsentId, Day, FieldProblem, FieldProblems, PersonId, ProblemCode,
    Signature,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::scan::ScanField;
use super::words::{consequence, purpose, receiver_name};
use crate::case::state::language_name;
use crate::intake::choices::{FormLists, code, code_value};
use crate::offline::{use_keeper, use_pictures};
use crate::ui::{
    Button, ButtonKind, Choice, ComboboxField, DayField, Notice, SelectField, SignatureField,
    TextField, Tone,
};
use crate::{platform, t};

/// Properties of [`ConsentForm`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ConsentFormProps {
    /// The purpose.
    pub(super) kind: ConsentKind,
    /// The receiver, where it is fixed; absent where the purpose names none, or it is chosen here.
    #[prop_or_default]
    pub(super) receiver: Option<Receiver>,
    /// Whose consent it is.
    pub(super) person: PersonId,
    /// The receivers that can be chosen; empty where the purpose names none.
    pub(super) receivers: Rc<[Choice]>,
    /// Languages and ways of explaining.
    pub(super) lists: Rc<FormLists>,
    /// The client's language.
    #[prop_or_default]
    pub(super) language: Option<Code>,
    /// Today.
    pub(super) today: Day,
    /// Their answer, and under which key its draft lies.
    pub(super) on_answer: Callback<(RecordConsent, String)>,
    /// The form was left.
    pub(super) on_leave: Callback<()>,
}

/// The language of the texts that stand in every form.
const GERMAN: &str = "deu";

/// The version of this form; a draft typed under another one still opens, because fields are only added.
const FORM: u32 = 1;

/// What was typed, as it is kept on the device until there is an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Typed {
    receiver: Option<String>,
    language: Option<Code>,
    explained: Option<Code>,
    interpreter: String,
    until: Option<Day>,
    is_until_unread: bool,
    signature: Option<Signature>,
}

impl Typed {
    /// What was kept, as it stands in the form again. A signature is for the day on which it was given: who goes on later asks
    /// for it once more.
    fn kept(draft: Draft, today: Day) -> Option<Self> {
        let typed: Self = serde_json::from_value(draft.value).ok()?;
        let is_of_today = draft.saved_at.day() == today;
        Some(Self {
            signature: typed.signature.filter(|_| is_of_today),
            is_until_unread: false,
            ..typed
        })
    }

    /// The picture of the paper, if one was taken.
    fn scan(&self) -> Option<AttachmentId> {
        self.signature.as_ref()?.scan()
    }

    /// The answer as a command, or what is missing before there can be one.
    fn answer(
        &self,
        props: &ConsentFormProps,
        answer: ConsentAnswer,
    ) -> Result<RecordConsent, FieldProblems> {
        let mut problems = FieldProblems::default();
        for (path, is_missing) in [
            ("language", self.language.is_none()),
            ("explained", self.explained.is_none()),
        ] {
            if is_missing {
                problems.add(path, ProblemCode::Missing);
            }
        }
        if self.is_until_unread {
            problems.add("until", ProblemCode::Invalid);
        }
        let (Some(language), Some(explained)) = (self.language.clone(), self.explained.clone())
        else {
            self.note_missing(props, answer, &mut problems);
            return Err(problems);
        };
        let is_yes = answer == ConsentAnswer::Given;
        let is_at_intake = props.kind.is_asked_at_intake();
        let call = RecordConsent {
            consent: ConsentId::born(platform::now(), platform::random()),
            kind: props.kind,
            answer,
            text_version: TEXT_VERSION.to_owned(),
            language,
            explained,
            answered_on: props.today,
            receiver: self.receiver(props),
            until: self.until.filter(|_| is_yes && !is_at_intake),
            interpreter: self.interpreter.trim().to_owned(),
            signature: self.signature.clone().filter(|_| is_yes && !is_at_intake),
        };
        problems.add_under("", call.check(props.today).err().unwrap_or_default());
        problems.or(call)
    }

    /// What is missing beside language and explanation, said in the same breath.
    fn note_missing(
        &self,
        props: &ConsentFormProps,
        answer: ConsentAnswer,
        problems: &mut FieldProblems,
    ) {
        let is_named = props.kind.names_office() || props.kind.names_unit();
        if is_named && self.receiver(props).is_none() {
            problems.add("receiver", ProblemCode::Missing);
        }
        let is_signed = answer == ConsentAnswer::Given && !props.kind.is_asked_at_intake();
        if is_signed && self.signature.is_none() {
            problems.add("signature", ProblemCode::Missing);
        }
    }

    fn receiver(&self, props: &ConsentFormProps) -> Option<Receiver> {
        if props.receiver.is_some() {
            return props.receiver.clone();
        }
        let chosen = self.receiver.as_ref()?;
        if props.kind.names_office() {
            chosen.parse().ok().map(Receiver::Office)
        } else {
            chosen.parse().ok().map(Receiver::Unit)
        }
    }
}

/// The form.
#[component]
pub(super) fn ConsentForm(props: &ConsentFormProps) -> Html {
    let typed = use_state_eq(|| Typed {
        language: props.language.clone(),
        ..Typed::default()
    });
    let receiver = props.receiver.as_ref().map(Receiver::code);
    let form = [
        "consent",
        &props.person.to_string(),
        props.kind.into(),
        receiver.unwrap_or_default(),
    ];
    let keeper = use_keeper(form.join(":"), FORM, Callback::noop());
    let pictures = use_pictures();
    // What was half typed here before stands there again.
    {
        let (typed, keeper, today) = (typed.clone(), keeper.clone(), props.today);
        let pictures = pictures.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let kept = keeper.find().await;
                if let Some(kept) = kept.and_then(|draft| Typed::kept(draft, today)) {
                    // A signature of another day is not kept any longer either.
                    keeper.typed(&kept);
                    typed.set(kept);
                }
                keeper.keep_pending().await;
                // Whoever took one and closed the tab at once left it behind.
                pictures.sweep().await;
            });
        });
    }
    // A picture takes a moment to be read; what is typed meanwhile is not to be lost when it is there.
    let latest = use_mut_ref(Typed::default);
    latest.replace((*typed).clone());
    let change = {
        let (typed, keeper) = (typed.clone(), keeper.clone());
        let pictures = pictures.clone();
        Rc::new(move |change: &dyn Fn(&mut Typed)| {
            let before = latest.borrow().scan();
            let mut after = latest.borrow().clone();
            change(&mut after);
            latest.replace(after.clone());
            keeper.typed(&after);
            if before.is_some() && before != after.scan() {
                // The picture goes with the way of signing that was left, as soon as the draft names it no more.
                let (keeper, pictures) = (keeper.clone(), pictures.clone());
                spawn_local(async move {
                    keeper.keep_pending().await;
                    pictures.sweep().await;
                });
            }
            typed.set(after);
        })
    };
    let tried = use_state_eq(|| None::<ConsentAnswer>);
    use_effect_with((), |()| {
        platform::focus_soon("consent-form");
    });
    let problems = (*tried)
        .and_then(|answer| typed.answer(props, answer).err())
        .unwrap_or_default();
    let of = |path: &str| -> Vec<FieldProblem> { problems.of(path).to_vec() };
    let choose = |take: fn(&mut Typed, Option<AttrValue>)| {
        let change = Rc::clone(&change);
        Callback::from(move |value: Option<AttrValue>| {
            change(&|typed| take(typed, value.clone()));
        })
    };
    let on_interpreter = {
        let change = Rc::clone(&change);
        Callback::from(move |text: String| change(&|typed| typed.interpreter.clone_from(&text)))
    };
    let is_until_unread = use_mut_ref(|| false);
    let on_unreadable = {
        let is_until_unread = is_until_unread.clone();
        Callback::from(move |is| {
            is_until_unread.replace(is);
        })
    };
    let on_until = {
        let change = Rc::clone(&change);
        Callback::from(move |until: Option<Day>| {
            let is_unread = *is_until_unread.borrow();
            change(&|typed| (typed.until, typed.is_until_unread) = (until, is_unread));
        })
    };
    let on_signature = {
        let change = Rc::clone(&change);
        Callback::from(move |signature: Option<Signature>| {
            change(&|typed| typed.signature.clone_from(&signature));
        })
    };
    let on_scan = {
        let (change, keeper) = (Rc::clone(&change), keeper.clone());
        Callback::from(move |scan: Option<AttachmentId>| {
            let signature = scan.map_or(Signature::Paper, Signature::Scanned);
            change(&|typed| typed.signature = Some(signature.clone()));
            // The page says that the picture is there: from here on the draft says which one.
            keeper.keep_now();
        })
    };
    let on_leave = {
        let (keeper, on_leave) = (keeper.clone(), props.on_leave.clone());
        Callback::from(move |()| {
            keeper.forget();
            let (keeper, pictures) = (keeper.clone(), pictures.clone());
            spawn_local(async move {
                keeper.give_up().await;
                pictures.sweep().await;
            });
            on_leave.emit(());
        })
    };
    let say = |answer: ConsentAnswer| {
        let outcome = typed.answer(props, answer);
        let (tried, on_answer) = (tried.clone(), props.on_answer.clone());
        let keeper = keeper.clone();
        Callback::from(move |()| match &outcome {
            Ok(call) => {
                keeper.forget();
                on_answer.emit((call.clone(), keeper.form().to_owned()));
            }
            Err(problems) => {
                tried.set(Some(answer));
                let first = ["receiver", "language", "explained", "interpreter", "until"]
                    .into_iter()
                    .find(|path| !problems.of(path).is_empty())
                    .unwrap_or("signature");
                platform::focus_soon(&format!("consent-{first}"));
            }
        })
    };
    let is_at_intake = props.kind.is_asked_at_intake();
    let is_on_paper = typed.signature.as_ref().is_some_and(Signature::is_on_paper);
    let was_interpreted = typed
        .explained
        .as_ref()
        .is_some_and(|explained| explained.as_str().ends_with("interpreter"));
    let title = purpose(props.kind);
    let chosen = typed.receiver(props);
    let named = chosen.as_ref().and_then(|receiver| {
        let mut receivers = props.receivers.iter();
        receivers.find(|choice| choice.value == receiver.code())
    });
    let named = named.map(|choice| choice.label.clone()).unwrap_or_default();
    html! {
        <section class="card consent-form" aria-labelledby="consent-form">
            <h2 id="consent-form" tabindex="-1">{ t!("consents-ask-about", purpose = title.to_string()) }</h2>
            <div hidden={props.receivers.is_empty() || props.receiver.is_some()}>
                <SelectField
                    id="consent-receiver"
                    label={t!("consents-receiver")}
                    choices={Rc::clone(&props.receivers)}
                    value={typed.receiver.clone().map(AttrValue::from)}
                    problems={of("receiver")}
                    is_required=true
                    on_choose={choose(|typed, value| typed.receiver = value.map(|code| code.to_string()))}
                />
            </div>
            <p hidden={named.is_empty()}>{ t!("consents-named") }{ ": " }<strong>{ named }</strong></p>
            { spoken(props.kind, typed.language.as_ref()) }
            <div class="fields">
                <ComboboxField
                    id="consent-language"
                    label={t!("intake-consent-language")}
                    choices={Rc::clone(&props.lists.languages)}
                    value={typed.language.as_ref().map(code_value)}
                    problems={of("language")}
                    is_required=true
                    on_choose={choose(|typed, value| typed.language = code(value))}
                />
                <SelectField
                    id="consent-explained"
                    label={t!("intake-consent-explained")}
                    choices={Rc::clone(&props.lists.explained)}
                    value={typed.explained.as_ref().map(code_value)}
                    problems={of("explained")}
                    is_required=true
                    on_choose={choose(|typed, value| typed.explained = code(value))}
                />
            </div>
            <div class="fields">
                <div hidden={!was_interpreted}>
                    <TextField
                        id="consent-interpreter"
                        label={t!("consents-interpreter")}
                        value={AttrValue::from(typed.interpreter.clone())}
                        problems={of("interpreter")}
                        is_required={!is_at_intake}
                        on_input={on_interpreter}
                    />
                </div>
                <div hidden={is_at_intake}>
                    <DayField
                        id="consent-until"
                        label={t!("consents-until")}
                        hint={t!("consents-until-hint")}
                        value={typed.until}
                        problems={of("until")}
                        nearest={Nearest::Coming}
                        today={props.today}
                        on_change={on_until}
                        {on_unreadable}
                    />
                </div>
            </div>
            <div hidden={is_at_intake}>
                <SignatureField
                    id="consent-signature"
                    label={t!("consents-signature")}
                    value={typed.signature.clone()}
                    problems={of("signature")}
                    on_change={on_signature}
                />
            </div>
            <div hidden={is_at_intake || !is_on_paper}>
                <ScanField scan={typed.scan()} on_change={on_scan} />
            </div>
            <div class="actions">
                <Button id="consent-give" kind={ButtonKind::Primary} on_press={say(ConsentAnswer::Given)}>{ t!("consents-give") }</Button>
                <Button id="consent-refuse" on_press={say(ConsentAnswer::Refused)}>{ t!("consents-refuse") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={on_leave}>{ t!("consents-leave") }</Button>
            </div>
        </section>
    }
}

/// What is read to the client, or by them: in German, and in their language where there is a text in it.
fn spoken(kind: ConsentKind, language: Option<&Code>) -> Html {
    let texts = [
        ClientText::Purpose(kind),
        ClientText::Intro,
        ClientText::Revocable,
    ];
    let translated: Vec<&'static str> = language
        .map(|language| {
            let texts = texts.iter();
            texts
                .filter_map(|text| text.in_language(language))
                .collect()
        })
        .unwrap_or_default();
    let tag = language.map(tag_of).unwrap_or_default();
    let untranslated = language
        .filter(|language| translated.is_empty() && language.as_str() != GERMAN)
        .map(|language| {
            t!(
                "consents-untranslated",
                language = language_name(language).to_string()
            )
        })
        .unwrap_or_default();
    html! {
        <div class="consent-form__texts">
            <Notice tone={Tone::Warning} text={untranslated} />
            <div lang="de">{ for texts.iter().map(|text| html! { <p key={text.german()}>{ text.german() }</p> }) }</div>
            <div lang={tag} dir="auto" hidden={translated.is_empty()}>
                { for translated.iter().map(|text| html! { <p key={*text} dir="auto">{ *text }</p> }) }
            </div>
        </div>
    }
}

/// Properties of [`Revoking`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct RevokingProps {
    /// The answer that is taken back.
    pub(super) given: RecordConsent,
    /// The town.
    pub(super) town: Rc<shared::organisation::Organisation>,
    /// Today.
    pub(super) today: Day,
    /// It is taken back.
    pub(super) on_revoke: Callback<()>,
    /// It stays.
    pub(super) on_leave: Callback<()>,
}

/// The second step before something is taken back, with what follows from it.
#[component]
pub(super) fn Revoking(props: &RevokingProps) -> Html {
    let receiver = receiver_name(&props.town, props.given.receiver.as_ref(), props.today);
    use_effect_with((), |()| {
        platform::focus_soon("consent-revoke-yes");
    });
    html! {
        <div class="stack" role="group" aria-labelledby="consent-revoke-what">
            <p id="consent-revoke-what"><strong>{ t!("consents-revoke-sure") }</strong>{ " " }{ consequence(props.given.kind, &receiver) }</p>
            <div class="row">
                <Button id="consent-revoke-yes" kind={ButtonKind::Danger} on_press={props.on_revoke.clone()}>{ t!("intake-consent-revoke-yes") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={props.on_leave.clone()}>{ t!("intake-consent-revoke-no") }</Button>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use shared::kernel::Moment;

    use super::*;

    #[test]
    fn a_kept_form_stands_there_again_and_its_signature_on_the_same_day_only() {
        let typed = Typed {
            interpreter: "Rima Beispiel".to_owned(),
            explained: "interpreter".parse().ok(),
            signature: Some(Signature::Paper),
            ..Typed::default()
        };
        let saved_at = Moment::from_millis(1_795_000_000_000);
        let kept_on = |day: Day| {
            let draft = Draft {
                form_version: FORM,
                saved_at,
                before: None,
                value: serde_json::to_value(&typed).unwrap(),
            };
            Typed::kept(draft, day).unwrap()
        };
        let today = saved_at.day();
        assert_eq!(kept_on(today), typed);
        let later = kept_on(today.tomorrow().unwrap());
        assert_eq!(later.signature, None);
        assert_eq!(later.interpreter, typed.interpreter);
    }
}
