/** The `<video-call>` element: turns attributes and clicks into a call, and shows the view for its status. */
import { LitElement, css, html, nothing, type PropertyDeclaration, type TemplateResult } from 'lit';
import { CallError } from '../../call/call-error.js';
import { isInRoom, type CallApi, type CallStatus, type Participant } from '../../call/call-api.js';
import type { Channel } from '../../call/channels/channel.js';
import { createMemory } from '../../call/browser/browser-platform.js';
import { Call, type CallOptions } from '../../call/call.js';
import type { Memory } from '../../call/platform.js';
import type { ConnectionReport } from '../../features/connection-test/report.js';
import type { VideoQuality } from '../../features/adaptive-sending/video-quality.js';
import type { DesignCall } from '../../features/simulation/design-call.js';
import { SOURCES, type Source } from '../../protocol.js';
import type { SelfView, Layout } from '../../layout/tiles.js';
import { adopt } from '../dom/adopt.js';
import type { ElementTestOptions } from '../diagnostics/test-connection.js';
import { CallController } from './call-controller.js';
import { dispatch } from './dispatch.js';
import { EarlyAsks } from './early-asks.js';
import { firstPicture } from '../stage/first-picture.js';
import { giveWay } from '../base/give-way.js';
import { LobbyView } from '../lobby/lobby.js';
import {
  toDemo,
  toFunction,
  toObject,
  toOneOf,
  toSwitch,
  toText,
  toTransportPolicy,
} from './option-values.js';
import type { HostElement, PictureInPicture, SharedSpeaking } from '../base/host.js';
import { StageView } from '../stage/stage.js';
import { theme } from '../base/theme.js';
import { TileView } from '../stage/tile.js';
import { ToolbarView } from '../toolbar/toolbar.js';
import type { Failure } from '../i18n/notice-words.js';
import { inherited, loadLanguage } from '../i18n/languages.js';
import type { OwnWords } from '../i18n/language.js';
import { inEnglish, wordsIn } from '../i18n/vocabulary.js';
import { english, type Words } from '../i18n/words.js';
import { loadChunk } from '../../call/base/load-chunk.js';

/** For an attribute whose presence turns something off. */
const isAbsent = { fromAttribute: (value: string | null) => value === null };

const nobody: readonly Participant[] = Object.freeze([]);
/** A property whose setter converts every assigned value with `of`. */
interface OptionDeclaration extends PropertyDeclaration {
  of?(value: unknown): unknown;
}

/** Rendering delay while the page is hidden, in milliseconds. */
const LATER_FRAME = 100;

/** Delay before a failed load is retried automatically, in milliseconds. */
const RETRY = 3_000;

