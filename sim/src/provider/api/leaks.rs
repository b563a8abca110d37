//! The hook for secret scanners: whoever finds a key in public reports it here, and it ends at once, unless it
//! is one that is meant for public pages.
//!
//! Code hosts send such reports to the providers whose prefixes they know (GitHub, since 2021). The report needs no
//! credential: it holds the key, so its sender could use it anyway.

use super::{Desk, json_body};
use crate::provider::api_key::{KeyId, Kind};
use crate::provider::reject::Reject;
use crate::wire::http::{Request, Response};
use crate::wire::json::Value;

/// The most findings in a report.
const MOST: usize = 100;

/// `POST /v1/leaks`: an array of findings, each with the `token` that was found. Answers with a `label` for each.
pub(super) fn report(request: &Request, desk: &mut Desk<'_>) -> Result<Response, Reject> {
    let quota = desk.policy.quota;
    desk.meters.may_try(request.peer, quota, desk.now)?;
    let Value::Array(findings) = json_body(request)? else { return Err(Reject::BadBody("body")) };
    if findings.len() > MOST {
        return Err(Reject::BadBody("body"));
    }
    let tokens: Option<Vec<&str>> = findings.iter().map(|finding| finding.member("token")?.as_text()).collect();
    let found: Vec<Result<KeyId, Reject>> =
        tokens.ok_or(Reject::BadBody("token"))?.into_iter().map(|token| desk.keys.check(token, desk.now)).collect();
    let labels = found.into_iter().map(|key| {
        let label = match key {
            // One that is meant for public pages is no leak there: anybody who read the page could put an end to it.
            Ok(key) if desk.keys.stored(key).kind == Kind::Publishable => "false_positive",
            Ok(key) => {
                desk.keys.revoke(key, desk.now);
                "true_positive"
            }
            Err(reject) => {
                // The right shape and nobody's: that is a guess, and guesses are counted.
                if reject == Reject::KeyUnknown {
                    desk.meters.failed(request.peer, quota, desk.now);
                }
                "false_positive"
            }
        };
        Value::object([("label", label.into())])
    });
    Ok(Response::json(200, &Value::Array(labels.collect())))
}
