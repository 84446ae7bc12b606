//! Laws on the site: citations inside a page, the box 本文引用的法条, the pages of statutes themselves.
//!
//! [`pages`] plans one page a version, comparisons and the list of all laws; [`cite`] and [`entries`] write into the pages
//! of others; [`anchor`] knows the addresses of all.

pub mod anchor;
pub mod cite;
mod compare;
mod context;
pub mod entries;
pub mod mentions;
pub mod pages;
mod text;
