// Beginning an inspection: unit, place, checklist; a step with one choice is taken by itself.

import { heading, icon, line, make, note } from "../elements.js";
import * as keeping from "../keeping.js";
import * as packets from "../packet.js";
import * as phone from "../phone.js";
import { say } from "../words.js";

const MANY = 12;

const address = (chosen, more) => {
  const all = Object.entries({ ...chosen, ...more }).filter(([, value]) => value !== null && value !== undefined);
  return `#/begin?${new URLSearchParams(all)}`;
};

const step = (text, href, sub = "") =>
  make(
    "li",
    {},
    make(
      "a",
      { class: "walk-step", href },
      make("span", {}, text, sub && make("span", { class: "soft small" }, ` ${sub}`)),
      icon("chevron-right"),
    ),
  );

// A list of steps; a long one can be searched.
const steps = (rows) => {
  const list = make("ul", { class: "walk-steps" }, rows);
  if (rows.length <= MANY) return list;
  const search = make("input", {
    type: "search",
    class: "form-control",
    id: "walk-search",
    oninput: () => {
      const words = search.value.trim().toLowerCase();
      rows.forEach((row) => (row.hidden = !row.textContent.toLowerCase().includes(words)));
    },
  });
  return [make("label", { class: "form-label", for: "walk-search" }, say("search")), search, list];
};

const units = (app, chosen) =>
  app.show(
    heading(say("choose_unit")),
    steps(app.packet.content.post_units.map((unit) => step(unit.name, address(chosen, { unit: unit.id }), unit.code))),
  );

const places = (app, chosen, unit) =>
  app.show(
    heading(say("choose_place"), unit.name),
    steps([
      step(say("whole_unit"), address(chosen, { place: "" })),
      ...unit.places.map((place) => step(place.name, address(chosen, { place: place.id }))),
    ]),
  );

// Begin, keep the phone's promise to keep things, and go to the first section.
const start = async (app, chosen) => {
  if (!packets.isValid(app.packet)) return over(app);
  try {
    const inspection = await keeping.begin(app.store, chosen);
    app.promised = await phone.askToKeep();
    await app.changed();
    return app.go(`#/at/${inspection.client_id}/0`);
  } catch (error) {
    return app.storageFailed(error);
  }
};

const checklists = (app, chosen, found) =>
  app.show(
    heading(say("choose_checklist"), [chosen.unit.name, chosen.place?.name].filter(Boolean).join(" · ")),
    make(
      "ul",
      { class: "walk-steps" },
      found.map((checklist) =>
        make(
          "li",
          {},
          make(
            "button",
            { type: "button", class: "walk-step", onclick: () => start(app, { ...chosen, checklist }) },
            make("span", {}, checklist.title),
            icon("player-play"),
          ),
        ),
      ),
    ),
    line(say("begin_keeps"), { class: "soft" }),
  );

const over = (app) => app.show(heading(say("begin_title")), note("warn", line(say("list_over"))));

export const begin = (app, query) => {
  const kept = app.packet;
  if (!kept) return app.show(heading(say("begin_title")), note("warn", line(say("no_list"))));
  if (!packets.isValid(kept)) return over(app);
  const chosen = Object.fromEntries(query);
  const due = chosen.due ? packets.dueOf(kept, chosen.due) : null;
  const all = kept.content.post_units;
  const unit = packets.unitOf(kept, due ? due.unit : chosen.unit) || (all.length === 1 ? all[0] : null);
  if (!unit) return units(app, chosen);
  if (chosen.place === undefined && unit.places.length) return places(app, chosen, unit);
  const place = packets.placeOf(unit, chosen.place);
  return checklists(app, { unit, place, due }, packets.checklistsOf(kept, due && due.checklists));
};
