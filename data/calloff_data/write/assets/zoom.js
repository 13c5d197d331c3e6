/* Zoom and pan. Zoom is one number in the style; every part that shows the axis scrolls with the others. */
(function () {
  "use strict";
  const MOST = 16;
  const STEP = 1.5;
  document.querySelectorAll(".tl").forEach(function (tl) {
    const pans = [...tl.querySelectorAll(".pan")];
    const body = tl.querySelector(".pan.body");
    const tools = tl.querySelector(".tools");
    let zoom = 1;
    if (!body) { return; }

    function label() { return parseFloat(getComputedStyle(tl).getPropertyValue("--label")) || 0; }
    function room() { return body.clientWidth - label(); }
    function state() {
      if (!tools) { return; }
      const limits = { in: zoom >= MOST, out: zoom <= 1, fit: zoom <= 1, earlier: body.scrollLeft <= 1,
        later: body.scrollLeft >= body.scrollWidth - body.clientWidth - 1 };
      Object.keys(limits).forEach(function (key) {
        const button = tools.querySelector('[data-do="' + key + '"]');
        if (limits[key] && document.activeElement === button) { button.setAttribute("aria-disabled", "true"); return; }
        button.removeAttribute("aria-disabled");
        button.disabled = limits[key];
      });
    }
    function moved(left) { pans.forEach(function (pan) { if (pan.scrollLeft !== left) { pan.scrollLeft = left; } }); }
    body.addEventListener("scroll", function () { moved(body.scrollLeft); state(); }, { passive: true });

    /* Zoom so that what is `from` pixels from the left of the axis stays where it is. */
    function to(wanted, from) {
      const next = Math.min(MOST, Math.max(1, wanted));
      const anchor = from === undefined ? room() / 2 : from;
      const place = (body.scrollLeft + anchor) / zoom;
      zoom = next;
      tl.style.setProperty("--zoom", next.toFixed(4));
      moved(Math.max(0, place * next - anchor));
      state();
      tl.dispatchEvent(new CustomEvent("zoomed"));
    }
    function by(share) { body.scrollLeft += share * room(); }
    const does = {
      in: function () { to(zoom * STEP); },
      out: function () { to(zoom / STEP); },
      fit: function () { to(1); },
      earlier: function () { by(-0.5); },
      later: function () { by(0.5); },
      today: function () {
        const at = parseFloat(tl.querySelector(".line.now").style.getPropertyValue("--at"));
        if (zoom < 3) { to(3); }
        body.scrollLeft = Math.max(0, at * room() * zoom - room() / 6);
      },
    };
    if (tools) {
      tools.hidden = false;
      tools.addEventListener("click", function (event) {
        const button = event.target.closest("[data-do]");
        if (button && does[button.dataset.do] && !button.hasAttribute("aria-disabled")) { does[button.dataset.do](); }
      });
      tools.addEventListener("focusout", function () { setTimeout(state, 0); });
    }
    tl.addEventListener("keydown", function (event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input,select,.tools")) { return; }
      const key = { "+": "in", "=": "in", "-": "out", "0": "fit" }[event.key]
        || (event.shiftKey && { ArrowLeft: "earlier", ArrowRight: "later" }[event.key]);
      if (key) { event.preventDefault(); event.stopPropagation(); does[key](); }
    });

    /* Mouse: the wheel with Ctrl zooms, dragging pans. */
    body.addEventListener("wheel", function (event) {
      if (!event.ctrlKey && !event.metaKey) { return; }
      event.preventDefault();
      const from = event.clientX - body.getBoundingClientRect().left - label();
      to(zoom * Math.exp(-event.deltaY / 300), Math.max(0, from));
    }, { passive: false });
    let held = null;
    let dragged = false;
    body.addEventListener("pointerdown", function (event) {
      if (event.pointerType !== "mouse" || event.button !== 0) { return; }
      held = { x: event.clientX, left: body.scrollLeft };
      dragged = false;
    });
    window.addEventListener("pointermove", function (event) {
      if (!held) { return; }
      if (Math.abs(event.clientX - held.x) > 4) { dragged = true; body.classList.add("dragged"); }
      if (dragged) { body.scrollLeft = held.left - (event.clientX - held.x); }
    });
    window.addEventListener("pointerup", function () { held = null; body.classList.remove("dragged"); });
    body.addEventListener("click", function (event) {
      if (dragged) { event.preventDefault(); event.stopPropagation(); dragged = false; }
    }, true);

    /* Touch: two fingers zoom; one scrolls, as everywhere. */
    let pinch = null;
    function spread(touches) {
      return Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
    }
    body.addEventListener("touchstart", function (event) {
      if (event.touches.length === 2) { pinch = { size: spread(event.touches), zoom: zoom }; }
    }, { passive: true });
    body.addEventListener("touchmove", function (event) {
      if (!pinch || event.touches.length !== 2) { return; }
      event.preventDefault();
      const middle = (event.touches[0].clientX + event.touches[1].clientX) / 2;
      to(pinch.zoom * spread(event.touches) / pinch.size, middle - body.getBoundingClientRect().left - label());
    }, { passive: false });
    body.addEventListener("touchend", function (event) { if (event.touches.length < 2) { pinch = null; } });
    state();
  });
})();
