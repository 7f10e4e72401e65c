/** The overall result: of all findings, the one that matters most to a user who wants to call. */
import type { Conclusion, ConnectionReport, ConnectionStep, StepId, StepOf } from './report.js';

type Verdict = ConnectionReport['verdict'];

/** How bad each is. */
const VERDICTS: Record<Conclusion, Verdict> = {
  ready: 'good',
  devices: 'warn',
  'no-udp': 'warn',
  'no-relay': 'warn',
  'relay-unreached': 'warn',
  'relay-refused': 'warn',
  weak: 'warn',
  'slow-server': 'warn',
  local: 'warn',
  blocked: 'bad',
  server: 'bad',
  version: 'bad',
  insecure: 'bad',
  unsupported: 'bad',
};

export function conclude(
  steps: readonly ConnectionStep[],
): Pick<ConnectionReport, 'verdict' | 'conclusion'> {
  const conclusion = find(steps);
  // A call needs the user's own voice.
  const isMute = conclusion === 'devices' && steps.some(isDeviceGone);
  const isDeaf = conclusion === 'weak' && steps.some(({ verdict }) => verdict === 'bad');
  return { conclusion, verdict: isMute || isDeaf ? 'bad' : VERDICTS[conclusion] };
}

const isOfDevices = ({ id }: ConnectionStep) =>
  id === 'policy' || id === 'permission' || id === 'devices';
const isDeviceGone = (step: ConnectionStep) => isOfDevices(step) && step.verdict === 'bad';

function find(steps: readonly ConnectionStep[]): Conclusion {
  const the = <Id extends StepId>(id: Id) => steps.find((step) => step.id === id) as StepOf<Id>;
  const context = the('context').finding;
  if (context !== 'secure') return context;
  const server = the('server');
  if (server.finding === 'version') return 'version';
  if (server.verdict === 'bad') return 'server';
  const relays = [the('relay-udp'), the('relay-tcp'), the('relay-tls')];
  const candidates = the('candidates').finding;
  const isOffered = relays.some(({ facts }) => facts.offered);
  const isReached = relays.some(({ facts }) => facts.reached);
  if (!isReached) {
    if (candidates === 'none') return 'blocked';
    if (relays.some(({ verdict, finding }) => verdict === 'bad' && finding !== 'unreached')) {
      return 'relay-refused';
    }
    if (candidates === 'local') return 'local';
    if (isOffered) return 'relay-unreached';
  }
  if (steps.some((step) => isOfDevices(step) && isTrouble(step))) return 'devices';
  const loopback = the('loopback');
  if (isTrouble(loopback) && loopback.finding !== 'failed') return 'weak';
  if (server.finding === 'slow') return 'slow-server';
  if (relays[0]!.finding === 'unreached') return 'no-udp';
  return isOffered ? 'ready' : 'no-relay';
}

const isTrouble = ({ verdict }: ConnectionStep) => verdict === 'warn' || verdict === 'bad';
