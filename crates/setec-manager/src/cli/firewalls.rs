//! `vms firewalls`: firewalls of virtual servers.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::action::{self, Waiting};
use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field, made};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// A firewall of an account.
#[derive(Debug, Args)]
pub(crate) struct Firewall {
    /// The account's name
    provider: String,
    /// The firewall's id
    id: String,
}

impl Firewall {
    fn path(&self) -> Path {
        account(&self.provider).at("firewalls").at(&self.id)
    }
}

/// A firewall and a server.
#[derive(Debug, Args)]
pub(crate) struct Guarded {
    #[command(flatten)]
    firewall: Firewall,
    /// The server's id
    vm: String,
    #[command(flatten)]
    waiting: Waiting,
}

/// What a rule lets in.
#[derive(Debug, Args)]
pub(crate) struct RuleFlags {
    /// TCP, UDP, ICMP, SSH, HTTP and so on
    #[arg(long)]
    protocol: String,
    /// A port or a range such as 1024:2048
    #[arg(long, default_value = "any")]
    port: String,
    /// Address, CIDR, range or any
    #[arg(long, default_value = "any")]
    source: String,
}

impl RuleFlags {
    fn body(&self) -> Value {
        let source = if self.source == "any" {
            "any"
        } else {
            "custom"
        };
        json!({
            "protocol": self.protocol,
            "port": self.port,
            "source": source,
            "source_detail": self.source,
        })
    }
}

/// What to do with firewalls.
#[derive(Debug, Subcommand)]
pub(crate) enum FirewallsCommand {
    /// List firewalls
    List {
        /// The account's name
        provider: String,
    },
    /// Show a firewall with its rules
    Show(Firewall),
    /// Create a firewall without rules: its servers take no inbound traffic
    Create {
        /// The account's name
        provider: String,
        /// A name for it
        name: String,
    },
    /// Delete a firewall
    Delete(Firewall),
    /// Add a rule; servers have it after a sync
    AddRule {
        #[command(flatten)]
        firewall: Firewall,
        #[command(flatten)]
        rule: RuleFlags,
    },
    /// Change a rule; servers have it after a sync
    UpdateRule {
        #[command(flatten)]
        firewall: Firewall,
        /// The rule's id
        rule_id: String,
        #[command(flatten)]
        rule: RuleFlags,
    },
    /// Delete a rule; servers lose it after a sync
    DeleteRule {
        #[command(flatten)]
        firewall: Firewall,
        /// The rule's id
        rule_id: String,
    },
    /// Put a server behind the firewall
    Activate(Guarded),
    /// Take a server out of the firewall
    Deactivate(Guarded),
    /// Bring the rules as they are now to a server
    Sync(Guarded),
}

const LIST: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    field("In force", "is_synced"),
    made("Rules", |entry| {
        entry.get("rules").entries().len().to_string()
    }),
];

const RULES: &[Column] = &[
    field("Id", "id"),
    field("Action", "action"),
    field("Protocol", "protocol"),
    field("Port", "port"),
    field("Source", "source_detail"),
];

impl FirewallsCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let printer = &context.printer;
        match self {
            Self::List { provider } => {
                let answer = client.get(account(&provider).at("firewalls")).await?;
                printer.list(&answer, LIST, "no firewalls")
            }
            Self::Show(firewall) => {
                let answer = client.get(firewall.path()).await?;
                printer.details(&answer, LIST)?;
                if printer.is_for_people() {
                    printer.list(answer.get("rules"), RULES, "no rules: nothing is let in")?;
                }
                Ok(())
            }
            Self::Create { provider, name } => {
                let path = account(&provider).at("firewalls");
                let answer = client.post_body(path, &json!({ "name": name })).await?;
                printer.details(&answer, LIST)
            }
            Self::Delete(firewall) => {
                context.confirm(&format!("Delete firewall {}?", firewall.id))?;
                let answer = client.delete(firewall.path()).await?;
                context.done(&answer, &format!("firewall {} deleted", firewall.id))
            }
            Self::AddRule { firewall, rule } => {
                let answer = client
                    .post_body(firewall.path().at("rules"), &rule.body())
                    .await?;
                printer.details(&answer, RULES)
            }
            Self::UpdateRule {
                firewall,
                rule_id,
                rule,
            } => {
                let path = firewall.path().at("rules").at(&rule_id);
                let answer = client.put(path, &rule.body()).await?;
                printer.details(&answer, RULES)
            }
            Self::DeleteRule { firewall, rule_id } => {
                context.confirm(&format!(
                    "Delete rule {rule_id} of firewall {}?",
                    firewall.id
                ))?;
                let answer = client
                    .delete(firewall.path().at("rules").at(&rule_id))
                    .await?;
                context.done(&answer, &format!("rule {rule_id} deleted"))
            }
            Self::Activate(guarded) => {
                let begun = client.post(guarded.path()).await?;
                guarded.finish(context, begun).await
            }
            Self::Deactivate(guarded) => {
                context.confirm(&format!(
                    "Take server {} out of firewall {}? It is open from then on",
                    guarded.vm, guarded.firewall.id
                ))?;
                let begun = client.delete(guarded.path()).await?;
                guarded.finish(context, begun).await
            }
            Self::Sync(guarded) => {
                let begun = client.post(guarded.path().at("sync")).await?;
                guarded.finish(context, begun).await
            }
        }
    }
}

impl Guarded {
    fn path(&self) -> Path {
        self.firewall.path().at("vms").at(&self.vm)
    }

    async fn finish(&self, context: &Context<'_>, begun: crate::cli::answer::Answer) -> Result<()> {
        action::finish(
            context,
            &self.firewall.provider,
            &self.vm,
            begun,
            &self.waiting,
        )
        .await
    }
}
