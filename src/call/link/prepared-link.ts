/** The link that is prepared in the lobby, for a participant who is not known yet: its offer is sent with `join`. */
import type { Offer } from '../../protocol.js';
import type { Peer } from './peer.js';

/** Whom a link is for; unknown until its offer was given to a participant. */
export interface Recipient {
  id: number | undefined;
}

export interface PreparedLinkOptions {
  /** Resolves when connections can be created. */
  createCertificate(): Promise<void>;
  /** Creates the connection; throws if that is not possible now. */
  createPeer(to: Recipient): Peer;
}

/** One attempt to prepare a link; without a peer until that is created. */
interface Attempt {
  readonly to: Recipient;
  peer: Peer | undefined;
  isReady: Promise<void>;
  /** Whether its offer was sent; only then can it be answered. */
  isOffered: boolean;
}

export class PreparedLink {
  readonly #options: PreparedLinkOptions;
  #attempt: Attempt | undefined;
  #isClosed = false;

  constructor(options: PreparedLinkOptions) {
    this.#options = options;
  }

  get peer(): Peer | undefined {
    return this.#attempt?.peer;
  }

  /** Prepares the link as far as possible without the ICE servers. */
  warmUp(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    if (!this.#attempt) {
      const attempt: Attempt = {
        to: { id: undefined },
        peer: undefined,
        isReady: Promise.resolve(),
        isOffered: false,
      };
      this.#attempt = attempt;
      attempt.isReady = this.#create(attempt);
    }
    return this.#attempt.isReady;
  }

  /**
   * Prepares the offer.
   * @param ice read only once the connection exists, since settings may change meanwhile
   */
  async prepare(ice: () => RTCIceServer[]): Promise<void> {
    // A link that is discarded meanwhile may have a successor.
    do await this.warmUp();
    while (this.#attempt && !this.peer);
    await this.peer?.negotiation.prepare(ice());
  }

  /** The prepared offer, which is about to be sent. */
  offer(): Offer | undefined {
    const offer = this.peer?.negotiation.describe();
    if (this.#attempt && offer) this.#attempt.isOffered = true;
    return offer;
  }

  /** Returns the link if its offer was sent; after a network change, it is no longer that link. */
  take(id: number): Peer | undefined {
    const { peer, to, isOffered } = this.#attempt ?? {};
    if (!peer || !to || !isOffered) return undefined;
    this.#attempt = undefined;
    to.id = id;
    return peer;
  }

  /** Discards the link, such as after a network change; another can be prepared. */
  discard(): void {
    this.peer?.close();
    this.#attempt = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.discard();
  }

  async #create(attempt: Attempt): Promise<void> {
    await this.#options.createCertificate();
    if (this.#attempt !== attempt) return;
    try {
      attempt.peer = this.#options.createPeer(attempt.to);
    } catch {
      // Then `join` has no offer; the first link reports why the browser can't create a connection.
      this.#attempt = undefined;
    }
    await attempt.peer?.negotiation.draft();
  }
}
