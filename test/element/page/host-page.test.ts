/** The element on pages whose styles, keys, shadow roots and scripts don't know about it. */
import { fixture, html } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import type { TestElement } from '../support/mount.js';
import { itNeeds } from '../support/it-needs.js';
import { expect, mount, mountInCall, turn } from '../support/mount.js';
import { picture } from '../support/picture.js';
import { waitUntil } from '../support/wait-until.js';

/** Adds a page style sheet for the duration of a test. */
function pageStyle(text: string): void {
  const style = document.createElement('style');
  style.textContent = text;
  style.className = 'of-the-page';
  document.head.append(style);
}
afterEach(() => {
  for (const style of document.querySelectorAll('style.of-the-page')) style.remove();
});

const press = (key: string) => sendKeys({ press: key });

describe('the styles of a page', () => {
  for (const reset of ['* { all: unset }', '* { position: static }', '* { display: block }']) {
    it(`leave the element in its box: ${reset}`, async () => {
      pageStyle(reset);
      const place = await fixture(html`<div><p>before</p></div>`);
      const element = document.createElement('test-call') as TestElement;
      element.room = 'tea';
      place.append(element);
      await element.settled();
      const before = place.querySelector('p')!;
      const base = element.the('base').getBoundingClientRect();
      expect(base.top).to.be.at.least(Math.floor(before.getBoundingClientRect().bottom));
      expect(base.width).to.be.at.most(document.documentElement.clientWidth);
      expect(base.height).to.be.at.least(120);
      expect(
        Math.abs(base.width / base.height - 16 / 9) < 0.02,
        `${base.width}x${base.height}`,
      ).to.equal(true);
      const { x, y } = before.getBoundingClientRect();
      expect(element.contains(document.elementFromPoint(x + 2, y + 2))).to.equal(false);
    });
  }

  it('that are inherited do not reach in', async () => {
    const names = [
      'cursor',
      'font-style',
      'font-variant-caps',
      'hyphens',
      'letter-spacing',
      'line-height',
      'text-align',
      'text-indent',
      'text-shadow',
      'text-transform',
      'white-space-collapse',
      'word-break',
      'word-spacing',
      'writing-mode',
      '-webkit-text-fill-color',
    ];
    const looks = (element: TestElement) => {
      const style = getComputedStyle(element.the('heading'));
      return names.map((name) => `${name}: ${style.getPropertyValue(name)}`);
    };
    const plain = looks(await mount());
    pageStyle(`body {
      cursor: crosshair; font: italic small-caps 30px/3 serif; hyphens: auto; letter-spacing: 9px;
      text-align: end; text-indent: 3em; text-shadow: 1px 1px red; text-transform: uppercase;
      white-space: pre; word-break: break-all; word-spacing: 9px; writing-mode: vertical-rl;
      -webkit-text-fill-color: transparent;
    }`);
    const styled = await mount();
    expect(looks(styled)).to.deep.equal(plain);
    expect(looks(styled).length).to.equal(names.length);
  });

  it('that hide or colour the element as a whole do', async () => {
    const element = await mount();
    element.style.visibility = 'hidden';
    element.style.pointerEvents = 'none';
    const style = getComputedStyle(element.the('base'));
    expect(style.visibility).to.equal('hidden');
    expect(style.pointerEvents).to.equal('none');
    element.style.colorScheme = 'dark';
    expect(style.backgroundColor).to.equal('rgb(22, 24, 29)');
    element.style.colorScheme = 'light';
    expect(style.backgroundColor).to.equal('rgb(255, 255, 255)');
  });

  it('let a name be typed where nothing can be selected', async () => {
    // WebKit knows only its own name for it.
    const property = CSS.supports('user-select: none') ? 'user-select' : '-webkit-user-select';
    pageStyle(`body { ${property}: none }`);
    const element = await mount();
    expect(getComputedStyle(element.the('name-field')).getPropertyValue(property)).to.equal('text');
  });

  it('keep their custom properties in slots', async () => {
    const element = await mountInCall(['Ana']);
    element.style.cssText += '; --accent: red; --gap: 1px; --muted: 2px';
    const button = document.createElement('button');
    button.slot = 'toolbar-end';
    element.append(button);
    await element.settled();
    const style = getComputedStyle(button);
    expect(style.getPropertyValue('--accent')).to.equal('red');
    expect(style.getPropertyValue('--gap')).to.equal('1px');
    expect(style.getPropertyValue('--muted')).to.equal('2px');
  });
});

