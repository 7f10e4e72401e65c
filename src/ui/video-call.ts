/** The `<video-call>` element: attributes and clicks in, a call out, and the view that fits its status. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { CallError, type CallErrorReason } from '../call/call-error.js';
import { isInRoom, type CallFace, type CallStatus, type Participant } from '../call/call-face.js';
import type { Channel } from '../call/channel.js';
import { Call, type CallOptions } from '../call/call.js';
import type { ConnectionReport } from '../features/connection-test/report.js';
import type { Ceiling } from '../features/fit/ceiling.js';
import type { DesignCall } from '../features/simulation/design-call.js';
import { isRoomName, SOURCES, type Source } from '../protocol.js';
import type { SelfView, Layout } from '../stage/tiles.js';
import { adopt } from './adopt.js';
import type { ElementTestOptions } from './test-connection.js';
import { LobbyView } from './lobby.js';
import type { PictureInPicture } from './picture-in-picture.js';
import { serverOrigin } from './server-origin.js';
import { StageView } from './stage.js';
import { theme } from './theme.js';
import { TileView } from './tile.js';
import { ToolbarView } from './toolbar.js';
import type { Failure } from './aside-words.js';
import type { VideoCallEventMap } from './video-call-event-map.js';
import { inherited, loadLanguage } from './languages.js';
import { english, inEnglish, wordsIn, type OwnWords, type Words } from './words.js';

/** For an attribute that takes away what is there without it. */
const isAbsent = { fromAttribute: (value: string | null) => value === null };

const nobody: readonly Participant[] = Object.freeze([]);
const isFailure = (reason: CallErrorReason): reason is Failure => !/^(media|link)-/.test(reason);

/** When a frame is drawn that can wait, in milliseconds. */
const LATER_FRAME = 100;

/**
 * A complete peer-to-peer video call.
 *
 * @fires join - I am in the room.
 * @fires leave - I am no longer in the room.
 * @fires status-change - `status` changed.
 * @fires participant-join - Somebody came.
 * @fires participant-leave - Somebody went.
 * @fires quality - How good my link to another is changed.
 * @fires token-expiring - My token ends soon; set another.
 * @fires call-error - Something failed.
 *
 * @fires before-join - The person asks to join; cancelable.
 * @fires before-leave - The person asks to leave the call; cancelable.
 * @fires before-screen-share - The person asks to share the screen; cancelable.
 *
 * @slot lobby - In place of the lobby; `join()` goes on from there.
 * @slot ended - In place of what is shown after leaving.
 *
 * @csspart base - What holds everything.
 * @cssprop [--video-call-accent=#0f766e] - The one accent colour: what to press next.
 * @cssprop [--video-call-on-accent=#fff] - Text on the accent colour.
 * @cssprop [--video-call-danger=#d1293d] - The button that leaves.
 * @cssprop [--video-call-on-danger=#fff] - Its icon.
 * @cssprop [--video-call-surface] - Background of lobby, menus and dialogs; light or dark with `color-scheme`.
 * @cssprop [--video-call-text] - Text on the surface.
 * @cssprop [--video-call-focus] - The ring around what has the focus; by default light within dark.
 * @cssprop [--video-call-stage=#0e0f12] - Background of the stage.
 * @cssprop [--video-call-tile=#1e2026] - Background of a tile without a picture.
 * @cssprop [--video-call-label] - Background of the names.
 * @cssprop [--video-call-on-label=#fff] - Text of the names.
 * @cssprop [--video-call-speaking=#34d399] - The ring around who speaks.
 * @cssprop [--video-call-fit=cover] - Whether a picture covers its tile or is `contain`ed.
 * @cssprop [--video-call-radius=12px] - Corners of tiles, fields, menus and dialogs.
 * @cssprop [--video-call-gap=8px] - Space between tiles.
 * @cssprop [--video-call-toolbar] - Background of the toolbar.
 * @cssprop [--video-call-toolbar-inset] - Where the toolbar is, as for `inset`; by default below.
 * @cssprop [--video-call-toolbar-gap] - Space between its buttons.
 * @cssprop [--video-call-toolbar-radius] - Its corners.
 * @cssprop [--video-call-button] - Background of the round buttons.
 * @cssprop [--video-call-on-button=#fff] - Their icons.
 * @cssprop [--video-call-button-size] - Their size.
 * @cssprop [--video-call-shadow] - The shadow of toolbar, menus and dialogs.
 * @cssprop [--video-call-duration=160ms] - How long a change of looks takes.
 * @cssprop [--video-call-font=system-ui, sans-serif] - The typeface.
 *
 * @cssstate joined - In the room.
 * @cssstate host - I am a host.
 * @cssstate reconnecting - In the room, and the server is out of reach.
 * @cssstate alone - In the room without anybody else.
 * @cssstate muted - My microphone is off.
 * @cssstate camera-off - My camera is off.
 * @cssstate sharing - My screen is shared.
 * @cssstate presenting - Somebody's screen is shared, be it mine.
 * @cssstate fullscreen - The element fills the screen.
 */
