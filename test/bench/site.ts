/** What benches share: the folder's pages on a server of their own, and pages that may use devices. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { chromiumFlags, findChromium } from '../../scripts/browsers.mjs';

export const portOf = (server: { address(): unknown }): number =>
  (server.address() as AddressInfo).port;

/** Resolves when a server listens at a free port, of this machine alone unless it says otherwise. */
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

/** A microphone that is on and hears nothing, which a page cannot tell: the simulated one beeps without end. */
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

/** Opens a page for somebody of their own, with the probe before its scripts. */
export async function open(
  browser: Browser,
  url: string,
  { isSilent = false } = {},
): Promise<Page> {
  const context = await browser.createBrowserContext();
  await context.overridePermissions(new URL(url).origin, ['camera', 'microphone']);
  const page = await context.newPage();
  await page.evaluateOnNewDocument(probe);
  if (isSilent) await page.evaluateOnNewDocument(SILENCE);
  await page.goto(url);
  await page.waitForFunction('window.contender');
  return page;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