describe('a place that takes its size from the element', () => {
  const places = {
    'a flex container': 'display: flex',
    'a flex container that centres': 'display: flex; justify-content: center; align-items: center',
    'a column that centres': 'display: flex; flex-direction: column; align-items: center',
    'a grid': 'display: grid',
    'a grid that centres': 'display: grid; place-items: center',
    'an inline grid': 'display: inline-grid',
    'a float': 'float: left',
    'an inline block': 'display: inline-block',
    'a table cell': 'display: table-cell',
    'a box as wide as its content': 'width: max-content',
  };
  const put = async (style: string, width: number) => {
    const place = await fixture(html`<div><div></div></div>`);
    place.setAttribute('style', `width: ${width}px`);
    const inner = place.firstElementChild!;
    inner.setAttribute('style', style);
    const element = document.createElement('test-call') as TestElement;
    element.room = 'tea';
    inner.append(element);
    await element.settled();
    return element.getBoundingClientRect();
  };

  for (const [name, style] of Object.entries(places)) {
    it(`has one in ${name}`, async () => {
      const { width, height } = await put(style, 700);
      expect(width).to.be.at.least(640);
      expect(width).to.be.at.most(700);
      expect(Math.abs(width / height - 16 / 9) < 0.02, `${width}x${height}`).to.equal(true);
    });
    if (style.includes('max-content')) continue;
    it(`is not wider than there is room in ${name}`, async () => {
      const { width, height } = await put(style, 300);
      expect(width).to.be.at.most(300);
      expect(width).to.be.at.least(160);
      expect(Math.abs(width / height - 16 / 9) < 0.02, `${width}x${height}`).to.equal(true);
    });
  }

  it('has one in a dialog', async () => {
    const dialog = await fixture<HTMLDialogElement>(html`<dialog></dialog>`);
    const element = document.createElement('test-call') as TestElement;
    element.room = 'tea';
    dialog.append(element);
    dialog.showModal();
    await element.settled();
    expect(element.getBoundingClientRect().width).to.equal(640);
    dialog.close();
  });

  it('is filled where the page gives a size', async () => {
    for (const style of ['width: 300px; height: 500px', 'width: 700px; height: 130px']) {
      const element = await mount();
      element.style.cssText = style;
      const { width, height } = element.getBoundingClientRect();
      const base = element.the('base').getBoundingClientRect();
      expect([base.width, base.height]).to.deep.equal([width, height]);
    }
    const element = await mount();
    for (const display of ['flex', 'grid', 'inline-block', 'block']) {
      element.style.cssText = `display: ${display}; width: 400px; height: 250px; padding: 10px; box-sizing: border-box`;
      const base = element.the('base').getBoundingClientRect();
      expect([base.width, base.height], display).to.deep.equal([380, 230]);
    }
  });

  it('is not overflowed where the page gives only a height', async () => {
    const place = await fixture(html`<div style="width: 300px"></div>`);
    const element = document.createElement('test-call') as TestElement;
    element.room = 'tea';
    element.style.height = '700px';
    place.append(element);
    await element.settled();
    const base = element.the('base').getBoundingClientRect();
    expect([base.width, base.height]).to.deep.equal([300, 700]);
  });

  it('is filled where the element stands absolutely, and where its height is limited', async () => {
    const element = await mount();
    element.style.cssText = 'position: fixed; inset: 10px 20px; width: auto; height: auto';
    const fixed = element.the('base').getBoundingClientRect();
    expect(Math.round(fixed.width)).to.equal(document.documentElement.clientWidth - 40);
    element.style.cssText = 'width: 640px; max-height: 200px';
    const base = element.the('base').getBoundingClientRect();
    expect([base.width, base.height]).to.deep.equal([640, 200]);
    element.style.cssText = 'width: 400px; aspect-ratio: 1';
    const square = element.the('base').getBoundingClientRect();
    expect([square.width, square.height]).to.deep.equal([400, 400]);
  });
});

