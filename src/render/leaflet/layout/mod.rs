//! From a document and what it refers to → the data that the templates lay out.
//!
//! A tree of plain values: no page is broken and nothing measured here, which is what the templates do.

pub mod context;

pub mod article;

pub mod sheet;

pub mod flow;

pub mod imprint;

mod length;

pub mod code;

pub mod statute;

pub mod title;

pub mod tree;

pub mod words;
