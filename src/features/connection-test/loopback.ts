/** A call of this page to itself through the relay: how long packets take, and how many are lost. */
import type { Platform } from '../../call/platform.js';
import { quantile } from './quantile.js';
import type { Relay } from './relays.js';
import type { StepOf } from './report.js';
import { withTimeout } from './with-timeout.js';

/** How long connecting may take, how long the call lasts, and how long to wait for late packets; in milliseconds. */
const TIMES = { connecting: 8_000, talking: 3_000, stragglers: 1_000 };
/** Milliseconds between two packets, and their length: about those of speech. */
const EVERY = 50;
const LENGTH = 120;
/** Lost packets are not resent, and late ones delay nothing. */
const CHANNEL: RTCDataChannelInit = {
  negotiated: true,
  id: 0,
  ordered: false,
  maxRetransmits: 0,
};

/** Thresholds from which a call suffers, and from which it is impossible. Times in milliseconds. */
const LOSS = { warn: 0.03, bad: 0.1 };
const ROUND_TRIP = { warn: 500, bad: 1_500 };
const JITTER = 50;

type Facts = StepOf<'loopback'>['facts'];
const nothing: Facts = {
  transport: undefined,
  sent: 0,
  returned: 0,
  loss: undefined,
  roundTrip: undefined,
  p95: undefined,
  jitter: undefined,
};

/** @param relay undefined if there is none to use */
export async function callOneself(
  platform: Platform,
  relay: Relay | undefined,
  signal: AbortSignal,
): Promise<StepOf<'loopback'>> {
  if (!relay) return { id: 'loopback', verdict: 'skipped', finding: 'none', facts: nothing };
  const configuration: RTCConfiguration = {
    iceServers: [relay.server],
    iceTransportPolicy: 'relay',
  };
  const here = platform.createConnection(configuration);
  const there = platform.createConnection(configuration);
  try {
    const channel = await connect(platform, here, there, signal);
    const { transport } = relay;
    const facts = channel
      ? { transport, ...(await talk(platform, channel, signal)) }
      : { ...nothing, transport };
    return { id: 'loopback', ...judgeTalk(facts), facts };
  } finally {
    here.close();
    there.close();
  }
}

/** Resolves with a channel whose other end sends everything back. */
function connect(
  { clock }: Platform,
  here: RTCPeerConnection,
  there: RTCPeerConnection,
  signal: AbortSignal,
): Promise<RTCDataChannel | undefined> {
  return withTimeout<RTCDataChannel | undefined>(
    clock,
    TIMES.connecting,
    signal,
    (resolve, over) => {
      const until = { signal: over };
      // Starts once all listeners are added.
      const introduced = Promise.resolve().then(() => introduce(here, there));
      for (const [one, other] of [
        [here, there],
        [there, here],
      ] as const) {
        one.addEventListener(
          'icecandidate',
          ({ candidate }) => {
            // Candidates without a description are refused; one that can't be used doesn't matter, another may work.
            if (candidate) introduced.then(() => other.addIceCandidate(candidate)).catch(() => {});
          },
          until,
        );
      }
      const [channel, echo] = [here, there].map((one) =>
        one.createDataChannel('test', CHANNEL),
      ) as [RTCDataChannel, RTCDataChannel];
      echo.addEventListener('message', ({ data }) => {
        if (echo.readyState === 'open') echo.send(data as string);
      });
      // One end opens before the other, which would lose messages until then.
      const handleOpen = () => {
        if (channel.readyState === 'open' && echo.readyState === 'open') resolve(channel);
      };
      for (const one of [channel, echo]) one.addEventListener('open', handleOpen, until);
      introduced.catch(() => resolve(undefined));
    },
  );
}

async function introduce(here: RTCPeerConnection, there: RTCPeerConnection): Promise<void> {
  await here.setLocalDescription();
  await there.setRemoteDescription(here.localDescription!);
  await there.setLocalDescription();
  await here.setRemoteDescription(there.localDescription!);
}

async function talk(
  { clock }: Platform,
  channel: RTCDataChannel,
  signal: AbortSignal,
): Promise<Omit<Facts, 'transport'>> {
  const sentAt: number[] = [];
  const roundTrips = new Map<number, number>();
  await withTimeout<void>(clock, TIMES.talking + TIMES.stragglers, signal, (resolve, over) => {
    const end = clock.now() + TIMES.talking;
    let isOver = false;
    let cancel = () => {};
    over.addEventListener('abort', () => cancel());
    channel.addEventListener(
      'message',
      ({ data }) => {
        const number = Number.parseInt(data as string, 10);
        const at = sentAt[number];
        if (at !== undefined) roundTrips.set(number, clock.now() - at);
        if (isOver && roundTrips.size === sentAt.length) resolve();
      },
      { signal: over },
    );
    channel.addEventListener('close', () => resolve(), { signal: over });
    const say = () => {
      if (clock.now() >= end) {
        isOver = true;
        if (roundTrips.size === sentAt.length) resolve();
        return;
      }
      if (channel.readyState === 'open') {
        channel.send(`${sentAt.length}`.padEnd(LENGTH));
        sentAt.push(clock.now());
      }
      cancel = clock.after(EVERY, say);
    };
    say();
  });
  return measure(sentAt.length, roundTrips);
}

/** @param roundTrips in milliseconds, by packet number */
export function measure(
  sent: number,
  roundTrips: ReadonlyMap<number, number>,
): Omit<Facts, 'transport'> {
  const inOrder = [...roundTrips].sort(([one], [other]) => one - other).map(([, time]) => time);
  const steps = inOrder.slice(1).map((time, index) => Math.abs(time - inOrder[index]!));
  return {
    sent,
    returned: roundTrips.size,
    loss: sent ? 1 - roundTrips.size / sent : undefined,
    roundTrip: quantile(inOrder, 0.5),
    p95: quantile(inOrder, 0.95),
    jitter: steps.length ? steps.reduce((sum, step) => sum + step, 0) / steps.length : undefined,
  };
}

export function judgeTalk({
  loss = 0,
  roundTrip,
  jitter = 0,
}: Facts): Pick<StepOf<'loopback'>, 'verdict' | 'finding'> {
  // Some relays forbid calls to themselves, and work well otherwise.
  if (roundTrip === undefined) return { verdict: 'warn', finding: 'failed' };
  if (loss >= LOSS.warn) return { verdict: loss >= LOSS.bad ? 'bad' : 'warn', finding: 'lossy' };
  if (roundTrip >= ROUND_TRIP.warn) {
    return { verdict: roundTrip >= ROUND_TRIP.bad ? 'bad' : 'warn', finding: 'slow' };
  }
  if (jitter >= JITTER) return { verdict: 'warn', finding: 'uneven' };
  return { verdict: 'good', finding: 'smooth' };
}
