// What the runs are about and what is made of their figures.

/** `goal`: samples a second on a quiet machine; `ratio`: over the fastest peer; `proof`: epochs that must show. */
export const kWorkloads = {
  W1: { goal: 12e6, ratio: 4, proof: 40 },
  W2: { goal: 30e6, ratio: 3, proof: 2000 },
  W3: { goal: 600e3, ratio: 10, proof: 20 },
  W4: { goal: 45e3, ratio: 5, proof: 3 },
};

const peer = (folder) => (path, root) => `${root}tests/bench/node_modules/${folder}${path}`;
const fixed = (file) => (path, root) => `${root}tests/bench/${file}`;
/** Where the page's files are: [which, path of it]. */
export const kSite = [
  [/^backflow-core|^call\.mjs$/, (path, root, dist) => `${dist}/${path}`],
  [/^(contenders|measure)\.mjs$/, (path, root) => `${root}tests/bench/${path}`],
  [/^tf\.min\.js$/, peer('@tensorflow/tfjs/dist/')],
  [/^(tf-backend-wasm\.min\.js|tfjs-backend-wasm.*\.wasm)$/, peer('@tensorflow/tfjs-backend-wasm/dist/')],
  [/^brain\.js$/, fixed('node_modules/brain.js/browser.min.js')],
  [/^convnet\.js$/, fixed('node_modules/convnetjs/build/convnet-min.js')],
  [/^synaptic\.js$/, fixed('node_modules/synaptic/dist/synaptic.min.js')],
];

const kOwn = ['native', 'wasm in node', 'Backflow'];

function spread(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, least: sorted[0], most: sorted.at(-1) };
}

export function summary({ machine, rounds, seconds, figures, workloads }) {
  const unproven = [];
  const rows = Object.entries(figures).map(([name, by]) => {
    const who = {};
    for (const [key, { samples, losses, why }] of Object.entries(by)) {
      who[key] = samples.length > 0 ? { ...spread(samples), ...(losses ? { losses } : {}) } : { why };
      if (losses && !(losses[1] < losses[0])) unproven.push(`${key} on ${name} (${losses.join(' → ')})`);
    }
    const peers = Object.entries(who).filter(([key, { median }]) => median && !kOwn.includes(key));
    const [fastest, figure] = peers.reduce((a, b) => (b[1].median > a[1].median ? b : a));
    const { goal, ratio } = kWorkloads[name];
    return {
      name, title: workloads[name].title, goal, wantedRatio: ratio, who, fastest,
      ratio: who.Backflow.median / figure.median,
      wasmOverNative: who['wasm in node'].median / who.native.median,
    };
  });
  return { machine, rounds, seconds, rows, unproven };
}

const number = (value) => (value >= 1e6 ? `${(value / 1e6).toPrecision(3)} M`
  : value >= 1e3 ? `${(value / 1e3).toPrecision(3)} k` : value.toPrecision(3));
const cell = (figure) => (figure?.median
  ? `${number(figure.median)} (${number(figure.least)}–${number(figure.most)})` : `– ${figure?.why ?? ''}`.trim());

export function markdown({ machine, rounds, seconds, rows }) {
  const names = rows.map(({ name }) => name);
  const everybody = [...new Set(rows.flatMap(({ who }) => Object.keys(who)))];
  const line = (title, values) => `| ${[title, ...values].join(' | ')} |\n`;
  const title = { native: 'Backflow, native', 'wasm in node': 'Backflow, wasm in node', Backflow: 'Backflow, Chromium' };
  return `Training samples a second, medians of ${rounds} interleaved rounds of ${seconds} s (least–most).\n${machine}.\n\n`
    + line('', names) + line('---', names.map(() => '---'))
    + everybody.map((key) => line(title[key] ?? key, rows.map(({ who }) => cell(who[key])))).join('')
    + line('goal (quiet machine)', rows.map(({ goal }) => number(goal)))
    + line('over the fastest peer', rows.map(({ ratio, wantedRatio, fastest }) =>
      `${ratio.toFixed(1)} × ${fastest}, wanted ${wantedRatio} ×`))
    + line('wasm over native', rows.map(({ wasmOverNative }) => `${wasmOverNative.toFixed(2)}, wanted 0.70`))
    + `\n${rows.map(({ name, title: text }) => `${name}: ${text}.`).join(' ')}\n`;
}
