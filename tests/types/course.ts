// What a lecturer's TypeScript says to Backflow: this compiles, and what is marked as wrong does not.
import type { BackflowDemo, BackflowError, CallMessage, EventMessage, Step } from '../../web/backflow';

const demo: BackflowDemo = document.querySelector('backflow-demo')!;

export async function lesson(): Promise<number> {
  const { version } = await demo.ready;
  await demo.setState({ network: { sizes: [2, 3, 1], activations: ['tanh', 'sigmoid'] }, data: { name: 'xor' } });
  await demo.setState(`net=2-3-1&data=xor&v=${version.length}`);
  await demo.look({ view: 'matrices', at: 'dW_ho', hide: ['settings'] });
  await demo.lock(['cells']);
  await demo.set('W_ih', 1, 2, 0.5);
  const steps: Step[] = await demo.trace();
  const gradient: Step = await demo.trace('dW_ho');
  const picture: Blob = await demo.screenshot({ view: 'network', scale: 2 });
  const { step } = await demo.step(10);
  return steps.length + gradient.rows + picture.size + step;
}

export const stop: () => void = demo.on('change', ({ userInitiated }) => userInitiated && lesson());
demo.addEventListener('step', ({ detail: { step, loss } }) => console.log(step.toFixed(), loss.toFixed(2)));
demo.addEventListener('click', () => lesson());
window.backflow.on('error', ({ code, message }) => console.log(code === 'diverged', message));

demo.step(-1).catch((error: BackflowError) => console.log(error.code, error.field));

const call: CallMessage = { ns: 'backflow', v: 1, id: 1, type: 'call', method: 'metrics', args: [] };
window.frames[0]?.postMessage(call, '*');
addEventListener('message', ({ data }: MessageEvent<EventMessage>) => {
  if (data.event === 'epoch') console.log(data.detail.loss);
});

// @ts-expect-error: no such method
demo.train();
// @ts-expect-error: a number is meant
demo.step('ten');
// @ts-expect-error: cells can be locked, not hidden
demo.hide(['cells']);
// @ts-expect-error: a cell has a value
demo.set('W_ih', 1, 2);
// @ts-expect-error: no such event
demo.on('everything', () => {});
// @ts-expect-error: it cannot be replaced
window.backflow = demo;
