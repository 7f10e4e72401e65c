/** Which rooms are in use, in an object of its own, since a room knows nothing of the others. */
import type { Storage } from './records.js';

/** The name of the one object that keeps it. */
export const DIRECTORY = 'all';

/** A room as it stands in the directory. */
export interface Listed {
  readonly room: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

interface DirectoryStorage extends Pick<Storage, 'put' | 'delete'> {
  list<T>(options: { startAfter?: string; limit: number }): Promise<Map<string, T>>;
}

/** What a room or the operator's side says to the directory. */
export type Entry = { readonly room: string; readonly since?: number | undefined };
export type Page = { readonly after?: string | undefined; readonly limit: number };

/** A request of our own side only: nothing from outside comes here. */
export async function keepDirectory(
  request: Request,
  storage: DirectoryStorage,
): Promise<Response> {
  const asked = (await request.json()) as Entry | Page;
  if ('limit' in asked) {
    const { after, limit } = asked;
    const found = await storage.list<number>({ limit, ...(after && { startAfter: after }) });
    return Response.json([...found].map(([room, since]): Listed => ({ room, since })));
  }
  if (asked.since === undefined) await storage.delete(asked.room);
  else await storage.put(asked.room, asked.since);
  return Response.json({});
}
