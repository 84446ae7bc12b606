//! What is made for paper: leaflets of pages, handbooks, packs of stations.
//!
//! Brings together what is asked for, what is laid out and the engine that sets it.

pub mod context;

pub mod page;

pub mod proofread;

pub mod offer;

pub mod handbook;

pub mod remembered;

pub mod later;

pub mod plan;

pub mod pack;

pub mod history;

pub mod print_list;
