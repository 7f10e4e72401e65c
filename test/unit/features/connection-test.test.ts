/** The connection test: what it finds, what it concludes, what it reports, and what it never reveals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallError } from '../../../src/call/call-error.js';
import {
  ConnectionTest,
  type ConnectionTestOptions,
} from '../../../src/features/connection-test.js';
import { readCandidate } from '../../../src/features/connection-test/gather.js';
import { judgeTalk, measure } from '../../../src/features/connection-test/loopback.js';
import { relaysOf } from '../../../src/features/connection-test/relays.js';
import {
  STEP_IDS,
  type ConnectionReport,
  type StepId,
  type StepOf,
} from '../../../src/features/connection-test/report.js';
import { testConnection } from '../../../src/features/connection-test/test-connection.js';
import { PING } from '../../../src/protocol.js';
import { connectionReport } from '../../../src/ui/diagnostics/connection-report.js';
import { englishConnection, lineOf } from '../../../src/ui/i18n/connection-words.js';
import { words as arabic } from '../../../src/ui/i18n/languages/connection-ar.js';
import { words as german } from '../../../src/ui/i18n/languages/connection-de.js';
import { FakeWays, HOST, OUTSIDE, RELAY, type Answer } from '../../fakes/fake-ways.js';

const [UDP, TCP, TLS] = [
  'turn:relay.example.com',
  'turn:relay.example.com:3478?transport=tcp',
  'turns:relay.example.com:443?transport=tcp',
] as const;
const LANGUAGES = { en: englishConnection, de: german, ar: arabic };

/** A server with relays that respond as given. */
function withRelays(answers: Partial<Record<string, Answer>>): FakeWays {
  const ways = new FakeWays();
  for (const [url, answer] of Object.entries(answers)) ways.relays.set(url, answer!);
  ways.ice = [
    { urls: ['stun:relay.example.com'] },
    { urls: Object.keys(answers), username: 'a name', credential: 'a secret' },
  ];
  return ways;
}

const allReached = () =>
  withRelays({ [UDP]: { after: 40 }, [TCP]: { after: 60 }, [TLS]: { after: 80 } });

const optionsFor = (ways: FakeWays): ConnectionTestOptions => ({
  server: 'https://calls.example.com',
  room: 'a-secret-room',
  platform: ways.platform,
  surroundings: ways.surroundings,
});

async function run(
  ways: FakeWays,
  options: Partial<ConnectionTestOptions> = {},
): Promise<ConnectionReport> {
  const running = new ConnectionTest({ ...optionsFor(ways), ...options }).run();
  let report: ConnectionReport | undefined;
  void running.then((it) => (report = it));
  await ways.clock.until(() => report !== undefined);
  assert.equal(ways.open, 0, 'nothing stays open');
  return report!;
}

const stepOf = <Id extends StepId>({ steps }: ConnectionReport, id: Id) =>
  steps.find((step) => step.id === id) as StepOf<Id>;
const verdictsOf = ({ steps }: ConnectionReport) =>
  Object.fromEntries(steps.map(({ id, verdict }) => [id, verdict]));

test('everything is good if everything works, and every step is reported once, in order', async () => {
  const ways = allReached();
  const report = await run(ways);
  assert.deepEqual(
    report.steps.map(({ id }) => id),
    [...STEP_IDS],
  );
  assert.ok(Object.values(verdictsOf(report)).every((verdict) => verdict === 'good'));
  assert.equal(report.conclusion, 'ready');
  assert.equal(report.verdict, 'good');
  assert.deepEqual(stepOf(report, 'candidates').facts, { host: 1, outside: 1, relay: 3 });
  assert.equal(stepOf(report, 'relay-tls').facts.time, 80);
  const { loss, roundTrip, transport } = stepOf(report, 'loopback').facts;
  assert.deepEqual({ loss, roundTrip, transport }, { loss: 0, roundTrip: 40, transport: 'udp' });
});

