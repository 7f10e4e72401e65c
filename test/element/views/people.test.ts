/** The people panel: who is here, what a host can do, who is waiting, and requests to the user. */
import { sendKeys } from '@web/test-runner-commands';
import type { Role } from '../../../src/protocol.js';
import type { View } from '../../../src/ui/base/view.js';
import type { FakeCall } from '../../fakes/fake-call.js';
import { expect, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const press = (key: string) => sendKeys({ press: key });
const plain = (text: string) => text.replaceAll(/[\u2066-\u2069\u00a0]/g, '');
const asHost = (call: FakeCall) => void (call.role = 'host');
const focused = (element: TestElement) => element.root.activeElement;

/** A host in a call with others. */
async function host(names: readonly string[] = [], settings = {}): Promise<TestElement> {
  const element = await mountInCall(names, { prepare: asHost, ...settings });
  await hasten(element);
  return element;
}

/** Makes announcements immediate, including pending ones. */
async function hasten(element: TestElement): Promise<void> {
  const announcer = element.root.querySelector<View>('video-call-announcer')!;
  Object.assign(announcer, { pause: 0, settling: 0 });
  announcer.requestUpdate();
  await element.settled();
}

// The first test to open it would otherwise wait for the import.
before(() => import('../../../src/ui/overlay/panels.js'));

/** Asserts which element has the focus; elements themselves are too large for a failure message. */
function expectFocus(element: TestElement, wanted: Element | null | undefined, why = ''): void {
  const found = focused(element);
  const where = found && (found.part.value || found.localName);
  expect(found === wanted, `${why} the focus is on ${where}`).to.equal(true);
}

async function open(element: TestElement): Promise<TestElement> {
  element.the('base').focus();
  await press('u');
  await waitUntil(() => element.all('everybody').length, 'the people are shown');
  await element.settled();
  return element;
}

const rows = (element: TestElement) => [
  ...element.root.querySelectorAll<HTMLElement>('video-call-person'),
];
const rowOf = (element: TestElement, name: string) =>
  rows(element).find(({ innerText }) => innerText.includes(name))!;
const inRow = (element: TestElement, name: string, part: string) =>
  rowOf(element, name).querySelector<HTMLElement>(`[part~=${part}]`);
const idOf = (element: TestElement, name: string) =>
  element.participants.find((one) => one.name === name)!.id;
const setRole = (element: TestElement, role: Role) => {
  element.fake.role = role;
  element.fake.updateParticipant(element.self!.id, { role });
};

describe('the people', () => {
  it('are accessible, for a host and for others', async () => {
    for (const role of ['host', 'participant'] as const) {
      const element = await open(
        await mountInCall(['Ana', 'Ben'], { prepare: (call) => (call.role = role) }),
      );
      await expect(element).to.be.accessible();
    }
  });

  it('are all listed in order, with their roles and sources', async () => {
    const element = await mountInCall(['Ana', 'Ben', 'ليلى'], { attributes: { name: 'Me' } });
    element.fake.updateParticipant(idOf(element, 'Ana'), { role: 'host', sources: ['screen'] });
    element.fake.updateParticipant(idOf(element, 'Ben'), { role: 'viewer', sources: [] });
    element.fake.updateParticipant(idOf(element, 'ليلى'), { away: true });
    await open(element);
    const told = rows(element).map(({ innerText }) => innerText.split(/\s*\n\s*/).filter(Boolean));
    expect(element.the('dialog-heading').textContent).to.equal('Participants (4)');
    expect(rows(element).map((row) => row.querySelector('bdi')!.textContent)).to.deep.equal([
      'Me',
      'Ana',
      'Ben',
      'ليلى',
    ]);
    expect(rowOf(element, 'Me').querySelector('[part="you"]')!.textContent).to.equal('(you)');
    expect(element.all('you').filter((one) => one.closest('video-call-person'))).to.have.length(1);
    const states = (name: string) =>
      [...rowOf(element, name).querySelectorAll('.person-state .unseen')].map(
        (one) => one.textContent,
      );
    expect(states('Me')).to.deep.equal(['Microphone on', 'Camera on']);
    expect(states('Ana')).to.deep.equal(['Sharing their screen', 'Microphone off', 'Camera off']);
    expect(states('Ben'), 'nothing of what they may not show').to.deep.equal([]);
    expect(told[1]!.includes('Host')).to.equal(true);
    expect(told[2]!.includes('Viewer')).to.equal(true);
    expect(told[3]!.join()).to.contain('Reconnecting');
    expect(element.all('person-action'), 'nothing to do for who is no host').to.have.length(0);
    expect(element.all('rule')).to.have.length(0);
  });

  it('follow joins and leaves', async () => {
    const element = await open(await mountInCall(['Ana']));
    const ben = element.fake.arrive('Ben');
    await element.settled();
    expect(rows(element)).to.have.length(3);
    element.fake.depart(ben);
    await element.settled();
    expect(rows(element)).to.have.length(2);
    expect(element.the('dialog-heading').textContent).to.equal('Participants (2)');
  });

  it('open from the menu, the toolbar of a host and by key, and close again', async () => {
    const element = await mountInCall(['Ana']);
    expect(element.all('people-button'), 'for hosts alone').to.have.length(0);
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length);
    element
      .all('menu-item')
      .find(({ innerText }) => innerText.trim() === 'Participants')!
      .click();
    await waitUntil(() => element.all('everybody').length);
    await press('Escape');
    await element.settled();
    expectFocus(element, element.the('more-button'));
    setRole(element, 'host');
    await element.settled();
    element.the('people-button').click();
    await waitUntil(() => element.all('everybody').length);
    await press('Escape');
    await element.settled();
    expectFocus(element, element.the('people-button'));
  });

  it('can’t be opened if the page removes them', async () => {
    const element = await host(['Ana'], { attributes: { controlslist: 'nopeople' } });
    expect(element.all('people-button')).to.have.length(0);
    element.the('base').focus();
    await press('u');
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length);
    expect(element.all('everybody')).to.have.length(0);
    expect(element.the('menu').innerText).not.to.contain('Participants');
  });
});

