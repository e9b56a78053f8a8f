//! Every statement that this thread sends, written down by the connections themselves.

use std::cell::RefCell;
use std::sync::Once;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

thread_local! {
    static SENT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Lets all connections made from now on write down what they send; each thread reads its own.
pub(crate) fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| set_default_instrumentation(recorder).unwrap());
}

fn recorder() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let sent = query.to_string();
            let sql = sent.split(" -- binds:").next().unwrap_or(&sent).to_owned();
            SENT.with_borrow_mut(|all| all.push(sql));
        }
    }))
}

/// Runs something and answers with the statements it sent.
pub(crate) fn statements<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    SENT.with_borrow_mut(Vec::clear);
    let done = work();
    (done, SENT.with_borrow_mut(std::mem::take))
}
