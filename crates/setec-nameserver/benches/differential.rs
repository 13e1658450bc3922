//! Many questions to BIND and to our server, over many sets of zones; each answer that differs is
//! printed. `cargo bench -p setec-nameserver --bench differential [-- FIRST-SEED]`.
#![expect(clippy::print_stdout, reason = "it reports to the terminal")]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/differential/mod.rs"]
mod differential;

use std::process::ExitCode;

const SEEDS: u64 = 15;
const QUESTIONS: usize = 1_000;

fn main() -> ExitCode {
    let first = std::env::args().find_map(|word| word.parse().ok());
    let first: u64 = first.unwrap_or(100);
    let mut differing = 0;
    for seed in first..first + SEEDS {
        let Some(report) = differential::compare(seed, QUESTIONS) else {
            return ExitCode::SUCCESS;
        };
        let number = report.matches("\n=== ").count();
        println!("zones of seed {seed}: {QUESTIONS} questions, {number} answers differ{report}");
        differing += number;
    }
    println!("{SEEDS} times {QUESTIONS} questions, {differing} answers differ");
    if differing == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
