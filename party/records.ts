/** What a Room keeps in its storage of who is in it or waits before it, and of how it is closed to others. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  EXIT,
  type HostPolicy,
  type Policy,
  type Profile,
  type Role,
  type Source,
} from '../src/protocol.js';
import type { Capacity } from './limits.js';

/** What is kept of a participant. */
export interface Record {
  id: number;
  page: string;
  role: Role;
  profile: Profile;
  away: boolean;
  /** They wait to be let in. */
  knocking?: boolean;
  /** What a host has stopped. */
  barred: Source[];
  /** SHA-256 of the seat, so that whoever reads the storage cannot sit down. */
  seatHash: string;
  /** The same of what lets anybody leave for them. */
  exitHash: string;
  /** The name that their token gives them, and who they are beyond this call. */
  named?: string | undefined;
  sub?: string | undefined;
  /** When their token ends, and when another is wanted. */
  endsAt?: number;
  renewAt?: number;
  /** When they become away and when they are gone, if nothing is heard of them until then. */
  awayAt?: number;
  goneAt?: number;
  /** Whether their socket is open, and dead as far as anybody can tell. */
  unheard?: boolean;
}

/** What an operator sets for one room; it stays when the room is empty. */
export interface OperatorPolicy extends Partial<Omit<Policy, 'locked'>> {
  readonly capacity?: Partial<Capacity>;
}

/** What is kept of the room as a whole. */
interface Kept {
  /** Since an alarm wakes it without telling it who it is. */
  name: string;
  /** When the first of those who are here came, in milliseconds since 1970. */
  since?: number;
  operator: OperatorPolicy;
  host: Partial<HostPolicy>;
  /** Who was removed, until the room is empty: hashes of seats, and subjects of tokens. */
  out: string[];
}

export interface Storage {
  get<T>(key: string): Promise<T | undefined>;
  list<T>(options: { prefix: string }): Promise<Map<string, T>>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<unknown>;
  setAlarm(at: number): Promise<void>;
}

const KEPT = 'room';
const keyOf = (id: number) => `record:${id}`;
/** Of those who were removed, so many are remembered. */
const MOST_OUT = 512;

const hash = (secret: string) => bytesToHex(sha256(utf8ToBytes(secret)));
export const hashesOf = (seat: string) => ({
  seatHash: hash(seat),
  exitHash: hash(seat.slice(0, EXIT)),
});

export class Records {
  readonly #storage: Storage;
  /** In order of arrival: each new id is the highest. */
  readonly #records = new Map<number, Record>();
  #kept: Kept = { name: '', operator: {}, host: {}, out: [] };
  #lastId = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Takes up what an earlier life has left. */
  async load(): Promise<void> {
    const stored = await this.#storage.list<Record>({ prefix: 'record:' });
    const inOrder = [...stored.values()].sort((a, b) => a.id - b.id);
    for (const record of inOrder) this.#records.set(record.id, record);
    this.#kept = (await this.#storage.get<Kept>(KEPT)) ?? this.#kept;
  }

  /** Everybody, in order of arrival. */
  get all(): Record[] {
    return [...this.#records.values()];
  }

  get present(): Record[] {
    return this.all.filter(({ knocking }) => !knocking);
  }

  get knocking(): Record[] {
    return this.all.filter(({ knocking }) => knocking);
  }

  get(id: number): Record | undefined {
    return this.#records.get(id);
  }

  ofSeat(seatHash: string): Record | undefined {
    return this.all.find((record) => record.seatHash === seatHash);
  }

  /** Whose seat begins so. */
  ofExit(exit: string): Record | undefined {
    const exitHash = hash(exit);
    return this.all.find((record) => record.exitHash === exitHash);
  }

  /** An arrival stamp: unique here, and later than all before it. */
  nextId(now: number): number {
    return (this.#lastId = Math.max(now, this.#lastId + 1, ...this.all.map(({ id }) => id + 1)));
  }

  store(record: Record): void {
    this.#records.set(record.id, record);
    void this.#storage.put(keyOf(record.id), record);
  }

  remove({ id }: Record): void {
    this.#records.delete(id);
    void this.#storage.delete(keyOf(id));
  }

  get kept(): Readonly<Kept> {
    return this.#kept;
  }

  keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    void this.#storage.put(KEPT, this.#kept);
  }

  /** Remembers somebody as removed. */
  shutOut({ seatHash, sub }: Record): void {
    const out = [...this.#kept.out, seatHash, ...(sub ? [`sub:${sub}`] : [])];
    this.keep({ out: out.slice(-MOST_OUT) });
  }

  isOut(seatHash: string, sub: string | undefined): boolean {
    const { out } = this.#kept;
    return out.includes(seatHash) || (sub !== undefined && out.includes(`sub:${sub}`));
  }

  /** The last has gone: what hosts did is over, and nothing is kept that the operator did not set. */
  forget(): void {
    const { name, operator } = this.#kept;
    this.#kept = { name, operator, host: {}, out: [] };
    if (Object.keys(operator).length) this.keep({});
    else void this.#storage.delete(KEPT);
  }
}
