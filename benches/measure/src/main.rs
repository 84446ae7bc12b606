//! Counts what the house rules speak of, in the sources under a folder, tests apart: `measure src`.

mod count;
mod files;

use std::{env, path::PathBuf, process::ExitCode};

use crate::{count::Counts, files::File};

fn main() -> ExitCode {
    let root = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "src".to_owned()));
    let files = match files::read(&root) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("measure: {}: {error}", root.display());
            return ExitCode::FAILURE;
        }
    };
    let counts = Counts::of(&files);
    table(&files, &counts);
    ExitCode::SUCCESS
}

/// Prints the table of the house, one row a number.
fn table(files: &[File], counts: &Counts) {
    let functions = sorted(counts.functions.iter().map(|it| it.lines));
    let lengths = sorted(files.iter().map(|it| it.lines));
    let code: usize = lengths.iter().sum();
    let comments: usize = files.iter().map(|it| it.comments).sum();
    let per_1000 = |count: usize| count * 1000 / functions.len().max(1);
    row("functions", &functions.len().to_string());
    row(
        "lines of a function, median / p90 / max",
        &spread(&functions),
    );
    row("functions over 60 lines", &over(&functions, 60).to_string());
    row("files", &files.len().to_string());
    row("lines of a file, median / p90 / max", &spread(&lengths));
    row("files over 450 lines", &over(&lengths, 450).to_string());
    row("public functions with a doc comment", &counts.documented());
    let share = 100.0 * comments as f64 / code.max(1) as f64;
    row(
        "ordinary comments",
        &format!("{share:.1} % ({comments} lines)"),
    );
    let calls = format!(
        "{} / {}",
        per_1000(counts.unwraps),
        per_1000(counts.expects)
    );
    row("unwrap / expect a thousand functions", &calls);
    row(
        "items `pub` / `pub(crate)`",
        &format!("{} / {}", counts.public, counts.in_crate),
    );
    let parameters = format!("{} / {}", counts.with_bool, counts.many_parameters);
    row(
        "functions with a bool / more than five parameters",
        &parameters,
    );
    row(
        "catch-all arms beside variants of our own enums",
        &counts.catch_all.len().to_string(),
    );
    row("`cfg(feature)`", &counts.features.to_string());
    row("type names used more than once", &counts.repeated_names());
    println!();
    for function in counts.functions.iter().filter(|it| it.lines > 60) {
        println!(
            "long: {} {} ({} lines)",
            function.place, function.name, function.lines
        );
    }
    for file in files.iter().filter(|it| it.lines > 450) {
        println!("long: {} ({} lines)", file.path, file.lines);
    }
    for place in &counts.catch_all {
        println!("catch-all: {place}");
    }
}

fn row(name: &str, value: &str) {
    println!("{name:<52}{value}");
}

fn sorted(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers
}

fn over(sorted: &[usize], limit: usize) -> usize {
    sorted.iter().filter(|it| **it > limit).count()
}

/// Median, the number that nine in ten do not pass, and the largest.
fn spread(sorted: &[usize]) -> String {
    let at = |share: usize| sorted.get(sorted.len() * share / 100).copied().unwrap_or(0);
    format!(
        "{} / {} / {}",
        at(50),
        at(90),
        sorted.last().copied().unwrap_or(0)
    )
}
