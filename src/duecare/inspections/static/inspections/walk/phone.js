// What this phone and its browser can do, and what the browser has cleared away.

// Browsers inside other apps keep nothing for long and may not let a camera or a file through. Looked at here, to say
// "open it in the browser", and told to nobody.
const INSIDE = /MicroMessenger|wxwork|DingTalk|AlipayClient|QQ\/|Weibo|Lark\/|Feishu|FBAN|FBAV|Instagram|Line\//i;
export const isInsideAnApp = () => INSIDE.test(navigator.userAgent);

// Names of what the app can't do without and this browser lacks.
export const lacking = () =>
  Object.entries({
    indexedDB: "indexedDB" in self,
    serviceWorker: "serviceWorker" in navigator,
    locks: "locks" in navigator,
    randomUUID: "randomUUID" in crypto,
    timeout: "timeout" in AbortSignal,
  })
    .filter(([, there]) => !there)
    .map(([name]) => name);

// Ask the browser to keep what is here even when space is short; true, false, or null where it can't be asked.
export const askToKeep = async () => {
  if (!navigator.storage?.persist) return null;
  return (await navigator.storage.persisted()) || navigator.storage.persist();
};

export const isKept = async () => (navigator.storage?.persisted ? navigator.storage.persisted() : null);

// A browser that clears its storage clears all of it but cookies. One says how many inspections and photographs lie on
// this phone alone, for whom and since when, so that their loss can at least be told, and signing out can warn.
const MARK = "walk-waiting";
const MONTHS_3 = 90 * 24 * 3600;

const setMark = (value, seconds) => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${MARK}=${value}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure}`;
};

export const mark = (user, inspections, photographs) => {
  if (inspections) setMark([user, inspections, photographs, Date.now()].join("."), MONTHS_3);
  else setMark("", 0);
};

// What the mark says: { user, inspections, photographs, at }, or null.
export const marked = () => {
  const found = new RegExp(`(?:^|; )${MARK}=([^;]+)`).exec(document.cookie);
  if (!found) return null;
  const [user, inspections, photographs, at] = found[1].split(".");
  return { user, inspections: Number(inspections), photographs: Number(photographs), at: Number(at) };
};
