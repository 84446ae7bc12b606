// The card with an article's text: opens on hover, focus and tap, goes away with Escape, moves nothing, asks nobody.
import { DESKTOP, pool, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

const LINK = 'a.cite[data-card]';
const TOUCH = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** What every page must have on paper: each card's text once, in the box at its end. */
function sources(page, html, note) {
  const ids = new Map();
  for (const [, id] of html.matchAll(/\sid="?([^"\s>]+)/g)) ids.set(id, (ids.get(id) ?? 0) + 1);
  const wanted = new Set([...html.matchAll(/\sdata-card="?([^"\s>]+)/g)].map(([, id]) => id));
  for (const id of wanted) {
    if (!ids.has(id)) note('a card without a text', id);
    else if (ids.get(id) > 1) note('a card’s text twice', id);
  }
  if (/<script[^>]+\/law\./.test(html)) note('the script is asked for before it is needed', 'law.js');
  return wanted.size;
}

/** Where everything stands but the card and the contents, which go along beside the text or are folded, and how high the page is. */
const layout = (tab) => tab.evaluate(() => JSON.stringify([document.documentElement.scrollHeight, document.documentElement.scrollWidth,
  ...[...document.querySelectorAll('main p, main h2, main li, footer')].filter((it) => !it.closest('.law-card, .toc')).map((it) => { const box = it.getBoundingClientRect(); return [Math.round(box.x + scrollX), Math.round(box.y + scrollY), Math.round(box.width)]; })]));

