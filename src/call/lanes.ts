/** A link's four fixed lanes: what is sent on each, how large, and the streams of what arrives. */
import { SOURCES, type Source } from '../protocol.js';
import type { SendLimit } from './call-face.js';
import { encodingFor } from './ladder.js';
import type { Meter, Platform } from './platform.js';

/**
 * The first frames of a picture are sent this many times smaller, and for so many milliseconds: what the way carries is
 * not known yet, and a large key frame takes seconds on a narrow one. So the picture is there sooner.
 */
const FIRST_FRAMES = { scale: 4, last: 1_000 };

/** A level that no packet brought within this time is of the past. In milliseconds. */
const LEVEL_LASTS = 500;

const isSound = (source: Source) => source === 'microphone' || source === 'screen-audio';
const isShow = (source: Source) => source === 'screen' || source === 'screen-audio';

/** Whether it is a codec of its own, and not what comes beside one. */
const isCodec = ({ mimeType }: RTCRtpCodec): boolean => /VP9|H264|AV1|VP8/.test(mimeType);

export class Lanes {
  readonly #connection: RTCPeerConnection;
  readonly #platform: Platform;
  readonly #track: (source: Source) => MediaStreamTrack | null;
  readonly #streams = new Map<Source, MediaStream>();
  /** For each sound, the packet that was played last, and when that was seen. */
  readonly #played = new Map<Source, { timestamp: number; at: number }>();
  readonly #meters = new Map<Source, Meter>();
  #lanes: RTCRtpTransceiver[] = [];
  /** Steps of setting what the senders send, one after the other. */
  #steps: Promise<void> = Promise.resolve();
  readonly #limits = new Map<Source, SendLimit>();
  #people = 2;
  #isPaused = false;
  /** When each picture that is still small began; a lane without a track waits with a small one. */
  readonly #small = new Map<Source, number>([
    ['camera', Infinity],
    ['screen', Infinity],
  ]);

  constructor(
    connection: RTCPeerConnection,
    platform: Platform,
    track: (source: Source) => MediaStreamTrack | null,
  ) {
    this.#connection = connection;
    this.#platform = platform;
    this.#track = track;
  }

  /** Makes the lanes, on the side that offers. */
  make(): void {
    const streamOf = this.#streamsToSend();
    this.#lanes = SOURCES.map((source) =>
      this.#connection.addTransceiver(isSound(source) ? 'audio' : 'video', {
        direction: 'sendrecv',
        streams: [streamOf(source)],
        sendEncodings: [this.#encodingOf(source)],
      }),
    );
    for (const source of SOURCES) this.publish(source, this.#track(source));
  }

  /** The other's lanes become mine: adding my own before would double or reorder them. */
  adopt(): void {
    const streamOf = this.#streamsToSend();
    this.#lanes = this.#connection
      .getTransceivers()
      .filter(({ mid }) => mid !== null)
      .sort((one, other) => Number(one.mid) - Number(other.mid))
      .slice(0, SOURCES.length);
    this.#lanes.forEach((lane, index) => {
      const source = SOURCES[index] as Source;
      lane.direction = 'sendrecv';
      // Before the answer, so that the other keeps sound and picture of one stream in step.
      lane.sender.setStreams(streamOf(source));
      this.publish(source, this.#track(source));
    });
  }

  /** The stream of the other's lane for a source; it is there whether the lane is in use or not. */
  stream(source: Source): MediaStream | undefined {
    const track = this.#lanes[SOURCES.indexOf(source)]?.receiver.track;
    if (!track) return undefined;
    const stream = this.#streams.get(source) ?? this.#platform.createStream([track]);
    this.#streams.set(source, stream);
    return stream;
  }

  /** How loud the other's sound is, from 0 to 1. */
  level(source: Source): number {
    const receiver = this.#lanes[SOURCES.indexOf(source)]?.receiver;
    const [latest] = receiver?.getSynchronizationSources() ?? [];
    if (!receiver || !latest) return 0;
    const { timestamp, audioLevel } = latest;
    // The browsers' clocks for it differ, and some stand still in a sleep; so only change counts.
    const now = this.#platform.clock.now();
    const played = this.#played.get(source);
    if (played?.timestamp !== timestamp) this.#played.set(source, { timestamp, at: now });
    else if (now - played.at > LEVEL_LASTS) return 0;
    // Safari says 0.000001 of whatever is played: https://github.com/jitsi/lib-jitsi-meet/pull/1540
    if (audioLevel !== undefined && Math.abs(audioLevel - 1e-6) > 1e-9) return audioLevel;
    const meter = this.#meters.get(source) ?? this.#platform.measure(receiver.track);
    this.#meters.set(source, meter);
    return meter.level();
  }

  close(): void {
    for (const meter of this.#meters.values()) meter.close();
    this.#meters.clear();
  }

  /** Sends another track, or none; costs no negotiation. */
  publish(source: Source, track: MediaStreamTrack | null): void {
    const sender = this.#lanes[SOURCES.indexOf(source)]?.sender;
    if (!sender || sender.track === track) return;
    this.#then(async () => {
      const before = sender.track;
      if (before !== track) await sender.replaceTrack(track);
      if (!isSound(source) && !(before && track)) {
        this.#small.set(source, track ? this.#platform.clock.now() : Infinity);
      }
      await this.#encode(source);
    });
  }

  /** Tells how many people share my upload. */
  fit(people: number): void {
    if (people === this.#people) return;
    this.#people = people;
    this.encode();
  }

  /** Sends no more than that of a picture. */
  limit(source: Source, limit: SendLimit | undefined): void {
    if (limit) this.#limits.set(source, limit);
    else this.#limits.delete(source);
    this.#then(() => this.#encode(source));
  }

  /** Nothing sent in the dark is nothing late: alone this spares the freeze after a short cut. */
  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.encode();
  }

  /** Lets pictures be large whose first frames are there, on a link that is up since then. */
  grow(now: number, up: number): void {
    for (const [source, began] of this.#small) {
      if (now - Math.max(began, up) < FIRST_FRAMES.last) continue;
      this.#small.delete(source);
      this.#then(() => this.#encode(source));
    }
  }

  /** Sets what each sender sends to what it should be. */
  encode(): void {
    for (const source of SOURCES) this.#then(() => this.#encode(source));
  }

  /** Sound and picture of a person belong together, and so do those of what they show. */
  #streamsToSend(): (source: Source) => MediaStream {
    const face = this.#platform.createStream([]);
    const show = this.#platform.createStream([]);
    return (source) => (isShow(source) ? show : face);
  }

  #encodingOf(source: Source): RTCRtpEncodingParameters {
    const limit = this.#limits.get(source);
    const track = this.#track(source);
    const encoding = encodingFor(source, this.#people, track?.getSettings().height, limit);
    return {
      ...encoding,
      ...(this.#small.has(source) && {
        scaleResolutionDownBy: encoding.scaleResolutionDownBy! * FIRST_FRAMES.scale,
      }),
      // For sound that is on and silent Chromium keeps its bitrate free, and pictures get no more than the rest.
      // Firefox up to 153 ignores it for sound: https://bugzilla.mozilla.org/show_bug.cgi?id=1813848
      active: track !== null && (isSound(source) || !(this.#isPaused || limit?.height === 0)),
    };
  }

  async #encode(source: Source): Promise<void> {
    const sender = this.#lanes[SOURCES.indexOf(source)]?.sender;
    if (!sender) return;
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings;
    if (!encoding) return;
    const wanted = this.#encodingOf(source);
    const isSame = (Object.keys(wanted) as (keyof RTCRtpEncodingParameters)[]).every(
      (key) => encoding[key] === wanted[key],
    );
    if (isSame) return;
    Object.assign(encoding, wanted);
    this.#forget(parameters, !wanted.active);
    await sender.setParameters(parameters);
  }

  /**
   * While paused the picture has another codec, in name alone. For then Chromium makes its stream anew and
   * forgets what it sent last: else it sends all of the last three seconds again once the way is back, late
   * as it is, and the other end holds up all that follows for as long.
   */
  #forget({ codecs = [], encodings }: RTCRtpSendParameters, isPaused: boolean): void {
    const [encoding] = encodings as [
      RTCRtpEncodingParameters & { codec?: RTCRtpCodec | undefined },
    ];
    const { mimeType } = codecs[0] ?? {};
    if (isPaused) encoding.codec = codecs.find((one) => isCodec(one) && one.mimeType !== mimeType);
    else delete encoding.codec;
  }

  #then(step: () => Promise<void>): void {
    this.#steps = this.#steps.then(async () => {
      if (this.#connection.signalingState === 'closed') return;
      // A browser that refuses a parameter still sends, with its own choice.
      await step().catch(() => {});
    });
  }
}
