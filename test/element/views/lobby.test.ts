/** Before joining: the name, the device switches, the preview, who is in the call, and what prevents joining. */
import { sendKeys } from '@web/test-runner-commands';
import type { MediaReason } from '../../../src/call/call-error.js';
import { browserFamily, type BrowserFamily } from '../../../src/ui/i18n/browser-family.js';
import type { FakeCall } from '../../fakes/fake-call.js';
import { expect, mount, turn, type TestElement } from '../support/mount.js';

const field = (element: TestElement) => element.the('name-field') as HTMLInputElement;

function type(element: TestElement, text: string): void {
  field(element).value = text;
  field(element).dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** How each family of browsers says to allow a device. */
const WAYS_TO_ALLOW: Record<BrowserFamily, string> = {
  chromium: 'Select the icon at the start of the address bar, then allow access.',
  firefox: 'Select the icon at the start of the address bar, clear the block, then try again.',
  safari: 'Allow access in the Safari menu under “Settings for This Website”, then try again.',
  'safari-mobile':
    'Allow access in the page menu next to the address under “Website Settings”, then try again.',
  other: 'Allow access in your browser’s site settings, then try again.',
};

describe('the lobby', () => {
  it('is accessible in light and dark, with problems and while joining', async () => {
    const element = await mount({ attributes: { name: 'Ana' } });
    await expect(element).to.be.accessible();
    element.style.colorScheme = 'dark';
    element.fake.failing.set('camera', 'media-denied').set('microphone', 'media-busy');
    await element.fake.turnOnAll(['microphone', 'camera']);
    await element.settled();
    await expect(element).to.be.accessible();
    element.style.colorScheme = 'light';
    element.fake.isSlow = true;
    element.the('join-button').click();
    await element.settled();
    await expect(element).to.be.accessible();
  });

  it('joins under the name that was typed, without the spaces around it', async () => {
    const element = await mount();
    type(element, '  Ana  ');
    element.the('join-button').click();
    await element.settled();
    expect(element.status).to.equal('joined');
    expect(element.self?.name).to.equal('Ana');
  });

  it('joins by the enter key in the name field', async () => {
    const element = await mount({ attributes: { name: 'Ana' } });
    field(element).focus();
    await sendKeys({ press: 'Enter' });
    await element.settled();
    expect(element.status).to.equal('joined');
  });

  it('calls a user without a name “Guest”', async () => {
    const element = await mount();
    element.the('join-button').click();
    await element.settled();
    expect(element.self?.name).to.equal('Guest');
  });

  it('takes no more than 64 characters of a name', async () => {
    const element = await mount({ attributes: { name: 'é'.repeat(80) } });
    expect(field(element).maxLength).to.equal(64);
    await element.join();
    expect(element.self?.name).to.equal('é'.repeat(64));
  });

  it('names the field and each switch', async () => {
    const element = await mount();
    expect(field(element).labels?.[0]?.textContent?.trim()).to.equal('Your name');
    expect(element.the('microphone-switch').ariaLabel).to.equal('Microphone');
    expect(element.the('camera-switch').ariaLabel).to.equal('Camera');
  });

  it('shows in its switches what the page requests, without capturing', async () => {
    const element = await mount({ attributes: { 'camera-off': '' } });
    expect(element.the('microphone-switch').ariaChecked).to.equal('true');
    expect(element.the('camera-switch').ariaChecked).to.equal('false');
    await turn();
    expect(element.fake.asked.join()).not.to.contain('turn on');
  });

  it('opens no connection before a gesture inside it', async () => {
    const element = await mount();
    await turn();
    expect(element.fake.asked).not.to.include('open');
    element.the('heading').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    expect(element.fake.asked).to.include('open');
  });

  it('requests all wanted devices at once when the camera is turned on', async () => {
    const element = await mount();
    element.the('preview-button').click();
    await element.settled();
    expect(element.fake.asked).to.include('turn on microphone,camera');
    expect(element.all('preview-button')).to.have.length(0);
    expect(element.root.activeElement).to.equal(element.the('camera-switch'));
  });

  it('shows the self view mirrored', async () => {
    const element = await mount();
    element.the('preview-button').click();
    await element.settled();
    const video = element.the('video') as HTMLVideoElement;
    expect(video.srcObject).to.equal(element.fake.stream('self', 'camera'));
    expect(getComputedStyle(video).scale).to.equal('-1 1');
    expect(video.muted).to.equal(true);
  });

  it('starts the preview immediately if permission was granted before', async () => {
    const { query } = navigator.permissions;
    navigator.permissions.query = ({ name }) =>
      Promise.resolve({ state: name === 'camera' ? 'granted' : 'prompt' } as PermissionStatus);
    try {
      const element = await mount();
      await turn();
      expect(element.fake.asked).to.include('open');
      expect(element.fake.asked).to.include('turn on camera');
    } finally {
      navigator.permissions.query = query;
    }
  });

  it('works without permissions that a browser does not know', async () => {
    const { query } = navigator.permissions;
    navigator.permissions.query = () => {
      throw new TypeError('camera is no permission here');
    };
    try {
      const element = await mount();
      await turn();
      expect(element.fake.asked.join()).not.to.contain('turn on');
    } finally {
      navigator.permissions.query = query;
    }
  });

  it('switches off and on again', async () => {
    const element = await mount();
    element.the('camera-switch').click();
    await element.settled();
    expect(element.the('camera-switch').ariaChecked).to.equal('false');
    element.the('camera-switch').click();
    await element.settled();
    expect(element.the('camera-switch').ariaChecked).to.equal('true');
    expect(element.fake.asked).to.include('turn on camera');
  });

  it('joins with what the switches show', async () => {
    const element = await mount();
    element.the('microphone-switch').click();
    await element.settled();
    element.the('join-button').click();
    await element.settled();
    expect(element.self?.sources).to.deep.equal(['camera']);
  });

  it('says who is here, as far as the server reveals it', async () => {
    const element = await mount();
    expect(element.all('here')).to.have.length(0);
    const says = async (count: number | undefined, names: readonly string[] | undefined) => {
      element.fake.setPreview({ count, names });
      await element.settled();
      return element.the('here').textContent?.replace(/[\u2068\u2069]/g, '');
    };
    expect(await says(0, undefined)).to.equal('No one’s here yet');
    expect(await says(1, undefined)).to.equal('1 person is here');
    expect(await says(3, undefined)).to.equal('3 people are here');
    expect(await says(1, ['Ana'])).to.equal('Ana is here');
    expect(await says(2, ['Ana', 'Ben'])).to.equal('Ana and Ben are here');
    expect(await says(5, ['Ana', 'Ben', 'Chi', 'Dan', 'Eve'])).to.equal(
      'Ana, Ben, and 3 others are here',
    );
  });

  it('renders names of others as text only', async () => {
    const element = await mount();
    element.fake.setPreview({ count: 1, names: ['<img src=x onerror=alert(1)>'] });
    await element.settled();
    expect(element.the('here').textContent).to.contain('<img src=x onerror=alert(1)>');
    expect(element.root.querySelector('img')).to.equal(null);
  });

  for (const [reason, sentence] of [
    [
      'media-denied',
      `This page isn’t allowed to use your camera. ${WAYS_TO_ALLOW[browserFamily()]}`,
    ],
    ['media-dismissed', 'The permission request for your camera was closed.'],
    ['media-blocked-by-page', 'The page that contains this call doesn’t let it use your camera.'],
    ['media-blocked-by-system', 'Your system doesn’t let the browser use your camera.'],
    ['media-none', 'Couldn’t find your camera.'],
    ['media-busy', 'Another app is using your camera.'],
    ['media-constraint', 'Couldn’t start your camera.'],
    ['media-lost', 'Lost the connection to your camera.'],
    ['media-insecure', 'This page isn’t secure, so the browser blocks your camera.'],
    ['media-unsupported', 'This browser can’t use your camera.'],
  ] as const satisfies readonly (readonly [MediaReason, string])[]) {
    it(`explains ${reason}, and the user can still join`, async () => {
      const element = await mount();
      element.fake.failing.set('camera', reason);
      element.the('preview-button').click();
      await element.settled();
      expect(element.all('problem')).to.have.length(1);
      expect(element.the('problem').textContent).to.contain(sentence);
      element.the('join-button').click();
      await element.settled();
      expect(element.status).to.equal('joined');
      expect(element.self?.sources).to.deep.equal(['microphone']);
      expect(element.all('notice'), 'said once').to.have.length(0);
    });
  }

  it('shows one sentence for two devices with the same problem', async () => {
    const element = await mount();
    element.fake.failing.set('camera', 'media-none').set('microphone', 'media-none');
    element.the('preview-button').click();
    await element.settled();
    expect(element.all('problem')).to.have.length(1);
    expect(element.the('problem').textContent).to.contain(
      'Couldn’t find your microphone and camera.',
    );
  });

  it('turns on devices once the user allows them in the browser', async () => {
    const { query } = navigator.permissions;
    const permission = Object.assign(new EventTarget(), { state: 'denied' });
    navigator.permissions.query = () => Promise.resolve(permission as unknown as PermissionStatus);
    try {
      const element = await mount();
      element.fake.failing.set('camera', 'media-denied');
      element.the('preview-button').click();
      await element.settled();
      await turn();
      expect(element.all('problem')).to.have.length(1);
      element.fake.failing.clear();
      permission.state = 'granted';
      permission.dispatchEvent(new Event('change'));
      await element.settled();
      expect(element.all('problem')).to.have.length(0);
      expect(element.fake.sourceState('camera').status).to.equal('on');
      const { length } = element.fake.asked;
      permission.dispatchEvent(new Event('change'));
      await turn();
      expect(element.fake.asked, 'only while it is refused').to.have.length(length);
    } finally {
      navigator.permissions.query = query;
    }
  });

  it('starts with the stored name, unless the page sets one', async () => {
    const remembering = { prepare: (call: FakeCall) => (call.name ||= 'Zoë') };
    const element = await mount(remembering);
    expect(field(element).value).to.equal('Zoë');
    element.the('join-button').click();
    await element.settled();
    expect(element.self?.name).to.equal('Zoë');
    const other = await mount({ ...remembering, attributes: { name: 'Ana' } });
    expect(field(other).value).to.equal('Ana');
  });

  it('keeps spaces within a name while the user types', async () => {
    const element = await mount();
    for (const text of ['Ana ', 'Ana B', 'Ana ', 'Ana C']) {
      type(element, text);
      await element.settled();
      expect(field(element).value).to.equal(text);
    }
    expect(element.fake.name).to.equal('Ana C');
  });

  it('hides what the page has removed', async () => {
    const element = await mount({ attributes: { controlslist: 'nocamera nodevices' } });
    expect(element.all('camera-switch')).to.have.length(0);
    expect(element.all('preview-button')).to.have.length(0);
    expect(element.all('devices-button')).to.have.length(0);
    expect(element.all('microphone-switch')).to.have.length(1);
  });

  it('retries what failed', async () => {
    const element = await mount();
    element.fake.failing.set('camera', 'media-busy');
    element.the('preview-button').click();
    await element.settled();
    element.fake.failing.clear();
    element.the('try-again-button').click();
    await element.settled();
    expect(element.all('problem')).to.have.length(0);
    expect(element.fake.sourceState('camera').status).to.equal('on');
    expect(element.root.activeElement).to.equal(element.the('camera-switch'));
  });

  it('shows that the user is joining, and can be canceled', async () => {
    const element = await mount({ prepare: (call) => (call.isSlow = true) });
    element.the('join-button').click();
    await element.settled();
    expect(element.the('join-button').textContent?.trim()).to.equal('Joining…');
    expect(element.the('join-button').ariaDisabled).to.equal('true');
    element.the('cancel-button').click();
    await element.settled();
    expect(element.status).to.equal('idle');
    expect(element.the('join-button').textContent?.trim()).to.equal('Join');
    expect(element.root.activeElement).to.equal(element.the('join-button'));
  });

  it('says that the server can’t be reached while it retries', async () => {
    const element = await mount({ prepare: (call) => (call.isSlow = true) });
    element.the('join-button').click();
    await element.settled();
    element.fake.fail('server-unreachable');
    await element.settled();
    expect(element.the('problem').textContent).to.contain('Can’t reach the call server.');
    element.fake.admit();
    await element.settled();
    expect(element.status).to.equal('joined');
  });

  it('needs no horizontal scrolling, at any size', async () => {
    for (const [width, height] of [
      [160, 120],
      [320, 256],
      [844, 390],
    ] as const) {
      const element = await mount({ width, height });
      element.fake.failing.set('camera', 'media-denied').set('microphone', 'media-busy');
      await element.fake.turnOnAll(['microphone', 'camera']);
      await element.settled();
      const lobby = element.root.querySelector('video-call-lobby')!;
      expect(lobby.scrollWidth, `${width} by ${height}`).to.be.at.most(lobby.clientWidth);
      expect(element.the('join-button').getBoundingClientRect().bottom).to.be.at.most(
        element.getBoundingClientRect().bottom,
      );
    }
  });

  it('can be used from 160 by 120 pixels', async () => {
    for (const [width, height] of [
      [160, 120],
      [320, 240],
      [390, 844],
      [1440, 900],
    ] as const) {
      const element = await mount({ width, height });
      const frame = element.getBoundingClientRect();
      for (const part of ['name-field', 'join-button', 'microphone-switch', 'camera-switch']) {
        const box = element.the(part).getBoundingClientRect();
        const where = `${part} at ${width} by ${height}`;
        expect(box.width, where).to.be.greaterThan(20);
        expect(box.left, where).to.be.at.least(frame.left);
        expect(box.right, where).to.be.at.most(frame.right);
        expect(box.bottom, where).to.be.at.most(frame.bottom);
      }
      element.fake.isSlow = true;
      element.the('join-button').click();
      await element.settled();
      const { left, right, bottom } = element.the('cancel-button').getBoundingClientRect();
      expect(left).to.be.greaterThan(element.the('join-button').getBoundingClientRect().right);
      expect(right).to.be.at.most(frame.right);
      expect(bottom).to.be.at.most(frame.bottom);
    }
  });
});
