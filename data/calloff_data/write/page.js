(function () {
  "use strict";
  var tip = document.getElementById("tip");
  function hide() { tip.hidden = true; }
  function show(mark) {
    tip.textContent = mark.getAttribute("data-tip");
    tip.hidden = false;
    var at = mark.getBoundingClientRect();
    var left = Math.min(Math.max(8, at.left), window.innerWidth - tip.offsetWidth - 8);
    var top = at.bottom + 8;
    if (top + tip.offsetHeight > window.innerHeight) { top = at.top - tip.offsetHeight - 8; }
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = Math.max(8, top) + "px";
  }
  function over(event) {
    var mark = event.target.closest && event.target.closest(".t");
    if (mark) { show(mark); } else { hide(); }
  }
  ["mouseover", "focusin", "click"].forEach(function (kind) { document.addEventListener(kind, over); });
  /* A mark that has the focus keeps its words while the page moves under it. */
  function follow() {
    if (document.activeElement.matches(".t") && !tip.hidden) { show(document.activeElement); } else { hide(); }
  }
  window.addEventListener("scroll", follow, { passive: true });

  /* One tab stop a drawing; arrows go from mark to mark. */
  var reach = {
    ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1
  };
  document.querySelectorAll("svg.lane").forEach(function (lane) {
    var first = lane.querySelector(".t[role]");
    if (first) { first.setAttribute("tabindex", "0"); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { hide(); return; }
    var mark = event.target.closest && event.target.closest(".t[role]");
    if (!mark || !(event.key in reach)) { return; }
    var all = Array.prototype.slice.call(mark.ownerSVGElement.querySelectorAll(".t[role]"));
    var next = all[all.indexOf(mark) + reach[event.key]];
    if (!next) { return; }
    event.preventDefault();
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });

  /* Paper is narrower than a screen: charts are drawn again for it, and back. */
  function charts(width) {
    document.querySelectorAll(".js-plotly-plot").forEach(function (chart) {
      var half = chart.closest(".two") ? 2.1 : 1;
      Plotly.relayout(chart, width ? { width: width / half, autosize: false } : { width: null, autosize: true });
    });
  }
  window.addEventListener("beforeprint", function () { charts(1020); });
  window.addEventListener("afterprint", function () { charts(0); });
})();
