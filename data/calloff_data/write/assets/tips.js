/* Words about what is pointed at or has the focus. They stay while pointed at, and go with Escape. */
(function () {
  "use strict";
  const tip = document.getElementById("tip");
  let leaving = 0;
  function said(mark) {
    if (mark.dataset.n !== undefined) {
      const drawn = mark.closest(".cl").querySelectorAll(".rows .t");
      return drawn[mark.dataset.n].getAttribute("aria-label");
    }
    return mark.dataset.tip || mark.getAttribute("aria-label");
  }
  function hide() { tip.hidden = true; }
  function show(mark, event) {
    clearTimeout(leaving);
    tip.textContent = said(mark);
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const x = event && event.clientX ? event.clientX + 4 : Math.max(at.left, 8);
    const left = Math.min(Math.max(8, x), window.innerWidth - tip.offsetWidth - 8);
    let top = at.bottom + 4;
    if (top + tip.offsetHeight > window.innerHeight) { top = at.top - tip.offsetHeight - 4; }
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = Math.max(8, top) + "px";
  }
  document.addEventListener("mouseover", function (event) {
    if (event.target.closest("#tip")) { clearTimeout(leaving); return; }
    const mark = event.target.closest(".t");
    if (mark) { show(mark, event); } else { clearTimeout(leaving); leaving = setTimeout(hide, 180); }
  });
  document.addEventListener("focusin", function (event) {
    const mark = event.target.closest(".t");
    if (mark) { show(mark); } else { hide(); }
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
  /* A mark that has the focus keeps its words while the page moves under it. */
  window.addEventListener("scroll", function () {
    const mark = document.activeElement;
    if (mark && mark.matches(".t") && !tip.hidden) { show(mark); } else { hide(); }
  }, { passive: true, capture: true });
})();
