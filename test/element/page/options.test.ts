/** How a page can set options: early or late, as attribute or property, with the values that frameworks pass. */
import { fixture, html } from '@open-wc/testing';
import { expect, mount, mountInCall, TestElement, turn } from '../support/mount.js';

/** Each property's default. */
const usual = {
  room: '',
  server: '',
  name: '',
  autojoin: false,
  microphoneOff: false,
  cameraOff: false,
  iceTransportPolicy: undefined,
  iceServers: undefined,
  token: '',
  tokenProvider: undefined,
  demo: '',
  layout: 'auto',
  selfView: 'auto',
  videoQuality: 'auto',
  controlsList: '',
  sounds: true,
  shortcuts: true,
  inviteUrl: '',
  words: undefined,
  autoPictureInPicture: false,
} as const;
type Name = keyof typeof usual;
const names = Object.keys(usual) as Name[];
const texts = names.filter((name) => usual[name] === '');

const set = (element: TestElement, name: Name, value: unknown) =>
  Object.assign(element, { [name]: value });

describe('values that frameworks pass', () => {
  it('are those of every property', async () => {
    const element = await mount();
    const declared = [...TestElement.elementProperties]
      .filter(([, { state }]) => !state)
      .map(([name]) => name);
    expect(declared).to.deep.equal(names);
    for (const name of names) {
      if (name !== 'room') expect(element[name], name).to.equal(usual[name]);
    }
  });

  for (const value of [undefined, null, NaN, {}, 42, ''] as const) {
    it(`are read the same way everywhere: ${Object.is(value, '') ? "''" : String(value)}`, async () => {
      const element = await mountInCall(['Ana']);
      const text = value === 42 ? '42' : '';
      for (const name of names) {
        const isServerOfIce = name === 'iceServers' && value !== undefined && value !== null;
        set(element, name, value);
        if (texts.includes(name)) expect(element[name], name).to.equal(text);
        else if (value === null || value === undefined || Number.isNaN(value)) {
          if (!isServerOfIce) expect(element[name], name).to.equal(usual[name]);
        }
        await element.settled();
        // Any value shows something: the call, its lobby, or why there is none.
        expect(element.root.querySelector('.base')!.textContent!.trim(), name).not.to.equal('');
        set(element, name, name === 'room' ? 'tea' : usual[name]);
        await element.settled();
      }
    });
  }

  it('end the call where the room goes, as without the attribute', async () => {
    for (const value of [undefined, null, '']) {
      const element = await mountInCall(['Ana']);
      const { fake } = element;
      set(element, 'room', value);
      await element.settled();
      expect(fake.asked).to.include('leave');
      expect(element.the('message').textContent).to.contain('no room');
    }
  });

  it('are numbers as text', async () => {
    const element = await mount();
    set(element, 'room', 42);
    set(element, 'name', 7);
    await element.settled();
    expect(element.options.at(-1)).to.include({ room: '42', name: '7' });
    set(element, 'demo', 3);
    expect(element.demo).to.equal('3');
  });

  it('are texts of objects that have one, such as addresses', async () => {
    const element = await mount();
    set(element, 'server', new URL('https://calls.example.com/x'));
    expect(element.server).to.equal('https://calls.example.com/x');
    set(element, 'name', { toString: () => Symbol('none') });
    expect(element.name).to.equal('');
    set(element, 'name', Object.create(null));
    expect(element.name).to.equal('');
  });

  it('leave the toolbar as it is without a list of controls', async () => {
    const element = await mountInCall(['Ana']);
    for (const value of [undefined, null, 42, {}]) {
      set(element, 'controlsList', value);
      await element.settled();
      expect(element.all('screen-button')).to.have.length(1);
    }
    set(element, 'controlsList', ['noscreen', 'noleave']);
    await element.settled();
    expect(element.all('screen-button')).to.have.length(0);
    expect(element.all('leave-button')).to.have.length(0);
  });

  it('turn design mode on and off', async () => {
    const element = await mount();
    set(element, 'demo', true);
    expect(element.demo).to.equal('5');
    set(element, 'demo', false);
    expect(element.demo).to.equal('');
  });

  it('hide addresses however the word is written', async () => {
    const element = await mount();
    for (const value of ['relay', 'RELAY', ' relay ', 'relay-only', 42]) {
      set(element, 'iceTransportPolicy', value);
      expect(element.iceTransportPolicy, String(value)).to.equal('relay');
    }
    for (const value of ['all', 'All']) {
      set(element, 'iceTransportPolicy', value);
      expect(element.iceTransportPolicy).to.equal('all');
    }
    element.setAttribute('ice-transport-policy', 'Relay');
    expect(element.iceTransportPolicy).to.equal('relay');
  });

  it('are a layout that there is, or the usual one', async () => {
    const element = await mount();
    set(element, 'layout', 'Spotlight');
    expect(element.layout).to.equal('spotlight');
    set(element, 'layout', 'heap');
    expect(element.layout).to.equal('auto');
  });
});

const servers: RTCIceServer[] = [{ urls: 'stun:stun.example.com' }];

