/** The element on third-party pages: another origin, a strict policy, several elements, repeated use. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { VideoCallElement } from '../../src/index.js';
import { inPage, until, untilFrames, untilPeople, untilStatus } from './support/facts.js';
import { Lab, PATIENCE } from './support/lab.js';

// This machine opens a hundred sockets, more than a household would.
const lab = await Lab.start({ SOCKETS_PER_ADDRESS: 'none' });
afterEach(() => lab.clear());

test('the two lines work under a strict policy with Trusted Types enforced', async () => {
  const { url, port } = lab.server;
  const headers = {
    'content-security-policy': [
      "default-src 'none'",
      `script-src ${url}`,
      `connect-src ws://localhost:${port}`,
      'img-src data:',
      "require-trusted-types-for 'script'",
      'trusted-types video-call',
    ].join('; '),
  };
  const attributes = 'room="strict" autojoin';
  const ana = await lab.open(lab.embed(`${attributes} name="Ana"`, headers));
  const violations: string[] = [];
  ana.on('console', (message) => {
    if (/violat|refused|TrustedHTML/i.test(message.text())) violations.push(message.text());
  });
  ana.on('pageerror', (error) => violations.push(String(error)));
  const ben = await lab.open(lab.embed(`${attributes} name="<img src=x onerror=alert(1)>"`));
  await Promise.all(
    [ana, ben].map((page) => untilPeople(page, ['Ana', '<img src=x onerror=alert(1)>'])),
  );
  await untilFrames(ben, 'Ana');
  assert.deepEqual(violations, []);
});

test('two elements on one page are two participants, in one room or in two', async () => {
  const page = await lab.open(
    lab.serve(`<!doctype html><meta charset="utf-8"><title>Two</title>
      <script type="module" src="${lab.server.url}/video-call.js"></script>
      <video-call room="shared" name="Ana" autojoin></video-call>
      <video-call room="shared" name="Ben" autojoin></video-call>
      <video-call room="another" name="Cleo" autojoin></video-call>`),
  );
  await untilPeople(page, ['Ana', 'Ben']);
  const names = () =>
    page.$$eval('video-call', (elements) =>
      elements.map((one) =>
        (one as unknown as { participants: { name: string }[] }).participants
          .map(({ name }) => name)
          // The order of two simultaneous joins is not guaranteed.
          .sort()
          .join(),
      ),
    );
  await page.waitForFunction(
    () =>
      (document.querySelectorAll('video-call')[2] as HTMLElement & { status: string }).status ===
      'joined',
  );
  assert.deepEqual(await names(), ['Ana,Ben', 'Ana,Ben', 'Cleo']);
  await page.evaluate(() => (document.querySelectorAll('video-call')[1] as HTMLElement).remove());
  await untilPeople(page, ['Ana']);
});

test('moving the element keeps the call, and so do changed attributes', async () => {
  const ana = await lab.open(lab.embed('room="moved" name="Ana" autojoin'));
  const ben = await lab.open(lab.embed('room="moved" name="Ben" autojoin'));
  await Promise.all([ana, ben].map((page) => untilPeople(page, ['Ana', 'Ben'])));
  const id = await inPage(ana, (one) => one.self?.id);
  await inPage(ana, (one) => {
    const box = document.createElement('div');
    document.body.append(box);
    box.append(one);
    one.setAttribute('name', 'Anna');
    one.setAttribute('microphone-off', '');
  });
  await untilPeople(ben, ['Anna', 'Ben']);
  await until(
    ben,
    'Anna muted',
    (one) => one.participants.find(({ name }) => name === 'Anna')?.sources.join() === 'camera',
  );
  assert.equal(await inPage(ana, (one) => one.self?.id), id);
  await untilFrames(ben, 'Anna');
  await untilFrames(ana, 'Ben');
});

test('fifty mounts and removals leave no live track, connection or socket', async () => {
  const page = await lab.open(lab.embed('room="leaks" name="Ana"'));
  await untilStatus(page, 'idle');
  const left = await page.evaluate(async (patience) => {
    const open = {
      tracks: [] as MediaStreamTrack[],
      connections: [] as RTCPeerConnection[],
      sockets: [] as WebSocket[],
    };
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints);
      open.tracks.push(...stream.getTracks());
      return stream;
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        open.connections.push(this);
      }
    };
    window.WebSocket = class extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        open.sockets.push(this);
      }
    };
    const isConnected = ({ participants, call }: VideoCallElement) =>
      participants.some(({ id }) => call?.linkStatus(id) === 'connected');
    const ends = performance.now() + patience;
    // Not with animation frames, which a page may stop drawing.
    const until = async (isTrue: () => boolean, seen: () => unknown) => {
      while (!isTrue()) {
        if (performance.now() > ends) throw new Error(JSON.stringify(seen()));
        await new Promise((done) => setTimeout(done, 20));
      }
    };
    // What this lobby opens from here on must be closed too.
    document.querySelector('video-call')!.remove();
    for (let round = 0; round < 50; round++) {
      const pair = ['one', 'two'].map((name) => {
        const element = document.createElement('video-call');
        for (const attribute of ['autojoin', 'camera-off']) element.setAttribute(attribute, '');
        element.setAttribute('room', `leaks ${round}`);
        element.setAttribute('name', name);
        document.body.append(element);
        return element;
      });
      // Half of the pairs are removed immediately, while joining; the others when they are connected.
      if (round % 2) {
        await until(
          () => pair.every(isConnected),
          () => ({ round, people: pair.map(({ status, participants }) => [status, participants]) }),
        );
      }
      for (const element of pair) element.remove();
    }
    const live = () => ({
      tracks: open.tracks.filter(({ readyState }) => readyState === 'live').length,
      connections: open.connections.filter(({ connectionState }) => connectionState !== 'closed')
        .length,
      sockets: open.sockets.filter(({ readyState }) => readyState <= WebSocket.OPEN).length,
    });
    const states = () => ({
      tracks: open.tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind),
      connections: open.connections.flatMap(({ connectionState, signalingState }, at) =>
        connectionState === 'closed' ? [] : [[at, connectionState, signalingState]],
      ),
      sockets: open.sockets.flatMap(({ readyState, url }) =>
        readyState <= WebSocket.OPEN ? [[url, readyState]] : [],
      ),
    });
    await until(() => Object.values(live()).every((count) => count === 0), states);
    return { made: open.connections.length, ...live() };
  }, 2 * PATIENCE);
  assert.ok(left.made >= 50, `${left.made} connections were made`);
  assert.deepEqual({ ...left, made: 0 }, { made: 0, tracks: 0, connections: 0, sockets: 0 });
});

test('a relay policy set before the script loads applies to every candidate', async () => {
  const page = await lab.open(
    lab.serve(`<!doctype html><meta charset="utf-8"><title>Early</title><link rel="icon" href="data:,">
      <video-call></video-call>
      <script type="module">
        window.policies = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(configuration) {
            super(configuration);
            window.policies.push(this.getConfiguration().iceTransportPolicy);
            this.addEventListener('icecandidate', ({ candidate }) => {
              if (candidate?.candidate) window.policies.push(candidate.type);
            });
          }
          setConfiguration(configuration) {
            super.setConfiguration(configuration);
            window.policies.push(this.getConfiguration().iceTransportPolicy);
          }
        };
        const element = document.querySelector('video-call');
        Object.assign(element, { room: 'early', name: 'Ana', autojoin: true, iceTransportPolicy: 'relay' });
        await import('${lab.server.url}/video-call.js');
      </script>`),
  );
  await untilStatus(page, 'joined');
  await lab.open(lab.embed('room="early" name="Ben" autojoin'));
  await until(page, 'Ben', (one) => one.participants.length === 2);
  const policies = () =>
    page.evaluate(() => (window as unknown as { policies: string[] }).policies);
  assert.deepEqual([...new Set(await policies())], ['relay']);
});

test('a plain script joins the same call with the headless core', async () => {
  const ana = await lab.open(lab.embed('room="plain" name="Ana" autojoin'));
  const robot = await lab.open(lab.serve('<!doctype html><title>Robot</title>'));
  await robot.evaluate(async (server) => {
    const { Call } = await import(`${server}/headless.js`);
    const call = new Call({ server, room: 'plain', name: 'Robot' });
    await call.join();
    await call.turnOn('camera');
    (window as unknown as { call: unknown }).call = call;
  }, lab.server.url);
  await untilPeople(ana, ['Ana', 'Robot']);
  await untilFrames(ana, 'Robot');
});
