//! `login`, `logout` and `status`.

use clap::Args;
use serde_json::json;
use setec_core::Secret;
use url::Url;

use crate::cli::answer::Answer;
use crate::cli::ask::{self, SecretSource};
use crate::cli::client::{Client, Path};
use crate::cli::column::{Column, field, time};
use crate::cli::context::{self, ClientOptions, Context};
use crate::cli::failure::{Failure, Result};
use crate::cli::printer::{Format, Printer};
use crate::cli::session::{Session, SessionFile};
use crate::cli::tls::{Fingerprint, Trust};
use crate::environment::Environment;
use crate::output;

/// Who signs in.
#[derive(Debug, Args)]
pub(crate) struct LoginFlags {
    /// User name [default: admin]
    #[arg(long, short, value_name = "NAME")]
    username: Option<String>,
    /// Read the password from standard input; SETEC_PASSWORD is another way
    #[arg(long)]
    password_stdin: bool,
}

const STATUS: &[Column] = &[
    field("Server", "server"),
    field("Signed in", "authenticated"),
    field("User", "username"),
    field("Role", "role"),
    time("Session ends", "expires_at"),
];

/// Begins a session and keeps it.
pub(crate) async fn login(
    flags: LoginFlags,
    options: ClientOptions,
    environment: &Environment,
) -> Result<()> {
    let file = SessionFile::of(environment)?;
    // A damaged session is what signing in mends.
    let before = file.load().unwrap_or_default();
    let server = context::server(&options, environment, before.as_ref())?;
    let before = before.filter(|session| Url::parse(&session.server).as_ref() == Ok(&server));
    let trusted = establish_trust(&server, &options, environment, before.as_ref()).await?;
    let username = match flags.username {
        Some(name) => name,
        None if ask::has_terminal() && !flags.password_stdin => {
            let name = ask::line("User name [admin]: ")?;
            if name.is_empty() {
                "admin".to_owned()
            } else {
                name
            }
        }
        None => "admin".to_owned(),
    };
    let password = SecretSource {
        name: "Password",
        flag: "--password-stdin",
        from_stdin: flags.password_stdin,
        variable: ("SETEC_PASSWORD", environment.get("SETEC_PASSWORD")),
    };
    let body = json!({"username": username, "password": password.read()?.expose()});
    let client = Client::new(server.clone(), trusted.trust, None)?;
    let answer = client
        .post_body(Path::of(&["api", "auth", "login"]), &body)
        .await?;
    let session = Session {
        server: server.to_string(),
        token: answer.str("token").to_owned(),
        expires_at: answer.str("expires_at").to_owned(),
        username: answer.get("user").str("name").to_owned(),
        fingerprint: trusted.pinned.map(|fingerprint| fingerprint.to_string()),
        cacert: trusted.cacert,
    };
    file.save(&session)?;
    let printer = Printer::new(Format::Table, options.is_quiet(), true);
    let shown = session.server.trim_end_matches('/');
    printer.done(
        &Answer::Null,
        &format!("signed in at {shown} as {}", session.username),
    )
}

/// Ends the session at the server and forgets it here.
pub(crate) async fn logout(options: ClientOptions, environment: &Environment) -> Result<()> {
    let file = SessionFile::of(environment)?;
    let context = Context::signed_in(options, environment)?;
    let ended = context
        .client
        .post(Path::of(&["api", "auth", "logout"]))
        .await;
    let answer = match ended {
        // It has ended already.
        Err(Failure::Refused { status: 401, .. }) => Answer::Null,
        ended => ended?,
    };
    if environment.get("SETEC_TOKEN").is_none() {
        file.delete()?;
    }
    context.done(&answer, "signed out")
}

