// A site whose every word tries to become a script: titles, tags, file names, tables, terms, captions, drawings, settings, laws;
// and the messages about it that the preview shows.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { visit } from '../browser.mjs';
import { finding } from '../report.mjs';
import { openSite, serve } from '../site.mjs';

/** Each makes an element `x-pwned`, an attribute `data-pwned` or calls `pwned()` wherever it gets out of its place. */
const PAYLOADS = [
  '<x-pwned></x-pwned><script>pwned()</script>', '"><img src=xpwned onerror=pwned()>', "' onmouseover='pwned()' data-pwned='", '" autofocus onfocus="pwned()" data-pwned="',
  '</script><script>pwned()</script>', '</title><script>pwned()</script>', '</style><script>pwned()</script>', '</textarea><svg onload=pwned()>', '--><script>pwned()</script>', ']]><script>pwned()</script>',
  '{{ pwned() }}{% set a = 1 %}', '${pwned()}', 'javascript:pwned()', '\\u003cscript>pwned()', '&lt;script&gt;pwned()&lt;/script&gt;', '&quot; onload=&quot;pwned()', '\u2028pwned()', '`-pwned()-`', '<!--<script>', '\u202e<b>',
];
const yaml = (text) => JSON.stringify(text);

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="pwned()"><script>pwned()</script><a href="javascript:pwned()"><rect width="9" height="9"/></a><foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="pwned()"/></foreignObject></svg>`;

/** Markdown that may be refused or cleaned, but never run. */
const MARKUP = [
  '[a](javascript:pwned())', '[a](JaVaScRiPt:pwned())', '[a](java&#115;cript:pwned())', '[a](data:text/html,<script>pwned()</script>)', '[a](vbscript:pwned())', '[a](<javascript:pwned()>)', '![a](javascript:pwned())',
  '![" onerror="pwned()](a.svg)', '[a](b.md "\\" onmouseover=\\"pwned()")', '<javascript:pwned()>', '<https://a.example/"onmouseover="pwned()>', 'https://a.example/?"onmouseover="pwned()',
  '<script>pwned()</script>', '<img src=x onerror=pwned()>', '<iframe srcdoc="<script>parent.pwned()</script>"></iframe>', '<svg><script>pwned()</script></svg>', '<math><mtext><style><img src=x onerror=pwned()></style></mtext></math>', '<a href="javascript:pwned()">a</a>', '<form action="javascript:pwned()"><button>a</button></form>',
  '<b onclick=pwned()>a</b>', '<base href="https://a.example/">', '<meta http-equiv="refresh" content="0;url=javascript:pwned()">', '<style>*{background:url(javascript:pwned())}</style>', '<noscript><p title="</noscript><img src=x onerror=pwned()>">', '`<script>pwned()</script>`', '```"><script>pwned()</script>\n<script>pwned()</script>\n```', '[^"><script>pwned()</script>]', ':::提示 "><script>pwned()</script>\n注意\n:::', ':::提示{标题="\\"><script>pwned()</script>"}\n注意\n:::', '# <x-pwned> {#" onclick="pwned()}',
];

