"use strict";
// A click on a cell shows its fields, a click on a field its cells. Without a script the links lead there, too.
function show(element) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  element.classList.add("lit");
  const found = element.dataset.to.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  for (const other of found) other.classList.add("lit");
  if (found.length) found[0].scrollIntoView({ block: "center", inline: "nearest" });
  return found.length > 0;
}
document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-to]");
  if (element && window.getSelection().isCollapsed && show(element)) event.preventDefault();
});
function showTarget() {
  const element = location.hash && document.getElementById(location.hash.slice(1));
  if (element && element.dataset.to) { show(element); element.scrollIntoView({ block: "center" }); }
}
window.addEventListener("hashchange", showTarget);
window.addEventListener("DOMContentLoaded", showTarget);