/** Options, the value that the page sets, and where the call has it. */
const early = {
  name: ['Ana', (element: TestElement) => element.fake.name],
  cameraOff: [true, (element: TestElement) => element.fake.sourceState('camera').status],
  microphoneOff: [true, (element: TestElement) => element.fake.sourceState('microphone').status],
  iceTransportPolicy: ['relay', (element: TestElement) => element.fake.settings.iceTransportPolicy],
  iceServers: [servers, (element: TestElement) => element.fake.settings.iceServers],
  token: ['abc', (element: TestElement) => element.fake.settings.token],
} as const;
const expected: Record<keyof typeof early, unknown> = {
  name: 'Ana',
  cameraOff: 'off',
  microphoneOff: 'off',
  iceTransportPolicy: 'relay',
  iceServers: servers,
  token: 'abc',
};

let tags = 0;

describe('an option holds', () => {
  for (const [name, [value, shown]] of Object.entries(early)) {
    const wanted = expected[name as keyof typeof early];
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

    it(`${name}: set before the element is defined`, async () => {
      const tag = `late-${(tags += 1)}`;
      const place = await fixture(html`<div></div>`);
      const element = document.createElement(tag) as TestElement;
      Object.assign(element, { room: 'tea', [name]: value });
      place.append(element);
      customElements.define(tag, class extends TestElement {});
      // The call is created before the first render.
      await Promise.resolve();
      expect(element.hasUpdated).to.equal(false);
      expect(shown(element)).to.equal(wanted);
      await element.settled();
      expect(element.calls).to.have.length(1);
      expect(shown(element)).to.equal(wanted);
    });

    it(`${name}: set before it is in the page`, async () => {
      const place = await fixture(html`<div></div>`);
      const element = document.createElement('test-call') as TestElement;
      Object.assign(element, { room: 'tea', [name]: value });
      place.append(element);
      await element.settled();
      expect(shown(element)).to.equal(wanted);
    });

    it(`${name}: set between the call and the first drawing`, async () => {
      const place = await fixture(html`<div></div>`);
      const element = document.createElement('test-call') as TestElement;
      element.room = 'tea';
      place.append(element);
      await Promise.resolve();
      expect(element.calls).to.have.length(1);
      Object.assign(element, { [name]: value });
      await element.settled();
      expect(shown(element)).to.equal(wanted);
      expect(element.calls).to.have.length(1);
    });

    it(`${name}: set in the lobby`, async () => {
      const element = await mount();
      Object.assign(element, { [name]: value });
      await element.settled();
      expect(shown(element)).to.equal(wanted);
    });

    it(`${name}: set in one go with joining`, async () => {
      const element = await mount();
      Object.assign(element, { [name]: value });
      const joining = element.join();
      expect(shown(element)).to.equal(wanted);
      await joining;
    });

    // Complex values have no attribute.
    if (name === 'iceServers') continue;
    it(`${name}: as an attribute, from the start and later`, async () => {
      const content = value === true ? '' : String(value);
      const element = await mount({ attributes: { [attribute]: content } });
      expect(shown(element)).to.equal(wanted);
      const other = await mount();
      other.setAttribute(attribute, content);
      await other.settled();
      expect(shown(other)).to.equal(wanted);
    });
  }

  it('which wins over an attribute of the same name that was there', async () => {
    const tag = `late-${(tags += 1)}`;
    const place = await fixture(html`<div></div>`);
    const element = document.createElement(tag) as TestElement;
    element.setAttribute('name', 'of the page');
    element.setAttribute('room', 'tea');
    element.name = 'Ana';
    place.append(element);
    customElements.define(tag, class extends TestElement {});
    await element.settled();
    expect(element.fake.name).to.equal('Ana');
  });

  it('as it was set last, before the element is drawn', async () => {
    const tag = `late-${(tags += 1)}`;
    const place = await fixture(html`<div></div>`);
    const element = document.createElement(tag) as TestElement;
    Object.assign(element, { room: 'tea', name: 'Ana' });
    place.append(element);
    customElements.define(tag, class extends TestElement {});
    element.name = 'Ben';
    await element.settled();
    expect(element.name).to.equal('Ben');
    expect(element.fake.name).to.equal('Ben');
    expect(element.options[0]?.name).to.equal('Ben');
  });

  it('and a provider of tokens is asked as it is when it is asked', async () => {
    const element = await mount();
    element.tokenProvider = () => Promise.resolve('first');
    expect(await element.fake.settings.tokenProvider?.()).to.equal('first');
    element.tokenProvider = undefined;
    expect(await element.fake.settings.tokenProvider?.()).to.equal(undefined);
  });

  it('and can be taken back before joining', async () => {
    const element = await mount({ attributes: { token: 'abc', 'ice-transport-policy': 'relay' } });
    element.removeAttribute('token');
    element.removeAttribute('ice-transport-policy');
    await element.settled();
    expect(element.fake.settings.token).to.equal('');
    expect(element.fake.settings.iceTransportPolicy).to.equal(undefined);
  });

  it('as soon as the element is there, without a call before', async () => {
    const element = document.createElement('test-call') as TestElement;
    element.room = 'tea';
    document.body.append(element);
    element.autojoin = true;
    await turn();
    expect(element.fake.asked).to.include('join');
    element.remove();
  });
});
