/**
 * The wire between a browser and the Room, and between two browsers: schemas, types, limits, times,
 * the version and the role table. The schema is the source, the type is inferred from it; both ends
 * parse at the border and trust the types after.
 */
import * as v from 'valibot';

/**
 * Version of the wire. A page and a server that differ in it cannot talk, and say so: for that, what is said
 * of `type` and `version` in `join` and `hello`, and `refused` as a whole, never change.
 */
export const VERSION = 2;

/** When somebody who is no longer heard becomes `away`, and when they are gone, in milliseconds. */
export const TIMES = {
  /** After `leave`: gone at once. */
  leaveToGone: 0,
  /** After `away` (the page was closed or is reloading): gone, unless the seat is taken up again. */
  hideToGone: 5_000,
  /** After a socket was lost without a word: shown as away. */
  lossToAway: 3_000,
  /** After a socket was lost without a word: gone. */
  lossToGone: 20_000,
  /** Whoever says nothing for so long while another calls them has lost their socket; clients ping every 2 s. */
  unheardToLost: 5_000,
} as const;

/** Sizes that bound every message. Text is counted in UTF-16 units unless it says otherwise. */
export const LIMITS = {
  /** Longest frame to the Room. An offer with four lanes is some 11 kB. */
  message: 65_536,
  /** Longest frame of the Room: a roster of all there can be, with an offer as long as can be. */
  roomMessage: 262_144,
  /** In code points; an emoji may take several units of the text's length. */
  name: 64,
  room: 128,
  page: 36,
  token: 4_096,
  sdp: 60_000,
  /** Of media in one description, and all before them. */
  lines: 17,
  candidate: 1_024,
  candidates: 64,
  topic: 64,
  /** Longest message on a data channel; the safe size for every browser is 16 KiB. */
  channelMessage: 16_384,
  /** People in a room who may send picture or sound; a mesh carries no more. */
  publishers: 8,
  /** People in a room, whatever the operator allows. */
  participants: 64,
  /** People who wait before it. */
  knocking: 16,
} as const;

/** What the client sends to ask whether its socket still lives, and what comes back. Constants, so
 * that a runtime can answer without waking the room. */
export const PING = 'ping';
export const PONG = 'pong';

/** With this much of a seat, from its beginning, one can leave for its owner; never sit down. */
export const EXIT = 16;

/** The four sources a participant can publish, in the order of a link's lanes. */
export const SOURCES = ['microphone', 'camera', 'screen', 'screen-audio'] as const;
export type Source = (typeof SOURCES)[number];

/** What each role may publish and ask. `links` is whether media flows to it at all. */
export const ROLES = {
  host: { publishes: SOURCES, moderates: true },
  participant: { publishes: SOURCES, moderates: false },
  broadcaster: { publishes: SOURCES, moderates: false },
  viewer: { publishes: [], moderates: false },
} as const satisfies Record<string, { publishes: readonly Source[]; moderates: boolean }>;
/** Whether a room can have that name; dots alone would be lost on the way, in the path of an address. */
export const isRoomName = (name: string): boolean =>
  name.length > 0 && name.length <= LIMITS.room && !/^\.\.?$/.test(name);

export type Role = keyof typeof ROLES;

/** Whether the role table lets a role publish a source. */
export const mayPublish = (role: Role, source: Source): boolean =>
  (ROLES[role].publishes as readonly Source[]).includes(source);

/** Whether two roles have a link: at least one of them must have something to send. */
export const areLinked = (one: Role, other: Role): boolean =>
  ROLES[one].publishes.length > 0 || ROLES[other].publishes.length > 0;

/** Schemas of objects that their `type` tells apart, each under its type. */
type Schemas = Readonly<Record<string, v.GenericSchema>>;
type OneOf<T extends Schemas> = v.InferOutput<T[keyof T]>;

