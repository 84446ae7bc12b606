//! Circles between files, found from their `use` lines and from paths that begin with `crate::`.
//!
//! A file may use what its own folder's `mod.rs` holds: that is what the folder shares. Everything else points one way.

use std::collections::{BTreeMap, BTreeSet};

/// Which file uses which, by index.
pub struct Graph {
    files: Vec<String>,
    uses: Vec<BTreeSet<usize>>,
}

impl Graph {
    /// Reads the imports of files, each with its path below `src/` and its text.
    pub fn new(sources: &[(String, String)]) -> Self {
        let files: Vec<String> = sources.iter().map(|it| it.0.clone()).collect();
        let modules: BTreeMap<Vec<&str>, usize> = files
            .iter()
            .enumerate()
            .filter(|(_, file)| *file != "main.rs")
            .map(|(at, file)| (module(file), at))
            .collect();
        let uses = sources.iter().enumerate().map(|(at, (file, text))| {
            let own = module(file);
            let is_shared = |target: &usize| {
                let of = module(&files[*target]);
                *target == at || !of.is_empty() && own.starts_with(&of)
            };
            let paths = paths(&code(text), &own);
            let targets = paths.iter().filter_map(|path| find(path, &modules));
            targets.filter(|it| !is_shared(it)).collect()
        });
        let uses = uses.collect();
        drop(modules);
        Self { files, uses }
    }

    /// Returns the shortest ring through each file that is on one, each ring once, as `a.rs -> b.rs -> a.rs`.
    pub fn rings(&self) -> BTreeSet<String> {
        let all = (0..self.files.len()).filter_map(|start| self.ring(start));
        all.map(|mut ring| {
            let least = (0..ring.len()).min_by_key(|at| ring[*at]).unwrap_or(0);
            ring.rotate_left(least);
            ring.push(ring[0]);
            let names: Vec<&str> = ring.iter().map(|it| self.files[*it].as_str()).collect();
            names.join(" -> ")
        })
        .collect()
    }

    fn ring(&self, start: usize) -> Option<Vec<usize>> {
        let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
        let mut front = vec![start];
        while !front.is_empty() && !came_from.contains_key(&start) {
            let mut next = Vec::new();
            for from in front {
                for to in &self.uses[from] {
                    if !came_from.contains_key(to) {
                        came_from.insert(*to, from);
                        next.push(*to);
                    }
                }
            }
            front = next;
        }
        let mut ring = vec![start];
        let mut at = *came_from.get(&start)?;
        while at != start {
            ring.push(at);
            at = came_from[&at];
        }
        ring.reverse();
        Some(ring)
    }
}

/// Returns the path of a file's module: `["publish", "stage"]`.
fn module(file: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib"))) {
        parts.pop();
    }
    parts
}

/// Returns the file that the longest beginning of `path` names.
fn find(path: &[String], modules: &BTreeMap<Vec<&str>, usize>) -> Option<usize> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    (0..=path.len()).rev().find_map(|end| modules.get(&path[..end]).copied())
}

/// Returns a file without its tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Returns every path from the crate's root that a file names.
fn paths(code: &str, own: &[&str]) -> Vec<Vec<String>> {
    let owned = |parts: &[&str]| parts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let starts = [
        ("crate::", Vec::new()),
        ("super::", owned(&own[..own.len().saturating_sub(1)])),
        ("self::", owned(own)),
    ];
    let mut found = Vec::new();
    for (word, base) in starts {
        for (at, _) in code.match_indices(word) {
            let is_inside =
                code[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_' || it == ':');
            if !is_inside {
                tree(&code[at + word.len()..], base.clone(), &mut found);
            }
        }
    }
    found
}

/// Reads one path or tree of paths (`a::{b, c::D}`); returns what stands behind it.
fn tree<'a>(text: &'a str, mut base: Vec<String>, out: &mut Vec<Vec<String>>) -> &'a str {
    let mut rest = text.trim_start();
    loop {
        if let Some(mut inner) = rest.strip_prefix('{') {
            while !inner.trim_start().starts_with('}') && !inner.trim_start().is_empty() {
                inner = tree(inner, base.clone(), out);
                let skip = inner.find([',', '}']).unwrap_or(inner.len());
                inner = inner[skip..].trim_start_matches(',');
            }
            return inner.trim_start().strip_prefix('}').unwrap_or_default();
        }
        let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len());
        let word = &rest[..end];
        if !word.is_empty() && word != "self" {
            base.push(word.to_owned());
        }
        match rest[end..].strip_prefix("::") {
            Some(after) if !word.is_empty() => rest = after.trim_start(),
            _ => {
                out.push(base);
                return &rest[end..];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Graph;

    #[test]
    fn a_ring_is_found_and_what_a_folder_shares_is_none() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let graph = Graph::new(&[
            file("lib.rs", "use crate::a::{self, b::One};"),
            file("a/mod.rs", "mod b;\nmod c;\nuse crate::a::b::One;\nstruct Shared;"),
            file("a/b.rs", "use crate::{a::{Shared, c::{Two, Three as It}}, d};"),
            file("a/c.rs", "// use crate::a::b::No;\nfn x() { crate::d::y() }"),
            file("d.rs", "use crate::{\n    a::b,\n};"),
            file("e.rs", "#[cfg(test)]\nmod tests { use crate::e; }"),
        ]);
        let rings: Vec<String> = graph.rings().into_iter().collect();
        assert_eq!(rings, ["a/b.rs -> a/c.rs -> d.rs -> a/b.rs", "a/b.rs -> d.rs -> a/b.rs"]);
    }
}
