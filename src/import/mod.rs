//! What others wrote, brought into the site: Word files → statutes in the normal form.
//!
//! [`docx`] reads a Word file as it is and knows nothing of what it is about; [`statute`] makes a law of it.

pub mod docx;
pub mod statute;
