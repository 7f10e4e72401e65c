/** Choosing devices: pickers that follow plugging and unplugging, the microphone level, the speaker test. */
import { fillOf } from '../../../src/ui/base/level.js';
import { itNeeds } from '../support/it-needs.js';
import { expect, mount, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const picker = (element: TestElement, kind: string) =>
  element.the(`${kind}-picker`) as HTMLSelectElement;
const choices = (element: TestElement, kind: string) =>
  [...picker(element, kind).options].map(({ text }) => text);

/** The lobby with the device settings open. */
async function mountDevices(settings: Parameters<typeof mount>[0] = {}): Promise<TestElement> {
  const element = await mount({ height: 900, ...settings });
  element.the('devices-button').click();
  await waitUntil(() => element.all('devices').length === 1);
  await element.settled();
  return element;
}

const plugged = (element: TestElement) => {
  element.fake.plug('camera', ['Front', 'Back']);
  element.fake.plug('microphone', ['Built-in', 'Headset']);
  element.fake.plug('speaker', ['Loud', 'Headset']);
};

describe('the device settings', () => {
  it('are accessible before and after the browser names devices, in light and dark', async () => {
    const element = await mountDevices();
    await expect(element).to.be.accessible();
    plugged(element);
    element.style.colorScheme = 'dark';
    await element.settled();
    await expect(element).to.be.accessible();
  });

  it('are shown and hidden by their button, which has the state', async () => {
    const element = await mountDevices();
    expect(element.the('devices-button').ariaExpanded).to.equal('true');
    element.the('devices-button').click();
    await element.settled();
    expect(element.the('devices-button').ariaExpanded).to.equal('false');
    expect(element.all('devices')).to.have.length(0);
  });

  itNeeds(
    'speaker choice',
    'offer the system default first, and follow plugging in and out',
    async () => {
      const element = await mountDevices();
      expect(choices(element, 'camera')).to.deep.equal(['System default']);
      plugged(element);
      await element.settled();
      expect(choices(element, 'camera')).to.deep.equal(['System default', 'Front', 'Back']);
      expect(choices(element, 'speaker')).to.deep.equal(['System default', 'Loud', 'Headset']);
      element.fake.plug('camera', ['Front']);
      await element.settled();
      expect(choices(element, 'camera')).to.deep.equal(['System default', 'Front']);
    },
  );

  it('explain how to see device names, until they are known', async () => {
    const element = await mountDevices();
    expect(element.the('device-note').textContent).to.contain('turn on your camera or microphone');
    plugged(element);
    await element.settled();
    expect(element.all('device-note')).to.have.length(0);
  });

  it('request another device from the call, and show the one in use', async () => {
    const element = await mountDevices();
    plugged(element);
    await element.settled();
    picker(element, 'microphone').value = 'id of Headset';
    picker(element, 'microphone').dispatchEvent(new Event('change', { bubbles: true }));
    await element.settled();
    expect(element.fake.asked).to.include('choose microphone id of Headset');
    expect(picker(element, 'microphone').value).to.equal('id of Headset');
  });

  it('fall back to the system default while the selected device is unplugged', async () => {
    const element = await mountDevices();
    plugged(element);
    await element.fake.chooseDevice('camera', 'id of Back');
    await element.settled();
    expect(picker(element, 'camera').value).to.equal('id of Back');
    element.fake.plug('camera', ['Front']);
    await element.settled();
    expect(picker(element, 'camera').value).to.equal('');
    plugged(element);
    await element.settled();
    expect(picker(element, 'camera').value).to.equal('id of Back');
  });

  it('return to the device in use if another one fails', async () => {
    const element = await mountDevices();
    plugged(element);
    await element.settled();
    element.fake.chooseDevice = () => Promise.reject(new Error('busy'));
    picker(element, 'camera').value = 'id of Back';
    picker(element, 'camera').dispatchEvent(new Event('change', { bubbles: true }));
    await waitUntil(() => element.all('device-note').length === 1);
    expect(element.the('device-note').textContent).to.equal(
      'This device isn’t available right now.',
    );
    expect(picker(element, 'camera').value).to.equal('');
  });

  it('show the microphone level as a meter', async () => {
    const element = await mountDevices();
    const meter = element.root.querySelector<HTMLElement>('[role=meter]')!;
    expect(meter.getAttribute('aria-label')).to.equal('Microphone level');
    await element.turnOn('microphone');
    element.fake.setLevel('self', 0.1);
    await waitUntil(() => meter.style.getPropertyValue('--vc-level') === '0.75');
    expect(meter.getAttribute('aria-valuenow')).to.equal('80');
    element.turnOff('microphone');
    await waitUntil(() => meter.style.getPropertyValue('--vc-level') === '0.00');
    expect(meter.getAttribute('aria-valuenow')).to.equal('0');
  });

  it('fill the bar logarithmically: nothing for silence, all for a shout', () => {
    expect(fillOf(0)).to.equal(0);
    expect(fillOf(1e-5)).to.equal(0);
    expect(fillOf(0.01)).to.equal(0.25);
    expect(fillOf(1)).to.equal(1);
  });

  itNeeds('sound', 'play a test sound and explain it', async () => {
    const element = await mountDevices();
    element.the('test-button').click();
    await element.settled();
    expect(element.the('test-button').ariaDisabled).to.equal('true');
    const note = () => element.all('device-note').at(-1)?.textContent ?? '';
    expect(note()).to.equal('Playing a test sound…');
    await waitUntil(() => note().startsWith('Didn’t hear anything?'), 'the test sound ends');
    expect(element.the('test-button').ariaDisabled).to.equal('false');
  });

  itNeeds('speaker choice', 'report a speaker that can’t play', async () => {
    const element = await mountDevices();
    plugged(element);
    await element.fake.chooseDevice('speaker', 'no such speaker');
    element.the('test-button').click();
    await waitUntil(() => element.all('device-note').length === 1);
    await waitUntil(() => element.the('device-note').textContent?.startsWith('Couldn’t play'));
    await expect(element).to.be.accessible();
  });

  it('stay within the lobby at every size', async () => {
    for (const [width, height] of [
      [320, 240],
      [390, 844],
      [844, 390],
    ] as const) {
      const element = await mountDevices({ width, height });
      plugged(element);
      await element.settled();
      const field = element.the('device-field').getBoundingClientRect();
      expect(field.top, 'in sight').to.be.at.most(element.getBoundingClientRect().bottom - 60);
      const form = element.the('lobby-form').offsetWidth || width;
      expect(picker(element, 'camera').offsetWidth).to.be.at.least(0.5 * form);
      const lobby = element.root.querySelector('video-call-lobby')!;
      expect(lobby.scrollWidth, `${width} by ${height}`).to.be.at.most(lobby.clientWidth);
      const join = element.the('join-button');
      join.scrollIntoView();
      expect(join.getBoundingClientRect().bottom).to.be.at.most(
        element.getBoundingClientRect().bottom + 1,
      );
    }
  });
});
