/** Keyboard: single-key shortcuts, push-to-talk, F2, and a whole call by keyboard alone. */
import { sendKeys } from '@web/test-runner-commands';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const press = (key: string) => sendKeys({ press: key });
const focus = (element: TestElement) => element.the('base').focus();
const focused = (element: TestElement) => element.root.activeElement?.getAttribute('part') ?? '';
const status = (element: TestElement, source: 'microphone' | 'camera' | 'screen') =>
  element.fake.sourceState(source).status;

describe('single keys', () => {
  for (const [key, source] of [
    ['m', 'microphone'],
    ['c', 'camera'],
    ['s', 'screen'],
  ] as const) {
    it(`turn the ${source} off and on by ${key}`, async () => {
      const element = await mountInCall(['Ana']);
      focus(element);
      const before = status(element, source);
      await press(key);
      await waitUntil(() => status(element, source) !== before, 'it changes');
      await press(key.toUpperCase());
      await waitUntil(() => status(element, source) === before, 'it changes back');
    });
  }

  it('do nothing while the focus is elsewhere', async () => {
    const element = await mountInCall(['Ana']);
    const button = document.createElement('button');
    element.after(button);
    button.focus();
    await press('m');
    await press('c');
    expect(status(element, 'microphone')).to.equal('on');
    expect(status(element, 'camera')).to.equal('on');
  });

  it('type text in a text field', async () => {
    const element = await mount();
    const field = element.the('name-field') as HTMLInputElement;
    field.focus();
    await press('m');
    expect(field.value).to.equal('m');
    expect(status(element, 'microphone')).to.equal('wanted');
  });

  it('leave key combinations to the browser', async () => {
    const element = await mountInCall(['Ana']);
    focus(element);
    await sendKeys({ down: 'Alt' });
    await press('m');
    await sendKeys({ up: 'Alt' });
    expect(status(element, 'microphone')).to.equal('on');
  });

  it('are those at the same place of a keyboard without Latin letters', async () => {
    const element = await mountInCall(['Ana']);
    focus(element);
    const event = { key: 'ة', code: 'KeyM', bubbles: true, composed: true };
    element.the('base').dispatchEvent(new KeyboardEvent('keydown', event));
    expect(status(element, 'microphone')).to.equal('off');
  });

  it('can be turned off by the page, except F2', async () => {
    const element = await mountInCall(['Ana'], { attributes: { 'no-shortcuts': '' } });
    focus(element);
    await press('m');
    expect(status(element, 'microphone')).to.equal('on');
    await press('F2');
    expect(focused(element)).to.contain('microphone-button');
  });

  it('do not bring back what the page removed', async () => {
    const element = await mountInCall(['Ana'], {
      attributes: { controlslist: 'nomicrophone noscreen' },
    });
    focus(element);
    await press('m');
    await press('s');
    expect(status(element, 'microphone')).to.equal('on');
    expect(status(element, 'screen')).to.equal('off');
  });

  it('on tiles can be switched off too', async () => {
    const element = await mountInCall(['Ana'], { attributes: { 'no-shortcuts': '' } });
    await waitUntil(() => element.all('tile-button').length);
    element.the('tile-button').focus();
    await press('p');
    await element.settled();
    expect(element.all('pinned')).to.have.length(0);
    element.shortcuts = true;
    await press('p');
    await waitUntil(() => element.all('pinned').length);
  });

  it('are listed in a dialog, where they can be switched off', async () => {
    const element = await mountInCall(['Ana']);
    element.the('camera-button').focus();
    await press('?');
    await waitUntil(() => element.all('dialog').length, 'the dialog opens');
    await element.settled();
    await expect(element).to.be.accessible();
    expect(element.all('key').map(({ textContent }) => textContent)).to.deep.equal([
      'M',
      'C',
      'S',
      'V',
      'F',
      'U',
      'P',
      '+ − 0',
      'H',
      'F2',
      'Esc',
    ]);
    await press('Tab');
    expect(focused(element)).to.equal('close-button');
    await press('Tab');
    await press(' ');
    expect(element.shortcuts).to.equal(false);
    await press('Tab');
    expect(focused(element), 'the focus stays inside').to.equal('close-button');
    await press('F2');
    expect(focused(element), 'the toolbar is covered').to.equal('close-button');
    expect(element.the('toolbar').closest('[inert]')).not.to.equal(null);
    await press('Escape');
    await element.settled();
    expect(element.all('dialog')).to.have.length(0);
    expect(focused(element)).to.contain('camera-button');
    await press('m');
    expect(status(element, 'microphone')).to.equal('on');
  });
});

