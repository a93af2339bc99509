//! Answers browsers on this machine: the site from memory, and the preview's own pages beside it.
//!
//! A preview shows drafts, and figures before their day. So it listens on this machine alone unless told otherwise, answers
//! only to names that lead here (a page elsewhere on the web can point a name of its own at this machine, and would then be let
//! in by its browser), hands out nothing to pages of other sites, and reads no file: what isn't in the tree isn't there.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path as UrlPath, Query, Request, State as Shared};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::editions;
use super::events::events;
use super::faults::{self, Editor};
use super::page::{Dress, dressed, own_page};
use super::panel::panel;
use super::site::{Good, Stage, State};
use super::snapshot::Snapshot;
use crate::tree::MediaType;
use crate::vocabulary::SitePath;

/// What those who answer browsers share.
pub struct Desk {
    /// What is shown.
    pub stage: Arc<Stage>,
    /// The site's files, for links into them.
    pub snapshot: Arc<Snapshot>,
    /// How places are opened.
    pub editor: Editor,
    /// The name or number under which others may ask too, when they may.
    pub host: Option<String>,
}

/// A place where the preview can be asked.
pub struct Listening {
    listener: std::net::TcpListener,
    /// Where.
    pub at: SocketAddr,
    /// Whether it is another port than was asked for, since that one is taken.
    pub moved: bool,
}

/// How many ports after a taken one are tried before the system chooses.
const NEIGHBOURS: u16 = 20;

