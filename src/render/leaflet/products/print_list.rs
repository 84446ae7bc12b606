//! The list for the people at the printer: what each station gets, on which paper, how often.

use crate::render::leaflet::{
    ask::product::Product,
    products::history::{self, Change},
};

/// One line of the print list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name of the station.
    pub station: String,
    /// Title of the leaflet or handbook.
    pub title: String,
    /// What kind of thing it is.
    pub product: Product,
    /// Paper and printer settings.
    pub paper: String,
    /// How many.
    pub copies: u32,
    /// The file it is in.
    pub file: String,
    /// Why copies that are laid out have to be taken away; empty when they are still right.
    pub changes: Vec<Change>,
}

const HEADER: [&str; 8] =
    ["驿站", "次序", "传单", "格式", "纸张和打印设置", "份数", "文件", "旧的要收回"];

/// Writes the rows of all stations as CSV that Excel opens with Chinese intact.
pub fn csv(stations: &[&[Row]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: &[String]| writer.write_record(row).expect("a vector takes every byte");
    write(&HEADER.map(str::to_owned));
    for (index, row) in stations.iter().flat_map(|it| it.iter().enumerate()) {
        write(&[
            row.station.clone(),
            (index + 1).to_string(),
            row.title.clone(),
            row.product.name().to_owned(),
            row.paper.clone(),
            row.copies.to_string(),
            row.file.clone(),
            history::words(&row.changes).zh,
        ]);
    }
    let bytes = writer.into_inner().expect("a vector takes every byte");
    let text = String::from_utf8(bytes).expect("only text was written");
    format!("\u{feff}{text}")
}