describe('the key V', () => {
  it('turns the microphone on for as long as it is held', async () => {
    const element = await mountInCall(['Ana'], { attributes: { 'microphone-off': '' } });
    focus(element);
    await sendKeys({ down: 'v' });
    await waitUntil(() => status(element, 'microphone') === 'on', 'it is on');
    await sendKeys({ up: 'v' });
    await waitUntil(() => status(element, 'microphone') === 'off', 'it is off');
  });

  it('leaves a microphone on that was on', async () => {
    const element = await mountInCall(['Ana']);
    focus(element);
    await press('v');
    expect(status(element, 'microphone')).to.equal('on');
    expect(element.fake.asked).not.to.include('turn off microphone');
  });

  it('ends when the focus goes elsewhere', async () => {
    const element = await mountInCall(['Ana'], { attributes: { 'microphone-off': '' } });
    const button = document.createElement('button');
    element.after(button);
    focus(element);
    await sendKeys({ down: 'v' });
    await waitUntil(() => status(element, 'microphone') === 'on', 'it is on');
    button.focus();
    expect(status(element, 'microphone')).to.equal('off');
    await sendKeys({ up: 'v' });
  });
});

describe('a whole call by keyboard alone', () => {
  it('goes from the lobby to the end', async () => {
    const element = await mount();
    const before = document.createElement('button');
    element.before(before);
    before.focus();
    const until = async (part: string) => {
      for (let stops = 0; !focused(element).includes(part); stops += 1) {
        if (stops > 12) throw new Error(`the tab key never comes to ${part}`);
        await press('Tab');
      }
    };
    const isFocused = (part: string) =>
      waitUntil(() => focused(element).includes(part), `the focus comes to ${part}`);

    await until('name-field');
    await sendKeys({ type: 'Ana' });
    await until('join-button');
    await press('Enter');
    await waitUntil(() => element.status === 'joined', 'one is in');
    await element.settled();
    expect(element.self?.name).to.equal('Ana');
    element.fake.arrive('Ben');
    await element.settled();

    await press('F2');
    await isFocused('microphone-button');
    await press('Enter');
    await waitUntil(() => status(element, 'microphone') === 'off', 'the microphone is off');
    await press('ArrowRight');
    await press('ArrowRight');
    await isFocused('screen-button');
    await press('Enter');
    await waitUntil(() => status(element, 'screen') === 'on', 'the screen is shared');

    await press('ArrowRight');
    await isFocused('more-button');
    await press('Enter');
    await isFocused('menu-item');
    while (!element.root.activeElement?.textContent?.includes('View')) await press('ArrowDown');
    await press('Enter');
    await waitUntil(() => element.root.activeElement?.role === 'menuitemradio', 'the layouts open');
    await press('ArrowDown');
    await press('Enter');
    expect(element.layout).to.equal('grid');
    await press('Escape');
    await isFocused('more-button');

    await press('End');
    await isFocused('leave-button');
    await press('Enter');
    await waitUntil(() => element.status === 'left', 'one has left');
    await element.settled();
    await until('message-button');
    await press('Enter');
    await waitUntil(() => element.status === 'joined', 'one is back');
  });
});
