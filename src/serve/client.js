// Keeps a page of the preview fresh: only what changed is replaced, the place read stays where it is.
// Served by `pufa serve` alone; no published page holds it.
(function () {
  "use strict";

  var script = document.currentScript;
  var state = script.dataset.pufa;
  var path = script.dataset.path;
  var digest = script.dataset.digest;
  var zh = script.dataset.lang !== "en";
  var base = null;
  var socket = null;
  var pause = 300;
  var SCROLL = "pufa-scroll";

  // ---- the page ----

  function here() {
    return location.pathname + location.search;
  }

  function load() {
    return fetch(here(), { cache: "no-store" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
  }

  function ownScript(page) {
    return page.querySelector("script[data-pufa]");
  }

  function reload() {
    try { sessionStorage.setItem(SCROLL, location.pathname + " " + window.scrollY); } catch (e) { /* private window */ }
    location.reload();
  }

  function restoreScroll() {
    var saved = null;
    try { saved = sessionStorage.getItem(SCROLL); sessionStorage.removeItem(SCROLL); } catch (e) { return; }
    var parts = saved ? saved.split(" ") : [];
    if (parts[0] === location.pathname) { window.scrollTo(0, Number(parts[1])); }
  }

  function scripts(page) {
    return Array.prototype.map.call(page.querySelectorAll("script:not([data-pufa])"), function (it) {
      return it.type === "application/ld+json" ? "" : it.getAttribute("src") + it.textContent;
    }).join("\n");
  }

  function refresh() {
    return load().then(function (next) {
      if (!base || scripts(base) !== scripts(next) || !next.body || !swapStyles(next)) { return reload(); }
      var y = window.scrollY;
      document.title = next.title;
      copyAttributes(base.documentElement, next.documentElement, document.documentElement);
      patch(base.body, next.body, document.body);
      base = next;
      digest = ownScript(next) ? ownScript(next).dataset.digest : digest;
      window.scrollTo(window.scrollX, y);
      document.dispatchEvent(new CustomEvent("pufa:update"));
    });
  }

  var STYLES = "head style, head link[rel=stylesheet]";

  // False when the styles of two pages cannot be told apart one by one.
  function swapStyles(next) {
    var a = base.querySelectorAll(STYLES), b = next.querySelectorAll(STYLES), c = document.querySelectorAll(STYLES);
    if (a.length !== b.length || a.length !== c.length) { return false; }
    for (var i = 0; i < a.length; i++) {
      if (a[i].isEqualNode(b[i])) { continue; }
      if (b[i].nodeName === "STYLE" && c[i].nodeName === "STYLE") { rewrite(c[i].sheet, b[i].textContent); continue; }
      replaceLater(c[i], document.importNode(b[i], true));
    }
    return true;
  }

  // The page's policy names its styles by their hash, so a new text in the element would be refused. New rules are not.
  function rewrite(sheet, text) {
    var fresh = new CSSStyleSheet();
    fresh.replaceSync(text);
    while (sheet.cssRules.length) { sheet.deleteRule(0); }
    Array.prototype.forEach.call(fresh.cssRules, function (it) { sheet.insertRule(it.cssText, sheet.cssRules.length); });
  }

  // The old style goes when the new one is there, so the page never stands naked.
  function replaceLater(live, fresh) {
    fresh.addEventListener("load", function () { live.remove(); });
    fresh.addEventListener("error", function () { live.remove(); });
    live.after(fresh);
  }

  function copyAttributes(old, next, live) {
    Array.prototype.forEach.call(next.attributes, function (it) {
      if (old.getAttribute(it.name) !== it.value) { live.setAttribute(it.name, it.value); }
    });
    Array.prototype.forEach.call(old.attributes, function (it) {
      if (!next.hasAttribute(it.name)) { live.removeAttribute(it.name); }
    });
  }

  function ownNodes(element) {
    return Array.prototype.filter.call(element.childNodes, function (it) {
      return !(it.nodeType === 1 && it.hasAttribute("data-pufa"));
    });
  }

  // Makes `live` show `next`, given that it showed `old` before scripts touched it. Changes as little as possible.
  function patch(old, next, live) {
    if (old.isEqualNode(next)) { return; }
    copyAttributes(old, next, live);
    var a = ownNodes(old), b = ownNodes(next), c = ownNodes(live);
    if (c.length !== a.length) { return replaceAll(live, b); }
    var start = 0, end = 0;
    while (start < a.length && start < b.length && a[start].isEqualNode(b[start])) { start++; }
    while (end < a.length - start && end < b.length - start &&
           a[a.length - 1 - end].isEqualNode(b[b.length - 1 - end])) { end++; }
    if (a.length === b.length) {
      for (var i = start; i < a.length - end; i++) { patchOne(a[i], b[i], c[i]); }
      return;
    }
    var anchor = c[c.length - end] || script;
    if (anchor.parentNode !== live) { anchor = null; }
    c.slice(start, c.length - end).forEach(function (it) { it.remove(); });
    b.slice(start, b.length - end).forEach(function (it) { live.insertBefore(document.importNode(it, true), anchor); });
  }

  function patchOne(old, next, live) {
    if (old.isEqualNode(next)) { return; }
    var sameElement = old.nodeType === 1 && next.nodeType === 1 && live.nodeType === 1 &&
      old.nodeName === next.nodeName && live.nodeName === next.nodeName && next.nodeName !== "SVG";
    if (sameElement) { return patch(old, next, live); }
    live.replaceWith(document.importNode(next, true));
  }

  function replaceAll(live, nodes) {
    ownNodes(live).forEach(function (it) { it.remove(); });
    var anchor = script.parentNode === live ? script : null;
    nodes.forEach(function (it) { live.insertBefore(document.importNode(it, true), anchor); });
  }

  // Pictures and styles that kept their address but not their content.
  function bump(changed) {
    var tail = "?pufa=" + encodeURIComponent(state);
    var has = function (address) {
      var url = new URL(address, location.href);
      return url.origin === location.origin && changed.indexOf(decodeURIComponent(url.pathname.slice(1))) >= 0;
    };
    document.querySelectorAll("link[rel=stylesheet]").forEach(function (link) {
      if (!has(link.href)) { return; }
      var fresh = link.cloneNode();
      fresh.href = link.href.split("?")[0] + tail;
      replaceLater(link, fresh);
    });
    document.querySelectorAll("img[src], video[src], audio[src], source[src]").forEach(function (it) {
      if (!has(it.src)) { return; }
      if (it.srcset) { it.removeAttribute("srcset"); }
      it.src = it.src.split("?")[0] + tail;
    });
  }

  // ---- the messages ----

  var STYLE = ":host{all:initial}@media print{:host{display:none}}" +
    ".box{position:fixed;z-index:2147483647;inset:auto 0 0 0;max-height:60vh;overflow:auto;background:#1b2430;color:#fffdf8;" +
    "font:16px/1.6 system-ui,sans-serif;border-top:4px solid #e8b04b;padding:12px 16px;box-sizing:border-box}" +
    ".box.error{border-color:#e0566b}.bar{display:flex;gap:12px;align-items:center;justify-content:space-between;font-weight:700}" +
    "button{font:inherit;color:inherit;background:#33404f;border:1px solid #8894a2;border-radius:6px;padding:4px 12px;min-height:36px;cursor:pointer}" +
    "button:focus-visible{outline:3px solid #e8b04b;outline-offset:2px}ol{margin:8px 0 0;padding:0;list-style:none}" +
    "li{padding:10px 0;border-top:1px solid #33404f}.place{color:#b9c4d0;font-size:14px}.code{color:#e8b04b;font-size:14px}" +
    "pre{margin:6px 0;padding:6px 10px;background:#0f151d;overflow:auto;white-space:pre-wrap;font:14px/1.5 ui-monospace,monospace}" +
    ".hint{color:#a8d5ba}.badge{position:fixed;z-index:2147483647;left:12px;bottom:12px;font:16px/1.4 system-ui,sans-serif}";

  var host = document.createElement("pufa-messages");
  host.setAttribute("data-pufa-overlay", "");
  var root = host.attachShadow({ mode: "open" });
  var closed = false;
  var last = [];

  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) { element.className = className; }
    if (text) { element.textContent = text; }
    return element;
  }

  function say(text) {
    return text ? (zh ? text.zh : text.en) : "";
  }

  function item(diagnostic) {
    var li = make("li");
    var names = zh ? { error: "错误", warning: "警告", notice: "提醒" } : {};
    li.appendChild(make("span", "code", (names[diagnostic.severity] || diagnostic.severity) + " [" + diagnostic.code + "] "));
    li.appendChild(make("span", "", say(diagnostic.message)));
    if (diagnostic.file) {
      var place = diagnostic.file + (diagnostic.line ? ":" + diagnostic.line + ":" + diagnostic.column : "");
      li.appendChild(make("div", "place", place));
    }
    if (diagnostic.excerpt) { li.appendChild(make("pre", "", diagnostic.excerpt)); }
    if (diagnostic.label) { li.appendChild(make("div", "place", say(diagnostic.label))); }
    diagnostic.hints.forEach(function (hint) { li.appendChild(make("div", "hint", (zh ? "提示：" : "help: ") + say(hint))); });
    return li;
  }

  function show(diagnostics, gone) {
    last = diagnostics;
    root.replaceChildren();
    var errors = diagnostics.filter(function (it) { return it.severity === "error"; }).length;
    // The server sends the first 200, errors before all others.
    var count = (errors || diagnostics.length) + (diagnostics.length < 200 ? "" : "+");
    var words = zh ? count + (errors ? " 个错误，网页是上一次正确的样子" : " 条提醒")
      : count + (errors ? " errors; the page is as it last was right" : " messages");
    if (gone) { root.appendChild(make("div", "badge box", zh ? "预览已停止，正在重新连接……" : "the preview has stopped, connecting again …")); }
    else if (diagnostics.length && (!errors || closed)) { root.appendChild(badge(words)); }
    else if (diagnostics.length) { root.appendChild(panel(diagnostics, words, errors)); }
    if (!host.isConnected) { document.documentElement.appendChild(host); }
  }

  function badge(words) {
    var button = make("button", "badge", words);
    button.style.background = "#1b2430";
    button.style.color = "#fffdf8";
    button.addEventListener("click", function () {
      closed = false;
      root.replaceChildren(panel(last, words, 0));
    });
    return button;
  }

  function panel(diagnostics, words, errors) {
    var box = make("div", "box" + (errors ? " error" : ""));
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", zh ? "pufa 的消息" : "messages of pufa");
    var bar = make("div", "bar");
    bar.appendChild(make("span", "", words));
    var close = make("button", "", zh ? "收起" : "close");
    close.addEventListener("click", function () { closed = true; root.replaceChildren(badge(words)); });
    bar.appendChild(close);
    box.appendChild(bar);
    var list = make("ol");
    diagnostics.slice(0, 200).forEach(function (it) { list.appendChild(item(it)); });
    box.appendChild(list);
    return box;
  }

  // ---- the leaflets of this page, beside it ----

  var LEAFLETS = ":host{all:initial}@media print{:host{display:none}}" +
    "button{font:16px/1.4 system-ui,sans-serif;color:#fffdf8;background:#1b2430;border:1px solid #8894a2;border-radius:6px;padding:4px 12px;min-height:36px;cursor:pointer}" +
    "button:focus-visible{outline:3px solid #e8b04b;outline-offset:2px}button[aria-pressed=true]{background:#e8b04b;color:#1b2430}" +
    ".open{position:fixed;z-index:2147483646;right:12px;bottom:12px}" +
    ".sheet{position:fixed;z-index:2147483646;inset:0 0 0 auto;width:min(44vw,720px);min-width:280px;overflow:auto;background:#5b6470;padding:12px;box-sizing:border-box}" +
    ".bar{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:12px}img{display:block;width:100%;margin:0 0 12px;background:#fff;box-shadow:0 1px 6px #0008}";

  var sheets = document.createElement("pufa-leaflets");
  sheets.setAttribute("data-pufa-overlay", "");
  var stand = sheets.attachShadow({ mode: "open" });
  var formats = [];
  var shown = null;

  function askLeaflets() {
    fetch("/__pufa/leaflets?path=" + encodeURIComponent(path))
      .then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (list) { formats = list; showLeaflets(); })
      .catch(function () { /* the server is gone; the badge says so */ });
  }

  // Each page is asked for when the one before it is there; the first that is missing ends the leaflet.
  function addPage(box, format, name, number, old) {
    var picture = make("img");
    picture.alt = (zh ? name + "，第 " + number + " 页" : name + ", page " + number);
    picture.addEventListener("load", function () {
      if (old.length) { old.shift().replaceWith(picture); } else { box.appendChild(picture); }
      addPage(box, format, name, number + 1, old);
    });
    picture.addEventListener("error", function () { old.forEach(function (it) { it.remove(); }); });
    picture.src = "/__pufa/leaflet.png?path=" + encodeURIComponent(path) + "&format=" + format + "&page=" + number + "&state=" + encodeURIComponent(state);
  }

  function showLeaflets() {
    var now = formats.filter(function (it) { return it.format === shown; })[0];
    // The pictures stay until the new ones are there.
    var old = Array.prototype.slice.call(stand.querySelectorAll("img"));
    stand.replaceChildren();
    document.documentElement.style.marginInlineEnd = now ? "min(44vw, 720px)" : "";
    if (!formats.length) { return; }
    if (!sheets.isConnected) { document.documentElement.appendChild(sheets); }
    if (!now) {
      var open = make("button", "open", zh ? "看传单" : "leaflets");
      open.addEventListener("click", function () { shown = formats[0].format; showLeaflets(); });
      return stand.appendChild(open);
    }
    var box = make("div", "sheet");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", zh ? "这一页的传单" : "leaflets of this page");
    var bar = make("div", "bar");
    formats.forEach(function (it) {
      var choose = make("button", "", it.name);
      choose.setAttribute("aria-pressed", String(it === now));
      choose.addEventListener("click", function () { shown = it.format; stand.replaceChildren(); showLeaflets(); });
      bar.appendChild(choose);
    });
    var close = make("button", "", zh ? "收起" : "close");
    close.addEventListener("click", function () { shown = null; showLeaflets(); });
    bar.appendChild(close);
    box.appendChild(bar);
    old.forEach(function (it) { box.appendChild(it); });
    stand.appendChild(box);
    addPage(box, now.format, now.name, 1, old);
  }

  // ---- the line to the server ----

  function receive(event) {
    var message = JSON.parse(event.data);
    var isNew = message.state !== state;
    state = message.state;
    if (JSON.stringify(message.diagnostics) !== JSON.stringify(last)) { closed = false; }
    show(message.diagnostics, false);
    if (!isNew) { return; }
    askLeaflets();
    // After a gap nobody knows what changed, so the page is compared.
    var changed = message.changed;
    var work = !changed || changed.indexOf(path) >= 0 ? refresh() : Promise.resolve();
    work.then(function () { if (changed) { bump(changed); } });
  }

  function connect() {
    if (document.hidden || socket) { return; }
    socket = new WebSocket("ws://" + location.host + "/__pufa/live?seen=" + encodeURIComponent(state) +
      "&path=" + encodeURIComponent(path) + "&digest=" + digest);
    socket.addEventListener("message", receive);
    socket.addEventListener("open", function () { pause = 300; });
    socket.addEventListener("close", function () {
      socket = null;
      if (document.hidden) { return; }
      if (pause > 1000) { show(last, true); }
      pause = Math.min(pause * 2, 5000);
      setTimeout(connect, pause);
    });
  }

  function visible() {
    // Hidden tabs hang up, so that many of them cost nothing.
    if (document.hidden && socket) { socket.close(); } else { connect(); }
  }

  var sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  var leafletSheet = new CSSStyleSheet();
  leafletSheet.replaceSync(LEAFLETS);
  stand.adoptedStyleSheets = [leafletSheet];
  askLeaflets();
  restoreScroll();
  document.addEventListener("visibilitychange", visible);
  load().then(function (page) {
    // The page itself may be older than what the server has now.
    var own = ownScript(page);
    if (own && own.dataset.digest === digest) { base = page; connect(); } else { reload(); }
  });
})();