/**
 * A complete peer-to-peer video call.
 *
 * @attr no-sounds - Plays no sounds when people join or leave.
 * @attr no-shortcuts - Disables single-key shortcuts inside the element.
 *
 * @fires {CustomEvent<Participant>} join - You are in the room; `detail` is your own entry in `participants`.
 * @fires {CustomEvent<void>} leave - You are no longer in the room, for whatever reason.
 * @fires {CustomEvent<CallStatus>} status-change - `status` changed; `detail` is the new status.
 * @fires {CustomEvent<Participant>} participant-join - Another participant joined.
 * @fires {CustomEvent<Participant>} participant-leave - Another participant left.
 * @fires {CustomEvent<LinkDetail>} quality - The quality of the link to another participant changed.
 * @fires {CustomEvent<void>} token-expiring - Your token expires soon, and there is no `tokenProvider`: set a new one.
 * @fires {CustomEvent<CallError>} call-error - Something failed; `detail` has the `reason`.
 * @fires {CustomEvent<void>} before-join - The user asks to join; `preventDefault()` cancels it.
 * @fires {CustomEvent<void>} before-leave - The user asks to leave the call; `preventDefault()` cancels it.
 * @fires {CustomEvent<void>} before-screen-share - The user asks to share the screen; `preventDefault()` cancels it.
 *
 * @slot lobby - Replaces the lobby; call `join()` to continue.
 * @slot ended - Replaces the message after leaving; call `join()` to rejoin.
 *
 * @csspart base - The container of everything.
 * @csspart button - A button, with a part of its own such as `leave-button`.
 * @csspart icon - A built-in icon.
 * @csspart heading - The heading of the lobby, or of a message.
 * @csspart on - With a button, a switch or `person-state`: the source is on.
 * @csspart off - With a button, a switch or `person-state`: the source is off.
 * @csspart microphone - With `person-state` or `stream`: the microphone.
 * @csspart camera - With `video`, `person-state` or `stream`: the camera.
 * @csspart screen - With `tile`, `video`, `person-state` or `stream`: a shared screen.
 * @csspart self - With `tile`, `video` or `person`: your own.
 * @csspart you - The mark next to your own name, on your tile and in the list of people.
 * @csspart person-name - The name of a person in a list.
 * @csspart good - With `judgement`, `conclusion` or `step`: nothing is wrong.
 * @csspart fair - With `tile`, `quality` or `judgement`: noticeable now and then.
 * @csspart poor - With `tile`, `quality` or `judgement`: conversation is difficult.
 * @csspart lost - With `quality` or `judgement`: nothing is received.
 * @csspart cancel-button - Cancels joining, or the removal of a person.
 * @csspart copy-button - Copies a report.
 * @csspart report - The report as text, if the browser can't copy it.
 *
 * @cssprop [--video-call-accent=#0f766e] - Background of the primary button.
 * @cssprop [--video-call-on-accent=#fff] - Text on the primary button.
 * @cssprop [--video-call-danger=#d1293d] - Background of the leave button.
 * @cssprop [--video-call-on-danger=#fff] - Icon of the leave button.
 * @cssprop [--video-call-surface=light-dark(#fff, #16181d)] - Background of lobby, menus and dialogs.
 * @cssprop [--video-call-text=light-dark(#16181d, #f2f3f5)] - Text on the surface.
 * @cssprop [--video-call-focus] - The focus ring; by default a light ring inside a dark one.
 * @cssprop [--video-call-stage=#0e0f12] - Background of the stage.
 * @cssprop [--video-call-tile=#1e2026] - Background of a tile without video.
 * @cssprop [--video-call-label=rgb(16 17 20 / 0.72)] - Background of name labels.
 * @cssprop [--video-call-on-label=#fff] - Text of name labels.
 * @cssprop [--video-call-speaking=#34d399] - The ring around the tile of a participant who is speaking.
 * @cssprop [--video-call-fit=cover] - `cover` to fill the tile with the video, `contain` to show all of it.
 * @cssprop [--video-call-radius=12px] - Corners of tiles, fields, menus and dialogs.
 * @cssprop [--video-call-gap=8px] - Space between tiles.
 * @cssprop [--video-call-toolbar=rgb(30 32 38 / 0.92)] - Background of the toolbar.
 * @cssprop [--video-call-toolbar-inset] - Position of the toolbar, as for `inset`; `12px 0 auto` puts it at the top.
 * @cssprop [--video-call-toolbar-gap] - Space between the toolbar's buttons; by default a fifth of a button.
 * @cssprop [--video-call-toolbar-radius] - Corners of the toolbar; by default round.
 * @cssprop [--video-call-button=rgb(255 255 255 / 0.12)] - Background of the round buttons.
 * @cssprop [--video-call-on-button=#fff] - Icons of the round buttons.
 * @cssprop [--video-call-button-size=48px] - Size of the round buttons; 40px in a small element.
 * @cssprop [--video-call-shadow=0 4px 20px rgb(0 0 0 / 0.35)] - Shadow of toolbar, menus and dialogs.
 * @cssprop [--video-call-duration=160ms] - Duration of transitions.
 * @cssprop [--video-call-font=system-ui, sans-serif] - The typeface.
 *
 * @cssstate joined - You are in the room.
 * @cssstate host - You are a host.
 * @cssstate reconnecting - You are in the room, but the connection to the room server is lost.
 * @cssstate alone - No one else is in the room.
 * @cssstate muted - Your microphone is off.
 * @cssstate camera-off - Your camera is off.
 * @cssstate sharing - You share your screen.
 * @cssstate presenting - A screen is shared, yours or someone else's.
 * @cssstate picture-in-picture - The call is in a window on top.
 * @cssstate fullscreen - The element fills the screen.
 */
