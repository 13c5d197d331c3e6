/* Grouping by route or kind: rows move under other headings, and back. */
(function () {
  "use strict";
  const held = JSON.parse(document.getElementById("held").textContent);
  const home = new Map();
  function keep(groups) {
    groups.querySelectorAll(".cl").forEach(function (cl) {
      home.set(cl, [...cl.querySelector(".rows").children]);
    });
  }
  function heading(title, count) {
    const group = document.createElement("div");
    group.className = "group";
    const details = document.createElement("details");
    details.open = true;
    const summary = document.createElement("summary");
    summary.className = "r sum";
    summary.tabIndex = -1;
    const name = document.createElement("span");
    name.className = "n";
    const bold = document.createElement("b");
    bold.textContent = title;
    const small = document.createElement("small");
    small.textContent = " " + count + (count === 1 ? " row" : " rows");
    name.append(bold, small);
    summary.append(name);
    const rows = document.createElement("div");
    rows.className = "rows";
    details.append(summary, rows);
    group.append(details);
    return group;
  }
  function keys(by) {
    if (by === "kind") { return Object.keys(held.kinds).map(function (k) { return [k, held.kinds[k]]; }); }
    return held.routes.map(function (title, i) { return [String(i), title]; }).concat([["", "Not let by a route: onboarding and old systems"]]);
  }
  window.calloffGroup = function (tl, by) {
    const groups = tl.querySelector(".groups");
    if (!home.size) { keep(groups); }
    home.forEach(function (rows, cl) { cl.querySelector(".rows").append(...rows); });
    groups.querySelectorAll(".group").forEach(function (group) { group.remove(); });
    const regrouped = by !== "cluster";
    tl.classList.toggle("regrouped", regrouped);
    home.forEach(function (rows, cl) { cl.classList.toggle("spare", regrouped); cl.hidden = regrouped; });
    if (!regrouped) { return; }
    const letter = by === "kind" ? "k" : "o";
    keys(by).forEach(function (key) {
      const chosen = [];
      home.forEach(function (rows) {
        let take = false;
        rows.forEach(function (row) {
          if (!row.matches(".part")) { take = (row.dataset[letter] || "") === key[0]; }
          if (take) { chosen.push(row); }
        });
      });
      if (!chosen.length) { return; }
      const group = heading(key[1], chosen.filter(function (row) { return !row.matches(".part"); }).length);
      group.querySelector(".rows").append(...chosen);
      groups.append(group);
    });
  };
})();
