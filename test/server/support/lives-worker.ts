/** The room server under partyserver; it also reports to a test which life of the room answers. */
import worker, { Main as Room } from '../../../party/runtimes/worker.js';
import { WHICH_LIFE } from './which-life.js';

export * from '../../../party/runtimes/worker.js';

export class Main extends Room {
  readonly #life = crypto.randomUUID();

  override onMessage(
    ...[connection, message]: Parameters<Room['onMessage']>
  ): void | Promise<void> {
    if (message === WHICH_LIFE) {
      return connection.send(JSON.stringify({ type: 'life', life: this.#life }));
    }
    return super.onMessage(connection, message);
  }
}

export { Directory } from '../../../party/runtimes/worker.js';
export default worker;
