/** Network addresses as limits count them: what a household or machine cannot change at will. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { TokenBucket } from '../../src/token-bucket.js';
import { OPENINGS_PER_SOCKET } from './limits.js';

/** How many addresses are remembered; the oldest is forgotten first. */
const MOST_ADDRESSES = 10_000;

/**
 * The key under which an address is counted. For IPv6 it is the first 64 bits, since a host can use all addresses
 * below them (RFC 4291 section 2.5.1). For IPv4 it is the address itself, even if written as IPv6.
 */
export function addressKey(address: string): string {
  const plain = address.trim().replace(/^\[|\](:\d+)?$|%.*$/g, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped || !plain.includes(':')) return (mapped ?? plain).slice(0, 64);
  if (!URL.canParse(`http://[${plain}]`)) return plain.slice(0, 64);
  // Normalized by the URL parser: lower case, no leading zeros, the longest run of zeros as `::`.
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

/** Loopback, private, link-local and shared addresses (RFC 6890), as `addressKey` formats them. */
const PRIVATE = [
  /^(127|10)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^0:0:0:0::|^f[cd][\da-f]{2}:|^fe[89ab][\da-f]:/,
];

/** Whether a key belongs to an address that a proxy may have, but no client on the internet. */
export const isPrivateAddress = (key: string): boolean =>
  PRIVATE.some((pattern) => pattern.test(key));

/**
 * The id of a socket, which clients neither know nor choose: a hash of its address key, which does not reveal the
 * address, and a random part.
 */
export const socketId = (key: string): string =>
  `${key && bytesToHex(sha256(utf8ToBytes(key))).slice(0, 12)}.${crypto.randomUUID()}`;

/** The hashed address key in a socket's id; '' if unknown. */
export const originOf = ({ id }: { readonly id: string }): string => id.slice(0, id.indexOf('.'));

/** Counts how often each address opens a socket, and how many it holds across all rooms of this process. */
export class Addresses {
  readonly #openings = new Map<string, TokenBucket>();
  readonly #open = new Map<string, Set<string>>();

  /** Whether an address may open another socket now; `perRoom` is how many it may hold in one room. */
  mayOpen(key: string, now: number, perRoom: number): boolean {
    if (perRoom === Infinity) return true;
    const burst = perRoom * OPENINGS_PER_SOCKET;
    for (const [known, bucket] of this.#openings) {
      // Oldest first: later entries were used more recently.
      const isNeeded = known === key || !bucket.isFull(now);
      if (isNeeded && this.#openings.size <= MOST_ADDRESSES) break;
      this.#openings.delete(known);
    }
    const bucket =
      this.#openings.get(key) ?? new TokenBucket({ burst, perSecond: burst / 60 }, now);
    this.#openings.delete(key);
    this.#openings.set(key, bucket);
    return bucket.take(1, now);
  }

  /** How many sockets the address of a socket holds. */
  held(socket: string): number {
    return this.#open.get(originOf({ id: socket }))?.size ?? 0;
  }

  opened(socket: string): void {
    const origin = originOf({ id: socket });
    if (!origin) return;
    const known = this.#open.get(origin) ?? new Set();
    this.#open.set(origin, known.add(socket));
  }

  closed(socket: string): void {
    const origin = originOf({ id: socket });
    const known = this.#open.get(origin);
    known?.delete(socket);
    if (known?.size === 0) this.#open.delete(origin);
  }
}
