// What is said to the server and what it answers. Every answer is one of: ok, later (no network, busy), signed-out,
// other-user, refused (with the server's sentence), two-versions.

import { settings } from "./words.js";

const PATIENCE = 60_000;
const PATIENCE_PHOTOGRAPH = 300_000; // a megabyte over a line of 32 kbit/s

const call = async (path, options = {}, patience = PATIENCE) => {
  try {
    return await fetch(settings.root + path, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
      ...options,
    });
  } catch {
    return null; // no network, or none that answers in time
  }
};

const bodyOf = async (response) => {
  try {
    return await response.json();
  } catch {
    return null; // a page of a proxy, or cut off on its way
  }
};

const wait = (response) => {
  const seconds = Number(response?.headers.get("Retry-After"));
  return { is: "later", seconds: seconds > 0 ? Math.min(seconds, 3600) : 0 };
};

const meant = async (response) => {
  if (!response) return wait(null);
  if (response.type === "opaqueredirect" || response.status === 401) return { is: "signed-out" };
  if (response.status === 429 || response.status === 408 || response.status >= 500) return wait(response);
  const body = await bodyOf(response);
  if (response.ok) return body ? { is: "ok", body } : wait(null);
  if (response.status === 409 && body?.code === "two-versions") return { is: "two-versions", body };
  // A refusal without our words comes from a form's token that is out of date or from something in between.
  if (!body?.message && response.status === 403) return { is: "stale" };
  return { is: "refused", status: response.status, body: body || {} };
};

export const session = async (patience = PATIENCE) => meant(await call("session/", {}, patience));
export const packet = async () => meant(await call("packet/"));

export const sendPhotograph = async (csrf, picture) => {
  const form = new FormData();
  form.append("client_id", picture.client_id);
  form.append("inspection", picture.inspection);
  form.append("taken_at", picture.taken_at);
  form.append("file", picture.blob, `${picture.client_id}.jpg`);
  const options = { method: "POST", headers: { "X-CSRFToken": csrf }, body: form };
  return meant(await call("photographs/", options, PATIENCE_PHOTOGRAPH));
};

export const sendInspection = async (csrf, told) =>
  meant(
    await call("sent/", {
      method: "POST",
      headers: { "X-CSRFToken": csrf, "Content-Type": "application/json" },
      body: JSON.stringify(told),
    }),
  );