export class VideoCallElement extends LitElement implements HostElement {
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

  static override readonly properties: Readonly<Record<string, OptionDeclaration>> = {
    room: { of: toText },
    server: { of: toText },
    name: { of: toText },
    autojoin: { type: Boolean, of: toSwitch(false) },
    microphoneOff: { type: Boolean, attribute: 'microphone-off', of: toSwitch(false) },
    cameraOff: { type: Boolean, attribute: 'camera-off', of: toSwitch(false) },
    iceTransportPolicy: { attribute: 'ice-transport-policy', of: toTransportPolicy },
    iceServers: { attribute: false, of: (value: unknown) => value ?? undefined },
    token: { of: toText },
    tokenProvider: { attribute: false, of: toFunction },
    demo: {
      converter: (value: string | null) => (value === null ? '' : value || '5'),
      of: toDemo,
    },
    layout: { of: toOneOf(['auto', 'grid', 'spotlight']) },
    selfView: { attribute: 'self-view', of: toOneOf(['auto', 'tile', 'floating', 'hidden']) },
    videoQuality: { attribute: 'video-quality', of: toOneOf(['auto', 'low', 'sound-only']) },
    controlsList: { attribute: 'controlslist', of: toText },
    sounds: { attribute: 'no-sounds', converter: isAbsent, of: toSwitch(true) },
    shortcuts: { attribute: 'no-shortcuts', converter: isAbsent, of: toSwitch(true) },
    inviteUrl: { attribute: false, of: toText },
    words: { attribute: false, of: toObject },
    autoPictureInPicture: {
      type: Boolean,
      attribute: 'autopictureinpicture',
      of: toSwitch(false),
    },
    pictureInPicture: { state: true },
    vocabulary: { state: true },
  };

  /** Makes each property convert what is assigned to it. */
  static override getPropertyDescriptor(
    name: PropertyKey,
    key: string | symbol,
    options: OptionDeclaration,
  ): PropertyDescriptor | undefined {
    const descriptor = super.getPropertyDescriptor(name, key, options);
    const { of } = options;
    if (!of || !descriptor) return descriptor;
    return {
      ...descriptor,
      set(value: unknown) {
        descriptor.set!.call(this, of(value));
      },
    };
  }

  /**
   * Room name, 1 to 128 characters, not only dots. Everyone who uses the same room on the same server joins the same
   * call. Default: none, it is required.
   */
  room = '';
  /** Address of the room server. Default: the origin that this script was loaded from. */
  server = '';
  /** Your name, at most 64 characters: prefilled in the lobby, and shown to the others. Default: the last one, else `Guest`. */
  name = '';
  /** Joins immediately, without a lobby. Default: `false`. */
  autojoin = false;
  /** Starts with the microphone off; changing it later turns it off or on. Default: `false`. */
  microphoneOff = false;
  /** Starts with the camera off; changing it later turns it off or on. Default: `false`. */
  cameraOff = false;
  /** `relay` hides your IP address by sending all media through a relay. Read when you join. Default: `all`. */
  iceTransportPolicy: RTCIceTransportPolicy | undefined;
  /** STUN and TURN servers to use instead of those of the room server. Read when you join. */
  iceServers: RTCIceServer[] | undefined;
  /** Access token (a JWT), if the server requires one. Set a new one before it expires. Default: none. */
  token = '';
  /** Returns a token when you join, and a new one before it expires. */
  tokenProvider: (() => Promise<string>) | undefined;

