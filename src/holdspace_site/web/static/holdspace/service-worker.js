// Keeps the client's page at hand without a network, and sends what waits when there is
// one again. It keeps no word of anybody's: the page it keeps is empty of them.
"use strict";

const { settings } = self; // put in front of this script: web/client/app.py
importScripts(...settings.scripts);
const CACHE = settings.cache;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(settings.parts);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const kept = (await caches.keys()).filter((name) => name !== CACHE);
    const old = await Promise.all(kept.map((name) => caches.open(name).then((cache) => cache.match(settings.telling))));
    const page = old.find(Boolean);
    const cache = await caches.open(CACHE);
    if (page && !(await cache.match(settings.telling))) await cache.put(settings.telling, page);
    await Promise.all(kept.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

function within(promise, ms) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("too slow")), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// The page itself: what the practice answers, or else the page as it was.
async function page(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(settings.telling);
  try {
    const asked = fetch(request);
    const answer = await (kept ? within(asked, PATIENCE_MS) : asked);
    if (answer.status >= 500 && kept) return kept;
    if (answer.ok && !answer.redirected && new URL(request.url).pathname === settings.telling) {
      await cache.put(settings.telling, answer.clone());
    }
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function part(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  return kept ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const place = new URL(event.request.url);
  if (event.request.method !== "GET" || place.origin !== self.location.origin) return;
  const isPage = place.pathname === settings.telling || place.pathname === settings.home;
  if (event.request.mode === "navigate" && isPage) event.respondWith(page(event.request));
  else if (settings.parts.includes(place.pathname)) event.respondWith(part(event.request));
});

// What waits goes out even when the page is closed, where the browser offers that.
self.addEventListener("sync", (event) => {
  if (event.tag === "send") event.waitUntil(send());
});

async function send() {
  const state = await holdspaceSending.readState(settings.state);
  const store = await holdspaceStore.open(state.own);
  if (store) await holdspaceSending.sendWaiting(store, settings, state);
}

// Who signs out leaves nothing behind, once nothing waits. What waits is sent first; when
// that does not work, the page asks.
self.addEventListener("message", (event) => {
  if (event.data !== "sign out") return;
  event.waitUntil((async () => {
    let waits = true;
    try {
      await send();
      const state = await holdspaceSending.readState(settings.state);
      waits = await holdspaceSending.waits(await holdspaceStore.open(state.own));
    } catch {
      waits = true;
    }
    event.ports[0].postMessage(waits);
  })());
});
