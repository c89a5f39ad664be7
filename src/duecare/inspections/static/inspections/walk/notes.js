// What stands above every page: what is on this phone only, whether it can be sent, and what the browser can't do.

import { button, line, make, note } from "./elements.js";
import * as phone from "./phone.js";
import { moment, say, settings } from "./words.js";

// What the head says all the time.
export const counted = (element, { inspections, photographs }) => {
  const text = inspections ? say("only_here", { n: inspections, photographs }) : "";
  element.hidden = !text;
  if (element.textContent !== text) element.textContent = text;
};

const copied = async (event) => {
  const told = event.currentTarget;
  await navigator.clipboard.writeText(location.origin + settings.root + "walk/");
  told.textContent = say("copied");
};

const insideAnApp = () =>
  note(
    "warn",
    line(say("inside_app")),
    make("p", {}, make("code", { class: "mono" }, location.origin + settings.root + "walk/")),
    navigator.clipboard && button(say("copy"), copied, { kind: "btn-sm", sign: "copy" }),
  );

const links = (...pairs) =>
  pairs.map(([text, href]) => make("p", {}, make("a", { href }, text)));

// Without what the browser lacks nothing is kept; the plain form works everywhere.
export const unable = (lacking) =>
  note("bad", line(say("unable", { what: lacking.join(", ") })), links([say("plain_form"), settings.plain]));

const SENDING = {
  "signed-out": () => note("warn", line(say("signed_out")), links([say("sign_in"), settings.signIn])),
  "other-user": () => note("warn", line(say("other_user")), links([say("open_own"), `${settings.root}walk/`])),
  later: () => note("calm", line(say("no_network"))),
  broken: () => note("bad", line(say("storage_broken"))),
};

export const lost = (found, act) =>
  note(
    "bad",
    line(say("evicted", { n: found.inspections, photographs: found.photographs, at: moment(found.at) })),
    button(say("understood"), act, { kind: "btn-sm" }),
  );

// Everything there is to say now, most pressing first.
export const standing = (app) => [
  app.storageError && note("bad", line(say(app.storageError)), fullHelp(app)),
  app.lost && lost(app.lost, () => app.forgetLost()),
  phone.isInsideAnApp() && insideAnApp(),
  SENDING[app.status()]?.(),
  app.promised === false && app.count.inspections > 0 && !app.sheet && note("calm", line(say("not_promised"))),
  app.promised === true && app.count.inspections > 0 && !app.sheet && line(say("promised"), { class: "soft small" }),
];

const fullHelp = (app) =>
  make(
    "div",
    { class: "buttons" },
    button(say("try_again"), () => app.tryAgain(), { kind: "btn-primary", sign: "refresh" }),
    button(say("file_save"), () => app.saveFile(), { sign: "download" }),
  );
