/** What a Room keeps in its storage: participants, guests waiting to be let in, policies, and bans. */
import type { HostPolicy, Policy } from '../../../src/protocol.js';
import type { Capacity } from '../../base/limits.js';
import { exitHashOf, readRecord, type EarlierRecord, type Record } from './record.js';

/** What an operator sets for one room; kept when the room is empty. */
export interface OperatorPolicy extends Partial<Omit<Policy, 'locked'>> {
  readonly capacity?: Partial<Capacity>;
}

/** What is stored about the room as a whole. */
interface RoomState {
  /** Stored because an alarm wakes the room without passing its name. */
  name: string;
  /** When the first participant of the current call arrived, in milliseconds since 1970. */
  since?: number;
  operator: OperatorPolicy;
  host: Partial<HostPolicy>;
  /** Who was banned, until the room is empty: hashes of seats, and subjects of tokens. */
  banned: string[];
  /** Who was denied, identified as in `out`, and until when they cannot ask again. */
  denied: readonly { readonly who: string; readonly until: number }[];
}

export interface Storage {
  get<T>(key: string): Promise<T | undefined>;
  list<T>(options: { prefix: string }): Promise<Map<string, T>>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<unknown>;
  setAlarm(at: number): Promise<void>;
  deleteAll(): Promise<void>;
}

const KEPT = 'room';
const keyOf = (id: number) => `record:${id}`;
/** How many entries of `out` and of `denied` are kept. */
const MOST_OUT = 512;

export class Records {
  readonly #storage: Storage;
  /** In order of arrival: each new id is the highest. */
  readonly #records = new Map<number, Record>();
  readonly #unstored = new Set<Record>();
  #kept: RoomState = { name: '', operator: {}, host: {}, banned: [], denied: [] };
  #lastId = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Loads what an earlier instance stored. */
  async load(): Promise<void> {
    const stored = await this.#storage.list<Record | EarlierRecord>({ prefix: 'record:' });
    const inOrder = [...stored.values()].map(readRecord).sort((a, b) => a.id - b.id);
    for (const record of inOrder) this.#records.set(record.id, record);
    this.#kept = { ...this.#kept, ...(await this.#storage.get<Partial<RoomState>>(KEPT)) };
  }

  /** Everyone, in order of arrival. */
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

  /** The record whose seat begins with `exit`. */
  ofExit(exit: string): Record | undefined {
    const exitHash = exitHashOf(exit);
    return this.all.find((record) => record.exitHash === exitHash);
  }

  /** An arrival timestamp: unique in this room, and later than all before it. */
  nextId(now: number): number {
    return (this.#lastId = Math.max(now, this.#lastId + 1, ...this.all.map(({ id }) => id + 1)));
  }

  /** Adds a newcomer, who is yet to be stored. */
  add(record: Record): void {
    this.#records.set(record.id, record);
  }

  store(record: Record): void {
    this.#records.set(record.id, record);
    this.#unstored.delete(record);
    void this.#storage.put(keyOf(record.id), record);
  }

  /** Stores it with the next `flush`, once for all changes until then. */
  storeSoon(record: Record): void {
    this.#unstored.add(record);
  }

  flush(): void {
    for (const record of this.#unstored) this.store(record);
  }

  remove(record: Record): void {
    const { id } = record;
    this.#unstored.delete(record);
    this.#records.delete(id);
    void this.#storage.delete(keyOf(id));
  }

  get roomState(): Readonly<RoomState> {
    return this.#kept;
  }

  updateRoomState(change: Partial<RoomState>): void {
    this.#kept = { ...this.#kept, ...change };
    void this.#storage.put(KEPT, this.#kept);
  }

  /** Bans a participant. */
  ban(record: Record): void {
    this.updateRoomState({ banned: [...this.#kept.banned, ...marksOf(record)].slice(-MOST_OUT) });
  }

  isBanned(seatHash: string, sub: string | undefined): boolean {
    return marksOf({ seatHash, sub }).some((who) => this.#kept.banned.includes(who));
  }

  /** Remembers that a guest was denied and cannot ask again for a while. */
  deny(record: Record, now: number, until: number): void {
    const known = this.#kept.denied.filter((one) => one.until > now);
    const denied = [...known, ...marksOf(record).map((who) => ({ who, until }))];
    this.updateRoomState({ denied: denied.slice(-MOST_OUT) });
  }

  isDenied(seatHash: string, sub: string | undefined, now: number): boolean {
    const marks = marksOf({ seatHash, sub });
    return this.#kept.denied.some(({ who, until }) => until > now && marks.includes(who));
  }

  /** The last participant has left: resets what hosts set, and keeps only what the operator set. */
  forget(): void {
    const { name, operator } = this.#kept;
    this.#kept = { name, operator, host: {}, banned: [], denied: [] };
    if (this.isEmpty) void this.#storage.delete(KEPT);
    else this.updateRoomState({});
  }

  /** Whether nothing has to outlive this instance. */
  get isEmpty(): boolean {
    return !this.#records.size && !Object.keys(this.#kept.operator).length;
  }

  /** Leaves no trace of an unused room: platforms store data of their own beside ours. */
  erase(): void {
    void this.#storage.deleteAll();
  }
}

const marksOf = ({ seatHash, sub }: Pick<Record, 'seatHash' | 'sub'>): string[] => [
  seatHash,
  ...(sub ? [`sub:${sub}`] : []),
];
