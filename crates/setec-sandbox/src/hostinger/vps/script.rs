use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::Serialize;

use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::page::page;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

const LARGEST_BYTES: usize = 48 * 1024;

/// What runs on a machine once it is installed.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Script {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) name: String,
    pub(in crate::hostinger) content: String,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) updated_at: DateTime<Utc>,
}

/// `GET post-install-scripts`.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    require_machine(estate)?;
    page(ask, &estate.scripts)
}

/// `POST post-install-scripts`.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    require_machine(estate)?;
    let (name, content) = read(ask)?;
    let script = Script {
        id: estate.next_id(),
        name,
        content,
        created_at: ask.now,
        updated_at: ask.now,
    };
    estate.scripts.push(script.clone());
    ok(script)
}

/// `GET post-install-scripts/{id}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    require_machine(estate)?;
    ok(find(estate, ask)?)
}

/// `PUT post-install-scripts/{id}`.
pub(super) fn update(estate: &mut Estate, ask: &Ask) -> Answer {
    require_machine(estate)?;
    let (name, content) = read(ask)?;
    let script = find(estate, ask)?;
    script.name = name;
    script.content = content;
    script.updated_at = ask.now;
    ok(script)
}

/// `DELETE post-install-scripts/{id}`.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    require_machine(estate)?;
    let id = find(estate, ask)?.id;
    estate.scripts.retain(|script| script.id != id);
    accepted()
}

fn read(ask: &Ask) -> Result<(String, String), Refusal> {
    let mut form = ask.form();
    let name = form.string("name");
    let content = form.string("content");
    if content.len() > LARGEST_BYTES {
        let text = "The content field must not be greater than 48 kilobytes.";
        form.reject("content", text);
    }
    form.done()?;
    Ok((name, content))
}

fn find<'a>(estate: &'a mut Estate, ask: &Ask) -> Result<&'a mut Script, Refusal> {
    let id = ask.id("postInstallScriptId");
    estate
        .scripts
        .iter_mut()
        .find(|script| script.id == id)
        .ok_or_else(|| Refusal::not_found("Post-install script"))
}

/// An account without a machine is not let in (spec 1.1).
fn require_machine(estate: &Estate) -> Result<(), Refusal> {
    if estate.machines.is_empty() {
        return Err(Refusal::coded(
            StatusCode::FORBIDDEN,
            "VPS:2000",
            "Unauthorized",
        ));
    }
    Ok(())
}
