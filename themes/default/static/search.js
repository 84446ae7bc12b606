/* Searches the index that pufa writes into search/. A classic script that loads others by element and never fetches, so it
   works from file:// too. src/render/search/ says how the files are made; fold() repeats its fold.rs. */
(function () {
  'use strict';
  const form = document.querySelector('form[data-search]');
  if (!form) return;
  const at = id => document.getElementById('search-' + id);
  const list = at('hits'), status = at('status'), more = at('more'), say = form.dataset;
  const HAN = /[〇㐀-䶿一-鿿\u{20000}-\u{323af}]/u, WORD = /[0-9a-zÀ-ÖØ-öø-῿ぁ-ヺー-ㄯꀀ-꓏가-힣]/;
  const SKIP = /[ "'\t\xad\u200b-\u200d\u2018-\u201f\ufeff\u3008-\u300f\ufe00-\ufe0f]/;
  const NUMERAL = '零一二三四五六七八九〇十百千两', PAGE = 10, TRIES = 150;
  const loads = new Map(), values = new Map();
  let head, table, own, same, starts, turn = 0, next;

  window.pufaSearch = (name, value) => values.set(name, value);

  function load(name) {
    if (!loads.has(name)) loads.set(name, new Promise((done, fail) => {
      const script = document.createElement('script');
      script.src = say.search + name + '.js?v=' + (head ? head.v : Math.floor(Date.now() / 6e5));
      script.onload = () => done(values.get(name));
      script.onerror = () => { loads.delete(name); fail(); };
      document.head.appendChild(script);
    }));
    return loads.get(name);
  }

  async function open() {
    const got = await load('index');
    if (head) return;
    table = new Map();
    for (let i = 0; i < got.fold.length; i += 2) table.set(got.fold[i], got.fold[i + 1]);
    own = new Map(got.own);
    same = new Map(got.same.map(row => [row[0], row.slice(1)]));
    starts = [];
    let last = 0;
    decode(got.texts, 0, v => starts.push(last += v));
    for (const name of got.sections) form.section.add(new Option(name, name));
    form.section.value = new URLSearchParams(location.search).get('section') || '';
    head = got;
  }

  /* The folded text, and for each of its units where it begins and ends in the written one. */
  function fold(text) {
    let f = '', from = [], to = [], gap = 2, place = 0;
    const add = (c, a, b) => { f += c; for (let i = 0; i < c.length; i++) { from.push(a); to.push(b); } };
    for (const written of text) {
      const end = place + written.length;
      for (let c of written.normalize('NFKC').toLowerCase()) {
        c = table.get(c) || c;
        const word = WORD.test(c);
        if (!word && !HAN.test(c)) { gap = SKIP.test(c) ? gap || 1 : 2; continue; }
        const last = f[f.length - 1];
        if (f && gap && (gap > 1 ? last !== ' ' : word && WORD.test(last))) add(' ', place, place);
        const number = /[条款项章节编]/.test(c) && /第([零一二三四五六七八九〇十百千两]{1,8})$/.exec(f.slice(-9));
        if (number) {
          const i = f.length - number[1].length, a = from[i], b = to[f.length - 1];
          f = f.slice(0, i); from.length = to.length = i;
          add(String(value(number[1])), a, b);
        }
        add(c, place, end);
        gap = 0;
      }
      place = end;
    }
    return { f, from, to };
  }

  function value(numerals) {
    let sum = 0, digits = 0;
    for (const c of numerals) {
      const i = NUMERAL.indexOf(c), power = [10, 100, 1000][i - 11];
      if (power) { sum += (digits || 1) * power; digits = 0; } else digits = digits * 10 + (i > 13 ? 2 : i % 10);
    }
    return sum + digits;
  }

  /* Each term is a list of phrases of which one must stand in the page. */
  function terms(query) {
    const phrases = word => {
      const f = fold(word).f, plain = f.replace(/ /g, '');
      const number = /^[零一二三四五六七八九〇十百千两]+[条款项章节编]/.test(f) ? [fold('第' + word).f] : [];
      return [f].concat(number, same.get(plain) || []);
    };
    const whole = fold(query).f.replace(/ /g, '');
    const words = same.has(whole) ? [query] : query.match(/"[^"]*"|“[^”]*”|\S+/g) || [];
    return words.map(phrases).filter(it => it[0]);
  }

  /* Keys under which a phrase stands in the index: [text, whether longer ones count too]. */
  function keys(phrase) {
    const found = [], runs = phrase.match(/[〇㐀-䶿一-鿿\u{20000}-\u{323af}]+|[^ 〇㐀-䶿一-鿿\u{20000}-\u{323af}]+/gu);
    runs.forEach((run, i) => {
      const c = Array.from(run);
      if (!HAN.test(run)) found.push([run, i === runs.length - 1]);
      else if (c.length === 1) found.push([run, true]);
      else for (let j = 0; j < c.length - 1; j += j + 3 === c.length ? 1 : 2) found.push([c[j] + c[j + 1], false]);
    });
    return found.slice(0, 8);
  }

  const simple = phrase => keys(phrase).length === 1 && (Array.from(phrase).length < 3 || !HAN.test(phrase));

  function decode(text, i, take) {
    for (let high = 0, weighty = false; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 33) return;
      if (c === 35) { weighty = true; take(-1); continue; }
      const v = c - 36 - (c > 60) - (c > 92);
      if (v > 61) high = high * 27 + v - 61;
      else { take(high * 62 + v, weighty); high = 0; }
    }
  }

  /* Per page 0, or 1 in the text, 2 in a heading or often, 3 in the title. */
  async function look(key, longer) {
    const [first, second] = Array.from(key), parts = own.get(first), hex = first.codePointAt(0).toString(16);
    const part = second ? second.codePointAt(0) % parts : 0;
    const names = !parts ? ['s/' + (first.codePointAt(0) % head.shards).toString(16)]
      : second || !longer ? ['c/' + hex + '-' + part] : Array.from({ length: parts }, (_, i) => 'c/' + hex + '-' + i);
    const pages = new Uint8Array(head.n), sought = '!' + key + (longer ? '' : ' ');
    for (const text of await Promise.all(names.map(load))) {
      for (let i = text.indexOf(sought); i >= 0; i = text.indexOf(sought, i + 1)) {
        let page = 0;
        decode(text, text.indexOf(' ', i) + 1, (v, weighty) => {
          if (v < 0) page = 0;
          else if (weighty) { page += v >> 1; pages[page] = Math.max(pages[page], 2 + (v & 1)); }
          else { page += v; pages[page] = pages[page] || 1; }
        });
      }
    }
    return pages;
  }

  async function candidates(wanted) {
    const score = new Uint8Array(head.n), near = new Uint8Array(head.n), section = head.sections.indexOf(form.section.value);
    let count = 0;
    for (const phrases of wanted) {
      const best = new Uint8Array(head.n);
      for (const phrase of phrases) {
        const all = await Promise.all(keys(phrase).map(key => look(key[0], key[1])));
        count = Math.max(count, all.length);
        for (let i = 0; i < head.n; i++) {
          best[i] = Math.max(best[i], Math.min.apply(0, all.map(it => it[i])));
          near[i] += all.filter(it => it[i]).length;
        }
      }
      for (let i = 0; i < head.n; i++) score[i] = best[i] && (score[i] || phrases === wanted[0]) ? score[i] + best[i] : 0;
    }
    const symbol = section < 0 ? '' : String.fromCharCode(35 + section + (section > 24));
    const sorted = by => Array.from(by.keys()).filter(i => by[i] && (!symbol || head.of[i] === symbol)).sort((a, b) => by[b] - by[a] || a - b);
    return { ids: sorted(score), near: () => sorted(near).filter(i => near[i] * 2 >= count).slice(0, PAGE) };
  }

  async function page(id) {
    let k = starts.length - 1;
    while (starts[k] > id) k--;
    const names = ['t/' + k], first = starts[k];
    while (k && starts[k - 1] === first && first === id) names.unshift('t/' + --k);
    const pieces = (await Promise.all(names.map(load))).map(it => it[id - first]);
    const found = { url: pieces[0][0], title: fold(pieces[0][1]), date: pieces[0][2], parts: [] };
    found.title.text = pieces[0][1];
    for (const piece of pieces) for (let i = 3; i < piece.length; i += 2) found.parts.push(Object.assign(fold(piece[i + 1]), { text: piece[i + 1], anchor: piece[i] }));
    return found;
  }

  function places(folded, phrase) {
    const found = [], f = folded.f;
    for (let i = f.indexOf(phrase); i >= 0; i = f.indexOf(phrase, i + 1)) {
      if (!i || !WORD.test(f[i]) || !WORD.test(f[i - 1])) found.push([folded.from[i], folded.to[i + phrase.length - 1]]);
    }
    return found;
  }

  const holds = (folded, phrases) => phrases.some(it => places(folded, it).length);

  /* A line of text with the sought phrases marked, text nodes only. */
  function marked(tag, folded, wanted, start, end) {
    const element = document.createElement(tag), text = folded.text;
    const spans = [].concat.apply([], [].concat.apply([], wanted).map(it => places(folded, it))).sort((a, b) => a[0] - b[0]);
    let done = start;
    const put = to => { element.append(text.slice(done, to).replace(/\n/g, ' ')); done = to; };
    if (start) element.append('…');
    for (const [a, b] of spans) if (a >= done && a < end) {
      put(a);
      const mark = document.createElement('mark');
      mark.textContent = text.slice(a, b);
      element.append(mark);
      done = b;
    }
    put(Math.max(end, done));
    if (done < text.length) element.append('…');
    return element;
  }

  function show(id, found, wanted) {
    const weigh = part => wanted.filter(it => holds(part, it)).length;
    const best = found.parts.reduce((a, b) => !a || weigh(b) > weigh(a) ? b : a, null);
    const item = document.createElement('li'), link = marked('a', found.title, wanted, 0, found.title.text.length);
    const deep = best && best.anchor && weigh(best) > weigh(found.title);
    link.href = say.root + found.url + (deep ? '#' + encodeURIComponent(best.anchor) : '');
    item.append(link);
    if (best) {
      const first = Math.min.apply(0, [].concat.apply([], wanted).map(it => (places(best, it)[0] || [1e9])[0]));
      let start = Math.max(0, (first < 1e9 ? first : 0) - 24), end = start + 96;
      if (/[\udc00-\udfff]/.test(best.text[start])) start--;
      if (/[\udc00-\udfff]/.test(best.text[end])) end++;
      item.append(marked('p', best, wanted, start, Math.min(end, best.text.length)));
    }
    const small = document.createElement('small'), code = head.of.charCodeAt(id) - 35;
    small.textContent = [head.sections[code - (code > 25)], found.date].filter(Boolean).join(' · ');
    item.append(small);
    list.append(item);
  }

  async function run() {
    const mine = ++turn, query = form.q.value, stale = () => mine !== turn;
    list.textContent = '';
    more.hidden = true;
    status.textContent = query.trim() ? say.busy : '';
    if (!query.trim()) return;
    list.setAttribute('aria-busy', 'true');
    await open();
    let wanted = terms(query);
    const got = wanted.length ? await candidates(wanted) : { ids: [], near: () => [] };
    if (stale()) return;
    const exact = wanted.every(it => it.every(simple)), cached = [];
    let ids = got.ids, tried = 0, hits = 0, shown = 0, want = 0, near = false;
    next = async () => {
      want += PAGE;
      list.setAttribute('aria-busy', 'true');
      const before = list.children.length, stop = tried + TRIES;
      while (shown < want && cached.length) { const it = cached.shift(); show(it, await page(it), wanted); shown++; }
      while (tried < ids.length && (shown < want || !exact && !near && tried < stop)) {
        ids.slice(tried, tried + PAGE).forEach(page);
        const id = ids[tried++], found = await page(id);
        if (stale()) return;
        if (!near && !wanted.every(it => [found.title].concat(found.parts).some(part => holds(part, it)))) continue;
        hits++;
        if (shown < want) { show(id, found, wanted); shown++; } else cached.push(id);
      }
      if (!hits && !near && (ids = got.near()).length) {
        near = true; tried = want = 0;
        wanted = wanted.map(it => [].concat.apply([], it.map(keys)).map(key => key[0]));
        return next();
      }
      const all = exact || tried === ids.length, total = exact || near ? ids.length : hits;
      status.textContent = (near ? say.near : !total ? say.none : all ? say.some : say.least).replace('{n}', total);
      more.hidden = shown >= total && all;
      list.removeAttribute('aria-busy');
      if (before && list.children[before]) list.children[before].firstChild.focus();
    };
    await next();
  }

  const start = () => run().catch(() => { status.textContent = say.fail; list.removeAttribute('aria-busy'); });
  form.q.value = new URLSearchParams(location.search).get('q') || '';
  form.addEventListener('submit', event => {
    event.preventDefault();
    try { history.replaceState(null, '', '?' + new URLSearchParams(new FormData(form))); } catch (refused) { /* still searches */ }
    start();
  });
  form.section.addEventListener('change', start);
  more.addEventListener('click', () => next());
  open().then(start, start);
})();