test('the server is contacted as from the lobby: five pings, and no join', async () => {
  const ways = allReached();
  const { facts } = stepOf(await run(ways), 'server');
  assert.deepEqual(ways.sent, Array<string>(5).fill(PING));
  assert.deepEqual(
    { roundTrip: facts.roundTrip, answers: facts.answers },
    { roundTrip: 34, answers: 5 },
  );
});

test('each step is heard of as it ends, before the report', async () => {
  const ways = allReached();
  const heard: string[] = [];
  const report = await run(ways, { onStep: ({ id }) => heard.push(id) });
  assert.deepEqual([...heard].sort(), report.steps.map(({ id }) => id).sort());
  assert.equal(heard.at(-1), 'loopback');
});

test('a relay that is out of reach by UDP alone is a warning, and the call goes by TCP', async () => {
  const report = await run(withRelays({ [UDP]: { code: 701 }, [TCP]: { after: 60 } }));
  assert.equal(stepOf(report, 'relay-udp').finding, 'unreached');
  assert.equal(stepOf(report, 'relay-udp').verdict, 'warn');
  assert.equal(stepOf(report, 'relay-tls').finding, 'none');
  assert.equal(stepOf(report, 'loopback').facts.transport, 'tcp');
  assert.equal(report.conclusion, 'no-udp');
});

test('a relay that says nothing is waited for, and then out of reach', async () => {
  const report = await run(withRelays({ [UDP]: 'silent' }));
  assert.equal(stepOf(report, 'relay-udp').verdict, 'bad');
  assert.equal(stepOf(report, 'loopback').verdict, 'skipped');
  assert.equal(report.conclusion, 'relay-unreached');
  assert.ok(report.took < 10_000);
});

test('a relay that rejects credentials is distinguished from a full one and an unreachable one', async () => {
  const findings = [];
  for (const code of [401, 486, 437, 701]) {
    const report = await run(withRelays({ [UDP]: { code } }));
    findings.push([stepOf(report, 'relay-udp').finding, report.conclusion]);
  }
  assert.deepEqual(findings, [
    ['unauthorized', 'relay-refused'],
    ['full', 'relay-refused'],
    ['refused', 'relay-refused'],
    ['unreached', 'relay-unreached'],
  ]);
});

test('an address of a relay that the browser does not take harms nothing else', async () => {
  const report = await run(new FakeWays(), {
    iceServers: [{ urls: 'turn:#' }, { urls: TCP }],
  });
  assert.equal(stepOf(report, 'relay-udp').facts.errorCode, 0);
});

test('servers of the page take the place of those of the room server', async () => {
  const ways = withRelays({ [UDP]: { code: 401 } });
  ways.relays.set(TLS, { after: 30 });
  const report = await run(ways, { iceServers: [{ urls: TLS }] });
  assert.equal(stepOf(report, 'relay-udp').finding, 'none');
  assert.equal(stepOf(report, 'relay-tls').finding, 'reached');
});

test('without a relay calls still work from most networks', async () => {
  const report = await run(new FakeWays());
  assert.equal(report.conclusion, 'no-relay');
  assert.equal(stepOf(report, 'loopback').finding, 'none');
});

test('unreachable, silent, slow and incompatible servers are distinguished', async () => {
  const found = async (change: Partial<FakeWays>) => {
    const report = await run(Object.assign(allReached(), change));
    return [stepOf(report, 'server').finding, report.conclusion];
  };
  assert.deepEqual(await found({ server: 'closed' }), ['unreachable', 'server']);
  assert.deepEqual(await found({ server: 'mute' }), ['silent', 'server']);
  assert.deepEqual(await found({ server: 'silent' }), ['silent', 'server']);
  assert.deepEqual(await found({ roundTrip: 700 }), ['slow', 'slow-server']);
  assert.deepEqual(await found({ version: 99 }), ['version', 'version']);
});

test('a socket that the browser refuses to open is a server out of reach', async () => {
  const ways = allReached();
  const openSocket = () => {
    throw new DOMException('insecure', 'SecurityError');
  };
  const report = await run(ways, { platform: { ...ways.platform, openSocket } });
  assert.equal(stepOf(report, 'server').finding, 'unreachable');
});

