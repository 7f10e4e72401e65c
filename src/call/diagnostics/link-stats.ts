/** What a link carries, in plain units, from its getStats report. Loaded on demand. */
import { SOURCES, type Source } from '../../protocol.js';
import type { CandidateKind } from './link-facts.js';
import { count, milliseconds, number, selectedPair, type Stats } from './stats-report.js';

/** What a link carries. Frozen; undefined means that the browser doesn't report it. Never contains an address. */
export interface LinkStats {
  /** When the browser collected it, in milliseconds since 1970. */
  readonly at: number;
  /** Whether media go through a relay, as far as this end knows the remote addresses. */
  readonly path: 'direct' | 'relay' | undefined;
  /** How packets leave this end; with a local relay, how they reach it. */
  readonly protocol: 'udp' | 'tcp' | 'tls' | undefined;
  /** The type of address used at each end: `host`, `srflx`, `prflx` or `relay`. */
  readonly candidates: {
    readonly local: CandidateKind | undefined;
    readonly remote: CandidateKind | undefined;
  };
  /** Round trip time, in milliseconds. */
  readonly roundTrip: number | undefined;
  /** The browser's estimate of the bandwidth available for sending, in bits per second. Not in Firefox. */
  readonly availableOutgoingBitrate: number | undefined;
  /** Everything sent on the current path, in bytes, including overhead. */
  readonly bytesSent: number | undefined;
  /** Everything received on the current path, in bytes, including overhead. */
  readonly bytesReceived: number | undefined;
  /** Sent streams by source; sources that were never sent are omitted. */
  readonly sent: { readonly [Name in Source]?: SentStats };
  /** Received streams, likewise. */
  readonly received: { readonly [Name in Source]?: ReceivedStats };
}

/**
 * Common to both directions. "Since the last sample" refers to the previous sample of the link, taken between half a
 * second and a minute ago; for the first sample, to the start of the link.
 */
interface StreamStats {
  /** The codec's name, such as `opus` or `VP8`. */
  readonly codec: string | undefined;
  /** Payload only, since the last sample, in bits per second; undefined in the first sample. */
  readonly bitrate: number | undefined;
  /** Number of packets, in total. */
  readonly packets: number;
  /** Packet loss, from 0 to 1. */
  readonly loss: number | undefined;
  /** The variation in packet arrival times, in milliseconds. */
  readonly jitter: number | undefined;
  /** Width of video, in pixels. */
  readonly width: number | undefined;
  /** Height of video, in pixels. */
  readonly height: number | undefined;
  /** Frame rate of video, since the last sample. */
  readonly framesPerSecond: number | undefined;
}

/** `loss` and `jitter` are as last reported by the remote end. */
export interface SentStats extends StreamStats {
  /** Average time to encode a video frame, in milliseconds, since the last sample. */
  readonly encodeTime: number | undefined;
  /** Why the video is smaller or of lower quality than it could be. Not in Firefox. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other' | undefined;
}

/** `loss` is since the last sample. */
export interface ReceivedStats extends StreamStats {
  /** Total time that the video was frozen, in milliseconds. */
  readonly freezeDuration: number | undefined;
  /** The share of audio that was concealed because packets were late or lost, from 0 to 1, since the last sample. */
  readonly concealed: number | undefined;
  /** Average delay in the jitter buffer, in milliseconds, since the last sample. */
  readonly bufferDelay: number | undefined;
}

/** One sample of a link. */
interface StatsSample {
  readonly at: number;
  readonly entries: ReadonlyMap<unknown, Stats>;
}

/** Earlier samples of links, by participant. */
export type StatsHistory = Map<
  number,
  { readonly before: StatsSample | undefined; readonly after: StatsSample }
>;

/** Interval between samples, in milliseconds: more frequent calls share the earlier one, rarer ones start over. */
const APART = { least: 500, most: 60_000 };

const nothing: Stats = {};

const text = <Text extends string>(value: unknown): Text | undefined =>
  typeof value === 'string' && value ? (value as Text) : undefined;
const share = (part: number, whole: number): number | undefined =>
  whole > 0 ? Math.min(1, Math.max(0, part / whole)) : undefined;

/** Returns the previous sample and stores this one. */
function remember(looks: StatsHistory, id: number, now: StatsSample): StatsSample | undefined {
  for (const [key, { after }] of looks) if (now.at - after.at > APART.most) looks.delete(key);
  let { before, after = now } = looks.get(id) ?? {};
  if (now.at - after.at >= APART.least) [before, after] = [after, now];
  looks.set(id, { before, after });
  return before;
}

/** How the counters of one stream grew since the previous sample. */
class Growth {
  readonly #now: Stats;
  readonly #was: Stats;
  /** In milliseconds; undefined in the first sample. */
  readonly took: number | undefined;

  /** @param packets name of the packet counter: if it is lower than before, the stream was restarted */
  constructor(now: Stats, before: StatsSample | undefined, packets: string) {
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

  /** Average time per item; the counter is in seconds, the result in milliseconds. */
  timeOf(name: string, each: string): number | undefined {
    const [time, times] = [this.of(name), this.of(each)];
    return time !== undefined && times ? (time * 1_000) / times : undefined;
  }
}

/** What both directions have in common. */
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
  before: StatsSample | undefined,
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
  before: StatsSample | undefined,
): ReceivedStats {
  const growth = new Growth(now, before, 'packetsReceived');
  // Negative if a packet that was counted as lost arrived late.
  const lost = count(growth.of('packetsLost'));
  const isSound = now.kind === 'audio';
  // Silence concealed while nothing is sent is not a defect.
  const made = count(growth.of('concealedSamples')) - count(growth.of('silentConcealedSamples'));
  return Object.freeze({
    ...streamStats(entries, now, growth, ['bytesReceived', 'packetsReceived', 'framesDecoded']),
    loss: share(lost, count(growth.of('packetsReceived')) + lost),
    jitter: milliseconds(now.jitter),
    freezeDuration: isSound ? undefined : milliseconds(now.totalFreezesDuration),
    concealed: isSound ? share(made, count(growth.of('totalSamplesReceived'))) : undefined,
    bufferDelay: growth.timeOf('jitterBufferDelay', 'jitterBufferEmittedCount'),
  });
}

/** The streams of one direction by source; an empty lane sends probes at most, without payload. */
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

/** Reads a report of the link to a participant, relative to earlier samples. */
export function linkStats(
  report: RTCStatsReport,
  participant: number,
  looks: StatsHistory,
): LinkStats {
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
    availableOutgoingBitrate: number(pair?.availableOutgoingBitrate),
    bytesSent: number(pair?.bytesSent),
    bytesReceived: number(pair?.bytesReceived),
    sent: bySource(all, 'outbound-rtp', 'bytesSent', (now) => sentStats(entries, now, before)),
    received: bySource(all, 'inbound-rtp', 'bytesReceived', (now) =>
      receivedStats(entries, now, before),
    ),
  } as const);
}