describe('the keys of a page', () => {
  const heard: string[] = [];
  let listening = new AbortController();
  beforeEach(() => {
    heard.length = 0;
    listening = new AbortController();
    for (const type of ['keydown', 'keypress', 'keyup'] as const) {
      const hear = ({ key }: KeyboardEvent) => heard.push(key);
      document.addEventListener(type, hear, listening);
    }
  });
  afterEach(() => listening.abort());

  it('do nothing while the user types in the element', async () => {
    const element = await mount();
    (element.the('name-field') as HTMLInputElement).focus();
    await sendKeys({ type: 'm?/ K' });
    for (const key of ['Backspace', 'ArrowLeft', 'Home', 'Delete']) await press(key);
    expect((element.the('name-field') as HTMLInputElement).value).to.equal('?/ ');
    expect(heard).to.deep.equal([]);
  });

  it('work with Ctrl, Escape and Tab, and outside', async () => {
    const element = await mount();
    (element.the('name-field') as HTMLInputElement).focus();
    await sendKeys({ down: 'Control' });
    await press('k');
    await sendKeys({ up: 'Control' });
    await press('Escape');
    await press('F9');
    expect(heard).to.include('k');
    expect(heard).to.include('Escape');
    expect(heard).to.include('F9');
    heard.length = 0;
    const outside = document.createElement('input');
    element.after(outside);
    outside.focus();
    await press('m');
    expect(heard).to.include('m');
  });

  it('do not act in addition to a button or a shortcut of the call', async () => {
    const element = await mountInCall(['Ana']);
    element.the('camera-button').focus();
    await press(' ');
    await press('m');
    await press('ArrowRight');
    expect(heard, 'its own shortcut').not.to.include('m');
    expect(heard).not.to.include('ArrowRight');
    expect(heard).not.to.include(' ');
    await press('q');
    expect(heard, 'what means nothing here').to.include('q');
  });

  it('work in slotted content, where the call’s keys don’t disturb its fields', async () => {
    if (!customElements.get('closed-field')) {
      customElements.define(
        'closed-field',
        class extends HTMLElement {
          readonly field = document.createElement('input');
          constructor() {
            super();
            this.attachShadow({ mode: 'closed' }).append(this.field);
          }
        },
      );
    }
    const element = await mountInCall(['Ana']);
    const field = document.createElement('closed-field') as HTMLElement & { field: HTMLElement };
    field.slot = 'toolbar-end';
    element.append(field);
    await element.settled();
    field.field.focus();
    await press('m');
    expect((field.field as HTMLInputElement).value).to.equal('m');
    expect(element.fake.sourceState('microphone').status).to.equal('on');
    expect(heard).to.include('m');
  });
});

