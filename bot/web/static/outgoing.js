"use strict";
/*
 * Messages on their way to the server, in order, each exactly once.
 *
 * Every message gets its key here, once; the server ignores a key it knows, so sending again after
 * a lost answer is harmless. Texts and pressed buttons lie in localStorage, one entry for each, so
 * that two tabs never overwrite each other, until the server has said that they are stored. Photos
 * and files lie in IndexedDB meanwhile; where that was not possible a reload leaves only a mark, and
 * the page asks to choose them again, unless another tab says that it holds them.
 */
(() => {
  const PREFIX = "baocao.queue.";
  const PAUSES = [500, 1000, 2000, 4000, 8000, 15000];
  const PATIENCE = 30000; // ms for a text
  const TO_ANSWER = 400; // ms for another tab
  const REFUSALS = new Set([400, 404, 405, 413, 415, 422]);
  const TOO_MANY = 429; // what goes on for a day: a file would keep all behind it waiting

  /* Some browsers forbid localStorage in private windows: then nothing outlives the page. */
  const store = (() => {
    try {
      localStorage.setItem("baocao.try", "1");
      localStorage.removeItem("baocao.try");
      return localStorage;
    } catch {
      const kept = new Map();
      return {
        getItem: (name) => kept.get(name) ?? null,
        setItem: (name, text) => kept.set(name, text),
        removeItem: (name) => kept.delete(name),
        key: (place) => [...kept.keys()][place] ?? null,
        get length() { return kept.size; },
      };
    }
  })();

  function names(prefix) {
    const found = [];
    for (let place = 0; place < store.length; place += 1) {
      const name = store.key(place);
      if (name && name.startsWith(prefix)) found.push(name);
    }
    return found.sort();
  }

  /* crypto.randomUUID needs https; getRandomValues works everywhere. */
  function freshKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* Where files wait in the open page alone, each tab is asked whether it is the one that sends a file. */
  function otherTabs(holds) {
    if (!window.BroadcastChannel) return { hold: async () => false };
    const answers = new Map();
    let channel = null;
    const open = () => {
      channel = new BroadcastChannel("baocao.files");
      channel.onmessage = ({ data }) => {
        if (data.asked && holds(data.asked)) channel.postMessage({ held: data.asked });
        if (answers.has(data.held)) answers.get(data.held)(true);
      };
    };
    open();
    window.addEventListener("pagehide", () => channel.close());
    window.addEventListener("pageshow", (event) => { if (event.persisted) open(); });
    const hold = (key) => new Promise((done) => {
      answers.set(key, done);
      channel.postMessage({ asked: key });
      setTimeout(done, TO_ANSWER, false);
    }).finally(() => answers.delete(key));
    return { hold };
  }

  class Outgoing {
    /* `hear` is called with ("sent" | "refused" | "progress" | "lost" | "back" | "stale", item, detail). */
    constructor(token, tag, hear) {
      this.token = token;
      this.prefix = `${PREFIX}${tag}.`;
      this.hear = hear;
      this.items = [];
      this.pauses = new Set();
      this.running = false;
      this.current = null; // a promise while a request is on its way
      this.last = 0;
      this.tabs = otherTabs((key) => this.items.some((item) => item.key === key && item.file));
    }

    /* Take up what an earlier page left; returns the files that can no longer be sent. */
    async restore() {
      const lost = [];
      for (const name of names(this.prefix)) {
        let item = null;
        try { item = JSON.parse(store.getItem(name)); } catch { /* unreadable: dropped below */ }
        const file = item && item.kind === "file" ? await window.keptFiles.find(item.key) : null;
        if (!item || !item.key) store.removeItem(name);
        else if (item.kind === "file" && !file) {
          if (await this.tabs.hold(item.key)) continue;
          if (store.getItem(name) === null) continue; // another tab was done with it meanwhile
          store.removeItem(name);
          lost.push(item);
        }
        else if (!this.items.some((other) => other.key === item.key)) this.items.push({ ...item, name, file, isKept: Boolean(file) });
        if (item && item.order > this.last) this.last = item.order;
      }
      this.items.sort((one, other) => one.order - other.order);
      return lost;
    }

    /* What was not sent of a chat that this browser no longer belongs to: texts go on as the draft, a
     * file has to be chosen again. */
    takeOrphans() {
      const orphans = [];
      for (const name of names(PREFIX)) {
        if (name.startsWith(this.prefix)) continue;
        try {
          const item = JSON.parse(store.getItem(name));
          if (item.kind === "file") window.keptFiles.drop(item.key);
          if (item.kind === "file" || item.kind === "text") orphans.push(item);
        } catch { /* unreadable */ }
        store.removeItem(name);
      }
      return orphans;
    }

    add(item) {
      this.last = Math.max(Date.now(), this.last + 1);
      item.key = freshKey();
      item.order = this.last;
      item.name = `${this.prefix}${String(this.last).padStart(15, "0")}.${item.key}`;
      const { file, node, name, address, ...kept } = item;
      if (file) window.keptFiles.keep(item.key, file).then((key) => { item.isKept = key !== null; });
      try { store.setItem(name, JSON.stringify(kept)); } catch { /* full: kept in memory */ }
      this.items.push(item);
      this.run();
      return item;
    }

    forget(item) {
      store.removeItem(item.name);
      if (item.file) window.keptFiles.drop(item.key);
      this.items = this.items.filter((other) => other !== item);
    }

    /* Wake up whoever pauses: the network is back, the page is looked at again. */
    hurry() {
      for (const end of [...this.pauses]) end();
    }

    pause(length) {
      return new Promise((done) => {
        const end = () => {
          clearTimeout(timer);
          this.pauses.delete(end);
          done();
        };
        const timer = setTimeout(end, length);
        this.pauses.add(end);
      });
    }

    async run() {
      if (this.running) return;
      this.running = true;
      let failures = 0;
      while (this.items.length > 0) {
        const item = this.items[0];
        this.current = item.kind === "file" ? this.upload(item) : this.post(item);
        const { status, body } = await this.current;
        this.current = null;
        if (status === 200) {
          failures = 0;
          this.forget(item);
          this.hear("back");
          this.hear("sent", item, body);
        } else if (REFUSALS.has(status) || (item.kind === "file" && status === TOO_MANY)) {
          failures = 0;
          this.forget(item);
          this.hear("refused", item, body.error || "");
        } else if (status === 403) {
          this.hear("stale");
          return; // the messages stay where they are; the page has to be loaded again
        } else if (status === 0 && item.file && !(await readable(item.file))) {
          this.forget(item);
          this.hear("refused", item, null);
        } else {
          this.hear("lost");
          await this.pause(PAUSES[Math.min(failures, PAUSES.length - 1)]);
          failures += 1;
        }
      }
      this.running = false;
    }

    async post(item) {
      const giveUp = new AbortController();
      const timer = setTimeout(() => giveUp.abort(), PATIENCE);
      try {
        const response = await fetch("/chat/send", {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Page-Token": this.token },
          body: JSON.stringify({ key: item.key, kind: item.kind, text: item.text || "", choice: item.choice || "" }),
          signal: giveUp.signal,
        });
        return { status: response.status, body: await response.json() };
      } catch {
        return { status: 0, body: {} };
      } finally {
        clearTimeout(timer);
      }
    }

    /* XMLHttpRequest, because fetch cannot tell how much has been sent. */
    upload(item) {
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        let silence = 0;
        const listen = () => {
          clearTimeout(silence);
          silence = setTimeout(() => request.abort(), 2 * PATIENCE);
        };
        const finish = () => {
          clearTimeout(silence);
          let body = {};
          try { body = JSON.parse(request.responseText); } catch { /* no answer */ }
          done({ status: request.status, body });
        };
        request.open("POST", "/chat/upload");
        request.setRequestHeader("X-Page-Token", this.token);
        request.upload.onprogress = (event) => {
          listen();
          if (event.lengthComputable) this.hear("progress", item, event.loaded / event.total);
        };
        request.onloadend = finish;
        const form = new FormData();
        form.append("key", item.key);
        form.append("caption", item.text || "");
        form.append("album", item.album || "");
        form.append("file", item.file, item.file.name);
        listen();
        request.send(form);
      });
    }
  }

  async function readable(file) {
    try {
      await file.slice(0, 1).arrayBuffer();
      return true;
    } catch {
      return false;
    }
  }

  window.Outgoing = Outgoing;
  window.pageStore = store;
  window.freshKey = freshKey;
})();
