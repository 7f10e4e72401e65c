/** How large everybody is shown, as it is told to the others; and a picture that they leave out. */
import { waitUntil } from '@open-wc/testing';
import type { Channel } from '../../src/call/channel.js';
import { isShown, type Shown } from '../../src/features/fit/shown.js';
import type { TileView } from '../../src/ui/tile.js';
import { expect, mountInCall, type TestElement } from './mount.js';

/** A call that writes down what it tells each other one of what it shows. */
async function mountTold(names: string[], settings: object = {}) {
  const told = new Map<number, Shown>();
  let channel!: Channel<Shown>;
  const element = await mountInCall(names, {
    ...settings,
    prepare: (call) => {
      channel = call.channel(':fit', isShown);
      channel.send = (shown, to) => {
        told.set(to!, shown);
        return 1;
      };
    },
  });
  await element.settled();
  const [, ...others] = element.participants;
  await waitUntil(() => told.size === others.length, 'everybody was told');
  return { element, told, channel, others };
}

const tileOf = (element: TestElement, id: number) =>
  (element.all('tile') as TileView[]).find(({ tile }) => tile.id === id)!;

describe('what is shown', () => {
  it('is told in device pixels, to each what comes from there', async () => {
    const { element, told, others } = await mountTold(['Ana', 'Ben']);
    for (const { id } of others) {
      const { width, height } = tileOf(element, id).getBoundingClientRect();
      const size = [width, height].map((length) => Math.round(length * devicePixelRatio));
      await waitUntil(() => told.get(id)!.camera.join() === size.join(), 'the size is told');
      expect(told.get(id)!.screen).to.deep.equal([0, 0]);
    }
  });

  it('is nothing while the element is scrolled out of sight, and all of it again after', async () => {
    const { element, told, others } = await mountTold(['Ana']);
    const [{ id } = { id: 0 }] = others;
    await waitUntil(() => told.get(id)!.camera[0] > 0, 'it is seen');
    element.style.marginBlockStart = '300vh';
    await waitUntil(() => told.get(id)!.camera.join() === '0,0', 'nothing is seen');
    element.scrollIntoView();
    await waitUntil(() => told.get(id)!.camera[0] > 0, 'it is seen again');
  });

  it('is nothing once the call is over', async () => {
    const { element, told, others } = await mountTold(['Ana']);
    const [{ id } = { id: 0 }] = others;
    element.leave();
    await element.settled();
    told.clear();
    window.dispatchEvent(new Event('resize'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(told.get(id)).to.equal(undefined);
  });
});

describe('a picture that the way does not carry', () => {
  it('gives way to the initials, with a word that says so', async () => {
    const { element, channel, others } = await mountTold(['Ana', 'Ben']);
    const [{ id } = { id: 0 }] = others;
    await waitUntil(() => element.all('tile-button').length > 0, 'the tiles have their extras');
    channel.receive(id, { camera: [1, 1], screen: [0, 0], held: true });
    await waitUntil(() => element.all('held-back').length === 1, 'it is said');
    expect(element.the('held-back').innerText).to.equal('Weak network: sound only');
    expect(tileOf(element, id).stream).to.equal(undefined);
    await expect(element).to.be.accessible();
    channel.receive(id, { camera: [1, 1], screen: [0, 0], held: false });
    await waitUntil(() => element.all('held-back').length === 0, 'it is over');
    expect(tileOf(element, id).stream).to.be.instanceOf(MediaStream);
  });
});
