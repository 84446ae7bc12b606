// What fits: reflow, enlarged text, sizes of targets and of type, ink on paper.
import { DESKTOP, PHONE, pool, still, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

/** Things that stick out of the window sideways, and text that its own box cuts off. */
const overflow = (page) => page.evaluate(() => {
  const name = (it) => it.localName + (it.id ? '#' + it.id : '') + [...it.classList].map((token) => '.' + token).join('');
  const scrolls = (it) => /auto|scroll|hidden|clip/.test(getComputedStyle(it).overflowX);
  const inside = (it) => { for (let up = it.parentElement; up && up !== document.body; up = up.parentElement) if (scrolls(up)) return true; return false; };
  const out = [], width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > width + 1) {
    const wide = [...document.body.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right + scrollX > width + 1 && !inside(it));
    out.push({ rule: `scrolls sideways by ${document.scrollingElement.scrollWidth - width} px`, place: wide.length ? name(wide.at(-1)) : '', excerpt: wide.at(-1)?.textContent.trim().slice(0, 40) });
  }
  for (const it of document.body.querySelectorAll('*')) {
    if (![...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
    const style = getComputedStyle(it);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY) || !it.checkVisibility({ visibilityProperty: true }) || it.clientWidth < 4 || it.clientHeight < 4) continue;
    if (it.scrollWidth > it.clientWidth + 2 || it.scrollHeight > it.clientHeight + 4) out.push({ rule: 'text is cut off', place: name(it), excerpt: it.textContent.trim().slice(0, 40) });
  }
  return out.slice(0, 6);
});

/** How much of a short window is covered by what stays while the page scrolls, in per cent. */
const covered = (page) => page.evaluate(() => {
  scrollTo(0, Math.min(900, document.documentElement.scrollHeight / 2));
  const stays = (it) => { for (let up = it; up; up = up.parentElement) if (/fixed|sticky/.test(getComputedStyle(up).position)) return true; return false; };
  const rows = Array.from({ length: 40 }, (_, row) => document.elementFromPoint(innerWidth / 2, (row + 0.5) / 40 * innerHeight));
  return Math.round(rows.filter((it) => it && stays(it)).length / rows.length * 100);
});

const bodySize = (page) => page.evaluate(() => parseFloat(getComputedStyle([...document.querySelectorAll('main p')].find((it) => it.textContent.length > 12) ?? document.body).fontSize));

const NARROW = { '400 %': { width: 320, height: 256 }, '200 %': { width: 640, height: 512 }, '360 px': { width: 360, height: 740 } };

async function reflowOf(page, tab) {
  const findings = [];
  const collect = async (mode) => { for (const it of await overflow(tab)) findings.push(finding(page, `${it.rule} [${mode}]`, it.place, it.excerpt)); };
  for (const [mode, size] of Object.entries(NARROW)) {
    await tab.setViewportSize(size);
    await collect(mode);
    const share = mode === '400 %' ? await covered(tab) : 0;
    if (share > 25) findings.push(finding(page, 'bars that stay cover a short window', '', `${share} %`));
  }
  await tab.setViewportSize(PHONE.viewport);
  const before = await bodySize(tab);
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await tab.waitForTimeout(150);
  await collect('font doubled');
  if (await bodySize(tab) < before * 1.9) findings.push(finding(page, 'the text does not follow the reader’s default font size', '', `${before} px before, ${await bodySize(tab)} px after`));
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
  await tab.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  await tab.waitForTimeout(100);
  await collect('text spacing');
  return findings;
}

/** No sideways scrolling and no cut text at 400 %, 200 %, 360 px, with the default font doubled, with text spaced out. */
export async function reflow({ browser, server, pages }) {
  const found = await pool(pages, 2, (page) => visit(browser, server.url(page), { viewport: NARROW['400 %'] }, async (tab) => { await still(tab); return reflowOf(page, tab); }));
  return { units: pages.length, findings: found.flat(), note: '5 ways' };
}

/** Controls smaller than `least` pixels; a link inside a sentence may be as high as its line. */
const small = (page, least) => page.evaluate((least) => {
  const hidden = (it) => { for (let up = it; up && up !== document.body; up = up.parentElement) { const style = getComputedStyle(up); if (/inset\((50|100)%/.test(style.clipPath) || /rect\([01]px/.test(style.clip)) return true; } return false; };
  const inText = (it) => {
    if (it.localName !== 'a' || !getComputedStyle(it).display.startsWith('inline') || getComputedStyle(it).display !== 'inline') return false;
    const block = it.closest('p, li, dd, dt, td, th, caption, blockquote, figcaption, h1, h2, h3, h4, summary, div');
    const words = (node) => node.textContent.replace(/[^\p{L}\p{N}]/gu, '').length;
    return block && words(block) > words(it);
  };
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex="0"]')].flatMap((it) => {
    if (!it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || it.disabled || hidden(it) || inText(it)) return [];
    if (it.matches('.table-scroll, pre, [role=group], [role=region]')) return [];
    const boxes = [it, ...(/checkbox|radio/.test(it.type) ? it.labels : [])].map((each) => each.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
    const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
    if (boxes[0].width < 2 && boxes.length === 1 || boxes[0].right + scrollX <= 0 || boxes[0].bottom + scrollY <= 0 || width >= least - 0.5 && height >= least - 0.5) return [];
    return [{ place: it.localName + (it.id ? '#' + it.id : '') + [...it.classList].map((token) => '.' + token).join(''), excerpt: `${Math.round(width)}×${Math.round(height)} “${(it.getAttribute('aria-label') || it.textContent).trim().slice(0, 20)}”` }];
  });
}, least);

