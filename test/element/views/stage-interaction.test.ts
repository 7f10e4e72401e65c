/** How pointers, keys and voices affect the stage. */
import { sendKeys } from '@web/test-runner-commands';
import { SOURCES } from '../../../src/protocol.js';
import type { Menu, MenuItem } from '../../../src/ui/base/menu-items.js';
import type { StageView } from '../../../src/ui/stage/stage.js';
import type { TileView } from '../../../src/ui/stage/tile.js';
import { itNeeds } from '../support/it-needs.js';
import { expect, mountInCall, type TestElement } from '../support/mount.js';
import { picture } from '../support/picture.js';
import { waitUntil } from '../support/wait-until.js';

/** A call whose tiles have their buttons. */
async function mountDirected(...settings: Parameters<typeof mountInCall>): Promise<TestElement> {
  const element = await mountInCall(...settings);
  await waitUntil(() => element.all('tile-button').length > 0, 'the tiles have buttons');
  return element;
}

const stageOf = (element: TestElement) => element.root.querySelector('video-call-stage')!;
const tiles = (element: TestElement) => element.all('tile') as TileView[];
const labelOf = (one: TileView) =>
  one.querySelector('bdi')!.textContent!.replace(/[\u2068\u2069]/g, '');
const tile = (element: TestElement, name: string) =>
  tiles(element).find((one) => labelOf(one) === name)!;
const button = (element: TestElement, name: string) =>
  tile(element, name).querySelector<HTMLElement>('[part~="tile-button"]')!;
const area = ({ clientWidth, clientHeight }: HTMLElement) => clientWidth * clientHeight;

/** The current menu of a tile, as requested from the element. */
function menuOf(element: TestElement, name: string): Menu {
  let menu: Menu | undefined;
  const handle = (event: Event) => (menu = (event as CustomEvent<Menu>).detail);
  element.root.addEventListener('ask-menu', handle, { once: true });
  button(element, name).click();
  return menu!;
}
type Choosable = Exclude<MenuItem, { type: 'divider' }>;
const labelsOf = ({ items }: Menu) => items().flatMap(({ label }) => label ?? []);
const item = (menu: Menu, label: string) =>
  menu.items().find((one): one is Choosable => one.type !== 'divider' && one.label === label)!;
async function choose(element: TestElement, name: string, label: string, value = 0) {
  item(menuOf(element, name), label).run(value);
  await element.settled();
}

/** Presses, moves and releases one finger. */
function drag(on: Element, from: readonly [number, number], to: readonly [number, number]) {
  const fire = (type: string, [clientX, clientY]: readonly [number, number], buttons: number) =>
    on.dispatchEvent(
      new PointerEvent(type, { clientX, clientY, buttons, pointerId: 1, bubbles: true }),
    );
  // The pointer ID of a synthetic event can't be captured.
  on.setPointerCapture = () => {};
  fire('pointerdown', from, 1);
  fire('pointermove', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], 1);
  fire('pointermove', to, 1);
  fire('pointerup', to, 0);
}

const middleOf = (one: Element): [number, number] => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
};
const cornerOf = (element: TestElement, name: string) => {
  const [x, y] = middleOf(tile(element, name));
  const [middleX, middleY] = middleOf(element);
  return `${y < middleY ? 'top' : 'bottom'} ${x < middleX ? 'left' : 'right'}`;
};
const isStill = (element: TestElement) =>
  waitUntil(() => tiles(element).every((one) => one.getAnimations().length === 0), 'all stand');

/** Ana presents a real video. */
async function mountPresented(): Promise<TestElement> {
  const stream = picture(160, 90);
  const element = await mountDirected(['Ana', 'Ben']);
  const { id } = element.participants[1]!;
  const { fake } = element;
  const before = fake.stream.bind(fake);
  fake.stream = (who, source) => (who === id && source === 'screen' ? stream : before(who, source));
  fake.updateParticipant(id, { sources: SOURCES });
  await element.settled();
  const video = () => tile(element, 'Ana’s screen').querySelector('video')!;
  await waitUntil(() => video().videoWidth > 0, 'the picture is there');
  await waitUntil(() => button(element, 'Ana’s screen'), 'the tile has a button');
  await isStill(element);
  return element;
}
const scaleOf = (element: TestElement) => {
  const video = tile(element, 'Ana’s screen').querySelector('video')!;
  return new DOMMatrix(getComputedStyle(video).transform);
};

