//! Printable leaflets (PDF) from the same tree as the web pages.

pub mod format;
pub mod settings;
pub mod sheet;
pub mod make;
pub mod handbook;
pub mod station;
mod statute;
pub mod plan;
pub mod pack;
pub mod title;
pub mod tree;
mod picture;
pub mod compile;
pub mod font;
mod press;
