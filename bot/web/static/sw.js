"use strict";
/* Keeps the two pages and what they need, so that they open without a network. Nothing that is sent
 * goes through here: what was typed waits in the page until the server has stored it. */
const KEPT = "baocao-pages";
const PAGES = ["/table", "/chat"];
const PATIENCE = 5000; // ms for a page that is kept already

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(asset(event.request));
  else if (event.request.mode === "navigate" && PAGES.includes(address.pathname)) event.respondWith(page(event.request, address.pathname));
});

/* An address with a version never changes. */
async function asset(request) {
  const kept = await caches.open(KEPT);
  const known = await kept.match(request);
  if (known) return known;
  const fresh = await fetch(request);
  if (fresh.ok) kept.put(request, fresh.clone());
  return fresh;
}

async function page(request, name) {
  const kept = await caches.open(KEPT);
  const fresh = fetch(request).then((answer) => {
    if (answer.ok && !answer.redirected) kept.put(name, answer.clone());
    else if (answer.status === 403) kept.delete(name); // no seat any more
    return answer;
  });
  const known = await kept.match(name);
  if (!known) return fresh;
  const slow = new Promise((done) => { setTimeout(() => done(known.clone()), PATIENCE); });
  return Promise.race([fresh.catch(() => known), slow]);
}
