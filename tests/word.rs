//! Word files as the reader leaves them: what stands on the page, and nothing that does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::io::{Cursor, Write as _};

use pufa::{
    import::{
        docx::{
            self,
            word::{Block, Content, NoteId, Paragraph, Word},
            xml::Unreadable,
        },
        statute::{self, Open},
    },
    law::registry::Registry,
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A file with these parts, each as `name`, the inside of its root element.
fn file(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, inside) in parts {
        archive.start_file(format!("word/{name}"), SimpleFileOptions::default()).unwrap();
        let xml = format!("<?xml version=\"1.0\"?><w:root xmlns:w=\"w\">{inside}</w:root>");
        archive.write_all(xml.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn read(parts: &[(&str, &str)]) -> Word {
    docx::read(&file(parts)).unwrap()
}

fn body(inside: &str) -> Word {
    read(&[("document.xml", inside)])
}

fn paragraphs(word: &Word) -> Vec<&Paragraph> {
    let mut found = Vec::new();
    for block in &word.blocks {
        match block {
            Block::Paragraph(it) => found.push(it),
            Block::Table(_) => {}
        }
    }
    found
}

fn texts(word: &Word) -> Vec<String> {
    paragraphs(word).into_iter().map(Paragraph::text).collect()
}

fn numbers(word: &Word) -> Vec<&str> {
    let numbers = paragraphs(word).into_iter();
    numbers.map(|it| it.number.as_ref().map_or("", |it| it.shown.as_str())).collect()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn item(list: u8, level: u8) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        run("字")
    )
}

#[test]
fn words_are_joined_whatever_runs_they_stand_in() {
    let word = body(
        "<w:p><w:r><w:t>第一</w:t></w:r><w:ins><w:r><w:t>条</w:t><w:tab/><w:t xml:space=\"preserve\"> 甲&amp;乙</w:t></w:r></w:ins>\
         <w:smartTag><w:r><w:t>丙</w:t><w:br/><w:t>丁</w:t></w:r></w:smartTag></w:p><w:p/>",
    );
    assert_eq!(texts(&word), ["第一条\t 甲&乙丙\n丁", ""]);
}

#[test]
fn what_was_struck_out_or_stands_beside_is_left_out_and_counted() {
    let word = body(
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>新</w:t><w:commentReference w:id=\"0\"/>\
         <mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>\
         <w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r></w:p>",
    );
    assert_eq!(texts(&word), ["新"]);
    let left = word.left_out;
    assert_eq!((left.boxes, left.deletions, left.comments, left.symbols), (1, 1, 1, 1));
}

#[test]
fn hidden_words_readings_and_notes_are_no_words_of_the_text() {
    let word = read(&[
        (
            "document.xml",
            "<w:p><w:r><w:t>不许</w:t></w:r><w:r><w:ruby><w:rt><w:r><w:t>wěi</w:t></w:r></w:rt>\
             <w:rubyBase><w:r><w:t>猥</w:t></w:r></w:rubyBase></w:ruby></w:r>\
             <w:r><w:rPr><w:vanish/></w:rPr><w:t>（再议）</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
        ),
        (
            "footnotes.xml",
            "<w:footnote w:id=\"0\" w:type=\"separator\"><w:p/></w:footnote>\
             <w:footnote w:id=\"2\"><w:p><w:r><w:t>见附件</w:t></w:r></w:p></w:footnote>",
        ),
    ]);
    assert_eq!(texts(&word), ["不许猥"]);
    let contents = paragraphs(&word)[0].runs.iter().map(|it| &it.content);
    let contents: Vec<&Content> = contents.collect();
    assert_eq!(contents[1], &Content::Ruby("猥".to_owned(), "wěi".to_owned()));
    let note = NoteId::Foot("2".to_owned());
    assert_eq!(contents[3], &Content::Note(note.clone()));
    assert_eq!(word.notes.len(), 1);
    assert!(matches!(&word.notes[&note][0], Block::Paragraph(it) if it.text() == "见附件"));
}

#[test]
fn styles_say_name_level_and_look_through_what_they_are_based_on() {
    let word = read(&[
        (
            "document.xml",
            "<w:p><w:pPr><w:pStyle w:val=\"3\"/></w:pPr><w:r><w:t>标题</w:t></w:r><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>细</w:t></w:r></w:p>\
             <w:p><w:pPr><w:outlineLvl w:val=\"1\"/><w:jc w:val=\"center\"/></w:pPr></w:p><w:p><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr></w:p>",
        ),
        (
            "styles.xml",
            "<w:style w:styleId=\"2\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:rFonts w:eastAsia=\"黑体\"/></w:rPr></w:style>\
             <w:style w:styleId=\"3\"><w:basedOn w:val=\"2\"/><w:rPr><w:sz w:val=\"44\"/></w:rPr></w:style>\
             <w:style w:styleId=\"4\"><w:basedOn w:val=\"4\"/></w:style>",
        ),
    ]);
    let all = paragraphs(&word);
    assert_eq!((all[0].style.as_deref(), all[0].outline), (Some("heading 1"), Some(0)));
    let look = &all[0].runs[0].look;
    assert_eq!((look.bold, look.half_points), (Some(true), Some(44)));
    assert_eq!(look.font.as_deref(), Some("黑体"));
    assert_eq!(all[0].runs[1].look.bold, Some(false));
    assert_eq!(
        (all[1].outline, all[1].align.as_deref(), all[2].outline),
        (Some(1), Some("center"), None)
    );
}

/// Two lists of one pattern, 第%1条 and below it （%2）; a third begins again at 5.
const LISTS: &str = "<w:abstractNum w:abstractNumId=\"7\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"第%1条\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%3\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>";

fn numbered(items: &[(u8, u8)]) -> Word {
    let document: String = items.iter().map(|(list, level)| item(*list, *level)).collect();
    read(&[("document.xml", &document), ("numbering.xml", LISTS)])
}

#[test]
fn a_lower_level_begins_again_when_a_higher_one_counts_on() {
    let word = numbered(&[(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2)]);
    assert_eq!(numbers(&word), ["第一条", "（一）", "（二）", "第二条", "（一）", "二.1"]);
}

#[test]
fn lists_of_one_pattern_count_on_and_one_may_begin_anew() {
    let word = numbered(&[(1, 0), (1, 0), (2, 0), (3, 0), (3, 0), (0, 0), (9, 0)]);
    assert_eq!(numbers(&word), ["第一条", "第二条", "第三条", "第五条", "第六条", "", ""]);
}

#[test]
fn fields_leave_their_result_but_no_page_numbers() {
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            run(result)
        )
    };
    let link = field("HYPERLINK \"https://example.org/\"", "网站");
    let page = field("PAGEREF _Toc1 \\h", "12");
    let document = format!(
        "<w:p>{}<w:r><w:tab/></w:r>{page}</w:p><w:p>{link}<w:hyperlink r:id=\"rId5\" w:anchor=\"a\">{}</w:hyperlink>{}</w:p>",
        run("第二章　附则"),
        run("链接"),
        run("完"),
    );
    let word = read(&[
        ("document.xml", &document),
        (
            "_rels/document.xml.rels",
            "<Relationship Id=\"rId5\" Target=\"https://example.org/?a=1&amp;b=2\"/>",
        ),
    ]);
    assert_eq!(texts(&word), ["第二章　附则\t", "网站链接完"]);
    let links: Vec<Option<&str>> =
        paragraphs(&word)[1].runs.iter().map(|it| it.link.as_deref()).collect();
    assert_eq!(links, [Some("https://example.org/"), Some("https://example.org/?a=1&b=2#a"), None]);
}

