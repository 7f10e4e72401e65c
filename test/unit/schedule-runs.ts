/** Runs seeded schedules of late, doubled and lost messages; prints which end badly and why, and how many it tried. */
import { areAllConnected, World, type Page } from '../fakes/world.js';

/** Messages go wrong for so long; then the network is sound, and all must be well within the rest. */
const TROUBLE = 4_000;
const MENDED_WITHIN = 30_000;

const describe = ({ call, connections }: Page): string =>
  `${call.name} is ${call.status}, sees ${call.participants
    .filter(({ id }) => id !== call.self?.id)
    .map(({ id, name, away }) => `${name} ${call.linkStatus(id)}${away ? ' away' : ''}`)
    .join(', ')}; ${connections
    .map((one) => `${one.signalingState}/${one.iceConnectionState}/${one.connectionState}`)
    .join(' ')}`;

/** One run: three people come at about the same moment while messages are late, doubled and lost; one may leave. */
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
  const pages: Page[] = [];
  for (const name of ['Ana', 'Ben', 'Cleo']) {
    const page = world.page(name);
    pages.push(page);
    // Who leaves on the way in is not in.
    clock.after(random() * 300, () => void page.call.join().catch(() => {}));
  }
  // Somebody's link is cut for a while, and the server may die and come back.
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
  if (world.server.records.length > staying.length) throw new Error('a record of nobody is left');
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
