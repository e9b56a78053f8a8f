//! What the case manager's screens stand on: the worklist and a case, each as the server has it or as it is packed, with
//! what is unsent on top; and the verb that records a command.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gloo::timers::callback::Interval;
use shared::calls::{Call, Nothing};
use shared::case::CaseHead;
use shared::case::calls::{AllCases, ReadCase, ThisCase, WORKLIST_MOST, Worklist as WorklistCall};
use shared::command::Command;
use shared::device::{PackState, ShownCase};
use shared::exchange::Subject;
use shared::intake::FactDraft;
use shared::kernel::lists::{List, Lists};
use shared::kernel::{CaseId, Code, Day, DistrictCode, Moment, PersonId, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::i18n;
use crate::offline::{NewCommand, Offline, use_offline, use_pack};
use crate::ui::{Choice, EmptyState, Notice, Tone, Waiting, use_toasts};
use crate::{platform, t};

/// How often the worklist is asked for anew: a new case is seen within seconds.
const REFRESH_MILLIS: u32 = 10_000;

/// That a client does not allow special categories to be written down (E2), and what to write instead.
#[must_use]
pub fn unwritten_in_words(since: Option<Day>) -> AttrValue {
    since
        .map(|since| t!("case-unwritten", day = i18n::day(since).to_string()))
        .unwrap_or_default()
}

/// Something that is being read: nothing yet, the last good copy (perhaps an older one), or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded<T> {
    /// Being read.
    Waiting,
    /// Here.
    Ready(Rc<T>),
    /// Neither on the server nor on this device, and why.
    Failed(ApiFailure),
}

impl<T> Loaded<T> {
    /// What is there.
    #[must_use]
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Waiting | Self::Failed(_) => None,
        }
    }

    /// What is shown while nothing is there.
    pub fn instead(&self) -> Html {
        match self {
            Self::Failed(ApiFailure::Offline) => html! {
                <EmptyState text={t!("case-not-here")}><p class="muted">{ t!("case-not-here-hint") }</p></EmptyState>
            },
            Self::Failed(ApiFailure::Problem(Problem::NotAllowed { because })) => html! {
                <Notice tone={Tone::Warning} text={t!(format!("reason-{because}"))}>
                    <p>{ t!(format!("reason-{because}-ask")) }</p>
                </Notice>
            },
            Self::Failed(ApiFailure::Problem(Problem::TooMany { after_seconds })) => {
                html! { <Notice tone={Tone::Warning} text={too_many_people(*after_seconds)} /> }
            }
            Self::Failed(failure) => {
                html! { <Notice tone={Tone::Danger} text={t!(failure.text_key())} /> }
            }
            Self::Waiting | Self::Ready(_) => html! { <Waiting /> },
        }
    }
}

/// What is said to whoever was shown more people of others than anybody's work asks for.
#[must_use]
pub fn too_many_people(after_seconds: u32) -> AttrValue {
    t!(
        "failure-too-many-people",
        minutes = after_seconds.div_ceil(60)
    )
}

/// The answer to a question, asked anew whenever the question or `when` is another. A look that fails leaves the last answer on
/// the screen.
#[hook]
pub fn use_read<C, W>(question: C::Question, when: W) -> Loaded<C::Answer>
where
    C: Call,
    C::Question: PartialEq,
    C::Answer: Clone + PartialEq,
    W: PartialEq + 'static,
{
    let loaded = use_state_eq(|| Loaded::Waiting);
    {
        let loaded = loaded.clone();
        use_effect_with((Rc::new(question), when), move |(question, _)| {
            let question = Rc::clone(question);
            spawn_local(async move {
                match api::send::<C>(&question).await {
                    Ok(answer) => loaded.set(Loaded::Ready(Rc::new(answer))),
                    Err(failure) if loaded.ready().is_none() => {
                        loaded.set(Loaded::Failed(failure));
                    }
                    Err(_) => {}
                }
            });
        });
    }
    (*loaded).clone()
}

