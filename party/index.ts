/** Adapter: partykit's hooks to the Room. Nothing is decided here but who comes through the door. */
import type * as Party from 'partykit/server';
import { isRoomName } from '../src/protocol.js';
import { IceServers } from './ice.js';
import { Room, type Attachment } from './room.js';
import { readSettings } from './settings.js';

type Connection = Party.Connection<Attachment>;

/** The room's name stands in the address, where most letters of the world take up to nine characters. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Pages of the server's own host, and those that the operator names. */
function isAllowed(request: Party.Request, origins: readonly string[]): boolean {
  const origin = request.headers.get('origin') ?? '';
  const isOwn = URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
  return isOwn || origins.includes(origin);
}

export default class Main implements Party.Server {
  static onBeforeConnect(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    if (!isRoomName(decoded(lobby.id))) {
      return new Response('The name of a room has 1 to 128 characters.', { status: 400 });
    }
    const { origins } = readSettings(lobby.env);
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
    return new Request(url, request as unknown as Request) as unknown as Party.Request;
  }

  readonly options: Party.ServerOptions = { hibernate: true };
  readonly #room: Room;

  constructor(room: Party.Room) {
    const settings = readSettings(room.env);
    const now = () => Date.now();
    for (const warning of settings.warnings) console.warn(warning);
    this.#room = new Room({
      storage: room.storage,
      connections: () => room.getConnections<Attachment>() as Iterable<Connection>,
      now,
      settings,
      ice: new IceServers(settings.ice, {
        now,
        fetch: (url, init) => fetch(url, init),
        log: (line) => console.warn(line),
      }),
    });
  }

  onStart(): Promise<void> {
    return this.#room.start();
  }

  onConnect(connection: Connection): void {
    this.#room.connect(connection);
  }

  onMessage(message: string | ArrayBuffer | ArrayBufferView, connection: Connection): void {
    this.#room.message(connection, message);
  }

  onClose(connection: Connection): void {
    this.#room.close(connection);
    // partykit sends the client no close frame of its own: without this it waits for ever.
    connection.close();
  }

  onError(connection: Connection): void {
    this.#room.close(connection);
  }

  onAlarm(): void {
    this.#room.alarm();
  }
}
