use serde::Serialize;

use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// Where a machine can stand.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct DataCenter {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) name: Option<&'static str>,
    pub(in crate::hostinger) location: Option<&'static str>,
    pub(in crate::hostinger) city: Option<&'static str>,
    pub(in crate::hostinger) continent: Option<&'static str>,
}

/// What can be installed on a machine.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Template {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) name: &'static str,
    pub(in crate::hostinger) description: &'static str,
    pub(in crate::hostinger) documentation: Option<&'static str>,
}

/// `GET data-centers`.
pub(super) fn data_centers(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.data_centers)
}

/// `GET templates`.
pub(super) fn templates(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.templates)
}

/// `GET templates/{templateId}`.
pub(super) fn template(estate: &mut Estate, ask: &Ask) -> Answer {
    let template = estate
        .template(ask.id("templateId"))
        .ok_or_else(|| Refusal::not_found("Template"))?;
    ok(template)
}

impl Estate {
    pub(in crate::hostinger) fn template(&self, id: i64) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    pub(in crate::hostinger) fn has_data_center(&self, id: i64) -> bool {
        self.data_centers.iter().any(|center| center.id == id)
    }
}
