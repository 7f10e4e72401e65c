/** Adapter from partykit's hooks to the directory. */
import type * as Party from 'partykit/server';
import { keepDirectory } from '../gateway/directory.js';

/** Wraps one of our objects as a function that takes JSON. */
export const toObject =
  (parties: Party.Context['parties'], party: string, name: string) =>
  (asked: unknown): Promise<Response> =>
    parties[party]!.get(name).fetch({ method: 'POST', body: JSON.stringify(asked) }) as never;

const notFound = () => new Response('There is nothing here.', { status: 404 }) as never;

export default class DirectoryParty implements Party.Server {
  static readonly onBeforeConnect = notFound;
  static readonly onBeforeRequest = notFound;
  readonly #room: Party.Room;

  constructor(room: Party.Room) {
    this.#room = room;
  }

  onRequest(request: Party.Request) {
    return keepDirectory(request as never, this.#room.storage) as never;
  }
}
