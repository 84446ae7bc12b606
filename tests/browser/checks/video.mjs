// Short videos: nothing is fetched before somebody asks for it, captions really show, a platform sees nobody who did not click.
import { DESKTOP, PHONE, visit } from '../browser.mjs';
import { finding } from '../report.mjs';

const FACADE = '[data-player]';

/** A player of our own: quiet until it is started, then with captions over the picture. */
async function ours(browser, url, note) {
  await visit(browser, url, DESKTOP, async (tab, log) => {
    await tab.waitForTimeout(300);
    const early = log.requests.filter((it) => /\.(mp4|m4v|mov|webm)(\?|$)/.test(it));
    if (early.length) note('a video is fetched before it is started', early[0]);
    const facts = await tab.evaluate(() => [...document.querySelectorAll('video')].map((it) => ({ controls: it.controls, autoplay: it.autoplay, preload: it.preload, poster: !!it.poster, inline: it.hasAttribute('playsinline'), sized: it.hasAttribute('width') && it.hasAttribute('height'), name: it.getAttribute('aria-label') || it.getAttribute('aria-labelledby') || it.title })));
    for (const it of facts) for (const [bad, what] of [[!it.controls, 'no controls'], [it.autoplay, 'starts by itself'], [it.preload !== 'none', 'preloads'], [!it.poster, 'no poster'], [!it.inline, 'not inline on phones'], [!it.sized, 'no size'], [!it.name, 'no name']])
      if (bad) note(`a video: ${what}`);
    for (let at = 0; at < facts.length; at++) {
      const shown = await tab.evaluate(async (at) => {
        const video = document.querySelectorAll('video')[at];
        video.muted = true;
        await Promise.race([video.play(), new Promise((_, fail) => setTimeout(() => fail(new Error('does not start')), 5000))]).catch((error) => { video.problem = error.message; });
        const track = [...video.textTracks].find((it) => /captions|subtitles/.test(it.kind));
        for (let wait = 0; wait < 40 && !track?.cues?.length; wait++) await new Promise((done) => setTimeout(done, 50));
        const cue = track?.cues?.[0];
        if (cue) video.currentTime = cue.startTime + 0.1;
        for (let wait = 0; wait < 40 && cue && !track.activeCues?.length; wait++) await new Promise((done) => setTimeout(done, 50));
        video.pause();
        return { problem: video.problem ?? video.error?.message, mode: track?.mode, cues: track?.cues?.length ?? 0, active: track?.activeCues?.[0]?.text ?? '' };
      }, at);
      if (shown.problem) note('a video does not play', shown.problem);
      if (shown.mode !== 'showing' || !shown.cues || !shown.active) note('captions are not shown', JSON.stringify(shown));
    }
    if (facts.length && !await tab.evaluate(() => [...document.querySelectorAll('details')].some((it) => it.querySelector('summary')?.textContent.match(/文字|字幕|文稿/) && it.textContent.length > 40))) note('no transcript');
    if (log.errors.length) note('error in the console', log.errors[0]);
  });
}

