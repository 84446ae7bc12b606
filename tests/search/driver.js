/* Types each query into the form, asks for more until there is no more, and writes down what the list says. */
(async function () {
  const form = document.querySelector('form'), list = document.getElementById('search-hits');
  const more = document.getElementById('search-more'), status = document.getElementById('search-status');
  const rest = () => new Promise(done => setTimeout(done));
  const settled = async () => { do await rest(); while (list.hasAttribute('aria-busy') || status.textContent === form.dataset.busy); };
  const answers = [];
  for (const [query, section] of window.queries) {
    form.q.value = query;
    form.section.value = section;
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await settled();
    while (!more.hidden) { more.click(); await settled(); }
    const hits = Array.from(list.children, item => ({
      href: item.querySelector('a').getAttribute('href'),
      title: item.querySelector('a').textContent,
      marks: Array.from(item.querySelectorAll('mark'), it => it.textContent),
      excerpt: (item.querySelector('p') || { textContent: '' }).textContent,
      small: item.querySelector('small').textContent,
    }));
    answers.push({ query, status: status.textContent, hits });
  }
  const out = document.createElement('pre');
  out.id = 'out';
  out.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(answers))));
  document.body.append(out);
})().catch(error => document.body.append('FAILED ' + error.stack));
