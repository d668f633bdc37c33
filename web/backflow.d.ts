// TypeScript declarations of Backflow 0.1: window.backflow in the page itself, <backflow-demo> of embed.js, and the
// messages to a plain frame. Put this file into your project, for example as backflow.d.ts.

/** Everything, with its numbers, as files keep it. What is left out keeps its standard. */
export interface State {
  version?: 1;
  network?: {
    sizes?: number[];
    activations?: Activation[];
    initializer?: string;
    init_scale?: number;
  };
  loss?: 'half_squared_error' | 'mean_squared_error' | 'mean_absolute_error' | 'huber' | 'binary_cross_entropy' |
    'categorical_cross_entropy';
  reduction?: 'sum' | 'mean';
  huber_delta?: number;
  regularization?: { l1?: number; l2?: number; dropout?: number };
  optimizer?: {
    name?: 'sgd' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw';
    learning_rate?: number;
    momentum?: number;
    beta1?: number;
    beta2?: number;
    decay?: number;
    epsilon?: number;
    weight_decay?: number;
    clip_norm?: number;
  };
  schedule?: { name?: 'constant' | 'step' | 'cosine'; period?: number; factor?: number };
  batch_size?: number;
  stop?: { epoch?: number; loss?: number };
  seed?: number;
  /** A set by its name and settings, or your own samples: one row an input, one column a sample. */
  data?: { name?: string; inputs?: number[][]; targets?: number[][];[setting: string]: unknown };
  /** Matrices W (inputs × outputs) and rows b, layer by layer. */
  parameters?: Parameters;
  training?: { step?: number; moments_start?: number; epochs?: number; epoch_start?: number; moments?: { m: Parameters; v?: Parameters } };
  notation?: Record<string, boolean | number>;
  view?: Record<string, string | number | string[]>;
}

export type Activation = 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'elu' | 'gelu' | 'silu' | 'softplus' | 'sine' |
  'linear' | 'softmax';

export interface Parameters {
  weights: number[][][];
  biases: number[][];
}

/** One matrix of the step that comes next. */
export interface Step {
  id: string;
  /** TeX */
  symbol: string;
  /** TeX */
  formula: string;
  operation: string;
  chapter: 'given' | 'forward' | 'loss' | 'backward' | 'update';
  layer: number;
  inputs: { id: string; transposed: boolean }[];
  row_axis: Axis;
  col_axis: Axis;
  rows: number;
  cols: number;
  values: number[][];
}

export type Axis = 'one' | 'sample' | 'input' | 'hidden' | 'output';

export interface Progress {
  step: number;
  epoch: number;
}

export interface Metrics extends Progress {
  loss: number;
  accuracy: number | null;
  test_loss: number | null;
  test_accuracy: number | null;
  learning_rate: number;
  finite: boolean;
  /** The id of the first matrix that is not finite. */
  not_finite?: string;
  playing: boolean;
}

export interface Notice {
  field: string;
  message: string;
}

export interface Hello {
  version: string;
  methods: string[];
  events: string[];
}

/** What an author may hide. */
export type HidablePart = 'derivation' | 'network' | 'matrices' | 'data' | 'surface' | 'gradients' | 'settings' | 'loss' |
  'transport' | 'preset' | 'lessons' | 'figures' | 'undo' | 'share' | 'export' | 'theme' | 'help';
/** What an author may keep readers from changing. */
export type LockablePart = 'data' | 'settings' | 'transport' | 'preset' | 'lessons' | 'cells';

/** Words of a link that say what is looked at. */
export interface ViewWords {
  view?: 'derivation' | 'network' | 'matrices' | 'data' | 'surface' | 'gradients' | 'settings';
  at?: string;
  lens?: 'step' | 'shapes' | 'transpose' | 'nudge';
  sample?: number;
  predict?: 'off' | 'on';
  pace?: number;
  speed?: number;
  theme?: 'system' | 'light' | 'dark';
  lang?: 'auto' | 'en' | 'zh' | 'es' | 'ar';
  hide?: HidablePart[] | string;
  lock?: LockablePart[] | string;
}

