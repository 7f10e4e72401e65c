/** What to say of links and of the server when they are lost and back: each once, and nothing of what flickers. */
import { isInRoom, type CallFace } from '../call/call-face.js';
import type { Asides } from './aside-words.js';

/** What is to be said. */
export interface Said {
  /** What cannot wait. */
  readonly alarms: readonly string[];
  readonly news: readonly string[];
  /** When something may have lasted long enough to be news, in milliseconds from now. */
  readonly wait: number | undefined;
}

const SERVER = 'server';
type Missing = number | typeof SERVER;

/** Whether my own connection seems to be gone: nothing is heard of anybody, nor of the server. */
export const isCutOff = (call: CallFace): boolean => call.status === 'reconnecting' && isDeaf(call);

const othersOf = ({ participants, self }: CallFace) =>
  participants.filter(({ id }) => id !== self?.id);

/** Whether nothing is heard of anybody. */
function isDeaf(call: CallFace): boolean {
  const others = othersOf(call);
  return others.length > 0 && others.every(({ id }) => call.linkStatus(id) === 'interrupted');
}

function missingIn(call: CallFace): Set<Missing> {
  const missing = new Set<Missing>();
  for (const { id, away } of othersOf(call)) {
    if (away || call.linkStatus(id) === 'interrupted') missing.add(id);
  }
  if (call.status === 'reconnecting') missing.add(SERVER);
  return missing;
}

export class Outages {
  /** Who and what is missing as far as was said, or needs not be said. */
  #told = new Set<Missing>();
  /** Since when it is otherwise than that. */
  readonly #since = new Map<Missing, number>();
  #known = new Set<Missing>();
  /** Whether it was said that everything is lost. */
  #isCutOff = false;
  /** Whether it was said that the server alone is. */
  #hasToldServer = false;

  /**
   * Looks at a call at a time; both times in milliseconds.
   * @param settling how long something must last before it is news
   */
  look(call: CallFace, now: number, settling: number, asides: Asides): Said {
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
      // That the server is back as well, or will be, is the same news.
      const areAllBack = !others.some(({ id }) => missing.has(id));
      if (back.length) news.push(areAllBack ? asides.reconnected : asides.back(names(back)));
      if (back.length && areAllBack) this.#settle(missing);
      this.#isCutOff = others.length > 0 && !back.length;
      return { alarms, news, wait };
    }
    const isWhole = isDeaf(call) && (missing.has(SERVER) || (others.length > 1 && wereAllHeard));
    if (isWhole && (changed.has(SERVER) || lost.length)) {
      // Where it was said of everybody before, the server makes no difference.
      if (wereAllHeard || lost.length) alarms.push(asides.cutOff);
      this.#isCutOff = true;
      this.#settle(missing);
      return { alarms, news, wait: undefined };
    }
    if (changed.has(SERVER)) {
      if (missing.has(SERVER)) alarms.push(asides.serverLost);
      else if (this.#hasToldServer) news.push(asides.serverBack);
      this.#hasToldServer = missing.has(SERVER);
    }
    if (lost.length) news.push(asides.lost(names(lost)));
    if (back.length) news.push(asides.back(names(back)));
    return { alarms, news, wait };
  }

  /** All that is so now was said. */
  #settle(missing: ReadonlySet<Missing>): void {
    this.#told = new Set(missing);
    this.#since.clear();
  }

  /** Who comes and is missing already was never there to be lost; who is gone will not be back. */
  #meet(all: Set<Missing>, missing: ReadonlySet<Missing>): void {
    for (const one of all) if (!this.#known.has(one) && missing.has(one)) this.#told.add(one);
    for (const one of this.#known) if (!all.has(one)) this.#told.delete(one);
    for (const one of this.#since.keys()) if (!all.has(one)) this.#since.delete(one);
    this.#known = all;
  }

  /** What has been otherwise for long enough, and when the next may be. */
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
