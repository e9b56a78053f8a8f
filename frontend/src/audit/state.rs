//! The logs as the pages need them: page after page of lines, and what is out of the ordinary.

use std::fmt::Debug;
use std::rc::Rc;

use shared::audit::calls::{
    AnomalyWindow, ExportReadings, FoundAnomalies, FoundReadings, FoundWritings, ListAnomalies,
    ListReaders, ReadWhoRead, ReadWritings, Reader, ReadingExport, ReadingLine, ReadingSearch,
    SearchReadings, WhoRead, WritingLine, WritingSearch,
};
use shared::audit::changes::{ChangeLine, ChangeSearch, FoundChanges, ReadChanges};
use shared::calls::{Call, Nothing};
use shared::case::calls::ThisCase;
use shared::kernel::{CaseId, FieldProblems};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::case::state::Loaded;

/// How far back is looked for what is out of the ordinary, in days.
pub(super) const WINDOW_DAYS: u16 = 7;

/// Asks a call once for each question, and gives what came.
#[hook]
fn use_answer<C: Call>(question: C::Question) -> Loaded<C::Answer>
where
    C::Question: PartialEq + Clone,
    C::Answer: PartialEq + Clone,
{
    let answer = use_state_eq(|| Loaded::Waiting);
    {
        let answer = answer.clone();
        use_effect_with(question, move |question| {
            let question = question.clone();
            spawn_local(async move {
                answer.set(match api::send::<C>(&question).await {
                    Ok(read) => Loaded::Ready(Rc::new(read)),
                    Err(failure) => Loaded::Failed(failure),
                });
            });
        });
    }
    (*answer).clone()
}

/// What is out of the ordinary.
#[hook]
pub(super) fn use_anomalies() -> Loaded<FoundAnomalies> {
    use_answer::<ListAnomalies>(AnomalyWindow { days: WINDOW_DAYS })
}

/// Everybody who has or had an account; nobody while that is not known.
#[hook]
pub(super) fn use_readers() -> Rc<[Reader]> {
    match use_answer::<ListReaders>(Nothing {}) {
        Loaded::Ready(known) => known.readers.clone().into(),
        Loaded::Waiting | Loaded::Failed(_) => Rc::new([]),
    }
}

/// Who has seen the data of a case's person.
#[hook]
pub(super) fn use_who_read(case: CaseId) -> Loaded<WhoRead> {
    use_answer::<ReadWhoRead>(ThisCase { case })
}

/// A page of lines and, if there is more, the question for what follows.
type Answered<P> = Result<(Vec<<P as Paged>::Line>, Option<<P as Paged>::Search>), ApiFailure>;

/// A search that answers page after page.
pub(super) trait Paged: 'static {
    /// The question.
    type Search: Clone + PartialEq + Debug + 'static;
    /// A line of the answer.
    type Line: Clone + PartialEq + Debug + 'static;

    /// Asks for the next page.
    fn ask(search: Self::Search) -> impl Future<Output = Answered<Self>>
    where
        Self: Sized;
}

/// The log of reads.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfReads;

impl Paged for OfReads {
    type Search = ReadingSearch;
    type Line = ReadingLine;

    async fn ask(search: ReadingSearch) -> Answered<Self> {
        let FoundReadings { lines, next } = api::send::<SearchReadings>(&search).await?;
        let next = next.map(|before| ReadingSearch {
            before: Some(before),
            ..search
        });
        Ok((lines, next))
    }
}

/// The log of what was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfWrites;

impl Paged for OfWrites {
    type Search = WritingSearch;
    type Line = WritingLine;

    async fn ask(search: WritingSearch) -> Answered<Self> {
        let FoundWritings { lines, next } = api::send::<ReadWritings>(&search).await?;
        let next = next.map(|before| WritingSearch {
            before: Some(before),
            ..search
        });
        Ok((lines, next))
    }
}

/// What was changed about a person.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfChanges;

impl Paged for OfChanges {
    type Search = ChangeSearch;
    type Line = ChangeLine;

