/** Browsers, a room server and pages of other sites for the tests of real calls. */
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { chromiumFlags, firefoxPreferences } from '../../scripts/browsers.mjs';
import { startRoomServer } from '../../scripts/room-server.mjs';

export interface RoomServer {
  url: string;
  port: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** How long a fact may take on a machine that is busy with other things, in milliseconds. */
export const PATIENCE = 45_000;

const start = startRoomServer as (options: object) => Promise<RoomServer>;

/** Small pictures, since several browsers share this machine's cores. */
export const SMALL_CAMERA = `
  const { mediaDevices } = navigator;
  if (mediaDevices) {
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = ({ audio, video }) =>
      getUserMedia({ audio, video: video && { ...video, width: 320, height: 180, frameRate: 15 } });
  }
`;

/** The page of another site that embeds the element with the two lines. */
export const twoLines = (script: string, attributes: string): string => `<!doctype html>
<meta charset="utf-8"><title>Another site</title><link rel="icon" href="data:,">
<script type="module" src="${script}"></script>
<video-call ${attributes}></video-call>`;

export class Lab {
  server: RoomServer;
  readonly #settings: object;
  readonly #site: Server;
  readonly #pages = new Map<string, { html: string; headers: Record<string, string> }>();
  readonly #browsers = new Map<string, Promise<Browser>>();
  readonly #contexts: BrowserContext[] = [];

  private constructor(settings: object, server: RoomServer, site: Server) {
    this.#settings = settings;
    this.server = server;
    this.#site = site;
    site.on('request', (request, response) => {
      const page = this.#pages.get(new URL(request.url ?? '/', 'http://site').pathname);
      response.writeHead(page ? 200 : 404, { 'content-type': 'text/html', ...page?.headers });
      response.end(page?.html);
    });
  }

  /** Starts what a test file needs; all of it ends with the file. */
  static async start(vars: Record<string, string> = {}): Promise<Lab> {
    // No packet of a test leaves this machine.
    const persist = await mkdtemp(join(tmpdir(), 'video-call-test-'));
    const settings = { persist, vars: { STUN_URLS: 'none', ...vars } };
    const server = await start(settings);
    const site = createServer();
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    const lab = new Lab(settings, server, site);
    after(() => lab.stop());
    return lab;
  }

  /** Serves a page on an origin other than the room server's; returns its address. */
  serve(html: string, headers: Record<string, string> = {}): string {
    const path = `/${this.#pages.size}`;
    this.#pages.set(path, { html, headers });
    return `http://localhost:${(this.#site.address() as AddressInfo).port}${path}`;
  }

  /** The address of a site's page with nothing but the two lines. */
  embed(attributes: string, headers?: Record<string, string>): string {
    return this.serve(twoLines(`${this.server.url}/video-call.js`, attributes), headers);
  }

  /** Opens a page as a person of their own. Errors of the page fail the test that waits for it. */
  async open(
    url: string,
    { firefox = false, flags = {} }: { firefox?: boolean; flags?: object } = {},
  ): Promise<Page> {
    const browser = await this.#browser(firefox, flags);
    const context = await browser.createBrowserContext();
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    // The loader of the tests names functions by a helper that a page does not have.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named;');
    await page.evaluateOnNewDocument(SMALL_CAMERA);
    await page.goto(url);
    return page;
  }

  /** Kills the room server, and starts it again on its port and its storage. */
  async restart(meanwhile: () => Promise<void>): Promise<void> {
    const { port } = this.server;
    await this.server.kill();
    await meanwhile();
    this.server = await start({ ...this.#settings, port });
  }

  /** Closes all pages, so that the next test has the machine for itself. */
  async clear(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  async stop(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers.values());
    for (const one of browsers) if (one.status === 'fulfilled') await one.value.close();
    this.#site.closeAllConnections();
    this.#site.close();
    await this.server.stop();
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
          executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
          // Ends with us, however we end.
          pipe: true,
          args: (chromiumFlags as (options: object) => string[])(flags),
        });
    this.#browsers.set(key, started);
    return started;
  }
}
