//! Printable leaflets (PDF) from the same tree as the web pages.

pub mod compile;
pub mod font;
pub mod format;
pub mod handbook;
mod inspect;
pub mod make;
pub mod pack;
mod picture;
pub mod plan;
mod press;
mod separate;
pub mod settings;
pub mod sheet;
mod statute;
mod stream;
pub mod title;
pub mod tree;
pub mod wish;
mod words;