describe('the people of a wide element', () => {
  const WIDE = { width: 1000, height: 560 };
  const isInert = (one: Element) => one.closest('[inert]') !== null;
  const panel = (element: TestElement) => element.the('dialog').getBoundingClientRect();
  const stage = (element: TestElement) => element.the('stage').getBoundingClientRect();

  it('are beside the stage, which becomes smaller, and leave the toolbar usable', async () => {
    const element = await host(['Ana', 'Ben'], WIDE);
    const before = stage(element);
    await open(element);
    await waitUntil(() => stage(element).width < before.width, 'the stage has made room');
    expect(panel(element).left).to.be.least(stage(element).right);
    expect(panel(element).right).to.equal(element.getBoundingClientRect().right);
    expect(panel(element).height).to.equal(element.getBoundingClientRect().height);
    expect(element.the('dialog').ariaModal).to.equal(null);
    for (const part of ['toolbar', 'stage']) expect(isInert(element.the(part))).to.equal(false);
    expect(element.the('toolbar').getBoundingClientRect().right).to.be.most(panel(element).left);
    const isOn = () => element.fake.sourceState('microphone').status === 'on';
    const wasOn = isOn();
    element.the('microphone-button').click();
    await waitUntil(() => isOn() !== wasOn, 'the button works');
    expect(element.all('everybody')).to.have.length(1);
    await expect(element).to.be.accessible();
  });

  it('are on the other side from right to left', async () => {
    const element = await open(
      await host(['Ana'], { ...WIDE, attributes: { dir: 'rtl', lang: 'ar' } }),
    );
    await waitUntil(() => panel(element).right <= stage(element).left, 'they are on the left');
    expect(panel(element).left).to.equal(element.getBoundingClientRect().left);
  });

  it('take the focus, leave the toolbar to the Tab key, and give the focus back', async () => {
    const element = await host(['Ana'], WIDE);
    const button = element.the('people-button');
    button.focus();
    button.click();
    await waitUntil(() => element.all('everybody').length, 'the people are shown');
    await element.settled();
    expectFocus(element, element.the('dialog'));
    expect(button.ariaExpanded).to.equal('true');
    await sendKeys({ down: 'Shift' });
    await press('Tab');
    await sendKeys({ up: 'Shift' });
    expectFocus(element, button, 'the toolbar comes before the panel');
    await press('Tab');
    expect(element.the('dialog').contains(focused(element))).to.equal(true);
    await press('Escape');
    await element.settled();
    expect(element.all('everybody')).to.have.length(0);
    expectFocus(element, button);
    expect(button.ariaExpanded).to.equal(null);
  });

  it('stay while a menu is open, and are covered by a dialog', async () => {
    const element = await open(await host(['Ana'], WIDE));
    element.the('more-button').click();
    await waitUntil(() => element.all('menu').length, 'the menu is open');
    expect(element.all('everybody')).to.have.length(1);
    element.the('base').focus();
    await press('h');
    await waitUntil(() => element.all('shortcuts').length, 'the shortcuts are shown');
    await element.settled();
    expect(isInert(element.the('everybody'))).to.equal(true);
    await press('Escape');
    await element.settled();
    expect(isInert(element.the('everybody'))).to.equal(false);
  });

  it('are brought into focus by the key, and closed by the next press', async () => {
    const element = await open(await host(['Ana'], WIDE));
    element.the('leave-button').focus();
    await press('u');
    await element.settled();
    expectFocus(element, element.the('dialog'));
    await press('u');
    await element.settled();
    expect(element.all('everybody')).to.have.length(0);
  });

  it('cover the stage as soon as the element is narrow', async () => {
    const element = await open(await host(['Ana'], WIDE));
    element.style.width = '640px';
    await waitUntil(() => element.the('dialog').ariaModal === 'true', 'they are a dialog');
    await element.settled();
    expect(isInert(element.the('toolbar'))).to.equal(true);
    expect(stage(element).width).to.be.greaterThan(600);
    element.style.width = '1000px';
    await waitUntil(() => element.the('dialog').ariaModal === null, 'they are beside the stage');
    await element.settled();
    expect(isInert(element.the('toolbar'))).to.equal(false);
  });
});

