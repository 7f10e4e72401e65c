/**
 * The protocol between a browser and the room server, and between two browsers: schemas, types, limits, times, the
 * version and the role table. Types are inferred from the schemas. Both ends parse at the boundary and trust the types
 * after that.
 */
import * as v from 'valibot';
import { cleanText } from './clean-text.js';
import { readIceServers } from './ice-servers.js';
import { fromJson } from './json.js';

export type { IceServer } from './ice-servers.js';

/**
 * Protocol version. A page and a server with different versions can't talk, and report it. Therefore `type` and
 * `version` in `join` and `hello`, and all of `refused`, never change.
 */
export const VERSION = 2;

/**
 * When a participant who is no longer heard becomes `away`, and when they are removed, in milliseconds. After `leave`,
 * they are removed at once.
 */
export const TIMES = {
  /** After `away` (the page was closed or is reloading): removed, unless the seat is taken again. */
  hideToGone: 5_000,
  /** After a socket was lost without notice: shown as away. */
  lossToAway: 3_000,
  /** After a socket was lost without notice: removed. */
  lossToGone: 20_000,
  /** A socket silent for this long while another participant signals to it is lost; clients ping every 2 s. */
  unheardToLost: 5_000,
} as const;

/**
 * The rule for all limits, here, in `party/base/limits.ts` and in `src/call/channels/participant-limits.ts`: no outside message is
 * rendered at once, stored without a limit, or charged to its victim. Limits are keyed by what senders can't renew.
 *
 * - Size and depth are checked before a message is parsed, its rate before it is handled.
 * - Data that waits for something else (candidates for their offer, parts for their last part) has a limited queue.
 * - The sender pays, also for what its message makes others do. Excess is dropped; then the sender is cut off.
 * - A key is a participant id, an address or the subject of a token; never a page, epoch, socket or connection.
 *
 * Text is counted in UTF-16 units unless stated otherwise.
 */
export const LIMITS = {
  /** Longest frame to the server. An offer with four lanes is about 11 kB. */
  message: 65_536,
  /** Longest frame from the server: the largest possible roster with the longest possible offer. */
  roomMessage: 262_144,
  /** In code points; an emoji may take several UTF-16 units. */
  name: 64,
  room: 128,
  page: 36,
  token: 4_096,
  sdp: 60_000,
  /** Media sections in a description, plus the section before them. */
  lines: 17,
  candidate: 1_024,
  candidates: 64,
  topic: 64,
  /** Longest message on a data channel; the safe size for every browser is 16 KiB. */
  channelMessage: 16_384,
  /** Nesting depth of objects and arrays in any message. */
  depth: 8,
  /** Data channel messages of one participant: from features, from the call itself (in addition), and heartbeats. */
  messageRate: { burst: 120, perSecond: 30 },
  ownRate: { burst: 25, perSecond: 5 },
  beatRate: { burst: 50, perSecond: 20 },
  /** Signals from one participant that make this client negotiate. */
  negotiationRate: { burst: 10, perSecond: 0.5 },
  /** Connections one participant makes this client create, and all together; a browser has at most 500. */
  connectionRate: { burst: 6, perSecond: 0.3 },
  totalConnectionRate: { burst: 128, perSecond: 2 },
  /** People in a room who may send audio or video; a mesh can't carry more. */
  publishers: 8,
  /** People in a room, whatever the operator allows. */
  participants: 64,
  /** People waiting to be let in. */
  knocking: 16,
} as const;

/** Checks that the socket is alive, and the reply. Constants, so a runtime can answer without waking the room. */
export const PING = 'ping';
export const PONG = 'pong';

/** A prefix of the seat of this length can be used to leave on its owner's behalf, but never to join. */
export const EXIT = 16;

/** The four sources a participant can publish, in the order of a link's lanes. */
export const SOURCES = ['microphone', 'camera', 'screen', 'screen-audio'] as const;
export type Source = (typeof SOURCES)[number];

/** What each role may publish, and whether it moderates. */
export const ROLES = {
  host: { publishes: SOURCES, moderates: true },
  participant: { publishes: SOURCES, moderates: false },
  broadcaster: { publishes: SOURCES, moderates: false },
  viewer: { publishes: [], moderates: false },
} as const satisfies Record<string, { publishes: readonly Source[]; moderates: boolean }>;
export type Role = keyof typeof ROLES;

