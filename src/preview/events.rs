//! What browsers are told: that something is new, and which pages it is.
//!
//! A message is made from the state, for the browser that it goes to: what has changed since that one was last told. So one that
//! slept, or was slow, misses nothing; and there is no queue that could grow.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use serde_json::json;

use super::site::{Stage, State};

/// The messages to a browser that was last told of version `seen` of the preview `instance`.
pub fn events(stage: Arc<Stage>, seen: Option<(String, u64)>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let versions = stage.versions();
    // A browser that comes from an earlier preview, or from none, may show anything.
    let seen = seen.filter(|(instance, _)| *instance == stage.instance).map(|(_, version)| version);
    let stream = unfold((stage, versions, seen, false), |(stage, mut versions, seen, greeted)| async move {
        loop {
            versions.mark_unchanged();
            let state = stage.state();
            // The first message tells a browser that it is connected, whether or not there is news.
            if !greeted || seen != Some(state.version) {
                let event = Event::default()
                    .id(format!("{} {}", stage.instance, state.version))
                    .data(message(&state, seen))
                    .retry(Duration::from_millis(500));
                return Some((Ok(event), (stage, versions, Some(state.version), true)));
            }
            if versions.changed().await.is_err() {
                return None;
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

/// What the browser's script reads.
fn message(state: &State, seen: Option<u64>) -> String {
    let changed: Option<Vec<&str>> =
        seen.map(|seen| state.changed_since(seen).map(crate::vocabulary::SitePath::as_str).collect());
    let (errors, warnings) = match (&state.broken, &state.good) {
        (Some(broken), _) => broken.count(),
        (None, Some(good)) => good.findings().map_or((0, 0), |findings| findings.count()),
        (None, None) => (0, 0),
    };
    json!({
        "version": state.version,
        "generation": state.good.as_ref().map(|good| good.generation),
        // Nothing where it can't be told: then every page is looked at.
        "changed": changed,
        "broken": state.broken.is_some(),
        "undecided": state.good.as_ref().is_some_and(|good| good.undecided),
        "errors": errors,
        "warnings": warnings,
        "checked": state.good.as_ref().is_some_and(|good| good.findings().is_some()),
    })
    .to_string()
}
