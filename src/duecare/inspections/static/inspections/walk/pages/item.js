// One item of a checklist as it is answered.

import * as rules from "../answering.js";
import { make, state } from "../elements.js";
import { say } from "../words.js";
import { photographs } from "./photographs.js";

const limits = (item) => {
  const { low, high, unit } = item;
  const [lower, upper] = [low, high].map((limit) => limit !== null && limit !== undefined);
  if (lower && upper) return say("passes_between", { low, high, unit });
  if (lower) return say("passes_from", { low, unit });
  return upper ? say("passes_up_to", { high, unit }) : "";
};

export const within = (days) => (days === 0 ? say("at_once") : say("within_days", { n: days }));

// What a failure becomes.
export const becomes = (item, answer) => {
  const major = rules.levelOf(item, answer) === "major";
  const level = say(major ? "becomes_major" : "becomes_general");
  const given = item.days !== null && item.days !== undefined && major === (item.level === "major");
  return given ? `${level} ${within(item.days)}` : level;
};

export class Item {
  constructor(sheet, item, number, changed) {
    Object.assign(this, { sheet, item, number, changed });
    this.id = `item-${item.key}`;
    this.wrong = make("p", { class: "field-error", id: `${this.id}-wrong`, hidden: true });
    this.after = make("div", { class: "walk-failed", hidden: true });
    this.pictures = photographs(this, "photographs");
    this.element = make(
      "fieldset",
      { class: "walk-item", id: this.id, tabindex: "-1", "aria-describedby": `${this.id}-wrong` },
      make("legend", {}, `${number}. ${item.ask}`, item.optional && ` ${say("optional")}`),
      item.look && make("p", { class: "soft" }, item.look),
      this.marks(),
      this.input(),
      this.wrong,
      this.pictures.element,
      this.words("note", say("note"), this.isLong()),
      this.after,
    );
    this.failure();
  }

  get answer() {
    return this.sheet.answer(this.item.key);
  }

  set(fields) {
    this.sheet.set(this.item.key, fields);
    this.changed();
  }

  isLong() {
    return Boolean(this.answer.note);
  }

  marks() {
    const { level, source } = this.item;
    return make(
      "p",
      { class: "walk-marks" },
      level === "major" && state("bad", "alert-triangle", say("major_if_fails")),
      source !== this.sheet.source && make("span", { class: "soft small" }, say("source", { source })),
    );
  }

  input() {
    if (this.item.kind === "check") {
      return this.choices(["pass", "fail", "na"].map((key) => [key, say(key), key === "fail"]));
    }
    if (this.item.kind === "choice") {
      return this.choices(this.item.options.map((one) => [one.key, one.title, one.fails]));
    }
    return this.item.kind === "reading" ? this.reading() : this.words("value", say("in_words"), true);
  }

  choices(options) {
    const one = ([key, title, fails]) =>
      make(
        "label",
        { class: `walk-choice${fails ? " walk-choice-bad" : ""}` },
        make("input", {
          type: "radio",
          name: this.id,
          value: key,
          checked: this.answer.value === key,
          onchange: () => this.set({ value: key }),
        }),
        make("span", {}, title),
      );
    return make("div", { class: `walk-choices walk-choices-${this.item.kind}` }, options.map(one));
  }

  reading() {
    const told = `${this.id}-limits`;
    const field = make("input", {
      class: "form-control walk-reading",
      id: `${this.id}-value`,
      inputmode: "decimal",
      autocomplete: "off",
      "aria-describedby": told,
      value: this.answer.value,
      oninput: () => this.set({ value: field.value }),
      onblur: () => this.check(),
    });
    return make(
      "div",
      { class: "walk-line" },
      make("label", { for: field.id }, say("reading")),
      field,
      make("span", { class: "walk-unit" }, this.item.unit),
      make("span", { class: "soft small", id: told }, limits(this.item)),
    );
  }

  // Words in a field; a note is folded away until somebody wants it.
  words(field, label, open) {
    const area = make("textarea", {
      class: "form-control",
      rows: 2,
      maxlength: rules.LONGEST,
      id: `${this.id}-${field}`,
      value: this.answer[field],
      oninput: () => this.set({ [field]: area.value }),
      onblur: () => this.check(),
    });
    if (field === "value") {
      return make("div", { class: "walk-words" }, make("label", { class: "form-label", for: area.id }, label), area);
    }
    return make(
      "details",
      { class: "walk-note", open },
      make("summary", {}, label),
      make("label", { class: "form-hint", for: area.id }, say("note_hint")),
      area,
    );
  }

  // What becomes of a failure: raised to major, put right on the spot.
  failure() {
    const tick = (field, text) =>
      make(
        "label",
        { class: "form-check" },
        make("input", {
          type: "checkbox",
          class: "form-check-input",
          checked: this.answer[field],
          "data-field": field,
          onchange: (event) => this.set({ [field]: event.target.checked }),
        }),
        make("span", {}, text),
      );
    this.becomes = make("p", { class: "walk-becomes", role: "status" });
    this.later = photographs(this, "after");
    this.after.append(
      this.becomes,
      ...(this.item.level === "major" ? [] : [tick("major", say("raise"))]),
      tick("on_the_spot", say("on_the_spot")),
      this.later.element,
    );
    this.update();
  }

  // Bring what depends on the answer up to date.
  update() {
    const { item, answer } = this;
    const failed = rules.failed(item, answer);
    this.after.hidden = !failed;
    this.becomes.textContent = failed ? becomes(item, answer) : "";
    this.later.element.hidden = !answer.on_the_spot;
    this.pictures.need(rules.needsPhotograph(item, answer));
    this.later.need(rules.lacksAfter(item, answer));
    this.element.classList.toggle("walk-item-bad", failed);
    if (!this.wrong.hidden) this.check();
  }

  // Say what is wrong with the answer, if there is one.
  check() {
    const given = this.sheet.answers[this.item.key];
    const found = given && rules.fault(this.item, given);
    const wrong = found || (given && rules.lacksAfter(this.item, given) ? "no-photograph-after" : null);
    this.wrong.textContent = wrong ? say(`fault_${wrong}`) : "";
    this.wrong.hidden = !wrong;
  }
}
