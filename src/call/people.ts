/** Who is in the room: as the Room said last, and as people said of themselves over their links since. */
import {
  EXIT,
  mayPublish,
  parse,
  ProfileMessage,
  SOURCES,
  type Profile,
  type Roster,
  type RosterEntry,
} from '../protocol.js';
import type { Participant } from './call-face.js';

/** The topics on which what the Room would tell travels while it is out of reach. */
export const PROFILE_TOPIC = '~profile';
export const BYE_TOPIC = '~bye';
/** The Room is told so often that somebody left; who only says so must not make us say too much. */
const BYE_TRIES = 5;

export class People {
  /** Everybody, self included. Frozen. */
  list: readonly Participant[] = Object.freeze([]);
  roster: Roster | undefined;
  /** What others said of themselves, maybe newer than what the Room knows. */
  readonly #heard = new Map<number, { page: string; profile: Profile }>();
  /** Pages that said goodbye, with what lets the Room believe it. */
  readonly #byes = new Map<number, { page: string; exit: string; tries: number }>();

  /** Those of the roster who did not say goodbye since. */
  get present(): RosterEntry[] {
    return this.roster?.participants.filter(({ id }) => !this.#byes.has(id)) ?? [];
  }

  /** Takes the Room's word, which it sets right where somebody said goodbye. */
  update(roster: Roster, leaveFor: (exit: string) => void): void {
    this.roster = roster;
    for (const said of [this.#byes, this.#heard]) {
      for (const [id, { page }] of said) {
        if (roster.participants.find((entry) => entry.id === id)?.page !== page) said.delete(id);
      }
    }
    for (const bye of this.#byes.values()) if (bye.tries++ < BYE_TRIES) leaveFor(bye.exit);
  }

  /** Takes what somebody says; true where that is news of themselves. */
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

  /** Makes the list anew; returns who left and who came by that, except myself. */
  refresh(mine: Profile): { left: Participant[]; came: Participant[] } {
    const you = this.roster?.you;
    const before = this.list;
    const after = this.present.map((entry) =>
      participantOf(entry, entry.id === you ? mine : this.#heard.get(entry.id)?.profile),
    );
    this.list = Object.freeze(after);
    const missingIn = (people: readonly Participant[]) => (person: Participant) =>
      person.id !== you && !people.some(({ id }) => id === person.id);
    return { left: before.filter(missingIn(after)), came: after.filter(missingIn(before)) };
  }
}

function participantOf(
  { id, role, away, barred, profile }: RosterEntry,
  said: Profile | undefined,
): Participant {
  const { sources } = said && said.counter > profile.counter ? said : profile;
  const shown = SOURCES.filter(
    (source) => sources.includes(source) && mayPublish(role, source) && !barred.includes(source),
  );
  // The name only as the Room has it: a token may have given it.
  return Object.freeze({ id, name: profile.name, role, sources: Object.freeze(shown), away });
}
