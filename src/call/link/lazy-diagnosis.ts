/** Diagnoses links that don't come up, with code that is loaded for the first of them. */
import type { LinkProblem } from '../call-api.js';
import type { DiagnosedLink, LinkDiagnosis } from '../diagnostics/link-diagnosis.js';
import type { CallPlatform } from '../lazy-chunks.js';

type DiagnosisOptions = ConstructorParameters<typeof LinkDiagnosis>[0];

/** In milliseconds. A link that is not up after this long is diagnosed. */
const FAILING_AFTER = 3_000;

export class LazyDiagnosis {
  readonly #options: DiagnosisOptions & { readonly platform: CallPlatform };
  #diagnosis: LinkDiagnosis | undefined;
  #requestedAt = -Infinity;

  constructor(options: DiagnosisOptions & { readonly platform: CallPlatform }) {
    this.#options = options;
  }

  /** Checks a link; returns why it doesn't come up, once that is known. */
  check(link: DiagnosedLink, now: number): LinkProblem | undefined {
    if (this.#diagnosis) return this.#diagnosis.check(link, now);
    if (now - Math.max(link.healthyAt, this.#requestedAt) >= FAILING_AFTER) this.#load(now);
    return undefined;
  }

  #load(now: number): void {
    this.#requestedAt = now;
    this.#options.platform.loadLinkDiagnostics().then(
      ({ LinkDiagnosis }) => (this.#diagnosis ??= new LinkDiagnosis(this.#options)),
      // The chunk's server may be unreachable as well; then it is requested again.
      () => {},
    );
  }
}
