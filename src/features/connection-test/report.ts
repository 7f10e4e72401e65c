/** The report of a connection test: its steps, what each of them measured, and what it all means. */

/** `warn`: a call is possible but may suffer. `bad`: something prevents it. `skipped`: there was nothing to test. */
export type Verdict = 'good' | 'warn' | 'bad' | 'skipped';

/** The user's permission for a device; `unknown` if the browser doesn't report it. */
export type Permission = 'granted' | 'prompt' | 'denied' | 'unknown';

/** How a browser reaches a relay. */
export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** All steps, in display order. */
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
  /** Number of relay addresses given for this transport, and how many of them answered. */
  readonly offered: number;
  readonly reached: number;
  /** Until the first relay granted an allocation, in milliseconds. */
  readonly time: number | undefined;
  /** A relay's error code, as in RFC 8656, such as 401; 701 is the browser's own for no answer. */
  readonly errorCode: number | undefined;
}

/** What each step measured. */
export interface StepFacts {
  /** Whether the page is a secure context, and whether there is WebRTC. */
  context: { readonly isSecure: boolean; readonly hasWebRtc: boolean };
  /** Whether the embedding page allows their use. */
  policy: { readonly microphone: boolean; readonly camera: boolean };
  /** What the user has allowed. */
  permission: { readonly microphone: Permission; readonly camera: Permission };
  /** How many there are, as far as the browser reports. */
  devices: {
    readonly microphones: number;
    readonly cameras: number;
    readonly speakers: number;
  };
  /** Whether and how fast the room server answers. */
  server: {
    /** Until the socket was open and the server sent its greeting, in milliseconds. */
    readonly opening: number | undefined;
    /** The median of all answers, in milliseconds. */
    readonly roundTrip: number | undefined;
    /** How many pings were answered. */
    readonly answers: number;
    /** The server's protocol version. */
    readonly version: number | undefined;
  };
  /** How many of each kind the browser found: local addresses, those seen from outside, those of relays. */
  candidates: { readonly host: number; readonly outside: number; readonly relay: number };
  /** Whether a relay can be reached over UDP. */
  'relay-udp': RelayFacts;
  /** Whether a relay can be reached over TCP. */
  'relay-tcp': RelayFacts;
  /** Whether a relay can be reached over TLS. */
  'relay-tls': RelayFacts;
  /** A round trip goes from the page through the relay to itself, and the same way back. */
  loopback: {
    /** How the relay was reached. */
    readonly transport: Transport | undefined;
    readonly sent: number;
    readonly returned: number;
    /** Packet loss, from 0 to 1. */
    readonly loss: number | undefined;
    /** Round trip time in milliseconds: the median and the 95th percentile. */
    readonly roundTrip: number | undefined;
    readonly p95: number | undefined;
    /** The average difference between consecutive round trips, in milliseconds. */
    readonly jitter: number | undefined;
  };
}

type RelayFinding =
  | 'reached'
  /** It refuses the credentials. */
  | 'unauthorized'
  /** It has no capacity right now. */
  | 'full'
  /** It refused for another reason. */
  | 'refused'
  | 'unreached'
  /** The server provides none for this transport. */
  | 'none'
  /** The server did not answer, so this is unknown. */
  | 'unknown';

/** The possible findings of each step. */
export interface StepFindings {
  /** Whether the page is secure (https), and the browser has WebRTC. */
  context: 'secure' | 'insecure' | 'unsupported';
  /** Whether the embedding page allows the devices. */
  policy: 'allowed' | 'blocked';
  /** What the user has allowed. */
  permission: 'granted' | 'prompt' | 'denied' | 'unknown';
  /** Which devices there are; `hidden` if the browser lists none before permission. */
  devices: 'found' | 'no-camera' | 'no-microphone' | 'none' | 'hidden' | 'unsupported';
  /** How the room server answers; `silent` if the socket opens, but nothing is received. */
  server: 'quick' | 'slow' | 'unreachable' | 'silent' | 'version';
  /** The farthest kind of address that the browser found. */
  candidates: 'outside' | 'relay' | 'local' | 'none' | 'untested';
  /** What the relays answer over UDP. */
  'relay-udp': RelayFinding;
  /** What the relays answer over TCP. */
  'relay-tcp': RelayFinding;
  /** What the relays answer over TLS. */
  'relay-tls': RelayFinding;
  /** How well packets travel through the relay. */
  loopback: 'smooth' | 'lossy' | 'slow' | 'uneven' | 'failed' | 'none';
}

/** One step; its `id` determines which facts it has. */
export type StepOf<Id extends StepId> = {
  readonly id: Id;
  readonly verdict: Verdict;
  readonly finding: StepFindings[Id];
  readonly facts: StepFacts[Id];
  /** Addresses seen during the test, of this machine and of servers; only if requested. */
  readonly addresses?: readonly string[];
};
export type ConnectionStep = { [Id in StepId]: StepOf<Id> }[StepId];

/** The overall conclusion: the one thing that matters most. */
export type Conclusion =
  | 'ready'
  /** Only the microphone or the camera is a problem. */
  | 'devices'
  /** Calls work, over a relay that is slower than it could be. */
  | 'no-udp'
  /** The server has no relay, which some networks need. */
  | 'no-relay'
  /** There is a relay, but it can't be reached or doesn't work. */
  | 'relay-unreached'
  | 'relay-refused'
  /** Packets are lost, or late. */
  | 'weak'
  | 'slow-server'
  /** Only people in the same network can be reached. */
  | 'local'
  /** No one can be reached. */
  | 'blocked'
  | 'server'
  | 'version'
  | 'insecure'
  | 'unsupported';

export interface ConnectionReport {
  /** Whether a call would work well. */
  readonly verdict: Exclude<Verdict, 'skipped'>;
  /** The one thing that matters most. */
  readonly conclusion: Conclusion;
  /** In the order of `STEP_IDS`. Frozen. */
  readonly steps: readonly ConnectionStep[];
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** How long it took, in milliseconds. */
  readonly took: number;
}

/** The steps plus another one, frozen and in order. */
export const withStep = (
  steps: readonly ConnectionStep[],
  step: ConnectionStep,
): readonly ConnectionStep[] =>
  Object.freeze(
    [...steps, Object.freeze(step)].sort(
      (one, other) => STEP_IDS.indexOf(one.id) - STEP_IDS.indexOf(other.id),
    ),
  );
