//! The person's part of the intake form: names, birth and origin, languages, arrival, housing, contact, household.
//! Values in, events out.

use std::rc::Rc;

use shared::kernel::{Code, Day, FieldProblem, FieldProblems, ImpreciseDate};
use shared::person::{HouseholdMember, LanguageSkill, PersonDraft};
use yew::prelude::*;

use super::place::{Place, PlaceLine};
use crate::forms::{OnChange, part, set};
use crate::intake::choices::{FormLists, code, code_value, label_of, yes_no};
use crate::platform;
use crate::t;
use crate::ui::{
    Button, ButtonKind, Checkbox, ChipsOne, Combobox, ComboboxField, DateField, Field, InputKind,
    SelectField, TextField,
};

/// Properties of [`PersonForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct PersonFormProps {
    /// The person as typed.
    pub draft: PersonDraft,
    /// The problems to show, by the paths of the draft.
    pub problems: FieldProblems,
    /// What can be chosen.
    pub lists: Rc<FormLists>,
    /// What the address says about the district.
    pub place: Place,
    /// Today.
    pub today: Day,
    /// Every change.
    pub on_change: OnChange<PersonDraft>,
    /// A field was left, by its path.
    pub on_leave: Callback<String>,
}

/// The id of the control of a field, by its path in the draft.
#[must_use]
pub fn control_id(path: &str) -> String {
    // Which Stadtteil it is, is asked below the place, whose field says what is wrong with either.
    let path = if path == "address.locality" {
        "address.place"
    } else {
        path
    };
    format!("person-{}", path.replace(['.', '_'], "-"))
}

/// The key of the label of a field, by its path in the draft.
#[must_use]
pub fn label_key(path: &str) -> String {
    let mut names = path.split('.');
    let first = names.next().unwrap_or_default();
    let last = path.rsplit('.').next().unwrap_or_default();
    match (first, last) {
        ("household", "household") => "person-section-household".to_owned(),
        ("household", field) => format!("person-household-{field}"),
        ("languages", _) => "person-languages".to_owned(),
        ("address", "locality") => "person-locality-which".to_owned(),
        ("contact", "hint") => "person-contact-hint".to_owned(),
        ("address", "is_locked") => "person-locked".to_owned(),
        ("born", _) => "person-born-label".to_owned(),
        (_, field) => format!("person-{field}"),
    }
}

/// The whole part.
#[function_component]
pub fn PersonForm(props: &PersonFormProps) -> Html {
    html! {
        <div class="form">
            <Names ..part_of(props) />
            <Origin ..part_of(props) />
            <Languages ..part_of(props) />
            <Arrival ..part_of(props) />
            <Housing ..part_of(props) />
            <Reach ..part_of(props) />
            <Household ..part_of(props) />
        </div>
    }
}

fn part_of(props: &PersonFormProps) -> PersonFormProps {
    PersonFormProps {
        draft: props.draft.clone(),
        problems: props.problems.clone(),
        lists: Rc::clone(&props.lists),
        place: props.place.clone(),
        today: props.today,
        on_change: props.on_change.clone(),
        on_leave: props.on_leave.clone(),
    }
}

impl PersonFormProps {
    fn at(&self, path: &str) -> Vec<FieldProblem> {
        self.problems.of(path).to_vec()
    }

    fn leave(&self, path: &'static str) -> Callback<()> {
        self.on_leave.reform(move |()| path.to_owned())
    }

    /// A date says what is wrong with it as soon as it can be read.
    fn date(
        &self,
        path: &'static str,
        take: impl Fn(&mut PersonDraft, Option<ImpreciseDate>) + 'static,
    ) -> Callback<Option<ImpreciseDate>> {
        let (change, touch) = (set(&self.on_change, take), self.on_leave.clone());
        Callback::from(move |date| {
            change.emit(date);
            touch.emit(path.to_owned());
        })
    }
}

/// A group of fields with its heading.
fn group(title: &str, fields: Html) -> Html {
    html! {
        <fieldset class="form__group">
            <legend class="form__legend">{ t!(title) }</legend>
            <>{ fields }</>
        </fieldset>
    }
}

/// A line of text of the draft.
fn line(
    props: &PersonFormProps,
    path: &'static str,
    value: &str,
    take: impl Fn(&mut PersonDraft, String) + 'static,
) -> Html {
    line_of(props, path, value, "", InputKind::Text, take)
}

