// An inspection that is being answered: what was tapped is on disk at once, and what is not yet is known.

import * as keeping from "./keeping.js";
import { asked, itemsOf } from "./answering.js";

export class Sheet {
  // `told` is called with "kept" or "unkept" after each write.
  constructor(store, loaded, told) {
    Object.assign(this, loaded);
    this.store = store;
    this.told = told;
    this.id = loaded.inspection.client_id;
    this.unkept = new Set();
    this.writing = new Map();
    this.error = null;
    // Where all items come from; empty where they differ, then each says its own.
    const [first, ...others] = itemsOf(this.checklist);
    this.source = others.every((item) => item.source === first.source) ? first.source : "";
  }

  answer(key) {
    return this.answers[key] || keeping.EMPTY;
  }

  // Change an answer's fields. The newest state is written; what changed while it was being written goes right after.
  set(key, fields) {
    const changed = { ...this.answer(key), ...fields };
    if (keeping.isBlank(changed)) delete this.answers[key];
    else this.answers[key] = changed;
    this.unkept.add(key);
    return this.keep(key, performance.now());
  }

  keep(key, start) {
    const before = this.writing.get(key) || Promise.resolve();
    const next = before.then(() => this.write(key, start));
    this.writing.set(key, next);
    return next;
  }

  async write(key, start) {
    const now = this.answer(key);
    try {
      await keeping.answer(this.store, this.id, key, now);
    } catch (error) {
      return this.failed(error);
    }
    if (this.answer(key) === now) this.unkept.delete(key);
    performance.measure("kept", { start, end: performance.now() });
    return this.worked();
  }

  worked() {
    if (this.unkept.size) return false;
    this.error = null;
    this.told("kept");
    return true;
  }

  failed(error) {
    this.error = error;
    this.told("unkept");
    return false;
  }

  // Try again to write what could not be written; true when all of it is on disk.
  async again() {
    for (const key of [...this.unkept]) await this.keep(key, performance.now());
    return !this.unkept.size;
  }

  // Keep a photograph with an answer; false when the phone has no room for it.
  async addPhotograph(key, list, blob) {
    try {
      const { picture, changed } = await keeping.addPhotograph(this.store, this.id, key, this.answer(key), list, blob);
      this.photographs.set(picture.client_id, picture);
      this.answers[key] = changed;
    } catch (error) {
      return this.failed(error);
    }
    this.worked();
    return true;
  }

  async removePhotograph(key, list, id) {
    try {
      const changed = await keeping.removePhotograph(this.store, this.id, key, this.answer(key), list, id);
      this.photographs.delete(id);
      if (keeping.isBlank(changed)) delete this.answers[key];
      else this.answers[key] = changed;
    } catch (error) {
      return this.failed(error);
    }
    return this.worked();
  }

  // Keys of the items that are asked now.
  asked() {
    return new Set(asked(this.checklist, this.answers).map((item) => item.key));
  }
}