export class VideoCallElement extends LitElement {
  static override readonly styles = [
    theme,
    ...[TileView, LobbyView, StageView, ToolbarView].map(({ styles }) => styles),
    css`
      video-call-toolbar {
        display: contents;
      }
      ::slotted([slot='lobby']),
      ::slotted([slot='ended']) {
        position: absolute;
        inset: 0;
        overflow: auto;
      }
    `,
  ];

  static override readonly properties = {
    room: {},
    server: {},
    name: {},
    autojoin: { type: Boolean },
    microphoneOff: { type: Boolean, attribute: 'microphone-off' },
    cameraOff: { type: Boolean, attribute: 'camera-off' },
    iceTransportPolicy: { attribute: 'ice-transport-policy' },
    iceServers: { attribute: false },
    token: {},
    tokenProvider: { attribute: false },
    demo: { converter: (value: string | null) => (value === null ? '' : value || '5') },
    layout: {},
    selfView: { attribute: 'self-view' },
    videoQuality: { attribute: 'video-quality' },
    controlsList: { attribute: 'controlslist' },
    sounds: { attribute: 'no-sounds', converter: isAbsent },
    shortcuts: { attribute: 'no-shortcuts', converter: isAbsent },
    inviteUrl: { attribute: false },
    words: { attribute: false },
    autoPictureInPicture: { type: Boolean, attribute: 'autopictureinpicture' },
    pictureInPicture: { state: true },
    trouble: { state: true },
    vocabulary: { state: true },
  };

  /** Name of the room; people who name the same room on the same server meet. */
  room = '';
  /** Address of the room server; by default where this script came from. */
  server = '';
  /** My name, as suggested in the lobby and as the others read it. */
  name = '';
  /** Joins at once, without a lobby. */
  autojoin = false;
  /** Starts with the microphone off; turns it off or on later. */
  microphoneOff = false;
  /** Starts with the camera off; turns it off or on later. */
  cameraOff = false;
  /** `relay` hides addresses from the others by sending all media through a relay; read at the start. */
  iceTransportPolicy: RTCIceTransportPolicy | undefined;
  /** STUN and TURN servers in place of those that the room server gives; read at the start. */
  iceServers: RTCIceServer[] | undefined;
  /** A JWT that says what I may, where the server wants one; set again, it takes the place of one that ends. */
  token = '';
  /** Gives a token on the way in, and another in place of one that soon ends. */
  tokenProvider: (() => Promise<string>) | undefined;

  /**
   * Design mode: so many simulated people, without camera, server or network, and the call at once. With
   * the word `lobby` after the number the lobby first; with `host` I am one, and somebody knocks.
   */
  demo = '';
  /** How the tiles stand at first; the person may choose another way. */
  layout: Layout = 'auto';
  /** Where my own tile is at first; the person may choose another place. */
  selfView: SelfView = 'auto';
  /** What pictures may cost at first, those that come and my own; the person may choose otherwise. */
  videoQuality: Ceiling = 'auto';
  /** What to take away from the interface, such as `noscreen noinvite`. */
  controlsList = '';
  /** Whether there are sounds when people come and go; the attribute `no-sounds` turns them off. */
  sounds = true;
  /** Whether single keys do something while the focus is inside; `no-shortcuts` turns them off. */
  shortcuts = true;
  /** What is shared or copied to invite somebody; empty is the address of the page. */
  inviteUrl = '';

  /** Opens the window on top by itself when the tab is left, where the browser does so. */
  autoPictureInPicture = false;
  /** The window on top, while there is one. */
  pictureInPicture: PictureInPicture | undefined;

  /** Words of the page's own in place of ours; what is not in it stays as it is. */
  words: OwnWords | undefined;

  /** Why joining does not get on, until it does. */
  private trouble: Failure | undefined;
  private vocabulary = inEnglish;

  /** How long nobody must move before the toolbar goes, in milliseconds. */
  protected calmAfter = 3_500;

