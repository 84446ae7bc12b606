//! Printable leaflets (PDF) from the same tree as the web pages.

pub mod compile;
pub mod font;
mod press;
