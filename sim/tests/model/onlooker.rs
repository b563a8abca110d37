//! An onlooker who sees the wire and the owner's acts, and knows nothing but the rules: no access after expiry,
//! revocation or reuse; no scope ever grows; a code works once; a family dies whole. It shares nothing with the
//! model, so that a fault would have to be made three times to go unseen.

use super::drive::{Fault, Wallet};
use super::facts::API;
use super::model::{Setup, given};
use super::step::{Act, Held, Name, Sent, Set, Step, User, Who};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::http::{Request, Response};
use sim::wire::time::Instant;
use std::collections::{HashMap, HashSet};

/// What an access token says of itself, and where it comes from.
#[derive(Clone, Debug)]
struct Seen {
    expires_s: u64,
    scope: Scopes,
    audience: Vec<String>,
    family: usize,
}

/// All that descends from one consent.
#[derive(Clone, Debug)]
struct Family {
    client: Who,
    user: Option<User>,
    granted: Scopes,
    dead: bool,
}

#[derive(Clone, Debug)]
pub struct Onlooker {
    setup: Setup,
    /// What each page asked for, and of which client; what was granted there.
    asked: HashMap<Name, (Who, Scopes)>,
    granted: HashMap<Name, (Who, User, Scopes)>,
    devices: HashMap<Name, Scopes>,
    pages: HashMap<Name, Name>,
    families: Vec<Family>,
    /// Codes and device codes that were exchanged, and the family that they began.
    exchanged: HashMap<String, usize>,
    access: HashMap<String, Seen>,
    refresh: HashMap<String, usize>,
    /// Refresh tokens that brought new ones, and when.
    used: HashMap<String, Instant>,
    /// Access tokens and keys that were revoked one by one.
    revoked: HashSet<String>,
}

impl Onlooker {
    pub fn new(setup: Setup) -> Self {
        Self {
            setup,
            asked: HashMap::new(),
            granted: HashMap::new(),
            devices: HashMap::new(),
            pages: HashMap::new(),
            families: Vec::new(),
            exchanged: HashMap::new(),
            access: HashMap::new(),
            refresh: HashMap::new(),
            used: HashMap::new(),
            revoked: HashSet::new(),
        }
    }

    /// Watches what the owner does.
    pub fn owner(&mut self, step: &Step, wallet: &Wallet) {
        match step.act {
            Act::DeleteUser { user } => self.end(|family| family.user == Some(user)),
            Act::DisableClient { client } => self.end(|family| family.client == client),
            Act::OwnerRevokesKey { key } => drop(self.revoked.insert(wallet.text(Held::Key(key)).to_owned())),
            _ => {}
        }
    }

    fn end(&mut self, which: impl Fn(&Family) -> bool) {
        self.families.iter_mut().filter(|family| which(family)).for_each(|family| family.dead = true);
    }

