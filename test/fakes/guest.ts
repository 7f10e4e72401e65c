/** A raw socket to a Room in memory, which sends what a test wants and records what it receives. */
import { PING, PONG, VERSION, type RosterEntry, type Roster } from '../../src/protocol.js';
import { FakeClock } from './fake-clock.js';
import { FakeRoomServer } from './fake-room-server.js';

interface Message {
  type: string;
  reason?: string;
}

export type Guest = Awaited<ReturnType<typeof connect>>;

/** As often as a call in the lobby; a socket that sends nothing for a minute is closed. */
const PING_EVERY = 15_000;

/** @param pings whether it sends pings by itself, as browsers do */
export async function connect(
  server: FakeRoomServer,
  clock: FakeClock,
  pings = true,
  host = 'host',
) {
  const heard: Message[] = [];
  const known = new Set(server.connections);
  let isClosed = false;
  const socket = server.connect(
    host,
    {
      onOpen: () => {},
      onMessage: (text) => {
        if (text !== PONG) heard.push(JSON.parse(text) as Message);
      },
      onClose: () => (isClosed = true),
    },
    2_000,
    () => 'open',
  );
  await clock.advance(100);
  const ping = () => {
    if (isClosed) return;
    socket.send(PING);
    clock.after(PING_EVERY, ping);
  };
  if (pings) clock.after(PING_EVERY, ping);
  return {
    heard,
    socket,
    connection: [...server.connections].find((one) => !known.has(one))!,
    get isClosed() {
      return isClosed;
    },
    get roster() {
      return heard.filter(({ type }) => type === 'roster').at(-1) as Roster | undefined;
    },
    /** The guest's own entry in the last roster. */
    get self(): RosterEntry | undefined {
      return this.roster?.participants.find(({ id }) => id === this.roster?.you);
    },
    /** Whether a message of this type that contains `word` was received. */
    heardOf(type: string, word = ''): boolean {
      return heard.some((one) => one.type === type && JSON.stringify(one).includes(word));
    },
    async say(message: unknown) {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      await clock.advance(100);
    },
  };
}

export const join = (seat: string, more = {}) => ({
  type: 'join',
  version: VERSION,
  page: `page of ${seat.slice(0, 2)}`,
  profile: { name: 'Ana', sources: [], counter: 1 },
  seat,
  ...more,
});
export const seatOf = (digit: string) => digit.repeat(32);

export async function setUp(change: (server: FakeRoomServer) => void = () => {}) {
  const clock = new FakeClock();
  const server = new FakeRoomServer(clock);
  change(server);
  await server.start();
  return { clock, server };
}

/** Several guests who joined one after another, each with a letter as name and seat. */
export async function joined(
  { clock, server }: Awaited<ReturnType<typeof setUp>>,
  letters: string,
): Promise<Guest[]> {
  const guests: Guest[] = [];
  for (const letter of letters) {
    const guest = await connect(server, clock);
    const profile = { name: letter, sources: [], counter: 1 };
    await guest.say(join(seatOf(letter), { profile }));
    guests.push(guest);
  }
  return guests;
}