/// Shows where and as whom the caller is signed in.
pub(crate) async fn status(context: &Context<'_>) -> Result<()> {
    let answer = context
        .client
        .get(Path::of(&["api", "auth", "status"]))
        .await?;
    let is_signed_in = answer.get("authenticated").is_true();
    if context.printer.is_for_people() {
        let session = SessionFile::of(context.environment)?.load()?;
        // A token from the environment belongs to no session file.
        let session =
            session.filter(|_| is_signed_in && context.environment.get("SETEC_TOKEN").is_none());
        let expires_at = session.map_or(Answer::Null, |session| Answer::Text(session.expires_at));
        let server = context.client.server().as_str().trim_end_matches('/');
        let user = answer.get("user");
        let shown = Answer::Object(vec![
            ("server".to_owned(), Answer::Text(server.to_owned())),
            (
                "authenticated".to_owned(),
                answer.get("authenticated").clone(),
            ),
            ("username".to_owned(), user.get("name").clone()),
            ("role".to_owned(), user.get("role").clone()),
            ("expires_at".to_owned(), expires_at),
        ]);
        context.printer.details(&shown, STATUS)?;
    } else {
        context.printer.plain(&answer)?;
    }
    if is_signed_in {
        return Ok(());
    }
    let why = "not signed in, or the session has ended; sign in with `setec-manager login`";
    Err(Failure::NotSignedIn(why.to_owned()))
}

/// What a sign-in trusts, and what it remembers of that.
struct Trusted {
    trust: Trust,
    pinned: Option<Fingerprint>,
    cacert: Option<std::path::PathBuf>,
}

/// Trust by authority first; otherwise on first use, if somebody says yes to the certificate.
async fn establish_trust(
    server: &Url,
    options: &ClientOptions,
    environment: &Environment,
    before: Option<&Session>,
) -> Result<Trusted> {
    let pin = |fingerprint| Trusted {
        trust: Trust::Pinned(fingerprint),
        pinned: Some(fingerprint),
        cacert: None,
    };
    if options.insecure {
        return Ok(Trusted {
            trust: Trust::Blind,
            pinned: None,
            cacert: None,
        });
    }
    if let Some(fingerprint) = options.fingerprint {
        return Ok(pin(fingerprint));
    }
    if let Some(text) = environment.get("SETEC_FINGERPRINT") {
        let fingerprint = text
            .parse()
            .map_err(|error| Failure::Usage(format!("'{text}': {error}")))?;
        return Ok(pin(fingerprint));
    }
    let cacert = options
        .cacert
        .as_deref()
        .map(std::path::absolute)
        .transpose()?;
    let trust = Trust::authorities(cacert.as_deref())?;
    let probe = Client::new(server.clone(), trust.clone(), None::<Secret>)?;
    let health = probe.get_text(Path::of(&["healthz"])).await;
    let Some(presented) = probe.verifier().refused() else {
        health?;
        return Ok(Trusted {
            trust,
            pinned: None,
            cacert,
        });
    };
    if cacert.is_some() {
        health?;
    }
    let known: Option<Fingerprint> = before
        .and_then(|session| session.fingerprint.as_deref())
        .and_then(|text| text.parse().ok());
    match known {
        Some(known) if known == presented => {}
        Some(known) => accept_changed(server, known, presented)?,
        None => accept_new(server, presented, options.yes)?,
    }
    Ok(pin(presented))
}

fn accept_new(server: &Url, presented: Fingerprint, is_agreed: bool) -> Result<()> {
    output::error_line(&format!(
        "No authority vouches for {}. Its certificate is\n  {presented}\n\
         The server prints the same line at its start.",
        server.as_str().trim_end_matches('/')
    ));
    if is_agreed {
        return Ok(());
    }
    ask::confirm("Trust this certificate from now on?")
}

/// A changed certificate is never taken without a look: `--yes` is no look.
fn accept_changed(server: &Url, known: Fingerprint, presented: Fingerprint) -> Result<()> {
    let server = server.as_str().trim_end_matches('/');
    output::error_line(&format!(
        "WARNING: the certificate of {server} has changed since the last sign-in.\n  \
         before: {known}\n  now:    {presented}\n\
         If nobody renewed it, somebody may be listening in."
    ));
    if !ask::has_terminal() {
        return Err(Failure::Failed(format!(
            "the certificate of {server} has changed; if that is right, give --fingerprint {presented}"
        )));
    }
    ask::confirm("Trust the new certificate from now on?")
}
