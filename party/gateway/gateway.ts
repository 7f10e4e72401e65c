/** Shared by both runtimes: admits requests, and creates the Room behind them. */
import { canonicalRoomName } from '../../src/protocol.js';
import { Access } from '../room/access.js';
import { Addresses, addressKey, isPrivateAddress, socketId } from '../base/addresses.js';
import { decoded, objectName } from './object-name.js';
import { IceServers } from '../ice/ice-servers.js';
import { ROOM_LIMITS, ROOMS_PER_ADDRESS } from '../base/limits.js';
import { consoleLog, limited, noLog } from '../base/log.js';
import { handleOperatorRequest, type RoomObjects } from './operator.js';
import { Room, type RoomHost } from '../room/room.js';
import { readSettings, type Settings } from './settings.js';

type Environment = Parameters<typeof readSettings>[0];

/**
 * Allows the server's own pages, and those that the operator lists. A name in `Host` proves nothing: any name can be
 * made to point here (DNS rebinding). A literal IP address or localhost cannot, so pages there are the server's own.
 */
function isAllowed(request: Request, origins: readonly string[]): boolean {
  const origin = request.headers.get('origin') ?? '';
  if (origins.includes(origin)) return true;
  const scheme = URL.canParse(request.url) ? new URL(request.url).protocol : '';
  const own = `${scheme}//${request.headers.get('host')}`;
  if (!URL.canParse(own) || new URL(own).origin !== origin) return false;
  return /^(localhost|[\d.]+|\[[\da-f:.]+\])$/.test(new URL(own).hostname);
}

/** Permission to open a socket: the name of the room's object, and the query for the request to it. */
export interface Admission {
  readonly room: string;
  readonly query: string;
}

/** The entrance to all rooms of one running server. */
export class Gateway {
  readonly addresses = new Addresses();
  /** The settings read from an environment, which does not change while the server runs. */
  readonly #settings = new WeakMap<Environment, Settings>();
  readonly #log = limited(consoleLog, () => Date.now(), 1);
  readonly #warned = new Set<string>();

  /**
   * Admits a request for a socket, or returns the response that refuses it.
   * @param room the room's name as written in the URL
   */
  admit(request: Request, room: string, env: Environment): Admission | Response {
    const name = canonicalRoomName(decoded(room));
    if (!name) {
      return new Response('A room name has 1 to 128 characters, and not only dots.', {
        status: 400,
      });
    }
    const { origins, addressHeader, logs, socketsPerAddress } = this.#read(env);
    const log = logs ? this.#log : noLog;
    const address = addressHeader ? request.headers.get(addressHeader) : '';
    const key = addressKey(address ?? '');
    if (socketsPerAddress < Infinity) {
      if (address === null) this.#warnOfHeader(addressHeader!);
      if (isPrivateAddress(key)) this.#warnOfProxy(key);
    }
    // The connection's id is `_pk` from the query. Two sockets with the same id break getConnections(),
    // and the response to an overlong id is a stack trace; so clients must not choose it.
    const socket = socketId(key);
    const isTooMany = this.addresses.held(socket) >= socketsPerAddress * ROOMS_PER_ADDRESS;
    // Checked before the origin, so that refused requests are counted too.
    if (key && (!this.addresses.mayOpen(key, Date.now(), socketsPerAddress) || isTooMany)) {
      log('address-refused');
      return new Response('Too many at once. Try again in a minute.', { status: 429 });
    }
    if (origins && !isAllowed(request, origins)) {
      log('origin-refused', { origin: request.headers.get('origin') ?? '' });
      return new Response('This page may not use this server.', { status: 403 });
    }
    return { room: objectName(name), query: `?_pk=${socket}` };
  }

  /** Answers any request that is not for a socket; undefined if the path is unknown. */
  async answer(
    request: Request,
    env: Environment,
    objects: RoomObjects,
  ): Promise<Response | undefined> {
    const { operatorToken } = this.#read(env);
    return handleOperatorRequest(request, operatorToken, objects);
  }

  /** Only the operator knows whether it is a proxy or a client nearby. */
  #warnOfProxy(key: string): void {
    this.#warnOnce(
      'proxy',
      `A socket came from the private address ${key}. If that is a proxy, all visitors count as one address and ` +
        'soon reach its limit. Set CLIENT_ADDRESS_HEADER to the header in which the proxy sends the ' +
        "client's address, such as x-real-ip.",
    );
  }

  #warnOfHeader(header: string): void {
    this.#warnOnce(
      'header',
      `A socket came without the header ${header}, which CLIENT_ADDRESS_HEADER names. Such sockets are not limited by ` +
        'address. Set it to a header that your proxy adds to every request.',
    );
  }

  #warnOnce(kind: string, text: string): void {
    if (this.#warned.has(kind)) return;
    this.#warned.add(kind);
    console.warn(text);
  }

  #read(env: Environment): Settings {
    const settings = this.#settings.get(env) ?? readSettings(env);
    this.#settings.set(env, settings);
    return settings;
  }
}

/** Creates a Room with the operator's settings, on a platform's storage and sockets. */
export function createRoom(
  env: Environment,
  {
    directory,
    addresses,
    ...platform
  }: Pick<RoomHost, 'storage' | 'connections' | 'answeredAt' | 'name'> &
    Pick<RoomObjects, 'directory'> &
    Pick<Gateway, 'addresses'>,
): Room {
  const settings = readSettings(env);
  const now = () => Date.now();
  const log = settings.logs ? limited(consoleLog, now) : noLog;
  for (const warning of settings.warnings) console.warn(warning);
  return new Room({
    ...platform,
    name: () => decoded(platform.name()),
    report: (room, since) => directory({ room, since }),
    now,
    settings,
    log,
    limits: { ...ROOM_LIMITS, perAddress: settings.socketsPerAddress },
    // If the gateway is in another process, as it may be on Cloudflare, each room still counts its own.
    onSocket: ({ id }, isOpen) => (isOpen ? addresses.opened(id) : addresses.closed(id)),
    after: (delay, callback) => {
      const timer = setTimeout(callback, delay);
      return () => clearTimeout(timer);
    },
    access: new Access(settings.access, now),
    ice: new IceServers(settings.ice, {
      now,
      fetch: (url, init) => fetch(url, init),
      log: (line) => console.warn(line),
    }),
  });
}
