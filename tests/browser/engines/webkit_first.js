// Keeps what the page says on the console, and its errors, for the tests: see webkit.mjs.
window.__backflowSaid = [];
for (const type of ['log', 'info', 'warn', 'error', 'debug']) {
  const original = console[type];
  console[type] = (...words) => {
    window.__backflowSaid.push({ type: type === 'warn' ? 'warning' : type, text: words.map(String).join(' ') });
    original.apply(console, words);
  };
}
window.addEventListener('error', ({ message, isTrusted }) => {
  if (isTrusted) window.__backflowSaid.push({ type: 'pageerror', text: message });
});
window.addEventListener('unhandledrejection',
  ({ reason }) => window.__backflowSaid.push({ type: 'pageerror', text: String(reason?.message ?? reason) }));
