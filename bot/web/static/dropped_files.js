"use strict";
/* Files and photos that are dropped anywhere on a page, or chosen beside the table: the conversation
 * takes them where it is open; beside a table without it they are sent at once, in its queue. */
(() => {
  const words = JSON.parse(document.getElementById("chat").dataset.words);
  const table = document.getElementById("table");
  const picker = document.getElementById("attach");
  let queue = null;
  let sent = 0;

  const fill = (sentence, places) => sentence.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
  const carriesFiles = (event) => Boolean(event.dataTransfer) && [...event.dataTransfer.types].includes("Files");

  function deliver(files) {
    const taken = !document.dispatchEvent(new CustomEvent("files", { detail: files, cancelable: true }));
    if (taken || !queue) return;
    const album = files.length > 1 ? window.freshKey() : "";
    sent = 0;
    for (const file of files) queue.add({ kind: "file", text: "", album, file, fileName: file.name });
  }

  function tell(what, item, detail) {
    const own = JSON.parse(table.dataset.words);
    const net = document.getElementById("net");
    if (what === "lost") net.textContent = own.offline;
    if (what === "back" && net.textContent === own.offline) net.textContent = "";
    if (what === "stale") net.textContent = words.stale;
    if (what === "refused" && item.kind === "text") keepForChat(item.text);
    if (!item || item.kind !== "file") {
      if (what === "refused") net.textContent = fill(words.not_sent, { reason: detail || "" });
      return;
    }
    if (what === "sent") {
      sent += 1;
      net.textContent = fill(own.dropped, { count: sent });
    }
    if (what === "refused") net.textContent = fill(words.not_sent, { reason: `${item.fileName}: ${detail || words.unreadable_here}` });
  }

  /* A text that was not taken waits in the composer of the conversation. */
  function keepForChat(text) {
    const name = `baocao.draft.${table.dataset.queue}`;
    const texts = [window.pageStore.getItem(name), text];
    try { window.pageStore.setItem(name, texts.filter(Boolean).join("\n")); } catch { /* full */ }
  }

  /* A table without the conversation sends what waits, whichever page it was left on. */
  async function sendFromTable() {
    queue = new window.Outgoing(table.dataset.token, table.dataset.queue, tell);
    for (const lost of await queue.restore()) tell("refused", lost, words.choose_again);
    queue.run();
  }

  const show = (is) => document.body.classList.toggle("dropping", is);
  document.body.dataset.drop = words.drop_here;
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    show(true);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) show(false); });
  document.addEventListener("drop", (event) => {
    show(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    deliver([...event.dataTransfer.files]);
  });

  if (picker) {
    picker.closest("label").hidden = false;
    picker.addEventListener("change", () => { deliver([...picker.files]); picker.value = ""; });
  }
  if (table && document.getElementById("beside").hidden) sendFromTable();
})();
