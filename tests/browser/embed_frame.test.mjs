// A plain <iframe> in a page of another origin: what its script can ask by messages, and what hostile ones cannot do.
import assert from 'node:assert/strict';
import { kEvents, kMethods, kVersion } from '../../web/api_table.js';
import { ask, courseTest, frameReady } from './course_page.mjs';
import { pageTest, siteAddress } from './support.mjs';

const kSmall = 'net=2-3-1&data=xor&seed=5';
const frame = (attributes = '', link = kSmall) => ({
  html: (site) => `<p>Above</p><iframe src="${site}#${link}" title="A demo" ${attributes}></iframe><p>Below</p>`,
});

for (const [where, attributes] of [['a plain frame', ''], ['a sandboxed frame', 'sandbox="allow-scripts"']]) {
  courseTest(`${where}: hello, state, steps, trace and a picture by messages, and no violation of a policy`,
    { ...frame(attributes), sandbox: attributes }, async (reader) => {
      await frameReady(reader);
      const [hello] = await reader.page.evaluate(() => window.told.filter(({ type }) => type === 'hello'));
      assert.equal(hello.version, kVersion);
      assert.deepEqual(hello.methods, kMethods.map(({ name }) => name));
      assert.deepEqual(hello.events, kEvents.map(({ name }) => name));
      assert.deepEqual((await ask(reader, 'getState')).network.sizes, [2, 3, 1]);
      assert.equal(await ask(reader, 'getLink'), kSmall);
      assert.deepEqual(await ask(reader, 'step', 3), { step: 3, epoch: 3 });
      assert.deepEqual(await ask(reader, 'back'), { step: 2, epoch: 2 });
      assert.deepEqual(await ask(reader, 'seek', 3), { step: 3, epoch: 3 });
      const trace = await ask(reader, 'trace');
      assert.deepEqual(await ask(reader, 'trace', trace[4].id), trace[4]);
      assert.equal((await ask(reader, 'metrics')).step, 3);
      const picture = await reader.page.evaluate(async () => {
        const { result } = await window.ask('screenshot', [{ scale: 1 }]);
        return { type: result.type, head: [...new Uint8Array(await result.slice(1, 4).arrayBuffer())] };
      });
      assert.equal(picture.type, 'image/png');
      assert.equal(String.fromCharCode(...picture.head), 'PNG');
      assert.deepEqual(await ask(reader, 'reset'), { step: 0, epoch: 0 });
      assert.deepEqual(await reader.page.evaluate(() => window.violations), []);
    });
}

courseTest('setState takes what getState gave, bit for bit, and the words of a link', frame(), async (reader) => {
  await frameReady(reader);
  await ask(reader, 'step', 7);
  const [state, trace] = [await ask(reader, 'getState'), await ask(reader, 'trace')];
  assert.deepEqual(await ask(reader, 'setState', 'net=2-4-1&data=xor&lr=9e9'), {
    notices: [{ field: 'lr', message: (await ask(reader, 'setState', 'net=2-4-1&data=xor&lr=9e9')).notices[0].message }],
  });
  assert.deepEqual((await ask(reader, 'getState')).network.sizes, [2, 4, 1]);
  assert.deepEqual(await ask(reader, 'setState', state), { notices: [] });
  assert.deepEqual(await ask(reader, 'trace'), trace);
  await assert.rejects(ask(reader, 'setState', { network: { sizes: [0, 1] } }),
    ({ code, field }) => code === 'bad_state' && field.startsWith('network.sizes'));
  assert.deepEqual(await ask(reader, 'trace'), trace);
});

courseTest('a set that must be fetched is there when setState is answered', frame(), async (reader) => {
  await frameReady(reader);
  assert.deepEqual(await ask(reader, 'setState', 'preset=digits&net=64-4-10'), { notices: [] });
  const { data, network } = await ask(reader, 'getState');
  assert.equal(data.name, 'digits');
  assert.deepEqual(network.sizes, [64, 4, 10]);
});

courseTest('a cell is set by its name, row and column, and can be undone', frame(), async (reader) => {
  await frameReady(reader);
  const given = (await ask(reader, 'trace')).filter(({ chapter }) => chapter === 'given').map(({ id }) => id);
  const weights = given.find((id) => id.startsWith('W'));
  await ask(reader, 'set', weights, 2, 3, 0.25);
  assert.equal((await ask(reader, 'trace', weights)).values[1][2], 0.25);
  for (const [args, field] of [
    [['dW_ho', 1, 1, 0], 'matrix'], [[weights, 3, 1, 0], 'row'], [[weights, 1, 4, 0], 'col'],
    [[weights, 1, 1, 'x'], 'value'], [[weights, 1, 1, 1e39], 'value'], [[weights, 1.5, 1, 0], 'row'],
  ]) {
    await assert.rejects(ask(reader, 'set', ...args), (error) => error.code === 'bad_argument' && error.field === field,
      JSON.stringify(args));
  }
  assert.equal((await ask(reader, 'trace', weights)).values[1][2], 0.25);
});

