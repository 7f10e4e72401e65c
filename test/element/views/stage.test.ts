/** The tiles and audio of all participants. */
import { SOURCES } from '../../../src/protocol.js';
import { expect, mount, mountInCall, turn, type TestElement } from '../support/mount.js';
import { picture } from '../support/picture.js';
import { waitUntil } from '../support/wait-until.js';

/** The text of a label, without the bidi isolation characters around names. */
const labelOf = (tile: HTMLElement) =>
  [...tile.querySelectorAll('.label > :is(bdi, [part="you"])')]
    .map(({ textContent }) => textContent)
    .join(' ')
    .replace(/[\u2068\u2069]/g, '');
const labels = (element: TestElement) => element.all('tile').map(labelOf);
const tile = (element: TestElement, name: string) =>
  element.all('tile').find((one) => labelOf(one).includes(name))!;
const video = (element: TestElement, name: string) =>
  tile(element, name).querySelector('video') as HTMLVideoElement;

describe('the stage', () => {
  it('is accessible, alone, with others and with screens', async () => {
    const element = await mountInCall();
    await expect(element).to.be.accessible();
    element.fake.arrive('Ana', SOURCES);
    element.fake.updateParticipant(element.fake.arrive('Ben', []), { away: true });
    await element.turnOn('screen');
    await element.settled();
    await expect(element).to.be.accessible();
  });

  it('says that no one else is here, until someone joins', async () => {
    const element = await mountInCall();
    expect(element.the('alone').textContent).to.contain('You’re the only one here');
    element.fake.arrive('Ana');
    await element.settled();
    expect(element.all('alone')).to.have.length(0);
  });

  it('shows a tile for everyone, including yourself, in the order of joining', async () => {
    const element = await mountInCall(['Ana', 'Ben'], { attributes: { name: 'Maya' } });
    expect(labels(element)).to.deep.equal(['Maya (you)', 'Ana', 'Ben']);
    expect(element.the('stage').getAttribute('role')).to.equal('list');
  });

  it('keeps the others’ video elements when a participant leaves', async () => {
    const element = await mountInCall(['Ana', 'Ben', 'Chi']);
    const before = video(element, 'Chi');
    element.fake.depart(element.participants[1]!.id);
    await element.settled();
    expect(labels(element)).to.deep.equal(['Guest (you)', 'Ben', 'Chi']);
    expect(video(element, 'Chi')).to.equal(before);
  });

  it('sets a stream once, not on every render', async () => {
    const element = await mountInCall(['Ana']);
    let sets = 0;
    for (const media of element.root.querySelectorAll<HTMLMediaElement>('audio, video')) {
      const own = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject')!;
      Object.defineProperty(media, 'srcObject', {
        get: () => own.get!.call(media) as MediaStream,
        set: (stream) => {
          sets += 1;
          own.set!.call(media, stream);
        },
      });
    }
    for (const name of ['A', 'An', 'Ana']) {
      element.fake.updateParticipant(element.participants[1]!.id, { name });
      await element.settled();
    }
    expect(sets).to.equal(0);
  });

  it('mirrors your camera, but not your screen or other participants', async () => {
    const element = await mountInCall(['Ana'], { attributes: { name: 'Maya' } });
    await element.turnOn('screen');
    await element.settled();
    const isMirrored = (name: string) => getComputedStyle(video(element, name)).scale === '-1 1';
    expect(isMirrored('Maya (you)')).to.equal(true);
    expect(isMirrored('Your screen')).to.equal(false);
    expect(isMirrored('Ana')).to.equal(false);
  });

  it('does not mirror a rear camera', async () => {
    const element = await mountInCall(['Ana']);
    const stream = picture(160, 90);
    const [track] = stream.getVideoTracks();
    track!.getSettings = () => ({ facingMode: 'environment' });
    element.fake.stream = (who, source) =>
      who === 'self' && source === 'camera' ? stream : undefined;
    element.fake.updateParticipant(element.participants[1]!.id, { away: true });
    await element.settled();
    expect(element.root.querySelector('video.mirrored')).to.equal(null);
  });

  it('marks who is muted and whose camera is off, also in text', async () => {
    const element = await mountInCall(['Ana']);
    const [, ana] = element.participants;
    element.fake.updateParticipant(ana!.id, { sources: ['camera'] });
    await element.settled();
    expect(tile(element, 'Ana').textContent).to.contain('Microphone off');
    expect(tile(element, 'Ana').part.contains('microphone-off')).to.equal(true);
    element.fake.updateParticipant(ana!.id, { sources: ['microphone'] });
    await element.settled();
    expect(tile(element, 'Ana').textContent).to.contain('Camera off');
    expect(tile(element, 'Ana').textContent).not.to.contain('Microphone off');
  });

  it('says that a participant is away or disconnected, and keeps the last frame', async () => {
    const element = await mountInCall(['Ana']);
    const { id } = element.participants[1]!;
    const before = video(element, 'Ana').srcObject;
    element.fake.setLink(id, 'interrupted');
    await element.settled();
    expect(tile(element, 'Ana').textContent).to.contain('Reconnecting…');
    expect(video(element, 'Ana').srcObject).to.equal(before);
    element.fake.setLink(id, 'connected');
    element.fake.updateParticipant(id, { away: true });
    await element.settled();
    expect(tile(element, 'Ana').part.contains('interrupted')).to.equal(true);
    element.fake.updateParticipant(id, { away: false });
    await element.settled();
    expect(tile(element, 'Ana').textContent).not.to.contain('Reconnecting…');
  });

  it('shows each screen whole, in its own tile with its owner’s name', async () => {
    const element = await mountInCall(['Ana', 'Ben'], { attributes: { name: 'Maya' } });
    for (const { id } of element.participants.slice(1))
      element.fake.updateParticipant(id, { sources: SOURCES });
    await element.turnOn('screen');
    await element.settled();
    expect(labels(element)).to.deep.equal([
      'Ana’s screen',
      'Ben’s screen',
      'Your screen',
      'Maya (you)',
      'Ana',
      'Ben',
    ]);
    expect(getComputedStyle(video(element, 'Ana’s screen')).objectFit).to.equal('contain');
    const area = (name: string) =>
      tile(element, name).clientWidth * tile(element, name).clientHeight;
    expect(area('Ana’s screen')).to.be.greaterThan(area('Your screen'));
  });

  it('plays each remote audio once, and none of your own', async () => {
    const element = await mountInCall(['Ana', 'Ben']);
    const [, ana] = element.participants;
    element.fake.updateParticipant(ana!.id, { sources: SOURCES });
    await element.turnOn('screen');
    await element.settled();
    const sounds = [...element.root.querySelectorAll('audio')].map(({ srcObject }) => srcObject);
    expect(sounds).to.have.length(3);
    expect(new Set(sounds)).to.have.length(3);
    expect(sounds).to.include(element.fake.stream(ana!.id, 'screen-audio'));
    for (const one of element.root.querySelectorAll('video')) expect(one.muted).to.equal(true);
  });

  it('shows video only while it has frames, and initials otherwise', async () => {
    const stream = picture(64, 36);
    const element = await mount();
    element.fake.stream = (_, source) =>
      source === 'camera' && element.self?.sources.includes('camera') ? stream : undefined;
    await element.join();
    await element.settled();
    const shown = () => getComputedStyle(element.the('video')).opacity === '1';
    expect(element.the('avatar').textContent?.trim()).to.equal('G');
    await waitUntil(shown, 'the picture shows');
    element.turnOff('camera');
    await element.settled();
    expect(shown()).to.equal(false);
    stream.getTracks()[0]?.stop();
  });

  it('does not crop portrait video to the middle of a wide tile', async () => {
    const stream = picture(36, 64);
    const element = await mount();
    element.fake.stream = (_, source) => (source === 'camera' ? stream : undefined);
    await element.join();
    await element.settled();
    const fit = () => getComputedStyle(element.the('video')).objectFit;
    await waitUntil(() => fit() === 'contain', 'the picture is whole');
    element.style.cssText = 'width: 360px; height: 640px';
    await waitUntil(() => fit() === 'cover', 'the picture fills an upright tile');
    stream.getTracks()[0]?.stop();
  });

  it('offers to turn on sound if the browser blocks autoplay', async () => {
    const { play } = HTMLMediaElement.prototype;
    let isAllowed = false;
    HTMLMediaElement.prototype.play = function () {
      if (isAllowed || this.muted) return Promise.resolve();
      return Promise.reject(new DOMException('a tap first', 'NotAllowedError'));
    };
    try {
      const element = await mountInCall(['Ana']);
      await waitUntil(() => element.all('sound-button').length === 1);
      await expect(element).to.be.accessible();
      isAllowed = true;
      element.the('sound-button').click();
      await element.settled();
      await turn();
      expect(element.all('sound-button')).to.have.length(0);
      expect(element.root.activeElement).to.equal(element.the('base'));
    } finally {
      HTMLMediaElement.prototype.play = play;
    }
  });

  it('keeps playing after it is moved in the page', async () => {
    const element = await mountInCall(['Ana']);
    for (const media of element.root.querySelectorAll<HTMLMediaElement>('audio, video')) {
      media.pause();
    }
    const played: HTMLMediaElement[] = [];
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      played.push(this);
      return Promise.resolve();
    };
    try {
      element.parentElement!.before(element);
      await element.settled();
      await waitUntil(() => new Set(played).size === 3, 'two pictures and a sound');
    } finally {
      HTMLMediaElement.prototype.play = play;
      element.remove();
    }
  });

  it('updates the layout when its size changes', async () => {
    const element = await mountInCall(['Ana'], { attributes: { layout: 'grid' } });
    const tops = () => new Set(element.all('tile').map((one) => one.getBoundingClientRect().top));
    expect(tops()).to.have.length(1);
    element.style.cssText = 'width: 320px; height: 640px';
    await waitUntil(() => tops().size === 2, 'one above the other');
  });

  it('fits nine people into 160 by 120 pixels', async () => {
    const element = await mountInCall(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'], {
      width: 160,
      height: 120,
    });
    const frame = element.getBoundingClientRect();
    for (const one of element.all('tile')) {
      const box = one.getBoundingClientRect();
      expect(box.right).to.be.at.most(frame.right);
      expect(box.bottom).to.be.at.most(frame.bottom);
      expect(box.width).to.be.greaterThan(20);
    }
  });

  it('renders a name as text alone', async () => {
    const element = await mountInCall(['<b onclick=alert(1)>Ana</b>']);
    expect(tile(element, 'Ana').querySelector('bdi')?.textContent).to.equal(
      '<b onclick=alert(1)>Ana</b>',
    );
    expect(element.root.querySelector('b')).to.equal(null);
  });
});
