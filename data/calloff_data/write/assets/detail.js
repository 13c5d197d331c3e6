/* What a row or bar is about: its dates, their reasons, and the figures they rest on. */
(function () {
  "use strict";
  const panel = document.getElementById("detail");
  const held = JSON.parse(document.getElementById("held").textContent);
  const tl = document.querySelector(".tl .groups") && document.querySelector(".tl .groups").closest(".tl");
  if (!tl || !panel.showModal) { return; }
  let origin = null;

  function made(name, text, css) {
    const element = document.createElement(name);
    if (text) { element.textContent = text; }
    if (css) { element.className = css; }
    return element;
  }
  function icon(mark) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("width", "26");
    svg.setAttribute("height", "22");
    svg.setAttribute("aria-hidden", "true");
    const shape = mark.querySelector("use, rect[class]");
    if (!shape) { return svg; }
    const copy = shape.cloneNode(true);
    copy.setAttribute("x", shape.matches("use") ? "13" : "3");
    copy.setAttribute("y", shape.matches("use") ? "11" : "5");
    if (!shape.matches("use")) { copy.setAttribute("width", "19"); }
    svg.append(copy);
    return svg;
  }
  /* Words of a mark beside the name of its row: without that name. */
  function words(mark, name) {
    const text = mark.getAttribute("aria-label");
    const rest = text.startsWith(name) ? text.slice(name.length).replace(/^[:, ]+/, "") : text;
    return rest ? rest.charAt(0).toUpperCase() + rest.slice(1) : text;
  }
  function place(mark) { return parseFloat(mark.querySelector("use, rect[class]").getAttribute("x")); }
  /* Which mark tells a reason that several share: the one asked about, else the sign of the milestone. */
  function tellers(marks, here) {
    const found = {};
    marks.forEach(function (mark) {
      const why = mark.dataset.w;
      if (why === undefined) { return; }
      const before = found[why];
      const sign = mark.querySelector("use") && !(before && before.querySelector("use"));
      if (mark === here || !before || (sign && before !== here)) { found[why] = mark; }
    });
    return Object.values(found);
  }
  function date(mark, here, name, telling) {
    const line = made("li", words(mark, name), mark === here ? "here" : "");
    line.prepend(icon(mark));
    if (mark === here) { line.setAttribute("aria-current", "true"); }
    const why = telling.includes(mark) ? held.whys[mark.dataset.w] : [];
    if (why.length) {
      const list = made("ul");
      list.append(...why.map(function (text) { return made("li", text); }));
      line.append(list);
    }
    return line;
  }
  function figure(number) {
    const row = document.getElementById("figure-" + number);
    const cells = {};
    row.querySelectorAll("td").forEach(function (cell) { cells[cell.dataset.of] = cell.textContent; });
    const box = made("div", "", "figure");
    const parts = row.querySelector("th").textContent.split(" · ");
    const name = (parts[1] === "*" ? "every " + parts[2] + " in " + parts[0] : parts[2] + " of " + parts[1].split("/").filter(Boolean).join(" / "));
    box.append(made("b", name + (cells.Value ? ": " + cells.Value : "")));
    const known = cells.Low === cells.High && (!cells.Value || cells.Low === cells.Value);
    const range = !known && (cells.Low || cells.High) ? ", between " + (cells.Low || "…") + " and " + (cells.High || "…") : "";
    const grade = (cells.Grade ? ", grade " + cells.Grade : "") + (cells["As of"] ? ", as of " + cells["As of"] : "");
    const mark = made("span", cells.Mark, cells.Mark);
    const line = made("span");
    line.append(mark, document.createTextNode(range + grade));
    box.append(line);
    const where = Object.keys(cells).pop();
    if (cells[where]) { box.append(made("p", cells[where])); }
    return box;
  }
  function reasons(row, marks) {
    if (!held.reasons || marks.some(function (m) { return m.dataset.w !== undefined; })) { return []; }
    const ask = made("p", "Reasons have not been worked out for this report. To have them: ", "note");
    ask.append(made("code", "calloff explain PROGRAMME " + row.dataset.i + " --plan plan.json -o ."));
    return [ask];
  }
  function fill(row, here) {
    const marks = [...row.querySelectorAll(".t[aria-label]")].sort(function (a, b) { return place(a) - place(b); });
    const name = row.querySelector(".name").textContent.replace(/ \([^)]*\)$/, "");
    const close = made("button", "Close", "close");
    close.type = "button";
    close.addEventListener("click", function () { panel.close(); });
    const title = made("h2", row.querySelector(".name").textContent);
    title.id = "detail-title";
    const of = row.querySelector(".of");
    const kind = made("p", [held.kinds[row.dataset.k] || "Contract", of && of.textContent].filter(Boolean).join(" · "), "kind");
    const risk = (row.dataset.risk || "").split(" ").filter(Boolean);
    const dates = made("ol");
    const telling = tellers(marks, here);
    dates.append(...marks.map(function (mark) { return date(mark, here, name, telling); }));
    const inside = [kind, title];
    if (risk.length) { inside.push(made("p", "At risk: " + risk.join(", ") + ".", "warn")); }
    inside.push(made("h3", "Dates"), dates, ...reasons(row, marks));
    const numbers = (row.dataset.f || "").split(" ").filter(Boolean);
    if (numbers.length) { inside.push(made("h3", "Rests on"), ...numbers.map(figure)); }
    panel.replaceChildren(...inside, close);
  }
  function open(row, here, from) {
    origin = from;
    fill(row, here);
    panel.showModal();
    panel.scrollTop = 0;
    panel.querySelector(".close").focus();
    const line = panel.querySelector(".here");
    if (line) { line.scrollIntoView({ block: "nearest" }); }
  }
  function chosen(target) {
    const from = target.closest(".name[role=button], .t[role=button]");
    const row = from && from.closest(".groups .r[data-k]");
    if (row) { open(row, from.matches(".t") ? from : null, from); }
    return Boolean(row);
  }
  tl.addEventListener("click", function (event) { chosen(event.target); });
  tl.addEventListener("keydown", function (event) {
    if ((event.key === "Enter" || event.key === " ") && event.target.matches("[role=button]") && chosen(event.target)) {
      event.preventDefault();
    }
  });
  panel.addEventListener("click", function (event) { if (event.target === panel) { panel.close(); } });
  panel.addEventListener("close", function () { if (origin) { origin.focus(); origin = null; } });
})();
