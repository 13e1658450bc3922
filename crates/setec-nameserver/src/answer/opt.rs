//! The OPT record of an answer (RFC 6891 section 6.1).

use domain::base::iana::{OptionCode, Rtype};
use domain::base::opt::Cookie;

use super::UDP_SIZE;

/// Bytes without options.
const EMPTY: usize = 11;
/// Bytes of the code and the length of an option, and of a cookie of client and server.
const COOKIE: usize = 4 + 8 + 16;

/// An OPT record, or none.
pub(super) struct Opt {
    bytes: [u8; EMPTY + COOKIE],
    length: usize,
}

impl Opt {
    pub(super) fn none() -> Self {
        Self {
            bytes: [0; EMPTY + COOKIE],
            length: 0,
        }
    }

    pub(super) fn new(dnssec_ok: bool, cookie: Option<&Cookie>) -> Self {
        let mut opt = Self::none();
        opt.push(&[0]);
        opt.push(&Rtype::OPT.to_int().to_be_bytes());
        opt.push(&UDP_SIZE.to_be_bytes());
        opt.push(&[0, 0, if dnssec_ok { 0x80 } else { 0 }, 0]);
        match cookie.and_then(|cookie| Some((cookie.client(), cookie.server()?))) {
            Some((client, server)) => {
                let (client, server): (&[u8], &[u8]) = (client.as_ref(), server.as_ref());
                opt.push(&[0, 28]);
                opt.push(&OptionCode::COOKIE.to_int().to_be_bytes());
                opt.push(&[0, 24]);
                opt.push(client);
                opt.push(server);
            }
            None => opt.push(&[0, 0]),
        }
        opt
    }

    pub(super) fn has_cookie(&self) -> bool {
        self.length > EMPTY
    }

    /// The upper bits of the response code stand here (RFC 6891 section 6.1.3).
    pub(super) fn set_rcode(&mut self, rcode: u16) {
        self.bytes[5] = u8::try_from(rcode >> 4).expect("a response code has 12 bits");
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, bytes: &[u8]) {
        self.bytes[self.length..self.length + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len();
    }
}