/// Begins to listen at `host` (this machine alone when there is none) and `port`, or at the next one that is free.
pub fn listen(host: Option<&str>, port: u16) -> std::io::Result<Listening> {
    let address = match host {
        None | Some("localhost") => IpAddr::V4(Ipv4Addr::LOCALHOST),
        Some(host) => std::net::ToSocketAddrs::to_socket_addrs(&(host.trim_matches(['[', ']']), port))?
            .next()
            .map(|at| at.ip())
            .ok_or_else(|| std::io::Error::other("no address has this name"))?,
    };
    let ports = (port..=port.saturating_add(NEIGHBOURS)).chain([0]);
    let mut fault = None;
    for one in ports {
        match std::net::TcpListener::bind((address, one)) {
            Ok(listener) => {
                listener.set_nonblocking(true)?;
                let at = listener.local_addr()?;
                return Ok(Listening { listener, at, moved: port != 0 && at.port() != port });
            }
            // Below 1024 a port may be for the system alone; the next ones will be too, and the last choice is not.
            Err(error)
                if matches!(error.kind(), std::io::ErrorKind::AddrInUse | std::io::ErrorKind::PermissionDenied) =>
            {
                fault = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(fault.unwrap_or_else(|| std::io::Error::other("no port is free")))
}

/// Answers until `end` comes to pass.
pub fn serve(listening: Listening, desk: Desk, end: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = runtime.block_on(async move {
        let listener = TcpListener::from_std(listening.listener)?;
        let server = axum::serve(listener, router(Arc::new(desk)));
        // Browsers keep their connections for messages open for ever: they are not waited for.
        tokio::select! {
            done = server => done,
            () = end => Ok(()),
        }
    });
    runtime.shutdown_timeout(Duration::from_millis(500));
    served
}

/// Everything that can be asked.
pub fn router(desk: Arc<Desk>) -> Router {
    let own = Router::new()
        .route("/.multum/events", get(messages))
        .route("/.multum/faults", get(fault_fragment))
        .route("/.multum/panel", get(author_panel))
        .route("/.multum/editions", get(all_editions))
        .route("/.multum/make/{name}", get(make_edition))
        .route("/.multum/page.pdf", get(page_pdf))
        .route("/.multum/braille", get(braille_file))
        .route("/.multum/picture", get(picture))
        .route("/.multum/preview.js", get(|| async { script(include_str!("assets/preview.js")) }))
        .route("/.multum/idiomorph.js", get(|| async { script(include_str!("assets/idiomorph.min.js")) }))
        .route("/.multum/preview.css", get(|| async { style(include_str!("assets/preview.css")) }));
    own.fallback(get(file))
        .method_not_allowed_fallback(|| async { words(StatusCode::METHOD_NOT_ALLOWED, "A preview is only looked at.") })
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guarded))
        .with_state(desk)
}

/// Lets in whom the preview is for, and puts on each answer what keeps it here.
async fn guarded(Shared(desk): Shared<Arc<Desk>>, request: Request, next: Next) -> Response {
    let refusal = refused(request.headers(), request.uri(), request.method(), desk.host.as_deref());
    let mut response = match refusal {
        Some(why) => words(StatusCode::FORBIDDEN, why),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// Why a request is not answered; nothing when it is.
fn refused(headers: &HeaderMap, uri: &Uri, method: &Method, host: Option<&str>) -> Option<&'static str> {
    let word = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let named = uri.authority().map(|authority| authority.as_str()).or_else(|| word(header::HOST));
    let Some(named) = named.filter(|named| is_ours(named, host)) else {
        return Some("This preview is asked for under another name than its own.");
    };
    if let Some(origin) = word(header::ORIGIN)
        && !origin.strip_prefix("http://").is_some_and(|theirs| theirs.eq_ignore_ascii_case(named))
    {
        return Some("A page of another site asked for this preview.");
    }
    // What a browser asks for on behalf of a page elsewhere has no Origin when it is a picture or a script.
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let mode = headers.get("sec-fetch-mode").and_then(|value| value.to_str().ok());
    let dest = headers.get("sec-fetch-dest").and_then(|value| value.to_str().ok());
    let followed = method == Method::GET && mode == Some("navigate") && dest.is_none_or(|dest| dest == "document");
    if matches!(site, Some("cross-site" | "same-site")) && !followed {
        return Some("A page of another site asked for this preview.");
    }
    None
}

/// Whether a name, with or without a port, means this preview. Numbers are no names that somebody could have made.
fn is_ours(named: &str, host: Option<&str>) -> bool {
    let bare = match named.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => named.rsplit_once(':').map_or(named, |(bare, _)| bare),
    };
    let number: Option<IpAddr> = bare.parse().ok();
    if bare.eq_ignore_ascii_case("localhost") || number.is_some_and(|number| number.is_loopback()) {
        return true;
    }
    host.is_some_and(|host| number.is_some() || bare.eq_ignore_ascii_case(host.trim_matches(['[', ']'])))
}

#[derive(Deserialize)]
struct Seen {
    instance: Option<String>,
    version: Option<u64>,
}

async fn messages(Shared(desk): Shared<Arc<Desk>>, Query(asked): Query<Seen>, headers: HeaderMap) -> Response {
    // A browser that lost its connection says what it heard last, which is later than what its address says.
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|id| {
        let (instance, version) = id.split_once(' ')?;
        Some((instance.to_owned(), version.parse().ok()?))
    });
    let seen = last.or_else(|| asked.instance.zip(asked.version));
    events(Arc::clone(&desk.stage), seen).into_response()
}

/// What is wrong with the latest save; nothing when it is shown.
async fn fault_fragment(Shared(desk): Shared<Arc<Desk>>) -> Response {
    html(StatusCode::OK, broken(&desk, &desk.stage.state()))
}

fn broken(desk: &Desk, state: &State) -> String {
    let Some(findings) = &state.broken else {
        return String::new();
    };
    let kept = match &state.good {
        Some(_) => "The page is as it was before this save.",
        None => "There is no page to show yet.",
    };
    format!(
        "<h2 id=\"multum-faults-title\">What is wrong</h2>\n<p>{kept} It becomes new by itself when this is mended.</p>\n{}",
        faults::fragment(findings, &desk.snapshot, &desk.editor)
    )
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    page: String,
    #[serde(default)]
    file: String,
    /// How large the letters of a PDF are, in points.
    #[serde(default)]
    size: String,
    /// Whether only the panel's content is wanted, to be put into the page.
    part: Option<String>,
}

/// A page of the preview's own, or its content alone.
fn own(desk: &Desk, state: &State, title: &str, content: String, asked: &Asked) -> Response {
    if asked.part.is_some() {
        return html(StatusCode::OK, content);
    }
    let dress = Dress { path: &asked.page, instance: &desk.stage.instance, version: state.version, told: true };
    html(StatusCode::OK, own_page(title, &content, &dress))
}

