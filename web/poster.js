// The hidden frame of embed.js: draws the network of a state, without graphics, for the page around it.
import createBackflow, { BackflowError } from './backflow-core.mjs';
import { checkedArguments } from './api_check.js';
import { Messages } from './messages.js';

/** @type {import('./api_table.js').Method} */
const kPoster = {
  name: 'poster', returns: '{svg, text}', cost: 10, since: '0.1',
  args: [{ name: 'state', type: 'state' }, { name: 'theme', type: 'text', high: 10, optional: true }],
  does: 'The network as SVG, and a line about it.',
};

const kStandardSample = 2;  // as view_words.cpp has it

const app = createBackflow();

const spaced = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** “Network 2-6-1, 200 steps, E 0.0183”: of the state itself. */
function describe({ step, loss }, sizes) {
  const steps = step === 0 ? 'not trained' : step === 1 ? '1 step' : `${spaced(step)} steps`;
  return `Network ${sizes.join('-')}, ${steps}, E ${Number(loss.toPrecision(3))}`;
}

/** The sample that the page would show. */
const sampleOf = (state) => Number((typeof state === 'string' ? new URLSearchParams(state).get('sample')
  : state.view?.sample) ?? kStandardSample);

function drawn(backflow, theme, sample) {
  try {
    return backflow.export({ format: 'svg', picture: 'network', theme, sample });
  } catch {
    return backflow.export({ format: 'svg', picture: 'network', theme });  // there are not so many samples
  }
}

async function poster(state, theme = 'light') {
  const backflow = await app;
  if (typeof state === 'string') {
    const { opened, notices } = backflow.openLink(state);
    if (!opened && notices.length > 0) throw new BackflowError({ code: 'bad_state', ...notices[0] });
  } else {
    backflow.setState(state);
  }
  const { text } = drawn(backflow, theme, sampleOf(state));
  return { svg: text, text: describe(backflow.metrics(), backflow.state().network.sizes) };
}

const messages = new Messages({
  call: async (method, args) => {
    if (method !== kPoster.name) {
      throw new BackflowError({ code: 'unknown_method', field: 'method', message: 'method: allowed: poster' });
    }
    return poster(...checkedArguments(kPoster, args, []));
  },
  cost: () => kPoster.cost,
});
messages.announce({ type: 'hello', methods: [kPoster.name], events: [] });
