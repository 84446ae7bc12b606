/* Searches the index that pufa writes into search/ by loading scripts, never by fetch, so it works from file:// too.
   fold() repeats fold.rs in src/render/search/, which says how the files are made. */
(() => {
  'use strict';
  const form = document.querySelector('form[data-search]');
  if (!form) return;
  const [list, status, more] = ['hits', 'status', 'more'].map(it => document.getElementById('search-' + it));
  const say = form.dataset, choice = form.section, asked = new URLSearchParams(location.search);
  const H = '〇㐀-䶿一-鿿\\u{20000}-\\u{323af}', N = '零一二三四五六七八九〇十百千两', U = '[条款项章节编]';
  const [HAN, RUNS] = [`[${H}]`, `[${H}]+|[^ ${H}]+`].map(it => RegExp(it, 'gu'));
  const [UNIT, NUMBER, BARE] = [U, `第([${N}]{1,8})$`, `^[${N}]+${U}`].map(it => RegExp(it));
  const WORD = /[0-9a-zÀ-ÖØ-öø-῿ぁ-ヺー-ㄯꀀ-꓏가-힣]/;
  const SKIP = /[ "'\t\xad\u200b-\u200d‘-‟\ufeff〈-』\ufe00-\ufe0f]/;
  const loads = {}, files = {}, table = new Map();
  const flat = lists => [].concat(...lists), code = it => it.codePointAt(0), han = it => it.search(HAN) >= 0;
  let head, own, same, starts, turn = 0, next;

  window.pufaSearch = (name, value) => { files[name] = value; };

  const load = name => loads[name] = loads[name] || new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = `${say.search}${name}.js?v=${head ? head.v : Date.now() >> 19}`;
    script.onload = () => done(files[name]);
    script.onerror = () => { delete loads[name]; fail(); };
    document.head.append(script);
  });

  async function open() {
    const got = await load('index');
    if (head) return;
    for (let i = 0; i < got.fold.length; i += 2) table.set(got.fold[i], got.fold[i + 1]);
    own = new Map(got.own);
    same = new Map(got.same.map(row => [row[0], row.slice(1)]));
    starts = [];
    decode(got.texts, 0, it => starts.push(it + (starts[starts.length - 1] || 0)));
    got.sections.forEach(it => choice.add(new Option(it, it)));
    choice.value = asked.get('section') || '';
    head = got;
  }

  /* Folded text `f`, and where each of its units begins and ends in the written one. */
  function fold(text) {
    let f = '', from = [], to = [], gap = 2, at = 0;
    const add = (c, a, b) => { f += c; for (let i = c.length; i--;) { from.push(a); to.push(b); } };
    for (const written of text) {
      const end = at + written.length;
      for (let c of written.normalize('NFKC').toLowerCase()) {
        c = table.get(c) || c;
        const word = WORD.test(c), last = f.slice(-1);
        if (!word && !han(c)) { gap = SKIP.test(c) ? gap || 1 : 2; continue; }
        if (f && (gap > 1 ? last != ' ' : gap && word && WORD.test(last))) add(' ', at, at);
        const number = UNIT.test(c) && NUMBER.exec(f.slice(-9));
        if (number) {
          const i = f.length - number[1].length, a = from[i], b = to.pop();
          f = f.slice(0, i);
          from.length = to.length = i;
          add(value(number[1]), a, b);
        }
        add(c, at, end);
        gap = 0;
      }
      at = end;
    }
    return { f, from, to, text };
  }

  function value(numerals) {
    let sum = 0, n = 0;
    for (const c of numerals) {
      const i = N.indexOf(c);
      if (i > 10 && i < 14) { sum += (n || 1) * 10 ** (i - 10); n = 0; } else n = n * 10 + (i > 13 ? 2 : i % 10);
    }
    return sum + n + '';
  }

  /* Terms, each a list of phrases of which one must be there. */
  function terms(query) {
    const plain = it => fold(it).f.replace(/ /g, '');
    const words = same.has(plain(query)) ? [query] : query.match(/"[^"]*"|“[^”]*”|\S+/g) || [];
    const phrases = it => [fold(it).f, ...(BARE.test(it) ? [fold('第' + it).f] : []), ...(same.get(plain(it)) || [])];
    return words.map(phrases).filter(it => it[0]);
  }

  /* Entries of the index that a phrase needs: [key, whether longer keys count too]. */
  const keys = phrase => flat(phrase.match(RUNS).map((run, i, all) => {
    const c = [...run], pair = j => [c[j] + c[j + 1], 0];
    if (!han(run)) return [[run, i == all.length - 1]];
    if (c.length < 2) return [[run, 1]];
    return c.slice(1).map((_, j) => j).filter(j => j % 2 == 0 || j == c.length - 2).map(pair);
  })).slice(0, 8);

  function decode(text, i, take) {
    for (let high = 0, weighty = 0, c; (c = text.charCodeAt(i)) > 33; i++) {
      const v = c - 36 - (c > 60) - (c > 92);
      if (v < 0) take(v, weighty = 1);
      else if (v > 61) high = high * 27 + v - 61;
      else { take(high * 62 + v, weighty); high = 0; }
    }
  }

  /* For each page 0, or 1 for the text, 2 for a heading or often, 3 for the title. */
  async function look([key, longer]) {
    const [a, b] = [...key].map(code), parts = own.get(String.fromCodePoint(a)), hex = a.toString(16);
    const names = !parts ? [`s/${(a % head.shards).toString(16)}`]
      : b || !longer ? [`c/${hex}-${(b || 0) % parts}`] : [...Array(parts).keys()].map(it => `c/${hex}-${it}`);
    const pages = new Uint8Array(head.n), sought = '!' + key + (longer ? '' : ' ');
    for (const text of await Promise.all(names.map(load))) {
      for (let i = -1; (i = text.indexOf(sought, i + 1)) >= 0;) {
        let page = 0;
        decode(text, text.indexOf(' ', i) + 1, (v, weighty) => {
          page = v < 0 ? 0 : page + (weighty ? v >> 1 : v);
          if (v >= 0) pages[page] = Math.max(pages[page], weighty ? 2 + v % 2 : 1);
        });
      }
    }
    return pages;
  }

  /* Pages that may have all terms, the best first; or, when there are none, those with most of their entries. */
  async function candidates(wanted) {
    const { n, of, sections } = head, near = Array(n).fill(0), score = Array(n).fill(1), chosen = sections.indexOf(choice.value);
    let most = 0;
    for (const phrases of wanted) {
      const best = Array(n).fill(0);
      for (const phrase of phrases) {
        const found = await Promise.all(keys(phrase).map(look));
        most = Math.max(most, found.length);
        best.forEach((it, i) => {
          best[i] = Math.max(it, Math.min(...found.map(it => it[i])));
          near[i] += found.filter(it => it[i]).length;
        });
      }
      best.forEach((it, i) => { score[i] = it && score[i] && score[i] + it; });
    }
    const sort = (by, least) => [...by.keys()].filter(i => by[i] >= least && (chosen < 0 || sectionOf(of, i) == chosen))
      .sort((a, b) => by[b] - by[a] || a - b);
    return [sort(score, 1), sort(near, Math.max(1, most / 2)).slice(0, 10)];
  }

  const sectionOf = (of, i) => of.charCodeAt(i) - 35 - (of[i] > '<');

  async function page(id) {
    let last = starts.length;
    while (starts[--last] > id);
    const first = starts[last], k = starts[last] == id ? starts.indexOf(id) : last;
    const names = starts.slice(k, last + 1).map((_, i) => 't/' + (k + i));
    const pieces = (await Promise.all(names.map(load))).map(it => it[id - first]), [url, title, date] = pieces[0];
    const texts = flat(pieces.map(it => it.slice(3))), parts = [];
    for (let i = 0; i < texts.length; i += 2) parts.push(Object.assign(fold(texts[i + 1]), { anchor: texts[i] }));
    return { id, url, date, title: fold(title), parts };
  }

  function places({ f, from, to }, phrase) {
    const found = [];
    for (let i = -1; (i = f.indexOf(phrase, i + 1)) >= 0;) {
      if (!i || !WORD.test(f[i]) || !WORD.test(f[i - 1])) found.push([from[i], to[i + phrase.length - 1]]);
    }
    return found;
  }

  const all = (folded, wanted) => flat(flat(wanted).map(it => places(folded, it))).sort((a, b) => a[0] - b[0]);
  const count = (folded, wanted) => wanted.filter(it => all(folded, [it])[0]).length;

  function node(tag, text, parent) {
    const made = document.createElement(tag);
    made.textContent = text;
    parent.append(made);
    return made;
  }

  function marked(into, folded, wanted, start, end) {
    const put = to => { into.append(folded.text.slice(start, to).replace(/\n/g, ' ')); start = to; };
    if (start) into.append('…');
    for (const [a, b] of all(folded, wanted)) if (a >= start && a < end) { put(a); node('mark', folded.text.slice(a, b), into); start = b; }
    put(Math.max(start, end));
    if (start < folded.text.length) into.append('…');
  }

  function show({ id, url, title, date, parts }, wanted) {
    const best = parts.reduce((a, b) => count(b, wanted) > count(a, wanted) ? b : a, parts[0]);
    const item = node('li', '', list), link = node('a', '', item), text = best ? best.text : '';
    const deep = best && best.anchor && count(best, wanted) > count(title, wanted);
    link.href = say.root + url + (deep ? '#' + encodeURIComponent(best.anchor) : '');
    marked(link, title, wanted, 0, title.text.length);
    let start = Math.max(0, ((best && all(best, wanted)[0]) || [0])[0] - 24), end = Math.min(start + 96, text.length);
    if (/[\udc00-\udfff]/.test(text[start])) start--;
    if (/[\udc00-\udfff]/.test(text[end])) end++;
    if (best) marked(node('p', '', item), best, wanted, start, end);
    node('small', [head.sections[sectionOf(head.of, id)], (date || '').replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')].filter(it => it).join(' · '), item);
  }

  async function run() {
    const mine = ++turn, query = form.q.value.trim(), rest = [];
    list.textContent = '';
    more.hidden = true;
    status.textContent = query && say.busy;
    if (!query) return;
    list.setAttribute('aria-busy', true);
    await open();
    let wanted = terms(query), [ids, others] = wanted[0] ? await candidates(wanted) : [[], []];
    let tried = 0, hits = 0, shown = 0, want = 0, near = 0;
    // One pair or word is answered by the index; a longer phrase is verified in the text.
    const sure = wanted.every(it => it.every(it => keys(it).length < 2 && !(han(it) && [...it].length > 2)));
    next = async () => {
      const before = list.children.length, stop = tried + 150;
      want += 10;
      list.setAttribute('aria-busy', true);
      for (; shown < want && rest.length; shown++) show(await page(rest.shift()), wanted);
      while (tried < ids.length && (shown < want || !sure && tried < stop)) {
        ids.slice(tried, tried + 10).map(page);
        const found = await page(ids[tried++]);
        if (mine != turn) return;
        if (!near && wanted.some(it => ![found.title, ...found.parts].some(part => count(part, [it])))) continue;
        hits++;
        if (shown < want) { show(found, wanted); shown++; } else rest.push(found.id);
      }
      if (!hits && !near && others.length) {
        [ids, tried, want, near] = [others, 0, 0, 1];
        wanted = wanted.map(it => flat(it.map(keys)).map(it => it[0]));
        return next();
      }
      const done = sure || tried == ids.length, total = sure ? ids.length : hits;
      status.textContent = (near ? say.near : !total ? say.none : done ? say.some : say.least).replace('{n}', total);
      more.hidden = done && shown >= total;
      list.removeAttribute('aria-busy');
      if (before && list.children[before]) list.children[before].firstChild.focus();
    };
    await next();
  }

  const failed = () => { status.textContent = say.fail; more.hidden = true; list.removeAttribute('aria-busy'); };
  const start = () => run().catch(failed);
  form.q.value = asked.get('q') || '';
  form.onsubmit = event => {
    event.preventDefault();
    history.replaceState(null, '', '?' + new URLSearchParams(new FormData(form)));
    start();
  };
  choice.onchange = start;
  more.onclick = () => next().catch(failed);
  open().then(start, start);
})();