    /// Watches a request and its answer.
    pub fn saw(
        &mut self,
        step: &Step,
        request: &Request,
        response: &Response,
        wallet: &Wallet,
        now: Instant,
    ) -> Result<(), Fault> {
        let good = response.status.is_success();
        match step.act {
            Act::Authorize { client, scope, .. } if good => {
                let asked = given(scope).map_or(client.scope(), |Set(scope)| scope);
                within("what is asked", asked, "what the client may", client.scope())?;
                self.asked.insert(step.number, (client, asked));
            }
            Act::Consent { ticket, user, granted, .. } if response.status.0 == 303 => {
                let (client, asked) = self.asked[&ticket];
                within("what is granted", granted.0, "what was asked", asked)?;
                self.granted.insert(step.number, (client, user, granted.0));
            }
            Act::StartDevice { by, scope, .. } if good => {
                let asked = given(scope).map_or(by.scope(), |Set(scope)| scope);
                within("what is asked", asked, "what the client may", by.scope())?;
                self.devices.insert(step.number, asked);
            }
            Act::DevicePage { device } if good => drop(self.pages.insert(step.number, device)),
            Act::DeviceAnswer { ticket, user, granted, .. } if good => {
                let device = self.pages[&ticket];
                within("what is granted", granted.0, "what was asked", self.devices[&device])?;
                self.granted.insert(device, (Who::ShopTv, user, granted.0));
            }
            Act::Exchange { code: held, by, .. } | Act::Poll { device: held, by } => {
                self.saw_exchange(step.number, held, by, response, wallet, now)?;
            }
            Act::ClientCredentials { by, .. } if good => {
                let own = by.scope().with(Scope::Profile, false).with(Scope::KeysManage, false);
                self.families.push(Family { client: by, user: None, granted: own, dead: false });
                self.saw_tokens(step.number, self.families.len() - 1, wallet, now)?;
            }
            Act::Refresh { token, by, .. } => self.saw_refresh(step.number, token, by, response, wallet, now)?,
            Act::Revoke { token, .. } if good => {
                let text = wallet.text(token);
                match self.refresh.get(text) {
                    Some(family) => self.families[*family].dead = true,
                    None if self.access.contains_key(text) => drop(self.revoked.insert(text.to_owned())),
                    None => {}
                }
            }
            Act::Introspect { token, .. } if response.body.text().contains("\"active\":true") => {
                self.alive(wallet.text(token), true, now)?;
            }
            Act::Report { found: Held::Key(key) } if good => {
                let text = wallet.text(Held::Key(key));
                if !text.starts_with("ak_pub_") {
                    self.revoked.insert(text.to_owned());
                }
            }
            Act::DeleteKey { with, key } if good => {
                self.saw_call(with, Sent::Right, Scope::KeysManage, wallet, now)?;
                self.revoked.insert(wallet.text(Held::Key(key)).to_owned());
            }
            Act::CreateKey { with, .. } | Act::RotateKey { with, .. } | Act::ListKeys { with } if good => {
                self.saw_call(with, Sent::Right, Scope::KeysManage, wallet, now)?;
            }
            Act::Call { with, sent, door } if good => self.saw_call(with, sent, door.needs(), wallet, now)?,
            Act::CallBare { .. } if good => return Err("answered without a credential".into()),
            _ => {}
        }
        if request.peer != step.from.peer() {
            return Err("the request came from elsewhere".into());
        }
        Ok(())
    }

    /// A code works once. Whoever shows it again ends what it brought.
    fn saw_exchange(
        &mut self,
        number: Name,
        held: Held,
        by: Who,
        response: &Response,
        wallet: &Wallet,
        now: Instant,
    ) -> Result<(), Fault> {
        let text = wallet.text(held);
        if let Some(&family) = self.exchanged.get(text) {
            if response.status.is_success() {
                return Err("a code worked twice".into());
            }
            // A client that cannot prove who it is has shown nothing.
            let authenticated = response.body.text().contains("\"invalid_grant\"");
            if matches!(held, Held::Code(_)) && self.families[family].client == by && authenticated {
                self.families[family].dead = true;
            }
            return Ok(());
        }
        if !response.status.is_success() {
            return Ok(());
        }
        let (Held::Code(name) | Held::DeviceCode(name)) = held else { return Err("that is no code".into()) };
        let (client, user, granted) = *self.granted.get(&name).ok_or("nobody granted this")?;
        if client != by {
            return Err("a code worked for another client".into());
        }
        self.families.push(Family { client, user: Some(user), granted, dead: false });
        self.exchanged.insert(text.to_owned(), self.families.len() - 1);
        self.saw_tokens(number, self.families.len() - 1, wallet, now)
    }

    /// A refresh token works once, for its own client; one that comes again ends the family.
    fn saw_refresh(
        &mut self,
        number: Name,
        token: Held,
        by: Who,
        response: &Response,
        wallet: &Wallet,
        now: Instant,
    ) -> Result<(), Fault> {
        let text = wallet.text(token);
        let good = response.status.is_success();
        let Some(&family) = self.refresh.get(text) else {
            return if good { Err("something else worked as a refresh token".into()) } else { Ok(()) };
        };
        if good && (self.families[family].dead || self.families[family].client != by) {
            return Err("a refresh token worked for a family that is dead, or for another client".into());
        }
        let used = self.used.get(text).copied();
        let borne = used.is_some_and(|at| now.since(at).as_ms() < self.setup.grace_s * 1000);
        if used.is_some() && !borne && self.families[family].client == by {
            if good {
                return Err("a refresh token worked twice".into());
            }
            // A client that cannot prove who it is has shown nothing.
            self.families[family].dead |= response.body.text().contains("\"invalid_grant\"");
        }
        if good {
            self.used.entry(text.to_owned()).or_insert(now);
            self.saw_tokens(number, family, wallet, now)?;
        }
        Ok(())
    }