courseTest('the default state is where reset leads, also after another state was opened', frame(), async (reader) => {
  await frameReady(reader);
  await ask(reader, 'setDefaultState', 'net=2-5-1&data=xor&seed=9&step=4');
  await ask(reader, 'setState', 'net=2-3-1&data=xor');
  assert.deepEqual(await ask(reader, 'reset'), { step: 4, epoch: 4 });
  assert.deepEqual((await ask(reader, 'getState')).network.sizes, [2, 5, 1]);
  await ask(reader, 'step', 2);
  await ask(reader, 'setDefaultState');
  await ask(reader, 'step', 5);
  assert.deepEqual(await ask(reader, 'reset'), { step: 6, epoch: 6 });
});

courseTest('parts are hidden, shown, locked and looked at; the API itself is not locked out', frame(), async (reader) => {
  await frameReady(reader);
  await ask(reader, 'hide', ['settings', 'share']);
  await ask(reader, 'lock', ['cells', 'transport']);
  await ask(reader, 'look', { view: 'matrices', at: 'dW_ho' });
  assert.deepEqual((await ask(reader, 'getState')).view,
    { tab: 'matrices', at: 'dW_ho', hide: ['settings', 'share'], lock: ['transport', 'cells'] });
  assert.deepEqual(await ask(reader, 'step'), { step: 1, epoch: 1 });
  await ask(reader, 'show', ['share']);
  await ask(reader, 'unlock');
  assert.match(await ask(reader, 'getLink'), /hide=settings(&|$)/);
  await assert.rejects(ask(reader, 'hide', ['cells']), { code: 'bad_argument', field: 'parts' });
  await assert.rejects(ask(reader, 'look', { view: 'nowhere' }), { code: 'bad_argument', field: 'view' });
  await assert.rejects(ask(reader, 'look', { at: 'dW_9' }), { code: 'bad_argument', field: 'at' });
});

courseTest('a change before somebody listens is not told as the reader’s later', {
  html: (site) => `<iframe src="${site}?test=1#${kSmall}" title="A demo"></iframe>`,
}, async (reader) => {
  reader.frame = () => reader.page.frames()[1];
  await frameReady(reader);
  await ask(reader, 'step', 3);
  await reader.idle();
  await ask(reader, 'on', 'change');
  await reader.idle();
  await ask(reader, 'step');
  await reader.page.waitForFunction(() => window.heard('change').length > 0, undefined, { polling: 50 });
  for (const { detail } of await reader.page.evaluate(() => window.heard('change')))
    assert.deepEqual(detail, { userInitiated: false });
});

courseTest('many steps leave the page its turns, and a pause ends them', {
  html: (site) => `<iframe src="${site}?test=1#${kSmall}" title="A demo"></iframe>`,
}, async (reader) => {
  reader.frame = () => reader.page.frames()[1];
  await frameReady(reader);
  const stepping = ask(reader, 'step', 1_000_000);
  await ask(reader, 'pause');
  const { step } = await stepping;
  assert.ok(step > 0 && step < 1_000_000, `${step}`);
  assert.equal((await ask(reader, 'metrics')).step, step);
});

courseTest('events: steps and epochs are told, and whether a change was the reader’s', {
  html: (site) => `<iframe src="${site}?test=1#${kSmall}" title="A demo"></iframe>`,
}, async (reader) => {
  reader.frame = () => reader.page.frames()[1];
  await frameReady(reader);
  for (const event of ['change', 'step', 'epoch']) await ask(reader, 'on', event);
  await ask(reader, 'step', 2);
  const last = (event) => reader.page.evaluate((name) => window.heard(name).at(-1)?.detail, event);
  const count = (event) => reader.page.evaluate((name) => window.heard(name).length, event);
  const told = (event, before) => reader.page.waitForFunction(
    ([name, n]) => window.heard(name).length > n, [event, before], { polling: 50 });
  await told('change', 0);
  assert.deepEqual(await last('change'), { userInitiated: false });
  const { loss } = await ask(reader, 'metrics');
  assert.deepEqual(await last('step'), { step: 2, epoch: 2, loss, playing: false });
  assert.equal((await last('epoch')).epoch, 2);
  const before = await count('change');
  await reader.page.waitForTimeout(150);
  const { x, y } = await reader.point('epoch');
  const box = await reader.page.locator('iframe').boundingBox();
  await reader.page.mouse.click(box.x + x, box.y + y);
  await told('change', before);
  await reader.page.waitForFunction(() => window.heard('step').at(-1).detail.step === 3, undefined, { polling: 50 });
  assert.ok(await reader.page.evaluate((n) => window.heard('change').slice(n).some((e) => e.detail.userInitiated), before));
  await ask(reader, 'off', 'step');
  const steps = await count('step');
  await ask(reader, 'step');
  await reader.page.waitForTimeout(200);
  assert.equal(await count('step'), steps);
});

