// The worker that lets the app open without a network. A new version waits until nothing is being answered in any tab,
// then replaces the old one whole.

import { settings } from "./words.js";

const isAnswering = async () => {
  const { held } = await navigator.locks.query();
  return held.some((lock) => lock.name.startsWith("walk-answering-"));
};

const replace = async (registration) => {
  if (!registration.waiting || (await isAnswering())) return;
  const anew = async () => (await isAnswering()) || location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", anew, { once: true });
  registration.waiting.postMessage("take over");
};

// Register the worker, or look for a newer one; take over what waits.
export const keepCurrent = async () => {
  const registration = await navigator.serviceWorker.register(settings.worker, {
    scope: `${settings.root}walk/`,
    updateViaCache: "none",
  });
  if (navigator.serviceWorker.controller) await replace(registration);
};
