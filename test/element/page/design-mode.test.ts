/** Design mode: the real interface with simulated people, without browser permissions, devices or connections. */
import '../../../src/index.js';
import { fixture, html } from '@open-wc/testing';
import type { SimulatedCall } from '../../../src/features/simulation/simulated-call.js';
import type { VideoCallElement } from '../../../src/index.js';
import type { StageInteraction } from '../../../src/ui/stage/stage-interaction.js';
import type { TileView } from '../../../src/ui/stage/tile.js';
import { itNeeds } from '../support/it-needs.js';
import { expect } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

/** APIs that reach outside the page. */
const REACHING = ['WebSocket', 'RTCPeerConnection', 'AudioContext', 'fetch'] as const;

const root = (element: VideoCallElement) => element.shadowRoot!;
const all = <Kind extends HTMLElement>(element: VideoCallElement, part: string) => [
  ...root(element).querySelectorAll<Kind>(`[part~="${part}"]`),
];
const click = (element: VideoCallElement, part: string) => all(element, part)[0]!.click();
const call = (element: VideoCallElement) => element.call as SimulatedCall;
const others = (element: VideoCallElement) =>
  element.participants.filter(({ id }) => id !== element.self?.id);

async function open(attributes: Readonly<Record<string, string>>): Promise<VideoCallElement> {
  const place = await fixture(html`<div></div>`);
  const element = document.createElement('video-call');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.style.cssText = 'width: 800px; height: 500px';
  place.append(element);
  await waitUntil(() => element.call, 'design mode is loaded');
  return element;
}

async function openCall(demo: string): Promise<VideoCallElement> {
  const element = await open({ demo, name: 'Maya' });
  await waitUntil(() => element.status === 'joined');
  await waitUntil(() => all(element, 'toolbar').length === 1, 'the call is drawn');
  return element;
}

/** A few pixels of a video's current frame. */
function pixels(video: HTMLVideoElement): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 24;
  const context = canvas.getContext('2d')!;
  context.drawImage(video, 0, 0, 24, 24);
  return context.getImageData(0, 0, 24, 24).data.join();
}