describe('the row of a person', () => {
  it('has states that are not buttons, beside the name, and actions that look like buttons', async () => {
    const element = await open(await host(['Ana']));
    const row = rowOf(element, 'Ana');
    const name = row.querySelector('bdi')!.getBoundingClientRect();
    for (const state of row.querySelectorAll('[part~=person-state]')) {
      expect(state.closest('button')).to.equal(null);
      const { left, bottom, top } = state.getBoundingClientRect();
      expect(left - name.right).to.be.most(64);
      expect(top >= name.top - 2 && bottom <= name.bottom + 2).to.equal(true);
    }
    const actions = [...row.querySelectorAll<HTMLElement>('[part~=person-action]')];
    expect(actions).to.have.length(2);
    for (const action of actions) {
      expect(getComputedStyle(action).borderTopStyle).to.equal('solid');
      expect(action.title).not.to.equal('');
    }
  });
});

describe('the button of a host', () => {
  const isShown = (element: TestElement) =>
    element.the('people-button').getClientRects().length > 0;

  it('moves into the menu if there is no space, with the number waiting', async () => {
    const element = await host(['Ana']);
    element.fake.knock('Noor');
    await element.settled();
    expect(isShown(element)).to.equal(true);
    element.style.width = '240px';
    await waitUntil(() => !isShown(element), 'it goes');
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length);
    expect(element.the('menu').innerText).to.contain('Participants, 1 waiting');
    await sendKeys({ press: 'Escape' });
    element.style.width = '640px';
    await waitUntil(() => isShown(element), 'it is back');
  });

  it('fits into the toolbar even if it is added late', async () => {
    const element = await mountInCall(['Ana'], { width: 244 });
    setRole(element, 'host');
    await element.settled();
    await waitUntil(() => element.all('people-button').length && !isShown(element));
    const { left, right } = element.the('toolbar').getBoundingClientRect();
    const base = element.getBoundingClientRect();
    expect(left).to.be.at.least(base.left);
    expect(right).to.be.at.most(base.right);
  });

  it('is one stop among the others for the arrow keys', async () => {
    const element = await host(['Ana']);
    element.the('screen-button').focus();
    await press('ArrowRight');
    expectFocus(element, element.the('people-button'));
    await press('Enter');
    await waitUntil(() => element.all('everybody').length);
  });
});

