//! Stands in for Typst where it is left out of the program: makes nothing and finds no font.
//!
//! What is asked for is read, checked and laid out all the same; see [`IS_BUILT_IN`].

use std::marker::PhantomData;

use crate::render::leaflet::engine::{
    input::{Input, Output},
    pdf::face::Faces,
    report::Failure,
};

/// Whether leaflets can be made at all.
pub(crate) const IS_BUILT_IN: bool = false;

/// Makes nothing.
pub(crate) struct Engine<'a>(PhantomData<&'a Faces>);

impl<'a> Engine<'a> {
    /// Takes templates and fonts for nothing.
    pub fn new<'t>(_: impl IntoIterator<Item = (&'t str, &'t str)>, _: &'a Faces) -> Self {
        Self(PhantomData)
    }

    /// Makes nothing.
    ///
    /// # Errors
    /// Always.
    pub fn make(&self, input: &Input) -> Result<Output, Failure> {
        Err(failure(input))
    }

    /// Draws nothing.
    ///
    /// # Errors
    /// Always.
    pub fn draw(&self, input: &Input, _: u32) -> Result<Vec<Vec<u8>>, Failure> {
        Err(failure(input))
    }

    /// Draws nothing.
    ///
    /// # Errors
    /// Always.
    pub(crate) fn draw_page(
        &self,
        input: &Input,
        _: usize,
        _: u32,
    ) -> Result<Option<Vec<u8>>, Failure> {
        Err(failure(input))
    }
}

/// Has nothing to forget.
pub(crate) fn forget() {}

fn failure(input: &Input) -> Failure {
    Failure::Refused { message: "built without Typst".to_owned(), place: input.template.clone() }
}

/// Faces that nobody can set text in.
pub mod face {
    use std::path::PathBuf;

    /// No faces.
    #[derive(Debug, Default)]
    pub(crate) struct Faces;

    /// A family of which a file holds a face.
    pub struct Family {
        /// Its name.
        pub name: String,
        /// Whether the face has Chinese characters.
        pub has_han: bool,
    }

    impl Faces {
        /// Reads nothing.
        pub fn read(_: &[PathBuf]) -> Self {
            Self
        }

        /// Says that no face shows a character.
        pub fn cover(&self, _: char) -> bool {
            false
        }
    }

    /// Returns none.
    pub fn families(_: &[u8]) -> Vec<Family> {
        Vec::new()
    }
}
