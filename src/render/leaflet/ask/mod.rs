//! What is asked for: products, formats and looks, by `site.toml`, by pages, by stations and on the command line.
//!
//! Knows of no file, font or engine: what is asked for wrongly is told whether it can be made or not.

pub mod format;

pub mod product;

pub mod settings;

pub mod order;

pub mod wish;
