//! What the commands themselves have to tell as diagnostics.

use crate::diag::{Diagnostic, Sink, Text};

impl Sink {
    /// Reports a mistake of ours while the preview was built.
    pub fn build_panicked(&mut self) {
        self.push(
            Diagnostic::error(
                "cli/internal",
                None,
                Text::new(
                    "pufa 自己出了错，网页还是上一次的样子",
                    "pufa itself made a mistake; the page is as it was before",
                ),
            )
            .hint(
                "撤销刚才的改动就能继续；也请把终端里的消息和那个文件发给我们",
                "undo the last change to go on; a report with the terminal's message and that file helps us",
            ),
        );
    }
}
