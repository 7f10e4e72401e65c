/** The list of rooms in use, in an object of its own, since rooms do not know each other. */
import type { Storage } from '../room/storage/records.js';

/** The name of the single directory object. */
export const DIRECTORY = 'all';

/** A room as listed in the directory. */
export interface Listed {
  readonly room: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

interface DirectoryStorage extends Pick<Storage, 'put' | 'delete' | 'deleteAll'> {
  list<T>(options: { startAfter?: string; limit: number }): Promise<Map<string, T>>;
}

/** What a room or the operator API sends to the directory. */
export type Entry = { readonly room: string; readonly since?: number | undefined };
export type Page = { readonly after?: string | undefined; readonly limit: number };

/** Handles internal requests only: nothing from outside gets here. */
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
  if (asked.since === undefined) {
    await storage.delete(asked.room);
    // After the last room, leave nothing in the file.
    if (!(await storage.list({ limit: 1 })).size) await storage.deleteAll();
  } else await storage.put(asked.room, asked.since);
  return Response.json({});
}
