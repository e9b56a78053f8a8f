//! Calls about messages from outside.

use serde::{Deserialize, Serialize};

use super::{MessageAnswered, MessageDraft};
use crate::call;
use crate::calls::Nothing;
use crate::kernel::{MessageId, Moment};

/// A message on its way. The id is made where it was typed, so that sending it again does not double it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The message.
    pub message: MessageId,
    /// What was written.
    pub draft: MessageDraft,
}

/// A message as those see it who answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MessageView {
    /// The message.
    pub message: MessageId,
    /// When it came.
    pub received_at: Moment,
    /// What was written.
    pub draft: MessageDraft,
    /// How it was answered; absent while it waits.
    pub answered: Option<MessageAnswered>,
}

/// Messages: those that wait first, oldest on top; then the answered ones, latest on top; at most 200.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Messages {
    /// One per message.
    pub messages: Vec<MessageView>,
}

call!(
    /// Takes a message from anybody, a few per hour and network.
    SendMessage, Post "/api/contact", Public, NewMessage => Nothing
);
call!(
    /// Lists messages for those who answer them.
    ListMessages, Get "/api/messages", SignedIn, Nothing => Messages
);
