/** Adapter: partykit's hooks to the Room. Nothing is decided here. */
import type * as Party from 'partykit/server';
import { admit, createRoom } from './door.js';
import type { Attachment, Room } from './room.js';

type Connection = Party.Connection<Attachment>;

export default class Main implements Party.Server {
  static onBeforeConnect(request: Party.Request, lobby: Party.Lobby): Party.Request | Response {
    // The same object under another package's name for it.
    return admit(request as unknown as Request, lobby.id, lobby.env) as unknown as Party.Request;
  }

  readonly options: Party.ServerOptions = { hibernate: true };
  readonly #room: Room;

  constructor({ env, storage, getConnections }: Party.Room) {
    this.#room = createRoom(env, { storage, connections: () => getConnections<Attachment>() });
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
