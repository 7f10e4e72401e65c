/** The view of a call's statistics: the quality of each participant's link, and its streams. */
import { css, html, nothing, type CSSResult, type PropertyDeclarations } from 'lit';
import copy from 'lucide/dist/esm/icons/copy.mjs';
import type { Participant } from '../../call/call-api.js';
import type { LinkStats, ReceivedStats, SentStats } from '../../call/diagnostics/link-stats.js';
import { SOURCES, type Source } from '../../protocol.js';
import { say } from '../base/say.js';
import { draw } from '../base/icons.js';
import { panelsFor } from '../i18n/panel-words.js';
import { statisticsReport, type LinkReport } from './statistics-report.js';
import { statisticsWordsFor, type StatisticsWords } from '../i18n/statistics-words.js';
import { loadStatisticsWords } from '../i18n/load-statistics-words.js';
import { View } from '../base/view.js';
import { isolate } from '../i18n/format.js';

/** Interval between two measurements, in milliseconds. */
const TICK = 1_000;
const DIRECTIONS = ['received', 'sent'] as const;
type Direction = (typeof DIRECTIONS)[number];
const COLUMNS = ['source', 'codec', 'size', 'frames', 'bitrate', 'loss', 'limited'] as const;
/** Shown for values that the browser doesn't report. */
const UNKNOWN = '–';

/**
 * @csspart link-statistics - The statistics of one participant.
 * @csspart judgement - The quality of their link, with `good`, `fair`, `poor` or `lost`.
 * @csspart path - The path of their link.
 * @csspart streams - The table of their streams.
 * @csspart stream - A row of the table, with its source, and `received` or `sent`.
 * @csspart received - With `stream`: from them to you.
 * @csspart sent - With `stream`: from you to them.
 * @csspart screen-audio - With `stream`: the sound of a shared screen.
 */
export class StatisticsView extends View {
  static override readonly styles: CSSResult = css`
    video-call-statistics {
      --vc-good: light-dark(#15803d, #4ade80);
      --vc-bad: light-dark(#b3202e, #ff8d8d);
      display: block;
      container: statistics / inline-size;
    }
    .dialog[part~='statistics'] {
      width: min(48em, 100%);
    }
    .statistics {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 1.25em;
    }
    .link-statistics {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      line-height: 1.4;
    }
    .link-statistics + .link-statistics {
      padding-block-start: 1.25em;
      border-block-start: 1px solid color-mix(in srgb, var(--vc-text) 12%, transparent);
    }
    .link-statistics h3 {
      margin: 0;
      font-size: 1em;
      overflow-wrap: anywhere;
    }
    .link-statistics p {
      font-size: 0.9375em;
      overflow-wrap: anywhere;
    }
    .link-statistics .judgement::before {
      display: inline-block;
      box-sizing: border-box;
      width: 0.625em;
      height: 0.625em;
      margin-inline-end: 0.5em;
      border-radius: 50%;
      background: var(--vc-tone);
      content: '';
    }
    .judgement {
      --vc-tone: var(--vc-muted);
    }
    .judgement.good {
      --vc-tone: var(--vc-good);
    }
    .judgement.fair {
      --vc-tone: var(--vc-warning);
    }
    .judgement:is(.poor, .lost) {
      --vc-tone: var(--vc-bad);
    }
    .link-statistics .path {
      color: var(--vc-muted);
    }
    .streams {
      width: 100%;
      margin-block-start: 0.5em;
      border-collapse: collapse;
      table-layout: fixed;
      font-size: 0.875em;
      font-variant-numeric: tabular-nums;
      text-align: start;
    }
    .streams :is(th, td) {
      padding-block: 0.3125em;
      padding-inline: 0 0.5em;
      font-weight: 400;
      text-align: start;
      vertical-align: top;
      overflow-wrap: break-word;
    }
    .streams thead th {
      color: var(--vc-muted);
    }
    .streams thead th:first-child {
      width: 24%;
    }
    .streams thead th.codec {
      width: 9%;
    }
    .streams thead th.size {
      width: 14%;
    }
    .streams thead th.frames {
      width: 9%;
    }
    .streams thead th.bitrate {
      width: 15%;
    }
    .streams thead th.loss {
      width: 9%;
    }
    .streams tbody tr {
      border-block-start: 1px solid color-mix(in srgb, var(--vc-text) 8%, transparent);
    }
    .streams tbody th {
      font-weight: 600;
    }
    .streams small {
      color: var(--vc-muted);
      font-size: 1em;
      font-weight: 400;
    }
    .statistics .button {
      min-height: 2.25em;
      padding: 0 0.875em;
      font-size: 0.9375em;
    }
    .statistics label {
      display: grid;
      gap: 0.375em;
      font-size: 0.875em;
    }
    .statistics textarea {
      box-sizing: border-box;
      width: 100%;
      height: 12em;
      padding: 0.5em 0.75em;
      border: 1px solid var(--vc-line);
      border-radius: calc(var(--vc-radius) * 0.66);
      background: transparent;
      color: inherit;
      direction: ltr;
      font:
        0.8125em/1.5 ui-monospace,
        monospace;
      resize: vertical;
    }
    @media (pointer: coarse) {
      .statistics .button {
        min-height: 44px;
      }
    }
    /* If the columns don't fit, each row has its own line with the values below. */
    @container statistics (width < 36em) {
      .streams,
      .streams tbody {
        display: block;
      }
      .streams thead {
        position: absolute;
        overflow: hidden;
        width: 1px;
        height: 1px;
        clip-path: inset(50%);
      }
      .streams tbody tr {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.875em;
        padding-block: 0.3125em;
      }
      .streams tbody :is(th, td) {
        padding: 0;
      }
      .streams tbody th {
        flex-basis: 100%;
      }
      .streams :is(.unknown, .free) {
        display: none;
      }
      .streams td:is(.loss, .limited)::before {
        color: var(--vc-muted);
        content: attr(data-label) ' ';
      }
    }
    @media (forced-colors: active) {
      .judgement::before {
        forced-color-adjust: none;
      }
    }
  `;

