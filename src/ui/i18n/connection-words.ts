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

const devices: Devices = { microphone: 'the microphone', camera: 'the camera' };

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
      return `Reached after ${ms(facts.time)}.`;
    case 'unauthorized':
      return 'The relay does not accept the credentials of the room server. Tell whoever runs it.';
    case 'full':
      return 'The relay has no place left. Try again later.';
    case 'refused':
      return `The relay refused, with the error ${facts.errorCode}. Tell whoever runs the room server.`;
    case 'unreached':
      return 'No answer. The network may block it, or the relay is down.';
    case 'none':
      return 'The room server offers none.';
    case 'unknown':
      return 'Not known, as the room server did not answer.';
    default:
      return finding satisfies never;
  }
};

const measured = ({ roundTrip, p95, loss }: StepOf<'loopback'>['facts']) =>
  `There and back in ${ms(roundTrip)}, at worst ${ms(p95)}; ${percent.format(loss ?? 0)} lost.`;

const talks: Record<StepFindings['loopback'], string> = {
  smooth: 'Runs well.',
  lossy: 'Packets get lost on the way.',
  slow: 'Packets take long.',
  uneven: 'Packets come unevenly.',
  failed:
    'The relay answers, but no call with oneself came about. Some relays forbid just that, so other calls may still work.',
  none: 'There is no relay to go through.',
};

export const englishConnection: ConnectionWords = {
  connectionTest: {
    running: 'Testing the connection…',
    again: 'Test again',
    copy: 'Copy report',
    copied: 'Report copied',
    copyByHand: 'The browser does not let this page copy. Copy it from here:',
    report: 'Report',
    withAddresses: 'With addresses',
    addressesNote: 'They tell which network you are in.',
    failed: 'The test could not be carried out.',
    verdicts: { good: 'Good', warn: 'Limited', bad: 'Problem', skipped: 'Not tested' },
    steps: {
      context: 'Browser',
      policy: 'Page',
      permission: 'Permission',
      devices: 'Devices',
      server: 'Room server',
      candidates: 'Ways to others',
      'relay-udp': 'Relay by UDP',
      'relay-tcp': 'Relay by TCP',
      'relay-tls': 'Relay by TLS',
      loopback: 'Call through the relay',
    },
    conclusions: {
      ready: 'All is well: calls should go smoothly from here.',
      devices: 'The connection is fine. Microphone or camera need a look.',
      'no-udp':
        'Calls work. Your network holds up UDP to the relay, so where the relay is needed picture and sound may lag.',
      'no-relay':
        'Calls work from most networks. This server has no relay, which strict ones need.',
      'relay-unreached':
        'Calls work with some people only: no relay could be reached, which strict networks need.',
      'relay-refused':
        'Calls work with some people only: the relay turns this page away. Tell whoever runs the room server.',
      weak: 'Calls work, but the connection is weak: picture and sound may stop at times.',
      'slow-server': 'Calls work. The room server answers slowly, so coming in takes a while.',
      local: 'Only people in your own network can be reached from here.',
      blocked: 'No calls from here: the browser finds no way out of this network.',
      server: 'No calls right now: the room server does not answer.',
      version: 'No calls from this page: it does not fit the room server. Reload it.',
      insecure: 'No calls from this page: it is not secure. Open it with https:// instead.',
      unsupported: 'No calls in this browser. Use a current Chrome, Edge, Firefox or Safari.',
    },
    lines: {
      context: ({ finding }) =>
        ({
          secure: 'It can make calls, and the page is secure.',
          insecure: 'The page is not secure, so the browser hides microphone and camera.',
          unsupported: 'It has no WebRTC, without which there are no calls.',
        })[finding],
      policy: ({ finding, facts }) =>
        finding === 'allowed'
          ? 'It lets this call use microphone and camera.'
          : `It does not let this call use ${deviceList(facts, (may) => !may, english)}. Open the call in a tab of its own.`,
      permission: ({ finding, facts }) =>
        ({
          granted: 'This page may use microphone and camera.',
          prompt: `The browser will ask about ${deviceList(facts, (is) => is === 'prompt', english)}.`,
          denied: `This page may not use ${deviceList(facts, (is) => is === 'denied', english)}. Allow it in the site settings of your browser.`,
          unknown: 'This browser does not tell.',
        })[finding],
      devices: ({ finding }) =>
        ({
          found: 'Microphone and camera are there.',
          'no-camera': 'There is a microphone, but no camera.',
          'no-microphone': 'There is a camera, but no microphone. Plug one in.',
          none: 'There is neither a microphone nor a camera. Plug one in.',
          hidden: 'The browser hides them, as the page is not secure.',
          unsupported: 'This browser does not give access to any.',
        })[finding],
      server: ({ finding, facts }) =>
        ({
          quick: `Answers within ${ms(facts.roundTrip)}.`,
          slow: `Answers slowly: after ${ms(facts.roundTrip)}.`,
          unreachable:
            'Cannot be reached. Check your connection to the internet; a strict network may block WebSockets.',
          silent: 'Can be reached, but says nothing. Something in between may hold it up.',
          version: 'Speaks another version than this page. Reload the page.',
        })[finding],
      candidates: ({ finding }) =>
        ({
          outside: 'Others can be reached directly, from most networks.',
          relay: 'Others can be reached through the relay.',
          local: 'Others can be reached directly in your own network only.',
          none: 'None. A VPN, an extension of the browser or the network blocks them.',
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
