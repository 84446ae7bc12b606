//! Tables → HTML.

use crate::{
    data::{Data, csv::lines},
    document::{Alignment, Inline, ReferenceId, Table},
    render::html::content::Writer,
    resolve::Target,
};

impl Writer<'_> {
    /// Appends a table written in Markdown.
    pub fn table(&mut self, table: &Table) {
        self.open_table(&[]);
        self.html("<thead><tr>");
        for (cell, alignment) in table.header.iter().zip(&table.alignments) {
            self.html(&format!("<th scope=\"col\"{}>", class(*alignment)));
            self.inlines(cell);
            self.html("</th>");
        }
        self.html("</tr></thead><tbody>");
        for row in &table.rows {
            self.html("<tr>");
            for (cell, alignment) in row.iter().zip(&table.alignments) {
                self.html(&format!("<td{}>", class(*alignment)));
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
        self.open_table(caption);
        self.html("<thead><tr>");
        for name in table.names() {
            self.html("<th scope=\"col\">");
            self.lines(name);
            self.html("</th>");
        }
        self.html("</tr></thead><tbody>");
        for row in table.texts() {
            self.html("<tr>");
            for cell in row {
                self.html("<td>");
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
            self.text(line);
        }
    }

    fn open_table(&mut self, caption: &[Inline]) {
        // A wide table scrolls inside its own box, which the keyboard must be able to reach.
        let label = self.box_label("table");
        self.html(&format!("<div class=\"table-scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\"><table>"));
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
