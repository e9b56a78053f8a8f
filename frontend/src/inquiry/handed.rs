//! Whom a search was about, on the way to the form of an inquiry: in the memory of this window, because nothing about a person
//! stands in an address. It is taken once.

use std::cell::RefCell;

use shared::inquiry::InquiryDraft;

thread_local! {
    static HANDED: RefCell<Option<InquiryDraft>> = const { RefCell::new(None) };
}

/// Lays down what the form begins with.
pub fn hand_over(draft: InquiryDraft) {
    HANDED.set(Some(draft));
}

/// Takes what was laid down; an empty form where nothing was.
pub(super) fn take() -> InquiryDraft {
    HANDED.take().unwrap_or_default()
}