#[test]
fn tables_and_pictures_keep_their_place() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{}</w:p></w:tc>", run(text))
    };
    let document = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:sdt><w:tr>{}</w:tr></w:sdt></w:tbl>\
         <w:p><w:r><w:drawing><a:blip r:embed=\"rId9\"/></w:drawing></w:r></w:p>",
        cell("<w:vMerge w:val=\"restart\"/>", "甲"),
        cell("<w:gridSpan w:val=\"2\"/>", "乙"),
        cell("<w:vMerge/>", ""),
    );
    let word = read(&[
        ("document.xml", &document),
        ("_rels/document.xml.rels", "<Relationship Id=\"rId9\" Target=\"media/image1.png\"/>"),
    ]);
    let Block::Table(table) = &word.blocks[0] else {
        panic!("a table");
    };
    let cells: Vec<(usize, bool)> =
        table.rows.iter().flatten().map(|it| (it.columns, it.continues)).collect();
    assert_eq!(table.rows.len(), 2);
    assert_eq!(cells, [(1, false), (2, false), (1, true)]);
    let picture = &paragraphs(&word)[0].runs[0].content;
    assert_eq!(picture, &Content::Picture("media/image1.png".to_owned()));
}

#[test]
fn what_is_no_word_file_is_refused() {
    assert_eq!(docx::read(&file(&[("other.xml", "")])), Err(Unreadable::NotWord));
    let mut cut = ZipWriter::new(Cursor::new(Vec::new()));
    cut.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    cut.write_all(b"<w:document><w:p><w:r><w:t>a").unwrap();
    let cut = cut.finish().unwrap().into_inner();
    assert!(matches!(docx::read(&cut), Err(Unreadable::Damaged(_))));
    let deep = format!("{}{}", "<w:tbl>".repeat(100_000), "</w:tbl>".repeat(100_000));
    assert!(matches!(docx::read(&file(&[("document.xml", &deep)])), Err(Unreadable::Damaged(_))));
    assert!(docx::read(b"no zip").is_err());
}

#[test]
fn a_statute_takes_the_numbers_of_lists_and_tells_of_notes() {
    let note = "<w:p><w:r><w:t>第五条　不收钱。</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let document = format!(
        "<w:p>{}</w:p>{}{}{}{}{note}",
        run("小村规定"),
        item(1, 0),
        item(1, 1),
        item(1, 0),
        item(2, 0),
    );
    let bytes = file(&[("document.xml", &document), ("numbering.xml", LISTS)]);
    let read = statute::read("小村规定_20260102.docx", &bytes, &Registry::built_in(), None);
    let read = read.unwrap();
    let articles = &read.statute.articles;
    let numbers: Vec<u16> = articles.iter().map(|it| it.number).collect();
    assert_eq!(numbers, [1, 2, 3, 5], "{}", read.text);
    assert_eq!(articles[0].paragraphs[0].items[0].number, 1);
    assert!(read.open.contains(&Open::Notes(1)), "{:?}", read.open);
}
