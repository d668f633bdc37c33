// Keeps the page for when there is no network. Installed by the page where it is the top one; embeds have none.
//
// The page itself is asked for anew each time, so that a new version is seen at once; without an answer, the one that
// is kept comes. The files of assets-HASH/ never change: those that are kept are not asked for.

// Filled in when the page is published.
const kVersion = 'unpublished';
const kFiles = [];

const kPrefix = 'backflow ';
const kCache = kPrefix + kVersion;
const kPatience = 4000;  // ms; then the page that is kept is better than none

const scope = () => new URL(self.registration.scope);

/** All files of this version. Where the host has gone on to another one meanwhile, nothing is kept of the two. */
async function keepAll() {
  const cache = await caches.open(kCache);
  await cache.addAll(kFiles);
  const page = await (await cache.match(scope().href)).text();
  const isOurs = kFiles.some((file) => /^assets-/.test(file) && page.includes(file.split('/', 1)[0]));
  if (isOurs) return;
  await caches.delete(kCache);
  throw new Error('the page belongs to another version');
}

self.addEventListener('install', (event) => event.waitUntil(keepAll()));

/** The page that installed it is served by it at once: the host may soon have other files than the page's. */
async function takeOver() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(kPrefix) && name !== kCache).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

async function fromNetworkFirst(request) {
  const kept = () => caches.match(scope().href, { cacheName: kCache });
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(kPatience) });
    return answer.ok ? answer : (await kept()) ?? answer;
  } catch (error) {
    const page = await kept();
    if (page) return page;
    throw error;
  }
}

/** What was not kept from the start, a language, is kept when it is wanted. */
async function fromCacheFirst(request) {
  const kept = await caches.match(request, { cacheName: kCache, ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const copy = answer.clone();
    caches.open(kCache).then((cache) => cache.put(request, copy)).catch(() => {});
  }
  return answer;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope().origin) return;
  const path = url.pathname.slice(scope().pathname.length);
  if (request.mode === 'navigate' && (path === '' || path === 'index.html')) {
    event.respondWith(fromNetworkFirst(request));
  } else if (/^assets-[0-9a-f]+\//.test(path) || path === 'icon.svg') {
    event.respondWith(fromCacheFirst(request));
  }
});
