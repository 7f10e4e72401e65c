/** What a link carries, in plain units, from what getStats reports of it. Loaded when somebody asks for it. */
import { SOURCES, type Source } from '../protocol.js';
import type { CandidateKind } from './link-facts.js';
import { count, milliseconds, number, selectedPair, type Stats } from './stats-report.js';

/** What a link carries. Frozen; what a browser does not tell is undefined. Never with an address in it. */
export interface LinkStats {
  /** When the browser counted, in milliseconds since 1970. */
  readonly at: number;
  /** Whether media pass a relay, as far as this end knows the addresses of the other. */
  readonly path: 'direct' | 'relay' | undefined;
  /** How packets leave here; with a relay of mine, how they get to it. */
  readonly protocol: 'udp' | 'tcp' | 'tls' | undefined;
  /** What kind of address is used at each end. */
  readonly candidates: {
    readonly local: CandidateKind | undefined;
    readonly remote: CandidateKind | undefined;
  };
  /** From here to the other and back, in milliseconds. */
  readonly roundTrip: number | undefined;
  /** What the browser believes it can send on this link, in bits per second. Not in Firefox. */
  readonly availableOut: number | undefined;
  /** All that went out and came in over the path in use, in bytes, with all that is wrapped around it. */
  readonly bytesSent: number | undefined;
  readonly bytesReceived: number | undefined;
  /** What I send, by source; a source of which nothing was ever sent is not in it. */
  readonly sent: { readonly [Name in Source]?: SentStats };
  /** What comes from the other, likewise. */
  readonly received: { readonly [Name in Source]?: ReceivedStats };
}

/**
 * What both directions have. “Since the last look” is since the link was looked at before, between half a second
 * and a minute ago; at the first look it is since the link is there.
 */
interface StreamStats {
  /** As codecs are called, such as `opus` or `VP8`. */
  readonly codec: string | undefined;
  /** Of sound or picture alone since the last look, in bits per second; undefined at the first look. */
  readonly bitrate: number | undefined;
  /** How many in all. */
  readonly packets: number;
  /** The share of packets that did not arrive, from 0 to 1. */
  readonly loss: number | undefined;
  /** By how much packets come sooner or later than they should, in milliseconds. */
  readonly jitter: number | undefined;
  /** Of a picture, in pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Of a picture, since the last look. */
  readonly framesPerSecond: number | undefined;
}

/** `loss` and `jitter` are as the other reported them last. */
export interface SentStats extends StreamStats {
  /** How long a frame of a picture takes to be encoded, in milliseconds, since the last look. */
  readonly encodeTime: number | undefined;
  /** Why a picture is smaller or poorer than it could be. Not in Firefox. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other' | undefined;
}

/** `loss` is since the last look. */
export interface ReceivedStats extends StreamStats {
  /** How long a picture has stood still in all, in milliseconds. */
  readonly frozen: number | undefined;
  /** The share of a sound that was made up for what did not come in time, from 0 to 1, since the last look. */
  readonly concealed: number | undefined;
  /** How long packets wait here, so that all can be played evenly, in milliseconds, since the last look. */
  readonly bufferDelay: number | undefined;
}

/** One look at a link. */
interface Look {
  readonly at: number;
  readonly entries: ReadonlyMap<unknown, Stats>;
}

/** What was seen of links before, by participant. */
export type Looks = Map<number, { readonly before: Look | undefined; readonly after: Look }>;

/** Between two looks, in milliseconds: who looks more often shares the one before, who does not begins anew. */
const APART = { least: 500, most: 60_000 };

const nothing: Stats = {};

const text = <Text extends string>(value: unknown): Text | undefined =>
  typeof value === 'string' && value ? (value as Text) : undefined;
const share = (part: number, whole: number): number | undefined =>
  whole > 0 ? Math.min(1, Math.max(0, part / whole)) : undefined;

/** The look before this one; remembers this one. */
function remember(looks: Looks, id: number, now: Look): Look | undefined {
  for (const [key, { after }] of looks) if (now.at - after.at > APART.most) looks.delete(key);
  let { before, after = now } = looks.get(id) ?? {};
  if (now.at - after.at >= APART.least) [before, after] = [after, now];
  looks.set(id, { before, after });
  return before;
}

/** What grew of one stream since the look before it. */
class Growth {
  readonly #now: Stats;
  readonly #was: Stats;
  /** In milliseconds; undefined at the first look. */
  readonly took: number | undefined;

  /** @param packets what their counter is called: one that is less than before has begun anew */
  constructor(now: Stats, before: Look | undefined, packets: string) {
    const was = before?.entries.get(now.id);
    this.#now = now;
    this.#was = was && count(now[packets]) >= count(was[packets]) ? was : nothing;
    const took = before && count(now.timestamp) - (number(was?.timestamp) ?? before.at);
    this.took = took && took > 0 ? took : undefined;
  }