describe('the tiles of a call', () => {
  it('are accessible with their buttons, marks and rings', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    const { id } = element.participants[1]!;
    element.fake.updateParticipant(id, { sources: SOURCES });
    await choose(element, 'Ben', 'Pin');
    await choose(element, 'Ben', 'Mute for me');
    element.fake.setLevel(id, 0.5);
    await waitUntil(() => element.all('speaking').length === 1, 'Ana speaks');
    await expect(element).to.be.accessible();
  });

  it('have the same size, or one is large, depending on the layout', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    expect(element.all('large')).to.have.length(0);
    element.layout = 'spotlight';
    await element.settled();
    expect(element.all('large')).to.deep.equal([tile(element, 'Ana')]);
    expect(area(tile(element, 'Ana'))).to.be.greaterThan(4 * area(tile(element, 'Ben')));
    element.setAttribute('layout', 'grid');
    await element.settled();
    expect(element.all('large')).to.have.length(0);
  });

  it('keep their video elements in place when another speaks', async () => {
    const element = await mountDirected(['Ana', 'Ben'], { attributes: { layout: 'spotlight' } });
    const before = tiles(element);
    element.fake.setLevel(element.participants[2]!.id, 0.5);
    await waitUntil(() => tile(element, 'Ben').part.contains('large'), 'Ben is large');
    expect(tiles(element)).to.deep.equal(before);
  });

  it('show who speaks with a ring and with level bars that update without a render', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    const { id } = element.participants[1]!;
    expect(element.all('level')).to.have.length(3);
    element.fake.setLevel(id, 0.25);
    const ana = tile(element, 'Ana');
    await waitUntil(() => ana.part.contains('speaking'), 'Ana speaks');
    await waitUntil(() => ana.style.getPropertyValue('--vc-level') === '0.70', 'the level shows');
    let updates = 0;
    const { requestUpdate } = ana;
    ana.requestUpdate = function (...args) {
      updates += 1;
      requestUpdate.apply(this, args);
    };
    element.fake.setLevel(id, 0.04);
    await waitUntil(() => ana.style.getPropertyValue('--vc-level') === '0.28', 'it follows');
    expect(updates).to.equal(0);
    expect(tile(element, 'Ben').part.contains('speaking')).to.equal(false);
  });

  it('have no level bars while the microphone is off', async () => {
    const element = await mountDirected(['Ana']);
    element.fake.updateParticipant(element.participants[1]!.id, { sources: ['camera'] });
    await element.settled();
    expect(tile(element, 'Ana').querySelector('[part~="level"]')).to.equal(null);
  });

  it('are one tab stop; arrow keys move between them and Enter opens the menu', async () => {
    const element = await mountDirected(['Ana', 'Ben'], { attributes: { name: 'Maya' } });
    const stops = () => element.all('tile-button').filter(({ tabIndex }) => tabIndex === 0);
    expect(stops()).to.deep.equal([button(element, 'Maya')]);
    stops()[0]!.focus();
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowRight' });
    expect(element.root.activeElement).to.equal(button(element, 'Ben'));
    await element.settled();
    expect(stops()).to.deep.equal([button(element, 'Ben')]);
    await sendKeys({ press: 'ArrowRight' });
    expect(element.root.activeElement).to.equal(button(element, 'Maya'));
    await sendKeys({ press: 'End' });
    let label = '';
    element.root.addEventListener('ask-menu', (event) => {
      ({ label } = (event as CustomEvent<Menu>).detail);
    });
    await sendKeys({ press: 'Enter' });
    expect(label).to.contain('Ben');
    expect(button(element, 'Ben').getAttribute('aria-label')).to.equal(label);
  });

  it('move the focus to the call when the focused tile is removed', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    button(element, 'Ana').focus();
    element.fake.depart(element.participants[1]!.id);
    await element.settled();
    expect(element.root.activeElement).to.equal(element.the('base'));
  });

  it('are pinned and unpinned by a double click, by P and by the menu', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    const pinned = () => (element.all('large') as TileView[]).map(labelOf);
    const doubleClick = () =>
      tile(element, 'Ben').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    doubleClick();
    await element.settled();
    expect(pinned()).to.deep.equal(['Ben']);
    expect(tile(element, 'Ben').textContent).to.contain('Pinned');
    button(element, 'Ana').focus();
    await sendKeys({ press: 'p' });
    await element.settled();
    expect(pinned()).to.deep.equal(['Ana']);
    await sendKeys({ press: 'P' });
    await element.settled();
    expect(pinned()).to.deep.equal([]);
    await choose(element, 'Ana', 'Pin');
    expect(pinned()).to.deep.equal(['Ana']);
    await choose(element, 'Ana', 'Unpin');
    expect(pinned()).to.deep.equal([]);
  });

  it('move smoothly to their places, except for new tiles', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    const from = tile(element, 'Ana').getBoundingClientRect();
    element.fake.arrive('Chi');
    element.fake.arrive('Dov');
    element.fake.arrive('Eva');
    await stageOf(element).updateComplete;
    await waitUntil(() => tiles(element).length === 6, 'all are there');
    const [animation] = tile(element, 'Ana').getAnimations();
    animation!.pause();
    animation!.currentTime = 0;
    const start = tile(element, 'Ana').getBoundingClientRect();
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(start[side] - from[side]) < 1, side).to.equal(true);
    }
    expect(tile(element, 'Eva').getAnimations()).to.have.length(0);
    animation!.finish();
    await isStill(element);
  });

  it('have a volume of their own', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    const [, ana] = element.participants;
    element.fake.updateParticipant(ana!.id, { sources: SOURCES });
    await element.settled();
    await waitUntil(() => button(element, 'Ana’s screen'), 'the screen has a button');
    const sound = (key: string) =>
      element.root.querySelector<HTMLAudioElement>(`audio[data-key="${ana!.id} ${key}"]`)!;
    await choose(element, 'Ana', 'Volume', 0.25);
    await choose(element, 'Ana’s screen', 'Mute for me');
    const heard = () =>
      [sound('microphone'), sound('screen-audio')].map(({ volume, muted }) => [volume, muted]);
    expect(heard()).to.deep.equal([
      [0.25, false],
      [1, true],
    ]);
    expect(tile(element, 'Ana’s screen').textContent).to.contain('Muted for you');
    expect(tile(element, 'Ana’s screen').part.contains('muted')).to.equal(true);
    expect(item(menuOf(element, 'Ana’s screen'), 'Mute for me')).to.have.property('checked', true);
    await choose(element, 'Ana’s screen', 'Volume', 0.5);
    expect(heard()[1]).to.deep.equal([0.5, false]);
    expect(element.root.querySelectorAll('audio')[1]).not.to.equal(sound('microphone'));
  });

  it('offer no volume if the page can’t set it, as on iOS', async () => {
    const { volume } = Object.getOwnPropertyDescriptors(HTMLMediaElement.prototype);
    const readOnly = { get: () => 1, set() {}, configurable: true };
    Object.defineProperty(HTMLMediaElement.prototype, 'volume', readOnly);
    try {
      const element = await mountDirected(['Ana']);
      expect(labelsOf(menuOf(element, 'Ana'))).not.to.include('Volume');
      expect(labelsOf(menuOf(element, 'Ana'))).to.include('Mute for me');
    } finally {
      Object.defineProperty(HTMLMediaElement.prototype, 'volume', volume!);
    }
  });

  it('offer a volume only if there is audio', async () => {
    const element = await mountDirected(['Ana']);
    element.fake.updateParticipant(element.participants[1]!.id, { sources: ['camera', 'screen'] });
    await element.settled();
    await waitUntil(() => button(element, 'Ana’s screen'), 'the screen has a button');
    expect(labelsOf(menuOf(element, 'Ana’s screen'))).not.to.include('Volume');
    expect(labelsOf(menuOf(element, 'Guest'))).not.to.include('Volume');
  });

  itNeeds(
    'speaker choice',
    'play on the selected speaker, or on another if it is gone',
    async () => {
      const element = await mountDirected(['Ana']);
      const asked: string[] = [];
      const audio = element.root.querySelector('audio')!;
      audio.setSinkId = (id) => {
        asked.push(id);
        return Promise.reject(new DOMException('gone', 'NotFoundError'));
      };
      element.fake.plug('speaker', ['Loud', 'Headset']);
      await element.fake.chooseDevice('speaker', 'id of Headset');
      await element.settled();
      expect(asked).to.deep.equal(['id of Headset']);
      element.requestUpdate();
      await element.settled();
      expect(asked, 'one that refuses is asked once').to.deep.equal(['id of Headset']);
      element.fake.plug('speaker', ['Loud']);
      await element.settled();
      expect(asked, 'it was unplugged').to.deep.equal(['id of Headset', '']);
      expect(audio.muted).to.equal(false);
    },
  );
});

