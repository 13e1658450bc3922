//! The calls of the API: which action and method is which, and what the document says of each.

use axum::http::Method;

/// One call; the table below says what each is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Register,
    Transfer,
    Renew,
    RegisterPrices,
    TransferPrices,
    RenewPrices,
    Credits,
    Tlds,
    PriceList,
    Version,
    Lookup,
    Suggestions,
    Information,
    Nameservers,
    SetNameservers,
    RegisterGlue,
    ModifyGlue,
    DeleteGlue,
    Contact,
    SetContact,
    Dns,
    SetDns,
    Email,
    SetEmail,
    Lock,
    SetLock,
    ProtectId,
    EppCode,
    Release,
    Delete,
    Sync,
    TransferSync,
}

/// What is known of a call.
pub(super) struct Known {
    pub(super) call: Call,
    pub(super) method: &'static str,
    /// The action as the vendor writes it; `{domain}` is the domain.
    pub(super) action: &'static str,
    pub(super) summary: &'static str,
    /// Parameters by name; those with a `*` are required.
    pub(super) parameters: &'static [(&'static str, &'static str)],
    /// A success, as JSON.
    pub(super) example: &'static str,
}

/// All calls, in the order of the document.
#[rustfmt::skip]
pub(super) const CALLS: [Known; 32] = [
    Known { call: Call::Register, method: "POST", action: "order/domains/register",
        summary: "Registers a domain; it is paid from the credit",
        parameters: &[("domain*", "The domain"), ("regperiod*", "Years, 1 to 10"),
            ("nameservers", "ns1 to ns5; the customer's default ones where absent"),
            ("contacts*", "Roles registrant, admin, tech, billing; a missing role is the registrant"),
            ("addons", "dnsmanagement, emailforwarding, idprotection: 1 or 0"),
            ("domainfields", "base64 of PHP's serialize of the TLD's additional fields"), ("idnLanguage", "Not used")],
        example: "\"success\"" },
    Known { call: Call::Transfer, method: "POST", action: "order/domains/transfer",
        summary: "Brings a domain in from another registrar; it is paid from the credit",
        parameters: &[("domain*", "The domain"), ("eppcode", "The losing registrar's code; most TLDs need it"), ("regperiod*", "Years, 1 to 10"),
            ("nameservers", "ns1 to ns5; the customer's default ones where absent"),
            ("contacts*", "Roles registrant, admin, tech, billing; a missing role is the registrant"),
            ("addons", "dnsmanagement, emailforwarding, idprotection: 1 or 0"),
            ("domainfields", "base64 of PHP's serialize of the TLD's additional fields"), ("idnLanguage", "Not used")],
        example: "\"success\"" },
    Known { call: Call::Renew, method: "POST", action: "order/domains/renew",
        summary: "Renews a domain; it is paid from the credit",
        parameters: &[("domain*", "The domain"), ("regperiod*", "Years, 1 to 10"), ("addons", "Not used"), ("idnLanguage", "Not used")],
        example: "\"success\"" },
    Known { call: Call::RegisterPrices, method: "GET", action: "order/pricing/domains/register",
        summary: "What a registration costs, by years", parameters: &[("domain*", "A domain of the TLD")],
        example: r#"{"1":"13.75","2":"27.50"}"# },
    Known { call: Call::RenewPrices, method: "GET", action: "order/pricing/domains/renew",
        summary: "What a renewal costs, by years", parameters: &[("domain*", "A domain of the TLD")],
        example: r#"{"1":"13.75","2":"27.50"}"# },
    Known { call: Call::TransferPrices, method: "GET", action: "order/pricing/domains/transfer",
        summary: "What a transfer costs, by years", parameters: &[("domain*", "A domain of the TLD")],
        example: r#"{"1":"13.75"}"# },
    Known { call: Call::Credits, method: "GET", action: "billing/credits",
        summary: "What is left of the credit", parameters: &[], example: "\"150.50\"" },
    Known { call: Call::Tlds, method: "GET", action: "tlds",
        summary: "TLDs that are sold", parameters: &[], example: r#"[".com",".co.ke"]"# },
    Known { call: Call::PriceList, method: "GET", action: "tlds/pricing",
        summary: "Prices of one year of every TLD", parameters: &[],
        example: r#"[{"tld":".com","registrationPrice":"13.75","renewalPrice":"13.75","transferPrice":"13.75","graceFee":"0.00","graceDays":30,"redemptionDays":30,"redemptionFee":"80.00","currencyCode":"EUR","years":[1,2,3,4,5,6,7,8,9,10]}]"# },
    Known { call: Call::Version, method: "GET", action: "version",
        summary: "The version of the program that answers", parameters: &[], example: r#"{"version":"0.1.0"}"# },
    Known { call: Call::Lookup, method: "POST", action: "domains/lookup",
        summary: "Whether names can be registered",
        parameters: &[("searchTerm", "What stands before the TLD, or a whole name"), ("punyCodeSearchTerm", "The same in A-labels; it counts where both are given"),
            ("tldsToInclude", "A list of up to 100 TLDs, with or without a dot; 20 of those that are sold, where absent"), ("isIdnDomain", "Not used"),
            ("premiumEnabled", "Not used"), ("isWhmcs", "Not used")],
        example: r#"[{"domainName":"example.com","idnDomainName":"example.com","tld":"com","tldNoDots":"com","sld":"example","idnSld":"example","status":"available for registration","legacyStatus":"available","score":1,"isRegistered":false,"isAvailable":true,"isValidDomain":true,"domainErrorMessage":"","pricing":{},"shortestPeriod":{},"group":"","minLength":0,"maxLength":0,"isPremium":false,"premiumCostPricing":[]}]"# },
    Known { call: Call::Suggestions, method: "POST", action: "domains/lookup/suggestions",
        summary: "Names that could be had, close to these words",
        parameters: &[("searchTerm", "Words"), ("punyCodeSearchTerm", "The same in A-labels; it counts where both are given"),
            ("tldsToInclude", "A list of TLDs, with or without a dot"), ("suggestionSettings", "Not used"), ("isIdnDomain", "Not used"), ("premiumEnabled", "Not used")],
        example: r#"[{"domainName":"getexample.com","idnDomainName":"getexample.com","tld":"com","tldNoDots":"com","sld":"getexample","idnSld":"getexample","status":"available for registration","legacyStatus":"available","score":1,"isRegistered":false,"isAvailable":true,"isValidDomain":true,"domainErrorMessage":"","pricing":{},"shortestPeriod":{},"group":"","minLength":0,"maxLength":0,"isPremium":false,"premiumCostPricing":[]}]"# },
    Known { call: Call::Information, method: "GET", action: "domains/{domain}/information",
        summary: "What is known of a domain, up to ten minutes old", parameters: &[],
        example: r#"{"domain":"example.com","nameservers":["ns1.example.net","ns2.example.net"],"transferLock":true,"expiryDate":"2027-01-31T00:00:00.000000Z","registrationStatus":"Active","status":"Active","restorable":false,"renewBeforeExpiration":false,"idProtectionStatus":true,"dnsManagementStatus":true,"emailForwardingStatus":false,"transferLockExpiryDate":null,"irtpOptOutStatus":false,"irtpTransferLock":false,"irtpTransferLockExpiryDate":null,"domainContactChangePending":false,"domainContactChangeExpiryDate":null,"willDomainSuspend":false,"isIrtpEnabled":false,"irtpVerificationTriggerFields":[],"registrantEmailAddress":""}"# },
    Known { call: Call::Nameservers, method: "GET", action: "domains/{domain}/nameservers",
        summary: "The name servers, up to ten minutes old", parameters: &[],
        example: r#"{"ns1":"ns1.example.net","ns2":"ns2.example.net","ns3":"","ns4":"","ns5":""}"# },
    Known { call: Call::SetNameservers, method: "POST", action: "domains/{domain}/nameservers",
        summary: "Replaces the name servers",
        parameters: &[("ns1*", "The first"), ("ns2*", "The second"), ("ns3", "The third"), ("ns4", "The fourth"), ("ns5", "The fifth")],
        example: r#"{"success":true}"# },
    Known { call: Call::RegisterGlue, method: "POST", action: "domains/{domain}/nameservers/register",
        summary: "Registers a name server below the domain",
        parameters: &[("nameserver*", "Its name, below the domain"), ("ipaddress*", "Its address")],
        example: r#"{"success":"success"}"# },
    Known { call: Call::ModifyGlue, method: "POST", action: "domains/{domain}/nameservers/modify",
        summary: "Gives a name server below the domain another address",
        parameters: &[("nameserver*", "Its name"), ("currentipaddress*", "The address that it has"), ("newipaddress*", "The address that it gets")],
        example: r#"{"success":"success"}"# },
    Known { call: Call::DeleteGlue, method: "POST", action: "domains/{domain}/nameservers/delete",
        summary: "Removes a name server below the domain", parameters: &[("nameserver*", "Its name")],
        example: r#"{"success":"success"}"# },
    Known { call: Call::Contact, method: "GET", action: "domains/{domain}/contact",
        summary: "The contacts, by WHMCS's labels", parameters: &[],
        example: r#"{"Registrant":{"First Name":"Jane","Last Name":"Wanjiru","Company Name":"","Email Address":"jane@example.com","Address 1":"1 Moi Avenue","Address 2":"","City":"Nairobi","State":"Nairobi","Postcode":"00100","Country":"KE","Phone Number":"+254.712345678","Fax Number":""}}"# },
    Known { call: Call::SetContact, method: "POST", action: "domains/{domain}/contact",
        summary: "Changes contacts: what is sent of a role is put in place of what the role has",
        parameters: &[("contactdetails*", "Roles Registrant, Admin, Tech, Billing; fields by WHMCS's labels or by the names of orders")],
        example: r#"{"success":true}"# },
    Known { call: Call::Dns, method: "GET", action: "domains/{domain}/dns",
        summary: "The DNS records, without the SOA and the name servers of the zone itself", parameters: &[],
        example: r#"[{"hostname":"www","type":"A","address":"192.0.2.1","priority":"N/A","recid":"5f1c0a7d2b9e4c31"}]"# },
    Known { call: Call::SetDns, method: "POST", action: "domains/{domain}/dns",
        summary: "Replaces all DNS records",
        parameters: &[("dnsrecords*", "A list of hostname, type, address, priority; rows without an address are none"),
            ("override", "Guards that are overridden on purpose, such as mass-delete")],
        example: r#"{"success":"success"}"# },
    Known { call: Call::Email, method: "GET", action: "domains/{domain}/email",
        summary: "Where mail to the domain's addresses goes", parameters: &[],
        example: r#"[{"prefix":"info","forwardto":"jane@example.net"}]"# },
    Known { call: Call::SetEmail, method: "POST", action: "domains/{domain}/email",
        summary: "Replaces all e-mail forwards; rows of empty texts are none",
        parameters: &[("prefix*", "A list of what stands before the @"), ("forwardto*", "A list of addresses, in the same order")],
        example: r#"{"success":"success"}"# },
    Known { call: Call::Lock, method: "GET", action: "domains/{domain}/lock",
        summary: "Whether the registrar lock is set, up to ten minutes old", parameters: &[], example: "\"locked\"" },
    Known { call: Call::SetLock, method: "POST", action: "domains/{domain}/lock",
        summary: "Sets or clears the registrar lock",
        parameters: &[("lockstatus*", "locked, lock, 1, true, on, yes; or unlocked, unlock, 0, false, off, no or empty")],
        example: r#"{"success":"success"}"# },
    Known { call: Call::ProtectId, method: "POST", action: "domains/{domain}/protectid",
        summary: "Switches ID protection", parameters: &[("status*", "1 or 0; enable and disable are understood")],
        example: r#"{"success":"success"}"# },
    Known { call: Call::EppCode, method: "GET", action: "domains/{domain}/eppcode",
        summary: "The code for a transfer away", parameters: &[], example: r#"{"eppcode":"Gr4n!te-Peak"}"# },
    Known { call: Call::Release, method: "POST", action: "domains/{domain}/release",
        summary: "Hands the domain to another registrar by its tag; it cannot be taken back",
        parameters: &[("transfertag*", "The other registrar's tag")], example: r#"{"success":"success"}"# },
    Known { call: Call::Delete, method: "POST", action: "domains/{domain}/delete",
        summary: "Asks the registrar to delete the domain", parameters: &[], example: r#"{"success":"success"}"# },
    Known { call: Call::Sync, method: "POST", action: "domains/{domain}/sync",
        summary: "State and expiry, asked of the registrar now", parameters: &[],
        example: r#"{"active":true,"expirydate":"2027-01-31","expired":false,"transferredAway":false}"# },
    Known { call: Call::TransferSync, method: "POST", action: "domains/{domain}/transfersync",
        summary: "Where a transfer to us stands; an empty list while nothing is decided", parameters: &[],
        example: r#"{"completed":true,"expirydate":"2027-01-31"}"# },
];

/// Other spellings: the action names of operators' introductions, with the domain as a parameter or
/// in the path, and what single clients send.
#[rustfmt::skip]
const ALIASES: [(&str, &str); 11] = [
    ("epp-code", "eppcode"),
    ("registrar-lock", "lock"),
    ("dns/records", "dns"),
    ("contacts/update", "contact"),
    ("contacts", "contact"),
    ("email-forwarding", "email"),
    ("emailforwarding", "email"),
    ("id-protection", "protectid"),
    ("idprotection", "protectid"),
    ("transfer-sync", "transfersync"),
    ("info", "information"),
];

/// What an action turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A call, with the domain of its path.
    Call(Call, Option<String>),
    /// An action that takes another method.
    OtherMethod(&'static str),
    /// Nothing that is known.
    Nothing,
}

impl Call {
    /// Calls that change nothing by GET as well, for clients that do not care.
    fn takes(self, known: &str, method: &Method) -> bool {
        let reads_both = matches!(
            self,
            Self::Sync
                | Self::TransferSync
                | Self::Lookup
                | Self::Suggestions
                | Self::RegisterPrices
                | Self::RenewPrices
                | Self::TransferPrices
                | Self::Information
                | Self::EppCode
        );
        method.as_str() == known || reads_both && (method == Method::GET || method == Method::POST)
    }
}

/// The call of an action's segments.
pub(super) fn find(method: &Method, segments: &[String]) -> Found {
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    let whole = words.join("/").to_ascii_lowercase();
    let plain = |known: &&Known| known.action == whole;
    let mut domain = None;
    let mut candidates: Vec<&Known> = CALLS.iter().filter(plain).collect();
    if candidates.is_empty()
        && let Some(rest) = whole.strip_prefix("domains/")
    {
        candidates = of_domain(rest);
        if candidates.is_empty()
            && let Some((first, rest)) = rest.split_once('/')
            && is_domain(first)
        {
            domain = words.get(1).map(|text| (*text).to_owned());
            candidates = of_domain(rest);
        }
    }
    if let Some(known) = candidates
        .iter()
        .find(|known| known.call.takes(known.method, method))
    {
        return Found::Call(known.call, domain);
    }
    match candidates.first() {
        Some(known) => Found::OtherMethod(known.method),
        None => Found::Nothing,
    }
}

/// Words such as `nameservers` stand where others have the domain; no domain is without a dot.
fn is_domain(segment: &str) -> bool {
    segment.contains('.') || !segment.is_ascii()
}

fn of_domain(call: &str) -> Vec<&'static Known> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == call);
    let call = alias.map_or(call, |(_, call)| call);
    CALLS
        .iter()
        .filter(|known| known.action.strip_prefix("domains/{domain}/") == Some(call))
        .collect()
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::{CALLS, Call, Found, find};

    fn found(method: &str, action: &str) -> Found {
        let segments: Vec<String> = action.split('/').map(str::to_owned).collect();
        find(&method.parse::<Method>().expect("a method"), &segments)
    }

    #[test]
    fn every_call_is_found_by_its_action() {
        for known in &CALLS {
            let has_domain = known.action.contains("{domain}");
            let action = known.action.replace("{domain}", "Example.com");
            let domain = has_domain.then(|| "Example.com".to_owned());
            assert_eq!(
                found(known.method, &action),
                Found::Call(known.call, domain),
                "{action}"
            );
            let example: serde_json::Result<serde_json::Value> =
                serde_json::from_str(known.example);
            assert!(example.is_ok(), "{}", known.action);
        }
    }

    #[test]
    fn other_spellings_are_understood() {
        let call = |call, domain: Option<&str>| Found::Call(call, domain.map(str::to_owned));
        for (method, action, expected) in [
            ("GET", "domains/epp-code", call(Call::EppCode, None)),
            ("POST", "domains/registrar-lock", call(Call::SetLock, None)),
            ("GET", "domains/dns/records", call(Call::Dns, None)),
            ("POST", "domains/dns/records", call(Call::SetDns, None)),
            (
                "POST",
                "domains/contacts/update",
                call(Call::SetContact, None),
            ),
            (
                "POST",
                "domains/email-forwarding",
                call(Call::SetEmail, None),
            ),
            ("POST", "domains/id-protection", call(Call::ProtectId, None)),
            ("GET", "domains/nameservers", call(Call::Nameservers, None)),
            (
                "POST",
                "domains/nameservers/register",
                call(Call::RegisterGlue, None),
            ),
            ("POST", "domains/release", call(Call::Release, None)),
            ("GET", "domains/sync", call(Call::Sync, None)),
            (
                "GET",
                "domains/example.com/emailforwarding",
                call(Call::Email, Some("example.com")),
            ),
            (
                "POST",
                "Domains/example.com/DNS/Records",
                call(Call::SetDns, Some("example.com")),
            ),
            (
                "GET",
                "domains/m\u{fc}nchen.de/lock",
                call(Call::Lock, Some("m\u{fc}nchen.de")),
            ),
            ("GET", "order/domains/renew", Found::OtherMethod("POST")),
            (
                "GET",
                "domains/example.com/delete",
                Found::OtherMethod("POST"),
            ),
            ("GET", "domains/example.com/what", Found::Nothing),
            ("GET", "domains/com/lock", Found::Nothing),
            ("GET", "domains", Found::Nothing),
            ("GET", "", Found::Nothing),
        ] {
            assert_eq!(found(method, action), expected, "{method} {action}");
        }
    }
}
