// What the rule engines say: axe-core in five modes, IBM Equal Access in two, the Nu Html Checker on every file.
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { DESKTOP, MODES, PHONE, pool, still, visit } from '../browser.mjs';
import { finding } from '../report.mjs';
import { serve } from '../site.mjs';

const require = createRequire(import.meta.url);
const source = (id) => fs.readFileSync(require.resolve(id), 'utf8');

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag21aaa', 'wcag22a', 'wcag22aa', 'wcag22aaa', 'best-practice'];
/** Rules that axe leaves off unless they are named. */
const AXE_MORE = ['target-size', 'table-fake-caption', 'td-has-header', 'focus-order-semantics',
  'identical-links-same-purpose', 'meta-refresh-no-exceptions'];

const COLOUR = ['color-contrast', 'color-contrast-enhanced'];

/** Runs axe. What is scrolled out of a box has no colours for it, so what stands in one is scrolled into sight and judged again. */
const runAxe = (page) => page.evaluate(async ({ tags, more, colour }) => {
  const given = { iframes: false, resultTypes: ['violations', 'incomplete'] };
  const rules = Object.fromEntries([...more.map((id) => [id, { enabled: true }]), ...colour.map((id) => [id, { enabled: false }])]);
  const list = (kind, all) => all.flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) => ({
    rule: `${kind} ${id}`, place: node.target.flat().join(' '), excerpt: `${node.html.slice(0, 90)} ${[...node.any, ...node.all, ...node.none][0]?.message ?? ''}` })));
  const both = (result) => [...list('axe', result.violations), ...list('axe (needs review)', result.incomplete)];
  const found = both(await axe.run(document, { ...given, runOnly: { type: 'tag', values: tags }, rules }));
  const judged = await axe.run(document, { ...given, elementRef: true, runOnly: { type: 'rule', values: colour } });
  const box = (it) => { for (let up = it?.parentElement; up; up = up.parentElement) if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth) return up; return null; };
  for (const result of judged.incomplete) {
    for (const { element } of result.nodes.filter((node) => box(node.element))) {
      element.scrollIntoView({ block: 'center', inline: 'start' });
      const again = await axe.run(element, { ...given, runOnly: { type: 'rule', values: [result.id] } });
      found.push(...both(again));
    }
    result.nodes = result.nodes.filter((node) => !box(node.element));
  }
  found.push(...both(judged));
  return found;
}, { tags: AXE_TAGS, more: AXE_MORE, colour: COLOUR });

/** Violations and needs-review of A, AA, AAA and best practice, on each page of the sample in each mode. */
export async function axe({ browser, server, pages, modes = Object.keys(MODES) }) {
  const script = source('axe-core/axe.min.js');
  const windows = [DESKTOP, PHONE].map((window) => modes.filter((mode) => MODES[mode].window === window)).filter((list) => list.length);
  const jobs = pages.flatMap((page) => windows.map((list) => ({ page, list })));
  const found = await pool(jobs, 2, ({ page, list }) => visit(browser, server.url(page), MODES[list[0]].window, async (tab) => {
    await still(tab);
    await tab.evaluate(script);
    const findings = [];
    for (const mode of list) {
      await tab.emulateMedia(MODES[mode].media);
      for (const it of await runAxe(tab)) findings.push(finding(page, `${it.rule} [${mode}]`, it.place, it.excerpt));
    }
    return findings;
  }));
  return { units: pages.length, findings: found.flat(), note: `${modes.length} modes` };
}

/** A second opinion, but for boxes that scroll: axe rightly wants the keyboard to reach them, IBM's engine forbids it.
 * What IBM's engine fails. What it would like a person to look at is not counted: it asks that of every page. */
export async function ibm({ browser, server, pages }) {
  const script = source('accessibility-checker-engine/ace.js');
  const jobs = pages.flatMap((page) => ['1280 light', '320 dark'].map((mode) => ({ page, mode })));
  const found = await pool(jobs, 2, ({ page, mode }) => visit(browser, server.url(page), MODES[mode].window, async (tab) => {
    await tab.emulateMedia(MODES[mode].media);
    await still(tab);
    await tab.evaluate(script);
    const results = await tab.evaluate(async () => {
      const report = await new ace.Checker().check(document, ['WCAG_2_2']);
      return report.results.filter((it) => it.value[1] === 'FAIL' && !(it.ruleId === 'element_tabbable_role_valid' && /overflow-x: ?auto|table-scroll|class="code/.test(it.snippet))).map((it) => ({ rule: it.ruleId, place: it.path?.dom, excerpt: `${it.message} ${it.snippet ?? ''}` }));
    });
    return results.map((it) => finding(page, `ibm ${it.rule} [${mode}]`, it.place, it.excerpt));
  }));
  return { units: pages.length, findings: found.flat(), note: '2 modes' };
}

/** Runs the checker on addresses, so that `'self'` in a page's policy means something to it. */
function runNu(urls) {
  const jar = path.join(path.dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const nu = spawn(process.env.JAVA ?? 'java', ['-Xss4m', '-Xmx1g', '-Dnu.validator.servlet.allow-forbidden-hosts=true', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', ...urls]);
  let out = '', complaint = '';
  nu.stdout.on('data', (data) => { out += data; });
  nu.stderr.on('data', (data) => { complaint += data; });
  return new Promise((done, fail) => {
    nu.on('error', fail);
    nu.on('close', () => { try { done(JSON.parse(out).messages); } catch { fail(new Error(`the Nu checker said: ${(complaint || out).slice(0, 300)}`)); } });
  });
}

/** Its client gives up after five seconds, which a busy machine needs now and then: those pages are asked for again. */
async function runNuAgain(urls, tries = 6) {
  const messages = await runNu(urls);
  const missed = [...new Set(messages.filter((it) => it.subType === 'io').map((it) => it.url))];
  if (!missed.length || tries === 1) return messages;
  return [...messages.filter((it) => !missed.includes(it.url)), ...await runNuAgain(missed, tries - 1)];
}

/** It takes data blocks and hashed scripts for refused ones. The browser knows better: `privacy` hears of every real refusal. */
const MISTAKEN = /^Inline script violates Content Security Policy/;

/** Errors and warnings of the Nu Html Checker on every HTML file of both builds. */
export async function nu({ site, offline }) {
  const findings = [];
  let units = 0;
  for (const each of [site, offline].filter(Boolean)) {
    const server = await serve(each);
    units += each.pages.length;
    for (let from = 0; from < each.pages.length; from += 300) {
      const urls = each.pages.slice(from, from + 300).map((page) => `${server.origin}/${encodeURI(page)}`);
      for (const it of await runNuAgain(urls)) {
        const page = (each === site ? '' : 'offline: ') + decodeURI(it.url ?? '').replace(server.origin + '/', '');
        if ((it.type === 'info' && it.subType !== 'warning') || MISTAKEN.test(it.message)) continue;
        findings.push(finding(page, `nu ${it.subType ?? it.type}: ${it.message}`, `line ${it.lastLine ?? '?'}`, it.extract ?? ''));
      }
    }
    server.close();
  }
  return { units, findings };
}
