/** Browsers in the two homes of a small internet, with a room server and a relay between them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { chromiumFlags } from '../../scripts/browsers.mjs';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { PATIENCE, SMALL_CAMERA, twoLines, type RoomServer } from '../call/lab.js';
import { Internet, RELAY, SERVER, type Home } from './internet.js';

const SECRET = 'a secret of the lab';
const HOMES = ['a', 'b'] as const;

/** Ways to the relay: by UDP, by TCP, and by TCP where only 443 is open. */
const RELAYS = [
  `turn:${RELAY}:3478`,
  `turn:${RELAY}:3478?transport=tcp`,
  `turn:${RELAY}:443?transport=tcp`,
];

/** Keeps the connections of a page, and when it joined and saw somebody. */
const WATCH = `
  document.addEventListener('status-change', (event) => performance.mark(event.detail), true);
  const look = () => {
    const root = document.querySelector('video-call')?.shadowRoot;
    const videos = [...(root?.querySelectorAll('video:not(.mirrored)') ?? [])];
    if (videos.some(({ videoWidth }) => videoWidth > 0)) performance.mark('picture');
    else requestAnimationFrame(look);
  };
  look();
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      globalThis.connections.push(this);
    }
  };
`;

export class NetworkLab {
  readonly internet: Internet;
  readonly #folder: string;
  readonly #site: Server;
  readonly #browsers = new Map<Home, Browser>();
  readonly #contexts: BrowserContext[] = [];
  #servers = new Map<string, RoomServer>();
  #relay: ChildProcess | undefined;
  #pages = new Map<string, string>();

  private constructor(internet: Internet, folder: string, site: Server) {
    this.internet = internet;
    this.#folder = folder;
    this.#site = site;
    site.on('request', (request, response) => {
      const html = this.#pages.get(request.url ?? '');
      response.writeHead(html ? 200 : 404, { 'content-type': 'text/html' });
      response.end(html);
    });
  }

  static async start(): Promise<NetworkLab> {
    const internet = new Internet();
    const folder = await mkdtemp(join(tmpdir(), 'video-call-network-'));
    const site = createServer();
    site.listen(0, SERVER);
    await once(site, 'listening');
    const lab = new NetworkLab(internet, folder, site);
    await lab.startRelay();
    for (const home of HOMES) lab.#browsers.set(home, await lab.#launch(home));
    return lab;
  }

  /** Starts the relay and resolves when it answers. */
  async startRelay(): Promise<void> {
    const path = process.env['TURNSERVER_PATH'] ?? 'turnserver';
    const options = [
      ['listening-ip', RELAY],
      ['relay-ip', RELAY],
      ['listening-port', '3478'],
      ['realm', 'network.test'],
      ['static-auth-secret', SECRET],
      ['userdb', join(this.#folder, 'turn.db')],
      ['pidfile', join(this.#folder, 'turn.pid')],
      ['min-port', '49160'],
      ['max-port', '49999'],
    ].map(([name, value]) => `--${name}=${value}`);
    const flags = [
      '-n',
      '--use-auth-secret',
      '--no-cli',
      '--no-tls',
      '--no-dtls',
      '--log-file=stdout',
    ];
    this.#relay = spawn(path, [...flags, ...options], { stdio: 'ignore' });
    while (!(await isOpen(3478))) if (this.#relay.exitCode !== null) throw new Error('no relay');
  }

  /** Ends the relay as a crash does. */
  async killRelay(): Promise<void> {
    if (!this.#relay || this.#relay.exitCode !== null) return;
    this.#relay.kill('SIGKILL');
    await once(this.#relay, 'exit');
  }

  /** Two people in a room of their own, the one at home b the newcomer. */
  async call(room: string, { relay = true, attributes = '' } = {}): Promise<[Page, Page]> {
    const a = await this.open('a', `room="${room}" name="Ana" autojoin ${attributes}`, relay);
    await a.waitForFunction('document.querySelector("video-call").status === "joined"');
    const b = await this.open('b', `room="${room}" name="Ben" autojoin ${attributes}`, relay);
    return [a, b];
  }

  /** Opens a page with the element in a home. */
  async open(home: Home, attributes: string, relay: boolean): Promise<Page> {
    const { url } = await this.#server(relay);
    const path = `/${this.#pages.size}`;
    this.#pages.set(
      path,
      twoLines(`${url.replace('localhost', SERVER)}/video-call.js`, attributes),
    );
    const context = await this.#browsers.get(home)!.createBrowserContext();
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named;');
    await page.evaluateOnNewDocument(SMALL_CAMERA);
    await page.evaluateOnNewDocument(WATCH);
    await page.goto(this.#origin + path);
    return page;
  }

  /** Closes all pages, and mends every network. */
  async clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    for (const home of HOMES) {
      this.internet.setNat(home, 'cone');
      this.internet.setFirewall(home, 'open');
    }
    this.internet.switchBack();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#browsers.values()].map((browser) => browser.close()));
    for (const server of this.#servers.values()) await server.stop();
    await this.killRelay();
    this.#site.closeAllConnections();
    this.#site.close();
    this.internet.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #origin(): string {
    return `http://${SERVER}:${(this.#site.address() as AddressInfo).port}`;
  }

  /** A room server that hands out the relay, or one that knows STUN alone. */
  async #server(relay: boolean): Promise<RoomServer> {
    const key = relay ? 'relay' : 'stun';
    const known = this.#servers.get(key);
    if (known) return known;
    const vars = {
      STUN_URLS: `stun:${RELAY}:3478`,
      ...(relay && {
        TURN_URLS: RELAYS.join(),
        TURN_SECRET: SECRET,
        ALLOWED_ORIGINS: this.#origin,
      }),
    };
    const start = startRoomServer as (options: object) => Promise<RoomServer>;
    const server = await start({ vars });
    this.#servers.set(key, server);
    return server;
  }

  /** A browser whose network is that of a home. */
  async #launch(home: Home): Promise<Browser> {
    const script = join(this.#folder, `chromium-${home}`);
    const chromium = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
    const name = this.internet.nameOf(home);
    await writeFile(script, `#!/bin/sh\nexec ip netns exec ${name} "${chromium}" "$@"\n`);
    await chmod(script, 0o755);
    return puppeteer.launch({
      executablePath: script,
      pipe: true,
      handleSIGTERM: false,
      args: [
        ...(chromiumFlags as () => string[])(),
        `--unsafely-treat-insecure-origin-as-secure=${this.#origin}`,
      ],
    });
  }
}

/** Whether the relay takes connections. */
async function isOpen(port: number): Promise<boolean> {
  const socket = createConnection({ host: RELAY, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    await new Promise((resume) => setImmediate(resume));
    return false;
  } finally {
    socket.destroy();
  }
}
