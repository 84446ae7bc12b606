//! What the program is built from: crates of one registry, each named by its checksum, under licences that `.ci/deny.toml`
//! allows; nothing of ours is unsafe or runs while it is compiled. Known faults of crates need a network: `make deny`.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

fn read(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&file).expect("a file of the repository")
}

fn table(path: &str) -> toml::Table {
    read(path).parse().expect("it is TOML")
}

#[test]
fn every_crate_comes_from_one_registry_and_has_a_checksum() {
    for lock in ["Cargo.lock", "tests/fuzz/Cargo.lock"] {
        let lock = table(lock);
        let packages = lock["package"].as_array().expect("a list");
        let of = |package: &toml::Value, key: &str| {
            package.get(key).and_then(|it| it.as_str()).map(str::to_owned)
        };
        let mut sources: Vec<_> = packages.iter().filter_map(|it| of(it, "source")).collect();
        sources.sort();
        sources.dedup();
        assert_eq!(sources.len(), 1, "{sources:?}");
        assert!(sources[0].starts_with("registry+"), "{sources:?}");
        for package in packages.iter().filter(|it| it.get("source").is_some()) {
            let name = of(package, "name");
            assert!(of(package, "checksum").is_some(), "{name:?}");
        }
    }
}

/// Tells whether a licence expression can be met: one of the words between `OR`, all of those between `AND`.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], "");
    let one = |it: &str| allowed.contains(&it.trim());
    let mut alternatives = expression.split(" OR ");
    // Without brackets `A OR B AND C` asks for more than is needed, never for less.
    if expression.contains(" AND ") && expression.contains(" OR ") {
        return expression.split([' ']).all(|it| matches!(it, "AND" | "OR") || one(it));
    }
    alternatives.any(|it| it.split(" AND ").all(one))
}

#[test]
fn every_licence_is_one_of_those_allowed() {
    let rules = table(".ci/deny.toml");
    let allowed = rules["licenses"]["allow"].as_array().expect("a list");
    let allowed: Vec<&str> = allowed.iter().filter_map(|it| it.as_str()).collect();
    let host = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let host = String::from_utf8(host.stdout).expect("text");
    let host = host.lines().find_map(|it| it.strip_prefix("host: "));
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", host.expect("a host")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let told: Value = serde_json::from_slice(&told.stdout).expect("cargo speaks JSON");
    let packages = told["packages"].as_array().expect("a list");
    assert!(packages.len() > 100, "{} crates", packages.len());
    let refused: Vec<_> = packages
        .iter()
        .filter(|it| !it["license"].as_str().is_some_and(|it| is_allowed(it, &allowed)))
        .map(|it| format!("{} {}: {}", it["name"], it["version"], it["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn a_licence_is_read_as_it_is_meant() {
    let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"];
    for good in ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR GPL-3.0) AND GPL-3.0", ""] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}

#[test]
fn nothing_of_ours_is_unsafe_or_runs_while_it_is_compiled() {
    let manifest = table("Cargo.toml");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    assert!(manifest["package"].get("build").is_none());
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs").exists());
}
