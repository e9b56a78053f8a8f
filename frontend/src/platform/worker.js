// Registers the service worker and hands over to a new version when asked. Plain JavaScript because the policy of
// trusted script addresses has to be made before the registration.

let registration = null;
let isAsked = false;
let isHandingOver = false;
let tellWaiting = () => {};

// Without a controller this is the first visit, and there is nothing to update.
function tell() {
  if (registration && registration.waiting && navigator.serviceWorker.controller) {
    tellWaiting();
  }
}

/** Registers `/sw.js` once and calls the latest `onWaiting` whenever a new version stands ready. */
export function register(onWaiting) {
  tellWaiting = onWaiting;
  if (isAsked || !("serviceWorker" in navigator) || !window.isSecureContext) {
    tell();
    return;
  }
  isAsked = true;
  const address = window.trustedTypes
    ? window.trustedTypes
        .createPolicy("sw", { createScriptURL: (url) => (url === "/sw.js" ? url : "/") })
        .createScriptURL("/sw.js")
    : "/sw.js";
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isHandingOver) {
      isHandingOver = false;
      window.location.reload();
    }
  });
  navigator.serviceWorker
    .register(address)
    .then((registered) => {
      registration = registered;
      const follow = (worker) => worker && worker.addEventListener("statechange", tell);
      tell();
      follow(registered.installing);
      registered.addEventListener("updatefound", () => follow(registered.installing));
    })
    .catch(() => {
      // No worker in this build or browser: the app works, only not without a network.
    });
}

/** Tells nobody any more; the one who was told is gone. */
export function forget() {
  tellWaiting = () => {};
}

/** Asks the server whether there is a new version. */
export function look() {
  if (registration) {
    registration.update().catch(() => {});
  }
}

/** Lets the waiting version take over; the page is loaded anew as soon as it has. */
export function handOver() {
  if (registration && registration.waiting) {
    isHandingOver = true;
    registration.waiting.postMessage({ type: "SKIP_WAITING" });
  } else {
    window.location.reload();
  }
}
