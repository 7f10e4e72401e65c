/** Starts WebKitGTK on a virtual screen, and controls its page over WebDriver. */
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { killTree, startChild } from '../../scripts/children.mjs';
import { freePort } from '../../scripts/free-port.mjs';

/** In milliseconds, on a busy machine. */
const START_TIMEOUT = 30_000;
/** https://w3c.github.io/webdriver/#keyboard-actions */
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  F2: '\uE032',
  F9: '\uE039',
};
/** Makes a page draw frames for as long as a screenshot may take, without a visible change. */
const REPAINT = `void document.documentElement.animate({ opacity: [1, 0.999] }, 5_000)`;
const BUTTONS = ['left', 'middle', 'right'];

/** The only page of a WebKit of its own, with the methods of Puppeteer and Playwright that are used here. */
export class WebKitPage {
  #children;
  /** The address of the WebDriver session. */
  #session;

  keyboard = {
    down: (key) => this.#act('key', 'keyboard', [{ type: 'keyDown', value: KEYS[key] ?? key }]),
    up: (key) => this.#act('key', 'keyboard', [{ type: 'keyUp', value: KEYS[key] ?? key }]),
    press: (key) => this.keyboard.type([key]),
    /** @param {Iterable<string>} keys */
    type: async (keys) => {
      for (const key of keys) {
        await this.keyboard.down(key);
        await this.keyboard.up(key);
      }
    },
  };

  mouse = {
    move: (x, y) => this.#point({ type: 'pointerMove', duration: 0, x, y }),
    down: ({ button = 'left' } = {}) =>
      this.#point({ type: 'pointerDown', button: BUTTONS.indexOf(button) }),
    up: ({ button = 'left' } = {}) =>
      this.#point({ type: 'pointerUp', button: BUTTONS.indexOf(button) }),
    click: async (x, y, options) => {
      await this.mouse.move(x, y);
      await this.mouse.down(options);
      await this.mouse.up(options);
    },
  };

  constructor(children, session) {
    this.#children = children;
    this.#session = session;
    // This process may end without closing the page.
    process.once('exit', () => children.forEach(killTree));
  }

  /**
   * @param {{ WebKit?: string, Xvfb?: string }} programs The paths of both.
   * @param {{ dark?: boolean }} [options]
   */
  static async start({ WebKit, Xvfb }, { dark = false } = {}) {
    const [screen, display] = await startScreen(Xvfb);
    const args = ['--automation', '--autoplay-policy=allow', ...(dark ? ['--dark-mode'] : [])];
    const port = await freePort();
    const driver = startChild(WebKit, ['--host=127.0.0.1', `--port=${port}`], {
      // It complains about each sound that has no device to play on.
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: display,
        // Sound plays without a device.
        ALSOFT_DRIVERS: 'null',
        // Without a graphics processor, this saves a quarter of the time.
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        // Its sandbox needs user namespaces, which containers often lack; it only loads pages of this repository.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
    });
    const children = [driver, screen];
    try {
      const url = `http://127.0.0.1:${port}`;
      await untilReady(`${url}/status`);
      const { sessionId } = await send('POST', `${url}/session`, {
        capabilities: {
          alwaysMatch: { 'webkitgtk:browserOptions': { args } },
        },
      });
      return new WebKitPage(children, `${url}/session/${sessionId}`);
    } catch (error) {
      children.forEach(killTree);
      throw error;
    }
  }

  async close() {
    await send('DELETE', this.#session).catch(() => {});
    this.#children.forEach(killTree);
  }

  goto(url) {
    return send('POST', `${this.#session}/url`, { url });
  }

  url() {
    return send('GET', `${this.#session}/url`);
  }

  /** @param {string} expression May evaluate to a promise. */
  evaluate(expression) {
    return send('POST', `${this.#session}/execute/sync`, {
      script: `return ${expression}`,
      args: [],
    });
  }

  /** Resizes the window so that the page gets this size; it loses the focus, as there is no window manager. */
  async setViewport({ width, height }) {
    const [around, above] = await this.evaluate(
      '[outerWidth - innerWidth, outerHeight - innerHeight]',
    );
    const rect = { width: width + around, height: height + above };
    await send('POST', `${this.#session}/window/rect`, rect);
  }

  /**
   * Selects the frame that `evaluate` applies to: the first of the page, or by `null` the page itself.
   * @param {0 | null} id
   */
  selectFrame(id) {
    return send('POST', `${this.#session}/frame`, { id });
  }

  /** Resolves with a PNG image of an element. WebKit waits for the next frame, which a page at rest does not have. */
  async screenshot(selector = 'html') {
    await this.evaluate(REPAINT);
    const parameters = { using: 'css selector', value: selector };
    const [id] = Object.values(await send('POST', `${this.#session}/element`, parameters));
    return Buffer.from(await send('GET', `${this.#session}/element/${id}/screenshot`), 'base64');
  }

  #point(action) {
    return this.#act('pointer', 'mouse', [action]);
  }

  #act(type, id, actions) {
    return send('POST', `${this.#session}/actions`, { actions: [{ type, id, actions }] });
  }
}

/** Starts a virtual screen; resolves with the process and the name of the display. */
async function startScreen(path) {
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'];
  const screen = startChild(path, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(screen, 'exit').then(([code]) => {
    throw new Error(`Xvfb ended with ${code}.`);
  });
  const [number] = await Promise.race([once(screen.stdio[3], 'data'), ended]);
  ended.catch(() => {});
  return [screen, `:${String(number).trim()}`];
}

async function untilReady(url) {
  for (const deadline = Date.now() + START_TIMEOUT; ; await delay(50)) {
    try {
      return await send('GET', url);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Sends a WebDriver command; resolves with its value. */
async function send(method, url, parameters) {
  const body = method === 'POST' ? JSON.stringify(parameters) : undefined;
  const response = await fetch(url, { method, ...(body && { body }) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
  return value;
}