async fn author_panel(Shared(desk): Shared<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    let state = desk.stage.state();
    let content = match &state.good {
        Some(good) => panel(good, &asked.page, &desk.snapshot, &desk.editor),
        None => "<p>There is no page to show yet.</p>\n".to_owned(),
    };
    own(&desk, &state, "About this page", content, &asked)
}

async fn all_editions(Shared(desk): Shared<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    let state = desk.stage.state();
    let content = state
        .good
        .as_ref()
        .map(|good| editions::list(good, &asked.page, &desk.snapshot, &desk.editor))
        .unwrap_or_default();
    own(&desk, &state, "Other editions", content, &asked)
}

/// Makes an edition, which may take seconds, and leads back to the list.
async fn make_edition(
    Shared(desk): Shared<Arc<Desk>>,
    UrlPath(name): UrlPath<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(good) = desk.stage.state().good.clone() else {
        return words(StatusCode::SERVICE_UNAVAILABLE, "There is no site to make it of yet.");
    };
    let stage = Arc::clone(&desk.stage);
    let made = tokio::task::spawn_blocking(move || stage.make(&good, &name)).await;
    if !matches!(made, Ok(true)) {
        return words(StatusCode::NOT_FOUND, "There is no such edition.");
    }
    let page = crate::outputs::html::link::encoded(&asked.page, |byte| byte == b'/');
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/.multum/editions?page={page}"))]).into_response()
}