describe('the self view', () => {
  it('floats in a corner over the only other tile, clear of the toolbar', async () => {
    const element = await mountDirected(['Ana'], { width: 320, height: 240 });
    const self = tile(element, 'Guest');
    expect(self.part.contains('floating')).to.equal(true);
    await isStill(element);
    const box = self.getBoundingClientRect();
    const toolbar = element.the('toolbar').getBoundingClientRect();
    const isOver =
      box.left < toolbar.right &&
      toolbar.left < box.right &&
      box.top < toolbar.bottom &&
      toolbar.top < box.bottom;
    expect(isOver).to.equal(false);
    element.fake.arrive('Ben');
    await element.settled();
    expect(tile(element, 'Guest').part.contains('floating')).to.equal(false);
  });

  it('moves to the corner that it is dragged to', async () => {
    const element = await mountDirected(['Ana']);
    await isStill(element);
    expect(cornerOf(element, 'Guest')).to.equal('bottom right');
    const { left, top } = element.getBoundingClientRect();
    drag(tile(element, 'Guest'), middleOf(tile(element, 'Guest')), [left + 90, top + 60]);
    await element.settled();
    await isStill(element);
    expect(cornerOf(element, 'Guest')).to.equal('top left');
    expect(tile(element, 'Guest').style.transform).to.equal('');
  });

  it('moves between corners with arrow keys, and lets the focus leave at the edge', async () => {
    const element = await mountDirected(['Ana']);
    button(element, 'Guest').focus();
    for (const [key, corner] of [
      ['ArrowUp', 'top right'],
      ['ArrowLeft', 'top left'],
      ['ArrowDown', 'bottom left'],
    ] as const) {
      await sendKeys({ press: key });
      await element.settled();
      await isStill(element);
      expect(cornerOf(element, 'Guest')).to.equal(corner);
    }
    await sendKeys({ press: 'ArrowDown' });
    expect(element.root.activeElement).to.equal(button(element, 'Ana'));
  });

  it('mirrors its corners in right-to-left text', async () => {
    const element = await mountDirected(['Ana'], { attributes: { dir: 'rtl' } });
    await element.settled();
    await isStill(element);
    expect(cornerOf(element, 'Guest')).to.equal('bottom left');
  });

  it('is in the grid, floating or hidden as selected, and can be shown again', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    await choose(element, 'Guest', 'Floating');
    expect(tile(element, 'Guest').part.contains('floating')).to.equal(true);
    await choose(element, 'Guest', 'Hidden');
    expect(tiles(element)).to.have.length(2);
    await choose(element, 'Ana', 'Show self view');
    expect(tiles(element)).to.have.length(3);
    expect(tile(element, 'Guest').part.contains('floating')).to.equal(false);
    expect(element.selfView).to.equal('auto');
    element.setAttribute('self-view', 'hidden');
    await element.settled();
    expect(tiles(element)).to.have.length(2);
  });

  it('checks the selected option in the menu', async () => {
    const element = await mountDirected(['Ana']);
    await choose(element, 'Guest', 'In the grid');
    const menu = menuOf(element, 'Guest');
    const checked = menu.items().filter((one) => one.type === 'choice' && one.checked);
    expect(checked.map(({ label }) => label)).to.deep.equal(['In the grid']);
    expect(element.all('floating')).to.have.length(0);
  });
});