  static override readonly properties: PropertyDeclarations = {
    ...View.properties,
    vocabulary: { state: true },
    stats: { state: true },
    report: { state: true },
  };

  private vocabulary: StatisticsWords | undefined;
  /** The last measured statistics of each link. */
  private stats: ReadonlyMap<number, LinkStats | undefined> = new Map();
  /** The report to copy by hand, if the browser doesn't let it be copied. */
  private report = '';

  #ticking = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    void loadStatisticsWords(this).then((words) => (this.vocabulary = words));
    this.#ticking = new AbortController();
    void this.#tick(this.#ticking.signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ticking.abort();
  }

  /** Measures all links now, without waiting for the next interval. */
  async look(): Promise<void> {
    const { call } = this;
    const all = await Promise.all(
      this.#others.map(async ({ id }) => {
        // A link that was closed in the meantime has no statistics.
        return [id, await call.stats(id).catch(() => undefined)] as const;
      }),
    );
    if (this.isConnected && call === this.call) this.stats = new Map(all);
  }

  /** One chain of ticks for each time the view is connected, no matter how long a report takes. */
  async #tick(signal: AbortSignal): Promise<void> {
    await this.look();
    if (!signal.aborted) setTimeout(() => void (signal.aborted || this.#tick(signal)), TICK);
  }

  get #others(): readonly Participant[] {
    const { participants, self } = this.call;
    return participants.filter(({ id }) => id !== self?.id);
  }

  /** The quality of a link, as shown on the tiles. */
  #linkOf(id: number): LinkReport {
    const stage = (this.getRootNode() as ShadowRoot).querySelector('video-call-stage');
    const isLost = this.call.linkStatus(id) === 'interrupted';
    const judged = stage?.links?.rating(id);
    return {
      quality: judged?.quality ?? (isLost ? 'lost' : undefined),
      cause: judged?.cause ?? (isLost ? 'silence' : undefined),
      stats: this.stats.get(id),
    };
  }

  async #handleCopy(words: StatisticsWords['statistics']): Promise<void> {
    const links = this.#others.map(({ id }) => this.#linkOf(id));
    const { userAgent: browser } = navigator;
    const text = statisticsReport(links, { at: Date.now(), browser });
    try {
      await navigator.clipboard.writeText(text);
      this.report = '';
      say(this, words.copied);
    } catch {
      this.report = text;
      await this.updateComplete;
      const field = this.querySelector('textarea');
      field?.focus();
      field?.select();
    }
  }

  protected override render() {
    const { vocabulary, report } = this;
    if (!vocabulary) return nothing;
    const words = statisticsWordsFor(this, vocabulary);
    const others = this.#others;
    return html`
      <div class="statistics" part="statistics">
        ${
          others.length
            ? others.map((person) => this.#renderPerson(person, words))
            : html`<p>${words.nobody}</p>`
        }
        <div>
          <button
            class="button"
            part="button copy-button"
            @click=${() => void this.#handleCopy(words)}
          >
            ${draw(copy)} ${words.copy}
          </button>
        </div>
        ${
          report
            ? html`
                <label>
                  ${words.copyByHand}
                  <textarea part="report" readonly .value=${report}></textarea>
                </label>
              `
            : nothing
        }
      </div>
    `;
  }

  #renderPerson({ id, name, sources }: Participant, words: StatisticsWords['statistics']) {
    const { quality, cause, stats } = this.#linkOf(id);
    const { link } = panelsFor(this);
    const heading = `statistics-${id}`;
    return html`
      <div class="link-statistics" part="link-statistics">
        <h3 id=${heading} part="person-name"><bdi>${name}</bdi></h3>
        ${
          quality
            ? html`
                <p class="judgement ${quality}" part="judgement ${quality}">
                  ${link.facts(link.qualities[quality], cause ? [words.causes[cause]] : [])}
                </p>
              `
            : nothing
        }
        <p class="path" part="path">${stats?.path ? this.#pathOf(stats, words) : words.unknown}</p>
        ${stats?.path ? this.#renderStreams(stats, sources, heading, words) : nothing}
      </div>
    `;
  }

  #pathOf({ path, protocol, roundTrip }: LinkStats, words: StatisticsWords['statistics']): string {
    const all = [
      path && words.paths[path],
      protocol?.toUpperCase(),
      roundTrip !== undefined && words.roundTrip(roundTrip),
    ];
    // Each part keeps its own direction: otherwise, an abbreviation and a number would swap places.
    return all.flatMap((one) => (one ? [isolate(one)] : [])).join(' · ');
  }

  /** The active streams in both directions: counters of a source that is off no longer change. */
  #renderStreams(
    stats: LinkStats,
    theirs: readonly Source[],
    heading: string,
    words: StatisticsWords['statistics'],
  ) {
    const on = { received: theirs, sent: this.call.self?.sources ?? [] };
    const rows = SOURCES.flatMap((source) =>
      DIRECTIONS.flatMap((direction) => {
        const stream = stats[direction][source];
        return stream && on[direction].includes(source)
          ? [this.#renderStream(source, direction, stream, words)]
          : [];
      }),
    );
    if (!rows.length) return nothing;
    return html`
      <table class="streams" part="streams" role="table" aria-labelledby=${heading}>
        <thead>
          <tr role="row">
            ${COLUMNS.map(
              (name) =>
                html`<th class=${name} scope="col" role="columnheader">${words.columns[name]}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    `;
  }

  #renderStream(
    source: Source,
    direction: Direction,
    stream: SentStats | ReceivedStats,
    words: StatisticsWords['statistics'],
  ) {
    const { codec, width, height, framesPerSecond: frames, bitrate, loss } = stream;
    const limit = 'limitedBy' in stream ? stream.limitedBy : undefined;
    const cells = {
      codec,
      size: width && height ? words.size(width, height) : undefined,
      frames: frames === undefined ? undefined : words.frames(frames),
      bitrate: bitrate === undefined ? undefined : words.bitrate(bitrate),
      loss: loss === undefined ? undefined : words.loss(loss),
      limited: limit && words.limits[limit],
    };
    return html`
      <tr role="row" part="stream ${source} ${direction}">
        <th scope="row" role="rowheader">
          ${words.sources[source]} <small>${words.directions[direction]}</small>
        </th>
        ${COLUMNS.slice(1).map((name) => {
          const cell = cells[name as keyof typeof cells];
          return html`
            <td
              class="${name} ${cell ? '' : 'unknown'} ${limit === 'none' && name === 'limited' ? 'free' : ''}"
              role="cell"
              data-label=${words.columns[name]}
            >
              ${cell ?? UNKNOWN}
            </td>
          `;
        })}
      </tr>
    `;
  }
}

export const styles = [StatisticsView.styles];
export const views = { 'video-call-statistics': StatisticsView };

declare global {
  interface HTMLElementTagNameMap {
    'video-call-statistics': StatisticsView;
  }
}