/** The methods. Each promise rejects with a BackflowError where the call is refused; nothing changes then. */
export interface BackflowApi {
  getState(): Promise<State>;
  /** The state as the words of a link, without “#”. */
  getLink(options?: { exact?: boolean }): Promise<string>;
  setState(state: State | string): Promise<{ notices: Notice[] }>;
  /** Where reset leads from now on; without an argument what is here now. */
  setDefaultState(state?: State | string): Promise<null>;
  play(): Promise<Progress>;
  pause(): Promise<Progress>;
  step(n?: number): Promise<Progress>;
  back(n?: number): Promise<Progress>;
  seek(step: number): Promise<Progress>;
  reset(): Promise<Progress>;
  trace(): Promise<Step[]>;
  trace(id: string): Promise<Step>;
  metrics(): Promise<Metrics>;
  /** A cell of an input, a target, a weight or a bias, counted from 1 as it is shown. */
  set(matrix: string, row: number, column: number, value: number): Promise<null>;
  highlight(id?: string, row?: number, column?: number): Promise<null>;
  look(words: ViewWords): Promise<null>;
  show(parts?: HidablePart[]): Promise<null>;
  hide(parts?: HidablePart[]): Promise<null>;
  lock(parts?: LockablePart[]): Promise<null>;
  unlock(parts?: LockablePart[]): Promise<null>;
  /** PNG */
  screenshot(options?: { view?: string; scale?: 1 | 2 | 3 }): Promise<Blob>;
}

/** What each event tells. */
export interface BackflowEvents {
  ready: Hello;
  change: { userInitiated: boolean };
  step: Progress & { loss: number; playing: boolean };
  epoch: Progress & { loss: number; playing: boolean };
  error: { code: ErrorCode; message: string };
}

export type ErrorCode = 'bad_message' | 'bad_version' | 'unknown_method' | 'bad_argument' | 'bad_state' | 'too_large' |
  'too_long' | 'rate_limited' | 'diverged' | 'no_graphics' | 'no_webgl2' | 'no_wasm' | 'no_simd' | 'download' |
  'out_of_memory' | 'stopped' | 'timeout' | 'closed';

export interface BackflowError extends Error {
  name: 'BackflowError';
  code: ErrorCode;
  /** What was wrong, where there is one: an argument, or a field of a state. */
  field: string;
}

/** window.backflow, in the page itself. */
export interface BackflowPage extends BackflowApi, Readonly<Hello> {
  readonly ready: Promise<Hello>;
  /** Returns what ends it. */
  on<E extends keyof BackflowEvents>(event: E, listener: (detail: BackflowEvents[E]) => void): () => void;
}

/** <backflow-demo>: attributes state, src, start, ratio, label, poster, sandbox. */
export interface BackflowDemo extends HTMLElement, BackflowApi {
  /** Resolves when it runs for the first time. */
  readonly ready: Promise<Hello>;
  readonly running: boolean;
  /** Runs it now. Every method does so, too. */
  start(): Promise<void>;
  /** Gives its graphics back; it goes on where it was. */
  rest(): Promise<void>;
  /** Returns what ends it. */
  on<E extends keyof BackflowEvents>(event: E, listener: (detail: BackflowEvents[E]) => void): () => void;
  addEventListener<E extends keyof BackflowEvents>(type: E, listener: (event: CustomEvent<BackflowEvents[E]>) => void,
    options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions): void;
}

// --- Messages to a plain frame ---------------------------------------------------------------------

export interface CallMessage {
  ns: 'backflow';
  v: 1;
  id: number | string;
  type: 'call';
  method: 'hello' | 'on' | 'off' | keyof BackflowApi;
  args?: unknown[];
}

export type ReplyMessage =
  | { ns: 'backflow'; v: 1; id: number | string; type: 'reply'; ok: true; result: unknown }
  | { ns: 'backflow'; v: 1; id: number | string | null; type: 'reply'; ok: false;
    error: { code: ErrorCode; field: string; message: string } };

export interface HelloMessage extends Hello {
  ns: 'backflow';
  v: 1;
  type: 'hello';
}

export type EventMessage = {
  [E in keyof BackflowEvents]: { ns: 'backflow'; v: 1; type: 'event'; event: E; detail: BackflowEvents[E] };
}[keyof BackflowEvents];

declare global {
  interface Window {
    readonly backflow: BackflowPage;
  }
  interface HTMLElementTagNameMap {
    'backflow-demo': BackflowDemo;
  }
}
