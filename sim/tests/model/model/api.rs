//! The API: who calls, what it opens, and the keys that it manages.

use super::{Answer, FAILURES, Key, Model, OPENED_BY_KEYS, PER_CLIENT, PER_KEY, Verdict, count, done, read, refused};
use crate::facts::API;
use crate::step::{Door, Held, Kind, Name, Place, Sent, Who};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::time::Duration;

impl Model {
    /// The order is: path, method, credential there, flood, credential good, quota, permission.
    pub(super) fn call(&mut self, with: Option<(Held, Sent)>, door: Door, from: Place) -> Verdict {
        match door {
            Door::Nowhere => return refused(404, "not-found"),
            Door::DeleteOrders => return refused(405, "method"),
            _ => {}
        }
        let (caller, permission) = match self.caller(with, door == Door::Geo, from) {
            Ok(caller) => (caller, door.needs()),
            Err(refusal) => return refusal,
        };
        let refusal = match caller {
            Caller::Key(name) => {
                let key = &self.keys[&name];
                if (key.kind == Kind::Test) != (door == Door::TestOrders) {
                    Some(refused(403, "key-mode"))
                } else if door == Door::Me {
                    Some(refused(403, "user-required"))
                } else if !key.scope.contains(permission) {
                    Some(refused(403, "key-permission"))
                } else {
                    None
                }
            }
            Caller::Token(name) => {
                let access = &self.access[&name];
                if door == Door::TestOrders {
                    Some(refused(403, "key-mode"))
                } else if !access.scope.contains(permission) {
                    Some(refused(403, "insufficient_scope"))
                } else {
                    None
                }
            }
        };
        refusal.unwrap_or_else(|| match door {
            Door::NewOrder => done(201),
            _ => read(Answer { status: 200, ..Answer::default() }),
        })
    }

    /// Who calls, once the credential was found good and the request was counted.
    fn caller(&mut self, with: Option<(Held, Sent)>, takes_key_in_query: bool, from: Place) -> Result<Caller, Verdict> {
        let Some((held, sent)) = with else { return Err(refused(401, "no-credential")) };
        let is_key = matches!(held, Held::Key(_));
        let as_key = match sent {
            Sent::Right => is_key,
            Sent::Swapped => !is_key,
            Sent::InQuery if is_key && takes_key_in_query => true,
            Sent::InQuery if is_key => return Err(refused(401, "key-in-query")),
            Sent::InQuery => return Err(refused(401, "token-in-query")),
            Sent::Twice => return Err(refused(400, "invalid_request")),
        };
        if self.is_full(&self.failures, &from.name(), FAILURES) {
            return Err(refused(429, "failures"));
        }
        let caller = if as_key { self.good_key(held) } else { self.good_token(held) };
        let Some(caller) = caller else {
            self.fail(from);
            return Err(if as_key { refused(401, "invalid-key") } else { refused(401, "invalid_token") });
        };
        self.count_request(caller)?;
        Ok(caller)
    }

    /// A key works until it is revoked or its end is reached.
    fn good_key(&self, held: Held) -> Option<Caller> {
        let Held::Key(name) = held else { return None };
        let owner_may = !self.disabled.contains(&self.keys[&name].client);
        (owner_may && !self.is_over(name)).then_some(Caller::Key(name))
    }

    pub(super) fn is_over(&self, key: Name) -> bool {
        let key = &self.keys[&key];
        key.revoked || key.ends.is_some_and(|ends| self.now >= ends)
    }

    /// A token works until its `exp`. An API that asks on each call knows of all that ends it before.
    fn good_token(&self, held: Held) -> Option<Caller> {
        let Held::Access(name) = held else { return None };
        let access = &self.access[&name];
        let in_time = self.now.unix_s() < access.expires_s && self.grants[&access.grant].audience.contains(&API);
        (in_time && (!self.setup.asks || self.is_active(name))).then_some(Caller::Token(name))
    }