    /// New tokens: what they say of themselves, read without the provider's help, stays within what was granted.
    fn saw_tokens(&mut self, number: Name, family: usize, wallet: &Wallet, now: Instant) -> Result<(), Fault> {
        let text = wallet.text(Held::Access(number)).to_owned();
        let payload = text.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok()).unwrap_or_default();
        let claims: serde_json::Value = serde_json::from_slice(&payload).map_err(|fault| fault.to_string())?;
        let Family { client, user, granted, .. } = self.families[family];
        let scope = Scopes::granting(claims["scope"].as_str().unwrap_or_default());
        within("a token's scope", scope, "what was granted", granted)?;
        let subject = user.map_or(client.id(), User::subject);
        if claims["client_id"] != client.id() || claims["sub"] != subject || claims["iat"] != now.unix_s() {
            return Err(format!("a token for somebody else: {claims}"));
        }
        let expires_s = claims["exp"].as_u64().unwrap_or_default();
        if expires_s != now.unix_s() + self.setup.access_s {
            return Err(format!("a token with another life: {claims}"));
        }
        // A string for one API, an array for several.
        let aud = &claims["aud"];
        let many = aud.as_array().filter(|many| many.len() > 1).into_iter().flatten();
        let audience: Vec<String> =
            aud.as_str().into_iter().chain(many.filter_map(|one| one.as_str())).map(str::to_owned).collect();
        if audience.is_empty() {
            return Err(format!("a token that says no audience, or not as it should: {claims}"));
        }
        if self.access.insert(text, Seen { expires_s, scope, audience, family }).is_some() {
            return Err("the same token twice".into());
        }
        let refresh = wallet.text(Held::Refresh(number));
        if user.is_some() && self.refresh.insert(refresh.to_owned(), family).is_some() {
            return Err("the same refresh token twice".into());
        }
        Ok(())
    }

    /// A call that was answered: its credential must be alive and allowed to do this.
    fn saw_call(&self, with: Held, sent: Sent, needs: Scope, wallet: &Wallet, now: Instant) -> Result<(), Fault> {
        let text = wallet.text(with);
        match with {
            Held::Access(_) if sent == Sent::Right => {
                let seen = self.alive(text, self.setup.asks, now)?;
                if !seen.scope.contains(needs) {
                    return Err("a token did what its scope does not hold".into());
                }
                if !seen.audience.iter().any(|name| name == API) {
                    return Err("a token for another API was taken".into());
                }
            }
            Held::Key(_) if matches!(sent, Sent::Right | Sent::InQuery) => {
                if self.revoked.contains(text) {
                    return Err("a revoked key was answered".into());
                }
                if matches!(needs, Scope::Profile | Scope::KeysManage) {
                    return Err("a key did what only a user's token may".into());
                }
            }
            _ => return Err("what is no credential was answered".into()),
        }
        Ok(())
    }

    /// Whether an access token may count now; for whoever asks, its revocation and its family's end too.
    fn alive(&self, text: &str, asks: bool, now: Instant) -> Result<&Seen, Fault> {
        let seen = self.access.get(text).ok_or("a token that nobody issued counts")?;
        if now.unix_s() >= seen.expires_s {
            return Err("a token counts after its exp".into());
        }
        if asks && (self.revoked.contains(text) || self.families[seen.family].dead) {
            return Err("a token counts though it or its family is over".into());
        }
        Ok(seen)
    }
}

fn within(what: &str, scope: Scopes, whole: &str, bound: Scopes) -> Result<(), Fault> {
    if bound.covers(scope) { Ok(()) } else { Err(format!("{what} ({scope}) is more than {whole} ({bound})")) }
}
