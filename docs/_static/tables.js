// A table that is wider than its place is shown row by row, each cell below its heading: nothing is cut on a narrow screen.
// All places are measured before anything is changed: a page is laid out twice, however many tables it has.
(() => {
  const fit = () => {
    const places = [...document.querySelectorAll(".table-wrapper")].filter((place) => place.querySelector("table"));
    for (const place of places) place.classList.remove("stacked");
    for (const place of places.filter((each) => each.scrollWidth > each.clientWidth + 1)) stack(place);
  };
  const stack = (place) => {
    const heads = [...place.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of place.querySelectorAll("tbody tr"))
      [...row.cells].forEach((cell, at) => {
        cell.setAttribute("data-label", heads[at] ?? "");
        cell.classList.toggle("none", !cell.textContent.trim());
      });
    place.classList.add("stacked");
  };
  const keepDays = () => {
    for (const cell of document.querySelectorAll(".table-wrapper td"))
      if (/^\d{4}-\d\d-\d\d$/.test(cell.textContent.trim())) cell.classList.add("day");
  };
  window.addEventListener("DOMContentLoaded", () => { keepDays(); fit(); });
  window.addEventListener("resize", fit);
})();
