/** Who is in the room: as last reported by the server, and as reported by participants over their links since. */
import {
  EXIT,
  mayPublish,
  parse,
  ProfileMessage,
  SOURCES,
  type Knocker,
  type Profile,
  type Roster,
  type RosterEntry,
} from '../protocol.js';
import type { Participant } from './call-api.js';
import { distinctNames } from './distinct-names.js';

/** The topics that replace the server's messages while it is unreachable. */
export const PROFILE_TOPIC = '~profile';
export const BYE_TOPIC = '~bye';
/** How often the server is told that a participant left; a false claim must not cause too many messages. */
const BYE_TRIES = 5;

export class RosterView {
  /** Everyone, including the local participant. Frozen. */
  list: readonly Participant[] = Object.freeze([]);
  /** Who is waiting to be let in; known to hosts only. Frozen. */
  knocking: readonly Knocker[] = Object.freeze([]);
  roster: Roster | undefined;
  /** Profiles received from participants, possibly newer than those of the server. */
  readonly #heard = new Map<number, { page: string; profile: Profile }>();
  /** Pages that said goodbye, with the proof that the server requires. */
  readonly #byes = new Map<number, { page: string; exit: string; tries: number }>();

  /** The local participant, once joined. */
  get self(): Participant | undefined {
    return this.list.find(({ id }) => id === this.roster?.you);
  }

  /** Those in the roster who have not said goodbye since. */
  get present(): RosterEntry[] {
    return this.roster?.participants.filter(({ id }) => !this.#byes.has(id)) ?? [];
  }

  /** Stores the server's roster, and tells the server about those in it who said goodbye. */
  update(roster: Roster, leaveFor: (exit: string) => void): void {
    this.roster = roster;
    for (const said of [this.#byes, this.#heard]) {
      for (const [id, { page }] of said) {
        if (roster.participants.find((entry) => entry.id === id)?.page !== page) said.delete(id);
      }
    }
    for (const bye of this.#byes.values()) if (bye.tries++ < BYE_TRIES) leaveFor(bye.exit);
  }

  /** Handles a participant's message; true if it is news about that participant. */
  hear({ id, page, profile: known }: RosterEntry, topic: string, data: unknown): boolean {
    if (topic === BYE_TOPIC) {
      if (typeof data !== 'string' || data.length !== EXIT) return false;
      this.#byes.set(id, { page, exit: data, tries: 0 });
      return true;
    }
    const profile = topic === PROFILE_TOPIC ? parse(ProfileMessage, data) : undefined;
    const { counter } = this.#heard.get(id)?.profile ?? known;
    if (!profile || profile.counter <= counter) return false;
    this.#heard.set(id, { page, profile });
    return true;
  }

  /**
   * Updates both lists; returns who left and who joined since, except the local participant.
   * @param guest the name of participants without one
   */
  refresh(mine: Profile, guest: string): { left: Participant[]; came: Participant[] } {
    const { present } = this;
    const you = this.roster?.you;
    const knocking = this.roster?.knocking ?? [];
    // Together, so that no one who knocks looks like someone in the room. Names only as the server has them: a token
    // may have set one.
    const own = [
      ...present.map(({ profile }) => profile.name),
      ...knocking.map(({ name }) => name),
    ];
    const names = distinctNames(own.map((name) => name || guest));
    const before = this.list;
    const after = present.map((entry, index) => {
      const said = entry.id === you ? mine : this.#heard.get(entry.id)?.profile;
      return participantOf(entry, said, names[index] ?? '');
    });
    this.list = Object.freeze(after);
    const waiting = knocking.map(({ id }, index) =>
      Object.freeze({ id, name: names[present.length + index] ?? '' }),
    );
    this.knocking = Object.freeze(waiting);
    const missingIn = (people: readonly Participant[]) => (person: Participant) =>
      person.id !== you && !people.some(({ id }) => id === person.id);
    return { left: before.filter(missingIn(after)), came: after.filter(missingIn(before)) };
  }
}

function participantOf(
  { id, role, away, barred, profile }: RosterEntry,
  said: Profile | undefined,
  name: string,
): Participant {
  const { sources } = said && said.counter > profile.counter ? said : profile;
  const shown = SOURCES.filter(
    (source) => sources.includes(source) && mayPublish(role, source) && !barred.includes(source),
  );
  return Object.freeze({ id, name, role, sources: Object.freeze(shown), away });
}
