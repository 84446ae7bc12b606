//! Printable leaflets (PDF) from the same tree as the web pages.
//!
//! What is asked for ([`ask`]) is gathered from documents ([`layout`]), set by Typst ([`engine`]) and made into what people
//! print ([`products`]). Without the feature `leaflet` the engine is left out; everything else is there and tells what is wrong.

pub mod ask;

pub mod layout;

pub mod engine;

pub mod products;
