/** The room server under partykit; it also reports to a test which life of the room answers. */
import Main from '../../../party/runtimes/partykit.js';
import { WHICH_LIFE } from './which-life.js';

export default class Lives extends Main {
  readonly #life = crypto.randomUUID();

  override onMessage(
    ...[message, connection]: Parameters<Main['onMessage']>
  ): void | Promise<void> {
    if (message === WHICH_LIFE) {
      return connection.send(JSON.stringify({ type: 'life', life: this.#life }));
    }
    return super.onMessage(message, connection);
  }
}
