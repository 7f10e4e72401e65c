/**
 * A separate program that sends only valid messages: clients that change pages, join and leave, toggle devices,
 * signal endlessly, crowd the lobby, or never read what they receive. A client whose socket is closed reconnects.
 */
import { randomBytes } from 'node:crypto';
import WebSocket from 'ws';
import { parseOneOf, RoomMessage, SOURCES, VERSION } from '../../../src/protocol.js';
import type { Kind } from './kinds.js';

export interface Orders {
  readonly address: string;
  readonly origin: string;
  /** What each client does. */
  readonly kinds: readonly Kind[];
  readonly seconds: number;
}

export interface Outcome {
  readonly sent: number;
  /** How often a client's socket was closed. */
  readonly closed: number;
  /** The highest role of any client. */
  readonly roles: readonly string[];
}

/** Milliseconds between two messages of a client: the rate limit of a socket. */
const PACE = 33;
/** An offer with four transceivers. */
const OFFER = { type: 'offer', epoch: 1, number: 0, sdp: 'v'.repeat(11_000) };

function attack({ address, origin, kinds, seconds }: Orders): void {
  let sent = 0;
  let closed = 0;
  let counter = 0;
  let isOver = false;
  const roles = new Set<string>();
  const seatOf = () => randomBytes(16).toString('hex');
  const profile = () => ({
    name: `Eve ${counter}`,
    sources: counter % 2 ? SOURCES : [],
    counter: ++counter,
  });

  const start = (kind: Kind): void => {
    if (isOver) return;
    const socket = new WebSocket(address, { origin, perMessageDeflate: false });
    let seat = seatOf();
    let others: number[] = [];
    const say = (message: object | string) => {
      // A socket that the server no longer reads must not fill this process's memory.
      if (socket.readyState !== WebSocket.OPEN || socket.bufferedAmount > 1e6) return;
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      sent++;
    };
    const join = (page: string, offer?: object) =>
      say({
        type: 'join',
        version: VERSION,
        page,
        profile: profile(),
        seat,
        ...(offer && { offer }),
      });
    const act = () => {
      const page = `page ${++counter}`;
      switch (kind) {
        case 'pages':
          return join(page, { ...OFFER, page });
        case 'arrivals':
          seat = seatOf();
          join(page, { ...OFFER, page });
          return say({ type: 'leave' });
        case 'updates':
        case 'deaf':
          return say({ type: 'update', profile: profile() });
        case 'signals': {
          const to = others[counter % others.length];
          const restart = { type: 'restart', page, epoch: 1 };
          const signal = counter % 8 ? restart : { ...OFFER, page };
          return to === undefined ? undefined : say({ type: 'signal', to, signal });
        }
        case 'lobby':
          return counter % 30 ? undefined : say('ping');
        default:
          kind satisfies never;
      }
    };
    socket.on('error', () => {});
    socket.on('open', () => {
      if (kind !== 'lobby') join('first page');
      const timer = setInterval(act, PACE);
      socket.on('close', () => clearInterval(timer));
      // It keeps sending, but no longer reads from its socket.
      if (kind === 'deaf') setTimeout(() => socket.pause(), 500);
    });
    socket.on('close', () => {
      closed++;
      setTimeout(() => start(kind), 200);
    });
    socket.on('message', (data) => {
      const message = parseOneOf(RoomMessage, (data as Buffer).toString());
      if (message?.type !== 'roster') return;
      others = message.participants.map(({ id }) => id).filter((id) => id !== message.you);
      const self = message.participants.find(({ id }) => id === message.you);
      if (self) roles.add(self.role);
    });
  };
  for (const kind of kinds) start(kind);
  setTimeout(() => {
    isOver = true;
    process.send!({ sent, closed, roles: [...roles] } satisfies Outcome, () => process.exit());
  }, seconds * 1_000);
}

process.once('message', (orders) => attack(orders as Orders));
process.on('disconnect', () => process.exit());
