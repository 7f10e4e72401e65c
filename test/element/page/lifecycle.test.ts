/** How the element is added, moved, removed and added again, and that two elements don't interfere. */
import { fixture, html } from '@open-wc/testing';
import { CallError } from '../../../src/index.js';
import { VideoCallElement } from '../../../src/ui/element/video-call.js';
import type { TestElement } from '../support/mount.js';
import { itNeeds } from '../support/it-needs.js';
import { expect, mount, mountInCall, turn } from '../support/mount.js';
import { waitUntil } from '../support/wait-until.js';

describe('the lifecycle of the element', () => {
  it('is defined once, even if the script loads several times', async () => {
    const first = customElements.get('video-call');
    await import(new URL('../../../src/index.ts?again', import.meta.url).href);
    expect(customElements.get('video-call')).to.equal(first);
    expect(first).to.equal(VideoCallElement);
  });

  it('keeps the call when it is moved', async () => {
    const element = await mountInCall(['Ana']);
    const { fake } = element;
    const video = element.the('video');
    const elsewhere = await fixture(html`<div></div>`);
    elsewhere.append(element);
    await turn();
    await element.settled();
    expect(element.fake).to.equal(fake);
    expect(element.status).to.equal('joined');
    expect(element.the('video')).to.equal(video);
    expect(fake.asked).not.to.include('leave');
  });

  it('keeps the call and its devices if the page awaits something during a move', async () => {
    const element = await mountInCall(['Ana']);
    element.removalGrace = 10_000;
    const { fake } = element;
    const place = element.parentElement!;
    element.remove();
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    await turn();
    expect(element.status).to.equal('joined');
    expect(fake.sourceState('camera').status).to.equal('on');
    place.append(element);
    element.removalGrace = 0;
    await turn();
    await element.settled();
    expect(element.fake).to.equal(fake);
    expect(fake.asked).not.to.include('leave');
    expect(element.all('tile')).to.have.length(2);
    element.the('microphone-button').click();
    expect(fake.sourceState('microphone').status).to.equal('off');
  });

  it('gives way immediately to another element in the same room', async () => {
    const element = await mountInCall(['Ana']);
    element.removalGrace = 10_000;
    element.remove();
    await mount({ attributes: { room: 'another' } });
    expect(element.fake.asked).not.to.include('leave');
    await mount();
    expect(element.fake.asked).to.include('leave');
  });

  it('leaves immediately if the page closes while it is removed', async () => {
    const element = await mountInCall(['Ana']);
    element.removalGrace = 10_000;
    element.remove();
    const order: string[] = [];
    window.addEventListener('pagehide', () => order.push(element.fake.asked.at(-1)!), {
      once: true,
    });
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(order, 'before others hear of it').to.deep.equal(['leave']);
    expect(element.fake.asked).to.include('leave');
    expect(element.status).to.equal('idle');
  });

  it('can leave while it is removed', async () => {
    const element = await mountInCall(['Ana']);
    element.removalGrace = 10_000;
    element.remove();
    element.leave();
    expect(element.status).to.equal('left');
  });

  itNeeds('moveBefore', 'is not disturbed by moveBefore', async () => {
    const element = await mountInCall(['Ana']);
    const { fake } = element;
    const stage = element.root.querySelector('video-call-stage')!;
    const camera = document.createElement('canvas').captureStream();
    const video = element.root.querySelector('video')!;
    video.srcObject = camera;
    const paused: string[] = [];
    stage.addEventListener('pause', () => paused.push('paused'), { capture: true });
    const elsewhere = await fixture(html`<div lang="de"></div>`);
    (elsewhere as unknown as { moveBefore(node: Node, next: null): void }).moveBefore(
      element,
      null,
    );
    await turn();
    await waitUntil(() => element.the('base').lang === 'de', 'the language of the new place');
    expect(element.fake).to.equal(fake);
    expect(element.root.querySelector('video')).to.equal(video);
    expect(paused).to.deep.equal([]);
    element.lang = 'ar';
    await waitUntil(() => element.the('base').lang === 'ar', 'what changes there later');
  });

  it('ends the call when it is removed', async () => {
    const element = await mountInCall(['Ana']);
    const left: string[] = [];
    element.addEventListener('leave', () => left.push('left'));
    element.remove();
    await turn();
    expect(element.fake.asked).to.include('leave');
    expect(left).to.deep.equal(['left']);
    expect(element.status).to.equal('idle');
    expect(element.participants).to.deep.equal([]);
  });

  it('releases the lobby’s devices when it is removed', async () => {
    const element = await mount();
    element.the('preview-button').click();
    await element.settled();
    element.remove();
    await turn();
    expect(element.fake.asked.at(-1)).to.equal('leave');
  });

  it('shows the lobby again when it is added again', async () => {
    const element = await mountInCall(['Ana']);
    const place = element.parentElement!;
    element.remove();
    await turn();
    place.append(element);
    await element.settled();
    expect(element.calls).to.have.length(2);
    expect(element.status).to.equal('idle');
    expect(element.all('lobby')).to.have.length(1);
    await element.join();
    expect(element.status).to.equal('joined');
  });

  it('joins immediately with autojoin', async () => {
    const element = await mount({ attributes: { autojoin: '', name: 'Ana' } });
    expect(element.status).to.equal('joined');
    expect(element.all('lobby')).to.have.length(0);
  });

  it('joins from the lobby when the page calls join', async () => {
    const element = await mount();
    element.autojoin = true;
    await element.settled();
    expect(element.status).to.equal('joined');
  });

  it('shows no lobby with autojoin, and the user can cancel', async () => {
    const element = await mount({
      attributes: { autojoin: '' },
      prepare: (call) => (call.isSlow = true),
    });
    expect(element.the('message').textContent).to.contain('Joining…');
    await expect(element).to.be.accessible();
    element.the('message-button').click();
    await element.settled();
    expect(element.all('lobby')).to.have.length(1);
  });

  it('uses a name that is set after the call is created and before the first render', async () => {
    const element = document.createElement('test-call') as TestElement;
    element.room = 'tea';
    document.body.append(element);
    await Promise.resolve();
    expect(element.calls).to.have.length(1);
    expect(element.hasUpdated).to.equal(false);
    element.name = 'Ana';
    await element.settled();
    expect(element.fake.name).to.equal('Ana');
    element.remove();
  });

  it('applies a new name, microphone and camera without dropping the call', async () => {
    const element = await mountInCall(['Ana'], { attributes: { name: 'Ben' } });
    element.name = 'Benedikt';
    element.microphoneOff = true;
    element.setAttribute('camera-off', '');
    await element.settled();
    expect(element.calls).to.have.length(1);
    expect(element.status).to.equal('joined');
    expect(element.self).to.deep.include({ name: 'Benedikt', sources: [] });
    element.microphoneOff = false;
    await element.settled();
    await waitUntil(() => element.fake.sourceState('microphone').status === 'on');
    expect(element.self?.sources).to.deep.equal(['microphone']);
  });

  it('leaves and starts over in another room', async () => {
    const element = await mountInCall(['Ana']);
    const [first] = element.calls;
    element.room = 'coffee';
    await element.settled();
    expect(first?.status).to.equal('left');
    expect(element.options[1]?.room).to.equal('coffee');
    expect(element.status).to.equal('idle');
  });

  it('joins the new room if the page changes it and joins in the same task', async () => {
    const element = await mount();
    element.room = 'coffee';
    await element.join();
    expect(element.options.at(-1)?.room).to.equal('coffee');
    expect(element.status).to.equal('joined');
  });

  it('never writes to its attributes', async () => {
    const element = await mount({ attributes: { name: 'Ana' } });
    const before = element.outerHTML;
    element.the('camera-switch').click();
    await element.join();
    element.fake.arrive('Ben');
    await element.turnOn('screen');
    await element.settled();
    expect(element.outerHTML).to.equal(before);
  });

  it('exposes its status as custom states', async () => {
    const element = await mount();
    expect(element.matches(':state(joined)')).to.equal(false);
    await element.join();
    await element.turnOn('screen');
    await element.settled();
    expect(element.matches(':state(joined)')).to.equal(true);
    expect(element.matches(':state(sharing)')).to.equal(true);
    element.turnOff('screen');
    await element.settled();
    expect(element.matches(':state(sharing)')).to.equal(false);
    element.leave();
    await element.settled();
    expect(element.matches(':state(joined)')).to.equal(false);
  });

  it('keeps two elements on one page apart', async () => {
    const one = await mountInCall(['Ana']);
    const other = await mount();
    one.leave();
    await one.settled();
    await other.join();
    await other.settled();
    expect(one.status).to.equal('left');
    expect(other.status).to.equal('joined');
    expect(other.participants).to.have.length(1);
    expect(one.fake).not.to.equal(other.fake);
  });

  it('uses the server of its script, or the one that the page sets', async () => {
    const element = await mount();
    expect(element.options[0]?.server).to.equal(location.origin);
    element.server = 'https://calls.example.com/some/path';
    await element.settled();
    expect(element.options[1]?.server).to.equal('https://calls.example.com');
    element.server = 'calls.example.org';
    await element.settled();
    expect(element.options[2]?.server).to.equal(`${location.protocol}//calls.example.org`);
  });

  it('explains that a room or a server is missing', async () => {
    const element = await mount({ attributes: { room: '' } });
    expect(element.text).to.contain('This call has no room');
    await expect(element).to.be.accessible();
    const error = await element.join().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CallError);
    expect(error).to.have.property('reason', 'no-room');
    for (const room of ['..', 'x'.repeat(129)]) {
      element.room = room;
      await element.settled();
      expect(element.call, room).to.equal(undefined);
      expect(element.text).to.contain('128 characters');
    }
    element.room = 'tea';
    element.server = 'https://%';
    await element.settled();
    expect(element.text).to.contain('This call has no server');
    expect(element.call).to.equal(undefined);
  });

  it('has a size by default, and none while hidden', async () => {
    const element = await mount();
    element.style.cssText = 'width: 640px';
    expect(element.getBoundingClientRect().height).to.equal(360);
    element.hidden = true;
    expect(element.getBoundingClientRect().height).to.equal(0);
  });

  it('shows its fallback content only without script', async () => {
    const element = await mount();
    element.append('Your browser runs no scripts.');
    expect(element.innerText.trim()).not.to.contain('no scripts');
  });
});
