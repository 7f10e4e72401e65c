/** The pair of addresses that a link uses, in what getStats reports of it. */

/** One entry of a report, of which nothing is sure. */
export type Stats = Readonly<Record<string, unknown>>;

/** Firefox had no `selectedCandidatePairId` for long, but marks the pair itself. */
export function selectedPair(all: readonly Stats[]): Stats | undefined {
  const transport = all.find(({ type }) => type === 'transport');
  const pairs = all.filter(({ type }) => type === 'candidate-pair');
  return (
    pairs.find(({ id }) => id === transport?.selectedCandidatePairId) ??
    pairs.find(({ selected }) => selected === true) ??
    pairs.find(({ nominated, state }) => nominated === true && state === 'succeeded')
  );
}
