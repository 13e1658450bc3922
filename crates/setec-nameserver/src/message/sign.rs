//! TSIG (RFC 8945), done by the `domain` library on messages that were written without it.

use std::sync::Arc;

use domain::base::iana::{Rcode, TsigRcode};
use domain::base::message_builder::AdditionalBuilder;
use domain::base::wire::Composer;
use domain::base::{Message, MessageBuilder};
use domain::dep::octseq::{OctetsBuilder, ShortBuf, Truncate};
use domain::rdata::tsig::Time48;
use domain::tsig::{Key, ServerSequence, ServerTransaction};
use setec_core::dns::Name;

use super::HEADER;
use crate::TsigKey;
use crate::key::Keys;

/// Signs the answers to one query.
pub(crate) struct Signer {
    /// In a box, because it is large and rare.
    sequence: Box<ServerSequence<Arc<Key>>>,
    name: Name,
}

/// The query's signature is not good; the answer that says so.
pub(crate) struct Unverified(pub(crate) Vec<u8>);

/// Checks the signature of a query. Gives the query without it, and what signs the answers.
pub(crate) fn verify(
    packet: &[u8],
    keys: &[TsigKey],
    now: Time48,
) -> Result<(Vec<u8>, Signer), Unverified> {
    let failed = || Unverified(Vec::new());
    let mut message = Message::from_octets(packet.to_vec()).map_err(|_| failed())?;
    match ServerTransaction::request(&Keys(keys), &mut message, now) {
        Ok(Some(transaction)) => {
            let signed_by = |key: &&TsigKey| Arc::ptr_eq(key.key(), transaction.wrapped_key());
            let key = keys.iter().find(signed_by).ok_or_else(failed)?;
            let signer = Signer {
                name: key.name().clone(),
                sequence: Box::new(transaction.into()),
            };
            let length = unsigned_length(&message).ok_or_else(failed)?;
            let mut unsigned = message.into_octets();
            unsigned.truncate(length);
            Ok((unsigned, signer))
        }
        Ok(None) => Err(failed()),
        Err(error) => {
            let original = Message::from_octets(packet).map_err(|_| failed())?;
            let answer = error
                .build_message(&original, MessageBuilder::new_vec())
                .map_err(|_| failed())?;
            let mut answer = answer.finish();
            name_bad_signature(&mut answer);
            Err(Unverified(answer))
        }
    }
}

impl Signer {
    /// The key that the query was signed with.
    pub(crate) fn key(&self) -> &Name {
        &self.name
    }

    /// Bytes that a signature takes.
    pub(crate) fn length(&self) -> usize {
        self.sequence.key().compose_len().into()
    }

    /// Signs the next answer, to which the record is appended.
    pub(crate) fn sign(&mut self, message: &mut Vec<u8>, now: Time48) {
        let mut builder = prebuilt(std::mem::take(message));
        self.sequence
            .answer(&mut builder, now)
            .expect("a message with a signature fits in 65,535 bytes");
        *message = builder.finish().bytes;
    }
}

/// Where the message ends now that the library has taken the signature off its count.
fn unsigned_length(message: &Message<Vec<u8>>) -> Option<usize> {
    let mut records = message.additional().ok()?;
    for record in records.by_ref() {
        record.ok()?;
    }
    Some(records.pos())
}

/// The library says FORMERR where a signature is wrong (domain 0.12.3); it is BADSIG (RFC 8945
/// section 5.3.2). The error stands before the length of the other data, which is empty.
fn name_bad_signature(answer: &mut [u8]) {
    let is_not_auth = answer[3] & 0xf == Rcode::NOTAUTH.to_int();
    if let (true, Some(end)) = (is_not_auth, answer.last_chunk_mut::<4>())
        && end[..2] == TsigRcode::FORMERR.to_int().to_be_bytes()
        && end[2..] == [0, 0]
    {
        end[..2].copy_from_slice(&TsigRcode::BADSIG.to_int().to_be_bytes());
    }
}

/// A finished message as the library's builder, which otherwise begins with an empty one.
fn prebuilt(bytes: Vec<u8>) -> AdditionalBuilder<Prebuilt> {
    let target = Prebuilt {
        built: bytes.len(),
        bytes,
        header: HEADER,
    };
    let builder = MessageBuilder::from_target(target).expect("the header is there already");
    builder.additional()
}

/// A message whose header is not written again.
struct Prebuilt {
    bytes: Vec<u8>,
    /// The builder must not take away what it did not write.
    built: usize,
    /// Bytes of the header that the builder has yet to write.
    header: usize,
}

impl OctetsBuilder for Prebuilt {
    type AppendError = ShortBuf;

    fn append_slice(&mut self, slice: &[u8]) -> Result<(), ShortBuf> {
        let skipped = self.header.min(slice.len());
        self.header -= skipped;
        if self.bytes.len() + slice.len() - skipped > usize::from(u16::MAX) {
            return Err(ShortBuf);
        }
        self.bytes.extend_from_slice(&slice[skipped..]);
        Ok(())
    }
}

impl Truncate for Prebuilt {
    fn truncate(&mut self, length: usize) {
        self.bytes.truncate(length.max(self.built));
    }
}

impl AsRef<[u8]> for Prebuilt {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsMut<[u8]> for Prebuilt {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
}

impl Composer for Prebuilt {}
