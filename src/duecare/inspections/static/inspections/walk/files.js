// What waits on this phone as one file, for when there will be no network for long or the phone is to be handed on, and
// back from it. Taken in again, nothing is there twice: everything keeps the number it was made with.

import { answerOf } from "./store.js";
import * as keeping from "./keeping.js";

const FORMAT = "duecare-inspections";
const KEPT = ["client_id", "inspection", "item", "taken_at"];

const dataOf = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

const blobOf = (data) => {
  const [head, body] = data.split(",", 2);
  if (head !== "data:image/jpeg;base64") throw new SyntaxError("no photograph");
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
};

// Everything on this phone; of the inspection that is open what its page holds, which may be more than is on disk.
const sheets = async function* (store, live) {
  let rows = [];
  try {
    rows = (await keeping.all(store)).map(({ inspection }) => inspection.client_id);
  } catch (error) {
    if (!live) throw error; // with the storage gone, the open page is all there is
  }
  for (const id of rows) if (id !== live?.id) yield keeping.load(store, id);
  if (live) yield live;
};

// One JSON file, made photograph by photograph so that a small phone has room for it.
export const saved = async (store, live = null) => {
  const parts = [`{"format":"${FORMAT}","version":1,"user":${JSON.stringify(store.user)},"inspections":[`];
  let first = true;
  for await (const { inspection, checklist, answers, photographs } of sheets(store, live)) {
    parts.push(first ? "" : ",", JSON.stringify({ inspection, checklist, answers }).slice(0, -1), ',"photographs":[');
    first = false;
    let next = "";
    for (const picture of photographs.values()) {
      const told = Object.fromEntries(KEPT.map((name) => [name, picture[name]]));
      parts.push(next, JSON.stringify({ ...told, data: await dataOf(picture.blob) }));
      next = ",";
    }
    parts.push("]}");
  }
  parts.push("]}");
  return new Blob(parts, { type: "application/json" });
};

const read = async (file) => {
  try {
    const content = JSON.parse(await file.text());
    if (content.format !== FORMAT || content.version !== 1 || !Array.isArray(content.inspections)) return null;
    return content;
  } catch {
    return null; // not ours, or cut off
  }
};

const rowsOf = ({ inspection, checklist, answers, photographs }) => ({
  inspection,
  checklist,
  answers: Object.entries(answers).map(([item, answer]) => ({
    inspection: inspection.client_id,
    item,
    answer: { ...keeping.EMPTY, ...answer },
  })),
  photographs: photographs.map(({ data, ...picture }) => ({ ...picture, sent: false, blob: blobOf(data) })),
});

// Returns { is: "taken", taken, there } with how many were taken in and how many were there already, or { is: "unreadable" } or
// { is: "other-user" }.
export const takenIn = async (store, file) => {
  const content = await read(file);
  if (!content) return { is: "unreadable" };
  if (content.user !== store.user) return { is: "other-user" };
  let all;
  try {
    all = content.inspections.map(rowsOf);
  } catch {
    return { is: "unreadable" };
  }
  let taken = 0;
  for (const one of all) taken += await takeIn(store, one);
  return { is: "taken", taken, there: all.length - taken };
};

const STORES = ["inspections", "answers", "photographs", "checklists", "sent"];

const takeIn = (store, one) =>
  store.write(STORES, async ({ inspections, answers, photographs, checklists, sent }) => {
    const id = one.inspection.client_id;
    if ((await answerOf(inspections.get(id))) || (await answerOf(sent.get(id)))) return 0;
    checklists.put(one.checklist);
    inspections.put(one.inspection);
    one.answers.forEach((row) => answers.put(row));
    one.photographs.forEach((row) => photographs.put(row));
    return 1;
  });
