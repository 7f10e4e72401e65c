/** Why two people can't connect: both ends report the same within 15 s, while the rest of the call goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallError } from '../../../src/call/call-error.js';
import type { CallOptions } from '../../../src/call/call.js';
import type { LinkProblem } from '../../../src/call/call-api.js';
import {
  factsOf,
  readDescription,
  noFindings,
  type LinkFacts,
} from '../../../src/call/diagnostics/link-facts.js';
import { diagnose } from '../../../src/call/diagnostics/diagnose.js';
import { World, type Page } from '../../fakes/world.js';

const WITHIN = 15_000;
const STUN = { urls: 'stun:site' };
const RELAY = { urls: ['turn:site'], username: 'ana', credential: 'secret' };

/** What is wrong with the network, and what each end reports about it. */
interface Case {
  readonly name: string;
  readonly servers?: RTCIceServer[];
  readonly options?: Partial<Record<string, Partial<CallOptions>>>;
  /** The candidates each finds; by default `host` and a reflexive address from STUN. */
  readonly found?: Readonly<Record<string, readonly string[]>>;
  readonly errors?: Readonly<Record<string, number>>;
  happen?(world: World, pages: Record<'ana' | 'ben', Page>): void;
  readonly reason: LinkProblem['reason'];
  /** As seen by Ana, the elder. */
  readonly whose: LinkProblem['whose'];
}

const usual = ['typ host', 'typ srflx'];
const relayed = [...usual, 'typ relay'];
const turned = { self: 'other', other: 'self', both: 'both' } as const;

const cases: readonly Case[] = [
  { name: 'both networks are closed', reason: 'link-blocked', whose: 'both' },
  {
    name: 'the router of one takes another port for each',
    found: {
      Ana: [
        'typ host',
        '1 1 udp 9 198.51.100.1 4001 typ srflx raddr 10.0.0.2 rport 50000',
        '2 1 udp 9 198.51.100.1 4002 typ srflx raddr 10.0.0.2 rport 50000',
      ],
    },
    reason: 'link-blocked',
    whose: 'self',
  },
  {
    name: 'one network lets no UDP out',
    found: { Ben: ['typ host'] },
    reason: 'link-no-udp',
    whose: 'other',
  },
  {
    name: 'something keeps a browser from calls',
    found: { Ana: [] },
    reason: 'link-no-address',
    whose: 'self',
  },
  {
    name: 'one hides its address, and there is no relay',
    options: { Ben: { iceTransportPolicy: 'relay' } },
    found: { Ben: [] },
    reason: 'link-relay-missing',
    whose: 'other',
  },
  {
    name: 'the relay takes no credentials',
    servers: [STUN, RELAY],
    errors: { Ana: 401, Ben: 401 },
    reason: 'link-relay-refused',
    whose: 'both',
  },
  {
    name: 'the relay has no room for one',
    servers: [STUN, RELAY],
    found: { Ana: relayed },
    errors: { Ben: 486 },
    reason: 'link-relay-refused',
    whose: 'other',
  },
  {
    name: 'the relay does not answer one of them',
    servers: [STUN, RELAY],
    found: { Ben: relayed },
    errors: { Ana: 701 },
    reason: 'link-relay-unreachable',
    whose: 'self',
  },
  {
    name: 'nothing gets through the relay',
    servers: [STUN, RELAY],
    found: { Ana: relayed, Ben: relayed },
    reason: 'link-relay-silent',
    whose: 'both',
  },
  {
    name: 'nothing can be encrypted',
    happen: ({ internet }) => {
      internet.isOpen = () => true;
      internet.isSpoiled = (...hosts) => !hosts.includes('Chi');
    },
    reason: 'link-not-encrypted',
    whose: 'both',
  },
  {
    name: 'the browsers have no codec in common, though the link is up',
    happen: ({ internet }) => {
      internet.isOpen = () => true;
      internet.haveCodec = (...hosts) => hosts.includes('Chi');
    },
    reason: 'link-no-codec',
    whose: 'both',
  },
  {
    name: 'a browser does not take the descriptions of the other',
    happen: (_world, { ana }) => {
      refuseDescriptions(ana);
    },
    reason: 'link-incompatible',
    whose: 'both',
  },
];

/** A browser that rejects every remote description. */
function refuseDescriptions({ connections }: Page): void {
  const push = connections.push.bind(connections);
  connections.push = (...more) => {
    for (const one of more) {
      one.setRemoteDescription = () => Promise.reject(new Error('InvalidAccessError'));
    }
    return push(...more);
  };
}

