//! Why the output could not be written, and its way to the editor.

use std::io;

use crate::diag::Sink;

/// One reason to stop. Paths are as shown to the editor.
#[derive(Debug)]
pub enum Failure {
    /// The folder holds files that are not ours, this one for example.
    ForeignFolder { folder: String, example: String },
    /// A file that is not ours stands where one of ours belongs.
    ForeignFile { path: String },
    /// The list is damaged, and files stand in the place of ours, this one for example.
    UnknownFiles { folder: String, count: usize, example: String },
    /// More than half of the pages would go, these for example.
    Losses { folder: String, lost: usize, pages: usize, examples: Vec<String> },
    /// The output is a file, or a part of its path is.
    NotAFolder { path: String },
    /// Another run did not finish in time.
    Locked { folder: String },
    /// An input file that was to be copied has gone or changed.
    SourceChanged { path: String },
    /// A program holds the file open.
    InUse { path: String },
    /// The system refused.
    System { path: String, error: io::Error },
}

impl Failure {
    /// Wraps an error of the system about the file shown as `path`.
    pub fn system(path: String, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotADirectory => Self::NotAFolder { path },
            _ => Self::System { path, error },
        }
    }

    /// Tells the editor.
    pub fn report(&self, sink: &mut Sink) {
        match self {
            Self::ForeignFolder { folder, example } => sink.publish_foreign_folder(folder, example),
            Self::ForeignFile { path } => sink.publish_foreign_file(path),
            Self::UnknownFiles { folder, count, example } => {
                sink.publish_unknown_files(folder, *count, example);
            }
            Self::Losses { folder, lost, pages, examples } => {
                sink.publish_losses(folder, (*lost, *pages), examples);
            }
            Self::NotAFolder { path } => sink.publish_not_a_folder(path),
            Self::Locked { folder } => sink.publish_locked(folder),
            Self::SourceChanged { path } => sink.publish_source_changed(path),
            Self::InUse { path } => sink.publish_in_use(path),
            Self::System { path, error } => sink.publish_system(path, error),
        }
    }
}
