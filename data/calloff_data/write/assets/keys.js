/* One tab stop a drawing; arrows go from name to bar to mark, and from row to row. */
(function () {
  "use strict";
  const ROWS = ".r";
  function shown(element) { return element.getClientRects().length > 0; }
  function middle(element) { const at = element.getBoundingClientRect(); return (at.left + at.right) / 2; }

  function stops(row) {
    if (row.matches("summary")) { return [row]; }
    const name = row.querySelector(".name[role=button]");
    const drawn = [...row.querySelectorAll(".t[tabindex]")].sort(function (a, b) { return middle(a) - middle(b); });
    return name ? [name, ...drawn] : drawn;
  }
  function rowsOf(area) {
    return [...area.querySelectorAll(ROWS)].filter(function (row) { return shown(row) && stops(row).length; });
  }
  function clear(stop) {
    /* What has the focus is not under the names or the axis that stay in place. */
    const area = stop.closest(".tl");
    const body = stop.closest(".pan");
    if (!area || !body) { return; }
    const at = stop.getBoundingClientRect();
    if (stop.matches(".t")) {
      const left = body.getBoundingClientRect().left + (parseFloat(getComputedStyle(area).getPropertyValue("--label")) || 0);
      const right = body.getBoundingClientRect().right;
      if (at.left < left) { body.scrollLeft -= left - at.left + 12; } else if (at.left > right - 24) { body.scrollLeft += at.left - right + 60; }
    }
    const head = area.querySelector(".pan.head");
    const low = area.querySelector(".pan.low");
    const fixed = function (part) { return part && getComputedStyle(part).position === "sticky" && !part.contains(stop); };
    if (fixed(head) && at.top < head.getBoundingClientRect().bottom + 4) {
      window.scrollBy(0, at.top - head.getBoundingClientRect().bottom - 8);
    } else if (fixed(low) && at.bottom > low.getBoundingClientRect().top - 4) {
      window.scrollBy(0, at.bottom - low.getBoundingClientRect().top + 8);
    }
  }
  function go(area, stop) {
    area.querySelectorAll('[tabindex="0"]:not(.pan)').forEach(function (old) { old.setAttribute("tabindex", "-1"); });
    stop.setAttribute("tabindex", "0");
    stop.focus({ preventScroll: false });
    clear(stop);
  }
  function nearest(row, x) {
    return stops(row).reduce(function (best, stop) {
      return Math.abs(middle(stop) - x) < Math.abs(middle(best) - x) ? stop : best;
    });
  }
  function next(area, stop, key) {
    const rows = rowsOf(area);
    const row = stop.closest(ROWS);
    const own = stops(row);
    const i = rows.indexOf(row);
    if (key === "ArrowUp" || key === "ArrowDown") {
      const other = rows[i + (key === "ArrowDown" ? 1 : -1)];
      if (!other) { return null; }
      return stop.matches(".name, summary") ? stops(other)[0] : nearest(other, middle(stop));
    }
    if (key === "PageUp" || key === "PageDown") {
      const other = rows[Math.min(rows.length - 1, Math.max(0, i + (key === "PageDown" ? 10 : -10)))];
      return stops(other)[0];
    }
    if (key === "Home") { return own[0]; }
    if (key === "End") { return own[own.length - 1]; }
    return own[own.indexOf(stop) + (key === "ArrowRight" ? 1 : -1)];
  }
  function folded(stop, key) {
    /* On the row of a cluster, right opens and left closes; from inside, left of a name goes to it. */
    if (!stop.matches("summary")) { return false; }
    const open = stop.parentElement.open;
    if (key === "ArrowRight" && !open || key === "ArrowLeft" && open) { stop.parentElement.open = !open; return true; }
    return false;
  }

  window.calloffArea = function (area) {
    area.querySelectorAll(".r[data-k] .name").forEach(function (name) {
      name.setAttribute("role", "button");
      name.setAttribute("tabindex", "-1");
    });
    area.querySelectorAll(".t[aria-label]").forEach(function (mark) {
      if (mark.closest("summary")) { return; }
      mark.setAttribute("tabindex", "-1");
      if (mark.closest(".r[data-k]")) { mark.setAttribute("role", "button"); }
    });
    area.querySelectorAll("summary.r, .group > details > summary").forEach(function (row) { row.setAttribute("tabindex", "-1"); });
    window.calloffStop(area);
  };
  /* There is one stop, and it can be seen. */
  window.calloffStop = function (area) {
    const now = area.querySelector('.r[tabindex="0"], .r [tabindex="0"]');
    if (now && shown(now)) { return; }
    if (now) { now.setAttribute("tabindex", "-1"); }
    const first = rowsOf(area)[0];
    if (first) { stops(first)[0].setAttribute("tabindex", "0"); }
  };
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
  document.querySelectorAll(".tl").forEach(function (area) {
    window.calloffArea(area);
    area.addEventListener("keydown", function (event) {
      const stop = event.target.closest(".name, .t, summary.r");
      if (!stop || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || keys.indexOf(event.key) < 0) { return; }
      event.preventDefault();
      if (folded(stop, event.key)) { return; }
      const other = next(area, stop, event.key);
      if (other) { go(area, other); }
    });
    area.addEventListener("focusin", function (event) {
      const stop = event.target.closest(".name, .t[tabindex], summary.r");
      if (!stop) { return; }
      if (stop.getAttribute("tabindex") !== "0") {
        area.querySelectorAll('.r [tabindex="0"], .r[tabindex="0"]').forEach(function (old) { old.setAttribute("tabindex", "-1"); });
        stop.setAttribute("tabindex", "0");
      }
    });
  });
  /* Charts outside a timeline: one stop each. */
  document.querySelectorAll("figure svg.chart").forEach(function (chart) {
    const marks = [...chart.querySelectorAll(".t")];
    marks.forEach(function (mark, i) { mark.setAttribute("tabindex", i ? "-1" : "0"); });
    chart.addEventListener("keydown", function (event) {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const other = step && marks[marks.indexOf(event.target.closest(".t")) + step];
      if (!other) { return; }
      event.preventDefault();
      event.target.closest(".t").setAttribute("tabindex", "-1");
      other.setAttribute("tabindex", "0");
      other.focus();
    });
  });
})();
