// usage: node run.mjs --online FOLDER [--offline FOLDER] [--only axe,nu] [--pages TEXT] [--content FOLDER]
// Looks at a built site as its readers do. Ends with `N passed, N failed`; anything failed is an exit code of 1.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';
import { tell } from './report.mjs';
import { openSite, sample, serve } from './site.mjs';
import { sensitivePages } from './checks/exit.mjs';
import { CHECKS } from './checks/index.mjs';

const { values: wanted } = parseArgs({ options: { online: { type: 'string' }, offline: { type: 'string' }, only: { type: 'string' }, pages: { type: 'string' }, content: { type: 'string', default: 'content' } } });
if (!wanted.online) { console.error('usage: node run.mjs --online FOLDER [--offline FOLDER] [--only axe,nu] [--pages TEXT]'); process.exit(2); }

/** Pages that are always in the sample, whatever they look like. */
const ALWAYS = ['index.html', '404.html', 'search/index.html'];
const BESIDE = ['nu'];
const LEAST = 14, MOST = 26;

const isRedirect = (html) => /http-equiv="?refresh/i.test(html);

/** What every check gets to know: the two sites, and which of their pages to look at how closely. */
function context(online, offline, server, browser) {
  const site = { ...online, pages: online.pages.filter((page) => !isRedirect(online.text(page)) && page.includes(wanted.pages ?? '')) };
  const { pages, missed } = sample(site, ALWAYS, LEAST, MOST);
  const isArticle = (page) => /<article\b/.test(site.text(page));
  const articles = pages.filter(isArticle);
  const column = site.pages.find((page) => /^[^/]+\/index\.html$/.test(page) && fs.existsSync(path.join(wanted.content, page.replace('index.html', '_index.md'))));
  const article = pages.find((page) => page.split('/').length === 3 && page.startsWith(column?.split('/')[0] + '/')) ?? articles[0];
  const rated = [...new Set(['index.html', column, article, 'search/index.html'])].filter((page) => site.has(page ?? ''));
  return { browser, server, site: online, offline, pages, deep: pages.slice(0, 12), articles, everyArticle: site.pages.filter(isArticle), rated, missed, readable: articles.length > 1 ? articles.slice(0, 2) : pages.slice(0, 2), sensitive: sensitivePages(wanted.content, online) };
}

const online = openSite(wanted.online);
const offline = wanted.offline ? openSite(wanted.offline) : null;
const server = await serve(online);
const browser = await launch();
const total = { passed: 0, failed: 0 };
try {
  const given = context(online, offline, server, browser);
  console.log(`note   ${online.pages.length} pages, ${given.pages.length} of them show every element and class${given.missed.length ? ` but ${given.missed.join(' ')}` : ''}`);
  const chosen = Object.entries(CHECKS).filter(([name]) => !wanted.only || wanted.only.split(',').includes(name));
  const run = async (name, check) => {
    const began = Date.now();
    const result = await check(given).catch((error) => ({ units: 1, findings: [{ page: '', rule: `the check itself failed: ${error.stack}`, place: '', excerpt: '' }] }));
    return { result, seconds: Math.round((Date.now() - began) / 1000) };
  };
  // The Nu checker is a program of its own: it works beside the browser, and is waited for at the end.
  const beside = chosen.filter(([name]) => BESIDE.includes(name)).map(([name, check]) => [name, run(name, check)]);
  const inTurn = chosen.filter(([name]) => !BESIDE.includes(name)).map(([name, check]) => [name, () => run(name, check)]);
  for (const [name, work] of [...inTurn, ...beside.map(([name, promise]) => [name, () => promise])]) {
    const { result, seconds } = await work();
    const { passed, failed } = tell(name, result, seconds);
    total.passed += passed;
    total.failed += failed;
  }
} finally {
  await browser.close();
  server.close();
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed || total.passed === 0 ? 1 : 0);
