//! Laws on the site: citations inside a page, the box 本文引用的法条, the pages of statutes themselves.
//!
//! [`pages`] plans one page a version, comparisons and the list of all laws; [`cite`] and [`entries`] write into the pages
//! of others; [`anchor`] knows the addresses of all.

pub(crate) mod anchor;
pub(crate) mod cite;
mod compare;
mod context;
pub(crate) mod entries;
pub(crate) mod mentions;
pub(crate) mod pages;
mod text;