describe('design mode', () => {
  const own = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  const touched: string[] = [];
  const { mediaDevices } = navigator;
  const { getUserMedia, getDisplayMedia, enumerateDevices } = mediaDevices;

  beforeEach(() => {
    touched.length = 0;
    for (const name of REACHING) {
      const forbidden = function () {
        touched.push(name);
        throw new Error(`${name} is touched`);
      };
      Object.defineProperty(globalThis, name, { value: forbidden, configurable: true });
    }
    for (const name of ['getUserMedia', 'getDisplayMedia', 'enumerateDevices']) {
      const refuse = () => {
        touched.push(name);
        return Promise.reject(new Error(`${name} is touched`));
      };
      Object.assign(mediaDevices, { [name]: refuse });
    }
  });

  afterEach(() => {
    for (const [name, descriptor] of own) {
      if (REACHING.some((one) => one === name)) Object.defineProperty(globalThis, name, descriptor);
    }
    Object.assign(mediaDevices, { getUserMedia, getDisplayMedia, enumerateDevices });
    expect(touched).to.deep.equal([]);
  });

  it('is accessible', async () => {
    await expect(await openCall('5')).to.be.accessible();
  });

  it('shows five others immediately, without a room or a server', async () => {
    const element = await openCall('5');
    expect(others(element)).to.have.length(5);
    expect(element.self?.name).to.equal('Maya');
    expect(element.room).to.equal('');
  });

  it('shows five others by default, or the requested number', async () => {
    expect(others(await openCall(''))).to.have.length(5);
    expect(others(await openCall('0'))).to.have.length(0);
    expect(others(await openCall('12'))).to.have.length(12);
  });

  it('has a presenter, a participant without camera, a muted one and one with a lost link', async () => {
    const element = await openCall('5');
    const lacking = (source: 'camera' | 'microphone') =>
      others(element).filter(({ sources }) => !sources.includes(source));
    const presenting = others(element).filter(({ sources }) => sources.includes('screen'));
    const links = others(element).map(({ id }) => call(element).linkStatus(id));
    expect(presenting).to.have.length(1);
    expect(lacking('camera')).to.have.length(1);
    expect(lacking('microphone')).to.have.length(1);
    expect(links.filter((link) => link === 'interrupted')).to.have.length(1);
  });

  it('has a participant with a poor link', async () => {
    const element = await openCall('3');
    const tiles = () => all<TileView>(element, 'tile');
    await waitUntil(() => tiles()[0]?.interaction, 'the tiles respond to input');
    const { links } = tiles()[0]!.interaction as StageInteraction;
    let now = performance.now();
    call(element).now = () => now;
    for (; now < 60_000; now += 2_000) await links.look();
    await waitUntil(() => all(element, 'quality').length > 0, 'it is shown');
    expect(all(element, 'quality')).to.have.length(1);
    expect(all(element, 'quality')[0]!.part.contains('poor')).to.equal(true);
  });

  it('is a plain call with two', async () => {
    const element = await openCall('2');
    for (const { id, sources } of others(element)) {
      expect(sources).to.deep.equal(['microphone', 'camera']);
      expect(call(element).linkStatus(id)).to.equal('connected');
    }
  });

  itNeeds(
    'live frames',
    'draws frames that differ between participants and change over time',
    async () => {
      const element = await openCall('2');
      const videos = () => all<HTMLVideoElement>(element, 'video').filter((one) => one.srcObject);
      let first: string[] = [];
      const differ = () => new Set((first = videos().map(pixels))).size === 3;
      await waitUntil(() => videos().every((one) => one.videoWidth > 0), 'frames arrive');
      await waitUntil(differ, 'each shows somebody else');
      await waitUntil(() => videos().every((one, index) => pixels(one) !== first[index]));
    },
  );

  it('lets participants talk in turn', async () => {
    const element = await openCall('5');
    const levels = () => others(element).map(({ id }) => call(element).level(id));
    const { now } = performance;
    const loudest = new Set<number>();
    try {
      for (let time = 0; time < 60_000; time += 50) {
        performance.now = () => time;
        const heard = levels();
        expect(heard.filter((level) => level > 0.02).length).to.be.at.most(1);
        if (Math.max(...heard) > 0.1) loudest.add(heard.indexOf(Math.max(...heard)));
      }
    } finally {
      performance.now = now;
    }
    // The third has the microphone off, and nothing arrives from the fifth.
    expect([...loudest].sort()).to.deep.equal([0, 1, 3]);
  });

  it('has working buttons: microphone, camera, screen, leave and rejoin', async () => {
    const element = await openCall('2');
    for (const source of ['microphone', 'camera', 'screen'] as const) {
      const before = call(element).sourceState(source).status;
      click(element, `${source}-button`);
      await waitUntil(() => call(element).sourceState(source).status !== before, source);
    }
    expect(call(element).stream('self', 'screen')?.getVideoTracks()).to.have.length(1);
    expect(call(element).stream('self', 'camera')).to.equal(undefined);
    click(element, 'leave-button');
    await waitUntil(() => element.status === 'left');
    await element.join();
    expect(others(element)).to.have.length(2);
  });

  it('starts in the lobby on request', async () => {
    const element = await open({ demo: '3 lobby' });
    await waitUntil(() => all(element, 'lobby').length === 1);
    await expect(element).to.be.accessible();
    expect(element.status).to.equal('idle');
    expect(call(element).preview.count).to.equal(3);
    await element.turnOn('camera');
    expect(call(element).stream('self', 'camera')?.active).to.equal(true);
  });

  it('makes the user the host on request, while a participant asks to join', async () => {
    const element = await openCall('2 host');
    element.sounds = false;
    expect(element.self?.role).to.equal('host');
    await waitUntil(() => all(element, 'knock').length === 1);
    await expect(element).to.be.accessible();
    click(element, 'admit-button');
    await waitUntil(() => others(element).length === 3);
    expect(call(element).knocking).to.have.length(0);
    element.leave();
    await element.join();
    expect(call(element).knocking, 'and again').to.have.length(1);
  });

  it('starts another call when its number changes, and a real one without it', async () => {
    const element = await openCall('2');
    element.demo = '4';
    await waitUntil(() => others(element).length === 4);
    element.removeAttribute('demo');
    expect(element.demo).to.equal('');
    expect(element.call).to.equal(undefined);
  });

  it('stops drawing once it is removed: no live track, no timer', async () => {
    const { setInterval, clearInterval } = globalThis;
    const running = new Set<unknown>();
    globalThis.setInterval = ((callback: () => void, delay: number) => {
      const timer = setInterval(callback, delay);
      running.add(timer);
      return timer;
    }) as typeof setInterval;
    globalThis.clearInterval = (timer) => {
      running.delete(timer);
      clearInterval(timer);
    };
    try {
      const element = await openCall('5');
      const streams = () =>
        all<HTMLVideoElement>(element, 'video').map(({ srcObject }) => srcObject);
      const tracks = streams().flatMap((one) => (one as MediaStream | null)?.getTracks() ?? []);
      expect(tracks).to.have.length(6);
      expect(running.size).to.be.greaterThan(0);
      element.remove();
      await waitUntil(() => tracks.every(({ readyState }) => readyState === 'ended'));
      expect(running.size).to.equal(0);
    } finally {
      Object.assign(globalThis, { setInterval, clearInterval });
    }
  });
});
