/** A link's four fixed lanes: the source and size sent on each, and the received streams. */
import { SOURCES, type Source } from '../../protocol.js';
import type { SendLimit } from '../call-api.js';
import { encodingFor } from './encoding-presets.js';
import type { Meter, Platform } from '../platform.js';

/**
 * The first video frames are sent this many times smaller, for this many milliseconds: the bandwidth is not known yet,
 * and a large key frame takes seconds on a narrow path. So the video appears sooner.
 */
const FIRST_FRAMES = { scale: 4, last: 1_000 };

/** Milliseconds until a failed update is retried; doubled each time. */
const RETRY = { first: 500, longest: 8_000 };

/** In milliseconds. A level without a new packet within this time is outdated. */
const LEVEL_LASTS = 500;

const isSound = (source: Source) => source === 'microphone' || source === 'screen-audio';
const isShow = (source: Source) => source === 'screen' || source === 'screen-audio';

/** Whether this is a real codec, not an auxiliary format such as RTX. */
const isCodec = ({ mimeType }: RTCRtpCodec): boolean => /VP9|H264|AV1|VP8/.test(mimeType);

export class Lanes {
  readonly #connection: RTCPeerConnection;
  readonly #platform: Platform;
  readonly #track: (source: Source) => MediaStreamTrack | null;
  readonly #streams = new Map<Source, MediaStream>();
  /** For each audio source, the last packet played, and when it was seen. */
  readonly #played = new Map<Source, { timestamp: number; at: number }>();
  readonly #meters = new Map<Source, Meter>();
  #lanes: RTCRtpTransceiver[] = [];
  /** Updates of the senders, one at a time. */
  #updates: Promise<void> = Promise.resolve();
  /** Sources with an update queued that has not started. */
  readonly #queued = new Set<Source>();
  /** Sources whose last update failed, and when to retry. */
  readonly #failed = new Map<Source, { at: number; wait: number }>();
  readonly #limits = new Map<Source, SendLimit>();
  #people = 2;
  #isPaused = false;
  /** When each video that is still sent small began; Infinity for a lane without a track. */
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