  /**
   * Design mode: the number of simulated participants, without camera, server or network; add `lobby`, `host` or
   * `blocked` for other views. Default: none, a real call.
   */
  demo = '';
  /** Initial layout: `auto`, `grid` or `spotlight` (one large tile). The user can change it. Default: `auto`. */
  layout: Layout = 'auto';
  /** Initial place of your own video: `auto`, `tile`, `floating`, `hidden`; the user can change it. Default: `auto`. */
  selfView: SelfView = 'auto';
  /** Initial limit for video: `auto` (none), `low` or `sound-only`. The user can change it. Default: `auto`. */
  videoQuality: VideoQuality = 'auto';
  /** Controls to hide, as a list of tokens such as `noscreen noinvite`. Default: none. */
  controlsList = '';
  /** Plays sounds when people join or leave. Default: `true`; the attribute `no-sounds` turns them off. */
  sounds = true;
  /** Enables single-key shortcuts inside the element. Default: `true`; the attribute `no-shortcuts` turns them off. */
  shortcuts = true;
  /** Address to share or copy as an invitation. Default: the address of the page. */
  inviteUrl = '';

  /** Opens picture-in-picture when the user leaves the tab, if the browser supports that. Default: `false`. */
  autoPictureInPicture = false;
  /**
   * The picture-in-picture window, while it is open.
   * @internal
   */
  pictureInPicture: PictureInPicture | undefined;
  /**
   * While the picture-in-picture window is opening: settles when it is open or was refused.
   * @internal
   */
  openingPictureInPicture: Promise<void> | undefined;
  /**
   * Who is speaking, once a view needs it.
   * @internal
   */
  speaking: SharedSpeaking | undefined;

  /** Texts of your own that replace the built-in ones; texts that you leave out keep their default. */
  words: OwnWords | undefined;

  private vocabulary = inEnglish;

  /** Inactivity before the toolbar is hidden, in milliseconds. */
  protected calmAfter = 3_500;
  /** Grace period after the element is removed before its call ends, in milliseconds. */
  protected removalGrace = 1_000;

  /**
   * The user's choices, kept for every call of this element, even if storage is blocked.
   * @internal
   */
  readonly memory: Memory = createMemory();

  readonly #internals = this.attachInternals();
  #notices: Promise<unknown> | undefined;
  #early: EarlyAsks | undefined;
  #designCall: typeof DesignCall | undefined;
  readonly #calls: CallController = new CallController(this, (options) => this.createCall(options));
  /** Whether Lit is restoring the properties that the page set before the element was defined. */
  #isRestoring = false;
  /** Whether the user came through the lobby, which then stays until the call is joined. */
  #isInLobby = false;
  #hadFocus = false;
  #languageLoading: Promise<void> | undefined;
  /** The last value of the nearest `lang`. */
  #lang = '';

  /** State of the call; `idle` is the lobby. Default: `idle`. */
  get status(): CallStatus {
    return this.#calls.current?.status ?? 'idle';
  }

  /** Everyone in the room in order of arrival, including yourself; empty before joining. Frozen. */
  get participants(): readonly Participant[] {
    return this.#calls.current?.participants ?? nobody;
  }

  /** Your own entry in `participants`, once joined. */
  get self(): Participant | undefined {
    return this.#calls.current?.self;
  }

  /** The call without the interface; undefined outside a document, or without a valid room or server. */
  get call(): CallApi | undefined {
    // A page may read it before the microtask in which the call of a new element is created.
    return this.#calls.reconcile();
  }

  override connectedCallback(): void {
    this.#calls.keep();
    // The call starts before the first render, but after the page has set all properties synchronously.
    queueMicrotask(() => this.#calls.reconcile());
    super.connectedCallback();
    if (!this.hasUpdated) this.#restoreProperties();
    this.#languageLoading = this.#readLanguage();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#calls.endAfter(this.removalGrace);
  }

  /**
   * After `moveBefore()`, which keeps the element's state: only its surroundings changed.
   * @internal
   */
  connectedMoveCallback(): void {
    super.disconnectedCallback();
    super.connectedCallback();
    this.#languageLoading = this.#readLanguage();
    this.requestUpdate();
  }

  /** Lit restores early properties in its first update, long after the call is created: trigger one now. */
  #restoreProperties(): void {
    this.#isRestoring = true;
    this.performUpdate();
    this.#isRestoring = false;
  }

  protected override shouldUpdate(): boolean {
    return !this.#isRestoring;
  }

