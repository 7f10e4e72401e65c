/** A room server that is replaced by one of another version: calls go on, and report that a reload is needed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SocketEvents } from '../../../src/call/platform.js';
import { PING, PONG, VERSION } from '../../../src/protocol.js';
import { areAllConnected, othersOf, sourcesOf, World, type Page } from '../../fakes/world.js';

/** The understandable part of a server of the next version: it announces its version, and refuses every `join`. */
class NextServer {
  readonly heard: string[] = [];
  sockets = 0;
  readonly #world: World;
  readonly #open = new Set<() => void>();

  constructor(world: World) {
    this.#world = world;
  }

  connect(events: SocketEvents) {
    const { clock } = this.#world;
    let isOpen = false;
    const close = () => {
      this.#open.delete(end);
      isOpen = false;
    };
    const end = () => {
      close();
      events.onClose(1006);
    };
    this.sockets++;
    clock.after(20, () => {
      isOpen = true;
      this.#open.add(end);
      events.onOpen();
      events.onMessage(
        JSON.stringify({ type: 'hello', version: VERSION + 1, tidings: [{ other: 'things' }] }),
      );
    });
    return {
      get isOpen() {
        return isOpen;
      },
      send: (text: string) => {
        if (text === PING) return void clock.after(20, () => isOpen && events.onMessage(PONG));
        this.heard.push(text);
        clock.after(20, () => {
          if (!isOpen) return;
          events.onMessage(JSON.stringify({ type: 'refused', reason: 'version' }));
          end();
        });
      },
      close,
    };
  }

  stop(): void {
    for (const end of [...this.#open]) end();
  }
}

/** Two participants in a call whose server can be replaced. */
async function inCall() {
  const world = await World.create();
  const next = new NextServer(world);
  let isReplaced = false;
  const [ana, ben] = ['Ana', 'Ben'].map((name) =>
    world.page(name, {
      foreign: {
        openSocket: ({ timeout }, events) =>
          isReplaced
            ? next.connect(events)
            : world.server.connect(name, events, timeout, () => 'open'),
      },
    }),
  ) as [Page, Page];
  for (const { call } of [ana, ben]) {
    void call.join();
    await world.clock.until(() => call.status === 'joined');
  }
  await world.clock.until(() => areAllConnected([ana, ben]));
  const reasons: string[] = [];
  ana.call.on('call-error', ({ reason }) => reasons.push(reason));
  return {
    ...{ world, ana, ben, next, reasons },
    replace: async () => {
      isReplaced = true;
      world.server.kill();
      await world.clock.until(() => [ana, ben].every(({ call }) => call.needsReload));
    },
    restore: async () => {
      isReplaced = false;
      await world.server.start();
      next.stop();
    },
  };
}

test('the call goes on over its links, and says once that a reload is due', async () => {
  const { world, ana, ben, reasons, replace } = await inCall();
  const made = ana.connections.length;
  await replace();
  await world.clock.advance(60_000);
  for (const page of [ana, ben]) {
    assert.equal(page.call.status, 'reconnecting');
    assert.equal(page.call.refusal, undefined);
    assert.equal(page.call.needsReload, true);
  }
  assert.ok(areAllConnected([ana, ben]));
  assert.equal(ana.connections.length, made, 'links are left alone');
  assert.deepEqual(reasons, ['version']);
  await ana.call.turnOn('microphone');
  await world.clock.until(() => sourcesOf(ben, 'Ana')!.includes('microphone'));
  ana.call.turnOff('microphone');
  await world.clock.until(() => !sourcesOf(ben, 'Ana')!.includes('microphone'));
});

test('a server of another version does not get repeated joins', async () => {
  const { world, next, replace } = await inCall();
  await replace();
  await world.clock.advance(60_000);
  const joins = next.heard.filter((text) => text.includes('"join"'));
  assert.ok(joins.length <= 2, `${joins.length} joins`);
  assert.ok(next.sockets <= 6, `${next.sockets} sockets`);
  assert.equal(next.heard.length, joins.length, 'nothing else');
});

test('a participant who leaves is gone for the others at once', async () => {
  const { world, ana, ben, replace } = await inCall();
  await replace();
  ben.call.leave();
  assert.equal(ben.call.status, 'left');
  await world.clock.until(() => othersOf(ana).length === 0, 500);
  // From outside, only the new server is reachable.
  const joining = ben.call.join();
  await world.clock.until(() => ben.call.status === 'refused');
  await assert.rejects(joining, { reason: 'version' });
  assert.equal(ben.call.needsReload, false);
});

test('where the server of before returns, the call is as it was', async () => {
  const { world, ana, ben, replace, restore } = await inCall();
  const id = ana.call.self!.id;
  await replace();
  await world.clock.advance(5_000);
  await restore();
  await world.clock.until(() => [ana, ben].every(({ call }) => call.status === 'joined'), 10_000);
  assert.equal(ana.call.needsReload, false);
  assert.equal(ana.call.self!.id, id);
  assert.ok(areAllConnected([ana, ben]));
});

test('a `hello` of another version over a living socket does not end a call either', async () => {
  const world = await World.create();
  const [ana, ben] = (await world.joined('Ana', 'Ben')) as [Page, Page];
  for (const connection of world.server.connections) {
    connection.send(JSON.stringify({ type: 'hello', version: VERSION + 1 }));
  }
  await world.clock.until(() => ana.call.needsReload);
  await world.clock.advance(30_000);
  assert.equal(ana.call.status, 'reconnecting');
  assert.equal(ana.call.linkStatus(ben.call.self!.id), 'connected');
});
