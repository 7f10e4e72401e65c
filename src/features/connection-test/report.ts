/** What a test of the connection finds: its steps, what each of them measured, and what all of it means. */

/** `warn`: a call is possible and may suffer. `bad`: something is in its way. `skipped`: there was nothing to test. */
export type Verdict = 'good' | 'warn' | 'bad' | 'skipped';

/** What the person has answered the browser about a device; `unknown` where the browser does not tell. */
export type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';

/** How a browser reaches a relay. */
export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** All steps, in the order in which they are shown. */
export const STEP_IDS = [
  'context',
  'policy',
  'permission',
  'devices',
  'server',
  'candidates',
  'relay-udp',
  'relay-tcp',
  'relay-tls',
  'loopback',
] as const;
export type StepId = (typeof STEP_IDS)[number];

export interface RelayFacts {
  /** Addresses of relays that were given for this transport, and how many of them answered. */
  readonly offered: number;
  readonly reached: number;
  /** Until the first of them gave a place, in milliseconds. */
  readonly time: number | undefined;
  /** What one of them refused with, as in RFC 8656, such as 401; 701 is the browser's own for no answer. */
  readonly errorCode: number | undefined;
}

/** What each step measured. */
export interface StepFacts {
  /** Whether the page is a secure context, and whether there is WebRTC. */
  context: { readonly isSecure: boolean; readonly hasWebRtc: boolean };
  /** Whether the page around this one lets it use them. */
  policy: { readonly microphone: boolean; readonly camera: boolean };
  permission: { readonly microphone: Permission; readonly camera: Permission };
  /** How many there are, as far as the browser tells. */
  devices: {
    readonly microphones: number;
    readonly cameras: number;
    readonly speakers: number;
  };
  server: {
    /** Until the socket was open and the server said who it is, in milliseconds. */
    readonly opening: number | undefined;
    /** The median of all answers, in milliseconds. */
    readonly roundTrip: number | undefined;
    /** Of how many pings the answer came. */
    readonly answers: number;
    /** Of the wire, as the server speaks it. */
    readonly version: number | undefined;
  };
  /** How many of each kind the browser found: its own addresses, those seen from outside, those of relays. */
  candidates: { readonly host: number; readonly outside: number; readonly relay: number };
  'relay-udp': RelayFacts;
  'relay-tcp': RelayFacts;
  'relay-tls': RelayFacts;
  /** There and back again means: from the page through the relay to itself, and the same way back. */
  loopback: {
    /** How the relay was reached. */
    readonly transport: Transport | undefined;
    readonly sent: number;
    readonly returned: number;
    /** The share that did not come back, from 0 to 1. */
    readonly loss: number | undefined;
    /** There and back again, in milliseconds: the median, and what 95 of 100 do not exceed. */
    readonly roundTrip: number | undefined;
    readonly p95: number | undefined;
    /** By how much one differs from the next on average, in milliseconds. */
    readonly jitter: number | undefined;
  };
}

type RelayFinding =
  | 'reached'
  /** It does not take the credentials. */
  | 'unauthorized'
  /** It takes nobody more right now. */
  | 'full'
  /** It said no for another reason. */
  | 'refused'
  | 'unreached'
  /** The server gives none for this transport. */
  | 'none'
  /** The server did not answer, so nobody knows. */
  | 'unknown';

/** What each step may come to. */
export interface StepFindings {
  context: 'secure' | 'insecure' | 'unsupported';
  policy: 'allowed' | 'blocked';
  permission: 'granted' | 'prompt' | 'denied' | 'unknown';
  devices: 'found' | 'no-camera' | 'no-microphone' | 'none' | 'hidden';
  server: 'quick' | 'slow' | 'unreachable' | 'silent' | 'version';
  candidates: 'outside' | 'relay' | 'local' | 'none' | 'untested';
  'relay-udp': RelayFinding;
  'relay-tcp': RelayFinding;
  'relay-tls': RelayFinding;
  loopback: 'smooth' | 'lossy' | 'slow' | 'uneven' | 'failed' | 'none';
}

/** One step; which facts it has follows from its `id`. */
export type StepOf<Id extends StepId> = {
  readonly id: Id;
  readonly verdict: Verdict;
  readonly finding: StepFindings[Id];
  readonly facts: StepFacts[Id];
  /** Addresses that were seen on the way, of this machine and of servers; only where they were asked for. */
  readonly addresses?: readonly string[];
};
export type ConnectionStep = { [Id in StepId]: StepOf<Id> }[StepId];

/** What it all comes to: the one thing that matters most. */
export type Conclusion =
  | 'ready'
  /** Nothing but microphone or camera is in the way. */
  | 'devices'
  /** It goes, by a relay that is slower than it could be. */
  | 'no-udp'
  /** The server has no relay, which some networks need. */
  | 'no-relay'
  /** There is a relay, and it is out of reach or does not work. */
  | 'relay-unreached'
  | 'relay-refused'
  /** Packets are lost, or late. */
  | 'weak'
  | 'slow-server'
  /** Only people in the same network can be reached. */
  | 'local'
  /** Nobody can. */
  | 'blocked'
  | 'server'
  | 'version'
  | 'insecure'
  | 'unsupported';

export interface ConnectionReport {
  readonly verdict: Exclude<Verdict, 'skipped'>;
  readonly conclusion: Conclusion;
  /** In the order of `STEP_IDS`. Frozen. */
  readonly steps: readonly ConnectionStep[];
  /** When it began, in milliseconds since 1970, and how long it took, in milliseconds. */
  readonly at: number;
  readonly took: number;
}

/** The same steps and another, frozen and in order. */
export const withStep = (
  steps: readonly ConnectionStep[],
  step: ConnectionStep,
): readonly ConnectionStep[] =>
  Object.freeze(
    [...steps, Object.freeze(step)].sort(
      (one, other) => STEP_IDS.indexOf(one.id) - STEP_IDS.indexOf(other.id),
    ),
  );
