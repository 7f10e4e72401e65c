/** The buttons of a call, by pointer and by keyboard. */
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import type { FakeCall } from '../../fakes/fake-call.js';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const label = (element: TestElement, part: string) => element.the(part).ariaLabel;
const focused = (element: TestElement) =>
  element.root.activeElement?.getAttribute('part')?.split(' ')[1];
const isCalm = (element: TestElement) => element.the('base').classList.contains('calm');

describe('the toolbar', () => {
  it('is accessible, with everything on and off', async () => {
    const element = await mountInCall(['Ana']);
    await expect(element).to.be.accessible();
    element.turnOff('microphone');
    element.turnOff('camera');
    await element.turnOn('screen');
    await element.settled();
    await expect(element).to.be.accessible();
  });

  it('turns the microphone and the camera off and on', async () => {
    const element = await mountInCall(['Ana']);
    for (const [source, words] of [
      ['microphone', 'microphone'],
      ['camera', 'camera'],
    ] as const) {
      expect(label(element, `${source}-button`)).to.equal(`Turn off ${words}`);
      element.the(`${source}-button`).click();
      await element.settled();
      expect(element.self?.sources).not.to.include(source);
      expect(label(element, `${source}-button`)).to.equal(`Turn on ${words}`);
      expect(element.the(`${source}-button`).part.contains('off')).to.equal(true);
      element.the(`${source}-button`).click();
      await element.settled();
      expect(element.self?.sources).to.include(source);
    }
  });

  it('shares the screen and stops', async () => {
    const element = await mountInCall(['Ana']);
    expect(label(element, 'screen-button')).to.equal('Share screen');
    element.the('screen-button').click();
    await element.settled();
    expect(element.self?.sources).to.include('screen');
    expect(label(element, 'screen-button')).to.equal('Stop sharing');
    element.the('screen-button').click();
    await element.settled();
    expect(element.self?.sources).not.to.include('screen');
  });

  it('follows a share that was ended from the browser’s own bar', async () => {
    const element = await mountInCall(['Ana']);
    await element.turnOn('screen');
    element.fake.turnOff('screen');
    await element.settled();
    expect(label(element, 'screen-button')).to.equal('Share screen');
  });

  it('has no button for the screen where the browser cannot share one', async () => {
    const element = await mountInCall(['Ana'], {
      prepare: (call) => (call.canShareScreen = false),
    });
    expect(element.all('screen-button')).to.have.length(0);
    expect(element.all('leave-button')).to.have.length(1);
  });

  it('leaves, and offers to rejoin', async () => {
    const element = await mountInCall(['Ana']);
    element.the('leave-button').focus();
    element.the('leave-button').click();
    await element.settled();
    expect(element.status).to.equal('left');
    expect(element.the('message').textContent).to.contain('You left the call');
    expect(element.root.activeElement).to.equal(element.the('base'));
    await expect(element).to.be.accessible();
    element.the('message-button').click();
    await element.settled();
    expect(element.status).to.equal('joined');
    expect(element.calls).to.have.length(1);
  });

  it('stops what is still starting when pressed again', async () => {
    const element = await mountInCall(['Ana']);
    element.turnOff('camera');
    element.fake.isSlow = true;
    void element.turnOn('camera').catch(() => {});
    await element.settled();
    element.the('camera-button').click();
    element.fake.settle();
    await element.settled();
    expect(element.fake.sourceState('camera').status).to.equal('off');
  });

  it('is one tab stop, and arrow keys wrap around inside it', async () => {
    const element = await mountInCall(['Ana']);
    const stops = [...element.the('toolbar').querySelectorAll<HTMLElement>('[tabindex="0"]')];
    expect(stops).to.have.length(1);
    stops[0]?.focus();
    const after = async (key: string) => {
      await sendKeys({ press: key });
      await element.settled();
      return focused(element);
    };
    expect(await after('ArrowRight')).to.equal('camera-button');
    expect(await after('End')).to.equal('leave-button');
    expect(await after('ArrowRight')).to.equal('microphone-button');
    expect(await after('ArrowLeft')).to.equal('leave-button');
    expect(await after('Home')).to.equal('microphone-button');
    expect(await after('ArrowRight')).to.equal('camera-button');
    expect(element.the('camera-button').tabIndex).to.equal(0);
    expect(element.the('microphone-button').tabIndex).to.equal(-1);
  });

  it('is reversed in right-to-left text', async () => {
    const element = await mountInCall(['Ana']);
    element.dir = 'rtl';
    element.the('microphone-button').focus();
    await sendKeys({ press: 'ArrowLeft' });
    expect(focused(element)).to.equal('camera-button');
  });

  it('keeps the focus on a button that was pressed by key', async () => {
    const element = await mountInCall(['Ana']);
    element.the('microphone-button').focus();
    await sendKeys({ press: 'Enter' });
    await element.settled();
    expect(element.self?.sources).not.to.include('microphone');
    expect(focused(element)).to.equal('microphone-button');
  });

  it('moves the focus from the lobby into the call', async () => {
    const element = await mount();
    element.the('join-button').focus();
    await sendKeys({ press: 'Enter' });
    await element.settled();
    expect(element.status).to.equal('joined');
    expect(element.root.activeElement).to.equal(element.the('base'));
    // Otherwise the code of the tiles, which are a single tab stop, may be loaded between two keys.
    await waitUntil(() => element.all('tile-button').length > 0, 'the tiles are a tab stop');
    await sendKeys({ press: 'Tab' });
    expect(element.root.activeElement).to.equal(element.the('tile-button'));
    await sendKeys({ press: 'Tab' });
    expect(focused(element)).to.equal('microphone-button');
  });
});

