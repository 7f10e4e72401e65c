/** An action that fails or has no effect shows and announces why, in every language. */
import { sendKeys } from '@web/test-runner-commands';
import { CallError } from '../../../src/call/call-error.js';
import { englishNotices } from '../../../src/ui/i18n/notice-words.js';
import { englishPanels } from '../../../src/ui/i18n/panel-words.js';
import { itNeeds } from '../support/it-needs.js';
import { expect, mount, mountInCall, turn, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const { noEffect, notShared, viewer, hosting } = englishNotices;
const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'));

/** Waits for a message that is both shown and announced. */
async function isTold(element: TestElement, text: string): Promise<void> {
  await waitUntil(() => element.the('word').textContent === text, text);
  await waitUntil(() => element.said.includes(text), `${text}, read out`);
}

async function inCall(settings: Parameters<typeof mount>[0] = {}): Promise<TestElement> {
  const element = await mountInCall(['Ana'], settings);
  Object.assign(element.root.querySelector('video-call-announcer')!, { pause: 0 });
  return element;
}

async function press(element: TestElement, key: string): Promise<void> {
  element.the('base').focus();
  await sendKeys({ press: key });
}

async function choose(element: TestElement, button: string, label: string): Promise<void> {
  element.the(button).click();
  const item = () =>
    element.all('menu-item').find(({ textContent }) => textContent.trim() === label);
  await waitUntil(item, label);
  item()!.click();
}

describe('what a host requests', () => {
  for (const [reason, text] of Object.entries(hosting.declined)) {
    it(`and the room declines as “${reason}” is explained, even if no menu was opened`, async () => {
      const element = await inCall({ prepare: (call) => (call.role = 'host') });
      element.fake.decline('admit', reason as keyof typeof hosting.declined);
      await isTold(element, text);
      await expect(element).to.be.accessible();
    });
  }

  it('a refused new token is explained with its consequence', async () => {
    const element = await inCall();
    element.fake.decline('token', 'token-expired');
    await isTold(element, hosting.notRenewed);
  });

  it('while the server is out of reach is answered from the notice too', async () => {
    const element = await inCall({ prepare: (call) => (call.role = 'host') });
    element.fake.knock('Ben');
    await element.settled();
    element.fake.setServer(false);
    await element.settled();
    element.the('admit-button').click();
    await isTold(element, englishNotices.serverLost);
    expect(element.fake.asked.some((one) => one.startsWith('ask'))).to.equal(false);
  });
});

describe('what the browser refuses', () => {
  it('is explained for full screen, by key and by menu', async () => {
    const element = await inCall();
    element.requestFullscreen = refuse;
    await press(element, 'f');
    await isTold(element, noEffect.fullScreen);
    await choose(element, 'more-button', englishPanels.controls.fullScreen);
    await isTold(element, noEffect.fullScreen);
  });

  itNeeds('picture on top', 'is explained for picture-in-picture', async () => {
    const element = await inCall();
    element.requestPictureInPicture = refuse;
    await choose(element, 'more-button', englishPanels.controls.onTop);
    await isTold(element, noEffect.onTop);
  });

  it('is explained for another device, and for switching the camera', async () => {
    const element = await inCall({ prepare: (call) => (call.canFlipCamera = true) });
    element.fake.plug('microphone', ['Built-in', 'Headset']);
    element.fake.chooseDevice = () => Promise.reject(new CallError('media-busy', 'microphone'));
    element.fake.flipCamera = () => Promise.reject(new CallError('load-failed'));
    await element.settled();
    await choose(element, 'microphone-devices', 'Headset');
    await isTold(element, englishPanels.devices.notUsable);
    await choose(element, 'more-button', englishPanels.controls.flipCamera);
    await isTold(element, englishNotices.loadFailed);
  });

  itNeeds('speaker choice', 'is explained for a speaker, once for all participants', async () => {
    const element = await inCall();
    element.fake.arrive('Ben');
    await waitUntil(() => element.root.querySelectorAll('audio').length === 2);
    let asked = 0;
    for (const audio of element.root.querySelectorAll('audio')) {
      audio.setSinkId = () => {
        asked++;
        return refuse();
      };
    }
    element.fake.plug('speaker', ['Loud', 'Headset']);
    await element.fake.chooseDevice('speaker', 'id of Headset');
    await isTold(element, englishPanels.devices.notHeard);
    expect(asked).to.equal(2);
    expect(element.said.split(englishPanels.devices.notHeard)).to.have.length(2);
  });

  it('is explained for a screen whose picker was closed or never opened', async () => {
    const element = await inCall({ prepare: (call) => (call.isSlow = false) });
    element.fake.isSlow = true;
    element.the('screen-button').click();
    await element.settled();
    // As closing the picker does: off, without a problem.
    element.fake.turnOff('screen');
    await isTold(element, notShared);
  });
});

describe('keys', () => {
  it('that can do nothing here say why', async () => {
    const element = await inCall();
    element.fake.canShareScreen = false;
    await press(element, 's');
    await isTold(element, noEffect.shareScreen);
    expect(element.fake.sourceState('screen').status).to.equal('off');
  });

  it('that wait for the call say so in the lobby', async () => {
    for (const key of ['s', 'u']) {
      const element = await mount();
      Object.assign(element.root.querySelector('video-call-announcer')!, { pause: 0 });
      await press(element, key);
      await isTold(element, noEffect.beforeJoining);
    }
  });

  it('are left to the page if it removed the control', async () => {
    const attributes = { controlslist: 'noscreen nofullscreen nopeople' };
    for (const element of [await mount({ attributes }), await inCall({ attributes })]) {
      let passed = 0;
      element.addEventListener('keydown', (event) => (passed += event.defaultPrevented ? 0 : 1));
      for (const key of ['s', 'f', 'u']) await press(element, key);
      await turn();
      expect(passed).to.equal(3);
      expect(element.the('word').textContent).to.equal('');
    }
  });
});

describe('a viewer', () => {
  it('learns on joining, and at each attempt, that no one sees or hears them', async () => {
    const element = await inCall({ prepare: (call) => (call.role = 'viewer') });
    await isTold(element, viewer);
    for (const key of ['m', 'c', 's']) {
      await press(element, key);
      await isTold(element, noEffect.publish);
    }
  });
});
