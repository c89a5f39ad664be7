// The sections of an inspection, one at a time.

import { itemsOf } from "../answering.js";
import { button, heading, link, make } from "../elements.js";
import * as keeping from "../keeping.js";
import { say } from "../words.js";
import { Item } from "./item.js";

export const placeLine = ({ unit_name, place_name }) => [unit_name, place_name].filter(Boolean).join(" · ");

// How many of the asked items of the whole list have an answer.
export const answered = (sheet) => {
  const now = sheet.asked();
  const given = [...now].filter((key) => sheet.answers[key]?.value.trim()).length;
  return { given, of: now.size };
};

const bar = (sheet) => {
  const words = make("span", {});
  const meter = make("progress", { class: "walk-progress", "aria-label": say("progress") });
  const update = () => {
    const { given, of } = answered(sheet);
    Object.assign(meter, { max: of, value: given });
    words.textContent = say("answered_of", { n: given, of });
  };
  update();
  return { element: make("p", { class: "walk-bar" }, meter, words), update };
};

const foot = (sheet, index) => {
  const { sections } = sheet.checklist;
  const base = `#/at/${sheet.id}`;
  const last = index + 1 >= sections.length;
  return make(
    "nav",
    { class: "walk-foot", "aria-label": say("sections") },
    index > 0 && link(say("back"), `${base}/${index - 1}`, { kind: "btn-big", sign: "chevron-left" }),
    last
      ? link(say("review"), `${base}/review`, { kind: "btn-primary btn-big", sign: "checks", "data-next": "" })
      : link(say("next"), `${base}/${index + 1}`, { kind: "btn-primary btn-big", sign: "chevron-right", "data-next": "" }),
  );
};

const contents = (sheet, index) =>
  make(
    "details",
    { class: "walk-contents" },
    make("summary", {}, say("all_sections")),
    make(
      "ol",
      {},
      sheet.checklist.sections.map((section, n) =>
        make(
          "li",
          {},
          make("a", { href: `#/at/${sheet.id}/${n}`, "aria-current": n === index && "step" }, section.title),
        ),
      ),
    ),
    make(
      "div",
      { class: "buttons" },
      link(say("pause"), "#/", { sign: "player-pause" }),
      link(say("discard"), `#/at/${sheet.id}/discard`, { sign: "trash" }),
    ),
  );

// The page of section `index`; `focus` names the item to begin at.
export const section = async (app, sheet, index, focus) => {
  const { sections } = sheet.checklist;
  const at = Math.max(0, Math.min(sections.length - 1, index));
  const numbers = new Map(itemsOf(sheet.checklist).map((item, n) => [item.key, n + 1]));
  const meter = bar(sheet);
  const update = () => {
    const now = sheet.asked();
    for (const one of items) {
      one.element.hidden = !now.has(one.item.key);
      one.update();
    }
    meter.update();
  };
  const items = sections[at].items.map((item) => new Item(sheet, item, numbers.get(item.key), update));
  update();
  app.show(
    heading(sections[at].title, `${sheet.checklist.title} · ${placeLine(sheet.inspection)}`),
    make("p", { class: "soft" }, say("section_of", { n: at + 1, of: sections.length })),
    meter.element,
    items.map((one) => one.element),
    sheet.source && make("p", { class: "soft small" }, say("source", { source: sheet.source })),
    foot(sheet, at),
    contents(sheet, at),
  );
  if (focus) document.getElementById(`item-${focus}`)?.focus();
  await keeping.change(app.store, sheet.id, { section: at });
};

export const discard = (app, sheet) => {
  const throwAway = async () => {
    await keeping.remove(app.store, sheet.id);
    app.changed();
    app.go("#/");
  };
  app.show(
    heading(say("discard_title"), `${sheet.checklist.title} · ${placeLine(sheet.inspection)}`),
    make("p", {}, say("discard_what")),
    make(
      "div",
      { class: "buttons" },
      link(say("discard_not"), `#/at/${sheet.id}/${sheet.inspection.section}`, { kind: "btn-primary" }),
      button(say("discard"), throwAway, { kind: "btn-danger", sign: "trash" }),
    ),
  );
};