/// One page as a PDF, made from the site as it is now.
async fn page_pdf(Shared(desk): Shared<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    let state = desk.stage.state();
    let Some(good) = state.good.clone() else {
        return words(StatusCode::SERVICE_UNAVAILABLE, "There is no site to make it of yet.");
    };
    let (page, size) = (asked.page.clone(), asked.size.clone());
    match tokio::task::spawn_blocking(move || editions::page_pdf(&good, &page, &size)).await {
        Ok(Ok(bytes)) => ([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response(),
        Ok(Err(why)) => own(&desk, &state, "No PDF", why, &asked),
        Err(_) => words(StatusCode::INTERNAL_SERVER_ERROR, "The PDF could not be made. This is a fault of multum."),
    }
}

async fn braille_file(Shared(desk): Shared<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    let state = desk.stage.state();
    let Some(good) = state.good.clone() else {
        return words(StatusCode::SERVICE_UNAVAILABLE, "There is no site to show yet.");
    };
    let path = SitePath::new(&asked.file).filter(|path| path.extension() == Some("brf"));
    let (stage, made) = (Arc::clone(&desk.stage), Arc::clone(&good));
    let _ = tokio::task::spawn_blocking(move || stage.make_asked(&made)).await;
    match path.and_then(|path| good.file(&path).cloned()) {
        Some(file) => {
            let content = editions::braille(&String::from_utf8_lossy(&file.bytes));
            own(&desk, &state, &format!("Braille: {}", asked.file), content, &asked)
        }
        None => words(StatusCode::NOT_FOUND, "There is no such braille file."),
    }
}

/// A drawing of the site as a picture, made now, so that no save waits for it.
async fn picture(Shared(desk): Shared<Arc<Desk>>, Query(asked): Query<Asked>) -> Response {
    let path = SitePath::new(&asked.file).filter(|path| path.extension() == Some("svg"));
    let drawing = path.as_ref().and_then(|path| desk.stage.state().good.as_ref()?.built.tree.get(path).cloned());
    let Some((path, drawing)) = path.zip(drawing) else {
        return words(StatusCode::NOT_FOUND, "There is no such drawing.");
    };
    let made = tokio::task::spawn_blocking(move || crate::charts::png(&String::from_utf8_lossy(&drawing.bytes))).await;
    match made {
        Ok(Some(bytes)) => {
            let name = path.name().trim_end_matches("svg").replace(['"', '\\'], "");
            let saved_as = HeaderValue::from_str(&format!("inline; filename=\"{name}png\""));
            let mut response = ([(header::CONTENT_TYPE, MediaType::Png.header())], bytes).into_response();
            response.headers_mut().extend(saved_as.ok().map(|value| (header::CONTENT_DISPOSITION, value)));
            response
        }
        Ok(None) | Err(_) => words(StatusCode::UNPROCESSABLE_ENTITY, "This drawing can't be made a picture."),
    }
}

/// A file of the site.
async fn file(Shared(desk): Shared<Arc<Desk>>, request: Request) -> Response {
    let state = desk.stage.state();
    let Some(good) = &state.good else {
        let dress = Dress { path: "", instance: &desk.stage.instance, version: state.version, told: false };
        let words = match &state.broken {
            Some(_) => broken(&desk, &state),
            None => "<p>The site is being built for the first time. This page becomes new by itself.</p>\n".to_owned(),
        };
        return html(StatusCode::SERVICE_UNAVAILABLE, own_page("Not built yet", &words, &dress));
    };
    let Some(path) = asked_path(request.uri().path()) else {
        return missing(&desk, &state, good, "");
    };
    if let Some(folder) = path.strip_suffix('/').or((path.is_empty()).then_some("")) {
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        return answer(&desk, &state, good, index).await;
    }
    // A folder without its slash would break every link of its page.
    let is_folder = SitePath::new(&format!("{path}/index.html")).is_some_and(|index| good.file(&index).is_some());
    if is_folder && SitePath::new(&path).is_some_and(|path| good.file(&path).is_none()) {
        let to = format!("/{}/", crate::outputs::html::link::encoded(&path, |byte| byte == b'/'));
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response();
    }
    answer(&desk, &state, good, path).await
}

/// The path that an address means, decoded once: nothing for one that is none.
fn asked_path(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.strip_prefix('/')?.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok())?;
            bytes.push(u8::from_str_radix(code, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    SitePath::new(path.strip_suffix('/').unwrap_or(&path))?;
    Some(path)
}

async fn answer(desk: &Arc<Desk>, state: &State, good: &Arc<Good>, name: String) -> Response {
    let path = SitePath::new(&name);
    if path.as_ref().is_some_and(|path| good.file(path).is_none()) {
        // It may be a file of an edition that was asked for before the last save.
        let (stage, good) = (Arc::clone(&desk.stage), Arc::clone(good));
        let _ = tokio::task::spawn_blocking(move || stage.make_asked(&good)).await;
    }
    let Some(artefact) = path.as_ref().and_then(|path| good.file(path)) else {
        return missing(desk, state, good, &name);
    };
    let name = name.as_str();
    if artefact.media == MediaType::Html {
        let told = path.is_some_and(|path| good.built.tree.get(&path).is_some());
        let dress = Dress { path: name, instance: &desk.stage.instance, version: state.version, told };
        let page = dressed(&String::from_utf8_lossy(&artefact.bytes), &dress);
        return named(html(StatusCode::OK, page), name);
    }
    let body = Body::from(Bytes::from_owner(Arc::clone(&artefact.bytes)));
    ([(header::CONTENT_TYPE, artefact.media.header())], body).into_response()
}

/// What the site says of an address that leads nowhere. It is shown in that address's place, and becomes the page when
/// there is one.
fn missing(desk: &Desk, state: &State, good: &Good, name: &str) -> Response {
    let dress = Dress { path: name, instance: &desk.stage.instance, version: state.version, told: true };
    let own = SitePath::new("404.html").and_then(|path| good.file(&path));
    let page = match own {
        Some(page) => dressed(&String::from_utf8_lossy(&page.bytes), &dress),
        None => own_page("There is no such page", "<p><a href=\"/\">To the front page</a></p>\n", &dress),
    };
    named(html(StatusCode::NOT_FOUND, page), name)
}

/// The answer with the name of the file that it is, by which the browser's script knows its own page.
fn named(mut response: Response, name: &str) -> Response {
    let name = crate::outputs::html::link::encoded(name, |byte| byte == b'/');
    if let Ok(value) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(HeaderName::from_static("x-multum-page"), value);
    }
    response
}

fn html(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, MediaType::Html.header())], text).into_response()
}

fn words(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, MediaType::Text.header())], format!("{text}\n")).into_response()
}

fn script(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, MediaType::JavaScript.header())], text).into_response()
}

fn style(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, MediaType::Css.header())], text).into_response()
}