/** A name as it is displayed and stored, whatever its origin; empty means no name. */
export const cleanName = (name: string): string => cleanText(name, LIMITS.name);

/**
 * The canonical spelling of a room's name, so that names that look the same are the same room; undefined if no room can
 * have that name. A name of dots only would be lost in a URL path, and a lone surrogate isn't allowed in one.
 */
export function canonicalRoomName(name: unknown): string | undefined {
  if (typeof name !== 'string' || name.length > 4 * LIMITS.room || /\p{Cs}/u.test(name))
    return undefined;
  const canonical = cleanText(name, Infinity);
  const isValid = canonical.length <= LIMITS.room && !/^\.*$/.test(canonical);
  return isValid ? canonical : undefined;
}

/** Whether the role table lets a role publish a source. */
export const mayPublish = (role: Role, source: Source): boolean =>
  (ROLES[role].publishes as readonly Source[]).includes(source);

/** Whether two roles have a link: at least one of them must have something to send. */
export const areLinked = (one: Role, other: Role): boolean =>
  ROLES[one].publishes.length > 0 || ROLES[other].publishes.length > 0;

/** Schemas of objects that are distinguished by their `type`, keyed by type. */
type Schemas = Readonly<Record<string, v.GenericSchema>>;
type OneOf<T extends Schemas> = v.InferOutput<T[keyof T]>;

/** Properties that a page adds to every object must not count as entries. */
const bare = <T extends v.ObjectEntries>(entries: T): T =>
  Object.setPrototypeOf(entries, null) as T;
const object = <T extends v.ObjectEntries>(entries: T) => v.object(bare(entries));
const strictObject = <T extends v.ObjectEntries>(entries: T) => v.strictObject(bare(entries));

// One validation step each, of few kinds: more would cost every page bytes, and the server time.
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
const nameText = v.pipe(text(2 * LIMITS.name), v.transform(cleanName));
const list = <T extends v.GenericSchema>(item: T, longest: number) =>
  v.pipe(
    v.custom<unknown[]>((items) => Array.isArray(items) && items.length <= longest),
    v.array(item),
  );
const oneOf = <T extends string>(values: readonly T[]) =>
  v.custom<T>((value) => (values as readonly unknown[]).includes(value));
const only = <T extends string>(value: T) => oneOf([value]);
const unknown = v.custom<unknown>(() => true);
const count = upTo(Infinity);
const flag = v.custom<boolean>((value) => typeof value === 'boolean');
const page = text(LIMITS.page, /./s);
const role = oneOf(Object.keys(ROLES) as Role[]);

const profile = strictObject({
  name: nameText,
  /** The sources that are on; one that is still starting counts. */
  sources: list(oneOf(SOURCES), SOURCES.length),
  /** Increases with each change of a page's profile; the higher one wins. */
  counter: count,
});
/** What participants publish about themselves. */
export type Profile = v.InferOutput<typeof profile>;

/** A session description. Each media line costs the browser work to parse. */
const description = v.custom<string>(
  (sdp) =>
    typeof sdp === 'string' && sdp.length <= LIMITS.sdp && sdp.split('\nm=').length <= LIMITS.lines,
);

const offer = strictObject({
  type: only('offer'),
  page,
  epoch: count,
  number: count,
  sdp: description,
});
const answer = strictObject({ ...offer.entries, type: only('answer') });
const candidate = strictObject({
  candidate: text(LIMITS.candidate),
  sdpMid: v.exactOptional(orNull(text(64))),
  sdpMLineIndex: v.exactOptional(orNull(upTo(64))),
  usernameFragment: v.exactOptional(orNull(text(256))),
});
const candidates = strictObject({
  type: only('candidates'),
  page,
  epoch: count,
  number: count,
  candidates: list(candidate, LIMITS.candidates),
});
/** The elder asks the newcomer, who alone may offer, for an ICE restart or for a whole new link. */
const restart = strictObject({ type: only('restart'), page, epoch: count });
const rebuild = strictObject({ type: only('rebuild'), page, epoch: count });
/** What one end found about the path while there is no link yet; both ends then judge by the facts of both. */
const facts = object({ type: only('facts'), page, facts: unknown });

/** What two browsers exchange to set up a link. The server relays it and never looks inside. */
export const Signal = { offer, answer, candidates, restart, rebuild, facts };
export type Signal = OneOf<typeof Signal>;
export type Offer = v.InferOutput<typeof offer>;
/** Signals that set up a link and are handled by it. */
export type LinkSignal = Exclude<Signal, { type: 'facts' }>;

