/* 法条小卡：鼠标停一下、键盘走到、手指点一下，就在旁边打开法条；Esc 关上。
   文字来自页面末尾的“本文引用的法条”，不联网，也不挪动版面。 */
(function () {
  "use strict";
  var links = document.querySelectorAll("a.cite[data-card]");
  var card = null, owner = null, timer = 0, touched = false;
  function text(link) {
    return document.getElementById(link.getAttribute("data-card"));
  }
  function close() {
    clearTimeout(timer);
    if (!card) return;
    owner.removeAttribute("aria-expanded");
    card.remove();
    card = owner = null;
  }
  function place() {
    var box = owner.getBoundingClientRect();
    var width = card.offsetWidth, height = card.offsetHeight, view = document.documentElement.clientWidth;
    var left = Math.max(8, Math.min(box.left, view - width - 8));
    var below = window.innerHeight - box.bottom - 12, above = box.top - 12;
    var down = height <= below || below >= above;
    var room = Math.max(96, down ? below : above);
    if (height > room) card.style.maxHeight = (height = room) + "px";
    var frame = (card.offsetParent || document.body).getBoundingClientRect();
    card.style.left = left - frame.left + "px";
    card.style.top = (down ? box.bottom + 4 : box.top - height - 4) - frame.top + "px";
  }
  function open(link) {
    var source = text(link);
    if (!source || owner === link) return;
    close();
    owner = link;
    card = document.createElement("div");
    card.className = "law-card";
    card.setAttribute("role", "group");
    var law = source.parentNode, inner = source.cloneNode(true), name = document.createElement("p");
    name.className = "law-name";
    name.textContent = law.querySelector("h3").textContent;
    card.setAttribute("aria-label", name.textContent + inner.querySelector("b").textContent);
    inner.removeAttribute("id");
    var cited = mark(inner, link);
    card.appendChild(name);
    card.appendChild(inner);
    card.appendChild(law.querySelector(".law-state").cloneNode(true));
    card.addEventListener("mouseenter", function () { clearTimeout(timer); });
    card.addEventListener("mouseleave", later);
    card.addEventListener("focusout", leave);
    link.parentNode.insertBefore(card, link.nextSibling);
    link.setAttribute("aria-expanded", "true");
    place();
    if (cited) card.scrollTop = cited.offsetTop - 24;
  }
  // 引的是哪一款、哪一项，网址后半截写着：#a1079-k3-x2。
  function mark(inner, link) {
    var at = link.hash.replace(/^#a\d+(-\d+)?-?/, ""), first = null;
    [].forEach.call(at ? inner.querySelectorAll("[data-at]") : [], function (line) {
      if ((line.getAttribute("data-at") + "-").indexOf(at + "-")) return;
      line.className += " cited";
      first = first || line;
    });
    return first;
  }
  function later() {
    clearTimeout(timer);
    timer = setTimeout(close, 500);
  }
  function leave() {
    setTimeout(function () {
      var at = document.activeElement;
      if (card && at !== owner && !card.contains(at) && !card.matches(":hover")) close();
    }, 0);
  }
  links.forEach(function (link) {
    if (!text(link)) return;
    link.addEventListener("pointerdown", function (event) { touched = event.pointerType !== "mouse"; });
    link.addEventListener("mouseenter", function () {
      if (touched) return;
      clearTimeout(timer);
      timer = setTimeout(function () { open(link); }, 250);
    });
    link.addEventListener("mouseleave", later);
    link.addEventListener("focus", function () { if (!touched) { clearTimeout(timer); open(link); } });
    link.addEventListener("blur", leave);
    link.addEventListener("click", function (event) {
      if (touched && owner !== link) {
        event.preventDefault();
        open(link);
      }
    });
  });
  document.addEventListener("keydown", function (event) {
    touched = false;
    if (event.key !== "Escape" || !card) return;
    var inside = card.contains(document.activeElement), link = owner;
    close();
    if (inside) { link.focus(); close(); }
  });
  document.addEventListener("pointerdown", function (event) {
    if (card && !card.contains(event.target) && !owner.contains(event.target)) close();
  });
  window.addEventListener("resize", close);
})();
