/** Sounds and wake lock during a call: someone joined, someone left; the screen stays on. */
import { itNeeds } from '../support/it-needs.js';
import { expect, mount, mountInCall } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

/** The frequencies of every sound that was started, in hertz. */
function listen(): { readonly melodies: number[][]; stop(): void } {
  const { OscillatorNode: original } = globalThis;
  const melodies: number[][] = [];
  let latest: BaseAudioContext | undefined;
  globalThis.OscillatorNode = class extends original {
    constructor(context: BaseAudioContext, options?: OscillatorOptions) {
      super(context, options);
      if (context !== latest) melodies.push([]);
      latest = context;
      melodies.at(-1)!.push(this.frequency.value);
    }
  };
  return { melodies, stop: () => (globalThis.OscillatorNode = original) };
}

describe('the sounds of coming and going', () => {
  let heard: ReturnType<typeof listen>;

  beforeEach(() => void (heard = listen()));
  afterEach(() => heard.stop());

  /** Waits until exactly these sounds started: rising for a join, falling for a leave, a repeated tone for a knock. */
  const sounds = (expected: string) =>
    waitUntil(() => {
      const all = heard.melodies.map(([first = 0, last = 0]) =>
        first === last ? 'knocked' : first < last ? 'came' : 'went',
      );
      return all.join() === expected;
    }, expected);

  itNeeds(
    'sound',
    'are part of an accessible call, and silent for yourself and those already there',
    async () => {
      const element = await mount();
      element.fake.arrive('Ana');
      await element.join();
      await element.settled();
      await expect(element).to.be.accessible();
      element.fake.depart(element.fake.arrive('Ben'));
      await element.settled();
      element.fake.depart(element.participants[0]!.id);
      await sounds('went');
    },
  );

  itNeeds('sound', 'are one for coming and another for going', async () => {
    const element = await mountInCall();
    const ana = element.fake.arrive('Ana');
    await sounds('came');
    element.fake.depart(ana);
    await sounds('came,went');
  });

  itNeeds('sound', 'are one for all who join at once', async () => {
    const element = await mountInCall();
    element.fake.arrive('Ana');
    element.fake.arrive('Ben');
    await element.settled();
    element.fake.depart(element.participants[1]!.id);
    await sounds('came,went');
  });

  itNeeds('sound', 'are silent if the user leaves and rejoins before a render', async () => {
    const element = await mountInCall();
    element.fake.arrive('Ana');
    await sounds('came');
    element.leave();
    const ben = element.fake.arrive('Ben');
    await element.join();
    await element.settled();
    element.fake.depart(ben);
    await sounds('came,went');
  });

  itNeeds(
    'sound',
    'are different for a host when someone asks to join, in a call of any size',
    async () => {
      const element = await mountInCall(['A', 'B', 'C', 'D', 'E', 'F', 'G'], {
        prepare: (call) => void (call.role = 'host'),
      });
      const id = element.fake.knock('Noor');
      await sounds('knocked');
      element.fake.ask('deny', id);
      await element.settled();
      Object.assign(element, { sounds: false });
      element.fake.knock('Omar');
      await element.settled();
      Object.assign(element, { sounds: true });
      element.fake.knock('Efua');
      await sounds('knocked,knocked');
    },
  );

  itNeeds('sound', 'are silent in a large call, and if the page turns them off', async () => {
    const element = await mountInCall(['A', 'B', 'C', 'D', 'E']);
    await sounds('came');
    const sixth = element.fake.arrive('F');
    await element.settled();
    Object.assign(element, { sounds: false });
    element.fake.depart(sixth);
    await element.settled();
    Object.assign(element, { sounds: true });
    element.fake.depart(element.participants[1]!.id);
    await sounds('came,went');
  });
});

describe('the screen', () => {
  itNeeds('screen lock', 'is kept on during a call', async () => {
    const { request } = WakeLock.prototype;
    const locks: WakeLockSentinel[] = [];
    WakeLock.prototype.request = async function (this: WakeLock, type) {
      const lock = await request.call(this, type);
      locks.push(lock);
      return lock;
    };
    try {
      const element = await mount();
      expect(locks).to.have.length(0);
      await element.join();
      element.fake.arrive('Ana');
      await waitUntil(() => locks.length === 1);
      expect(locks[0]!.released).to.equal(false);
      element.leave();
      await waitUntil(() => locks[0]!.released);
      await element.join();
      await waitUntil(() => locks.length === 2);
      element.remove();
      await waitUntil(() => locks[1]!.released);
    } finally {
      WakeLock.prototype.request = request;
    }
  });

  itNeeds(
    'screen lock',
    'stays on if the user leaves and rejoins before the browser releases it',
    async () => {
      const { request } = WakeLock.prototype;
      const locks: WakeLockSentinel[] = [];
      const soon = () => new Promise((resolve) => setTimeout(resolve, 100));
      WakeLock.prototype.request = async function (this: WakeLock, type) {
        await soon();
        const lock = await request.call(this, type);
        const { release } = WakeLockSentinel.prototype;
        lock.release = async () => (await soon(), release.call(lock));
        locks.push(lock);
        return lock;
      };
      try {
        const element = await mount();
        await element.join();
        await waitUntil(() => locks.length === 1);
        element.leave();
        await element.settled();
        await element.join();
        await waitUntil(() => locks[0]!.released);
        await waitUntil(() => locks.at(-1)!.released === false, 'it is kept again');
        element.remove();
        await waitUntil(() => locks.every(({ released }) => released));
      } finally {
        WakeLock.prototype.request = request;
      }
    },
  );
});
