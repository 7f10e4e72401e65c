/** The events that the element fires, each once. */
import { CallError } from '../../../src/index.js';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';

const types = [
  'join',
  'leave',
  'status-change',
  'participant-join',
  'participant-leave',
  'call-error',
] as const;

/** Records all events of the element from now on. */
function record(element: TestElement): string[] {
  const told: string[] = [];
  for (const type of types) {
    element.addEventListener(type, ({ detail }) => {
      if (detail instanceof CallError) told.push(`${type} ${detail.message}`);
      else if (typeof detail === 'string') told.push(`${type} ${detail}`);
      else told.push(detail ? `${type} ${detail.name}` : type);
    });
  }
  return told;
}

describe('the events of the element', () => {
  it('report a call from beginning to end, each once', async () => {
    const element = await mount({ attributes: { name: 'Ana' } });
    const told = record(element);
    await element.join();
    const ben = element.fake.arrive('Ben');
    element.fake.setServer(false);
    element.fake.setServer(true);
    element.fake.depart(ben);
    element.leave();
    expect(told).to.deep.equal([
      'status-change joining',
      'status-change joined',
      'join Ana',
      'participant-join Ben',
      'status-change reconnecting',
      'status-change joined',
      'participant-leave Ben',
      'status-change left',
      'leave',
    ]);
  });

  it('report a device that does not work once, no matter who requested it', async () => {
    const element = await mountInCall();
    const told = record(element);
    element.fake.failing.set('screen', 'media-blocked-by-system');
    element.the('screen-button').click();
    await element.settled();
    const error = await element.turnOn('screen').catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CallError);
    element.fake.lose('camera');
    expect(told).to.deep.equal([
      'call-error media-blocked-by-system: screen',
      'call-error media-blocked-by-system: screen',
      'call-error media-lost: camera',
    ]);
  });

  it('report why the room could not be joined', async () => {
    const element = await mount({ prepare: (call) => (call.isSlow = true) });
    const told = record(element);
    const joining = element.join().catch((reason: unknown) => reason);
    element.fake.refuse('room-full');
    expect(await joining).to.have.property('reason', 'room-full');
    expect(told).to.deep.equal([
      'status-change joining',
      'status-change refused',
      'call-error room-full',
    ]);
  });

  it('report nothing when the user cancels', async () => {
    const element = await mount({ prepare: (call) => (call.isSlow = true) });
    const told = record(element);
    const joining = element.join().catch((reason: unknown) => reason);
    element.leave();
    expect(await joining).to.have.property('reason', 'left');
    expect(told).to.deep.equal(['status-change joining', 'status-change idle']);
  });

  it('stay silent when the page sets a property', async () => {
    const element = await mount();
    const told = record(element);
    element.name = 'Ana';
    element.microphoneOff = true;
    await element.settled();
    expect(told).to.deep.equal([]);
  });

  it('do not bubble, but leave the shadow root that the element stands in', async () => {
    const element = await mountInCall();
    const heard: Event[] = [];
    document.addEventListener('leave', (event) => heard.push(event), { once: true });
    element.addEventListener('leave', (event) => heard.push(event));
    element.leave();
    expect(heard).to.have.length(1);
    expect(heard[0]).to.include({ bubbles: false, composed: true });
  });

  it('do not expose internal events', async () => {
    const element = await mountInCall();
    const heard: string[] = [];
    for (const type of ['ask-join', 'ask-leave', 'ask-turn-on', 'ask-turn-off']) {
      element.addEventListener(type, () => heard.push(type));
    }
    element.the('camera-button').click();
    element.the('leave-button').click();
    expect(heard).to.deep.equal([]);
  });
});

describe('the methods of the element', () => {
  it('turn sources on and off', async () => {
    const element = await mountInCall();
    await element.turnOn('screen');
    expect(element.self?.sources).to.include('screen');
    element.turnOff('screen');
    expect(element.self?.sources).not.to.include('screen');
  });

  it('open a channel before and during a call, the same each time', async () => {
    const element = await mount();
    const isText = (data: unknown): data is string => typeof data === 'string';
    const channel = element.channel('note', isText);
    await element.join();
    expect(element.channel('note', isText)).to.equal(channel);
    expect(channel.topic).to.equal('note');
  });

  it('reject what needs a call if there is none', async () => {
    const element = await mount({ attributes: { room: '' } });
    expect(() => element.channel('note', (data): data is string => Boolean(data))).to.throw(
      CallError,
    );
    const error = await element.turnOn('camera').catch((reason: unknown) => reason);
    expect(error).to.have.property('reason', 'no-room');
    element.leave();
    element.turnOff('camera');
  });
});
