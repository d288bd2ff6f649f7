const EVERY_MS = 5000;
const PATIENCE_MS = 5000;

function snapshot(form) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) {
    if (value instanceof File) fields.delete(name);
  }
  fields.delete("csrfmiddlewaretoken");
  return new URLSearchParams(fields).toString();
}

function clockTime() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.saved = snapshot(form);
    this.saving = null;
    this.finished = false;
    this.state = document.querySelector("[data-draft-state]");
    setInterval(() => this.save(), EVERY_MS);
    form.addEventListener("focusout", () => this.save());
    window.addEventListener("pagehide", () => this.saveOnLeaving());
    form.addEventListener("submit", (event) => this.sendAfterSaving(event));
    window.addEventListener("pageshow", () => {
      this.finished = false;
    });
  }

  send(body, options = {}) {
    return fetch(this.form.dataset.autosaveUrl, {
      method: "POST",
      body,
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
      redirect: "error",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": this.form.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      ...options,
    });
  }

  save() {
    const body = snapshot(this.form);
    if (this.saving || this.finished || body === this.saved) return;
    this.saving = this.keep(body).finally(() => {
      this.saving = null;
    });
  }

  async keep(body) {
    try {
      const answer = await this.send(body);
      if (!answer.ok) throw new Error(String(answer.status));
      this.saved = body;
      this.say(`Saved at ${clockTime()}`, false);
    } catch {
      this.say("Not saved \u2013 we will keep trying", true);
    }
  }

  // A draft saved after its form was sent would lay older words over it, or bring the draft back to life.
  sendAfterSaving(event) {
    const waiting = this.finished;
    this.finished = true;
    if (!this.saving) return;
    event.preventDefault();
    if (!waiting) this.saving.then(() => this.form.requestSubmit(event.submitter));
  }

  saveOnLeaving() {
    const body = snapshot(this.form);
    if (!this.finished && body !== this.saved) this.send(body, { keepalive: true }).catch(() => {});
  }

  say(words, isProblem) {
    if (!this.state || this.state.textContent === words) return;
    this.state.textContent = words;
    this.state.classList.toggle("app-draft-state--problem", isProblem);
  }
}

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
}
