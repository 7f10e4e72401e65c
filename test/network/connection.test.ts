/** The connection test in real networks, with a real relay: its findings, and how it words them. */
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type {
  ConnectionReport,
  StepId,
  StepOf,
} from '../../src/features/connection-test/report.js';
import type { VideoCallElement } from '../../src/ui/element/video-call.js';
import { NetworkLab, type BrowserName, type Relays } from './lab.js';

const hasFirefox = Boolean(process.env['FIREFOX_PATH']);
const lab = await NetworkLab.start();
after(() => lab.stop());
afterEach(() => lab.clear());

const lobby = (relays: Relays, browser: BrowserName = 'chromium') =>
  lab.open('a', 'room="a room of mine" camera-off', relays, { browser });

const testIn = (page: Page, options = {}): Promise<ConnectionReport> =>
  page.evaluate(async (options) => {
    await customElements.whenDefined('video-call');
    const element = document.querySelector<VideoCallElement>('video-call')!;
    return element.testConnection(options);
  }, options);

const stepOf = <Id extends StepId>({ steps }: ConnectionReport, id: Id) =>
  steps.find((step) => step.id === id) as StepOf<Id>;
const found = (report: ConnectionReport) =>
  Object.fromEntries(report.steps.map(({ id, finding }) => [id, finding]));

test('a relay is reached over UDP, TCP and TLS, and a call through it is measured', async () => {
  const report = await testIn(await lobby('every'));
  const { server, candidates, loopback, ...others } = found(report);
  const relays = [others['relay-udp'], others['relay-tcp'], others['relay-tls']];
  assert.deepEqual(relays, ['reached', 'reached', 'reached'], JSON.stringify(report));
  assert.deepEqual([server, candidates], ['quick', 'outside']);
  const { facts } = stepOf(report, 'loopback');
  assert.ok(facts.returned > 20 && facts.roundTrip !== undefined, JSON.stringify(facts));
  assert.equal(facts.transport, 'udp');
  assert.notEqual(loopback, 'failed');
  assert.doesNotMatch(JSON.stringify(report), /\d+\.\d+\.\d+\.\d+|\.local|room of mine|credential/);
});

test('if UDP is blocked, the relay is reached over TCP and the report says so', async () => {
  lab.internet.setFirewall('a', 'no-udp');
  const report = await testIn(await lobby('every'), { addresses: true });
  assert.equal(stepOf(report, 'relay-udp').verdict, 'warn', JSON.stringify(report));
  assert.equal(stepOf(report, 'relay-tcp').finding, 'reached');
  assert.equal(stepOf(report, 'loopback').facts.transport, 'tcp');
  assert.ok(stepOf(report, 'relay-tcp').addresses!.some((one) => one.startsWith('turn:')));
});

test('the lobby explains a relay with another secret', async () => {
  const page = await lobby('wrong');
  await page.waitForFunction(() => {
    const root = document.querySelector('video-call')?.shadowRoot;
    const button = root?.querySelector<HTMLElement>('[part~=connection-button]');
    button?.click();
    return Boolean(button);
  });
  const handle = await page.waitForFunction(() => {
    const root = document.querySelector('video-call')!.shadowRoot!;
    const isOver = root.querySelector('[part~=conclusion]:not(.pending)');
    return isOver && root.querySelector<HTMLElement>('[part~=connection]')!.innerText;
  });
  const text = String(await handle.jsonValue());
  assert.match(text, /The relay rejects this page/);
  assert.match(text, /Relay over UDP\s+Problem:\s+The relay rejects the call server’s credentials/);
});

test('an unreachable room server is reported', async () => {
  const page = await lobby('none');
  // Its code comes from that server too, and is loaded before.
  await page.evaluate(async () => {
    await customElements.whenDefined('video-call');
    const element = document.querySelector<VideoCallElement>('video-call')!;
    await element.testConnection({ signal: AbortSignal.abort() }).catch(() => {});
  });
  const revive = await lab.killServer('none');
  try {
    const report = await testIn(page);
    assert.equal(stepOf(report, 'server').finding, 'unreachable');
    assert.equal(report.conclusion, 'server');
  } finally {
    await revive();
  }
});

test('Firefox reports the same', { skip: !hasFirefox && 'there is no Firefox' }, async () => {
  const report = await testIn(await lobby('every', 'firefox'));
  const { facts } = stepOf(report, 'loopback');
  assert.equal(found(report)['relay-udp'], 'reached', JSON.stringify(report));
  assert.equal(found(report)['relay-tcp'], 'reached');
  assert.ok(facts.returned > 20, JSON.stringify(facts));
});