/// The cases of the one who is signed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Worklist {
    /// One line per case, new ones first; those that exist on this device only stand before them.
    pub cases: Vec<CaseHead>,
    /// How many there are in all.
    pub total: usize,
    /// Those that are packed.
    pub packed: BTreeSet<CaseId>,
    /// When this copy was fetched, if it is not fresh.
    pub stale_since: Option<Moment>,
}

impl Worklist {
    /// Says how old an old copy is; empty for a fresh one.
    #[must_use]
    pub fn stale_in_words(&self) -> AttrValue {
        stale(self.stale_since)
    }
}

fn stale(since: Option<Moment>) -> AttrValue {
    since
        .map(|since| t!("case-as-packed", when = i18n::moment(since).to_string()))
        .unwrap_or_default()
}

/// How much of the worklist is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowMuch {
    /// What comes first.
    First,
    /// Every case.
    All,
}

/// The worklist: from the server, and from the pack where there is no network. Asked for anew every few seconds.
#[hook]
pub fn use_worklist(how_much: HowMuch) -> Loaded<Worklist> {
    let offline = use_offline();
    let pack = use_pack();
    let loaded = use_state(|| Loaded::Waiting);
    let beat = use_beat(REFRESH_MILLIS);
    {
        let loaded = loaded.clone();
        use_effect_with((offline.revision, offline.place.clone(), beat), move |_| {
            spawn_local(async move {
                let (packed_at, shown) = match pack.state().await {
                    PackState::Ready(about) => (Some(about.fetched_at), pack.cases().await),
                    PackState::Absent | PackState::Expired => (None, Rc::from([])),
                };
                let packed: BTreeSet<CaseId> = shown.iter().map(|shown| shown.head.case).collect();
                let own: Vec<CaseHead> = pack
                    .on_device()
                    .into_iter()
                    .filter_map(|(_, case)| case)
                    .map(|shown| shown.head)
                    .collect();
                let with_own = |heads: Vec<CaseHead>, total: usize, stale_since| {
                    let is_known = |case: CaseId| heads.iter().any(|head| head.case == case);
                    let new: Vec<CaseHead> = own
                        .iter()
                        .filter(|head| !is_known(head.case))
                        .cloned()
                        .collect();
                    let total = total + new.len();
                    let cases = new.into_iter().chain(heads.iter().cloned()).collect();
                    Loaded::Ready(Rc::new(Worklist {
                        cases,
                        total,
                        packed: packed.clone(),
                        stale_since,
                    }))
                };
                let asked = match how_much {
                    HowMuch::First => api::send::<WorklistCall>(&Nothing {}).await,
                    HowMuch::All => api::send::<AllCases>(&Nothing {}).await,
                };
                match asked {
                    Ok(heads) => loaded.set(with_own(heads.cases, heads.total as usize, None)),
                    Err(_) if packed_at.is_some() => {
                        let mut heads = with_shown(pack.worklist().await.cases, &shown);
                        let total = heads.len();
                        if how_much == HowMuch::First {
                            heads.truncate(WORKLIST_MOST as usize);
                        }
                        loaded.set(with_own(heads, total, packed_at));
                    }
                    Err(_) if !own.is_empty() => loaded.set(with_own(Vec::new(), 0, None)),
                    // A refresh that fails leaves the last good copy on the screen.
                    Err(failure) => {
                        if loaded.ready().is_none() {
                            loaded.set(Loaded::Failed(failure));
                        }
                    }
                }
            });
        });
    }
    (*loaded).clone()
}

/// The packed worklist with what was changed on this device since.
fn with_shown(heads: Vec<CaseHead>, shown: &[ShownCase]) -> Vec<CaseHead> {
    let shown: BTreeMap<CaseId, &CaseHead> = shown
        .iter()
        .map(|shown| (shown.head.case, &shown.head))
        .collect();
    heads
        .into_iter()
        .map(|head| match shown.get(&head.case) {
            Some(shown) => (*shown).clone(),
            None => head,
        })
        .collect()
}

/// A case and the verb that works on it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseHandle {
    loaded: Loaded<ShownCase>,
    stale_since: Option<Moment>,
    recorder: Recorder,
}

