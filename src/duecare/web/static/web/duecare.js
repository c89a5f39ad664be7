// Small comforts; every page works without them.

// What changes by itself says when it was looked at last, and says so when it can't be reached.
document.addEventListener("htmx:afterRequest", (event) => {
  const live = event.target.closest?.("[data-live]");
  if (!live) return;
  const box = document.querySelector(live.dataset.live);
  if (!box) return;
  const asOf = event.detail.xhr?.getResponseHeader("X-As-Of");
  box.classList.toggle("live-lost", !event.detail.successful);
  const time = box.querySelector("[data-as-of]");
  if (asOf && time) time.textContent = asOf;
});

// A menu closes on Escape and when the reader goes elsewhere.
const menus = () => document.querySelectorAll("details.pocket[open], details.side-user[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  menus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// A list of mistakes is read first.
document.querySelector("[data-focus]")?.focus();

// A form is sent once; a second tap waits for the answer.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post") form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Copying to the clipboard, for chat groups.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  const text = "value" in source ? source.value : source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand("copy");
  }
  const said = button.querySelector("[data-copied]");
  if (said) said.textContent = button.dataset.copied;
});

// A button that prints appears only where printing can be asked for.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
