/**
 * A separate program, so that the cost of attacking delays no other process: opens sockets to a room, sends a number
 * of seeded hostile messages, and reconnects whenever it is removed.
 */
import WebSocket from 'ws';
import { parseOneOf, RoomMessage } from '../../../src/protocol.js';
import { hostileFrame, spoof, type Knowledge } from '../../fakes/hostile-corpus.js';
import { randomFrom } from '../../fakes/world.js';

export interface Orders {
  readonly address: string;
  readonly origin: string;
  readonly seed: number;
  readonly sockets: number;
  /** Total number of messages, and messages per second. */
  readonly messages: number;
  readonly perSecond: number;
  readonly knowledge: Knowledge;
}

export interface Outcome {
  readonly sent: number;
  readonly thrownOut: number;
}

/** Between two volleys, in milliseconds. */
const VOLLEY = 10;

function attack({ address, origin, seed, sockets, messages, perSecond, knowledge }: Orders) {
  const random = randomFrom(seed);
  let known = knowledge;
  let sent = 0;
  let thrownOut = 0;
  const open = () => {
    const socket = new WebSocket(address, { origin, perMessageDeflate: false });
    socket.on('error', () => {});
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? undefined : parseOneOf(RoomMessage, (data as Buffer).toString());
      if (message?.type !== 'roster') return;
      const others = message.participants.map(({ id }) => id);
      known = { ...knowledge, ids: [...new Set([...knowledge.ids, ...others])] };
    });
    return socket;
  };
  const all = Array.from({ length: sockets }, open);
  const frame = () =>
    random() < 0.2 ? JSON.stringify(spoof(random, known)) : hostileFrame(random, known);
  const began = performance.now();
  const volley = () => {
    const due = Math.min(messages, ((performance.now() - began) / 1_000) * perSecond);
    for (let tries = 0; sent < due && tries < 100; tries++) {
      const place = Math.floor(random() * all.length);
      const socket = all[place]!;
      if (socket.readyState === WebSocket.CLOSED) {
        thrownOut++;
        all[place] = open();
      }
      if (socket.readyState !== WebSocket.OPEN) continue;
      const text = frame();
      socket.send(random() < 0.02 ? Buffer.from(text) : text);
      sent++;
    }
    if (sent < messages || all.some(({ bufferedAmount }) => bufferedAmount > 0)) return;
    clearInterval(timer);
    process.send!({ sent, thrownOut } satisfies Outcome, () => process.exit());
  };
  const timer = setInterval(volley, VOLLEY);
}

process.once('message', (orders) => attack(orders as Orders));
process.on('disconnect', () => process.exit());
