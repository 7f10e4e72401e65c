/** What waits for the first picture, and what is delayed while a link connects. */
import { fixture, html } from '@open-wc/testing';
import { expect, mount, mountInCall, turn, type TestElement } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

const labels = (element: TestElement) =>
  element.all('name').map((one) => one.textContent!.replace(/[\u2068\u2069\s]/g, ''));

describe('joining', () => {
  it('renders nothing while a link connects, and everything after it', async () => {
    const element = await mountInCall();
    let end = () => {};
    element.fake.handshake = new Promise<void>((resolve) => (end = resolve));
    element.fake.arrive('Ben');
    await turn();
    expect(labels(element)).to.not.contain('Ben');
    element.fake.handshake = undefined;
    end();
    await waitUntil(() => labels(element).includes('Ben'), 'Ben has a tile');
  });

  it('does not wait for a slow link', async () => {
    const element = await mountInCall();
    element.fake.handshake = new Promise<void>(() => {});
    element.fake.arrive('Ben');
    await waitUntil(() => labels(element).includes('Ben'), 'Ben has a tile');
  });

  it('loads tile interaction once no participant is connecting', async () => {
    const element = await mount();
    const joined = element.join();
    const id = element.fake.arrive('Ben');
    element.fake.setLink(id, 'connecting');
    await joined;
    await waitUntil(() => labels(element).includes('Ben'), 'Ben has a tile');
    await turn();
    expect(element.all('tile-button').length).to.equal(0);
    element.fake.setLink(id, 'connected');
    await waitUntil(() => element.all('tile-button').length > 0, 'the tiles have buttons');
  });

  it('handles a press before menus are loaded once', async () => {
    const element = document.createElement('test-call');
    element.setAttribute('room', 'tea');
    element.setAttribute('autojoin', '');
    // Menus wait for the first picture, and so for this link.
    element.prepare = (call) => call.setLink(call.arrive('Ben'), 'connecting');
    const place = await fixture(html`<div style="width: 640px; height: 360px"></div>`);
    place.append(element);
    const more = () => element.root.querySelector<HTMLElement>('[part~=more-button]');
    await waitUntil(more, 'the button is there');
    more()!.click();
    await waitUntil(() => element.all('menu-item').length > 0, 'the menu opens');
    more()!.click();
    await waitUntil(() => element.all('menu-item').length === 0, 'the menu closes');
  });
});
