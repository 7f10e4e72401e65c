/** What one end of a link finds on its way to the other, as both ends must know it to judge alike. */
export type CandidateKind = 'host' | 'srflx' | 'prflx' | 'relay';

/** All that facts can be. */
const FACTS = {
  /** How far the descriptions came: none is there, mine or theirs is, both are. */
  stage: ['none', 'offered', 'answered'],
  /** Whether packets get through, though the link is not up. */
  isReached: [false, true],
  hasNoCodec: [false, true],
  /** Whether a browser found any address. */
  found: ['nothing', 'something'],
  /** What lets nothing direct in: no UDP at all, or a router that takes another port for each. */
  network: ['open', 'strict', 'no-udp'],
  /** What became of the relays that were given. */
  relay: ['none', 'found', 'refused', 'unreachable'],
  /** Whether only relays may be used. */
  hides: [false, true],
} as const;
export type LinkFacts = { readonly [Key in keyof typeof FACTS]: (typeof FACTS)[Key][number] };

/** What the other end sent; undefined where that is nothing, or not to be understood. */
export function readFacts(data: unknown): LinkFacts | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const isFact = ([key, known]: [string, readonly unknown[]]) =>
    known.includes((data as Record<string, unknown>)[key]);
  return Object.entries(FACTS).every(isFact) ? (data as LinkFacts) : undefined;
}

/** What has been seen of one end of a link since it ails, over all its connections and rounds of ICE. */
export interface Findings {
  readonly kinds: Set<CandidateKind>;
  /** Whether some address of its own is one that everybody can reach. */
  isPublic: boolean;
  /** Whether its router took two ports for one of ours. */
  isStrict: boolean;
  /** Whether a relay answered, and said no. */
  isRefused: boolean;
}

export const noFindings = (): Findings => ({
  kinds: new Set(),
  isPublic: false,
  isStrict: false,
  isRefused: false,
});

/** A candidate as descriptions have it: transport, address, port, kind, and what it was mapped from. */
const CANDIDATE =
  /(?: \d (udp|tcp) \d+ (\S+) (\d+) )?typ (host|srflx|prflx|relay)(?: raddr (\S+) rport (\d+))?/gi;
/** Addresses that lead nowhere from outside, or say nothing; of IPv6 all but the global ones. */
const PRIVATE =
  /^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|\.local$|^(?![23]).*:/i;

/** Adds the candidates of a description. */
export function lookInto(sdp: string, findings: Findings): void {
  const ports = new Map<string, string>();
  for (const [, transport, address = '', port = '', kind, base, basePort] of sdp.matchAll(
    CANDIDATE,
  )) {
    findings.kinds.add(kind as CandidateKind);
    if (kind === 'host' && address && transport?.toLowerCase() === 'udp') {
      findings.isPublic ||= !PRIVATE.test(address);
    }
    // Firefox tells of no base where it hides addresses.
    if (kind !== 'srflx' || !Number(basePort)) continue;
    const socket = `${base} ${basePort}`;
    findings.isStrict ||= (ports.get(socket) ?? port) !== port;
    ports.set(socket, port);
  }
}

const isRelay = (url: string) => /^turns?:/.test(url);

/** Adds what a server answered; 701 stands for no answer. */
export function heedError(
  { errorCode, url }: Pick<RTCPeerConnectionIceErrorEvent, 'errorCode' | 'url'>,
  findings: Findings,
): void {
  if (isRelay(url) && errorCode >= 300 && errorCode < 700) findings.isRefused = true;
}

/** The facts of my end, from what was found and what may be used. */
export function factsOf(
  { kinds, isPublic, isStrict, isRefused }: Findings,
  { iceServers = [], iceTransportPolicy }: RTCConfiguration,
  progress: Pick<LinkFacts, 'stage' | 'isReached' | 'hasNoCodec'>,
): LinkFacts {
  const urls = iceServers.flatMap((server) => server.urls);
  const hides = iceTransportPolicy === 'relay';
  // By TCP a relay tells of no address of ours.
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
