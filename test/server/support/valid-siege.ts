/** Victims of clients that send only valid messages: a call that answers everyone, and another room beside it. */
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { RoomMessage } from '../../../src/protocol.js';
import type { Orders, Outcome } from './attackers.js';
import type { Kind } from './kinds.js';
import { RawClient } from './raw-client.js';

export interface Suffered extends Outcome {
  /** What should not have happened, one sentence each. */
  readonly failures: readonly string[];
  /** Latencies of the signals in the other room, in milliseconds. */
  readonly latencies: readonly number[];
  /** How many signals the victims answered. */
  readonly answered: number;
}

/** Milliseconds between two signals in the other room. */
const PACE = 20;
/** A browser's answer: a description, and candidates in a few messages. */
const ANSWER = { type: 'answer', epoch: 1, number: 0, sdp: 'v'.repeat(11_000) };
/** Seat of a participant who leaves and returns. */
export const SEAT = 'f'.repeat(32);
const seatOf = (digit: string) => digit.repeat(32);

/**
 * Two participants are in the attacked room, two in another.
 * @param during is called during the attack, and ends before it
 */
export async function endure(
  url: string,
  origin: string,
  { kinds, seconds }: { kinds: readonly Kind[]; seconds: number },
  during: (room: string) => Promise<void> = () => Promise.resolve(),
): Promise<Suffered> {
  const failures: string[] = [];
  const latencies: number[] = [];
  let answered = 0;
  const open = async (room: string, name: string, seat: string) => {
    const client = await RawClient.open(url, room, { origin });
    await client.join(name, seat);
    return client;
  };
  const room = `besieged-${Math.random()}`;
  const victims = [await open(room, 'Ana', seatOf('a')), await open(room, 'Ben', seatOf('b'))];
  const [ana, ben] = victims as [RawClient, RawClient];
  const [host, guest] = [ana.roster!.you, ben.roster!.you];
  // Another participant, whose socket is lost.
  (await open(room, 'Fay', SEAT)).crash();
  const other = `beside-${Math.random()}`;
  const [cleo, dan] = [
    await open(other, 'Cleo', seatOf('c')),
    await open(other, 'Dan', seatOf('d')),
  ];

  const answer = (client: RawClient, from: number) => {
    answered++;
    client.say({ type: 'signal', to: from, signal: ANSWER });
    for (let index = 0; index < 3; index++) {
      client.say({ type: 'signal', to: from, signal: { type: 'candidates', index } });
    }
  };
  const hear = (client: RawClient, message: RoomMessage) => {
    // Only the latest message is needed, and there are many.
    client.heard.length = 0;
    client.heard.push(message);
    if (message.type === 'signal') answer(client, message.from);
    if (message.type === 'slow-down' || message.type === 'refused') {
      failures.push(`a victim heard ${JSON.stringify(message)}`);
    }
    if (message.type !== 'roster') return;
    if (message.offer) answer(client, message.offer.from);
    const hosts = message.participants.filter(({ role }) => role === 'host');
    if (hosts.length !== 1 || hosts[0]!.id !== host) failures.push('somebody became host');
    if (![host, guest].every((id) => message.participants.some((one) => one.id === id))) {
      failures.push('a victim was removed');
    }
  };
  for (const client of victims) client.onMessage = (message) => hear(client, message);
  const danId = dan.roster!.you;
  let spoken = 0;
  const sentAt = new Map<number, number>();
  dan.onMessage = (message) => {
    dan.heard.length = 0;
    if (message.type !== 'signal') return;
    latencies.push(performance.now() - sentAt.get((message.signal as { number: number }).number)!);
  };
  let counter = 1;
  const timers = [
    setInterval(() => {
      sentAt.set(++spoken, performance.now());
      cleo.say({ type: 'signal', to: danId, signal: { number: spoken } });
    }, PACE),
    setInterval(() => {
      for (const client of [...victims, cleo, dan]) client.say('ping');
      const profile = { name: 'Ana', sources: [], counter: ++counter };
      ana.say({ type: 'update', profile });
    }, 1_000),
  ];

  const attackers = fork(fileURLToPath(new URL('attackers.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  // Real attackers have their own machine, so they must not take CPU time from the others.
  setPriority(attackers.pid!, 15);
  const outcome = new Promise<Outcome>((resolve, reject) => {
    attackers.on('message', (message) => resolve(message as Outcome));
    attackers.on('exit', () => reject(new Error('the attackers died')));
  });
  const address = `${url.replace('http', 'ws')}/parties/main/${room}`;
  attackers.send({ address, origin, kinds, seconds } satisfies Orders);
  await Promise.race([during(room), outcome]);
  const { sent, closed, roles } = await outcome;
  for (const timer of timers) clearInterval(timer);
  for (const client of victims) if (client.isClosed) failures.push('a victim was closed');
  if (roles.includes('host')) failures.push('an attacker was host');
  for (const client of [...victims, cleo, dan]) client.close();
  return { sent, closed, roles, failures: [...new Set(failures)], latencies, answered };
}
