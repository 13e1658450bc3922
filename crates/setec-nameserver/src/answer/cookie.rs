//! DNS cookies (RFC 7873, RFC 9018).

use std::net::IpAddr;
use std::time::Duration;

use domain::base::Serial;
use domain::base::opt::Cookie;

/// RFC 9018 section 4.3: a cookie is good for an hour, and five minutes of wrong clocks.
const LIFETIME: u32 = 3_600;
const FUTURE: u32 = 300;
/// From half its life on a client is given a new one.
const RENEWAL: u32 = 1_800;

pub(super) struct Cookies {
    secret: [u8; 16],
}

/// The cookie of an answer.
pub(super) struct CookieAnswer {
    pub(super) cookie: Cookie,
    /// The query's was one of ours for that address.
    pub(super) was_valid: bool,
}

impl Cookies {
    /// With a random secret where none is given.
    pub(super) fn new(secret: Option<[u8; 16]>) -> Self {
        let secret = secret.unwrap_or_else(|| {
            let mut random = [0; 16];
            getrandom::fill(&mut random).expect("the system gives random numbers");
            random
        });
        Self { secret }
    }

    pub(super) fn answer(&self, cookie: &Cookie, client: IpAddr, now: Duration) -> CookieAnswer {
        // Seconds as RFC 9018 counts them, modulo 2^32.
        let now = u32::try_from(now.as_secs() & u64::from(u32::MAX)).unwrap_or_default();
        let mut is_young = false;
        let was_valid = cookie.check_server_hash(client, &self.secret, |made| {
            let age = now.wrapping_sub(made.into_int());
            is_young = age < RENEWAL;
            age <= LIFETIME || age.wrapping_neg() <= FUTURE
        });
        let cookie = if was_valid && is_young {
            cookie.clone()
        } else {
            cookie.create_response(Serial(now), client, &self.secret)
        };
        CookieAnswer { cookie, was_valid }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::base::opt::Cookie;
    use domain::dep::octseq::Parser;

    use super::Cookies;

    /// The test vector of RFC 9018 appendix A.1 and A.2.
    #[test]
    fn makes_and_knows_the_cookies_of_the_standard() {
        let hex = |text: &str| -> Vec<u8> {
            let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
            (0..text.len()).step_by(2).map(byte).collect()
        };
        let secret = hex("e5e973e5a6b2a43f48e7dc849e37bfcf");
        let cookies = Cookies::new(Some(secret.try_into().unwrap()));
        let read = |bytes: &[u8]| Cookie::parse(&mut Parser::from_ref(bytes)).unwrap();
        let client = "198.51.100.100".parse().unwrap();
        let at = |seconds| Duration::from_secs(seconds);

        let first = read(&hex("2464c4abcf10c957"));
        let answer = cookies.answer(&first, client, at(1_559_731_985));
        assert!(!answer.was_valid);
        let server = hex("010000005cf79f111f8130c3eee29480");
        assert_eq!(answer.cookie.server().unwrap().as_ref(), server);

        let check = |client: &str, seconds| {
            let again = cookies.answer(&answer.cookie, client.parse().unwrap(), at(seconds));
            (
                again.was_valid,
                again.cookie.server() == answer.cookie.server(),
            )
        };
        assert_eq!(check("198.51.100.100", 1_559_731_990), (true, true));
        assert_eq!(check("198.51.100.100", 1_559_734_000), (true, false));
        assert_eq!(check("198.51.100.100", 1_559_736_000), (false, false));
        assert_eq!(check("198.51.100.100", 1_559_731_700), (true, false));
        assert_eq!(check("198.51.100.100", 1_559_731_000), (false, false));
        assert_eq!(check("198.51.100.101", 1_559_731_990), (false, false));
    }
}
