/** The texts of the connection test, loaded with it: English here, each other language in its own file. */
import type {
  Conclusion,
  ConnectionStep,
  StepFindings,
  StepId,
  StepOf,
  Transport,
  Verdict,
} from '../../features/connection-test/report.js';
import { vocabularyOf, wordsIn } from './vocabulary.js';

/** The result text of each step. */
export type Lines = { readonly [Id in StepId]: (step: StepOf<Id>) => string };

/** Names of the devices, as used in a sentence. */
type Devices = Record<'microphone' | 'camera', string>;

export interface ConnectionWords {
  connectionTest: {
    running: string;
    again: string;
    copy: string;
    copied: string;
    /** For browsers that don't let a page copy. */
    copyByHand: string;
    report: string;
    withAddresses: string;
    addressesNote: string;
    failed: string;
    verdicts: Record<Verdict, string>;
    steps: Record<StepId, string>;
    conclusions: Record<Conclusion, string>;
    lines: Lines;
  };
}

const milliseconds = new Intl.NumberFormat('en', {
  style: 'unit',
  unit: 'millisecond',
  maximumFractionDigits: 0,
});
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const list = new Intl.ListFormat('en');
const ms = (time = 0) => milliseconds.format(time);

const devices: Devices = { microphone: 'your microphone', camera: 'your camera' };

/** The devices for which something is true, in a sentence. */
export function deviceList<Fact>(
  facts: Readonly<Record<'microphone' | 'camera', Fact>>,
  isTrue: (fact: Fact) => boolean,
  { names, list }: { names: Devices; list: Intl.ListFormat },
): string {
  const all = ['microphone', 'camera'] as const;
  return list.format(all.filter((one) => isTrue(facts[one])).map((one) => names[one]));
}

const english = { names: devices, list };

const relayLine = ({ finding, facts }: StepOf<`relay-${Transport}`>): string => {
  switch (finding) {
    case 'reached':
      return `Reached in ${ms(facts.time)}.`;
    case 'unauthorized':
      return 'The relay rejects the call server’s credentials. Contact the site owner.';
    case 'full':
      return 'The relay is full. Try again later.';
    case 'refused':
      return `The relay returned error ${facts.errorCode}. Contact the site owner.`;
    case 'unreached':
      return 'No response. Your network may block it, or the relay is down.';
    case 'none':
      return 'Not offered by the call server.';
    case 'unknown':
      return 'Unknown, because the call server didn’t respond.';
    default:
      return finding satisfies never;
  }
};

const measured = ({ roundTrip, p95, loss }: StepOf<'loopback'>['facts']) =>
  `Latency ${ms(roundTrip)} (up to ${ms(p95)}), packet loss ${percent.format(loss ?? 0)}.`;

const talks: Record<StepFindings['loopback'], string> = {
  smooth: 'Works well.',
  lossy: 'High packet loss.',
  slow: 'High latency.',
  uneven: 'High jitter.',
  failed:
    'The relay responds, but the test call failed. Some relays block calls to yourself, so other calls may still work.',
  none: 'There’s no relay to test.',
};

