// 每页都用的脚本：记住阅读设置，打印，听，安全退出。没有它，页面照样能看。
(function (d, w) {
  var root = d.documentElement, saved = {};
  function all(selector, act) { [].forEach.call(d.querySelectorAll(selector), act); }
  try { saved = JSON.parse(localStorage.getItem("pufa")) || {}; } catch (e) { /* 存不了就只管这一页 */ }

  function keep(key, value) {
    if (value) { saved[key] = value; root.setAttribute("data-" + key, value); }
    else { delete saved[key]; root.removeAttribute("data-" + key); }
    try {
      if (Object.keys(saved).length) localStorage.setItem("pufa", JSON.stringify(saved));
      else localStorage.removeItem("pufa");
    } catch (e) { /* 同上 */ }
  }
  all("[data-keep]", function (input) {
    var key = input.getAttribute("data-keep"), radio = input.type == "radio";
    input.checked = radio ? (saved[key] || "") == input.value : !!saved[key];
    input.addEventListener("change", function () { keep(key, radio ? input.value : input.checked && "on"); });
  });
  all("[data-reset]", function (form) {
    var done = form.querySelector("[type=submit]"), drawer = form.closest("details");
    done.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); drawer.open = false; drawer.firstChild.focus(); });
    form.addEventListener("reset", function () {
      all("[data-reset] [data-keep]", function (input) { keep(input.getAttribute("data-keep")); });
    });
  });

  all('[href="#reading"]', function (link) {
    link.addEventListener("click", function () { d.getElementById("reading").closest("details").open = true; });
  });
  all(".drawer", function (drawer) {
    drawer.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !drawer.contains(event.relatedTarget)) drawer.open = false;
    });
  });
  all("[data-script]", function (part) { part.hidden = false; });
  all("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { w.print(); });
  });
  all("[data-speak]", function (button) {
    if (!w.speechSynthesis || !w.SpeechSynthesisUtterance) return button.parentNode.removeChild(button);
    button.hidden = false;
    button.addEventListener("click", function () {
      if (w.pufaSpeak) return w.pufaSpeak(button);
      var script = d.createElement("script");
      script.src = button.getAttribute("data-speak");
      script.onload = function () { w.pufaSpeak(button); };
      d.head.appendChild(script);
    });
  });

  // 法条小卡要等读者动了手才用得上，那时再去取。
  var later = d.querySelector("[data-later]");
  function wake() {
    if (!later) return;
    var script = d.createElement("script");
    script.src = later.getAttribute("data-later");
    script.onload = function () {
      var at = d.querySelector("a.cite:focus,a.cite:hover");
      if (at) at.dispatchEvent(new Event(at == d.activeElement ? "focus" : "mouseenter"));
    };
    d.head.appendChild(script);
    later = null;
  }
  ["pointermove", "touchstart", "keydown", "scroll"].forEach(function (kind) { w.addEventListener(kind, wake, { passive: true }); });

  // 安全退出：点一下，或者五秒之内连按三下 Shift。
  var live = d.getElementById("exit-live"), presses = 0, timer;
  if (!w.pufaLeave || !live) return;
  all("[data-leave]", function (link) {
    link.addEventListener("click", function (event) { event.preventDefault(); w.pufaLeave(); });
  });
  function forget(text) { clearTimeout(timer); presses = 0; live.textContent = text || ""; }
  d.addEventListener("keyup", function (event) {
    if (event.key != "Shift") return forget();
    if (++presses == 1) timer = setTimeout(function () { forget(live.getAttribute("data-late")); }, 5000);
    if (presses < 3) live.textContent = live.getAttribute("data-press-" + (3 - presses));
    else { live.textContent = live.getAttribute("data-now"); w.pufaLeave(); }
  });
})(document, window);