describe('inside a closed shadow root', () => {
  /** A page's element that hides the call in a closed shadow root, inside another. */
  async function mountClosed(): Promise<{ element: TestElement; beside: HTMLElement }> {
    const outer = await fixture(html`<div></div>`);
    const middle = document.createElement('div');
    outer.attachShadow({ mode: 'closed' }).append(middle);
    const root = middle.attachShadow({ mode: 'closed' });
    const beside = document.createElement('p');
    beside.textContent = 'beside';
    const element = document.createElement('test-call') as TestElement;
    element.room = 'tea';
    element.style.cssText = 'width: 640px; height: 360px';
    root.append(beside, element);
    await element.settled();
    await element.join();
    element.fake.arrive('Ana');
    await element.settled();
    return { element, beside };
  }

  async function click(target: HTMLElement): Promise<void> {
    const { x, y, width, height } = target.getBoundingClientRect();
    const position: [number, number] = [Math.round(x + width / 2), Math.round(y + height / 2)];
    await sendMouse({ type: 'click', position });
  }
  afterEach(() => resetMouse());

  it('a menu can be used by mouse, and closes by a press outside', async () => {
    const { element, beside } = await mountClosed();
    const open = async () => {
      await click(element.the('more-button'));
      await waitUntil(() => element.all('menu-item').length, 'it opens');
    };
    await open();
    const item = element.all('menu-item').find((one) => one.innerText.trim() === 'View')!;
    await click(item);
    await waitUntil(() => element.all('menu-item').some((one) => one.innerText.trim() === 'Grid'));
    await click(beside);
    await waitUntil(() => !element.all('menu').length, 'it closes by what is beside');
    await open();
    await click(element.the('stage'));
    await waitUntil(() => !element.all('menu').length, 'and by what is behind');
    await open();
    await click(element.the('more-button'));
    await waitUntil(() => !element.all('menu').length, 'and by its button');
  });

  it('a dialog keeps the focus, and gives it back', async () => {
    const { element } = await mountClosed();
    element.the('more-button').focus();
    await press('?');
    await waitUntil(() => element.all('dialog').length);
    await press('Tab');
    expect(element.root.activeElement).to.equal(element.the('close-button'));
    await press('Escape');
    await waitUntil(() => !element.all('dialog').length);
    expect(element.root.activeElement).to.equal(element.the('more-button'));
  });

  it('each element has a seat of its own', async () => {
    const [one, other] = [await mountClosed(), await mountClosed()];
    const seats = [one, other].map(({ element }) => element.options[0]?.seatKey);
    expect(seats[0]).not.to.equal(seats[1]);
  });

  it('the language of the page is found', async () => {
    const { element } = await mountClosed();
    document.body.lang = 'de';
    await waitUntil(() => element.the('base').lang === 'de');
    document.body.removeAttribute('lang');
  });
});

describe('an element that the page has scaled', () => {
  const zooms = itNeeds.bind(undefined, 'standard zoom');
  afterEach(() => resetMouse());

  for (const style of [
    'transform: scale(0.5); transform-origin: 0 0',
    'transform: scale(1.5, 0.8); transform-origin: 0 0',
    'zoom: 1.5',
    'zoom: 0.6; transform: scale(1.2); transform-origin: 0 0',
  ]) {
    const itScales = style.includes('zoom') ? zooms : it;
    itScales(`lets its tile be dragged: ${style}`, async () => {
      const element = await mountInCall(['Ana'], { width: 400, height: 300 });
      element.parentElement!.style.cssText = style;
      await waitUntil(() => element.all('tile-button').length);
      await waitUntil(() => element.all('tile').every((one) => !one.getAnimations().length));
      const tile = element.the('floating');
      const from = tile.getBoundingClientRect();
      const [x, y] = [Math.round(from.x + from.width / 2), Math.round(from.y + from.height / 2)];
      await sendMouse({ type: 'move', position: [x, y] });
      await sendMouse({ type: 'down' });
      await sendMouse({ type: 'move', position: [x - 10, y - 10] });
      await sendMouse({ type: 'move', position: [x - 60, y - 40] });
      const to = tile.getBoundingClientRect();
      expect(Math.abs(to.x - from.x + 60) < 1, `${to.x - from.x} across`).to.equal(true);
      expect(Math.abs(to.y - from.y + 40) < 1, `${to.y - from.y} down`).to.equal(true);
      // The animation starts where the tile was dropped.
      await sendMouse({ type: 'up' });
      await waitUntil(() => tile.getAnimations().length);
      const [animation] = tile.getAnimations();
      animation!.pause();
      animation!.currentTime = 0;
      const start = tile.getBoundingClientRect();
      expect(Math.abs(start.x - to.x) < 1, `${start.x - to.x} off`).to.equal(true);
      expect(Math.abs(start.y - to.y) < 1, `${start.y - to.y} off`).to.equal(true);
      animation!.finish();
    });
  }
});

