/** Code that a call loads when it is needed; injected like the platform, so that a test decides when it arrives. */
import type * as LinkDiagnostics from './diagnostics/link-diagnostics.js';
import type * as ActiveMedia from './media/active-media.js';
import type { Platform } from './platform.js';

interface LazyChunks {
  /** Loads capture code that isn't needed until a device is on or fails. */
  loadActiveMedia(): Promise<typeof ActiveMedia>;
  /** Loads link diagnosis, statistics, and other code that few links ever need. */
  loadLinkDiagnostics(): Promise<typeof LinkDiagnostics>;
}

/** Everything that is injected into a call. */
export type CallPlatform = Platform & LazyChunks;
