//! Which servers are trusted: by authority, or by one pinned certificate.

use std::fmt;
use std::fs;
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use ring::digest;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring as provider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};

use crate::cli::failure::{Failure, Result};

/// SHA-256 of a certificate, written `SHA256:` and hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint([u8; 32]);

impl Fingerprint {
    fn of(certificate: &CertificateDer<'_>) -> Self {
        let hash = digest::digest(&digest::SHA256, certificate);
        Self(hash.as_ref().try_into().expect("SHA-256 has 32 bytes"))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SHA256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "a fingerprint is SHA256: and 64 hexadecimal digits".to_owned();
        let hex = match text.get(..7) {
            Some(prefix) if prefix.eq_ignore_ascii_case("sha256:") => &text[7..],
            _ => text,
        };
        // OpenSSL writes colons between the bytes.
        let digits: Vec<u32> = hex
            .chars()
            .filter(|c| *c != ':')
            .map_while(|c| c.to_digit(16))
            .collect();
        let complete = hex.chars().filter(|c| *c != ':').count() == 64 && digits.len() == 64;
        if !complete {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::try_from(pair[0] * 16 + pair[1]).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

/// Whom to trust.
#[derive(Debug, Clone)]
pub(crate) enum Trust {
    /// Whoever an authority vouches for.
    Authorities(Arc<WebPkiServerVerifier>),
    /// The holder of this certificate and nobody else.
    Pinned(Fingerprint),
    /// Nobody, for want of authorities.
    Nobody,
    /// Anybody.
    Blind,
}

impl Trust {
    /// The authorities of a file, or those of the system.
    pub(crate) fn authorities(file: Option<&Path>) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        let certificates = match file {
            Some(path) => read_certificates(path)?,
            None => rustls_native_certs::load_native_certs().certs,
        };
        roots.add_parsable_certificates(certificates);
        if roots.is_empty() {
            return Ok(Self::Nobody);
        }
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), crypto())
            .build()
            .map_err(|error| Failure::Failed(format!("TLS cannot be set up: {error}")))?;
        Ok(Self::Authorities(verifier))
    }
}

fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let shown = path.display();
    let text =
        fs::read(path).map_err(|error| Failure::Failed(format!("cannot read {shown}: {error}")))?;
    let found: Vec<_> = CertificateDer::pem_slice_iter(&text)
        .filter_map(Result::ok)
        .collect();
    if found.is_empty() {
        return Err(Failure::Failed(format!("{shown} holds no certificate")));
    }
    Ok(found)
}

/// Checks a server's certificate and remembers the one it refused.
#[derive(Debug)]
pub(crate) struct Verifier {
    trust: Trust,
    crypto: Arc<CryptoProvider>,
    refused: Mutex<Option<Fingerprint>>,
}

impl Verifier {
    /// Trusts as told.
    pub(crate) fn new(trust: Trust) -> Arc<Self> {
        Arc::new(Self {
            trust,
            crypto: crypto(),
            refused: Mutex::default(),
        })
    }

    /// The certificate that was refused last.
    pub(crate) fn refused(&self) -> Option<Fingerprint> {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The certificate that alone is trusted.
    pub(crate) fn pinned(&self) -> Option<Fingerprint> {
        match self.trust {
            Trust::Pinned(fingerprint) => Some(fingerprint),
            _ => None,
        }
    }

    /// A TLS configuration that asks this verifier.
    pub(crate) fn client_config(self: &Arc<Self>) -> Result<ClientConfig> {
        let config = ClientConfig::builder_with_provider(Arc::clone(&self.crypto))
            .with_safe_default_protocol_versions()
            .map_err(|error| Failure::Failed(format!("TLS cannot be set up: {error}")))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::<Self>::clone(self))
            .with_no_client_auth();
        Ok(config)
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let presented = Fingerprint::of(end_entity);
        let verified = match &self.trust {
            Trust::Blind => Ok(ServerCertVerified::assertion()),
            Trust::Pinned(pinned) if *pinned == presented => Ok(ServerCertVerified::assertion()),
            Trust::Pinned(_) => Err(CertificateError::ApplicationVerificationFailure.into()),
            Trust::Nobody => Err(CertificateError::UnknownIssuer.into()),
            Trust::Authorities(verifier) => verifier.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            ),
        };
        if verified.is_err() {
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(presented);
        }
        verified
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.crypto
            .signature_verification_algorithms
            .supported_schemes()
    }
}

fn crypto() -> Arc<CryptoProvider> {
    Arc::new(provider::default_provider())
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn fingerprints_are_read_in_every_common_spelling() {
        let hex = "00ff".repeat(16);
        let plain: Fingerprint = format!("SHA256:{hex}").parse().unwrap();
        let colons = vec!["00:FF"; 16].join(":");
        assert_eq!(format!("sha256:{colons}").parse(), Ok(plain));
        assert_eq!(hex.parse(), Ok(plain));
        assert_eq!(plain.to_string(), format!("SHA256:{hex}"));
        for bad in ["", "SHA256:", "SHA256:00", &"g".repeat(64), &"é".repeat(64)] {
            assert!(bad.parse::<Fingerprint>().is_err(), "{bad}");
        }
    }
}
