// govuk-frontend's own reveal puts aria-expanded on radios, which ARIA does not allow; the reading order tells as much.
function show(input) {
  const below = document.getElementById(input.dataset.reveals);
  below.classList.toggle(`govuk-${input.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`, !input.checked);
}

function showAll() {
  document.querySelectorAll("[data-reveals]").forEach(show);
}

export function startReveals() {
  showAll();
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio], input[type=checkbox]")) showAll();
  });
  // A page brought back by the Back button has its answers again after the scripts ran.
  window.addEventListener("pageshow", showAll);
}
