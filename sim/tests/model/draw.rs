//! Draws what happens next. It looks at the model, so that most steps can go right and most waits end where
//! something does: just before, exactly then, just after.

use super::facts::{CLIENTS, DOORS, USERS};
use super::model::{DeviceState, Model, Setup};
use super::step::{
    Act, AskedWith, Cookie, ExchangedWith, FIRST, Held, Kind, LIVE, Name, Place, Proof, Resource, Sent, Set, Step,
    User, Who, step,
};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::rng::Rng;

/// How the provider of the history with this seed is set up.
pub fn setup(seed: u64) -> Setup {
    let mut rng = Rng::stream(seed, "setup");
    Setup {
        seed,
        asks: one_in(2, &mut rng),
        grace_s: if one_in(4, &mut rng) { 10 } else { 0 },
        pkce: !one_in(5, &mut rng),
        limits: one_in(3, &mut rng),
        access_s: *pick(&[3600, 3600, 300, 86_400], &mut rng),
        family_s: *pick(&[90 * 86_400, 90 * 86_400, 7200], &mut rng),
    }
}

/// The next step. Often it goes on with what the last one began: codes and pages do not wait for long.
pub fn next(number: Name, model: &Model, last: Option<&Step>, rng: &mut Rng) -> Step {
    let from = if one_in(4, rng) { Place::Away } else { Place::Home };
    // The same once more, as those do who want to know how often they may.
    if let Some(Step { from, act: act @ (Act::Call { .. } | Act::GuessUserCode), .. }) = last
        && one_in(3, rng)
    {
        return step(number, *from, *act);
    }
    if let Some(act) = last.filter(|_| one_in(2, rng)).and_then(|last| go_on(last.number, model, rng)) {
        return step(number, from, act);
    }
    // What is drawn may need what is not there yet; then something else is drawn.
    let act = loop {
        if let Some(act) = draw(model, rng) {
            break act;
        }
    };
    step(number, from, act)
}

/// What naturally follows a step.
fn go_on(last: Name, model: &Model, rng: &mut Rng) -> Option<Act> {
    if model.tickets.contains_key(&last) {
        return consent(model, rng);
    }
    if model.codes.contains_key(&last) {
        return exchange(model, rng);
    }
    if model.devices.contains_key(&last) {
        return Some(Act::DevicePage { device: last });
    }
    if let Some(page) = model.pages.get(&last) {
        // Back to the device afterwards, through what it has not asked yet.
        return if one_in(4, rng) {
            Some(Act::Poll { device: Held::DeviceCode(page.device), by: Who::ShopTv })
        } else {
            device_answer(model, rng)
        };
    }
    if model.refresh.contains_key(&last) && one_in(2, rng) {
        return refresh(model, rng);
    }
    let with = if model.access.contains_key(&last) {
        Held::Access(last)
    } else if model.keys.contains_key(&last) {
        Held::Key(last)
    } else {
        return None;
    };
    Some(Act::Call { with, sent: sent(rng), door: *pick(&DOORS, rng) })
}