/** A call in which Ana and Ben can't connect to each other; Chi can connect to both. */
async function meet({ servers = [STUN], options, found = {}, errors = {}, happen }: Case) {
  const world = await World.create();
  const { internet, clock } = world;
  internet.isOpen = (...hosts) => hosts.includes('Chi');
  internet.candidatesOf = (host) => found[host] ?? usual;
  internet.errorsOf = (host) =>
    errors[host] ? [{ errorCode: errors[host], url: 'turn:site?transport=udp' }] : [];
  const page = (name: string) => world.page(name, { iceServers: servers, ...options?.[name] });
  const ana = page('Ana');
  const chi = page('Chi');
  const ben = page('Ben');
  happen?.(world, { ana, ben });
  for (const { call } of [ana, chi, ben]) {
    void call.join();
    await clock.until(() => call.status === 'joined');
  }
  return { world, ana, ben, chi, from: clock.now() };
}

const idOf = ({ call }: Page) => call.self!.id;
const problemOf = (page: Page, other: Page) => page.call.linkProblem(idOf(other));
const isHeard = (page: Page, other: Page) => page.call.linkStatus(idOf(other)) === 'connected';

/** The errors that a page reports from now on. */
function errorsOf({ call }: Page): CallError[] {
  const errors: CallError[] = [];
  call.on('call-error', (error) => errors.push(error));
  return errors;
}

for (const one of cases) {
  test(`both learn within 15 s that ${one.name}`, async () => {
    const { world, ana, ben, chi, from } = await meet(one);
    const errors = [ana, ben].map(errorsOf);
    const isKnown = () => problemOf(ana, ben) !== undefined && problemOf(ben, ana) !== undefined;
    await world.clock.until(isKnown, WITHIN);
    assert.ok(world.clock.now() - from <= WITHIN);
    const { reason, whose } = one;
    assert.deepEqual(problemOf(ana, ben), { reason, whose });
    assert.deepEqual(problemOf(ben, ana), { reason, whose: turned[whose] });
    // It neither changes later nor is reported again.
    await world.clock.advance(40_000);
    assert.deepEqual(problemOf(ana, ben), { reason, whose });
    assert.deepEqual(problemOf(ben, ana), { reason, whose: turned[whose] });
    for (const [index, other] of [ben, ana].entries()) {
      const told = errors[index]!.filter(({ participant }) => participant === idOf(other));
      assert.deepEqual(
        told.map((error) => error.reason),
        [reason],
      );
    }
    // A browser that rejects all descriptions has no link at all.
    if (reason === 'link-incompatible') return;
    for (const page of [ana, ben]) {
      assert.equal(problemOf(page, chi), undefined);
      assert.ok(isHeard(page, chi) && isHeard(chi, page), 'the rest of the call goes on');
    }
  });
}

test('a verdict is withdrawn at both ends when the link comes up after all', async () => {
  const { world, ana, ben } = await meet(cases[0]!);
  await world.clock.until(() => problemOf(ana, ben) !== undefined, WITHIN);
  await world.clock.until(() => problemOf(ben, ana) !== undefined, WITHIN);
  world.internet.isOpen = () => true;
  await world.clock.until(() => isHeard(ana, ben) && isHeard(ben, ana), 20_000);
  await world.clock.advance(1_000);
  assert.equal(problemOf(ana, ben), undefined);
  assert.equal(problemOf(ben, ana), undefined);
});

test('a link that was connected and cannot be restored is diagnosed like a new one', async () => {
  const { world, ana, ben } = await meet({
    ...cases[0]!,
    happen: ({ internet }) => (internet.isOpen = () => true),
  });
  await world.clock.until(() => isHeard(ana, ben) && isHeard(ben, ana), 5_000);
  await world.clock.advance(20_000);
  assert.equal(problemOf(ana, ben), undefined);
  world.internet.isOpen = (...hosts) => hosts.includes('Chi');
  const isKnown = () => problemOf(ana, ben) !== undefined && problemOf(ben, ana) !== undefined;
  await world.clock.until(isKnown, WITHIN);
  assert.deepEqual(problemOf(ana, ben), { reason: 'link-blocked', whose: 'both' });
  assert.deepEqual(problemOf(ben, ana), { reason: 'link-blocked', whose: 'both' });
});

test('a link that takes five seconds is not reported', async () => {
  const { world, ana, ben } = await meet(cases[0]!);
  const errors = [ana, ben].map(errorsOf);
  await world.clock.advance(5_000);
  world.internet.isOpen = () => true;
  await world.clock.until(() => isHeard(ana, ben), 5_000);
  await world.clock.advance(30_000);
  assert.deepEqual(errors, [[], []]);
});

test('a blocked page is reported as not answering', async () => {
  const world = await World.create();
  const [ana] = await world.joined('Ana');
  // Ben's socket is alive, as if only the runtime answered for it.
  const deaf = world.page('Ben');
  world.internet.isOpen = () => false;
  void deaf.call.join();
  await world.clock.until(() => deaf.call.status === 'joined');
  world.server.fate = ({ to, host, text }) =>
    host === 'Ben' && text.includes('"type":"signal"') && to ? [] : [10];
  await world.clock.until(() => problemOf(ana!, deaf) !== undefined, WITHIN);
  assert.deepEqual(problemOf(ana!, deaf), { reason: 'link-unanswered', whose: 'other' });
});

