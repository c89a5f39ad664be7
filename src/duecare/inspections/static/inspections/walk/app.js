// The app: whose store is open, which page is shown, what is said above it, what is sent.

import { download, heading, line, make, note } from "./elements.js";
import * as files from "./files.js";
import * as keeping from "./keeping.js";
import * as notes from "./notes.js";
import * as office from "./office.js";
import * as packets from "./packet.js";
import { begin } from "./pages/begin.js";
import { home } from "./pages/home.js";
import { review } from "./pages/review.js";
import { discard, section } from "./pages/section.js";
import { throwAway, waiting } from "./pages/waiting.js";
import * as phone from "./phone.js";
import { Sender } from "./sending.js";
import { Sheet } from "./sheet.js";
import { Store } from "./store.js";
import { clockTime, say, settings } from "./words.js";

export const page = document.getElementById("walk-page");
const above = document.getElementById("walk-notes");
const head = document.getElementById("walk-count");
const kept = document.getElementById("walk-kept");
const LIMITS = { photograph_bytes: 0, photographs_per_item: 3 };

const reachable = () => [...page.querySelectorAll("a, button, input, summary")];

export class Walk {
  constructor() {
    this.count = { inspections: 0, photographs: 0 };
    this.packet = null;
    this.fileSaid = make("p", { role: "status" });
    this.opening = Promise.resolve();
    this.network = null; // what the last answer to a question for the packet or session was
  }

  // Open the store of a user and everything that stands on it.
  async use(store) {
    this.store = store;
    this.sheet = null;
    this.refusal = "";
    this.sender?.end();
    this.sender = new Sender(store, () => this.moved());
    this.channel?.close();
    this.channel = new BroadcastChannel(`walk-${store.user}`);
    this.channel.onmessage = () => this.redraw();
    this.packet = await packets.load(store);
    this.promised = await phone.isKept();
    this.noticeLoss();
    await this.recount();
  }

  noticeLoss() {
    const found = phone.marked();
    this.lost = null;
    if (!found || found.user !== this.store.user) return;
    this.lost = found;
  }

  forgetLost() {
    this.lost = null;
    phone.mark(this.store.user, 0, 0);
    this.stand();
  }

  async recount() {
    const rows = await keeping.all(this.store);
    const photographs = rows.reduce((sum, row) => sum + row.waiting, 0);
    this.count = { inspections: rows.length, photographs };
    if (rows.length) this.lost = null;
    if (!this.lost) phone.mark(this.store.user, rows.length, photographs);
    notes.counted(head, this.count);
    this.stand();
  }

  // Something on this phone has changed: here, and in other tabs.
  async changed() {
    this.channel.postMessage("changed");
    await this.recount();
  }

  // Something moved on its way to the server.
  async moved() {
    await this.changed();
    await this.redraw();
  }

  async redraw() {
    await this.recount();
    const { way } = this.route();
    if (way[0] === "" || (way[0] === "waiting" && way.length === 1)) await this.open();
  }

  status() {
    for (const said of [this.sender.status, this.network])
      if (["signed-out", "other-user", "broken"].includes(said)) return said;
    return this.sender.status === "later" || this.network === "later" ? "later" : "";
  }

  // Only what has changed is put there anew: it is read out.
  stand() {
    const now = notes.standing(this).filter(Boolean);
    const [said, was] = [now, [...above.children]].map((all) => all.map((one) => one.textContent).join("\n"));
    if (said !== was) above.replaceChildren(...now);
  }

  show(...parts) {
    const again = page.dataset.way === location.hash;
    const place = again ? reachable().indexOf(document.activeElement) : -1;
    page.replaceChildren(...parts.flat(2).filter(Boolean));
    page.dataset.way = location.hash;
    document.title = `${page.querySelector("h1")?.textContent || ""} · ${settings.name}`;
    if (!again) {
      document.getElementById("heading")?.focus();
      scrollTo(0, 0);
    } else if (place >= 0) reachable()[place]?.focus();
  }