fn draw(model: &Model, rng: &mut Rng) -> Option<Act> {
    // Weights out of a thousand.
    Some(match rng.below(1000) {
        0..75 => authorize(rng),
        75..155 => consent(model, rng)?,
        155..245 => exchange(model, rng)?,
        245..345 => refresh(model, rng)?,
        345..375 => Act::ClientCredentials {
            by: mostly(Who::ShopServer, rng),
            proof: proof(rng),
            scope: scope(Who::ShopServer.scope(), rng),
            resource: resource(rng),
        },
        375..405 => {
            let by = mostly(Who::ShopTv, rng);
            Act::StartDevice { by, proof: proof(rng), scope: scope(by.scope(), rng) }
        }
        405..430 => Act::DevicePage { device: recent(&waiting_devices(model), rng)? },
        430..437 => Act::GuessUserCode,
        437..467 => device_answer(model, rng)?,
        467..520 => {
            let granted = model.devices.iter().filter(|(_, device)| matches!(device.state, DeviceState::Granted(..)));
            let granted: Vec<Name> = granted.map(|(name, _)| *name).collect();
            let all = names(&model.devices);
            let devices = if granted.is_empty() || one_in(3, rng) { all } else { granted };
            let device = odd(Held::DeviceCode(recent(&devices, rng)?), model, rng);
            Act::Poll { device, by: mostly(Who::ShopTv, rng) }
        }
        520..545 => {
            let token = anything(model, rng);
            Act::Revoke { token, by: holder(token, model, rng), proof: proof(rng) }
        }
        545..590 => {
            let by = *pick(&[Who::OrdersApi, Who::OrdersApi, Who::BillingApi, Who::ShopServer, Who::ShopApp], rng);
            Act::Introspect { token: anything(model, rng), by, proof: proof(rng) }
        }
        590..760 => Act::Call { with: anything(model, rng), sent: sent(rng), door: *pick(&DOORS, rng) },
        760..765 => Act::CallBare { door: *pick(&DOORS, rng) },
        765..795 => Act::CreateKey {
            with: manager(model, rng),
            kind: *pick(&[Kind::Live, Kind::Test, Kind::Publishable, Kind::Restricted, Kind::Restricted], rng),
            scope: Set(subset(Scopes::ALL, rng)),
            expires_in_s: if one_in(3, rng) { Some(*pick(&[0, 1, 60, 3600], rng)) } else { None },
        },
        795..825 => {
            let overlap_s = if one_in(3, rng) { None } else { Some(*pick(&[0, 1, 60, 3600, 86_400], rng)) };
            Act::RotateKey { with: manager(model, rng), key: a_key(model, rng), overlap_s }
        }
        825..832 => Act::DeleteKey { with: manager(model, rng), key: a_key(model, rng) },
        832..847 => Act::ListKeys { with: manager(model, rng) },
        847..852 => Act::Report { found: anything(model, rng) },
        852..854 => Act::OwnerRevokesKey { key: a_key(model, rng) },
        854..860 => Act::OwnerRotatesKey { key: a_key(model, rng), overlap_s: *pick(&[0, 60, 3600], rng) },
        860..861 => Act::DeleteUser { user: *pick(&USERS, rng) },
        861..862 => Act::DisableClient { client: *pick(&CLIENTS, rng) },
        862..984 => Act::Wait { ms: wait(model, rng) },
        984..989 => Act::Keep,
        989..995 => Act::GoBack,
        _ => Act::Restart,
    })
}

fn authorize(rng: &mut Rng) -> Act {
    let client = match rng.below(30) {
        0 => *pick(&CLIENTS, rng),
        1..14 => Who::ShopApp,
        14..22 => Who::ShopServer,
        _ => Who::PartnerApp,
    };
    let with = match rng.below(30) {
        0 => AskedWith::PlainChallenge,
        1 => AskedWith::OtherRedirect,
        2 => AskedWith::OtherResponseType,
        3..6 => AskedWith::NoChallenge,
        _ => AskedWith::S256,
    };
    Act::Authorize { client, scope: scope(client.scope(), rng), resource: resource(rng), with }
}

fn consent(model: &Model, rng: &mut Rng) -> Option<Act> {
    let open: Vec<Name> = model.tickets.iter().filter(|(_, ticket)| !ticket.answered).map(|(name, _)| *name).collect();
    let all: Vec<Name> = model.tickets.keys().copied().collect();
    let ticket = recent(if one_in(20, rng) || open.is_empty() { &all } else { &open }, rng)?;
    let (user, approve, granted) = answer(model.tickets[&ticket].asked, rng);
    Some(Act::Consent { ticket, user, approve, granted, cookie: cookie(&all, rng) })
}

