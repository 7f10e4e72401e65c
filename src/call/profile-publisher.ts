/** Publishes the local profile: through the Room, and over the links to those whom the Room doesn't reach. */
import type { Profile, Roster } from '../protocol.js';
import { Throttle } from './base/throttle.js';
import type { Clock } from './platform.js';

/** A profile that the Room hasn't confirmed is sent again, at most this often, in milliseconds. */
const RESEND_EVERY = 2_000;
/** A Room that hasn't confirmed a profile within this time doesn't answer, in milliseconds. */
const CONFIRMED_WITHIN = 1_000;

export interface ProfilePublisherOptions {
  readonly clock: Clock;
  readonly own: { readonly current: Profile };
  /** Whether messages reach the Room, as far as is known. */
  isRoomAlive(): boolean;
  sendToRoom(profile: Profile): void;
  /** Sends over the link to a participant; false if that is not possible now. */
  sendOverLink(profile: Profile, to: number): boolean;
}

export class ProfilePublisher {
  readonly #options: ProfilePublisherOptions;
  readonly #updates: Throttle;
  #roster: Roster | undefined;
  /** Whether the Room doesn't confirm the current profile. */
  #isRoomSilent = false;
  /** Participants who received a profile over their link, and its counter. */
  #told = new Map<number, number>();
  #cancelWaiting: (() => void) | undefined;

  constructor(options: ProfilePublisherOptions) {
    const { clock } = options;
    this.#options = options;
    this.#updates = new Throttle(
      (callback) => clock.after(RESEND_EVERY, callback),
      () => this.#send(),
    );
  }

  /** Sends the profile, which changed. */
  publish(): void {
    this.#updates.run();
  }

  /** Sends an unconfirmed profile again, since a message may have been lost. */
  resend(): void {
    if (!this.#isConfirmed) this.#updates.request();
  }

  /** Handles the Room's latest roster. */
  receive(roster: Roster): void {
    this.#roster = roster;
    if (this.#isConfirmed) this.#stopWaiting();
    this.resend();
    this.#tellOthers();
  }

  /** Handles a new link: nothing sent over an earlier one can be relied on. */
  handleOpen(id: number): void {
    this.#told.delete(id);
    this.#tellOthers();
  }

  close(): void {
    this.#updates.reset();
    this.#stopWaiting();
  }

  get #isConfirmed(): boolean {
    const own = this.#roster?.participants.find(({ id }) => id === this.#roster?.you);
    return own !== undefined && own.profile.counter >= this.#options.own.current.counter;
  }

  #send(): void {
    if (this.#isConfirmed) return;
    const { clock, own, isRoomAlive, sendToRoom } = this.#options;
    sendToRoom(own.current);
    if (isRoomAlive()) {
      this.#cancelWaiting ??= clock.after(CONFIRMED_WITHIN, () => this.#stopRelyingOnRoom());
      this.#tellOthers();
    } else this.#stopRelyingOnRoom();
  }

  #stopRelyingOnRoom(): void {
    this.#isRoomSilent = true;
    this.#tellOthers();
  }

  #stopWaiting(): void {
    this.#isRoomSilent = false;
    this.#cancelWaiting?.();
    this.#cancelWaiting = undefined;
  }

  /** Sends the profile over the links: to everyone while the Room is silent, else to those it has lost. */
  #tellOthers(): void {
    const { own, sendOverLink } = this.#options;
    const { counter } = own.current;
    const told = new Map<number, number>();
    for (const { id, away } of this.#roster?.participants ?? []) {
      if (!away && !this.#isRoomSilent) continue;
      if (this.#told.get(id) === counter || sendOverLink(own.current, id)) told.set(id, counter);
    }
    this.#told = told;
  }
}
