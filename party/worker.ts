/** Adapter: partyserver's hooks to the Room, for Cloudflare Workers and workerd. Nothing is decided here. */
import type { DurableObjectNamespace, DurableObjectState } from '@cloudflare/workers-types';
import { routePartykitRequest, Server, type Connection } from 'partyserver';
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

/** An address that names an object of ours which is none, such as `constructor`, would be an error of partyserver's. */
const isOurs = (url: string): boolean =>
  URL.canParse(url) && /^\/(?!parties\/(?!main\/))/.test(new URL(url).pathname);

const notFound = () => new Response('There is nothing here.', { status: 404 });

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    if (!isOurs(request.url)) return notFound();
    const room = (name: string) => toObject(env.Main, name);
    const directory = toObject(env.Directory, DIRECTORY);
    const response =
      (await door.answer(request, env, { room, directory })) ??
      (await routePartykitRequest(request, env as never, {
        onBeforeConnect: (opening, { name, className }) =>
          className === 'Main' ? door.admit(opening, name, env) : notFound(),
        // From outside nobody speaks to a room but by its sockets.
        onBeforeRequest: notFound,
      }));
    return response ?? notFound();
  },
};
