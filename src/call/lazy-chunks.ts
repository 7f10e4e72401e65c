/** Code that a call loads when it is needed; injected like the platform, so that a test decides when it arrives. */
import type * as LinkAsides from './diagnostics/link-diagnostics.js';
import type * as MediaAsides from './media/active-media.js';
import type { Platform } from './platform.js';

export interface LazyChunks {
  /** Loads capture code that isn't needed until a device is on or fails. */
  loadMediaAsides(): Promise<typeof MediaAsides>;
  /** Loads link diagnosis, statistics, and other code that few links ever need. */
  loadLinkAsides(): Promise<typeof LinkAsides>;
}

/** Everything that is injected into a call. */
export type CallPlatform = Platform & LazyChunks;
