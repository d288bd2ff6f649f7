// govuk-frontend's own reveal puts aria-expanded on radios, which ARIA does not allow; the reading order tells as much.
function show(input) {
  const below = document.getElementById(input.dataset.reveals);
  below.classList.toggle(`govuk-${input.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`, !input.checked);
}

// A part that belongs to some answers of a question: data-shown-by names the question, data-shown-for the answers.
function showPart(part) {
  const chosen = document.querySelector(`input[name="${part.dataset.shownBy}"]:checked`);
  const belongs = chosen !== null && part.dataset.shownFor.split(" ").includes(chosen.value);
  part.hidden = !belongs;
  if (belongs && part.tagName === "DETAILS") part.open = true;
}

function showAll() {
  document.querySelectorAll("[data-reveals]").forEach(show);
  document.querySelectorAll("[data-shown-by]").forEach(showPart);
}

export function startReveals() {
  showAll();
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio], input[type=checkbox]")) showAll();
  });
  // A page brought back by the Back button has its answers again after the scripts ran.
  window.addEventListener("pageshow", showAll);
}
