/** The connection to the room server: a separate socket, as in a lobby, that joins nothing. */
import type { Platform, Socket, SocketEvents } from '../../call/platform.js';
import {
  parseOneOf,
  PING,
  PONG,
  RoomMessage,
  VERSION,
  type Hello,
  type IceServer,
} from '../../protocol.js';
import { quantile } from './quantile.js';
import type { StepOf } from './report.js';
import { withTimeout } from './with-timeout.js';

/** How long to wait for the server's greeting, and for each answer, in milliseconds. */
const PATIENCE = { hello: 8_000, pong: 2_000 };
const PINGS = 5;
/** A round trip that users notice when they join, or turn something on; in milliseconds. */
const SLOW = 400;

interface Place {
  readonly server: string;
  readonly room: string;
}

export interface Asked {
  readonly step: StepOf<'server'>;
  /** The servers that the room server provides in the lobby; undefined if it didn't answer. */
  readonly ice: readonly IceServer[] | undefined;
}

export async function askServer(
  platform: Platform,
  { server, room }: Place,
  signal: AbortSignal,
): Promise<Asked> {
  const { clock } = platform;
  const began = clock.now();
  let isOpen = false;
  let handleMessage: (text: string) => void = () => {};
  let handleClose = () => {};
  let socket: Socket | undefined;
  try {
    const hello = await withTimeout<Hello | undefined>(clock, PATIENCE.hello, signal, (resolve) => {
      handleClose = () => resolve(undefined);
      handleMessage = (text) => {
        const message = parseOneOf(RoomMessage, text);
        if (message?.type === 'hello') resolve(message);
      };
      const events: SocketEvents = {
        onOpen: () => (isOpen = true),
        onMessage: (text) => handleMessage(text),
        onClose: () => handleClose(),
      };
      try {
        socket = platform.openSocket({ server, room, timeout: PATIENCE.hello }, events);
      } catch {
        // The page may not connect, such as from https to a server without it.
        resolve(undefined);
      }
    });
    const opening = hello && clock.now() - began;
    const answers: number[] = [];
    for (let count = 0; hello && socket?.isOpen && count < PINGS; count++) {
      const sentAt = clock.now();
      const isAnswered = await withTimeout<boolean>(clock, PATIENCE.pong, signal, (resolve) => {
        handleClose = () => resolve(false);
        handleMessage = (text) => text === PONG && resolve(true);
        socket?.send(PING);
      });
      if (isAnswered) answers.push(clock.now() - sentAt);
    }
    const facts = {
      opening,
      roundTrip: quantile(answers, 0.5),
      answers: answers.length,
      version: hello?.version,
    };
    return {
      step: { id: 'server', ...judge(facts, isOpen), facts, addresses: [server] },
      ice: hello?.ice,
    };
  } finally {
    socket?.close();
  }
}

function judge(
  { roundTrip, version }: StepOf<'server'>['facts'],
  isOpen: boolean,
): Pick<StepOf<'server'>, 'verdict' | 'finding'> {
  if (!isOpen) return { verdict: 'bad', finding: 'unreachable' };
  if (version !== undefined && version !== VERSION) return { verdict: 'bad', finding: 'version' };
  if (roundTrip === undefined) return { verdict: 'bad', finding: 'silent' };
  return roundTrip > SLOW
    ? { verdict: 'warn', finding: 'slow' }
    : { verdict: 'good', finding: 'quick' };
}
