// From answers to what is still asked, what is wrong and what was found: the rules of `rules/answering.py`, word for
// word. Both are tested against the same cases. The server decides; this only says beforehand what it will say.

const PLAIN = /^([+-]?)([0-9]{1,9})(?:\.([0-9]{1,6}))?$/;
export const LONGEST = 500;

// A reading as typed, full-width digits too, in millionths (at most 10^15, exact); null when it is no plain number.
export const number = (text) => {
  const found = PLAIN.exec(String(text).normalize("NFKC").trim());
  if (!found) return null;
  const [, sign, whole, part = ""] = found;
  const millionths = Number(whole + part.padEnd(6, "0"));
  return sign === "-" ? -millionths : millionths;
};

const given = (limit) => limit !== null && limit !== undefined;

export const itemsOf = (checklist) => checklist.sections.flatMap((section) => section.items);

// What an answer can come to.
export const outcomesOf = (item) => {
  if (item.kind === "check") return ["pass", "fail", "na"];
  if (item.kind === "reading") return ["pass", "fail"];
  return (item.options || []).map((option) => option.key);
};

// What an answer comes to; null where it has no outcome (words, nothing, nonsense).
export const outcome = (item, answer) => {
  if (!answer) return null;
  if (item.kind !== "reading") return outcomesOf(item).includes(answer.value) ? answer.value : null;
  const read = number(answer.value);
  if (read === null) return null;
  const highEnough = !given(item.low) || read >= number(item.low);
  const lowEnough = !given(item.high) || read <= number(item.high);
  return highEnough && lowEnough ? "pass" : "fail";
};

// Whether the answer makes a finding.
export const failed = (item, answer) => {
  const cameTo = outcome(item, answer);
  if (item.kind !== "choice") return cameTo === "fail";
  return (item.options || []).some((option) => option.fails && option.key === cameTo);
};

// The items asked, in order: one whose condition is asked no more is not asked either.
export const asked = (checklist, answers) => {
  const cameTo = new Map();
  return itemsOf(checklist).filter((item) => {
    const condition = item.condition;
    if (condition && !condition.outcomes.includes(cameTo.get(condition.item))) return false;
    cameTo.set(item.key, outcome(item, answers[item.key]));
    return true;
  });
};

// Whether the answer needs a photograph.
export const needsPhotograph = (item, answer) => {
  if (item.photograph === "always") return outcome(item, answer) !== "na";
  return item.photograph === "on-fail" && failed(item, answer);
};

// What is wrong with one answer: empty, unknown, no-number, too-long, no-photograph; null for nothing.
export const fault = (item, answer) => {
  if (!answer.value.trim()) return "empty";
  if (item.kind === "text") {
    if ([...answer.value].length > LONGEST) return "too-long";
  } else if (outcome(item, answer) === null) {
    return item.kind === "reading" ? "no-number" : "unknown";
  }
  return needsPhotograph(item, answer) && !answer.photographs.length ? "no-photograph" : null;
};

// How far the list is answered: keys missing, faults by key, keys of answers that are not asked (any more).
export const progress = (checklist, answers) => {
  const now = asked(checklist, answers);
  const keys = new Set(now.map((item) => item.key));
  const faults = {};
  for (const item of now) {
    const wrong = answers[item.key] && fault(item, answers[item.key]);
    if (wrong) faults[item.key] = wrong;
  }
  const missing = now.filter((item) => !answers[item.key] && !item.optional).map((item) => item.key);
  const idle = Object.keys(answers).filter((key) => !keys.has(key));
  return { missing, faults, idle, complete: !missing.length && !Object.keys(faults).length };
};

// The items that failed, in order; only what is asked counts.
export const findings = (checklist, answers) =>
  asked(checklist, answers).filter((item) => failed(item, answers[item.key]));

// What was put right on the spot is shown by a photograph after.
export const lacksAfter = (item, answer) => failed(item, answer) && answer.on_the_spot && !answer.after.length;

// What a failure becomes: major by its checklist, or because whoever inspects raises it; never lower.
export const levelOf = (item, answer) => (item.level === "major" || answer.major ? "major" : "general");
