// Inspecting on a phone, with or without a network: opens what is kept here, then asks the server what is new.

import { Walk, page } from "./app.js";
import { heading, line, make, note } from "./elements.js";
import * as notes from "./notes.js";
import * as office from "./office.js";
import * as phone from "./phone.js";
import { Store } from "./store.js";
import { keepCurrent } from "./updating.js";
import { say, settings } from "./words.js";

const OPENING = 4_000; // as long as the page waits to hear who is signed in

// Whose store to open: of whoever is signed in, and without a network, or with one that does not answer soon, of whoever
// used this phone last.
const findStore = async (app) => {
  const last = await Store.last();
  const session = navigator.onLine ? await office.session(last ? OPENING : undefined) : { is: "later" };
  app.network = session.is;
  return session.is === "ok" && session.body.user !== last?.user ? Store.of(session.body.user) : last;
};

const nobody = (app) => {
  const out = app.network === "signed-out";
  page.replaceChildren(
    heading(say("title")),
    note("warn", line(say(out ? "signed_out_first" : "first_needs_network"))),
    make("p", {}, make("a", { href: settings.signIn }, say("sign_in"))),
  );
};

const listen = (app) => {
  addEventListener("hashchange", () => app.open());
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address says which page it is
    page.focus();
  });
  addEventListener("online", () => app.refresh());
  addEventListener("offline", () => {
    app.network = "later";
    app.stand();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && app.refresh());
  addEventListener("beforeunload", (event) => app.sheet?.unkept.size && event.preventDefault());
};

const start = async () => {
  const lacking = phone.lacking();
  if (lacking.length) return page.replaceChildren(heading(say("title")), notes.unable(lacking));
  const app = new Walk();
  let store;
  try {
    store = await findStore(app);
    if (store) await app.use(store);
  } catch (error) {
    return page.replaceChildren(heading(say("title")), notes.unable([error.name]));
  }
  if (store) {
    listen(app);
    await app.open();
  } else nobody(app);
  // Only now, so that the worker's files do not come in the way of the page's.
  await Promise.all([store && app.refresh(), keepCurrent()]);
};

await start();
