// Keeps what is not sent yet on this device, sealed: each piece under a key that this
// browser made and hands out to nobody. Works in a page and in a service worker.
"use strict";

self.holdspaceStore = (() => {
  const DATABASE = "holdspace";
  const PIECES = "pieces";
  const KEYS = "keys";
  const NONCE_BYTES = 12;

  function answered(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  function opened() {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KEYS);
      request.result.createObjectStore(PIECES);
    };
    return answered(request);
  }

  // "strict": the device has written it before we say so.
  function within(database, name, mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: "strict" });
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  async function keyOf(database) {
    const kept = await within(database, KEYS, "readonly", (keys) => keys.get("own"));
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try {
      await within(database, KEYS, "readwrite", (keys) => keys.add(made, "own"));
      return made;
    } catch { // another window was first
      return within(database, KEYS, "readonly", (keys) => keys.get("own"));
    }
  }

  const bytes = (text) => new TextEncoder().encode(text);

  // A piece has a place: whose it is, what kind, which one. It opens nowhere else.
  async function open(own) {
    if (!self.isSecureContext || !self.indexedDB) return null;
    let database, key;
    try {
      database = await opened();
      key = await keyOf(database);
    } catch {
      return null; // a browser that keeps nothing, or has no room left
    }
    const placeOf = (kind, name) => [own, kind, name].join("|");

    async function seal(place, value) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const sealing = { name: "AES-GCM", iv, additionalData: bytes(place) };
      return { iv, sealed: await crypto.subtle.encrypt(sealing, key, bytes(JSON.stringify(value))) };
    }

    async function unseal(place, piece) {
      const sealing = { name: "AES-GCM", iv: piece.iv, additionalData: bytes(place) };
      const text = await crypto.subtle.decrypt(sealing, key, piece.sealed);
      return JSON.parse(new TextDecoder().decode(text));
    }

    return {
      async put(kind, name, value) {
        const place = placeOf(kind, name);
        const piece = await seal(place, value);
        await within(database, PIECES, "readwrite", (pieces) => pieces.put(piece, place));
      },
      async get(kind, name) {
        const place = placeOf(kind, name);
        const piece = await within(database, PIECES, "readonly", (pieces) => pieces.get(place));
        return piece ? unseal(place, piece) : undefined;
      },
      async all(kind) {
        const start = placeOf(kind, "");
        const range = IDBKeyRange.bound(start, start + "\uffff");
        const places = await within(database, PIECES, "readonly", (pieces) => pieces.getAllKeys(range));
        const found = [];
        for (const place of places) {
          const piece = await within(database, PIECES, "readonly", (pieces) => pieces.get(place));
          if (piece) found.push({ name: place.slice(start.length), value: await unseal(place, piece) });
        }
        return found;
      },
      remove(kind, name) {
        return within(database, PIECES, "readwrite", (pieces) => pieces.delete(placeOf(kind, name)));
      },
    };
  }

  // A page that stays on the device belongs to one person. Whose visit was the last here
  // stands in a cookie (web/whose.py), from the very answer that signed them in. Without
  // one nobody has signed in since.
  function opensFor({ dataset: { whose, whoseCookie } }) {
    const last = document.cookie.split("; ").find((one) => one.startsWith(`${whoseCookie}=`));
    return !last || last.slice(whoseCookie.length + 1) === whose;
  }

  // Pages that stay here go: the next try asks the practice for one's own.
  const dropPages = () => aloneWithPages(drop);

  // Not while the service worker still puts one away: it would come after.
  const aloneWithPages = (work) => (navigator.locks ? navigator.locks.request("holdspace pages", work) : work());

  async function drop() {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const at of await cache.keys()) {
        const page = await cache.match(at);
        if (page?.headers.has("X-Holdspace-Whose")) await cache.delete(at);
      }
    }
  }

  // Of pieces only the places are looked at here: whose they are, and what kind.
  async function places() {
    const database = await opened();
    return within(database, PIECES, "readonly", (pieces) => pieces.getAllKeys());
  }

  const owners = async () => [...new Set((await places()).map((one) => one.split("|")[0]))];

  async function kindsOf(own) {
    const theirs = (await places()).map((one) => one.split("|")).filter(([whose]) => whose === own);
    return [...new Set(theirs.map(([, kind]) => kind))];
  }

  async function forget(own) {
    const database = await opened();
    const theirs = IDBKeyRange.bound(`${own}|`, `${own}|\uffff`);
    await within(database, PIECES, "readwrite", (pieces) => pieces.delete(theirs));
  }

  return { open, opensFor, aloneWithPages, dropPages, owners, kindsOf, forget };
})();
