// The offline build, opened from the disk: every page without a complaint, every link and fragment leads somewhere.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DESKTOP, pool, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

const read = (tab) => tab.evaluate(() => ({
  ids: [...document.querySelectorAll('[id]')].map((it) => it.id),
  twice: [...document.querySelectorAll('[id]')].map((it) => it.id).filter((id, at, all) => all.indexOf(id) !== at),
  used: [...document.querySelectorAll('a[href], area[href]')].map((it) => it.href),
  loaded: [...document.querySelectorAll('img[src], source[src], video[poster], link[rel=stylesheet], script[src]')].map((it) => it.currentSrc || it.poster || it.src || it.href).filter(Boolean),
  title: document.title, h1: document.querySelectorAll('h1').length, language: document.documentElement.lang,
  broken: [...document.images].filter((it) => it.complete && it.naturalWidth === 0 && it.loading !== 'lazy').map((it) => it.src),
}));

/** Is there a file behind this address, and the fragment in it? Nothing is said of addresses outside of the site. */
function problem(site, ids, url) {
  if (!url.startsWith('file:')) return null;
  const address = new URL(url);
  const fragment = address.hash.slice(1);
  address.hash = address.search = '';
  const file = path.relative(site.root, fileURLToPath(address)).split(path.sep).join('/');
  if (file.startsWith('..')) return 'leads out of the site';
  if (!site.has(file)) return site.has(file ? file + '/index.html' : 'index.html') ? 'leads to a folder, not a page' : 'leads nowhere';
  const wanted = decodeURIComponent(fragment);
  if (wanted && wanted !== 'top' && ids.has(file) && !ids.get(file).has(wanted)) return 'no such place on the page';
  return null;
}

export async function offline({ browser, offline: site }) {
  if (!site) throw new Error('there is no offline build to look at');
  const pages = site.pages.filter((page) => page !== '404.html');
  const ids = new Map();
  const findings = [];
  const read_ = await pool(pages, 2, (page) => visit(browser, null, DESKTOP, async (tab, log) => {
    await tab.goto(site.fileUrl(page), { waitUntil: 'load' });
    // A redirect has gone on by now; its own page is looked at by itself.
    const here = path.relative(site.root, fileURLToPath(new URL(tab.url().split('#')[0]))).split(path.sep).join('/');
    const facts = await read(tab);
    if (here === page) ids.set(page, new Set(facts.ids));
    for (const text of log.errors) findings.push(finding(page, 'error in the console', '', text));
    for (const url of log.requests) if (!/^(file|data|blob|about):/.test(url)) findings.push(finding(page, 'request off the stick', new URL(url).host, url));
    for (const id of new Set(facts.twice)) findings.push(finding(page, 'the same id twice', '#' + id));
    for (const url of facts.broken) findings.push(finding(page, 'picture does not show', '', url));
    if (!facts.title || facts.h1 !== 1 || !facts.language) findings.push(finding(page, 'needs a title, a language and one h1', '', `“${facts.title}” ${facts.language} ${facts.h1}`));
    return here === page ? facts : null;
  }));
  pages.forEach((page, at) => {
    for (const url of new Set([...read_[at]?.used ?? [], ...read_[at]?.loaded ?? []])) {
      const what = problem(site, ids, url);
      if (what) findings.push(finding(page, `link ${what}`, decodeURI(url).replace(site.fileUrl(''), '')));
    }
  });
  const links = new Set(read_.flatMap((facts) => facts?.used ?? []));
  return { units: pages.length, findings, note: `${links.size} addresses` };
}
