// The page by keyboard alone: Tab reaches every control, in order, out again at the end, and one always sees where one is.
import { DESKTOP, PHONE, pool, still, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

/** Marks every control a keyboard should reach, in the order of the document; a group of radio buttons is one stop. */
const mark = (page) => page.evaluate(() => {
  const groups = new Set();
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, video[controls], audio[controls], [tabindex]')].filter((it) => {
    if (it.tabIndex < 0 || it.disabled || it.closest('[inert]') || !it.checkVisibility({ visibilityProperty: true })) return false;
    if (it.type !== 'radio') return true;
    const group = `${it.form?.id}/${it.name}`;
    if (groups.has(group)) return false;
    for (const other of document.getElementsByName(it.name)) other.dataset.stop = window.stops;
    return groups.add(group);
  });
  const name = (it) => `${it.localName}${it.id ? '#' + it.id : ''}${[...it.classList].map((token) => '.' + token).join('')}`;
  window.stopOf = new Map();
  all.forEach((it, at) => (it.type === 'radio' ? document.getElementsByName(it.name) : [it]).forEach((each) => window.stopOf.set(each, at)));
  return all.map((it) => ({ name: name(it), text: (it.getAttribute('aria-label') || it.textContent || it.value || '').trim().slice(0, 24) }));
});

/** Where the focus is now. */
const here = (page) => page.evaluate(() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const box = at.getBoundingClientRect();
  // A link that wraps has several boxes: its middle may lie outside of it.
  const first = at.getClientRects()[0] ?? box;
  const x = Math.min(innerWidth - 1, Math.max(0, first.left + Math.min(first.width / 2, 40))), edge = Math.min(innerHeight - 1, Math.max(0, first.top + Math.min(first.height, 40) / 2));
  // Of what is higher than half a window, the middle of what shows.
  const y = first.height > innerHeight / 2 ? (Math.max(0, first.top) + Math.min(innerHeight, first.bottom)) / 2 : edge;
  const top = document.elementFromPoint(x, y);
  return { stop: window.stopOf.get(at), name: at.localName + (at.id ? '#' + at.id : '') + '.' + [...at.classList].join('.'),
    kind: [at, at.parentElement, at.parentElement?.parentElement, at.closest('header, footer, main, nav')].map((it) => `${it?.localName}.${it?.className}`).join('<'),
    // The ring goes around each piece of a link that wraps, or around all of them together: the shorter way counts.
    around: Math.min(2 * (Math.min(box.width, innerWidth) + Math.min(box.height, innerHeight)), [...at.getClientRects()].reduce((sum, piece) => sum + 2 * (piece.width + piece.height), 0)),
    box: { x: box.x, y: box.y, width: box.width, height: box.height },
    off: box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth,
    under: top && !(top === at || at.contains(top) || top.contains(at) || top.closest('label')?.control === at) ? top.localName + '.' + [...top.classList].join('.') : '' };
});

/** How many pixels differ between two pictures, and how many of them by a contrast of 3:1 or more. */
const compare = (helper, one, other) => helper.evaluate(async ([a, b]) => {
  const pixels = async (data) => {
    const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
  };
  const light = (data, at) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, k) => { const v = data[at + k] / 255; return sum + weight * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  const [p, q] = [await pixels(a), await pixels(b)];
  let changed = 0, strong = 0;
  for (let at = 0; at < Math.min(p.length, q.length); at += 4) {
    if (p[at] === q[at] && p[at + 1] === q[at + 1] && p[at + 2] === q[at + 2]) continue;
    changed++;
    const [x, y] = [light(p, at), light(q, at)].sort((m, n) => n - m);
    if ((x + 0.05) / (y + 0.05) >= 3) strong++;
  }
  return { changed, strong };
}, [one, other]);

/** Is there a ring? The window with and without the focus must differ strongly along most of the outline, wherever it is drawn. */
async function ring(page, helper, around) {
  const shot = async () => (await page.screenshot({ animations: 'allow', caret: 'initial', scale: 'css' })).toString('base64');
  const on = await shot();
  await page.evaluate(() => { window.focused = document.activeElement; window.focused.blur(); });
  const off = await shot();
  await page.evaluate(() => window.focused.focus({ preventScroll: true, focusVisible: true }));
  return { ...(await compare(helper, on, off)), around };
}

