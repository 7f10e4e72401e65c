/** Descriptions of a room: for its participants, for the lobby, and for its operator. */
import { VERSION, type Hello, type Roster } from '../../src/protocol.js';
import type { IceServers } from '../ice/ice-servers.js';
import { roomTag } from '../base/log.js';
import { isAway, type Record } from './storage/record.js';
import type { Records } from './storage/records.js';
import { moderates, type Rules } from './rules.js';

/** What descriptions of a room are made from. */
export interface SnapshotSource {
  readonly records: Records;
  readonly rules: Rules;
  readonly ice: IceServers;
  /** Whether no token is needed, so that a relay can be used before joining. */
  readonly isOpen: boolean;
}

const nameOf = ({ named, profile }: Record): string => named ?? profile.name;
const toKnocker = (record: Record) => ({ id: record.id, name: nameOf(record) });
const toDate = (at: number) => new Date(at).toISOString();

/** The roster for each participant, as JSON: the part that is the same for all is serialized once. */
export class RosterText {
  readonly #ice: IceServers;
  readonly #shared: string;
  readonly #knocking: string;

  constructor({ records, rules, ice }: SnapshotSource) {
    const { present, knocking } = records;
    const participants = present.map((one) => ({
      id: one.id,
      page: one.page,
      role: one.role,
      away: isAway(one),
      barred: one.barred,
      profile: { ...one.profile, name: nameOf(one) },
    })) satisfies Roster['participants'];
    this.#ice = ice;
    this.#shared = JSON.stringify({ participants, policy: rules.policy }).slice(1);
    this.#knocking = knocking.length
      ? `"knocking":${JSON.stringify(knocking.map(toKnocker) satisfies Roster['knocking'])},`
      : '';
  }

  for(reader: Record, more?: Partial<Roster>): string {
    const own = { type: 'roster', you: reader.id, ice: this.#ice.for(reader), ...more };
    const knocking = moderates(reader) ? this.#knocking : '';
    return `${JSON.stringify(own).slice(0, -1)},${knocking}${this.#shared}`;
  }
}

/** What is visible before joining, for each socket; guests who wait to be let in also see whether a host is there. */
export function lobbyText({
  records,
  rules,
  ice,
  isOpen,
}: SnapshotSource): (connection: { readonly id: string }, isKnocking?: boolean) => string {
  const { policy } = rules;
  // A participant who is away may be the same user, coming back through the lobby.
  const people = records.present.filter((record) => !isAway(record));
  const hello: Omit<Hello, 'ice'> = {
    type: 'hello',
    version: VERSION,
    policy,
    preview: {
      ...(policy.preview !== 'none' && { count: people.length }),
      ...(policy.preview === 'names' && { names: people.map(nameOf) }),
    },
  };
  const text = JSON.stringify(hello).slice(0, -1);
  // The first offer is created in the lobby, and needs a relay too.
  const hasHost = records.present.some(moderates);
  return (connection, isKnocking) => {
    const own = isKnocking ? `,"hasHost":${hasHost}` : '';
    return `${text}${own},"ice":${JSON.stringify(ice.forLobby(isOpen ? connection : undefined))}}`;
  };
}

/** What an operator sees of a room; `since` is null if it is not in use. */
export type Description = ReturnType<typeof describe>;

export function describe({
  name,
  records,
  rules,
}: Pick<SnapshotSource, 'records' | 'rules'> & { readonly name: string }) {
  const { since } = records.roomState;
  return {
    room: name,
    /** Identifies the room in the log. */
    tag: roomTag(name),
    since: since === undefined ? null : toDate(since),
    policy: rules.policy,
    capacity: rules.capacity,
    participants: records.present.map((record) => ({
      id: record.id,
      name: nameOf(record),
      role: record.role,
      since: toDate(record.id),
      away: isAway(record),
      ...(record.sub && { sub: record.sub }),
    })),
    knocking: records.knocking.map(toKnocker),
  };
}
