// The queue: what is on this phone only, what is on its way, what was refused and why, and what has been sent.

import { itemsOf } from "../answering.js";
import { button, card, heading, line, link, make, note, state } from "../elements.js";
import * as files from "../files.js";
import * as keeping from "../keeping.js";
import { moment, say } from "../words.js";
import { sectionOf } from "./review.js";
import { placeLine } from "./section.js";

// What became of it on the ledger.
const hazards = ({ findings = [] }) =>
  findings
    .filter((one) => one.url)
    .map((one, index) =>
      make("a", { class: "walk-hazard", href: one.url }, [say("hazard_of", { n: index + 1 }), one.level].filter(Boolean).join(" · ")),
    );

const sentRow = (one) =>
  make(
    "li",
    { class: "row-line" },
    make(
      "div",
      { class: "row-main" },
      make("a", { class: "row-title", href: one.url }, `${one.title} · ${placeLine(one)}`),
      make("span", { class: "row-sub" }, [one.message, ...(one.counts || [])].filter(Boolean).join(" ")),
      make("span", { class: "walk-hazards" }, hazards(one)),
    ),
    state("good", "circle-check", say("sent_at", { at: moment(one.at) })),
  );

export const sentCard = (sent) =>
  sent.length > 0 && card(say("sent_title"), make("ul", { class: "rows" }, sent.map(sentRow)));

const stateOf = ({ inspection, now }) => {
  if (now?.inspection === inspection.client_id) return state("calm", "upload", say("sending"));
  if (inspection.state === "open") return state("quiet", "pencil", say("being_answered"));
  if (inspection.state === "refused") return state("bad", "circle-x", say("refused"));
  if (inspection.state === "two-versions") return state("warn", "git-compare", say("two_versions"));
  return state("warn", "device-mobile", say("phone_only"));
};

const way = (now) =>
  now.of > 0 &&
  make(
    "p",
    { class: "walk-bar" },
    make("progress", { class: "walk-progress", max: now.of, value: now.done, "aria-label": say("progress") }),
    make("span", {}, say("photographs_sent", { n: now.done, of: now.of })),
  );

const photographLine = (row) => {
  const { photographs, waiting, now, inspection } = row;
  if (now?.inspection === inspection.client_id) return way(now);
  return photographs > 0 && line(say("photographs_sent", { n: photographs - waiting, of: photographs }), { class: "soft small" });
};

// Why it was refused, in the server's words, and what can be done.
const refusal = (app, { inspection }) => {
  const { client_id, message, status } = inspection;
  const mend = async () => {
    const { checklist } = await keeping.load(app.store, client_id);
    await keeping.reopen(app.store, client_id);
    const where = itemsOf(checklist).some((item) => item.key === inspection.where) && inspection.where;
    app.changed();
    app.go(`#/at/${client_id}/${where ? `${sectionOf(checklist, where)}/${where}` : "review"}`);
  };
  const again = async () => {
    await keeping.finish(app.store, client_id);
    app.sender.wake();
  };
  return note(
    "bad",
    line(message || say("refused_without", { status: status || "" })),
    make(
      "div",
      { class: "buttons" },
      button(say("mend"), mend, { kind: "btn-primary", sign: "pencil", "data-mend": "" }),
      button(say("try_again"), again, { sign: "refresh" }),
      link(say("discard"), `#/waiting/${client_id}`, { sign: "trash" }),
    ),
  );
};

// The server kept both; a person decides there, and says here that this one may go.
const twoVersions = ({ inspection }) =>
  note(
    "warn",
    line(inspection.message),
    make(
      "div",
      { class: "buttons" },
      inspection.url && link(say("see_both"), inspection.url, { kind: "btn-primary", sign: "external-link" }),
      link(say("settled"), `#/waiting/${inspection.client_id}`, { sign: "trash", "data-settled": "" }),
    ),
  );

const one = (app, row) =>
  make(
    "li",
    { class: "row-line", "data-inspection": row.inspection.client_id },
    make(
      "div",
      { class: "row-main" },
      make("span", { class: "row-title" }, row.inspection.title),
      make("span", { class: "row-sub" }, placeLine(row.inspection)),
      photographLine(row),
    ),
    stateOf(row),
    row.inspection.state === "refused" && refusal(app, row),
    row.inspection.state === "two-versions" && twoVersions(row),
  );

const takeIn = (app, said) => async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  try {
    const { is, taken = 0, there = 0 } = await files.takenIn(app.store, file);
    said.textContent = say(`file_${is}`, { taken, there });
  } catch (error) {
    app.storageFailed(error);
    return;
  }
  await app.changed();
  app.sender.wake();
};

const fileCard = (app, any) => {
  const chooser = make("input", {
    type: "file",
    id: "walk-file",
    accept: "application/json,.json",
    class: "visually-hidden",
    onchange: takeIn(app, app.fileSaid),
  });
  return card(
    say("file_title"),
    line(say("file_what"), { class: "soft" }),
    make(
      "div",
      { class: "buttons" },
      any && button(say("file_save"), () => app.saveFile(), { sign: "download", "data-save": "" }),
      chooser,
      make("label", { class: "btn", for: "walk-file" }, say("file_take_in")),
    ),
    app.fileSaid,
  );
};

export const waiting = async (app) => {
  const rows = await keeping.all(app.store);
  const sent = await keeping.sentLines(app.store);
  const queued = rows.some(({ inspection }) => inspection.state === "queued");
  const now = app.sender.now;
  app.show(
    heading(say("waiting_page")),
    rows.length
      ? card(say("waiting_title", { n: rows.length }), make("ul", { class: "rows" }, rows.map((row) => one(app, { ...row, now }))))
      : note("good", line(say("waiting_none"))),
    queued && make("div", { class: "buttons" }, button(say("send_now"), () => app.sender.wake(), { kind: "btn-primary", sign: "send" })),
    sentCard(sent),
    fileCard(app, rows.length > 0),
    make("p", {}, make("a", { href: "#/" }, say("to_start"))),
  );
};

// Before something that was finished leaves the phone unsent.
export const throwAway = async (app, id) => {
  const sheet = await keeping.load(app.store, id);
  if (!sheet) return app.go("#/waiting");
  const settled = sheet.inspection.state === "two-versions";
  const act = async () => {
    await keeping.remove(app.store, id);
    app.changed();
    app.go("#/waiting");
  };
  return app.show(
    heading(say(settled ? "settled_title" : "discard_title"), `${sheet.checklist.title} · ${placeLine(sheet.inspection)}`),
    line(say(settled ? "settled_what" : "discard_what")),
    make(
      "div",
      { class: "buttons" },
      link(say("discard_not"), "#/waiting", { kind: "btn-primary" }),
      button(say(settled ? "settled" : "discard"), act, { kind: "btn-danger", sign: "trash", "data-sure": "" }),
    ),
  );
};
