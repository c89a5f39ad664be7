// Before finishing: what is missing, what is wrong, and what becomes a hazard.

import * as rules from "../answering.js";
import { button, card, heading, line, link, make, note, state } from "../elements.js";
import * as keeping from "../keeping.js";
import { say } from "../words.js";
import { becomes } from "./item.js";
import { answered, placeLine } from "./section.js";

// Keys of items with what is wrong with each, in the order of the checklist.
export const problems = (sheet) => {
  const { missing, faults } = rules.progress(sheet.checklist, sheet.answers);
  const found = Object.fromEntries(missing.map((key) => [key, "missing"]));
  Object.assign(found, faults);
  for (const item of rules.asked(sheet.checklist, sheet.answers)) {
    const given = sheet.answers[item.key];
    if (given && !found[item.key] && rules.lacksAfter(item, given)) found[item.key] = "no-photograph-after";
  }
  return rules.itemsOf(sheet.checklist).filter((item) => found[item.key]).map((item) => [item, found[item.key]]);
};

export const sectionOf = (checklist, key) =>
  Math.max(0, checklist.sections.findIndex((section) => section.items.some((item) => item.key === key)));

const to = (sheet, item) => `#/at/${sheet.id}/${sectionOf(sheet.checklist, item.key)}/${item.key}`;

const row = (sheet, item, ...more) =>
  make(
    "li",
    { class: "row-line" },
    make("div", { class: "row-main" }, make("a", { class: "row-title", href: to(sheet, item) }, item.ask), ...more),
  );

const missingCard = (sheet, found) =>
  card(
    say("review_missing", { n: found.length }),
    make(
      "ul",
      { class: "rows", id: "walk-missing", tabindex: "-1" },
      found.map(([item, wrong]) => row(sheet, item, make("span", { class: "row-sub" }, say(`fault_${wrong}`)))),
    ),
  );

const hazardRow = (sheet, item) => {
  const given = sheet.answer(item.key);
  const major = rules.levelOf(item, given) === "major";
  return row(
    sheet,
    item,
    state(major ? "bad" : "warn", major ? "alert-triangle-filled" : "alert-triangle", becomes(item, given)),
    given.on_the_spot && state("good", "check", say("on_the_spot")),
  );
};

const hazardCard = (sheet) => {
  const found = rules.findings(sheet.checklist, sheet.answers);
  if (!found.length) return note("good", line(say("review_no_hazard")));
  return card(
    say("review_hazards", { n: found.length }),
    make("ul", { class: "rows" }, found.map((item) => hazardRow(sheet, item))),
  );
};

export const review = (app, sheet) => {
  const found = problems(sheet);
  const { given, of } = answered(sheet);
  const finish = async () => {
    if (problems(sheet).length) {
      document.getElementById("walk-missing").focus();
      return;
    }
    if (!(await sheet.again())) return;
    await keeping.finish(app.store, sheet.id);
    app.changed();
    app.sender.wake();
    app.go("#/waiting");
  };
  app.show(
    heading(say("review_title"), `${sheet.checklist.title} · ${placeLine(sheet.inspection)}`),
    line(say("answered_of", { n: given, of })),
    found.length > 0 && missingCard(sheet, found),
    hazardCard(sheet),
    line(say("review_after"), { class: "soft" }),
    make(
      "div",
      { class: "walk-foot" },
      link(say("back"), `#/at/${sheet.id}/${sheet.checklist.sections.length - 1}`, { kind: "btn-big", sign: "chevron-left" }),
      button(say("finish"), finish, { kind: "btn-primary btn-big", sign: "check", "data-finish": "" }),
    ),
  );
};
