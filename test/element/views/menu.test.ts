/** Menus that a view opens next to one of its buttons. */
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { MenuItem } from '../../../src/ui/base/menu-items.js';
import { expect, mountInCall, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

/** Opens a menu next to a button and waits until it has the focus. */
async function open(
  element: TestElement,
  items: () => readonly MenuItem[],
  anchor = element.the('leave-button'),
): Promise<void> {
  const detail = { anchor, label: 'Tea', items };
  anchor.dispatchEvent(new CustomEvent('ask-menu', { detail, bubbles: true }));
  await waitUntil(() => element.root.activeElement?.closest('video-call-menu'), 'it opens');
  await element.settled();
}
const focused = (element: TestElement) => element.root.activeElement?.textContent?.trim();
const press = (key: string) => sendKeys({ press: key });

const drinks = (ran: string[] = []): readonly MenuItem[] => [
  { type: 'action', label: 'Green', run: () => ran.push('green') },
  { type: 'check', label: 'With milk', checked: ran.includes('milk'), run: () => ran.push('milk') },
  { type: 'divider', label: 'Cup' },
  { type: 'choice', label: 'Small', checked: true, run: () => ran.push('small') },
  { type: 'choice', label: 'Large', checked: false, run: () => ran.push('large') },
];
const loudness = (values: number[]): readonly MenuItem[] => [
  {
    type: 'slider',
    label: 'Volume',
    value: values.at(-1) ?? 0.5,
    run: (value) => values.push(value),
  },
  { type: 'check', label: 'Muted for me', checked: false, run: () => {} },
  { type: 'divider', label: 'Voice' },
  { type: 'choice', label: 'Low', checked: true, run: () => {} },
];

describe('a menu', () => {
  it('is accessible, with and without a slider', async () => {
    const element = await mountInCall(['Ana']);
    await open(element, () => drinks());
    expect(element.the('menu').role).to.equal('menu');
    await expect(element).to.be.accessible();
    await press('Escape');
    await element.settled();
    await open(element, () => loudness([]));
    expect(element.the('menu').role).to.equal('dialog');
    await expect(element).to.be.accessible();
  });

  it('is navigated with arrow keys, Home and End, and wraps around', async () => {
    const element = await mountInCall(['Ana']);
    await open(element, () => drinks());
    expect(focused(element)).to.equal('Green');
    for (const [key, item] of [
      ['ArrowDown', 'With milk'],
      ['End', 'Large'],
      ['ArrowDown', 'Green'],
      ['ArrowUp', 'Large'],
      ['Home', 'Green'],
    ] as const) {
      await press(key);
      expect(focused(element), key).to.equal(item);
    }
  });

  it('returns the focus to its button on Escape, and is marked as closed', async () => {
    const element = await mountInCall(['Ana']);
    const button = element.the('leave-button');
    await open(element, () => drinks());
    expect(button.ariaExpanded).to.equal('true');
    await press('Escape');
    await element.settled();
    expect(element.all('menu')).to.have.length(0);
    expect(element.root.activeElement).to.equal(button);
    expect(button.ariaExpanded).to.equal(null);
  });

  it('closes on Tab, which moves on from its button', async () => {
    const element = await mountInCall(['Ana']);
    const next = document.createElement('button');
    element.after(next);
    await open(element, () => drinks());
    await press('Tab');
    await element.settled();
    expect(element.all('menu')).to.have.length(0);
    expect(document.activeElement).to.equal(next);
  });

  it('runs the selected item and closes, or stays open for a toggle', async () => {
    const element = await mountInCall(['Ana']);
    const ran: string[] = [];
    await open(element, () => drinks(ran));
    const [green, milk] = element.all('menu-item');
    expect(milk!.ariaChecked).to.equal('false');
    milk!.click();
    await element.settled();
    expect(milk!.ariaChecked).to.equal('true');
    green!.click();
    await element.settled();
    expect(ran).to.deep.equal(['milk', 'green']);
    expect(element.all('menu')).to.have.length(0);
    expect(element.root.activeElement).to.equal(element.the('leave-button'));
  });

  it('has sliders that the keyboard moves', async () => {
    const element = await mountInCall(['Ana']);
    const values: number[] = [];
    await open(element, () => loudness(values));
    await press('ArrowUp');
    await press('End');
    expect(values).to.deep.equal([0.55, 1]);
    await press('Tab');
    expect(focused(element)).to.equal('Muted for me');
  });

  it('closes on a press elsewhere, and on a second press of its button', async () => {
    const element = await mountInCall(['Ana']);
    const button = element.the('leave-button');
    await open(element, () => drinks());
    await sendMouse({ type: 'click', position: [2, 2] });
    await waitUntil(() => !element.all('menu').length, 'a press elsewhere closes it');
    await open(element, () => drinks());
    const detail = { anchor: button, label: 'Tea', items: drinks };
    button.dispatchEvent(new CustomEvent('ask-menu', { detail, bubbles: true }));
    await waitUntil(() => !element.all('menu').length, 'its button closes it');
  });

  it('stays open after a press on something inert, such as a heading', async () => {
    const element = await mountInCall(['Ana']);
    await open(element, () => drinks());
    const { x, y, height } = element.the('menu-heading').getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + 20), Math.round(y + height / 2)] });
    await element.settled();
    expect(element.all('menu')).to.have.length(1);
    await press('ArrowDown');
    expect(element.root.activeElement?.closest('video-call-menu')).not.to.equal(null);
    await press('Escape');
    await element.settled();
    expect(element.all('menu')).to.have.length(0);
  });

  for (const [name, style] of [
    ['scale', 'transform: scale(0.7); transform-origin: 20px 10px'],
    ['zoom', 'zoom: 1.25'],
  ] as const) {
    it(`is next to its button under a ${name}`, async () => {
      const element = await mountInCall(['Ana'], { width: 500, height: 400 });
      element.parentElement!.style.cssText = style;
      await open(element, () => drinks(), element.the('more-button'));
      const button = element.the('more-button').getBoundingClientRect();
      const menu = element.the('menu').getBoundingClientRect();
      expect(Math.abs(menu.left - button.left), 'in line').to.be.at.most(2);
      expect(button.top - menu.bottom, 'above').to.be.at.least(0);
      expect(button.top - menu.bottom, 'near').to.be.at.most(20);
    });
  }

  it('is above the floating self view', async () => {
    const element = await mountInCall(['Ana'], { width: 390, height: 560 });
    const floating = element.the('floating').getBoundingClientRect();
    await open(element, () => [...drinks(), ...drinks(), ...drinks()]);
    const items = element.all('menu-item').filter((one) => {
      const box = one.getBoundingClientRect();
      return box.right > floating.left && box.bottom > floating.top && box.top < floating.bottom;
    });
    expect(items.length, 'they overlap').to.be.at.least(1);
    for (const one of items) {
      const { top, height } = one.getBoundingClientRect();
      const there = element.root.elementFromPoint(floating.left + 4, top + height / 2);
      expect(one.contains(there)).to.equal(true);
    }
  });

  it('follows changes of the call, and keeps the focus', async () => {
    const element = await mountInCall(['Ana']);
    const items = () =>
      element.participants.map(({ name }) => ({
        type: 'action' as const,
        label: name,
        run() {},
      }));
    await open(element, items);
    await press('End');
    expect(focused(element)).to.equal('Ana');
    const ben = element.fake.arrive('Ben');
    await element.settled();
    expect(element.all('menu-item')).to.have.length(3);
    expect(focused(element)).to.equal('Ana');
    await press('End');
    element.fake.depart(ben);
    await element.settled();
    expect(focused(element)).to.equal('Ana');
  });

  for (const [width, height] of [
    [640, 360],
    [320, 240],
    [160, 120],
  ] as const) {
    it(`stays inside an element of ${width} by ${height} pixels`, async () => {
      const element = await mountInCall(['Ana'], { width, height });
      await open(element, () => drinks());
      const box = element.the('menu').getBoundingClientRect();
      const base = element.getBoundingClientRect();
      expect(box.left).to.be.at.least(base.left);
      expect(box.top).to.be.at.least(base.top);
      expect(box.right).to.be.at.most(base.right);
      expect(box.bottom).to.be.at.most(base.bottom);
      const isSheet = box.width === base.width;
      expect(isSheet).to.equal(width < 400);
      await press('End');
      const item = element.root.activeElement!.getBoundingClientRect();
      expect(item.bottom).to.be.at.most(base.bottom);
    });
  }
});
