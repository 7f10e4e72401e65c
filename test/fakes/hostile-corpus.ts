/** Hostile input: frames known to have broken other programs, lies that look valid, and seeded mutations. */
import { EXIT, LIMITS, PING, PONG, ROLES, SOURCES, VERSION } from '../../src/protocol.js';

type Random = () => number;

/** What a hostile client knows about the other participants, and what it owns. */
export interface Knowledge {
  /** Ids of other participants, as listed in rosters. */
  readonly ids: readonly number[];
  readonly pages: readonly string[];
  /** Its own seats; never those of other participants. */
  readonly seats: readonly string[];
  /** Tokens that grant nothing here. */
  readonly tokens?: readonly string[];
}

export const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);
/** An object with an own key of that name, as `JSON.parse` creates it. */
const withKey = (key: string, value: unknown): object =>
  Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true });

/** Names that are only text, whatever they look like. */
const NAMES: readonly string[] = [
  '',
  ' ',
  '\0',
  'Ana\0',
  '\ud800',
  '\udfff\ud800',
  '\u202eevil',
  '\u2066\u202e\u200b\ufeff',
  '\u0301'.repeat(LIMITS.name),
  '💥'.repeat(LIMITS.name),
  'ﷺ'.repeat(LIMITS.name),
  '__proto__',
  'constructor',
  'null',
  '<img src=x onerror=alert(1)>',
  '${alert(1)}',
  '"\\"\n\r\u2028\u2029',
];

/** Values for places where something else is expected. */
const NASTY: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 - 1, 2 ** 64],
  ...['', 'NaN', 'Infinity', '0', '__proto__', 'constructor', 'toString', 'all', PING, PONG],
  ...NAMES,
  ...['x'.repeat(129), 'x'.repeat(LIMITS.sdp + 1), '\ud800'.repeat(64)],
  ...[[], {}, [[]], [null], { length: 1e9 }, { then: 1 }, { toJSON: 1 }, { valueOf: 1 }],
  ...[withKey('__proto__', { type: 'leave' }), withKey('constructor', { prototype: { x: 1 } })],
  Array.from({ length: 1_000 }, () => 0),
  JSON.parse(nested(50)),
  JSON.parse(nested(50, '{"a":', '}').replace(':}', ':0}')),
];

/** Frames that are not messages; each has crashed some program. */
export const FRAMES: readonly string[] = [
  ...['', ' ', '\0', 'null', '0', '-0', '1e400', '"x"', '[]', '{}', 'true', 'NaN', 'undefined'],
  ...[
    '9007199254740992',
    '\ufeff{"type":"leave"}',
    '{"type":"leave"',
    '{"type":"leave"}}',
    `${PING} `,
  ],
  ...['{"__proto__":{"x":1}}', '{"__proto__":{"type":"leave"}}', '{"type":"constructor"}'],
  ...[
    '{"type":"__proto__"}',
    '{"type":"toString"}',
    '{"type":["leave"]}',
    '{"type":{"x":"leave"}}',
  ],
  ...['{"type":"leave","__proto__":{"exit":"x"}}', '{"constructor":{"prototype":{"x":1}}}'],
  ...[
    '{"type":"join"}',
    '{"type":"signal"}',
    '{"type":"roster"}',
    '{"type":"refused"}',
    '"\\ud800"',
  ],
  ...['\ud800', '{"type":"\u202eevael"}', '[{"type":"leave"}]', '{"type":"leave","exit":null}'],
  '['.repeat(5_000),
  nested(5_000),
  `{"type":"signal","to":1,"signal":${'{"a":'.repeat(5_000)}0${'}'.repeat(5_000)}}`,
  `{"type":"signal","to":1,"signal":{"a":${nested(30_000)}}}`,
  'x'.repeat(LIMITS.message + 1),
  JSON.stringify({ type: 'update', profile: { name: 'x'.repeat(LIMITS.message) } }),
  JSON.stringify({ type: 'leave', exit: '\u0000'.repeat(EXIT) }),
];

const hex = (random: Random, length: number) =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

const CANDIDATES = ['127.0.0.1', '169.254.169.254', '::1', '0.0.0.0', '255.255.255.255', 'x.local'];
const candidate = (address: string) => ({
  candidate: `candidate:1 1 udp 2122260223 ${address} 9 typ host generation 0`,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: null,
});

/** Descriptions that no browser would write. */
const DESCRIPTIONS: readonly string[] = [
  '',
  'v=0',
  'null',
  '{"connection":"c1","ufrag":"c1.1","lanes":[],"candidates":[]}',
  '{"connection":"__proto__","ufrag":"..","lanes":["tv"],"candidates":["x"]}',
];

