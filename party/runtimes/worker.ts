/** Adapter from partyserver's hooks to the Room, for Cloudflare Workers and workerd. It makes no decisions. */
import type { DurableObjectNamespace, DurableObjectState } from '@cloudflare/workers-types';
import { Server, type Connection } from 'partyserver';
import { PING, PONG } from '../../src/protocol.js';
import { toObject } from './worker-directory.js';
import { DIRECTORY } from '../gateway/directory.js';
import { createRoom, Gateway } from '../gateway/gateway.js';
import { runCommand } from '../gateway/operator.js';
import type { Room } from '../room/room.js';
import type { Attachment } from '../room/sockets.js';

export { Directory } from './worker-directory.js';
type Bindings = { readonly [name in 'Main' | 'Directory']: DurableObjectNamespace };
type Environment = Bindings & { readonly [setting: string]: unknown };

/** A global of the runtime. */
declare const WebSocketRequestResponsePair: new (request: string, response: string) => never;

const gateway = new Gateway();

export class Main extends Server {
  static override options = { hibernate: true };
  readonly #room: Room;

  constructor(context: DurableObjectState, env: Environment) {
    super(context as never, env as never);
    // The runtime itself answers pings, so that they do not wake the room.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.#room = createRoom(env, {
      storage: context.storage,
      connections: () => this.getConnections<Attachment>(),
      answeredAt: (socket) => context.getWebSocketAutoResponseTimestamp(socket as never)?.getTime(),
      name: () => this.name,
      addresses: gateway.addresses,
      directory: toObject(env.Directory, DIRECTORY),
    });
  }

  override onStart = () => this.#room.start();
  override onConnect = (connection: Connection<Attachment>) => this.#room.connect(connection);
  override onRequest = (request: Request) => runCommand(request, this.#room.operator);
  override onAlarm = () => this.#room.alarm();

  override onMessage(connection: Connection<Attachment>, message: unknown) {
    return this.#room.message(connection, message);
  }

  override onClose(connection: Connection<Attachment>): void {
    this.#room.close(connection);
    // partyserver does not answer a close without a code, such as a browser's, or that of a lost connection. The client
    // then waits forever, and workerd keeps about 70 kB for each of them.
    connection.close();
  }

  override onError(connection: Connection<Attachment>): void {
    this.onClose(connection);
  }
}

/** Where partysocket looks for a room. Every connection passes here, so no more of the URL is parsed. */
const ROOM = /^https?:\/\/[^/?]*\/parties\/main\/([^/?]+)/;

const notFound = () => new Response('There is nothing here.', { status: 404 });

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const [, name] = ROOM.exec(request.url) ?? [];
    if (name) {
      // From outside, rooms can only be reached through sockets.
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return notFound();
      const admission = gateway.admit(request, name, env);
      if (admission instanceof Response) return admission;
      const main = env.Main.get(env.Main.idFromName(admission.room));
      return main.fetch(`https://room/${admission.query}`, request as never) as never;
    }
    const room = (of: string) => toObject(env.Main, of);
    const directory = toObject(env.Directory, DIRECTORY);
    return (await gateway.answer(request, env, { room, directory })) ?? notFound();
  },
};
