// 安全退出: one touch leads away at once, and Back never shows the page again.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { DESKTOP, PHONE, pool, visit } from '../browser.mjs';
import { finding } from '../report.mjs';
import { filesOf } from '../site.mjs';

const LEAVE = '[data-leave]';

/** Pages whose own front matter, or whose column's, says 敏感. */
export function sensitivePages(content, site) {
  const says = (file) => /^(敏感|sensitive)\s*[:=]\s*true\s*$/m.test(fs.readFileSync(path.join(content, file), 'utf8').split(/^(?:---|\+\+\+)\s*$/m)[1] ?? '');
  const flagged = filesOf(content).filter((file) => file.endsWith('.md')).filter(says);
  // What the home page says holds for itself, not for the columns below it.
  const whole = flagged.filter((file) => file.endsWith('_index.md')).map((file) => file.replace('_index.md', '')).filter(Boolean);
  const pages = flagged.map((file) => file.replace(/(_index|index)?\.md$/, (_, index) => (index ? '' : '/')) + 'index.html');
  return [...new Set([...pages, ...site.pages.filter((page) => whole.some((folder) => page.startsWith(folder)))])].filter((page) => site.has(page));
}

/** Somewhere else: every address that is not ours answers with an empty page, as no network is there. */
const elsewhere = (tab, server) => tab.context().route((url) => !url.href.startsWith(server.origin) && /^https?:$/.test(url.protocol), (route) => route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }));

const away = (tab, url) => tab.waitForURL((now) => now.href.split('#')[0] !== url && !now.href.startsWith('about:'), { timeout: 6000 }).then(() => true, () => false);

/** Comes from `before`, leaves by `how`, goes back as far as it goes: `url` must not be seen again. */
async function leaves(browser, server, { before, url, how, window = DESKTOP }, note) {
  await visit(browser, null, window, async (tab) => {
    await elsewhere(tab, server);
    for (const step of [...before, url]) await tab.goto(step, { waitUntil: 'load' });
    await how(tab);
    if (!await away(tab, url)) return note('does not leave');
    for (let step = 0; step < before.length + 2; step++) {
      await tab.goBack({ waitUntil: 'load', timeout: 3000 }).catch(() => {});
      await tab.waitForTimeout(250);
      const now = tab.url().split('#')[0];
      if (now === url || before.slice(1).includes(now)) return note('Back shows the page again', now);
    }
  });
}

const click = (tab) => tab.click(LEAVE);
const shift = async (tab) => { for (let press = 0; press < 3; press++) { await tab.keyboard.press('Shift'); await tab.waitForTimeout(60); } };

/** A sheet found at home must not lead back: neither the page nor what the browser adds at the edge tells the address. */
async function paper(browser, server, page, note) {
  await visit(browser, server.url(page), DESKTOP, async (tab) => {
    const sheet = await tab.pdf({ displayHeaderFooter: true, preferCSSPageSize: true, margin: { top: '20mm', bottom: '20mm' } });
    const words = execFileSync('pdftotext', ['-', '-'], { input: sheet }).toString().replace(/\s+/g, '');
    if (words.includes(new URL(server.origin).host)) note('the address is printed');
    const own = await tab.evaluate(() => document.querySelector('link[rel=canonical]')?.href);
    if (own && words.includes(own.replace(/^https?:\/\//, ''))) note('the address is printed', own);
  });
}

/** What must be true of the button itself. */
async function button(browser, server, page, note) {
  await visit(browser, server.url(page), { viewport: { width: 320, height: 256 } }, async (tab) => {
    await tab.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const box = await tab.locator(LEAVE).first().boundingBox();
    if (!box || box.y < 0 || box.y + box.height > 257) note('the button is not always on the screen');
    else if (box.height > 0.35 * 256) note('the button covers the window', `${Math.round(box.height)} px of 256`);
    await tab.keyboard.press('Shift');
    if (!await tab.evaluate(() => [...document.querySelectorAll('[aria-live], [role=status], [role=alert]')].some((it) => it.textContent.trim()))) note('pressing Shift is not announced');
    await tab.emulateMedia({ media: 'print' });
    if (await tab.locator(LEAVE).first().isVisible()) note('the button is printed');
    const shared = await tab.evaluate(() => [...document.querySelectorAll('meta[property^="og:"], meta[name^="twitter:"]')].length);
    if (shared) note('metadata for sharing');
  });
  await visit(browser, server.url(page), { ...PHONE, javaScriptEnabled: false }, async (tab) => {
    await elsewhere(tab, server);
    await tab.click(LEAVE).catch(() => {});
    if (!await away(tab, server.url(page))) note('does nothing without script');
  });
}

/** From the disk it leads to a page of our own that tells nothing. */
async function fromDisk(browser, offline, page, note) {
  await visit(browser, null, DESKTOP, async (tab, log) => {
    await tab.goto(offline.fileUrl('index.html'));
    await tab.goto(offline.fileUrl(page));
    await tab.click(LEAVE);
    if (!await away(tab, offline.fileUrl(page))) return note('does not leave from the disk');
    if (/妇联|普法|家暴|维权/.test(await tab.title() + await tab.evaluate(() => document.body.innerText))) note('the page one lands on tells what was read', await tab.title());
    await tab.goBack().catch(() => {});
    await tab.waitForTimeout(250);
    if (tab.url() === offline.fileUrl(page)) note('Back shows the page again from the disk');
    if (log.errors.length) note('error in the console', log.errors[0]);
  });
}

export async function exit({ browser, server, site, offline, sensitive }) {
  const findings = [];
  const noteOn = (page) => (rule, excerpt) => findings.push(finding(page, `exit: ${rule}`, LEAVE, excerpt));
  const [first, second = first] = sensitive;
  const home = server.url('index.html');
  await pool(sensitive, 2, async (page) => {
    const note = noteOn(page);
    if (!/\sdata-leave\b/.test(site.text(page))) return note('a sensitive page without the button');
    await leaves(browser, server, { before: [home], url: server.url(page), how: click }, note);
    await paper(browser, server, page, note);
    if (page !== first) return;
    await button(browser, server, page, note);
    await leaves(browser, server, { before: [home], url: server.url(page), how: shift }, note);
    await leaves(browser, server, { before: [home, server.url(second)], url: server.url(page), how: click, window: PHONE }, note);
    await visit(browser, null, DESKTOP, async (tab) => {
      await elsewhere(tab, server);
      await tab.goto(server.url(page));
      await click(tab);
      await away(tab, server.url(page));
      await tab.goto(server.url(page));
      await tab.waitForTimeout(300);
      if (tab.url() !== server.url(page)) note('the page cannot be opened afresh after leaving');
    });
    if (offline) await fromDisk(browser, offline, page, note);
  });
  return { units: sensitive.length, findings };
}
