//! How long each stage takes, on the bundled articles repeated: `cargo bench`.

#[path = "../tests/samples/site.rs"]
mod samples;

use std::{fs, path::Path, sync::Arc};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use indexmap::IndexMap;
use pufa::{
    config::Flags,
    diag::Sink,
    import::statute as import,
    law::{self, Library, citation::scan::Scanner, numeral::to_chinese, registry::Registry},
    markdown::{self, Dialect},
    pinyin::Pinyin,
    publish,
    read::Read,
    render::{Artifacts, Body, OutputPath, feed, html::place::Shared, json_ld, search, sitemap},
    resolve,
    site::Owner,
    source::Source,
};

/// Pages in the stages that look at a whole site.
const PAGES: usize = 1000;

/// The bundled articles, under as many names as `count` asks for.
fn sources(count: usize) -> Vec<Source> {
    let mut texts = Vec::new();
    for column in ["classroom", "rights", "minfadian", "learn"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(column);
        let files =
            fs::read_dir(folder).expect("the bundled columns are there").filter_map(Result::ok);
        let articles =
            files.map(|it| it.path()).filter(|it| it.extension().is_some_and(|it| it == "md"));
        texts.extend(articles.filter_map(|it| fs::read(it).ok()));
    }
    texts.sort();
    let path = |number: usize| format!("content/c{}/p{number:05}.md", number % 4);
    let mut sources: Vec<_> = texts
        .iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(n, text)| Source::new(&path(n), text))
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn library() -> Library {
    law::library(&[], &[], &[], &mut Sink::default())
}

fn site(sources: &[Source]) -> Read {
    let config = "title = \"速度\"\nbase_url = \"https://bench.example.org/\"\n";
    samples::site(config, &Flags::at(jiff::civil::date(2026, 11, 23)), sources)
}

fn bytes(sources: &[Source]) -> Throughput {
    Throughput::Bytes(sources.iter().map(|it| it.text.len() as u64).sum())
}

fn parse(criterion: &mut Criterion) {
    let (sources, library) = (sources(100), library());
    let pinyin = Pinyin::default();
    let dialect = Dialect {
        taxonomies: &IndexMap::new(),
        raw_html: false,
        names: library.names(),
        zone: &jiff::tz::TimeZone::UTC,
        pinyin: &pinyin,
    };
    let mut group = criterion.benchmark_group("100 articles");
    group.throughput(bytes(&sources)).sample_size(20);
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            sources
                .iter()
                .map(|it| markdown::parse(it, &dialect, &mut Sink::default()).references.len())
                .sum::<usize>()
        });
    });
    group.bench_function("citations", |bencher| {
        let find = |source: &Source| {
            let mut scanner = Scanner::new(library.names());
            source.text.split("\n\n").map(|block| scanner.block(block).len()).sum::<usize>()
        };
        bencher.iter(|| sources.iter().map(find).sum::<usize>());
    });
}

/// A statute of as many articles, about as long as real ones are.
fn statute(number: usize, articles: u16) -> String {
    let mut text = format!(
        "---\ntitle: \"试验办法{number}\"\nshort: \"试验办法{number}\"\npromulgated: \"2026-01-02\"\neffective: \"2026-02-01\"\n---\n\n# 试验办法{number}\n\n"
    );
    for article in 1..=articles {
        text.push_str(&format!(
            "第{}条　{}\n\n有下列情形之一的，依照本办法第{}条第一款的规定办理：\n\n（一）{}；\n\n（二）违反前款规定的。\n\n",
            to_chinese(article),
            "村民、居民和单位都按这里写的去做，有不同意见的可以向村民委员会提出。".repeat(2),
            to_chinese(article),
            "自己的事情自己拿主意"
        ));
    }
    text
}

/// Statutes: a library of 300, and the import of one as long as 民法典.
fn statutes(criterion: &mut Criterion) {
    let texts: Vec<Source> = (0..300)
        .map(|number| {
            let path = format!("content/laws/b{number}.md");
            Source::new(&path, statute(number, 85).as_bytes())
        })
        .collect();
    let mut group = criterion.benchmark_group("law");
    group.sample_size(10);
    group.bench_function("load 300 statutes", |bencher| {
        bencher.iter(|| {
            let library = law::library(&texts, &[], &[], &mut Sink::default());
            library.texts().len()
        });
    });
    let (long, registry) = (statute(1, 1260), Registry::built_in());
    group.bench_function("import 1260 articles", |bencher| {
        bencher.iter(|| {
            import::read("a_20260102.txt", long.as_bytes(), &registry, None)
                .map(|it| it.statute.articles.len())
        });
    });
    drop(group);
    let sources = sources(PAGES);
    let read = site(&sources);
    let mut group = criterion.benchmark_group("1000 pages");
    group.throughput(bytes(&sources)).sample_size(10);
    group.bench_function("resolve", |bencher| {
        bencher.iter(|| {
            resolve::references(&read.site, &read.documents, &mut Sink::default()).documents.len()
        });
    });
}

fn render(criterion: &mut Criterion) {
    let sources = sources(PAGES);
    let read = site(&sources);
    let (site, documents) = (&read.site, &read.documents);
    let shared = Arc::new(Shared::bare(&read));
    let mut group = criterion.benchmark_group("1000 pages");
    group.throughput(bytes(&sources)).sample_size(10);
    group.bench_function("search index", |bencher| {
        bencher.iter(|| search::artifacts(&shared, Vec::new(), "").len());
    });
    group.bench_function("feeds and sitemap", |bencher| {
        bencher.iter(|| {
            feed::artifacts(&shared).len() + sitemap::artifacts(site, &read.targets.generated).len()
        });
    });
    group.bench_function("facts for machines", |bencher| {
        bencher.iter(|| {
            site.page_ids()
                .filter_map(|id| {
                    let document = documents.get(site.page(id).document);
                    json_ld::script(site, Owner::Page(id), Some(document), Vec::new())
                })
                .map(|it| it.len())
                .sum::<usize>()
        });
    });
}

fn publish_files(criterion: &mut Criterion) {
    let mut artifacts = Artifacts::default();
    for (number, source) in sources(PAGES).iter().enumerate() {
        let path = OutputPath::new(&format!("c{}/p{number}/index.html", number % 4))
            .expect("letters and digits");
        artifacts.insert(path, Body::Text(source.text.repeat(3))).expect("numbers differ");
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |output: &Path| {
        publish::write(&artifacts, output, &publish::Options::default(), &mut Sink::default())
            .expect("a temporary folder can be written")
            .written
    };
    let mut group = criterion.benchmark_group("publish 1000 pages");
    group.sample_size(10);
    let mut turn = 0;
    let mut fresh = || {
        turn += 1;
        folder.path().join(format!("{turn}"))
    };
    group.bench_function("into an empty folder", |bencher| {
        bencher.iter_batched(&mut fresh, |output| write(&output), BatchSize::PerIteration);
    });
    let same = folder.path().join("same");
    write(&same);
    group.bench_function("without a change", |bencher| bencher.iter(|| write(&same)));
}

criterion_group!(benches, parse, statutes, render, publish_files);
criterion_main!(benches);