fn device_answer(model: &Model, rng: &mut Rng) -> Option<Act> {
    let all: Vec<Name> = model.pages.keys().copied().collect();
    let waiting = waiting_devices(model);
    let open: Vec<Name> = all.iter().copied().filter(|page| waiting.contains(&model.pages[page].device)).collect();
    let ticket = recent(if one_in(10, rng) || open.is_empty() { &all } else { &open }, rng)?;
    let (user, approve, granted) = answer(model.devices[&model.pages[&ticket].device].asked, rng);
    Some(Act::DeviceAnswer { ticket, user, approve, granted, cookie: cookie(&all, rng) })
}

/// What a user grants: all that was asked, part of it, nothing, or, with a forged form, more.
fn answer(asked: Scopes, rng: &mut Rng) -> (User, bool, Set) {
    let granted = match rng.below(10) {
        0..5 => asked,
        5 => Scopes::NONE,
        6 => subset(Scopes::ALL, rng),
        _ => subset(asked, rng),
    };
    (*pick(&USERS, rng), !one_in(12, rng), Set(granted))
}

fn cookie(pages: &[Name], rng: &mut Rng) -> Cookie {
    match rng.below(25) {
        0 => Cookie::None,
        1 => Cookie::Of(*pick(pages, rng)),
        _ => Cookie::Own,
    }
}

fn exchange(model: &Model, rng: &mut Rng) -> Option<Act> {
    let fresh: Vec<Name> = model.codes.iter().filter(|(_, code)| code.used.is_none()).map(|(name, _)| *name).collect();
    let all: Vec<Name> = model.codes.keys().copied().collect();
    let name = recent(if one_in(6, rng) || fresh.is_empty() { &all } else { &fresh }, rng)?;
    let with = match rng.below(16) {
        0 => ExchangedWith::OtherVerifier,
        1 => ExchangedWith::NoVerifier,
        2 => ExchangedWith::TheChallenge,
        3 => ExchangedWith::OtherRedirect,
        _ if !model.codes[&name].challenge => ExchangedWith::NoVerifier,
        _ => ExchangedWith::ItsVerifier,
    };
    let code = odd(Held::Code(name), model, rng);
    Some(Act::Exchange { code, by: holder(code, model, rng), proof: proof(rng), with })
}

fn refresh(model: &Model, rng: &mut Rng) -> Option<Act> {
    let all: Vec<Name> = model.refresh.keys().copied().collect();
    let live = model.live_refresh_tokens();
    let from = match rng.below(10) {
        0 => model.stale_refresh_tokens(),
        1 => all,
        _ => live,
    };
    let name = recent(&from, rng)?;
    let token = odd(Held::Refresh(name), model, rng);
    let scope = match rng.below(8) {
        0 => Some(Set(subset(model.granted(name), rng))),
        1 => Some(Set(subset(Scopes::ALL, rng))),
        _ => None,
    };
    Some(Act::Refresh { token, by: holder(token, model, rng), proof: proof(rng), scope })
}

/// Seldom something else than what belongs here.
fn odd(held: Held, model: &Model, rng: &mut Rng) -> Held {
    if one_in(25, rng) { anything(model, rng) } else { held }
}

/// Any credential that was ever seen, the newer ones more often.
fn anything(model: &Model, rng: &mut Rng) -> Held {
    let found = match rng.below(20) {
        0..10 => recent(&names(&model.access), rng).map(Held::Access),
        10..16 => recent(&names(&model.keys), rng).map(Held::Key),
        16..18 => recent(&names(&model.refresh), rng).map(Held::Refresh),
        18 => recent(&names(&model.codes), rng).map(Held::Code),
        _ => recent(&names(&model.devices), rng).map(Held::DeviceCode),
    };
    found.unwrap_or(Held::Nonsense)
}

/// A token that may manage keys, most of the time.
fn manager(model: &Model, rng: &mut Rng) -> Held {
    if one_in(10, rng) {
        return anything(model, rng);
    }
    let able = model.access_tokens_with(Scope::KeysManage);
    recent(&able, rng).map_or_else(|| anything(model, rng), Held::Access)
}

fn a_key(model: &Model, rng: &mut Rng) -> Name {
    recent(&names(&model.keys), rng).unwrap_or(LIVE)
}

