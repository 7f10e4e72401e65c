/** Real browsers that receive hostile descriptions through the real server: the call of the others continues. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { Signal } from '../../../src/protocol.js';
import { RawClient } from '../../server/support/raw-client.js';
import { inPage, until, untilFrames, untilPeople } from '../support/facts.js';
import { Lab } from '../support/lab.js';

const lab = await Lab.start();
afterEach(() => lab.clear());

/** A browser's offer or answer, corrupted in every way that crashes some program. */
function hostile(sound: string): { [how: string]: string } {
  const line = 'm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n';
  const [head = ''] = sound.split('\r\nm=');
  return {
    'a thousand lines of media': `${head}\r\n${line.repeat(1_000)}`,
    'as many lines of media as are read': `${head}\r\n${line.repeat(16)}`,
    'a line as long as can be': `${sound}a=${'x'.repeat(60_000 - sound.length - 4)}\r\n`,
    "another's fingerprint": sound.replace(
      /(a=fingerprint:sha-256 ).*/g,
      `$1${'AA:'.repeat(31)}AA`,
    ),
    'plan B': sound
      .replace(/a=mid:.*\r\n/g, '')
      .replace(/a=group:.*\r\n/g, 'a=msid-semantic: WMS *\r\n'),
    'no ufrag': sound.replace(/a=ice-ufrag:.*\r\n/g, ''),
    'a ufrag of letters that are none': sound.replace(/a=ice-ufrag:.*/g, 'a=ice-ufrag:\ud800\0'),
    'setup:passive': sound.replace(/a=setup:.*/g, 'a=setup:passive'),
    'candidates at home': sound.replace(
      /a=setup:/g,
      'a=candidate:1 1 udp 9 127.0.0.1 9 typ host\r\na=candidate:2 1 udp 8 169.254.169.254 80 typ host\r\na=setup:',
    ),
    nothing: '',
  };
}

/** A description as this browser creates it, with two audio and two video transceivers. */
const describeIn = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.createDataChannel('beat', { negotiated: true, id: 0 });
    for (const kind of ['audio', 'video', 'video', 'audio']) connection.addTransceiver(kind);
    const { sdp } = await connection.createOffer();
    connection.close();
    return sdp!;
  });

async function open(room: string): Promise<{ ana: Page; ben: Page; errors: string[] }> {
  const errors: string[] = [];
  const pages: Page[] = [];
  for (const name of ['Ana', 'Ben']) {
    const page = await lab.open(lab.embed(`room="${room}" name="${name}" autojoin`));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('error', (error) => errors.push(`crashed: ${String(error)}`));
    pages.push(page);
  }
  const [ana, ben] = pages as [Page, Page];
  return { ana, ben, errors };
}

const idOf = (page: Page) => inPage(page, (one) => one.self!.id);
const untilSeen = (page: Page, count: number) =>
  until(page, `${count} people`, (one, wanted) => one.participants.length === wanted, count);
const untilConnected = (page: Page, name: string) =>
  until(
    page,
    `a link to ${name}`,
    (one, who) =>
      one.participants.some(
        (person) => person.name === who && one.call?.linkStatus(person.id) === 'connected',
      ),
    name,
  );

test('hostile offers do not affect the call of the others', async () => {
  const { ana, ben, errors } = await open('offers');
  await untilPeople(ana, ['Ana', 'Ben']);
  const sound = await describeIn(ana);
  const eve = await RawClient.open(lab.server.url, 'offers');
  await eve.join('Eve', 'e'.repeat(32));
  await untilSeen(ana, 3);
  const to = await idOf(ana);
  const answers = () => eve.heard.filter(({ type }) => type === 'signal').length;
  let epoch = 0;
  for (const sdp of Object.values(hostile(sound))) {
    const page = 'page of Eve';
    eve.say({
      type: 'signal',
      to,
      signal: { type: 'offer', page, epoch: ++epoch, number: 0, sdp },
    });
  }
  // Descriptions are handled one by one, and some of the valid ones are answered.
  await eve.until('answer', () => answers() > 0);
  await untilConnected(ana, 'Ben');
  await untilFrames(ana, 'Ben');
  await untilFrames(ben, 'Ana');
  eve.say({ type: 'leave' });
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  eve.close();
  assert.deepEqual(errors, []);
});

test('hostile answers do not affect the call of the others', async () => {
  const eve = await RawClient.open(lab.server.url, 'answers');
  await eve.join('Eve', 'e'.repeat(32));
  const { ana, ben, errors } = await open('answers');
  await Promise.all([ana, ben].map((page) => untilSeen(page, 3)));
  const sound = (await describeIn(ana)).replaceAll('a=setup:actpass', 'a=setup:active');
  const to = await idOf(ana);
  const page = 'page of Eve';
  const lies = Object.values(hostile(sound));
  const offers = () =>
    eve.heard.flatMap((message): Signal[] => {
      if (message.type === 'signal') return message.from === to ? [message.signal as Signal] : [];
      const offer = message.type === 'roster' ? message.offer : undefined;
      return offer?.from === to ? [offer.signal as Signal] : [];
    });
  for (const sdp of lies.slice(0, 8)) {
    await eve.until('offer', () => offers().some(({ type }) => type === 'offer'));
    const { epoch, number } = offers().findLast(({ type }) => type === 'offer') as Signal & {
      type: 'offer';
    };
    eve.say({ type: 'signal', to, signal: { type: 'answer', page, epoch, number, sdp } });
  }
  await untilConnected(ana, 'Ben');
  await untilFrames(ana, 'Ben');
  await untilFrames(ben, 'Ana');
  eve.say({ type: 'leave' });
  await Promise.all([ana, ben].map((one) => untilPeople(one, ['Ana', 'Ben'])));
  eve.close();
  assert.deepEqual(errors, []);
});
