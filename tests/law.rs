//! The law part on its own examples: what is read as a citation, what is not, and what happens on endless or damaged input.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails and says what it skips")]

#[path = "samples/dice.rs"]
mod dice;

use std::io::{Cursor, Write as _};

use pufa::{
    diag::Sink,
    import::statute as import,
    law::{
        Library,
        citation::{Citation, Doubt, Place, VersionHint, names::Names, scan::Scanner},
        existence::Existence,
        numeral::to_chinese,
        registry::Registry,
        statute::{parse, write},
    },
    source::Source,
};
use zip::{ZipWriter, write::SimpleFileOptions};

use dice::Dice;

fn names() -> Names {
    Names::new(Registry::built_in().named())
}

fn place(it: Place) -> String {
    let mut text = it.article.to_string();
    for (mark, number) in
        [("_", Some(it.suffix).filter(|it| *it > 0)), (".k", it.paragraph), (".x", it.item)]
    {
        if let Some(number) = number {
            text.push_str(&format!("{mark}{number}"));
        }
    }
    text
}

fn shown(citation: &Citation) -> String {
    let at = citation.place.map(|it| format!(" {}", place(it))).unwrap_or_default();
    let end = citation.range_end.map(|it| format!("..{}", place(it))).unwrap_or_default();
    format!("{}{at}{end}", citation.law.key)
}

/// What a text cites, each as `民法典 1079.k3.x2`.
fn cited(text: &str) -> Vec<String> {
    let names = names();
    Scanner::new(&names).block(text).iter().map(|it| shown(&it.citation)).collect()
}

#[test]
fn a_law_is_known_by_all_its_names() {
    for (text, expected) in [
        ("见《中华人民共和国民法典》第一千零七十九条第三款第二项。", "民法典 1079.k3.x2"),
        ("依据反家暴法第二十三条申请", "反家庭暴力法 23"),
        ("《民法典》第１０７９条", "民法典 1079"),
        ("《民法典》 第 1079 条", "民法典 1079"),
        ("《民法典》婚姻家庭编第一千零六十二条", "民法典 1062"),
        ("《民法典》第五编第一千零四十三条", "民法典 1043"),
        ("民法典婚姻家庭编司法解释（一）第五条", "民法典婚姻家庭编解释（一） 5"),
        ("《民法典》婚姻家庭编的解释（二）第四条", "民法典婚姻家庭编解释（二） 4"),
        (
            "最高人民法院关于适用〈民法典〉婚姻家庭编的解释（一）第二条",
            "民法典婚姻家庭编解释（一） 2",
        ),
        ("刑法第二百六十条之一第一款", "刑法 260_1.k1"),
        ("海商法第三条", "海商法 3"),
        ("国防教育法第五条", "国防教育法 5"),
    ] {
        assert_eq!(cited(text), [expected], "{text}");
    }
}

#[test]
fn lists_and_ranges_are_taken_apart() {
    assert_eq!(
        cited("《民法典》第十条第一款、第三款和第十一条"),
        ["民法典 10.k1", "民法典 10.k3", "民法典 11"]
    );
    assert_eq!(cited("《民法典》第一千零四十条至第一千零四十五条"), ["民法典 1040..1045"]);
    assert_eq!(cited("《反家庭暴力法》第二条，《民法典》第八条"), ["反家庭暴力法 2", "民法典 8"]);
    assert_eq!(cited("民法典侵权责任编（第1164-1258条）"), ["民法典 1164..1258"]);
}

#[test]
fn words_that_point_back_find_their_law() {
    assert_eq!(
        cited("《反家庭暴力法》第十六条讲告诫书，同法第二十条讲证据。"),
        ["反家庭暴力法 16", "反家庭暴力法 20"]
    );
    assert_eq!(cited("《民法典》第八条很短。第九条也短。"), ["民法典 8", "民法典 9"]);
    assert_eq!(
        cited("《民法典》第一百八十八条第一款规定三年，该条第二款规定二十年。"),
        ["民法典 188.k1", "民法典 188.k2"]
    );
    assert_eq!(
        cited("《民法典》第一千零六十二条说“本法第一千零六十三条第三项规定的除外”。"),
        ["民法典 1062", "民法典 1063.x3"]
    );
    assert_eq!(
        cited("《涉彩礼纠纷规定》（以下简称《彩礼新规》）第五条讲返还。《彩礼新规》第三条讲范围。"),
        ["涉彩礼纠纷规定 5", "涉彩礼纠纷规定 3"]
    );
}