export const englishConnection: ConnectionWords = {
  connectionTest: {
    running: 'Testing your connection…',
    again: 'Test again',
    copy: 'Copy report',
    copied: 'Report copied',
    copyByHand: 'Your browser doesn’t let this page copy. Copy the text here:',
    report: 'Report',
    withAddresses: 'Include IP addresses',
    addressesNote: 'They can reveal your network.',
    failed: 'Couldn’t run the test.',
    verdicts: { good: 'Good', warn: 'Limited', bad: 'Problem', skipped: 'Not tested' },
    steps: {
      context: 'Browser',
      policy: 'This page',
      permission: 'Permissions',
      devices: 'Devices',
      server: 'Call server',
      candidates: 'Network paths',
      'relay-udp': 'Relay over UDP',
      'relay-tcp': 'Relay over TCP',
      'relay-tls': 'Relay over TLS',
      loopback: 'Test call over relay',
    },
    conclusions: {
      ready: 'You’re all set.',
      devices: 'Your connection is fine. Check your microphone and camera.',
      'no-udp':
        'Calls work. Your network blocks UDP to the relay, so relayed audio and video may lag.',
      'no-relay':
        'Calls work on most networks. This server has no relay, which restrictive networks need.',
      'relay-unreached':
        'Calls work with some people only. No relay can be reached, and restrictive networks need one.',
      'relay-refused':
        'Calls work with some people only. The relay rejects this page. Contact the site owner.',
      weak: 'Calls work, but your connection is poor. Audio and video may cut out.',
      'slow-server': 'Calls work. The call server is slow, so joining takes a while.',
      local: 'You can only call people on your own network.',
      blocked: 'Calls won’t work on this network.',
      server: 'Calls won’t work right now. The call server isn’t responding.',
      version: 'This page is out of date. Reload it to make calls.',
      insecure: 'Calls won’t work because this page isn’t secure. Use https://.',
      unsupported:
        'Calls won’t work in this browser. Use the latest version of Chrome, Edge, Firefox, or Safari.',
    },
    lines: {
      context: ({ finding }) =>
        ({
          secure: 'Supports calls, and the page is secure.',
          insecure: 'The page isn’t secure, so the browser blocks your microphone and camera.',
          unsupported: 'Doesn’t support calls, because it has no WebRTC.',
        })[finding],
      policy: ({ finding, facts }) =>
        finding === 'allowed'
          ? 'Lets calls use your microphone and camera.'
          : `Doesn’t let calls use ${deviceList(facts, (may) => !may, english)}. Open the call in its own tab.`,
      permission: ({ finding, facts }) =>
        ({
          granted: 'This page can use your microphone and camera.',
          prompt: `The browser will ask to use ${deviceList(facts, (is) => is === 'prompt', english)}.`,
          denied: `This page isn’t allowed to use ${deviceList(facts, (is) => is === 'denied', english)}. Allow access in your browser’s site settings.`,
          unknown: 'Unknown in this browser.',
        })[finding],
      devices: ({ finding }) =>
        ({
          found: 'Found a microphone and a camera.',
          'no-camera': 'Found a microphone, but no camera.',
          'no-microphone': 'Found a camera, but no microphone. Connect one.',
          none: 'Found no microphone or camera. Connect one.',
          hidden: 'Blocked by the browser, because the page isn’t secure.',
          unsupported: 'Not supported by this browser.',
        })[finding],
      server: ({ finding, facts }) =>
        ({
          quick: `Responded in ${ms(facts.roundTrip)}.`,
          slow: `Responded slowly, in ${ms(facts.roundTrip)}.`,
          unreachable:
            'Can’t be reached. Check your internet connection. Restrictive networks may block WebSockets.',
          silent: 'Accepts connections but doesn’t respond. A proxy or firewall may block it.',
          version: 'Uses a different version than this page. Reload the page.',
        })[finding],
      candidates: ({ finding }) =>
        ({
          outside: 'You can connect directly to people on most networks.',
          relay: 'You can connect to others through the relay.',
          local: 'You can connect directly only to people on your own network.',
          none: 'None found. A VPN, a browser extension, or the network blocks them.',
          untested: 'Not tested.',
        })[finding],
      'relay-udp': relayLine,
      'relay-tcp': relayLine,
      'relay-tls': relayLine,
      loopback: ({ finding, facts }) =>
        facts.roundTrip === undefined ? talks[finding] : `${talks[finding]} ${measured(facts)}`,
    },
  },
};

/** The same texts, with the page's own replacements. */
export const connectionWordsFor = (
  view: Element,
  words: ConnectionWords,
): ConnectionWords['connectionTest'] =>
  wordsIn(vocabularyOf(view), 'connection', words).connectionTest;

/** The result text of a step. */
export const lineOf = (lines: Lines, step: ConnectionStep): string =>
  (lines[step.id] as (step: ConnectionStep) => string)(step);
