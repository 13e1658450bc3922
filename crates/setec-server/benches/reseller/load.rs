//! Many clients at once over HTTPS on loopback, in this process: the two cores are shared.

use std::time::{Duration, Instant};

use futures::future::join_all;
use reqwest::Client;

use crate::Case;
use crate::shop::Shop;

/// What came of it.
pub(crate) struct Load {
    /// How long each answer took, the shortest first.
    pub(crate) answers: Vec<Duration>,
    wall: Duration,
    cpu: Duration,
}

impl Load {
    /// Lets so many clients ask for so long.
    pub(crate) async fn run(shop: &Shop, case: Case, connections: usize, time: Duration) -> Self {
        let (started, before) = (Instant::now(), cpu_time());
        let clients = (1..=connections).map(|at| {
            let mut picks = shop.picks(case, at);
            let address = shop.address;
            tokio::spawn(async move {
                let client = client();
                let mut answers = Vec::new();
                while started.elapsed() < time {
                    let pick = picks.next();
                    let began = Instant::now();
                    let url = format!("https://{address}{}", pick.path);
                    let request = match &pick.form {
                        None => client.get(url),
                        Some(form) => client.post(url).body(form.clone()),
                    };
                    let response = request
                        .headers(pick.headers.clone())
                        .send()
                        .await
                        .expect("an answer");
                    let status = response.status();
                    let body = response.bytes().await.expect("a body");
                    answers.push(began.elapsed());
                    assert!(status.is_success(), "{}: {status} {body:?}", pick.path);
                }
                answers
            })
        });
        let answers = join_all(clients).await;
        let (wall, cpu) = (started.elapsed(), cpu_time().saturating_sub(before));
        let mut answers: Vec<Duration> = answers
            .into_iter()
            .flat_map(|answers| answers.expect("no panic"))
            .collect();
        answers.sort_unstable();
        Self { answers, wall, cpu }
    }

    pub(crate) fn rate(&self) -> f64 {
        f64::from(self.count()) / self.wall.as_secs_f64()
    }

    /// CPU time of the whole process, clients and simulator included, per request.
    pub(crate) fn cpu_each(&self) -> Duration {
        self.cpu / self.count()
    }

    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let at = self.answers.len() * percent / 100;
        self.answers[at.min(self.answers.len() - 1)]
    }

    fn count(&self) -> u32 {
        u32::try_from(self.answers.len()).expect("it is a short run")
    }
}

fn client() -> Client {
    Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .http1_only()
        .no_proxy()
        .build()
        .expect("a client")
}

/// CPU time of this process so far, user and system (proc(5), clock ticks of 10 ms).
pub(crate) fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit_once(')').expect("a name in brackets").1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks: u64 = fields[11..=12]
        .iter()
        .map(|text| text.parse::<u64>().expect("a number"))
        .sum();
    Duration::from_millis(ticks * 10)
}
