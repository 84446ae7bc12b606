// 每页都用的脚本：记住阅读设置，打印，听，安全退出。没有它，页面照样能看。
document.addEventListener("DOMContentLoaded", function () {
  var d = document, w = window, root = d.documentElement;
  function all(selector, act) { [].forEach.call(d.querySelectorAll(selector), act); }
  function on(selector, kind, act) {
    all(selector, function (it) { it.addEventListener(kind, function (event) { act(it, event); }); });
  }
  function data(it, name) { return it.getAttribute("data-" + name) || ""; }
  function load(url, then) {
    var script = d.createElement("script");
    script.src = url;
    script.onload = then;
    d.head.appendChild(script);
  }

  // 阅读设置在 <html> 的 data-* 上，boot.js 从存的里面取出来放好；存不了，就只管这一页。
  function keep(key, value) {
    var saved = {};
    value ? root.setAttribute("data-" + key, value) : root.removeAttribute("data-" + key);
    show();
    all("[data-keep]", function (it) {
      var key = data(it, "keep"), value = data(root, key);
      if (value) saved[key] = value;
    });
    try {
      for (key in saved) return localStorage.setItem("pufa", JSON.stringify(saved));
      localStorage.removeItem("pufa");
    } catch (e) {}
  }
  function show() {
    all("[data-keep]", function (it) {
      var now = data(root, data(it, "keep"));
      it.checked = it.type == "radio" ? it.value == now : now;
    });
  }
  show();
  on("[data-keep]", "change", function (it) { keep(data(it, "keep"), it.checked && it.value); });
  on("[data-reset]", "reset", function () {
    all("[data-reset] [data-keep]", function (it) { keep(data(it, "keep")); });
  });
  on("[data-reset]", "submit", function (form, event) {
    var drawer = form.closest("details");
    event.preventDefault();
    drawer.open = false;
    drawer.firstChild.focus();
  });
  on(".drawer", "focusout", function (drawer, event) {
    if (event.relatedTarget && !drawer.contains(event.relatedTarget)) drawer.open = false;
  });

  // 名词在原地打开；老的浏览器照链接走，样式表把它放在屏幕下沿。
  on(".term", "click", function (link, event) {
    var it = d.getElementById(decodeURIComponent(link.hash.slice(1))), close;
    if (!it.showPopover) return;
    event.preventDefault();
    it.popover = "auto";
    it.showPopover();
    close = it.querySelector(".term-close");
    close.onclick = function (event) { event.preventDefault(); it.hidePopover(); };
    it.ontoggle = function (event) {
      if (event.newState == "open") return;
      it.removeAttribute("popover");
    };
    close.focus();
  });

  on("[data-print]", "click", function () { w.print(); });
  on("[data-speak]", "click", function (button) {
    function speak() { w.pufaSpeak(button); }
    w.pufaSpeak ? speak() : load(data(button, "speak"), speak);
  });

  // 法条小卡要等读者动了手才用得上，那时再去取。
  all("[data-later]", function (part) {
    var asked;
    ["pointermove", "touchstart", "keydown", "scroll"].forEach(function (kind) {
      w.addEventListener(kind, function () {
        asked = asked || load(data(part, "later"), function () {
          var at = d.querySelector("a.cite:focus,a.cite:hover");
          if (at) at.dispatchEvent(new Event(at == d.activeElement ? "focus" : "mouseenter"));
        }) || 1;
      }, { passive: true });
    });
  });
});
