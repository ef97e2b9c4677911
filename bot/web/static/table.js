"use strict";
/*
 * The table. A cell is sent as it is left; until the server has said that it is stored it lies in
 * this browser, one entry a cell, so that a reload or a dead network costs nothing. Every cell names
 * the version it was typed over: where somebody else stored another figure, the person chooses.
 */
(() => {
  const main = document.getElementById("table");
  const form = document.getElementById("sheet");
  const net = document.getElementById("net");
  const saved = document.getElementById("saved");
  const words = JSON.parse(main.dataset.words);
  const PREFIX = `baocao.cell.${main.dataset.tag}.`;
  const PAUSES = [700, 1500, 3000, 6000, 12000];
  const LOOK_EVERY = 1500;

  const fill = (sentence, places) => sentence.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
  const UNDO = "act|undo";
  const NOTHING = "-"; // the mark of what was never stored
  const TRIED_AGAIN = new Set([408, 429]);
  const pending = new Map(); // name -> {text, version, base}; an act under "act|nil:1.1:…"
  const clashes = new Map(); // name, or "1.1:act" -> conflict that waits for a choice, with the version it is over
  const refused = new Map(); // name -> {entry, reason}: what the server does not take as it is
  const shown = new Map(); // row's code -> how the server saw it last
  let mark = main.dataset.mark;
  let drawn = mark; // the table that the person sees; `mark` is "" where it must be drawn anew
  let running = null; // a promise while something is being sent
  let stale = false;
  let failures = 0;
  let timer = 0;
  let sendKey = ""; // of a "nộp" that no answer said to have come: pressed again it is the same message

  const store = (() => {
    try {
      localStorage.setItem("baocao.try", "1");
      localStorage.removeItem("baocao.try");
      return localStorage;
    } catch {
      return null; // private windows of some browsers: nothing outlives the page
    }
  })();
  const inputOf = (name) => form.querySelector(`.cell[name="${CSS.escape(name)}"]`);
  const codeOf = (name, entry) => (entry && entry.act ? entry.act.split(":")[1] : name.split(":")[0]);
  const heldIn = (code) => [...clashes].filter(([name]) => codeOf(name) === code);
  const versionOf = (name) => form.querySelector(`input[name="version:${CSS.escape(name)}"]`);

  /* Keeping what was typed */

  function keep(name, entry) {
    pending.set(name, entry);
    try { if (store) store.setItem(PREFIX + name, JSON.stringify(entry)); } catch { /* full: in memory */ }
  }

  function forget(name) {
    pending.delete(name);
    if (store) store.removeItem(PREFIX + name);
  }

  function restore() {
    if (!store) return;
    for (let place = 0; place < store.length; place += 1) {
      const name = store.key(place);
      if (!name.startsWith(PREFIX)) continue;
      try {
        const entry = JSON.parse(store.getItem(name));
        pending.set(name.slice(PREFIX.length), entry);
      } catch { /* unreadable */ }
    }
    for (const [name, entry] of pending) {
      const input = inputOf(name);
      if (!input) continue; // a button; or a row that is gone, which the answer tells
      input.value = entry.text;
      input.classList.add("waits");
    }
  }

  /* Typing */

  function left(input) {
    const name = input.name;
    const before = pending.get(name) || (refused.get(name) || clashes.get(name) || {}).entry;
    if (input.value.trim() === (before ? before.text : input.dataset.shown).trim()) return;
    typed(name, {
      text: input.value,
      version: before ? before.version : versionOf(name).value,
      base: before ? before.base : input.dataset.shown,
      order: Date.now(),
    });
    input.classList.add("waits");
    flush();
  }

  /* What is done last is meant: figures take the place of a button of their row that still waits, and
   * the button the place of figures. An undo is of what was there when it was pressed. */
  function typed(name, entry) {
    const code = codeOf(name);
    clearNet();
    refused.delete(name);
    if (name.endsWith(":note")) clashes.delete(name);
    else askAgain(code);
    if (!name.endsWith(":note")) dropActs(code);
    fixUndo();
    keep(name, entry);
  }

  /* Figures of a row in conflict go together: where one is typed anew, all are sent once more. */
  function askAgain(code) {
    for (const [name, clash] of heldIn(code)) {
      if (!clash.entry) continue; // a button
      clashes.delete(name);
      keep(name, clash.entry);
    }
  }

  /* Why nothing is taken any more stays to be read, and that there is no network until there is one. */
  function clearNet() {
    if (!stale && net.textContent !== words.offline) net.textContent = "";
  }

  function dropActs(code) {
    clashes.delete(`${code}:act`);
    for (const [name, entry] of [...pending]) if (entry.act && codeOf(name, entry) === code) forget(name);
  }

  function dropCells(code) {
    for (const name of [...pending.keys(), ...clashes.keys(), ...refused.keys()]) {
      if (codeOf(name) !== code || name.endsWith(":note")) continue;
      forget(name);
      clashes.delete(name);
      refused.delete(name);
      const input = inputOf(name);
      if (!input) continue;
      input.value = input.dataset.shown;
      input.classList.remove("waits", "clash", "refused");
    }
  }

  function press(act) {
    const code = act.split(":")[1];
    clearNet();
    if (rowOf(code)) {
      dropActs(code);
      dropCells(code);
    }
    fixUndo();
    keep(`act|${act}`, { act, order: Date.now() });
  }

  function pressUndo() {
    clearNet();
    if (!pending.has(UNDO)) keep(UNDO, { act: "undo", mark: drawn, order: Date.now() });
  }

  function fixUndo() {
    const undo = pending.get(UNDO);
    if (undo) keep(UNDO, Object.assign(undo, { isFixed: true }));
  }

  form.addEventListener("change", (event) => {
    if (event.target.classList.contains("cell")) left(event.target);
  });

  /* A row whose other number is being typed says only once it is left that one is missing. */
  form.addEventListener("focusout", (event) => {
    if (!event.target.classList.contains("cell")) return;
    const view = shown.get(event.target.name.split(":")[0]);
    if (view) setTimeout(() => renderRow(view));
  });

  function isBeingFilled(view) {
    const isTyped = (cell) => pending.has(cell.name) || document.activeElement === inputOf(cell.name);
    const areNumbers = view.cells.every((cell) => /^[0-9.]*$/.test(cell.text));
    return areNumbers && view.cells.some((cell) => !cell.text && isTyped(cell));
  }

  /* Enter and the arrows go from cell to cell as in a sheet. */
  function neighbour(input, step) {
    const column = (cell) => cell.name.split(":")[1];
    const cells = [...form.querySelectorAll("td .cell")];
    const same = cells.filter((cell) => cell === input || column(cell) === column(input) || cell.classList.contains("wide"));
    return same[same.indexOf(input) + step];
  }

  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.classList.contains("cell") || input.tagName === "TEXTAREA" || event.isComposing) return;
    const cells = [...form.querySelectorAll("td .cell")];
    const atStart = input.selectionStart === 0 && input.selectionEnd === 0;
    const atEnd = input.selectionStart === input.value.length;
    let next = null;
    if (event.key === "Enter") {
      event.preventDefault();
      if (input.classList.contains("note")) { input.blur(); return; }
      next = neighbour(input, event.shiftKey ? -1 : 1);
      if (!next) input.blur();
    } else if (event.key === "ArrowDown") next = neighbour(input, 1);
    else if (event.key === "ArrowUp") next = neighbour(input, -1);
    else if (event.key === "ArrowRight" && atEnd) next = cells[cells.indexOf(input) + 1];
    else if (event.key === "ArrowLeft" && atStart) next = cells[cells.indexOf(input) - 1];
    if (!next || input.classList.contains("note")) return;
    event.preventDefault();
    next.focus();
    if (next.select) next.select();
  });

  /* Buttons; without this script they post the form. */
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const pressed = event.submitter ? event.submitter.value : "";
    if (document.activeElement && document.activeElement.classList.contains("cell")) left(document.activeElement);
    if (pressed === "send") { sendReport(); return; }
    if (pressed.startsWith("undo")) pressUndo();
    else if (pressed) press(pressed);
    flush();
  });

  /* The second click of a double click would take back one more, or send what was not read yet. */
  for (const id of ["undo", "send-report"]) {
    document.getElementById(id)?.addEventListener("click", (event) => { if (event.detail > 1) event.preventDefault(); });
  }

  async function sendReport() {
    await flush();
    if (stale) return;
    if (pending.size) { net.textContent = sendKey ? words.perhaps_sent_in : words.not_sent_in; return; }
    const [open] = [...clashes.keys(), ...refused.keys()];
    if (open) { settleFirst(rowOf(codeOf(open))); return; }
    sendKey = sendKey || freshKey();
    try {
      const answer = await post(main.dataset.send, { key: sendKey, kind: "text", text: "nộp" });
      const body = await answer.json();
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (!answer.ok) { net.textContent = body.error || words.perhaps_sent_in; return; }
      sendKey = "";
      const beside = document.getElementById("beside");
      if (!beside) net.textContent = words.sent_in_chat; // inside a messenger's app
      else if (beside.hidden) location.href = "/chat#end";
      else net.textContent = "";
    } catch {
      net.textContent = words.perhaps_sent_in;
    }
  }

  function freshKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* What is open in a row is told, and comes under the keyboard. */
  function settleFirst(row) {
    row.scrollIntoView({ block: "nearest" });
    net.textContent = row.querySelector(".why").textContent;
    const way = row.querySelector(".clash-choice button, .cell.refused");
    if (way) way.focus();
  }

  /* Sending */

  function post(address, body) {
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(), 30000);
    return fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-Page-Token": main.dataset.token },
      body: JSON.stringify(body),
      signal: giveUp.signal,
    });
  }

  function flush() {
    if (stale) return Promise.resolve();
    running = running || drain().finally(() => { running = null; });
    return running;
  }

  async function drain() {
    clearTimeout(timer);
    while (pending.size && await sendBatch(nextBatch()));
  }

  /* Everything that waits goes in one request; a note follows the button of its row, and an undo all else.
   * What the undo is to take back, done last, then goes alone. */
  function nextBatch() {
    const all = [...pending];
    const acted = new Set(all.filter(([, entry]) => entry.act).map(([name, entry]) => codeOf(name, entry)));
    const isHeld = ([name]) => name === UNDO || (name.endsWith(":note") && acted.has(codeOf(name)));
    const ready = all.filter((each) => !isHeld(each));
    const last = Math.max(...ready.map(([, entry]) => entry.order || 0));
    const undone = new Set(ready.filter(([, entry]) => entry.order === last).map(([name, entry]) => codeOf(name, entry)));
    const before = pending.has(UNDO) ? ready.filter(([name, entry]) => !undone.has(codeOf(name, entry))) : [];
    if (before.length) return before;
    return ready.length ? ready : all;
  }

  /* Tells whether to go on: not where it has to wait. */
  async function sendBatch(batch) {
    const cells = batch.filter(([, entry]) => !entry.act);
    const acts = batch.filter(([, entry]) => entry.act).sort((a, b) => a[1].order - b[1].order);
    saved.textContent = words.saving;
    let response, body;
    try {
      response = await post("/table/save", {
        cells: cells.map(([name, entry]) => ({ name, text: entry.text, version: entry.version })),
        acts: acts.map(([name, entry]) => (name === UNDO ? `undo:${entry.mark}` : entry.act)),
        report: main.dataset.report,
      });
      body = await response.json();
    } catch {
      return later();
    }
    if (response.status === 403) {
      stale = true;
      saved.textContent = "";
      net.textContent = body.error || "";
      return false;
    }
    if (response.status === 200 || response.status === 409) {
      connected();
      settle(batch, body);
      return true;
    }
    if (response.status >= 500 || TRIED_AGAIN.has(response.status)) return later();
    return refuse(batch, body.error || "");
  }

  /* What is not taken is found by halves: it stays in its cell with the reason, and all else is stored. */
  async function refuse(batch, reason) {
    if (batch.length > 1) {
      const half = batch.length >> 1;
      if (!await sendBatch(batch.slice(0, half))) return false;
      const others = batch.slice(half).filter(([name]) => pending.has(name)).map(([name]) => [name, pending.get(name)]);
      return others.length === 0 || sendBatch(others);
    }
    const [[name, entry]] = batch;
    saved.textContent = "";
    voidUndo();
    if (pending.get(name) !== entry) return true;
    if (entry.act || !inputOf(name)) {
      forget(name);
      net.textContent = reason;
      return true;
    }
    pending.delete(name); // stays in the browser
    refused.set(name, { entry, reason });
    inputOf(name).classList.remove("waits");
    inputOf(name).classList.add("refused");
    const row = rowOf(codeOf(name));
    row.querySelector(".doubt").hidden = false;
    row.querySelector(".why").textContent = reason;
    return true;
  }

  /* That the report was not sent in, or perhaps not, is said until it is pressed again, or something else is done. */
  function tellOffline() {
    if (![words.not_sent_in, words.perhaps_sent_in].includes(net.textContent)) net.textContent = words.offline;
  }

  function later() {
    tellOffline();
    saved.textContent = words.waits;
    timer = setTimeout(flush, PAUSES[Math.min(failures, PAUSES.length - 1)]);
    failures += 1;
    return false;
  }

  function connected() {
    failures = 0;
    if (net.textContent === words.offline) net.textContent = "";
  }

  const noteVersion = (view) => (view.note ? view.note.version : "");
  const cellsOf = (view) => (view.note ? [...view.cells, view.note] : view.cells);

  function settle(batch, body) {
    const against = new Map(body.conflicts.filter((each) => !each.act).map((conflict) => [conflict.name, conflict]));
    const sent = new Map(batch);
    const rowsInConflict = new Set([...against.keys()].map((name) => codeOf(name)));
    for (const [name, entry] of batch) {
      if (pending.get(name) !== entry) continue; // typed once more meanwhile
      if (entry.act || !rowsInConflict.has(codeOf(name))) { forget(name); continue; }
      pending.delete(name); // stays in the browser
      clashes.set(name, { ...(against.get(name) || { version: entry.version, theirs: entry.base }), entry });
    }
    const cells = body.table.sections.flatMap((section) => section.rows.flatMap(cellsOf));
    const contested = new Set(body.conflicts.map((each) => codeOf(each.name)));
    for (const view of body.table.sections.flatMap((section) => section.rows)) {
      if (!contested.has(view.code)) rebase(view, sent);
    }
    const known = new Set(cells.map((cell) => cell.name));
    tellGone(batch.filter(([name, entry]) => !entry.act && !known.has(name)));
    moveUndo(sent, body);
    if (sent.has(UNDO) && !contested.size) tellUndone(body.table);
    render(body.table);
    for (const code of rowsInConflict) showClash(code);
    for (const conflict of body.conflicts.filter((each) => each.act)) clashOfAct(conflict);
  }

  /* What an undo took back may stand far from where the person looks. */
  function tellUndone(table) {
    const rows = table.sections.flatMap((section) => section.rows);
    const isAnother = (view, { version, note }) => version !== view.version || note !== noteVersion(view);
    const codes = rows.filter((view) => isAnother(view, rowOf(view.code)?.dataset || {})).map((view) => view.code);
    net.textContent = codes.length ? fill(words.undone, { codes: codes.join(", ") }) : words.undone_nothing;
  }

  /* Cells whose row the form has no more. */
  function tellGone(entries) {
    const texts = entries.filter(([, entry]) => entry.text.trim()).map(([name, entry]) => `${codeOf(name)}: “${entry.text}”`);
    if (!texts.length) return;
    const notice = document.getElementById("notice");
    notice.textContent = fill(words.no_place, { cells: texts.join("; ") });
    notice.hidden = false;
  }

  /* An undo is pressed over what was typed before it; where that was not stored, it means nothing. */
  function moveUndo(sent, body) {
    const undo = pending.get(UNDO);
    if (!undo || sent.has(UNDO)) return;
    const codes = new Set([...sent].map(([name, entry]) => codeOf(name, entry)));
    const isDoubted = body.table.sections.some((section) => section.rows.some((view) => view.doubt && codes.has(view.code)));
    if (body.conflicts.length || isDoubted) voidUndo();
    else if (!undo.isFixed) keep(UNDO, { ...undo, mark: body.table.mark });
  }

  function voidUndo() {
    const undo = pending.get(UNDO);
    if (undo) keep(UNDO, { ...undo, mark: NOTHING });
  }

  /* What was typed or pressed while a request was on its way stands on top of our own change, not of
   * others'. What a "confirm" stores was another before. */
  function rebase(view, sent) {
    const own = [...sent].filter(([name, entry]) => codeOf(name, entry) === view.code);
    const hasActed = own.some(([, entry]) => entry.act);
    const isOurs = (cell) => hasActed || sent.has(cell.name);
    for (const cell of cellsOf(view)) {
      const entry = pending.get(cell.name);
      if (entry && (isOurs(cell) || cell.text === entry.base)) keep(cell.name, { ...entry, version: cell.version, base: cell.text });
    }
    const isOursAlone = view.cells.every((cell) => isOurs(cell) || cell.text === (inputOf(cell.name) || { dataset: {} }).dataset.shown);
    if (!own.length || !isOursAlone) return;
    for (const [name, entry] of [...pending]) {
      if (!entry.act || name === UNDO || codeOf(name, entry) !== view.code) continue;
      const [act] = entry.act.split(":");
      if (act !== "confirm") keep(name, { ...entry, act: `${act}:${view.code}:${view.version}` });
    }
  }

  function clashOfAct(conflict) {
    const code = codeOf(conflict.name);
    if (conflict.act === "undo") net.textContent = conflict.sentence;
    if (!shown.has(code) || heldIn(code).length) return;
    clashes.set(`${code}:act`, { ...conflict, version: shown.get(code).version });
    showClash(code);
  }

  /* Both figures of a row stand on its buttons: they are chosen together. */
  function showClash(code) {
    const row = rowOf(code);
    const told = heldIn(code).filter(([, clash]) => clash.sentence);
    if (!row || !told.length) return;
    const named = (side) => told.map(([, clash]) => clash[side] || words.empty).join(", ");
    const why = row.querySelector(".doubt .why");
    row.querySelector(".doubt").hidden = false;
    why.textContent = told.map(([, clash]) => clash.sentence).join(" ");
    row.querySelectorAll(".clash-choice").forEach((old) => old.remove());
    const choice = document.createElement("span");
    choice.className = "clash-choice";
    for (const [name, clash] of told) {
      const input = inputOf(name);
      if (!input) continue;
      input.value = clash.mine;
      input.classList.add("clash");
    }
    const isOwn = told.every(([, clash]) => clash.act !== "confirm"); // what it would store is another by now
    if (isOwn) choice.append(choose(fill(words.keep_mine, { mine: named("mine") }), () => keepMine(code)));
    choice.append(choose(fill(words.keep_theirs, { theirs: named("theirs") }), () => keepTheirs(code)));
    why.after(choice);
    row.scrollIntoView({ block: "nearest" });
  }

  function choose(label, work) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", work);
    return button;
  }

  function over(code) {
    rowOf(code).querySelectorAll(".clash-choice").forEach((old) => old.remove());
    const held = heldIn(code);
    for (const [name] of held) { clashes.delete(name); forget(name); }
    return held;
  }

  /* Every cell goes over the figure that its own conflict showed. */
  function keepMine(code) {
    const order = Date.now();
    fixUndo();
    for (const [name, clash] of over(code)) {
      const input = inputOf(name);
      if (input) {
        input.classList.remove("clash");
        keep(name, { text: input.value, version: clash.version, base: clash.theirs, order });
      } else press(`${clash.act}:${code}:${clash.version}`);
    }
    flush();
  }

  function keepTheirs(code) {
    over(code);
    mark = "";
    look();
  }

  /* Showing */

  const rowOf = (code) => form.querySelector(`tr[data-row="${CSS.escape(code)}"]`);

  function put(row, selector, text) {
    const part = row.querySelector(selector);
    if (part.textContent !== text) part.textContent = text;
    part.hidden = !text;
  }

  function render(table) {
    if (String(table.made_for) !== main.dataset.report) { stale = true; location.reload(); return; }
    mark = table.mark;
    drawn = table.mark;
    const head = table.head;
    document.getElementById("count").textContent = `${head.answered}/${head.total}`;
    const bar = document.getElementById("progress");
    bar.value = head.answered;
    bar.setAttribute("aria-label", fill(words.progress, head));
    if (!pending.size) saved.textContent = head.saved;
    document.getElementById("deadline").textContent = head.deadline;
    const leftOver = document.getElementById("left");
    if (leftOver) leftOver.textContent = head.left;
    put(form, "#standing", head.state);
    for (const section of table.sections) {
      const node = form.querySelector(`[data-section="${CSS.escape(section.code)}"]`);
      if (!node) { location.reload(); return; } // the form itself was changed
      node.querySelector(".filled").textContent = `${section.filled}/${section.rows.length}`;
      for (const [cell, number] of section.sums) {
        const sum = node.querySelector(`[data-sum="${CSS.escape(`${section.code}:${cell}`)}"]`);
        if (sum) sum.textContent = number;
      }
      section.rows.forEach(renderRow);
    }
  }

  function renderRow(view) {
    const row = rowOf(view.code);
    if (!row) return;
    shown.set(view.code, view);
    row.dataset.state = view.state;
    row.dataset.version = view.version;
    row.dataset.note = noteVersion(view);
    put(row, ".said", view.said);
    put(row, ".money", view.money);
    put(row, ".who", view.who ? fill(words.by, { who: view.who }) : "");
    put(row, ".odd", view.odd);
    row.querySelector(".given").hidden = !view.given;
    row.querySelector(".given .told").textContent = view.given;
    const clashing = heldIn(view.code).length > 0;
    const reasons = [...refused].filter(([name]) => codeOf(name) === view.code).map(([, each]) => each.reason);
    if (!clashing) {
      row.querySelectorAll(".clash-choice").forEach((old) => old.remove());
      row.querySelector(".doubt").hidden = !reasons.length && (!view.doubt || isBeingFilled(view));
      row.querySelector(".why").textContent = reasons[0] || view.doubt;
    }
    const confirm = row.querySelector(".confirm");
    if (confirm) {
      confirm.hidden = !view.propose || clashing;
      confirm.textContent = fill(words.act_confirm, { answer: view.propose });
    }
    for (const button of row.querySelectorAll("button.act")) {
      const version = button === confirm ? view.offer : view.version;
      button.value = `${button.value.split(":")[0]}:${view.code}:${version}`;
    }
    for (const cell of cellsOf(view)) renderCell(cell, view);
  }

  function renderCell(cell, view) {
    const input = inputOf(cell.name);
    if (!input) return;
    const waits = pending.has(cell.name);
    const dirty = document.activeElement === input && input.value !== input.dataset.shown;
    input.classList.toggle("waits", waits);
    input.classList.toggle("refused", refused.has(cell.name));
    if (waits || dirty || clashes.has(cell.name) || refused.has(cell.name)) return;
    input.classList.remove("clash");
    input.classList.toggle("stands", Boolean(view.doubt) && Boolean(cell.text));
    if (input.value !== cell.text) input.value = cell.text;
    input.dataset.shown = cell.text;
    versionOf(cell.name).value = cell.version;
  }

  /* What the chat and others store appears here. */
  async function look() {
    if (running || stale || document.hidden) return;
    try {
      const response = await fetch(`/table/state?seen=${encodeURIComponent(mark)}`, { cache: "no-store", headers: { Accept: "application/json" } });
      if (response.status === 200 && !running) render(await response.json());
      if (response.ok && !pending.size) connected();
      if (response.status === 403 || response.status === 404) { net.textContent = (await response.json()).error; stale = true; }
      if (response.ok && pending.size) flush();
    } catch {
      if (!navigator.onLine || failures > 1) tellOffline();
      failures += 1;
    }
  }

  /* Pasting: what would change is shown first. */

  const dialog = document.getElementById("pasted");
  let proposed = [];

  form.addEventListener("paste", async (event) => {
    const input = event.target;
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!input.classList.contains("cell") || input.matches("textarea, .note") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    try {
      const answer = await post("/table/read", { text, start: input.name });
      const body = await answer.json();
      if (!answer.ok) { net.textContent = body.error || ""; return; }
      propose(body);
    } catch {
      net.textContent = words.offline;
    }
  });

  function propose(view) {
    proposed = view.changes;
    dialog.querySelector("#pasted-changes").replaceChildren(...view.changes.map(difference));
    const doubts = dialog.querySelector("#pasted-doubts");
    doubts.hidden = view.doubts.length === 0;
    doubts.querySelector("ul").replaceChildren(...view.doubts.map((doubt) => entry(doubt)));
    const button = dialog.querySelector("#pasted-store");
    button.textContent = view.changes.length ? fill(words.paste_store, { count: view.changes.length }) : words.paste_nothing;
    dialog.showModal();
  }

  function entry(...parts) {
    const line = document.createElement("li");
    line.append(...parts);
    return line;
  }

  function difference(change) {
    const old = document.createElement("del");
    old.textContent = change.before;
    const fresh = document.createElement("strong");
    fresh.textContent = change.after || words.empty;
    return change.before ? entry(`${change.label}: `, old, " → ", fresh) : entry(`${change.label}: `, fresh);
  }

  dialog.querySelector("#pasted-drop").addEventListener("click", () => dialog.close());
  dialog.querySelector("#pasted-store").addEventListener("click", () => {
    dialog.close();
    const order = Date.now();
    for (const change of proposed) {
      const input = inputOf(change.name);
      if (!input) continue;
      input.value = change.after;
      input.classList.add("waits");
      typed(change.name, { text: change.after, version: change.version, base: change.before, order });
    }
    flush();
  });

  function begin() {
    for (const input of form.querySelectorAll(".cell")) input.dataset.shown = input.defaultValue;
    for (const input of form.querySelectorAll(".cell")) input.value = input.defaultValue; // not the browser's memory
    for (const row of form.querySelectorAll("tr[data-row]")) {
      const doubted = !row.querySelector(".doubt").hidden;
      for (const input of row.querySelectorAll("td .cell")) input.classList.toggle("stands", doubted && Boolean(input.value));
    }
    restore();
    flush();
    setInterval(look, LOOK_EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { flush(); look(); } });
    window.addEventListener("online", () => { flush(); look(); });
    window.addEventListener("offline", tellOffline);
    window.addEventListener("pagehide", () => { const cell = document.activeElement; if (cell && cell.classList.contains("cell")) left(cell); });
    showBeside();
  }

  /* On a wide screen the conversation stands beside the table. */
  function showBeside() {
    const beside = document.getElementById("beside");
    if (!beside || !window.matchMedia("(min-width: 70rem)").matches) return;
    beside.hidden = false;
    const script = document.createElement("script");
    script.src = beside.dataset.script;
    script.defer = true;
    window.addEventListener("DOMContentLoaded", () => document.head.append(script)); // after what it needs
  }

  begin();
})();
