/** The operator's HTTP API: lists the rooms in use; inspects, changes or ends one; removes a participant. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { canonicalRoomName, LIMITS, VERSION } from '../../src/protocol.js';
import type { Listed, Page, Entry } from './directory.js';
import { decoded, objectName } from './object-name.js';
import type { OperatorPolicy } from '../room/storage/records.js';
import type { OperatorControl } from '../room/operator-control.js';
import { isCapacity } from './settings.js';
import type { Description } from '../room/snapshot.js';

/** The server's own objects on the platform: each takes a request, which is sent as JSON. */
export interface RoomObjects {
  room(name: string): (command: Command) => Promise<Response>;
  directory(asked: Entry | Page): Promise<Response>;
}

/** What the operator API sends to a room. */
type Command =
  | { type: 'describe' }
  | { type: 'end' }
  | { type: 'remove'; id: number }
  | { type: 'policy'; policy: OperatorPolicy };

/** Rooms per page of the list: each of them is queried. */
const PAGE = 40;

const Change = v.strictObject({
  preview: v.exactOptional(v.picklist(['names', 'count', 'none'])),
  waiting: v.exactOptional(v.boolean()),
  capacity: v.exactOptional(
    v.pipe(
      v.record(v.string(), v.number()),
      v.check((capacity) =>
        Object.entries(capacity).every(([role, count]) => isCapacity(role, count)),
      ),
    ),
  ),
});

const say = (status: number, text: string) => Response.json({ error: text }, { status });
const notFound = () => say(404, 'There is nothing here.');

/** Compares in constant time. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [sha256(utf8ToBytes(one)), sha256(utf8ToBytes(other))];
  return a.reduce((difference, byte, index) => difference | (byte ^ b[index]!), 0) === 0;
}

/** Answers `/health` and `/rooms`; undefined for other paths. */
export async function handleOperatorRequest(
  request: Request,
  operatorToken: string | undefined,
  objects: RoomObjects,
): Promise<Response | undefined> {
  if (!URL.canParse(request.url)) return undefined;
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === '/health') return Response.json({ status: 'ok', version: VERSION });
  const [, root, room, part, id, ...more] = pathname.split('/');
  if (root !== 'rooms') return undefined;
  const [, token = ''] = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  // Without an operator token, the API appears not to exist.
  if (!operatorToken) return notFound();
  if (!isSame(token, operatorToken)) return say(401, 'Say: Authorization: Bearer $OPERATOR_TOKEN');
  if (!room && !part) {
    return request.method === 'GET' ? list(objects, searchParams) : say(405, 'Only GET.');
  }
  const name = canonicalRoomName(decoded(room ?? ''));
  if (!name || more.length) return notFound();
  const send = objects.room(objectName(name));
  if (part === 'participants' && request.method === 'DELETE' && /^\d{1,16}$/.test(id ?? '')) {
    return send({ type: 'remove', id: Number(id) });
  }
  if (part) return notFound();
  switch (request.method) {
    case 'GET':
      return send({ type: 'describe' });
    case 'DELETE':
      return send({ type: 'end' });
    case 'PATCH': {
      const policy = await readChange(request);
      return policy
        ? send({ type: 'policy', policy })
        : say(
            400,
            'A policy is such as {"waiting": true, "preview": "none", "capacity": {"viewer": 30}}.',
          );
    }
    default:
      return say(405, 'Only GET, PATCH and DELETE.');
  }
}

async function readChange(request: Request): Promise<OperatorPolicy | undefined> {
  try {
    const text = await request.text();
    if (text.length > LIMITS.message) return undefined;
    const data: unknown = JSON.parse(text);
    const result = v.safeParse(Change, data);
    return result.success && !Array.isArray(data) ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** A page of rooms in their current state; rooms no longer in use are removed from the list. */
async function list({ room, directory }: RoomObjects, query: URLSearchParams): Promise<Response> {
  const after = query.get('after') ?? undefined;
  const listed = (await (await directory({ after, limit: PAGE })).json()) as Listed[];
  const described = await Promise.all(
    listed.map(async (one) => (await room(objectName(one.room))({ type: 'describe' })).json()),
  );
  const rooms = described as Description[];
  const isLive = ({ since }: Description) => since !== null;
  await Promise.all(
    listed
      .filter((_, index) => !isLive(rooms[index]!))
      .map(({ room: gone }) => directory({ room: gone })),
  );
  return Response.json({
    rooms: rooms.filter(isLive),
    ...(listed.length === PAGE && { after: listed.at(-1)!.room }),
  });
}

/** Carries out a command of the operator API in a room. */
export async function runCommand(request: Request, room: OperatorControl): Promise<Response> {
  const command = (await request.json()) as Command;
  switch (command.type) {
    case 'describe':
      break;
    case 'end':
      room.end();
      break;
    case 'remove':
      if (!room.removeParticipant(command.id)) return say(404, 'Nobody here has that id.');
      break;
    case 'policy':
      room.setPolicy(command.policy);
      break;
    default:
      command satisfies never;
  }
  return Response.json(room.describe());
}
