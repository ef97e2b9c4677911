"use strict";
/* Photos and files on their way lie in IndexedDB until the server has stored them, so that a closed
 * tab or an empty battery costs none. Where a browser has no room, they wait in the open page alone. */
(() => {
  const STORE = "files";

  const opened = new Promise((done) => {
    try {
      const asked = indexedDB.open("baocao", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    } catch {
      done(null); // private windows of some browsers
    }
  });

  /* What a request came to; null where it failed. */
  async function within(mode, ask) {
    const base = await opened;
    if (!base) return null;
    return new Promise((done) => {
      try {
        const change = base.transaction(STORE, mode);
        const asked = ask(change.objectStore(STORE));
        change.oncomplete = () => done(asked.result ?? null);
        change.onabort = () => done(null);
      } catch {
        done(null);
      }
    });
  }

  window.keptFiles = {
    keep: (key, file) => within("readwrite", (files) => files.put(file, key)),
    find: (key) => within("readonly", (files) => files.get(key)),
    drop: (key) => within("readwrite", (files) => files.delete(key)),
  };
})();