test('a test that does not know the relays does not report that there are none', async () => {
  const report = await run(Object.assign(allReached(), { server: 'closed' }));
  assert.equal(stepOf(report, 'relay-udp').finding, 'unknown');
});

test('what the browser finds is judged by how far it reaches', async () => {
  const found = async (change: Partial<FakeWays>) => {
    const report = await run(Object.assign(new FakeWays(), change));
    return [stepOf(report, 'candidates').finding, report.conclusion];
  };
  assert.deepEqual(await found({ found: [`udp 1 ${HOST} 50000 typ host`] }), ['local', 'local']);
  assert.deepEqual(await found({ found: [] }), ['none', 'blocked']);
});

test('the page, its frame, permission and devices are judged before the network', async () => {
  const found = async (change: Partial<FakeWays>, id: StepId) => {
    const report = await run(Object.assign(allReached(), change));
    const { finding, verdict } = stepOf(report, id);
    return `${finding} ${verdict}, ${report.conclusion} ${report.verdict}`;
  };
  const no = (microphone: 'denied' | 'prompt', camera: 'denied' | 'prompt') => ({
    permissions: { microphone, camera },
  });
  assert.equal(await found({ isSecure: false }, 'context'), 'insecure bad, insecure bad');
  assert.equal(await found({ isSupported: false }, 'context'), 'unsupported bad, unsupported bad');
  assert.equal(await found({ blocked: ['camera'] }, 'policy'), 'blocked warn, devices warn');
  assert.equal(await found({ blocked: ['microphone'] }, 'policy'), 'blocked bad, devices bad');
  assert.equal(await found(no('denied', 'prompt'), 'permission'), 'denied bad, devices bad');
  assert.equal(await found(no('prompt', 'denied'), 'permission'), 'denied warn, devices warn');
  assert.equal(await found(no('prompt', 'prompt'), 'permission'), 'prompt good, ready good');
  assert.equal(await found({ devices: ['audioinput'] }, 'devices'), 'no-camera warn, devices warn');
  assert.equal(await found({ devices: [] }, 'devices'), 'none bad, devices bad');
});

test('a loopback call measures loss, delay and jitter', async () => {
  const lossy = allReached();
  lossy.isLost = (number) => number % 12 === 0;
  const report = await run(lossy);
  const { finding, verdict, facts } = stepOf(report, 'loopback');
  assert.equal(finding, 'lossy');
  assert.ok(facts.loss! > 0.03 && facts.sent > facts.returned);
  assert.deepEqual([report.conclusion, report.verdict], ['weak', verdict]);
  const slow = stepOf(await run(Object.assign(allReached(), { latency: 400 })), 'loopback');
  assert.deepEqual([slow.finding, slow.verdict], ['slow', 'warn']);
  assert.deepEqual(
    judgeTalk({
      transport: 'udp',
      ...measure(
        3,
        new Map([
          [0, 40],
          [1, 140],
          [2, 40],
        ]),
      ),
    }),
    {
      verdict: 'warn',
      finding: 'uneven',
    },
  );
});

test('what is measured is what it is called', () => {
  const times = new Map([...Array(100).keys()].map((number) => [number, number + 1]));
  const { loss, roundTrip, p95, jitter } = measure(200, times);
  assert.deepEqual(
    { loss, roundTrip, p95, jitter },
    { loss: 0.5, roundTrip: 50, p95: 95, jitter: 1 },
  );
  assert.deepEqual(measure(0, new Map()).loss, undefined);
});

test('a relay whose calls with itself all fail is no reason to call the connection weak', async () => {
  const ways = allReached();
  ways.isLost = () => true;
  const report = await run(ways);
  assert.equal(stepOf(report, 'loopback').finding, 'failed');
  assert.equal(report.conclusion, 'ready');
});

