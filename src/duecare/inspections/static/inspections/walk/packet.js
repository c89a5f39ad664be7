// What the server last told this phone: what is due, which units, places and checklists there are, and until when a new
// inspection can be begun with it.

import { answerOf } from "./store.js";

const MINUTES_10 = 10 * 60_000;

// Keep a packet. The difference between the server's clock and the phone's is learned from it, so that a phone whose
// clock is wrong by a year counts the shift as the server does. Lines of what was sent before it go.
export const keep = (store, content, before) =>
  store.write(["facts", "sent"], ({ facts, sent }) => {
    const got = Date.now();
    facts.put({ content, got, offset: Date.parse(content.made_at) - got }, "packet");
    before.forEach((id) => sent.delete(id));
  });

export const load = (store) => store.read(["facts"], ({ facts }) => answerOf(facts.get("packet")));

// The time now by the server's clock, as far as the phone can know it.
export const serverNow = (kept) => Date.now() + kept.offset;

export const isValid = (kept) => Boolean(kept) && serverNow(kept) < Date.parse(kept.content.valid_until);

export const isOld = (kept) => !kept || Math.abs(Date.now() - kept.got) > MINUTES_10;

export const unitOf = (kept, id) => kept.content.post_units.find((unit) => unit.id === id);

export const placeOf = (unit, id) => unit?.places.find((place) => place.id === id) || null;

// The newest version of each checklist; with keys given, only those.
export const checklistsOf = (kept, keys = null) =>
  kept.content.checklists.filter((one) => !keys || !keys.length || keys.includes(one.key));

export const dueOf = (kept, id) => kept.content.due.find((one) => one.obligation === id) || null;

// What is due and neither begun nor sent from this phone.
export const openDue = (kept, begun) => {
  const taken = new Set(begun.map((one) => one.obligation).filter(Boolean));
  return kept.content.due.filter((one) => !taken.has(one.obligation));
};
