// Posters of states, before anything runs.
import { Connection, element } from './embed_connection.js';

const kRest = 10_000;  // ms without work until the frame goes
const base = new URL('.', import.meta.url).href;

/** One hidden frame for the whole page draws the posters: the core without graphics. */
export const posters = {
  frame: null,
  connection: null,
  timer: 0,

  /** @returns {Promise<{svg: string, text: string}>} */
  async draw(state, theme) {
    clearTimeout(this.timer);
    if (!this.connection) {
      this.frame = element('iframe', { src: new URL('poster.html', base).href, title: 'Posters', tabIndex: -1 });
      this.frame.setAttribute('aria-hidden', 'true');
      Object.assign(this.frame.style, { position: 'absolute', width: '0', height: '0', border: '0', visibility: 'hidden' });
      this.connection = new Connection(this.frame);
      document.body.append(this.frame);
    }
    try {
      return await this.connection.call('poster', [state, theme]);
    } finally {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.close(), kRest);
    }
  },

  close() {
    this.connection?.close();
    this.frame?.remove();
    this.connection = this.frame = null;
  },
};