/** The open card, if there is one. */
const card = (tab) => tab.evaluate(() => {
  const all = document.querySelectorAll('.law-card');
  if (!all.length) return null;
  const box = all[0].getBoundingClientRect(), name = all[0].getAttribute('aria-label');
  const at = document.querySelector('a.cite[aria-expanded=true]')?.hash.replace(/^#a\d+(-\d+)?-?/, '') ?? '';
  const several = all[0].querySelector('[data-at]');
  return { at: several ? at : '', marked: [...all[0].querySelectorAll('.cited')].map((line) => line.dataset.at), count: all.length, name, text: all[0].textContent.replace(/\s+/g, ''), inside: box.left >= 0 && box.right <= innerWidth + 1 && box.top >= 0 && box.bottom <= innerHeight + 1,
    expanded: document.querySelectorAll('a.cite[aria-expanded=true]').length, box: [box.left, box.top, box.right, box.bottom].map(Math.round).join(' '), ids: new Set([...document.querySelectorAll('[id]')].map((it) => it.id)).size === document.querySelectorAll('[id]').length };
});

const opened = (tab) => tab.locator('.law-card').waitFor({ state: 'attached', timeout: 2500 }).then(() => true, () => false);
const closed = (tab) => tab.locator('.law-card').waitFor({ state: 'detached', timeout: 2500 }).then(() => true, () => false);

/** Is the right text there, whole, on the screen, and is nothing else moved? */
async function look(tab, how, before, note) {
  const it = await card(tab);
  if (!it) return;
  const wanted = await tab.evaluate(() => { const link = document.querySelector('a.cite[aria-expanded=true]'); return document.getElementById(link?.dataset.card)?.textContent.replace(/\s+/g, '') ?? ''; });
  if (it.count > 1) note(`more than one card [${how}]`, it.count);
  if (!it.name) note(`a card without a name [${how}]`);
  if (it.expanded !== 1) note(`the link does not say that it is open [${how}]`, it.expanded);
  if (!wanted || !it.text.includes(wanted)) note(`another text than in the box [${how}]`, it.text.slice(0, 60));
  if (it.at && !it.marked.length) note(`the card does not mark what is cited [${how}]`, it.at);
  if (it.marked.some((place) => place !== it.at && !place.startsWith(it.at + '-'))) note(`the card marks something else [${how}]`, `${it.marked} for ${it.at}`);
  if (!it.inside) note(`the card is partly off the screen [${how}]`, it.box);
  if (!it.ids) note(`an id twice while the card is open [${how}]`);
  if (await layout(tab) !== before) note(`the page moves when the card opens [${how}]`);
}

/** Scrolls a link to the middle of the window and wakes the script, as a reader’s first movement does. */
async function ready(tab, at) {
  await tab.mouse.move(3, 3);
  await tab.mouse.move(5, 5);
  await tab.locator(LINK).nth(at).evaluate((it) => it.scrollIntoView({ block: 'center' }));
  await tab.waitForTimeout(250);
}

async function byKeyboard(tab, at, note) {
  await ready(tab, at);
  const before = await layout(tab), link = tab.locator(LINK).nth(at);
  await link.focus();
  if (!await opened(tab)) return note('focus opens no card [keyboard]');
  await look(tab, 'keyboard', before, note);
  await tab.keyboard.press('Tab');
  const into = await tab.evaluate(() => !!document.activeElement.closest('.law-card'));
  if (!into && await tab.locator('.law-card a').count()) note('Tab does not lead into the card [keyboard]');
  await tab.keyboard.press('Escape');
  if (!await closed(tab)) return note('Escape does not close it [keyboard]');
  if (into && !await link.evaluate((it) => it === document.activeElement)) note('Escape loses the focus [keyboard]');
  if (await tab.locator('a.cite[aria-expanded=true]').count()) note('the link still says that it is open [keyboard]');
  await link.evaluate((it) => it.blur());
  await link.focus();
  if (!await opened(tab)) return note('it opens only once [keyboard]');
  await tab.keyboard.press('Shift+Tab');
  // The link before may be a citation as well, and open its own.
  await tab.waitForTimeout(150);
  if (await link.evaluate((it) => it.hasAttribute('aria-expanded'))) note('it stays open when the focus goes on [keyboard]');
  await tab.evaluate(() => document.activeElement.blur());
  await closed(tab);
  if (await layout(tab) !== before) note('the page has moved at the end [keyboard]');
}

async function byMouse(tab, at, note) {
  await ready(tab, at);
  const before = await layout(tab);
  const box = await tab.locator(LINK).nth(at).evaluate((it) => { const { x, y, width, height } = it.getClientRects()[0]; return { x, y, width, height }; });
  await tab.mouse.move(box.x + Math.min(12, box.width / 2), box.y + box.height / 2, { steps: 3 });
  if (!await opened(tab)) return note('resting on it opens no card [mouse]');
  await look(tab, 'mouse', before, note);
  const to = await tab.locator('.law-card').boundingBox();
  await tab.mouse.move(to.x + 30, to.y + 20, { steps: 3 });
  await tab.waitForTimeout(800);
  if (!await card(tab)) return note('it goes away when the pointer moves onto it [mouse]');
  await tab.keyboard.press('Escape');
  if (!await closed(tab)) note('Escape does not close it [mouse]');
  await tab.mouse.move(3, 3, { steps: 3 });
  await tab.mouse.move(box.x + Math.min(12, box.width / 2), box.y + box.height / 2, { steps: 3 });
  if (!await opened(tab)) return note('it opens only once [mouse]');
  await tab.mouse.move(3, 3, { steps: 3 });
  if (!await closed(tab)) note('it stays open when the pointer leaves [mouse]');
}

async function byTouch(tab, at, note) {
  const link = tab.locator(LINK).nth(at), url = tab.url();
  await tab.touchscreen.tap(4, 400);
  await tab.waitForTimeout(250);
  await link.evaluate((it) => it.scrollIntoView({ block: 'center' }));
  const before = await layout(tab);
  const tap = async () => { const box = await link.evaluate((it) => { const { x, y, width, height } = it.getClientRects()[0]; return { x, y, width, height }; }); await tab.touchscreen.tap(box.x + Math.min(10, box.width / 2), box.y + box.height / 2); };
  await tap();
  if (!await opened(tab) || tab.url() !== url) return note('a tap does not open the card [touch]', tab.url());
  await look(tab, 'touch', before, note);
  const there = await tab.evaluate(() => { const box = document.querySelector('.law-card').getBoundingClientRect(); return box.top > 120 ? 90 : innerHeight - 30; });
  await tab.touchscreen.tap(2, there);
  if (!await closed(tab)) return note('a tap beside it does not close it [touch]');
  await tap();
  if (!await opened(tab)) return note('it opens only once [touch]');
  await Promise.all([tab.waitForEvent('framenavigated', { timeout: 3000 }).catch(() => {}), tap()]);
  if (tab.url() === url) note('a second tap does not follow the link [touch]');
}

/** One page in one way of using it; nothing but the script itself may be asked for. */
async function one(browser, url, window, work, how, note) {
  const count = await visit(browser, url, window, (tab) => tab.locator(LINK).count());
  for (const at of new Set([0, count - 1])) {
    await visit(browser, url, window, async (tab, log) => {
      const early = log.requests.length;
      await work(tab, at, note);
      const late = log.requests.slice(early).filter((it) => !/\/law\.([0-9a-f]+\.)?js$|\.(svg|png|jpg|webp|html)(#|$)|\/(#|$)/.test(it));
      if (late.length) note(`something is fetched for the card [${how}]`, late[0]);
      if (log.errors.length) note(`error in the console [${how}]`, log.errors[0]);
    });
  }
}

export async function lawCard({ browser, server, site, offline }) {
  const findings = [];
  const noteOn = (page) => (rule, excerpt = '') => findings.push(finding(page, `card: ${rule}`, '', excerpt));
  const pages = site.pages.filter((page) => /\sdata-card=/.test(site.text(page)));
  for (const page of pages) sources(page, site.text(page), noteOn(page));
  const shown = pages.filter((_, at) => at % Math.ceil(pages.length / 3) === 0);
  const jobs = shown.flatMap((page) => [
    [page, server.url(page), DESKTOP, byKeyboard, 'keyboard'], [page, server.url(page), DESKTOP, byMouse, 'mouse'], [page, server.url(page), TOUCH, byTouch, 'touch'],
    ...(offline?.has(page) ? [[page, offline.fileUrl(page), DESKTOP, byKeyboard, 'from the disk'], [page, offline.fileUrl(page), TOUCH, byTouch, 'from the disk']] : []),
  ]);
  await pool(jobs, 2, ([page, url, window, work, how]) => one(browser, url, window, work, how, noteOn(page)));
  return { units: pages.length, findings, note: `${shown.length} tried by keyboard, mouse and touch` };
}
