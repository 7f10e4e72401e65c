/** What is announced to screen readers, once each. */
import type { AnnouncerView } from '../../../src/ui/notices/announcer.js';
import * as mounting from '../support/mount.js';
import { expect, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const announcer = (element: TestElement) =>
  element.root.querySelector<AnnouncerView>('video-call-announcer')!;

const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '').replace(/\u00a0$/, '');

async function said(element: TestElement): Promise<string> {
  await element.settled();
  return plain(element.said);
}

async function shouted(element: TestElement): Promise<string> {
  await element.settled();
  return plain(element.shouted);
}

/** An element that announces everything immediately, so that tests don't wait for the previous sentence. */
async function mount(): Promise<TestElement> {
  const element = await mounting.mount();
  Object.assign(announcer(element), { pause: 0, settling: 0 });
  return element;
}

async function mountInCall(names: readonly string[] = []): Promise<TestElement> {
  const element = await mount();
  await element.join();
  for (const name of names) element.fake.arrive(name);
  await element.settled();
  return element;
}

describe('the announcer', () => {
  it('is accessible: one polite and one urgent region, there from the beginning', async () => {
    const element = await mount();
    await expect(element).to.be.accessible();
    expect(element.root.querySelectorAll('[role=status]')).to.have.length(1);
    expect(element.root.querySelectorAll('[role=alert]')).to.have.length(1);
    expect(element.said + element.shouted).to.equal('');
  });

  it('announces the same if it was loaded after joining, as with autojoin', async () => {
    const element = await mounting.mount({
      attributes: { autojoin: '' },
      prepare: (call) => call.arrive('Ana'),
    });
    expect(await said(element)).to.equal('You joined the call. Ana is here. Microphone on');
  });

  it('announces on joining who is here and whether the microphone is on', async () => {
    const element = await mount();
    element.fake.arrive('Ana');
    element.fake.arrive('Ben');
    element.fake.want('microphone', false);
    await element.join();
    expect(await said(element)).to.equal(
      'You joined the call. Ana and Ben are here. Microphone off',
    );
  });

  it('announces who joins and leaves, together if at the same time', async () => {
    const element = await mountInCall();
    const ana = element.fake.arrive('Ana');
    expect(await said(element)).to.equal('Ana joined');
    element.fake.arrive('Ben');
    element.fake.depart(ana);
    expect(await said(element)).to.equal('Ben joined. Ana left');
  });

  it('repeats a sentence if it is news again', async () => {
    const element = await mountInCall();
    const announce = async () => {
      const detail = { text: 'Link copied' };
      const event = new CustomEvent('ask-announce', { bubbles: true, detail });
      element.root.querySelector('video-call-stage')!.dispatchEvent(event);
      await element.settled();
      return element.root.querySelector('[role=status]')?.textContent;
    };
    const first = await announce();
    expect(await announce()).not.to.equal(first);
    expect(await said(element)).to.equal('Link copied');
  });

  it('announces your own sources that are turned on or off', async () => {
    const element = await mountInCall(['Ana']);
    element.turnOff('microphone');
    expect(await said(element)).to.equal('Microphone off');
    await element.turnOn('microphone');
    expect(await said(element)).to.equal('Microphone on');
    element.turnOff('camera');
    expect(await said(element)).to.equal('Camera off');
    await element.turnOn('screen');
    expect(await said(element)).to.equal('You’re sharing your screen');
  });

  it('announces who starts and stops sharing a screen', async () => {
    const element = await mountInCall(['Ana']);
    const { id } = element.participants[1]!;
    element.fake.updateParticipant(id, { sources: ['screen'] });
    expect(await said(element)).to.equal('Ana is sharing their screen');
    element.fake.updateParticipant(id, { sources: [] });
    expect(await said(element)).to.equal('Ana stopped sharing');
  });

  it('announces that the server connection is lost and restored', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.setServer(false);
    expect(await shouted(element)).to.contain('Server connection lost.');
    element.fake.setServer(true);
    expect(await said(element)).to.equal('Server connection restored');
  });

  it('announces the end of the call, and why', async () => {
    const element = await mountInCall(['Ana']);
    element.leave();
    expect(await said(element)).to.equal('You left the call');
    await element.join();
    element.fake.refuse('replaced');
    expect(await said(element)).to.equal('You joined from another tab');
  });

  it('does not announce the microphones of others', async () => {
    const element = await mountInCall(['Ana']);
    const before = await said(element);
    element.fake.updateParticipant(element.participants[1]!.id, { sources: [] });
    expect(await said(element)).to.equal(before);
  });

  it('announces many who join or leave together in one sentence', async () => {
    const element = await mountInCall();
    const ids = ['Ana', 'Ben', 'Chi', 'Dan'].map((name) => element.fake.arrive(name));
    expect(await said(element)).to.equal('Ana, Ben, and 2 others joined');
    for (const id of ids.slice(2)) element.fake.depart(id);
    expect(await said(element)).to.equal('Chi and Dan left');
  });

  it('combines what happens while a sentence is announced', async () => {
    const element = await mountInCall();
    element.fake.arrive('Ana');
    await element.settled();
    announcer(element).pause = 2_000;
    element.fake.arrive('Ben');
    const chi = element.fake.arrive('Chi');
    expect(await said(element)).to.equal('Ana joined');
    element.fake.depart(chi);
    await waitUntil(() => plain(element.said) === 'Ben joined', 'nothing of who was gone by then');
  });

  it('announces once that a participant is reconnecting, and that they are back', async () => {
    const element = await mountInCall(['Ana', 'Ben']);
    const [, ana, ben] = element.participants;
    element.fake.setLink(ana!.id, 'interrupted');
    expect(await said(element)).to.equal('Connection to Ana lost. Reconnecting…');
    element.fake.updateParticipant(ana!.id, { away: true });
    element.fake.updateParticipant(ben!.id, { away: true });
    expect(await said(element)).to.equal('Connection to Ben lost. Reconnecting…');
    element.fake.updateParticipant(ana!.id, { away: false });
    element.fake.setLink(ana!.id, 'connected');
    element.fake.updateParticipant(ben!.id, { away: false });
    expect(await said(element)).to.equal('Ana and Ben are back');
  });

  it('does not announce brief interruptions', async () => {
    const element = await mountInCall(['Ana', 'Ben']);
    const before = await said(element);
    const { id } = element.participants[1]!;
    announcer(element).settling = 60_000;
    for (const status of ['interrupted', 'connected', 'interrupted', 'connected'] as const) {
      element.fake.setLink(id, status);
      expect(await said(element)).to.equal(before);
    }
    announcer(element).settling = 50;
    element.fake.setLink(id, 'interrupted');
    await waitUntil(() => plain(element.said) === 'Connection to Ana lost. Reconnecting…');
  });

  it('announces once that the connection is lost and restored, with any number of participants', async () => {
    const element = await mountInCall(['Ana', 'Ben', 'Chi']);
    const before = await said(element);
    const others = element.participants.slice(1);
    for (const { id } of others) element.fake.setLink(id, 'interrupted');
    element.fake.setServer(false);
    expect(await shouted(element)).to.equal('Connection lost. Reconnecting…');
    expect(element.the('reconnecting').textContent?.trim()).to.equal(
      'Connection lost. Reconnecting…',
    );
    expect(await said(element)).to.equal(before);
    element.fake.setServer(true);
    expect(await said(element)).to.equal(before);
    for (const { id } of others) element.fake.setLink(id, 'connected');
    expect(await said(element)).to.equal('Reconnected');
  });

  it('announces a lost device immediately, instead of “off”', async () => {
    const element = await mountInCall(['Ana']);
    const before = await said(element);
    element.fake.lose('camera');
    expect(await shouted(element)).to.equal(
      'Lost the connection to your camera. Reconnect the device, then try again.',
    );
    expect(await said(element)).to.equal(before);
    expect(element.root.querySelectorAll('[role=alert]')).to.have.length(1);
  });

  it('announces in the lobby why a device can’t be used', async () => {
    const element = await mount();
    element.fake.failing.set('camera', 'media-busy');
    element.the('preview-button').click();
    expect(await shouted(element)).to.contain('Another app is using your camera.');
  });

  it('announces why joining was refused', async () => {
    const element = await mount();
    element.fake.isSlow = true;
    element.the('join-button').click();
    await element.settled();
    element.fake.refuse('room-full');
    expect(await said(element)).to.equal('The room is full');
  });

  it('announces texts for other views', async () => {
    const element = await mount();
    const ask = (detail: object) =>
      element
        .the('lobby')
        .dispatchEvent(new CustomEvent('ask-announce', { bubbles: true, detail }));
    ask({ text: 'Link copied' });
    expect(await said(element)).to.equal('Link copied');
    ask({ text: 'You are talking', isUrgent: true });
    expect(await shouted(element)).to.equal('You are talking');
  });
});
