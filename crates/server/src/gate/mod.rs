//! What every request passes before a handler sees it: who it is, how much, how often, in what form.

pub(crate) mod address;
pub(crate) mod body;
pub(crate) mod pace;
pub(crate) mod refusal;
pub(crate) mod session;
pub(crate) mod turnstile;
