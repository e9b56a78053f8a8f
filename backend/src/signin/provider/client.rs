//! What goes out to the town's own sign-in service, and what is believed of what comes back. The library checks the protocol;
//! here is how the service is reached, and what we ask of its answers besides.
//!
//! Nothing of the service is kept: where its pages are and which keys it signs with is read anew each time, so that a change
//! there holds at once. Sign-ins are few.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, TokenResponse as _,
};
use shared::kernel::Moment;
use shared::signin::provider::ProviderName;
use tokio::sync::Semaphore;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use url::Url;

use super::{Travel, Vouched};
use crate::config::oidc::{Oidc, is_loopback};

/// The largest answer that is read. The documents of large services are a tenth of this.
const ANSWER_MAX: u64 = 256 * 1024;
/// How many requests may be under way at once: a service that hangs holds up nothing else.
const AT_ONCE: usize = 4;
/// By how much the clocks of two servers may differ.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// How the service may sign: with a key of its own that only it has. No key is shared with it, and nothing is unsigned.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The town's own sign-in service, as this server knows it.
#[derive(Debug)]
pub struct Provider {
    settings: Oidc,
    issuer: IssuerUrl,
    secret: Option<ClientSecret>,
    agent: Agent,
    /// Whether it is on this machine, where it may be reached without TLS.
    is_here: bool,
    turns: Semaphore,
}

/// Why the service vouched for nobody. The word is for the log; of what the service said nothing is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotVouched {
    /// It could not be reached, or did not do its part.
    Away(&'static str),
    /// What it said cannot be trusted.
    NotRight(&'static str),
}

/// The service did not answer, or not within what is taken.
#[derive(Debug, thiserror::Error)]
enum NotReached {
    #[error("an address that is not secure")]
    NotSecure,
    #[error("no answer")]
    NoAnswer(#[source] Box<ureq::Error>),
}

impl From<ureq::Error> for NotReached {
    fn from(error: ureq::Error) -> Self {
        Self::NoAnswer(Box::new(error))
    }
}

impl Provider {
    /// Makes ready what is needed to reach the service; asks it nothing yet.
    ///
    /// # Errors
    /// If one of the files that the settings name cannot be used.
    pub fn new(settings: &Oidc) -> anyhow::Result<Self> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).context("setting `oidc_issuer`")?;
        let is_here = is_loopback(issuer.url());
        let roots = match &settings.ca_file {
            Some(file) => certificates(file).context("setting `oidc_ca_file`")?,
            None => RootCerts::WebPki,
        };
        let secret = settings.client_secret_file.as_deref().map(secret);
        let mut agent = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .timeout_global(Some(settings.patience))
            // Whoever answers for the service answers under the address that it gave.
            .max_redirects(0)
            .http_status_as_error(false);
        if is_here {
            agent = agent.proxy(None);
        }
        Ok(Self {
            secret: secret
                .transpose()
                .context("setting `oidc_client_secret_file`")?,
            agent: agent.build().into(),
            settings: settings.clone(),
            issuer,
            is_here,
            turns: Semaphore::new(AT_ONCE),
        })
    }

    /// What people call it.
    pub(super) fn name(&self) -> ProviderName {
        ProviderName {
            german: self.settings.name.clone(),
            english: self.settings.name_english.clone(),
        }
    }

    /// Its address, as it calls itself.
    pub(in crate::signin) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Whether its word can stand for our own second factor.
    pub(super) fn can_count(&self) -> bool {
        !self.settings.counts_as_factor.is_empty()
    }

    /// One of the turns for asking it; waits while all are taken.
    pub(super) async fn turn(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }

    /// Where a browser goes to sign in there; `is_fresh` asks that nobody is let in for having signed in there before.
    pub(super) fn address(&self, travel: &Travel, is_fresh: bool) -> Result<String, NotVouched> {
        let metadata = self.discover()?;
        if !self.is_secure(metadata.authorization_endpoint().url()) {
            return Err(NotVouched::Away("its sign-in page is not reached by https"));
        }
        let verifier = PkceCodeVerifier::new(travel.verifier.clone());
        let client = CoreClient::from_provider_metadata(metadata, self.client_id(), None)
            .set_redirect_uri(redirect(travel)?);
        let (state, nonce) = (travel.state.clone(), travel.nonce.clone());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if is_fresh {
            request = request
                .add_prompt(CoreAuthPrompt::Login)
                .set_max_age(Duration::ZERO);
        }
        let (address, _, _) = request.url();
        Ok(address.into())
    }

    /// Exchanges the code that a browser brought back, and checks what the service says about the person.
    pub(super) fn vouch(
        &self,
        travel: &Travel,
        code: String,
        is_fresh: bool,
        now: Moment,
    ) -> Result<Vouched, NotVouched> {
        let metadata = self.discover()?;
        let client =
            CoreClient::from_provider_metadata(metadata, self.client_id(), self.secret.clone())
                .set_redirect_uri(redirect(travel)?);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| NotVouched::Away("it exchanges no codes"))?
            .set_pkce_verifier(PkceCodeVerifier::new(travel.verifier.clone()))
            .request(&|request| self.fetch(request))
            .map_err(|error| match error {
                RequestTokenError::ServerResponse(_) => NotVouched::NotRight("it refused the code"),
                RequestTokenError::Request(_) => NotVouched::Away("no answer about the code"),
                _ => NotVouched::Away("its answer about the code is none"),
            })?;
        let token = answer
            .id_token()
            .ok_or(NotVouched::NotRight("it says nothing about the person"))?;
        let (now, began) = (moment(now), moment(travel.began_at));
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now.into())
            .set_issue_time_verifier_fn(move |issued| {
                let issued = SystemTime::from(issued);
                let is_of_now = began - SKEW <= issued && issued <= now + SKEW;
                is_of_now.then_some(()).ok_or_else(String::new)
            })
            .set_auth_time_verifier_fn(move |given| {
                let is_of_now = given.is_some_and(|given| SystemTime::from(given) >= began - SKEW);
                (is_of_now || !is_fresh)
                    .then_some(())
                    .ok_or_else(String::new)
            });
        let claims = token
            .claims(&verifier, &Nonce::new(travel.nonce.clone()))
            .map_err(|error| NotVouched::NotRight(why(&error)))?;
        // The library leaves this one to whoever uses it.
        let is_for_us = claims
            .authorized_party()
            .is_none_or(|party| *party == self.client_id());
        if !is_for_us {
            return Err(NotVouched::NotRight("it is for somebody else's service"));
        }
        Ok(Vouched {
            subject: claims.subject().to_string(),
            gave_factor: is_fresh && self.counts(claims),
        })
    }

    /// Whether the service says that a second factor was given there, in the words that the settings name.
    fn counts(&self, claims: &CoreIdTokenClaims) -> bool {
        let counting = &self.settings.counts_as_factor;
        let class = claims
            .auth_context_ref()
            .is_some_and(|class| counting.contains(class.as_str()));
        let mut methods = claims.auth_method_refs().into_iter().flatten();
        class || methods.any(|method| counting.contains(method.as_str()))
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.settings.client_id.clone())
    }

    /// What the service says of itself, with the keys it signs with.
    fn discover(&self) -> Result<CoreProviderMetadata, NotVouched> {
        CoreProviderMetadata::discover(&self.issuer, &|request| self.fetch(request)).map_err(
            |error| match error {
                DiscoveryError::Request(_) => NotVouched::Away("no answer about itself"),
                DiscoveryError::Validation(_) => NotVouched::Away("it calls itself otherwise"),
                _ => NotVouched::Away("its answer about itself is none"),
            },
        )
    }

    /// Sends a request of the library. Where to, the settings and the service's own document say; no request of anybody
    /// else's does.
    fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, NotReached> {
        let is_secure =
            Url::parse(&request.uri().to_string()).is_ok_and(|address| self.is_secure(&address));
        if !is_secure {
            return Err(NotReached::NotSecure);
        }
        let (parts, mut body) = if request.body().is_empty() {
            self.agent.run(request.map(|_| ()))?
        } else {
            self.agent.run(request)?
        }
        .into_parts();
        let bytes = body.with_config().limit(ANSWER_MAX).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }

    /// Whether nobody on the way reads or changes what goes there.
    fn is_secure(&self, address: &Url) -> bool {
        match address.scheme() {
            "https" => true,
            "http" => self.is_here && is_loopback(address),
            _ => false,
        }
    }
}