  /** Creates the lanes, on the offering side. */
  make(): void {
    const streamOf = this.#streamsToSend();
    this.#lanes = SOURCES.map((source) =>
      this.#connection.addTransceiver(isSound(source) ? 'audio' : 'video', {
        direction: 'sendrecv',
        streams: [streamOf(source)],
        sendEncodings: [this.#encodingOf(source)],
      }),
    );
    this.updateAll();
  }

  /**
   * Adopts the lanes of the offer: adding local ones first would duplicate or reorder them. Active sources are sent
   * by the next update, which follows the answer.
   */
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
      // Before the answer, so that the remote browser synchronizes audio and video of one stream.
      lane.sender.setStreams(streamOf(source));
    });
  }

  /** The remote stream for a source; it exists whether the lane is in use or not. */
  stream(source: Source): MediaStream | undefined {
    const track = this.#lanes[SOURCES.indexOf(source)]?.receiver.track;
    if (!track) return undefined;
    const stream = this.#streams.get(source) ?? this.#platform.createStream([track]);
    this.#streams.set(source, stream);
    return stream;
  }

  /** How loud the remote audio is, from 0 to 1. */
  level(source: Source): number {
    const receiver = this.#lanes[SOURCES.indexOf(source)]?.receiver;
    const [latest] = receiver?.getSynchronizationSources() ?? [];
    if (!receiver || !latest) return 0;
    const { timestamp, audioLevel } = latest;
    // Browsers use different clocks for it, and some stop during sleep; so only changes count.
    const now = this.#platform.clock.now();
    const played = this.#played.get(source);
    if (played?.timestamp !== timestamp) this.#played.set(source, { timestamp, at: now });
    else if (now - played.at > LEVEL_LASTS) return 0;
    // Safari reports 0.000001 for any audio: https://github.com/jitsi/lib-jitsi-meet/pull/1540
    if (audioLevel !== undefined && Math.abs(audioLevel - 1e-6) > 1e-9) return audioLevel;
    const meter = this.#meters.get(source) ?? this.#platform.measure(receiver.track);
    this.#meters.set(source, meter);
    return meter.level();
  }

  close(): void {
    for (const meter of this.#meters.values()) meter.close();
    this.#meters.clear();
  }

  /** Updates how a source is sent: its track, whether it is active, and at what size. */
  update(source: Source): void {
    if (this.#queued.has(source)) return;
    this.#queued.add(source);
    this.#updates = this.#updates.then(async () => {
      // Later changes need another update; everything before is covered by this one.
      this.#queued.delete(source);
      if (this.#connection.signalingState === 'closed') return;
      await this.#apply(source).then(
        () => this.#failed.delete(source),
        () => this.#retryLater(source),
      );
    });
  }

  updateAll(): void {
    for (const source of SOURCES) this.update(source);
  }

  /** Sets how many people share the local upload bandwidth. */
  fit(people: number): void {
    if (people === this.#people) return;
    this.#people = people;
    this.updateAll();
  }

  /** Limits the size and rate of a video source. */
  limit(source: Source, limit: SendLimit | undefined): void {
    if (limit) this.#limits.set(source, limit);
    else this.#limits.delete(source);
    this.update(source);
  }

  /** Pauses video while the path is dead: packets sent late would freeze the remote video. */
  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.updateAll();
  }

  /** Sends video at full size once its first frames are through, and retries failed updates. */
  tick(now: number, connectedAt: number): void {
    for (const [source, began] of this.#small) {
      if (now - Math.max(began, connectedAt) < FIRST_FRAMES.last) continue;
      this.#small.delete(source);
      this.update(source);
    }
    for (const [source, { at }] of this.#failed) if (now >= at) this.update(source);
  }

  /** A person's audio and video belong together, as do those of their screen. */
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
      // Chromium reserves the bitrate of audio that is on but silent, so video only gets the rest. Firefox up to 153
      // ignores it for audio: https://bugzilla.mozilla.org/show_bug.cgi?id=1813848
      active: track !== null && (isSound(source) || !(this.#isPaused || limit?.height === 0)),
    };
  }

  /** Brings the sender in line with the current state, which may have changed since the update was queued. */
  async #apply(source: Source): Promise<void> {
    const sender = this.#lanes[SOURCES.indexOf(source)]?.sender;
    if (!sender) return;
    const [before, track] = [sender.track, this.#track(source)];
    if (before !== track) {
      await sender.replaceTrack(track);
      if (!isSound(source) && !(before && track)) {
        this.#small.set(source, track ? this.#platform.clock.now() : Infinity);
      }
    }
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings;
    // Before the first negotiation some browsers have none; an update follows the answer.
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

  /** A browser may refuse during a negotiation; the source must not stay silent because of that. */
  #retryLater(source: Source): void {
    const { first, longest } = RETRY;
    const wait = Math.min(longest, (this.#failed.get(source)?.wait ?? first / 2) * 2);
    this.#failed.set(source, { at: this.#platform.clock.now() + wait, wait });
  }

  /**
   * While paused, the video nominally has another codec. Chromium then recreates its stream and forgets what it sent
   * last. Otherwise it resends the last three seconds once the path is back, too late to be useful, and the remote
   * browser delays everything after that by as much.
   */
  #forget({ codecs = [], encodings }: RTCRtpSendParameters, isPaused: boolean): void {
    const [encoding] = encodings as [
      RTCRtpEncodingParameters & { codec?: RTCRtpCodec | undefined },
    ];
    const { mimeType } = codecs[0] ?? {};
    if (isPaused) encoding.codec = codecs.find((one) => isCodec(one) && one.mimeType !== mimeType);
    else delete encoding.codec;
  }
}
