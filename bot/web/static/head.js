"use strict";
/* What stands above the chat: how far the report is. It follows the table and other people's chats. */
(() => {
  const LOOK_EVERY = 1500;
  const head = document.getElementById("head");
  const part = (name) => document.getElementById(`head-${name}`);
  let seen = "";

  const joined = (...texts) => texts.filter(Boolean).join(" · ");

  function show(table) {
    seen = table.mark;
    const view = table.head;
    part("unit").textContent = view.unit;
    part("deadline").textContent = joined(view.deadline, view.left);
    part("count").textContent = `${view.answered}/${view.total}`;
    part("saved").textContent = joined(view.saved, view.last);
    part("progress").max = view.total;
    part("progress").value = view.answered;
    part("progress").setAttribute("aria-label", head.dataset.progress.replace(/\{(\w+)\}/g, (_, name) => view[name]));
    part("counts").hidden = false;
    part("table").hidden = false;
  }

  async function look() {
    if (document.hidden) return;
    try {
      const response = await fetch(`/table/state?quiet=1&seen=${encodeURIComponent(seen)}`, { cache: "no-store", headers: { Accept: "application/json" } });
      if (response.status === 200) show(await response.json()); // 204: nothing new, or not joined yet
    } catch { /* the chat says that the network is gone */ }
  }

  setInterval(look, LOOK_EVERY);
  look();
})();
