/** The operator's log: one line of JSON per event, without names, addresses or secrets. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Logs an event, and facts about it. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number>>) => void;

/** Stands in for a room's name, which may be all you need to join. */
export const roomTag = (name: string): string => bytesToHex(sha256(utf8ToBytes(name))).slice(0, 12);

/** Writes lines to the runtime's output. */
export const consoleLog: Log = (event, facts) =>
  console.info(JSON.stringify({ time: new Date().toISOString(), event, ...facts }));

export const noLog: Log = () => {};

const MINUTE = 60_000;
/** Lines of one kind per minute: clients must not be able to fill the disk. */
const MOST_LINES = 30;
/** Maximum length of a fact, in characters. */
const LONGEST_FACT = 200;

/** Logs the first lines of each kind per minute; the first line after that minute says how many were left out. */
export function limited(log: Log, now: () => number, most = MOST_LINES): Log {
  const kinds = new Map<string, { since: number; lines: number }>();
  return (event, facts = {}) => {
    const kind = `${event} ${facts['reason'] ?? ''}`;
    const known = kinds.get(kind);
    const isRecent = known !== undefined && now() - known.since < MINUTE;
    if (isRecent && ++known.lines > most) return;
    if (!isRecent) kinds.set(kind, { since: now(), lines: 1 });
    const leftOut = known && !isRecent ? Math.max(0, known.lines - most) : 0;
    const short = Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === 'string' ? fact.slice(0, LONGEST_FACT) : fact,
    ]);
    log(event, { ...Object.fromEntries(short), ...(leftOut && { leftOut }) });
  };
}
