/** Adapter from partykit's hooks to the Room. It makes no decisions. */
import type * as Party from 'partykit/server';
import { toObject } from './partykit-directory.js';
import { DIRECTORY } from '../gateway/directory.js';
import { createRoom, Gateway } from '../gateway/gateway.js';
import { runCommand } from '../gateway/operator.js';
import type { Room } from '../room/room.js';
import { serveFile } from './site.js';
import type { Attachment } from '../room/sockets.js';

type Connection = Party.Connection<Attachment>;

const gateway = new Gateway();

/** Casts of requests and responses only bridge the type names of two packages; the objects are the same. */
export default class Main implements Party.Server {
  static onBeforeConnect(request: Party.Request, { id, env, parties }: Party.Lobby) {
    const admission = gateway.admit(request as never, id, env);
    if (admission instanceof Response) return admission as never;
    // Not by returning a request: partykit would take the room from the original URL.
    const { room, query } = admission;
    return parties['main']!.get(room).fetch(`/${query}`, request as never) as never;
  }

  /** From outside, rooms can only be reached through sockets. */
  static onBeforeRequest(): Party.Request {
    return new Response('There is nothing here.', { status: 404 }) as never;
  }

  static async onFetch(request: Party.Request, { env, parties }: Party.FetchLobby) {
    // Where `scripts/room-server.mjs` serves the files of `dist`.
    const { FILES: files } = env as { FILES?: string };
    const file = files && (await serveFile(request as never, (path) => fetch(files + path)));
    if (file) return file as never;
    const answer = await gateway.answer(request as never, env, {
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
      addresses: gateway.addresses,
      // `parties` is not available in an instance started by an alarm.
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
    return runCommand(request as never, this.#room.operator) as never;
  }

  onClose(connection: Connection): void {
    this.#room.close(connection);
    // partykit sends no close frame by itself: without this, the client waits forever.
    connection.close();
  }

  onError(connection: Connection): void {
    this.onClose(connection);
  }

  onAlarm(): void {
    this.#room.alarm();
  }
}
