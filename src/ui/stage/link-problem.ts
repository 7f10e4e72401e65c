/** The message on a tile whose participant can't be connected: why, and what to do. */
import { css, html, nothing, type TemplateResult } from 'lit';
import warning from 'lucide/dist/esm/icons/triangle-alert.mjs';
import type { CallApi } from '../../call/call-api.js';
import { noticeWordsFor } from '../i18n/notice-words.js';
import { draw } from '../base/icons.js';
import type { TileView } from './tile.js';

export const linkProblemStyles = css`
  .unlinked {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    gap: 0.375em;
    align-items: center;
    justify-content: center;
    box-sizing: border-box;
    padding: 2.25em 0.875em 0.5em;
    overflow: hidden;
    background: color-mix(in srgb, var(--vc-tile) 88%, transparent);
    font-size: 0.9375em;
    line-height: 1.35;
    text-align: center;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .unlinked > * {
    flex: none;
    max-width: 26em;
    margin: 0;
  }
  .unlinked .icon {
    color: #f2c14e;
  }
  .unlinked .advice {
    opacity: 0.85;
    font-size: 0.9em;
  }
  /* The name and the menu stay above it. */
  video-call-tile:has(.unlinked) :is(.label, .tile-button) {
    z-index: 1;
  }
  /* In a small call of two, the self view covers the middle, and the toolbar the bottom. */
  @container tile (height < 20em) {
    .unlinked {
      justify-content: flex-start;
      padding-block-start: 3em;
    }
  }
  @container tile (width < 18.75em) or (height < 12.5em) {
    .unlinked {
      gap: 0.25em;
      padding: 3em 0.5em 0.25em;
      font-size: 0.75em;
      line-height: 1.25;
    }
  }
  /* The advice is in the menu as well. */
  @container tile (width < 13.75em) or (height < 9.375em) {
    .unlinked .advice {
      display: none;
    }
  }
  @container tile (width < 8.75em) or (height < 7.5em) {
    .unlinked {
      padding: 1.5em 0 0;
    }
    .unlinked p {
      display: none;
    }
  }
`;

/** Why a tile's participant can't be connected, and what to do; empty if connected or still connecting. */
export function describeLinkProblem(call: CallApi, { tile }: TileView, from: Element): string[] {
  const problem = tile.isSelf ? undefined : call.linkProblem(tile.id);
  if (!problem || tile.source === 'screen') return [];
  const words = noticeWordsFor(from).linkProblems;
  return [words.title(problem, tile.name), words.advice(problem, tile.name)];
}

/** The same as an overlay on the tile. */
export function renderLinkProblem(call: CallApi, view: TileView): TemplateResult | typeof nothing {
  const [title, advice] = describeLinkProblem(call, view, view);
  if (!title) return nothing;
  return html`
    <div class="unlinked" part="link-problem" title="${title}. ${advice}">
      ${draw(warning)}
      <p>${title}.</p>
      <p class="advice">${advice}</p>
    </div>
  `;
}