const LONG_DESCRIPTIONS: readonly string[] = [
  'x'.repeat(LIMITS.sdp),
  `v=0\r\no=- 0 0 IN IP4 0\r\ns=-\r\nt=0 0\r\n${'m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n'.repeat(1_000)}`,
];
const description = (random: Random) =>
  pick(random, random() < 0.05 ? LONG_DESCRIPTIONS : DESCRIPTIONS);

/** Signals that are as valid as possible, for a guessed page and epoch. */
export function signalOf(random: Random, pages: readonly string[]): { [key: string]: unknown } {
  const place = {
    page: pick(random, [...pages, 'no page', '']),
    epoch: pick(random, [0, 1, 2, 3, 7, 2 ** 53 - 1]),
  };
  const number = pick(random, [0, 1, 2, 2 ** 53 - 1]);
  switch (pick(random, ['offer', 'answer', 'candidates', 'restart', 'rebuild', 'facts', 'else'])) {
    case 'offer':
      return { type: 'offer', ...place, number, sdp: description(random) };
    case 'answer':
      return { type: 'answer', ...place, number, sdp: description(random) };
    case 'candidates':
      return {
        type: 'candidates',
        ...place,
        number,
        candidates: Array.from({ length: Math.floor(random() * 70) }, () =>
          candidate(pick(random, CANDIDATES)),
        ),
      };
    case 'restart':
      return { type: 'restart', ...place };
    case 'rebuild':
      return { type: 'rebuild', ...place };
    case 'facts':
      return {
        type: 'facts',
        ...place,
        facts: pick(random, [null, 'facts', [], { stage: 'no', relay: 7 }, { stage: 'answered' }]),
      };
    default:
      return { type: pick(random, ['rollback', '__proto__', '']), from: 1, ...place };
  }
}

const profileOf = (random: Random) => ({
  name: pick(random, NAMES),
  sources: SOURCES.filter(() => random() < 0.5),
  counter: pick(random, [0, 1, 2, Math.floor(random() * 1e6), 2 ** 53 - 1]),
});

/** A message that the Room understands, with contents as false as possible. */
function lie(random: Random, { ids, pages, seats, tokens = [] }: Knowledge): object {
  const anybody = pick(random, [...ids, 0, 1, 2 ** 53 - 1]);
  const ours = pick(random, seats);
  const token = pick(random, [...tokens, '', 'x.y.z', 'x'.repeat(LIMITS.token)]);
  switch (
    pick(random, ['join', 'join', 'update', 'signal', 'signal', 'ask', 'policy', 'token', 'leave'])
  ) {
    case 'join':
      return {
        type: 'join',
        version: pick(random, [VERSION, VERSION, VERSION, VERSION, 0, VERSION + 1, 2 ** 53 - 1]),
        page: pick(random, [...pages, 'page of Eve', '\0', 'x'.repeat(LIMITS.page)]),
        profile: profileOf(random),
        // A guess, an id in the form of a seat, or a seat that was ours before.
        seat: pick(random, [ours, ours, hex(random, 32), `${anybody}`.padStart(32, '0')]),
        ...(random() < 0.5 && { offer: { ...signalOf(random, pages), from: anybody } }),
        ...(random() < 0.5 && { token }),
      };
    case 'update':
      return { type: 'update', profile: profileOf(random) };
    case 'signal':
      return { type: 'signal', to: anybody, signal: signalOf(random, pages) };
    case 'ask':
      return {
        type: 'ask',
        to: pick<number | string>(random, [...ids, 'all']),
        action: pick(random, ['mute', 'stop-screen', 'remove', 'admit', 'deny']),
      };
    case 'policy':
      return { type: 'policy', locked: random() < 0.5, ...(random() < 0.5 && { waiting: true }) };
    case 'token':
      return { type: 'token', token };
    default:
      return pick<object>(random, [
        { type: 'leave' },
        { type: 'leave', exit: hex(random, EXIT) },
        { type: 'leave', exit: `${anybody}`.padStart(EXIT, '0') },
        { type: 'away' },
      ]);
  }
}

/** Claims to be another participant, in every way except holding their seat. */
export function spoof(random: Random, { ids, pages, seats }: Knowledge): object {
  const [from, to] = [pick(random, ids), pick(random, ids)];
  const signal = signalOf(random, pages);
  return pick<object>(random, [
    { type: 'signal', to, from, signal },
    { type: 'signal', to, signal: { ...signal, from, you: from } },
    { type: 'signal', to, signal: { type: 'signal', from, signal } },
    { type: 'signal', to: [to], signal },
    { type: 'signal', to: `${to}`, signal },
    withKey('__proto__', { type: 'signal', from, to, signal }),
    { type: 'signal', to, signal, __proto__: null, you: from },
    { type: 'roster', you: from, participants: [] },
    {
      ...(lie(() => 0, { ids, pages, seats }) as { type: 'join' }),
      seat: pick(random, seats),
      offer: { ...signal, from },
      ...(random() < 0.3 && { from }),
    },
  ]);
}

