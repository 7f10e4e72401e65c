/** What an operator can do to a room. */
import type { Log } from '../base/log.js';
import type { Membership } from './membership.js';
import type { Moderation } from './moderation.js';
import type { Rules } from './rules.js';
import type { Sessions } from './sessions.js';
import { describe, type Description } from './snapshot.js';
import type { OperatorPolicy, Records } from './storage/records.js';

interface ControlledRoom {
  readonly records: Records;
  readonly rules: Rules;
  readonly sessions: Sessions;
  readonly membership: Membership;
  readonly moderation: Moderation;
  readonly log: Log;
  /** The room's name. */
  name(): string;
}

export class OperatorControl {
  readonly #room: ControlledRoom;

  constructor(room: ControlledRoom) {
    this.#room = room;
  }

  describe(): Description {
    const { records, rules, membership, name } = this.#room;
    membership.eraseIfUnused();
    return describe({ name: name(), records, rules });
  }

  /** Ends the call for everyone; a new call can be started. */
  end(): void {
    const { records, sessions, membership } = this.#room;
    const { all } = records;
    for (const record of all) sessions.evict(record, 'closed');
    if (all.length) membership.remove(all, 'closed');
  }

  /** Removes and bans a participant; returns whether they were here. */
  removeParticipant(id: number): boolean {
    const { records, moderation } = this.#room;
    const record = records.get(id);
    if (record) moderation.sendAway([record]);
    return record !== undefined;
  }

  /** Changes the operator's settings for this room; omitted ones stay as they are. */
  setPolicy(change: OperatorPolicy): void {
    const { records, membership, log, name } = this.#room;
    records.updateRoomState({
      name: name(),
      operator: { ...records.roomState.operator, ...change },
    });
    log('policy', { by: 'operator' });
    membership.settle();
  }
}
