"use strict";
/* Makes a passkey for whoever is signed in, or signs somebody in with one. */
(() => {
  const place = document.getElementById("passkey");
  if (!place || !window.PublicKeyCredential) return;
  const button = place.querySelector("button");
  const note = place.querySelector("[role=status]");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  async function post(address, body) {
    const response = await fetch(address, {
      method: "POST", cache: "no-store", body: JSON.stringify(body || {}),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-Page-Token": place.dataset.token || "" },
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  async function make() {
    const options = await post("/setup/passkey/new");
    options.challenge = bytes(options.challenge);
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = named(options.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: options });
    const { clientDataJSON, attestationObject } = made.response;
    return post("/setup/passkey/keep", {
      id: made.id, rawId: text(made.rawId), type: made.type,
      response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) },
    });
  }

  async function enter() {
    const options = await post("/setup/passkey/ask");
    options.challenge = bytes(options.challenge);
    options.allowCredentials = named(options.allowCredentials);
    const found = await navigator.credentials.get({ publicKey: options });
    const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
    return post("/setup/passkey/enter", {
      id: found.id, rawId: text(found.rawId), type: found.type,
      response: {
        clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData),
        signature: text(signature), userHandle: userHandle ? text(userHandle) : null,
      },
    });
  }

  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    note.textContent = "";
    try {
      location.assign((await (place.dataset.act === "make" ? make() : enter())).next);
    } catch (error) {
      note.textContent = error.name === "NotAllowedError" ? place.dataset.stopped : error.message;
      button.disabled = false;
    }
  });
})();
