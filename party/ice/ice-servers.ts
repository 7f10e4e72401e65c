/** Which STUN and TURN servers clients get; credentials expire and are renewed in time. */
import type { IceServer } from '../../src/protocol.js';
import { CoturnCredentials, type Coturn } from './coturn-credentials.js';
import { HostedCredentials, type HostedTurn, type IceHost } from './hosted-credentials.js';

export interface IceSettings {
  readonly stun: string[];
  readonly coturn?: Coturn | undefined;
  readonly hosted?: HostedTurn | undefined;
  /** Lifetime of credentials, in milliseconds; they are renewed after half of it. */
  readonly lifetime: number;
}

/** Lifetime of credentials given before joining, in milliseconds, unless the general lifetime is shorter. */
const LOBBY_LIFETIME = 600_000;
/** The relays for one kind of client. */
interface Relays {
  readonly coturn: CoturnCredentials | undefined;
  readonly hosted: HostedCredentials | undefined;
}

const timesOf = ({ coturn, hosted }: Relays): number[] => [
  ...(coturn ? [coturn.renewAt] : []),
  ...(hosted ? [hosted.renewAt] : []),
];

export class IceServers {
  readonly #stun: IceServer[];
  /** For participants in the room. */
  readonly #relays: Relays;
  /** For sockets that have not joined: anyone can open one, so these credentials are short-lived. */
  readonly #lobbyRelays: Relays;

  constructor({ stun, coturn, hosted, lifetime }: IceSettings, host: IceHost) {
    const relays = (lives: number): Relays => ({
      coturn: coturn && new CoturnCredentials(coturn, lives, () => host.now()),
      hosted: hosted && new HostedCredentials(hosted, lives, host),
    });
    this.#stun = stun.length ? [{ urls: stun }] : [];
    this.#relays = relays(lifetime);
    this.#lobbyRelays = relays(Math.min(lifetime, LOBBY_LIFETIME));
  }

  /** The servers for a participant, with credentials valid for at least half a lifetime. */
  for(participant: { readonly id: number }): IceServer[] {
    return this.#with(this.#relays, participant);
  }

  /** The servers for a socket that has not joined; without one, no relays. */
  forLobby(socket: { readonly id: string } | undefined): IceServer[] {
    return socket ? this.#with(this.#lobbyRelays, socket) : this.#stun;
  }

  /** When clients need new servers, in milliseconds since 1970; undefined: never. */
  get renewAt(): number | undefined {
    const times = timesOf(this.#relays);
    return times.length ? Math.min(...times) : undefined;
  }

  /** The same for sockets that have not joined. */
  get lobbyRenewAt(): number | undefined {
    const times = timesOf(this.#lobbyRelays);
    return times.length ? Math.min(...times) : undefined;
  }

  /** Asks the hosted service for credentials, if due; true if there are new ones. */
  async renew(): Promise<boolean> {
    return (await this.#relays.hosted?.renew()) ?? false;
  }

  async renewLobby(): Promise<boolean> {
    return (await this.#lobbyRelays.hosted?.renew()) ?? false;
  }

  #with({ coturn, hosted }: Relays, session: { readonly id: number | string }): IceServer[] {
    const own = coturn ? [coturn.for(session, `${session.id}`)] : [];
    return [...this.#stun, ...own, ...(hosted?.servers ?? [])];
  }
}
