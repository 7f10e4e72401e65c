/** Browsers in the homes of a small internet, with room servers and relays between them. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { generate } from 'selfsigned';
import { chromiumFlags, firefoxPreferences } from '../runner/browsers.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { startRoomServer } from '../../scripts/room-server.mjs';
import { untilStatus } from '../call/support/facts.js';
import { PATIENCE, SMALL_CAMERA, twoLines, type RoomServer } from '../call/support/lab.js';
import { forward } from './forward.js';
import { Internet, RELAYS, SERVER, type Home } from './internet.js';

const SECRET = 'a secret of the lab';
const [FIRST, SECOND] = RELAYS;

/** A home, or a machine with a public address. */
export type Place = Home | 'outside';
export type BrowserName = 'chromium' | 'firefox';

/** What the room server hands out: only STUN, or relays too. */
const SERVERS = {
  none: [],
  /** Over UDP, TCP, and TCP on port 443. */
  one: [
    `turn:${FIRST}:3478`,
    `turn:${FIRST}:3478?transport=tcp`,
    `turn:${FIRST}:443?transport=tcp`,
  ],
  tls: [`turns:${FIRST}:443?transport=tcp`],
  two: [`turn:${FIRST}:3478`, `turn:${SECOND}:3478`],
  /** Those of a hosted service. */
  hosted: [],
  /** All transports of one relay; and the same with credentials that it refuses. */
  every: [
    `turn:${FIRST}:3478`,
    `turn:${FIRST}:3478?transport=tcp`,
    `turns:${FIRST}:443?transport=tcp`,
  ],
  wrong: [`turn:${FIRST}:3478`, `turn:${FIRST}:3478?transport=tcp`],
} as const;
export type Relays = keyof typeof SERVERS;

/** Only there to make a URL complete. */
const SITE = 'http://site';

/** Credentials for the hosted service. */
const HOSTED = { key: 'a key of the lab', token: 'a token of the lab' };

/** Keeps a page's connections, and marks when it joined and when it showed a remote video. */
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

interface CallOptions {
  relays?: Relays;
  attributes?: string;
  /** Home of the second participant. */
  home?: Home;
  browsers?: readonly [BrowserName, BrowserName];
}

interface VisitOptions {
  browser?: BrowserName;
  /** A script that makes the camera return video of some size. */
  camera?: string;
  /** Appended to the path of the page's URL. */
  query?: string;
}

export class NetworkLab {
  readonly internet: Internet;
  readonly #folder: string;
  readonly #site: Server;
  readonly #flags: object;
  readonly #browsers = new Map<string, Promise<Browser>>();
  readonly #contexts: BrowserContext[] = [];
  readonly #servers = new Map<Relays, Promise<RoomServer>>();
  readonly #relays = new Map<string, ChildProcess>();
  readonly #pages = new Map<string, string>();
  readonly #ending = new AbortController();

  private constructor(internet: Internet, folder: string, site: Server, flags: object) {
    this.internet = internet;
    this.#folder = folder;
    this.#site = site;
    this.#flags = flags;
    site.on('request', (request, response) => {
      if (request.method === 'POST') return this.#answerAsHost(request, response);
      const html = this.#pages.get(new URL(request.url ?? '/', SITE).pathname);
      response.writeHead(html ? 200 : 404, { 'content-type': 'text/html' });
      response.end(html);
    });
  }

  /** @param flags as for `chromiumFlags` */
  static async start(flags: object = {}): Promise<NetworkLab> {
    const internet = new Internet();
    const folder = await mkdtemp(join(tmpdir(), 'video-call-network-'));
    const site = createServer();
    site.listen(0, SERVER);
    await once(site, 'listening');
    const lab = new NetworkLab(internet, folder, site, flags);
    await lab.#certify();
    await Promise.all(RELAYS.map((relay) => lab.startRelay(relay)));
    return lab;
  }

