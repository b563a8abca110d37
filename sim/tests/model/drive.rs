//! Takes steps against the real provider, over its own requests and answers, and beside it asks the model.

mod answered;
mod asked;

use super::facts::CLIENTS;
use super::model::{FAILURES, GUESSES, Model, PER_CLIENT, PER_KEY, Setup};
use super::onlooker::Onlooker;
use super::step::{Act, Held, LIVE, Name, PUBLISHABLE, RESTRICTED, Step, TEST, Who};
use sim::provider::Policy;
use sim::provider::api_key::{self, KeyId};
use sim::provider::meter::Quota;
use sim::provider::oauth::user::UserId;
use sim::provider::sandbox::Sandbox;
use sim::wire::http::{Request, Response};
use sim::wire::json::Value;
use sim::wire::time::{Duration, Instant};
use std::{
    collections::{BTreeMap, HashMap},
    panic::{self, AssertUnwindSafe},
};

/// The moment at which every history starts.
const START: Instant = Instant::from_unix_s(1_772_409_600);

/// Everything that came over the wire, by the step that brought it.
#[derive(Clone, Debug, Default)]
pub struct Wallet {
    access: HashMap<Name, String>,
    refresh: HashMap<Name, String>,
    codes: HashMap<Name, String>,
    device_codes: HashMap<Name, String>,
    user_codes: HashMap<Name, String>,
    /// Ticket and cookie of a page.
    tickets: HashMap<Name, (String, String)>,
    /// A key's id and the key.
    keys: HashMap<Name, (String, String)>,
    /// All of these that no log may hold.
    secret: Vec<String>,
}

impl Wallet {
    /// The string of a credential; of one that was never issued, something that looks a little like it.
    pub fn text(&self, held: Held) -> &str {
        let found = match held {
            Held::Access(name) => self.access.get(&name),
            Held::Refresh(name) => self.refresh.get(&name),
            Held::Code(name) => self.codes.get(&name),
            Held::DeviceCode(name) => self.device_codes.get(&name),
            Held::Key(name) => self.keys.get(&name).map(|(_, key)| key),
            Held::Nonsense => None,
        };
        found.map_or("nonsense", String::as_str)
    }

    fn keep(&mut self, text: &str) -> String {
        self.secret.push(text.to_owned());
        text.to_owned()
    }
}

/// A provider, the model beside it, and what everybody holds.
#[derive(Clone)]
struct Scene {
    sandbox: Sandbox,
    model: Model,
    wallet: Wallet,
    onlooker: Onlooker,
}

/// A history as it goes.
pub struct History {
    scene: Scene,
    kept: Option<Box<Scene>>,
    /// How often each check refused something, and each kind of step was answered.
    pub seen: BTreeMap<&'static str, u64>,
}

/// What went wrong, in words.
pub type Fault = String;

impl History {
    pub fn new(setup: Setup) -> Self {
        let [per_key, per_client, failures, guesses] =
            if setup.limits { [PER_KEY, PER_CLIENT, FAILURES, GUESSES] } else { [u32::MAX; 4] };
        let policy = Policy {
            access: Duration::seconds(setup.access_s),
            family: Duration::seconds(setup.family_s),
            refresh_grace: Duration::seconds(setup.grace_s),
            requires_pkce: setup.pkce,
            asks_on_each_call: setup.asks,
            quota: Quota { per_key, per_client, failures, guesses, ..Quota::default() },
            ..Policy::default()
        };
        let sandbox = Sandbox::with(setup.seed, START, policy);
        let mut wallet = Wallet::default();
        for (n, (name, kind)) in [
            (LIVE, api_key::Kind::Live),
            (RESTRICTED, api_key::Kind::Restricted),
            (TEST, api_key::Kind::Test),
            (PUBLISHABLE, api_key::Kind::Publishable),
        ]
        .into_iter()
        .enumerate()
        {
            let key = wallet.keep(sandbox.credentials().key(kind).reveal());
            wallet.keys.insert(name, (format!("key_{}", n + 1), key));
        }
        for who in CLIENTS {
            if let Some(secret) = sandbox.credentials().secret(who.id()) {
                wallet.keep(secret.reveal());
            }
        }
        let model = Model::new(setup, START);
        let onlooker = Onlooker::new(setup);
        Self { scene: Scene { sandbox, model, wallet, onlooker }, kept: None, seen: BTreeMap::new() }
    }

    pub fn model(&self) -> &Model {
        &self.scene.model
    }

