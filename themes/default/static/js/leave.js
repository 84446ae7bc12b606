(function(w,r){function go(){r.style.display="none";try{sessionStorage.setItem("left","1")}catch(e){}location.replace(r.getAttribute("data-exit"))}function left(){try{return sessionStorage.getItem("left")}catch(e){}}var n=w.performance&&performance.getEntriesByType&&performance.getEntriesByType("navigation")[0];if(left()){if(n?n.type=="back_forward":w.performance&&performance.navigation&&performance.navigation.type==2)go();else try{sessionStorage.removeItem("left")}catch(e){}}w.addEventListener("pageshow",function(e){if(e.persisted&&left())go()});w.pufaLeave=go})(window,document.documentElement);
// 点一下，或者五秒之内连按三下 Shift，就离开。
document.addEventListener("DOMContentLoaded", function () {
  var d = document, live = d.getElementById("exit-live"), presses = 0, timer;
  if (!live) return;
  function say(key) { live.textContent = live.getAttribute("data-" + key) || ""; }
  function forget(key) { clearTimeout(timer); presses = 0; say(key); }
  d.querySelector("[data-leave]").addEventListener("click", function (event) { event.preventDefault(); pufaLeave(); });
  d.addEventListener("keyup", function (event) {
    if (event.key != "Shift") return forget("");
    if (++presses == 1) timer = setTimeout(function () { forget("late"); }, 5000);
    say(presses < 3 ? "press-" + (3 - presses) : "now");
    if (presses > 2) pufaLeave();
  });
});
