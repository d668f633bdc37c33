// Backflow in somebody else's page:
//   <script type="module" src="https://…/embed.js"></script>
//   <div class="backflow" data-state="net=2-3-1&data=xor"><a href="https://…/#net=2-3-1&data=xor">Open it</a></div>
//   <backflow-demo state="lesson=1" start="view" ratio="16/10" label="The forward pass"></backflow-demo>
// embedding.html describes it all.
import { kAttributes } from './api_table.js';
import { BackflowDemo } from './embed_demo.js';

const kTag = 'backflow-demo';

/** Turns every <div class="backflow"> below `root` into a demo; what is inside stays for the case that it cannot run. */
export function upgrade(root = document) {
  for (const div of root.querySelectorAll('div.backflow')) {
    if (div.querySelector(`:scope > ${kTag}`)) continue;
    const demo = document.createElement(kTag);
    for (const { name } of kAttributes) {
      if (div.dataset[name] !== undefined) demo.setAttribute(name, div.dataset[name]);
    }
    demo.append(...div.childNodes);
    div.append(demo);
  }
}

if (!customElements.get(kTag)) customElements.define(kTag, BackflowDemo);
upgrade();
