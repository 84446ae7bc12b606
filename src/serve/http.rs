//! The web server of the preview: every answer comes from the state in memory.

use std::{borrow::Cow, io, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{
        ConnectInfo, Request, State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderMap, Response, StatusCode, Uri},
    middleware::{self, Next},
    response::IntoResponse,
    routing::get,
};
use tokio::{net::TcpListener, time};

use crate::{
    address,
    serve::{
        CLIENT_PATH, LEAFLET_PATH, LEAFLETS_PATH, LIVE_PATH,
        connections::{IDLE_TIMEOUT, LimitedListener, Peer},
        guard::{self, Audience},
        respond::{made, respond, script, text},
        snapshot::{Live, ShownPage, Snapshot},
    },
};

/// Answers requests until the process ends.
///
/// # Errors
/// When the system takes the port away.
pub async fn answer(listener: TcpListener, live: Live, audience: Audience) -> io::Result<()> {
    let router = Router::new()
        .route(CLIENT_PATH, get(|| async { script(include_str!("client.js")) }))
        .route(LIVE_PATH, get(follow))
        .route(LEAFLETS_PATH, get(leaflets))
        .route(LEAFLET_PATH, get(leaflet))
        .fallback(page)
        .layer(middleware::from_fn_with_state(audience, guard_request))
        .with_state(live);
    let listener = LimitedListener::new(listener, IDLE_TIMEOUT);
    axum::serve(listener, router.into_make_service_with_connect_info::<Peer>()).await
}

async fn guard_request(
    State(audience): State<Audience>,
    request: Request,
    next: Next,
) -> Response<Body> {
    if !guard::is_host_allowed(request.headers(), request.uri(), audience) {
        return text(StatusCode::FORBIDDEN, "this preview answers to its own address only");
    }
    if !guard::is_method_allowed(request.method()) {
        return text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
    }
    next.run(request).await
}

async fn page(State(live): State<Live>, request: Request) -> Response<Body> {
    let (head, _) = request.into_parts();
    // A handbook takes seconds to be made.
    let answer = move || respond(&live.now(), &head.method, &head.uri, &head.headers);
    let answered = tokio::task::spawn_blocking(answer).await;
    answered.unwrap_or_else(|_| text(StatusCode::INTERNAL_SERVER_ERROR, "500"))
}

async fn follow(
    State(live): State<Live>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    headers: HeaderMap,
    uri: Uri,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response<Body> {
    if !guard::is_origin_allowed(&headers) {
        return text(StatusCode::FORBIDDEN, "another site may not follow this preview");
    }
    let seen = asked(&uri, "seen").unwrap_or_default();
    let page = asked(&uri, "path").zip(asked(&uri, "digest"));
    let page = page.map(|(path, digest)| ShownPage { path, digest });
    let is_here = peer.ip().to_canonical().is_loopback();
    let reader = if is_here { Audience::Loopback } else { Audience::Lan };
    match upgrade {
        Ok(upgrade) => upgrade
            .max_message_size(1 << 10)
            .on_upgrade(move |socket| tell(socket, live, (seen, page), reader)),
        Err(rejection) => rejection.into_response(),
    }
}

/// Returns a value of the query, decoded.
fn asked(uri: &Uri, name: &str) -> Option<String> {
    let values = uri.query()?.split('&').filter_map(|it| it.split_once('='));
    let value = values.into_iter().find(|(key, _)| *key == name)?.1;
    address::decode(value).map(Cow::into_owned)
}

/// Lists the leaflets of a page.
async fn leaflets(State(live): State<Live>, uri: Uri) -> Response<Body> {
    let path = asked(&uri, "path").unwrap_or_default();
    let list = live.proofs().map(|it| it.list(&path).to_string());
    let list = list.unwrap_or_else(|| "[]".to_owned());
    made("x.json", list.into_bytes())
}

/// Draws a page of a leaflet, beside the threads that answer everybody else.
async fn leaflet(State(live): State<Live>, uri: Uri) -> Response<Body> {
    let wanted = |name: &str| asked(&uri, name).unwrap_or_default();
    let (path, format) = (wanted("path"), wanted("format"));
    let page = wanted("page").parse().unwrap_or(1);
    let draw = move || live.proofs()?.draw(&path, &format, page);
    match tokio::task::spawn_blocking(draw).await {
        Ok(Some(picture)) => made("x.png", picture),
        // No mistake: the client asks until there is no more.
        Ok(None) | Err(_) => text(StatusCode::NO_CONTENT, ""),
    }
}

/// Tells a browser of each new state until it goes away.
async fn tell(
    mut socket: WebSocket,
    live: Live,
    (mut seen, mut page): (String, Option<ShownPage>),
    reader: Audience,
) {
    let mut states = live.subscribe();
    // A page that is looked at for hours says nothing, and is told now and then that we are still there.
    let mut quiet = time::interval_at(time::Instant::now() + IDLE_TIMEOUT / 4, IDLE_TIMEOUT / 4);
    loop {
        let snapshot: Arc<Snapshot> = states.borrow_and_update().clone();
        let message = snapshot.message(&seen, page.as_mut(), reader);
        if socket.send(Message::Text(message.into())).await.is_err() {
            return;
        }
        seen = snapshot.name();
        drop(snapshot);
        loop {
            tokio::select! {
                changed = states.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                _ = quiet.tick() => {
                    if socket.send(Message::Ping(Bytes::new())).await.is_err() {
                        return;
                    }
                }
                received = socket.recv() => match received {
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return,
                },
            }
        }
    }
}