#[test]
fn what_only_looks_like_a_citation_is_left_alone() {
    for text in [
        "双方的劳动合同第五条约定了试用期。",
        "《民法典》讲过。双方签订的租房合同第五条写明租金。",
        "判决书主文第二项",
        "妇联的第一项工作是走访，第二款产品已上架。",
        "他是学习刑法学的研究生",
        "参加民法典学院的课程",
        "本条例外情形除外",
        "《民法典》草案第一百条",
        "《妇女权益保障法实施办法》尚未修订。",
        "走第二条路，见《红楼梦》第三回。",
        "原来第三条街有一家店",
    ] {
        assert!(cited(text).iter().all(|it| !it.contains(' ')), "{text}: {:?}", cited(text));
    }
}

#[test]
fn old_versions_meant_on_purpose_are_marked() {
    let names = names();
    let version = |text: &str| Scanner::new(&names).block(text)[0].citation.version.clone();
    assert_eq!(version("原《婚姻法》第三十二条"), Some(VersionHint::Former));
    assert_eq!(version("2001年《婚姻法》第三十二条"), Some(VersionHint::Year(2001)));
    assert_eq!(version("《妇女权益保障法》（2018年修正）第五条"), Some(VersionHint::Year(2018)));
    assert_eq!(version("《婚姻法》自2021年起废止。"), Some(VersionHint::Former));
    assert_eq!(version("草原《婚姻法》第三条"), None);
}

#[test]
fn doubtful_numerals_are_told() {
    let names = names();
    let doubt = |text: &str| Scanner::new(&names).block(text)[0].citation.doubt.clone();
    assert_eq!(doubt("《民法典》第一千五十八条"), Some(Doubt::RepairedNumeral));
    assert_eq!(doubt("《民法典》第一百六条"), Some(Doubt::AmbiguousNumeral));
    assert_eq!(doubt("《民法典》第一千零五十八条"), None);
}