/** Every control that is not a link in a sentence is at least 48 px wide and high. */
export async function targets({ browser, server, pages }) {
  const jobs = pages.flatMap((page) => [[DESKTOP, '1280'], [PHONE, '320']].map(([window, mode]) => ({ page, window, mode })));
  const found = await pool(jobs, 2, ({ page, window, mode }) => visit(browser, server.url(page), window, async (tab) => {
    await still(tab);
    return (await small(tab, 48)).map((it) => finding(page, `target under 48 px [${mode}]`, it.place, it.excerpt));
  }));
  return { units: pages.length, findings: found.flat(), note: '2 windows' };
}
export { small as smallTargets };

const type = (page) => page.evaluate(() => {
  const out = [];
  const name = (it) => it.localName + [...it.classList].map((token) => '.' + token).join('');
  const hidden = (it) => { for (let up = it; up && up !== document.body; up = up.parentElement) if (/inset\((50|100)%/.test(getComputedStyle(up).clipPath)) return true; return false; };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const it = texts.currentNode.parentElement, words = texts.currentNode.data.trim();
    if (!words || it.closest('script, style, noscript, rt, rp, sup, sub, svg, [aria-hidden=true]') || !it.checkVisibility({ visibilityProperty: true }) || it.getBoundingClientRect().width < 3 || hidden(it)) continue;
    const size = parseFloat(getComputedStyle(it).fontSize);
    if (size < 15.9) out.push({ rule: 'type under 16 px', place: name(it), excerpt: `${size} px “${words.slice(0, 16)}”` });
  }
  for (const it of document.querySelectorAll('main p')) {
    if (it.textContent.trim().length < 60 || !it.checkVisibility() || it.closest('footer, figcaption, aside, nav, [class*=note], [class*=meta]')) continue;
    const style = getComputedStyle(it), size = parseFloat(style.fontSize), excerpt = it.textContent.trim().slice(0, 20);
    if (size < 19.9) out.push({ rule: 'body text under 20 px', place: name(it), excerpt: `${size} px ${excerpt}` });
    if (parseFloat(style.lineHeight) / size < 1.74) out.push({ rule: 'lines closer than 1.75', place: name(it), excerpt: `${style.lineHeight} for ${size} px ${excerpt}` });
    if (it.clientWidth / size > 41) out.push({ rule: 'more than 40 characters in a line', place: name(it), excerpt: `${Math.floor(it.clientWidth / size)} ${excerpt}` });
    if (style.textAlign === 'justify') out.push({ rule: 'justified text', place: name(it), excerpt });
  }
  const seen = new Set();
  return out.filter((it) => !seen.has(it.rule + it.place) && seen.add(it.rule + it.place));
});

/** Body text of 20 px, nothing under 16, lines of 1.75 and at most 40 characters, ragged right. */
export async function typography({ browser, server, pages }) {
  const jobs = pages.flatMap((page) => [[DESKTOP, '1280'], [PHONE, '320']].map(([window, mode]) => ({ page, window, mode })));
  const found = await pool(jobs, 2, ({ page, window, mode }) => visit(browser, server.url(page), window, async (tab) => (await type(tab)).map((it) => finding(page, `${it.rule} [${mode}]`, it.place, it.excerpt))));
  return { units: pages.length, findings: found.flat(), note: '2 windows' };
}

const paper = (page) => page.evaluate(() => {
  const channel = (value) => { const v = value / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const onWhite = (color) => {
    canvas.fillStyle = '#fff'; canvas.fillRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
    return 1.05 / (0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b) + 0.05);
  };
  const out = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const it = texts.currentNode.parentElement, words = texts.currentNode.data.trim();
    if (!words || it.closest('script, style, noscript') || !it.checkVisibility({ visibilityProperty: true }) || it.getBoundingClientRect().width < 3) continue;
    const style = getComputedStyle(it), ratio = onWhite(style.color);
    if (ratio < 4.5 && style.printColorAdjust !== 'exact') out.push({ rule: 'faint on paper', place: it.localName + [...it.classList].map((token) => '.' + token).join(''), excerpt: `${ratio.toFixed(1)}:1 “${words.slice(0, 16)}”` });
  }
  const shown = (selector) => [...document.querySelectorAll(selector)].some((it) => it.checkVisibility({ visibilityProperty: true }) && it.getBoundingClientRect().width > 2);
  if (!shown('main h1, h1')) out.push({ rule: 'the title is not printed', place: 'h1' });
  for (const [what, selector] of [['the navigation is printed', 'nav'], ['buttons are printed', 'button'], ['the search box is printed', 'input[type=search]']])
    if (shown(selector)) out.push({ rule: what, place: selector });
  const seen = new Set();
  return out.filter((it) => !seen.has(it.rule + it.place) && seen.add(it.rule + it.place));
});

/** Paper is white and browsers leave out backgrounds: from a dark device too, all text must stay readable, and controls stay away. */
export async function print({ browser, server, pages }) {
  const found = await pool(pages, 2, (page) => visit(browser, server.url(page), { ...DESKTOP, colorScheme: 'dark' }, async (tab) => {
    await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
    return (await paper(tab)).map((it) => finding(page, it.rule, it.place, it.excerpt));
  }));
  return { units: pages.length, findings: found.flat() };
}