test('an aborted test ends immediately, with nothing left open and no further reports', async () => {
  for (const after of [0, 10, 60, 500, 2_000]) {
    const ways = allReached();
    const ending = new AbortController();
    const heard: string[] = [];
    const { signal } = ending;
    const running = new ConnectionTest({
      ...optionsFor(ways),
      signal,
      onStep: ({ id }) => heard.push(id),
    }).run();
    const failed = assert.rejects(running, { name: 'AbortError' });
    await ways.clock.advance(after);
    ending.abort();
    const count = heard.length;
    await ways.clock.advance(30_000);
    await failed;
    assert.equal(heard.length, count);
    assert.equal(ways.open, 0, `aborted after ${after} ms`);
  }
});

test('without a room or a server there is nothing to test', async () => {
  const ways = new FakeWays();
  const reasonOf = (options: Partial<ConnectionTestOptions>) =>
    testConnection({ ...optionsFor(ways), ...options }).catch(
      (error: unknown) => error instanceof CallError && error.reason,
    );
  assert.equal(await reasonOf({ room: '' }), 'no-room');
  assert.equal(await reasonOf({ server: '' }), 'no-server');
});

test('relays are known by how they are reached', () => {
  const urls = [UDP, TCP, TLS, 'turns:a.example', 'TURN:b.example?transport=TCP', 'stun:c.example'];
  assert.deepEqual(
    relaysOf([{ urls }, { urls: UDP }]).map(({ transport }) => transport),
    ['udp', 'tcp', 'tls', 'tls', 'tcp', 'udp'],
  );
});

test('candidates are read from their own line, also those with names and of IPv6', () => {
  const read = (rest: string) => readCandidate(`candidate:842163049 1 ${rest}`);
  assert.deepEqual(read('udp 2122 4f1a.local 53210 typ host generation 0'), {
    kind: 'host',
    address: 'udp 4f1a.local:53210',
  });
  assert.equal(read('TCP 1 2001:db8::7 9 typ host tcptype active')?.address, 'tcp [2001:db8::7]:9');
  assert.equal(readCandidate(''), undefined);
});

test('no report holds an address, a name or a secret unless addresses are asked for', async () => {
  const ways = allReached();
  const shown = await run(ways, { addresses: true });
  const hidden = await run(allReached());
  const SECRETS = ['a secret', 'a name', 'a-secret-room'];
  const ADDRESSES = [HOST, OUTSIDE, RELAY, 'relay.example.com', 'calls.example.com'];
  const isIn = (text: string, parts: readonly string[]) =>
    parts.filter((part) => text.includes(part));
  assert.deepEqual(isIn(JSON.stringify(hidden), [...SECRETS, ...ADDRESSES]), []);
  assert.deepEqual(isIn(JSON.stringify(shown), SECRETS), []);
  for (const { connectionTest: words } of Object.values(LANGUAGES)) {
    const options = { title: 'Test', words, browser: 'A browser' };
    const without = connectionReport(shown, { ...options, addresses: false });
    assert.deepEqual(isIn(without, [...SECRETS, ...ADDRESSES]), []);
    const having = connectionReport(shown, { ...options, addresses: true });
    assert.deepEqual(isIn(having, SECRETS), []);
    assert.deepEqual(isIn(having, ADDRESSES), ADDRESSES);
    assert.ok(without.includes(words.conclusions.ready));
    assert.ok(without.includes('roundTrip=34'));
  }
});

test('every language says something else of each thing that can be found', async () => {
  const reports = await Promise.all([
    run(allReached()),
    run(withRelays({ [UDP]: { code: 401 }, [TCP]: { code: 437 }, [TLS]: { code: 508 } })),
    run(Object.assign(new FakeWays(), { server: 'closed', isSecure: false, devices: [] })),
  ]);
  for (const [language, { connectionTest: words }] of Object.entries(LANGUAGES)) {
    for (const step of reports.flatMap(({ steps }) => steps)) {
      const line = lineOf(words.lines, step);
      assert.ok(line.length > 3 && !/undefined|NaN/.test(line), `${language} ${step.id}: ${line}`);
    }
    assert.deepEqual(Object.keys(words.steps), [...STEP_IDS], language);
  }
});