  readonly #internals = this.attachInternals();
  #asides: Promise<unknown> | undefined;
  #designCall: typeof DesignCall | undefined;
  #call: CallFace | undefined;
  /** What the call was made for: another room or server is another call. */
  #place = '';
  #status: CallStatus = 'idle';
  #listening = new AbortController();
  /** When I joined, and how long the call was that is over, in milliseconds. */
  #joinedAt = 0;
  #lasted = 0;
  /** Whether one came through the lobby, which then stays until one is in. */
  #isInLobby = false;
  #hadFocus = false;
  #speaking: Promise<void> | undefined;
  /** What the nearest `lang` said last. */
  #lang = '';

  /** Where the call stands; `idle` is the lobby. */
  get status(): CallStatus {
    return this.#call?.status ?? 'idle';
  }

  /** Everybody in the room in order of arrival, self included; empty before joining. Frozen. */
  get participants(): readonly Participant[] {
    return this.#call?.participants ?? nobody;
  }

  /** My own entry in `participants`, once joined. */
  get self(): Participant | undefined {
    return this.#call?.self;
  }

  /** The call without its interface; undefined outside a page, or without a room or a server. */
  get call(): CallFace | undefined {
    this.#reconcile();
    return this.#call;
  }

  override connectedCallback(): void {
    // The call begins before anything is drawn, and after the page has set all it sets in one go.
    queueMicrotask(() => this.#reconcile());
    super.connectedCallback();
    this.#speaking = this.#readLanguage();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move is a removal and an insertion in one go: only what comes after it tells them apart.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  /**
   * Drawing gives way to what takes longer: to opening a socket, and to answering whoever just came,
   * whose tile would have nothing to show before.
   */
  protected override async scheduleUpdate(): Promise<void> {
    const { self, call } = this;
    const isAnswering = this.participants.some(
      ({ id }) => self && id > self.id && call?.linkStatus(id) === 'connecting',
    );
    await new Promise((resume) => {
      setTimeout(resume, isAnswering || document.hidden ? LATER_FRAME : 0);
    });
    // A frame that is out of sight may never come.
    await new Promise((resume) => {
      requestAnimationFrame(resume);
      setTimeout(resume, LATER_FRAME);
    });
    await this.#speaking;
    void super.scheduleUpdate();
  }

  /** Finds the language of the place; until it is loaded the last one stays. */
  async #readLanguage(): Promise<void> {
    const lang = (this.#lang = inherited(this, 'lang'));
    const language = await loadLanguage(lang);
    if (lang === this.#lang) this.vocabulary = { ...this.vocabulary, language };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = Boolean(this.shadowRoot?.activeElement);
    const call = this.#call;
    this.#reconcile();
    // The page may have named me after the call was made and before anything was drawn.
    if (!this.hasUpdated && call && this.name && this.name !== call.name) call.name = this.name;
    if (this.hasUpdated && call && call === this.#call) {
      if (changed.has('name')) call.name = this.name;
      if (changed.has('token') && this.token) call.setToken(this.token);
      if (changed.has('microphoneOff')) this.#apply('microphone', this.microphoneOff);
      if (changed.has('cameraOff')) this.#apply('camera', this.cameraOff);
      if (changed.has('autojoin')) this.#autojoin();
    }
    if (this.#lang !== inherited(this, 'lang')) void this.#readLanguage();
    if (changed.has('words')) this.vocabulary = { ...this.vocabulary, own: this.words };
    if (this.status === 'idle') this.#isInLobby = true;
    else if (this.status !== 'joining' && this.status !== 'knocking') this.#isInLobby = false;
  }

  protected override updated(): void {
    // Where that failed, such as without a network, the next drawing tries again.
    this.#asides ??= this.#loadAsides().catch(() => (this.#asides = undefined));
    // What held the focus went away with its view; the call as a whole takes it.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) {
      this.renderRoot.querySelector<HTMLElement>('.base')?.focus({ preventScroll: true });
    }
  }

  /** Loads what the first picture does not wait for. */
  async #loadAsides(): Promise<void> {
    const asides = await import('./asides.js');
    adopt(this.renderRoot as ShadowRoot, asides);
    asides.attend(this, this.#internals, () => this.calmAfter);
  }

  /** Makes the call; a test brings another. That of design mode has to be loaded, and comes after that. */
  protected createCall(options: CallOptions): CallFace | undefined {
    if (!this.demo) return new Call(options);
    if (this.#designCall) return new this.#designCall(this.demo, options.name);
    void import('../features/simulation/design-call.js').then(({ DesignCall }) => {
      this.#designCall = DesignCall;
      this.requestUpdate();
    });
    return undefined;
  }

  #handleStatus(status: CallStatus): void {
    const wasInRoom = isInRoom(this.#status);
    this.#status = status;
    if (!wasInRoom && isInRoom(status)) this.#joinedAt = Date.now();
    if (wasInRoom && !isInRoom(status)) this.#lasted = Date.now() - this.#joinedAt;
    this.trouble = undefined;
    this.#emit('status-change', status);
    if (!wasInRoom && isInRoom(status)) this.#emit('join', this.self);
    if (wasInRoom && !isInRoom(status)) this.#emit('leave');
  }

  #handleError(error: unknown): void {
    if (!(error instanceof CallError) || error.reason === 'left') return;
    if (isFailure(error.reason)) this.trouble = error.reason;
    // A device's problem is told once, by its state, whoever turned it on.
    else if (!error.participant) return;
    this.#emit('call-error', error);
  }

  #handleGesture(): void {
    this.#call?.open();
  }

  #handleAskJoin(): void {
    if (!this.#emit('before-join')) return;
    // What was said of a device in the lobby need not be said again on the stage.
    for (const source of SOURCES) {
      const problem = this.#call?.sourceState(source).problem;
      if (problem && problem !== 'media-interrupted') this.#call?.turnOff(source);
    }
    this.join().catch(() => {});
  }

  #handleAskLeave(): void {
    if (!isInRoom(this.status) || this.#emit('before-leave')) this.leave();
  }

  #handleAskTurnOn(event: CustomEvent<Source>): void {
    if (event.detail === 'screen' && !this.#emit('before-screen-share')) return;
    this.turnOn(event.detail).catch(() => {});
  }

  #handleAskTurnOff(event: CustomEvent<Source>): void {
    this.turnOff(event.detail);
  }

  #handleAskSelfView(event: CustomEvent<SelfView>): void {
    this.selfView = event.detail;
  }

