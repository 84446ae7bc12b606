// Proves that every check can fail: the pages in selftest/ are bad on purpose, and each fault must be found.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch } from './browser.mjs';
import { openSite, sample, serve } from './site.mjs';
import { CHECKS } from './checks/index.mjs';

/** What each check must find on the bad pages. */
const EXPECTED = {
  nu: [/nu error.*alt|nu error.*Duplicate ID/, /nu warning/],
  offline: [/link leads nowhere/, /no such place on the page/, /leads to a folder/, /error in the console/, /same id twice/, /picture does not show/, /title, a language/, /request off the stick/],
  privacy: [/request to somebody else/, /cookie/, /written on load/, /error in the console/, /policy/],
  xss: [/words got out of their place/, /a script of an editor ran/],
  weight: [/more than 20 KB/, /more than 2 requests/, /more than 3 KB of script/],
  phone: [/no number can be called/, /no way out/, /covers what can be pressed/, /table is cut off/, /does not say what it is/, /beside and below/, /higher than the screen/, /white box in the dark/, /footnote’s number/],
  steady: [/layout shifts.*320/, /layout shifts.*1280/],
  noscript: [/text is missing/, /link is missing/, /control that does nothing/],
  print: [/faint on paper/, /navigation is printed/, /buttons are printed/, /search box is printed/],
  typography: [/body text under 20/, /type under 16/, /lines closer/, /more than 40 characters/, /justified/],
  targets: [/under 48 px \[320\]/, /under 48 px \[1280\]/],
  reflow: [/scrolls sideways.*400 %/, /text is cut off/, /default font size/, /bars that stay/],
  keyboard: [/keyboard trap/, /no visible focus/, /faint focus ring/, /focus out of sight/, /mouse only/, /focus jumps back/],
  axe: [/axe image-alt/, /axe color-contrast-enhanced/, /axe html-has-lang/, /axe heading-order/, /axe meta-viewport/, /320 dark/, /print/],
  ibm: [/ibm img_alt/, /ibm .*320 dark/],
  exit: [/without the button/, /does not leave/, /Back shows the page again/, /not always on the screen/, /not announced/, /is printed/, /for sharing/, /address is printed/, /tells what was read/],
  settings: [/no setting/, /changes nothing/, /forgotten on the next page/, /does not show what is set/, /hardly larger/, /under 60 px/, /largest type/, /大字 does not enlarge/, /from the disk/],
  glossary: [/page jumps/, /not seen where one reads/, /closing loses the place/, /does not go into/, /does not go back to the word/, /trace in the history/, /not printed/, /without script/, /from the disk/],
  listen: [/does not say that there is no voice/, /does not begin with the title/, /not read as Chinese/, /is not marked/, /do not get the focus/, /does not go on with the voice/, /speed changes nothing/, /while it should pause/, /does not say that it pauses/, /come to an end/, /leaves out the end/, /leaves something behind/, /where no voice is/, /from the disk/],
  search: [/finds nothing/, /does not mark/, /does not say it/, /not announced/, /choice of sections/, /needs script/, /does not lead/],
  card: [/without a text/, /text twice/, /focus opens no card/, /resting on it opens no card/, /tap does not open/, /another text/, /page moves/, /Escape does not close/, /does not say that it is open/, /without a name/, /fetched for the card/, /from the disk/],
  video: [/fetched before it is started/, /no controls/, /starts by itself$/, /captions are not shown/, /no transcript/, /does not play/, /leads nowhere/, /does not bring the player/, /without a title/, /without a sandbox/, /player that starts by itself/, /policy keeps the player out/, /a chapter leads nowhere/, /does not move the player/, /leaves the focus behind/, /from the disk/],
  lighthouse: [/lighthouse accessibility/, /lighthouse best-practices/, /lighthouse seo/, /layout shift/],
};

/** The bad site, with its one big file that need not be kept. */
function badSite() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pufa-selftest-'));
  fs.cpSync(new URL('selftest/site', import.meta.url), folder, { recursive: true });
  const noise = Array.from({ length: 6000 }, (_, at) => `"${((at * 2654435761) >>> 0).toString(36)}"`).join();
  for (const name of ['heavy.js', 'heavy2.js']) fs.writeFileSync(path.join(folder, name), `window.noise=[${noise}];`);
  fs.mkdirSync(path.join(folder, 'folder'));
  fs.writeFileSync(path.join(folder, 'folder/index.html'), '<!doctype html><html lang="zh"><head><title>夹</title></head><body><h1>夹</h1></body></html>');
  return folder;
}

const only = process.argv[2]?.split(',');
const folder = badSite();
const site = openSite(folder);
const server = await serve(site);
const browser = await launch();
const given = { browser, server, site, offline: site, pages: ['index.html', 'two.html'], deep: ['index.html', 'two.html'], articles: ['two.html', 'listen.html'], everyArticle: ['two.html', 'listen.html', 'glossary.html', 'phone.html'], rated: ['index.html'], sensitive: ['leave.html', 'two.html'], readable: ['settings.html', 'settings.html'], hostile: { server, pages: ['xss.html'], words: [], redirects: [], feeds: [['feed.xml', '<feed><script/></feed>'], ['two.xml', '<feed>'], ['three.xml', '<feed><content type="html">&lt;b onclick="pwned()"&gt;</content></feed>']] } };
let passed = 0, failed = 0;
const judge = (good, what) => { if (good) passed++; else { failed++; console.log(`FAIL ${what}`); } };
try {
  for (const [name, check] of Object.entries(CHECKS).filter(([name]) => !only || only.includes(name))) {
    const { findings } = await check(given);
    const said = findings.map((it) => it.rule);
    for (const pattern of EXPECTED[name] ?? []) judge(said.some((rule) => pattern.test(rule)), `${name} does not find ${pattern}; it says: ${[...new Set(said)].join(' · ')}`);
    judge(EXPECTED[name], `${name} has no bad page that it must catch`);
  }
  const few = sample(site, ['index.html'], 1, 9).pages;
  judge(few.includes('two.html') && !few.includes('folder/index.html'), `the sample should take what is new and leave what is not: ${few}`);
} finally {
  await browser.close();
  server.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