  // The same page again: parts that say what they said stay where they are, for a finger may be on one.
  renew(...parts) {
    const next = parts.flat(2).filter(Boolean);
    if (page.dataset.way !== location.hash) return this.show(next);
    const [old, place] = [[...page.children], reachable().indexOf(document.activeElement)];
    let from = 0;
    const put = next.map((part) => {
      const at = old.findIndex((one, index) => index >= from && one.isEqualNode(part));
      from = at < 0 ? from : at + 1;
      return at < 0 ? part : old[at];
    });
    old.filter((part) => !put.includes(part)).forEach((part) => part.remove());
    put.forEach((part, at) => page.children[at] !== part && page.insertBefore(part, page.children[at] || null));
    if (place >= 0 && !page.contains(document.activeElement)) reachable()[place]?.focus();
  }

  go(hash) {
    if (location.hash === hash) this.open();
    else location.hash = hash;
  }

  route() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    return { way: path.split("/"), query: new URLSearchParams(query) };
  }

  // The page that the address names; one after the other, so that the last one asked for is the one that stays.
  open() {
    this.opening = this.opening.then(() => this.draw()).catch((error) => this.storageFailed(error));
    return this.opening;
  }

  async draw() {
    const { way, query } = this.route();
    const [name, id, part, item] = way;
    if (name !== "at" || this.sheet?.id !== id) this.leave();
    kept.hidden = name !== "at";
    if (name === "begin") begin(this, query);
    else if (name === "waiting") await (id ? throwAway(this, id) : waiting(this));
    else if (name === "at") await this.openSheet(id, part, item);
    else await home(this);
    this.stand();
  }

  async openSheet(id, part, item) {
    if (this.sheet?.id !== id && !(await this.take(id))) return;
    if (part === "review") review(this, this.sheet);
    else if (part === "discard") discard(this, this.sheet);
    else await section(this, this.sheet, Number(part) || 0, item);
  }

  // Take an inspection up: it is answered in one tab at a time.
  async take(id) {
    const loaded = await keeping.load(this.store, id);
    if (!loaded || loaded.inspection.state !== "open") return this.refuse("not_here");
    if (!(await this.hold(`walk-answering-${id}`))) return this.refuse("other_tab");
    this.sheet = new Sheet(this.store, loaded, (how) => this.told(how));
    this.sheet.limits = { ...LIMITS, ...this.packet?.content.limits };
    return true;
  }

  refuse(text) {
    this.show(heading(say("title")), note("warn", line(say(text))), make("p", {}, make("a", { href: "#/" }, say("to_start"))));
    return false;
  }

  hold(name) {
    return new Promise((resolve) => {
      navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        return lock && new Promise((release) => (this.release = release));
      });
    });
  }

  leave() {
    this.release?.();
    this.release = this.sheet = null;
  }

  told(how) {
    if (how === "kept") {
      this.storageError = null;
      kept.textContent = say("kept_at", { at: clockTime(Date.now()) });
      this.channel.postMessage("changed");
    } else this.storageFailed(this.sheet.error);
    this.recountSoon();
  }

  recountSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.recount(), 300);
  }

  storageFailed(error) {
    this.storageError = error?.name === "QuotaExceededError" ? "phone_full" : "storage_broken";
    kept.textContent = say("not_kept");
    this.stand();
  }

  async tryAgain() {
    if (!this.sheet || (await this.sheet.again())) this.storageError = null;
    this.stand();
  }

  async saveFile() {
    download(await files.saved(this.store, this.sheet), `duecare-${new Date().toISOString().slice(0, 10)}.json`);
  }

  // Ask who is signed in and, if what is here is old, for what is due; then send.
  async refresh({ asked = false } = {}) {
    const session = await office.session();
    this.network = session.is;
    if (session.is === "ok" && session.body.user !== this.store.user) return this.change(session.body.user);
    if (session.is === "ok" && (asked || packets.isOld(this.packet))) await this.fetchPacket();
    this.stand();
    return this.sender.wake();
  }

  // Somebody else is signed in: their own store, and nothing of the other's is shown.
  async change(user) {
    if (this.sheet) {
      this.network = "other-user";
      return this.stand();
    }
    await this.use(await Store.of(user));
    this.go("#/");
    return this.refresh();
  }

  async fetchPacket() {
    const before = (await keeping.sentLines(this.store)).map((one) => one.client_id);
    const answer = await office.packet();
    this.network = answer.is;
    this.refusal = answer.is === "refused" ? answer.body.message || "" : "";
    if (this.refusal) await this.redraw();
    if (answer.is !== "ok" || answer.body.user !== this.store.user) return;
    await packets.keep(this.store, answer.body, before);
    this.packet = await packets.load(this.store);
    await this.redraw();
  }
}
