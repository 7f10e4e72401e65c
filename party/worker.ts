/** Adapter: partyserver's hooks to the Room, for Cloudflare Workers and workerd. Nothing is decided here. */
import type { DurableObjectState } from '@cloudflare/workers-types';
import { routePartykitRequest, Server, type Connection } from 'partyserver';
import { PING, PONG } from '../src/protocol.js';
import { admit, createRoom } from './door.js';
import type { Attachment, Room } from './room.js';

type Environment = { readonly [name: string]: unknown };

/** A global of the runtime. */
declare const WebSocketRequestResponsePair: new (request: string, response: string) => never;

export class Main extends Server {
  static override options = { hibernate: true };
  readonly #room: Room;

  constructor(context: DurableObjectState, env: Environment) {
    super(context as never, env as never);
    // The runtime itself answers, so that a ping does not wake the room.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#room = createRoom(env, {
      storage: context.storage,
      connections: () => this.getConnections<Attachment>(),
      answeredAt: (socket) => context.getWebSocketAutoResponseTimestamp(socket as never)?.getTime(),
    });
  }

  override onStart(): Promise<void> {
    return this.#room.start();
  }

  override onConnect(connection: Connection<Attachment>): void {
    this.#room.connect(connection);
  }

  override onMessage(connection: Connection<Attachment>, message: unknown): void {
    this.#room.message(connection, message);
  }

  override onClose(connection: Connection<Attachment>): void {
    this.#room.close(connection);
  }

  override onError(connection: Connection<Attachment>): void {
    this.#room.close(connection);
  }

  override onAlarm(): void {
    this.#room.alarm();
  }
}

const notFound = () => new Response('There is nothing here.', { status: 404 });

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const response = await routePartykitRequest(request, env as never, {
      onBeforeConnect: (opening, { name }) => admit(opening, name, env),
      // Only sockets wake a room.
      onBeforeRequest: notFound,
    });
    return response ?? notFound();
  },
};
