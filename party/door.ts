/** What both runtimes share: who comes through the door, and the Room behind it. */
import { isRoomName } from '../src/protocol.js';
import { Access } from './access.js';
import { decoded } from './decoded.js';
import { IceServers } from './ice.js';
import { Bucket, OPENINGS_PER_MINUTE, ROOM_LIMITS } from './limits.js';
import { consoleLog, noLog, type Log } from './log.js';
import { operate, type Objects } from './operator.js';
import { Room, type RoomHost } from './room.js';
import { readSettings, type Settings } from './settings.js';

type Environment = Parameters<typeof readSettings>[0];

/** Pages of the server's own host, and those that the operator names. */
function isAllowed(request: Request, origins: readonly string[]): boolean {
  const origin = request.headers.get('origin') ?? '';
  const isOwn = URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
  return isOwn || origins.includes(origin);
}

const logOf = ({ logs }: Settings): Log => (logs ? consoleLog : noLog);

/** The door of one running server, before all its rooms. */
export class Door {
  /** What each address may still open. */
  readonly #openings = new Map<string, Bucket>();
  /** What was read of an environment, which stays the same while the server runs. */
  readonly #settings = new WeakMap<Environment, Settings>();

  /**
   * What the Room gets in place of the query of a request for a socket, or the answer to who may not come in.
   * @param room the room's name as it stands in the address
   */
  admit(request: Request, room: string, env: Environment): string | Response {
    if (!isRoomName(decoded(room))) {
      return new Response('The name of a room has 1 to 128 characters.', { status: 400 });
    }
    const settings = this.#read(env);
    const { origins, addressHeader } = settings;
    if (origins && !isAllowed(request, origins)) {
      logOf(settings)('origin-refused', { origin: request.headers.get('origin') ?? '' });
      return new Response('This page may not use this server.', { status: 403 });
    }
    const address = addressHeader && request.headers.get(addressHeader);
    if (address && !this.#mayOpen(address)) {
      logOf(settings)('address-refused');
      return new Response('Too many at once. Try again in a minute.', { status: 429 });
    }
    // The connection's id is what the client says in `_pk`. Two sockets that share one break
    // getConnections(), and an overlong one is answered with a stack trace; so nobody may choose.
    return `?_pk=${crypto.randomUUID()}`;
  }

  /** Answers what is no request for a socket; undefined where there is nothing. */
  async answer(
    request: Request,
    env: Environment,
    objects: Objects,
  ): Promise<Response | undefined> {
    const { operatorToken } = this.#read(env);
    return operate(request, operatorToken, objects);
  }

  #read(env: Environment): Settings {
    const settings = this.#settings.get(env) ?? readSettings(env);
    this.#settings.set(env, settings);
    return settings;
  }

  #mayOpen(address: string): boolean {
    const now = Date.now();
    for (const [known, bucket] of this.#openings) {
      // The eldest first: those behind it were here later.
      if (known === address || !bucket.isFull(now)) break;
      this.#openings.delete(known);
    }
    const bucket =
      this.#openings.get(address) ?? new Bucket(OPENINGS_PER_MINUTE, OPENINGS_PER_MINUTE / 60, now);
    this.#openings.delete(address);
    this.#openings.set(address, bucket);
    return bucket.take(1, now);
  }
}

/** The Room as the operator's settings want it, on a platform's storage and sockets. */
export function createRoom(
  env: Environment,
  {
    directory,
    ...platform
  }: Pick<RoomHost, 'storage' | 'connections' | 'answeredAt' | 'name'> & Pick<Objects, 'directory'>,
): Room {
  const settings = readSettings(env);
  const log = logOf(settings);
  const now = () => Date.now();
  for (const warning of settings.warnings) console.warn(warning);
  return new Room({
    ...platform,
    name: () => decoded(platform.name()),
    report: (room, since) => directory({ room, since }),
    now,
    settings,
    log,
    limits: ROOM_LIMITS,
    access: new Access(settings.access, now),
    ice: new IceServers(settings.ice, {
      now,
      fetch: (url, init) => fetch(url, init),
      log: (line) => console.warn(line),
    }),
  });
}
