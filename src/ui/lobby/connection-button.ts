/** The lobby's button for the connection test, which is loaded on demand. */
import { css, html, nothing, type CSSResult, type PropertyDeclarations } from 'lit';
import { adopt } from '../dom/adopt.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { offers } from '../base/controls-list.js';
import { hostOf } from '../base/host.js';
import type { DialogRequest } from '../base/menu-items.js';
import { View } from '../base/view.js';
import { loadChunk } from '../../call/base/load-chunk.js';

/**
 * @fires ask-dialog - Inside the element only: show the test.
 * @fires ask-announce - Inside the element only: the test could not be loaded.
 * @csspart connection-button - The button that opens the connection test.
 */
export class ConnectionButtonView extends View {
  static override readonly styles: CSSResult = css`
    video-call-connection-button {
      display: grid;
      justify-items: center;
      order: 3;
      color: var(--vc-muted);
      font-size: 0.875em;
      text-align: center;
    }
    video-call-connection-button .link {
      font-weight: 400;
    }
    .lobby.joining video-call-connection-button {
      display: none;
    }
    @container video-call (width < 27.5em) and (height < 22.5em) {
      video-call-connection-button {
        grid-column: 1 / -1;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    isOutOfReach: { state: true },
  };

  /** Whether it could not be loaded, which already says something about the connection. */
  private isOutOfReach = false;

  async #handleClick({ currentTarget }: Event): Promise<void> {
    const anchor = currentTarget as HTMLElement;
    try {
      adopt(
        this.getRootNode() as ShadowRoot,
        await loadChunk(() => import('../diagnostics/connection.js')),
      );
      this.isOutOfReach = false;
      this.ask('ask-dialog', { anchor, dialog: 'connection' } satisfies DialogRequest);
    } catch {
      this.isOutOfReach = true;
      this.ask('ask-announce', { text: this.#note });
    }
  }

  get #note(): string {
    return noticeWordsFor(this).loadFailed;
  }

  protected override render() {
    if (!offers(hostOf(this).controlsList, 'connectiontest')) return nothing;
    return html`
      <button
        class="link"
        type="button"
        part="connection-button"
        aria-haspopup="dialog"
        @click=${this.#handleClick}
      >
        ${noticeWordsFor(this).testConnection}
      </button>
      ${this.isOutOfReach ? html`<span>${this.#note}</span>` : nothing}
    `;
  }
}
