// Keeps the verifier, the keys and the status list on this device. KEPT is written above by the server.
// Keys and list are asked for anew whenever there is a network; the page says how old what it has is.
const CACHE = "licet-verifier-1";

async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all([...KEPT.shell, ...KEPT.fresh].map(async function (address) {
    // Without credentials: no name of whoever is signed in stays on a shared device.
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (answer.ok) await cache.put(address, answer);
  }));
}

async function networkFirst(request, address) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && KEPT.fresh.includes(address)) await cache.put(address, answer.clone());
    return answer;
  } catch (error) {
    const held = await cache.match(address, { ignoreVary: true });
    if (held) return held;
    throw error;
  }
}

self.addEventListener("install", function (event) {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});
self.addEventListener("activate", function (event) {
  event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", function (event) {
  const place = new URL(event.request.url);
  const ours = event.request.method === "GET" && place.origin === self.location.origin;
  if (ours && [...KEPT.shell, ...KEPT.fresh].includes(place.pathname)) {
    event.respondWith(networkFirst(event.request, place.pathname));
  }
});