fn line_of(
    props: &PersonFormProps,
    path: &'static str,
    value: &str,
    hint: &str,
    kind: InputKind,
    take: impl Fn(&mut PersonDraft, String) + 'static,
) -> Html {
    let hint = if hint.is_empty() {
        AttrValue::default()
    } else {
        t!(hint)
    };
    html! {
        <TextField
            id={control_id(path)}
            label={t!(label_key(path))}
            {hint}
            {kind}
            value={value.to_owned()}
            problems={props.at(path)}
            on_input={set(&props.on_change, take)}
            on_leave={props.leave(path)}
        />
    }
}

#[function_component]
fn Names(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    group(
        "person-section-names",
        html! {
            <>
                { line_of(props, "spoken_name", &draft.spoken_name, "person-spoken_name-hint", InputKind::Text, |person, text| person.spoken_name = text) }
                <div class="fields">
                    { line_of(props, "given_name", &draft.given_name, "person-given_name-hint", InputKind::Text, |person, text| person.given_name = text) }
                    { line_of(props, "family_name", &draft.family_name, "person-family_name-hint", InputKind::Text, |person, text| person.family_name = text) }
                </div>
                <div class="fields">
                    { line_of(props, "original_script", &draft.original_script, "person-original_script-hint", InputKind::Text, |person, text| person.original_script = text) }
                    <SelectField
                        id={control_id("document_kind")}
                        label={t!("person-document_kind")}
                        choices={Rc::clone(&props.lists.document_kinds)}
                        value={draft.document_kind.as_ref().map(code_value)}
                        problems={props.at("document_kind")}
                        on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.document_kind = code(value))}
                    />
                </div>
                <div class="fields">
                    { line(props, "birth_name", &draft.birth_name, |person, text| person.birth_name = text) }
                    { line(props, "called", &draft.called, |person, text| person.called = text) }
                </div>
                { line_of(props, "other_spellings", &draft.other_spellings, "person-other_spellings-hint", InputKind::Text, |person, text| person.other_spellings = text) }
            </>
        },
    )
}

#[function_component]
fn Origin(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    let add = set(
        &props.on_change,
        |person: &mut PersonDraft, value: Option<AttrValue>| {
            person.nationalities.extend(code(value));
        },
    );
    group(
        "person-section-birth",
        html! {
            <>
                <DateField
                    id={control_id("born")}
                    label={t!("person-born-label")}
                    value={draft.born}
                    today={props.today}
                    problems={props.at("born")}
                    is_required=true
                    on_change={props.date("born", |person, date| person.born = date)}
                    may_be_set_by_authority=true
                />
                <div class="fields">
                    <ComboboxField
                        id={control_id("birth_country")}
                        label={t!("person-birth_country")}
                        choices={Rc::clone(&props.lists.states)}
                        value={draft.birth_country.as_ref().map(code_value)}
                        problems={props.at("birth_country")}
                        on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.birth_country = code(value))}
                    />
                    <SelectField
                        id={control_id("sex")}
                        label={t!("person-sex")}
                        choices={Rc::clone(&props.lists.sexes)}
                        value={draft.sex.as_ref().map(code_value)}
                        problems={props.at("sex")}
                        on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.sex = code(value))}
                    />
                </div>
                <Field
                    id={control_id("nationalities")}
                    label={t!("person-nationalities")}
                    hint={t!("person-nationalities-hint")}
                    problems={props.at("nationalities")}
                >
                    <Combobox
                        key={draft.nationalities.len().to_string()}
                        id={control_id("nationalities")}
                        choices={Rc::clone(&props.lists.states)}
                        placeholder={t!("person-nationalities-add")}
                        on_choose={add}
                    />
                    { picked(&draft.nationalities.iter().cloned().collect::<Vec<_>>(), &props.lists.states, "person-nationalities-remove", &props.on_change, |person, code| { person.nationalities.remove(code); }) }
                </Field>
            </>
        },
    )
}

/// What was picked, each with a button that takes it away.
fn picked(
    codes: &[Code],
    choices: &Rc<[crate::ui::Choice]>,
    remove_key: &'static str,
    on_change: &OnChange<PersonDraft>,
    remove: fn(&mut PersonDraft, &Code),
) -> Html {
    html! {
        <ul class="picked" hidden={codes.is_empty()}>
            { for codes.iter().map(|code| {
                let name = label_of(choices, code);
                let take = set(on_change, move |person: &mut PersonDraft, code: Code| remove(person, &code));
                let gone = code.clone();
                html! {
                    <li key={code.to_string()} class="picked__one">
                        <span>{ name.clone() }</span>
                        <Button
                            kind={ButtonKind::Quiet}
                            class="button--square"
                            aria_label={t!(remove_key, name = name.to_string())}
                            on_press={take.reform(move |()| gone.clone())}
                        >
                            { "×" }
                        </Button>
                    </li>
                }
            }) }
        </ul>
    }
}

