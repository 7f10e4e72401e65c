/** Watches in a page what arrives on each of its links, and for how long nothing did. */
import type { Page } from 'puppeteer-core';

interface Watched {
  longestGaps(restarts: boolean): Promise<Record<string, number>[]>;
}

/**
 * A script for a page, before any other. It looks at the counters of the browser, five times a second. A look
 * that comes late is one look all the same: what counts is that nothing arrived from one to the next.
 */
export const WATCH_LINKS = `{
  const EVERY = 200;
  const links = new Map();
  globalThis.connectionsMade = 0;
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) {
      super(...options);
      connectionsMade++;
      links.set(this, {});
    }
  };
  const look = async (connection, seen) => {
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      const count = report.kind === 'video' ? report.framesDecoded : report.packetsReceived;
      // Two of the four lanes are empty.
      if (!count) continue;
      const lane = (seen[report.kind + ' ' + report.mid] ??= { count: 0, gap: 0, longest: 0 });
      lane.gap = count === lane.count ? lane.gap + EVERY : 0;
      lane.longest = Math.max(lane.longest, lane.gap);
      lane.count = count;
    }
  };
  setInterval(() => {
    for (const [connection, seen] of links) {
      if (connection.connectionState === 'connected') void look(connection, seen);
      if (connection.connectionState === 'closed') links.delete(connection);
    }
  }, EVERY);
  globalThis.longestGaps = (restarts) => {
    const up = [...links].filter(([{ connectionState }]) => connectionState === 'connected');
    const gaps = up.map(([, seen]) =>
      Object.fromEntries(Object.entries(seen).map(([lane, { longest }]) => [lane, longest])),
    );
    if (restarts) for (const seen of links.values()) for (const lane of Object.values(seen)) lane.longest = 0;
    return gaps;
  };
}`;

/** The longest time, in milliseconds, without a picture or sound on each lane of each link that is up. */
export const longestGaps = (page: Page, restarts = false): Promise<Record<string, number>[]> =>
  page.evaluate((again) => (globalThis as unknown as Watched).longestGaps(again), restarts);