  /** Starts a relay and resolves when it answers. */
  async startRelay(relay: string = FIRST): Promise<void> {
    const path = process.env['TURNSERVER_PATH'] ?? 'turnserver';
    const options = [
      ['listening-ip', relay],
      ['relay-ip', relay],
      ['listening-port', '3478'],
      // Also accepts plain TCP, for clients that can only reach port 443.
      ['tls-listening-port', '443'],
      ['cert', this.#certificate],
      ['pkey', this.#key],
      ['realm', 'network.test'],
      ['static-auth-secret', SECRET],
      ['userdb', join(this.#folder, `turn-${relay}.db`)],
      ['pidfile', join(this.#folder, `turn-${relay}.pid`)],
      ['min-port', '49160'],
      ['max-port', '49999'],
    ].map(([name, value]) => `--${name}=${value}`);
    const flags = ['-n', '--use-auth-secret', '--no-cli', '--no-dtls', '--log-file=stdout'];
    const child = spawn(path, [...flags, ...options], { stdio: 'ignore' });
    this.#relays.set(relay, child);
    while (!(await isOpen(relay))) if (child.exitCode !== null) throw new Error('no relay');
  }

  /** Kills a relay, as in a crash. */
  async killRelay(relay: string = FIRST): Promise<void> {
    const child = this.#relays.get(relay);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Two participants in their own room; the second is the newcomer. */
  async call(
    room: string,
    {
      relays = 'one',
      attributes = '',
      home = 'b',
      browsers = ['chromium', 'chromium'],
    }: CallOptions = {},
  ): Promise<[Page, Page]> {
    const inRoom = (name: string) => `room="${room}" name="${name}" autojoin ${attributes}`;
    const ana = await this.open('a', inRoom('Ana'), relays, { browser: browsers[0] });
    await untilStatus(ana, 'joined');
    const ben = await this.open(home, inRoom('Ben'), relays, { browser: browsers[1] });
    return [ana, ben];
  }

  /** Opens a page with the element in a home. */
  async open(
    home: Place,
    attributes: string,
    relays: Relays,
    options: VisitOptions = {},
  ): Promise<Page> {
    const { url } = await this.#server(relays);
    const script = `${url.replace('localhost', SERVER)}/video-call.js`;
    return this.visit(home, twoLines(script, attributes), options);
  }

  /** Opens any page in a home. */
  async visit(
    home: Place,
    html: string,
    { browser = 'chromium', camera = SMALL_CAMERA, query = '' }: VisitOptions = {},
  ): Promise<Page> {
    const path = `/${this.#pages.size}`;
    this.#pages.set(path, html);
    const context = await (await this.#browser(home, browser)).createBrowserContext();
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named;');
    await page.evaluateOnNewDocument(camera);
    await page.evaluateOnNewDocument(WATCH);
    await page.goto(this.#origin + path + query);
    return page;
  }

  /** Kills a room server; returns a function that restarts it with its port and rooms. */
  async killServer(relays: Relays = 'one'): Promise<() => Promise<void>> {
    const { kill, port } = await this.#server(relays);
    await kill();
    return async () => {
      this.#servers.delete(relays);
      await this.#server(relays, port);
    };
  }

  /** Closes the lid of the computer in a home: its processes are suspended, and its network is gone. */
  async closeLid(home: Home): Promise<void> {
    this.internet.cut(home);
    await this.#signal(home, 'SIGSTOP');
  }

  async openLid(home: Home): Promise<void> {
    this.internet.restore(home);
    await this.#signal(home, 'SIGCONT');
  }

  /** Closes all pages, and repairs every network. */
  async clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    for (const router of ['a', 'b'] as const) {
      this.internet.setNat(router, 'cone');
      this.internet.setFirewall(router, 'open');
    }
    this.internet.switchBack();
  }

  async stop(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers.values());
    for (const one of browsers) if (one.status === 'fulfilled') await one.value.close();
    this.#ending.abort();
    for (const server of this.#servers.values()) await (await server).stop();
    await Promise.all(RELAYS.map((relay) => this.killRelay(relay)));
    this.#site.closeAllConnections();
    this.#site.close();
    this.internet.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  get #origin(): string {
    return `http://${SERVER}:${(this.#site.address() as AddressInfo).port}`;
  }

  get #certificate(): string {
    return join(this.#folder, 'relay.crt');
  }

  get #key(): string {
    return join(this.#folder, 'relay.key');
  }

  /**
   * Issues credentials for our relay, as Cloudflare does.
   * @see https://developers.cloudflare.com/realtime/turn/generate-credentials/
   */
  #answerAsHost(request: IncomingMessage, response: ServerResponse): void {
    const path = `/v1/turn/keys/${encodeURIComponent(HOSTED.key)}/credentials/generate-ice-servers`;
    const isAllowed = request.headers.authorization === `Bearer ${HOSTED.token}`;
    if (request.url !== path || !isAllowed) return void response.writeHead(401).end();
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { ttl } = JSON.parse(body) as { ttl: number };
      const username = `${Math.floor(Date.now() / 1_000) + ttl}:hosted`;
      const credential = createHmac('sha1', SECRET).update(username).digest('base64');
      const stun = { urls: [`stun:${FIRST}:3478`, `stun:${FIRST}:53`] };
      const urls = ['3478?transport=udp', '53?transport=udp', '3478?transport=tcp'];
      const turn = { urls: urls.map((end) => `turn:${FIRST}:${end}`), username, credential };
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ iceServers: [stun, turn] }));
    });
  }

  /** Creates a certificate for the relays, and a home directory whose user trusts it. */
  async #certify(): Promise<void> {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'relay' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'subjectAltName', altNames: RELAYS.map((ip) => ({ type: 7 as const, ip })) },
      ],
    });
    await writeFile(this.#certificate, cert);
    await writeFile(this.#key, key);
    const store = join(this.#folder, '.pki/nssdb');
    await mkdir(store, { recursive: true });
    const certutil = process.env['CERTUTIL_PATH'] ?? 'certutil';
    execFileSync(certutil, ['-d', `sql:${store}`, '-N', '--empty-password']);
    const add = ['-A', '-t', 'C,,', '-n', 'relay', '-i', this.#certificate];
    execFileSync(certutil, ['-d', `sql:${store}`, ...add]);
  }

  #server(relays: Relays, port?: number): Promise<RoomServer> {
    const known = this.#servers.get(relays);
    if (known) return known;
    const start = startRoomServer as (options: object) => Promise<RoomServer>;
    const urls = SERVERS[relays];
    const vars = {
      STUN_URLS: `stun:${FIRST}:3478`,
      ALLOWED_ORIGINS: this.#origin,
      ...(urls.length && {
        TURN_URLS: urls.join(),
        TURN_SECRET: relays === 'wrong' ? 'another secret' : SECRET,
      }),
      ...(relays === 'hosted' && {
        CLOUDFLARE_TURN_KEY: HOSTED.key,
        CLOUDFLARE_TURN_TOKEN: HOSTED.token,
        CLOUDFLARE_TURN_API: `${this.#origin}/v1/turn/keys`,
      }),
    };
    const server = start({
      // workerd alone starts five times faster, but can't fetch from private addresses.
      ...(relays !== 'hosted' && { runtime: 'workerd', main: 'dist-server/worker.js' }),
      ...{ vars, persist: join(this.#folder, `rooms-${relays}`), port },
    });
    this.#servers.set(relays, server);
    return server;
  }

  /** A browser in the network of a home. */
  #browser(home: Place, browser: BrowserName): Promise<Browser> {
    const key = `${home} ${browser}`;
    const known = this.#browsers.get(key);
    if (known) return known;
    const isFirefox = browser === 'firefox' && home !== 'outside';
    const started = isFirefox ? this.#launchFirefox(home) : this.#launchChromium(home);
    this.#browsers.set(key, started);
    return started;
  }

  async #launchChromium(home: Place): Promise<Browser> {
    return puppeteer.launch({
      executablePath: await this.#wrap(home, process.env['CHROME_PATH'] ?? '/usr/bin/chromium'),
      pipe: true,
      handleSIGTERM: false,
      env: { ...process.env, HOME: this.#folder },
      args: [
        ...(chromiumFlags as (options: object) => string[])(this.#flags),
        `--unsafely-treat-insecure-origin-as-secure=${this.#origin}`,
      ],
    });
  }

  /** Firefox is driven over a socket in the home's network, which is forwarded here. */
  async #launchFirefox(home: Home): Promise<Browser> {
    const port = await freePort();
    await forward(port, this.internet.nameOf(home), this.#folder, this.#ending.signal);
    return puppeteer.launch({
      browser: 'firefox',
      executablePath: await this.#wrap(home, process.env['FIREFOX_PATH'] ?? 'firefox-esr'),
      debuggingPort: port,
      handleSIGTERM: false,
      extraPrefsFirefox: {
        ...(firefoxPreferences as Record<string, unknown>),
        'dom.securecontext.allowlist': SERVER,
      },
    });
  }

  /** A script that starts a browser in the network of a home. */
  async #wrap(home: Place, browser: string): Promise<string> {
    if (home === 'outside') return browser;
    const name = this.internet.nameOf(home);
    const script = join(this.#folder, `${name}-${browser.split('/').at(-1)}`);
    await writeFile(script, `#!/bin/sh\nexec ip netns exec ${name} "${browser}" "$@"\n`);
    await chmod(script, 0o755);
    return script;
  }

  /** Signals a browser and all its processes. */
  async #signal(home: Home, signal: NodeJS.Signals): Promise<void> {
    const browser = await this.#browser(home, 'chromium');
    process.kill(-browser.process()!.pid!, signal);
  }
}

/** Whether a relay accepts connections. */
async function isOpen(relay: string): Promise<boolean> {
  const socket = createConnection({ host: relay, port: 3478 });
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