  /** Joins the room; resolves once in it, rejects with a CallError. */
  async join(): Promise<void> {
    try {
      await this.#need().join(this.#words.guest);
    } catch (error) {
      this.#handleError(error);
      throw error;
    }
  }

  /** Leaves the room at once; on the way in, goes back to the lobby. */
  leave(): void {
    this.#call?.leave();
  }

  /** Turns one of my sources on; rejects with a CallError that says why not. */
  async turnOn(source: Source): Promise<void> {
    const call = this.#need();
    if (call.status === 'left' || call.status === 'refused') return call.want(source, true);
    call.open();
    await call.turnOn(source);
  }

  /** Turns one of my sources off. */
  turnOff(source: Source): void {
    this.#call?.turnOff(source);
  }

  /** Shows the call in a small window on top of everything; asked again, closes it. Wants a click just before. */
  async requestPictureInPicture(): Promise<void> {
    const { togglePictureInPicture } = await import('./picture-in-picture.js');
    await togglePictureInPicture(this);
  }

  /** Finds out whether a call would go well from here; joins nothing and asks nothing. Rejects with a CallError. */
  async testConnection(options?: ElementTestOptions): Promise<ConnectionReport> {
    return (await import('./test-connection.js')).testConnection(this, options);
  }

  /** Typed messages between the pages of all who take part; throws a CallError where there is no call. */
  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T> {
    return this.#need().channel(topic, guard);
  }

