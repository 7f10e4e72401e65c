/** Facts about a call between two homes: the way it goes, and how long it took. */
import type { Page } from 'puppeteer-core';

/** The kinds of the two ends of the way that a page's link goes, such as `srflx relay`. */
export const pathOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
    const connection = connections.find(({ connectionState }) => connectionState === 'connected');
    const stats = new Map(await connection?.getStats());
    const transport = [...stats.values()].find(({ type }) => type === 'transport');
    const pair = stats.get(transport?.selectedCandidatePairId);
    const kind = (id: string) => {
      const { candidateType, relayProtocol } = stats.get(id) ?? {};
      return relayProtocol ? `${candidateType}(${relayProtocol})` : candidateType;
    };
    return pair ? `${kind(pair.localCandidateId)} ${kind(pair.remoteCandidateId)}` : 'none';
  });

/** Milliseconds from the wish to join to the first picture of the other, as the page saw it. */
export async function timeToPicture(page: Page): Promise<number> {
  await page.waitForFunction('performance.getEntriesByName("picture").length > 0');
  return page.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    return Math.round(at('picture') - at('joining'));
  });
}
