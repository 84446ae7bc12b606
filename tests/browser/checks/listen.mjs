// 听: the page is read aloud sentence by sentence, by a voice of our own that says nothing and remembers everything.
import { DESKTOP, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

const BUTTON = '[data-speak]';

/** A voice that keeps what it is told, and ends a sentence only when the test says so. */
const voice = () => {
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const synthesis = { speaking: false, getVoices: () => [], speak(words) { window.said.push(words); this.speaking = true; words.onstart?.(); }, cancel() { this.speaking = false; }, pause() {}, resume() {} };
  Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: synthesis });
  window.sentenceEnds = () => window.said.at(-1).onend?.();
};

/** Voices for other languages alone, or none that ever begins: many phones have an engine and no Chinese. */
const foreign = (voices) => {
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: { speaking: false, getVoices: () => voices, speak() {}, cancel() {} } });
};

/** Where nothing can be heard, the page says so. */
async function saysSo(browser, url, note) {
  for (const [voices, what] of [[[{ lang: 'en-US' }], 'English voices alone'], [[], 'an engine without a voice']]) {
    await visit(browser, null, DESKTOP, async (tab) => {
      await tab.addInitScript(foreign, voices);
      await tab.goto(url);
      await tab.locator(BUTTON).first().click();
      const told = await tab.locator('#speaker [role=status]').filter({ hasText: '中文' }).waitFor({ timeout: 5000 }).then(() => true, () => false);
      if (!told) note('does not say that there is no voice', what);
    });
  }
}

/** No voice at all, as in many browsers of old phones. */
const mute = () => { delete window.speechSynthesis; delete Window.prototype.speechSynthesis; delete window.SpeechSynthesisUtterance; };

const spoken = (tab) => tab.evaluate(() => window.said.map((it) => ({ text: it.text, rate: it.rate, lang: it.lang })));

/** The words that are marked as being read now. */
const marked = (tab) => tab.evaluate(() => {
  const highlight = window.CSS?.highlights?.get('reading');
  if (highlight) return [...highlight].map((range) => range.toString()).join('');
  return [...document.querySelectorAll('.reading')].map((it) => it.textContent).join('');
});

async function reads(browser, url, note) {
  await visit(browser, null, DESKTOP, async (tab, log) => {
    await tab.addInitScript(voice);
    await tab.goto(url);
    const button = tab.locator(BUTTON);
    if (!await button.isVisible()) return note('no button to listen');
    await button.focus();
    await tab.keyboard.press('Enter');
    await tab.waitForFunction(() => window.said.length > 0, null, { timeout: 3000 }).catch(() => {});
    const [first] = await spoken(tab);
    if (!first) return note('nothing is read');
    const title = await tab.evaluate(() => document.querySelector('h1').textContent.trim());
    if (!title.startsWith(first.text.trim().slice(0, 4))) note('does not begin with the title', first.text);
    if (!/^zh/.test(first.lang)) note('not read as Chinese', first.lang);
    if ((await marked(tab)).trim() !== first.text.trim()) note('the sentence being read is not marked', await marked(tab));
    if (!await tab.evaluate(() => !!document.activeElement.closest('#speaker'))) note('the controls do not get the focus');
    await tab.evaluate(() => window.sentenceEnds());
    const second = (await spoken(tab)).at(-1);
    if (second.text === first.text || (await marked(tab)).trim() !== second.text.trim()) note('the mark does not go on with the voice', second.text);
    await tab.selectOption('#speaker select', { index: 0 });
    const slow = (await spoken(tab)).at(-1);
    if (!(slow.rate < 1) || slow.text !== second.text) note('the speed changes nothing', `${slow.rate} ${slow.text}`);
    const toggle = tab.locator('#speaker [data-toggle]');
    const before = await toggle.textContent();
    await toggle.click();
    const count = (await spoken(tab)).length;
    await tab.evaluate(() => window.sentenceEnds());
    if ((await spoken(tab)).length !== count || await tab.evaluate(() => window.speechSynthesis.speaking)) note('goes on reading while it should pause');
    if (await toggle.textContent() === before) note('the button does not say that it pauses');
    await toggle.click();
    if ((await spoken(tab)).at(-1).text !== second.text) note('does not go on where it paused', (await spoken(tab)).at(-1).text);
    const words = await tab.evaluate(async () => { for (let step = 0; step < 400 && window.speechSynthesis.speaking; step++) window.sentenceEnds(); return window.said.map((it) => it.text).join(''); });
    if (await tab.evaluate(() => window.speechSynthesis.speaking)) note('does not come to an end');
    const last = await tab.evaluate(() => [...document.querySelectorAll('.prose > p')].at(-1)?.textContent.replace(/\s/g, '').slice(-6, -1) ?? '');
    if (!words.replace(/\s/g, '').includes(last)) note('leaves out the end of the text', last);
    await tab.locator('#speaker [data-stop]').click();
    if (await tab.locator('#speaker').isVisible() || await marked(tab)) note('stopping leaves something behind');
    if (log.errors.length) note('error in the console', log.errors[0]);
  });
  await visit(browser, null, DESKTOP, async (tab) => {
    await tab.addInitScript(mute);
    await tab.goto(url);
    if (await tab.locator(BUTTON).count() && await tab.locator(BUTTON).first().isVisible()) note('a button where no voice is');
  });
}

export async function listen({ browser, server, site, offline, articles }) {
  const findings = [];
  const pages = articles.filter((page) => /\sdata-speak\b/.test(site.text(page))).slice(0, 2);
  if (!pages.length) findings.push(finding('', 'listen: no article can be listened to'));
  for (const page of pages) {
    const noteOn = (where) => (rule, excerpt) => findings.push(finding(page, `listen: ${rule}${where}`, BUTTON, excerpt));
    await reads(browser, server.url(page), noteOn(''));
    await saysSo(browser, server.url(page), noteOn(''));
    if (offline?.has(page)) await reads(browser, offline.fileUrl(page), noteOn(' [from the disk]'));
  }
  return { units: Math.max(1, pages.length), findings };
}
