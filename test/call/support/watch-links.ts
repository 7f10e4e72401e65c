/** Records in a page what arrives on each of its links, and the gaps. */
import type { Page } from 'puppeteer-core';

interface Watched {
  picturesSent(): Promise<unknown>;
  longestGaps(restarts: boolean): Promise<Record<string, number>[]>;
}

/**
 * A script for a page, to run before any other. It polls the browser's counters five times a second. A late poll still
 * counts as one: what matters is that nothing arrived since the previous one.
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
  globalThis.picturesSent = () =>
    Promise.all(
      [...links.keys()].map(async (connection) => {
        const sent = [];
        for (const report of (await connection.getStats()).values()) {
          if (report.type === 'media-source' && report.kind === 'video') {
            sent.push({ captured: report.frames, framesPerSecond: report.framesPerSecond });
          }
          if (report.type !== 'outbound-rtp' || report.kind !== 'video') continue;
          const { mid, active, framesEncoded, framesSent, keyFramesEncoded, pliCount } = report;
          sent.push({ mid, active, framesEncoded, framesSent, keyFramesEncoded, pliCount });
        }
        const encodings = connection.getSenders().map((sender) => sender.getParameters().encodings);
        return { state: connection.connectionState, sent, encodings };
      }),
    );
}`;

/** The longest gap without video or audio, in milliseconds, for each transceiver of each connected link. */
export const longestGaps = (page: Page, restarts = false): Promise<Record<string, number>[]> =>
  page.evaluate((again) => (globalThis as unknown as Watched).longestGaps(again), restarts);

/** How the video of each link is being sent now, to explain a gap at the remote end. */
export const picturesSent = (page: Page): Promise<unknown> =>
  page.evaluate(() => (globalThis as unknown as Watched).picturesSent());
