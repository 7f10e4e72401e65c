/** Browsers, a room server and third-party pages for the tests of real calls. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import sirv from 'sirv';
import { chromiumFlags, firefoxPreferences } from '../../runner/browsers.mjs';
import { startRoomServer } from '../../../scripts/room-server.mjs';

export interface RoomServer {
  url: string;
  port: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Timeout for a fact on a busy machine, in milliseconds. */
export const PATIENCE = 45_000;

const full = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
/** The paths of Chromium, and of a variant that is faster but lacks some features. */
export const CHROMIUM = { full, headless: process.env['HEADLESS_CHROME_PATH'] ?? full };

const start = startRoomServer as (options: object) => Promise<RoomServer>;

/** Small pictures, because several browsers share the machine's cores. */
export const SMALL_CAMERA = `
  const { mediaDevices } = navigator;
  if (mediaDevices) {
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = ({ audio, video }) =>
      getUserMedia({ audio, video: video && { ...video, width: 320, height: 180, frameRate: 15 } });
  }
`;

/** A third-party page that embeds the element with the two lines. */
export const twoLines = (script: string, attributes: string): string => `<!doctype html>
<meta charset="utf-8"><title>Another site</title><link rel="icon" href="data:,">
<script type="module" src="${script}"></script>
<video-call ${attributes}></video-call>`;

export class Lab {
  server: RoomServer;
  readonly #settings: { persist: string };
  readonly #chromium: string;
  readonly #site: Server;
  readonly #pages = new Map<string, { html: string; headers: Record<string, string> }>();
  readonly #browsers = new Map<string, Promise<Browser>>();
  readonly #contexts: BrowserContext[] = [];
  readonly #folders: Server[] = [];

  private constructor(
    settings: { persist: string },
    chromium: string,
    server: RoomServer,
    site: Server,
  ) {
    this.#settings = settings;
    this.#chromium = chromium;
    this.server = server;
    this.#site = site;
    site.on('request', (request, response) => {
      const page = this.#pages.get(new URL(request.url ?? '/', 'http://site').pathname);
      response.writeHead(page ? 200 : 404, { 'content-type': 'text/html', ...page?.headers });
      response.end(page?.html);
    });
  }

  /**
   * Starts what a test file needs; all of it ends with the file. The room server is that of `npm run serve`, which
   * starts in less than a second; `partykit` is that of `npm start`. The headless
   * Chromium ignores which camera is asked for.
   */
  static async start(
    vars: Record<string, string> = {},
    {
      runtime = 'workerd',
      chromium = CHROMIUM.headless,
    }: { runtime?: 'workerd' | 'partykit'; chromium?: string } = {},
  ): Promise<Lab> {
    const persist = await mkdtemp(join(tmpdir(), 'video-call-test-'));
    const settings = {
      ...{ persist, runtime },
      ...(runtime === 'workerd' && { main: 'dist-server/worker.js' }),
      // No packet of a test leaves the machine.
      vars: { STUN_URLS: 'none', ...vars },
    };
    const server = await start(settings);
    const site = createServer();
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    const lab = new Lab(settings, chromium, server, site);
    after(() => lab.stop());
    return lab;
  }

  /** Serves a page on an origin other than the room server's; returns its URL. */
  serve(html: string, headers: Record<string, string> = {}): string {
    const path = `/${this.#pages.size}`;
    this.#pages.set(path, { html, headers });
    return `http://localhost:${(this.#site.address() as AddressInfo).port}${path}`;
  }

  /** Serves the files of a folder on an origin of its own, for pages of any origin; returns the origin. */
  async serveFolder(folder: string): Promise<string> {
    const setHeaders = (response: ServerResponse) =>
      void response.setHeader('access-control-allow-origin', '*');
    const server = createServer(sirv(folder, { setHeaders }));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    this.#folders.push(server);
    return `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** The URL of a page that contains only the two lines. */
  embed(attributes: string, headers?: Record<string, string>): string {
    return this.serve(twoLines(`${this.server.url}/video-call.js`, attributes), headers);
  }

  /** Opens a page in its own browser context. Errors in the page fail the test that waits for it. */
  async open(
    url: string,
    { firefox = false, flags = {} }: { firefox?: boolean; flags?: object } = {},
  ): Promise<Page> {
    const browser = await this.#browser(firefox, flags);
    const context = await browser.createBrowserContext();
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    // The test loader wraps functions with a helper that pages don't have.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named;');
    await page.evaluateOnNewDocument(SMALL_CAMERA);
    await page.goto(url);
    return page;
  }

  /** Kills the room server, then starts it again with the same port and storage. */
  async restart(meanwhile: () => Promise<void>): Promise<void> {
    const { port } = this.server;
    await this.server.kill();
    await meanwhile();
    this.server = await start({ ...this.#settings, port });
  }

  /** Closes all pages, so that the next test has the machine to itself. */
  async clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  async stop(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers.values());
    for (const one of browsers) if (one.status === 'fulfilled') await one.value.close();
    for (const one of [this.#site, ...this.#folders]) {
      one.closeAllConnections();
      one.close();
    }
    await this.server.stop();
    await rm(this.#settings.persist, { recursive: true, force: true, maxRetries: 3 });
  }

  #browser(firefox: boolean, flags: object): Promise<Browser> {
    const key = JSON.stringify([firefox, flags]);
    const known = this.#browsers.get(key);
    if (known) return known;
    const started = firefox
      ? puppeteer.launch({
          browser: 'firefox',
          executablePath: process.env['FIREFOX_PATH'] ?? '',
          extraPrefsFirefox: firefoxPreferences as Record<string, unknown>,
        })
      : puppeteer.launch({
          executablePath: this.#chromium,
          // Ends with this process, however that ends.
          pipe: true,
          args: (chromiumFlags as (options: object) => string[])(flags),
        });
    this.#browsers.set(key, started);
    return started;
  }
}
