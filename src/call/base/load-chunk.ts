/** Loads a chunk of the script, so that a later call retries after a failure. */

/** Firefox's error names the URL, which then fails forever: https://bugzilla.mozilla.org/show_bug.cgi?id=2055211 */
const FAILED = /^error loading dynamically imported module: (https?:\S+)$/;

/**
 * Resolves with what `load` imports; rejects if neither its URL nor, in Firefox, another URL of the same chunk loads.
 * @param load calls `import()`
 */
export async function loadChunk<Chunk>(load: () => Promise<Chunk>): Promise<Chunk> {
  try {
    return await load();
  } catch (error) {
    const [, address] = FAILED.exec(error instanceof Error ? error.message : '') ?? [];
    if (!address) throw error;
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ retryOf(address))) as Chunk;
  }
}

/** A new URL of the same file each time, since one that failed is not retried. */
const retryOf = (address: string) => `${address}?retry=${Date.now()}`;
