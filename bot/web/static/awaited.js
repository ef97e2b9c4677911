"use strict";
/* Shows that an answer is being made: from when a message is stored, or a link is opened, until the bot
 * says something. Whoever waits for long sees it no more: some words are not answered. */
(() => {
  const PATIENCE = 20000; // ms
  const NEAR = 200; // px from the end that still count as reading the end
  const page = document.getElementById("chat");
  const log = document.getElementById("log");
  const scroll = document.getElementById("scroll");
  const awaited = document.getElementById("awaited");
  let timer = 0;

  function show(is) {
    clearTimeout(timer);
    if (is) timer = setTimeout(() => show(false), PATIENCE);
    const reading = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
    awaited.hidden = !is;
    if (is && reading) scroll.scrollTop = scroll.scrollHeight;
  }

  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.classList);
    if (added.some((line) => line.classList.contains("bot"))) show(false);
    else if (added.some((line) => line.classList.contains("me"))) show(!added.at(-1).classList.contains("failed"));
  }).observe(log, { childList: true });

  show(Boolean(page.dataset.code) && !log.querySelector(".line"));
})();