describe('a host', () => {
  it('asks a participant to mute, and gets a confirmation', async () => {
    const element = await open(await host(['Ana', 'Ben']));
    inRow(element, 'Ana', 'mute')!.click();
    expect(element.fake.asked).to.include(`ask mute ${idOf(element, 'Ana')}`);
    await element.settled();
    expect(plain(element.the('word').textContent!)).to.equal('Ana was asked to mute');
    expect(plain(element.said)).to.equal('Ana was asked to mute');
    expect(!inRow(element, 'Ana', 'mute'), 'who is muted need not be asked').to.equal(true);
    expect(inRow(element, 'Ben', 'mute')!.ariaLabel).to.equal('Ask to mute: \u2068Ben\u2069');
  });

  it('asks everyone to mute', async () => {
    const element = await open(await host(['Ana', 'Ben']));
    element.the('mute-all-button').click();
    expect(element.fake.asked).to.include('ask mute all');
  });

  it('stops a shared screen', async () => {
    const element = await open(await host(['Ana']));
    expect(!inRow(element, 'Ana', 'stop')).to.equal(true);
    element.fake.updateParticipant(idOf(element, 'Ana'), { sources: ['screen'] });
    await element.settled();
    inRow(element, 'Ana', 'stop')!.click();
    expect(element.fake.asked).to.include(`ask stop-screen ${idOf(element, 'Ana')}`);
  });

  it('locks the room and opens a waiting room, as the server confirms', async () => {
    const element = await open(await host(['Ana']));
    const box = (part: string) => element.the(part).querySelector('input')!;
    box('lock-switch').click();
    await element.settled();
    expect(element.fake.asked).to.include('policy {"locked":true}');
    expect(box('lock-switch').checked).to.equal(true);
    box('door-switch').click();
    expect(element.fake.asked).to.include('policy {"waiting":true}');
    element.fake.setPolicy({ locked: false });
    await element.settled();
    expect(box('lock-switch').checked).to.equal(false);
  });

  it('removes a participant after confirmation, and can also lock the room', async () => {
    const element = await open(await host(['Ana', 'Ben']));
    const ana = idOf(element, 'Ana');
    inRow(element, 'Ana', 'remove')!.click();
    await waitUntil(() => focused(element)?.part.contains('cancel-button'), 'the safe answer');
    expect(element.the('removal').innerText).to.contain('Lock the room to keep them out.');
    await expect(element).to.be.accessible();
    await press('Escape');
    await element.settled();
    expect(element.all('removal')).to.have.length(0);
    expect(element.all('everybody'), 'the people stay').to.have.length(1);
    expectFocus(element, inRow(element, 'Ana', 'remove'));
    inRow(element, 'Ana', 'remove')!.click();
    await waitUntil(() => element.all('removal').length);
    element.the('lock-choice').querySelector('input')!.click();
    element.the('remove-button').click();
    await element.settled();
    expect(element.fake.asked.slice(-2)).to.deep.equal([
      'policy {"locked":true}',
      `ask remove ${ana}`,
    ]);
    expect(rows(element)).to.have.length(2);
    inRow(element, 'Ben', 'remove')!.click();
    await waitUntil(() => element.all('removal').length);
    expect(element.the('removal').innerText).to.contain('The room is locked');
    expect(element.all('lock-choice')).to.have.length(0);
  });

  it('has the same actions in the menu of a tile, with the same confirmation', async () => {
    const element = await host(['Ana']);
    const ana = idOf(element, 'Ana');
    element.fake.updateParticipant(ana, { sources: ['microphone', 'screen'] });
    await waitUntil(() => element.all('tile-button').length);
    const openMenu = async () => {
      await element.settled();
      const tile = element
        .all('tile')
        .find((one) => one.querySelector('bdi')?.textContent === 'Ana')!;
      tile.querySelector<HTMLElement>('[part~=tile-button]')!.click();
      await waitUntil(() => element.all('menu-item').length, 'the menu opens');
      return (label: string) =>
        element.all('menu-item').find(({ innerText }) => innerText.trim() === label)!;
    };
    (await openMenu())('Ask to mute').click();
    expect(element.fake.asked).to.include(`ask mute ${ana}`);
    (await openMenu())('Stop screen sharing').click();
    expect(element.fake.asked).to.include(`ask stop-screen ${ana}`);
    (await openMenu())('Remove').click();
    await waitUntil(() => element.all('dialog').length, 'the question opens');
    await element.settled();
    expect(plain(element.the('dialog-heading').textContent!)).to.equal('Remove Ana?');
    await expect(element).to.be.accessible();
    element.the('remove-button').click();
    await element.settled();
    expect(element.fake.asked).to.include(`ask remove ${ana}`);
    expect(element.all('dialog')).to.have.length(0);
    expectFocus(element, element.the('base'), 'the tile is gone');
  });

  it('gets no confirmation for a participant who left meanwhile', async () => {
    const element = await host(['Ana']);
    const anchor = element.the('more-button');
    const detail = { anchor, dialog: 'remove', id: idOf(element, 'Ana') };
    anchor.dispatchEvent(new CustomEvent('ask-dialog', { detail, bubbles: true }));
    await waitUntil(() => element.all('removal').length);
    element.fake.depart(detail.id);
    await element.settled();
    expect(element.all('dialog')).to.have.length(0);
  });

  it('is informed when the room can’t be reached', async () => {
    const element = await open(await host(['Ana']));
    element.fake.setServer(false);
    await element.settled();
    inRow(element, 'Ana', 'mute')!.click();
    await element.settled();
    expect(element.fake.asked.some((one) => one.startsWith('ask'))).to.equal(false);
    expect(element.the('word').textContent).to.contain('Server connection lost.');
  });

  it('is appointed when another leaves, and is informed once', async () => {
    const element = await mountInCall(['Ana']);
    await hasten(element);
    expect(element.all('new-host')).to.have.length(0);
    setRole(element, 'host');
    await element.settled();
    expect(plain(element.said)).to.equal('You’re now a host');
    expect(element.the('new-host').innerText).to.contain('You’re now a host');
    expect(element.matches(':state(host)')).to.equal(true);
    element.the('new-host').querySelector<HTMLElement>('[part=dismiss-button]')!.click();
    element.fake.arrive('Ben');
    await element.settled();
    expect(element.all('new-host')).to.have.length(0);
    expect(plain(element.said)).to.equal('Ben joined');
  });

  it('from the start gets no notice', async () => {
    const element = await host(['Ana']);
    expect(element.all('new-host')).to.have.length(0);
  });
});

