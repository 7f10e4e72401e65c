/** Whether the relays can be reached: each address separately, over UDP, TCP and TLS. */
import type { Platform } from '../../call/platform.js';
import { gather, type Gathered } from './gather.js';
import { TRANSPORTS, type RelayFacts, type StepOf, type Transport } from './report.js';

/** A browser tries for about ten seconds; a user who waits that long in a call has given up. */
const PATIENCE = 6_000;
/** No more addresses of one transport are tried than this: each takes up an allocation on its relay. */
const MOST = 4;

export type RelayStep = StepOf<'relay-udp'> | StepOf<'relay-tcp'> | StepOf<'relay-tls'>;

export interface Relay {
  readonly transport: Transport;
  readonly server: RTCIceServer;
}

export interface Tried {
  readonly steps: readonly RelayStep[];
  /** A relay that was reached, by the best transport available. */
  readonly best: Relay | undefined;
}

/** Each address of a relay, with its credentials. */
export function relaysOf(servers: readonly RTCIceServer[]): readonly Relay[] {
  return servers.flatMap(({ urls, ...rest }) =>
    [urls].flat().flatMap((url) => {
      const [, secure, transport] = /^turn(s?):[^?]*(?:\?transport=(\w+))?/i.exec(url) ?? [];
      if (secure === undefined) return [];
      const isTcp = transport?.toLowerCase() === 'tcp';
      return { transport: secure ? 'tls' : isTcp ? 'tcp' : 'udp', server: { ...rest, urls: url } };
    }),
  );
}

/**
 * @param servers undefined if unknown
 * @param tell called with each transport as soon as it is judged
 */
export async function tryRelays(
  platform: Platform,
  servers: readonly RTCIceServer[] | undefined,
  signal: AbortSignal,
  tell: (step: RelayStep) => void,
): Promise<Tried> {
  const relays = relaysOf(servers ?? []);
  const tried = await Promise.all(
    TRANSPORTS.map(async (transport) => {
      const all = relays.filter((relay) => relay.transport === transport).slice(0, MOST);
      const attempts = await Promise.all(
        all.map(async (relay) => ({ relay, result: await attempt(platform, relay, signal) })),
      );
      const reached = attempts.find(({ result }) => result.candidates.length);
      const step = judgeTransport(
        transport,
        attempts.map(({ result }) => result),
        all.map(({ server }) => server.urls as string),
        servers !== undefined,
      );
      if (reached || !all.length) tell(step);
      return { step, best: reached?.relay };
    }),
  );
  const best = tried.find((one) => one.best)?.best;
  const steps = tried.map(({ step }) => (best ? soften(step) : step));
  // The verdict on a failure depends on whether another transport works.
  for (const step of steps) if (!step.facts.reached && step.facts.offered) tell(step);
  return { steps, best };
}

const attempt = (platform: Platform, { server }: Relay, signal: AbortSignal) =>
  gather(
    platform,
    { iceServers: [server], iceTransportPolicy: 'relay' },
    { patience: PATIENCE, signal, isEnough: ({ kind }) => kind === 'relay' },
  );

/** A relay that can't be reached by one transport is only slower, if another reaches it. */
const soften = (step: RelayStep): RelayStep =>
  step.finding === 'unreached' ? { ...step, verdict: 'warn' } : step;

function judgeTransport(
  transport: Transport,
  results: readonly Gathered[],
  urls: readonly string[],
  isKnown: boolean,
): RelayStep {
  const reached = results.filter(({ candidates }) => candidates.length);
  const codes = results.flatMap(({ errorCodes }) => errorCodes);
  const facts: RelayFacts = {
    offered: results.length,
    reached: reached.length,
    time: reached.length ? Math.min(...reached.map(({ took }) => took)) : undefined,
    // A relay's own error matters more than another's missing answer.
    errorCode: reached.length
      ? undefined
      : (codes.find((code) => code >= 300 && code < 700) ?? codes[0]),
  };
  const found = reached.flatMap(({ candidates }) => candidates.map(({ address }) => address));
  const addresses = [...urls, ...found.map((address) => `relay ${address}`)];
  return { id: `relay-${transport}`, ...judge(facts, isKnown), facts, addresses };
}

function judge(
  { offered, reached, errorCode = 0 }: RelayFacts,
  isKnown: boolean,
): Pick<RelayStep, 'verdict' | 'finding'> {
  if (!isKnown) return { verdict: 'skipped', finding: 'unknown' };
  if (!offered) return { verdict: 'skipped', finding: 'none' };
  if (reached) return { verdict: 'good', finding: 'reached' };
  if (errorCode === 401 || errorCode === 403 || errorCode === 441) {
    return { verdict: 'bad', finding: 'unauthorized' };
  }
  if (errorCode === 486 || errorCode === 508) return { verdict: 'bad', finding: 'full' };
  if (errorCode >= 300 && errorCode < 700) return { verdict: 'bad', finding: 'refused' };
  return { verdict: 'bad', finding: 'unreached' };
}
