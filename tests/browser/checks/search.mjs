// The search: by keyboard, from a host and from the disk, in Chinese; and an honest word where script is off.
import { DESKTOP, PHONE, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

const PAGE = 'search/index.html';
const HITS = '#search-hits > li';

async function ask(tab, words) {
  await tab.locator('form[data-search] input[name=q]').focus();
  await tab.keyboard.press('ControlOrMeta+a');
  await tab.keyboard.type(words);
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => document.getElementById('search-status').textContent.trim() && !document.querySelector('#search-hits[aria-busy]'), null, { timeout: 8000 }).catch(() => {});
  await tab.waitForTimeout(150);
  return tab.evaluate((hits) => [...document.querySelectorAll(hits)].map((it) => ({ text: it.textContent, marks: [...it.querySelectorAll('mark')].map((each) => each.textContent), href: it.querySelector('a')?.href })), HITS);
}

/** Both words are found, marked, and lead to a page that has them; nonsense finds nothing and says so. */
async function finds(browser, url, note) {
  await visit(browser, url, DESKTOP, async (tab, log) => {
    for (const words of ['抚养权', '家暴']) {
      const hits = await ask(tab, words);
      if (!hits.length) { note('finds nothing', words); continue; }
      if (!hits.some((it) => it.marks.join('').includes(words[0]))) note('does not mark what it found', words);
      await tab.locator(HITS + ' a').first().focus();
      await tab.keyboard.press('Enter');
      await tab.waitForURL((now) => now.href.split('#')[0].split('?')[0] !== url.split('?')[0], { timeout: 5000 }).catch(() => note('a hit cannot be opened by keyboard', words));
      if (!(await tab.evaluate(() => document.querySelector('main')?.textContent ?? '')).match(words === '家暴' ? /家暴|家庭暴力/ : words)) note('the page found does not say it', `${words}: ${tab.url()}`);
      await tab.goto(url);
    }
    const none = await ask(tab, '量子纠缠冰淇淋');
    const said = await tab.locator('#search-status').textContent();
    if (!said.trim()) note('says nothing when nothing is found', `${none.length} hits`);
    if (!await tab.locator('#search-status').evaluate((it) => !!it.closest('[aria-live], [role=status]'))) note('the number of hits is not announced');
    const section = await tab.evaluate(() => [...document.querySelectorAll('form[data-search] select option')].map((it) => it.value).filter(Boolean));
    if (section.length < 2) note('no choice of sections', section.join());
    if (log.errors.length) note('error in the console', log.errors[0]);
  });
}

export async function search({ browser, server, site, offline }) {
  const findings = [];
  const noteOn = (where) => (rule, excerpt) => findings.push(finding(PAGE, `search: ${rule} [${where}]`, '', excerpt));
  await finds(browser, server.url(PAGE), noteOn('from a host'));
  if (offline) await finds(browser, offline.fileUrl(PAGE), noteOn('from the disk'));
  await visit(browser, server.url(PAGE), { ...PHONE, javaScriptEnabled: false }, async (tab) => {
    if (!/脚本|JavaScript/i.test(await tab.evaluate(() => document.querySelector('main')?.innerText ?? ''))) noteOn('without script')('does not say that it needs script');
  });
  if (!/href="[^"]*search(\/|&#x2f;)/.test(site.text('index.html'))) noteOn('home')('the home page does not lead to the search');
  return { units: offline ? 2 : 1, findings };
}