#[test]
fn quotations_are_tied_to_the_citation_beside_them() {
    let names = names();
    let tied = |text: &str| {
        let scanner = &mut Scanner::new(&names);
        let found = scanner.block(text);
        scanner
            .quotations(text, &found)
            .into_iter()
            .map(|it| text[it.range].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        tied("《民法典》第八条规定：“不得违反法律，不得违背公序良俗。”"),
        ["不得违反法律，不得违背公序良俗。"]
    );
    assert_eq!(tied("“不得违背公序良俗”（《民法典》第八条）"), ["不得违背公序良俗"]);
    assert!(tied("《民法典》第一千零七十七条就是“离婚冷静期”那一条").is_empty());
    assert!(tied("她说：“我看过《民法典》第八条，不得违反法律。”").is_empty());
    let text = "《民法典》第八条规定：";
    let mut scanner = Scanner::new(&names);
    let found = scanner.block(text);
    assert_eq!(scanner.introduces(text, &found), Some(0));
}

const SAMPLE: &str = "---\ntitle: \"小村规定\"\npromulgated: \"2026-01-02\"\neffective: \"2026-02-01\"\n---\n\n# 小村规定\n\n## 第一章　总则\n\n第一条　为了邻里和睦，定下本规定。\n\n第二条　有下列情形之一的，可以找调解员：\n\n（一）邻里争吵；\n\n1.当天的；\n\n2.隔夜的；\n\n（二）家里争吵。\n\n调解不收钱。\n\n第二条之一　第一百条以后再说的话，不算新的一条。\n\n第三条　本规定自2026年2月1日起施行。\n";

fn library(texts: &[(&str, &str)]) -> (Library, Vec<&'static str>) {
    let sources: Vec<Source> =
        texts.iter().map(|(path, text)| Source::new(path, text.as_bytes())).collect();
    let mut sink = Sink::default();
    let library = pufa::law::library(&sources, &[], &[], &mut sink);
    (library, sink.take().iter().map(|it| it.code).collect())
}

#[test]
fn a_statute_is_read_down_to_its_last_level_and_written_back() {
    let source = Source::new("content/laws/a.md", SAMPLE.as_bytes());
    let mut sink = Sink::default();
    let statute = parse::normal_form(&source, &mut sink).unwrap();
    assert!(sink.take().is_empty());
    let second = statute.article(2, 0).unwrap();
    assert_eq!(second.paragraphs.len(), 2);
    assert_eq!(second.paragraphs[0].items[0].subitems.len(), 2);
    assert!(statute.article(2, 1).is_some());
    let written = write::normal_form(&statute);
    let again =
        parse::normal_form(&Source::new("content/laws/a.md", written.as_bytes()), &mut sink)
            .unwrap();
    assert_eq!(write::normal_form(&again), written);
}

#[test]
fn places_are_checked_against_the_text() {
    let (library, codes) = library(&[("content/laws/a.md", SAMPLE)]);
    assert!(codes.is_empty(), "{codes:?}");
    let law = library.find("小村规定").unwrap();
    let version = &law.versions[0];
    let at = |paragraph, item| {
        library.existence(version, Place { paragraph, item, ..Place::article(2, 0) })
    };
    assert_eq!(at(None, Some(2)), Existence::There);
    assert_eq!(at(Some(2), None), Existence::There);
    assert_eq!(at(Some(3), None), Existence::NoParagraph(2, false));
    assert_eq!(at(None, Some(5)), Existence::NoItem(2, false));
    assert_eq!(library.existence(version, Place::article(9, 0)), Existence::NoArticle(3));
}

#[test]
fn odd_numbering_is_told_with_its_place() {
    let broken =
        |from: &str, to: &str| library(&[("content/laws/a.md", &SAMPLE.replace(from, to))]).1;
    assert_eq!(broken("第三条　", "第五条　"), ["law/gap"]);
    assert_eq!(broken("第三条　", "第一条　"), ["law/article-order"]);
    assert_eq!(broken("（二）家里", "（四）家里"), ["law/item-order"]);
    assert_eq!(broken("起施行。", "起"), ["law/cut-off"]);
    assert_eq!(broken("title:", "titel:"), ["law/statute-key"]);
    assert_eq!(broken("2026-01-02", "昨天"), ["law/statute-date"]);
    assert_eq!(broken("## 第一章　总则", "## 第三章　总则"), ["law/heading-order"]);
    assert_eq!(
        library(&[("content/laws/a.md", SAMPLE), ("content/laws/b.md", SAMPLE)]).1,
        ["law/version-twice"]
    );
}

const PIECES: [&str; 44] = [
    "第",
    "《",
    "》",
    "民法典",
    "本法",
    "该法",
    "同法",
    "条",
    "款",
    "项",
    "一",
    "十",
    "百",
    "千",
    "零",
    "1079",
    "（",
    "）",
    "“",
    "”",
    "、",
    "至",
    "-",
    "之一",
    "前款",
    "前两款",
    "本条",
    "该条",
    "关于",
    "解释",
    "规定",
    "最高人民法院",
    "以下简称",
    "原",
    "2018年",
    "修正",
    "的",
    "。",
    "，",
    " ",
    "\u{fffc}",
    "a",
    "婚姻家庭编",
    "\n",
];

#[test]
fn no_text_brings_the_scanner_down() {
    let names = names();
    let mut dice = Dice(88_172_645_463_325_252);
    for _ in 0..3000 {
        let text: String = (0..dice.below(60)).map(|_| PIECES[dice.below(PIECES.len())]).collect();
        let mut scanner = Scanner::new(&names);
        let found = scanner.block(&text);
        for it in &found {
            assert!(text.get(it.range.clone()).is_some_and(|it| !it.is_empty()), "{text}");
        }
        assert!(found.windows(2).all(|it| it[0].range.end <= it[1].range.start), "{text}");
        for it in scanner.quotations(&text, &found) {
            assert!(text.get(it.range).is_some(), "{text}");
        }
    }
}

#[test]
fn endless_text_takes_time_in_proportion() {
    let names = names();
    for piece in [
        "第",
        "《",
        "第一",
        "第1至",
        "第一条",
        "《民法典",
        "本法第一条",
        "“",
        "关于",
        "（",
        "《民法典》第八条：“",
        "民法典第一条、",
        "前款",
        "法第一条",
        "简称",
        "《民法典》第一千零七十九条第三款第二项、第四款规定：“有下列情形之一的”，该条第五款也适用。",
        "本法第三条，前款第二项",
        "（（（",
        "同法第",
    ] {
        // Without optimisation a fifth of it is enough to notice time that grows with the square.
        let size = if cfg!(debug_assertions) { 200_000 } else { 1_000_000 };
        let text = piece.repeat(size / piece.len());
        let mut scanner = Scanner::new(&names);
        let found = scanner.block(&text);
        scanner.quotations(&text, &found);
    }
}

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String =
        paragraphs.iter().map(|it| format!("<w:p><w:r><w:t>{it}</w:t></w:r></w:p>")).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    archive.write_all(xml.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_word_file_is_imported_by_its_words() {
    let paragraphs = [
        "小村规定",
        "（2026年1月2日小村村民会议通过）",
        "目　录",
        "第一章　总　则",
        "第一章　总　则",
        "第一条　为了和睦。",
        "第二条　自2026年2月1日起施行。",
    ];
    let imported =
        import::read("小村规定_20260102.docx", &docx(&paragraphs), &Registry::built_in(), None)
            .unwrap();
    assert!(
        imported.faults.is_empty() && imported.open.is_empty(),
        "{:?} {:?}",
        imported.faults,
        imported.open
    );
    let facts = &imported.statute.facts;
    assert_eq!(facts.title, "小村规定");
    assert_eq!(facts.promulgated, parse::parse_date("2026-01-02"));
    assert_eq!(facts.effective, parse::parse_date("2026-02-01"));
    assert_eq!((imported.statute.parts.len(), imported.statute.articles.len()), (1, 2));
}

#[test]
fn an_amended_law_does_not_tell_when_it_came_into_force() {
    let text = "某某条例\n（1992年4月3日通过　2018年10月26日修正）\n第一条　为了和睦。\n第二条　自1992年10月1日起施行。\n";
    let imported =
        import::read("某某条例_20181026.txt", text.as_bytes(), &Registry::built_in(), None)
            .unwrap();
    assert_eq!(imported.statute.facts.effective, None);
    assert_eq!(imported.open, [import::Open::NoEffective]);
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    let again =
        import::read("某某条例_20181026.txt", &gb18030, &Registry::built_in(), None).unwrap();
    assert_eq!(again.statute.articles, imported.statute.articles);
}

#[test]
fn a_long_file_cut_anywhere_is_refused() {
    let mut dice = Dice(7_654_321);
    let article = |number: u16| {
        let words: String = (0..60)
            .map(|_| PIECES[dice.below(PIECES.len())])
            .filter(|it| !it.contains(['\n', '\u{fffc}']))
            .collect();
        format!("第{}条　{words}。", to_chinese(number))
    };
    let mut paragraphs = vec!["小村规定".to_owned()];
    paragraphs.extend((1..=900).map(article));
    let borrowed: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
    let whole = docx(&borrowed);
    let registry = Registry::built_in();
    assert!(whole.len() > 50_000, "{} bytes", whole.len());
    let imported = import::read("a_20260102.docx", &whole, &registry, None).unwrap();
    assert_eq!(imported.statute.articles.len(), 900);
    for at in (0..whole.len()).step_by(1024) {
        let read = import::read("a_20260102.docx", &whole[..at], &registry, None);
        assert!(read.is_err(), "read from its first {at} bytes");
    }
}

#[test]
fn damaged_files_are_refused_calmly() {
    let whole = docx(&["小村规定", "第一条　为了和睦。", "第二条　自2026年2月1日起施行。"]);
    let registry = Registry::built_in();
    for at in (0..whole.len()).step_by(7) {
        let _ = import::read("a.docx", &whole[..at], &registry, None);
        let mut flipped = whole.clone();
        flipped[at] ^= 0x55;
        let _ = import::read("a.docx", &flipped, &registry, None);
    }
    let mut dice = Dice(1_234_567);
    for _ in 0..300 {
        let text: String = (0..dice.below(80)).map(|_| PIECES[dice.below(PIECES.len())]).collect();
        let _ = import::read("a.txt", text.as_bytes(), &registry, None);
    }
}