describe('the menus of the toolbar', () => {
  const plugged = (call: FakeCall) => {
    call.plug('microphone', ['Desk', 'Headset']);
    call.plug('speaker', ['Loud', 'Quiet']);
    call.plug('camera', ['Front', 'Back']);
  };
  /** Opens a menu with its button and returns its items. */
  async function open(element: TestElement, part: string): Promise<string[]> {
    element.the(part).click();
    await waitUntil(() => element.all('menu-item').length, 'it opens');
    await element.settled();
    return items(element);
  }
  const items = (element: TestElement) =>
    element.all('menu-item').map(({ innerText }) => innerText.trim());
  const item = (element: TestElement, label: string) =>
    element.all('menu-item').find(({ innerText }) => innerText.trim() === label)!;
  const isShown = (element: TestElement, part: string) =>
    element.all(part).some((one) => one.getClientRects().length);

  it('are accessible', async () => {
    const element = await mountInCall(['Ana'], { prepare: plugged });
    await expect(element).to.be.accessible();
    for (const part of ['more-button', 'microphone-devices', 'camera-devices']) {
      await open(element, part);
      await expect(element).to.be.accessible();
      await sendKeys({ press: 'Escape' });
      await element.settled();
    }
  });

  it('select devices, and follow plugging in and out', async () => {
    const element = await mountInCall(['Ana'], { prepare: plugged });
    expect(await open(element, 'microphone-devices')).to.deep.equal([
      'System default',
      'Desk',
      'Headset',
      'System default',
      'Loud',
      'Quiet',
    ]);
    expect(item(element, 'System default').ariaChecked).to.equal('true');
    expect(item(element, 'Desk').ariaChecked).to.equal('false');
    item(element, 'Headset').click();
    item(element, 'Quiet').click();
    await element.settled();
    expect(element.fake.chosenDevice('microphone')).to.equal('id of Headset');
    expect(element.fake.chosenDevice('speaker')).to.equal('id of Quiet');
    expect(item(element, 'Headset').ariaChecked).to.equal('true');
    element.fake.plug('microphone', ['Desk']);
    await element.settled();
    expect(items(element)).to.deep.equal([
      'System default',
      'Desk',
      'System default',
      'Loud',
      'Quiet',
    ]);
    item(element, 'System default').click();
    expect(element.fake.chosenDevice('microphone')).to.equal('');
  });

  it('have no button while no device is known', async () => {
    const element = await mountInCall(['Ana']);
    expect(element.all('microphone-devices')).to.have.length(0);
    element.fake.plug('speaker', ['Loud']);
    await element.settled();
    expect(isShown(element, 'microphone-devices')).to.equal(true);
    expect(isShown(element, 'camera-devices')).to.equal(false);
  });

  it('switch the camera if there are two', async () => {
    const element = await mountInCall(['Ana'], { prepare: (call) => (call.canFlipCamera = true) });
    expect(await open(element, 'more-button')).to.include('Switch camera');
    item(element, 'Switch camera').click();
    expect(element.fake.asked).to.include('flip camera');
  });

  it('change the layout and the self view', async () => {
    const element = await mountInCall(['Ana']);
    await open(element, 'more-button');
    item(element, 'View').click();
    await waitUntil(() => item(element, 'Spotlight'));
    item(element, 'Spotlight').click();
    item(element, 'Hidden').click();
    await element.settled();
    expect(element.layout).to.equal('spotlight');
    expect(element.selfView).to.equal('hidden');
    expect(item(element, 'Hidden').ariaChecked).to.equal('true');
  });

  it('copy the link, or show it where that is not allowed', async () => {
    const { share } = navigator;
    const element = await mountInCall(['Ana']);
    const copied: string[] = [];
    const clipboard = navigator.clipboard.writeText;
    Object.defineProperty(navigator, 'share', { configurable: true, value: undefined });
    navigator.clipboard.writeText = (text) => Promise.resolve(void copied.push(text));
    try {
      element.inviteUrl = 'https://example.com/tea';
      await open(element, 'more-button');
      item(element, 'Invite people').click();
      await waitUntil(() => element.the('word').textContent === 'Link copied');
      expect(copied).to.deep.equal(['https://example.com/tea']);
      navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
      await open(element, 'more-button');
      item(element, 'Invite people').click();
      await waitUntil(() => element.all('link').length, 'the link is shown');
      expect((element.the('link') as HTMLInputElement).value).to.equal('https://example.com/tea');
      await expect(element).to.be.accessible();
    } finally {
      navigator.clipboard.writeText = clipboard;
      Object.defineProperty(navigator, 'share', { configurable: true, value: share });
    }
  });

  it('open the settings, where sounds can be turned off', async () => {
    const element = await mountInCall(['Ana'], { prepare: plugged });
    await open(element, 'more-button');
    item(element, 'Settings').click();
    await waitUntil(() => element.all('dialog').length);
    await element.settled();
    await expect(element).to.be.accessible();
    expect(element.root.querySelectorAll('[part~=dialog] video-call-devices')).to.have.length(1);
    const [sounds] = element.the('dialog').querySelectorAll<HTMLElement>('[type=checkbox]');
    sounds!.click();
    expect(element.sounds).to.equal(false);
    element.the('close-button').click();
    await element.settled();
    expect(element.all('dialog')).to.have.length(0);
  });

  it('close when the call ends', async () => {
    const element = await mountInCall(['Ana']);
    await open(element, 'more-button');
    element.fake.setServer(false);
    await element.settled();
    expect(element.all('menu')).to.have.length(1);
    element.fake.refuse('replaced');
    await element.settled();
    expect(element.all('menu')).to.have.length(0);
    expect(element.root.activeElement).to.equal(element.the('base'));
  });

  it('open below a toolbar that the page put on top', async () => {
    const element = await mountInCall(['Ana']);
    element.style.setProperty('--video-call-toolbar-inset', '12px 0 auto');
    await open(element, 'more-button');
    const toolbar = element.the('toolbar').getBoundingClientRect();
    expect(toolbar.top - element.getBoundingClientRect().top).to.equal(12);
    expect(element.the('menu').getBoundingClientRect().top).to.be.at.least(
      element.the('more-button').getBoundingClientRect().bottom,
    );
  });

  it('contain what does not fit into the toolbar', async () => {
    const element = await mountInCall(['Ana'], { width: 240, height: 320, prepare: plugged });
    for (const [width, shown, spare] of [
      [640, ['microphone-devices', 'screen-button', 'camera-button'], []],
      [280, ['screen-button', 'camera-button'], ['Audio settings', 'Video settings']],
    ] as const) {
      element.style.width = `${width}px`;
      await waitUntil(() => isShown(element, 'microphone-devices') === width > 300, 'it fits');
      for (const part of shown) expect(isShown(element, part), part).to.equal(true);
      const there = await open(element, 'more-button');
      for (const label of spare) expect(there).to.include(label);
      expect(there.includes('Share screen')).to.equal(false);
      await sendKeys({ press: 'Escape' });
      await element.settled();
    }
    element.style.setProperty('--video-call-button-size', '60px');
    element.style.width = '260px';
    await waitUntil(() => !isShown(element, 'screen-button'), 'the screen goes');
    expect(await open(element, 'more-button')).to.include('Share screen');
    item(element, 'Share screen').click();
    await element.settled();
    expect(element.self?.sources).to.include('screen');
    const { left, right } = element.the('toolbar').getBoundingClientRect();
    const base = element.getBoundingClientRect();
    expect(left).to.be.at.least(base.left);
    expect(right).to.be.at.most(base.right);
  });

  it('contain no more if the page makes the toolbar as wide as the element', async () => {
    const style = document.createElement('style');
    style.textContent = '.wide::part(toolbar) { inset-inline: 0; width: auto; }';
    const element = await mountInCall(['Ana'], { prepare: plugged });
    element.before(style);
    element.classList.add('wide');
    await element.turnOn('screen');
    await element.settled();
    expect(element.the('toolbar').offsetWidth).to.equal(640);
    expect(isShown(element, 'screen-button')).to.equal(true);
    expect(isShown(element, 'camera-devices')).to.equal(true);
    element.style.width = '240px';
    await waitUntil(() => !isShown(element, 'camera-devices'), 'it fits');
    expect(isShown(element, 'leave-button')).to.equal(true);
    style.textContent = '.wide::part(toolbar) { inset-inline: auto 40px; }';
    element.style.width = '380px';
    await waitUntil(() => isShown(element, 'screen-button'), 'the screen is back');
    const { left } = element.the('toolbar').getBoundingClientRect();
    expect(left).to.be.at.least(element.getBoundingClientRect().left);
  });

  it('fit at 160 pixels, with the most important items', async () => {
    const element = await mountInCall(['Ana'], { width: 160, height: 120, prepare: plugged });
    for (const part of ['microphone-button', 'camera-button', 'more-button', 'leave-button']) {
      expect(isShown(element, part), part).to.equal(true);
    }
    const toolbar = element.the('toolbar').getBoundingClientRect();
    expect(toolbar.right).to.be.at.most(element.getBoundingClientRect().right);
    await open(element, 'more-button');
    await expect(element).to.be.accessible();
  });
});

