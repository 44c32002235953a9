// Keeps the client's pages at hand without a network, and sends what waits when there is
// one again. It keeps no word of anybody's: the pages it keeps are empty of them.
"use strict";

const { settings } = self; // put in front of this script: web/client/app.py
importScripts(...settings.scripts);
const CACHE = settings.cache;
const PATIENCE_MS = 4000;
const PAGES = [settings.telling, settings.checkInPage]; // empty of words, so they may stay
const WHOSE = "X-Holdspace-Whose"; // whom a page is for: web/whose.py

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
    const cache = await caches.open(CACHE);
    for (const at of PAGES) {
      const old = await Promise.all(kept.map((name) => caches.open(name).then((one) => one.match(at))));
      const page = old.find(Boolean);
      if (page && !(await cache.match(at))) await cache.put(at, page);
    }
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

// The page itself: what the practice answers, or else the page as it was. Where no other
// was kept, it is the page for telling.
async function page(request) {
  const cache = await caches.open(CACHE);
  const { pathname } = new URL(request.url);
  const own = PAGES.includes(pathname) ? pathname : settings.telling;
  const kept = await cache.match(own);
  try {
    const asked = fetch(request).then((answer) => keepOnlyOwn(cache, answer));
    const answer = await (kept ? within(asked, PATIENCE_MS) : asked);
    if (answer.status >= 500 && kept) return kept;
    if (answer.ok && !answer.redirected && pathname === own) await cache.put(own, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

// Who signs in on this device finds no page here that was kept for somebody else. Until
// an answer has said so, the page itself looks: store.js, opensFor.
async function keepOnlyOwn(cache, answer) {
  const whose = answer.headers.get(WHOSE);
  for (const at of whose ? PAGES : []) {
    const kept = await cache.match(at);
    if (kept && kept.headers.get(WHOSE) !== whose) await cache.delete(at);
  }
  return answer;
}

// Who comes to one of these pages has the others at hand, too.
const keepOthers = () => holdspaceStore.aloneWithPages(othersKept);

async function othersKept() {
  const cache = await caches.open(CACHE);
  for (const at of PAGES) {
    if (await cache.match(at)) continue;
    const answer = await fetch(at, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    if (answer?.ok && !answer.redirected) await cache.put(at, answer);
  }
}

async function part(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  return kept ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const place = new URL(event.request.url);
  if (event.request.method !== "GET" || place.origin !== self.location.origin) return;
  const isPage = PAGES.includes(place.pathname) || place.pathname === settings.home;
  if (event.request.mode === "navigate" && isPage) {
    const answer = page(event.request);
    event.respondWith(answer);
    event.waitUntil(answer.then(keepOthers).catch(() => {}));
  }
  if (settings.parts.includes(place.pathname)) event.respondWith(part(event.request));
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
