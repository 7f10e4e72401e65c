/** What a link sends: stereo in its descriptions, and how much video for how many participants. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodingFor } from '../../../src/call/link/encoding-presets.js';
import { withRedundancy } from '../../../src/call/link/redundancy.js';
import { withOpus } from '../../../src/call/link/sdp.js';
import { World } from '../../fakes/world.js';

const lines = (...all: string[]) => all.map((line) => `${line}\r\n`).join('');

test('Opus is stereo in every lane, with DTX in the first, and other lines stay unchanged', () => {
  const sdp = lines(
    'v=0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:63 red/48000/2',
    'a=fmtp:63 111/111',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=rtpmap:96 VP8/90000',
    'm=audio 9 UDP/TLS/RTP/SAVPF 109',
    'a=rtpmap:109 opus/48000/2',
    'a=fmtp:109 maxplaybackrate=48000',
  );
  const opus = withOpus(sdp);
  const first = sdp.replace('10;useinbandfec=1', '10;useinbandfec=1;stereo=1;usedtx=1');
  assert.equal(opus, first.replace('maxplaybackrate=48000', 'maxplaybackrate=48000;stereo=1'));
});

test('speech is sent twice where redundancy is the first choice, of the first lane of sound alone', () => {
  const sdp = lines(
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 9 63 0',
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:63 red/48000/2',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 116',
    'a=rtpmap:116 red/90000',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
    'a=rtpmap:63 red/48000/2',
  );
  assert.equal(withRedundancy(sdp), sdp.replace('111 9 63 0', '63 111 9 0'));
  const without = lines('m=audio 9 UDP/TLS/RTP/SAVPF 109', 'a=rtpmap:109 opus/48000/2');
  assert.equal(withRedundancy(without), without);
});

test('a camera is scaled to what its number of people can carry, and never up', () => {
  assert.equal(encodingFor('camera', 2, 720).scaleResolutionDownBy, 1);
  assert.equal(encodingFor('camera', 4, 720).scaleResolutionDownBy, 2);
  assert.equal(encodingFor('camera', 8, 720).scaleResolutionDownBy, 4);
  assert.equal(encodingFor('camera', 2, 360).scaleResolutionDownBy, 1);
  const rates = [2, 3, 4, 5, 7].map((people) => encodingFor('camera', people, 720).maxBitrate!);
  assert.deepEqual(
    rates,
    [...rates].sort((one, other) => other - one),
  );
});

test('a screen keeps its resolution, no matter how many watch', () => {
  for (const people of [2, 5, 8]) {
    assert.equal(encodingFor('screen', people, 1080).scaleResolutionDownBy, 1);
  }
});

for (const [source, lane] of [
  ['camera', 1],
  ['screen', 2],
] as const) {
  test(`the first frames of a ${source} are small, each time, and it is whole soon after`, async () => {
    const world = await World.create();
    const [ana] = await world.joined('Ana', 'Ben');
    const sender = () => ana!.connections.at(-1)!.getTransceivers()[lane]!.sender;
    const scale = () => sender().getParameters().encodings[0]!.scaleResolutionDownBy;
    for (let turn = 0; turn < 2; turn++) {
      // Set before there is anything to send, so that not even one frame is large.
      assert.equal(scale(), 4);
      await ana!.call.turnOn(source);
      await world.clock.until(() => sender().track !== null);
      assert.equal(scale(), 4);
      const began = world.clock.now();
      await world.clock.until(() => scale() === 1);
      const took = world.clock.now() - began;
      assert.ok(took >= 900 && took <= 1_500, `${took} ms`);
      ana!.call.turnOff(source);
      await world.clock.until(() => sender().track === null && scale() === 4);
    }
  });
}