    async fn ask(search: ChangeSearch) -> Answered<Self> {
        let FoundChanges { lines, next } = api::send::<ReadChanges>(&search).await?;
        let next = next.map(|before| ChangeSearch {
            before: Some(before),
            ..search
        });
        Ok((lines, next))
    }
}

/// Lines that were found so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lines<P: Paged> {
    /// The first question, to which these are the answer.
    pub(super) search: P::Search,
    /// The lines.
    pub(super) lines: Vec<P::Line>,
    /// The question for what follows; none: these are all.
    next: Option<P::Search>,
}

/// What is known of a search.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Finding<P: Paged> {
    /// Nothing is asked yet.
    Nothing,
    /// Being asked.
    Waiting,
    /// Found.
    Here(Rc<Lines<P>>),
    /// Fields of the question are wrong.
    Wrong(FieldProblems),
    /// Not to be had.
    Failed(ApiFailure),
}

/// A search and its verbs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Search<P: Paged> {
    /// What is known.
    pub(super) finding: Finding<P>,
    /// Whether the next page is being asked for.
    pub(super) is_going_on: bool,
    /// Whether there is more.
    pub(super) is_more: bool,
    /// Asks anew.
    pub(super) on_ask: Callback<P::Search>,
    /// Asks for what follows.
    pub(super) on_more: Callback<()>,
}

/// A search; one that is given is asked at once.
#[hook]
pub(super) fn use_search<P: Paged + Clone + PartialEq>(first: Option<P::Search>) -> Search<P> {
    let finding = use_state_eq(|| Finding::<P>::Nothing);
    let is_going_on = use_state_eq(|| false);
    let on_ask = {
        let finding = finding.setter();
        use_callback((), move |search: P::Search, ()| {
            let finding = finding.clone();
            finding.set(Finding::Waiting);
            spawn_local(async move {
                finding.set(match P::ask(search.clone()).await {
                    Ok((lines, next)) => Finding::Here(Rc::new(Lines {
                        search,
                        lines,
                        next,
                    })),
                    Err(failure) => match failure.fields() {
                        fields if fields.is_empty() => Finding::Failed(failure),
                        fields => Finding::Wrong(fields),
                    },
                });
            });
        })
    };
    {
        let on_ask = on_ask.clone();
        use_effect_with(first, move |first| {
            if let Some(first) = first.clone() {
                on_ask.emit(first);
            }
        });
    }
    let next = match &*finding {
        Finding::Here(here) => here.next.clone().map(|next| (Rc::clone(here), next)),
        _ => None,
    };
    let is_more = next.is_some();
    let on_more = {
        let (finding, is_going_on) = (finding.setter(), is_going_on.clone());
        Callback::from(move |()| {
            let Some((here, next)) = next.clone() else {
                return;
            };
            let (finding, is_going_on) = (finding.clone(), is_going_on.clone());
            is_going_on.set(true);
            spawn_local(async move {
                match P::ask(next).await {
                    Ok((lines, next)) => finding.set(Finding::Here(Rc::new(Lines {
                        search: here.search.clone(),
                        lines: here.lines.iter().cloned().chain(lines).collect(),
                        next,
                    }))),
                    Err(failure) => finding.set(Finding::Failed(failure)),
                }
                is_going_on.set(false);
            });
        })
    };
    Search {
        finding: (*finding).clone(),
        is_going_on: *is_going_on,
        is_more,
        on_ask,
        on_more,
    }
}

/// Fetches the lines that are seen once more, so that the log says that they were taken away.
pub(super) async fn export(seen: &Lines<OfReads>) -> Result<Vec<ReadingLine>, ApiFailure> {
    let mut search = seen.search.clone();
    if let Some(first) = seen.lines.first() {
        let mut behind = first.key.clone();
        behind.line += 1;
        search.before = Some(behind);
    }
    let lines = u32::try_from(seen.lines.len()).unwrap_or(u32::MAX);
    let export = ReadingExport { search, lines };
    Ok(api::send::<ExportReadings>(&export).await?.lines)
}