describe('the toolbar of an idle call', () => {
  /** Shortens the delay, and resolves once hiding was prevented a few times. */
  function hasStayed(element: TestElement): Promise<void> {
    let asked = 0;
    Object.defineProperty(element, 'calmAfter', {
      configurable: true,
      get: () => ((asked += 1), 1),
    });
    move(element);
    return waitUntil(() => asked > 4, 'it stays');
  }
  function setCalmAfter(element: TestElement, value: number): void {
    Object.defineProperty(element, 'calmAfter', { configurable: true, value });
  }
  const move = (element: TestElement) =>
    element.the('base').dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse' }));

  beforeEach(() => resetMouse());

  it('hides, and returns on movement', async () => {
    const element = await mountInCall(['Ana']);
    setCalmAfter(element, 1);
    move(element);
    await waitUntil(() => isCalm(element));
    setCalmAfter(element, 60_000);
    move(element);
    await element.settled();
    expect(isCalm(element)).to.equal(false);
    expect(getComputedStyle(element.the('toolbar')).pointerEvents).not.to.equal('none');
  });

  it('ignores the tap that shows it again', async () => {
    const element = await mountInCall(['Ana']);
    setCalmAfter(element, 1);
    move(element);
    await waitUntil(() => isCalm(element));
    setCalmAfter(element, 60_000);
    const leave = element.the('leave-button');
    const tap = () => {
      const touch = { bubbles: true, composed: true, pointerType: 'touch' };
      // As a tap does: the pointerdown goes to the element below, the click to the button.
      element.the('stage').dispatchEvent(new PointerEvent('pointerdown', touch));
      leave.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, detail: 1 }));
    };
    tap();
    expect(isCalm(element)).to.equal(false);
    expect(element.status).to.equal('joined');
    tap();
    expect(element.status).to.equal('left');
  });

  it('responds to keys and scripts after a press without a click', async () => {
    const element = await mountInCall(['Ana']);
    setCalmAfter(element, 1);
    move(element);
    await waitUntil(() => isCalm(element));
    setCalmAfter(element, 60_000);
    // A scroll, a drag or the right button: a press without a click.
    const touch = { bubbles: true, composed: true, pointerType: 'touch' };
    element.the('stage').dispatchEvent(new PointerEvent('pointerdown', touch));
    element.the('stage').dispatchEvent(new PointerEvent('pointercancel', touch));
    element.the('microphone-button').focus();
    await sendKeys({ press: 'Enter' });
    expect(element.fake.asked.at(-1)).to.equal('turn off microphone');
    element.the('leave-button').click();
    expect(element.status).to.equal('left');
  });

  it('returns when the last other participant leaves', async () => {
    const element = await mountInCall(['Ana']);
    setCalmAfter(element, 1);
    move(element);
    await waitUntil(() => isCalm(element));
    element.fake.depart(element.participants[1]!.id);
    await element.settled();
    expect(isCalm(element)).to.equal(false);
  });

  it('stays while the user is alone', async () => {
    const element = await mountInCall();
    await hasStayed(element);
    expect(isCalm(element)).to.equal(false);
  });

  it('stays while it has keyboard focus', async () => {
    const element = await mountInCall(['Ana']);
    element.the('microphone-button').focus();
    await sendKeys({ press: 'ArrowRight' });
    await hasStayed(element);
    expect(isCalm(element)).to.equal(false);
  });

  it('stays while the pointer is over it', async () => {
    const element = await mountInCall(['Ana']);
    const toolbar = element.the('toolbar');
    const { x, y } = toolbar.getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(x) + 20, Math.round(y) + 20] });
    await waitUntil(() => toolbar.matches(':hover'));
    await hasStayed(element);
    expect(isCalm(element)).to.equal(false);
  });
});