impl CaseHandle {
    /// The case, as it looks on this device.
    #[must_use]
    pub fn ready(&self) -> Option<&ShownCase> {
        self.loaded.ready()
    }

    /// Whether it is still being looked for.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.loaded == Loaded::Waiting
    }

    /// What is shown while it is not there.
    pub fn instead(&self) -> Html {
        self.loaded.instead()
    }

    /// Says how old a packed copy is; empty for a fresh one.
    #[must_use]
    pub fn stale_in_words(&self) -> AttrValue {
        stale(self.stale_since)
    }

    /// Records a command about the person of this case.
    pub fn record(&self, command: Command) {
        self.record_all(vec![command], None);
    }

    /// Records commands about the person of this case that are done as a whole or not at all, and takes the draft away that
    /// they were typed in.
    pub fn record_all(&self, commands: Vec<Command>, draft: Option<String>) {
        if let Some(shown) = self.ready() {
            let (person, sequence) = (shown.head.person, shown.person.sequence);
            self.recorder
                .record_group(person, sequence, commands, draft, Callback::noop());
        }
    }
}

/// A case: from the server, else packed, else as it was opened on this device.
#[hook]
pub fn use_case(case: CaseId) -> CaseHandle {
    let offline = use_offline();
    let pack = use_pack();
    let recorder = use_recorder();
    let loaded = use_state(|| Loaded::Waiting);
    let stale_since = use_state(|| None::<Moment>);
    {
        let (loaded, stale_since) = (loaded.clone(), stale_since.clone());
        use_effect_with(
            (case, offline.revision, offline.place.clone()),
            move |(case, ..)| {
                let case = *case;
                spawn_local(async move {
                    // The copy on the device is there at once; the server's replaces it.
                    let packed = pack.case(case).await;
                    if let Some(shown) = &packed {
                        loaded.set(Loaded::Ready(Rc::new(shown.clone())));
                    }
                    match api::send::<ReadCase>(&ThisCase { case }).await {
                        Ok(file) => {
                            stale_since.set(None);
                            if let Some(shown) = pack.show(&file).await {
                                loaded.set(Loaded::Ready(Rc::new(shown)));
                            }
                        }
                        Err(failure) if is_withdrawn(&failure) => {
                            // What the server no longer shows must not be read here either. What was opened on this
                            // device, and is not known there yet, stays.
                            pack.withdraw(case).await;
                            match pack.case(case).await {
                                Some(own) => loaded.set(Loaded::Ready(Rc::new(own))),
                                None => loaded.set(Loaded::Failed(failure)),
                            }
                        }
                        Err(failure) if packed.is_none() => loaded.set(Loaded::Failed(failure)),
                        Err(_) => {
                            if let PackState::Ready(about) = pack.state().await {
                                stale_since.set(Some(about.fetched_at));
                            }
                        }
                    }
                });
            },
        );
    }
    CaseHandle {
        loaded: (*loaded).clone(),
        stale_since: *stale_since,
        recorder,
    }
}

/// Whether an answer says that a case is not, or no longer, for the one who asks.
const fn is_withdrawn(failure: &ApiFailure) -> bool {
    matches!(
        failure,
        ApiFailure::Problem(Problem::NotFound | Problem::NotAllowed { .. })
    )
}

/// Records commands and says aloud if that failed; what was typed is then still on the screen.
#[derive(Clone, PartialEq)]
pub struct Recorder {
    offline: Offline,
    say: Callback<AttrValue>,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recorder")
    }
}

impl Recorder {
    /// Records a command about a person, based on what its author had read.
    pub fn record(&self, person: PersonId, sequence: Option<u64>, command: Command) {
        self.record_then(person, sequence, command, None, Callback::noop());
    }

    /// As [`Recorder::record`]; takes the draft away with it, and says afterwards whether it is on the device.
    pub fn record_then(
        &self,
        person: PersonId,
        sequence: Option<u64>,
        command: Command,
        draft: Option<String>,
        then: Callback<bool>,
    ) {
        self.record_group(person, sequence, vec![command], draft, then);
    }