fn waiting_devices(model: &Model) -> Vec<Name> {
    let waits = model.devices.iter().filter(|(_, device)| device.state == DeviceState::Waiting);
    waits.map(|(name, _)| *name).collect()
}

/// Whose it is, or somebody else.
fn holder(held: Held, model: &Model, rng: &mut Rng) -> Who {
    let holder = model.holder(held).unwrap_or(Who::ShopApp);
    if one_in(20, rng) { *pick(&CLIENTS, rng) } else { holder }
}

fn mostly(who: Who, rng: &mut Rng) -> Who {
    if one_in(15, rng) { *pick(&CLIENTS, rng) } else { who }
}

fn proof(rng: &mut Rng) -> Proof {
    match rng.below(30) {
        0 => Proof::WrongSecret,
        1 => Proof::NameOnly,
        2 => Proof::NameInBasic,
        3..11 => Proof::InBody,
        _ => Proof::Own,
    }
}

fn sent(rng: &mut Rng) -> Sent {
    match rng.below(20) {
        0 => Sent::Swapped,
        1 => Sent::InQuery,
        2 => Sent::Twice,
        _ => Sent::Right,
    }
}

fn resource(rng: &mut Rng) -> Resource {
    match rng.below(20) {
        0 => *pick(&[Resource::Unknown, Resource::OneUnknown], rng),
        1 => *pick(&[Resource::Billing, Resource::Both, Resource::Twice], rng),
        2..5 => Resource::Api,
        _ => Resource::Unsaid,
    }
}

/// A scope parameter: often none, often all that the client may have, at times more.
fn scope(may: Scopes, rng: &mut Rng) -> Option<Set> {
    match rng.below(10) {
        0..3 => None,
        3..6 => Some(Set(may)),
        6 => Some(Set(subset(Scopes::ALL, rng))),
        _ => Some(Set(subset(may, rng))),
    }
}

fn subset(of: Scopes, rng: &mut Rng) -> Scopes {
    of.iter().filter(|_| one_in(2, rng)).fold(Scopes::NONE, |set, scope| set.with(scope, true))
}

/// Seconds to weeks; every other time to where something ends, give or take a moment.
fn wait(model: &Model, rng: &mut Rng) -> u64 {
    let deadlines = model.deadlines();
    if one_in(2, rng) && !deadlines.is_empty() {
        // The near ones more often: a far one ends all that is before it.
        let near = (0..3).map(|_| rng.below(deadlines.len() as u64)).min().unwrap_or_default();
        let at = deadlines[near as usize];
        let ms = at.since(model.now).as_ms();
        return match rng.below(8) {
            0 => ms.saturating_sub(1000),
            1 | 2 => ms.saturating_sub(1),
            3 => ms + 1,
            _ => ms,
        };
    }
    match rng.below(60) {
        0..40 => rng.below(12_000),
        40..52 => rng.below(120) * 1000,
        52..57 => rng.below(7200) * 1000,
        57..59 => rng.below(3 * 86_400) * 1000,
        _ => rng.below(30 * 86_400) * 1000,
    }
}

fn names<T>(of: &std::collections::BTreeMap<Name, T>) -> Vec<Name> {
    of.keys().copied().collect()
}

/// One of these, the last ones more often.
fn recent(names: &[Name], rng: &mut Rng) -> Option<Name> {
    let last = names.len().checked_sub(1)?;
    let back = match rng.below(4) {
        0 | 1 => 0,
        2 => rng.below(4) as usize,
        _ => rng.below(names.len() as u64) as usize,
    };
    Some(names[last - back.min(last)])
}

fn pick<'a, T>(from: &'a [T], rng: &mut Rng) -> &'a T {
    &from[rng.below(from.len() as u64) as usize]
}

fn one_in(n: u64, rng: &mut Rng) -> bool {
    rng.below(n) == 0
}

/// The steps' numbers begin here.
pub const fn number(index: usize) -> Name {
    FIRST + index as Name
}
