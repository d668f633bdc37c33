// Without a network: the page keeps itself, once it is there and has nothing else to do.

const kWorker = new URL('./service_worker.js', document.baseURI);

/** Where the policy asks for it, an address of a script must come from here. */
function trusted(url) {
  if (!window.trustedTypes) return url;
  return window.trustedTypes.createPolicy('backflow', { createScriptURL: () => url.href }).createScriptURL('');
}

/** Only for the page by itself: what others embed must leave nothing in their reader's browser. */
function mayKeep() {
  return window.top === window && window.isSecureContext && 'serviceWorker' in navigator;
}

export function keepForOffline() {
  if (!mayKeep()) return;
  // Private windows and full disks refuse: then there is no page without a network, and nothing else is lost.
  const register = () => navigator.serviceWorker.register(trusted(kWorker)).catch(() => {});
  if ('requestIdleCallback' in window) window.requestIdleCallback(register, { timeout: 10_000 });
  else setTimeout(register, 2000);
}
