/** What a room server does under every runtime, tested over real sockets. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as idle } from 'node:timers/promises';
import { SignJWT } from 'jose';
import type { Description } from '../../../party/room/snapshot.js';
import { startRoomServer } from '../../../scripts/room-server.mjs';
import { LIMITS, TIMES, VERSION } from '../../../src/protocol.js';
import { RawClient } from './raw-client.js';
import type { wrangler } from './wrangler-runtime.mjs';

interface Runtime {
  runtime: 'partykit' | 'workerd' | typeof wrangler;
  /** The adapter, extended to report which life of a room answers. */
  main: string;
  /** Whether the runtime itself answers pings, so that the room stays asleep. */
  answersPings: boolean;
}

const seatOf = (digit: string) => digit.repeat(32);
/** Both runtimes evict a room that received nothing for 10 s. */
const SLEEPY = 13_000;

/** Command lines of all running programs; none if the system doesn't show them. */
function commandLines(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
}

/** The same tests for any runtime. They run concurrently, because most wait for a room to fall asleep. */
export function keepsTheContract({ runtime, main, answersPings }: Runtime): void {
  const name = typeof runtime === 'string' ? runtime : runtime.name;
  describe(`a room server under ${name}`, { concurrency: true }, () => {
    const start = (persist: string, more = {}) =>
      startRoomServer({ runtime, main, persist, vars: { STUN_URLS: 'none' }, ...more });
    const folders: string[] = [];
    const folder = async () => {
      const path = await mkdtemp(join(tmpdir(), 'video-call-server-'));
      folders.push(path);
      return path;
    };
    let server: Awaited<ReturnType<typeof start>>;
    before(async () => {
      server = await start(await folder());
    });
    after(async () => {
      await server.stop();
      for (const path of folders) await rm(path, { recursive: true, force: true, maxRetries: 3 });
    });

    const joined = async (room: string, names: string[]) => {
      const clients: RawClient[] = [];
      for (const [index, name] of names.entries()) {
        const client = await RawClient.open(server.url, room);
        await client.join(name, seatOf((10 + index).toString(16)));
        clients.push(client);
      }
      return clients as [RawClient, RawClient, RawClient];
    };

    it('sends the whole roster to everyone, and forwards signals', async () => {
      const [ana, ben, cleo] = await joined('roster', ['Ana', 'Ben', 'Cleo']);
      await ana.until('roster of three', () => ana.roster?.participants.length === 3);
      assert.deepEqual(
        ana.roster!.participants.map(({ profile, role, away }) => [profile.name, role, away]),
        [
          ['Ana', 'host', false],
          ['Ben', 'participant', false],
          ['Cleo', 'participant', false],
        ],
      );
      cleo.say({ type: 'signal', to: ana.roster!.you, signal: { any: 'thing' } });
      await ana.until('signal', () => ana.heard.at(-1)?.type === 'signal');
      assert.deepEqual(ana.heard.at(-1), {
        type: 'signal',
        from: cleo.roster!.you,
        signal: { any: 'thing' },
      });
      assert.ok(!ben.heard.some(({ type }) => type === 'signal'));
      ben.say({ type: 'leave' });
      await ana.until('roster without Ben', () => ana.roster?.participants.length === 2);
      await ana.ping();
    });

    it('resumes a seat that is presented again, and closes the earlier socket', async () => {
      const [ana, ben] = await joined('seat', ['Ana', 'Ben']);
      const { you } = ben.roster!;
      const again = await RawClient.open(server.url, 'seat');
      assert.equal((await again.join('Ben', seatOf('b'), 'reloaded')).you, you);
      await ana.until('other page of Ben', () => ana.entry('Ben')?.page === 'reloaded');
      await ben.until('end', () => ben.isClosed);
      assert.ok(ben.heard.some(({ type }) => type === 'refused'));
      assert.equal(ana.roster!.participants.length, 2);
      assert.equal(ana.entry('Ben')!.away, false);
    });

    it('answers a client that closes its socket, in the room or the lobby, with or without a code', async () => {
      const [ana] = await joined('goodbyes', ['Ana']);
      const ben = await RawClient.open(server.url, 'goodbyes');
      const cleo = await RawClient.open(server.url, 'goodbyes');
      ana.close();
      ben.close();
      cleo.close(4_000);
      for (const one of [ana, ben, cleo]) await one.until('its end', () => one.isClosed);
      for (const { closeCode } of [ana, ben, cleo]) assert.notEqual(closeCode, 1006);
    });

    it('does not let clients choose the id of a connection', async () => {
      const query = `?_pk=${'x'.repeat(300)}`;
      const ana = await RawClient.open(server.url, 'pk', { query });
      const ben = await RawClient.open(server.url, 'pk', { query });
      await ana.join('Ana', seatOf('a'));
      await ben.join('Ben', seatOf('b'));
      ana.crash();
      await ben.until('Ana away', () => ben.entry('Ana')?.away === true);
      assert.equal(ben.entry('Ben')!.away, false);
    });

    it('is one room under every spelling of its name', async () => {
      for (const [room, ...spellings] of [
        ['spelled', '%73pelled', 'spell%65d', 'spelled%E2%80%8B'],
        ['a/b', 'a%2fb', 'a%2Fb'],
        ['../spelled', '%2E%2E%2Fspelled', '..%2fspelled'],
        ['caf\u00e9', 'cafe%CC%81', 'caf%c3%a9'],
      ] as const) {
        const [ana] = await joined(room, ['Ana']);
        for (const [index, spelled] of spellings.entries()) {
          const guest = await RawClient.open(server.url, '', { spelled });
          const { participants } = await guest.join('Ben', seatOf(`${index}`));
          assert.equal(participants.length, 2, spelled);
          guest.say({ type: 'leave' });
          await ana.until('a roster without Ben', () => ana.roster?.participants.length === 1);
        }
      }
    });

    it('rejects invalid room names and unknown origins', async () => {
      await assert.rejects(RawClient.open(server.url, 'x'.repeat(LIMITS.room + 1)), /400/);
      await RawClient.open(server.url, 'ä'.repeat(LIMITS.room));
      const strict = await start(await folder(), {
        vars: { STUN_URLS: 'none', ALLOWED_ORIGINS: 'https://site.example' },
      });
      await RawClient.open(strict.url, 'tea', { origin: 'https://site.example' });
      await RawClient.open(strict.url, 'tea', { origin: strict.url });
      await assert.rejects(
        RawClient.open(strict.url, 'tea', { origin: 'https://evil.example' }),
        /403/,
      );
      await assert.rejects(RawClient.open(strict.url, 'tea'), /403/);
      await strict.stop();
    });

    it('carries out requests of hosts only', async () => {
      const [ana, ben, cleo] = await joined('hosts', ['Ana', 'Ben', 'Cleo']);
      ben.say({ type: 'policy', locked: true });
      ben.say({ type: 'ask', to: ana.roster!.you, action: 'remove' });
      ana.say({ type: 'policy', waiting: true });
      await ben.until('the wish of the host', () => ben.roster?.policy.waiting === true);
      assert.equal(ben.roster!.policy.locked, false);
      const dan = await RawClient.open(server.url, 'hosts');
      dan.sayJoin('Dan', seatOf('d'));
      await ana.until('Dan knocking', () => ana.roster?.knocking?.length === 1);
      ana.say({ type: 'ask', to: 'all', action: 'admit' });
      await dan.until('place', () => dan.roster?.participants.length === 4);
      ana.say({ type: 'ask', to: cleo.roster!.you, action: 'remove' });
      await cleo.until('end', () => cleo.isClosed);
      assert.deepEqual(cleo.heard.at(-1), { type: 'refused', reason: 'removed' });
      ana.say({ type: 'leave' });
      await ben.until('host', () => ben.entry('Ben')?.role === 'host');
    });

    it('requires a token if there is a secret, and grants what it contains', async () => {
      const secret = 'a secret of at least thirty-two letters';
      const strict = await start(await folder(), {
        vars: { STUN_URLS: 'none', TOKEN_SECRET: secret },
      });
      assert.ok(!commandLines().some((line) => line.includes(secret)), 'all users can read those');
      const sign = (room: string) =>
        new SignJWT({ room, role: 'host', name: 'Dr. Ana' })
          .setProtectedHeader({ alg: 'HS256' })
          .setExpirationTime('5 minutes')
          .sign(new TextEncoder().encode(secret));
      for (const [reason, token] of [
        ['token-missing', undefined],
        ['token-room', await sign('coffee')],
        ['token-invalid', `${await sign('tea')}x`],
      ] as const) {
        const eve = await RawClient.open(strict.url, 'tea');
        eve.sayJoin('Eve', seatOf('e'), { ...(token && { token }) });
        await eve.until('refusal', () => eve.isClosed);
        assert.deepEqual(eve.heard.at(-1), { type: 'refused', reason });
      }
      const ana = await RawClient.open(strict.url, 'tea');
      ana.sayJoin('Ana', seatOf('a'), { token: await sign('t*') });
      await ana.until('place', () => ana.entry('Dr. Ana')?.role === 'host');
      await strict.stop();
    });

    it('lists its rooms to the operator only, who can close one', async () => {
      const token = 'f'.repeat(32);
      const path = await folder();
      const operated = await start(path, { vars: { STUN_URLS: 'none', OPERATOR_TOKEN: token } });
      const ask = async (method: string, path: string, bearer = token) => {
        const headers = { authorization: `Bearer ${bearer}` };
        const response = await fetch(`${operated.url}${path}`, { method, headers });
        const isJson = response.headers.get('content-type')?.includes('json');
        return { status: response.status, body: isJson ? await response.json() : undefined } as {
          status: number;
          body: Description & { rooms: Description[] };
        };
      };
      assert.equal((await ask('GET', '/health', '')).status, 200);
      assert.equal((await ask('GET', '/rooms', '')).status, 401);
      assert.equal((await ask('GET', '/parties/main/tea')).status, 404);
      assert.equal((await ask('GET', '/parties/directory/all')).status, 404);
      await assert.rejects(
        RawClient.open(operated.url, 'all', { party: 'directory' }),
        /refused with 404/,
      );
      const rooms = ['tea', 'Grüße & Küsse / 100 %'];
      const clients: RawClient[] = [];
      for (const room of rooms) {
        const client = await RawClient.open(operated.url, room);
        await client.join('Ana', seatOf('a'));
        clients.push(client);
      }
      const names = async () =>
        (await ask('GET', '/rooms')).body.rooms.map(({ room }) => room).sort();
      assert.deepEqual(await names(), [...rooms].sort());
      const one = `/rooms/${encodeURIComponent(rooms[1]!)}`;
      assert.deepEqual(
        (await ask('GET', one)).body.participants.map(({ name, role }) => [name, role]),
        [['Ana', 'host']],
      );
      await ask('DELETE', one);
      await clients[1]!.until('end', () => clients[1]!.isClosed);
      assert.deepEqual(clients[1]!.heard.at(-1), { type: 'refused', reason: 'closed' });
      assert.deepEqual(await names(), ['tea']);
      clients[0]!.say({ type: 'leave' });
      await clients[0]!.ping();
      assert.deepEqual(await names(), []);
      await operated.stop();
    });

    it('tells a page that its version differs', async () => {
      const page = await RawClient.open(server.url, 'version');
      await page.until('hello', () => page.heard.length > 0);
      assert.equal((page.heard[0] as { version?: number }).version, VERSION);
      page.say({ type: 'join', version: VERSION + 7, whatever: ['else'] });
      await page.until('refusal', () => page.isClosed);
      assert.deepEqual(page.heard.at(-1), { type: 'refused', reason: 'version' });
    });

    it('hibernates with open sockets, and wakes up for an earlier deadline', async () => {
      const [ana, ben, cleo] = await joined('deadline', ['Ana', 'Ben', 'Cleo']);
      const life = await ana.life();
      const lost = Date.now();
      ben.crash();
      await ana.until('Ben away', () => ana.entry('Ben')?.away === true);
      await ana.until('Ben gone', () => ana.roster?.participants.length === 2);
      const grace = Date.now() - lost;
      assert.notEqual(await ana.life(), life, 'the room slept meanwhile');
      assert.ok(grace > TIMES.lossToGone - 1_000, `gone after ${grace} ms`);
      // Less than a 20 s grace period that restarted after some 10 s of sleep.
      assert.ok(grace < TIMES.lossToGone + 8_000, `gone after ${grace} ms`);
      // The sockets from before the sleep keep their identities.
      cleo.say({ type: 'signal', to: ana.roster!.you, signal: {} });
      await ana.until('signal', () => ana.heard.at(-1)?.type === 'signal');
      assert.equal((ana.heard.at(-1) as { from?: number }).from, cleo.roster!.you);
      const back = await RawClient.open(server.url, 'deadline');
      assert.equal((await back.join('Cleo', seatOf('c'))).you, cleo.roster!.you);
    });

    it('reports a socket that is lost during hibernation, after 3 s as usual', async () => {
      const [ana, ben] = await joined('asleep', ['Ana', 'Ben', 'Cleo']);
      const life = await ana.life();
      await idle(SLEEPY);
      // Only the end of this socket wakes it.
      const lost = Date.now();
      ben.crash();
      await ana.until('Ben away', () => ana.entry('Ben')?.away === true);
      const grace = Date.now() - lost;
      assert.ok(grace > TIMES.lossToAway - 500, `away after ${grace} ms`);
      assert.ok(grace < TIMES.lossToGone - 5_000, `away after ${grace} ms`);
      assert.notEqual(await ana.life(), life, 'the room slept meanwhile');
      assert.equal(ana.entry('Cleo')!.away, false);
    });

    it('treats a silent participant as lost once they are signaled, but not one who pings', async () => {
      const [ana, ben, cleo] = await joined('unheard', ['Ana', 'Ben', 'Cleo']);
      const ends = Date.now() + TIMES.unheardToLost + 1_000;
      while (Date.now() < ends) {
        await cleo.ping();
        await idle(1_000);
      }
      for (const { roster } of [ana, cleo]) {
        ben.say({ type: 'signal', to: roster!.you, signal: {} });
      }
      await ben.until('Ana away', () => ben.entry('Ana')?.away === true);
      assert.equal(ben.entry('Cleo')!.away, false);
      await ana.ping();
      ana.say({ type: 'signal', to: ben.roster!.you, signal: {} });
      await ben.until('Ana back', () => ben.entry('Ana')?.away === false);
    });

    it('restores everyone after it was killed, and removes those who do not return', async () => {
      const persist = await folder();
      const first = await start(persist);
      const clients: RawClient[] = [];
      for (const [index, name] of ['Ana', 'Ben', 'Cleo'].entries()) {
        const client = await RawClient.open(first.url, 'tea');
        await client.join(name, seatOf('abc'[index]!));
        clients.push(client);
      }
      const ids = clients.map(({ roster }) => roster!.you);
      await first.kill();
      assert.equal(statSync(persist).mode & 0o077, 0, 'other users have no access');
      const second = await start(persist, { port: first.port });
      const lobby = await RawClient.open(second.url, 'tea');
      await lobby.until('hello', () => lobby.heard.length > 0);
      assert.equal((lobby.heard[0] as { preview?: { count?: number } }).preview?.count, 0);
      const ana = await RawClient.open(second.url, 'tea');
      const began = Date.now();
      assert.deepEqual(
        (await ana.join('Ana', seatOf('a'))).participants.map(({ id, role, away }) => [
          id,
          role,
          away,
        ]),
        ids.map((id, index) => [id, index ? 'participant' : 'host', index > 0]),
      );
      const ben = await RawClient.open(second.url, 'tea');
      assert.equal((await ben.join('Ben', seatOf('b'))).you, ids[1]);
      await ana.until('Ben back', () => ana.entry('Ben')?.away === false);
      await ana.until('Cleo gone', () => ana.roster?.participants.length === 2);
      const grace = Date.now() - began;
      assert.ok(grace > TIMES.lossToGone - 2_000, `gone after ${grace} ms`);
      await second.stop();
    });

    if (answersPings) {
      it('keeps hibernating while its clients ping', async () => {
        const [ana] = await joined('pings', ['Ana']);
        const life = await ana.life();
        const ends = Date.now() + SLEEPY;
        while (Date.now() < ends) {
          await ana.ping();
          await idle(1_000);
        }
        assert.notEqual(await ana.life(), life);
      });
    }
  });
}
