/** Reads ICE servers set by a page, an operator or the room server, and reports those a browser would refuse. */

/** A STUN or TURN server that every browser accepts. */
export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

/** Limits of one list. Chromium refuses a username longer than 509 bytes; the same limit holds for passwords here. */
export const ICE_LIMITS = { servers: 8, urls: 16, url: 256, credential: 509 };

/** RFC 7064 and RFC 7065, without `stuns:`, which makes Firefox refuse the whole configuration. */
const URL_PATTERN = /^(stun|turns?):(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(\?.*)?$/i;

/** Firefox refuses a whole configuration if it uses one of these: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED_PORTS = new Set(
  (
    '1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 ' +
    '135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 ' +
    '995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  )
    .split(' ')
    .map(Number),
);

/** Why a browser refuses an address; undefined if it accepts it. */
export function iceUrlProblem(url: unknown): string | undefined {
  if (typeof url !== 'string') return 'is not a string';
  const [, scheme, host, port, query] = URL_PATTERN.exec(url) ?? [];
  // A host of numbers that is not an IP address is not a host name either.
  if (!scheme || url.length > ICE_LIMITS.url || !URL.canParse(`http://${host}`)) {
    return 'is not an address such as stun:host:3478';
  }
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return 'has no valid port';
  if (BLOCKED_PORTS.has(Number(port))) return `uses port ${port}, which browsers block`;
  if (query === undefined) return undefined;
  if (/^stun/i.test(scheme)) return 'must not have a query, since it starts with stun:';
  return /^\?transport=(udp|tcp)$/.test(query)
    ? undefined
    : 'may only have the query ?transport=udp or ?transport=tcp';
}

const isTurn = (url: string) => /^turn/i.test(url);
/** Numbers become text, as in any attribute. */
const textOf = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
const isCredential = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  new TextEncoder().encode(value).length <= ICE_LIMITS.credential;

/**
 * Reads `iceServers` (as for RTCPeerConnection) and keeps what a browser accepts. `problems` describes what was left
 * out, each in a sentence for the developer. `servers` is undefined if there is no list.
 */
export function readIceServers(value: unknown): {
  servers: IceServer[] | undefined;
  problems: string[];
} {
  const problems: string[] = [];
  if (value === undefined || value === null) return { servers: undefined, problems };
  if (!Array.isArray(value)) {
    return { servers: undefined, problems: ['iceServers is not an array of RTCIceServer'] };
  }
  const servers = value
    .slice(0, ICE_LIMITS.servers)
    .flatMap((server: unknown, index) => readServer(server, `iceServers[${index}]`, problems));
  if (value.length > ICE_LIMITS.servers)
    problems.push(`iceServers has more than ${ICE_LIMITS.servers} entries`);
  return { servers, problems };
}

function readServer(value: unknown, place: string, problems: string[]): IceServer[] {
  const refuse = (problem: string): IceServer[] => {
    problems.push(`${place}${problem}`);
    return [];
  };
  if (typeof value !== 'object' || value === null) return refuse(' is not an RTCIceServer');
  const { urls: given, username: user, credential: secret } = value as Record<string, unknown>;
  if (given === undefined || given === null) return refuse('.urls is missing');
  const all: unknown[] = Array.isArray(given) ? given : [given];
  if (!all.length) return refuse('.urls is empty');
  const urls = all.slice(0, ICE_LIMITS.urls).filter((url): url is string => {
    const problem = iceUrlProblem(url);
    if (problem)
      problems.push(
        `${place}.urls: ${typeof url === 'string' ? `"${url}"` : typeof url} ${problem}`,
      );
    return !problem;
  });
  if (all.length > ICE_LIMITS.urls)
    problems.push(`${place}.urls has more than ${ICE_LIMITS.urls} entries`);
  const [username, credential] = [textOf(user), textOf(secret)];
  if (isCredential(username) && isCredential(credential)) {
    return urls.length ? [{ urls, username, credential }] : [];
  }
  if (urls.some(isTurn))
    problems.push(`${place} has a turn: server without username and credential`);
  const open = urls.filter((url) => !isTurn(url));
  return open.length ? [{ urls: open }] : [];
}
