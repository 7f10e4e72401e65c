/** Two browsers that can't connect, or no longer: each page says why, and recovers. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { inPage, untilPeople, untilSaid, untilStatus } from './support/facts.js';
import { Lab, twoLines } from './support/lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

/** A page whose browser is altered by a script. */
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

/** Ana, then Ben, who joins later and so makes the offer; returns what each page says about the peer. */
async function meet(room: string, ofAna: string, ofBen = '') {
  const ana = await open(room, 'Ana', ofAna);
  await untilStatus(ana, 'joined');
  const ben = await open(room, 'Ben', ofBen);
  await untilStatus(ben, 'joined');
  return { ana, ben, said: () => Promise.all([untilSaid(ana, 'Ben'), untilSaid(ben, 'Ana')]) };
}

/** A browser that supports no video codec for receiving. */
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
test('no codec in common', async () => {
  const { ana, ben, said } = await meet('codecs', WITHOUT_CODECS);
  assert.deepEqual(await said(), [
    'Your browser and Ben’s have no audio or video format in common.',
    'Your browser and Ana’s have no audio or video format in common.',
  ]);
  for (const page of [ana, ben]) assert.deepEqual(await reasonsOf(page), ['link-no-codec']);
});

test('a browser that rejects the description of the other', async () => {
  const { ana, ben, said } = await meet('incompatible', TAKES_NO_OFFER);
  assert.deepEqual(await said(), [
    'Your browser and Ben’s aren’t compatible.',
    'Your browser and Ana’s aren’t compatible.',
  ]);
  for (const page of [ana, ben]) assert.deepEqual(await reasonsOf(page), ['link-incompatible']);
});

test('a page that is blocked, until it continues', async () => {
  const holder = createServer();
  const asked = once(holder, 'request') as Promise<[unknown, ServerResponse]>;
  await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening));
  after(() => holder.close());
  const { port } = holder.address() as AddressInfo;

  const ana = await open('still', 'Ana');
  await untilStatus(ana, 'joined');
  // A synchronous request blocks the whole page.
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
  // The server gets no messages from Ana either.
  assert.equal(await untilSaid(ben, 'Ana'), 'Ana lost the server connection.');
  assert.deepEqual(await reasonsOf(ben), ['link-server-lost']);
  response.end();
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
});
