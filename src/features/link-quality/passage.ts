/** What passed over a link between two samples. */
import type { Inbound, Outbound, Sample } from './sample.js';

export interface Passage {
  /** Packets that came or should have, and those of them that did not. */
  readonly expectedIn: number;
  readonly lostIn: number;
  /** Packets that went out and that the other has reported on, and those of them that did not arrive. */
  readonly expectedOut: number;
  readonly lostOut: number;
  /** How long a picture was to be seen, and how much of that it stood still; in milliseconds. */
  readonly watched: number;
  readonly frozen: number;
  /** In milliseconds. */
  readonly roundTrip: number | undefined;
  readonly jitter: number | undefined;
  /** The streams of which anything came. */
  readonly flowing: ReadonlySet<string>;
}

/** What else must be known of the time between two samples. */
export interface Circumstances {
  /** When the link was looked at first, on the clock of the samples: what was before may be another story. */
  readonly from: number;
  /** Whether the other's camera was on and this page in sight, all the while. */
  readonly sees: boolean;
  /** What was flowing before that. */
  readonly flowing: ReadonlySet<string>;
}

/** For a stream that there was not before. */
const noInbound: Inbound = {
  isCamera: false,
  received: 0,
  lost: 0,
  decoded: 0,
  frozen: 0,
  jitter: undefined,
};
const noOutbound: Outbound = { sent: 0, fractionLost: 0, reportedAt: undefined };

/** A connection or a stream that is made anew counts from 0, so all that it has counted is new. */
const since = <Counters extends object>(
  before: Counters | undefined,
  none: Counters,
  isRestarted: (before: Counters) => boolean,
): Counters => (before && !isRestarted(before) ? before : none);

/** What passed from one sample to the next. */
export function passageBetween(
  before: Sample,
  after: Sample,
  { from, sees, flowing }: Circumstances,
): Passage {
  const took = after.at - before.at;
  const sum = { expectedIn: 0, lostIn: 0, expectedOut: 0, lostOut: 0, watched: 0, frozen: 0 };
  const jitters: number[] = [];
  const flows = new Set<string>();
  for (const [id, now] of after.inbound) {
    const then = since(
      before.inbound.get(id),
      noInbound,
      ({ received }) => now.received < received,
    );
    const received = now.received - then.received;
    // Fewer than before where one came late that had been given up.
    const lost = now.lost - then.lost;
    sum.expectedIn += received + lost;
    sum.lostIn += lost;
    if (!received) continue;
    flows.add(id);
    // Of an empty lane it would be that of whatever came last.
    if (now.jitter !== undefined) jitters.push(now.jitter);
    // A camera that gave nothing for a while did not stand still for the link's sake.
    if (!now.isCamera || !sees || !flowing.has(id)) continue;
    sum.watched += took;
    // How long a picture has stood still is only counted once it moves again.
    const isStill = now.decoded === then.decoded;
    sum.frozen += isStill ? took : Math.min(took, Math.max(0, now.frozen - then.frozen));
  }
  for (const [id, now] of after.outbound) {
    const then = since(before.outbound.get(id), noOutbound, ({ sent }) => now.sent < sent);
    // A report tells of the time since the one before.
    if (now.reportedAt === then.reportedAt || !(then.reportedAt! >= from)) continue;
    const sent = now.sent - then.sent;
    sum.expectedOut += sent;
    sum.lostOut += sent * now.fractionLost;
  }
  return {
    ...sum,
    roundTrip: after.roundTrip,
    jitter: jitters.length ? Math.max(...jitters) : undefined,
    flowing: flows,
  };
}
