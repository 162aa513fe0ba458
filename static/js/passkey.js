/* Passkeys: their buttons show only where the browser can use them, and a refusal of the browser is told in French. */
(() => {
  "use strict";
  const WORDS = {
    NotAllowedError: "La demande a été annulée, ou le temps est écoulé. Recommencez.",
    InvalidStateError: "Cette clé d’accès est déjà enregistrée dans votre compte.",
    SecurityError:
      "Le navigateur refuse les clés d’accès à cette adresse : il faut une adresse en https, ou http://localhost.",
  };
  document.querySelectorAll("[data-passkey]").forEach((one) => {
    one.hidden = !window.PublicKeyCredential;
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const place = document.querySelector("[data-passkey-error]");
    place.textContent = WORDS[event.detail.exception.name] || "La clé d’accès n’a pu servir. Recommencez.";
  });
})();
