"use strict";
/* Lets this page open without a network; only where browsers allow it (https, or this machine). */
(async () => {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const kept = await caches.open("baocao-pages");
    const assets = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")];
    const page = location.pathname.startsWith("/table") ? "/table" : "/chat";
    await kept.addAll([page, ...assets.map((node) => node.src || node.href)]);
  } catch { /* private windows of some browsers: the page works without */ }
})();
