// How a demo looks before it runs. Colours are those of the page.

const kStyle = `
  :host { display: block; position: relative; overflow: hidden; box-sizing: border-box; border-radius: 10px;
    width: 100%; min-width: 0; aspect-ratio: var(--backflow-ratio, 3 / 2); min-height: min(480px, 90vh); contain: content;
    --page: #F7F6F3; --card: #FFFFFF; --line: #E5E2DC; --text: #1D1C1A; --muted: #706C64; --accent: #4F46C8;
    --on: #FFFFFF; border: 1px solid var(--line); background: var(--page); color: var(--text);
    font: 15px/1.45 Inter, system-ui, sans-serif; text-align: start; }
  :host([hidden]) { display: none; }
  :host([data-theme="dark"]) { --page: #131316; --card: #1B1B1F; --line: #2E2E34; --text: #ECEAE6; --muted: #9C988F;
    --accent: #9A95FF; --on: #131316; }
  iframe, .poster { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
  .poster { display: flex; flex-direction: column; background: var(--page); }
  .picture { flex: 1; min-height: 0; position: relative; background: var(--card); cursor: pointer; }
  img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; object-position: center;
    padding: 18px; box-sizing: border-box; }
  img.taken { padding: 0; object-fit: cover; object-position: top left; opacity: 0.55; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; padding: 10px 14px;
    background: var(--card); border-top: 1px solid var(--line); }
  .words { flex: 1 1 12em; min-width: 0; }
  .words b { display: block; font-weight: 600; }
  .words span { color: var(--muted); font-size: 13px; }
  button { min-height: 44px; padding: 0 20px; border: 0; border-radius: 8px; background: var(--accent);
    color: var(--on); font: 600 15px/1 inherit; font-family: inherit; cursor: pointer; }
  button[aria-disabled] { opacity: 0.7; cursor: progress; }
  a { color: var(--accent); font-size: 13px; padding: 12px 0; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  [hidden] { display: none !important; }
  @media print { .bar button, .bar a { display: none; } }`;
let sheet = null;

/** No style element: a strict policy of the page allows this. */
export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(kStyle);
  }
  return sheet;
}
