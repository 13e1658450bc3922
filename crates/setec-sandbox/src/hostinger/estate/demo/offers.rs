use crate::hostinger::vps::{DataCenter, Template};

pub(super) fn data_centers() -> Vec<DataCenter> {
    let center = |id, name, location, city, continent| DataCenter {
        id,
        name,
        location: Some(location),
        city: Some(city),
        continent: Some(continent),
    };
    vec![
        center(11, Some("nyc"), "us", "New York", "North America"),
        center(24, Some("bos2"), "us", "Boston", "North America"),
        center(12, Some("phx"), "us", "Phoenix", "North America"),
        center(14, Some("ams"), "nl", "Amsterdam", "Europe"),
        center(19, Some("fra"), "de", "Frankfurt", "Europe"),
        center(15, Some("man"), "gb", "Manchester", "Europe"),
        center(16, Some("vno"), "lt", "Vilnius", "Europe"),
        center(18, Some("par"), "fr", "Paris", "Europe"),
        center(22, None, "br", "Campinas", "South America"),
        center(21, Some("bom"), "in", "Mumbai", "Asia"),
        center(23, Some("kul"), "my", "Kuala Lumpur", "Asia"),
    ]
}

pub(super) fn templates() -> Vec<Template> {
    let template = |id, name, description| Template {
        id,
        name,
        description,
        documentation: None,
    };
    let documented = |id, name, description, documentation| Template {
        id,
        name,
        description,
        documentation: Some(documentation),
    };
    vec![
        template(1077, "Ubuntu 22.04", "Ubuntu 22.04 LTS, plain"),
        template(1122, "Ubuntu 24.04", "Ubuntu 24.04 LTS, plain"),
        template(1040, "Debian 11", "Debian 11 Bullseye, plain"),
        template(1088, "Debian 12", "Debian 12 Bookworm, plain"),
        template(1173, "Debian 13", "Debian 13 Trixie, plain"),
        template(1095, "AlmaLinux 9", "AlmaLinux 9, plain"),
        template(1034, "Arch Linux", "Arch Linux, rolling"),
        template(1130, "Rocky Linux 9", "Rocky Linux 9, plain"),
        template(1154, "Fedora Cloud 42", "Fedora Cloud 42, plain"),
        documented(
            1121,
            "Ubuntu 24.04 with Docker",
            "Docker Engine and Docker Compose on Ubuntu 24.04",
            "https://docs.docker.com",
        ),
        documented(
            1092,
            "Ubuntu 24.04 with Dokploy",
            "Dokploy on Ubuntu 24.04",
            "https://docs.dokploy.com",
        ),
        documented(
            1061,
            "Ubuntu 22.04 with cPanel",
            "cPanel and WHM on Ubuntu 22.04; needs a licence",
            "https://docs.cpanel.net",
        ),
        documented(
            1105,
            "Debian 12 with CloudPanel",
            "CloudPanel on Debian 12",
            "https://www.cloudpanel.io/docs",
        ),
        template(1140, "Ubuntu 24.04 with n8n", "n8n on Ubuntu 24.04"),
    ]
}
