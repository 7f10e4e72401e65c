/** Shared by the benchmarks: a server for the folder's pages, and pages that may use devices. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { chromiumFlags } from '../runner/browsers.mjs';
import { findChromium } from '../runner/programs.mjs';

export const portOf = (server: { address(): unknown }): number =>
  (server.address() as AddressInfo).port;

/** Resolves when a server listens on a free port, by default of this machine only. */
export const listen = (server: NetServer, address = '127.0.0.1'): Promise<void> =>
  new Promise((done) => server.listen(0, address, done));

const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript' };

/** Serves the pages of this folder. */
export async function startSite(): Promise<Server> {
  const site = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    readFile(fileURLToPath(new URL(`.${pathname}`, import.meta.url))).then(
      (body) => {
        response.setHeader('content-type', TYPES[pathname.split('.').pop() ?? ''] ?? 'text/plain');
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await listen(site);
  return site;
}

const probe = await readFile(new URL('probe.js', import.meta.url), 'utf8');

/** A browser with a camera of 30 frames a second. */
export async function launch(): Promise<Browser> {
  const { path, hint } = await (
    findChromium as () => Promise<{ path: string | undefined; hint: string }>
  )();
  if (!path) throw new Error(hint);
  return puppeteer.launch({
    executablePath: path,
    pipe: true,
    args: (chromiumFlags as (options: object) => string[])({ devices: 'fps=30' }),
  });
}

/** A silent microphone that pages can't distinguish from a real one: the simulated one beeps endlessly. */
const SILENCE = `
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wishes) => {
    const stream = await getUserMedia(wishes);
    for (const track of stream.getAudioTracks()) {
      track.enabled = false;
      Object.defineProperty(track, 'enabled', { value: true, writable: true });
    }
    return stream;
  };
`;

/** Opens a page in its own browser context, with the probe before its scripts. */
export async function open(
  browser: Browser,
  url: string,
  { isSilent = false, before = '' } = {},
): Promise<Page> {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(new URL(url).origin, ['camera', 'microphone']);
  const page = await context.newPage();
  await page.evaluateOnNewDocument(probe);
  if (isSilent) await page.evaluateOnNewDocument(SILENCE);
  if (before) await page.evaluateOnNewDocument(before);
  await page.goto(url);
  await page.waitForFunction('window.contender');
  return page;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
