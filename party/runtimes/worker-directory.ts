/** Adapter: the directory as a Durable Object. */
import type { DurableObjectNamespace, DurableObjectState } from '@cloudflare/workers-types';
import { keepDirectory } from '../gateway/directory.js';

/** Wraps one of our objects as a function that takes JSON. */
export const toObject =
  (namespace: DurableObjectNamespace, name: string) =>
  (asked: unknown): Promise<Response> =>
    namespace.get(namespace.idFromName(name)).fetch('https://object/', {
      method: 'POST',
      body: JSON.stringify(asked),
    }) as never;

export class Directory {
  readonly #storage: DurableObjectState['storage'];

  constructor({ storage }: DurableObjectState) {
    this.#storage = storage;
  }

  fetch(request: Request): Promise<Response> {
    return keepDirectory(request, this.#storage);
  }
}