// Each in one step of a few kinds: kinds and steps cost every page bytes, and the Room time.
const upTo = (most: number) =>
  v.custom<number>(
    (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most,
  );
const text = (longest: number, pattern = /^/) =>
  v.custom<string>(
    (value) => typeof value === 'string' && value.length <= longest && pattern.test(value),
  );
const orNull = <T>({ check }: v.CustomSchema<T, undefined>) =>
  v.custom<T | null>((value) => value === null || check(value));
const list = <T extends v.GenericSchema>(item: T, longest: number) =>
  v.pipe(v.array(item), v.maxLength(longest));
const only = <T extends string>(value: T) => v.picklist([value]);
const count = upTo(Infinity);
const flag = v.custom<boolean>((value) => typeof value === 'boolean');
const page = text(LIMITS.page, /./s);
const role = v.picklist(Object.keys(ROLES) as [Role, ...Role[]]);

const profile = v.strictObject({
  name: text(2 * LIMITS.name),
  /** What is switched on; a source that is still starting counts. */
  sources: list(v.picklist(SOURCES), SOURCES.length),
  /** Grows with each change of one page's profile; of two the higher holds. */
  counter: count,
});
/** What a participant says of itself. */
export type Profile = v.InferOutput<typeof profile>;

/** What a browser is given to read; each line of media costs it. */
const description = v.custom<string>(
  (sdp) =>
    typeof sdp === 'string' && sdp.length <= LIMITS.sdp && sdp.split('\nm=').length <= LIMITS.lines,
);

const offer = v.strictObject({
  type: only('offer'),
  page,
  epoch: count,
  number: count,
  sdp: description,
});
const answer = v.strictObject({ ...offer.entries, type: only('answer') });
const candidate = v.strictObject({
  candidate: text(LIMITS.candidate),
  sdpMid: v.exactOptional(orNull(text(64))),
  sdpMLineIndex: v.exactOptional(orNull(upTo(64))),
  usernameFragment: v.exactOptional(orNull(text(256))),
});
const candidates = v.strictObject({
  type: only('candidates'),
  page,
  epoch: count,
  number: count,
  candidates: list(candidate, LIMITS.candidates),
});
/** The elder asks the newcomer, who alone may offer, for an ICE restart or for a whole new link. */
const restart = v.strictObject({ type: only('restart'), page, epoch: count });
const rebuild = v.strictObject({ type: only('rebuild'), page, epoch: count });
/** What one end found on its way to the other, where there is no link yet; both then judge by the facts of both. */
const facts = v.object({ type: only('facts'), page, facts: v.unknown() });

/** What two browsers tell each other to set a link up. The Room relays it and never looks inside. */
export const Signal = { offer, answer, candidates, restart, rebuild, facts };
export type Signal = OneOf<typeof Signal>;
export type Offer = v.InferOutput<typeof offer>;
/** Those that make a link, and are handled by it. */
export type LinkSignal = Exclude<Signal, { type: 'facts' }>;

/** What goes over a link's `data` channel: one topic's message, at most `channelMessage` long. */
export const ChannelMessage = v.strictObject({ topic: text(LIMITS.topic), data: v.unknown() });
export const ProfileMessage = profile;

/** A signal as the Room sees it. */
const opaque = v.custom<{ [key: string]: unknown }>(
  // A list would be told on as an object, at four times its length.
  (data) => typeof data === 'object' && data !== null && !Array.isArray(data),
);

const iceServer = v.strictObject({
  urls: list(text(256, /^(stun|turn)s?:[^\s/]+$/), 16),
  username: v.exactOptional(text(512)),
  credential: v.exactOptional(text(512)),
});
export type IceServer = v.InferOutput<typeof iceServer>;
// A browser throws at an address that is none; a call may do without.
const ice = v.fallback(list(iceServer, 8), []);

const policy = v.strictObject({
  /** What somebody who has not joined may know of who is here. */
  preview: v.picklist(['names', 'count', 'none']),
  /** Nobody new comes in. */
  locked: flag,
  /** Whoever is new knocks, and waits until a host opens. */
  waiting: flag,
});
export type Policy = v.InferOutput<typeof policy>;
/** What a host switches while the room is in use. */
export type HostPolicy = Pick<Policy, 'locked' | 'waiting'>;

const entry = v.strictObject({
  /** Arrival stamp: milliseconds since 1970, unique in the room and growing. */
  id: count,
  /** Which page holds the seat now. When it changes, the links of the old page are dead. */
  page,
  role,
  /** Their socket is lost or their page is closing; they may be back within the grace. */
  away: flag,
  /** What a host has stopped: nobody shows it, whatever is said or sent. */
  barred: list(v.picklist(SOURCES), SOURCES.length),
  profile,
});
/** One participant as the Room tells of it. */
export type RosterEntry = v.InferOutput<typeof entry>;

/** Why the Room does not let somebody in, or no longer does. */
export const REFUSALS = [
  'room-full',
  'version',
  'invalid',
  'replaced',
  /** A host has locked the room. */
  'locked',
  /** A host did not let them in. */
  'denied',
  /** A host sent them away. */
  'removed',
  /** The operator ended the call. */
  'closed',
  /** More messages than any call needs. */
  'too-fast',
  'token-missing',
  'token-invalid',
  'token-expired',
  /** The token is for another room. */
  'token-room',
] as const;
export type Refusal = (typeof REFUSALS)[number];

const knocker = v.strictObject({ id: count, name: text(2 * LIMITS.name) });
/** Somebody who waits to be let in. */
export type Knocker = v.InferOutput<typeof knocker>;

const roster = v.strictObject({
  type: only('roster'),
  /** Your id. */
  you: count,
  /** Who was given the offer that came inside your `join`, if anybody. */
  offered: v.exactOptional(count),
  participants: list(entry, LIMITS.participants),
  /** The first offer of whoever just joined, if it was made for you: in one message with its sender. */
  offer: v.exactOptional(v.strictObject({ from: count, signal: opaque })),
  /** Who waits before the room; only hosts are told. */
  knocking: v.exactOptional(list(knocker, LIMITS.knocking)),
  ice,
  policy,
});
export type Roster = v.InferOutput<typeof roster>;

const preview = v.strictObject({
  count: v.exactOptional(count),
  names: v.exactOptional(list(text(2 * LIMITS.name), LIMITS.participants)),
});
/** One of another version is understood as far as its number. */
const hello = v.object({
  type: only('hello'),
  version: count,
  policy: v.fallback(policy, { preview: 'none', locked: false, waiting: false }),
  preview: v.fallback(preview, {}),
  /** For the first offer, which is made before joining. */
  ice,
});
export type Hello = v.InferOutput<typeof hello>;

/**
 * What a host asks the Room for, about one or all others. `mute` is a request that each may grant; `stop-screen`
 * and `remove` are carried out, as are `admit` and `deny` for those who knock.
 */
export const ACTIONS = ['mute', 'stop-screen', 'remove', 'admit', 'deny'] as const;
export type Action = (typeof ACTIONS)[number];
const asked = v.picklist(['mute', 'stop-screen']);
export type Asked = v.InferOutput<typeof asked>;

/** What a browser sends to the Room. */
export const ClientMessage = {
  join: v.strictObject({
    type: only('join'),
    version: count,
    page,
    profile,
    token: v.exactOptional(text(LIMITS.token)),
    /** A random secret of this page's own making: whoever presents it again sits down again. */
    seat: text(32, /^[0-9a-f]{32}$/),
    /** A first offer for the newest member, opaque to the Room like every signal. */
    offer: v.exactOptional(opaque),
  }),
  update: v.strictObject({ type: only('update'), profile }),
  signal: v.strictObject({
    type: only('signal'),
    to: count,
    signal: opaque,
  }),
  ask: v.strictObject({
    type: only('ask'),
    to: v.union([count, only('all')]),
    action: v.picklist(ACTIONS),
  }),
  /** A host locks, unlocks, lets newcomers wait or come in. */
  policy: v.strictObject({
    type: only('policy'),
    locked: v.exactOptional(flag),
    waiting: v.exactOptional(flag),
  }),
  /** In place of one that ends. */
  token: v.strictObject({ type: only('token'), token: text(LIMITS.token) }),
  away: v.strictObject({ type: only('away') }),
  leave: v.strictObject({
    type: only('leave'),
    /** Of somebody else's seat, who left while the Room was out of reach and gave it away. */
    exit: v.exactOptional(text(EXIT, new RegExp(`.{${EXIT}}`, 's'))),
  }),
};
export type ClientMessage = OneOf<typeof ClientMessage>;

/** What the Room sends to a browser. */
export const RoomMessage = {
  hello,
  roster,
  signal: v.strictObject({
    type: only('signal'),
    from: count,
    signal: opaque,
  }),
  asked: v.strictObject({ type: only('asked'), from: count, action: asked }),
  /** In answer to `join`: a host will say. */
  knocking: v.strictObject({ type: only('knocking') }),
  /** The token ends soon: another is wanted. */
  renew: v.strictObject({ type: only('renew') }),
  /** A message was dropped, for there were too many. */
  'slow-down': v.strictObject({ type: only('slow-down') }),
  refused: v.object({
    type: only('refused'),
    reason: v.fallback(v.picklist(REFUSALS), 'invalid'),
  }),
};
export type RoomMessage = OneOf<typeof RoomMessage>;

/** Parses untrusted text or data against a schema; undefined where it does not fit. */
export function parse<T extends v.GenericSchema>(
  schema: T,
  input: unknown,
): v.InferOutput<T> | undefined {
  const result = v.safeParse(schema, read(input));
  return result.success ? result.output : undefined;
}

/** The same against that one of several schemas that the data's `type` names. */
export function parseOneOf<T extends Schemas>(schemas: T, input: unknown): OneOf<T> | undefined {
  const data = read(input);
  const type = (data as { type?: unknown } | null | undefined)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(schemas, type)) return undefined;
  return parse(schemas[type] as T[keyof T], data);
}

function read(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  if (input.length > LIMITS.roomMessage) return undefined;
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return undefined;
  }
}
