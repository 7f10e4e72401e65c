/**
 * Runs seeded schedules of late, duplicated and lost messages, slow browsers and people who toggle sources;
 * prints which runs fail and why, and how many were tried.
 */
import type { Source } from '../../../src/protocol.js';
import { areAllConnected, sourcesOf, World, wronglySent, type Page } from '../../fakes/world.js';

/** Messages are disturbed for this long; then the network is sound, and the call must recover in the remaining time. */
const TROUBLE = 4_000;
const MENDED_WITHIN = 30_000;
/** The maximum duration of a browser's operations on a fast, an average and a busy machine, in milliseconds. */
const SLOWNESS = [3, 20, 150];
/** By then everyone is connected, and every source is on or off everywhere as its owner wants. */
const SETTLED_WITHIN = 5_000;
const TOGGLED = ['microphone', 'camera', 'screen'] as const;

const describe = ({ call, connections }: Page): string =>
  `${call.name} is ${call.status}, sees ${call.participants
    .filter(({ id }) => id !== call.self?.id)
    .map(({ id, name, away }) => `${name} ${call.linkStatus(id)}${away ? ' away' : ''}`)
    .join(', ')}; ${connections
    .map((one) => `${one.signalingState}/${one.iceConnectionState}/${one.connectionState}`)
    .join(' ')}`;

/** Toggles sources, chooses and unplugs devices, some in quick succession; returns the sources wanted at the end. */
function toggle({ clock, random }: World, { call, devices }: Page): Map<Source, boolean> {
  const last = new Map<Source, { at: number; on: boolean }>();
  devices.plug('camera 2', 'videoinput');
  devices.hasScreenSound = random() < 0.5;
  for (let count = Math.floor(random() * 5); count > 0; count--) {
    const source = TOGGLED[Math.floor(random() * TOGGLED.length)]!;
    let at = random() * TROUBLE;
    for (let step = Math.floor(random() * 4); step >= 0; step--) {
      at += random() * 80;
      const on = random() < 0.5;
      // Of two within the same millisecond, the one that was set later wins.
      if (Math.ceil(at) >= (last.get(source)?.at ?? 0)) last.set(source, { at: Math.ceil(at), on });
      clock.after(at, () => {
        if (on) call.turnOn(source).catch(() => {});
        else call.turnOff(source);
      });
    }
  }
  if (random() < 0.2) {
    clock.after(random() * TROUBLE, () => {
      call.chooseDevice('camera', 'camera 2').catch(() => {});
    });
  }
  if (random() < 0.1) clock.after(random() * TROUBLE, () => devices.unplug('camera 1'));
  return new Map([...last].map(([source, { on }]) => [source, on]));
}

/** What differs from what the user wants, or is not sent or shown correctly. */
function wrongs(
  page: Page,
  wanted: ReadonlyMap<Source, boolean>,
  pages: readonly Page[],
): string[] {
  const { call } = page;
  const isOn = (source: Source) => call.stream('self', source) !== undefined;
  const wrong = wronglySent(page);
  for (const [source, on] of wanted) {
    if (isOn(source) !== on) wrong.push(`${call.name} wants ${source} ${on ? 'on' : 'off'}`);
  }
  const sources = [...wanted.keys()].filter(isOn);
  if (isOn('screen-audio')) sources.push('screen-audio');
  for (const other of pages) {
    const shown = other === page ? call.self?.sources : sourcesOf(other, call.name);
    if (shown?.toSorted().join() !== sources.toSorted().join()) {
      wrong.push(
        `${other.call.name} shows ${call.name} with ${shown?.join()}, not ${sources.join()}`,
      );
    }
  }
  const living = page.devices.live.filter(({ enabled }) => enabled).length;
  if (living !== sources.length) wrong.push(`${call.name} has ${living} devices on`);
  return wrong;
}

/** One run: three people join at about the same time while messages are late, duplicated and lost; one may leave. */
async function run(seed: number): Promise<void> {
  const world = await World.create(seed);
  const { clock, random } = world;
  const end = clock.now() + TROUBLE;
  world.server.fate = ({ text }) => {
    const delay = 5 + random() * 40;
    if (clock.now() > end) return [delay];
    const fate = random();
    const isSignal = text.startsWith('{"type":"signal"');
    if (isSignal && fate < 0.15) return [];
    if (isSignal && fate < 0.3) return [delay, delay + random() * 500];
    return [fate < 0.5 ? delay + random() * 800 : delay];
  };
  world.slowness.connection = SLOWNESS[Math.floor(random() * SLOWNESS.length)]!;
  const pages: Page[] = [];
  const wanted = new Map<Page, ReadonlyMap<Source, boolean>>();
  for (const name of ['Ana', 'Ben', 'Cleo']) {
    const page = world.page(name);
    pages.push(page);
    wanted.set(page, toggle(world, page));
    // A participant who leaves while joining is not in the call.
    clock.after(random() * 300, () => void page.call.join().catch(() => {}));
  }
  // One participant's link is cut for a while, and the server may crash and return.
  if (random() < 0.5) {
    const { host } = pages[Math.floor(random() * 3)]!;
    const moves = random() < 0.5;
    clock.after(random() * 2_000, () => {
      world.cut.add(host);
      if (moves) world.move(host);
    });
    clock.after(2_000 + random() * 2_000, () => world.cut.delete(host));
  }
  let staying = pages;
  if (random() < 0.25) {
    clock.after(random() * 2_000, () => world.server.kill());
    clock.after(2_000 + random() * 2_000, () => void world.server.start());
    if (random() < 0.5) {
      const leaver = pages[Math.floor(random() * 3)]!;
      staying = pages.filter((page) => page !== leaver);
      clock.after(1_000 + random() * 2_000, () => leaver.call.leave());
    }
  }
  await clock.advance(TROUBLE);
  await clock
    .until(() => areAllConnected(staying), MENDED_WITHIN)
    .catch(() => {
      throw new Error(pages.map(describe).join(' | '));
    });
  const wrong = () => staying.flatMap((page) => wrongs(page, wanted.get(page)!, staying));
  await clock
    .until(() => wrong().length === 0, SETTLED_WITHIN)
    .catch(() => {
      throw new Error(wrong().join(' | '));
    });
  // A room that has just returned learns of a goodbye once the other participants are back.
  await clock
    .until(() => world.server.records.length <= staying.length, SETTLED_WITHIN)
    .catch(() => {
      throw new Error('a record of nobody is left');
    });
  for (const { call } of pages) call.leave();
}

const [first = NaN, count = NaN] = process.argv.slice(2).map(Number);
let [tried, failed] = [0, 0];
for (; tried < count && failed < 6; tried++) {
  await run(first + tried).catch((error: unknown) => {
    failed++;
    console.log(`seed ${first + tried}: ${String(error)}`);
  });
}
console.log(`${tried} tried`);
