//! The server's certificate: a given one, or a self-signed one made at first start.

use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use ring::digest;

/// Why there is no certificate to serve with.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("{path} cannot be read or written", path = path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The self-signed certificate cannot be made.
    #[error("the self-signed certificate cannot be made")]
    Generate(#[from] rcgen::Error),
    /// Certificate and key do not make a TLS configuration.
    #[error("certificate {path} and its key cannot be used: {reason}", path = path.display())]
    Unusable {
        /// The certificate's file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// A certificate chain and its key, in files.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// PEM file of the chain.
    pub chain: PathBuf,
    /// PEM file of the key.
    pub key: PathBuf,
}

impl Certificate {
    /// The certificate in `<data_dir>/tls`, made there where there is none.
    pub fn self_signed(data_dir: &Path, listen: IpAddr) -> Result<Self, TlsError> {
        let folder = data_dir.join("tls");
        let certificate = Self {
            chain: folder.join("cert.pem"),
            key: folder.join("key.pem"),
        };
        if certificate.chain.exists() && certificate.key.exists() {
            return Ok(certificate);
        }
        let made = std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder);
        made.map_err(|source| TlsError::File {
            path: folder,
            source,
        })?;
        let mut names = vec![
            "localhost".to_owned(),
            "127.0.0.1".to_owned(),
            "::1".to_owned(),
        ];
        names.extend(hostname());
        if !listen.is_unspecified() {
            names.push(listen.to_string());
        }
        names.sort();
        names.dedup();
        let made = rcgen::generate_simple_self_signed(names)?;
        // The key first: a certificate without its key would look complete to the next start.
        write_private(&certificate.key, &made.signing_key.serialize_pem())?;
        write_private(&certificate.chain, &made.cert.pem())?;
        Ok(certificate)
    }

    /// SHA-256 of the first certificate, as clients pin it: `SHA256:` and lower-case hex.
    pub fn fingerprint(&self) -> Result<String, TlsError> {
        use rustls::pki_types::CertificateDer;
        use rustls::pki_types::pem::PemObject;
        let unusable = |reason: String| TlsError::Unusable {
            path: self.chain.clone(),
            reason,
        };
        let mut chain = CertificateDer::pem_file_iter(&self.chain)
            .map_err(|error| unusable(error.to_string()))?;
        let first = chain
            .next()
            .ok_or_else(|| unusable("it holds no certificate".to_owned()))?;
        let first = first.map_err(|error| unusable(error.to_string()))?;
        let hash = digest::digest(&digest::SHA256, &first);
        let hex: Vec<String> = hash
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(format!("SHA256:{}", hex.concat()))
    }
}

fn hostname() -> Option<String> {
    let name = std::fs::read_to_string("/etc/hostname").ok()?;
    let name = name.trim();
    let valid = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    valid.then(|| name.to_owned())
}

fn write_private(path: &Path, text: &str) -> Result<(), TlsError> {
    let write = || {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|source| TlsError::File {
        path: path.to_owned(),
        source,
    })
}
