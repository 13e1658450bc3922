//! SSH public keys.

use serde::{Deserialize, Serialize};

/// A public key that an account keeps for its servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SshKey {
    /// The provider's id of the key.
    pub id: String,
    /// The name given to it.
    pub name: String,
    /// `SHA256:` and the unpadded base64 of the key blob's digest, as `ssh-keygen -l` prints it.
    pub fingerprint: String,
    /// The key in OpenSSH's one-line form.
    pub public_key: String,
}