type Box = { [key: string]: unknown };
const isBox = (value: unknown): value is Box => typeof value === 'object' && value !== null;

function boxesIn(value: unknown, found: Box[] = []): Box[] {
  if (!isBox(value)) return found;
  found.push(value);
  for (const inner of Object.values(value)) boxesIn(inner, found);
  return found;
}

const cloned = (value: unknown) => (isBox(value) ? structuredClone(value) : value);

/** The same data with one to three of its parts removed, duplicated, wrapped or replaced. */
export function mutate(random: Random, value: unknown): unknown {
  const root: Box = { value: structuredClone(value) };
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const box = pick(random, boxesIn(root));
    const keys = Object.keys(box);
    const key = random() < 0.15 ? pick(random, ['x', '__proto__', 'from', 'type', '0']) : undefined;
    const place = key ?? pick(random, keys.length ? keys : ['x']);
    const set = (other: unknown) =>
      Object.defineProperty(box, place, {
        value: other,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    // Own keys only: an inherited value would break this function first.
    const get = (name: string) => (Object.hasOwn(box, name) ? box[name] : 0);
    const fate = random();
    if (fate < 0.2) delete box[place];
    else if (fate < 0.3) set([get(place)]);
    else if (fate < 0.4) set(cloned(get(pick(random, keys.length ? keys : ['x']))));
    else set(cloned(pick(random, NASTY)));
  }
  return root['value'];
}

/** The same text with a piece removed, duplicated or replaced. */
export function garble(random: Random, text: string): string {
  const [from, to] = [random(), random()].map((at) => Math.floor(at * text.length)) as [
    number,
    number,
  ];
  const piece = pick(random, [
    '',
    text.slice(from, to),
    '"',
    '}',
    '\\u0000',
    '\ud800',
    '\0',
    '[',
    '1e999',
  ]);
  return text.slice(0, from) + piece + text.slice(random() < 0.5 ? from : Math.max(from, to));
}

/** Any of the above, as a frame sent over a socket. */
export function hostileFrame(random: Random, knowledge: Knowledge): string {
  const fate = random();
  if (fate < 0.03) return pick(random, FRAMES);
  const message = lie(random, knowledge);
  if (fate < 0.45) return JSON.stringify(message);
  if (fate < 0.9) return JSON.stringify(mutate(random, message)) ?? '';
  return garble(random, JSON.stringify(message));
}

const entryOf = (random: Random, { ids, pages }: Knowledge) => ({
  id: pick(random, [...ids, Math.floor(random() * 2 ** 53)]),
  page: pick(random, [...pages, 'page of Eve']),
  role: pick(random, Object.keys(ROLES)),
  away: random() < 0.5,
  barred: SOURCES.filter(() => random() < 0.2),
  profile: profileOf(random),
});

/** What a hostile server sends to a browser, as valid as possible. */
export function lieOfRoom(random: Random, knowledge: Knowledge): object {
  const { ids, pages } = knowledge;
  const policy = { preview: 'none', locked: random() < 0.5, waiting: random() < 0.5 };
  const ice = pick<object[]>(random, [
    [],
    [{ urls: ['stun:x'] }],
    [{ urls: ['javascript:alert(1)'] }],
  ]);
  const anybody = pick(random, ids);
  switch (
    pick(random, ['hello', 'roster', 'roster', 'signal', 'signal', 'asked', 'knocking', 'renew'])
  ) {
    case 'hello':
      return { type: 'hello', version: VERSION, policy, preview: { count: 3, names: NAMES }, ice };
    case 'roster':
      return {
        type: 'roster',
        you: pick(random, [...ids, 0]),
        participants: Array.from({ length: pick(random, [0, 1, 2, 2, 3, 3, 4, 66]) }, () =>
          entryOf(random, knowledge),
        ),
        ...(random() < 0.3 && { offered: anybody }),
        ...(random() < 0.3 && { offer: { from: anybody, signal: signalOf(random, pages) } }),
        ...(random() < 0.3 && { knocking: [{ id: anybody, name: pick(random, NAMES) }] }),
        ice,
        policy,
      };
    case 'signal':
      return { type: 'signal', from: anybody, signal: signalOf(random, pages) };
    case 'asked':
      return { type: 'asked', from: anybody, action: pick(random, ['mute', 'stop-screen']) };
    default:
      return { type: pick(random, ['knocking', 'renew', 'slow-down']) };
  }
}

/** What a hostile participant sends over a link's data channel. */
export function lieOfPeer(random: Random, { pages }: Knowledge): object {
  const topic = pick(random, ['~profile', '~bye', '~signal', '~', '', 'chat', '__proto__']);
  const data = pick<unknown>(random, [
    ...[profileOf(random), signalOf(random, pages), hex(random, EXIT), ...NASTY],
  ]);
  return { topic, data };
}