  /** Rendering waits while a socket opens or a link connects. */
  protected override async scheduleUpdate(): Promise<void> {
    await new Promise((resume) => {
      setTimeout(resume, document.hidden ? LATER_FRAME : 0);
    });
    await giveWay(this.#calls.current);
    await this.#languageLoading;
    void super.scheduleUpdate();
  }

  /** Loads the language of the nearest `lang`; until then the previous one stays. */
  async #readLanguage(): Promise<void> {
    const lang = (this.#lang = inherited(this, 'lang'));
    const language = await loadLanguage(lang);
    if (lang === this.#lang) this.vocabulary = { ...this.vocabulary, language };
  }

  protected override willUpdate(): void {
    this.#hadFocus = Boolean(this.shadowRoot?.activeElement);
    this.#calls.reconcile();
    if (this.#lang !== inherited(this, 'lang')) void this.#readLanguage();
    if (this.vocabulary.own !== this.words) {
      this.vocabulary = { ...this.vocabulary, own: this.words };
    }
    if (this.status === 'idle') this.#isInLobby = true;
    else if (this.status !== 'joining' && this.status !== 'knocking') this.#isInLobby = false;
  }

  protected override updated(): void {
    this.#notices ??= this.#loadNotices().catch(() => {
      this.#notices = undefined;
      this.#updateLater();
    });
    // The focused element was removed with its view: focus the call as a whole.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) {
      this.renderRoot.querySelector<HTMLElement>('.base')?.focus({ preventScroll: true });
    }
  }

  /** After the first video frame, loads the notices and what the element does besides showing views. */
  async #loadNotices(): Promise<void> {
    this.#early ??= new EarlyAsks(this.renderRoot.querySelector('.base')!);
    await Promise.race([firstPicture(this.#calls.current, this.renderRoot), this.#early.urgent]);
    const [notices, { addBehaviors }] = await Promise.all([
      loadChunk(() => import('./notice-views.js')),
      loadChunk(() => import('./behaviors.js')),
    ]);
    adopt(this.renderRoot as ShadowRoot, notices);
    addBehaviors(this, this.#internals, () => this.calmAfter);
    this.#early.repeat();
  }

  /** Renders again, which retries failed loads. */
  #updateLater(): void {
    setTimeout(() => this.isConnected && this.requestUpdate(), RETRY);
  }

  /** Creates the call; tests override it. In design mode, its chunk is loaded first, then it is called again. */
  protected createCall(options: CallOptions): CallApi | undefined {
    if (!this.demo) return new Call(options);
    if (this.#designCall) return new this.#designCall(this.demo, options.name);
    loadChunk(() => import('../../features/simulation/design-call.js')).then(
      ({ DesignCall }) => {
        this.#designCall = DesignCall;
        this.requestUpdate();
      },
      () => this.#updateLater(),
    );
    return undefined;
  }

  #handleGesture(): void {
    this.#calls.current?.open();
  }

  #handleAskJoin(): void {
    if (!dispatch(this, 'before-join')) return;
    // Device problems shown in the lobby are not repeated on the stage.
    const call = this.#calls.current;
    for (const source of SOURCES) {
      const problem = call?.sourceState(source).problem;
      if (problem && problem !== 'media-interrupted') call?.turnOff(source);
    }
    this.join().catch(() => {});
  }

  #handleAskLeave(): void {
    if (!isInRoom(this.status) || dispatch(this, 'before-leave')) this.leave();
  }

