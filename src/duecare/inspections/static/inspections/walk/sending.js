// The queue: photographs first, then their inspection, oldest first, in one tab at a time. Each step is idempotent and
// nothing leaves the phone before the server has said that it has it.

import * as keeping from "./keeping.js";
import * as office from "./office.js";

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;

export class Sender {
  // `changed` is called when something on the phone or on its way has changed.
  constructor(store, changed) {
    this.store = store;
    this.changed = changed;
    this.status = "idle"; // idle, sending, later, signed-out, other-user, broken
    this.now = null; // { inspection, done, of } while one is on its way
    this.pause = FIRST_PAUSE;
    this.running = null;
    this.again = false;
  }

  // Send what is finished. Called at opening, on `online`, when the page is looked at again, and after a pause.
  wake() {
    clearTimeout(this.timer);
    if (this.running) this.again = true;
    else this.running = this.round().catch((error) => this.broke(error)).finally(() => this.settle());
    return this.running;
  }

  // The phone's own storage failed; the page says so, and what is kept waits for the next opening.
  broke(error) {
    this.now = null;
    this.error = error;
    this.become("broken");
  }

  // No more of its own accord: somebody else's store is open now.
  end() {
    clearTimeout(this.timer);
  }

  settle() {
    this.running = null;
    if (this.again) {
      this.again = false;
      this.wake();
    }
  }

  async round() {
    // One tab sends; another that asks meanwhile waits, and then finds the queue empty or takes over what is left.
    await navigator.locks.request(`walk-sending-${this.store.user}`, () => this.sendAll());
  }

  async sendAll() {
    const waiting = await this.queued();
    if (!waiting.length) return this.become("idle");
    this.become("sending");
    const session = await office.session();
    const problem = session.is === "ok" ? this.checkUser(session.body) : session;
    if (problem) return this.stop(problem);
    this.csrf = session.body.csrf;
    for (const { inspection } of waiting) {
      const stopped = await this.sendOne(inspection.client_id);
      this.now = null;
      if (stopped) return this.stop(stopped);
    }
    this.pause = FIRST_PAUSE;
    return this.become("idle");
  }

  async queued() {
    const rows = await keeping.all(this.store);
    return rows.filter(({ inspection }) => inspection.state === "queued");
  }

  checkUser(body) {
    return body.user === this.store.user ? null : { is: "other-user" };
  }

  // Returns why nothing more can be sent now; null when the next one's turn has come.
  async sendOne(id) {
    const sheet = await keeping.load(this.store, id);
    if (!sheet || sheet.inspection.state !== "queued") return null;
    const told = keeping.wire(sheet);
    const pictures = keeping.picturesOf(sheet, told.answers);
    let done = pictures.filter((picture) => picture.sent).length;
    for (const picture of pictures.filter((one) => !one.sent)) {
      this.onItsWay(id, done, pictures.length, picture.client_id);
      const answer = await this.ask((csrf) => office.sendPhotograph(csrf, picture));
      if (answer.is === "refused") return this.refused(id, answer, picture.item);
      if (answer.is !== "ok") return answer;
      await keeping.markSent(this.store, picture.client_id);
      done += 1;
    }
    this.onItsWay(id, done, pictures.length, null);
    return this.settleOne(id, await this.ask((csrf) => office.sendInspection(csrf, told)));
  }

  // Ask once more with a new token when the one at hand is out of date.
  async ask(act) {
    const answer = await act(this.csrf);
    if (answer.is !== "stale") return answer;
    const session = await office.session();
    const problem = session.is === "ok" ? this.checkUser(session.body) : session;
    if (problem) return problem;
    this.csrf = session.body.csrf;
    const second = await act(this.csrf);
    return second.is === "stale" ? { is: "later", seconds: 0 } : second;
  }

  async settleOne(id, answer) {
    if (answer.is === "ok") {
      const { url, message, findings = [], counts = [] } = answer.body;
      await keeping.confirm(this.store, id, { url, message, findings, counts });
      this.changed();
      return null;
    }
    if (answer.is === "two-versions") {
      const { message, url } = answer.body;
      await keeping.change(this.store, id, { state: "two-versions", message, url });
      this.changed();
      return null;
    }
    if (answer.is === "refused") return this.refused(id, answer, answer.body.where || null);
    return answer;
  }

  // This one stays with its sentence, and can be mended and sent again; others go on.
  async refused(id, answer, where) {
    const { message = "", code = "" } = answer.body;
    await keeping.change(this.store, id, { state: "refused", message, code, status: answer.status, where });
    this.changed();
    return null;
  }

  onItsWay(inspection, done, of, picture) {
    this.now = { inspection, done, of, picture };
    this.changed();
  }

  become(status) {
    this.status = status;
    this.changed();
  }

  stop(problem) {
    this.now = null;
    if (["signed-out", "other-user"].includes(problem.is)) return this.become(problem.is);
    const pause = problem.seconds ? problem.seconds * 1000 : this.pause * (0.75 + Math.random() / 2);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.timer = setTimeout(() => this.wake(), pause);
    return this.become("later");
  }
}
