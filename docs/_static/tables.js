// A table that is wider than its place is shown row by row, each cell below its heading: nothing is cut on a narrow screen.
(() => {
  const fit = () => {
    for (const place of document.querySelectorAll(".table-wrapper")) {
      const table = place.querySelector("table");
      if (!table) continue;
      place.classList.remove("stacked");
      if (place.scrollWidth <= place.clientWidth + 1) continue;
      const heads = [...table.querySelectorAll("thead th")].map((head) => head.innerText.trim());
      for (const row of table.querySelectorAll("tbody tr"))
        [...row.cells].forEach((cell, at) => {
          cell.setAttribute("data-label", heads[at] ?? "");
          cell.classList.toggle("none", !cell.textContent.trim());
        });
      place.classList.add("stacked");
    }
  };
  const keepDays = () => {
    for (const cell of document.querySelectorAll(".table-wrapper td"))
      if (/^\d{4}-\d\d-\d\d$/.test(cell.innerText.trim())) cell.classList.add("day");
  };
  window.addEventListener("DOMContentLoaded", () => { keepDays(); fit(); });
  window.addEventListener("resize", fit);
})();
