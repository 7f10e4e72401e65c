/** Adapter: partyserver's hooks to the Room, for Cloudflare Workers and workerd. Nothing is decided here. */
import type { DurableObjectNamespace, DurableObjectState } from '@cloudflare/workers-types';
import { Server, type Connection } from 'partyserver';
import { PING, PONG } from '../src/protocol.js';
import { toObject } from './directory-worker.js';
import { DIRECTORY } from './directory.js';
import { createRoom, Door } from './door.js';
import { obey } from './operator.js';
import type { Room } from './room.js';
import type { Attachment } from './seats.js';

export { Directory } from './directory-worker.js';
type Bindings = { readonly [name in 'Main' | 'Directory']: DurableObjectNamespace };
type Environment = Bindings & { readonly [setting: string]: unknown };

/** A global of the runtime. */
declare const WebSocketRequestResponsePair: new (request: string, response: string) => never;

const door = new Door();

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
      name: () => this.name,
      directory: toObject(env.Directory, DIRECTORY),
    });
  }

  override onStart = () => this.#room.start();
  override onConnect = (connection: Connection<Attachment>) => this.#room.connect(connection);
  override onRequest = (request: Request) => obey(request, this.#room);
  override onAlarm = () => this.#room.alarm();
  override onError = (connection: Connection<Attachment>) => this.#room.close(connection);

  override onMessage(connection: Connection<Attachment>, message: unknown) {
    return this.#room.message(connection, message);
  }

  override onClose(connection: Connection<Attachment>): void {
    this.#room.close(connection);
  }
}

/** Where partysocket looks for a room. Everybody who comes in passes here, so that no more of the address is read. */
const ROOM = /^https?:\/\/[^/?]*\/parties\/main\/([^/?]+)/;

const notFound = () => new Response('There is nothing here.', { status: 404 });

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const [, name] = ROOM.exec(request.url) ?? [];
    if (name) {
      // From outside nobody speaks to a room but by its sockets.
      if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return notFound();
      const query = door.admit(request, name, env);
      if (query instanceof Response) return query;
      const main = env.Main.get(env.Main.idFromName(name));
      return main.fetch(`https://room/${query}`, request as never) as never;
    }
    const room = (of: string) => toObject(env.Main, of);
    const directory = toObject(env.Directory, DIRECTORY);
    return (await door.answer(request, env, { room, directory })) ?? notFound();
  },
};