/** What an editor may write inside a line of Markdown. */
const escapedMarks = (payload) => payload.replace(/[<`]/g, '\\$&');

function write(root) {
  const put = (file, text) => { const full = path.join(root, file); fs.mkdirSync(path.dirname(full), { recursive: true }); fs.writeFileSync(full, text); };
  put('site.toml', settings());
  put('content/_index.md', `---\ntitle: ${yaml(PAYLOADS[0])}\n---\n\n甲。\n`);
  put('content/a/_index.md', `---\ntitle: ${yaml(PAYLOADS[3])}\nsummary: ${yaml(PAYLOADS[4])}\n---\n\n甲。\n`);
  PAYLOADS.forEach((payload, n) => put(`content/a/p${n}.md`,
    `---\ntitle: ${yaml(payload)}\ndate: 2026-01-01\nsummary: ${yaml(payload)}\ntags: [${yaml(`词${n} ${payload}`)}]\nauthors: [${yaml(payload)}]\nextra: {a: ${yaml(payload)}}\naliases: [${yaml(`old/p${n}'onload=pwned()&amp;`)}]\n---\n\n词${n} ${escapedMarks(payload)}\n\n![${payload.replace(/[[\]`<]/g, '')}](a.svg ${JSON.stringify(escapedMarks(payload))})\n\n:::问答\n## ${escapedMarks(payload)}\n\n${escapedMarks(payload)}\n:::\n\n:::引用 s\n:::\n\n《民法典》第一千零四十二条、《某法》第一条\n`));
  MARKUP.forEach((markup, n) => put(`content/b/m${n}.md`, `---\ntitle: 第${n}种\ndate: 2026-01-02\n---\n\n${markup}\n\n结束。\n`));
  put(`content/b/x'onload=pwned()&amp;;.md`, `---\ntitle: 文件名\nslug: named\n---\n\n![图](<x'onload=pwned()&amp;amp;;.svg>)\n`);
  put(`content/b/x'onload=pwned()&amp;;.svg`, svg);
  put('content/b/_index.md', '---\ntitle: 乙\n---\n');
  put('content/a/a.svg', svg);
  put('content/b/a.svg', svg);
  put('content/a/t.csv', 'x,y\n' + PAYLOADS.map((it) => `"${it.replace(/"/g, '""')}","b"`).join('\n') + '\n');
  put('content/a/table.md', `---\ntitle: 表\n---\n\n:::表格 t.csv ${PAYLOADS[3]}\n:::\n`);
  put('content/glossary.md', `---\ntitle: 词\n---\n\n${PAYLOADS.map((it, n) => `词${n}\n: ${escapedMarks(it)}`).join('\n\n')}\n`);
  put('content/_snippets/s.md', PAYLOADS.map((it) => `${escapedMarks(it)}\n`).join('\n'));
  put('content/laws/某法.md', `---\n标题: 某法\n公布: 2020-01-01\n施行: 2020-02-01\n---\n\n# 某法\n\n${PAYLOADS.slice(0, 9).map((it, n) => `第${'一二三四五六七八九'[n]}条 ${it}。`).join('\n\n')}\n`);
  writeFilm(put);
}

/** A video with its captions, chapters, transcript and cover. */
function writeFilm(put) {
  const cues = PAYLOADS.map((it, n) => `00:${10 + n}.000 --> 00:${10 + n}.900\n${it.replace(/-->/g, '')}\n`);
  put('content/c/_index.md', '---\ntitle: 丙\n---\n');
  put('content/c/film.md', `---\ntitle: 片\ndate: 2026-01-03\n---\n\n![${PAYLOADS[1].replace(/[[\]`<]/g, '')}](short.mp4)\n\n:::视频 https://www.bilibili.com/video/BV1xx411c7mD ${PAYLOADS[3]} {文字稿=short.md 时长=0:10 封面=short.svg}\n:::\n`);
  put('content/c/short.mp4', fs.readFileSync('content/learn/video-bhl/short.mp4'));
  for (const kind of ['', '.chapters']) put(`content/c/short${kind}.vtt`, `WEBVTT\n\n${cues.join('\n')}`);
  put('content/c/short.md', PAYLOADS.map((it) => `${escapedMarks(it)}\n`).join('\n'));
  put('content/c/short.svg', svg);
}

function settings() {
  const field = (name, n) => `${name} = ${yaml(PAYLOADS[n])}\n`;
  return `${field('title', 1)}${field('description', 2)}base_url = "https://a.example/"\n[markdown]\nraw_html = true\n`
    + `[organisation]\n${['name', 'short', 'address', 'phone', 'hours', 'icp', 'note'].map((it, n) => field(it, n)).join('')}`
    + PAYLOADS.slice(0, 6).map((_, n) => `[[help_lines]]\nnumber = "1${n}"\n${field('name', n)}${field('hours', n + 1)}${field('note', n + 2)}[[links]]\n${field('title', n)}url = "https://a.example/?${n}'\\"<"\n[[menu]]\n${field('title', n)}url = "/a/"\n`).join('')
    + `[taxonomies.tags]\nname = ${yaml(PAYLOADS[0])}\n`;
}

