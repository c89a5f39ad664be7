// Keeps the app's files, each known by its SHA-256, so that it opens without a network. The server writes VERSION and
// FILES above this text. Only these files are ever answered from here: no data passes through.

const CACHE = `walk-${VERSION}`;

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const loaded = async (address, cache) => {
  const response = await fetch(address, { cache, credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`${address}: ${response.status}`);
  const body = await response.arrayBuffer();
  return { response, body, digest: hex(await crypto.subtle.digest("SHA-256", body)) };
};

// Fetch one file and make sure that it is the one meant, so that an update in the middle of a release fails whole. What
// the page has just loaded need not come again.
const fetched = async ([address, digest]) => {
  let found = await loaded(address, "default");
  if (found.digest !== digest) found = await loaded(address, "reload");
  if (found.digest !== digest) throw new Error(`${address}: another version`);
  const headers = new Headers(found.response.headers);
  ["Content-Encoding", "Content-Length", "Set-Cookie", "Vary"].forEach((name) => headers.delete(name));
  return [address, new Response(found.body, { headers })];
};

self.addEventListener("install", (event) =>
  event.waitUntil(
    (async () => {
      const all = await Promise.all(FILES.map(fetched));
      const cache = await caches.open(CACHE);
      await Promise.all(all.map(([address, response]) => cache.put(address, response)));
    })(),
  ),
);

self.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith("walk-") && name !== CACHE).map((name) => caches.delete(name)));
      await clients.claim();
    })(),
  ),
);

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

const KNOWN = new Set(FILES.map(([address]) => address));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !KNOWN.has(pathname)) return;
  event.respondWith(
    (async () => {
      const cache = await caches.open(CACHE);
      return (await cache.match(pathname)) || fetch(event.request);
    })(),
  );
});
