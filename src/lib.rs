//! pufa (普法): Markdown columns about the law in, an accessible static site and printable leaflets out.

// What comes in, and what we say about it.
pub mod source;

pub mod path;

pub mod cache;

pub mod diag;

// What the texts are made of.
pub mod law;

pub mod media;

pub mod pinyin;

pub mod config;

pub mod document;

pub mod markdown;

pub mod theme;

pub mod site;

pub mod resolve;

// What goes out.
pub mod render;

pub mod publish;

pub mod cli;
