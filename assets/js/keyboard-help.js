const TYPING = "input, textarea, select, [contenteditable]";

export function startKeyboardHelp() {
  const sheet = document.querySelector("dialog[data-keyboard-help]");
  if (!sheet) return;
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest(TYPING);
    if (event.key !== "?" || typing || event.ctrlKey || event.altKey || event.metaKey || sheet.open) return;
    event.preventDefault();
    sheet.showModal();
  });
  for (const opener of document.querySelectorAll("[data-keyboard-help-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => sheet.showModal());
  }
}
