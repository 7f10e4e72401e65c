/** What a screen reader is told, once each. */
import { expect, mount, mountInCall, type TestElement } from './mount.js';

const said = async (element: TestElement) => {
  await element.settled();
  return element.said.replace(/[\u2068\u2069]/g, '').replace(/\u00a0$/, '');
};

describe('the announcer', () => {
  it('is one polite region that is there from the beginning', async () => {
    const element = await mount();
    expect(element.root.querySelectorAll('[role=status]')).to.have.length(1);
    expect(element.said).to.equal('');
  });

  it('says who is here and whether one is heard on joining', async () => {
    const element = await mount();
    element.fake.arrive('Ana');
    element.fake.arrive('Ben');
    element.fake.want('microphone', false);
    await element.join();
    expect(await said(element)).to.equal(
      'You joined the call. Ana and Ben are here. Microphone off',
    );
  });

  it('says who comes and goes, together where they do', async () => {
    const element = await mountInCall();
    const ana = element.fake.arrive('Ana');
    expect(await said(element)).to.equal('Ana joined');
    element.fake.arrive('Ben');
    element.fake.depart(ana);
    expect(await said(element)).to.equal('Ben joined. Ana left');
  });

  it('says a sentence again where it is news again', async () => {
    const element = await mountInCall();
    element.fake.arrive('Guest');
    await element.settled();
    const first = element.root.querySelector('[role=status]')?.textContent;
    element.fake.arrive('Guest');
    await element.settled();
    expect(element.root.querySelector('[role=status]')?.textContent).not.to.equal(first);
    expect(await said(element)).to.equal('Guest joined');
  });

  it('says what of mine is on and off', async () => {
    const element = await mountInCall(['Ana']);
    element.turnOff('microphone');
    expect(await said(element)).to.equal('Microphone off');
    await element.turnOn('microphone');
    expect(await said(element)).to.equal('Microphone on');
    element.turnOff('camera');
    expect(await said(element)).to.equal('Camera off');
    await element.turnOn('screen');
    expect(await said(element)).to.equal('You are sharing your screen');
  });

  it('says who shares a screen and who stops', async () => {
    const element = await mountInCall(['Ana']);
    const { id } = element.participants[1]!;
    element.fake.alter(id, { sources: ['screen'] });
    expect(await said(element)).to.equal('Ana shares a screen');
    element.fake.alter(id, { sources: [] });
    expect(await said(element)).to.equal('Ana stopped sharing');
  });

  it('says that the server is lost and found', async () => {
    const element = await mountInCall(['Ana']);
    element.fake.setServer(false);
    expect(await said(element)).to.contain('Connection to the server lost.');
    element.fake.setServer(true);
    expect(await said(element)).to.equal('Connected to the server again');
  });

  it('says that the call is over, and why', async () => {
    const element = await mountInCall(['Ana']);
    element.leave();
    expect(await said(element)).to.equal('You left the call');
    await element.join();
    element.fake.refuse('replaced');
    expect(await said(element)).to.equal('The call goes on in another tab');
  });

  it('says nothing of others’ microphones', async () => {
    const element = await mountInCall(['Ana']);
    const before = await said(element);
    element.fake.alter(element.participants[1]!.id, { sources: [] });
    expect(await said(element)).to.equal(before);
  });
});
