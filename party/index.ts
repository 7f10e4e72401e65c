/** Adapter: partykit's hooks to the Room. Nothing is decided here but who comes through the door. */
import type * as Party from 'partykit/server';
import { isRoomName } from '../src/protocol.js';
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

export default class Main implements Party.Server {
  static onBeforeConnect(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    if (!isRoomName(decoded(lobby.id))) {
      return new Response('The name of a room has 1 to 128 characters.', { status: 400 });
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
    this.#room = new Room({
      storage: room.storage,
      connections: () => room.getConnections<Attachment>() as Iterable<Connection>,
      now: () => Date.now(),
      settings: readSettings(room.env),
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