  of(name: string): number | undefined {
    const now = number(this.#now[name]);
    return now === undefined ? undefined : now - count(this.#was[name]);
  }

  perSecond(name: string): number | undefined {
    const grown = this.of(name);
    return this.took && grown !== undefined ? (grown * 1_000) / this.took : undefined;
  }

  /** How much of one for each of another, the former in seconds and the result in milliseconds. */
  timeOf(name: string, each: string): number | undefined {
    const [time, times] = [this.of(name), this.of(each)];
    return time !== undefined && times ? (time * 1_000) / times : undefined;
  }
}

/** What both directions tell alike. */
function streamStats(
  entries: ReadonlyMap<unknown, Stats>,
  now: Stats,
  growth: Growth,
  [bytes, packets, frames]: readonly [bytes: string, packets: string, frames: string],
) {
  const bitrate = growth.perSecond(bytes);
  const isPicture = now.kind === 'video';
  return {
    codec: text(entries.get(now.codecId)?.mimeType)?.replace(/^.*\//, ''),
    bitrate: bitrate === undefined ? undefined : bitrate * 8,
    packets: count(now[packets]),
    width: isPicture ? number(now.frameWidth) : undefined,
    height: isPicture ? number(now.frameHeight) : undefined,
    framesPerSecond: isPicture
      ? (growth.perSecond(frames) ?? number(now.framesPerSecond))
      : undefined,
  };
}

function sentStats(
  entries: ReadonlyMap<unknown, Stats>,
  now: Stats,
  before: Look | undefined,
): SentStats {
  const growth = new Growth(now, before, 'packetsSent');
  const heard = [...entries.values()].find(
    ({ type, localId }) => type === 'remote-inbound-rtp' && localId === now.id,
  );
  return Object.freeze({
    ...streamStats(entries, now, growth, ['bytesSent', 'packetsSent', 'framesEncoded']),
    loss: number(heard?.fractionLost),
    jitter: milliseconds(heard?.jitter),
    encodeTime: growth.timeOf('totalEncodeTime', 'framesEncoded'),
    limitedBy: text<'none'>(now.qualityLimitationReason),
  });
}

function receivedStats(
  entries: ReadonlyMap<unknown, Stats>,
  now: Stats,
  before: Look | undefined,
): ReceivedStats {
  const growth = new Growth(now, before, 'packetsReceived');
  // Fewer than before where one came late that had been given up.
  const lost = count(growth.of('packetsLost'));
  const isSound = now.kind === 'audio';
  // What is made up while nothing is sent at all is silence, and no flaw.
  const made = count(growth.of('concealedSamples')) - count(growth.of('silentConcealedSamples'));
  return Object.freeze({
    ...streamStats(entries, now, growth, ['bytesReceived', 'packetsReceived', 'framesDecoded']),
    loss: share(lost, count(growth.of('packetsReceived')) + lost),
    jitter: milliseconds(now.jitter),
    frozen: isSound ? undefined : milliseconds(now.totalFreezesDuration),
    concealed: isSound ? share(made, count(growth.of('totalSamplesReceived'))) : undefined,
    bufferDelay: growth.timeOf('jitterBufferDelay', 'jitterBufferEmittedCount'),
  });
}

/** The streams of one direction by source; an empty lane has at most probes, which carry nothing. */
function bySource<Result>(
  all: readonly Stats[],
  direction: string,
  bytes: string,
  read: (now: Stats) => Result,
): { readonly [Name in Source]?: Result } {
  const carrying = all.filter(({ type, [bytes]: size }) => type === direction && count(size));
  const found = SOURCES.flatMap((source, index) => {
    const now = carrying.find(({ mid }) => mid === `${index}`);
    return now ? [[source, read(now)] as const] : [];
  });
  return Object.freeze(Object.fromEntries(found) as { [Name in Source]?: Result });
}

/** What a report tells of the link to a participant, beside what was seen of it before. */
export function linkStats(report: RTCStatsReport, participant: number, looks: Looks): LinkStats {
  const entries = new Map(report as unknown as ReadonlyMap<unknown, Stats>);
  const all = [...entries.values()];
  const at = Math.max(0, ...all.map(({ timestamp }) => count(timestamp)));
  const before = remember(looks, participant, { at, entries });
  const pair = selectedPair(all);
  const local = entries.get(pair?.localCandidateId);
  const remote = entries.get(pair?.remoteCandidateId);
  const kinds = [local, remote].map((one) => text<CandidateKind>(one?.candidateType));
  const reported = all
    .filter(({ type }) => type === 'remote-inbound-rtp')
    .flatMap(({ roundTripTime }) => milliseconds(roundTripTime) ?? []);
  return Object.freeze({
    at,
    path: !pair ? undefined : kinds.includes('relay') ? 'relay' : 'direct',
    protocol: text<'udp'>(local?.relayProtocol) ?? text<'udp'>(local?.protocol),
    candidates: Object.freeze({ local: kinds[0], remote: kinds[1] }),
    roundTrip:
      milliseconds(pair?.currentRoundTripTime) ??
      (reported.length ? Math.min(...reported) : undefined),
    availableOut: number(pair?.availableOutgoingBitrate),
    bytesSent: number(pair?.bytesSent),
    bytesReceived: number(pair?.bytesReceived),
    sent: bySource(all, 'outbound-rtp', 'bytesSent', (now) => sentStats(entries, now, before)),
    received: bySource(all, 'inbound-rtp', 'bytesReceived', (now) =>
      receivedStats(entries, now, before),
    ),
  } as const);
}