async function walk(page, helper, window, measured, note) {
  const stops = await mark(page);
  const reached = [];
  let trapped = false;
  for (let step = 0; step < stops.length * 3 + 30; step++) {
    await page.keyboard.press('Tab');
    const at = await here(page);
    if (!at) break;
    const before = reached.at(-1);
    reached.push(at.stop);
    // The controls inside a player and a frame are stops of the browser's own.
    if (at.stop === before && at.stop !== undefined) {
      if (!/^(video|audio|iframe)/.test(at.name) && reached.slice(-4).every((stop) => stop === at.stop) && reached.length > 3) trapped = true;
      if (trapped) break;
      continue;
    }
    if (at.off) note('focus out of sight', at.name, stops[at.stop]?.text);
    else if (at.under && at.box.width > 2) note('focus hidden under something', at.name, `under ${at.under}`);
    else if (!/^(iframe|video|audio)/.test(at.name) && at.box.width > 2) {
      // Controls that look alike get the same ring: each kind is measured twice in each window.
      const kind = `${window.viewport.width} ${at.kind}`;
      const times = measured.get(kind) ?? 0;
      measured.set(kind, times + 1);
      const seen = times < 2 ? await ring(page, helper, at.around) : null;
      if (seen && seen.changed === 0) note('no visible focus', at.name, stops[at.stop]?.text);
      else if (seen && seen.strong < seen.around * 0.8) note('faint focus ring', at.name, `${seen.strong} pixels of 3:1 along ${Math.round(seen.around)}`);
    }
  }
  const been = new Set(reached);
  if (trapped) note('keyboard trap', stops[reached.at(-1)].name, 'Tab does not leave it');
  else stops.forEach((stop, at) => { if (!been.has(at)) note('Tab never reaches', stop.name, stop.text); });
  const order = reached.filter((stop) => stop !== undefined);
  const back = order.findIndex((stop, at) => at > 0 && stop < order[at - 1]);
  if (back > 0) note('focus jumps back', stops[order[back]].name, `after ${stops[order[back - 1]].name} ${stops[order[back - 1]].text}`);
}

/** Things that react to the mouse and that a keyboard cannot reach. */
async function mouseOnly(page, note) {
  const devtools = await page.context().newCDPSession(page);
  const { result } = await devtools.send('Runtime.evaluate', { includeCommandLineAPI: true, returnByValue: true, expression: `[...document.body.querySelectorAll('*')].filter((it) => {
    if (it.closest('a[href], button, input, select, textarea, summary, label, [tabindex], audio, video, iframe, dialog, form') || it.querySelector('a[href], button, input, select, textarea, summary')) return false;
    const heard = getEventListeners(it); return it.onclick || heard.click || heard.mousedown || heard.pointerdown;
  }).map((it) => it.localName + '.' + [...it.classList].join('.'))` });
  for (const name of result.value ?? []) note('works by mouse only', name);
}

/** The walk on a wide window in light and on a narrow one in dark. */
export async function keyboard({ browser, server, deep }) {
  const measured = new Map();
  const jobs = deep.flatMap((page) => [[DESKTOP, 'light'], [{ viewport: PHONE.viewport }, 'dark']].map(([window, colorScheme]) => ({ page, window, colorScheme })));
  const found = await pool(jobs, 2, ({ page, window, colorScheme }) => visit(browser, server.url(page), { ...window, colorScheme }, (tab) => visit(browser, 'about:blank', {}, async (helper) => {
    const findings = [];
    const note = (rule, place, excerpt) => findings.push(finding(page, `${rule} [${window.viewport.width} ${colorScheme}]`, place, excerpt));
    await still(tab);
    await mouseOnly(tab, note);
    await walk(tab, helper, window, measured, note);
    return findings;
  })));
  return { units: deep.length, findings: found.flat(), note: '2 windows' };
}