/** Chapters: chosen by keyboard, the player goes there and has the focus; without script the link opens the file at that moment. */
async function chapters(browser, url, note) {
  const seen = await visit(browser, url, { javaScriptEnabled: false }, (tab) => tab.evaluate(() => [...document.querySelectorAll('[data-seek]')].map((it) => ({ href: it.href ?? '', to: Number(it.dataset.seek) }))));
  for (const { href, to } of seen) if (!href.endsWith(`#t=${to}`) || !/\.(mp4|m4v|mov|webm)#/.test(href)) note('without script a chapter leads nowhere', href);
  if (!seen.length) return;
  await visit(browser, url, DESKTOP, async (tab, log) => {
    for (let at = 0; at < seen.length; at++) {
      const link = tab.locator('[data-seek]').nth(at);
      await link.focus();
      await tab.keyboard.press('Enter');
      const player = link.locator('xpath=ancestor::figure').locator('video');
      const there = await player.evaluate(async (video, to) => {
        video.muted = true;
        for (let wait = 0; wait < 60 && (video.seeking || video.readyState < 2 || video.currentTime < to); wait++) await new Promise((done) => setTimeout(done, 50));
        const result = { time: video.currentTime, playing: !video.paused, focused: document.activeElement === video };
        video.pause();
        return result;
      }, seen[at].to).catch((error) => ({ problem: error.message }));
      if (there.problem || there.time < seen[at].to || there.time > seen[at].to + 4) note('a chapter does not move the player', JSON.stringify({ ...there, wanted: seen[at].to }));
      else if (!there.playing && seen[at + 1]) note('a chapter is not played', JSON.stringify(there));
      if (!there.focused) note('a chapter leaves the focus behind', JSON.stringify(there));
    }
    if (log.errors.length) note('error in the console', log.errors[0]);
  });
}

/** The stand-in for a platform's player: a link that becomes a framed player when it is clicked. */
async function facades(browser, url, note) {
  const count = await visit(browser, url, PHONE, (tab) => tab.locator(FACADE).count());
  for (let at = 0; at < count; at++) {
    await visit(browser, null, DESKTOP, async (tab, log, context) => {
      await context.route((it) => /^https?:$/.test(it.protocol) && !/^127\./.test(it.hostname), (route) => route.fulfill({ contentType: 'text/html', body: '<title>player</title>' }));
      await tab.goto(url);
      await tab.waitForTimeout(200);
      const outside = () => log.requests.filter((it) => /^https?:/.test(it) && !/^https?:\/\/127\./.test(it));
      const facade = tab.locator(FACADE).nth(at);
      const before = await facade.evaluate((it) => ({ player: it.dataset.player, href: it.href ?? '', host: new URL(it.dataset.player).host }));
      if (await tab.locator('iframe').count() || outside().length) note('a platform is asked before anybody clicks', outside()[0] ?? 'iframe');
      if (!/^https:/.test(before.href)) note('without script the stand-in leads nowhere', before.href);
      await facade.click();
      const frame = tab.locator('iframe').first();
      if (!await frame.waitFor({ timeout: 3000 }).then(() => true, () => false)) return note('a click does not bring the player', before.player);
      await tab.waitForTimeout(300);
      const after = await frame.evaluate((it) => ({ src: it.src, title: it.title, sandbox: it.getAttribute('sandbox'), allow: it.allow, active: document.activeElement === it || document.activeElement?.contains(it) }));
      if (after.src !== before.player) note('another player than the one announced', after.src);
      if (!after.title) note('a player without a title', after.src);
      if (after.sandbox === null) note('a player without a sandbox', after.src);
      if (/autoplay=(1|true)/.test(after.src) || /autoplay/.test(after.allow)) note('a player that starts by itself', after.src);
      if (!outside().some((it) => new URL(it).host === before.host)) note('the policy keeps the player out', `${before.player} ${log.errors[0] ?? ''}`);
    });
  }
  return count;
}

export async function video({ browser, server, site, offline }) {
  const findings = [];
  const pages = site.pages.filter((page) => /<video\b|\bdata-player=/.test(site.text(page)));
  let players = 0;
  for (const page of pages) {
    const noteOn = (where) => (rule, excerpt) => findings.push(finding(page, `video: ${rule}${where}`, '', excerpt));
    if (/<video\b/.test(site.text(page))) {
      const places = [[server.url(page), ''], ...(offline?.has(page) ? [[offline.fileUrl(page), ' [from the disk]']] : [])];
      for (const [url, where] of places) {
        await ours(browser, url, noteOn(where));
        await chapters(browser, url, noteOn(where));
      }
    }
    players += await facades(browser, server.url(page), noteOn(''));
  }
  return { units: pages.length, findings, note: `${players} of platforms` };
}
