/** What the page around the element can do: prevent actions, remove parts, fill slots, query states, add buttons. */
import { sendMouse } from '@web/test-runner-commands';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

/** Counts an event, and prevents its default action. */
function forbid(
  element: TestElement,
  type: 'before-join' | 'before-leave' | 'before-screen-share',
) {
  const events: Event[] = [];
  element.addEventListener(type, (event) => {
    events.push(event);
    event.preventDefault();
  });
  return events;
}

/** Fills a slot of the element with the page's own content. */
function fill(element: TestElement, slot: string, tag = 'p'): HTMLElement {
  const child = document.createElement(tag);
  child.slot = slot;
  child.textContent = `our own ${slot}`;
  element.append(child);
  return child;
}
const isSeen = (element: Element) => element.getClientRects().length > 0;

describe('a page that cancels events', () => {
  it('prevents joining, and allows it later', async () => {
    const element = await mount();
    const events = forbid(element, 'before-join');
    element.the('join-button').click();
    await element.settled();
    expect(element.status).to.equal('idle');
    expect(events).to.have.length(1);
    expect(events[0]!.composed && !events[0]!.bubbles).to.equal(true);
    await element.join();
    expect(element.status).to.equal('joined');
    expect(events, 'what the page does it need not be asked').to.have.length(1);
  });

  it('prevents leaving', async () => {
    const element = await mountInCall(['Ana']);
    const events = forbid(element, 'before-leave');
    element.the('leave-button').click();
    expect(element.status).to.equal('joined');
    element.leave();
    expect(element.status).to.equal('left');
    expect(events).to.have.length(1);
  });

  it('gets no event when the user cancels joining', async () => {
    const element = await mount({ prepare: (call) => (call.isSlow = true) });
    const events = forbid(element, 'before-leave');
    element.the('join-button').click();
    await element.settled();
    element.the('cancel-button').click();
    await element.settled();
    expect(element.status).to.equal('idle');
    expect(events).to.have.length(0);
  });

  it('prevents screen sharing', async () => {
    const element = await mountInCall(['Ana']);
    const events = forbid(element, 'before-screen-share');
    element.the('screen-button').click();
    await element.settled();
    expect(element.fake.sourceState('screen').status).to.equal('off');
    await element.turnOn('screen');
    expect(element.fake.sourceState('screen').status).to.equal('on');
    expect(events).to.have.length(1);
  });
});

describe('a page that removes controls', () => {
  it('has no buttons for them', async () => {
    const element = await mountInCall(['Ana'], {
      attributes: { controlslist: 'noscreen nocamera noleave' },
    });
    expect(element.all('button').map((one) => one.part.item(1))).to.deep.equal([
      'microphone-button',
      'more-button',
    ]);
    await expect(element).to.be.accessible();
    element.setAttribute('controlslist', 'nomicrophone');
    await element.settled();
    expect(element.all('camera-button')).to.have.length(1);
    expect(element.all('microphone-button')).to.have.length(0);
  });

  it('has no menu items for them', async () => {
    const controlslist =
      'noinvite nosettings nolayout noselfview nofullscreen nodevices nopictureinpicture nopeople nostatistics novideoquality';
    const element = await mountInCall(['Ana'], { attributes: { controlslist } });
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length);
    expect(element.all('menu-item').map(({ innerText }) => innerText.trim())).to.deep.equal([
      'Keyboard shortcuts',
    ]);
  });
});