    fn count_request(&mut self, caller: Caller) -> Result<(), Verdict> {
        let client = self.client_of(caller).id();
        let key_is_full = matches!(caller, Caller::Key(name) if self.is_full(&self.key_requests, &name, PER_KEY));
        if key_is_full || self.is_full(&self.client_requests, &client, PER_CLIENT) {
            // It is not counted, and told all the same what is left; of a window that is not open, all.
            let of_key = match caller {
                Caller::Key(name) => Some(self.left_in(&self.key_requests, &name, "key", PER_KEY)),
                Caller::Token(_) => None,
            };
            let of_client = self.left_in(&self.client_requests, &client, "client", PER_CLIENT);
            self.left = Some(of_key.into_iter().chain([of_client]).collect::<Vec<_>>().join(", "));
            return Err(refused(429, "quota"));
        }
        let [per_key, per_client] = if self.setup.limits { [PER_KEY, PER_CLIENT] } else { [u32::MAX; 2] };
        let mut left = Vec::new();
        if let Caller::Key(name) = caller {
            let window = count(&mut self.key_requests, name, self.now);
            left.push(window.left("key", per_key, self.now));
        }
        let window = count(&mut self.client_requests, client, self.now);
        left.push(window.left("client", per_client, self.now));
        self.left = Some(left.join(", "));
        Ok(())
    }

    fn client_of(&self, caller: Caller) -> Who {
        match caller {
            Caller::Key(name) => self.keys[&name].client,
            Caller::Token(name) => self.grants[&self.access[&name].grant].client,
        }
    }

    // Keys

    /// Whose keys are managed: it takes a token with that scope, and no key has it.
    pub(super) fn manage(&mut self, with: Held, from: Place) -> Result<Who, Verdict> {
        let caller = self.caller(Some((with, Sent::Right)), false, from)?;
        match caller {
            Caller::Key(name) if self.keys[&name].kind == Kind::Test => Err(refused(403, "key-mode")),
            Caller::Key(_) => Err(refused(403, "key-permission")),
            Caller::Token(name) if self.access[&name].scope.contains(Scope::KeysManage) => Ok(self.client_of(caller)),
            Caller::Token(_) => Err(refused(403, "insufficient_scope")),
        }
    }

    pub(super) fn create_key(
        &mut self,
        number: Name,
        client: Who,
        kind: Kind,
        scope: Scopes,
        life_s: Option<u64>,
    ) -> Verdict {
        let scope = match kind {
            Kind::Live | Kind::Test => OPENED_BY_KEYS,
            Kind::Publishable => Scopes::of(&[Scope::GeoRead]),
            // No key has what is a user's, or power over keys; and one that may do nothing is a mistake.
            Kind::Restricted if scope.is_empty() || !OPENED_BY_KEYS.covers(scope) => return refused(400, "body"),
            Kind::Restricted => scope,
        };
        let ends = life_s.map(|s| self.now + Duration::seconds(s));
        self.keys.insert(number, Key { client, kind, scope, ends, revoked: false });
        done(201)
    }

    /// The new key may what the old one may; the old one ends with the overlap, or before if it was to.
    pub(super) fn rotate_key(&mut self, number: Name, key: Name, overlap_s: u64) -> Verdict {
        let end = self.now + Duration::seconds(overlap_s);
        let old = self.keys.get_mut(&key).expect("it is known");
        old.ends = Some(old.ends.map_or(end, |ends| ends.min(end)));
        let new = Key { ends: None, revoked: false, ..old.clone() };
        self.keys.insert(number, new);
        done(201)
    }

    pub(super) fn end_key(&mut self, key: Name) {
        self.keys.get_mut(&key).expect("it is known").revoked = true;
    }

    /// A key that was found in public ends, whoever found it; not one that is meant for public pages.
    pub(super) fn report(&mut self, found: Held, from: Place) -> Verdict {
        if self.is_full(&self.failures, &from.name(), FAILURES) {
            return refused(429, "failures");
        }
        let is_public = |name| self.keys[&name].kind == Kind::Publishable;
        let works = matches!(found, Held::Key(name) if !self.is_over(name) && !is_public(name));
        if let Held::Key(name) = found
            && works
        {
            self.end_key(name);
        }
        Verdict { answer: Answer { status: 200, was_a_key: Some(works), ..Answer::default() }, unchanged: !works }
    }
}

/// Who calls the API.
#[derive(Clone, Copy, Debug)]
enum Caller {
    Key(Name),
    Token(Name),
}