  /** What keeps the element from having a call at all. */
  get #obstacle(): Failure | undefined {
    if (this.demo) return undefined;
    if (!isRoomName(this.room)) return 'no-room';
    if (!serverOrigin(this.server)) return 'no-server';
    return typeof RTCPeerConnection === 'function' ? undefined : 'unsupported';
  }

  get #words(): Words {
    return wordsIn(this.vocabulary, 'words', english);
  }

  #need(): CallFace {
    this.#reconcile();
    if (!this.#call) throw new CallError(this.#obstacle ?? 'left');
    return this.#call;
  }

  /** Makes the call be the one that the attributes name. */
  #reconcile(): void {
    const place = this.#obstacle ? '' : `${this.demo} ${serverOrigin(this.server)} ${this.room}`;
    if (this.#call && place !== this.#place) this.#end();
    if (this.#call || !place || !this.isConnected) return;
    const call = this.createCall({
      server: serverOrigin(this.server),
      room: this.room,
      name: this.name,
      ...(this.iceTransportPolicy && { iceTransportPolicy: this.iceTransportPolicy }),
      iceServers: this.iceServers,
      ...(this.token && { token: this.token }),
      tokenProvider: async () => this.tokenProvider?.(),
      seatKey: this.id || `${[...document.querySelectorAll(this.localName)].indexOf(this)}`,
    });
    if (!call) return;
    this.#call = call;
    this.#place = place;
    this.#status = call.status;
    this.#listen(call);
    const { reloaded } = call;
    call.want('microphone', reloaded?.includes('microphone') ?? !this.microphoneOff);
    call.want('camera', reloaded?.includes('camera') ?? !this.cameraOff);
    if (reloaded) this.join().catch(() => {});
    else this.#autojoin();
  }

  #listen(call: CallFace): void {
    this.#listening = new AbortController();
    const until = this.#listening;
    call.on('change', () => this.requestUpdate(), until);
    call.on('status-change', (status) => this.#handleStatus(status), until);
    call.on('participant-join', (person) => this.#emit('participant-join', person), until);
    call.on('participant-leave', (person) => this.#emit('participant-leave', person), until);
    call.on('call-error', (error) => this.#handleError(error), until);
  }

  #end(): void {
    const call = this.#call;
    if (!call) return;
    call.leave();
    this.#listening.abort();
    this.#call = undefined;
    this.trouble = undefined;
    this.requestUpdate();
  }

  #autojoin(): void {
    const isWished = this.autojoin || (this.demo && !this.demo.includes('lobby'));
    if (isWished && this.status === 'idle') this.join().catch(() => {});
  }

  /** Does what the author wishes of a device now. */
  #apply(source: Source, isOff: boolean): void {
    const call = this.#call;
    if (!call) return;
    if (isOff) call.turnOff(source);
    else if (isInRoom(call.status)) this.turnOn(source).catch(() => {});
    else call.want(source, true);
  }

  #emit<Type extends keyof VideoCallEventMap>(
    type: Type,
    detail?: VideoCallEventMap[Type]['detail'],
  ): boolean {
    const cancelable = type.startsWith('before');
    return this.dispatchEvent(new CustomEvent(type, { detail, composed: true, cancelable }));
  }

  protected override render() {
    const { language } = this.vocabulary;
    return html`
      <div
        class="base"
        part="base"
        role="region"
        lang=${language?.lang ?? ((this.words && this.#lang) || 'en')}
        dir=${inherited(this, 'dir') || !language ? nothing : language.dir}
        .vocabulary=${this.vocabulary}
        tabindex="-1"
        aria-label=${this.#words.call}
        @ask-join=${this.#handleAskJoin}
        @ask-leave=${this.#handleAskLeave}
        @ask-turn-on=${this.#handleAskTurnOn}
        @ask-turn-off=${this.#handleAskTurnOff}
        @ask-self-view=${this.#handleAskSelfView}
      >
        ${this.#renderView()}
        ${
          this.#call
            ? html`
                <video-call-announcer .call=${this.#call}></video-call-announcer>
                <video-call-overlay .call=${this.#call}></video-call-overlay>
              `
            : nothing
        }
      </div>
    `;
  }

  #renderView() {
    const call = this.#call;
    if (!call) return this.#obstacle ? this.#renderMessage(this.#obstacle) : nothing;
    const isIn = isInRoom(call.status);
    // On the way in the stage is drawn already, beneath: then there is time, and later there is none.
    const hasStage = isIn || call.status === 'joining';
    return html`
      ${
        hasStage
          ? html`
              <video-call-stage
                .call=${call}
                .shows=${this.pictureInPicture?.isWhole ? 'sound' : 'all'}
                .layout=${this.layout}
                .selfView=${this.selfView}
                ?inert=${!isIn}
              ></video-call-stage>
              <video-call-toolbar
                .call=${call}
                .controlsList=${this.controlsList}
                ?inert=${!isIn}
              ></video-call-toolbar>
              <video-call-notices .call=${call} ?inert=${!isIn}></video-call-notices>
            `
          : nothing
      }
      ${isIn ? nothing : this.#renderCover(call)}
    `;
  }

  /** What stands before the stage while one is not in the room. */
  #renderCover(call: CallFace) {
    switch (call.status) {
      case 'left':
        return html`<slot name="ended">${this.#renderMessage('left')}</slot>`;
      case 'refused':
        return this.#renderMessage(call.refusal ?? 'invalid');
      default:
        return this.#isInLobby
          ? html`<slot name="lobby">${this.#renderLobby(call)}</slot>`
          : this.#renderMessage(this.trouble);
    }
  }

  #renderLobby(call: CallFace) {
    return html`
      <video-call-lobby
        .call=${call}
        .room=${this.room}
        .controlsList=${this.controlsList}
        .trouble=${this.trouble}
        @pointerdown=${this.#handleGesture}
        @keydown=${this.#handleGesture}
        @focusin=${this.#handleGesture}
      ></video-call-lobby>
    `;
  }

  #renderMessage(reason: Failure | undefined) {
    return html`
      <video-call-message
        .call=${this.#call}
        .reason=${reason}
        .lasted=${this.#lasted}
      ></video-call-message>
    `;
  }
}