test('a page that is older than these reasons is judged by what it names', async () => {
  const { world, ana, ben } = await meet({
    ...cases[0]!,
    found: { Ana: usual, Ben: ['typ host'] },
    happen: ({ server }) => {
      server.fate = ({ host, text }) =>
        host === 'Ben' && text.includes('"type":"facts"') ? [] : [10];
    },
  });
  await world.clock.until(() => problemOf(ana, ben) !== undefined, WITHIN);
  assert.deepEqual(problemOf(ana, ben), { reason: 'link-no-udp', whose: 'other' });
});

test('a participant who lost the server learns so, as do the others', async () => {
  const world = await World.create();
  const [ana, ben] = await world.joined('Ana', 'Ben');
  await world.clock.advance(5_000);
  world.cut.add('Ana');
  world.move('Ana');
  const isKnown = () => problemOf(ana!, ben!) !== undefined && problemOf(ben!, ana!) !== undefined;
  await world.clock.until(isKnown, WITHIN);
  assert.deepEqual(problemOf(ana!, ben!), { reason: 'link-server-lost', whose: 'self' });
  assert.deepEqual(problemOf(ben!, ana!), { reason: 'link-server-lost', whose: 'other' });
});

test('a healthy call sends no facts', async () => {
  const world = await World.create();
  let facts = 0;
  world.server.fate = ({ text }) => {
    if (text.includes('"type":"facts"')) facts++;
    return [10];
  };
  await world.joined('Ana', 'Ben', 'Chi');
  await world.clock.advance(60_000);
  assert.equal(facts, 0);
});

/** Every combination of facts that an end can have. */
function* allFacts(): Generator<LinkFacts> {
  for (const stage of ['none', 'offered', 'answered'] as const)
    for (const isReached of [false, true])
      for (const hasNoCodec of [false, true])
        for (const found of ['nothing', 'something'] as const)
          for (const network of ['open', 'strict', 'no-udp'] as const)
            for (const relay of ['none', 'found', 'refused', 'unreachable'] as const)
              for (const hides of [false, true])
                yield { stage, isReached, hasNoCodec, found, network, relay, hides };
}

test('both ends judge alike, whatever the facts', () => {
  const all = [...allFacts()];
  for (const mine of all) {
    for (const theirs of all) {
      const here = diagnose(mine, theirs, true);
      const there = diagnose(theirs, mine, false);
      assert.equal(here.reason, there.reason);
      assert.equal(here.whose, turned[there.whose]);
    }
  }
});

/** What candidates reveal about a network, with a STUN server configured. */
function networkOf(...candidates: string[]): LinkFacts['network'] {
  const findings = noFindings();
  readDescription(candidates.map((one) => `a=candidate:${one}\r\n`).join(''), findings);
  const progress = { stage: 'answered', isReached: false, hasNoCodec: false } as const;
  return factsOf(findings, { iceServers: [STUN] }, progress).network;
}

test('a network without UDP is distinguished from one whose address needs no STUN', () => {
  const host = (address: string) => `1 1 udp 2113937151 ${address} 50000 typ host generation 0`;
  for (const address of ['192.168.1.2', '10.1.0.2', '172.20.0.2', '100.64.3.2', '127.0.0.1']) {
    assert.equal(networkOf(host(address)), 'no-udp', address);
  }
  for (const address of ['0b1c.local', 'fe80::1', 'fd12:3456::1', '::1']) {
    assert.equal(networkOf(host(address)), 'no-udp', address);
  }
  for (const address of ['203.0.113.7', '172.15.0.1', '2001:db8::7']) {
    assert.equal(networkOf(host(address)), 'open', address);
  }
  assert.equal(networkOf('1 1 tcp 1518280447 203.0.113.7 9 typ host tcptype active'), 'no-udp');
});

test('a router is strict if it takes two ports for one of ours', () => {
  const mapped = (port: number, base: number) =>
    `1 1 udp 1677729535 198.51.100.1 ${port} typ srflx raddr 10.0.0.2 rport ${base} generation 0`;
  assert.equal(networkOf(mapped(4001, 50_000), mapped(4002, 50_000)), 'strict');
  assert.equal(networkOf(mapped(4001, 50_000), mapped(4002, 50_001)), 'open');
  assert.equal(networkOf(mapped(4001, 50_000), mapped(4001, 50_000)), 'open');
  assert.equal(networkOf(mapped(4001, 0), mapped(4002, 0)), 'open');
});