#[function_component]
fn Languages(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    let add = set(
        &props.on_change,
        |person: &mut PersonDraft, value: Option<AttrValue>| {
            if let Some(language) = code(value) {
                let is_first = person.languages.is_empty();
                person.languages.entry(language).or_insert(LanguageSkill {
                    reads: None,
                    is_first,
                });
            }
        },
    );
    group(
        "person-section-language",
        html! {
            <>
                <Field id={control_id("languages")} label={t!("person-languages")} problems={props.at("languages")} is_required=true>
                    <Combobox
                        key={draft.languages.len().to_string()}
                        id={control_id("languages")}
                        choices={Rc::clone(&props.lists.languages)}
                        placeholder={t!("person-languages-add")}
                        on_choose={add}
                        is_wrong={!props.at("languages").is_empty()}
                    />
                </Field>
                <ul class="languages" hidden={draft.languages.is_empty()}>
                    { for draft.languages.iter().map(|(language, skill)| {
                        let name = label_of(&props.lists.languages, language);
                        let (reading, first, gone) = (language.clone(), language.clone(), language.clone());
                        html! {
                            <li key={language.to_string()} class="languages__one">
                                <strong class="languages__name">{ name.clone() }</strong>
                                <Checkbox
                                    id={format!("person-languages-{language}-first")}
                                    label={t!("person-languages-first")}
                                    is_checked={skill.is_first}
                                    on_change={set(&props.on_change, move |person: &mut PersonDraft, is_first| {
                                        if let Some(skill) = person.languages.get_mut(&first) {
                                            skill.is_first = is_first;
                                        }
                                    })}
                                />
                                <ChipsOne
                                    id={format!("person-languages-{language}-reads")}
                                    label={t!("person-languages-reads", name = name.to_string())}
                                    choices={yes_no::choices()}
                                    value={yes_no::value(skill.reads)}
                                    on_choose={set(&props.on_change, move |person: &mut PersonDraft, value: AttrValue| {
                                        if let Some(skill) = person.languages.get_mut(&reading) {
                                            skill.reads = yes_no::answer(&value);
                                        }
                                    })}
                                />
                                <Button
                                    kind={ButtonKind::Quiet}
                                    class="button--square"
                                    aria_label={t!("person-languages-remove", name = name.to_string())}
                                    on_press={set(&props.on_change, move |person: &mut PersonDraft, ()| { person.languages.remove(&gone); })}
                                >
                                    { "×" }
                                </Button>
                            </li>
                        }
                    }) }
                </ul>
                <ChipsOne
                    id={control_id("needs_interpreter")}
                    label={t!("person-needs_interpreter")}
                    choices={yes_no::choices()}
                    value={yes_no::value(draft.needs_interpreter)}
                    on_choose={set(&props.on_change, |person: &mut PersonDraft, value: AttrValue| person.needs_interpreter = yes_no::answer(&value))}
                />
            </>
        },
    )
}

#[function_component]
fn Arrival(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    let was_away = use_state_eq(|| false);
    let is_away = *was_away || draft.left_germany.is_some() || draft.re_entered_germany.is_some();
    let on_away = {
        let (was_away, clear) = (
            was_away.clone(),
            set(
                &props.on_change,
                |person: &mut PersonDraft, is_away: bool| {
                    if !is_away {
                        person.left_germany = None;
                        person.re_entered_germany = None;
                    }
                },
            ),
        );
        Callback::from(move |is_away: bool| {
            was_away.set(is_away);
            clear.emit(is_away);
        })
    };
    group(
        "person-section-arrival",
        html! {
            <>
                <div class="fields">
                    <DateField
                        id={control_id("entered_germany")}
                        label={t!("person-entered_germany")}
                        hint={t!("person-entered_germany-hint")}
                        value={draft.entered_germany}
                        today={props.today}
                        problems={props.at("entered_germany")}
                        is_required=true
                        on_change={props.date("entered_germany", |person, date| person.entered_germany = date)}
                        />
                    <DateField
                        id={control_id("arrived_in_town")}
                        label={t!("person-arrived_in_town")}
                        value={draft.arrived_in_town}
                        today={props.today}
                        problems={props.at("arrived_in_town")}
                        on_change={props.date("arrived_in_town", |person, date| person.arrived_in_town = date)}
                        />
                </div>
                <Checkbox id="person-was-away" label={t!("person-was-away")} is_checked={is_away} on_change={on_away} />
                <div class="fields" hidden={!is_away}>
                    <DateField
                        id={control_id("left_germany")}
                        label={t!("person-left_germany")}
                        value={draft.left_germany}
                        today={props.today}
                        problems={props.at("left_germany")}
                        on_change={props.date("left_germany", |person, date| person.left_germany = date)}
                        />
                    <DateField
                        id={control_id("re_entered_germany")}
                        label={t!("person-re_entered_germany")}
                        value={draft.re_entered_germany}
                        today={props.today}
                        problems={props.at("re_entered_germany")}
                        on_change={props.date("re_entered_germany", |person, date| person.re_entered_germany = date)}
                        />
                </div>
            </>
        },
    )
}

