//! What a piece of work took.

use std::fs;
use std::time::{Duration, Instant};

/// Time, memory and calls of one case.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    /// The most memory that the process held, in KiB.
    pub(crate) peak_kib: u64,
    /// Requests that reached the server.
    pub(crate) calls: u32,
}

impl Measured {
    /// Of what a process printed: seconds, seconds of CPU, KiB.
    pub(crate) fn read(line: &str, calls: u32) -> Self {
        let mut words = line.split_whitespace();
        let mut next = || words.next().expect("three numbers");
        let seconds = |text: &str| Duration::from_secs_f64(text.parse().expect("a number"));
        Self {
            wall: seconds(next()),
            cpu: seconds(next()),
            peak_kib: next().parse().expect("a number"),
            calls,
        }
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.2} s, {:.2} CPU-s, {} MiB, {} {}",
            self.wall.as_secs_f64(),
            self.cpu.as_secs_f64(),
            self.peak_kib / 1024,
            self.calls,
            if self.calls == 1 { "call" } else { "calls" }
        )
    }
}

/// A clock over this process.
pub(crate) struct Clock {
    started: Instant,
    cpu: Duration,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            started: Instant::now(),
            cpu: cpu_time(),
        }
    }

    /// The line that [`Measured::read`] reads.
    pub(crate) fn line(&self) -> String {
        format!(
            "{:.3} {:.3} {}",
            self.started.elapsed().as_secs_f64(),
            cpu_time().saturating_sub(self.cpu).as_secs_f64(),
            peak_kib()
        )
    }
}

/// CPU time of this process so far, user and system (proc(5), clock ticks of 10 ms).
fn cpu_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit_once(')').expect("a name in brackets").1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks: u64 = fields[11..=12]
        .iter()
        .map(|text| text.parse::<u64>().expect("a number"))
        .sum();
    Duration::from_millis(ticks * 10)
}

fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let digits = peak.and_then(|text| text.split_whitespace().next());
    digits.and_then(|text| text.parse().ok()).expect("a number")
}