    fn record_group(
        &self,
        person: PersonId,
        sequence: Option<u64>,
        commands: Vec<Command>,
        draft: Option<String>,
        then: Callback<bool>,
    ) {
        let (offline, say) = (self.offline.clone(), self.say.clone());
        let group = commands
            .into_iter()
            .map(|command| {
                let new = NewCommand::new(Subject::Person(person), command);
                match sequence {
                    Some(sequence) => new.based_on(sequence),
                    None => new,
                }
            })
            .collect();
        spawn_local(async move {
            let recorded = offline.record(group, draft.as_deref()).await;
            if let Err(failure) = &recorded {
                say.emit(t!(failure.text_key()));
            }
            then.emit(recorded.is_ok());
        });
    }
}

/// The recorder.
#[hook]
pub fn use_recorder() -> Recorder {
    let toasts = use_toasts();
    let say = Callback::from(move |text| toasts.say(text));
    Recorder {
        offline: use_offline(),
        say,
    }
}

/// How many entries on this device wait for a decision of the person.
#[hook]
pub fn use_decisions() -> usize {
    use_offline().waiting().needs_you
}

/// The moment, to the minute; moves on by itself.
#[hook]
pub fn use_now() -> Moment {
    use_beat(60_000);
    platform::now()
}

/// Counts up at an interval while the component is shown.
#[hook]
pub fn use_beat(millis: u32) -> u32 {
    let beat = use_state(|| 0_u32);
    {
        let count = use_mut_ref(|| 0_u32);
        let beat = beat.setter();
        use_effect_with((), move |()| {
            let interval = Interval::new(millis, move || {
                let mut count = count.borrow_mut();
                *count = count.wrapping_add(1);
                beat.set(*count);
            });
            move || drop(interval)
        });
    }
    *beat
}

/// The word for a code of a list; the code itself where it is not on it.
#[must_use]
pub fn code_label(list: List, code: &Code) -> AttrValue {
    let entry = Lists::shipped().entry(list, code.as_str(), platform::now().day());
    entry.map_or_else(
        || AttrValue::from(code.to_string()),
        |entry| AttrValue::from(entry.label(i18n::code())),
    )
}

/// The word for a kind of contact.
#[must_use]
pub fn contact_label(code: &Code) -> AttrValue {
    code_label(List::ContactKind, code)
}

/// The word for how urgent something is.
#[must_use]
pub fn urgency_label(code: &Code) -> AttrValue {
    code_label(List::Urgency, code)
}

/// The word for a field of action.
#[must_use]
pub fn field_label(code: &Code) -> AttrValue {
    code_label(List::FieldOfAction, code)
}

/// The word for a safe way to reach somebody.
#[must_use]
pub fn safe_way_label(code: &Code) -> String {
    code_label(List::SafeWay, code).to_string()
}

/// The name of a language.
#[must_use]
pub fn language_name(code: &Code) -> AttrValue {
    code_label(List::Language, code)
}

/// The word for what a fact says.
#[must_use]
pub fn fact_label(draft: &FactDraft) -> AttrValue {
    match &draft.value {
        Some(code) => {
            // A lane has codes of several lists: a level of German, and a course.
            let today = platform::now().day();
            let of_list = |list: &List| Lists::shipped().entry(*list, code.as_str(), today);
            let entry = draft.lane.lists().iter().find_map(of_list);
            entry.map_or_else(
                || AttrValue::from(code.to_string()),
                |entry| AttrValue::from(entry.label(i18n::code())),
            )
        }
        None => AttrValue::from(draft.remark.clone()),
    }
}

/// The kinds of contact of a day, to choose from.
#[must_use]
pub fn contact_choices(today: Day) -> Rc<[Choice]> {
    choices(List::ContactKind, today)
}

/// The entries of a list on a day, to choose from.
#[must_use]
pub fn choices(list: List, today: Day) -> Rc<[Choice]> {
    Lists::shipped()
        .entries(list, today)
        .map(|entry| Choice::new(entry.code, entry.label(i18n::code())))
        .collect()
}

/// `Stadtbezirk II`.
#[must_use]
pub fn district_name(code: &DistrictCode) -> AttrValue {
    AttrValue::from(format!("{} {code}", t!("case-district")))
}
