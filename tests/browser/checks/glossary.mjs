// A word of the glossary opens where one reads: nothing jumps, by touch and keyboard, without script and from the disk; paper has it all.
import { PHONE, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

const TERM = '.prose a.term';

/** Where the page and the first word with its explanation are. */
const seen = (tab) => tab.evaluate((selector) => {
  const word = document.querySelector(selector), entry = document.getElementById(decodeURIComponent(word.hash.slice(1)));
  const box = entry.getBoundingClientRect(), at = word.getBoundingClientRect();
  return { scrolled: scrollY, shown: box.top >= 0 && box.bottom <= innerHeight && box.height > 20, word: at.top >= 0 && at.bottom <= innerHeight, covered: getComputedStyle(entry).position === 'fixed',
    inside: entry.contains(document.activeElement), on: document.activeElement === word };
}, TERM);

async function opens(browser, url, javaScriptEnabled, note) {
  await visit(browser, url, { ...PHONE, javaScriptEnabled }, async (tab, log) => {
    const word = tab.locator(TERM).first();
    await word.evaluate((it) => it.scrollIntoView({ block: 'center' }));
    const before = await seen(tab);
    await word.tap();
    await tab.waitForTimeout(100);
    const open = await seen(tab);
    if (Math.abs(open.scrolled - before.scrolled) > 1) note('the page jumps when a word opens', `${Math.round(open.scrolled - before.scrolled)} px`);
    if (!open.shown || !open.covered) note('the explanation is not seen where one reads');
    await tab.locator('.term-close:visible').first().tap();
    await tab.waitForTimeout(100);
    const closed = await seen(tab);
    if (closed.covered) note('the explanation does not close');
    if (!closed.word || Math.abs(closed.scrolled - before.scrolled) > 420) note('closing loses the place', `${Math.round(closed.scrolled - before.scrolled)} px`);
    if (!javaScriptEnabled) return;
    await word.focus();
    await tab.keyboard.press('Enter');
    if (!(await seen(tab)).inside) note('by keyboard: the focus does not go into the explanation');
    await tab.keyboard.press('Escape');
    await tab.waitForTimeout(100);
    const back = await seen(tab);
    if (back.covered || !back.on) note('by keyboard: Escape does not go back to the word');
    if (await tab.evaluate(() => location.hash)) note('opening leaves a trace in the history');
    if (log.errors.length) note('error in the console', log.errors[0]);
  });
}

async function printed(browser, url, note) {
  await visit(browser, url, PHONE, async (tab) => {
    await tab.emulateMedia({ media: 'print' });
    const lost = await tab.evaluate((selector) => [...document.querySelectorAll(selector)].filter((it) => !document.getElementById(decodeURIComponent(it.hash.slice(1)))?.checkVisibility()).map((it) => it.textContent), TERM);
    if (lost.length) note('not printed', lost.join(' '));
  });
}

export async function glossary({ browser, server, site, offline, everyArticle }) {
  const pages = everyArticle.filter((page) => /class="term"/.test(site.text(page))).slice(0, 2);
  const findings = pages.length ? [] : [finding('', 'glossary: no article explains a word')];
  for (const page of pages) {
    const noteOn = (where) => (rule, excerpt) => findings.push(finding(page, `glossary: ${rule}${where}`, TERM, excerpt));
    for (const [script, mode] of [[true, ''], [false, ' without script']]) {
      await opens(browser, server.url(page), script, noteOn(mode));
      if (offline?.has(page)) await opens(browser, offline.fileUrl(page), script, noteOn(`${mode} [from the disk]`));
    }
    await printed(browser, server.url(page), noteOn(''));
  }
  return { units: Math.max(1, pages.length), findings };
}