courseTest('out of sight it answers, and the next look shows it', {
  html: (site) => `<p class="tall"></p><iframe src="${site}#${kSmall}" title="A demo"></iframe>`,
  files: { '/course.css': '.tall { height: 6000px } iframe { width: 900px; height: 520px }' },
}, async (reader) => {
  await frameReady(reader);
  await ask(reader, 'on', 'step');
  const since = Date.now();
  assert.equal((await ask(reader, 'step', 50)).step, 50);
  assert.equal((await ask(reader, 'metrics')).step, 50);
  assert.ok(Date.now() - since < 5000);
  await reader.page.waitForFunction(() => window.heard('step').at(-1)?.detail.step === 50, undefined, { polling: 50 });
  const size = await reader.page.evaluate(async () => (await window.ask('screenshot', [])).result.size);
  assert.ok(size > 5000);
});

courseTest('what is lit by a call stays lit while the pointer is elsewhere', {
  html: (site) => `<iframe src="${site}?test=1#${kSmall}" title="A demo"></iframe>`,
}, async (reader) => {
  reader.frame = () => reader.page.frames()[1];
  await frameReady(reader);
  const picture = async () => {
    await reader.idle();
    return reader.page.evaluate(async () => {
      const { result } = await window.ask('screenshot', [{ scale: 1 }]);
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', await result.arrayBuffer()))].join();
    });
  };
  const plain = await picture();
  await ask(reader, 'highlight', 'W_ih', 1, 2);
  const lit = await picture();
  assert.notEqual(lit, plain);
  await ask(reader, 'highlight');
  assert.equal(await picture(), plain);
  await assert.rejects(ask(reader, 'highlight', 'W_ih', 9, 9), { code: 'bad_argument', field: 'row' });
});

// --- Hostile messages -------------------------------------------------------------------------------

courseTest('messages of a wrong shape are refused with a code, or are none of ours', frame(), async (reader) => {
  await frameReady(reader);
  const state = await ask(reader, 'getState');
  const codes = await reader.page.evaluate(async () => {
    const deep = [];
    for (let i = 0, at = deep; i < 100; ++i) at.push(at = []);
    const cycle = {};
    cycle.cycle = cycle;
    const code = async (method, args, more) => (await window.ask(method, args, more)).error?.code ?? 'none';
    return {
      version: await code('metrics', [], { v: 2 }),
      type: await code('metrics', [], { type: 'request' }),
      noMethod: await code(undefined, []),
      longMethod: await code('x'.repeat(1000), []),
      unknown: await code('eval', ['1']),
      inherited: await code('constructor', []),
      prototype: await code('__proto__', []),
      argsObject: await code('step', { n: 1 }),
      tooMany: await code('step', [1, 2, 3]),
      range: await code('step', [1e9]),
      fraction: await code('step', [1.5]),
      nan: await code('step', [NaN]),
      text: await code('step', ['1']),
      event: await code('on', ['everything']),
      member: await code('screenshot', [{ path: '/etc/passwd' }]),
      scale: await code('screenshot', [{ scale: 100 }]),
      deep: await code('setState', [{ data: deep }]),
      cycle: await code('setState', [cycle]),
      date: await code('setState', [{ data: new Date() }]),
      bytes: await code('setState', [{ data: new Uint8Array(8) }]),
      bigint: await code('setState', [{ seed: 10n }]),
      longLink: await code('setState', ['x'.repeat(100_000)]),
      longText: await code('setState', [{ a: 'x'.repeat(40_000_000) }]),
      manyParts: await code('setState', [{ a: new Array(3_000_000).fill(0) }]),
      garbage: await code('setState', ['%%%&&&===']),
      manyNames: await code('hide', [new Array(1000).fill('loss')]),
    };
  });
  assert.deepEqual(codes, {
    version: 'bad_version', type: 'bad_message', noMethod: 'bad_message', longMethod: 'bad_message',
    unknown: 'unknown_method', inherited: 'unknown_method', prototype: 'unknown_method', argsObject: 'bad_argument',
    tooMany: 'bad_argument', range: 'bad_argument', fraction: 'bad_argument', nan: 'bad_argument', text: 'bad_argument',
    event: 'bad_argument', member: 'bad_argument', scale: 'bad_argument', deep: 'too_large', cycle: 'too_large',
    date: 'bad_argument', bytes: 'bad_argument', bigint: 'bad_argument', longLink: 'too_large', longText: 'too_large',
    manyParts: 'too_large', garbage: 'bad_state', manyNames: 'too_large',
  });
  const before = await reader.page.evaluate(() => window.told.length);
  await reader.page.evaluate(() => {
    for (const message of [null, 1, 'backflow', [], { ns: 'other' }, { type: 'call', method: 'reset' }]) window.send(message);
    window.send({ ns: 'backflow', v: 1, type: 'reply', id: 1 });
  });
  await ask(reader, 'metrics');
  assert.equal(await reader.page.evaluate(() => window.told.length), before + 1, 'nothing of it was answered');
  const withoutId = await reader.page.evaluate(() => {
    window.send({ ns: 'backflow', v: 1, type: 'call', method: 'reset', id: { a: 1 } });
    return new Promise((resolve) => {
      addEventListener('message', ({ data }) => { if (data.id === null) resolve(data.error.code); });
    });
  });
  assert.equal(withoutId, 'bad_message');
  assert.deepEqual(await ask(reader, 'getState'), state);
});

