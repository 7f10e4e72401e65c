/**
 * The minimal room server: it tracks participants and relays messages. It trusts all input and stores nothing; with
 * `KEEP` it at least stores the participants, as surviving a restart requires.
 */
import type { DurableObjectState } from '@cloudflare/workers-types';
import { routePartykitRequest, Server, type Connection } from 'partyserver';

type Seated = Connection<{ id: number }>;

export class Main extends Server {
  static override options = { hibernate: true };
  readonly #storage: DurableObjectState['storage'] | undefined;

  constructor(context: DurableObjectState, env: { KEEP?: string }) {
    super(context as never, env as never);
    if (env.KEEP) this.#storage = context.storage;
  }

  override onMessage(connection: Seated, text: string): void {
    const message = JSON.parse(text) as { type: string; to: number; signal: object };
    if (message.type === 'join') {
      connection.setState({ id: 1 + Math.max(0, ...this.#seated.map(({ state }) => state!.id)) });
      this.#keep(connection.state!.id, message);
      return this.#tellEverybody();
    }
    const signal = { type: 'signal', from: connection.state!.id, signal: message.signal };
    this.#seated.find(({ state }) => state!.id === message.to)?.send(JSON.stringify(signal));
  }

  override onClose(connection: Seated): void {
    if (connection.state) this.#keep(connection.state.id);
    connection.setState(null);
    this.#tellEverybody();
  }

  #keep(id: number, record?: object): void {
    void (record ? this.#storage?.put(`${id}`, record) : this.#storage?.delete(`${id}`));
  }

  get #seated(): Seated[] {
    return [...this.getConnections<{ id: number }>()].filter(({ state }) => state);
  }

  #tellEverybody(): void {
    const participants = this.#seated.map(({ state }) => state);
    for (const one of this.#seated) {
      one.send(JSON.stringify({ type: 'roster', you: one.state!.id, participants }));
    }
  }
}

export default {
  fetch: async (request: Request, env: object) =>
    (await routePartykitRequest(request, env as never)) ?? new Response('', { status: 404 }),
};
