/* Tables sort by any column, can be copied, and are handed out as CSV, as they stand. */
(function () {
  "use strict";
  const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
  const FORMULA = /^[=+\-@\t\r\n]/;

  function day(text) {
    const found = /^(\d{1,2}) (\w{3,9}) (\d{4})$/.exec(text);
    const month = found ? MONTHS.indexOf(found[2].slice(0, 3).toLowerCase()) : -1;
    if (month < 0) { return null; }
    return found[3] + "-" + String(month + 1).padStart(2, "0") + "-" + found[1].padStart(2, "0");
  }
  function number(text) {
    const found = /^[^\d−-]{0,4}([−-]?)[^\d]{0,4}(\d[\d,]*(?:\.\d+)?)/.exec(text);
    return found ? (found[1] ? -1 : 1) * parseFloat(found[2].replace(/,/g, "")) : null;
  }
  function quarter(text) {
    const found = /^Q([1-4]) (\d{4})$/.exec(text);
    return found ? found[2] + "-" + found[1] : null;
  }
  function key(cell) {
    const text = cell.textContent.trim();
    return day(text) || quarter(text) || number(text) || text.toLowerCase();
  }
  /* As `calloff_data.write.csv_tables.cell`: what a spreadsheet would run gets an apostrophe. */
  function harmless(cell) {
    const text = cell.textContent.trim();
    if (day(text)) { return day(text); }
    if (cell.matches(".num") && /^-?[\d,]+$/.test(text)) { return text.replace(/,/g, ""); }
    return FORMULA.test(text) ? "'" + text : text;
  }
  function lines(table) {
    return [...table.rows].map(function (row) { return [...row.cells].map(harmless); });
  }
  function csv(table) {
    return lines(table).map(function (row) {
      return row.map(function (t) { return /[",\n]/.test(t) ? '"' + t.replace(/"/g, '""') + '"' : t; }).join(",");
    }).join("\n") + "\n";
  }
  function sort(table, column, button) {
    const head = button.closest("th");
    const up = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th[aria-sort]").forEach(function (th) { th.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map(function (row) { return [key(row.cells[column]), row]; });
    keyed.sort(function (a, b) {
      if ((a[0] === "") !== (b[0] === "")) { return a[0] === "" ? 1 : -1; }
      const way = typeof a[0] === typeof b[0] ? (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) : (typeof a[0] === "number" ? -1 : 1);
      return up ? way : -way;
    });
    body.append(...keyed.map(function (pair) { return pair[1]; }));
  }
  function button(text, label, does) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", function () { does(made); });
    return made;
  }
  function done(made, text) {
    const before = made.dataset.text || made.textContent;
    made.dataset.text = before;
    made.textContent = text;
    setTimeout(function () { made.textContent = before; }, 1600);
  }
  function copied(table, made) {
    const text = lines(table).map(function (row) { return row.join("\t"); }).join("\n");
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    area.style.position = "fixed";
    area.style.opacity = "0";
    table.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    made.focus();
    done(made, "Copied");
  }
  function given(table, name, made) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + csv(table)], { type: "text/csv" }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    done(made, "Saved");
  }
  document.querySelectorAll("main table").forEach(function (table) {
    const title = table.caption.textContent;
    [...table.tHead.rows[0].cells].forEach(function (head, column) {
      const made = document.createElement("button");
      made.type = "button";
      made.append(...head.childNodes);
      made.addEventListener("click", function () { sort(table, column, made); });
      head.append(made);
    });
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) + ".csv";
    const take = document.createElement("div");
    take.className = "take";
    take.append(
      button("Copy", "Copy table: " + title, function (made) { copied(table, made); }),
      button("CSV", "CSV file of table: " + title, function (made) { given(table, name, made); })
    );
    table.before(take);
  });
})();
