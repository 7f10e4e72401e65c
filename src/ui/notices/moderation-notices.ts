/** Moderation notices over the stage: who is waiting, requests from hosts, and becoming host. */
import { css, html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import knock from 'lucide/dist/esm/icons/door-open.mjs';
import asks from 'lucide/dist/esm/icons/mic-off.mjs';
import stopped from 'lucide/dist/esm/icons/monitor-x.mjs';
import host from 'lucide/dist/esm/icons/crown.mjs';
import close from 'lucide/dist/esm/icons/x.mjs';
import type { CallEvents } from '../../call/call-api.js';
import type { Declined, Knocker } from '../../protocol.js';
import { requestModeration, isHost } from '../base/moderation.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { offers } from '../base/controls-list.js';
import { FocusKeeper } from '../base/focus-keeper.js';
import { hostOf } from '../base/host.js';
import { draw, type IconNode } from '../base/icons.js';
import type { DialogRequest } from '../base/menu-items.js';
import { say, type Announcement } from '../base/say.js';
import { View } from '../base/view.js';

/** How long the notice about becoming host is shown, in milliseconds. */
const NEWS = 8_000;

/**
 * @fires ask-announce - Inside the element only: announces each notice once.
 * @fires ask-turn-off - Inside the element only: turn off the microphone.
 * @fires ask-dialog - Inside the element only: open the list of people.
 * @csspart knock - With `notice`: someone waits to be let in.
 * @csspart asked - With `notice`: a host asks you to mute.
 * @csspart stopped - With `notice`: a host stopped your screen share.
 * @csspart new-host - With `notice`: you are the host now.
 * @csspart show-button - Opens the list of everyone who waits.
 * @csspart mute-button - Turns your microphone off, as a host asked.
 */
export class ModerationNoticesView extends View {
  static override readonly styles: CSSResult = css`
    video-call-hosting {
      display: contents;
    }
    .notice.act {
      display: grid;
      grid-template: 'icon text choices close' auto / auto minmax(0, 1fr) auto auto;
    }
    .notice.act > .icon {
      grid-area: icon;
    }
    .notice.act > span {
      grid-area: text;
      overflow-wrap: anywhere;
    }
    .notice.act > .plain {
      grid-area: close;
    }
    .notice.act > .choices {
      display: flex;
      flex-wrap: wrap;
      grid-area: choices;
      gap: 0.5em;
      justify-content: end;
    }
    .notice .button {
      min-height: 2.25em;
      padding: 0 0.875em;
    }
    @media (pointer: coarse) {
      .notice .button {
        min-height: 44px;
      }
    }
    @container video-call (width < 35em) {
      .notice.act {
        grid-template:
          'icon text close' auto
          'choices choices choices' auto / auto minmax(0, 1fr) auto;
        row-gap: 0.25em;
      }
    }
    @container video-call (width < 18.75em) or (height < 13.75em) {
      .notice.act {
        gap: 0.25em;
      }
      .notice .button {
        padding: 0 0.5em;
      }
    }
    /* Both the toolbar and the actions must be within reach. */
    @container video-call (height < 10em) {
      .notice.act > span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .notice.act .plain {
        min-height: 1.5em;
      }
    }
  `;

  /** The host who asks to mute and the one who stopped the screen share, while a notice shows it. */
  #asking: string | undefined;
  #stopping: string | undefined;
  #isNewHost = false;
  #isViewer = false;
  /** The participant's own id while not a host, to detect becoming one. */
  #guest: number | undefined;
  /** The waiting people who were announced, and those whose notice was dismissed. */
  #told: ReadonlySet<number> = new Set();
  #put: ReadonlySet<number> = new Set();
  #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.addController(new FocusKeeper(this));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening.abort();
    clearTimeout(this.#timer);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.call) this.#attend();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('call')) this.#attend();
    if (this.call.sourceState('microphone').status === 'off') this.#asking = undefined;
    if (this.call.sourceState('screen').status !== 'off') this.#stopping = undefined;
    this.#lookAtRole();
    this.#lookAtDoor();
  }

  get #words() {
    return noticeWordsFor(this).hosting;
  }

  #attend(): void {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.call.on('asked', (asked) => this.#handleAsked(asked), this.#listening);
    this.call.on('declined', (declined) => this.#handleDeclined(declined), this.#listening);
  }

  #handleAsked({ from, action }: CallEvents['asked']): void {
    const { call } = this;
    const words = this.#words;
    // The host may have left since.
    const name = call.participants.find(({ id }) => id === from)?.name || words.aHost;
    if (action === 'stop-screen') {
      this.#stopping = name;
      this.#say({ text: words.stoppedYourScreen(name), explains: 'screen' });
    } else if (call.sourceState('microphone').status !== 'off') {
      // A repeated request is not announced while the notice is open.
      if (this.#asking !== name) this.#say({ text: words.asksToMute(name) });
      this.#asking = name;
    }
    this.requestUpdate();
  }

  #handleDeclined({ reason }: Declined): void {
    const { declined, notRenewed } = this.#words;
    say(this, reason in declined ? declined[reason as keyof typeof declined] : notRenewed);
  }

  #lookAtRole(): void {
    const { self } = this.call;
    if (!self) return;
    const isViewer = self.role === 'viewer';
    if (isViewer && !this.#isViewer) say(this, noticeWordsFor(this).viewer);
    this.#isViewer = isViewer;
    if (!isHost(this.call)) {
      this.#guest = self.id;
      this.#isNewHost = false;
    } else if (this.#guest === self.id) {
      this.#guest = undefined;
      this.#isNewHost = true;
      this.#say({ text: this.#words.youAreHost });
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#handleSeen(), NEWS);
    }
  }

  #lookAtDoor(): void {
    const knocking = isHost(this.call) ? this.call.knocking : [];
    const came = knocking.filter(({ id }) => !this.#told.has(id));
    this.#told = new Set(knocking.map(({ id }) => id));
    if (came.length) this.#say({ text: this.#words.knocks(came.map(({ name }) => name)) });
  }

  #say(announcement: Announcement): void {
    this.ask('ask-announce', announcement);
  }

  #handleSeen(): void {
    this.#isNewHost = false;
    this.requestUpdate();
  }

  #handleMute(): void {
    this.giveFocusBack();
    this.ask('ask-turn-off', 'microphone');
  }

  #handleShow({ currentTarget }: Event): void {
    const anchor = currentTarget as HTMLElement;
    this.ask('ask-dialog', { anchor, dialog: 'people' } satisfies DialogRequest);
  }

  #handleAnswer(action: 'admit' | 'deny', to: number | 'all'): void {
    requestModeration(this, (call) => call.ask(action, to));
  }

  protected override render() {
    const { call } = this;
    const words = this.#words;
    const knocking = isHost(call) ? call.knocking : [];
    return html`
      ${knocking.some(({ id }) => !this.#put.has(id)) ? this.#renderDoor(knocking) : nothing}
      ${
        this.#asking
          ? this.#renderNotice('asked', asks, words.asksToMute(this.#asking), {
              choices: html`
                <button
                  class="button primary"
                  part="button notice-button mute-button"
                  @click=${this.#handleMute}
                >
                  ${words.mute}
                </button>
              `,
              dismiss: () => (this.#asking = undefined),
            })
          : nothing
      }
      ${
        this.#stopping
          ? this.#renderNotice('stopped', stopped, words.stoppedYourScreen(this.#stopping), {
              dismiss: () => (this.#stopping = undefined),
            })
          : nothing
      }
      ${
        this.#isNewHost
          ? this.#renderNotice('new-host', host, words.youAreHost, {
              dismiss: () => (this.#isNewHost = false),
            })
          : nothing
      }
    `;
  }

  #renderDoor(knocking: readonly Knocker[]) {
    const words = this.#words;
    const [one] = knocking;
    const isAlone = knocking.length === 1;
    return this.#renderNotice(
      'knock',
      knock,
      isAlone ? words.knocks([one!.name]) : words.knocking(knocking.length),
      {
        choices: isAlone ? this.#renderOne(one!) : this.#renderAll(),
        dismiss: () => (this.#put = new Set(knocking.map(({ id }) => id))),
      },
    );
  }

  /** Separate from `#renderAll`: a button pressed for one person must not turn into the button for all. */
  #renderOne({ id }: Knocker) {
    const words = this.#words;
    return html`
      <button
        class="button primary"
        part="button notice-button admit-button"
        @click=${() => this.#handleAnswer('admit', id)}
      >
        ${words.admit}
      </button>
      <button
        class="button"
        part="button notice-button refuse-button"
        @click=${() => this.#handleAnswer('deny', id)}
      >
        ${words.refuse}
      </button>
    `;
  }

  #renderAll() {
    const words = this.#words;
    return html`
      <button
        class="button primary"
        part="button notice-button admit-button"
        @click=${() => this.#handleAnswer('admit', 'all')}
      >
        ${words.admitAll}
      </button>
      ${
        offers(hostOf(this).controlsList, 'people')
          ? html`
              <button
                class="button"
                part="button notice-button show-button"
                aria-haspopup="dialog"
                @click=${this.#handleShow}
              >
                ${words.show}
              </button>
            `
          : html`
              <button
                class="button"
                part="button notice-button refuse-button"
                @click=${() => this.#handleAnswer('deny', 'all')}
              >
                ${words.refuseAll}
              </button>
            `
      }
    `;
  }

  #renderNotice(
    name: 'knock' | 'asked' | 'stopped' | 'new-host',
    icon: IconNode,
    text: string,
    { choices, dismiss }: { choices?: TemplateResult; dismiss(): void },
  ) {
    const label = noticeWordsFor(this).dismiss;
    return html`
      <div class="notice banner ${choices ? 'act' : ''}" part="notice ${name}">
        ${draw(icon)}
        <span>${text}</span>
        ${choices ? html`<div class="choices">${choices}</div>` : nothing}
        <button
          class="plain"
          part="dismiss-button"
          title=${label}
          aria-label=${label}
          @click=${() => {
            dismiss();
            this.requestUpdate();
          }}
        >
          ${draw(close)}
        </button>
      </div>
    `;
  }
}