/** Mistakes whose messages repeat what was written. */
const SLIPS = [`---\n${yaml(PAYLOADS[1])}: 1\ndate: ${yaml(PAYLOADS[0])}\n---\n\n甲。\n`, `:::${PAYLOADS[1]}\n甲。\n:::\n`, `[甲](<no${PAYLOADS[2]}.md>)\n`, `甲<img src=xpwned onerror=pwned()>[乙](none.md)\n`, ':::表格 <img>onerror=pwned().csv\n:::\n'];

const program = () => path.resolve(process.env.PUFA ?? 'target/release/pufa');

/** Builds; pages that are refused as a whole are taken away until the rest can be published. */
function build(root) {
  for (let round = 0; round < 4; round++) {
    try {
      return execFileSync(program(), ['build', '--root', root, '--lang', 'en', '--now', '2026-11-20'], { stdio: 'pipe' });
    } catch (error) {
      const said = String(error.stderr) + String(error.stdout);
      const wrong = new Set([...said.matchAll(/error\[[^\n]*\n *--> ([^:\n]+)/g)].map((it) => it[1]).filter((it) => /^content\/b\/m\d+\.md$/.test(it)));
      if (!wrong.size) throw new Error(said.slice(0, 3000));
      wrong.forEach((file) => fs.rmSync(path.join(root, file)));
    }
  }
  throw new Error('the hostile site cannot be built');
}

/** What shows that a word got out of its place, on the page or in what the preview lays over it; or in a page given as text. */
const escaped = (html) => {
  const page = html ? new DOMParser().parseFromString(html, 'text/html') : document;
  const everything = (root) => [...root.querySelectorAll('*')].flatMap((it) => [it, ...(it.shadowRoot ? everything(it.shadowRoot) : [])]);
  const elements = everything(page);
  const found = elements.filter((it) => it.matches('x-pwned, [data-pwned], img[src="xpwned"], iframe[srcdoc], base')).map((it) => it.outerHTML.slice(0, 200));
  for (const element of elements) {
    for (const { name, value } of element.attributes) {
      if (/^on/.test(name) || /^\s*(javascript|vbscript|data:text(?!\/vtt))/i.test(value) && /^(href|src|action|formaction|data|xlink:href)$/.test(name)) found.push(`${name}=${value} of ${element.localName}`);
    }
  }
  for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
    try { JSON.parse(script.textContent); } catch (error) { found.push(`JSON-LD: ${error}`); }
  }
  const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
  if (!/^default-src 'none'/.test(policy) || /unsafe-|\*/.test(policy)) found.push(`policy: ${policy}`);
  return found;
};

/** A reader of feeds makes a page of each entry's text. */
const feedFaults = (text) => {
  const feed = new DOMParser().parseFromString(text, 'text/xml');
  const entries = [...feed.querySelectorAll('content[type=html], summary[type=html], title[type=html]')].map((it) => new DOMParser().parseFromString(it.textContent, 'text/html'));
  const isBad = (it) => it.matches('x-pwned, script, [data-pwned], img[src="xpwned"]') || [...it.attributes].some(({ name, value }) => /^on/.test(name) || /^\s*javascript:/i.test(value));
  return [...feed.querySelectorAll('parsererror, x-pwned, script'), ...entries.flatMap((it) => [...it.querySelectorAll('*')].filter(isBad))].map((it) => it.outerHTML.slice(0, 200));
};

/** Gives `work` a window and a way to note what got out of its place, or ran, on a page. */
function watch(browser, work) {
  return visit(browser, null, {}, async (tab, log) => {
    const found = [];
    let ran = 0;
    await tab.exposeFunction('pwned', () => { ran++; });
    const note = (page, faults) => {
      found.push(...faults.map((it) => finding(page, 'an editor\'s words got out of their place', '', it)));
      // A script stopped by the policy alone has got out all the same. The missing picture of a title is nobody's fault.
      found.push(...log.errors.filter((it) => /Content Security Policy|SyntaxError|pwned/.test(it) && !/^Failed to load resource/.test(it)).map((it) => finding(page, 'the console', '', it)));
      if (ran) found.push(finding(page, 'a script of an editor ran'));
      log.errors.length = ran = 0;
    };
    await work(tab, note);
    return found;
  });
}

