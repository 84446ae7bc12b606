// What a page asks for: nothing of others, nothing kept on the device, little in all; and what is left of it without script.
import { gzipSync } from 'node:zlib';
import { DESKTOP, PHONE, pool, visit } from '../browser.mjs';
import { finding } from '../report.mjs';
import { serve } from '../site.mjs';

const scrollThrough = async (tab) => {
  for (let at = 0; at < 8; at++) { await tab.mouse.wheel(0, 1500); await tab.waitForTimeout(30); }
};

const kept = (tab) => tab.evaluate(async () => [
  ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
  ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
  ...(await indexedDB.databases()).map(({ name }) => `IndexedDB ${name}`),
  ...(globalThis.caches ? await caches.keys() : []).map((key) => `cache ${key}`),
  ...((await navigator.serviceWorker?.getRegistrations()) ?? []).map(({ scope }) => `service worker ${scope}`),
]);

/** Loading and reading a page asks nobody else for anything, leaves no cookie and writes nothing on the device. */
export async function privacy({ browser, server, pages }) {
  const found = await pool(pages, 2, (page) => visit(browser, server.url(page), DESKTOP, async (tab, log, context) => {
    await scrollThrough(tab);
    const foreign = log.requests.filter((url) => !url.startsWith(server.origin) && !url.startsWith('data:') && !url.startsWith('blob:'));
    return [
      ...foreign.map((url) => finding(page, 'request to somebody else', new URL(url).host, url)),
      ...(await context.cookies()).map(({ name }) => finding(page, 'cookie', name)),
      ...(await kept(tab)).map((what) => finding(page, 'written on load', what)),
      ...log.errors.map((text) => finding(page, 'error in the console', '', text)),
      ...(await framed(tab)).map((what) => finding(page, 'policy', what)),
    ];
  }));
  return { units: pages.length, findings: found.flat() };
}

/** The page's own rules: a content policy without inline scripts, no referrer. */
const framed = (tab) => tab.evaluate(() => {
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy" i]')?.content ?? '';
  const scripts = /script-src([^;]*)/.exec(policy)?.[1] ?? /default-src([^;]*)/.exec(policy)?.[1] ?? '';
  return [
    ...(policy ? [] : ['no Content-Security-Policy']),
    ...(/'unsafe-inline'|'unsafe-eval'|\*|https?:/.test(scripts) ? [`scripts allowed: ${scripts}`] : []),
    ...(/'unsafe-|\*|https?:/.test(/style-src([^;]*)/.exec(policy)?.[1] ?? '') ? ['inline styles allowed that are not named'] : []),
    ...(/\*|https?:/.test(/frame-src([^;]*)/.exec(policy)?.[1] ?? '') && !document.querySelector('.video') ? ['frames allowed on a page without a video'] : []),
    ...(document.querySelector('meta[name=referrer]') ? [] : ['no referrer policy']),
    ...([...document.querySelectorAll('*')].some((it) => [...it.attributes].some(({ name }) => /^on[a-z]+$/.test(name))) ? ['an inline event handler'] : []),
  ];
});

/** A page that is a collection of videos, each with its facts and code, is no ordinary article. */
const isCollection = (html) => (html.match(/<figure class="video/g) ?? []).length > 3;

/** An article without its pictures: at most 20 KB packed in at most 2 requests, at most 3 KB of it script. */
export async function weight({ browser, server, site, everyArticle }) {
  let heaviest = 0;
  const weighed = everyArticle.filter((page) => !isCollection(site.text(page)));
  const found = await pool(weighed, 2, (page) => visit(browser, null, { viewport: PHONE.viewport }, async (tab) => {
    let bytes = 0;
    const scripts = [], counted = new Set(), asked = [];
    tab.on('response', (response) => { if (response.request().resourceType() === 'script') scripts.push(response); });
    const devtools = await tab.context().newCDPSession(tab);
    await devtools.send('Network.enable');
    devtools.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
      if (/^(Image|Media)$/.test(type) || !/^https?:/.test(request.url)) return;
      counted.add(requestId);
      asked.push(new URL(request.url).pathname);
    });
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { bytes += counted.has(requestId) ? encodedDataLength : 0; });
    await tab.goto(server.url(page), { waitUntil: 'networkidle' });
    const findings = [];
    const inline = await tab.evaluate(() => [...document.scripts].filter((it) => !it.src && !/json/.test(it.type)).map((it) => it.textContent).join('\n'));
    const script = gzipSync(inline).length - gzipSync('').length + (await Promise.all(scripts.map(async (it) => gzipSync(await it.body()).length))).reduce((a, b) => a + b, 0);
    heaviest = Math.max(heaviest, bytes);
    if (bytes > 20480) findings.push(finding(page, 'more than 20 KB packed', '', `${(bytes / 1024).toFixed(1)} KB: ${asked.join(' ')}`));
    if (asked.length > 2) findings.push(finding(page, 'more than 2 requests', '', asked.join(' ')));
    if (script > 3072) findings.push(finding(page, 'more than 3 KB of script before anything is touched', '', `${script} bytes packed`));
    return findings;
  }));
  return { units: weighed.length, findings: found.flat(), note: `heaviest of ${weighed.length} articles without its pictures ${(heaviest / 1024).toFixed(1)} KB` };
}