describe('audio and video that something else stops', () => {
  async function mountPlaying(): Promise<TestElement> {
    const element = await mountInCall(['Ana']);
    const camera = picture(160, 90);
    const sound = new AudioContext().createMediaStreamDestination().stream;
    element.fake.stream = (who, source) =>
      who === 'self'
        ? undefined
        : source === 'camera'
          ? camera
          : source === 'microphone'
            ? sound
            : undefined;
    element.fake.updateParticipant(element.participants[1]!.id, { away: false, name: 'Anna' });
    await element.settled();
    await waitUntil(() => media(element).every(({ paused }) => !paused), 'all is played');
    return element;
  }
  const media = (element: TestElement) =>
    [...element.root.querySelectorAll<HTMLMediaElement>('audio, video')].filter(
      ({ srcObject }) => srcObject,
    );

  it('resume immediately, repeatedly', async () => {
    const element = await mountPlaying();
    expect(
      media(element)
        .map(({ localName }) => localName)
        .sort(),
    ).to.deep.equal(['audio', 'video']);
    for (let time = 0; time < 2; time += 1) {
      for (const one of media(element)) one.pause();
      expect(media(element).every(({ paused }) => paused)).to.equal(true);
      await waitUntil(() => media(element).every(({ paused }) => !paused), 'all comes back');
    }
  });

  it('are not fought over', async () => {
    const element = await mountPlaying();
    const [audio] = media(element);
    const plays: number[] = [];
    audio!.play = () => {
      plays.push(performance.now());
      return HTMLMediaElement.prototype.play.call(audio);
    };
    audio!.addEventListener('play', () => audio!.pause());
    audio!.pause();
    await waitUntil(() => plays.length >= 4, 'it is tried again');
    // A change in the call may cause one more attempt; immediate retries would take only a moment.
    expect(plays[3]! - plays[0]!).to.be.at.least(900);
  });

  it('return to the selected speaker if something else changed it', async () => {
    const element = await mountInCall(['Ana']);
    await waitUntil(() => element.all('tile-button').length);
    const audio = element.root.querySelector('audio')!;
    let sinkId = '';
    Object.defineProperty(audio, 'sinkId', { get: () => sinkId });
    const asked: string[] = [];
    audio.setSinkId = async (id) => {
      asked.push(id);
      await turn();
      sinkId = id;
    };
    element.fake.plug('speaker', ['Loud', 'Headset']);
    await element.fake.chooseDevice('speaker', 'id of Headset');
    await element.settled();
    await waitUntil(() => sinkId === 'id of Headset');
    await element.fake.chooseDevice('speaker', 'id of Headset');
    await element.settled();
    expect(asked).to.deep.equal(['id of Headset']);
    sinkId = '';
    element.fake.updateParticipant(element.participants[1]!.id, { name: 'Anna' });
    await element.settled();
    await waitUntil(() => sinkId === 'id of Headset');
    expect(asked).to.deep.equal(['id of Headset', 'id of Headset']);
  });
});

describe('the invitation link', () => {
  it('is that of the page around a frame without a URL', async () => {
    const { invitationLink } = await import('../../../src/ui/overlay/invitation.js');
    expect(invitationLink('')).to.equal(location.href);
    expect(invitationLink('/call/tea')).to.equal(`${location.origin}/call/tea`);
    expect(invitationLink('https://calls.example.com/tea')).to.equal(
      'https://calls.example.com/tea',
    );
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    const url = new URL('../../../src/ui/overlay/invitation.ts', import.meta.url).href;
    frame.srcdoc = `<script type="module">
      import { invitationLink } from ${JSON.stringify(url)};
      parent.postMessage({ link: invitationLink('') }, '*');
    </script>`;
    const link = await new Promise((resolve) => {
      const hear = ({ data }: MessageEvent<{ link?: string }>) => {
        if (data.link === undefined) return;
        window.removeEventListener('message', hear);
        resolve(data.link);
      };
      window.addEventListener('message', hear);
    });
    expect(link).to.equal(location.href);
  });
});