/** A message on a link's `data` channel: one topic's data, at most `channelMessage` long. */
export const ChannelMessage = strictObject({ topic: text(LIMITS.topic), data: unknown });
export const ProfileMessage = profile;

/** A signal as the server sees it. */
const opaque = v.custom<{ [key: string]: unknown }>(
  // An array would be forwarded as an object, at four times its length.
  (data) => typeof data === 'object' && data !== null && !Array.isArray(data),
);

// A browser throws on a server it doesn't accept, and a call can do without one.
const ice = v.fallback(
  v.pipe(
    unknown,
    v.transform((servers) => readIceServers(servers).servers ?? []),
  ),
  [],
);

const policy = strictObject({
  /** What a client that has not joined may know about who is in the room; one that knocks knows whether a host is. */
  preview: oneOf(['names', 'count', 'none']),
  /** No newcomers are let in. */
  locked: flag,
  /** Newcomers knock and wait until a host lets them in. */
  waiting: flag,
});
export type Policy = v.InferOutput<typeof policy>;
/** What a host can change while the room is in use. */
export type HostPolicy = Pick<Policy, 'locked' | 'waiting'>;

const entry = strictObject({
  /** Arrival stamp: milliseconds since 1970, unique in the room and increasing. */
  id: count,
  /** The page that holds the seat now. When it changes, the links of the old page are dead. */
  page,
  role,
  /** Their socket is lost or their page is closing; they may return within the grace period. */
  away: flag,
  /** What a host has stopped: no client displays it, whatever is claimed or sent. */
  barred: list(oneOf(SOURCES), SOURCES.length),
  profile,
});
/** A participant as described by the server. */
export type RosterEntry = v.InferOutput<typeof entry>;

