//! JSON files → values with their places.

use std::ops::Range;

use crate::{
    data::{
        syntax::SyntaxError,
        tree::{Name, Tree, Written},
    },
    document::Value,
    source::Source,
};

/// Reads a JSON file.
///
/// # Errors
/// When it is no JSON.
pub fn read(source: &Source) -> Result<Written, SyntaxError> {
    let text = source.text.as_str();
    // Its parser knows no places. It says what is wrong; what it takes for right is then cut along its marks.
    serde_json::from_str::<Value>(text).map_err(|why| error(text, &why))?;
    Ok(Json { source, at: 0 }.value())
}

fn error(text: &str, error: &serde_json::Error) -> SyntaxError {
    let lines = text.split_inclusive('\n');
    let start: usize = lines.take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = text.floor_char_boundary((start + error.column().saturating_sub(1)).min(text.len()));
    SyntaxError { range: at..at, why: error.to_string(), duplicate: None }
}

/// Walks through a text that is known to be JSON.
struct Json<'a> {
    source: &'a Source,
    at: usize,
}

impl Json<'_> {
    fn value(&mut self) -> Written {
        let start = self.skip_blanks();
        let value = match self.byte() {
            b'{' => Tree::Table(self.items(b'}', |it| (it.name(), it.value()))),
            b'[' => Tree::List(self.items(b']', Self::value)),
            _ => {
                let range = self.scalar();
                serde_json::from_str(&self.source.text[range]).unwrap_or(Tree::Nothing)
            }
        };
        Written { value, span: self.source.span(start..self.at) }
    }

    fn name(&mut self) -> Name {
        self.skip_blanks();
        let range = self.scalar();
        Name {
            text: serde_json::from_str(&self.source.text[range.clone()]).unwrap_or_default(),
            span: self.source.span(range),
        }
    }

    /// Reads what stands between brackets.
    fn items<T>(&mut self, close: u8, item: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_blanks();
        while self.byte() != close && self.byte() != 0 {
            items.push(item(self));
            self.skip_blanks();
        }
        self.at += 1;
        items
    }

    /// Steps over a text, number or word.
    fn scalar(&mut self) -> Range<usize> {
        let start = self.at;
        if self.byte() == b'"' {
            self.at += 1;
            while self.byte() != b'"' && self.byte() != 0 {
                self.at += if self.byte() == b'\\' { 2 } else { 1 };
            }
            self.at += 1;
        } else {
            let ends = |it: char| it.is_ascii_whitespace() || ",:]}".contains(it);
            let rest = &self.source.text[start..];
            self.at += rest.find(ends).unwrap_or(rest.len());
        }
        start..self.at
    }

    /// Steps over blanks and the marks between items; returns where it stands then.
    fn skip_blanks(&mut self) -> usize {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t' | b',' | b':') {
            self.at += 1;
        }
        self.at
    }

    /// Returns the byte here; NUL at the end, which a text of JSON never holds.
    fn byte(&self) -> u8 {
        self.source.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }
}
