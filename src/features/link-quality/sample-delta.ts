/** What passed over a link between two samples. */
import type { Inbound, Outbound, Sample } from './sample.js';

export interface SampleDelta {
  /** Packets received or expected, and those of them that were lost. */
  readonly expectedIn: number;
  readonly lostIn: number;
  /** Packets sent that the peer has reported on, and those of them that were lost. */
  readonly expectedOut: number;
  readonly lostOut: number;
  /** How long video was visible, and for how much of that it was frozen; in milliseconds. */
  readonly watched: number;
  readonly freezeDuration: number;
  /** In milliseconds. */
  readonly roundTrip: number | undefined;
  readonly jitter: number | undefined;
  /** The streams on which anything was received. */
  readonly activeStreams: ReadonlySet<string>;
}

/** Other facts needed about the time between two samples. */
export interface Circumstances {
  /** When the link was first sampled, on the clock of the samples: earlier reports may not represent it. */
  readonly from: number;
  /** Whether the remote camera was on and this page visible, all the while. */
  readonly sees: boolean;
  /** The streams that were active before. */
  readonly activeStreams: ReadonlySet<string>;
}

/** For a stream that did not exist before. */
const noInbound: Inbound = {
  isCamera: false,
  received: 0,
  lost: 0,
  decoded: 0,
  freezeDuration: 0,
  jitter: undefined,
};
const noOutbound: Outbound = { sent: 0, fractionLost: 0, reportedAt: undefined };

/** A new connection or stream counts from 0, so everything it has counted is new. */
const since = <Counters extends object>(
  before: Counters | undefined,
  none: Counters,
  isRestarted: (before: Counters) => boolean,
): Counters => (before && !isRestarted(before) ? before : none);

/** The difference between two samples. */
export function diffSamples(
  before: Sample,
  after: Sample,
  { from, sees, activeStreams }: Circumstances,
): SampleDelta {
  const took = after.at - before.at;
  const sum = {
    expectedIn: 0,
    lostIn: 0,
    expectedOut: 0,
    lostOut: 0,
    watched: 0,
    freezeDuration: 0,
  };
  const jitters: number[] = [];
  const flows = new Set<string>();
  for (const [id, now] of after.inbound) {
    const then = since(
      before.inbound.get(id),
      noInbound,
      ({ received }) => now.received < received,
    );
    const received = now.received - then.received;
    // Negative if a packet that was counted as lost arrived late.
    const lost = now.lost - then.lost;
    sum.expectedIn += received + lost;
    sum.lostIn += lost;
    if (!received) continue;
    flows.add(id);
    // On an empty lane it would be that of the last packets received.
    if (now.jitter !== undefined) jitters.push(now.jitter);
    // A camera that sent nothing for a while was not frozen by the link.
    if (!now.isCamera || !sees || !activeStreams.has(id)) continue;
    sum.watched += took;
    // The freeze duration is only counted once the video moves again.
    const isStill = now.decoded === then.decoded;
    sum.freezeDuration += isStill
      ? took
      : Math.min(took, Math.max(0, now.freezeDuration - then.freezeDuration));
  }
  for (const [id, now] of after.outbound) {
    const then = since(before.outbound.get(id), noOutbound, ({ sent }) => now.sent < sent);
    // A report covers the time since the previous one.
    if (now.reportedAt === then.reportedAt || !(then.reportedAt! >= from)) continue;
    const sent = now.sent - then.sent;
    sum.expectedOut += sent;
    sum.lostOut += sent * now.fractionLost;
  }
  return {
    ...sum,
    roundTrip: after.roundTrip,
    jitter: jitters.length ? Math.max(...jitters) : undefined,
    activeStreams: flows,
  };
}
