"use strict";
/*
 * The chat page. What people wrote is only ever inserted as text (textContent), never as markup.
 * Without this script the page works as plain forms; with it, the same markup is taken over.
 */
(() => {
  const page = document.getElementById("chat");
  const scroll = document.getElementById("scroll");
  const log = document.getElementById("log");
  const waiting = document.getElementById("waiting");
  const status = document.getElementById("status");
  const composer = document.getElementById("composer");
  const answer = document.getElementById("answer");
  const chosenList = document.getElementById("chosen");
  const below = document.getElementById("below");
  const blank = document.getElementById("line").content.firstElementChild;

  const words = JSON.parse(page.dataset.words);
  const store = window.pageStore;
  const draftName = `baocao.draft.${page.dataset.tag}`;
  const touch = window.matchMedia("(hover: none) and (pointer: coarse)").matches;
  const LARGEST = 20 * 1024 * 1024;
  const MOST_FILES = 20;
  const NEAR = 140; // px from the end that still count as reading the end

  let after = Number(page.dataset.after);
  let seen = Number(page.dataset.seen); // how many lines of the bot there are up to `after`
  const shown = new Set([...log.querySelectorAll(".line.bot")].map((line) => Number(line.dataset.latest)));
  let chosen = []; // {file, address, isPhoto}
  let stale = false;

  const fill = (sentence, places) => sentence.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");

  /* Lines */

  function put(line, selector, text) {
    const part = line.querySelector(selector);
    part.textContent = text;
    part.hidden = !text;
    if (selector === ".text" && line.classList.contains("bot")) pressable(part);
  }

  /* Addresses of this very site that the bot wrote can be pressed; any other stays plain text. */
  function pressable(part) {
    const pieces = part.textContent.split(/(https?:\/\/[^\s]+)/);
    if (pieces.length === 1) return;
    part.replaceChildren(
      ...pieces.map((piece) => {
        if (!piece.startsWith(`${location.origin}/`)) return piece;
        const anchor = document.createElement("a");
        anchor.href = piece;
        anchor.textContent = piece;
        return anchor;
      }),
    );
  }

  log.querySelectorAll(".line.bot .text").forEach(pressable);

  function build(view) {
    const line = blank.cloneNode(true);
    line.classList.remove("bot");
    line.classList.add(view.who, "fresh");
    line.dataset.id = view.replaces || view.id;
    line.dataset.latest = view.id;
    line.dataset.key = view.key;
    line.dataset.day = view.day;
    put(line, ".lead", view.lead);
    put(line, ".head", view.head);
    put(line, ".text", view.text);
    put(line, ".file", view.document ? "" : view.document_name);
    line.querySelector(".time").textContent = view.time;
    if (view.document) line.querySelector(".text").after(documentLink(view));
    const choices = line.querySelector(".choices");
    choices.hidden = view.choices.length === 0;
    for (const choice of view.choices) {
      const button = document.createElement("button");
      button.type = "submit";
      button.name = "choice";
      button.value = choice.key;
      button.textContent = choice.label;
      button.dataset.prompt = choice.prompt;
      button.dataset.quiet = choice.quiet;
      choices.append(button);
    }
    return line;
  }

  function documentLink(view) {
    const link = document.createElement("a");
    link.className = "document";
    link.download = "";
    link.href = view.document;
    link.textContent = fill(words.download, { name: view.document_name });
    if (view.document_name.startsWith("hinh-cat-")) link.append(cutOut(view));
    return link;
  }

  function cutOut(view) {
    const shown = document.createElement("img");
    shown.className = "picture";
    shown.alt = "";
    shown.src = view.document;
    return shown;
  }

  function ownLine(text, fileName) {
    return build({
      id: 0, who: "me", lead: "", head: "", text, choices: [], document: "",
      document_name: fileName || "", time: "", day: "", key: "", replaces: 0,
    });
  }

  function newDay(day) {
    const lines = log.querySelectorAll(".line");
    const last = lines.length ? lines[lines.length - 1].dataset.day : "";
    if (!day || day === last) return;
    const mark = document.createElement("p");
    mark.className = "day";
    mark.textContent = fill(page.dataset.dayWords || "{day}", { day });
    log.append(mark);
  }

  /* The buttons of the question asked last are strong; those of earlier ones do nothing any more.
     Buttons without a prompt belong to a card or a receipt, and always work. */
  function markCurrent() {
    const buttons = [...log.querySelectorAll(".line.bot .choices button")];
    const latest = (button) => Number(button.closest(".line").dataset.latest);
    const asking = buttons.filter((button) => button.dataset.prompt);
    const newest = asking.reduce((best, button) => (best && latest(best) >= latest(button) ? best : button), null);
    for (const line of log.querySelectorAll(".line.current")) line.classList.remove("current");
    for (const button of asking) button.disabled = button.dataset.prompt !== newest.dataset.prompt;
    if (newest) newest.closest(".line").classList.add("current");
  }

  /* A card that changed stays where it is, and the button that was pressed keeps the focus. */
  function exchange(old, line) {
    const buttons = [...old.querySelectorAll(".choices button")];
    const focused = buttons.indexOf(document.activeElement);
    line.classList.remove("fresh");
    old.replaceWith(line);
    if (focused >= 0) (line.querySelectorAll(".choices button")[focused] || answer).focus({ preventScroll: true });
  }

  const known = (key) => key && [...log.querySelectorAll(".line.me")].some((line) => line.dataset.key === key);

  function showLines(views) {
    const reading = isAtEnd();
    let first = null;
    let changed = false;
    for (const view of views) {
      if (view.who === "me" && (known(view.key) || outgoing.items.some((item) => `w${item.key}` === view.key))) continue;
      if (view.who === "bot") {
        if (shown.has(view.id)) continue;
        shown.add(view.id);
      }
      const line = build(view);
      const old = view.replaces && log.querySelector(`.line.bot[data-id="${view.replaces}"]`);
      if (old) {
        exchange(old, line);
        changed = true;
        continue;
      }
      newDay(view.day);
      log.append(line);
      first = first || line;
    }
    if (changed) markCurrent();
    if (!first) return;
    for (const button of log.querySelectorAll("button.pressed")) button.classList.remove("pressed");
    markCurrent();
    document.getElementById("empty").hidden = true;
    if (reading) showFrom(first);
    else below.hidden = false;
  }

  /* Scrolling */

  const isAtEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;

  function toEnd() {
    scroll.scrollTop = scroll.scrollHeight;
    below.hidden = true;
  }

  /* To the end, unless the first new line would then be above the window: it is read first. */
  function showFrom(line) {
    toEnd();
    const hidden = scroll.getBoundingClientRect().top - line.getBoundingClientRect().top;
    if (hidden > 0) scroll.scrollTop -= hidden + 10;
    below.hidden = isAtEnd();
  }

  below.addEventListener("click", toEnd);
  scroll.addEventListener("scroll", () => { if (isAtEnd()) below.hidden = true; }, { passive: true });
  window.addEventListener("resize", () => { if (document.activeElement === answer) toEnd(); });

  /* Sending */

  const outgoing = new window.Outgoing(page.dataset.token, page.dataset.tag, (what, item, detail) => {
    if (what === "sent") settle(item, detail);
    if (what === "refused") refuse(item, detail === null ? words.unreadable_here : detail);
    if (what === "progress" && item.node) item.node.querySelector("progress").value = detail;
    if (what === "lost") connected(false);
    if (what === "back") connected(true);
    if (what === "stale") outOfDate();
  });

  function enqueue(item) {
    const added = outgoing.add(item);
    showWaiting(added);
    toEnd();
  }

  function showWaiting(item) {
    if (item.kind === "start" || item.quiet) return;
    const line = ownLine(item.kind === "choice" ? item.label : item.text, item.fileName);
    line.classList.add("waiting");
    line.dataset.key = `w${item.key}`;
    const state = document.createElement("span");
    state.className = "state";
    state.textContent = words.waiting;
    line.querySelector(".meta").append(state);
    if (item.file) {
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", words.sending);
      line.querySelector(".bubble").append(bar);
      showPicture(line, item);
    }
    item.node = line;
    waiting.append(line);
    document.getElementById("empty").hidden = true;
  }

  function showPicture(line, item) {
    if (!item.address) return;
    const picture = document.createElement("img");
    picture.className = "picture";
    picture.alt = "";
    picture.src = item.address;
    picture.addEventListener("load", () => { if (isAtEnd()) toEnd(); });
    line.querySelector(".text").before(picture);
    line.querySelector(".file").hidden = true;
  }

  function settle(item, stored) {
    if (!item.node) return;
    const line = item.node;
    line.classList.remove("waiting", "fresh");
    line.querySelector(".state").remove();
    const bar = line.querySelector("progress");
    if (bar) bar.remove();
    line.querySelector(".time").textContent = stored.time || "";
    if (!known(line.dataset.key)) {
      newDay(stored.day);
      line.dataset.day = stored.day || "";
      const reading = isAtEnd();
      log.append(line);
      if (reading) toEnd();
    } else {
      line.remove();
    }
  }

  function refuse(item, reason) {
    if (!item.node) return;
    const line = item.node;
    line.classList.remove("waiting", "fresh");
    line.classList.add("failed");
    const bar = line.querySelector("progress");
    if (bar) bar.remove();
    line.querySelector(".state").textContent = fill(words.not_sent, { reason });
    line.setAttribute("role", "alert");
    if (item.fileName) put(line, ".file", item.fileName);
    if (item.file) line.querySelector(".meta").append(retryButton(line, item));
    log.append(line);
    if (item.kind === "text" && !answer.value) setDraft(item.text);
    toEnd();
  }

  /* The same photo or file once more, as a message of its own. */
  function retryButton(line, item) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "retry";
    button.textContent = words.retry;
    button.setAttribute("aria-label", `${words.retry}: ${item.fileName}`);
    button.addEventListener("click", () => {
      line.remove();
      enqueue({ kind: "file", text: item.text, album: item.album, file: item.file, fileName: item.fileName, address: item.address });
    });
    return button;
  }

  function connected(is) {
    if (stale) return;
    document.body.classList.toggle("offline", !is);
    const text = is ? "" : words.offline;
    if (status.textContent !== text) status.textContent = text;
  }

  function outOfDate() {
    stale = true;
    status.textContent = `${words.stale} `;
    const link = document.createElement("a");
    link.href = "/chat";
    link.textContent = words.reload;
    status.append(link);
  }

  /* Writing */

  function grow() {
    answer.style.height = "auto";
    answer.style.height = `${answer.scrollHeight + 3}px`;
  }

  function setDraft(text) {
    answer.value = text;
    keepDraft();
  }

  function keepDraft() {
    try {
      if (answer.value) store.setItem(draftName, answer.value);
      else store.removeItem(draftName);
    } catch { /* full: the text is still on the page */ }
    grow();
  }

  function submit() {
    const text = answer.value.trim();
    if (chosen.length) sendFiles(text);
    else if (text) enqueue({ kind: "text", text });
    else return;
    setDraft("");
    if (!touch) answer.focus();
  }

  function sendFiles(caption) {
    const album = chosen.length > 1 ? window.freshKey() : "";
    chosen.forEach((one, place) => {
      enqueue({
        kind: "file", text: place ? "" : caption, album, file: one.file,
        fileName: one.file.name, address: one.address,
      });
    });
    chosen = [];
    showChosen();
  }

  answer.addEventListener("input", keepDraft);
  answer.addEventListener("keydown", (event) => {
    const plain = event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey;
    if (!plain || touch || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });

  /* The second click of a double click may fall on the button of the question that came meanwhile. */
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest(".choices button")) event.preventDefault();
  });

  /* One listener for the composer and for the buttons of every line, whoever drew them. */
  document.addEventListener("submit", (event) => {
    if (!page.contains(event.target)) return;
    event.preventDefault();
    if (event.target === composer) {
      submit();
      return;
    }
    const button = event.submitter;
    if (!button || button.name !== "choice" || button.classList.contains("pressed")) return;
    button.classList.add("pressed");
    enqueue({ kind: "choice", choice: button.value, label: button.textContent.trim(), quiet: button.dataset.quiet });
    if (!touch) answer.focus();
  });

  /* Photos and files */

  function choose(files) {
    for (const file of files) {
      if (file.size > LARGEST) {
        status.textContent = fill(words.not_sent, { reason: `${file.name}: ${words.too_large}` });
      } else if (chosen.length < MOST_FILES) {
        chosen.push({ file, address: pictureOf(file) });
      }
    }
    showChosen();
    answer.focus();
  }

  /* The address under which a photo is shown; "" for what is none. */
  function pictureOf(file) {
    return file.type.startsWith("image/") ? URL.createObjectURL(file) : "";
  }

  function showChosen() {
    const reading = isAtEnd();
    chosenList.hidden = chosen.length === 0;
    answer.placeholder = chosen.length ? words.caption : words.answer;
    chosenList.replaceChildren(...chosen.map(preview));
    if (reading) toEnd();
  }

  function preview(one) {
    const entry = document.createElement("li");
    if (one.address) {
      const picture = document.createElement("img");
      picture.src = one.address;
      picture.alt = one.file.name;
      entry.append(picture);
    } else {
      const name = document.createElement("span");
      name.textContent = one.file.name;
      entry.append(name);
    }
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", fill(words.remove, { name: one.file.name }));
    remove.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== one);
      showChosen();
    });
    entry.append(remove);
    return entry;
  }

  for (const input of [document.getElementById("photos"), document.getElementById("files")]) {
    input.addEventListener("change", () => { choose([...input.files]); input.value = ""; });
  }
  document.addEventListener("files", (event) => { event.preventDefault(); choose(event.detail); });
  window.addEventListener("beforeunload", (event) => {
    if (chosen.length || outgoing.items.some((item) => item.file && !item.isKept)) event.preventDefault();
  });

  /* New lines: one request waits at the server until there is one. */

  let poll = new AbortController();

  async function listen() {
    let failures = 0;
    while (!stale) {
      const began = Date.now();
      try {
        const news = await askForLines();
        failures = 0;
        if (news === null) { outOfDate(); return; }
        connected(true);
        // The answer may overtake the word that the question was stored.
        if (outgoing.current) await Promise.race([outgoing.current, outgoing.pause(3000)]);
        showLines(news.lines);
        after = news.after;
        seen = news.seen;
        if (!news.lines.some((view) => view.who === "bot") && Date.now() - began < 1000) await outgoing.pause(1000);
      } catch {
        if (failures > 0 || !navigator.onLine) connected(false);
        await outgoing.pause(Math.min(500 * 2 ** failures, 15000));
        failures = Math.min(failures + 1, 6);
      }
    }
  }

  async function askForLines() {
    poll = new AbortController();
    const timer = setTimeout(() => poll.abort(), 40000);
    try {
      const response = await fetch(`/chat/lines?after=${after}&seen=${seen}&epoch=${page.dataset.epoch}`, { signal: poll.signal, cache: "no-store" });
      if (response.status === 403) return null;
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (answer.epoch !== page.dataset.epoch) return countedAnew();
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /* The data were restored from a copy: ids begin elsewhere, so this page would see nothing new.
   * Loading again keeps what waits to be sent. */
  function countedAnew() {
    if (!outgoing.items.some((item) => item.file && !item.isKept)) location.reload();
    return null;
  }

  function backAgain() {
    poll.abort();
    outgoing.hurry();
  }

  window.addEventListener("online", backAgain);
  window.addEventListener("offline", () => connected(false));
  let lookedAway = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) lookedAway = Date.now();
    else if (Date.now() - lookedAway > 20000) backAgain(); // a phone may have slept meanwhile
  });

  /* Beginning */

  async function restore() {
    for (const lost of await outgoing.restore()) {
      if (known(`w${lost.key}`)) continue;
      showWaiting(lost);
      refuse(lost, words.choose_again);
    }
    for (const item of [...outgoing.items]) {
      if (known(`w${item.key}`)) outgoing.forget(item);
      else showWaiting(item.file ? Object.assign(item, { address: pictureOf(item.file) }) : item);
    }
    const orphans = outgoing.takeOrphans();
    const kept = store.getItem(draftName) || answer.value;
    const texts = orphans.filter((item) => item.kind === "text").map((item) => item.text);
    setDraft([kept, ...texts].filter(Boolean).join("\n"));
    for (const item of orphans.filter((other) => other.kind === "file")) {
      showWaiting(item);
      refuse(item, words.choose_again);
    }
  }

  async function begin() {
    await restore();
    const code = page.dataset.code;
    if (code) {
      if (!outgoing.items.some((item) => item.kind === "start" && item.text === code)) {
        outgoing.add({ kind: "start", text: code });
      }
      // The code has done its work; out of the address, so that loading again does not repeat it.
      history.replaceState(null, "", "/chat");
    }
    markCurrent();
    toEnd();
    outgoing.run();
    listen();
    if (!touch) answer.focus();
  }

  begin();
})();
