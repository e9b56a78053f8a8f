//! What a client is given when they took a consent back: a sheet in German and in their language. It says what they took back
//! and since when, and holds neither their name nor anything of the file.

use shared::case::Responsible;
use shared::consent::ConsentKind;
use shared::consent::texts::ClientText;
use shared::kernel::{Code, Day};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::words::purpose;
use crate::intake::handout::{Contact, Handout, Sheet};
use crate::ui::{Button, ButtonKind, Notice, Tone};
use crate::{i18n, platform, t};

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// For which purpose.
    pub kind: ConsentKind,
    /// Who received; empty where the purpose names nobody.
    pub receiver: AttrValue,
    /// On which day.
    pub day: Day,
    /// The language in which it had been explained.
    pub language: Code,
    /// Whom the client may ask.
    pub responsible: Option<Responsible>,
}

impl Confirmation {
    fn sheet(&self, town: &Organisation) -> Sheet {
        let texts = [
            ClientText::RevokedTitle,
            ClientText::RevokedNow,
            ClientText::RevokedRest(self.kind),
        ];
        let join = |words: Vec<&str>| AttrValue::from(words.join(" "));
        let german = join(texts.map(ClientText::german).to_vec());
        let translated: Vec<&str> = texts
            .into_iter()
            .chain([ClientText::RevokedWhat, ClientText::Purpose(self.kind)])
            .filter_map(|text| text.in_language(&self.language))
            .collect();
        let what = [purpose(self.kind), self.receiver.clone()]
            .into_iter()
            .filter(|words| !words.is_empty())
            .map(|words| words.to_string())
            .collect::<Vec<_>>()
            .join(": ");
        let mut said = vec![
            (t!("consents-sheet-what"), AttrValue::from(what)),
            (t!("consents-sheet-since"), i18n::day(self.day)),
            (t!("consents-sheet-follows"), german),
        ];
        if !translated.is_empty() {
            said.push((
                crate::case::state::language_name(&self.language),
                join(translated),
            ));
        }
        let contact = self
            .responsible
            .as_ref()
            .map(|who| Contact::of_responsible(who, town, self.day));
        Sheet {
            title: None,
            from: contact.clone().unwrap_or_default(),
            day: self.day,
            said,
            to: contact.map(|contact| (t!("consents-sheet-ask"), contact)),
        }
    }
}

/// Properties of [`ConfirmationCard`].
#[derive(Debug, PartialEq, Properties)]
pub struct ConfirmationCardProps {
    /// What was taken back; without it nothing is seen.
    pub confirmation: Option<Confirmation>,
    /// The town.
    pub town: std::rc::Rc<Organisation>,
    /// It was printed or put away.
    pub on_close: Callback<()>,
}

/// Says that it was taken back, and prints the sheet. It stays when the case itself can no longer be read.
#[function_component]
pub fn ConfirmationCard(props: &ConfirmationCardProps) -> Html {
    let text = props
        .confirmation
        .as_ref()
        .map_or_else(AttrValue::default, |confirmation| {
            let purpose = purpose(confirmation.kind).to_string();
            t!("consents-taken-back", purpose = purpose)
        });
    let print = Callback::from(|()| platform::print());
    html! {
        <div id="consent-confirmation">
            <Notice tone={Tone::Info} {text}>
                <div class="row">
                    <Button id="consent-print" kind={ButtonKind::Primary} on_press={print}>{ t!("consents-print") }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={props.on_close.clone()}>{ t!("consents-put-away") }</Button>
                </div>
            </Notice>
            <Handout sheet={props.confirmation.as_ref().map(|confirmation| confirmation.sheet(&props.town))} />
        </div>
    }
}
