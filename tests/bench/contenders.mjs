// Backflow and its peers in one page, each behind the same three functions: step(n) trains on n batches, loss() says
// how well it does, and batch is how many samples a step takes. Peers get what suits them best: data in their own
// format beforehand, no callbacks, no validation.
import createBackflow from './backflow-core.mjs';
import { callsASecond, samplesOf } from './measure.mjs';

const hiddenOf = (network) => network.sizes.slice(1, -1);

async function makeBackflow({ state }) {
  const app = await createBackflow({ state });
  const samples = state.data.inputs[0].length;
  // step() takes up to a million updates a call.
  const step = (n) => { for (; n > 0; n -= 1e6) app.step(Math.min(n, 1e6)); };
  return { step, loss: () => app.metrics().loss, batch: state.batch_size || samples };
}

/** The layers API's own optimiser on batches that are tensors already. */
async function makeTensorflow(backend, { state }) {
  const tf = globalThis.tf;
  if (backend === 'wasm') tf.wasm.setWasmPaths('./');
  await tf.setBackend(backend);
  await tf.ready();
  const { network, optimizer } = state;
  const model = tf.sequential();
  network.activations.forEach((activation, l) => model.add(tf.layers.dense({
    units: network.sizes[l + 1], activation, ...(l === 0 ? { inputShape: [network.sizes[0]] } : {}),
  })));
  const isClasses = state.loss === 'categorical_cross_entropy';
  model.compile({
    optimizer: tf.train.sgd(optimizer.learning_rate),
    loss: isClasses ? 'categoricalCrossentropy' : 'meanSquaredError',
  });
  const { inputs, targets } = samplesOf(state);
  const batch = state.batch_size || inputs.length;
  const batches = [];
  for (let from = 0; from + batch <= inputs.length; from += batch)
    batches.push([tf.tensor2d(inputs.slice(from, from + batch)), tf.tensor2d(targets.slice(from, from + batch))]);
  const all = [tf.tensor2d(inputs), tf.tensor2d(targets)];
  let next = 0;
  return {
    batch,
    async step(n) {
      for (let i = 0; i < n; ++i) {
        const [x, y] = batches[next++ % batches.length];
        await model.trainOnBatch(x, y);
      }
    },
    loss: () => { const loss = model.evaluate(...all); const value = loss.dataSync()[0]; loss.dispose(); return value; },
  };
}

function makeBrain({ state }) {
  const { network, optimizer } = state;
  const { inputs, targets } = samplesOf(state);
  const activation = network.activations[0];
  const net = new globalThis.brain.NeuralNetwork({ hiddenLayers: hiddenOf(network), activation });
  const data = inputs.map((input, i) => ({ input, output: targets[i] }));
  const train = (iterations) => net.train(data, {
    iterations, errorThresh: 1e-12, learningRate: optimizer.learning_rate, log: false,
  });
  train(1);
  return { batch: inputs.length, step: train, loss: () => net.test(data).error };
}

function makeConvnet({ state }) {
  const { Net, SGDTrainer, Trainer, Vol } = globalThis.convnetjs;
  const { network, optimizer } = state;
  const { inputs, targets } = samplesOf(state);
  const isClasses = state.loss === 'categorical_cross_entropy';
  const layers = [{ type: 'input', out_sx: 1, out_sy: 1, out_depth: network.sizes[0] }];
  network.activations.forEach((activation, l) => {
    if (activation !== 'softmax') layers.push({ type: 'fc', num_neurons: network.sizes[l + 1], activation });
  });
  layers.push(isClasses ? { type: 'softmax', num_classes: network.sizes.at(-1) }
    : { type: 'regression', num_neurons: network.sizes.at(-1) });
  const net = new Net();
  net.makeLayers(layers);
  const batch = state.batch_size || inputs.length;
  const trainer = new (Trainer ?? SGDTrainer)(net, {
    method: 'sgd', learning_rate: optimizer.learning_rate, momentum: 0, batch_size: batch, l2_decay: 0,
  });
  const vols = inputs.map((input) => new Vol(input));
  const wanted = targets.map((target) => (isClasses ? target.indexOf(1) : target));
  let next = 0;
  return {
    batch,
    step(n) {
      for (let i = 0; i < n * batch; ++i, ++next) trainer.train(vols[next % vols.length], wanted[next % vols.length]);
    },
    loss() {
      let sum = 0;
      vols.forEach((vol, i) => { net.forward(vol, false); sum += net.backward(wanted[i]); });
      // backward() has added up gradients, which the next batch would take for its own.
      for (const { grads } of net.getParamsAndGrads()) grads.fill(0);
      return sum / vols.length;
    },
  };
}

function makeSynaptic({ state }) {
  const { Architect, Neuron } = globalThis.synaptic;
  const { network, optimizer } = state;
  const { inputs, targets } = samplesOf(state);
  const net = new Architect.Perceptron(...network.sizes);
  const squash = network.activations[0] === 'tanh' ? Neuron.squash.TANH : Neuron.squash.LOGISTIC;
  for (const layer of [...net.layers.hidden, net.layers.output]) layer.set({ squash });
  const rate = optimizer.learning_rate / 10;  // of single samples
  let next = 0;
  return {
    batch: 1,
    step(n) {
      for (let i = 0; i < n; ++i, ++next) {
        net.activate(inputs[next % inputs.length]);
        net.propagate(rate, targets[next % inputs.length]);
      }
    },
    loss: () => inputs.reduce((sum, input, i) =>
      sum + net.activate(input).reduce((s, o, k) => s + (o - targets[i][k]) ** 2, 0), 0) / inputs.length,
  };
}

/** `not`: workloads that it cannot do, and why. */
export const kContenders = {
  Backflow: { make: makeBackflow },
  'tfjs wasm': { make: (workload) => makeTensorflow('wasm', workload) },
  'tfjs cpu': { make: (workload) => makeTensorflow('cpu', workload) },
  'brain.js': { make: makeBrain, not: { W4: 'has no softmax' } },
  convnetjs: { make: makeConvnet },
  synaptic: { make: makeSynaptic, not: { W4: 'has neither ReLU nor softmax with cross-entropy' } },
};

const made = new Map();

/** Samples a second of one contender; the first time it must show that it learns. */
export async function measure(contender, name, workload, seconds) {
  const key = `${contender} ${name}`;
  const { make } = kContenders[contender];
  // tfjs has one backend at a time.
  if (contender.startsWith('tfjs') && made.has(key)) await globalThis.tf.setBackend(contender.slice(5));
  let trained = made.get(key);
  let losses = null;
  if (!trained) {
    trained = await make(workload);
    made.set(key, trained);
    const before = await trained.loss();
    const samples = workload.state.data.inputs[0].length;
    await trained.step(Math.ceil((workload.proof * samples) / trained.batch));
    losses = [before, await trained.loss()];
    await callsASecond(seconds, (count) => trained.step(count));  // compilers have seen it then
  }
  const steps = await callsASecond(seconds, (count) => trained.step(count));
  return { samples: steps * trained.batch, losses };
}