describe('the focus in the people panel', () => {
  it('reaches everything by keyboard', async () => {
    const element = await host(['Ana', 'Ben']);
    element.fake.knock('Noor');
    await open(element);
    expectFocus(element, element.the('dialog'));
    const seen: string[] = [];
    for (let stops = 0; stops < 12; stops += 1) {
      await press('Tab');
      const one = focused(element)!;
      seen.push(plain(one.ariaLabel ?? (one.closest('label') ?? one).textContent!.trim()));
    }
    expect(seen.slice(0, 10)).to.deep.equal([
      'Close',
      'Lock roomNo one else can join.',
      'Waiting roomNew participants wait for a host to let them in.',
      'Admit: Noor',
      'Deny: Noor',
      'Ask everyone to mute',
      'Ask to mute: Ana',
      'Remove: Ana',
      'Ask to mute: Ben',
      'Remove: Ben',
    ]);
    expect(seen[10], 'and round again').to.equal('Close');
  });

  it('is not lost when a participant leaves', async () => {
    const element = await open(await host(['Ana', 'Ben', 'Chi']));
    inRow(element, 'Ana', 'remove')!.focus();
    element.fake.depart(idOf(element, 'Ana'));
    await element.settled();
    expectFocus(element, rowOf(element, 'Ben'), 'on whoever is there now, and not on a button');
    inRow(element, 'Chi', 'mute')!.focus();
    element.fake.updateParticipant(idOf(element, 'Chi'), { sources: [] });
    await element.settled();
    expectFocus(element, rowOf(element, 'Chi'));
    inRow(element, 'Chi', 'remove')!.focus();
    element.fake.depart(idOf(element, 'Chi'));
    await element.settled();
    expectFocus(element, rows(element).at(-1));
    inRow(element, 'Ben', 'remove')!.focus();
    setRole(element, 'participant');
    await element.settled();
    expectFocus(element, rowOf(element, 'Ben'));
    await press('Escape');
    await element.settled();
    expect(element.all('dialog')).to.have.length(0);
    expect(focused(element) !== null).to.equal(true);
  });

  it('is not lost when a participant is admitted', async () => {
    const element = await host(['Ana']);
    element.fake.knock('Noor');
    element.fake.knock('Omar');
    await open(element);
    const admit = () =>
      element.root.querySelector<HTMLElement>('.people video-call-knocker button')!;
    admit().focus();
    await press('Enter');
    await element.settled();
    expect(element.root.querySelectorAll('video-call-knocker')).to.have.length(1);
    expect(focused(element)?.localName).to.equal('video-call-knocker');
    await press('Tab');
    await press('Enter');
    await element.settled();
    expect(element.root.querySelectorAll('video-call-knocker')).to.have.length(0);
    expectFocus(element, element.the('dialog'));
    expect(rows(element)).to.have.length(4);
  });
});

describe('a role', () => {
  it('that publishes nothing has no switches in the room', async () => {
    const element = await mountInCall(['Ana'], {
      prepare(call) {
        call.role = 'viewer';
        call.plug('speaker', ['Loud', 'Quiet']);
      },
    });
    for (const part of ['microphone-button', 'camera-button', 'screen-button']) {
      expect(element.all(part), part).to.have.length(0);
    }
    await expect(element).to.be.accessible();
    element.the('base').focus();
    for (const key of ['m', 'c', 's', 'v']) await press(key);
    expect(element.fake.asked.some((one) => /^turn (on|off) screen/.test(one))).to.equal(false);
    element.the('more-button').click();
    await waitUntil(() => element.all('menu-item').length);
    const items = element.all('menu-item').map(({ innerText }) => innerText.trim());
    expect(items[0], 'it listens all the same').to.equal('Speaker');
    expect(items.join()).not.to.contain('Choose');
  });
});
