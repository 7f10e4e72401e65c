/** Adapter: partykit's hooks to the Room. Nothing is decided here. */
import type * as Party from 'partykit/server';
import { toObject } from './directory-party.js';
import { DIRECTORY } from './directory.js';
import { createRoom, Door } from './door.js';
import { obey } from './operator.js';
import type { Room } from './room.js';
import type { Attachment } from './seats.js';

type Connection = Party.Connection<Attachment>;

const door = new Door();

/** Here and below requests and answers are the same objects under another package's name for them. */
export default class Main implements Party.Server {
  static onBeforeConnect(request: Party.Request, { id, env }: Party.Lobby): Party.Request {
    const query = door.admit(request as never, id, env);
    if (typeof query !== 'string') return query as never;
    return new Request(request.url.replace(/(\?.*)?$/, query), request as never) as never;
  }

  /** From outside nobody speaks to a room but by its sockets. */
  static onBeforeRequest(): Party.Request {
    return new Response('There is nothing here.', { status: 404 }) as never;
  }

  static async onFetch(request: Party.Request, { env, parties }: Party.FetchLobby) {
    const answer = await door.answer(request as never, env, {
      room: (name) => toObject(parties, 'main', name),
      directory: toObject(parties, 'directory', DIRECTORY),
    });
    return (answer ?? null) as never;
  }

  readonly options: Party.ServerOptions = { hibernate: true };
  readonly #room: Room;

  constructor(room: Party.Room) {
    this.#room = createRoom(room.env, {
      storage: room.storage,
      connections: () => room.getConnections<Attachment>(),
      name: () => room.id,
      // Not to be had in a life that an alarm began.
      directory: async (asked) => toObject(room.context.parties, 'directory', DIRECTORY)(asked),
    });
  }

  onStart(): Promise<void> {
    return this.#room.start();
  }

  onConnect(connection: Connection): void {
    this.#room.connect(connection);
  }

  onMessage(message: string | ArrayBuffer | ArrayBufferView, connection: Connection) {
    return this.#room.message(connection, message);
  }

  onRequest(request: Party.Request) {
    return obey(request as never, this.#room) as never;
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
