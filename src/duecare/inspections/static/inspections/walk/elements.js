// How pages are made: elements, icons and notes. Text is always text, never markup.

import { settings } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

// An element with properties (`class`, `on…`, `data-…` and `aria-…` too) and children: texts, elements, lists, nothing.
export const make = (tag, given = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (["value", "checked", "disabled", "hidden"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

export const icon = (name) => {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${settings.icons}#${name}`);
  drawing.append(use);
  return drawing;
};

export const button = (text, act, { kind = "", sign = null, ...more } = {}) =>
  make("button", { type: "button", class: `btn ${kind}`, onclick: act, ...more }, sign && icon(sign), text);

export const link = (text, href, { kind = "", sign = null, ...more } = {}) =>
  make("a", { class: `btn ${kind}`, href, ...more }, sign && icon(sign), text);

const SIGNS = { good: "circle-check", calm: "info-circle", warn: "alert-triangle", bad: "alert-circle" };

export const note = (tone, ...children) =>
  make("div", { class: `note note-${tone}` }, icon(SIGNS[tone]), make("div", {}, ...children));

export const line = (text, given = {}) => make("p", given, text);

export const state = (tone, sign, text) =>
  make("span", { class: `state state-${tone}` }, icon(sign), make("span", {}, text));

export const card = (title, ...children) =>
  make(
    "section",
    { class: "card" },
    title && make("div", { class: "card-header" }, make("h2", { class: "card-title" }, title)),
    make("div", { class: "card-body" }, ...children),
  );

// A heading that takes the focus when its page opens, so that a screen reader begins there.
export const heading = (text, lead = null) =>
  make(
    "div",
    { class: "page-top" },
    make(
      "div",
      { class: "page-words" },
      make("h1", { tabindex: "-1", id: "heading" }, text),
      lead && make("p", {}, lead),
    ),
  );

// A file that the phone keeps among its downloads.
export const download = (blob, name) => {
  const address = URL.createObjectURL(blob);
  const anchor = make("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
