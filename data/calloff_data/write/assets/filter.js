/* Filters, opening and closing, and which capacity is shown beneath. */
(function () {
  "use strict";
  const tl = document.querySelector(".tl .groups") && document.querySelector(".tl .groups").closest(".tl");
  if (!tl) { return; }
  const filters = tl.querySelector(".filters");
  const status = tl.querySelector(".count [role=status]");
  const groups = tl.querySelector(".groups");

  /* A system opens into its contracts. */
  const parts = new Map();
  tl.querySelectorAll(".r.opens").forEach(function (row) {
    const own = [];
    for (let r = row.nextElementSibling; r && r.matches(".part"); r = r.nextElementSibling) { own.push(r); }
    const name = row.querySelector(".name");
    const twist = document.createElement("button");
    twist.type = "button";
    twist.className = "twist";
    twist.tabIndex = -1;
    twist.textContent = "▸";
    twist.setAttribute("aria-label", "Contracts of " + name.textContent);
    row.querySelector(".n").prepend(twist);
    parts.set(row, { rows: own, twist: twist, open: false });
    twist.addEventListener("click", function () { turn(row); });
  });
  function turn(row, open) {
    const held = parts.get(row);
    held.open = open === undefined ? !held.open : open;
    held.twist.textContent = held.open ? "▾" : "▸";
    held.twist.setAttribute("aria-expanded", String(held.open));
    held.rows.forEach(function (part) { part.hidden = !held.open || row.hidden; });
  }
  parts.forEach(function (held, row) { turn(row, false); });

  if (!filters) { window.calloffStop(tl); return; }
  const get = function (by) { return filters.querySelector('[data-by="' + by + '"]'); };
  const risks = [...filters.querySelectorAll("input[type=checkbox]")];
  const rows = [...groups.querySelectorAll(".r[data-k]")].filter(function (r) { return !r.matches(".part"); });
  if (window.matchMedia("(max-width: 760px)").matches) { filters.open = false; }

  function words(row, name) { return (row.dataset[name] || "").split(" "); }
  function wanted() {
    return {
      cluster: get("cluster").value,
      department: get("department") ? get("department").value : "",
      risks: risks.filter(function (box) { return box.checked; }).map(function (box) { return box.value; }),
      find: get("find").value.trim().toLowerCase(),
    };
  }
  function fits(row, want) {
    if (want.cluster && row.dataset.c !== want.cluster) { return false; }
    if (want.department && words(row, "d").indexOf(want.department) < 0) { return false; }
    if (want.risks.length && !want.risks.some(function (r) { return words(row, "risk").indexOf(r) >= 0; })) { return false; }
    return !want.find || row.querySelector(".n").textContent.toLowerCase().indexOf(want.find) >= 0
      || (parts.get(row) || { rows: [] }).rows.some(function (p) { return p.textContent.toLowerCase().indexOf(want.find) >= 0; });
  }
  function apply() {
    const want = wanted();
    const narrowed = want.department || want.risks.length || want.find;
    let count = 0;
    rows.forEach(function (row) {
      row.hidden = !fits(row, want);
      if (!row.hidden) { count += 1; }
      if (parts.has(row)) { turn(row, parts.get(row).open); }
    });
    let held = 0;
    groups.querySelectorAll(".cl, .group").forEach(function (group) {
      const any = group.querySelector(".r[data-k]:not([hidden])");
      group.hidden = !any;
      if (any) { held += 1; }
      if (any && narrowed) { group.querySelector("details").open = true; }
    });
    tell(want, held, count);
    window.calloffStop(tl);
  }
  function tell(want, held, count) {
    const all = groups.querySelectorAll(".cl:not(.spare), .group").length;
    const noun = get("group").value === "cluster" ? "cluster" : "group";
    const any = want.cluster || want.department || want.risks.length || want.find;
    status.textContent = any
      ? "Shown: " + held + " of " + all + " " + noun + "s, " + count + " of " + rows.length + " rows." : "";
    let empty = groups.querySelector(".empty");
    if (!empty) {
      empty = document.createElement("p");
      empty.className = "empty";
      empty.textContent = "Nothing fits these filters.";
      groups.append(empty);
    }
    empty.hidden = count > 0;
  }
  function opened(open) {
    groups.querySelectorAll(".cl:not([hidden]) > details, .group:not([hidden]) > details").forEach(function (d) { d.open = open; });
    if (!open) { parts.forEach(function (held, row) { turn(row, false); }); }
    window.calloffStop(tl);
  }
  filters.addEventListener("change", function (event) {
    if (event.target.dataset.by === "group") { window.calloffGroup(tl, event.target.value); }
    apply();
  });
  filters.addEventListener("input", function (event) { if (event.target.dataset.by === "find") { apply(); } });
  filters.addEventListener("click", function (event) {
    const button = event.target.closest("[data-do]");
    if (!button) { return; }
    if (button.dataset.do === "open") { opened(true); }
    if (button.dataset.do === "close") { opened(false); }
    if (button.dataset.do === "clear") {
      filters.querySelectorAll("select").forEach(function (s) { s.selectedIndex = 0; });
      risks.forEach(function (box) { box.checked = false; });
      get("find").value = "";
      window.calloffGroup(tl, "cluster");
      apply();
    }
  });
  groups.addEventListener("toggle", function () { window.calloffStop(tl); }, true);
  groups.addEventListener("keydown", function (event) {
    /* On a system's name, the right arrow with no bar beside it, or Space, opens its contracts. */
    const row = event.target.matches(".name") && event.target.closest(".r.opens");
    if (row && event.key === " ") { event.preventDefault(); event.stopPropagation(); turn(row); }
  }, true);

  /* The capacity beneath is any of those further down, drawn there once. */
  const choose = tl.querySelector(".choose");
  if (choose && choose.querySelectorAll("option").length > 1) {
    choose.hidden = false;
    choose.addEventListener("change", function (event) {
      const other = document.querySelector('#capacity .strip[data-load="' + event.target.value + '"]');
      const now = tl.querySelector(".low .strip");
      const copy = other.cloneNode(true);
      copy.querySelectorAll("[tabindex]").forEach(function (mark) { mark.setAttribute("tabindex", "-1"); });
      now.replaceWith(copy);
    });
  }
})();
