const PAUSE_MS = 600;

function typed(form) {
  const fields = new FormData(form);
  fields.delete("csrfmiddlewaretoken");
  return new URLSearchParams(fields).toString();
}

// What the rules of the server say of a form while it is typed, each sentence below the question it is about.
class Check {
  constructor(form) {
    this.form = form;
    this.asked = typed(form);
    this.told = document.createElement("div");
    this.told.className = "govuk-visually-hidden";
    this.told.setAttribute("aria-live", "polite");
    form.append(this.told);
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    const body = typed(this.form);
    if (body === this.asked) return;
    this.asked = body;
    try {
      const answer = await fetch(this.form.dataset.checkUrl, {
        method: "POST",
        body,
        credentials: "same-origin",
        redirect: "error",
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": this.form.querySelector("[name=csrfmiddlewaretoken]").value,
        },
      });
      if (answer.ok && body === this.asked) this.show((await answer.json()).said);
    } catch {
      // Sending the form says the same.
    }
  }

  show(said) {
    for (const old of this.form.querySelectorAll(".app-check")) old.remove();
    for (const { field, blocks, sentence } of said) {
      const line = document.createElement("p");
      line.className = blocks ? "app-check app-check--blocks" : "app-check";
      line.textContent = sentence;
      this.groupOf(field)?.append(line);
    }
    const words = said.map(({ sentence }) => sentence).join(" ");
    if (this.told.textContent !== words) this.told.textContent = words;
  }

  groupOf(field) {
    const single = this.form.elements[field];
    if (single instanceof HTMLElement) return single.closest(".govuk-form-group");
    const part = single?.[0] ?? this.form.elements[`${field}_day`];
    return part?.closest("fieldset")?.closest(".govuk-form-group");
  }
}

export function startChecks() {
  for (const form of document.querySelectorAll("form[data-check-url]")) new Check(form);
}
