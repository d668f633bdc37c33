// What this course page does with its demos. Every method returns a promise; a demo that does not run yet is started by
// the first call.

const byId = (id) => document.getElementById(id);

// --- 1: words in the text steer the demo, and an answer is checked against its numbers ---------------------------

/** The demo that embed.js has made of the div. */
const slides = () => byId('slides').querySelector('backflow-demo');

for (const button of document.querySelectorAll('[data-look]')) {
  button.addEventListener('click', async () => {
    const { look, lens } = button.dataset;
    await slides().look({ view: 'derivation', at: look, lens: lens ?? 'step' });
    await slides().highlight(look);
    byId('slides').scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  });
}

byId('quiz').addEventListener('submit', async (event) => {
  event.preventDefault();
  const said = Number(byId('answer').value.trim().replace(',', '.').replace('−', '-'));
  const { values } = await slides().trace('dW_ho');
  const [[truth]] = values;
  const isRight = byId('answer').value.trim() !== '' && Math.abs(said - truth) <= Math.abs(truth) * 0.1;
  byId('verdict').textContent = isRight ? `Right: it is ${truth.toPrecision(3)}.` :
    'Not yet. It is the product’s first row and column; look at the step dE/dW_ho.';
  if (!isRight) await slides().highlight('dW_ho', 1, 1);
});

// --- 2: an experiment that is set up, run and written down -------------------------------------------------------

const xor = byId('xor');
const kStart = xor.getAttribute('state');
const kGoal = 0.05;
const kMostSteps = 3000;

function writeDown(rate, step, loss) {
  byId('results').querySelector('.empty')?.remove();
  const row = document.createElement('tr');
  for (const text of [rate, loss <= kGoal ? String(step) : `not within ${kMostSteps}`, loss.toPrecision(3)]) {
    row.append(Object.assign(document.createElement('td'), { textContent: text }));
  }
  byId('results').append(row);
}

let run = null;  // the learning rate that is being tried

async function tryRate(rate) {
  run = null;
  byId('progress').textContent = `Setting up α = ${rate} …`;
  // In the words of a link: where to start, how fast to play, when to stop.
  await xor.setState(`${kStart}&lr=${rate}&speed=150&stoploss=${kGoal}&stopepoch=${kMostSteps}`);
  run = rate;
  await xor.play();
}

xor.addEventListener('step', ({ detail: { step, loss, playing } }) => {
  if (run === null || step === 0) return;
  byId('progress').textContent = `α = ${run}: step ${step}, error ${loss.toPrecision(3)}`;
  if (playing) return;
  writeDown(run, step, loss);
  run = null;
});

xor.addEventListener('error', ({ detail }) => { byId('progress').textContent = detail.message; });

for (const button of document.querySelectorAll('[data-rate]')) {
  button.addEventListener('click', () => tryRate(button.dataset.rate));
}
