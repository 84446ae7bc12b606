//! What the engine says about a leaflet that it made, or why it could not.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A finished leaflet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// How many pages.
    pub pages: usize,
    /// Page size in points.
    pub width_pt: f64,
    /// Page size in points.
    pub height_pt: f64,
    /// Body size that was found, in points.
    pub size_pt: f64,
    /// What the template says about each panel.
    pub panels: Vec<PanelFit>,
    /// Height at which pictures are printed, in millimetres.
    pub picture_mm: f64,
    /// Characters no font has.
    pub missing: Vec<char>,
    /// Pictures that could not be read, by name in the tree.
    pub damaged: Vec<String>,
    /// Pictures that are too coarse, with their dots an inch.
    pub coarse: Vec<(String, f64)>,
    /// The smallest text, with its size in points, if it is too small to be read.
    pub small: Option<(String, f64)>,
    /// Colours too much alike.
    pub weak: Vec<Weak>,
    /// Where pages are folded.
    pub folds: Vec<Fold>,
    /// Whether a file for the print shop still holds colours of screens.
    pub screen: bool,
}

/// Text that stands out too little from its ground.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weak {
    /// Name of the text's colour: `on-flood`.
    pub front: String,
    /// Name of the ground's colour: `flood`.
    pub ground: String,
    /// Contrast, from 1 to 21.
    pub ratio: f64,
}

/// A fold from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fold {
    /// Number of the page, from 1.
    pub page: usize,
    /// From the left edge of the trimmed page, in millimetres.
    pub at_mm: f64,
}

/// How full a panel is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PanelFit {
    /// Name: `in1`; `body` for text that flows.
    pub panel: String,
    /// Height of its text at the smallest size over the room there is; above 1 it does not fit.
    pub least: f64,
    /// Share of the room that stays empty at the size found.
    pub free: f64,
}

/// Why a leaflet could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The engine refuses it.
    Refused {
        /// Its own words.
        message: String,
        /// Template and line, when known.
        place: String,
    },
    /// More words stand out from the text than the engine is given: its time grows with their square.
    Marks {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { message, place } => write!(f, "{place} {message}"),
            Self::Marks { found, most } => write!(f, "{found} > {most}"),
        }
    }
}