/** Opens pages, searches for words and reads feeds and redirects, which a browser would not stay on. */
function look(browser, { server, pages, words, feeds, redirects }) {
  return watch(browser, async (tab, note) => {
    for (const page of pages) {
      await tab.goto(server.url(page), { waitUntil: 'load' });
      await tab.evaluate(() => document.querySelectorAll('main a, main button').forEach((it) => { it.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); it.focus?.(); }));
      note(page, await tab.evaluate(escaped));
    }
    for (const word of words) {
      await tab.goto(server.url('search/index.html') + `?q=${encodeURIComponent(word + '"><img src=xpwned onerror=pwned()>')}`, { waitUntil: 'load' });
      await tab.fill('input[name=q]', word);
      await tab.press('input[name=q]', 'Enter');
      await tab.waitForSelector('#search-hits li');
      note('search/index.html', await tab.evaluate(escaped));
    }
    // A text that is read as a page falls under the policy of the page that reads it.
    await tab.goto('about:blank');
    for (const [name, text] of feeds) note(name, await tab.evaluate(feedFaults, text));
    for (const [name, text] of redirects) note(name, await tab.evaluate(escaped, text));
  });
}

/** Starts the preview of a site; gives its address and the process. */
async function preview(root) {
  const child = spawn(program(), ['serve', '--port', '0', '--root', root, '--lang', 'en', '--now', '2026-11-20'], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const chunk of child.stdout) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(chunk) ?? [];
    if (address) return { address, child };
  }
  throw new Error('the preview does not start');
}

/** Reads the messages laid over a page, and the page that says there is none. */
async function overlaid(browser, root) {
  const { address, child } = await preview(root);
  try {
    return await watch(browser, async (tab, note) => {
      await tab.goto(`${address}/`);
      const list = await tab.waitForFunction(() => document.querySelector('pufa-messages')?.shadowRoot.querySelector('ol'));
      const told = await list.evaluate((it) => it.textContent);
      for (const word of ['<img src=xpwned', "' onmouseover='pwned()'", '<x-pwned>']) if (!told.includes(word)) throw new Error(`the messages say nothing of ${word}: ${told.slice(0, 2000)}`);
      note('messages of the preview', await tab.evaluate(escaped));
      for (const payload of PAYLOADS) {
        await tab.goto(`${address}/${encodeURIComponent(payload)}?${payload}`);
        note('a missing page of the preview', await tab.evaluate(escaped));
      }
    });
  } finally {
    child.kill();
  }
}

/**
 * No word of an editor becomes a script: not on a page, not among the hits of the search, not in a feed. Builds a site for it,
 * unless one is given as `hostile`.
 */
export async function xss({ browser, hostile }) {
  if (hostile) return { units: hostile.pages.length, findings: await look(browser, hostile) };
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'pufa-xss-'));
  let server;
  try {
    write(root);
    build(root);
    const site = openSite(path.join(root, 'public'));
    server = await serve(site);
    const isRedirect = (it) => /http-equiv="?refresh/i.test(site.text(it));
    const pages = site.pages.filter((it) => it !== 'exit.html' && !isRedirect(it));
    const texts = (files) => files.map((it) => [it, site.text(it)]);
    const feeds = texts(site.files.filter((it) => /\.xml$/.test(it))), redirects = texts(site.pages.filter(isRedirect));
    if (pages.length < 60 || !feeds.length || redirects.length < PAYLOADS.length) throw new Error(`only ${pages.length} pages, ${feeds.length} feeds and ${redirects.length} redirects are left of the hostile site`);
    const words = ['pwned', 'script', 'onerror', '词3'];
    const published = await look(browser, { server, pages, words, feeds, redirects });
    SLIPS.forEach((slip, n) => fs.writeFileSync(path.join(root, `content/c/slip${n}.md`), slip));
    const previewed = await overlaid(browser, root);
    return { units: pages.length + words.length + feeds.length + redirects.length + PAYLOADS.length + 1, findings: [...published, ...previewed] };
  } finally {
    server?.close();
    fs.rmSync(root, { recursive: true, force: true });
  }
}
