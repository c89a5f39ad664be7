// Blurring before a photograph is kept: with a finger or a mouse, or with keys and buttons over a marked area.

import { button, line, make } from "./elements.js";
import { blurArea, blurCircle, coarse } from "./pictures.js";
import { say } from "./words.js";

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Blurring {
  constructor(canvas) {
    this.canvas = canvas;
    this.original = this.copy();
    this.blocks = coarse(canvas);
    const [width, height] = [canvas.width / 5, canvas.height / 5];
    this.area = { x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, width, height };
    this.marker = make("div", { class: "walk-marker", hidden: true });
    this.said = make("p", { class: "visually-hidden", role: "status" });
    canvas.classList.add("walk-canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", say("blur_canvas"));
    canvas.addEventListener("pointerdown", (event) => this.touch(event));
    canvas.addEventListener("pointermove", (event) => event.buttons && this.touch(event));
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("focus", () => canvas.matches(":focus-visible") && this.show());
  }

  copy() {
    const copied = document.createElement("canvas");
    [copied.width, copied.height] = [this.canvas.width, this.canvas.height];
    copied.getContext("2d").drawImage(this.canvas, 0, 0);
    return copied;
  }

  touch(event) {
    event.preventDefault();
    const box = this.canvas.getBoundingClientRect();
    const scale = this.canvas.width / box.width;
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    blurCircle(this.canvas, this.blocks, x, y, 24 * scale);
    this.said.textContent = say("blurred");
  }

  key(event) {
    if (event.key in MOVES) this.move(...MOVES[event.key]);
    else if (event.key === "+" || event.key === "=") this.resize(1.25);
    else if (event.key === "-") this.resize(0.8);
    else if (event.key === "Enter" || event.key === " ") this.blur();
    else return;
    event.preventDefault();
  }

  move(right, down) {
    const { width, height } = this.canvas;
    this.area.x = Math.max(0, Math.min(width - this.area.width, this.area.x + (right * width) / 20));
    this.area.y = Math.max(0, Math.min(height - this.area.height, this.area.y + (down * height) / 20));
    this.show();
  }

  resize(by) {
    const { width, height } = this.canvas;
    this.area.width = Math.max(width / 20, Math.min(width, this.area.width * by));
    this.area.height = Math.max(height / 20, Math.min(height, this.area.height * by));
    this.move(0, 0);
  }

  show() {
    const { width, height } = this.canvas;
    const share = (value, of) => `${((100 * value) / of).toFixed(1)}%`;
    this.marker.hidden = false;
    Object.assign(this.marker.style, {
      left: share(this.area.x, width),
      top: share(this.area.y, height),
      width: share(this.area.width, width),
      height: share(this.area.height, height),
    });
    const centre = [this.area.x + this.area.width / 2, this.area.y + this.area.height / 2];
    this.said.textContent = say("blur_at", {
      across: Math.round((100 * centre[0]) / width),
      down: Math.round((100 * centre[1]) / height),
    });
  }

  blur() {
    this.show();
    blurArea(this.canvas, this.blocks, this.area);
    this.said.textContent = say("blurred");
  }

  undo() {
    this.canvas.getContext("2d").drawImage(this.original, 0, 0);
    this.said.textContent = say("blur_undone");
  }

  picture() {
    return [
      line(say("blur_hint"), { class: "soft", id: "walk-blur-hint" }),
      make("div", { class: "walk-picture" }, this.canvas, this.marker),
      this.said,
    ];
  }

  keys() {
    return make(
      "details",
      { class: "walk-keys", ontoggle: (event) => event.target.open && this.show() },
      make("summary", {}, say("blur_by_keys")),
      make(
        "div",
        { class: "buttons" },
        button(say("left"), () => this.move(-1, 0), { sign: "arrow-left" }),
        button(say("right"), () => this.move(1, 0), { sign: "arrow-right" }),
        button(say("up"), () => this.move(0, -1), { sign: "arrow-up" }),
        button(say("down"), () => this.move(0, 1), { sign: "arrow-down" }),
        button(say("larger"), () => this.resize(1.25), { sign: "plus" }),
        button(say("smaller"), () => this.resize(0.8), { sign: "minus" }),
        button(say("blur_area"), () => this.blur(), { sign: "eye-off" }),
      ),
    );
  }
}

// Ask whether to keep the picture, blurred where somebody wants it; resolves with true to keep it.
export const ask = (canvas) =>
  new Promise((resolve) => {
    const blurring = new Blurring(canvas);
    const end = (keep) => () => {
      dialog.close();
      dialog.remove();
      resolve(keep);
    };
    const dialog = make(
      "dialog",
      { class: "walk-dialog", "aria-labelledby": "walk-blur-title", oncancel: end(false) },
      make("h2", { id: "walk-blur-title", tabindex: "-1", autofocus: true }, say("photograph_keep_title")),
      blurring.picture(),
      make(
        "div",
        { class: "buttons" },
        button(say("photograph_keep"), end(true), { kind: "btn-primary", sign: "check", "data-keep": "" }),
        button(say("blur_undo"), () => blurring.undo(), { sign: "arrow-back-up" }),
        button(say("photograph_drop"), end(false), { sign: "trash" }),
      ),
      blurring.keys(),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
