//! A fuzzer for every target: `PUFA_TARGET` names one of [`targets::TARGETS`].

#![no_main]
#![allow(clippy::panic, reason = "a finding is a panic")]

mod markup;
mod search_files;
mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<targets::Target> = OnceLock::new();

fuzz_target!(|data: &[u8]| {
    let target = TARGET.get_or_init(|| {
        let name = std::env::var("PUFA_TARGET").unwrap_or_default();
        let found = targets::TARGETS.iter().find(|it| it.0 == name);
        found
            .unwrap_or_else(|| panic!("PUFA_TARGET names no target: {name:?}"))
            .1
    });
    target(data);
});
