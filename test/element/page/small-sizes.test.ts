/** What must be visible and reachable in a small element, in any language, with large text. */
import type { FakeCall } from '../../fakes/fake-call.js';
import { expect, mount, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

type Size = readonly [width: number, height: number];

/** Simulates a browser whose font size is twice the default. */
function largeText(): void {
  const style = document.createElement('style');
  style.className = 'large-text';
  style.textContent = 'test-call::part(base) { font-size: 32px }';
  document.head.append(style);
}
afterEach(() => document.querySelector('style.large-text')?.remove());

const isSeen = (element: Element) => element.getClientRects().length > 0;

function overlap(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The whole text is inside the element, and nothing covers its center. */
function expectWhole(element: TestElement, button: HTMLElement): void {
  expect(button.scrollWidth, button.innerText).to.be.at.most(button.clientWidth);
  const range = document.createRange();
  range.selectNodeContents(button);
  const text = range.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  expect(text.left, 'from the left').to.be.at.least(Math.floor(box.left));
  expect(text.right, 'to the right').to.be.at.most(Math.ceil(box.right));
  const there = element.root.elementFromPoint(
    (text.left + text.right) / 2,
    (text.top + text.bottom) / 2,
  );
  expect(button.contains(there), `${button.innerText} can be pressed`).to.equal(true);
}

describe('in a small element', () => {
  for (const lang of ['en', 'de', 'ar']) {
    for (const [width, height] of [
      [160, 120],
      [160, 240],
      [200, 200],
      [240, 320],
      [320, 240],
      [320, 256],
    ] as Size[]) {
      it(`the join button is fully visible: ${lang}, ${width} by ${height}`, async () => {
        const element = await mount({ width, height, attributes: { lang } });
        await waitUntil(() => element.the('base').lang === lang);
        const button = element.the('join-button');
        button.scrollIntoView({ block: 'nearest' });
        expectWhole(element, button);
      });
    }
  }

  for (const [width, height] of [
    [280, 400],
    [320, 256],
    [390, 700],
    [640, 360],
  ] as Size[]) {
    it(`large text leaves the lobby usable: ${width} by ${height}`, async () => {
      largeText();
      const element = await mount({ width, height });
      const button = element.the('preview-button');
      const switches = element.the('camera-switch').closest('.switches')!;
      if (isSeen(button)) expect(overlap(button, switches)).to.equal(false);
      element.the('join-button').scrollIntoView({ block: 'nearest' });
      expectWhole(element, element.the('join-button'));
    });
  }

  for (const [width, height, isLarge] of [
    [320, 256, true],
    [320, 256, false],
    [160, 240, false],
  ] as const) {
    it(`a host can admit: ${width} by ${height}${isLarge ? ', large text' : ''}`, async () => {
      if (isLarge) largeText();
      const prepare = (call: FakeCall) => void (call.role = 'host');
      const element = await mountInCall(['Ana'], { width, height, prepare });
      element.fake.knock('Omar');
      await element.settled();
      await waitUntil(() => element.all('admit-button').length);
      const button = element.the('admit-button');
      const box = button.getBoundingClientRect();
      expect(box.bottom).to.be.at.most(element.the('toolbar').getBoundingClientRect().top);
      expectWhole(element, button);
    });
  }

  for (const width of [320, 400, 480, 640, 700]) {
    it(`the toolbar does not hide whose presentation it is: ${width} pixels`, async () => {
      const element = await mountInCall(['Amara', 'Jonas', 'Misaki'], { width, height: 400 });
      element.fake.updateParticipant(element.participants[1]!.id, {
        sources: ['camera', 'screen'],
      });
      await element.settled();
      const label = () => element.root.querySelector('.tiles [part~=screen] > .label');
      await waitUntil(() => label() && element.all('tile-button').length);
      await waitUntil(() => element.all('tile').every((one) => !one.getAnimations().length));
      expect(overlap(label()!, element.the('toolbar'))).to.equal(false);
      const button = element.root.querySelector('[part~=screen] > .tile-button')!;
      expect(overlap(label()!, button)).to.equal(false);
    });
  }

  it('a name in the strip uses the room that there is', async () => {
    const element = await mountInCall(['Amara Okafor', 'Jonas', 'Misaki'], {
      width: 640,
      height: 400,
    });
    element.fake.updateParticipant(element.participants[2]!.id, {
      sources: ['screen', 'microphone'],
    });
    await element.settled();
    await waitUntil(() => element.all('tile-button').length);
    await waitUntil(() => element.all('tile').every((one) => !one.getAnimations().length));
    const tile = element
      .all('tile')
      .find((one) => one.querySelector('bdi')?.textContent === 'Amara Okafor')!;
    const name = tile.querySelector('bdi')!.getBoundingClientRect();
    expect(name.width / tile.getBoundingClientRect().width > 0.5, `${name.width}`).to.equal(true);
  });
});

describe('texts in a language other than the page’s', () => {
  it('end with their full stop, in a layout that goes with the page', async () => {
    const element = await mount({ attributes: { room: '' } });
    element.parentElement!.dir = 'rtl';
    element.parentElement!.lang = 'he';
    await element.settled();
    await waitUntil(() => getComputedStyle(element.the('base')).direction === 'rtl');
    const text = element.the('message-text');
    const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let last: Node | null = null;
    while (node.nextNode()) if (node.currentNode.textContent!.trim()) last = node.currentNode;
    const content = last!.textContent!;
    const stop = content.trimEnd().length - 1;
    expect(content[stop]).to.equal('.');
    const boxOf = (index: number) => {
      const range = document.createRange();
      range.setStart(last!, index);
      range.setEnd(last!, index + 1);
      return range.getBoundingClientRect();
    };
    expect(boxOf(stop).left).to.be.at.least(boxOf(stop - 1).left);
  });

  it('are found by a lang as programmers write it', async () => {
    for (const [lang, spoken] of [
      ['de_DE', 'de'],
      ['ar_EG.UTF-8', 'ar'],
      [' de ', 'de'],
    ] as const) {
      const element = await mount({ attributes: { lang } });
      await waitUntil(() => element.the('base').lang === spoken, lang);
    }
  });
});
