/** What an operator reads: one line of JSON for each event, without names, addresses or secrets. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What happened, and facts about it. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number>>) => void;

/** Stands for a room's name, which may be all that one needs to come in. */
export const roomTag = (name: string): string => bytesToHex(sha256(utf8ToBytes(name))).slice(0, 12);

/** Writes lines to what the runtime keeps of its output. */
export const consoleLog: Log = (event, facts) =>
  console.info(JSON.stringify({ time: new Date().toISOString(), event, ...facts }));

export const noLog: Log = () => {};
