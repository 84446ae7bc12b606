// 视频：点了封面，才把平台的播放器请进来。没有它，封面是通到平台的链接。
document.addEventListener("DOMContentLoaded", function () {
  var d = document;
  function all(selector, act) { [].forEach.call(d.querySelectorAll(selector), act); }
  // 微信和旧安卓浏览器要这几个属性才肯在页面里放；写在网页里通不过 HTML 检查。
  all(".video video", function (video) {
    ["webkit-playsinline", "x5-playsinline"].forEach(function (name) { video.setAttribute(name, "true"); });
    video.setAttribute("x5-video-player-type", "h5-page");
  });
  // 章节：在播放器里跳过去；没有脚本，链接自己会从那一刻打开文件。
  all("[data-seek]", function (link) {
    link.addEventListener("click", function (event) {
      var video = link.closest(".video").querySelector("video");
      event.preventDefault();
      video.currentTime = +link.getAttribute("data-seek");
      video.play();
      video.focus();
    });
  });
  all("[data-player]", function (facade) {
    var notice = facade.parentNode.querySelector(".video-notice");
    facade.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      var frame = d.createElement("iframe");
      frame.title = facade.getAttribute("data-title");
      frame.setAttribute("sandbox", facade.getAttribute("data-sandbox"));
      frame.setAttribute("referrerpolicy", facade.getAttribute("data-referrer"));
      frame.setAttribute("allow", "fullscreen; picture-in-picture");
      frame.allowFullscreen = true;
      frame.src = facade.getAttribute("data-player");
      facade.parentNode.replaceChild(frame, facade);
      if (notice) notice.textContent = facade.getAttribute("data-notice");
      frame.focus();
    });
  });
});
