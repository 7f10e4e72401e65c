/** What both runtimes share: who comes through the door, and the Room behind it. */
import { isRoomName } from '../src/protocol.js';
import { IceServers } from './ice.js';
import { Room, type RoomHost } from './room.js';
import { readSettings } from './settings.js';

type Environment = Parameters<typeof readSettings>[0];

/** The room's name stands in the address, where most letters of the world take up to nine characters. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Pages of the server's own host, and those that the operator names. */
function isAllowed(request: Request, origins: readonly string[]): boolean {
  const origin = request.headers.get('origin') ?? '';
  const isOwn = URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
  return isOwn || origins.includes(origin);
}

/**
 * What the Room gets of a request for a socket, or the answer to somebody who may not come in.
 * @param room the room's name as it stands in the address
 */
export function admit(request: Request, room: string, env: Environment): Request | Response {
  if (!isRoomName(decoded(room))) {
    return new Response('The name of a room has 1 to 128 characters.', { status: 400 });
  }
  const { origins } = readSettings(env);
  if (origins && !isAllowed(request, origins)) {
    console.warn(
      `Refused: a page of ${request.headers.get('origin')}, which is not in ALLOWED_ORIGINS.`,
    );
    return new Response('This page may not use this server.', { status: 403 });
  }
  // The connection's id is what the client says in `_pk`. Two sockets that share one break
  // getConnections(), and an overlong one is answered with a stack trace; so nobody may choose.
  const url = new URL(request.url);
  url.search = `?_pk=${crypto.randomUUID()}`;
  return new Request(url, request);
}

/** The Room as the operator's settings want it, on a platform's storage and sockets. */
export function createRoom(
  env: Environment,
  platform: Pick<RoomHost, 'storage' | 'connections' | 'answeredAt'>,
): Room {
  const settings = readSettings(env);
  const now = () => Date.now();
  for (const warning of settings.warnings) console.warn(warning);
  return new Room({
    ...platform,
    now,
    settings,
    ice: new IceServers(settings.ice, {
      now,
      fetch: (url, init) => fetch(url, init),
      log: (line) => console.warn(line),
    }),
  });
}