courseTest('a flood is refused with a code, and the frame goes on', frame(), async (reader) => {
  await frameReady(reader);
  const codes = await reader.page.evaluate(async () => {
    const count = 5000;
    let refused = 0;
    let answered = 0;
    await new Promise((resolve) => {
      addEventListener('message', ({ data }) => {
        if (data?.type !== 'reply') return;
        if (data.ok) ++answered;
        else if (data.error.code === 'rate_limited') ++refused;
        if (data.id === 'last') resolve();
      });
      for (let id = 0; id < count; ++id) window.send({ ns: 'backflow', v: 1, id, type: 'call', method: 'metrics' });
      const again = () => {
        window.send({ ns: 'backflow', v: 1, id: 'last', type: 'call', method: 'hello' });
        setTimeout(again, 1000);
      };
      setTimeout(again, 1000);
    });
    return { refused, answered };
  });
  assert.ok(codes.answered > 100 && codes.answered < 1500, `${codes.answered} answered`);
  assert.ok(codes.refused > 0 && codes.refused < 1000, `${codes.refused} refusals`);
  await reader.page.waitForTimeout(300);
  assert.equal((await ask(reader, 'step')).step, 1);
});

courseTest('a frame beside it may not call', {
  html: (site) => `<iframe src="${site}#${kSmall}" title="A demo"></iframe><iframe src="${site}#${kSmall}" name="b"></iframe>`,
}, async (reader) => {
  await frameReady(reader);
  const [, first, second] = reader.page.frames();
  await second.waitForFunction(() => window.backflow, undefined, { polling: 50 });
  await second.evaluate(() => {
    window.answers = 0;
    addEventListener('message', () => { ++window.answers; });
    window.parent.frames[0].postMessage({ ns: 'backflow', v: 1, id: 1, type: 'call', method: 'step' }, '*');
  });
  await reader.page.waitForTimeout(300);
  assert.equal(await second.evaluate(() => window.answers), 0);
  assert.equal((await first.evaluate(() => window.backflow.metrics())).step, 0);
});

// --- The page itself --------------------------------------------------------------------------------

pageTest('scripts of the page have the same object, without a test’s hook', { opens: false }, async (reader) => {
  await reader.page.goto(`${await siteAddress()}#${kSmall}`);
  const seen = await reader.page.evaluate(async () => {
    const { backflow } = window;
    const events = [];
    const stop = backflow.on('step', (detail) => events.push(detail.step));
    const hello = await backflow.ready;
    await backflow.step(2);
    stop();
    await new Promise((resolve) => { setTimeout(resolve, 150); });
    await backflow.step();
    await new Promise((resolve) => { setTimeout(resolve, 150); });
    const refused = await backflow.step(-1).catch(({ name, code, field }) => ({ name, code, field }));
    return { version: hello.version, events, refused, step: (await backflow.metrics()).step, hook: typeof backflow.call };
  });
  assert.deepEqual(seen, {
    version: kVersion, events: [2], refused: { name: 'BackflowError', code: 'bad_argument', field: 'n' }, step: 3,
    hook: 'undefined',
  });
});

pageTest('a page without WebGL 2 tells an error, and every call is refused with it', {
  opens: false, webgl: false,
}, async (reader) => {
  await reader.page.goto(await siteAddress());
  const seen = await reader.page.evaluate(async () => {
    const told = new Promise((resolve) => { window.backflow.on('error', resolve); });
    const refused = await window.backflow.metrics().catch(({ code }) => code);
    return { told: (await told).code, refused };
  });
  assert.deepEqual(seen, { told: 'no_webgl2', refused: 'no_webgl2' });
  reader.messages.length = 0;  // the browser's own words about the missing graphics
});
