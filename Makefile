# The README's commands. Each says what it runs; the longer work stands in .ci/.
.PHONY: help site fonts test browser bench measure faults fuzz hostile deny

help:
	@echo "make site     build the bundled site into public/"
	@echo "make fonts    fetch the fonts of the leaflets (make site does it too)"
	@echo "make test     install what the tests need, run all of them"
	@echo "make browser  only the tests in the browser"
	@echo "make bench    compare the speed with Hugo on 10,000 articles"
	@echo "make measure  lengths of functions and files, comments, parameters: the numbers of the house"
	@echo "make hostile  pages made to take long: 2 s and 300 MB each, or a message that says the limit"
	@echo "make deny     licences, sources and known faults of all crates"
	@echo "make faults   something goes wrong 200 times while a site is built, 1,000 edits while it is served"
	@echo "make fuzz     an hour of any bytes for everything that reads (FUZZ=\"20 links\": 20 s of one)"

# Without the fonts all but the leaflets is built; then pufa says so itself.
site:
	@bash .ci/setup build
	@test ! -f .ci/fonts || bash .ci/fonts || true
	cargo run --release -- build

# Fonts of the leaflets, fetched once.
fonts:
	@bash .ci/fonts

test:
	@bash .ci/test

browser:
	@bash .ci/setup browser
	@bash .ci/browser

# Takes some minutes; BENCH="--scale 50000 --serve" measures more.
bench:
	@bash .ci/bench $(BENCH)

measure:
	@cargo run --quiet --release --manifest-path benches/measure/Cargo.toml --target-dir target/measure -- src

# Takes an hour or so; make test does the same with small numbers.
faults:
	PUFA_FAULTS=200 PUFA_EDITS=1000 cargo test --release --no-fail-fast --test faults --test preview --test serve

fuzz:
	@bash .ci/fuzz $(FUZZ)

hostile:
	cargo build --release
	python3 benches/hostile.py target/release/pufa

# Needs the network once, for the crates of other systems; the list of known faults (advisories) is fetched each time.
deny:
	@command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
	cargo fetch --locked
	cargo deny --offline --config .ci/deny.toml check licenses bans sources
	cargo deny --config .ci/deny.toml check advisories
