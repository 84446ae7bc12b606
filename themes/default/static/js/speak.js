// 朗读：一句一句念，念到哪句标哪句。按下“听”才加载。
(function (d, w) {
  var synth = w.speechSynthesis, sentences, at = 0, on = false, heard, box, note, words, run = 0;
  var skip = "rt,rp,sup,svg,.visually-hidden,.tools,.speaker,.video,table,pre,audio";
  var marks = w.CSS && CSS.highlights && w.Highlight && d.adoptedStyleSheets;

  if (marks) {
    var sheet = new CSSStyleSheet();
    sheet.replaceSync("::highlight(reading){background:#e8b23a;color:#1b2430}");
    d.adoptedStyleSheets = d.adoptedStyleSheets.concat([sheet]);
  }

  function collect() {
    var list = [], blocks = d.querySelectorAll("[data-read] h1,[data-read] .summary,.prose p,.prose li,.prose h2,.prose h3,.prose h4,.prose dt,.prose dd");
    [].forEach.call(blocks, function (block) {
      if (block.closest(skip) || block.closest("details:not([open])")) return;
      if (block.querySelector("p,li,dt,dd")) return;
      var walk = d.createTreeWalker(block, NodeFilter.SHOW_TEXT), node, part = null;
      while ((node = walk.nextNode())) {
        if (node.parentElement.closest(skip)) continue;
        var text = node.data, from = 0, found, end = /[。！？!?；;]+[”’」』）)]*/g;
        while ((found = end.exec(text))) { add(node, from, found.index + found[0].length); from = end.lastIndex; push(); }
        if (from < text.length) add(node, from, text.length);
      }
      push();
      function add(node, a, b) {
        if (!part) { part = { text: "", block: block, range: d.createRange() }; part.range.setStart(node, a); }
        part.range.setEnd(node, b);
        part.text += node.data.slice(a, b);
      }
      function push() { if (part && /[\u4e00-\u9fff\w]/.test(part.text)) list.push(part); part = null; }
    });
    return list;
  }

  function mark(sentence) {
    if (marks) { sentence ? CSS.highlights.set("reading", new Highlight(sentence.range)) : CSS.highlights.delete("reading"); }
    else {
      [].forEach.call(d.querySelectorAll(".reading"), function (old) { old.classList.remove("reading"); });
      if (sentence) sentence.block.classList.add("reading");
    }
    if (!sentence) return;
    var place = sentence.range.getBoundingClientRect();
    if (place.top < 60 || place.bottom > w.innerHeight - 90) w.scrollBy(0, place.top - w.innerHeight / 3);
  }

  function say() {
    var mine = ++run, sentence = sentences[at];
    synth.cancel();
    if (!sentence) return stop();
    mark(sentence);
    var said = new SpeechSynthesisUtterance(sentence.text);
    said.lang = "zh-CN";
    said.rate = +box.querySelector("select").value;
    var voices = synth.getVoices(), chinese = voices.filter(function (voice) { return /^zh|^cmn/i.test(voice.lang); });
    said.voice = chinese.filter(function (voice) { return /^zh[-_]CN|^cmn/i.test(voice.lang); })[0] || chinese[0] || null;
    if (voices.length && !said.voice) return mute();
    said.onstart = function () { heard = true; };
    said.onend = function () { if (mine == run && on) { at++; say(); } };
    said.onerror = function (event) { if (mine == run) { stop(); if (!/^(canceled|interrupted)$/.test(event.error)) mute(); } };
    synth.speak(said);
    // 有的手机什么也不报：等一会儿还没开口，就是没有声音。
    if (!heard) setTimeout(function () { if (mine == run && !heard) mute(); }, 3000);
  }
  // 没有装中文的声音：说出来，不让人白等。
  function mute() { stop(); note.textContent = words[8]; }
  function label() { box.querySelector("[data-toggle]").textContent = words[on ? 1 : 2]; }
  function start() { on = true; note.textContent = ""; say(); label(); }
  function pause() { on = false; run++; synth.cancel(); label(); }
  function stop() { on = false; run++; at = 0; synth.cancel(); mark(null); label(); }

  function add(to, name, text) {
    var it = d.createElement(name);
    if (text) it.textContent = text;
    if (name == "button") { it.type = name; it.className = name; }
    return to.appendChild(it);
  }
  // 朗读用的几个钮，按了“听”才有：不听的人不用下载。
  function make(button) {
    words = button.getAttribute("data-words").split("|");
    box = d.createElement("div");
    box.className = box.id = "speaker";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", words[0]);
    add(box, "button", words[1]).setAttribute("data-toggle", "");
    add(box, "button", words[3]).setAttribute("data-stop", "");
    var select = add(add(box, "label", words[4] + " "), "select");
    [.75, 1, 1.3].forEach(function (rate, at) { add(select, "option", words[5 + at]).value = rate; });
    select.value = 1;
    note = add(box, "p");
    note.setAttribute("role", "status");
    button.parentNode.insertAdjacentElement("afterend", box);
  }

  w.pufaSpeak = function (button) {
    if (!sentences) {
      sentences = collect();
      make(button);
      box.querySelector("[data-toggle]").addEventListener("click", function () { on ? pause() : start(); });
      box.querySelector("[data-stop]").addEventListener("click", function () { stop(); box.hidden = true; button.focus(); });
      box.querySelector("select").addEventListener("change", function () { if (on) say(); });
      w.addEventListener("pagehide", pause);
    }
    box.hidden = false;
    if (!on) start();
    box.querySelector("[data-toggle]").focus();
  };
})(document, window);
