/** How a room is told of: to those in it, to those before it, and to its operator. */
import { VERSION, type Hello, type Roster } from '../src/protocol.js';
import type { IceServers } from './ice.js';
import { roomTag } from './log.js';
import type { Record, Records } from './records.js';
import { moderates, type Rules } from './rules.js';

interface Room {
  readonly name: string;
  readonly records: Records;
  readonly rules: Rules;
  readonly ice: IceServers;
}

const nameOf = ({ named, profile }: Record): string => named ?? profile.name;
const toKnocker = (record: Record) => ({ id: record.id, name: nameOf(record) });
const toDate = (at: number) => new Date(at).toISOString();

/** The whole room as one of those in it may see it. */
export function rosterFor(record: Record, { records, rules, ice }: Room): Roster {
  const { present, knocking } = records;
  return {
    type: 'roster',
    you: record.id,
    participants: present.map((one) => ({
      id: one.id,
      page: one.page,
      role: one.role,
      away: one.away,
      barred: one.barred,
      profile: { ...one.profile, name: nameOf(one) },
    })),
    ...(moderates(record) && knocking.length && { knocking: knocking.map(toKnocker) }),
    policy: rules.policy,
    ice: ice.for(`${record.id}`),
  };
}

/** What somebody may know who has not joined. */
export function helloOf({ records, rules, ice }: Room): Hello {
  const { policy } = rules;
  // Whoever is away may be the same person, who comes back through the lobby.
  const people = records.present.filter(({ away }) => !away);
  return {
    type: 'hello',
    version: VERSION,
    policy,
    preview: {
      ...(policy.preview !== 'none' && { count: people.length }),
      ...(policy.preview === 'names' && { names: people.map(nameOf) }),
    },
    // The first offer is made in the lobby, and wants its relay too.
    ice: ice.for('lobby'),
  };
}

/** What an operator sees of a room; one that is not in use is since `null`. */
export type Description = ReturnType<typeof describe>;

export function describe({ name, records, rules }: Room) {
  const { since } = records.kept;
  return {
    room: name,
    /** As which it stands in the log. */
    tag: roomTag(name),
    since: since === undefined ? null : toDate(since),
    policy: rules.policy,
    capacity: rules.capacity,
    participants: records.present.map((record) => ({
      id: record.id,
      name: nameOf(record),
      role: record.role,
      since: toDate(record.id),
      away: record.away,
      ...(record.sub && { sub: record.sub }),
    })),
    knocking: records.knocking.map(toKnocker),
  };
}
