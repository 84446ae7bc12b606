// What a reader in trouble sees first on a phone of 360 pixels: a number to call, a way out, tables that can be read.
import { pool, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

const WINDOW = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** Runs in the page: what is wrong on the first screen and in the tables and boxes below it. */
function look({ wantsNumber, wantsExit }) {
  const out = [];
  const note = (rule, it, excerpt = it?.textContent ?? '') => out.push({ rule, place: it ? it.localName + [...it.classList].map((name) => '.' + name).join('') : '', excerpt });
  const shown = (it) => it.checkVisibility({ visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const onTop = (it) => {
    const box = it.getBoundingClientRect();
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && !!at && (it.contains(at) || at.contains(it));
  };
  if (wantsNumber && !all('[href^="tel:"]').some(onTop)) note('no number can be called on the first screen');
  const exit = document.querySelector('[data-leave]');
  if (wantsExit && !exit) note('sensitive pages are listed, and there is no way out');
  if (exit) {
    const bar = exit.getBoundingClientRect();
    const covered = all('main a, main button, header a, header label, header summary').filter((it) => {
      const box = it.getBoundingClientRect();
      return box.top < innerHeight && box.bottom > bar.top && box.top < bar.bottom && box.right > bar.left && box.left < bar.right;
    });
    for (const it of covered.slice(0, 2)) note('the way out covers what can be pressed', it);
  }
  for (const it of all('.table-scroll')) if (it.scrollWidth > it.clientWidth + 1) note('a table is cut off', it);
  for (const it of all('.table-cards tbody td + td')) if (it.textContent.trim() && !it.dataset.label) note('a cell of a card does not say what it is', it);
  for (const box of all('.help .help-lines, .need-help .help-lines')) {
    const beside = [...box.querySelectorAll('.help-line')].filter(shown).map((it) => it.children[1].getBoundingClientRect().left > it.children[0].getBoundingClientRect().right - 1);
    if (new Set(beside).size > 1) note('names of help lines stand beside and below', box);
  }
  for (const it of all('.figure img, .cover img')) if (it.getBoundingClientRect().height > innerHeight) note('a picture is higher than the screen', it, it.getAttribute('src'));
  for (const it of all('.footnote-mark')) {
    const words = document.createRange();
    const before = it.previousSibling;
    if (before?.nodeType !== Node.TEXT_NODE || !before.data.trim()) continue;
    words.setStart(before, before.data.length - 1);
    words.setEnd(before, before.data.length);
    if (it.getBoundingClientRect().top > words.getBoundingClientRect().bottom - 3) note('a footnote’s number begins a line', it);
  }
  return out;
}

/** Runs in the page, in the dark: drawings that stayed as bright as paper. */
function bright() {
  const all = [...document.querySelectorAll('main img')].filter((it) => /\.svg$/.test(it.getAttribute('src')) && !it.closest('.code-figure'));
  return all.filter((it) => getComputedStyle(it).filter === 'none').map((it) => it.getAttribute('src'));
}

export async function phone({ browser, server, site, pages, everyArticle, sensitive }) {
  const looked = [...new Set([...pages, ...sensitive, ...everyArticle.filter((page) => /<table|footnote-mark/.test(site.text(page)))])];
  const calls = new Set([...sensitive.filter((page) => everyArticle.includes(page)), 'hotlines/index.html']);
  const lists = new Set(sensitive.length ? ['search/index.html', ...sensitive.map((page) => page.replace(/[^/]+\/index\.html$/, 'index.html')).filter((page) => page !== 'index.html')] : []);
  const found = await pool(looked, 3, (page) => visit(browser, server.url(page), WINDOW, async (tab) => {
    const seen = await tab.evaluate(look, { wantsNumber: calls.has(page), wantsExit: lists.has(page) });
    await tab.emulateMedia({ colorScheme: 'dark' });
    const glaring = await tab.evaluate(bright);
    return [
      ...seen.map((it) => finding(page, it.rule, it.place, it.excerpt)),
      ...glaring.map((src) => finding(page, 'a drawing is a white box in the dark', 'img', src)),
    ];
  }));
  return { units: looked.length, findings: found.flat() };
}
