// The first page: what waits on this phone, what is being answered, what is due, and beginning another.

import { button, card, heading, line, link, make, note, state } from "../elements.js";
import * as keeping from "../keeping.js";
import * as packets from "../packet.js";
import { moment, say } from "../words.js";
import { placeLine } from "./section.js";
import { sentCard } from "./waiting.js";

const row = (title, sub, ...side) =>
  make(
    "li",
    { class: "row-line" },
    make("div", { class: "row-main" }, make("span", { class: "row-title" }, title), make("span", { class: "row-sub" }, sub)),
    make("div", { class: "row-side" }, ...side),
  );

const openRow = ({ inspection, photographs }) =>
  row(
    inspection.title,
    [placeLine(inspection), say("begun_at", { at: moment(inspection.started) }), photographs && say("photographs_n", { n: photographs })]
      .filter(Boolean)
      .join(" · "),
    link(say("go_on"), `#/at/${inspection.client_id}/${inspection.section}`, {
      kind: "btn-primary",
      sign: "player-play",
      "aria-label": `${say("go_on")}: ${inspection.title}, ${placeLine(inspection)}`,
    }),
  );

const dueRow = (kept) => (due) => {
  const unit = packets.unitOf(kept, due.unit);
  const sub = [unit?.name, due.times > 1 && say("number_of", { n: due.number, of: due.times }), due.basis];
  return row(
    due.title,
    sub.filter(Boolean).join(" · "),
    due.late
      ? state("bad", "clock-exclamation", say("late_since", { at: moment(due.due_at) }))
      : state("calm", "clock", say("due_at", { at: moment(due.due_at) })),
    link(say("begin"), `#/begin?due=${due.obligation}`, {
      kind: "btn-primary",
      "aria-label": `${say("begin")}: ${due.title}, ${unit?.name || ""}`,
    }),
  );
};

const list = (rows) => make("ul", { class: "rows" }, rows);

const dueCard = (kept, due) =>
  card(
    say("due_title"),
    due.length ? list(due.map(dueRow(kept))) : line(say("due_none")),
    make("div", { class: "buttons" }, link(say("begin_other"), "#/begin", { sign: "plus", "data-begin": "" })),
  );

const age = (app, kept) => {
  const [at, until] = [moment(kept.content.made_at), moment(kept.content.valid_until)];
  return make(
    "div",
    { class: "walk-age" },
    line(say("list_from", { at, until }), { class: "soft small" }),
    button(say("refresh"), () => app.refresh({ asked: true }), { kind: "btn-sm", sign: "refresh" }),
  );
};

export const home = async (app) => {
  const rows = await keeping.all(app.store);
  const sent = await keeping.sentLines(app.store);
  const open = rows.filter(({ inspection }) => inspection.state === "open");
  const waiting = rows.filter(({ inspection }) => inspection.state !== "open");
  const kept = app.packet;
  const begun = [...rows.map(({ inspection }) => inspection), ...sent];
  app.renew(
    heading(say("title"), say("lead")),
    waiting.length > 0 &&
      note("warn", line(say("waiting_n", { n: waiting.length })), make("p", {}, make("a", { href: "#/waiting" }, say("waiting_open")))),
    open.length > 0 && card(say("open_title"), list(open.map(openRow))),
    kept ? dueCard(kept, packets.openDue(kept, begun)) : note("warn", line(app.refusal || say("no_list"))),
    sentCard(sent),
    kept && !packets.isValid(kept) && note("warn", line(say("list_over"))),
    kept && age(app, kept),
    make("p", {}, make("a", { href: "#/waiting" }, say("waiting_page"))),
  );
};
