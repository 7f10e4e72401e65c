/** The buttons of a call, by pointer and by keyboard. */
import { waitUntil } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import { expect, mount, mountInCall, type TestElement } from './mount.js';

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
    expect(label(element, 'screen-button')).to.equal('Share your screen');
    element.the('screen-button').click();
    await element.settled();
    expect(element.self?.sources).to.include('screen');
    expect(label(element, 'screen-button')).to.equal('Stop sharing your screen');
    element.the('screen-button').click();
    await element.settled();
    expect(element.self?.sources).not.to.include('screen');
  });

  it('follows a share that was ended from the browser’s own bar', async () => {
    const element = await mountInCall(['Ana']);
    await element.turnOn('screen');
    element.fake.turnOff('screen');
    await element.settled();
    expect(label(element, 'screen-button')).to.equal('Share your screen');
  });

  it('has no button for the screen where the browser cannot share one', async () => {
    const element = await mountInCall(['Ana'], {
      prepare: (call) => (call.canShareScreen = false),
    });
    expect(element.all('screen-button')).to.have.length(0);
    expect(element.all('leave-button')).to.have.length(1);
  });

  it('leaves, and offers the way back', async () => {
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

  it('is one stop for the tab key, and the arrows go round inside it', async () => {
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

  it('goes the other way where text does', async () => {
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

  it('takes the focus from the lobby along into the call', async () => {
    const element = await mount();
    element.the('join-button').focus();
    await sendKeys({ press: 'Enter' });
    await element.settled();
    expect(element.status).to.equal('joined');
    expect(element.root.activeElement).to.equal(element.the('base'));
    await sendKeys({ press: 'Tab' });
    expect(focused(element)).to.equal('microphone-button');
  });
});

describe('the toolbar of a call in which nobody moves', () => {
  /** Makes it quick, and resolves once it was kept from going a few times. */
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

  it('goes, and comes back when somebody does', async () => {
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

  it('comes back when the last of the others goes', async () => {
    const element = await mountInCall(['Ana']);
    setCalmAfter(element, 1);
    move(element);
    await waitUntil(() => isCalm(element));
    element.fake.depart(element.participants[1]!.id);
    await element.settled();
    expect(isCalm(element)).to.equal(false);
  });

  it('stays while one is alone', async () => {
    const element = await mountInCall();
    await hasStayed(element);
    expect(isCalm(element)).to.equal(false);
  });

  it('stays while one has come to it by key', async () => {
    const element = await mountInCall(['Ana']);
    element.the('microphone-button').focus();
    await sendKeys({ press: 'ArrowRight' });
    await hasStayed(element);
    expect(isCalm(element)).to.equal(false);
  });

  it('stays while one points at it', async () => {
    const element = await mountInCall(['Ana']);
    const toolbar = element.the('toolbar');
    const { x, y } = toolbar.getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(x) + 20, Math.round(y) + 20] });
    await waitUntil(() => toolbar.matches(':hover'));
    await hasStayed(element);
    expect(isCalm(element)).to.equal(false);
  });
});
