"use strict";
/* Opened inside Telegram: what the app says about its user stands behind the # and is passed on to the
 * server, which alone can tell whether it is true. */
(() => {
  const shown = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") || "";
  const form = document.getElementById("open");

  function tell(event) {
    const proxy = window.TelegramWebviewProxy;
    if (proxy) proxy.postEvent(event, "{}");
    else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: event, eventData: {} }), "https://web.telegram.org");
  }

  tell("web_app_ready");
  tell("web_app_expand");
  if (shown) {
    form.elements.shown.value = shown;
    form.submit();
  } else {
    document.getElementById("outside").hidden = false;
  }
})();