  #handleAskTurnOn(event: CustomEvent<Source>): void {
    if (event.detail === 'screen' && !dispatch(this, 'before-screen-share')) return;
    this.turnOn(event.detail).catch(() => {});
  }

  #handleAskTurnOff(event: CustomEvent<Source>): void {
    this.turnOff(event.detail);
  }

  #handleAskSelfView(event: CustomEvent<SelfView>): void {
    this.selfView = event.detail;
  }

  /** Joins the room. Resolves once you are in it; rejects with a `CallError`. */
  join(): Promise<void> {
    return this.#calls.join(this.#words.guest);
  }

  /** Leaves the room immediately; while joining, returns to the lobby. */
  leave(): void {
    this.#calls.current?.leave();
  }

  /** Turns a source (`microphone`, `camera` or `screen`) on; rejects with a `CallError` that has the reason. */
  async turnOn(source: Source): Promise<void> {
    const call = this.#calls.need();
    if (call.status === 'left' || call.status === 'refused') return call.want(source, true);
    call.open();
    await call.turnOn(source);
  }

  /** Turns a source (`microphone`, `camera` or `screen`) off. */
  turnOff(source: Source): void {
    this.#calls.current?.turnOff(source);
  }

  /** Opens or closes the picture-in-picture window, which stays on top. Call it from a click. */
  async requestPictureInPicture(): Promise<void> {
    const { togglePictureInPicture } = await this.#load(
      () => import('../picture-in-picture/picture-in-picture.js'),
    );
    await togglePictureInPicture(this);
  }

  /** Tests whether a call would work well, without joining or prompting. Rejects with a `CallError`. */
  async testConnection(options?: ElementTestOptions): Promise<ConnectionReport> {
    const { testConnection } = await this.#load(() => import('../diagnostics/test-connection.js'));
    return testConnection(this, options);
  }

  /** Loads a requested chunk; on failure, tells the user and rejects with a `CallError`. */
  async #load<Chunk>(load: () => Promise<Chunk>): Promise<Chunk> {
    try {
      return await loadChunk(load);
    } catch (cause) {
      void this.#showLoadFailed();
      throw new CallError('load-failed', undefined, { cause });
    }
  }

  /** Shows that a chunk could not be loaded; early in a call, the notices have to load first. */
  async #showLoadFailed(): Promise<void> {
    await this.#notices;
    this.renderRoot.querySelector('video-call-notices')?.showLoadFailed?.();
  }

  /** Typed messages between the pages of all participants. Throws a `CallError` if there is no call. */
  channel<T>(topic: string, guard: (data: unknown) => data is T): Channel<T> {
    return this.#calls.need().channel(topic, guard);
  }

  get #words(): Words {
    return wordsIn(this.vocabulary, 'words', english);
  }

  protected override render(): TemplateResult {
    const { language } = this.vocabulary;
    const call = this.#calls.current;
    return html`
      <div class="frame">
        <i></i><i></i><i></i><i></i>
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
          ${call ? this.#renderView(call) : this.#renderObstacle()}
          ${
            call
              ? html`
                  <video-call-announcer .call=${call}></video-call-announcer>
                  <video-call-overlay .call=${call}></video-call-overlay>
                `
              : nothing
          }
        </div>
      </div>
    `;
  }

  #renderObstacle() {
    const { obstacle } = this.#calls;
    return obstacle ? this.#renderMessage(obstacle) : nothing;
  }

  #renderView(call: CallApi) {
    const isIn = isInRoom(call.status);
    // The stage is rendered below while joining: there is time now, but not once the call starts.
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

  /** The view in front of the stage while not in the room. */
  #renderCover(call: CallApi) {
    switch (call.status) {
      case 'left':
        return html`<slot name="ended">${this.#renderMessage('left')}</slot>`;
      case 'refused':
        return this.#renderMessage(call.refusal ?? 'invalid');
      default:
        return this.#isInLobby
          ? html`<slot name="lobby">${this.#renderLobby(call)}</slot>`
          : this.#renderMessage(this.#calls.trouble);
    }
  }

  #renderLobby(call: CallApi) {
    return html`
      <video-call-lobby
        .call=${call}
        .room=${this.room}
        .controlsList=${this.controlsList}
        .trouble=${this.#calls.trouble}
        @pointerdown=${this.#handleGesture}
        @keydown=${this.#handleGesture}
        @focusin=${this.#handleGesture}
      ></video-call-lobby>
    `;
  }

  #renderMessage(reason: Failure | undefined) {
    return html`
      <video-call-message
        .call=${this.#calls.current}
        .reason=${reason}
        .lasted=${this.#calls.lasted}
      ></video-call-message>
    `;
  }
}
