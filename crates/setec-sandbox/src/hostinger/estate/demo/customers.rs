use super::zones::Recipe;

/// A domain of the demo estate.
pub(super) struct Row {
    pub(super) domain: &'static str,
    pub(super) recipe: Recipe,
    /// Negative if the domain has expired.
    pub(super) days_left: i64,
}

pub(super) const ROWS: &[Row] = &[
    row("nordlund-studio.se", Recipe::Office, 203),
    row("nordlund-studio.com", Recipe::Agency, 88),
    row("nordlund-hosting.net", Recipe::Brochure, 311),
    row("lindgren-bakery.com", Recipe::Brochure, 141),
    row("lindgren-catering.com", Recipe::Brochure, 12),
    row("lindgrens-bageri.se", Recipe::Lean, 141),
    row("harborandpine.com", Recipe::Office, 256),
    row("harborandpine.io", Recipe::Lean, 77),
    row("pine-cabins.com", Recipe::Shop, 190),
    row("quillfeather.com", Recipe::Shop, 64),
    row("quillfeather-books.com", Recipe::Parked, 64),
    row("quillfeather.org", Recipe::Brochure, -6),
    row("readquill.net", Recipe::Alias, 330),
    row("osterby-dental.com", Recipe::Office, 118),
    row("osterby-tandvard.se", Recipe::Brochure, 118),
    row("osterby-smile.com", Recipe::Parked, 24),
    row("brightwaterpools.net", Recipe::Brochure, 270),
    row("brightwater-spa.com", Recipe::Alias, 359),
    row("tallgrass-outfitters.com", Recipe::Shop, 232),
    row("tallgrassoutfitters.co", Recipe::Lean, 45),
    row("tallgrass-rentals.com", Recipe::Brochure, 301),
    row("meridian-choir.org", Recipe::Brochure, 95),
    row("meridianvoices.org", Recipe::Parked, 95),
    row("copperline-logistics.com", Recipe::Depots, 402),
    row("copperline.dev", Recipe::Lean, 58),
    row("copperline-tracking.io", Recipe::Lean, 166),
    row("copperline-fleet.com", Recipe::Office, 212),
    row("nightjar-coffee.com", Recipe::Shop, 290),
    row("nightjarroasters.com", Recipe::Brochure, 37),
    row("nightjar-coffee.shop", Recipe::Alias, 37),
    row("solveig-interiors.com", Recipe::Brochure, 183),
    row("solveig-studio.dev", Recipe::Lean, 183),
    row("kestrel-robotics.io", Recipe::Office, 510),
    row("kestrelrobotics.dev", Recipe::Lean, 148),
    row("kestrel-labs.com", Recipe::Alias, 71),
    row("vinterhamn-hotel.com", Recipe::Shop, 222),
    row("vinterhamn.se", Recipe::Brochure, 222),
    row("vinterhamn-spa.com", Recipe::Brochure, 129),
    row("eklund-advokat.se", Recipe::Office, 99),
    row("eklund-legal.com", Recipe::Parked, 99),
];

const fn row(domain: &'static str, recipe: Recipe, days_left: i64) -> Row {
    Row {
        domain,
        recipe,
        days_left,
    }
}
