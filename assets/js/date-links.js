// The page says which day "today" is in London; the reader's own clock may be elsewhere or wrong.
function dayBefore(iso, days) {
  const day = new Date(`${iso}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() - days);
  return [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()];
}

function addLinks(group) {
  const inputs = group.querySelectorAll("[data-date-part]");
  const row = document.createElement("p");
  row.className = "govuk-body-s app-date-links";
  for (const [words, days] of [["Today", 0], ["Yesterday", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-link-button";
    button.textContent = words;
    button.addEventListener("click", () => {
      const parts = dayBefore(group.dataset.dateLinks, days);
      parts.forEach((part, index) => {
        inputs[index].value = String(part);
        inputs[index].dispatchEvent(new Event("change", { bubbles: true }));
      });
      inputs[0].focus();
    });
    row.append(button);
  }
  group.after(row);
}

export function startDateLinks() {
  for (const group of document.querySelectorAll("[data-date-links]")) addLinks(group);
}
