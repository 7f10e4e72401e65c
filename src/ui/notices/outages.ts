/** Decides what to announce about lost and restored connections: each change once, and no brief interruptions. */
import { isInRoom, type CallApi } from '../../call/call-api.js';
import type { NoticeWords } from '../i18n/notice-words.js';

/** The announcements to make. */
export interface Said {
  /** Urgent announcements. */
  readonly alarms: readonly string[];
  readonly news: readonly string[];
  /** When the next change may have lasted long enough, in milliseconds from now. */
  readonly wait: number | undefined;
}

const SERVER = 'server';
type Missing = number | typeof SERVER;

/** Whether the local connection seems to be lost: nothing is received from the server or any participant. */
export const isCutOff = (call: CallApi): boolean => call.status === 'reconnecting' && isDeaf(call);

const othersOf = ({ participants, self }: CallApi) =>
  participants.filter(({ id }) => id !== self?.id);

/** Whether nothing is received from any participant. */
function isDeaf(call: CallApi): boolean {
  const others = othersOf(call);
  return others.length > 0 && others.every(({ id }) => call.linkStatus(id) === 'interrupted');
}

function missingIn(call: CallApi): Set<Missing> {
  const missing = new Set<Missing>();
  for (const { id, away } of othersOf(call)) {
    if (away || call.linkStatus(id) === 'interrupted') missing.add(id);
  }
  if (call.status === 'reconnecting') missing.add(SERVER);
  return missing;
}

export class Outages {
  /** Who and what is missing according to the announcements, or didn't need one. */
  #told = new Set<Missing>();
  /** When the actual state began to differ from that. */
  readonly #since = new Map<Missing, number>();
  #known = new Set<Missing>();
  /** Whether it was announced that everything is lost. */
  #isCutOff = false;
  /** Whether it was announced that only the server is lost. */
  #hasToldServer = false;

  /**
   * Compares a call with what was announced; both times are in milliseconds.
   * @param settling how long a change must last before it is announced
   */
  look(call: CallApi, now: number, settling: number, notices: NoticeWords): Said {
    const alarms: string[] = [];
    const news: string[] = [];
    if (!isInRoom(call.status)) {
      this.#forget();
      return { alarms, news, wait: undefined };
    }
    const missing = missingIn(call);
    const others = othersOf(call);
    this.#meet(new Set([SERVER, ...others.map(({ id }) => id)]), missing);
    const wereAllHeard = others.every(({ id }) => !this.#told.has(id));
    const { changed, wait } = this.#settled(missing, now, settling);
    const lost = others.filter(({ id }) => changed.has(id) && missing.has(id));
    const back = others.filter(({ id }) => changed.has(id) && !missing.has(id));
    for (const one of changed) {
      if (missing.has(one)) this.#told.add(one);
      else this.#told.delete(one);
    }
    const names = (people: typeof others) => people.map(({ name }) => name);
    if (this.#isCutOff) {
      // The server coming back, now or later, is part of the same announcement.
      const areAllBack = !others.some(({ id }) => missing.has(id));
      if (back.length) news.push(areAllBack ? notices.reconnected : notices.back(names(back)));
      if (back.length && areAllBack) this.#settle(missing);
      this.#isCutOff = others.length > 0 && !back.length;
      return { alarms, news, wait };
    }
    const isWhole = isDeaf(call) && (missing.has(SERVER) || (others.length > 1 && wereAllHeard));
    if (isWhole && (changed.has(SERVER) || lost.length)) {
      // If everyone was announced as lost before, losing the server adds nothing.
      if (wereAllHeard || lost.length) alarms.push(notices.cutOff);
      this.#isCutOff = true;
      this.#settle(missing);
      return { alarms, news, wait: undefined };
    }
    if (changed.has(SERVER)) {
      // A required reload already explains why the server is missing.
      const isLost = missing.has(SERVER) && !call.needsReload;
      if (isLost) alarms.push(notices.serverLost);
      else if (this.#hasToldServer && !missing.has(SERVER)) news.push(notices.serverBack);
      this.#hasToldServer = isLost;
    }
    if (lost.length) news.push(notices.lost(names(lost)));
    if (back.length) news.push(notices.back(names(back)));
    return { alarms, news, wait };
  }

  /** Marks the current state as announced. */
  #settle(missing: ReadonlySet<Missing>): void {
    this.#told = new Set(missing);
    this.#since.clear();
  }

  /** A newcomer who is already missing was never lost; someone who has left won't be back. */
  #meet(all: Set<Missing>, missing: ReadonlySet<Missing>): void {
    for (const one of all) if (!this.#known.has(one) && missing.has(one)) this.#told.add(one);
    for (const one of this.#known) if (!all.has(one)) this.#told.delete(one);
    for (const one of this.#since.keys()) if (!all.has(one)) this.#since.delete(one);
    this.#known = all;
  }

  /** What has differed for long enough, and when the next change may have. */
  #settled(missing: ReadonlySet<Missing>, now: number, settling: number) {
    const changed = new Set<Missing>();
    let wait: number | undefined;
    for (const one of this.#known) {
      if (missing.has(one) === this.#told.has(one)) {
        this.#since.delete(one);
        continue;
      }
      const since = this.#since.get(one) ?? now;
      this.#since.set(one, since);
      const left = since + settling - now;
      if (left > 0) wait = Math.min(wait ?? left, left);
      else {
        changed.add(one);
        this.#since.delete(one);
      }
    }
    return { changed, wait };
  }

  #forget(): void {
    this.#told.clear();
    this.#since.clear();
    this.#known.clear();
    this.#isCutOff = this.#hasToldServer = false;
  }
}