/** Why the server doesn't let a client in, or no longer does. */
export const REFUSALS = [
  'room-full',
  'version',
  'invalid',
  'replaced',
  /** A host has locked the room. */
  'locked',
  /** A host declined the request to join. */
  'denied',
  /** A host removed the participant. */
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

const knocker = strictObject({ id: count, name: nameText });
/** A client waiting to be let in. */
export type Knocker = v.InferOutput<typeof knocker>;

const roster = strictObject({
  type: only('roster'),
  /** The recipient's id. */
  you: count,
  /** The id of the participant who was given the offer in this client's `join`, if any. */
  offered: v.exactOptional(count),
  participants: list(entry, LIMITS.participants),
  /** The newcomer's first offer, if it was made for this client: in one message with its sender. */
  offer: v.exactOptional(strictObject({ from: count, signal: unknown })),
  /** Who is waiting to be let in; sent to hosts only. */
  knocking: v.exactOptional(list(knocker, LIMITS.knocking)),
  ice,
  policy,
});
export type Roster = v.InferOutput<typeof roster>;

const preview = strictObject({
  count: v.exactOptional(count),
  names: v.exactOptional(list(nameText, LIMITS.participants)),
});
/** A `hello` of another version is understood as far as its version number. */
const hello = object({
  type: only('hello'),
  version: count,
  policy: v.fallback(policy, { preview: 'none', locked: false, waiting: false }),
  preview: v.fallback(preview, {}),
  /** Whether a host is in the room; only for a client that waits to be let in. */
  hasHost: v.exactOptional(v.fallback(flag, true)),
  /** For the first offer, which is made before joining. */
  ice,
});
export type Hello = v.InferOutput<typeof hello>;

/**
 * What a host asks the server to do, to one or all others. `mute` is a request that each participant may grant;
 * `stop-screen` and `remove` are carried out, as are `admit` and `deny` for those who knock.
 */
export const ACTIONS = ['mute', 'stop-screen', 'remove', 'admit', 'deny'] as const;
export type Action = (typeof ACTIONS)[number];
const asked = oneOf(['mute', 'stop-screen']);
export type Asked = v.InferOutput<typeof asked>;

/** Why the server doesn't carry out a host's request. */
const DECLINES = [
  /** There is no room for those to be let in, or not for all of them. */
  'room-full',
  /** The participants concerned are no longer here. */
  'gone',
  /** Only a host may ask for that. */
  'not-allowed',
  /** The message was dropped because there were too many. */
  'too-fast',
  'token-missing',
  'token-invalid',
  'token-expired',
  'token-room',
] as const satisfies (Refusal | 'gone' | 'not-allowed')[];
const declined = strictObject({
  type: only('declined'),
  request: oneOf([...ACTIONS, 'policy', 'token']),
  reason: v.fallback(oneOf(DECLINES), 'not-allowed'),
});
/** What the server did not carry out, and why. */
export type Declined = Pick<v.InferOutput<typeof declined>, 'request' | 'reason'>;

/** What a browser sends to the server. Only servers parse it, so bundlers may drop it from browser builds. */
export const ClientMessage = /* @__PURE__ */ (() => ({
  join: strictObject({
    type: only('join'),
    version: count,
    page,
    profile,
    token: v.exactOptional(text(LIMITS.token)),
    /** A random secret created by this page; presenting it again takes the same seat again. */
    seat: text(32, /^[0-9a-f]{32}$/),
    /** A first offer for the newest member, opaque to the server like every signal. */
    offer: v.exactOptional(opaque),
  }),
  update: strictObject({ type: only('update'), profile }),
  signal: strictObject({
    type: only('signal'),
    to: count,
    signal: opaque,
  }),
  ask: strictObject({
    type: only('ask'),
    to: v.union([count, only('all')]),
    action: oneOf(ACTIONS),
  }),
  /** A host locks or unlocks the room, or sets whether newcomers wait. */
  policy: strictObject({
    type: only('policy'),
    locked: v.exactOptional(flag),
    waiting: v.exactOptional(flag),
  }),
  /** Replaces a token that is about to expire. */
  token: strictObject({ type: only('token'), token: text(LIMITS.token) }),
  away: strictObject({ type: only('away') }),
  leave: strictObject({
    type: only('leave'),
    /** Of the seat of a participant who left while the server was unreachable and sent this prefix to the others. */
    exit: v.exactOptional(text(EXIT, new RegExp(`.{${EXIT}}`, 's'))),
  }),
}))();
export type ClientMessage = OneOf<typeof ClientMessage>;

/** What the server sends to a browser. */
export const RoomMessage = {
  hello,
  roster,
  signal: strictObject({
    type: only('signal'),
    from: count,
    /** Parsed by the mesh, like signals that arrive over a link. */
    signal: unknown,
  }),
  asked: strictObject({ type: only('asked'), from: count, action: asked }),
  /** In reply to `join`: a host decides. */
  knocking: strictObject({ type: only('knocking') }),
  /** In reply to a request that is not carried out, or not for everyone concerned. */
  declined,
  /** The token expires soon; a new one is needed. */
  renew: strictObject({ type: only('renew') }),
  /** A message was dropped because there were too many. */
  'slow-down': strictObject({ type: only('slow-down') }),
  refused: object({
    type: only('refused'),
    reason: v.fallback(oneOf(REFUSALS), 'invalid'),
  }),
};
export type RoomMessage = OneOf<typeof RoomMessage>;

/** Parses untrusted text or data against a schema; undefined if it doesn't match. */
export function parse<T extends v.GenericSchema>(
  schema: T,
  input: unknown,
): v.InferOutput<T> | undefined {
  const result = v.safeParse(schema, read(input));
  return result.success ? result.output : undefined;
}

/** Like `parse`, against the schema that the data's `type` names. */
export function parseOneOf<T extends Schemas>(schemas: T, input: unknown): OneOf<T> | undefined {
  const data = read(input);
  const type = (data as { type?: unknown } | null | undefined)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(schemas, type)) return undefined;
  return parse(schemas[type] as T[keyof T], data);
}

/** Whether JSON is nested no deeper than `depth`; checked without parsing, which is slow for deep nesting. */
export function isShallowJson(text: string, depth: number): boolean {
  let isInText = false;
  for (let index = 0, level = 0; index < text.length; index++) {
    const character = text[index];
    if (isInText) {
      if (character === '\\') index++;
      else isInText = character !== '"';
    } else if (character === '"') isInText = true;
    else if (character === '{' || character === '[') {
      if (++level > depth) return false;
    } else if (character === '}' || character === ']') level--;
  }
  return true;
}

function read(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  const isReadable = input.length <= LIMITS.roomMessage && isShallowJson(input, LIMITS.depth);
  return isReadable ? fromJson(input) : undefined;
}