describe('a page that fills slots', () => {
  it('has its own lobby and joins from there', async () => {
    const element = await mount();
    const lobby = fill(element, 'lobby', 'button');
    lobby.onclick = () => void element.join();
    await element.settled();
    expect(isSeen(lobby)).to.equal(true);
    expect(isSeen(element.the('lobby'))).to.equal(false);
    lobby.click();
    await element.settled();
    expect(element.status).to.equal('joined');
    expect(isSeen(lobby)).to.equal(false);
  });

  it('has its own words for an empty room and for the end', async () => {
    const element = await mountInCall();
    const empty = fill(element, 'empty');
    const ended = fill(element, 'ended');
    await element.settled();
    expect(isSeen(empty) && !isSeen(ended)).to.equal(true);
    expect(isSeen(element.the('alone'))).to.equal(false);
    element.fake.arrive('Ana');
    await element.settled();
    expect(isSeen(empty)).to.equal(false);
    element.leave();
    await element.settled();
    expect(isSeen(ended)).to.equal(true);
    expect(isSeen(element.the('message'))).to.equal(false);
  });

  it('has its own words for an empty room where ours stand, and they can be pressed', async () => {
    const element = await mountInCall();
    const ours = element.the('alone').getBoundingClientRect();
    const knock = document.createElement('button');
    knock.slot = 'empty';
    knock.textContent = 'Knock';
    element.append(knock);
    await element.settled();
    const { left, top, width, height } = knock.getBoundingClientRect();
    expect(top).to.be.at.least(ours.top - 40);
    expect(document.elementFromPoint(left + width / 2, top + height / 2)).to.equal(knock);
  });

  it('has its own buttons in the toolbar, at both ends', async () => {
    const element = await mountInCall(['Ana']);
    const ours = ['toolbar-start', 'toolbar-end'].map((slot) => fill(element, slot, 'button'));
    const [start, end] = ours.map((one) => one.getBoundingClientRect());
    const toolbar = element.the('toolbar').getBoundingClientRect();
    expect(start!.left).to.be.at.least(toolbar.left);
    expect(start!.right).to.be.at.most(
      element.the('microphone-button').getBoundingClientRect().left,
    );
    expect(end!.left).to.be.at.least(element.the('leave-button').getBoundingClientRect().right);
    expect(end!.right).to.be.at.most(toolbar.right);
    await expect(element).to.be.accessible();
  });

  it('has its own icons, also for what is off', async () => {
    const element = await mountInCall(['Ana']);
    const [on, off] = ['icon-microphone', 'icon-microphone-off'].map((slot) =>
      fill(element, slot, 'i'),
    );
    expect(isSeen(on!) && !isSeen(off!)).to.equal(true);
    element.turnOff('microphone');
    await element.settled();
    expect(isSeen(off!) && !isSeen(on!)).to.equal(true);
    expect(isSeen(element.the('microphone-button').querySelector('svg')!)).to.equal(false);
  });
});

describe('the states of the element', () => {
  const states = (element: TestElement) =>
    [
      'joined',
      'reconnecting',
      'alone',
      'muted',
      'camera-off',
      'sharing',
      'presenting',
      'fullscreen',
    ].filter((name) => element.matches(`:state(${name})`));

  it('reflect what happens', async () => {
    const element = await mount();
    expect(states(element)).to.deep.equal([]);
    await element.join();
    await element.settled();
    expect(states(element)).to.deep.equal(['joined', 'alone']);
    const ana = element.fake.arrive('Ana');
    element.fake.updateParticipant(ana, { sources: ['screen'] });
    element.turnOff('microphone');
    element.turnOff('camera');
    element.fake.setServer(false);
    await element.settled();
    expect(states(element)).to.deep.equal([
      'joined',
      'reconnecting',
      'muted',
      'camera-off',
      'presenting',
    ]);
    element.fake.setServer(true);
    element.fake.updateParticipant(ana, { sources: [] });
    await element.turnOn('screen');
    await element.settled();
    expect(states(element)).to.deep.equal([
      'joined',
      'muted',
      'camera-off',
      'sharing',
      'presenting',
    ]);
  });

  it('reflect full screen', async () => {
    const element = await mountInCall(['Ana']);
    const button = document.createElement('button');
    button.textContent = 'Larger';
    button.onclick = () => void element.requestFullscreen();
    element.after(button);
    const { x, y } = button.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x) + 5, Math.round(y) + 5] });
    await waitUntil(() => states(element).includes('fullscreen'), 'it fills the screen');
    await document.exitFullscreen();
    await waitUntil(() => !states(element).includes('fullscreen'), 'it is back');
  });
});

describe('a page’s own buttons', () => {
  it('join, toggle and leave, and reflect the state', async () => {
    const element = await mount({ attributes: { name: 'Ana' } });
    const said: string[] = [];
    element.addEventListener('status-change', ({ detail }) => said.push(detail));
    await element.join();
    element.fake.arrive('Ben');
    element.turnOff('microphone');
    expect(element.self?.sources).to.deep.equal(['camera']);
    await element.turnOn('microphone');
    expect(element.self?.sources).to.deep.equal(['microphone', 'camera']);
    expect(element.participants.map(({ name }) => name)).to.deep.equal(['Ana', 'Ben']);
    element.leave();
    expect(said).to.deep.equal(['joining', 'joined', 'left']);
    expect(element.participants).to.have.length(0);
  });
});

describe('light and dark', () => {
  it('follow the color-scheme of the element, regardless of the page', async () => {
    const element = await mount();
    const surface = () => getComputedStyle(element.the('base')).backgroundColor;
    element.style.colorScheme = 'light';
    expect(surface()).to.equal('rgb(255, 255, 255)');
    element.style.colorScheme = 'dark';
    expect(surface()).to.equal('rgb(22, 24, 29)');
    await expect(element).to.be.accessible();
  });
});
