async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.querySelector("[data-copy-words]");
  const before = words.textContent;
  words.textContent = "Copied";
  setTimeout(() => {
    words.textContent = before;
  }, 2000);
}

export function startCopying() {
  // The clipboard exists only on secure origins; elsewhere the button stays hidden and the text can be selected.
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
