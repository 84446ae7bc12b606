// 长辈版 and 阅读设置: each does what it says, is remembered on the next page, works from the disk, and without script for this page.
import { DESKTOP, PHONE, visit } from '../browser.mjs';
import { finding } from '../report.mjs';
import { smallTargets } from './layout.mjs';

/** What the reader sees of the settings: sizes, spacing, colours of the text. */
const looks = (tab) => tab.evaluate(() => {
  const text = [...document.querySelectorAll('main p')].find((it) => it.textContent.length > 20) ?? document.querySelector('main p') ?? document.body;
  const style = getComputedStyle(text), page = getComputedStyle(document.documentElement), body = getComputedStyle(document.body);
  return { size: parseFloat(style.fontSize), spacing: parseFloat(style.lineHeight) / parseFloat(style.fontSize), ink: style.color, paper: [body.backgroundColor, page.backgroundColor].join(' '),
    cursor: style.cursor + body.cursor + page.cursor, all: [...document.documentElement.attributes].map((it) => `${it.name}=${it.value}`).join(' ') };
});

/** Switches one control on as a reader does, by its label if it is drawn over. */
async function choose(tab, id) {
  await tab.evaluate((id) => { for (let up = document.getElementById(id)?.parentElement; up; up = up.parentElement) if (up.localName === 'details') up.open = true; }, id);
  const opener = await tab.evaluate((id) => { const pop = document.getElementById(id)?.closest('[popover]'); return pop && !pop.matches(':popover-open') ? pop.id : null; }, id);
  if (opener) await tab.locator(`[popovertarget="${opener}"]`).first().click();
  await tab.locator(`#${id}`).focus();
  await tab.keyboard.press('Space');
}

const controls = (tab) => tab.evaluate(() => [...document.querySelectorAll('[data-keep]')].map((it) => ({ id: it.id, key: it.dataset.keep, value: it.value, checked: it.checked })));

const differs = (a, b) => ['size', 'spacing', 'ink', 'paper', 'cursor'].some((key) => !Object.is(a[key], b[key]));

/** Chooses every setting in turn, on one page, and looks for it on another. */
async function remembered(browser, urls, note) {
  const list = await visit(browser, urls[0], DESKTOP, controls);
  if (!list.some((it) => it.key === 'elder')) note('no switch for 长辈版');
  for (const key of ['size', 'space', 'scheme', 'pointer', 'guide']) if (!list.some((it) => it.key === key)) note('no setting', key);
  for (const it of list.filter((each) => !each.checked && each.value)) {
    // On a dark device light colours are a change, and the other way round.
    await visit(browser, urls[0], { ...DESKTOP, colorScheme: it.value === 'night' ? 'light' : 'dark' }, async (tab) => {
      const before = await looks(tab);
      await choose(tab, it.id);
      const after = await looks(tab);
      if (!differs(before, after) && it.key !== 'guide') note('changes nothing to be seen', `${it.key} ${it.value}`);
      await tab.goto(urls[1]);
      const next = await looks(tab);
      if (!next.all.includes(`data-${it.key}=${it.value}`)) note('is forgotten on the next page', `${it.key} ${it.value}`);
      if (!await tab.evaluate((id) => document.getElementById(id)?.checked ?? true, it.id)) note('the control does not show what is set', `${it.key} ${it.value}`);
    });
  }
}

/** The elder version: larger type, up to 30 px, main controls of 60 px, nothing that floats over the text. */
async function elder(browser, url, note) {
  for (const [javaScriptEnabled, mode] of [[true, ''], [false, ' without script']]) {
    await visit(browser, url, { ...PHONE, javaScriptEnabled }, async (tab) => {
      const [{ id } = {}] = (await controls(tab)).filter((it) => it.key === 'elder');
      if (!id) return;
      const before = await looks(tab);
      await choose(tab, id);
      const after = await looks(tab);
      if (after.size < 24 || after.size <= before.size) note(`长辈版 is hardly larger${mode}`, `${before.size} px, then ${after.size} px`);
      if (await tab.evaluate(() => document.scrollingElement.scrollWidth > document.documentElement.clientWidth + 1)) note(`长辈版 scrolls sideways${mode}`);
      for (const it of await smallTargets(tab, 60)) note(`长辈版: a control under 60 px${mode}`, `${it.place} ${it.excerpt}`);
    });
  }
}

/** 大字 above an article: one tap, or the space bar, and the text is larger; once more and it is as before. Without script too. */
async function atOnce(browser, url, note) {
  for (const [javaScriptEnabled, mode] of [[true, ''], [false, ' without script']]) {
    await visit(browser, url, { ...PHONE, javaScriptEnabled }, async (tab) => {
      if (!await tab.locator('.tools .large').count()) return note('no 大字');
      const before = await looks(tab);
      await tab.locator('.tools .large').tap();
      const after = await looks(tab);
      if (after.size < before.size * 1.3) note(`大字 does not enlarge at once${mode}`, `${before.size} px, then ${after.size} px`);
      await tab.locator('.tools .large input').focus();
      await tab.keyboard.press('Space');
      if ((await looks(tab)).size !== before.size) note(`大字 does not go back${mode}`);
    });
  }
}

/** The largest type within reach of a reader. */
async function largest(browser, url, note) {
  await visit(browser, url, DESKTOP, async (tab) => {
    const list = await controls(tab);
    const last = list.filter((it) => it.key === 'size').at(-1);
    for (const it of [list.find((each) => each.key === 'elder'), last]) if (it?.id) await choose(tab, it.id);
    const { size } = await looks(tab);
    if (size < 30) note('the largest type is under 30 px', `${size} px`);
    await tab.evaluate(() => document.querySelector('[data-reset]')?.reset());
    const kept = await tab.evaluate(() => localStorage.getItem('pufa'));
    if (kept && /size|scheme|space/.test(kept)) note('setting back leaves something behind', kept);
  });
}

export async function settings({ browser, server, offline, readable }) {
  const [page, next = page] = readable;
  const findings = [];
  const noteOn = (where) => (rule, excerpt) => findings.push(finding(page, `settings: ${rule}${where}`, '', excerpt));
  await remembered(browser, [server.url(page), server.url(next)], noteOn(''));
  if (offline) await remembered(browser, [offline.fileUrl(page), offline.fileUrl(next)], noteOn(' [from the disk]'));
  await elder(browser, server.url(page), noteOn(''));
  await atOnce(browser, server.url(page), noteOn(''));
  await largest(browser, server.url(page), noteOn(''));
  return { units: 1, findings };
}