/** What is on the screen stays where it is while the rest of the page arrives over a weak signal. */
export async function steady({ browser, site, pages, everyArticle }) {
  const server = await serve(site, { slow: true });
  const windows = [[320, [...new Set([...pages, ...everyArticle])]], [1280, pages]];
  const visits = windows.flatMap(([width, all]) => all.map((page) => ({ page, width })));
  try {
    // Not as a touch device: there Chromium takes every shift of the first moments for the reader's own.
    const found = await pool(visits, 4, ({ page, width }) => visit(browser, null, { viewport: { width, height: 640 } }, async (tab) => {
      await tab.addInitScript(watchShifts);
      await tab.goto(server.url(page), { waitUntil: 'networkidle' });
      const { sum, moved } = await tab.evaluate(() => window.shifts);
      return sum > 0.01 ? [finding(page, `the layout shifts while it loads [${width}]`, [...new Set(moved)].slice(0, 5).join(' '), sum.toFixed(3))] : [];
    }));
    return { units: visits.length, findings: found.flat() };
  } finally {
    server.close();
  }
}

/** Runs in the page: adds up how much moved, and names it. */
function watchShifts() {
  window.shifts = { sum: 0, moved: [] };
  new PerformanceObserver((list) => list.getEntries().filter((it) => !it.hadRecentInput).forEach((it) => {
    window.shifts.sum += it.value;
    window.shifts.moved.push(...it.sources.map(({ node }) => node?.localName ?? node?.textContent.trim().slice(0, 20) ?? ''));
  })).observe({ type: 'layout-shift', buffered: true });
}

const contents = (tab) => tab.evaluate(() => {
  const shown = (it) => it.checkVisibility({ visibilityProperty: true });
  const words = (it) => [...it.children].length ? [...it.childNodes].map((node) => node.nodeType === Node.TEXT_NODE ? node.data : node.localName && !/script|style|noscript/.test(node.localName) && !node.matches('form[data-search]') ? words(node) : '').join('') : it.textContent;
  return {
    text: words(document.querySelector('main') ?? document.body).replace(/\s+/g, ''),
    links: [...document.querySelectorAll('main a[href], nav a[href], footer a[href]')].filter(shown).map((it) => it.getAttribute('href')),
    dead: [...document.querySelectorAll('button, [role=button], select, input:not([type=hidden]):not([disabled])')].filter(shown)
      .filter((it) => !it.closest('form[action], form[method=dialog]') && !it.matches('form [type=reset]') && !it.matches('[popovertarget], [commandfor], [type=checkbox][id], [type=radio][id]'))
      .map((it) => `${it.localName}${it.id ? '#' + it.id : ''}.${[...it.classList].join('.')} ${it.textContent.trim().slice(0, 20)}`),
  };
});

/** With script off all text and all links are there, and nothing that looks like a button does nothing. The search box is the search's own matter. */
export async function noscript({ browser, server, pages }) {
  const found = await pool(pages, 2, async (page) => {
    const on = await visit(browser, server.url(page), PHONE, contents);
    return visit(browser, server.url(page), { ...PHONE, javaScriptEnabled: false }, async (tab) => {
      const off = await contents(tab);
      const lost = on.links.filter((href) => !off.links.includes(href));
      return [
        ...(off.text.length < 0.97 * on.text.length ? [finding(page, 'text is missing without script', 'main', `${off.text.length} of ${on.text.length} characters`)] : []),
        ...lost.map((href) => finding(page, 'a link is missing without script', href)),
        ...off.dead.map((name) => finding(page, 'a control that does nothing without script', name)),
      ];
    });
  });
  return { units: pages.length, findings: found.flat() };
}
