// A site whose every word tries to become a script: titles, tags, file names, tables, terms, captions, drawings.
import { execFileSync } from 'node:child_process';
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

function write(root) {
  const put = (file, text) => { const full = path.join(root, file); fs.mkdirSync(path.dirname(full), { recursive: true }); fs.writeFileSync(full, text); };
  put('site.toml', `title = ${yaml(PAYLOADS[1])}\ndescription = ${yaml(PAYLOADS[2])}\nbase_url = "https://a.example/"\n[markdown]\nraw_html = true\n[organisation]\nname = ${yaml(PAYLOADS[4])}\n`);
  put('content/_index.md', `---\ntitle: ${yaml(PAYLOADS[0])}\n---\n\n甲。\n`);
  put('content/a/_index.md', `---\ntitle: ${yaml(PAYLOADS[3])}\nsummary: ${yaml(PAYLOADS[4])}\n---\n\n甲。\n`);
  PAYLOADS.forEach((payload, n) => put(`content/a/p${n}.md`,
    `---\ntitle: ${yaml(payload)}\ndate: 2026-01-01\nsummary: ${yaml(payload)}\ntags: [${yaml(`词${n} ${payload}`)}]\nauthors: [${yaml(payload)}]\nextra: {a: ${yaml(payload)}}\n---\n\n词${n} ${payload.replace(/[<`]/g, '\\$&')}\n\n![${payload.replace(/[[\]`<]/g, '')}](a.svg)\n\n:::问答\n## ${payload.replace(/[<`]/g, '\\$&')}\n\n${payload.replace(/[<`]/g, '\\$&')}\n:::\n\n《民法典》第一千零四十二条\n`));
  MARKUP.forEach((markup, n) => put(`content/b/m${n}.md`, `---\ntitle: 第${n}种\ndate: 2026-01-02\n---\n\n${markup}\n\n结束。\n`));
  put(`content/b/x'onload=pwned()&amp;;.md`, `---\ntitle: 文件名\nslug: named\n---\n\n![图](<x'onload=pwned()&amp;amp;;.svg>)\n`);
  put(`content/b/x'onload=pwned()&amp;;.svg`, svg);
  put('content/b/_index.md', '---\ntitle: 乙\n---\n');
  put('content/a/a.svg', svg);
  put('content/b/a.svg', svg);
  put('content/a/t.csv', 'x,y\n' + PAYLOADS.map((it) => `"${it.replace(/"/g, '""')}","b"`).join('\n') + '\n');
  put('content/a/table.md', `---\ntitle: 表\n---\n\n:::表格 t.csv ${PAYLOADS[3]}\n:::\n`);
  put('content/glossary.md', `---\ntitle: 词\n---\n\n${PAYLOADS.map((it, n) => `词${n}\n: ${it.replace(/[<`]/g, '\\$&')}`).join('\n\n')}\n`);
}

/** Builds; pages that are refused as a whole are taken away until the rest can be published. */
function build(root) {
  const pufa = path.resolve(process.env.PUFA ?? 'target/release/pufa');
  for (let round = 0; round < 4; round++) {
    try {
      return execFileSync(pufa, ['build', '--root', root, '--lang', 'en', '--now', '2026-11-20'], { stdio: 'pipe' });
    } catch (error) {
      const said = String(error.stderr) + String(error.stdout);
      const wrong = new Set([...said.matchAll(/error\[[^\n]*\n *--> ([^:\n]+)/g)].map((it) => it[1]).filter((it) => /^content\/b\/m\d+\.md$/.test(it)));
      if (!wrong.size) throw new Error(said.slice(0, 3000));
      wrong.forEach((file) => fs.rmSync(path.join(root, file)));
    }
  }
  throw new Error('the hostile site cannot be built');
}

/** What shows that a word got out of its place. */
const escaped = () => {
  const found = [...document.querySelectorAll('x-pwned, [data-pwned], img[src="xpwned"], iframe[srcdoc], base')].map((it) => it.outerHTML.slice(0, 200));
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/.test(name) || /^\s*(javascript|vbscript|data:text)/i.test(value) && /^(href|src|action|formaction|data|xlink:href)$/.test(name)) found.push(`${name}=${value} of ${element.localName}`);
    }
  }
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try { JSON.parse(script.textContent); } catch (error) { found.push(`JSON-LD: ${error}`); }
  }
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
  if (!/^default-src 'none'/.test(policy) || /unsafe-|\*/.test(policy)) found.push(`policy: ${policy}`);
  return found;
};

const feedFaults = (text) => {
  const feed = new DOMParser().parseFromString(text, 'text/xml');
  return [...feed.querySelectorAll('parsererror, x-pwned, script')].map((it) => it.outerHTML.slice(0, 200));
};

/** Opens pages, searches for words and reads feeds; tells what got out of its place. */
async function look(browser, { server, pages, words, feeds }) {
  return visit(browser, null, {}, async (tab, log) => {
    const found = [];
    let ran = 0;
    await tab.exposeFunction('pwned', () => { ran++; });
    const note = (page, faults) => {
      found.push(...faults.map((it) => finding(page, 'an editor\'s words got out of their place', '', it)));
      // A script stopped by the policy alone has got out all the same. The missing picture of a title is nobody's fault.
      found.push(...log.errors.filter((it) => /Content Security Policy|SyntaxError|pwned/.test(it)).map((it) => finding(page, 'the console', '', it)));
      if (ran) found.push(finding(page, 'a script of an editor ran'));
      log.errors.length = ran = 0;
    };
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
    await tab.goto(server.url(pages[0]));
    for (const [name, text] of feeds) note(name, await tab.evaluate(feedFaults, text));
    return found;
  });
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
    const pages = site.pages.filter((it) => it !== 'exit.html');
    const feeds = site.files.filter((it) => /\.xml$/.test(it)).map((it) => [it, site.text(it)]);
    if (pages.length < 60 || !feeds.length) throw new Error(`only ${pages.length} pages and ${feeds.length} feeds are left of the hostile site`);
    const words = ['pwned', 'script', 'onerror', '词3'];
    return { units: pages.length + words.length, findings: await look(browser, { server, pages, words, feeds }) };
  } finally {
    server?.close();
    fs.rmSync(root, { recursive: true, force: true });
  }
}
