//! Tables → HTML.

use crate::{
    data::{Data, csv::lines},
    document::{Alignment, Inline, ReferenceId, Table, plain_text},
    render::html::content::Writer,
    resolve::Target,
};

/// From so many columns on, a table is wider than a phone.
const WIDE: usize = 3;

impl Writer<'_> {
    /// Appends a table written in Markdown.
    pub fn table(&mut self, table: &Table) {
        let names: Vec<String> = table.header.iter().map(|it| plain_text(it)).collect();
        self.open_table(&[], names.len());
        self.html("<thead><tr>");
        for (cell, alignment) in table.header.iter().zip(&table.alignments) {
            self.html(&format!("<th scope=\"col\"{}>", class(*alignment)));
            self.inlines(cell);
            self.html("</th>");
        }
        self.html("</tr></thead><tbody>");
        for row in &table.rows {
            self.html("<tr>");
            for (index, (cell, alignment)) in row.iter().zip(&table.alignments).enumerate() {
                self.html(&format!("<td{}", class(*alignment)));
                self.column(index, &names);
                self.inlines(cell);
                self.html("</td>");
            }
            self.html("</tr>");
        }
        self.html("</tbody></table></div>");
    }

    /// Appends a table of a CSV file.
    pub fn data(&mut self, reference: ReferenceId, caption: &[Inline]) {
        let Target::Data(path) = self.target(reference) else {
            return;
        };
        let Some(Data::Table(table)) = self.place.site().records.files.get(path) else {
            return;
        };
        let names: Vec<String> = table.names().map(|it| it.to_owned()).collect();
        self.open_table(caption, names.len());
        self.html("<thead><tr>");
        for name in table.names() {
            self.html("<th scope=\"col\">");
            self.lines(name);
            self.html("</th>");
        }
        self.html("</tr></thead><tbody>");
        for row in table.texts() {
            self.html("<tr>");
            for (index, cell) in row.enumerate() {
                self.html("<td");
                self.column(index, &names);
                self.lines(cell);
                self.html("</td>");
            }
            self.html("</tr>");
        }
        self.html("</tbody></table></div>");
    }

    /// Appends what stands in a cell, line by line as in the sheet.
    fn lines(&mut self, cell: &str) {
        for (at, line) in lines(cell).enumerate() {
            if at > 0 {
                self.html("<br>\n");
            }
            self.call(line);
        }
    }

    /// Ends a cell's tag: in a table that a phone shows as cards, with the name of its column, which
    /// also says of a number that it is called. The first cell is a card's title.
    fn column(&mut self, index: usize, names: &[String]) {
        self.tail = names.get(index).cloned().unwrap_or_default();
        let name = names.get(index).filter(|it| names.len() >= WIDE && index > 0 && !it.is_empty());
        if let Some(name) = name {
            self.html(" data-label=\"");
            self.text(name);
            self.html("\"");
        }
        self.html(">");
    }

    fn open_table(&mut self, caption: &[Inline], columns: usize) {
        // A wide table scrolls inside its own box, which the keyboard must be able to reach.
        let label = self.box_label("table");
        let cards = if columns >= WIDE { " table-cards" } else { "" };
        self.html(&format!("<div class=\"table-scroll{cards}\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\"><table>"));
        if !caption.is_empty() {
            self.element("caption", caption);
        }
    }
}

fn class(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None | Alignment::Left => "",
        Alignment::Center => " class=\"align-center\"",
        Alignment::Right => " class=\"align-right\"",
    }
}
