/** What one end of a link finds about the path, in the form that both ends need to reach the same verdict. */
export type CandidateKind = 'host' | 'srflx' | 'prflx' | 'relay';

/** All possible values of each fact. */
const FACTS = {
  /** How far negotiation got: no description, only the local or the remote one, or both. */
  stage: ['none', 'offered', 'answered'],
  /** Whether packets get through, though the link is not up. */
  isReached: [false, true],
  hasNoCodec: [false, true],
  /** Whether a browser found any address. */
  found: ['nothing', 'something'],
  /** What blocks direct connections: no UDP at all, or a router that uses a different port for each. */
  network: ['open', 'strict', 'no-udp'],
  /** The result for the configured relays. */
  relay: ['none', 'found', 'refused', 'unreachable'],
  /** Whether only relays may be used. */
  hides: [false, true],
} as const;
export type LinkFacts = { readonly [Key in keyof typeof FACTS]: (typeof FACTS)[Key][number] };

/** Reads the remote facts; undefined if missing or invalid. */
export function readFacts(data: unknown): LinkFacts | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const isFact = ([key, known]: [string, readonly unknown[]]) =>
    known.includes((data as Record<string, unknown>)[key]);
  return Object.entries(FACTS).every(isFact) ? (data as LinkFacts) : undefined;
}

/** Findings about one end of a failing link, over all its connections and ICE rounds. */
export interface Findings {
  readonly kinds: Set<CandidateKind>;
  /** Whether one of its own addresses is publicly reachable. */
  isPublic: boolean;
  /** Whether its router used two ports for one local port. */
  isStrict: boolean;
  /** Whether a relay answered with a refusal. */
  isRefused: boolean;
}

export const noFindings = (): Findings => ({
  kinds: new Set(),
  isPublic: false,
  isStrict: false,
  isRefused: false,
});

/** A candidate in a description: transport, address, port, type, and related address. */
const CANDIDATE =
  /(?: \d (udp|tcp) \d+ (\S+) (\d+) )?typ (host|srflx|prflx|relay)(?: raddr (\S+) rport (\d+))?/gi;
/** Addresses that are unreachable from outside, or hidden; all IPv6 except global ones. */
const PRIVATE =
  /^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|\.local$|^(?![23]).*:/i;

/** Adds the candidates of a description. */
export function readDescription(sdp: string, findings: Findings): void {
  const ports = new Map<string, string>();
  for (const [, transport, address = '', port = '', kind, base, basePort] of sdp.matchAll(
    CANDIDATE,
  )) {
    findings.kinds.add(kind as CandidateKind);
    if (kind === 'host' && address && transport?.toLowerCase() === 'udp') {
      findings.isPublic ||= !PRIVATE.test(address);
    }
    // Firefox omits the base when it hides addresses.
    if (kind !== 'srflx' || !Number(basePort)) continue;
    const socket = `${base} ${basePort}`;
    findings.isStrict ||= (ports.get(socket) ?? port) !== port;
    ports.set(socket, port);
  }
}

const isRelay = (url: string) => /^turns?:/.test(url);

/** Adds a server's error; 701 means no answer. */
export function recordIceError(
  { errorCode, url }: Pick<RTCPeerConnectionIceErrorEvent, 'errorCode' | 'url'>,
  findings: Findings,
): void {
  if (isRelay(url) && errorCode >= 300 && errorCode < 700) findings.isRefused = true;
}

/** The facts of the local end, from the findings and the allowed servers. */
export function factsOf(
  { kinds, isPublic, isStrict, isRefused }: Findings,
  { iceServers = [], iceTransportPolicy }: RTCConfiguration,
  progress: Pick<LinkFacts, 'stage' | 'isReached' | 'hasNoCodec'>,
): LinkFacts {
  const urls = iceServers.flatMap((server) => server.urls);
  const hides = iceTransportPolicy === 'relay';
  // Over TCP, a relay reveals no local address.
  const asksByUdp = urls.some((url) => /^(stun|turn):(?!.*transport=tcp)/.test(url));
  const hasUdp = hides || !asksByUdp || isPublic || kinds.has('srflx') || kinds.has('prflx');
  let relay: LinkFacts['relay'] = 'unreachable';
  if (kinds.has('relay')) relay = 'found';
  else if (!urls.some(isRelay)) relay = 'none';
  else if (isRefused) relay = 'refused';
  return {
    ...progress,
    found: kinds.size ? 'something' : 'nothing',
    network: !hasUdp ? 'no-udp' : isStrict ? 'strict' : 'open',
    relay,
    hides,
  };
}
