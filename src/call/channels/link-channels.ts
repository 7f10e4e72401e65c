/** A link's data channels: heartbeats, and messages of the call and of its features. */
import { toJson } from '../../json.js';
import { ChannelMessage, LIMITS, parse } from '../../protocol.js';
import { TypedEventTarget } from '../base/typed-event-target.js';
import type { GuardedPlatform } from '../guard.js';
import { PartJoiner } from './long-messages.js';
import { OutgoingMessages } from './outgoing-messages.js';
import type { MessageKind } from './participant-limits.js';

export interface LinkChannelsEvents {
  /** Messages can be sent from now on. */
  open: void;
  /** Anything arrived; a heartbeat reports whether the remote page is hidden. */
  heard: boolean | undefined;
  /** A message on one topic. */
  message: { topic: string; data: unknown };
}

const CHANNELS = {
  beat: { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 },
  data: { negotiated: true, id: 1 },
  // For file transfer; the channel is open from the start, so that it needs no renegotiation.
  bulk: { negotiated: true, id: 2 },
} satisfies Record<string, RTCDataChannelInit>;

export class LinkChannels extends TypedEventTarget<LinkChannelsEvents> {
  /** When the last heartbeat was due. */
  beatAt = -Infinity;
  readonly #platform: GuardedPlatform;
  readonly #takeMessage: (kind: MessageKind) => boolean;
  readonly #beat: RTCDataChannel;
  readonly #outgoing: OutgoingMessages;
  readonly #incoming = new PartJoiner();

  /**
   * @param takeMessage counts a received message; false if it must be dropped
   * @param closing aborted when the connection is closed
   */
  constructor(
    connection: RTCPeerConnection,
    platform: GuardedPlatform,
    takeMessage: (kind: MessageKind) => boolean,
    closing: AbortSignal,
  ) {
    super();
    this.#platform = platform;
    this.#takeMessage = takeMessage;
    const open = (label: keyof typeof CHANNELS) =>
      connection.createDataChannel(label, CHANNELS[label]);
    this.#beat = open('beat');
    const data = open('data');
    open('bulk');
    this.#outgoing = new OutgoingMessages(data, platform.clock);
    const { guard } = platform;
    const options = { signal: closing };
    const handleBeat = guard(({ data: beat }: MessageEvent) => {
      if (takeMessage('beat')) this.emit('heard', beat === 'h');
    });
    const handleMessage = guard(({ data: text }: MessageEvent) => {
      if (takeMessage('message')) this.#receive(text);
    });
    this.#beat.addEventListener('message', handleBeat, options);
    data.addEventListener('message', handleMessage, options);
    data.addEventListener('open', () => this.emit('open'), options);
    closing.addEventListener('abort', () => this.#outgoing.close());
  }

  /** Tells the peer that this page is alive, and whether it is hidden, so that its heartbeats are slow. */
  beat(): void {
    this.beatAt = this.#platform.clock.now();
    if (this.#beat.readyState === 'open') this.#beat.send(this.#platform.isHidden ? 'h' : 'v');
  }

  /** Sends a message; false if the channel is not open or too much is sent. */
  send(topic: string, data: unknown): boolean {
    return this.#outgoing.send(topic, toJson({ topic, data }));
  }

  /** Sends a message that replaces those of its topic that are still queued. */
  sendLatest(topic: string, data: unknown): boolean {
    return this.#outgoing.sendLatest(topic, toJson({ topic, data }));
  }

  #receive(data: unknown): void {
    this.emit('heard', undefined);
    if (typeof data !== 'string' || data.length > LIMITS.channelMessage) return;
    const whole = this.#incoming.take(data);
    const message = whole && parse(ChannelMessage, whole.text);
    if (!message) return;
    const isOwn = message.topic.startsWith('~');
    if (isOwn ? this.#takeMessage('own') : !whole.isLong) {
      this.emit('message', { topic: message.topic, data: message.data });
    }
  }
}
