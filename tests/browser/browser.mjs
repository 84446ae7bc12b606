// Debian's Chromium, driven by Playwright; nothing outside this machine resolves.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
/** The five ways of looking at a page, each a window and what the page is told about the device. */
export const MODES = {
  '1280 light': { window: DESKTOP, media: { colorScheme: 'light', media: 'screen' } },
  '1280 dark': { window: DESKTOP, media: { colorScheme: 'dark', media: 'screen' } },
  print: { window: DESKTOP, media: { colorScheme: 'light', media: 'print' } },
  '320 light': { window: PHONE, media: { colorScheme: 'light', media: 'screen' } },
  '320 dark': { window: PHONE, media: { colorScheme: 'dark', media: 'screen' } },
};

const FLAGS = ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--mute-audio',
  '--lang=zh-CN', '--force-color-profile=srgb', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

export const chromiumPath = () => [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => file && fs.existsSync(file));

export function launch(flags = []) {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('Chromium is missing: run .ci/setup, or name it in CHROME_PATH');
  return chromium.launch({ executablePath, chromiumSandbox: false, args: [...FLAGS, ...flags] });
}

/** Opens `url` in a window of its own (own storage, own cache), gives the page and what it said to `work`, closes it again. */
export async function visit(browser, url, options, work) {
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20000);
  try {
    const page = await context.newPage();
    const log = listen(page);
    if (url) await page.goto(url, { waitUntil: 'load' });
    return await work(page, log, context);
  } finally {
    await context.close();
  }
}

function listen(page) {
  const log = { requests: [], errors: [] };
  page.on('request', (request) => log.requests.push(request.url()));
  page.on('pageerror', (error) => log.errors.push(String(error.message)));
  page.on('console', (message) => { if (message.type() === 'error') log.errors.push(`${message.text()} ${message.location().url ?? ''}`.trim()); });
  page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
  return log;
}

/** Ends all motion, so that a measurement does not race it. A constructed sheet is not subject to the page's policy. */
export const still = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*,*::before,*::after{transition:none!important;animation-duration:1ms!important;animation-delay:0s!important;scroll-behavior:auto!important;caret-color:transparent!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
});

/** Runs `work` over all items, `width` at a time, and gives the results in order. */
export async function pool(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => { while (next < items.length) { const mine = next++; results[mine] = await work(items[mine]); } };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
