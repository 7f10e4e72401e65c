/** The displayed size of each participant, as sent to the peer; and video that a peer doesn't send. */
import type { Channel } from '../../../src/call/channels/channel.js';
import {
  isReceiverReport,
  type ReceiverReport,
} from '../../../src/features/adaptive-sending/receiver-report.js';
import type { TileView } from '../../../src/ui/stage/tile.js';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

/** A call that records what it sends to each participant about the displayed sizes. */
async function mountTold(names: string[], settings: object = {}) {
  const told = new Map<number, ReceiverReport>();
  let channel!: Channel<ReceiverReport>;
  const element = await mountInCall(names, {
    ...settings,
    prepare: (call) => {
      channel = call.channel(':fit', isReceiverReport);
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

describe('the displayed size', () => {
  it('is reported to each sender in device pixels', async () => {
    const { element, told, others } = await mountTold(['Ana', 'Ben']);
    for (const { id } of others) {
      const { width, height } = tileOf(element, id).getBoundingClientRect();
      const size = [width, height].map((length) => Math.round(length * devicePixelRatio));
      await waitUntil(() => told.get(id)!.camera.join() === size.join(), 'the size is told');
      expect(told.get(id)!.screen).to.deep.equal([0, 0]);
    }
  });

  it('is reported to newcomers once they are displayed, and not before', async () => {
    const { element, channel } = await mountTold(['Ana']);
    const told: ReceiverReport[] = [];
    const { self } = element;
    channel.send = (shown, to) => {
      if (to !== self!.id && !element.participants.slice(0, 2).some(({ id }) => id === to)) {
        told.push(shown);
      }
      return 1;
    };
    element.fake.arrive('Ben');
    await waitUntil(() => told.length > 0, 'they are told');
    expect(told[0]!.camera[0]).to.be.greaterThan(0);
  });

  it('is zero while the element is scrolled out of view, and reported again after that', async () => {
    const { element, told, others } = await mountTold(['Ana']);
    const [{ id } = { id: 0 }] = others;
    await waitUntil(() => told.get(id)!.camera[0] > 0, 'it is seen');
    element.style.marginBlockStart = '300vh';
    await waitUntil(() => told.get(id)!.camera.join() === '0,0', 'nothing is seen');
    element.scrollIntoView();
    await waitUntil(() => told.get(id)!.camera[0] > 0, 'it is seen again');
  });

  it('is what the browser saw last, where a busy page hears of several changes at once', async () => {
    const { IntersectionObserver } = window;
    let report!: IntersectionObserverCallback;
    window.IntersectionObserver = class extends IntersectionObserver {
      constructor(callback: IntersectionObserverCallback) {
        super(callback);
        report = callback;
      }
    };
    const { told, others } = await mountTold(['Ana']).finally(() => {
      window.IntersectionObserver = IntersectionObserver;
    });
    const [{ id } = { id: 0 }] = others;
    await waitUntil(() => told.get(id)!.camera[0] > 0, 'it is seen');
    const entries = [true, false].map((isIntersecting) => ({ isIntersecting }));
    report(entries as IntersectionObserverEntry[], undefined as never);
    await waitUntil(() => told.get(id)!.camera.join() === '0,0', 'nothing is seen');
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

describe('video that the network can’t carry', () => {
  it('is replaced by initials and a text', async () => {
    const { element, channel, others } = await mountTold(['Ana', 'Ben']);
    const [{ id } = { id: 0 }] = others;
    await waitUntil(() => element.all('tile-button').length > 0, 'the tiles respond to input');
    channel.receive(id, {
      camera: [1, 1],
      screen: [0, 0],
      videoPaused: true,
      lossy: false,
      saveData: false,
    });
    await waitUntil(() => element.all('held-back').length === 1, 'it is said');
    expect(element.the('held-back').innerText).to.equal('Poor connection: audio only');
    expect(tileOf(element, id).stream).to.equal(undefined);
    await expect(element).to.be.accessible();
    channel.receive(id, {
      camera: [1, 1],
      screen: [0, 0],
      videoPaused: false,
      lossy: false,
      saveData: false,
    });
    await waitUntil(() => element.all('held-back').length === 0, 'it is over');
    expect(tileOf(element, id).stream).to.be.instanceOf(MediaStream);
  });
});

describe('the video quality setting', () => {
  const KEY = 'video-call:video-quality';
  afterEach(() => localStorage.removeItem(KEY));

  const choose = async (element: TestElement, label: string) => {
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length > 0, 'the menu is open');
    const press = (text: string) =>
      element
        .all('menu-item')
        .find((one) => one.innerText.trim() === text)!
        .click();
    press('Video quality');
    await waitUntil(() => element.all('choice').length === 3, 'there are three choices');
    press(label);
    await element.settled();
  };
  const cameraOf = (element: TestElement) => element.fake.sourceState('camera').status;

  it('is selected in the menu, one of three, and kept for the next visit', async () => {
    const { element, told, others } = await mountTold(['Ana', 'Ben']);
    const [{ id } = { id: 0 }] = others;
    await choose(element, 'Data saver');
    expect(element.videoQuality).to.equal('low');
    expect(element.all('choice').map((one) => one.getAttribute('aria-checked'))).to.deep.equal([
      'false',
      'true',
      'false',
    ]);
    expect(element.all('choice').map((one) => one.getAttribute('role'))).to.deep.equal(
      Array.from({ length: 3 }, () => 'menuitemradio'),
    );
    expect(element.the('menu-note').innerText).to.contain('Smaller camera video');
    await expect(element).to.be.accessible();
    await waitUntil(() => told.get(id)!.saveData === true, 'they are told');
    expect(Math.max(...told.get(id)!.camera) <= 320).to.equal(true);

    const next = await mountInCall([], { attributes: { 'video-quality': 'sound-only' } });
    expect(next.videoQuality).to.equal('low');
  });

  it('is kept for every call of the element, even if storage is blocked', async () => {
    const { getItem, setItem } = Storage.prototype;
    const block = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    Object.assign(Storage.prototype, { getItem: block, setItem: block });
    try {
      const { element } = await mountTold(['Ana', 'Ben']);
      await choose(element, 'Data saver');
      element.room = 'another';
      await element.settled();
      const [first, second] = element.options;
      expect(first?.memory?.get('video-quality')).to.equal('low');
      expect(second?.memory?.get('video-quality')).to.equal('low');
    } finally {
      Object.assign(Storage.prototype, { getItem, setItem });
    }
  });

  it('can be audio only: no video is requested or shown, each tile says why, your camera is off', async () => {
    const { element, told, others } = await mountTold(['Ana', 'Ben']);
    const [{ id } = { id: 0 }] = others;
    await element.turnOn('camera');
    element.fake.updateParticipant(id, { sources: ['microphone', 'camera', 'screen'] });
    await waitUntil(() => told.get(id)!.screen[0] > 0, 'the screen is shown');
    element.videoQuality = 'sound-only';
    await waitUntil(() => told.get(id)!.camera.join() === '0,0', 'no camera is asked for');
    expect(told.get(id)!.screen).to.deep.equal([0, 0]);
    expect(cameraOf(element)).to.equal('off');
    await waitUntil(() => element.all('held-back').length === 3, 'each tile says why');
    for (const one of element.all('held-back')) {
      expect(one.innerText).to.equal('You chose audio only');
    }
    const shown = (element.all('tile') as TileView[]).filter(({ stream }) => stream);
    expect(shown).to.have.length(0);
    await expect(element).to.be.accessible();

    element.videoQuality = 'auto';
    await waitUntil(() => cameraOf(element) === 'on', 'the camera is on again');
    await waitUntil(() => element.all('held-back').length === 0, 'nothing is held back');
    await waitUntil(() => told.get(id)!.camera[0] > 0, 'pictures are asked for');
  });

  it('leaves audio only when the camera is turned on', async () => {
    const element = await mountInCall(['Ana']);
    await choose(element, 'Audio only');
    await waitUntil(() => cameraOf(element) === 'off', 'the camera is off');
    element.the('camera-button').click();
    await waitUntil(() => element.videoQuality === 'auto', 'sound only has ended');
    expect(cameraOf(element)).to.equal('on');
    expect(localStorage.getItem(KEY)).to.equal('auto');
  });

  it('leaves the camera off from the lobby on', async () => {
    localStorage.setItem(KEY, 'sound-only');
    const element = await mount();
    await waitUntil(() => cameraOf(element) === 'off', 'no camera is wanted');
    await element.join();
    await element.settled();
    expect(cameraOf(element)).to.equal('off');
    expect(element.fake.sourceState('microphone').status).to.equal('on');
  });

  it('is set by the page if the page removes the control', async () => {
    localStorage.setItem(KEY, 'sound-only');
    const element = await mountInCall(['Ana'], {
      attributes: { 'video-quality': 'low', controlslist: 'novideoquality' },
    });
    expect(element.videoQuality).to.equal('low');
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length > 0, 'the menu is open');
    const labels = element.all('menu-item').map((one) => one.innerText.trim());
    expect(labels.includes('Video quality')).to.equal(false);
  });
});
