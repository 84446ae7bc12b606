//! Statutes: how they are cited, how they are built, which exist and were in force when.
//!
//! Knows nothing of pages or Markdown. [`citation`] reads plain text, [`statute`] the normal form of `content/laws/`,
//! [`registry`] the facts that ship with the program.

pub mod citation;
pub mod numeral;

pub mod compare;
pub(crate) mod diff;
pub mod statute;

pub(crate) mod counterpart;
pub mod existence;
pub mod library;
pub mod registry;
pub(crate) mod standing;

pub use crate::law::library::{Library, library};
