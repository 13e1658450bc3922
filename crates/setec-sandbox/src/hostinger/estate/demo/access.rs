use crate::hostinger::clock::at;
use crate::hostinger::vps::{Firewall, PublicKey, Rule, Script};

pub(super) fn keys() -> Vec<PublicKey> {
    let key = |id, name: &str, blob: &str, comment: &str| PublicKey {
        id,
        name: name.to_owned(),
        key: format!("ssh-ed25519 {blob} {comment}"),
    };
    vec![
        key(
            325_112,
            "deploy-key",
            "AAAAC3NzaC1lZDI1NTE5AAAAIBcB0UnUu58KJSwWds2JAEZvIuEMja6Aa0IdGMYCfWWk",
            "deploy@nordlund-studio.se",
        ),
        key(
            325_140,
            "maja-workstation",
            "AAAAC3NzaC1lZDI1NTE5AAAAIC4lq+3RZI/40dDiX0V27V+ae4zU8DmgHTn4C4n2vuWN",
            "maja@nordlund-studio.se",
        ),
        key(
            331_807,
            "ci-runner",
            "AAAAC3NzaC1lZDI1NTE5AAAAIMXAe2Pf1s2Z+JsrKztB0lkc8fyeehjjVRR5RzbC7GIq",
            "runner@ci",
        ),
        key(
            340_455,
            "oskar-laptop",
            "AAAAC3NzaC1lZDI1NTE5AAAAIO2bUNm6tN/nUie8uKi7xPgmyVo922JdBAZoiJ3DIi43",
            "oskar@nordlund-studio.se",
        ),
        key(
            340_471,
            "backup-agent",
            "AAAAC3NzaC1lZDI1NTE5AAAAILNbVZQ0QcFmCZ2GSugEapyBcFef6MCFD7m/kbeeF+2d",
            "restic@backup",
        ),
        key(
            352_018,
            "kestrel-robotics",
            "AAAAC3NzaC1lZDI1NTE5AAAAIB/YP8HqWU69XHYdyCeN6xBzOoT5hkcLmiA8g31nxAVK",
            "ops@kestrel-robotics.io",
        ),
        key(
            298_760,
            "old-build-server",
            "AAAAC3NzaC1lZDI1NTE5AAAAIEQsH28mUHWoXcVvVeFtsDZgsDM8+//Us5n5h8I57V1t",
            "build@legacy",
        ),
    ]
}

pub(super) fn scripts() -> Vec<Script> {
    let script = |id, name: &str, content: &str, date| Script {
        id,
        name: name.to_owned(),
        content: content.to_owned(),
        created_at: at(date),
        updated_at: at(date),
    };
    vec![
        script(
            9_568_314,
            "Harden SSH",
            "#!/bin/bash\nset -euo pipefail\n\
             sed -i 's/^#\\?PasswordAuthentication.*/PasswordAuthentication no/' /etc/ssh/sshd_config\n\
             systemctl reload ssh\n",
            "2025-01-15T11:02:00Z",
        ),
        script(
            9_568_377,
            "Node exporter",
            "#!/bin/bash\nset -euo pipefail\napt-get update\napt-get install -y prometheus-node-exporter\n",
            "2025-04-28T07:40:12Z",
        ),
    ]
}

pub(super) fn firewalls() -> Vec<Firewall> {
    let rule = |id, protocol: &str, port: &str, source: &str| Rule {
        id,
        action: "accept",
        protocol: protocol.to_owned(),
        port: port.to_owned(),
        source: if source == "any" { "any" } else { "custom" }.to_owned(),
        source_detail: source.to_owned(),
    };
    vec![
        Firewall {
            id: 65_224,
            name: "Web servers".to_owned(),
            is_synced: true,
            rules: vec![
                rule(41_946, "HTTP", "80", "any"),
                rule(41_947, "HTTPS", "443", "any"),
                rule(41_948, "SSH", "22", "192.0.2.0/24"),
            ],
            created_at: at("2025-01-15T10:55:00Z"),
            updated_at: at("2025-09-01T12:00:00Z"),
        },
        Firewall {
            id: 65_390,
            name: "Databases".to_owned(),
            is_synced: false,
            rules: vec![
                rule(42_310, "PostgreSQL", "5432", "192.0.2.10"),
                rule(42_311, "TCP", "9100:9110", "192.0.2.20-192.0.2.30"),
            ],
            created_at: at("2025-05-20T06:31:00Z"),
            updated_at: at("2026-02-11T16:20:00Z"),
        },
        Firewall {
            id: 66_017,
            name: "Lockdown".to_owned(),
            is_synced: false,
            rules: Vec::new(),
            created_at: at("2026-03-02T08:00:00Z"),
            updated_at: at("2026-03-02T08:00:00Z"),
        },
    ]
}