#[function_component]
fn Housing(props: &PersonFormProps) -> Html {
    let address = &props.draft.address;
    // Another place is another question: what was derived or chosen for the old one no longer holds.
    let on_place = set(
        &props.on_change,
        |person: &mut PersonDraft, text: String| {
            person.address.place = text;
            person.address.locality = None;
        },
    );
    let on_town = set(
        &props.on_change,
        |person: &mut PersonDraft, text: String| {
            person.address.town = text;
            person.address.locality = None;
        },
    );
    group(
        "person-section-address",
        html! {
            <>
                <TextField
                    id={control_id("address.place")}
                    label={t!("person-place")}
                    hint={t!("person-place-hint")}
                    value={address.place.clone()}
                    problems={[props.at("address.place"), props.at("address.locality")].concat()}
                    is_required=true
                    on_input={on_place}
                    on_leave={props.leave("address.place")}
                />
                <PlaceLine
                    place={props.place.clone()}
                    typed={address.place.clone()}
                    localities={Rc::clone(&props.lists.localities)}
                    on_locality={set(&props.on_change, |person: &mut PersonDraft, chosen| person.address.locality = chosen)}
                    on_place={set(&props.on_change, |person: &mut PersonDraft, text| {
                        person.address.place = text;
                        person.address.locality = None;
                    })}
                />
                <div class="fields">
                    { line(props, "address.street", &address.street, |person, text| person.address.street = text) }
                    { line_of(props, "address.post_code", &address.post_code, "", InputKind::Digits, |person, text| person.address.post_code = text) }
                </div>
                <div class="fields">
                    <TextField
                        id={control_id("address.town")}
                        label={t!("person-town")}
                        value={address.town.clone()}
                        problems={props.at("address.town")}
                        on_input={on_town}
                        on_leave={props.leave("address.town")}
                    />
                    { line(props, "address.care_of", &address.care_of, |person, text| person.address.care_of = text) }
                </div>
                <SelectField
                    id={control_id("address.housing")}
                    label={t!("person-housing")}
                    choices={Rc::clone(&props.lists.housing)}
                    value={address.housing.as_ref().map(code_value)}
                    problems={props.at("address.housing")}
                    on_choose={set(&props.on_change, |person: &mut PersonDraft, value| {
                        person.address.housing = code(value);
                        // A women's shelter is never shown to others.
                        if person.address.housing.as_ref().is_some_and(|housing| housing.as_str() == "FRAUENHAUS") {
                            person.address.is_locked = true;
                        }
                    })}
                />
                <Checkbox
                    id={control_id("address.is_locked")}
                    label={t!("person-locked")}
                    hint={t!("person-locked-hint")}
                    is_checked={address.is_locked}
                    on_change={set(&props.on_change, |person: &mut PersonDraft, is_locked| person.address.is_locked = is_locked)}
                />
            </>
        },
    )
}

#[function_component]
fn Reach(props: &PersonFormProps) -> Html {
    let contact = &props.draft.contact;
    group(
        "person-section-contact",
        html! {
            <>
                <div class="fields">
                    { line_of(props, "contact.telephone", &contact.telephone, "", InputKind::Telephone, |person, text| person.contact.telephone = text) }
                    { line_of(props, "contact.email", &contact.email, "", InputKind::Email, |person, text| person.contact.email = text) }
                </div>
                <SelectField
                    id={control_id("contact.safe_way")}
                    label={t!("person-safe_way")}
                    hint={t!("person-safe_way-hint")}
                    choices={Rc::clone(&props.lists.safe_ways)}
                    value={contact.safe_way.as_ref().map(code_value)}
                    problems={props.at("contact.safe_way")}
                    on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.contact.safe_way = code(value))}
                />
                { line(props, "contact.hint", &contact.hint, |person, text| person.contact.hint = text) }
            </>
        },
    )
}

