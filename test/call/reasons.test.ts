/** Two browsers that cannot make a link, or no more: each page says why in words of its own, and it ends well. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, untilPeople, untilSaid, untilStatus } from './facts.js';
import { Lab, twoLines } from './lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

/** A page whose browser is not as others are, by a script of its own. */
const open = (room: string, name: string, script = ''): Promise<Page> =>
  lab.open(
    lab.serve(
      `<script>
        globalThis.reasons = [];
        addEventListener('call-error', ({ detail }) => reasons.push(detail.reason), true);
        const { prototype } = RTCPeerConnection;
        const setRemoteDescription = prototype.setRemoteDescription;
        ${script}
      </script>` +
        twoLines(`${lab.server.url}/video-call.js`, `room="${room}" name="${name}" autojoin`),
    ),
  );

const reasonsOf = (page: Page): Promise<unknown> => page.evaluate('globalThis.reasons');

const untilReasons = (page: Page, reasons: string[]): Promise<unknown> =>
  page.waitForFunction(`reasons.join() === '${reasons.join()}'`);

/** Ana, and Ben who comes later and so is the one who offers; what each is told of the other. */
async function meet(room: string, ofAna: string, ofBen = '') {
  const ana = await open(room, 'Ana', ofAna);
  await untilStatus(ana, 'joined');
  const ben = await open(room, 'Ben', ofBen);
  await untilStatus(ben, 'joined');
  return { ana, ben, said: () => Promise.all([untilSaid(ana, 'Ben'), untilSaid(ben, 'Ana')]) };
}

/** A browser that was never taught to read what comes for pictures. */
const WITHOUT_CODECS = `
  prototype.setRemoteDescription = function ({ type, sdp }) {
    const strange = sdp.replace(/^(a=rtpmap:\\d+) (VP8|VP9|H264|AV1|rtx|red|ulpfec|flexfec-03|H265)\\//gm, '$1 X/');
    return setRemoteDescription.call(this, { type, sdp: strange });
  };
`;
const TAKES_NO_OFFER = `
  prototype.setRemoteDescription = function (description) {
    if (description.type === 'offer') return Promise.reject(new DOMException('', 'OperationError'));
    return setRemoteDescription.call(this, description);
  };
`;
/** Reaches nobody: it knows no address of the other. */
const KNOWS_NO_WAY = `
  prototype.addIceCandidate = () => Promise.resolve();
  prototype.setRemoteDescription = function ({ type, sdp }) {
    return setRemoteDescription.call(this, { type, sdp: sdp.replace(/^a=candidate:.*\\r\\n/gm, '') });
  };
`;

test('no codec in common', async () => {
  const { ana, ben, said } = await meet('codecs', WITHOUT_CODECS);
  assert.deepEqual(await said(), [
    'Your browser and Ben’s have no format for sound or picture in common.',
    'Your browser and Ana’s have no format for sound or picture in common.',
  ]);
  for (const page of [ana, ben]) assert.deepEqual(await reasonsOf(page), ['link-no-codec']);
});

test('a browser that does not take what the other describes', async () => {
  const { ana, ben, said } = await meet('incompatible', TAKES_NO_OFFER);
  assert.deepEqual(await said(), [
    'Your browser and Ben’s do not understand each other.',
    'Your browser and Ana’s do not understand each other.',
  ]);
  for (const page of [ana, ben]) assert.deepEqual(await reasonsOf(page), ['link-incompatible']);
});

/** Gives the others no signal, for as long as it is mute. */
const IS_MUTE = `
  globalThis.isMute = true;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!isMute || JSON.parse(data).type !== 'signal') send.call(this, data);
  };
`;

test('a page that answers no signal, until it does', async () => {
  const ana = await open('mute', 'Ana', IS_MUTE);
  await untilStatus(ana, 'joined');
  const ben = await open('mute', 'Ben');
  assert.equal(await untilSaid(ben, 'Ana'), 'Ana’s page does not answer.');
  assert.deepEqual(await reasonsOf(ben), ['link-unanswered']);
  await ana.evaluate('globalThis.isMute = false');
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
});

test('a page that stands still, until it goes on', async () => {
  const holder = createServer();
  const asked = once(holder, 'request') as Promise<[unknown, ServerResponse]>;
  await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening));
  after(() => holder.close());
  const { port } = holder.address() as AddressInfo;

  const ana = await open('still', 'Ana');
  await untilStatus(ana, 'joined');
  // A request that a page waits for holds up all else in it.
  await inPage(
    ana,
    (_, address) => {
      setTimeout(() => {
        const request = new XMLHttpRequest();
        request.open('GET', address, false);
        request.send();
      });
    },
    `http://127.0.0.1:${port}/`,
  );
  const [, response] = await asked;
  const ben = await open('still', 'Ben');
  // The server hears no more of it than Ben does.
  assert.equal(await untilSaid(ben, 'Ana'), 'Ana lost the connection to the server.');
  assert.deepEqual(await reasonsOf(ben), ['link-server-lost']);
  response.end();
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
});

test('the server is lost while there is no link', async () => {
  const { ana, ben, said } = await meet('lost', KNOWS_NO_WAY, KNOWS_NO_WAY);
  await said();
  await lab.restart(async () => {
    for (const page of [ana, ben]) await untilReasons(page, ['link-blocked', 'link-server-lost']);
    assert.deepEqual(await said(), [
      'You lost the connection to the server, and so the way to Ben.',
      'You lost the connection to the server, and so the way to Ana.',
    ]);
  });
});