describe('a presentation', () => {
  it('is zoomed in and out by the menu', async () => {
    const element = await mountPresented();
    expect(labelsOf(menuOf(element, 'Ana’s screen'))).not.to.include('Zoom out');
    await choose(element, 'Ana’s screen', 'Zoom in');
    expect(scaleOf(element).a).to.equal(1.5);
    await choose(element, 'Ana’s screen', 'Zoom out');
    expect(scaleOf(element).isIdentity).to.equal(true);
    expect(labelsOf(menuOf(element, 'Ana'))).not.to.include('Zoom in');
  });

  it('is zoomed by keys, panned by arrow keys to its edge, and reset by 0', async () => {
    const element = await mountPresented();
    button(element, 'Ana’s screen').focus();
    await sendKeys({ press: '+' });
    await sendKeys({ press: '+' });
    expect(scaleOf(element).a).to.equal(2.25);
    await sendKeys({ press: 'ArrowRight' });
    expect(Math.round(scaleOf(element).e)).to.equal(-64);
    expect(element.root.activeElement).to.equal(button(element, 'Ana’s screen'));
    await sendKeys({ press: '-' });
    expect(scaleOf(element).a).to.equal(1.5);
    await sendKeys({ press: '0' });
    expect(scaleOf(element).isIdentity).to.equal(true);
    await sendKeys({ press: 'ArrowRight' });
    expect(element.root.activeElement).not.to.equal(button(element, 'Ana’s screen'));
  });

  it('is zoomed around the pointer by the wheel with Ctrl only', async () => {
    const element = await mountPresented();
    const screen = tile(element, 'Ana’s screen');
    const { left, top } = screen.getBoundingClientRect();
    const wheel = (ctrlKey: boolean) =>
      new WheelEvent('wheel', {
        deltaY: -200,
        ctrlKey,
        clientX: left,
        clientY: top + screen.clientHeight / 2,
        bubbles: true,
        cancelable: true,
      });
    const plain = wheel(false);
    screen.dispatchEvent(plain);
    expect(plain.defaultPrevented).to.equal(false);
    expect(scaleOf(element).isIdentity).to.equal(true);
    const pinched = wheel(true);
    screen.dispatchEvent(pinched);
    expect(pinched.defaultPrevented).to.equal(true);
    expect(scaleOf(element).a).to.be.greaterThan(2);
    expect(scaleOf(element).e).to.be.greaterThan(100);
  });

  it('is moved by dragging and never leaves its tile', async () => {
    const element = await mountPresented();
    await choose(element, 'Ana’s screen', 'Zoom in');
    const screen = tile(element, 'Ana’s screen');
    const [x, y] = middleOf(screen);
    drag(screen, [x, y], [x + 40, y]);
    expect(Math.round(scaleOf(element).e)).to.equal(40);
    drag(screen, [x, y], [x + 9_000, y + 9_000]);
    const picture = screen.querySelector('video')!.getBoundingClientRect();
    const box = screen.getBoundingClientRect();
    expect(picture.left).to.be.at.most(box.left + 1);
    expect(picture.right).to.be.at.least(box.right - 1);
  });

  it('is zoomed by pinching', async () => {
    const element = await mountPresented();
    const screen = tile(element, 'Ana’s screen');
    // The browser knows no such pointers.
    screen.setPointerCapture = () => {};
    const [x, y] = middleOf(screen);
    const fire = (type: string, pointerId: number, clientX: number) =>
      screen.dispatchEvent(
        new PointerEvent(type, { pointerId, clientX, clientY: y, buttons: 1, bubbles: true }),
      );
    fire('pointerdown', 1, x - 50);
    fire('pointerdown', 2, x + 50);
    fire('pointermove', 1, x - 100);
    fire('pointermove', 2, x + 100);
    expect(Math.round(scaleOf(element).a * 10) / 10).to.equal(2);
    fire('pointerup', 1, x - 100);
    fire('pointerup', 2, x + 100);
  });

  it('is shown whole in a grid and in a strip', async () => {
    const element = await mountPresented();
    const fit = () =>
      getComputedStyle(tile(element, 'Ana’s screen').querySelector('video')!).objectFit;
    element.layout = 'grid';
    await element.settled();
    expect(fit()).to.equal('contain');
    await choose(element, 'Ben', 'Pin');
    expect(fit()).to.equal('contain');
  });

  it('renders a tile again only when what it shows has changed', async () => {
    const element = await mountDirected(['Ana', 'Ben']);
    const [, ana, ben] = tiles(element);
    const renders = new Map<TileView, number>();
    for (const one of [ana!, ben!]) {
      one.addController({ hostUpdated: () => renders.set(one, (renders.get(one) ?? 0) + 1) });
    }
    await element.settled();
    renders.clear();
    element.fake.updateParticipant(ben!.tile.id, { sources: ['camera'] });
    await element.settled();
    expect(ben!.part.contains('microphone-off')).to.equal(true);
    expect(renders.get(ben!)).to.equal(1);
    expect(renders.has(ana!)).to.equal(false);
    element.fake.setLinkProblem(ana!.tile.id, { reason: 'link-blocked', whose: 'other' });
    await element.settled();
    expect(ana!.textContent).to.contain('Ana');
    expect(ana!.querySelector('[part~="link-problem"]')).to.be.instanceOf(HTMLElement);
  });

  it('samples the audio levels of a call once for all views', async () => {
    const element = await mountDirected(['Ana']);
    const { fake } = element;
    const id = fake.participants.find(({ name }) => name === 'Ana')!.id;
    const level = fake.level.bind(fake);
    const times: number[] = [];
    fake.level = (participant) => {
      if (participant === id) times.push(performance.now());
      return level(participant);
    };
    await waitUntil(() => times.length > 5, 'the levels were sampled');
    // A timer is never early, so two samplers would be faster.
    expect(times[5]! - times[0]!).to.be.greaterThan(450);
  });
});

declare global {
  interface HTMLElementTagNameMap {
    'video-call-stage': StageView;
  }
}
