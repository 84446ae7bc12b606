// A built site on disk: its pages, a server for it, and a sample that shows every template and block.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { pathToFileURL } from 'node:url';

const TYPES = {
  html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', json: 'application/json',
  svg: 'image/svg+xml', xml: 'application/xml', txt: 'text/plain; charset=utf-8', vtt: 'text/vtt; charset=utf-8',
  png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', gif: 'image/gif', ico: 'image/x-icon', pdf: 'application/pdf',
  mp4: 'video/mp4', mp3: 'audio/mpeg', m4a: 'audio/mp4', webmanifest: 'application/manifest+json',
};
/** How a page comes over a weak signal: bytes of a piece, milliseconds between two. */
const PIECE = 1400, PAUSE = 40;
const PACKED = new Set(['html', 'css', 'js', 'json', 'svg', 'xml', 'txt', 'vtt', 'webmanifest']);

const extension = (file) => path.extname(file).slice(1).toLowerCase();

/** Every file below `root`, as paths with `/`, sorted. */
export function filesOf(root) {
  const walk = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.relative(root, path.join(folder, entry.name)).split(path.sep).join('/')]);
  return walk(root).sort();
}

/** A folder with a built site. A page is named by its path in the folder: `rights/x/index.html`. */
export function openSite(folder) {
  const root = fs.realpathSync(folder);
  const files = filesOf(root);
  const pages = files.filter((file) => file.endsWith('.html'));
  const texts = new Map();
  const text = (page) => texts.get(page) ?? texts.set(page, fs.readFileSync(path.join(root, page), 'utf8')).get(page);
  return { root, files, pages, text, has: (file) => files.includes(file), fileUrl: (page) => pathToFileURL(path.join(root, page)).href };
}

/** The path of a page as a visitor writes it: folders instead of `index.html`. */
export const pathOf = (page) => '/' + page.replace(/(^|\/)index\.html$/, '$1').split('/').map(encodeURIComponent).join('/');

function fileFor(root, pathname) {
  for (const tried of [pathname, path.join(pathname, 'index.html')]) {
    const file = path.join(root, tried);
    if (file.startsWith(root) && fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
}

function sendRange(request, response, head, body) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range) ?? [];
  const end = to ? Math.min(Number(to), body.length - 1) : body.length - 1;
  response.writeHead(206, { ...head, 'content-range': `bytes ${from}-${end}/${body.length}`, 'content-length': end - from + 1 });
  response.end(body.subarray(Number(from), end + 1));
}

/** Sends a page as a weak signal does: a few sentences, a pause, the next ones. */
async function trickle(response, body) {
  for (let from = 0; from < body.length; from += PIECE) {
    response.write(body.subarray(from, from + PIECE));
    await new Promise((rested) => setTimeout(rested, PAUSE));
  }
  response.end();
}

/** Serves a site on the loopback address like a plain static host: gzip, ranges, `404.html`. `slow`: pages come piece by piece. */
export async function serve(site, { slow = false } = {}) {
  const server = http.createServer((request, response) => {
    const found = fileFor(site.root, decodeURIComponent(new URL(request.url, 'http://host').pathname));
    const file = found ?? path.join(site.root, '404.html');
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    const body = fs.readFileSync(file);
    const head = { 'content-type': TYPES[extension(file)] ?? 'application/octet-stream', 'accept-ranges': 'bytes', 'cache-control': 'max-age=600' };
    if (slow && extension(file) === 'html') return trickle(response.writeHead(found ? 200 : 404, head), body);
    if (request.headers.range && found) return sendRange(request, response, head, body);
    const packed = PACKED.has(extension(file)) && /gzip/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(found ? 200 : 404, packed ? { ...head, 'content-encoding': 'gzip' } : head);
    response.end(packed ? zlib.gzipSync(body, { level: 9 }) : body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, url: (page) => origin + pathOf(page), close: () => { server.closeAllConnections(); server.close(); } };
}

/** What a page is made of: the element and class names in it, less those of highlighted code. */
function traits(html) {
  const found = new Set();
  for (const [, name, rest] of html.replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, '').matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/g)) {
    found.add(name);
    for (const token of /\bclass="([^"]*)"/.exec(rest)?.[1].split(/\s+/) ?? []) if (token && !token.startsWith('hl-')) found.add('.' + token);
  }
  return found;
}

/**
 * A few pages that together show every element and class of the whole site, so every template and every block:
 * those in `always` first, then greedily the page that adds most (the shorter of two equals), `least` to `most` pages.
 */
export function sample(site, always, least, most) {
  const open = new Map(site.pages.map((page) => [page, traits(site.text(page))]));
  const picked = always.filter((page) => open.has(page));
  const seen = new Set(picked.flatMap((page) => [...open.get(page)]));
  const all = new Set([...open.values()].flatMap((found) => [...found]));
  const gain = (page) => [...open.get(page)].filter((name) => !seen.has(name)).length;
  while (picked.length < most && seen.size < all.size) {
    const [best] = site.pages.filter((page) => !picked.includes(page) && gain(page) > 0)
      .sort((a, b) => gain(b) - gain(a) || site.text(a).length - site.text(b).length || (a < b ? -1 : 1));
    picked.push(best);
    open.get(best).forEach((name) => seen.add(name));
  }
  // A small site shows everything on a few pages; then every third of the others is looked at too.
  for (let at = 0; picked.length < least && at < site.pages.length; at += 3) if (!picked.includes(site.pages[at])) picked.push(site.pages[at]);
  return { pages: picked, missed: [...all].filter((name) => !seen.has(name)) };
}