fn redirect(travel: &Travel) -> Result<RedirectUrl, NotVouched> {
    RedirectUrl::new(travel.back_to.clone())
        .map_err(|_| NotVouched::Away("there is no address to come back to"))
}

fn moment(moment: Moment) -> SystemTime {
    let millis = u64::try_from(moment.millis()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

fn why(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "it is not of now",
        ClaimsVerificationError::InvalidAudience(_) => "it is for somebody else's service",
        ClaimsVerificationError::InvalidAuthTime(_) => "nobody signed in there just now",
        ClaimsVerificationError::InvalidIssuer(_) => "it is another service's",
        ClaimsVerificationError::InvalidNonce(_) => "it is of another sign-in",
        ClaimsVerificationError::SignatureVerification(_) => "its signature does not hold",
        _ => "it cannot be checked",
    }
}

fn certificates(file: &Path) -> anyhow::Result<RootCerts> {
    let text = std::fs::read(file).with_context(|| file.display().to_string())?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&text)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(Ok(certificate)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
        .collect::<Result<_, _>>()
        .with_context(|| file.display().to_string())?;
    anyhow::ensure!(
        !certificates.is_empty(),
        "{} holds no certificate",
        file.display()
    );
    Ok(RootCerts::Specific(Arc::new(certificates)))
}

fn secret(file: &Path) -> anyhow::Result<ClientSecret> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let text = text.trim();
    if text.is_empty() {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof))
            .with_context(|| format!("{} is empty", file.display()));
    }
    Ok(ClientSecret::new(text.to_owned()))
}