    /// Takes one step. A step that speaks of what does not exist is left out.
    pub fn take(&mut self, step: &Step) -> Result<(), Fault> {
        match step.act {
            Act::Keep => self.kept = Some(Box::new(self.scene.clone())),
            Act::GoBack => {
                if let Some(kept) = &self.kept {
                    self.scene = (**kept).clone();
                }
            }
            Act::Restart => self.scene.sandbox = self.scene.sandbox.clone(),
            _ => {
                let Self { scene, seen, .. } = self;
                let taken = panic::catch_unwind(AssertUnwindSafe(|| scene.take(step, seen)));
                return taken.unwrap_or_else(|_| Err("it panicked".into()));
            }
        }
        Ok(())
    }
}

impl Scene {
    fn take(&mut self, step: &Step, seen: &mut BTreeMap<&'static str, u64>) -> Result<(), Fault> {
        let Some(verdict) = self.model.answer(step) else { return Ok(()) };
        let Some(request) = self.request(step) else {
            self.act_as_owner(step);
            return Ok(());
        };
        let before = verdict.unchanged.then(|| self.sandbox.provider().clone());
        let logged = self.sandbox.log().len();
        let answer = self.sandbox.handle(&request);
        *seen.entry(answer.reject.as_ref().map_or_else(|| step.act.name(), |reject| reject.check())).or_default() += 1;

        let real = self.read(step, &answer.response)?;
        if real != verdict.answer {
            let check = answer.reject.as_ref().map_or("nothing", |reject| reject.check());
            return Err(format!("expected {:?},\n     got {real:?}, refused by {check}", verdict.answer));
        }
        if answer.reject.is_some() && answer.records > 0 {
            return Err("a refusal gave records away".into());
        }
        if before.is_some_and(|before| !before.same_holdings(self.sandbox.provider())) {
            return Err("nothing should have changed, but what the provider holds did".into());
        }
        self.check_log(logged, &request, &answer.response)?;
        self.onlooker.saw(step, &request, &answer.response, &self.wallet, self.sandbox.now())
    }

    /// One entry for each request, with the status that was answered, and nothing secret in it.
    fn check_log(&self, logged: usize, request: &Request, response: &Response) -> Result<(), Fault> {
        let log = self.sandbox.log();
        let Some(entry) = log.last().filter(|_| log.len() == logged + 1) else {
            return Err(format!("{} new entries in the log", log.len() - logged));
        };
        if entry.status != response.status.0
            || entry.at != self.sandbox.now()
            || (entry.peer, entry.method, entry.host) != (request.peer, request.method, request.host)
        {
            return Err(format!("the log tells another story: {entry:?}"));
        }
        // A whole entry at once: what is in none of its parts is not in it.
        let text = Value::from(entry).to_string();
        match self.wallet.secret.iter().find(|secret| text.contains(secret.as_str())) {
            Some(secret) => Err(format!("the log holds {secret}: {text}")),
            None => Ok(()),
        }
    }

    /// What the owner does without a request, and the clock.
    fn act_as_owner(&mut self, step: &Step) {
        let now = self.sandbox.now();
        self.onlooker.owner(step, &self.wallet);
        match step.act {
            Act::Wait { ms } => self.sandbox.advance(Duration::milliseconds(ms)),
            Act::OwnerRevokesKey { key } => {
                let id = self.key_id(key);
                self.sandbox.owner().revoke_key(id, now);
            }
            Act::OwnerRotatesKey { key, overlap_s } => {
                let id = self.key_id(key);
                let (id, key) = self.sandbox.owner().rotate_key(id, Duration::seconds(overlap_s), now);
                let key = self.wallet.keep(key.reveal());
                self.wallet.keys.insert(step.number, (id.name(), key));
            }
            Act::DeleteUser { user } => {
                let user = UserId::of_login(user.login()).expect("both users are known");
                self.sandbox.owner().delete_user(user, now);
            }
            Act::DisableClient { client } => {
                let id = self.sandbox.provider().authorization().clients().find(client.id());
                self.sandbox.owner().disable_client(id.expect("all clients are known"), now);
            }
            other => panic!("{other:?} is a request"),
        }
    }

    fn key_id(&self, key: Name) -> KeyId {
        let provider = self.sandbox.provider();
        let of = |who: Who| provider.authorization().clients().find(who.id());
        let name = &self.wallet.keys[&key].0;
        let mut ids = CLIENTS.into_iter().filter_map(of).flat_map(|app| provider.keys().of_app(app));
        ids.find(|(id, _)| id.name() == *name).expect("the provider knows its keys").0
    }
}
