// The photographs of an answer: taken or chosen, blurred where somebody wants it, kept, removed.

import { ask } from "../blurring.js";
import { button, icon, make } from "../elements.js";
import { drawn, pressed, thumbnail } from "../pictures.js";
import { say } from "../words.js";

export const photographs = (owner, list) => new Photographs(owner, list);

class Photographs {
  constructor(owner, list) {
    Object.assign(this, { owner, list });
    const { sheet, item } = owner;
    this.most = sheet.limits.photographs_per_item;
    this.row = make("ul", { class: "walk-photographs" });
    this.needed = make("span", { class: "walk-needed", hidden: true }, say("photograph_needed"));
    this.said = make("p", { class: "field-error", role: "alert", hidden: true });
    this.file = make("input", {
      type: "file",
      accept: "image/*",
      class: "visually-hidden",
      id: `item-${item.key}-${list}`,
      onchange: () => this.chosen(),
    });
    const text = say(list === "after" ? "photograph_after" : "photograph");
    this.label = make("label", { class: "btn walk-camera", for: this.file.id }, icon("camera"), text);
    this.element = make(
      "div",
      { class: "walk-pictures" },
      this.file,
      this.label,
      this.needed,
      this.said,
      this.row,
    );
    this.draw();
  }

  get ids() {
    return this.owner.answer[this.list];
  }

  need(needed) {
    this.needed.hidden = !needed || this.ids.length > 0;
  }

  async chosen() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    const wrong = await this.take(file);
    this.said.textContent = wrong ? say(wrong) : "";
    this.said.hidden = !wrong;
    this.file.focus();
  }

  // Returns the name of the sentence that says why it was not kept, or null.
  async take(file) {
    const { sheet, item } = this.owner;
    let canvas;
    try {
      canvas = await drawn(file);
    } catch {
      return "photograph_unreadable";
    }
    if (!(await ask(canvas))) return null;
    const blob = await pressed(canvas, sheet.limits.photograph_bytes);
    if (!blob) return "photograph_big";
    if (!(await sheet.addPhotograph(item.key, this.list, blob))) return "phone_full";
    await this.draw();
    this.owner.changed();
    return null;
  }

  async draw() {
    const { sheet } = this.owner;
    const kept = this.ids.map((id) => sheet.photographs.get(id)).filter(Boolean);
    const full = kept.length >= this.most;
    this.file.disabled = full;
    this.label.hidden = full;
    const drawings = kept.map((picture, index) => this.one(picture, index + 1, kept.length));
    this.row.replaceChildren(...(await Promise.all(drawings)));
  }

  async one(picture, n, of) {
    const label = say("photograph_n", { n, of, what: this.owner.item.ask });
    return make(
      "li",
      {},
      await thumbnail(picture.blob, label),
      button(say("remove"), () => this.remove(picture.client_id), {
        kind: "btn-sm",
        sign: "trash",
        "aria-label": `${say("remove")}: ${label}`,
      }),
    );
  }

  async remove(id) {
    const { sheet, item } = this.owner;
    await sheet.removePhotograph(item.key, this.list, id);
    await this.draw();
    this.owner.changed();
    (this.label.hidden ? this.row : this.file).focus();
  }
}
