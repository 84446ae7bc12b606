//! pufa (普法): Markdown columns about the law in, an accessible static site and printable leaflets out.

pub mod source;
pub mod diag;
pub mod law;
pub mod document;
pub mod config;
pub mod render;
pub mod publish;
