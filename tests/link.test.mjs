// Links through the headless module, as its users have it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const kDist = process.env.BACKFLOW_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { default: createBackflow, BackflowError } =
  await import(pathToFileURL(`${kDist}/backflow-core.mjs`).href);

const kReference = JSON.parse(readFileSync(new URL('reference/slides.json', import.meta.url), 'utf8')).cases[0];

async function reopened(app, options) {
  const other = await createBackflow();
  const { opened, notices } = other.openLink(app.link(options));
  assert.deepEqual([opened, notices], [true, []]);
  return other;
}

test('the standard state is the empty link, which opens', async () => {
  const app = await createBackflow();
  assert.equal(app.link(), '');
  assert.deepEqual(app.openLink(''), { opened: true, notices: [] });
});

test('seed and steps are enough, and open to the same bits', async () => {
  const app = await createBackflow();
  app.openLink('#data=circle&net=2-6-1&act=tanh,sigmoid&opt=adam&lr=0.03&batch=20&dropout=0.2');
  app.step(37);
  assert.equal(app.link(), 'net=2-6-1&act=tanh,sigmoid&opt=adam&lr=0.03&dropout=0.2&batch=20&data=circle&step=37');
  const other = await reopened(app);
  assert.deepEqual(other.trace(), app.trace());
  for (const each of [app, other]) each.step(11);
  assert.deepEqual(other.state(), app.state());
});

test('a state with numbers of its own carries them, to the last bit', async () => {
  const app = await createBackflow({ state: kReference.state });
  app.step(5);
  const other = await reopened(app);
  assert.deepEqual(other.state(), app.state());
  assert.deepEqual(other.trace(), app.trace());
  assert.match(app.link(), /&x=4x6:[\w-]+&y=1x6:[\w-]+&w=[\w-]+$/);
});

test('the exact link carries the numbers that the seed gives', async () => {
  const app = await createBackflow();
  app.step(3);
  assert.equal(app.link(), 'step=3');
  assert.match(app.link({ exact: true }), /^step=3&w=[\w-]+$/);
  assert.deepEqual((await reopened(app, { exact: true })).state(), app.state());
});

test('every number of a link and of its replay is the same as natively', async () => {
  const links = JSON.parse(readFileSync(new URL('reference/links.json', import.meta.url), 'utf8'));
  for (const { link, file } of links) {
    const app = await createBackflow();
    assert.deepEqual(app.openLink(link).notices, []);
    assert.deepEqual(app.state().parameters, file.parameters, link);
    assert.equal(app.metrics().step, file.training?.step ?? 0);
  }
});

test('a bad word is told with field, found and allowed; the others count', async () => {
  const app = await createBackflow();
  const { opened, notices } = app.openLink('lr=abc&seed=11');
  assert.equal(opened, true);
  assert.deepEqual(notices.map(({ field }) => field), ['lr']);
  assert.match(notices[0].message, /^lr: found “abc”; allowed: a number from 0 to 1000$/);
  assert.equal(app.state().seed, 11);
});

test('a fragment of foreign words alone opens nothing', async () => {
  const app = await createBackflow();
  app.step(2);
  assert.equal(app.openLink('#chapter-3').opened, false);
  assert.equal(app.metrics().step, 2);
});

for (const link of [undefined, null, 7, {}, ['lr=1']]) {
  test(`openLink refuses ${JSON.stringify(link)}`, async () => {
    const app = await createBackflow();
    assert.throws(() => app.openLink(link), (error) => error instanceof BackflowError && error.field === 'link');
  });
}

test('a state too large for a link is an error that says so', async () => {
  const app = await createBackflow();
  app.setState({
    network: { sizes: [4, 128, 128, 128, 1], activations: ['tanh', 'tanh', 'tanh', 'tanh'] }, data: { name: 'slides' },
  });
  assert.throws(() => app.link({ exact: true }), (error) => error.code === 'too_long' && /65536/.test(error.message));
});

test('the help names every word of the links above', async () => {
  const app = await createBackflow();
  const keys = app.linkHelp().map(({ key }) => key);
  for (const key of ['net', 'act', 'opt', 'lr', 'data', 'seed', 'step', 'view', 'at', 'hide', 'lock', 'w']) {
    assert.ok(keys.includes(key), key);
  }
});