#[function_component]
fn Household(props: &PersonFormProps) -> Html {
    let household = &props.draft.household;
    let add = {
        let on_add = set(&props.on_change, |person: &mut PersonDraft, id: String| {
            person.household.insert(id, HouseholdMember::default());
        });
        Callback::from(move |()| {
            // Time first, so that the entries keep the order in which they were made.
            let id = format!(
                "{:x}-{}",
                platform::now().millis(),
                u16::from_be_bytes(platform::random())
            );
            on_add.emit(id);
        })
    };
    group(
        "person-section-household",
        html! {
            <>
                <p class="muted" hidden={!household.is_empty()}>{ t!("person-household-none") }</p>
                <ul class="household" hidden={household.is_empty()}>
                    { for household.iter().enumerate().map(|(at, (id, member))| {
                        let gone = id.clone();
                        html! {
                            <li key={id.clone()} class="household__one">
                                <Member
                                    id={id.clone()}
                                    number={at.saturating_add(1)}
                                    member={member.clone()}
                                    problems={under(&props.problems, id)}
                                    lists={Rc::clone(&props.lists)}
                                    today={props.today}
                                    on_change={member_change(&props.on_change, id)}
                                    on_leave={props.on_leave.clone()}
                                    on_remove={set(&props.on_change, move |person: &mut PersonDraft, ()| { person.household.remove(&gone); })}
                                />
                            </li>
                        }
                    }) }
                </ul>
                <Button on_press={add} id="person-household">{ t!("person-household-add") }</Button>
            </>
        },
    )
}

fn member_change(on_change: &OnChange<PersonDraft>, id: &str) -> OnChange<HouseholdMember> {
    let id = id.to_owned();
    part(on_change, move |person: &mut PersonDraft| {
        person.household.entry(id.clone()).or_default()
    })
}

fn under(problems: &FieldProblems, id: &str) -> FieldProblems {
    let prefix = format!("household.{id}.");
    let mut found = FieldProblems::default();
    for (path, at) in problems.iter() {
        if let Some(field) = path.strip_prefix(&prefix) {
            for problem in at {
                found.add(field, problem.clone());
            }
        }
    }
    found
}

#[derive(Debug, PartialEq, Properties)]
struct MemberProps {
    id: String,
    number: usize,
    member: HouseholdMember,
    problems: FieldProblems,
    lists: Rc<FormLists>,
    today: Day,
    on_change: OnChange<HouseholdMember>,
    on_leave: Callback<String>,
    on_remove: Callback<()>,
}

#[function_component]
fn Member(props: &MemberProps) -> Html {
    let member = &props.member;
    let path = |field: &str| format!("household.{}.{field}", props.id);
    let leave = |field: &'static str| {
        let path = path(field);
        props.on_leave.reform(move |()| path.clone())
    };
    html! {
        <fieldset class="form__group form__group--inner">
            <legend class="form__legend">{ t!("person-household-member", number = props.number) }</legend>
            <div class="fields">
                <TextField
                    id={control_id(&path("name"))}
                    label={t!("person-household-name")}
                    value={member.name.clone()}
                    problems={props.problems.of("name").to_vec()}
                    on_input={set(&props.on_change, |member: &mut HouseholdMember, text| member.name = text)}
                    on_leave={leave("name")}
                />
                <SelectField
                    id={control_id(&path("relation"))}
                    label={t!("person-household-relation")}
                    choices={Rc::clone(&props.lists.relations)}
                    value={member.relation.as_ref().map(code_value)}
                    problems={props.problems.of("relation").to_vec()}
                    on_choose={set(&props.on_change, |member: &mut HouseholdMember, value| member.relation = code(value))}
                />
            </div>
            <div class="fields">
                <DateField
                    id={control_id(&path("born"))}
                    label={t!("person-household-born")}
                    value={member.born}
                    today={props.today}
                    problems={props.problems.of("born").to_vec()}
                    on_change={set(&props.on_change, |member: &mut HouseholdMember, date| member.born = date)}
                />
                <ChipsOne
                    id={control_id(&path("has_case"))}
                    label={t!("person-household-has_case")}
                    choices={yes_no::choices()}
                    value={yes_no::value(member.has_case)}
                    on_choose={set(&props.on_change, |member: &mut HouseholdMember, value: AttrValue| member.has_case = yes_no::answer(&value))}
                />
            </div>
            <Button kind={ButtonKind::Quiet} on_press={props.on_remove.clone()}>{ t!("person-household-remove") }</Button>
        </fieldset>
    }
}
