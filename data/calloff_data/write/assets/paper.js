/* Paper shows all that a click would open; plotly's charts are drawn when they come into view. */
(function () {
  "use strict";
  let closed = [];
  window.addEventListener("beforeprint", function () {
    closed = [...document.querySelectorAll("main details:not([open])")];
    closed.forEach(function (details) { details.open = true; });
    /* A system's one contract is drawn on the system's own row; of several, each has a row. */
    closed.parts = [...document.querySelectorAll(".r.opens:not([hidden])")].flatMap(function (row) {
      const own = [];
      for (let r = row.nextElementSibling; r && r.matches(".part"); r = r.nextElementSibling) { own.push(r); }
      return own.length > 1 ? own.filter(function (r) { return r.hidden; }) : [];
    });
    closed.parts.forEach(function (row) { row.hidden = false; });
    charts.forEach(draw);
    sized(1000);
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (details) { details.open = false; });
    (closed.parts || []).forEach(function (row) { row.hidden = true; });
    sized(0);
  });
  const charts = [...document.querySelectorAll(".plotly")];
  function draw(box) {
    if (box.dataset.drawn) { return; }
    box.dataset.drawn = "yes";
    if (!window.Plotly) {
      const script = document.createElement("script");
      script.textContent = document.getElementById("plotly").textContent;
      document.head.append(script);
    }
    const held = JSON.parse(box.querySelector("script").textContent);
    window.Plotly.newPlot(box, held.data, held.layout, held.config);
  }
  function sized(width) {
    charts.forEach(function (box) {
      window.Plotly.relayout(box, width ? { width: width, autosize: false } : { width: null, autosize: true });
    });
  }
  if (!charts.length) { return; }
  const watch = new IntersectionObserver(function (seen) {
    seen.forEach(function (entry) { if (entry.isIntersecting) { watch.unobserve(entry.target); draw(entry.target); } });
  }, { rootMargin: "300px" });
  charts.forEach(function (box) { watch.observe(box); });
})();
