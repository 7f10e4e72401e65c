/** The demo page with access tokens: its backend issues them, and the room server trusts nothing else. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { exitOf, startNode } from '../../scripts/children.mjs';
import { freePort } from '../../scripts/free-port.mjs';
import { answers } from '../../scripts/room-server.mjs';
import type { VideoCallElement } from '../../src/index.js';
import { Lab, PATIENCE } from './support/lab.js';

const TOKEN_SECRET = 'a secret of at least thirty-two letters';
const lab = await Lab.start({ TOKEN_SECRET });
const port = await freePort();
const backend = `http://localhost:${port}`;
const tokenServer = startNode(['examples/token-server.mjs', `${port}`], {
  env: { ...process.env, TOKEN_SECRET },
});
after(async () => {
  const ended = exitOf(tokenServer);
  tokenServer.kill();
  await ended;
});
afterEach(() => lab.clear());

const until = (page: Page, isTrue: (element: VideoCallElement) => boolean) =>
  page.waitForFunction(`(${isTrue.toString()})(document.querySelector('video-call'))`, {
    timeout: PATIENCE,
  });

async function signIn(login: string): Promise<Page> {
  const page = await lab.open(`${lab.server.url}/tokens.html?backend=${backend}`);
  await page.waitForFunction(`customElements.get('video-call') && 'ready'`);
  await page.click(`[data-login="${login}"]`);
  return page;
}

test('a teacher is the host, a student is not, and no one else gets in', async () => {
  while (!(await answers(backend))) {
    assert.equal(tokenServer.exitCode, null, 'the backend runs');
  }
  const ana = await signIn('ana');
  await until(ana, ({ self }) => self?.name === 'Ana Lovelace' && self.role === 'host');
  const ben = await signIn('ben');
  await until(ben, ({ self }) => self?.name === 'Ben Babbage' && self.role === 'participant');
  await until(ana, ({ participants }) => participants.length === 2);
  const eve = await signIn('');
  await until(eve, ({ status }) => status === 'refused');
  await until(eve, ({ shadowRoot }) => {
    const message = shadowRoot!.querySelector('[part~="token-missing"]');
    return message?.textContent.includes('invitation') ?? false;
  });
  await ana.evaluate(() => {
    const { call, participants } = document.querySelector<VideoCallElement>('video-call')!;
    call!.ask('remove', participants[1]!.id);
  });
  await until(ben, ({ status, call }) => status === 'refused' && call!.refusal === 'removed');
  await ben.click('[data-login="ben"]');
  await until(ben, ({ status }) => status === 'refused');
  await until(ana, ({ participants }) => participants.length === 1);
});
