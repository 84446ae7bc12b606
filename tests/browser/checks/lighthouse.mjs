// Lighthouse on the pages that matter. Its speed score is told, not judged: machines are noisy.
import net from 'node:net';
import { launch } from '../browser.mjs';
import { finding } from '../report.mjs';

const JUDGED = ['accessibility', 'best-practices', 'seo'];

/** A port that nobody listens on; Lighthouse speaks to the browser through it. */
const freePort = () => new Promise((done) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
});

async function rate(port, url, form) {
  const { default: lighthouse, desktopConfig } = await import('lighthouse');
  const { lhr } = await lighthouse(url, { port, logLevel: 'silent', output: 'json', onlyCategories: ['performance', ...JUDGED] }, form === 'desktop' ? desktopConfig : undefined);
  if (lhr.runtimeError) throw new Error(`Lighthouse: ${lhr.runtimeError.message}`);
  return lhr;
}

/** Accessibility, best practices and search engines at 100, no layout shift, on the phone and on the desk. */
export async function lighthouse({ server, rated }) {
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const findings = [], speed = [];
  try {
    for (const page of rated) for (const form of ['mobile', 'desktop']) {
      const report = await rate(port, server.url(page), form);
      speed.push(Math.round(report.categories.performance.score * 100));
      const shift = report.audits['cumulative-layout-shift'].numericValue;
      if (shift > 0.01) findings.push(finding(page, `lighthouse layout shift [${form}]`, '', shift));
      for (const name of JUDGED) {
        if (report.categories[name].score === 1) continue;
        const weak = report.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && report.audits[id].score !== null && report.audits[id].score < 1);
        for (const { id } of weak) findings.push(finding(page, `lighthouse ${name} ${id} [${form}]`, report.audits[id].details?.items?.[0]?.node?.selector ?? '', JSON.stringify(report.audits[id].details?.items?.[0] ?? report.audits[id].explanation ?? '').slice(0, 150)));
      }
    }
  } finally {
    await browser.close();
  }
  return { units: rated.length, findings, note: `speed ${speed.join(' ')}` };
}
