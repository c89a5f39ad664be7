// The app's texts, which the page carries in the reader's language, and times as the reader writes them.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const texts = document.getElementById("walk-texts") ? read("walk-texts") : {};
export const settings = document.getElementById("walk-settings") ? read("walk-settings") : {};

// The text of that name, its {names} replaced.
export const say = (name, values = {}) => {
  const text = texts[name];
  if (text === undefined) throw new Error(`no text is called ${name}`);
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
};

const format = (options) => new Intl.DateTimeFormat(settings.language, { ...options, timeZone: settings.zone });

// A date and time in the deployment's time zone, as the reader writes them.
export const moment = (at) =>
  format({ month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));

// The time of day, with seconds, as the phone's own clock has it.
export const clockTime = (at) =>
  new Intl.DateTimeFormat(settings.language, { timeStyle: "medium", hourCycle: "h23" }).format(new Date(at));
