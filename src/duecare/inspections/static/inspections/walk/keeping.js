// What is kept on this phone of inspections, and when it goes. An inspection is `open` while it is answered, `queued`
// when it is finished, `refused` or `two-versions` as the server said; when the server has it, it goes at once.

import { asked, failed, itemsOf } from "./answering.js";
import { allOf, answerOf } from "./store.js";

const ALL = ["inspections", "answers", "photographs"];

export const EMPTY = Object.freeze({
  value: "",
  note: "",
  photographs: [],
  after: [],
  on_the_spot: false,
  major: false,
  at: "",
});

export const isBlank = (answer) =>
  !answer.value.trim() && !answer.note.trim() && !answer.photographs.length && !answer.after.length;

const stamp = () => new Date().toISOString();

// Begin one: the checklist is kept with it, so that a newer version changes nothing of what is being answered.
export const begin = async (store, { checklist, unit, place, due }) => {
  const inspection = {
    client_id: crypto.randomUUID(),
    checklist: checklist.id,
    title: checklist.title,
    unit: unit.id,
    unit_name: unit.name,
    place: place ? place.id : null,
    place_name: place ? place.name : "",
    obligation: due ? due.obligation : null,
    started: stamp(),
    finished: null,
    state: "open",
    section: 0,
  };
  await store.write(["inspections", "checklists"], ({ inspections, checklists }) => {
    checklists.put(checklist);
    inspections.put(inspection);
  });
  return inspection;
};

// One inspection with its checklist, answers by item, and photographs by id; null when it is not (any more) here.
export const load = (store, id) =>
  store.read([...ALL, "checklists"], async ({ inspections, answers, photographs, checklists }) => {
    const inspection = await answerOf(inspections.get(id));
    if (!inspection) return null;
    const checklist = await answerOf(checklists.get(inspection.checklist));
    const given = await allOf(answers, id);
    const pictures = await answerOf(photographs.index("inspection").getAll(id));
    return {
      inspection,
      checklist,
      answers: Object.fromEntries(given.map((row) => [row.item, row.answer])),
      photographs: new Map(pictures.map((picture) => [picture.client_id, picture])),
    };
  });

// Every inspection on this phone with how many photographs of it are still to be sent, oldest first.
export const all = (store) =>
  store.read(["inspections", "photographs"], async ({ inspections, photographs }) => {
    const rows = await answerOf(inspections.getAll());
    const found = [];
    for (const inspection of rows) {
      const pictures = await answerOf(photographs.index("inspection").getAll(inspection.client_id));
      const waiting = pictures.filter((picture) => !picture.sent).length;
      found.push({ inspection, photographs: pictures.length, waiting });
    }
    return found.sort((a, b) => (a.inspection.started < b.inspection.started ? -1 : 1));
  });

export const answer = (store, inspection, item, given) =>
  store.write(["answers"], ({ answers }) => {
    if (isBlank(given)) answers.delete([inspection, item]);
    else answers.put({ inspection, item, answer: { ...given, at: stamp() } });
  });

// A photograph and the answer it belongs to, both or neither.
export const addPhotograph = async (store, inspection, item, given, list, blob) => {
  const picture = { client_id: crypto.randomUUID(), inspection, item, taken_at: stamp(), blob, sent: false };
  const changed = { ...given, [list]: [...given[list], picture.client_id], at: stamp() };
  await store.write(["answers", "photographs"], ({ answers, photographs }) => {
    photographs.put(picture);
    answers.put({ inspection, item, answer: changed });
  });
  return { picture, changed };
};

export const removePhotograph = async (store, inspection, item, given, list, id) => {
  const changed = { ...given, [list]: given[list].filter((one) => one !== id), at: stamp() };
  await store.write(["answers", "photographs"], ({ answers, photographs }) => {
    photographs.delete(id);
    if (isBlank(changed)) answers.delete([inspection, item]);
    else answers.put({ inspection, item, answer: changed });
  });
  return changed;
};

// Change fields of an inspection; nothing happens to one that has gone.
export const change = (store, id, fields) =>
  store.write(["inspections"], async ({ inspections }) => {
    const now = await answerOf(inspections.get(id));
    if (now) inspections.put({ ...now, ...fields });
  });

// Into the queue. Photographs go again: the server says of those it has that it has them.
export const finish = (store, id) =>
  store.write(["inspections", "photographs"], async ({ inspections, photographs }) => {
    const now = await answerOf(inspections.get(id));
    if (!now) return;
    inspections.put({ ...now, finished: now.finished || stamp(), state: "queued", message: "", where: null });
    for (const picture of await answerOf(photographs.index("inspection").getAll(id)))
      if (picture.sent) photographs.put({ ...picture, sent: false });
  });

export const reopen = (store, id) => change(store, id, { finished: null, state: "open" });

export const markSent = (store, id) =>
  store.write(["photographs"], async ({ photographs }) => {
    const picture = await answerOf(photographs.get(id));
    if (picture) photographs.put({ ...picture, sent: true });
  });

const wipe = async ({ inspections, answers, photographs, checklists }, id) => {
  const gone = await answerOf(inspections.get(id));
  inspections.delete(id);
  answers.delete(IDBKeyRange.bound([id], [id, []]));
  for (const key of await answerOf(photographs.index("inspection").getAllKeys(id))) photographs.delete(key);
  const others = await answerOf(inspections.getAll());
  if (gone && !others.some((one) => one.checklist === gone.checklist)) checklists.delete(gone.checklist);
  return gone;
};

// Throw away what somebody begun by mistake, or has settled elsewhere.
export const remove = (store, id) => store.write([...ALL, "checklists"], (stores) => wipe(stores, id));

// The server has it: answers and photographs leave the phone, one line stays until the next packet.
export const confirm = (store, id, answered) =>
  store.write([...ALL, "checklists", "sent"], async (stores) => {
    const gone = await wipe(stores, id);
    if (!gone) return;
    const { title, unit_name, place_name, obligation } = gone;
    stores.sent.put({ client_id: id, at: stamp(), title, unit_name, place_name, obligation, ...answered });
  });

export const sentLines = (store) => store.read(["sent"], ({ sent }) => answerOf(sent.getAll()));

// What is sent: only what is asked, and of it only what the answer means.
export const wire = ({ inspection, checklist, answers }) => {
  const { client_id, unit, place, obligation, started, finished } = inspection;
  const told = {};
  for (const item of asked(checklist, answers)) {
    const given = answers[item.key];
    if (!given) continue;
    const bad = failed(item, given);
    const spot = bad && given.on_the_spot;
    told[item.key] = {
      ...given,
      on_the_spot: spot,
      after: spot ? given.after : [],
      major: bad && given.major,
    };
  }
  return { client_id, checklist: inspection.checklist, unit, place, obligation, started, finished, answers: told };
};

// The photographs that go with it, in the order of the checklist.
export const picturesOf = (sheet, told) =>
  itemsOf(sheet.checklist)
    .flatMap((item) => [...(told[item.key]?.photographs || []), ...(told[item.key]?.after || [])])
    .map((id) => sheet.photographs.get(id))
    .filter(Boolean);
