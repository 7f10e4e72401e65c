/** Which kinds of candidates are found with all the servers that a call would be given. */
import type { Platform } from '../../call/platform.js';
import { gather } from './gather.js';
import type { StepOf } from './report.js';

/** Browsers try an unreachable STUN server for ten seconds; a call doesn't wait that long either. */
const PATIENCE = 5_000;

export async function findCandidates(
  platform: Platform,
  configuration: RTCConfiguration,
  signal: AbortSignal,
): Promise<StepOf<'candidates'>> {
  const { candidates } = await gather(platform, configuration, { patience: PATIENCE, signal });
  const count = (...kinds: string[]) =>
    candidates.filter(({ kind }) => kinds.includes(kind)).length;
  const facts = { host: count('host'), outside: count('srflx', 'prflx'), relay: count('relay') };
  const addresses = candidates.map(({ kind, address }) => `${kind} ${address}`);
  return { id: 'candidates', ...judge(facts), facts, addresses };
}

function judge({
  host,
  outside,
  relay,
}: StepOf<'candidates'>['facts']): Pick<StepOf<'candidates'>, 'verdict' | 'finding'> {
  if (outside) return { verdict: 'good', finding: 'outside' };
  if (relay) return { verdict: 'good', finding: 'relay' };
  return host ? { verdict: 'warn', finding: 'local' } : { verdict: 'bad', finding: 'none' };
}
